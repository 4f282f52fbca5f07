"""Whether this copy of the case file is the newest that is known of, and whether it may be written.

The marker (or pin) in the laptop's key ring says how far this case file had got when it was
last closed. A file that is older than its marker, or that has another row at the marked
place, is read and not written until a person has said what happened: else this laptop would
sign two histories. What was never marked, sent, printed or sealed can be withdrawn by whoever
holds the laptop; no check made on that laptop alone can find it, and `Standing.words` says so.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import msgspec

from ..journal.revision import NO_REVISION
from ..records.custody import Epoch
from ..vault.errors import AnchorForged, DeviceSecretMissing
from ..vault.opened import WhyReadOnly
from ..vault.pins import Pin, PinState, compare
from ..vault.vault import Vault

if TYPE_CHECKING:
    from .casefile import CaseFile

OFFICE_HAS = "standing/office_has"

BAD = frozenset({PinState.ROLLED_BACK, PinState.REWRITTEN, PinState.FORGED})
"""States in which nothing may be written."""
CHECKED = frozenset({PinState.HOLDS, PinState.NO_PIN})
"""States in which the marker may be moved on."""


@dataclass(frozen=True)
class ReadOnly:
    """Why nothing may be written. ``code`` is stable: a `PinState` or a `WhyReadOnly`."""

    code: str
    why: str
    do: str


DAMAGED = ReadOnly(
    "damaged",
    "The check of this file found damage in it.",
    "Restore the newest backup: Settings, Backups. The office sends back what it has received since.",
)


@dataclass(frozen=True)
class Standing:
    """Where this laptop's chain stands, and what the marker in its key ring says of that."""

    state: PinState
    pin: Pin | None
    epoch: int
    seq: int
    """The newest row of this laptop in this epoch; 0 for none."""
    head: str
    """Its revision, or zeros."""
    office: Pin | None = None
    """A row of this laptop that an office has and this copy never had: it shows the same as a marker would."""

    @property
    def evidence(self) -> Pin | None:
        """The farthest place that this laptop's chain is known to have reached."""
        return max((pin for pin in (self.pin, self.office) if pin), key=lambda pin: (pin.epoch, pin.seq), default=None)

    @property
    def missing(self) -> int:
        """How many rows are known to have been written after this copy was made; 0 where that cannot be counted."""
        known = self.evidence
        if known is None or self.state is not PinState.ROLLED_BACK or known.epoch != self.epoch:
            return 0
        return max(0, known.seq - self.seq)

    @property
    def words(self) -> str:
        """What is known, in plain English, and what is not."""
        match self.state:
            case PinState.HOLDS:
                return "This is the newest copy that this laptop knows of."
            case PinState.NO_PIN:
                return (
                    "The key ring of this laptop has no marker for this case file yet, so it cannot be said whether "
                    "this is the newest copy. One is written when the case file is closed."
                )
            case PinState.NO_KEY_RING:
                return (
                    "No key ring takes part, so nothing outside this folder says how far this case file had got. "
                    "Whether an older copy was put in its place can only be seen from what the office has received, "
                    "from signed records, and from printed pages."
                )
            case PinState.NOT_READ:
                return (
                    "The key ring of this laptop could not be read, so it was not checked whether this is the newest "
                    "copy. It is checked when the case file is opened again with the key ring unlocked."
                )
            case PinState.REWRITTEN:
                return "It holds another revision at the place that the marker in this laptop’s key ring names."
            case PinState.FORGED:
                return (
                    "The marker in this laptop’s key ring that shows how far this case file had got does not belong "
                    "to it. It is so after a recovery by the office that was interrupted, and where a file was put in "
                    "its place."
                )
            case PinState.ROLLED_BACK:
                return self._older()

    def _older(self) -> str:
        if self.office is not None:
            return (
                f"It is an older copy: it ends at revision {self.seq}, and a receipt of the office covers revision "
                f"{self.office.seq}, which was written on this laptop."
            )
        if self.missing:
            lost = "1 revision is" if self.missing == 1 else f"{self.missing} revisions are"
            return (
                f"It is older than this laptop remembers: it ends at revision {self.seq}, and the marker in the key "
                f"ring says that revision {self.pin.seq if self.pin else 0} had been written. {lost} not in it."
            )
        return "It is older than this laptop remembers: the marker in the key ring is about a later state of it."


