"""Working days: not a Saturday, a Sunday or a bank holiday of the chosen nation.

Counting starts on the day after the event: the day of the event is day 0. A strategy
discussion on 12 December 2006 gives an initial conference by 5 January 2007, the fifteenth
working day, because Christmas, Boxing Day and New Year's Day do not count.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from .errors import OutsideCalendar
from .tables import HolidayTable, shipped_holidays

_SATURDAY = 5


@dataclass(frozen=True)
class Calendar:
    """The days off of one nation, in the years in which they are known."""

    nation: str
    name: str
    holidays: dict[date, str]
    """Bank holidays that fall on a weekday."""
    first_year: int
    last_year: int

    def is_working(self, day: date) -> bool:
        """Whether offices are open."""
        self._require(day)
        return day.weekday() < _SATURDAY and day not in self.holidays

    def day_off(self, day: date) -> str:
        """``a Saturday``, ``a bank holiday (Good Friday)``, or nothing for a working day."""
        self._require(day)
        if day.weekday() >= _SATURDAY:
            return "a Saturday" if day.weekday() == _SATURDAY else "a Sunday"
        holiday = self.holidays.get(day)
        return f"a bank holiday ({holiday})" if holiday else ""

    def add(self, start: date, days: int) -> date:
        """The working day that stands so many working days after ``start`` (before, if negative).

        Zero is ``start`` itself, working day or not.
        """
        step = timedelta(days=1 if days > 0 else -1)
        day = start
        left = abs(days)
        self._require(day)
        while left:
            day += step
            left -= self.is_working(day)
        return day

    def count(self, start: date, end: date) -> int:
        """How many working days lie after ``start`` up to and with ``end``; negative when ``end`` is earlier.

        The same day is 0. An event on a Saturday has the Monday as day 1.
        """
        if end < start:
            return -self.count(end, start)
        self._require(start)
        self._require(end)
        days = (start + timedelta(days=number) for number in range(1, (end - start).days + 1))
        return sum(self.is_working(day) for day in days)

    def skipped(self, start: date, end: date) -> list[tuple[date, str]]:
        """The bank holidays between two days that did not count, for “Why this date?”."""
        return sorted((day, name) for day, name in self.holidays.items() if start < day <= end)

    def _require(self, day: date) -> None:
        if not self.first_year <= day.year <= self.last_year:
            raise OutsideCalendar(first=self.first_year, last=self.last_year)


def calendar(nation: str = "ENG") -> Calendar:
    """The shipped calendar of a nation: ENG (England and Wales), SCT, NIR."""
    return _shipped(nation)


def calendar_from(table: HolidayTable, nation: str) -> Calendar:
    """A calendar made from a table of bank holidays."""
    found = table.nations[nation]
    days = {date.fromisoformat(day): name for day, name in found.days.items()}
    return Calendar(nation, found.name, days, table.first_year, table.last_year)


@lru_cache(maxsize=4)
def _shipped(nation: str) -> Calendar:
    return calendar_from(shipped_holidays(), nation)
