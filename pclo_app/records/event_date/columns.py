"""A date and a precision from two columns of a table."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import get_args

from ..errors import ControlCharacter
from ..text import clean
from .errors import AmbiguousDate, DateError, NotUnderstood, PrecisionDisagrees, UnknownPrecision
from .grammar import Point, Precision, read_edtf
from .parts import two_years
from .reading import Read, Refuse, echo
from .typed import certain
from .value import EventDate

_KNOWN = get_args(Precision)
_NO_TIME = re.compile(r"00:00:00(?:\.0+)?$")
_DOT_TIME = re.compile(r"(?<=[ T])([0-9])\.([0-9]{2})$")
_SOME_DAYS = timedelta(days=1000)
_UNITS = ("day", "month", "year")


def parse_precise(value: str, precision: str, *, today: date) -> Read | Refuse:
    """Reads a date whose precision stands beside it. Never asks: a table cannot answer.

    ``day``, ``month`` and ``year`` say how much of the date is meant: the first of a
    month marked ``month`` is the month, and no day is made up for it. Databases write
    ``00:00:00`` after a day for "no time": no midnight is made up either. The cell's words
    are kept wherever they are not themselves the date's one form.
    """
    try:
        value = clean(value)
        when = _read(" ".join(value.split()), precision.strip().lower(), today)
    except ControlCharacter:
        return Refuse(NotUnderstood())
    except DateError as error:
        return Refuse(error)
    words = value.strip()
    if when.time == "00:00" and _NO_TIME.search(words):
        when = EventDate(when.edtf)
    if words and words != when.edtf:
        when = EventDate(when.edtf, when.time, words)
    return Read(when, echo(when))


def _read(words: str, precision: str, today: date) -> EventDate:
    if precision and precision not in _KNOWN:
        raise UnknownPrecision(known=", ".join(_KNOWN))
    if precision == "unknown" or not words:
        return EventDate()
    if _is_edtf(words):
        if not precision and two_years(words):
            raise AmbiguousDate
        when = EventDate(words)
        return when if not precision or when.precision == precision else _at(precision, when)
    if re.fullmatch(r"[0-9]{4}", words):  # in a date column a year, never a time
        words = f"{words} (year only)"
    when = _the_same_on_any_day(words, today)
    if not precision or when.precision == precision:
        return when
    return _at(precision, when)


def _is_edtf(words: str) -> bool:
    if re.fullmatch(r"[0-9]{4}", words):
        return False
    try:
        return bool(read_edtf(words))
    except ValueError:
        return False


def _the_same_on_any_day(words: str, today: date) -> EventDate:
    """The date, unless it would be another one if the table were read on another day.

    "5/11" and "Monday" meant something on the day they were written; nobody knows which day that was.
    """
    words = _DOT_TIME.sub(r"0\1:\2", words)  # a table writes the 24-hour clock; its words are kept beside the date
    when = certain(words, today=today)
    if certain(words, today=today - _SOME_DAYS) != when:
        raise AmbiguousDate
    return when


def _at(precision: str, when: EventDate) -> EventDate:
    """The date at the precision that the table gives it: never more than is written."""
    point = when.point
    if point is None or when.precision not in _UNITS:
        raise PrecisionDisagrees(written=when.precision, given=precision)
    if precision == "about":
        return EventDate(point.edtf + "~", when.time)
    if precision not in _UNITS or _UNITS.index(precision) < _UNITS.index(point.unit):
        raise PrecisionDisagrees(written=when.precision, given=precision)
    if precision == "month" and point.day and not when.time:
        return EventDate(Point(point.year, point.month).edtf)
    if precision == "year" and not when.time:
        return EventDate(Point(point.year).edtf)
    raise PrecisionDisagrees(written=when.precision, given=precision)
