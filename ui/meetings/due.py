"""A day by which something is to be done, typed while people talk.

The event dates of the chronology look back: a day without a year is the last such day. What
is to be done lies ahead, so here the same words are read forward from the meeting: "fri" is
the coming Friday and "9/11" the next 9 November. A year that was typed is never changed.
"""

from __future__ import annotations

from datetime import date, timedelta

from pclo_app.records.event_date import EventDate
from pclo_app.records.event_date.typed import Ask, Read, Reading, echo, parse

_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_FULL = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_HORIZON_YEARS = 3


def read_due(words: str, *, today: date) -> Reading:
    """Read words as a day from ``today`` on. Never raises."""
    plain = " ".join(words.lower().split()).removeprefix("by ").removeprefix("next ")
    for names in (_DAYS, _FULL):
        if plain in names:
            ahead = (names.index(plain) - today.weekday() - 1) % 7 + 1
            return _read(today + timedelta(days=ahead))
    if plain in ("today", "tomorrow"):
        return parse(plain, today=today)
    reading = parse(plain or words, today=today + timedelta(days=364), spoken=False)
    if isinstance(reading, Ask):
        return _settled(reading, today)
    return reading


def iso_day(when: EventDate | None) -> str:
    """The day as YYYY-MM-DD, "" where it is not one exact day."""
    if when is None or not when.exact or when.lower is None:
        return ""
    return when.lower.isoformat()


def day_of(iso: str) -> EventDate | None:
    """The value of a date field for an ISO day."""
    try:
        date.fromisoformat(iso)
    except ValueError:
        return None
    return EventDate(iso)


def _read(day: date) -> Read:
    when = EventDate(day.isoformat())
    return Read(when, echo(when))


def _settled(question: Ask, today: date) -> Reading:
    """Of several years, the only one that lies ahead."""
    last = date(today.year + _HORIZON_YEARS, 12, 31)
    ahead = [each for each in question.choices if each.lower is not None and today <= each.lower <= last]
    return Read(ahead[0], echo(ahead[0])) if len(ahead) == 1 else question


def read_time(words: str) -> str | None:
    """``14:05`` for 14:05, 1405, 14.05 or 14; "" for nothing; None for what is not a time."""
    plain = words.strip().replace(".", ":").replace(" ", "")
    if not plain:
        return ""
    if ":" in plain:
        hour, _, minute = plain.partition(":")
    elif len(plain) in (3, 4):
        hour, minute = plain[:-2], plain[-2:]
    else:
        hour, minute = plain, "00"
    if not (hour.isdecimal() and minute.isdecimal() and hour.isascii() and minute.isascii()):
        return None
    if len(hour) > 2 or len(minute) != 2 or int(hour) > 23 or int(minute) > 59:
        return None
    return f"{int(hour):02d}:{minute}"
