"""Reading one day, month or year out of typed words.

Every reader gives *all* the readings that are possible; more than one means that the
officer is asked. The day comes first in every date made of figures: there is no other
reading of 5/11.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from typing import NamedTuple

from .errors import (
    DateError,
    ImpossibleDate,
    ImpossibleTime,
    NoSuchMonth,
    NotUnderstood,
    TimeNeedsDay,
    WeekdayDisagrees,
    YearNotPlausible,
)
from .grammar import Point
from .wording import DAYS, MONTHS, point_in_words

EARLIEST_YEAR, LATEST_YEAR = 1800, 2199
_LONGEST_LIFE = 120
_YEARS_AHEAD = 10
_PLAIN_YEARS = 30

_DAY_NAME = r"(?:(?P<weekday>[a-z]{3,9}) )?"
_YEAR = r"(?P<year>[0-9]{4}|'?[0-9]{2})"
_ISO = re.compile(r"(?P<year>[0-9]{4})-(?P<month>[0-9]{2})(?:-(?P<day>[0-9]{2}))?")
_FIGURES = re.compile(
    _DAY_NAME + r"(?P<day>[0-9]{1,2})(?P<mark>[/. -])(?P<month>[0-9]{1,2})(?:(?P=mark)" + _YEAR + ")?"
)
_FIGURES_THEN_FOUR = re.compile(_DAY_NAME + r"(?P<day>[0-9]{1,2})[/.](?P<month>[0-9]{1,2}) (?P<four>[0-9]{4})")
_MONTH_YEAR = re.compile(r"(?P<month>[0-9]{1,2})[/.-](?P<year>[0-9]{4})")
_NAMED = re.compile(_DAY_NAME + r"(?P<day>[0-9]{1,2})[ /.-]?(?P<name>[a-z]{3,9})\.?(?:[ /.-]?" + _YEAR + ")?")
_NAME_FIRST = re.compile(_DAY_NAME + r"(?P<name>[a-z]{3,9})\.? (?P<day>[0-9]{1,2}) (?P<year>[0-9]{4})")
_NAMED_MONTH = re.compile(r"(?P<name>[a-z]{3,9})\.?(?:[ /.-]?" + _YEAR + ")?")
_CLOCK = re.compile(
    r"(?P<head>.*?)(?:^|[ ]|(?<=[0-9])t)(?:at )?"
    r"(?:(?P<hour>[0-9]{1,2})(?:[:.](?P<minute>[0-9]{2}))?(?::(?P<second>[0-9]{2}))? ?(?P<half>am|pm|hrs|hours|h)?"
    r"|(?P<four>[0-9]{4}) ?(?P<hours>hrs|hours|h)?)"
)


class Moment(NamedTuple):
    """One reading: a day, month or year, and a time beside a day."""

    point: Point
    time: str = ""


class Found(NamedTuple):
    """All the readings of some words, and the question to ask where there are several."""

    moments: tuple[Moment, ...]
    question: str = ""


def read_single(text: str, today: date, *, beside_a_word: bool = False) -> Found:
    """The readings of tidied words. Raises DateError for words with none.

    A day without a year is the most recent such day not after ``today``. Four figures
    alone may be a year or a time; ``beside_a_word`` (about, before, to) they are a year.
    """
    for reader in (_iso, _named, _name_first, _figures, _figures_then_four, _month_year, _named_month, _relative):
        found = reader(text, today)
        if found is not None:
            return found
    if re.fullmatch(r"[0-9]{4}", text):
        if beside_a_word and EARLIEST_YEAR <= int(text) <= LATEST_YEAR:
            return Found((Moment(Point(int(text))),))
        return _four_figures(text, today)
    return _with_time(text, today)


def read_time(text: str) -> str:
    """``HH:MM`` from a time that stands by itself. Raises DateError."""
    match = _CLOCK.fullmatch(text.strip().lower())
    if not match or match["head"]:
        raise NotUnderstood
    return _clock(match)


def checked_year(year: int) -> int:
    """The year, if a case file can hold it."""
    if not EARLIEST_YEAR <= year <= LATEST_YEAR:
        raise YearNotPlausible(year=f"{year:04}")
    return year


def real_day(year: int, month: int, day: int, today: date) -> Point:
    """The day, if there is such a day."""
    _require_month(month)
    days = monthrange(year, month)[1]
    if not 1 <= day <= days:
        month_name = f"{MONTHS[month - 1]} {year}"
        had = "had" if (year, month) < (today.year, today.month) else "has"
        raise ImpossibleDate(date=f"{day} {month_name}", month=month_name, had=had, days=days)
    return Point(year, month, day)


def _require_month(month: int) -> None:
    if not 1 <= month <= 12:
        raise NoSuchMonth(month=month)


def month_number(name: str) -> int:
    """1 to 12 for a month's name or its first three or more letters, else 0."""
    matches = [number for number, month in enumerate(MONTHS, start=1) if month.lower().startswith(name)]
    return matches[0] if len(name) >= 3 and len(matches) == 1 else 0


