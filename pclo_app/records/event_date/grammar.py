"""The few shapes of EDTF that an event date may have, and the days each one covers.

EDTF (Extended Date/Time Format, ISO 8601-2) writes down how much is known about a date.
Only these shapes are used, each in exactly one spelling:

====================================  =======  =========================================
``2026-11-05``                        day      that day
``2026-11``, ``2026``                 month,   some day in it: no day is made up
                                      year
``2026-21`` to ``2026-24``            season   spring, summer, autumn, winter (March, June,
                                               September, December and two months more)
``2026-11-05~``, ``2026-11~``         about    near it; the bounds are those of the date
                                               given, for nobody said how near
``[..2026-11-05]``                    before   on that day or earlier
``[2026-11-05..]``                    after    on that day or later
``[2026-11-03..2026-11-05]``          between  on one day among these
``2026-11-03/2026-11-05``             range    it lasted from the one to the other
====================================  =======  =========================================
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date
from functools import lru_cache
from typing import Literal, NamedTuple

Precision = Literal["day", "month", "year", "season", "about", "before", "after", "between", "range", "unknown"]
Unit = Literal["day", "month", "year"]

_POINT = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")
_SEASON = re.compile(r"([0-9]{4})-(2[1-4])")
_SEASON_STARTS = {21: 3, 22: 6, 23: 9, 24: 12}


class Point(NamedTuple):
    """A day, a month or a year; ``month`` and ``day`` are 0 where they are not known."""

    year: int
    month: int = 0
    day: int = 0

    @property
    def unit(self) -> Unit:
        if self.day:
            return "day"
        return "month" if self.month else "year"

    @property
    def first(self) -> date:
        return date(self.year, self.month or 1, self.day or 1)

    @property
    def last(self) -> date:
        month = self.month or 12
        return date(self.year, month, self.day or monthrange(self.year, month)[1])

    @property
    def edtf(self) -> str:
        text = f"{self.year:04}"
        if self.month:
            text += f"-{self.month:02}"
        if self.day:
            text += f"-{self.day:02}"
        return text


class Form(NamedTuple):
    """What an EDTF text says."""

    precision: Precision
    lower: date | None = None
    upper: date | None = None
    start: Point | None = None
    """The point named, or the first of two."""
    end: Point | None = None
    season: int = 0


UNKNOWN = Form("unknown")


@lru_cache(maxsize=4096)
def read_edtf(text: str) -> Form:
    """The meaning of an EDTF text in one of the permitted shapes. Raises ValueError for any other."""
    if not text:
        return UNKNOWN
    season = _SEASON.fullmatch(text)
    if season:
        return _season(int(season[1]), int(season[2]))
    if text.endswith("~"):
        point = _point(text[:-1])
        return Form("about", point.first, point.last, point)
    if text.startswith("[") and text.endswith("]"):
        return _bracketed(text[1:-1])
    if "/" in text:
        return _span("range", *_halves(text, "/"))
    point = _point(text)
    return Form(point.unit, point.first, point.last, point)


def _season(year: int, season: int) -> Form:
    first = _SEASON_STARTS[season]
    start = Point(year, first)
    if season == 24 and year == date.max.year:
        raise ValueError("the year is too late")
    end = Point(year + 1, 2) if season == 24 else Point(year, first + 2)
    _require_real(start)
    return Form("season", start.first, end.last, season=season, start=Point(year))


def _bracketed(text: str) -> Form:
    left, right = _halves(text, "..")
    if not left:
        point = _day(right)
        return Form("before", None, point.last, end=point)
    if not right:
        point = _day(left)
        return Form("after", point.first, None, start=point)
    form = _span("between", left, right)
    if form.start and form.end and form.start.unit != form.end.unit:
        raise ValueError("both ends must be days, or months, or years")
    return form


def _span(kind: Precision, left: str, right: str) -> Form:
    start, end = _point(left), _point(right)
    if start.first >= end.first or start.last >= end.last:
        raise ValueError("the end must be later than the start")
    return Form(kind, start.first, end.last, start, end)


def _halves(text: str, mark: str) -> tuple[str, str]:
    left, found, right = text.partition(mark)
    if not found or mark in right:
        raise ValueError("not a date in the permitted form")
    return left, right


def _day(text: str) -> Point:
    point = _point(text)
    if point.unit != "day":
        raise ValueError("a day is needed here")
    return point


def _point(text: str) -> Point:
    match = _POINT.fullmatch(text)
    if not match:
        raise ValueError("not a date in the permitted form")
    year, month, day = (None if part is None else int(part) for part in match.groups())
    if year is None or month == 0 or day == 0:
        raise ValueError("there is no such date")
    point = Point(year, month or 0, day or 0)
    _require_real(point)
    return point


def _require_real(point: Point) -> None:
    try:
        _ = point.first, point.last
    except ValueError:
        raise ValueError("there is no such date") from None
