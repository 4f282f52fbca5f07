"""The chronology in which nobody can be found: the same lines, with roles instead of names.

It is for training and for learning from a case. What stands in the place of what, and what was
removed in doubt, is shown to the officer before it leaves (`Anonymised.ledger`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import msgspec

from ..casefile.model import Gap, Version
from ..practice.people_labels import Labels
from ..practice.pseudonyms import AS_FOUND, Corrections, Ledger, Pseudonyms
from ..records.base import Named
from ..records.case import Case
from ..records.chronology import ChronologyEntry, Decision, Source
from ..records.event_date import EventDate
from ..records.person import Person
from . import words
from .chronology import ChronologyInput
from .chronology_cells import Entry
from .page import Imprint

_ISO = re.compile(r"\d{4}(?:-\d\d){0,2}(?:[T ]\d\d:\d\d(?::\d\d)?)?")


@dataclass(frozen=True)
class Anonymised:
    """A chronology without names, and what was done to it."""

    source: ChronologyInput
    ledger: Ledger


def anonymised(
    source: ChronologyInput, people: Mapping[str, Person], corrections: Corrections = AS_FOUND
) -> Anonymised:
    """The same lines with nobody in them. ``people`` are all of the case, by id."""
    labels = Labels(people)
    labels.meet(_named_in(source.case, (row for row in source.rows)))
    births = frozenset(day for person in people.values() if (day := _birth(person)))
    hide = Pseudonyms(
        labels.people,
        secrets=_secrets(source, people),
        family=source.case.family,
        births=sorted(births),
        corrections=corrections,
    )
    veil = _Veil(hide, labels, births)
    rows = tuple(veil.row(row) for row in source.rows)
    children = [(id, person) for id, person in people.items() if "subject child" in person.roles]
    beside = {
        row.id: said
        for row in source.rows
        if (said := _ages(children, labels, row.entry.when.lower or row.entry.when.upper))
    }
    ages = [_aged(labels, id, person, source.as_at.date()) for id, person in children]
    changed = replace(
        source,
        case=Case(reference="", family="", marking=source.case.marking),
        children=(),
        rows=rows,
        gaps=tuple(veil.gap(gap) for gap in source.gaps),
        beside=beside,
        persons={},
        nameless=_sentence(ages, hide.ledger),
    )
    return Anonymised(changed, hide.ledger)


def imprint_without_names(imprint: Imprint, rank: str) -> Imprint:
    """The foot names neither reader nor printer: the access log has both."""
    return replace(imprint, by=rank or "the police", recipient="")


def _sentence(ages: list[str], ledger: Ledger) -> str:
    about = f"{words.sentence(', '.join(ages))} " if ages else ""
    doubt = ""
    if ledger.removed:
        doubt = f" {words.counted(ledger.removed, 'word')} removed in doubt, marked [removed]."
    return f"{about}Names, dates of birth, addresses and references are replaced.{doubt}"


class _Veil:
    """Entries, dates and people without names."""

    def __init__(self, hide: Pseudonyms, labels: Labels, births: frozenset[date]) -> None:
        self._hide = hide
        self._labels = labels
        self._births = births

    def row(self, row: Entry) -> Entry:
        version: Version[Any] = row.version
        by = self._labels.of(Named(name=version.name, rank=version.rank, agency="POL")) or self._hide.text(version.name)
        entry = self.entry(row.entry)
        plain = replace(version, name=by, rank="", record=entry if row.own else None)
        return replace(row, version=plain, line=None if row.own else entry)

    def entry(self, entry: ChronologyEntry) -> ChronologyEntry:
        text = self._hide.text
        return msgspec.structs.replace(
            entry,
            when=self._day(entry.when, birthday="birthday" in entry.fact.casefold()),
            agency_as_given=text(entry.agency_as_given),
            source=self._source(entry.source),
            told_by=self._who(entry.told_by),
            fact=text(entry.fact),
            child_seen=text(entry.child_seen),
            child_seen_by=text(entry.child_seen_by),
            child_words=text(entry.child_words),
            action_taken=text(entry.action_taken),
            outcome=text(entry.outcome),
            significance=text(entry.significance),
            significance_by=self._who(entry.significance_by),
            significance_on=self._moment(entry.significance_on),
            decision=self._decision(entry.decision),
            links=tuple(msgspec.structs.replace(link, words=text(link.words)) for link in entry.links),
            disclosure_reason="", grading=None, tags=(), attachments=(), note=text(entry.note), origin=None, persons=(),
            change_reason="",
        )  # fmt: skip

    def gap(self, gap: Gap) -> Gap:
        text = self._hide.text
        start, end = self._moment(gap.start), self._moment(gap.end)
        return replace(gap, start=start, end=end, why=text(gap.why), by=text(gap.by))

    def _decision(self, decision: Decision | None) -> Decision | None:
        if decision is None:
            return None
        text = self._hide.text
        return Decision(
            decision=text(decision.decision), why=text(decision.why), options=text(decision.options),
            information=text(decision.information), by=self._who(decision.by) or Named(),
            with_whom=text(decision.with_whom), at=self._moment(decision.at),
        )  # fmt: skip

    def _who(self, who: Named | None) -> Named | None:
        """The label has the rank in it; where nobody is named, the words and the rank are looked through."""
        if who is None:
            return None
        label = self._labels.of(who)
        if label:
            return Named(name=label)
        return Named(name=self._hide.text(who.name), rank=self._hide.text(who.rank))

    def _source(self, source: Source) -> Source:
        page = source.page if source.page.casefold().startswith(("p", "row", "line", "sheet")) else ""
        return Source(
            system=self._hide.text(source.system), document=self._hide.text(source.document), page=self._hide.text(page)
        )

    def _day(self, when: EventDate, *, birthday: bool = False) -> EventDate:
        """A day on which somebody of the case was born is given by its year only; so is a ``birthday``."""
        given = self._hide.text(when.as_given)
        days = {day for day in (when.lower, when.upper) if day is not None}
        told = self._births & days or {day for day in days if birthday and self._is_birthday(day)}
        if when.known and told:
            day = min(told)
            return EventDate(f"{day.year:04d}", as_given=given)
        return EventDate(when.edtf, when.time, given)

    def _is_birthday(self, day: date) -> bool:
        return any((born.month, born.day) == (day.month, day.day) for born in self._births)

    def _moment(self, text: str) -> str:
        """A time as a record has it; of a day of birth only the year."""
        for day in self._births:
            if text.startswith(day.isoformat()):
                return str(day.year)
        return text if _ISO.fullmatch(text) else self._hide.text(text)


def _named_in(case: Case, rows: Iterable[Entry]) -> Iterable[Named]:
    """Everybody whom the printed lines and the case name, in order."""
    for row in rows:
        entry = row.entry
        for who in (entry.told_by, entry.decision.by if entry.decision else None, entry.significance_by):
            if who is not None:
                yield who
        yield Named(name=row.version.name, rank=row.version.rank, agency="POL")
    for who in (case.pclo, case.investigating_officer, case.supervisor, case.social_worker):
        if who is not None:
            yield who


def _secrets(source: ChronologyInput, people: Mapping[str, Person]) -> Iterable[str]:
    """What belongs to these people and this case, and may not stand anywhere."""
    for person in people.values():
        yield from (person.address, person.organisation, *person.contact.split())
        yield person.contact
    case = source.case
    yield from (case.reference, case.home_authority, *(each.number for each in case.references))
    for row in source.rows:
        if any(character.isdigit() for character in row.entry.source.reference):
            yield row.entry.source.reference


def _birth(person: Person) -> date | None:
    return person.born.lower if person.born.exact else None


def _label(labels: Labels, id: str) -> str:
    return next((somebody.label for somebody in labels.people if somebody.id == id), "")


def _aged(labels: Labels, id: str, person: Person, on: date) -> str:
    age = words.age_on(person.born, on.isoformat())
    label = _label(labels, id)
    return f"{label}, aged {age}" if age and age != "0" else f"{label}, under 1" if age else label


def _ages(children: Iterable[tuple[str, Person]], labels: Labels, on: date | None) -> str:
    if on is None:
        return ""
    known = [(_label(labels, id), words.age_on(person.born, on.isoformat())) for id, person in children]
    return ", ".join(f"{label} {f'aged {age}' if age != '0' else 'under 1'}" for label, age in known if age)
