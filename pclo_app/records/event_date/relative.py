"""Days told from today, and days with a name: "last Friday", "3 weeks ago", "the 3rd", "Boxing Day 2025".

A tidied text marks a day of a month that was left out as ``#3`` ("the 3rd").
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta

from . import feasts
from .errors import DateError
from .grammar import Point
from .parts import Found, Moment, centuries, checked_year, on_weekday, plausible_year, weekday_number, which_year

TOLD_FROM_TODAY = re.compile(r"#|\b(?:last|this|next|ago|gone|before yesterday|tonight)\b")
"""Words that mean something else when they are read as if on another day."""

_STEPS = {"today": 0, "yesterday": -1, "tomorrow": 1, "day before yesterday": -2}
_NUMBERS = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
            "nine": 9, "ten": 10, "eleven": 11, "twelve": 12}  # fmt: skip
_AGO = re.compile(rf"(?P<count>[0-9]{{1,3}}|{'|'.join(_NUMBERS)}) (?P<unit>day|week|fortnight|month|year)s? ago")
_WEEKDAY = re.compile(r"(?P<which>last|this|next) (?P<day>[a-z]{3,9})|(?P<gone>[a-z]{3,9}) (?:last|gone)")
_NTH = re.compile(r"(?:(?P<weekday>[a-z]{3,9}) )?#(?P<day>[0-9]{1,2})(?: of (?P<month>this|last) month)?")
_UNIT = re.compile(r"(?P<which>last|this) (?P<unit>month|year)")


def read_relative(text: str, today: date) -> Found | None:
    """The day in words that need today's date. None for other words."""
    if text in _STEPS:
        return _days([today + timedelta(days=_STEPS[text])])
    weekday = weekday_number(text)
    if weekday is not None:
        return _days([_latest_weekday(weekday, today)])
    for reader in (_weekday, _ago, _nth, _unit, _feast):
        found = reader(text, today)
        if found is not None:
            return found
    return None


def _days(days: list[date], question: str = "") -> Found:
    return Found(tuple(Moment(Point(day.year, day.month, day.day)) for day in days), question)


def _latest_weekday(weekday: int, today: date) -> date:
    return today - timedelta(days=(today.weekday() - weekday) % 7)


def _weekday(text: str, today: date) -> Found | None:
    """``last Friday`` is the one just gone, or, where that was this week, perhaps the one before it: asked."""
    match = _WEEKDAY.fullmatch(text)
    weekday = weekday_number(match["day"] or match["gone"]) if match else None
    if match is None or weekday is None:
        return None
    week = timedelta(days=7)
    monday = today - timedelta(days=today.weekday())
    if match["which"] == "this":
        return _days([monday + timedelta(days=weekday)])
    if match["which"] == "next":
        following = today + timedelta(days=(weekday - today.weekday() - 1) % 7 + 1)
        both = [following, following + week] if following < monday + week else [following]
        return _days(both, "Which one?")
    before = _latest_weekday(weekday, today - timedelta(days=1))
    both = [before, before - week] if before >= monday and not match["gone"] else [before]
    return _days(both, "Which one?")


def _ago(text: str, today: date) -> Found | None:
    """Days are counted; weeks give a day; months and years no more than the month or year."""
    match = _AGO.fullmatch(text)
    if not match:
        return None
    count = _NUMBERS.get(match["count"]) or int(match["count"])
    match match["unit"]:
        case "day" | "week" | "fortnight" as unit:
            return _days([today - timedelta(days=count * {"day": 1, "week": 7, "fortnight": 14}[unit])])
        case "month":
            months = today.year * 12 + today.month - 1 - count
            return Found((Moment(Point(checked_year(months // 12), months % 12 + 1)),))
    return Found((Moment(Point(checked_year(today.year - count))),))


def loose(text: str) -> bool:
    """Whether a count of time may be a round one: "3 weeks ago" is not always 21 days."""
    match = _AGO.fullmatch(text)
    return match is not None and match["unit"] != "day"


def _nth(text: str, today: date) -> Found | None:
    """``the 3rd``: the most recent one, unless a month is named."""
    match = _NTH.fullmatch(text)
    weekday = weekday_number(match["weekday"]) if match and match["weekday"] else None
    if match is None or (match["weekday"] and weekday is None):
        return None
    day = int(match["day"])
    back = {"this": 0, "last": 1}.get(match["month"] or "", 0 if day <= today.day else 1)
    for _ in range(3):  # two months running never both lack a day
        months = today.year * 12 + today.month - 1 - back
        year, month = months // 12, months % 12 + 1
        if 1 <= day <= monthrange(year, month)[1]:
            point = Point(year, month, day)
            return Found((Moment(point if weekday is None else on_weekday([point], weekday, today)[0]),))
        if match["month"]:
            return None
        back += 1
    return None


def _unit(text: str, today: date) -> Found | None:
    match = _UNIT.fullmatch(text)
    if not match:
        return None
    back = int(match["which"] == "last")
    if match["unit"] == "year":
        return Found((Moment(Point(today.year - back)),))
    months = today.year * 12 + today.month - 1 - back
    return Found((Moment(Point(months // 12, months % 12 + 1)),))


def _feast(text: str, today: date) -> Found | None:
    """A named day; without a year the most recent one."""
    feast = feasts.named(text)
    if feast is None:
        return None
    if not feast.year:
        return _days([feast.day(today.year) if feast.day(today.year) <= today else feast.day(today.year - 1)])
    if len(feast.year) == 4:
        return _days([feast.day(int(feast.year))]) if plausible_year(feast.year) else None
    try:
        found = _days([feast.day(y) for y in centuries(int(feast.year.lstrip("'")), feast.day, today)])
    except DateError:
        return None
    return Found(found.moments, which_year(found.moments))
