"""The anchor in the key ring: its bytes, forging it, and what it says about an old copy."""

from __future__ import annotations

import time

import pytest

from pclo_app.vault import errors, pins
from pclo_app.vault.device_secret import HURRY, KeyringDeviceSecrets, MemoryDeviceSecrets, pin_name
from pclo_app.vault.pins import Anchor, Pin, PinState
from pclo_app.vault.vault import Vault, unlock
from tests.vault.vault_parts import NOW, WORDS

PIN = Pin(epoch=2, seq=40, head="ab" * 32, gen=1)
KEY = b"p" * 32


def test_kept_across_openings(vault: Vault, secrets: MemoryDeviceSecrets) -> None:
    assert vault.anchor.read() is None
    vault.anchor.write(PIN)
    vault.close()
    with unlock(vault.folder, WORDS, secrets=secrets, now=NOW) as again:
        assert again.anchor.read() == PIN


def test_bytes() -> None:
    data = pins.encode(PIN, KEY)
    assert data.startswith(b'{"epoch":2,"gen":1,"head":"abab')
    assert pins.decode(data, KEY) == PIN
    assert len(data) * 4 / 3 < 1280  # what a Windows credential holds


def test_every_change_is_seen() -> None:
    data = pins.encode(PIN, KEY)
    for place in range(len(data)):
        assert pins.decode(data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :], KEY) is None
        assert pins.decode(data[:place], KEY) is None
    assert pins.decode(data, b"q" * 32) is None


def test_forged(vault: Vault, secrets: MemoryDeviceSecrets) -> None:
    secrets.put(pin_name(vault.vault_id), pins.encode(PIN, KEY))
    with pytest.raises(errors.AnchorForged):
        vault.anchor.read()


def test_without_a_key_ring() -> None:
    anchor = Anchor("a" * 32, KEY, None)
    anchor.write(PIN)
    assert anchor.read() is None
    assert not anchor.available


@pytest.mark.parametrize(
    ("gen", "epoch", "seq", "head", "expected"),
    [
        (1, 2, 40, PIN.head, PinState.HOLDS),
        (1, 2, 99, PIN.head, PinState.HOLDS),
        (2, 3, 1, PIN.head, PinState.HOLDS),
        (1, 2, 39, None, PinState.ROLLED_BACK),
        (1, 1, 99, None, PinState.ROLLED_BACK),
        (0, 2, 40, PIN.head, PinState.ROLLED_BACK),
        (1, 2, 50, None, PinState.ROLLED_BACK),
        (1, 2, 50, "cd" * 32, PinState.REWRITTEN),
    ],
)
def test_comparison(gen: int, epoch: int, seq: int, head: str | None, expected: PinState) -> None:
    assert pins.compare(PIN, gen=gen, epoch=epoch, seq=seq, head_at_pin=head) is expected


def test_comparison_without_a_pin() -> None:
    assert pins.compare(None, gen=1, epoch=1, seq=1, head_at_pin=None) is PinState.NO_PIN


def test_a_silent_key_ring_holds_up_the_marker_for_a_moment_only() -> None:
    """Locking writes the marker: it must not wait as long as unlocking may."""

    class Silent:
        def get_password(self, name: str, user: str) -> str:
            time.sleep(60)
            return ""

    anchor = Anchor("a" * 32, KEY, KeyringDeviceSecrets(Silent(), patience=30.0))
    start = time.monotonic()
    with pytest.raises(errors.DeviceSecretMissing, match="did not answer"):
        anchor.read()
    assert time.monotonic() - start < HURRY + 3