def _weekday_number(name: str) -> int | None:
    wanted = "wed" if name == "weds" else name
    for number, day in enumerate(DAYS):
        if len(wanted) >= 3 and day.lower().startswith(wanted):
            return number
    return None


def _iso(text: str, today: date) -> Found | None:
    match = _ISO.fullmatch(text)
    if not match:
        return None
    year, month = checked_year(int(match["year"])), int(match["month"])
    _require_month(month)
    point = real_day(year, month, int(match["day"]), today) if match["day"] else Point(year, month)
    return Found((Moment(point),))


def _figures(text: str, today: date) -> Found | None:
    match = _FIGURES.fullmatch(text)
    if not match or (match["mark"] in "- " and not match["year"]):
        return None
    return _day_month(match, int(match["month"]), match["year"], today)


def _named(text: str, today: date) -> Found | None:
    match = _NAMED.fullmatch(text)
    month = month_number(match["name"]) if match else 0
    if not match or not month:
        return None
    year = match["year"]
    if year and len(year) == 4 and not EARLIEST_YEAR <= int(year) <= LATEST_YEAR:
        return None  # "5 nov 1432" is a time
    return _day_month(match, month, year, today)


def _name_first(text: str, today: date) -> Found | None:
    match = _NAME_FIRST.fullmatch(text)
    month = month_number(match["name"]) if match else 0
    return _day_month(match, month, match["year"], today) if match and month else None


def _figures_then_four(text: str, today: date) -> Found | None:
    """``16/11 1720``: a time, unless the four figures can be a year as well."""
    match = _FIGURES_THEN_FOUR.fullmatch(text)
    if not match:
        return None
    four = match["four"]
    moments: list[Moment] = []
    if _possible_year(int(four), today):
        moments += _day_month(match, int(match["month"]), four, today).moments
    time = _time_of(four)
    if time:
        days = _day_month(match, int(match["month"]), None, today).moments
        moments += [Moment(moment.point, time) for moment in days]
    if not moments:
        raise ImpossibleTime(time=four) if not _possible_year(int(four), today) else NotUnderstood()
    return Found(tuple(moments), f"Is {four} the year, or the time {time}?")


def _month_year(text: str, today: date) -> Found | None:
    match = _MONTH_YEAR.fullmatch(text)
    if not match:
        return None
    _require_month(int(match["month"]))
    return Found((Moment(Point(checked_year(int(match["year"])), int(match["month"]))),))


def _named_month(text: str, today: date) -> Found | None:
    match = _NAMED_MONTH.fullmatch(text)
    month = month_number(match["name"]) if match else 0
    if not match or not month:
        return None
    year = match["year"]
    if not year:
        return Found((Moment(Point(today.year if month <= today.month else today.year - 1, month)),))
    if len(year) == 4:
        return Found((Moment(Point(checked_year(int(year)), month)),))
    figures = int(year.lstrip("'"))
    months = [Moment(Point(each, month)) for each in _centuries(figures, lambda y: date(y, month, 1), today)]
    if year.startswith("'") or not 1 <= figures <= 31:
        return Found(tuple(months), _which_year(months))
    try:
        days = [Moment(_latest(figures, month, today))]
    except DateError:
        days = []
    question = f"Is {figures} the day or the year?" if days else _which_year(months)
    return Found((*days, *months), question)


