"""Stretches of a chronology in which no agency says anything.

A gap is not proof that nothing happened. It is where to ask.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Generic, NamedTuple, Protocol, TypeVar

from ..records.chronology import ChronologyEntry

GAP_DAYS = 28
"""Four weeks: the interval at which a supervisor looks at a case."""


class HasEntry(Protocol):
    """Anything with a chronology entry in it."""

    @property
    def entry(self) -> ChronologyEntry: ...


R = TypeVar("R", bound=HasEntry)


class Gap(NamedTuple, Generic[R]):
    """A stretch without an entry, between the entry ``before`` it and the entry ``after`` it."""

    before: R
    after: R
    start: date
    end: date

    @property
    def days(self) -> int:
        """Days from the one entry to the other."""
        return (self.end - self.start).days


def gaps(rows: Iterable[R], days: int = GAP_DAYS, *, today: date = date.max) -> list[Gap[R]]:
    """The stretches of more than ``days`` days, in order.

    An entry covers the days from its earliest to its latest possible date, so that
    "June 2025" fills June. Undated entries neither open nor close a gap, nor does what is
    booked for a day after ``today``.
    """
    spans = []
    for row in rows:
        when = row.entry.when
        first, last = when.lower or when.upper, when.upper or when.lower
        if first and last and first <= today:
            spans.append((first, last, row))
    spans.sort(key=lambda span: span[0])
    found: list[Gap[R]] = []
    latest: tuple[date, R] | None = None
    for first, last, row in spans:
        if latest and (first - latest[0]).days > days:
            found.append(Gap(latest[1], row, latest[0], first))
        if latest is None or last >= latest[0]:
            latest = (last, row)
    return found
