"""Who holds what opens a case file, and where its history was broken off and taken up again.

These rows let a supervisor see from the office that a laptop's emergency kit was made and
tested, and anybody see that a backup was put back.
"""

from __future__ import annotations

from typing import Literal

from .base import Missing, Record

KeyAct = Literal[
    "case file made",
    "passphrase changed",
    "kit made",
    "kit tested",
    "kit used",
    "office recovery set",
    "office recovery tested",
    "recovered by the office",
    "laptop slot made",
    "slot removed",
    "keys rotated",
    "certificate made",
    "certificate brought in",
]


class KeyEvent(Record, frozen=True, kw_only=True):
    """Something was done to the key slots. Never holds a key, a passphrase or a kit's code."""

    act: KeyAct
    slot: str = ""
    """Id of the key slot, such as ``s1``, ``k1``, ``r1``."""
    holder: str = ""
    """Who holds what opens the slot: "sealed envelope, office safe", "DI Sharma and DS Whitcombe"."""
    generation: int = 0
    """Generation of the case file after it."""
    note: str = ""

    def missing(self) -> list[Missing]:
        """An event is recorded by the app and is complete when made."""
        return []


class Epoch(Record, frozen=True, kw_only=True):
    """The first row of a new chain of a laptop, and the place up to which the old one is known here.

    A restored backup that went on writing its old chain would give it two histories; so it
    starts a new one and says why.
    """

    why: Literal["restored from a backup", "recovered by the office", "older copy found at unlocking"]
    device: str
    """The laptop whose chain ends here: this one, or before a recovery another."""
    epoch: int
    """The epoch that ends."""
    seq: int
    """The last row of it that is here; 0 for none."""
    head: str = ""
    """The revision of that row."""
    pinned_seq: int = 0
    """How far the key ring's note says that it had got; 0 where nothing was noted."""
    pinned_head: str = ""
    """The revision that the note names at that place."""
    note: str = ""

    def missing(self) -> list[Missing]:
        """A new epoch is recorded by the app and is complete when made."""
        return []