def _relative(text: str, today: date) -> Found | None:
    steps = {"today": 0, "yesterday": -1, "tomorrow": 1}
    step = steps.get(text)
    if step is None:
        weekday = _weekday_number(text)
        if weekday is None:
            return None
        step = -((today.weekday() - weekday) % 7)
    day = today + timedelta(days=step)
    return Found((Moment(Point(day.year, day.month, day.day)),))


def _four_figures(text: str, today: date) -> Found:
    """A year of the last thirty, else a year or a time of today, whichever is possible."""
    year, time = int(text), _time_of(text)
    on_today = Moment(Point(today.year, today.month, today.day), time)
    if not _possible_year(year, today):
        if not time:
            raise YearNotPlausible(year=text)
        return Found((on_today,))
    as_year = Moment(Point(year))
    if not time or today.year - _PLAIN_YEARS <= year <= today.year:
        return Found((as_year,))
    return Found((as_year, on_today), f"Is {text} the year, or the time {time} today?")


def _possible_year(year: int, today: date) -> bool:
    return today.year - _LONGEST_LIFE <= year <= LATEST_YEAR


def _with_time(text: str, today: date) -> Found:
    match = _CLOCK.fullmatch(text)
    if not match:
        raise NotUnderstood
    head = match["head"].strip()
    if not head:
        return Found((Moment(Point(today.year, today.month, today.day), _clock(match)),))
    days = read_single(head, today)  # first, so that other words are never called a bad time
    time = _clock(match)
    if any(moment.time or not moment.point.day for moment in days.moments):
        raise TimeNeedsDay
    return Found(tuple(Moment(moment.point, time) for moment in days.moments), days.question)


def _clock(match: re.Match[str]) -> str:
    """``HH:MM`` from the parts of a time; a lone hour needs am or pm."""
    if match["four"]:
        time = _time_of(match["four"])
        if not time:
            raise ImpossibleTime(time=match["four"])
        return time
    hour, minute, half = int(match["hour"]), match["minute"], match["half"]
    if not minute and half not in ("am", "pm"):
        raise NotUnderstood
    shown = f"{match['hour']}:{minute or '00'}"
    if half in ("am", "pm"):
        if not 1 <= hour <= 12:
            raise ImpossibleTime(time=f"{shown} {half}")
        hour = hour % 12 + (12 if half == "pm" else 0)
    time = _time_of(f"{hour:02}{minute or '00'}")
    if not time or int(match["second"] or 0) > 59:
        raise ImpossibleTime(time=shown)
    return time


def _time_of(four: str) -> str:
    """``HH:MM`` for four figures that a 24-hour clock shows, else nothing."""
    return f"{four[:2]}:{four[2:]}" if int(four[:2]) < 24 and int(four[2:]) < 60 else ""


def _day_month(match: re.Match[str], month: int, year: str | None, today: date) -> Found:
    day = int(match["day"])
    name = match.groupdict().get("weekday")
    weekday = _weekday_number(name) if name else None
    if name and weekday is None:
        raise NotUnderstood
    _require_month(month)
    if not year:
        points = [_latest(day, month, today)]
    elif len(year) == 4:
        points = [real_day(checked_year(int(year)), month, day, today)]
    else:
        years = _centuries(int(year.lstrip("'")), lambda y: real_day(y, month, day, today).first, today)
        points = [Point(each, month, day) for each in years]
    if weekday is not None:
        points = _on_weekday(points, weekday, today)
    moments = [Moment(point) for point in points]
    return Found(tuple(moments), _which_year(moments))


def _on_weekday(points: list[Point], weekday: int, today: date) -> list[Point]:
    right = [point for point in points if point.first.weekday() == weekday]
    if right:
        return right
    point = points[0]
    was = "was" if point.first <= today else "is"
    raise WeekdayDisagrees(date=point_in_words(point), was=was, right=DAYS[point.first.weekday()], given=DAYS[weekday])


def _latest(day: int, month: int, today: date) -> Point:
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


def _centuries(figures: int, first_day: Callable[[int], date], today: date) -> list[int]:
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
        if day.year >= today.year - _LONGEST_LIFE:
            possible.append(year)
    if not possible:
        raise impossible or YearNotPlausible(year=f"{figures:02}")
    return possible


def _which_year(moments: Iterable[Moment]) -> str:
    return "Which year: " + " or ".join(str(moment.point.year) for moment in moments) + "?"
