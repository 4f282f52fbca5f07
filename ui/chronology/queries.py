"""What the chronology's screens ask of the case file. Everything here runs on the worker."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec

from pclo_app.casefile import chronology, findings, ordering
from pclo_app.casefile.casefile import CaseFile
from pclo_app.casefile.chronology import TimelineMark, Totals
from pclo_app.casefile.errors import NoSuchRecord
from pclo_app.casefile.model import ChronologyFilter, Gap, Item, Version
from pclo_app.practice.finding import Finding
from pclo_app.records.case import Case
from pclo_app.records.chronology import ChronologyEntry, Link
from pclo_app.records.event_date import EventDate
from pclo_app.records.person import Person
from ui.attachments.entry_documents import DocumentLine, lines

from . import elsewhere, entry_values
from .entry_values import Values
from .likeness import likest
from .words import Row

PAGE = 200
_RECENT = 300


def quick_key(case: str) -> str:
    """The draft of the quick-entry bar."""
    return f"quick-entry/{case}"


def entry_key(case: str, record: str = "") -> str:
    """The draft of the full form."""
    return f"entry/{record or 'new'}/{case}"


@dataclass(frozen=True)
class KnownPerson:
    """Somebody who can be chosen."""

    id: str
    name: str
    rank: str
    agency: str
    child: bool
    born: EventDate
    died: EventDate
    called: str


@dataclass(frozen=True)
class Known:
    """Words that the case has used before, the latest first: a line can be completed with them."""

    systems: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    """Whole sources, for the line of the quick entry."""
    types: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    """Names with rank or designation."""


@dataclass(frozen=True)
class Overview:
    """The whole case at a glance: counts, gaps, marks and people. No words of entries."""

    reference: str
    totals: Totals
    disagreements: tuple[tuple[str, str], ...]
    """The entries whose sources disagree, in pairs; one that only says so stands with itself."""
    gaps: tuple[Gap, ...]
    marks: tuple[TimelineMark, ...]
    people: tuple[KnownPerson, ...]
    withdrawn: int = 0
    """How many entries were taken out."""

    @property
    def conflicts(self) -> int:
        """How many disagreements there are; two entries that disagree are one."""
        return len(self.disagreements)


@dataclass(frozen=True)
class Listing:
    """What a filter leaves, with the first page, and where the selected entry is."""

    total: int
    offset: int
    rows: tuple[Row, ...]
    position: int | None


@dataclass(frozen=True)
class Look:
    """What the timeline says of an entry beyond its mark."""

    title: str


@dataclass(frozen=True)
class Reading:
    """That a supervisor read this very revision."""

    by: str
    at: str
    current: bool


@dataclass(frozen=True)
class Details:
    """Everything about one line."""

    item: Item[Any]
    number: int
    total: int
    before: Row | None
    history: tuple[Version[ChronologyEntry], ...]
    people: tuple[KnownPerson, ...]
    linked: tuple[tuple[Link, int, str], ...]
    """Links of this entry and of others to it: the link, the other's number and words."""
    documents: tuple[DocumentLine, ...]
    read: Reading | None
    draft: bool
    """Whether changes to it are half written."""
    tied: tuple[bool, bool] = (False, False)
    """Whether it can change places with the line before it, and with the one after it."""

    @property
    def own(self) -> bool:
        """Whether it is an entry of the chronology itself, and can be changed here."""
        return self.item.kind == elsewhere.OWN

    @property
    def withdrawn(self) -> bool:
        """Whether it has been taken out of the chronology."""
        return self.own and self.item.record.withdrawn


@dataclass(frozen=True)
class Drafts:
    """What was half written when the section was left."""

    quick: Values | None = None
    new: Values | None = None


def overview(cf: CaseFile, case: str) -> Overview:
    """Counts, gaps and marks of a case."""
    try:
        record = cf.item(case).record
        reference = record.reference if isinstance(record, Case) else ""
    except NoSuchRecord:
        reference = ""
    seen = chronology.glance(cf, case)
    return Overview(
        reference=reference,
        totals=seen.totals,
        disagreements=tuple(seen.disagreements),
        gaps=tuple(seen.gaps),
        marks=tuple(seen.marks),
        people=_people(cf, case),
        withdrawn=withdrawn_count(cf, case),
    )


