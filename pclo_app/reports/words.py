"""Dates, ages and names as they are printed. The 24-hour clock; never a date in figures."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone

from ..records.base import Named
from ..records.event_date import EventDate
from ..records.event_date.wording import DAYS, MONTHS, day_in_words
from ..records.person import Person

DEGREES = {
    "": "",
    "first-hand": "First",
    "second-hand": "Second",
    "more distant": "More distant",
    "not known": "Not known",
}


def _day(iso: str) -> date | None:
    try:
        return date.fromisoformat(iso[:10])
    except ValueError:
        return None


def day_plain(iso: str) -> str:
    """``5 November 2026``; other words as they are."""
    day = _day(iso)
    return day_in_words(day) if day else iso


def day_full(iso: str) -> str:
    """``Thursday 5 November 2026``; other words as they are."""
    day = _day(iso)
    return f"{DAYS[day.weekday()]} {day_in_words(day)}" if day else iso


def day_short(iso: str) -> str:
    """``Thu 5 Nov 2026``; other words as they are."""
    day = _day(iso)
    return f"{DAYS[day.weekday()][:3]} {day.day} {MONTHS[day.month - 1][:3]} {day.year}" if day else iso


def moment_plain(at: datetime) -> str:
    """``5 November 2026, 15:16``, by the time's own offset."""
    return f"{day_in_words(at.date())}, {at:%H:%M}"


def moment_full(at: datetime) -> str:
    """``Thursday 5 November 2026, 15:12``."""
    return f"{DAYS[at.weekday()]} {moment_plain(at)}"


def recorded(at: str, offset: str = "+00:00") -> datetime:
    """A recorded UTC time with the offset that the laptop had."""
    moment = datetime.fromisoformat(at.replace("Z", "+00:00"))
    if len(offset) == 6 and offset[0] in "+-":
        shift = timedelta(hours=int(offset[1:3]), minutes=int(offset[4:6]))
        moment = moment.astimezone(timezone(-shift if offset[0] == "-" else shift))
    return moment


def time_given(text: str) -> str:
    """A time as a record has it: an ISO date and time in words, anything else as it is."""
    if len(text) >= 16 and text[4] == "-" and text[10] in "T ":
        day, clock = text[:10], text[11:16]
        return f"{day_plain(day)}, {clock}"
    return day_plain(text) if len(text) == 10 else text


def span(first: str, last: str) -> str:
    """``3 to 5 November 2026``, leaving out what the second date says as well."""
    start, end = _day(first), _day(last)
    if start is None or end is None or start == end:
        return day_plain(first or last)
    if start.year != end.year:
        return f"{day_in_words(start)} to {day_in_words(end)}"
    if start.month != end.month:
        return f"{start.day} {MONTHS[start.month - 1]} to {day_in_words(end)}"
    return f"{start.day} to {day_in_words(end)}"


def age_on(born: EventDate, iso: str) -> str:
    """Age in whole years on a day, or nothing where either is not exactly known."""
    day, birth = _day(iso), born.lower
    if day is None or birth is None or not born.exact or birth > day:
        return ""
    return str(day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day)))


def child_line(child: Person, on: str) -> str:
    """``Maisie Orrin-Vale, 14 February 2022 (4)``."""
    if not child.born.known:
        return f"{child.name}, birth date not recorded"
    born = day_plain(child.born.edtf) if child.born.exact else child.born.in_words()
    age = age_on(child.born, on)
    return f"{child.name}, {born} ({age})" if age else f"{child.name}, {born}"


def short_name(name: str) -> str:
    """``Dawn Pettifer`` as ``D Pettifer``; a title stays (``Dr Anil Marchetti`` is ``Dr A Marchetti``)."""
    parts = name.split()
    titles = {"Dr", "Mr", "Mrs", "Ms", "Miss", "Prof", "Professor", "Rev", "Sir", "Lady"}
    kept = [parts.pop(0)] if parts and parts[0].rstrip(".") in titles else []
    if len(parts) < 2:
        return name
    return " ".join([*kept, parts[0][0], parts[-1]])


def named(who: Named | None) -> str:
    """Name and rank or designation, or nothing."""
    return str(who) if who is not None else ""


def sentence(text: str) -> str:
    """The text ending in a full stop, unless it ends a sentence already or is empty."""
    text = text.strip()
    return text if not text or text[-1] in ".!?…”" else f"{text}."


def capital(text: str) -> str:
    """The text with a capital first letter."""
    return text[:1].upper() + text[1:]


def counted(count: int, one: str, many: str = "") -> str:
    """``1 entry``, ``57 entries``."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"
