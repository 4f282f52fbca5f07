"""Reading one day, month or year out of typed words.

Every reader gives *all* the readings that are possible; more than one means that the
officer is asked. The day comes first in every date made of figures: there is no other
reading of 5/11.
"""

from __future__ import annotations

import re
from datetime import date

from .errors import DateError, ImpossibleTime, NotUnderstood, TimeNeedsDay, YearNotPlausible
from .grammar import Point
from .parts import (
    EARLIEST_YEAR,
    LATEST_YEAR,
    LONGEST_LIFE,
    Found,
    Moment,
    centuries,
    checked_year,
    latest,
    month_number,
    on_weekday,
    real_day,
    require_month,
    weekday_number,
    which_year,
)
from .relative import read_relative

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
_DOTTED = re.compile(r"(?P<hour>[0-9]{1,2})\.(?P<minute>[0-9]{2})")
_CLOCK = re.compile(
    r"(?P<head>.*?)(?:^|[ ]|(?<=[0-9])t)(?:at )?"
    r"(?:(?P<hour>[0-9]{1,2})(?:[:.](?P<minute>[0-9]{2}))?(?::(?P<second>[0-9]{2}))? ?(?P<half>am|pm|hrs|hours|h)?"
    r"|(?P<four>[0-9]{4}) ?(?P<hours>hrs|hours|h)?)"
)


def read_single(text: str, today: date, *, beside_a_word: bool = False) -> Found:
    """The readings of tidied words. Raises DateError for words with none.

    A day without a year is the most recent such day not after ``today``. Four figures
    alone may be a year or a time; ``beside_a_word`` (about, before, to) they are a year.
    """
    dotted = None if beside_a_word else _dotted(text, today)
    if dotted is not None:
        return dotted
    for reader in (_iso, _named, _name_first, _figures, _figures_then_four, _month_year, _named_month, read_relative):
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


def _dotted(text: str, today: date) -> Found | None:
    """``5.11`` is a day as often as a time, and ``14.20`` only a time."""
    match = _DOTTED.fullmatch(text)
    if not match:
        return None
    times = [Moment(Point(today.year, today.month, today.day), time) for time in _times(match)]
    try:
        require_month(int(match["minute"]))
        days = [Moment(latest(int(match["hour"]), int(match["minute"]), today))]
    except DateError:
        days = []
    if not days and not times:
        return None
    return Found((*days, *times), f"Is {text} the day, or the time today?" if days else _which_half(text))


def _iso(text: str, today: date) -> Found | None:
    match = _ISO.fullmatch(text)
    if not match:
        return None
    year, month = checked_year(int(match["year"])), int(match["month"])
    require_month(month)
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
    require_month(int(match["month"]))
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
    months = [Moment(Point(each, month)) for each in centuries(figures, lambda y: date(y, month, 1), today)]
    if year.startswith("'") or not 1 <= figures <= 31:
        return Found(tuple(months), which_year(months))
    try:
        days = [Moment(latest(figures, month, today))]
    except DateError:
        days = []
    question = f"Is {figures} the day or the year?" if days else which_year(months)
    return Found((*days, *months), question)


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
    return today.year - LONGEST_LIFE <= year <= LATEST_YEAR


def _with_time(text: str, today: date) -> Found:
    match = _CLOCK.fullmatch(text)
    if not match:
        raise NotUnderstood
    head = match["head"].strip()
    if not head:
        now = Point(today.year, today.month, today.day)
        return Found(tuple(Moment(now, time) for time in _spoken_clock(match)), _which_half(text))
    days = read_single(head, today, beside_a_word=True)  # first: other words are never called a bad time
    times = _spoken_clock(match)
    if any(moment.time or not moment.point.day for moment in days.moments):
        raise TimeNeedsDay
    moments = tuple(Moment(moment.point, time) for moment in days.moments for time in times)
    question = days.question if len(days.moments) > 1 else ""
    return Found(moments, question or _which_half(text[len(head) :].strip().removeprefix("at ")))


def _spoken_clock(match: re.Match[str]) -> list[str]:
    """The times that a clock in words can mean: ``2.20`` is said in the morning and in the afternoon."""
    time = _clock(match)
    plain = match["four"] is None and not match["half"] and f"{match['hour']}.{match['minute']}" in match.string
    return _times(match) if plain else [time]


def _times(match: re.Match[str]) -> list[str]:
    """``HH:MM`` for an hour and minutes with a dot: both halves of the day where the hour is one figure."""
    hour, minute = match["hour"], match["minute"]
    hours = [int(hour), int(hour) + 12] if len(hour) == 1 and int(hour) else [int(hour)]
    return [time for each in hours if (time := _time_of(f"{each:02}{minute}"))]


def _which_half(time: str) -> str:
    return f"Is {time} in the morning or in the afternoon?"


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
    weekday = weekday_number(name) if name else None
    if name and weekday is None:
        raise NotUnderstood
    require_month(month)
    if not year:
        points = [latest(day, month, today)]
    elif len(year) == 4:
        points = [real_day(checked_year(int(year)), month, day, today)]
    else:
        years = centuries(int(year.lstrip("'")), lambda y: real_day(y, month, day, today).first, today)
        points = [Point(each, month, day) for each in years]
    if weekday is not None:
        points = on_weekday(points, weekday, today)
    moments = [Moment(point) for point in points]
    return Found(tuple(moments), which_year(moments))
