"""The chronology of a case in its one order, read page by page.

Order: date (lower bound), time, sequence, time of recording. A row's number is its place
in that order, whatever the filter. Meetings, conferences, medicals, police protection,
conditions and reviews are rows too, in the words of their own records (`records.as_entry`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import pairwise
from typing import Any, NamedTuple

from ..journal.revision import Revision
from ..journal.store import Status
from ..practice.gaps import GAP_DAYS
from ..records import kinds
from ..records.as_entry import as_entry
from ..records.base import Named
from ..records.case import Case
from ..records.chronology import ChronologyEntry
from ..vault import memory
from . import query, reasons
from .anchors import OF_CASE as _OF_CASE
from .anchors import Anchor
from .casefile import CaseFile
from .errors import NoSuchRecord
from .model import ChronologyFilter, EntryRow, Gap
from .placing import DISAGREE, FAULTY, SEPARATOR, local_time
from .query import HEADS, REVISIONS, Terms
from .store import Stored

_KIND = "chronology_entry"
_MEETINGS = frozenset({"strategy_meeting", "conference"})


@dataclass(frozen=True)
class Totals:
    """What the filter buttons count."""

    entries: int
    decisions: int
    conflicts: int
    changed: int


class TimelineMark(NamedTuple):
    """One mark of the timeline: where in time, which agency, what sort."""

    number: int
    id: str
    lo: date
    hi: date
    agency: str
    decision: bool
    conflict: bool
    exact: bool = True
    """Whether the days are known; else it is drawn hollow."""
    defect: bool = False
    """Whether a source of it is at fault."""
    meeting: bool = False
    """Whether it is a meeting or a conference: one that is booked stands among the key decisions."""


def _where(cf: CaseFile, case: str, filter: ChronologyFilter) -> tuple[str, tuple[Any, ...]]:
    """The filter as SQL terms on ``item i``."""
    terms = Terms((_OF_CASE,), (bytes.fromhex(case),))
    for column, chosen in (
        ("i.agency", filter.agencies),
        ("i.system", filter.systems),
        ("i.type", filter.types),
        ("i.kind", filter.kinds),
    ):
        if chosen:
            terms += query.any_of(column, chosen)
    for column, chosen in (("i.people", filter.persons), ("i.ranks", filter.ranks)):
        if chosen:
            each = [query.holds(column, value) for value in sorted(chosen)]
            sql = " OR ".join(term.where() for term in each)
            terms += Terms((f"({sql})",), tuple(value for term in each for value in term.values))
    if filter.decisions:
        terms += Terms((query.MARKS["decision"],))
    if filter.conflicts:
        terms += Terms((query.MARKS["conflict"],))
    if filter.changed:
        terms += Terms((query.MARKS["changed"],))
    if filter.changed_since:
        terms += Terms(("i.at>=?",), (filter.changed_since,))
    if filter.unread:
        terms += Terms((query.UNREAD,))
    if filter.documents:
        terms += Terms(("i.papers > 0",))
    if filter.disclosure:
        terms += Terms(("i.disclosure=?",), (filter.disclosure,))
    if filter.from_date:
        terms += query.since(filter.from_date)
    if filter.to_date:
        terms += query.until(filter.to_date)
    terms += query.read(filter.words, cf.now().date()).all_terms()
    return terms.where(), terms.values


def count(cf: CaseFile, case: str, filter: ChronologyFilter = ChronologyFilter()) -> int:
    """How many rows the filter leaves."""
    where, values = _where(cf, case, filter)
    return int(cf.db.execute(f"SELECT count(*) FROM item i WHERE {where}", values).fetchone()[0])


def page(
    cf: CaseFile, case: str, filter: ChronologyFilter = ChronologyFilter(), offset: int = 0, limit: int = 200
) -> list[EntryRow[ChronologyEntry]]:
    """Some rows of the chronology, in order."""
    where, values = _where(cf, case, filter)
    start = Anchor(0, "") if filter.narrows else cf.anchors.at(cf.db, bytes.fromhex(case), offset)
    rows = cf.db.execute(
        f"SELECT i.n, i.sort FROM item i WHERE {where} AND i.sort >= ? ORDER BY i.sort LIMIT ? OFFSET ?",
        (*values, start.sort, limit, offset - start.place),
    ).fetchall()
    if filter.narrows:
        numbers = _numbers(cf, case, [sort for _, sort in rows])
    else:
        numbers = [offset + place for place in range(1, len(rows) + 1)]
    return [_row(cf, n, number) for (n, _), number in zip(rows, numbers, strict=True)]


def _numbers(cf: CaseFile, case: str, sorts: list[str]) -> list[int]:
    """The numbers of rows in the whole order, by counting what lies between one and the next in the index."""
    if not sorts:
        return []
    name = bytes.fromhex(case)
    start = cf.anchors.before(cf.db, name, sorts[0])
    upto = f"SELECT count(*) FROM item i WHERE {_OF_CASE} AND i.sort >= ? AND i.sort < ?"
    number = start.place + cf.db.execute(upto, (name, start.sort, sorts[0])).fetchone()[0] + 1
    between = f"SELECT count(*) FROM item i WHERE {_OF_CASE} AND i.sort > ? AND i.sort < ?"
    found = [number]
    for before, sort in pairwise(sorts):
        number += cf.db.execute(between, (name, before, sort)).fetchone()[0] + 1
        found.append(number)
    return found


def numbers_of(cf: CaseFile, case: str, ids: Sequence[str]) -> dict[str, int]:
    """The numbers of some records in the chronology, by their ids; what is no line of it has none."""
    some = ",".join("?" * len(ids))
    placed = f"SELECT i.sort, i.record FROM item i WHERE {_OF_CASE} AND i.record IN ({some}) ORDER BY i.sort"
    rows = cf.db.execute(placed, (bytes.fromhex(case), *map(bytes.fromhex, ids))).fetchall()
    found: dict[str, int] = {}
    for (_, record), number in zip(rows, _numbers(cf, case, [sort for sort, _ in rows]), strict=True):
        found.setdefault(record.hex(), number)
    return found


_ROW = (
    f"SELECT r.n, r.status, r.header, r.sig, p.nonce, p.body, {REVISIONS}, i.conflict, {HEADS}"
    " FROM item i JOIN rev r ON r.rev = i.rev JOIN payload p ON p.rev = i.rev WHERE i.n=?"
)


def _row(cf: CaseFile, n: int, number: int) -> EntryRow[ChronologyEntry]:
    row = cf.db.execute(_ROW, (n,)).fetchone()
    version = cf.as_version(Stored(row[0], Status(row[1]), Revision(*row[2:6])), is_head=True)
    line = None
    if version.kind != _KIND and version.record is not None:
        by = Named(name=version.name, rank=version.rank, agency="POL")
        line = as_entry(version.record, local_time(version.at, version.offset), by)
    return EntryRow(
        number=number,
        version=version,
        revisions=row[6],
        conflict=bool(row[7] & DISAGREE),
        defect=bool(row[7] & FAULTY),
        in_conflict=row[8] > 1,
        line=line,
    )


def every(cf: CaseFile, case: str, filter: ChronologyFilter = ChronologyFilter()) -> list[EntryRow[ChronologyEntry]]:
    """All rows that the filter leaves: for reports and the command line."""
    return page(cf, case, filter, 0, -1)


def position(cf: CaseFile, case: str, id: str, filter: ChronologyFilter = ChronologyFilter()) -> int | None:
    """The place (from 0) of an entry among the rows that the filter leaves, or None."""
    where, values = _where(cf, case, filter)
    found = cf.db.execute(
        f"SELECT i.sort FROM item i WHERE {where} AND i.record=? ORDER BY i.sort LIMIT 1",
        (*values, bytes.fromhex(id)),
    ).fetchone()
    if found is None:
        return None
    before = cf.db.execute(f"SELECT count(*) FROM item i WHERE {where} AND i.sort<?", (*values, found[0])).fetchone()
    return int(before[0])


_LONG = 5000
"""The index of a chronology as long as this takes more memory than the pages that somebody reads."""


class _Line(NamedTuple):
    """What the index of a chronology holds of a row: all that can be known without reading its words."""

    n: int
    record: bytes
    lo: str
    hi: str
    agency: str
    decision: int
    conflict: int
    exact: int
    kind: str
    revised: int


_LINES = f"SELECT {', '.join(f'i.{name}' for name in _Line._fields)} FROM item i WHERE {_OF_CASE} ORDER BY i.sort"


def _lines(cf: CaseFile, case: str) -> list[_Line]:
    """Every row in order."""
    one: dict[str, str] = {}
    share = one.setdefault  # the same day, agency and kind stand in thousands of rows
    return [
        _Line(n, record, share(lo, lo), share(hi, hi), share(agency, agency), decision, conflict, exact,
              share(kind, kind), revised)
        for n, record, lo, hi, agency, decision, conflict, exact, kind, revised
        in cf.db.execute(_LINES, (bytes.fromhex(case),))
    ]  # fmt: skip


@dataclass(frozen=True)
class Glance:
    """The whole chronology without its words, read in one go."""

    totals: Totals
    gaps: list[Gap]
    marks: list[TimelineMark]
    disagreements: list[tuple[str, str]]


def glance(cf: CaseFile, case: str) -> Glance:
    """Counts, gaps, marks and disagreements of a case."""
    lines = _lines(cf, case)
    seen = Glance(_totals(cf, lines), _gaps(cf, case, lines), _marks(lines), _disagreements(cf, lines))
    if len(lines) > _LONG:
        memory.give_back(cf.db)
    return seen


def totals(cf: CaseFile, case: str) -> Totals:
    """The counts on the filter buttons."""
    return _totals(cf, _lines(cf, case))


def _totals(cf: CaseFile, lines: Sequence[_Line]) -> Totals:
    forked = {record for (record,) in cf.db.execute(query.FORKED)}
    return Totals(
        entries=len(lines),
        decisions=sum(line.decision for line in lines),
        conflicts=sum(bool(line.conflict & DISAGREE) or line.record in forked for line in lines),
        changed=sum(line.revised for line in lines),
    )


@dataclass(frozen=True)
class Facets:
    """The values that stand in a case's chronology, each with how many entries have it: what a filter can offer."""

    agencies: tuple[tuple[str, int], ...]
    systems: tuple[tuple[str, int], ...]
    types: tuple[tuple[str, int], ...]
    kinds: tuple[tuple[str, int], ...]
    persons: tuple[tuple[str, int], ...]
    """By id."""
    ranks: tuple[tuple[str, int], ...]