def withdrawn_count(cf: CaseFile, case: str) -> int:
    """How many entries were taken out of the chronology."""
    rows = cf.db.execute(  # by the index over what is no line of it, which is little
        "SELECT count(DISTINCT record) FROM item WHERE case_id=? AND kind=? AND placed=0",
        (bytes.fromhex(case), elsewhere.OWN),
    ).fetchone()
    return int(rows[0])


def withdrawn(cf: CaseFile, case: str) -> list[Item[ChronologyEntry]]:
    """The entries that were taken out, the last one first."""
    found = [item for item in cf.items(case, elsewhere.OWN) if item.record.withdrawn]
    return sorted(found, key=lambda item: item.heads[0].at, reverse=True)


def asked(cf: CaseFile, case: str) -> list[Finding]:
    """What practice asks about the chronology."""
    return findings.of_chronology(cf, case)


def _people(cf: CaseFile, case: str) -> tuple[KnownPerson, ...]:
    found = []
    for item in cf.people(case):
        person: Person = item.record
        called = person.known_as or (person.name.split() or [person.name])[0]
        found.append(
            KnownPerson(
                item.id, person.name, person.rank or person.relationship, person.agency, person.is_child,
                person.born, person.died, called,
            )
        )  # fmt: skip
    return tuple(found)


def known(cf: CaseFile, case: str) -> Known:
    """What the newest entries used, and the people of the case."""
    entries = [version.record for version in cf.recent(case, _RECENT) if isinstance(version.record, ChronologyEntry)]
    systems = [*(entry.source.system for entry in entries), *entry_values.SYSTEMS]
    return Known(
        systems=_distinct(systems),
        references=_distinct(entry.source.reference for entry in entries),
        documents=_distinct(entry.source.document for entry in entries),
        sources=_distinct(str(entry.source) for entry in entries),
        types=_distinct(entry.type for entry in entries),
        people=_distinct(", ".join(p for p in (each.name, each.rank) if p) for each in _people(cf, case)),
    )


def _distinct(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(each for each in words if each))


def listing(cf: CaseFile, case: str, filter: ChronologyFilter, keep: str = "") -> Listing:
    """How many rows a filter leaves, and the page on which the entry to keep stands."""
    total = chronology.count(cf, case, filter)
    position = chronology.position(cf, case, keep, filter) if keep else None
    offset = (position or 0) // PAGE * PAGE
    return Listing(total, offset, tuple(chronology.page(cf, case, filter, offset, PAGE)), position)


def page(cf: CaseFile, case: str, filter: ChronologyFilter, offset: int) -> tuple[Row, ...]:
    """One page of rows."""
    return tuple(chronology.page(cf, case, filter, offset, PAGE))


def at_places(cf: CaseFile, case: str, filter: ChronologyFilter, places: Sequence[int]) -> list[Row]:
    """The rows at these places (from 0, rising) of what a filter leaves."""
    found: dict[int, Row] = {}
    for place in places:
        if place not in found:
            found |= dict(enumerate(chronology.page(cf, case, filter, place, PAGE), place))
    return [found[place] for place in places if place in found]


def looks(cf: CaseFile, ids: tuple[str, ...]) -> dict[str, Look]:
    """What the timeline says of these lines in words."""
    found = {}
    for id in ids:
        try:
            line = elsewhere.line_of(cf.item(id).heads[0])
        except NoSuchRecord:
            continue
        if line is not None:
            found[id] = look_of(line)
    return found


def look_of(entry: ChronologyEntry) -> Look:
    """The words of one entry."""
    return Look(title=entry.decision.decision if entry.decision else "")


