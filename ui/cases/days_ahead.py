"""A day by which something is due, typed without a year: of the days it can mean, the one nearest to today.

Events lie behind, and what is due lies ahead; but a form is also filled in when a day has
passed, and what was due yesterday is not due in a year.
"""

from __future__ import annotations

import re
from datetime import date

from pclo_app.records.event_date import EventDate, parse
from pclo_app.records.event_date.typed import Read, Reading, echo
from ui.meetings.due import read_due

_NO_YEAR = re.compile(r"\d{1,2}\s*[/. -]?\s*(\d{1,2}|[a-z]+)|[a-z]+\s*\d{1,2}")
_LEAP = (2, 29)


def read_nearest(words: str, *, today: date) -> Reading:
    """Read words as a day by which something is due. Never raises."""
    if not _NO_YEAR.fullmatch(" ".join(words.lower().split())):
        return read_due(words, today=today)
    found = parse(words, today=today)
    if not isinstance(found, Read) or not found.date.exact or found.date.time:
        return found
    day = date.fromisoformat(found.date.edtf)
    if (day.month, day.day) == _LEAP:
        return found
    nearest = min((day.replace(year=today.year + n) for n in (-1, 0, 1)), key=lambda each: abs(each - today))
    when = EventDate(nearest.isoformat())
    return Read(when, echo(when))
