"""The chronology of a case in its one order, read page by page.

Order: date (lower bound), time, sequence, time of recording. A row's number is its place
in that order, whatever the filter. Meetings, conferences, medicals, police protection and
reviews are rows too, in the words of their own records (`records.as_entry`).
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, NamedTuple

from ..journal.revision import Revision
from ..journal.store import Status
from ..practice.gaps import GAP_DAYS
from ..records import kinds
from ..records.as_entry import as_entry
from ..records.base import Named
from ..records.case import Case
from ..records.chronology import ChronologyEntry
from . import query, reasons
from .casefile import CaseFile
from .errors import NoSuchRecord
from .model import ChronologyFilter, EntryRow, Gap
from .placing import DISAGREE, FAULTY, SEPARATOR, UNDATED, local_time
from .query import HEADS, REVISIONS, Terms
from .store import Stored

_KIND = "chronology_entry"
_MEETINGS = frozenset({"strategy_meeting", "conference"})
_OF_CASE = "i.case_id=? AND i.placed"


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
    rows = cf.db.execute(
        f"SELECT i.n, i.sort FROM item i WHERE {where} ORDER BY i.sort LIMIT ? OFFSET ?", (*values, limit, offset)
    ).fetchall()
    if filter.narrows:
        numbers = _numbers(cf, case, [sort for _, sort in rows])
    else:
        numbers = [offset + place for place in range(1, len(rows) + 1)]
    return [_row(cf, n, number) for (n, _), number in zip(rows, numbers, strict=True)]


def _numbers(cf: CaseFile, case: str, sorts: list[str]) -> list[int]:
    """The numbers of rows in the whole order, by counting what lies between one and the next in the index."""
    between = f"SELECT count(*) FROM item i WHERE {_OF_CASE} AND i.sort > ? AND i.sort < ?"
    name, before, number = bytes.fromhex(case), "", 0
    found = []
    for sort in sorts:
        number += cf.db.execute(between, (name, before, sort)).fetchone()[0] + 1
        found.append(number)
        before = sort
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


def totals(cf: CaseFile, case: str) -> Totals:
    """The counts on the filter buttons."""
    return Totals(
        entries=count(cf, case),
        decisions=count(cf, case, ChronologyFilter(decisions=True)),
        conflicts=count(cf, case, ChronologyFilter(conflicts=True)),
        changed=count(cf, case, ChronologyFilter(changed=True)),
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
    if days is None:
        days = gap_days(cf, case)
    why = reasons.of_case(cf, case)
    rows = cf.db.execute(
        f"SELECT i.lo, i.hi, i.sort FROM item i WHERE {_OF_CASE} AND i.sort < ? ORDER BY i.sort",
        (bytes.fromhex(case), UNDATED),
    )
    found: list[Gap] = []
    reached: date | None = None
    today = cf.now().date()
    day = cache(date.fromisoformat)
    for number, (lo, hi, _) in enumerate(rows, 1):
        start = day(lo or hi)
        if start > today:
            break
        if reached is not None and (start - reached).days > days:
            found.append(reasons.explained(number, reached, start, why))
        end = day(hi or lo)
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
    rows = cf.db.execute(
        "SELECT i.record, i.lo, i.hi, i.agency, i.decision, i.conflict, i.exact, i.kind"
        f" FROM item i WHERE {_OF_CASE} ORDER BY i.sort",
        (bytes.fromhex(case),),
    ).fetchall()
    day = cache(date.fromisoformat)
    return [
        TimelineMark(
            number=number,
            id=record.hex(),
            lo=day(lo or hi),
            hi=day(hi or lo),
            agency=agency,
            decision=bool(decision),
            conflict=bool(doubts & DISAGREE),
            exact=bool(exact),
            defect=bool(doubts & FAULTY),
            meeting=kind in _MEETINGS,
        )
        for number, (record, lo, hi, agency, decision, doubts, exact, kind) in enumerate(rows, 1)
        if lo or hi
    ]


def disagreements(cf: CaseFile, case: str) -> list[tuple[str, str]]:
    """The pairs of entries whose sources disagree, each once; an entry that only says so stands with itself."""
    rows = cf.db.execute(
        "SELECT i.record, p.body FROM item i JOIN payload p ON p.rev = i.rev"
        f" WHERE {_OF_CASE} AND (i.conflict & {DISAGREE}) <> 0 AND i.kind = '{_KIND}' ORDER BY i.sort",
        (bytes.fromhex(case),),
    ).fetchall()
    pairs: dict[frozenset[str], tuple[str, str]] = {}
    for record, body in rows:
        entry, id = kinds.decode(_KIND, body), record.hex()
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
