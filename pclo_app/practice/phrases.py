"""Small pieces of the sentences that findings are made of."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from ..records.event_date.wording import DAYS, MONTHS


def counted(number: int, one: str, many: str) -> str:
    """``1 person has`` or ``3 people have``."""
    return f"{number} {one if number == 1 else many}"


def listed(names: Iterable[str], joint: str = "and") -> str:
    """``Theo``, ``Theo and Maisie``, ``Theo, Maisie and Ada``."""
    parts = list(names)
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} {joint} {parts[-1]}"


def numbered(numbers: Sequence[int]) -> str:
    """``Entry 55`` or ``Entries 55, 56 and 57``."""
    return f"{'Entry' if len(numbers) == 1 else 'Entries'} {listed(map(str, numbers))}"


def short_day(day: date) -> str:
    """``Mon 23 Nov 2026``, as tables and chips show a day."""
    return f"{DAYS[day.weekday()][:3]} {day.day} {MONTHS[day.month - 1][:3]} {day.year}"


def long_day(day: date) -> str:
    """``Monday 23 November 2026``."""
    return f"{DAYS[day.weekday()]} {day.day} {MONTHS[day.month - 1]} {day.year}"


def first_name(name: str) -> str:
    """The given name, where a family name follows it: ``Theo`` of ``Theo Orrin-Vale``."""
    return name.split()[0] if name.split() else name


def read_day(text: str) -> date | None:
    """An ISO date, or None where there is none or it cannot be read."""
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None