def of(cf: CaseFile) -> Standing:
    """Hold the open case file against the marker."""
    tip = cf.store.tip(cf.vault.device, cf.epoch)
    pin: Pin | None = None
    if not cf.vault.anchor.available:
        state = PinState.NO_KEY_RING
    else:
        try:
            pin = cf.vault.anchor.read()
            state = _compared(cf, pin, tip.seq - 1)
        except AnchorForged:
            state = PinState.FORGED
        except DeviceSecretMissing:
            state = PinState.NOT_READ
    office = _office_has(cf)
    if office is not None and state not in BAD:
        state = PinState.ROLLED_BACK
    return Standing(state, pin, cf.epoch, tip.seq - 1, tip.prev, office)


def _office_has(cf: CaseFile) -> Pin | None:
    """The row that an office has and this copy never had, unless a new chain has begun since or it has come back."""
    text = cf.store.meta(OFFICE_HAS)
    if text is None:
        return None
    row = msgspec.json.decode(text, type=Pin)
    if row.epoch < cf.epoch or cf.store.rev_at(cf.vault.device, row.epoch, row.seq) == row.head:
        return None
    return row


def _compared(cf: CaseFile, pin: Pin | None, seq: int) -> PinState:
    at_pin = None if pin is None else cf.store.rev_at(cf.vault.device, pin.epoch, pin.seq)
    if pin is not None and pin.seq == 0:
        at_pin = NO_REVISION
    state = compare(pin, gen=cf.vault.generation, epoch=cf.epoch, seq=seq, head_at_pin=at_pin)
    return PinState.HOLDS if pin is not None and state in BAD and _accounted_for(cf, pin) else state


def _accounted_for(cf: CaseFile, pin: Pin) -> bool:
    """Whether a signed row of a later epoch already tells that the rows up to this marker are missing.

    So it stays right when the marker could not be moved on after a backup was put back.
    """
    for item in cf.items(kind="epoch"):
        for version in item.heads:
            told = version.record
            if (
                isinstance(told, Epoch)
                and version.device == told.device == cf.vault.device
                and (told.epoch, told.pinned_head) == (pin.epoch, pin.head)
                and cf.epoch > pin.epoch
            ):
                return True
    return False


def why_read_only(vault: Vault, standing: Standing) -> ReadOnly | None:
    """What stands against writing, if anything does."""
    if standing.state in BAD:
        happened = "it was recovered, or a backup" if standing.state is PinState.FORGED else "a backup"
        do = (
            f"Tell your supervisor. If {happened} was put back, say so in the bar above the screens: this laptop then "
            "goes on in a new series of revisions, and the office can send back what it has received."
        )
        return ReadOnly(standing.state.value, standing.words, do)
    return of_disk(vault)


def of_disk(vault: Vault) -> ReadOnly | None:
    """What stands against writing to the file at all, if anything does."""
    disk = vault.why_read_only
    if disk is WhyReadOnly.DISK_FULL:
        return ReadOnly(disk.value, "The disk is full.", "Free some space, then lock it and unlock it again.")
    if disk is WhyReadOnly.DISK_READ_ONLY:
        why = "Nothing can be written in its folder."
        return ReadOnly(disk.value, why, "Ask your IT support for access to it, then lock it and unlock it again.")
    if disk is WhyReadOnly.ASKED:
        return ReadOnly(disk.value, "That was asked for.", "Lock it and unlock it again to add to it.")
    return None


NEW = Standing(PinState.NO_PIN, None, 1, 0, NO_REVISION)
"""Of a case file that is being made."""
