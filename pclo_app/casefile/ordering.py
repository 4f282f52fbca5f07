"""The order of entries that have the same date and time: moved by hand, each move a revision."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import msgspec

from ..records.as_entry import as_entry
from ..records.chronology import ChronologyEntry
from .casefile import CaseFile
from .errors import AloneInTime, NoRoomBetween
from .model import Saved

MOST = 100
"""One move never writes more revisions than this."""
REASON = "Order of the same time"
"""The reason that stands in the history."""


class Tied(NamedTuple):
    """One line of those that stand at the same date and time."""

    id: str
    sequence: int
    own: bool
    """Whether it is an entry, which can be moved; a line from another record stays where it is."""
    rank: int = 0
    """Its place before anything is moved."""


def move(cf: CaseFile, case: str, id: str, by: int) -> list[Saved]:
    """Put an entry one place up (-1) or down (1) among those of its date and time. All or nothing.

    Raises AloneInTime where there is no such place, and NoRoomBetween where lines from other
    records stand on both sides.
    """
    lines = _tied(cf, case, id)
    place = next((n for n, line in enumerate(lines) if line.id == id), None)
    if place is None or not lines[place].own or not 0 <= place + by < len(lines):
        raise AloneInTime()
    lines[place], lines[place + by] = lines[place + by], lines[place]
    wanted = sequences(lines)
    if wanted is None or _new(lines, wanted) > MOST:
        raise NoRoomBetween()
    saved = []
    with cf.store.transaction():
        for line, sequence in zip(lines, wanted, strict=True):
            if sequence != line.sequence:
                item = cf.item(line.id)
                record = msgspec.structs.replace(item.record, sequence=sequence, change_reason=REASON)
                saved.append(cf.save(record, case=case, id=line.id, based_on=(item.rev,)))
    return saved


def can_move(cf: CaseFile, case: str, id: str, by: int) -> bool:
    """Whether a line of the same date and time stands on that side of an entry."""
    found = _moment(cf, case, id)
    if found is None or found[1] != "chronology_entry" or len(cf.store.heads(id)) != 1:
        return False
    sort, _, moment = found
    side = "sort > ? AND sort < ?" if by > 0 else "sort < ? AND sort >= ?"
    row = cf.db.execute(
        f"SELECT 1 FROM item WHERE case_id=? AND placed AND record <> ? AND {side} LIMIT 1",
        (bytes.fromhex(case), bytes.fromhex(id), sort, moment + "\x7f" if by > 0 else moment),
    ).fetchone()
    return row is not None


def sequences(lines: Sequence[Tied]) -> list[int] | None:
    """Numbers that put lines in this order, as few of them new as can be; None where those that stay leave no room.

    Lines that keep an equal number stay in the order in which they stood before.
    """
    if any(not line.own for line in lines):
        return _around_fixed(lines)
    rising = _rising(lines)
    mirrored = [line._replace(sequence=-line.sequence, rank=-line.rank) for line in reversed(lines)]
    falling = [-number for number in reversed(_rising(mirrored))]
    return min(rising, falling, key=lambda found: _new(lines, found))


def _rising(lines: Sequence[Tied]) -> list[int]:
    """From the first line on: what can keep its number keeps it, anything else gets the next one."""
    found: list[int] = []
    for n, line in enumerate(lines):
        before = found[-1] if found else line.sequence - 1
        kept = n > 0 and before == lines[n - 1].sequence and lines[n - 1].rank < line.rank
        found.append(line.sequence if line.sequence > before or (line.sequence == before and kept) else before + 1)
    return found


def _new(lines: Sequence[Tied], found: Sequence[int]) -> int:
    return sum(line.sequence != number for line, number in zip(lines, found, strict=True))


def _around_fixed(lines: Sequence[Tied]) -> list[int] | None:
    """With lines that cannot be moved among them: strictly rising before the first of them, and behind it."""
    first = next(n for n, line in enumerate(lines) if not line.own)
    found = [line.sequence for line in lines]
    for n in range(first - 1, -1, -1):
        found[n] = min(found[n], found[n + 1] - 1)
    for n in range(first + 1, len(lines)):
        if lines[n].own:
            found[n] = max(found[n], found[n - 1] + 1)
        elif found[n - 1] >= found[n] and lines[n - 1].own:
            return None
    return found


def _moment(cf: CaseFile, case: str, id: str) -> tuple[str, str, str] | None:
    """Where a line stands: its whole place, its kind, and the part of the place that is its date and time."""
    row = cf.db.execute(
        "SELECT sort, kind FROM item WHERE record=? AND case_id=? AND placed", (bytes.fromhex(id), bytes.fromhex(case))
    ).fetchone()
    return None if row is None else (row[0], row[1], " ".join(row[0].split(" ")[:-3]) + " ")


def _tied(cf: CaseFile, case: str, id: str) -> list[Tied]:
    """All lines of the date and time of one, in order."""
    place = _moment(cf, case, id)
    if place is None:
        raise AloneInTime()
    moment = place[2]
    rows = cf.db.execute(
        "SELECT DISTINCT record FROM item WHERE case_id=? AND placed AND sort >= ? AND sort < ? ORDER BY sort",
        (bytes.fromhex(case), moment, moment + "\x7f"),
    ).fetchall()
    found = []
    for rank, (record,) in enumerate(rows):
        item = cf.item(record.hex())
        version = item.heads[0]
        line = as_entry(item.record, version.at) if not isinstance(item.record, ChronologyEntry) else item.record
        own = isinstance(item.record, ChronologyEntry) and not item.in_conflict
        found.append(Tied(item.id, line.sequence if line else 0, own, rank))
    return found
