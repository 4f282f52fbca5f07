"""The integrated chronology: several agencies' and several cases' lines in one order.

Brothers and sisters may have cases of their own, and each agency brings a chronology. They
are merged in the view only: every line keeps its case, its agency and its source. What may be
one event told twice is shown with the reasons; a person says what it is, which leaves a link
on both lines.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from heapq import merge
from typing import NamedTuple, cast

import msgspec

from ..practice.likeness import Alike, Comparison, Progress
from ..records import kinds
from ..records.as_entry import MARK
from ..records.chronology import ChronologyEntry, Link, LinkKind
from . import chronology
from .casefile import CaseFile
from .model import Changed, ChronologyFilter, EntryRow, Saved


@dataclass(frozen=True)
class Line:
    """One row of the integrated chronology."""

    number: int
    """Its place in the integrated order."""
    case: str
    reference: str
    row: EntryRow[ChronologyEntry]
    """With its number in its own case."""

    @property
    def id(self) -> str:
        """The record's id."""
        return self.row.id

    @property
    def entry(self) -> ChronologyEntry:
        """The line's words."""
        return self.row.entry


@dataclass(frozen=True)
class Integrated:
    """Several chronologies as one, and what in them may be one event told twice."""

    references: tuple[str, ...]
    lines: tuple[Line, ...]
    alike: tuple[Alike, ...]

    @property
    def unsettled(self) -> tuple[Alike, ...]:
        """The pairs that nobody has looked at."""
        return tuple(pair for pair in self.alike if not pair.settled)


class Place(NamedTuple):
    """Where a line of the integrated order stands in its own case."""

    case: str
    number: int
    record: str


@dataclass(frozen=True)
class Order:
    """The integrated order without the words: quick to make however many lines there are."""

    references: dict[str, str]
    """Of the cases, by their ids, in the order in which they were chosen."""
    places: tuple[Place, ...]

    def numbers(self) -> dict[str, int]:
        """The number of each record's line, from 1."""
        return {place.record: number for number, place in enumerate(self.places, 1)}


def order(cf: CaseFile, cases: Sequence[str]) -> Order:
    """The order of these cases' (ids) lines; raises NoSuchRecord for a case that is not here."""
    references = {case: cf.item(case).record.reference for case in cases}
    sorted_lines = [
        [
            (sort, case, number, record)
            for number, (sort, record) in enumerate(cf.db.execute(_SORTED, (bytes.fromhex(case),)).fetchall(), 1)
        ]
        for case in references
    ]
    return Order(
        references, tuple(Place(case, number, record.hex()) for _, case, number, record in merge(*sorted_lines))
    )


def page(cf: CaseFile, order: Order, start: int, count: int) -> list[Line]:
    """Some lines of an order, from a place (from 0) on. What was changed since the order was made may be left out."""
    wanted = order.places[start : start + count]
    rows: dict[tuple[str, int], EntryRow[ChronologyEntry]] = {}
    for case in {place.case for place in wanted}:
        numbers = [place.number for place in wanted if place.case == case]
        first = numbers[0]
        found = chronology.page(cf, case, offset=first - 1, limit=numbers[-1] - first + 1)
        rows |= {(case, row.number): row for row in found}
    return [
        Line(number, place.case, order.references[place.case], row)
        for number, place in enumerate(wanted, start + 1)
        if (row := rows.get((place.case, place.number))) is not None and row.id == place.record
    ]


