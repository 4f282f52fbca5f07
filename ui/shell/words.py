"""Dates, times, ages and counts as every screen says them."""

from __future__ import annotations

from datetime import date, datetime

from pclo_app.records.event_date import EventDate
from pclo_app.records.event_date.wording import DAYS, MONTHS


def day_long(day: date) -> str:
    """``Wednesday 18 November 2026``, for headings."""
    return f"{DAYS[day.weekday()]} {day.day} {MONTHS[day.month - 1]} {day.year}"


def day_short(day: date, *, year: bool = True) -> str:
    """``Wed 18 Nov 2026``, for tables."""
    words = f"{DAYS[day.weekday()][:3]} {day.day} {MONTHS[day.month - 1][:3]}"
    return f"{words} {day.year}" if year else words


def iso_short(text: str, *, year: bool = True) -> str:
    """The same from an ISO date; other words as they are."""
    try:
        return day_short(date.fromisoformat(text[:10]), year=year)
    except ValueError:
        return text


def moment(at: str, offset: str = "") -> datetime | None:
    """A revision's UTC time on the clock of the laptop that made it."""
    try:
        utc = datetime.fromisoformat(at)
    except ValueError:
        return None
    try:
        zone = datetime.fromisoformat(f"2000-01-01T00:00:00{offset}").tzinfo if offset else None
    except ValueError:
        zone = None
    return utc.astimezone(zone) if zone is not None and utc.tzinfo is not None else utc


def moment_words(at: str, offset: str = "") -> str:
    """``Wed 18 Nov 2026, 14:32``."""
    found = moment(at, offset)
    return f"{day_short(found.date())}, {found:%H:%M}" if found is not None else at


def counted(number: int, one: str, many: str = "") -> str:
    """``1 change``, ``2 changes``."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def age(born: EventDate, today: date) -> str:
    """``4``, ``8 months`` under two years; nothing where the year of birth is in doubt."""
    first, last = born.lower, born.upper
    if first is None or last is None or last > today:
        return ""
    years, other = _years(first, today), _years(last, today)
    if years != other:
        return f"{other} or {years}"
    if years >= 2 or not born.exact:
        return str(years)
    months = (today.year - first.year) * 12 + today.month - first.month - (today.day < first.day)
    return counted(months, "month")


def born_words(born: EventDate) -> str:
    """``born 14 Feb 2022``, ``born about 2022``."""
    if not born.known:
        return "birth date not known"
    table = born.in_table()
    if born.exact:
        table = table.partition(" ")[2]
    sure = born.time_in_table()
    return f"born {sure} {table}" if sure.startswith("about") else f"born {table}"


def _years(born: date, today: date) -> int:
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))


_SHORT_RANKS = {
    "police constable": "PC",
    "detective constable": "DC",
    "sergeant": "PS",
    "detective sergeant": "DS",
    "inspector": "Insp",
    "detective inspector": "DI",
    "detective chief inspector": "DCI",
}


def with_rank(name: str, rank: str) -> str:
    """``DC Owen Tranter``; a rank with no usual short form stands behind the name."""
    short = _SHORT_RANKS.get(rank.casefold())
    return f"{short} {name}" if short else ", ".join(part for part in (name, rank) if part)
