"""Dates of events, kept exactly as precisely as they are known.

`value.EventDate` is the type; `typed.parse` reads what an officer types; `columns.parse_precise`
reads a date and a precision from a table; `doubts.warnings` says what is odd about a date
without refusing it.
"""

from __future__ import annotations

from .grammar import Precision
from .value import EventDate

__all__ = ["EventDate", "Precision"]