def facets(cf: CaseFile, case: str) -> Facets:
    """What there is to filter by, the most frequent first."""
    rows = cf.db.execute(
        f"SELECT i.agency, i.system, i.type, i.kind, i.people, i.ranks, count(*) FROM item i WHERE {_OF_CASE}"
        " GROUP BY 1, 2, 3, 4, 5, 6",
        (bytes.fromhex(case),),
    ).fetchall()
    counts: list[Counter[str]] = [Counter() for _ in range(6)]
    for *values, number in rows:
        for counter, value in zip(counts, values, strict=True):
            for each in value.strip(SEPARATOR).split(SEPARATOR):
                counter[each] += number
    listed = [tuple((value, n) for value, n in counter.most_common() if value) for counter in counts]
    return Facets(*listed)


def gaps(cf: CaseFile, case: str, days: int | None = None) -> list[Gap]:
    """Stretches of more than ``days`` days with no entry from any agency, with the reasons recorded for them.

    Without ``days``, what the case says is a gap. What is booked for a later day has not
    happened yet, and closes none.
    """
    return _gaps(cf, case, _lines(cf, case), days)


def _gaps(cf: CaseFile, case: str, lines: Sequence[_Line], days: int | None = None) -> list[Gap]:
    if days is None:
        days = gap_days(cf, case)
    why = reasons.of_case(cf, case)
    found: list[Gap] = []
    reached: date | None = None
    today = cf.now().date()
    day = cache(date.fromisoformat)
    for number, line in enumerate(lines, 1):
        if not line.lo and not line.hi:
            continue
        start = day(line.lo or line.hi)
        if start > today:
            break
        if reached is not None and (start - reached).days > days:
            found.append(reasons.explained(number, reached, start, why))
        end = day(line.hi or line.lo)
        reached = end if reached is None else max(reached, end)
    return found


