"""The dates of one column, read together.

One cell cannot say whether 03/04/2024 is in March or in April; a column often can, because
another of its dates has a 13 in it. Where the column cannot, the officer is asked once for
all of it. The day comes first in every date made of figures, unless the column itself or
the officer says otherwise; a reading is never chosen because it happens to be possible.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from ..records.event_date import EventDate, Read, Refuse, parse_precise
from ..records.event_date.errors import AmbiguousDate, DateError
from .mapping import Dates
from .number_formats import day_of

_FIGURES = re.compile(
    r"(?P<head>[A-Za-z]{3,9}\.?,? )?(?P<one>[0-9]{1,2})(?P<mark>[/.-])(?P<two>[0-9]{1,2})(?P=mark)"
    r"(?P<year>[0-9]{4}|[0-9]{2})"
    r"(?P<tail>(?:[ T,]+[0-9].*)?)"
)
_SHORT_YEAR = re.compile(
    r"(?P<head>(?:[A-Za-z]{3,9}\.?,? )?[0-9]{1,2}(?:st|nd|rd|th)?[ /.-]?[A-Za-z]{3,9}\.?[ /.-]?)'?(?P<year>[0-9]{2})"
)
_SERIAL = re.compile(r"[2-6][0-9]{4}(?:\.[0-9]+)?")
EARLIEST_SERIAL, LATEST_SERIAL = 20_000, 69_999
"""Days 1954 to 2091: what can be an event of a case; a year in figures is never among them."""


class EitherOrderError(DateError):
    """A date that is two dates, in a column that does not settle which."""

    code = "date.either-order"
    what = "Day and month can be read in either order."
    do = "Say which comes first."


class NumberError(DateError):
    """A bare number that may count days."""

    code = "date.number"
    what = "This is a number, not a date."
    do = "Say whether it counts days."


class Evidence(NamedTuple):
    """What the dates of a column show by themselves: in each list, cells as they stand."""

    day_first: tuple[str, ...]
    """Only possible with the day first, such as 13/04/2024."""
    month_first: tuple[str, ...]
    """Only possible with the month first, such as 04/13/2024."""
    either: tuple[str, ...]
    short_years: tuple[str, ...]
    numbers: tuple[str, ...]

    @property
    def settled(self) -> bool:
        """Whether the column itself says that the day comes first."""
        return bool(self.day_first) and not self.month_first


def evidence(cells: Iterable[str]) -> Evidence:
    """Looks through a column."""
    found: tuple[dict[str, None], ...] = ({}, {}, {}, {}, {})
    for cell in cells:
        words = " ".join(cell.split())
        if _SERIAL.fullmatch(words):
            found[4][words] = None
            continue
        match = _FIGURES.fullmatch(words)
        if match:
            one, two = int(match["one"]), int(match["two"])
            if one > 12 >= two >= 1:
                found[0][words] = None
            elif two > 12 >= one >= 1:
                found[1][words] = None
            elif one != two and 1 <= one <= 12 and 1 <= two <= 12:
                found[2][words] = None
        if (match and len(match["year"]) == 2) or (match is None and _short_named(words)):
            found[3][words] = None
    return Evidence(*(tuple(each) for each in found))


class DateColumn:
    """Reads the dates of one column, as its own evidence and the officer's answers have it."""

    def __init__(self, cells: Iterable[str], answers: Dates, today: date) -> None:
        self.evidence = evidence(cells)
        self._answers = answers
        self._today = today
        self._known: dict[tuple[str, str], Read | Refuse] = {}

    def read(self, words: str, precision: str) -> Read | Refuse:
        """The date in a cell, with the cell's own words kept wherever they are not its one form."""
        known = self._known.get((words, precision))
        if known is None:
            known = self._known[words, precision] = self._read(words, precision)
        return known

    def _read(self, words: str, precision: str) -> Read | Refuse:
        try:
            meant = self._meant(" ".join(words.split()))
        except DateError as error:
            return Refuse(error)
        if meant is None:
            return Read(EventDate(as_given=words.strip()), "")
        reading = parse_precise(meant or words, precision, today=self._today)
        if isinstance(reading, Refuse) or not meant:
            return reading
        when = reading.date
        return Read(EventDate(when.edtf, when.time, words.strip()), reading.words)

    def _meant(self, words: str) -> str | None:
        """The words in a form with one reading; "" for those that have one already, None for those kept as words."""
        if _SERIAL.fullmatch(words):
            return self._from_number(float(words))
        match = _FIGURES.fullmatch(words)
        if match is None:
            short = _short_named(words)
            return self._with_year(short["head"], short["year"]) if short else ""
        year = match["year"]
        if len(year) == 2:
            whole = self._with_year("", year)
            if whole is None:
                return None
            year = whole
        one, two = match["one"], match["two"]
        if self._month_comes_first(int(one), int(two)):
            one, two = two, one
        elif year == match["year"]:
            return ""
        return f"{match['head'] or ''}{one}/{two}/{year}{match['tail']}"

    def _month_comes_first(self, one: int, two: int) -> bool:
        if self._answers.order:
            return self._answers.order == "month first"
        if self.evidence.month_first and one != two and max(one, two) <= 12:
            raise EitherOrderError
        return False

    def _with_year(self, head: str, year: str) -> str | None:
        """The year in four figures, most recent first: nothing in a case file has yet to happen."""
        if self._answers.years == "keep as words":
            return None
        if self._answers.years != "most recent":
            raise AmbiguousDate
        return f"{head}{short_year(int(year), self._today)}"

    def _from_number(self, value: float) -> str | None:
        if self._answers.numbers == "keep as words":
            return None
        if not self._answers.numbers:
            raise NumberError
        when = day_of(value, epoch_1904=self._answers.numbers == "1904")
        return f"{when:%Y-%m-%d %H:%M}" if when.hour or when.minute else f"{when:%Y-%m-%d}"


def short_year(year: int, today: date) -> int:
    """The most recent year, not after today's, that ends in these two figures."""
    century = today.year // 100 * 100
    return century + year if century + year <= today.year else century - 100 + year


def _short_named(words: str) -> re.Match[str] | None:
    """A date with its month in letters and its year in two figures: 5 Nov 26."""
    return _SHORT_YEAR.fullmatch(words)
