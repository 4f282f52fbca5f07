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

REASON = "Order of the same time"
"""The reason that stands in the history."""


class Tied(NamedTuple):
    """One line of those that stand at the same date and time."""

    id: str
    sequence: int
    own: bool
    """Whether it is an entry, which can be moved; a line from another record stays where it is."""


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
    if wanted is None:
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
    """Whether an entry has a neighbour of the same date and time on that side."""
    try:
        lines = _tied(cf, case, id)
    except AloneInTime:
        return False
    place = next(n for n, line in enumerate(lines) if line.id == id)
    return lines[place].own and 0 <= place + by < len(lines)


def sequences(lines: Sequence[Tied]) -> list[int] | None:
    """Numbers that rise from line to line, as few of them new as can be; None where those that stay leave no room."""
    fixed = [n for n, line in enumerate(lines) if not line.own]
    found = [line.sequence for line in lines]
    for n in range((fixed[0] if fixed else 0) - 1, -1, -1):
        found[n] = min(found[n], found[n + 1] - 1)
    for n in range((fixed[0] if fixed else 0) + 1, len(lines)):
        if lines[n].own:
            found[n] = max(found[n], found[n - 1] + 1)
        elif found[n - 1] >= found[n] and lines[n - 1].own:
            return None
    return found


def _tied(cf: CaseFile, case: str, id: str) -> list[Tied]:
    """All lines of the date and time of one, in order."""
    row = cf.db.execute(
        "SELECT sort FROM item WHERE record=? AND case_id=? AND placed", (bytes.fromhex(id), bytes.fromhex(case))
    ).fetchone()
    if row is None:
        raise AloneInTime()
    moment = " ".join(row[0].split(" ")[:-3]) + " "
    rows = cf.db.execute(
        "SELECT DISTINCT record FROM item WHERE case_id=? AND placed AND sort >= ? AND sort < ? ORDER BY sort",
        (bytes.fromhex(case), moment, moment + "\x7f"),
    ).fetchall()
    found = []
    for (record,) in rows:
        item = cf.item(record.hex())
        version = item.heads[0]
        line = as_entry(item.record, version.at) if not isinstance(item.record, ChronologyEntry) else item.record
        own = isinstance(item.record, ChronologyEntry) and not item.in_conflict
        found.append(Tied(item.id, line.sequence if line else 0, own))
    return found
