"""Where a record stands in the lists: the columns by which screens order and filter it. Pure."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import NamedTuple

from ..journal.revision import Header
from ..records import marks
from ..records.as_entry import as_entry
from ..records.base import Named, Record
from ..records.chronology import ChronologyEntry
from ..records.describe import event_date
from ..records.event_date import EventDate
from ..records.review import Review

UNDATED = "~"
"""Sorts after every date."""
DISAGREE, FAULTY = 1, 2
"""Marks of an entry in one column: sources disagree; a source itself is at fault."""
_MIDDLE = 500_000
"""So that an entry can be put before another one that has no place of its own in the order."""
SEPARATOR = "\x1f"
"""Stands around each of several values in one column, so that a whole value can be looked for."""


class Place(NamedTuple):
    """The columns of ``item`` that come from a record's words, in the order of the table."""

    sort: str
    lo: str
    hi: str
    agency: str
    decision: int
    conflict: int
    """`DISAGREE` and `FAULTY` added up."""
    disclosure: str
    key: str
    placed: int
    """Whether it is a line of the chronology."""
    exact: int
    """Whether its days are known: a mark of the timeline is filled or hollow by it."""
    type: str
    system: str
    people: str
    ranks: str
    papers: int
    at: str
    """When this revision was written, UTC."""
    revised: int
    """Whether it takes the place of an earlier revision."""


COLUMNS = ", ".join(Place._fields)


def place(record: Record, head: Header) -> Place:
    """The columns of one head."""
    if isinstance(record, Review):  # dated by its header
        by = Named(name=head.name, rank=head.rank, agency="POL")
        line = as_entry(record, local_time(head.at, head.off), by)
    else:
        line = as_entry(record)
    if line is None:
        when = event_date(record)
        return _columns(when, ChronologyEntry(fact=""), head, placed=0)
    return _columns(line.when, line, head, placed=1)


def _columns(when: EventDate, line: ChronologyEntry, head: Header, *, placed: int) -> Place:
    form = when.form
    lower, upper = form.lower, form.upper
    ranks = {who.rank for who in (line.told_by, line.significance_by, line.decision and line.decision.by) if who}
    return Place(
        sort=sort_key(when, line.sequence, head.rec, head.at) if placed else sort_key(when, 0, head.at, head.rec),
        lo=lower.isoformat() if lower else "",
        hi=upper.isoformat() if upper else "",
        agency=line.agency,
        decision=int(line.decision is not None),
        conflict=doubts(line),
        disclosure=line.disclosure,
        key=line.origin.key if line.origin else "",
        placed=placed,
        exact=int(form.precision in ("day", "range")),
        type=line.type,
        system=line.source.system,
        people=several(line.persons),
        ranks=several(sorted(rank for rank in {*ranks, head.rank} if rank)) if placed else "",
        papers=len(line.attachments),
        at=head.at,
        revised=int(bool(head.par)),
    )


def several(values: tuple[str, ...] | list[str]) -> str:
    """Several values as one column."""
    return SEPARATOR + SEPARATOR.join(values) + SEPARATOR if values else ""


def sort_key(when: EventDate, sequence: int, then: str, last: str) -> str:
    """The order of a list as one text: date, time, sequence, and two more.

    In the chronology these are the record's id, which begins with the time of its first
    recording, and the time of this revision: a line that is corrected stays where it was. In
    other lists what was changed last comes last.
    """
    undated, day, time = when.sort_key
    return f"{UNDATED if undated else day} {time:5} {_MIDDLE + sequence:06d} {then} {last}"


def doubts(entry: ChronologyEntry) -> int:
    """What the entry says of its sources: that they disagree, by a link or a remark that came with it; that one is
    at fault."""
    said = {*marks.marks_in(entry.note), *entry.tags}
    disagree = marks.SOURCES_DISAGREE in said or any(link.kind == "conflicts with" for link in entry.links)
    faulty = marks.DATA_DEFECT in said or marks.IMPOSSIBLE_DATE in said
    return DISAGREE * disagree + FAULTY * faulty


def local_time(at: str, offset: str) -> str:
    """A header's time (UTC and the offset it was written at) as local YYYY-MM-DDTHH:MM:SS."""
    moment = datetime.fromisoformat(at.replace("Z", "+00:00"))
    sign = -1 if offset.startswith("-") else 1
    hours, minutes = int(offset[1:3]), int(offset[4:6])
    return (moment + sign * timedelta(hours=hours, minutes=minutes)).strftime("%Y-%m-%dT%H:%M:%S")
