"""When a decision was made: in the record ``2026-11-03`` or ``2026-11-03T16:00``, in the form a date like any other."""

from __future__ import annotations

import re

from pclo_app.records.event_date import EventDate

_MOMENT = re.compile(r"(?P<day>[0-9]{4}-[0-9]{2}-[0-9]{2})(?:[T ](?P<time>[0-9]{2}:[0-9]{2})(?::[0-9]{2})?)?")


def read(at: str) -> EventDate | None:
    """The moment of a record; other words, from a file that was brought in, are kept as they are."""
    match = _MOMENT.fullmatch(at.strip())
    if match:
        try:
            return EventDate(match["day"], match["time"] or "")
        except ValueError:
            pass
    return EventDate(as_given=at.strip()) if at.strip() else None


def stored(when: EventDate | None) -> str:
    """What the record keeps: the day, with the time where it is known; or the words."""
    if when is None:
        return ""
    if not when.exact or when.as_given:
        return when.as_given
    return f"{when.edtf}T{when.time}" if when.time else when.edtf


def in_words(at: str, day: EventDate | None = None) -> str:
    """``Tue 3 Nov 2026, 16:00``; on the day of the entry only ``16:00``."""
    when = read(at)
    if when is None or not when.known:
        return at
    if day is not None and day.exact and day.edtf == when.edtf:
        return when.time
    return ", ".join(part for part in (when.in_table(), when.time) if part)
