"""Numbers of a spreadsheet as the words that stand in its cells.

A spreadsheet keeps a date as a count of days, and how much of it is meant only in the
cell's format: 45597 shown as "Nov 2024" says a month. Read as a number it would become
the first of November, a day that nobody gave. So the format decides what is taken.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from functools import lru_cache
from typing import NamedTuple

_BUILT_IN = {
    **dict.fromkeys((14, 15, 30), "d-m-yyyy"), **dict.fromkeys(range(27, 37), "d-m-yyyy"),
    **dict.fromkeys(range(50, 59), "d-m-yyyy"), 16: "d-mmm", 17: "mmm-yy", 18: "h:mm", 19: "h:mm:ss",
    20: "h:mm", 21: "h:mm:ss", 22: "d/m/yyyy h:mm", 45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss.0", 9: "0%", 10: "0.00%",
}  # fmt: skip
_NOT_TOKENS = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]|am/pm|a/p', re.IGNORECASE)
_EPOCH_1900 = datetime(1899, 12, 30)
_EPOCH_1904 = datetime(1904, 1, 1)
LATEST_SERIAL = 2_958_466
"""The day after 31 December 9999, where spreadsheets end."""


class Shown(NamedTuple):
    """What of a date a format shows."""

    year: bool = False
    month: bool = False
    day: bool = False
    time: bool = False
    percent: bool = False
    digits: int = 0
    """How many figures a whole number is filled up to with zeros."""

    @property
    def is_date(self) -> bool:
        return self.year or self.month or self.day or self.time


def built_in(number: int) -> str:
    """The format with one of the numbers below 164, as far as it is a date's or percentage's."""
    return _BUILT_IN.get(number, "")


@lru_cache(maxsize=4096)
def shown(code: str) -> Shown:
    """What a number format (its first section) shows."""
    section = _NOT_TOKENS.sub("", code.partition(";")[0]).lower()
    if section.strip() in ("", "general", "@", "standard"):
        return Shown()
    hours = bool(re.search(r"h|s", section))
    months = re.sub(r"h+[^ymd]*m+|m+[^ymdh]*s+|\[m+\]", "", section) if hours else section
    found = Shown(
        year="y" in section or ("e" in section.replace("general", "") and not re.search(r"[0#?]", section)),
        month="m" in months,
        day="d" in section,
        time=hours,
    )
    if found.is_date:
        return found
    zeros = re.fullmatch(r"0{2,15}", section.strip())
    return Shown(percent="%" in section, digits=len(zeros[0]) if zeros else 0)


def words_of(value: float, code: str, *, epoch_1904: bool) -> str:
    """A number as its format means it: a date in its one form, a time, or plain figures."""
    form = shown(code)
    if form.is_date and 0 <= value < LATEST_SERIAL:
        return _moment(value, form, epoch_1904)
    if form.percent:
        return f"{plain(value * 100)}%"
    return plain(value).zfill(form.digits) if form.digits and value >= 0 else plain(value)


def plain(value: float) -> str:
    """A number in the figures that a spreadsheet shows: at most fifteen, without an empty fraction."""
    if value == int(value) and abs(value) < 1e15:
        return str(int(value))
    return format(value, ".15g")


def day_of(serial: float, *, epoch_1904: bool) -> datetime:
    """The moment that a count of days means.

    Counting from 1900, spreadsheets have a 29 February 1900 that never was (day 60).
    """
    if epoch_1904:
        base = _EPOCH_1904
    else:
        base = _EPOCH_1900 if serial >= 60 else _EPOCH_1900 + timedelta(days=1)
    seconds = round((serial % 1) * 86400)
    return base + timedelta(days=int(serial), seconds=seconds)


def _moment(value: float, form: Shown, epoch_1904: bool) -> str:
    when = day_of(value, epoch_1904=epoch_1904)
    clock = when.strftime("%H:%M:%S" if when.second else "%H:%M")
    if (value < 1 and not (epoch_1904 and form.day)) or not (form.year or form.month or form.day):
        return clock
    if not form.day and not form.time:
        return f"{when:%Y-%m}" if form.month else f"{when:%Y}"
    if form.time and (when.hour or when.minute or when.second):
        return f"{when:%Y-%m-%d} {clock}"
    return f"{when:%Y-%m-%d}"
