"""The integrated chronology: several agencies' and several cases' lines in one order.

Brothers and sisters may have cases of their own, and each agency brings a chronology. They
are merged in the view only: every line keeps its case, its agency and its source. What may be
one event told twice is shown with the reasons; a person says what it is, which leaves a link
on both lines.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import msgspec

from ..practice.likeness import Alike, alike
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


def merged(cf: CaseFile, cases: Sequence[str], filter: ChronologyFilter = ChronologyFilter()) -> Integrated:
    """The chronologies of these cases (ids) in one order; raises NoSuchRecord for a case that is not here."""
    references = {case: cf.item(case).record.reference for case in cases}
    rows = [(case, row) for case in dict.fromkeys(cases) for row in chronology.every(cf, case, filter)]
    rows.sort(key=lambda pair: (pair[1].entry.when.sort_key, pair[1].entry.sequence, pair[1].version.at, pair[1].id))
    lines = tuple(Line(number, case, references[case], row) for number, (case, row) in enumerate(rows, 1))
    names = {item.id: item.record.name for case in references for item in cf.people(case)}
    own = {line.id for line in lines if line.row.own}
    pairs = (pair for pair in alike(lines, names) if pair.one in own or pair.other in own)  # one can carry the link
    return Integrated(tuple(references.values()), lines, tuple(pairs))


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