def details(cf: CaseFile, case: str, id: str) -> Details:
    """Everything about an entry. Raises NoSuchRecord."""
    item = cf.item(id)
    place = chronology.position(cf, case, id)
    number = 0 if place is None else place + 1
    before = chronology.page(cf, case, offset=number - 2, limit=1) if number > 1 else []
    history = tuple(cf.history(id))
    line = elsewhere.line_of(item.heads[0])
    papers = line.attachments if line is not None else ()
    return Details(
        item=item,
        number=number,
        total=chronology.count(cf, case),
        before=before[0] if before else None,
        history=history,
        people=_people(cf, case),
        linked=_linked(cf, case, line.links if line is not None else ()),
        documents=lines(cf, papers),
        read=_read_by(cf, case, item),
        draft=cf.draft(entry_key(case, id)) is not None,
        tied=(ordering.can_move(cf, case, id, -1), ordering.can_move(cf, case, id, 1)),
    )


def _linked(cf: CaseFile, case: str, links: Sequence[Link]) -> tuple[tuple[Link, int, str], ...]:
    found = []
    for link in links:
        place = chronology.position(cf, case, link.entry)
        try:
            other = elsewhere.line_of(cf.item(link.entry).heads[0])
            words = other.fact if other is not None else ""
        except NoSuchRecord:
            words = ""
        found.append((link, 0 if place is None else place + 1, words))
    return tuple(found)


def _read_by(cf: CaseFile, case: str, item: Item[Any]) -> Reading | None:
    revs = {version.rev for version in item.heads}
    older: Reading | None = None
    for review in reversed(cf.items(case, "review")):
        version = review.heads[0]
        for mark in review.record.read:
            if mark.record != item.id:
                continue
            reading = Reading(version.by, version.at, mark.rev in revs)
            if reading.current:
                return reading
            older = older or reading
    return older


def drafts(cf: CaseFile, case: str) -> Drafts:
    """What was half written here."""
    return Drafts(entry_values.decode(cf.draft(quick_key(case))), entry_values.decode(cf.draft(entry_key(case))))


def duplicate(cf: CaseFile, case: str, values: Values, but: str = "") -> Row | None:
    """An entry of the same day and agency in similar words."""
    when = entry_values.event_date(values)
    lower, upper = when.lower, when.upper
    if lower is None or upper is None or not values.agency:
        return None
    day = ChronologyFilter(agencies=frozenset({values.agency}), from_date=lower.isoformat(), to_date=upper.isoformat())
    return likest(values.fact, chronology.page(cf, case, day, 0, PAGE), but=but)


def by_number(cf: CaseFile, case: str, number: int) -> Row | None:
    """The entry with this number in the case's order."""
    rows = chronology.page(cf, case, offset=number - 1, limit=1) if number > 0 else []
    return rows[0] if rows else None


def by_id(cf: CaseFile, case: str, id: str) -> Row | None:
    """The line of a record."""
    place = chronology.position(cf, case, id)
    return None if place is None else by_number(cf, case, place + 1)


@dataclass(frozen=True)
class Opening:
    """An entry about to be changed, with the changes already half written."""

    item: Item[ChronologyEntry]
    base: ChronologyEntry
    """The version that the form starts from."""
    based_on: tuple[str, ...]
    draft: Values | None
    number: int
    people: tuple[KnownPerson, ...]


def opening(cf: CaseFile, case: str, id: str) -> Opening:
    """What the form needs. A draft goes on from the very version that it was begun on."""
    item = cf.item(id)
    heads = tuple(version.rev for version in item.heads)
    draft = entry_values.decode(cf.draft(entry_key(case, id)))
    base, based_on = item.record, heads
    if len(heads) > 1:
        base = _together(item)
    if draft is not None and draft.based_on and set(draft.based_on) != set(heads):
        begun = cf.version(draft.based_on[0]).record
        if begun is not None:
            base, based_on = begun, draft.based_on
    place = chronology.position(cf, case, id)
    return Opening(item, base, based_on, draft, 0 if place is None else place + 1, _people(cf, case))


def _together(item: Item[ChronologyEntry]) -> ChronologyEntry:
    """The newest head with the links, documents and people of the others: settling words loses none of them."""
    entry = item.record
    fields: dict[str, tuple[Any, ...]] = {}
    for name in ("links", "attachments", "persons"):
        kept: list[Any] = []
        for version in item.heads:
            kept += [each for each in getattr(version.record, name, ()) if each not in kept]
        fields[name] = tuple(kept)
    words: dict[str, Any] = {**fields, "change_reason": ""}
    return msgspec.structs.replace(entry, **words)
