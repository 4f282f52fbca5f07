"""Who may write what: the one rule, for rows that arrive and for a rebuild alike.

What this laptop makes of a row follows from the rows and receipts that are here, never
from the order in which they came. A row is judged by the roster that was in force for its
writer: the newest that the office receipt it cites (``rcpt``) covers, or that stands
before it in its own chain; at the least the one with which its laptop joined. Where the
receipt it cites is not here, any roster since then may have been in force, and the row
counts if one of them allows it. A lost laptop's cut is looked up in the newest roster,
because it holds for the past: rows behind it do not count, whatever they cite.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from ..journal import receipt
from ..journal.revision import NO_RECEIPT, Header, Revision
from ..journal.store import Status
from ..records import kinds
from ..records.roster import Device
from .rosters import RosterRow, in_force, row_of

Signature = tuple[object, ...]
"""Everything about a laptop that its rows are judged by: where it stays the same, so do they."""


class Authority:
    """The rosters that came into force, and what they make of a row."""

    def __init__(
        self,
        rows: Iterable[RosterRow],
        *,
        own: frozenset[str] = frozenset(),
        receipts: Callable[[], Iterable[bytes]] = tuple,
    ) -> None:
        """``own`` are the laptops that this case file has been: they need no roster. ``receipts`` are bodies."""
        self._rows = tuple(rows)
        self._own = own
        self._receipts = receipts
        self._pinned: dict[str, int] | None = None
        self._first: dict[str, int] = {}
        self._varies: dict[str, bool] = {}
        self.line, self.refused = in_force(self._rows)
        """The rosters in force one after another, oldest first; the revisions that did not come into force, and why."""
        self._in_force = {row.rev for row in self.line}
        for place, row in enumerate(self.line):
            for device in row.roster.devices:
                self._first.setdefault(device.dev, place)

    @property
    def newest(self) -> RosterRow | None:
        """The roster in force now."""
        return self.line[-1] if self.line else None

    def device(self, dev: str) -> Device | None:
        """A laptop's entry in the roster in force now."""
        return self.newest.roster.device(dev) if self.newest else None

    def key_of(self, dev: str) -> bytes | None:
        """The signing key of a laptop of the team. No later roster changes it."""
        found = self.device(dev)
        return bytes.fromhex(found.ed25519) if found else None

    def with_rows(self, revisions: Iterable[Revision], is_here: Callable[[str], bool]) -> Authority:
        """As it will be when these rows are taken in: their keys are needed to check them. Stores nothing."""
        start = max((row.arrival for row in self._rows), default=0) + 1
        found = (
            row_of(revision, start + place) for place, revision in enumerate(revisions) if not is_here(revision.id)
        )
        coming = [row for row in found if row is not None]
        return Authority([*self._rows, *coming], own=self._own, receipts=self._receipts) if coming else self

    def forget_receipts(self) -> None:
        """One more has come."""
        self._pinned = None

    # the rule -------------------------------------------------------------------------------------------------

    def status(self, head: Header, rev: str) -> Status:
        """What the team's rosters make of a row."""
        if rev in self.refused:
            return Status.UNAUTHORISED
        if rev in self._in_force:
            return Status.OK
        device = self.device(head.dev)
        if device is None:
            return _without_roster(head) if head.dev in self._own else Status.REVOKED
        if _behind_cut(device, head):
            return Status.REVOKED
        if head.who != device.person:
            return Status.UNAUTHORISED
        found = {_under(self.line[place], head) for place in self._places(head)}
        return Status.OK if Status.OK in found else max(found)

    def _places(self, head: Header) -> Sequence[int]:
        """Which rosters of the line may have been in force for a row's writer."""
        first, last = self._first[head.dev], len(self.line) - 1
        if not self.varies(head.dev):
            return (last,)
        at_least = max(
            (place for place, row in enumerate(self.line)
             if row.author == head.dev and (row.epoch, row.seq) < (head.ep, head.seq)),
            default=first,
        )  # fmt: skip
        at_least = max(first, at_least)
        if head.rcpt == NO_RECEIPT:
            return (at_least,)
        pinned = self._pins().get(head.rcpt)
        return range(at_least, last + 1) if pinned is None else (max(at_least, pinned),)

    def varies(self, dev: str) -> bool:
        """Whether rosters have said different things about a laptop: only then does it matter which was in force."""
        if dev not in self._varies:
            self._varies[dev] = len(set(self._phases(dev))) > 1
        return self._varies[dev]

    def _phases(self, dev: str) -> list[tuple[bool, bool]]:
        """In each roster since the laptop joined: whether it is a sergeant's, and whether it was retired."""
        found = []
        for row in self.line[self._first.get(dev, len(self.line)) :]:
            device = row.roster.device(dev)
            found.append((dev in row.roster.ds, device is not None and device.state == "retired"))
        return found

    def _pins(self) -> Mapping[str, int]:
        """The name of every receipt that is here, to the newest roster that it covers (-1 for none)."""
        if self._pinned is None:
            self._pinned = {}
            for body in self._receipts():
                got = receipt.decode(body).got
                covered = [place for place, row in enumerate(self.line)
                           if got.get(f"{row.author}.{row.epoch}", (0, ""))[0] >= row.seq]  # fmt: skip
                self._pinned[receipt.name_of(body)] = max(covered, default=-1)
        return self._pinned

    # what changes with a new roster -----------------------------------------------------------------------------

    def signature(self, dev: str) -> Signature:
        """See `Signature`."""
        device = self.device(dev)
        if device is None:
            return ()
        phases = self._phases(dev)
        cut = device.cut if device.state == "lost" else None
        return device.person, device.state == "lost", cut, tuple(phases if self.varies(dev) else phases[-1:])

    def devices(self) -> frozenset[str]:
        """Every laptop that a roster names."""
        return frozenset(self._first)

    def differs_for(self, other: Authority) -> frozenset[str]:
        """The laptops whose rows may be judged otherwise than by the other one."""
        return frozenset(dev for dev in self.devices() | other.devices() if self.signature(dev) != other.signature(dev))


def _without_roster(head: Header) -> Status:
    """A laptop's own rows before it joins a team."""
    forbidden = kinds.kind_from_wire(head.kind) in kinds.DS_ONLY and head.role != "DS"
    return Status.UNAUTHORISED if forbidden else Status.OK


def _behind_cut(device: Device, head: Header) -> bool:
    """Whether a row was written on a lost laptop behind the last that counts."""
    if device.state != "lost":
        return False
    return device.cut is None or (head.ep, head.seq) > (device.cut.epoch, device.cut.seq)


def _under(row: RosterRow, head: Header) -> Status:
    """What one roster makes of a row: nobody reviews who is no sergeant, nobody writes on a retired laptop."""
    device = row.roster.device(head.dev)
    if device is None or device.state == "retired":
        return Status.REVOKED
    is_ds = head.dev in row.roster.ds
    if not is_ds and (head.role == "DS" or kinds.kind_from_wire(head.kind) in kinds.DS_ONLY):
        return Status.UNAUTHORISED
    return Status.OK
