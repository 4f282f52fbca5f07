"""What the roster allows: which roster may follow which, and what this laptop makes of a row."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from ..journal.errors import BadPublicKey
from ..journal.receipt import is_hex
from ..journal.revision import NO_REVISION, NO_TEAM, Revision, check_public_key, device_id
from ..journal.store import Status
from ..records import kinds
from ..records.roster import Device, Roster
from .errors import RosterRefused


def sergeants(roster: Roster) -> list[Device]:
    """The laptops in use whose holders act as detective sergeants: those that bundles for the office go to."""
    return [device for device in roster.devices if device.dev in roster.ds and device.state == "active"]


def roster_in(revision: Revision) -> Roster | None:
    """The roster that a row holds, if it holds one."""
    if kinds.kind_from_wire(revision.head.kind) != "roster" or revision.payload is None:
        return None
    record = kinds.decode("roster", revision.payload)
    return record if isinstance(record, Roster) else None


def check_roster(roster: Roster) -> None:
    """A roster by itself: proper keys, each once, each laptop somebody's, and a sergeant among them."""
    seen: set[str] = set()
    persons = [member.id for member in roster.persons]
    if len(set(persons)) != len(persons):
        raise RosterRefused(why="a person is in it twice")
    for device in roster.devices:
        check_device(device)
        for name in (device.dev, device.ed25519, device.age):
            if name in seen:
                raise RosterRefused(why="a laptop or a key is in it twice")
            seen.add(name)
        if device.person not in persons:
            raise RosterRefused(why="a laptop in it belongs to nobody")
    if not is_hex(roster.team, 16) or roster.team == NO_TEAM or roster.n < 1:
        raise RosterRefused(why="its team or its number is not one")
    if not set(roster.ds) <= {device.dev for device in roster.devices} or not sergeants(roster):
        raise RosterRefused(why="it leaves the team without a detective sergeant")


def check_device(device: Device) -> None:
    """The keys of one laptop are proper keys, and its name is that of its key."""
    import pyrage

    try:
        public = bytes.fromhex(device.ed25519)
        check_public_key(public)
        pyrage.x25519.Recipient.from_str(device.age)
    except (ValueError, BadPublicKey, pyrage.RecipientError):
        raise RosterRefused(why="a key in it is not a proper key") from None
    if device_id(public) != device.dev or device.epoch < 1:
        raise RosterRefused(why="a laptop in it does not have the name of its key")


def check_follows(roster: Roster, author: str, before: tuple[Roster, str] | None) -> None:
    """A roster may take the place of the one in force: the next number, its chain, its team, by one of its sergeants.

    ``before`` is the roster in force with its revision, None for a team's first.
    """
    check_roster(roster)
    if before is None:
        if roster.n != 1 or roster.prev != NO_REVISION or author not in roster.ds:
            raise RosterRefused(why="it is not the first of its team")
        return
    old, rev = before
    if roster.n <= old.n:
        raise RosterRefused(why=f"number {roster.n} is not newer than number {old.n}, which is in force")
    if roster.n != old.n + 1 or roster.prev != rev or roster.team != old.team:
        raise RosterRefused(why="it does not continue the one in force")
    if author not in {device.dev for device in sergeants(old)}:
        raise RosterRefused(why="it is not signed by a detective sergeant of the team")
    for device in old.devices:
        now = roster.device(device.dev)
        if now is None or (now.ed25519, now.age, now.person) != (device.ed25519, device.age, device.person):
            raise RosterRefused(why="it forgets a laptop or changes its key")


@dataclass
class Succession:
    """The roster in force, carried forward through the rosters that a bundle brings."""

    roster: Roster | None
    rev: str
    refused: dict[str, RosterRefused] = field(default_factory=dict)
    """Revisions of rosters that may not come into force, and why."""

    def take(self, rows: Iterable[Revision], is_here: Callable[[str], bool]) -> None:
        """Go through the rosters among these rows, in the order of their numbers."""
        found: list[tuple[Roster, Revision]] = []
        for revision in rows:
            roster = roster_in(revision)
            if roster is not None and not is_here(revision.id):
                found.append((roster, revision))
        for roster, revision in sorted(found, key=lambda pair: pair[0].n):
            before = None if self.roster is None else (self.roster, self.rev)
            try:
                check_follows(roster, revision.head.dev, before)
            except RosterRefused as fault:
                self.refused[revision.id] = fault
            else:
                self.roster, self.rev = roster, revision.id

    def key_of(self, device: str) -> bytes | None:
        """The signing key of a laptop in the roster."""
        found = self.roster.device(device) if self.roster else None
        return bytes.fromhex(found.ed25519) if found else None

    def status(self, revision: Revision) -> Status:
        """What the roster makes of a row: nobody reviews who is no sergeant, nobody writes in another's name."""
        head = revision.head
        device = self.roster.device(head.dev) if self.roster else None
        if self.roster is None or device is None:
            return Status.REVOKED
        if device.state == "lost" and (device.cut is None or (head.ep, head.seq) > (device.cut.epoch, device.cut.seq)):
            return Status.REVOKED
        is_ds = head.dev in self.roster.ds
        if head.who != device.person or (head.role == "DS" and not is_ds):
            return Status.UNAUTHORISED
        if kinds.kind_from_wire(head.kind) in kinds.DS_ONLY and not is_ds:
            return Status.UNAUTHORISED
        if revision.id in self.refused:
            return Status.UNAUTHORISED
        return Status.OK
