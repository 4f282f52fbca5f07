"""The anchor: how far this case file had got, noted outside it in the laptop's key ring.

Somebody who puts an older copy of the whole case file back passes every check inside the
file. They cannot put back the key ring's note without the user's account, so the two
disagree. The note's bytes (version 1) are canonical JSON
{"v":1,"epoch":..,"seq":..,"head":64 hex,"gen":..,"mac":hex HMAC-SHA256(K_pin, canonical(all but mac))}.
"""

from __future__ import annotations

import hmac
from dataclasses import asdict, dataclass
from enum import StrEnum

from pclo_app.vault.canonical import canonical, parse
from pclo_app.vault.device_secret import DeviceSecrets, KeyringDeviceSecrets, pin_name
from pclo_app.vault.errors import AnchorForged


@dataclass(frozen=True)
class Pin:
    """A place in this device's chain: its epoch, sequence number and head, and the file's generation."""

    epoch: int
    seq: int
    head: str
    gen: int


class PinState(StrEnum):
    """What a pin says about the case file that was just opened."""

    NO_PIN = "no pin"
    HOLDS = "holds"
    ROLLED_BACK = "rolled back"  # the file is older than the pin
    REWRITTEN = "rewritten"  # the file has another entry at the pinned place
    FORGED = "marker not ours"  # the note was not made with this case file's key
    NOT_READ = "key ring not read"  # there is a key ring, but it is locked or silent
    NO_KEY_RING = "no key ring"


class Anchor:
    """The pin of one case file in a key ring; with no key ring there is nothing to read and writing does nothing."""

    def __init__(self, vault_id: str, key: bytes, secrets: DeviceSecrets | None) -> None:
        self._name = pin_name(vault_id)
        self._key = key
        self._secrets = secrets.hurried() if isinstance(secrets, KeyringDeviceSecrets) else secrets

    @property
    def available(self) -> bool:
        return self._secrets is not None

    def read(self) -> Pin | None:
        """The last pin, None if there is none; AnchorForged if it was not made with this case file's key."""
        data = self._secrets.get(self._name) if self._secrets else None
        if data is None:
            return None
        pin = decode(data, self._key)
        if pin is None:
            raise AnchorForged
        return pin

    def write(self, pin: Pin) -> None:
        if self._secrets:
            self._secrets.put(self._name, encode(pin, self._key))


def encode(pin: Pin, key: bytes) -> bytes:
    document = {"v": 1, **asdict(pin)}
    return canonical({**document, "mac": hmac.digest(key, canonical(document), "sha256").hex()})


def decode(data: bytes, key: bytes) -> Pin | None:
    """The pin, or None when it is not whole or not ours."""
    try:
        document = parse(data)
        mac = str(document.pop("mac"))
        if not hmac.compare_digest(hmac.digest(key, canonical(document), "sha256").hex(), mac):
            return None
        version, epoch, seq, gen = (document[name] for name in ("v", "epoch", "seq", "gen"))
        if version != 1 or type(epoch) is not int or type(seq) is not int or type(gen) is not int:
            return None
        return Pin(epoch=epoch, seq=seq, head=str(document["head"]), gen=gen)
    except (ValueError, KeyError, TypeError):
        return None


def compare(pin: Pin | None, *, gen: int, epoch: int, seq: int, head_at_pin: str | None) -> PinState:
    """Hold the opened file against the pin.

    ``epoch`` and ``seq`` are the newest place in this device's own chain; ``head_at_pin`` is
    the revision that the file has at the pinned place, None if it has none there.
    """
    if pin is None:
        return PinState.NO_PIN
    if gen < pin.gen or (epoch, seq) < (pin.epoch, pin.seq) or head_at_pin is None:
        return PinState.ROLLED_BACK
    return PinState.HOLDS if hmac.compare_digest(head_at_pin, pin.head) else PinState.REWRITTEN