class Pairs:
    """The search for what may be one event told twice, some lines at a time."""

    def __init__(self, cf: CaseFile, cases: Sequence[str]) -> None:
        """Reads the lines of these cases."""
        told: list[_Told] = []
        names: dict[str, str] = {}
        for case in dict.fromkeys(cases):
            names |= {item.id: item.record.name for item in cf.people(case)}
            for record, body in cf.db.execute(_WORDS, (bytes.fromhex(case),)).fetchall():
                told.append(_Told(record.hex(), cast(ChronologyEntry, kinds.decode(_OWN, body))))
            others = chronology.every(cf, case, ChronologyFilter(kinds=frozenset(MARK)))
            told += [_Told(row.id, row.entry, own=False) for row in others]
        self._own = {line.id for line in told if line.own}
        self.comparison = Comparison(told, names)

    def found(self) -> tuple[Alike, ...]:
        """The pairs found so far, in the order of their dates. One of each is an entry, which can carry the link."""
        return tuple(pair for pair in self.comparison.pairs() if pair.one in self._own or pair.other in self._own)


def pairs(cf: CaseFile, cases: Sequence[str], progress: Progress | None = None) -> tuple[Alike, ...]:
    """What in these cases' chronologies may be one event told twice, in the order of their dates."""
    search = Pairs(cf, cases)
    while search.comparison.go_on(_STEP):
        if progress is not None:
            progress(search.comparison.done, search.comparison.total)
    return search.found()


def merged(
    cf: CaseFile,
    cases: Sequence[str],
    filter: ChronologyFilter = ChronologyFilter(),
    progress: Progress | None = None,
) -> Integrated:
    """The chronologies of these cases (ids) in one order; raises NoSuchRecord for a case that is not here."""
    references = {case: cf.item(case).record.reference for case in cases}
    rows = [(case, row) for case in dict.fromkeys(cases) for row in chronology.every(cf, case, filter)]
    rows.sort(key=lambda pair: (pair[1].entry.when.sort_key, pair[1].entry.sequence, pair[1].id, pair[1].version.at))
    lines = tuple(Line(number, case, references[case], row) for number, (case, row) in enumerate(rows, 1))
    there = {line.id for line in lines}
    both = (pair for pair in pairs(cf, cases, progress) if pair.one in there and pair.other in there)
    return Integrated(tuple(references.values()), lines, tuple(both))


@dataclass(frozen=True)
class _Told:
    """A line as it is compared."""

    id: str
    entry: ChronologyEntry
    own: bool = True


_STEP = 500
_OWN = "chronology_entry"
_SORTED = "SELECT i.sort, i.record FROM item i WHERE i.case_id=? AND i.placed ORDER BY i.sort"
_WORDS = (
    "SELECT i.record, p.body FROM item i JOIN payload p ON p.rev = i.rev"
    f" WHERE i.case_id=? AND i.placed AND i.kind='{_OWN}' ORDER BY i.sort"
)


def tie(cf: CaseFile, one: str, other: str, kind: LinkKind, words: str) -> list[Saved]:
    """Say what two entries (ids) are to each other: both are revised with the reason, or neither.

    ``words`` say why, and become the reason for the change. A line that comes from another
    kind of record cannot carry a link; then only the entry does. Raises NoSuchRecord.
    """
    with cf.store.transaction():
        saved = [_linked(cf, one, other, kind, words)]
        if kind != "follows":
            saved.append(_linked(cf, other, one, kind, words))
    return [each for each in saved if each is not None]


_ANSWERS = frozenset({"duplicate of", "conflicts with", "different from"})
"""Answers to one question, whether two lines are one event: a later answer takes the place of an earlier one."""


def changed_by(saved: Sequence[Saved]) -> Changed:
    """What several saves touched together."""
    changed = Changed()
    for each in saved:
        changed |= each.changed
    return changed


def _linked(cf: CaseFile, one: str, other: str, kind: LinkKind, words: str) -> Saved | None:
    item = cf.item(one)
    entry = item.record
    if not isinstance(entry, ChronologyEntry):
        return None
    answers_this = {"follows"} if kind == "follows" else _ANSWERS
    links = tuple(link for link in entry.links if link.entry != other or link.kind not in answers_this)
    record = msgspec.structs.replace(
        entry,
        links=(*links, Link(kind=kind, entry=other, words=words)),
        change_reason=f"Linked: {words}",
    )
    return cf.save(record, case=item.case, id=one, based_on=(item.rev,))
