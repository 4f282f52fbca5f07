"""Dates of events, kept exactly as precisely as they are known.

`value.EventDate` is the type; `typed.parse` reads what an officer types; `columns.parse_precise`
reads a date and a precision from a table; `doubts.warnings` says what is odd about a date
without refusing it.
"""

from __future__ import annotations

from .columns import parse_precise
from .doubts import warnings
from .errors import DateError
from .grammar import Precision
from .reading import Ask, Read, Reading, Refuse
from .single import read_time
from .typed import certain, parse, parse_day
from .value import EventDate

__all__ = [
    "Ask",
    "DateError",
    "EventDate",
    "Precision",
    "Read",
    "Reading",
    "Refuse",
    "certain",
    "parse",
    "parse_day",
    "parse_precise",
    "read_time",
    "warnings",
]
