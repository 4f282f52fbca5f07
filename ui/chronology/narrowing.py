"""What a filter can offer and how its parts are called. Pure, but for the two questions to the case file."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from pclo_app.casefile import chronology, saved_filters
from pclo_app.casefile.casefile import CaseFile
from pclo_app.casefile.chronology import Facets
from pclo_app.casefile.model import ChronologyFilter
from pclo_app.casefile.saved_filters import SavedFilter
from pclo_app.records.agencies import AGENCIES
from pclo_app.records.describe import KIND_NAMES
from pclo_app.records.event_date import EventDate

SETS = ("agencies", "systems", "persons", "types", "ranks", "kinds")
"""Fields of the filter that hold several values, as in `Facets`."""
STATES = {
    "unread": "Not read by a supervisor as it stands",
    "documents": "Has a document",
}
DAYS = {"from_date": "From", "to_date": "To", "changed_since": "Changed since"}
AB = {"A": "A, shareable", "B": "B, restricted"}


@dataclass(frozen=True)
class Choices:
    """What there is to choose from in one case."""

    facets: Facets
    people: dict[str, str] = field(default_factory=dict)
    """Names by id."""
    saved: tuple[SavedFilter, ...] = ()


@dataclass(frozen=True)
class Part:
    """One thing that narrows, and the filter without it."""

    words: str
    without: ChronologyFilter


def choices(cf: CaseFile, case: str) -> Choices:
    """Everything that the panel shows."""
    people = {item.id: item.record.name for item in cf.people(case)}
    return Choices(chronology.facets(cf, case), people, saved_filters.saved(cf))


def value_words(facet: str, value: str, people: dict[str, str]) -> str:
    """How a value is called."""
    if facet == "agencies":
        return AGENCIES.get(value, value)
    if facet == "kinds":
        return KIND_NAMES.get(value, value)
    if facet == "persons":
        return people.get(value, "Somebody of another case")
    return value


def parts(filter: ChronologyFilter, people: dict[str, str]) -> list[Part]:
    """What narrows beyond the words and the toggles of the bar, one by one."""
    found = []
    for facet in SETS:
        chosen: frozenset[str] = getattr(filter, facet)
        for value in sorted(chosen, key=lambda each, facet=facet: value_words(facet, each, people)):  # type: ignore[misc]
            words = value_words(facet, value, people)
            found.append(Part(words, with_(filter, **{facet: chosen - {value}})))
    if filter.disclosure:
        found.append(Part(AB.get(filter.disclosure, filter.disclosure), with_(filter, disclosure="")))
    for name, words in STATES.items():
        if getattr(filter, name):
            found.append(Part(words, with_(filter, **{name: False})))
    for name, words in DAYS.items():
        day = getattr(filter, name)
        if day:
            found.append(Part(f"{words} {day_words(day)}", with_(filter, **{name: ""})))
    return found


def with_(filter: ChronologyFilter, **values: Any) -> ChronologyFilter:
    """The filter with other values."""
    return replace(filter, **values)


def day_words(iso: str) -> str:
    """``Thu 5 Nov 2026``."""
    return EventDate.on(date.fromisoformat(iso[:10])).in_table()


def beside_the_bar(filter: ChronologyFilter) -> ChronologyFilter:
    """The filter without what the bar shows itself: words and toggles."""
    return with_(filter, words="", decisions=False, conflicts=False, changed=False)
