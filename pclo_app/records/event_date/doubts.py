"""What is odd about a date without being wrong: said, never refused."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from .value import EventDate
from .wording import point_in_words


def warnings(
    when: EventDate,
    *,
    today: date,
    births: Iterable[tuple[str, EventDate]] = (),
    deaths: Iterable[tuple[str, EventDate]] = (),
) -> list[str]:
    """Sentences about a date in the future, before a child's birth or after a death.

    ``births`` and ``deaths`` hold a name and a date each. Only what is certain is said:
    an event of "2007" is not before a birth in July 2007.
    """
    found = []
    if when.lower and when.lower > today:
        found.append(
            f"{_plain(when)} is in the future. A chronology records what has happened. "
            "If this is a booking, add it to Conferences."
        )
    found += [
        f"This is before {name} was born ({_plain(born)}). Keep it if it is about the pregnancy or the family."
        for name, born in births
        if when.upper and born.lower and when.upper < born.lower
    ]
    found += [
        f"This is after {name} died ({_plain(died)}). Keep it if it is about the family or what was done afterwards."
        for name, died in deaths
        if when.lower and died.upper and when.lower > died.upper
    ]
    return found


def _plain(when: EventDate) -> str:
    """The date without its weekday, time and remarks where it is a single one."""
    if when.point and when.precision in ("day", "month", "year"):
        return point_in_words(when.point)
    return when.in_words()
