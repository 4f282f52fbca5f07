"""What this laptop remembers of its exchanges, in the table of settings.

``acked`` and ``newest_receipt`` are read by the case file as well: the first says how far
an office's receipts cover each chain, the second is cited by every new revision.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

import msgspec

from ..casefile.casefile import CaseFile
from ..journal.receipt import Heads

T = TypeVar("T")


class Peer(msgspec.Struct, frozen=True):
    """What another laptop has, by its own newest bundle."""

    n: int
    head: Heads
    ep: int = 1
    """Its epoch. A laptop on which a backup was put back counts its bundles anew."""


class Parts(msgspec.Struct):
    """The pieces of a large document that have come so far: number of each to its digest."""

    parts: int
    size: int
    have: dict[int, str] = {}


class Alarm(msgspec.Struct, frozen=True):
    """Something that a person has to hear about."""

    at: str
    code: str
    words: str


class Memory:
    """Reading and writing of those settings. Writing belongs into a transaction."""

    def __init__(self, cf: CaseFile) -> None:
        self._store = cf.store

    def _get(self, key: str, type: type[T], default: T) -> T:
        text = self._store.meta(key)
        return default if text is None else msgspec.json.decode(text, type=type)

    def _set(self, key: str, value: object) -> None:
        self._store.set_meta(key, msgspec.json.encode(value).decode())

    def next_number(self) -> int:
        """A number for a new bundle, never given twice."""
        number = self._get("sync/bundle_n", int, 0) + 1
        self._set("sync/bundle_n", number)
        return number

    def acked(self) -> dict[str, int]:
        """How far receipts cover each chain."""
        return self._get("acked", dict[str, int], {})

    def set_acked(self, acked: dict[str, int]) -> None:
        """A receipt has come."""
        self._set("acked", dict(sorted(acked.items())))

    def peers(self) -> dict[str, Peer]:
        """What the other laptops have."""
        return self._get("sync/peers", dict[str, Peer], {})

    def note_peer(self, device: str, epoch: int, n: int, head: Heads) -> None:
        """A bundle says what its sender has; an older bundle says nothing new."""
        peers = self.peers()
        if device not in peers or (peers[device].ep, peers[device].n) < (epoch, n):
            self._set("sync/peers", peers | {device: Peer(n, head, epoch)})

    def wanted(self) -> dict[str, list[str]]:
        """Which cases other laptops have put away and want back."""
        return self._get("sync/wanted", dict[str, list[str]], {})

    def note_wanted(self, device: str, cases: Iterable[str]) -> None:
        """A laptop asks; with no case, it has been answered."""
        wanted = {each: list for each, list in self.wanted().items() if each != device}
        listed = sorted(cases)
        self._set("sync/wanted", wanted | ({device: listed} if listed else {}))

    def asked(self) -> dict[str, str]:
        """The cases that this laptop has asked for, each with when it was to be asked."""
        return self._get("sync/asked", dict[str, str], {})

    def set_asked(self, asked: dict[str, str]) -> None:
        """The question lies in the drop."""
        self._set("sync/asked", asked)

    def pieces(self) -> dict[str, Parts]:
        """Documents of which some pieces are still to come."""
        return self._get("sync/pieces", dict[str, Parts], {})

    def set_pieces(self, pieces: dict[str, Parts]) -> None:
        """A piece has come, or the last one."""
        self._set("sync/pieces", pieces)

    def receipts_from(self, device: str, newest: int) -> int:
        """The first of this office's receipts that a laptop gets: the newest at the time when it is first sent one."""
        starts = self._get("sync/receipts_from", dict[str, int], {})
        if device not in starts:
            starts[device] = newest
            self._set("sync/receipts_from", starts)
        return starts[device]

    def rejected(self) -> list[tuple[str, str]]:
        """Bundles refused since the last receipt: digest and reason."""
        return self._get("sync/rejected", list[tuple[str, str]], [])

    def set_rejected(self, rejected: list[tuple[str, str]]) -> None:
        """One more was refused, or a receipt has told of them."""
        self._set("sync/rejected", rejected)

    def refused(self) -> dict[str, str]:
        """Every file in the drop that was refused and still lies there: its name to the sentence."""
        return self._get("sync/refused", dict[str, str], {})

    def set_refused(self, refused: dict[str, str]) -> None:
        """What the newest look at the drop found."""
        self._set("sync/refused", refused)

    def alarms(self) -> list[Alarm]:
        """What a person has to hear about, oldest first."""
        return self._get("sync/alarms", list[Alarm], [])

    def add_alarm(self, alarm: Alarm) -> bool:
        """Once each: the same words do not come twice."""
        alarms = self.alarms()
        if any((known.code, known.words) == (alarm.code, alarm.words) for known in alarms):
            return False
        self._set("sync/alarms", [*alarms, alarm])
        return True

    def last(self) -> str:
        """When the last whole sync ended, or nothing."""
        return self._get("sync/last", str, "")

    def set_last(self, at: str) -> None:
        """A whole sync has ended."""
        self._set("sync/last", at)

    def set_newest_receipt(self, digest: str) -> None:
        """Cited by every new revision; plain text, not JSON."""
        self._store.set_meta("newest_receipt", digest)
