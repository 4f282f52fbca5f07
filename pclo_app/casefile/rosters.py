"""Which rosters came into force, one after another.

The first that arrived is the team's root; each later one takes the place of the one that
its ``prev`` names, if a detective sergeant of that one signed it. Two sergeants may do so
at the same time, each not knowing of the other. Then every laptop has to come to the same
answer, whichever it heard of first, and nobody who was put out may undo that:

- of two by one sergeant, the one that stands first in that laptop's chain counts;
- a roster whose author the other branch has put out gives way to that branch;
- where neither has put out the other, the sergeant who joined the team first counts;
- where each has put out the other, the one that was here first counts.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from ..journal.errors import BadPublicKey
from ..journal.receipt import is_hex
from ..journal.revision import NO_REVISION, NO_TEAM, Revision, check_public_key, device_id
from ..records import kinds
from ..records.roster import Device, Roster
from .errors import RosterRefused


@dataclass(frozen=True)
class RosterRow:
    """A roster with the row that holds it."""

    roster: Roster
    rev: str
    record: str
    author: str
    epoch: int
    seq: int
    parents: tuple[str, ...]
    arrival: int
    """The place in the order of arrival on this laptop."""


def roster_in(revision: Revision) -> Roster | None:
    """The roster that a row holds, if it holds one."""
    if kinds.kind_from_wire(revision.head.kind) != "roster" or revision.payload is None:
        return None
    record = kinds.decode("roster", revision.payload)
    return record if isinstance(record, Roster) else None


def row_of(revision: Revision, arrival: int) -> RosterRow | None:
    """The row as this module wants it, if it holds a roster."""
    roster = roster_in(revision)
    if roster is None:
        return None
    head = revision.head
    return RosterRow(roster, revision.id, head.rec, head.dev, head.ep, head.seq, head.par, arrival)


# one roster ---------------------------------------------------------------------------------------------------


def sergeants(roster: Roster) -> list[Device]:
    """The laptops in use whose holders act as detective sergeants: those that bundles for the office go to."""
    return [device for device in roster.devices if device.dev in roster.ds and device.state == "active"]


def check_roster(roster: Roster) -> None:
    """A roster by itself: proper keys, each once, each laptop somebody's, and a sergeant among them."""
    seen: set[str] = set()
    persons = [member.id for member in roster.persons]
    if len(set(persons)) != len(persons):
        raise RosterRefused(why="a person is in it twice")
    for device in roster.devices:
        _check_keys(device.dev, device.ed25519, device.age, device.epoch)
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


@lru_cache(maxsize=1024)
def _check_keys(dev: str, ed25519: str, age: str, epoch: int) -> None:
    """The keys of one laptop are proper keys, and its name is that of its key. Asked again for every version."""
    import pyrage

    try:
        public = bytes.fromhex(ed25519)
        check_public_key(public)
        pyrage.x25519.Recipient.from_str(age)
    except (ValueError, BadPublicKey, pyrage.RecipientError):
        raise RosterRefused(why="a key in it is not a proper key") from None
    if device_id(public) != dev or epoch < 1:
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


# the line of rosters ------------------------------------------------------------------------------------------


def in_force(rows: Iterable[RosterRow]) -> tuple[tuple[RosterRow, ...], dict[str, RosterRefused]]:
    """The rosters that came into force, oldest first; and why each of the others did not."""
    listed = _complete(sorted(rows, key=lambda row: row.arrival))
    roots = [row for row in listed if not _fault(row, None)]
    if not roots:
        return (), {row.rev: _refusal(row, None) for row in listed}
    line = _best_line(roots[0], listed)
    on_it = {row.rev for row in line}
    return tuple(line), {row.rev: _refusal(row, line[-1]) for row in listed if row.rev not in on_it}


def _complete(rows: list[RosterRow]) -> list[RosterRow]:
    """Those that build only on rosters that are here: the others wait."""
    here: dict[str, RosterRow] = {}
    waiting = rows
    while True:
        ready = [row for row in waiting if all(parent in here or parent == row.rev for parent in row.parents)]
        if not ready:
            return sorted(here.values(), key=lambda row: row.arrival)
        here |= {row.rev: row for row in ready}
        waiting = [row for row in waiting if row.rev not in here]


def _fault(row: RosterRow, before: RosterRow | None) -> RosterRefused | None:
    try:
        check_follows(row.roster, row.author, (before.roster, before.rev) if before else None)
    except RosterRefused as fault:
        return fault
    return None


def _refusal(row: RosterRow, newest: RosterRow | None) -> RosterRefused:
    return _fault(row, newest) or RosterRefused(why="it does not continue the one in force")


def _best_line(root: RosterRow, rows: list[RosterRow]) -> list[RosterRow]:
    """From the root on, at each fork the branch that counts. Worked out from the newest numbers back."""
    children: dict[str, list[RosterRow]] = {}
    for row in rows:
        children.setdefault(row.roster.prev, []).append(row)
    reached, frontier = [root], [root]
    while frontier:  # only what can follow, step by step from the root
        frontier = [child for parent in frontier for child in children.get(parent.rev, ()) if not _fault(child, parent)]
        reached += frontier
    below: dict[str, list[RosterRow]] = {}
    for row in reached[1:]:
        below.setdefault(row.roster.prev, []).append(row)
    chosen: dict[str, RosterRow] = {}
    tip = {row.rev: row for row in reached}
    for parent in reversed(reached):
        best: RosterRow | None = None
        for child in below.get(parent.rev, ()):
            best = child if best is None else _preferred(parent, best, child, tip)
        if best is not None:
            chosen[parent.rev], tip[parent.rev] = best, tip[best.rev]
    line = [root]
    while line[-1].rev in chosen:
        line.append(chosen[line[-1].rev])
    return line


def _preferred(parent: RosterRow, one: RosterRow, other: RosterRow, tip: dict[str, RosterRow]) -> RosterRow:
    """Which of two rosters that continue the same one counts."""
    if one.author == other.author:
        return min(one, other, key=lambda row: (row.epoch, row.seq))
    one_out = one.author not in {device.dev for device in sergeants(tip[other.rev].roster)}
    other_out = other.author not in {device.dev for device in sergeants(tip[one.rev].roster)}
    if one_out != other_out:
        return other if one_out else one
    if one_out:
        return min(one, other, key=lambda row: row.arrival)
    joined = {device.dev: place for place, device in enumerate(parent.roster.devices)}
    return min(one, other, key=lambda row: joined[row.author])