def gap_days(cf: CaseFile, case: str) -> int:
    """How many days without an entry are a gap, by the case itself."""
    try:
        record = cf.item(case).record
    except NoSuchRecord:
        return GAP_DAYS
    return record.gap_days if isinstance(record, Case) else GAP_DAYS


def marks(cf: CaseFile, case: str) -> list[TimelineMark]:
    """Every dated entry as a mark for the timeline."""
    return _marks(_lines(cf, case))


def _marks(lines: Sequence[_Line]) -> list[TimelineMark]:
    day = cache(date.fromisoformat)
    return [
        TimelineMark(
            number=number,
            id=line.record.hex(),
            lo=day(line.lo or line.hi),
            hi=day(line.hi or line.lo),
            agency=line.agency,
            decision=bool(line.decision),
            conflict=bool(line.conflict & DISAGREE),
            exact=bool(line.exact),
            defect=bool(line.conflict & FAULTY),
            meeting=line.kind in _MEETINGS,
        )
        for number, line in enumerate(lines, 1)
        if line.lo or line.hi
    ]


def disagreements(cf: CaseFile, case: str) -> list[tuple[str, str]]:
    """The pairs of entries whose sources disagree, each once; an entry that only says so stands with itself."""
    return _disagreements(cf, _lines(cf, case))


def _disagreements(cf: CaseFile, lines: Sequence[_Line]) -> list[tuple[str, str]]:
    pairs: dict[frozenset[str], tuple[str, str]] = {}
    for line in lines:
        if not line.conflict & DISAGREE or line.kind != _KIND:
            continue
        found = cf.db.execute("SELECT p.body FROM item i JOIN payload p ON p.rev = i.rev WHERE i.n=?", (line.n,))
        entry, id = kinds.decode(_KIND, found.fetchone()[0]), line.record.hex()
        links = entry.links if isinstance(entry, ChronologyEntry) else ()
        others = [link.entry for link in links if link.kind == "conflicts with"]
        for other in others or [id]:
            pairs.setdefault(frozenset({id, other}), (id, other))
    return list(pairs.values())


def numbers(cf: CaseFile, case: str) -> dict[str, int]:
    """The number of every entry by its id: for reports that cite entries."""
    rows = cf.db.execute(
        f"SELECT i.record FROM item i WHERE {_OF_CASE} ORDER BY i.sort DESC", (bytes.fromhex(case),)
    ).fetchall()
    total = len(rows)
    return {row[0].hex(): total - place for place, row in enumerate(rows)}
