"""What the readers of typed dates share: days that exist, years that two figures can mean."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable, Iterable
from datetime import date
from typing import NamedTuple

from .errors import DateError, ImpossibleDate, NoSuchMonth, NotUnderstood, WeekdayDisagrees, YearNotPlausible
from .grammar import Point
from .wording import DAYS, MONTHS, point_in_words

EARLIEST_YEAR, LATEST_YEAR = 1800, 2199
LONGEST_LIFE = 120
_YEARS_AHEAD = 10


class Moment(NamedTuple):
    """One reading: a day, month or year, and a time beside a day."""

    point: Point
    time: str = ""


class Found(NamedTuple):
    """All the readings of some words, and the question to ask where there are several."""

    moments: tuple[Moment, ...]
    question: str = ""


def checked_year(year: int) -> int:
    """The year, if a case file can hold it."""
    if not EARLIEST_YEAR <= year <= LATEST_YEAR:
        raise YearNotPlausible(year=f"{year:04}")
    return year


def plausible_year(text: str) -> bool:
    """Whether figures by themselves can be a year of a case file."""
    return len(text) == 4 and text.isdecimal() and EARLIEST_YEAR <= int(text) <= LATEST_YEAR


def two_years(text: str) -> bool:
    """Whether words such as ``2010-11`` may name two years running."""
    year, mark, following = text.partition("-")
    return plausible_year(year) and bool(mark) and following == f"{int(year) + 1}"[2:]


def real_day(year: int, month: int, day: int, today: date) -> Point:
    """The day, if there is such a day."""
    require_month(month)
    days = monthrange(year, month)[1]
    if not 1 <= day <= days:
        month_name = f"{MONTHS[month - 1]} {year}"
        had = "had" if (year, month) < (today.year, today.month) else "has"
        raise ImpossibleDate(date=f"{day} {month_name}", month=month_name, had=had, days=days)
    return Point(year, month, day)


def require_month(month: int) -> None:
    if not 1 <= month <= 12:
        raise NoSuchMonth(month=month)


def month_number(name: str) -> int:
    """1 to 12 for a month's name or its first three or more letters, else 0."""
    matches = [number for number, month in enumerate(MONTHS, start=1) if month.lower().startswith(name)]
    return matches[0] if len(name) >= 3 and len(matches) == 1 else 0


def weekday_number(name: str) -> int | None:
    wanted = "wed" if name == "weds" else name
    for number, day in enumerate(DAYS):
        if len(wanted) >= 3 and day.lower().startswith(wanted):
            return number
    return None


def on_weekday(points: list[Point], weekday: int, today: date) -> list[Point]:
    right = [point for point in points if point.first.weekday() == weekday]
    if right:
        return right
    point = points[0]
    was = "was" if point.first <= today else "is"
    raise WeekdayDisagrees(date=point_in_words(point), was=was, right=DAYS[point.first.weekday()], given=DAYS[weekday])


def latest(day: int, month: int, today: date) -> Point:
    """The most recent such day that is not after ``today``."""
    longest = monthrange(2000, month)[1]  # a leap year
    if not 1 <= day <= longest:
        name = MONTHS[month - 1]
        most = "has at most" if month == 2 else "has"
        raise ImpossibleDate(date=f"{day} {name}", month=name, had=most, days=longest)
    for year in range(today.year, today.year - 9, -1):
        if day <= monthrange(year, month)[1] and date(year, month, day) <= today:
            return Point(year, month, day)
    raise NotUnderstood


def centuries(figures: int, first_day: Callable[[int], date], today: date) -> list[int]:
    """The years that two figures can mean, the later first.

    A year further back than the longest life, or more than ten years ahead, cannot be
    meant. Raises ImpossibleDate where neither year has the day.
    """
    possible: list[int] = []
    impossible: DateError | None = None
    latest = today.year + _YEARS_AHEAD
    years = [latest - (latest - figures) % 100 - 100 * back for back in range(2)]
    for year in years:
        try:
            day = first_day(year)
        except DateError as error:
            impossible = impossible or error
            continue
        if day.year >= today.year - LONGEST_LIFE:
            possible.append(year)
    if not possible:
        raise impossible or YearNotPlausible(year=f"{figures:02}")
    return possible


def which_year(moments: Iterable[Moment]) -> str:
    return "Which year: " + " or ".join(str(moment.point.year) for moment in moments) + "?"
