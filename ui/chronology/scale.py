"""Days to pixels and back, the ticks of the axis, and the window on them. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple

from pclo_app.records.event_date.wording import MONTHS

CLOSEST = 8.0
"""Marks nearer than so many pixels become one numbered mark."""
_TICK_ROOM = 92.0
_SHORTEST_DAYS = 3.0
_DAY_STEPS = (1, 2, 7, 14)
_MONTH_STEPS = (1, 2, 3, 6, 12, 24, 60, 120, 240, 600, 1200)


class Window(NamedTuple):
    """A stretch of time, in days since the year 1."""

    start: float
    end: float

    @property
    def days(self) -> float:
        return self.end - self.start

    def moved(self, days: float) -> Window:
        """The same length, later or earlier."""
        return Window(self.start + days, self.end + days)

    def zoomed(self, factor: float, about: float) -> Window:
        """Longer (factor over 1) or shorter, one day staying where it is."""
        length = max(_SHORTEST_DAYS, self.days * factor)
        share = (about - self.start) / self.days if self.days else 0.5
        start = about - share * length
        return Window(start, start + length)

    def within(self, whole: Window) -> Window:
        """Pushed back inside the whole case."""
        if self.days >= whole.days:
            return whole
        if self.start < whole.start:
            return Window(whole.start, whole.start + self.days)
        if self.end > whole.end:
            return Window(whole.end - self.days, whole.end)
        return self

    def holds(self, day: float) -> bool:
        return self.start <= day <= self.end


class Scale(NamedTuple):
    """A window on so many pixels."""

    window: Window
    left: float
    width: float

    def x(self, day: float) -> float:
        """The middle of a day."""
        return self.left + (day - self.window.start) / self.window.days * self.width

    def day(self, x: float) -> float:
        return self.window.start + (x - self.left) / self.width * self.window.days

    @property
    def per_day(self) -> float:
        return self.width / self.window.days


class Tick(NamedTuple):
    """A line of the axis with its words."""

    day: float
    words: str


def day_number(day: date) -> float:
    """The middle of a day."""
    return day.toordinal() + 0.5


def ticks(scale: Scale) -> list[Tick]:
    """Lines at even steps; the first names the year, and so does each that begins another."""
    if scale.window.days <= 0 or scale.width <= 0:
        return []
    first = date.fromordinal(max(1, int(scale.window.start)))
    last = date.fromordinal(min(date.max.toordinal(), max(1, int(scale.window.end) + 1)))
    days = next((step for step in _DAY_STEPS if step * scale.per_day >= _TICK_ROOM), 0)
    starts = _day_starts(first, last, days) if days else _month_starts(first, last, scale.per_day)
    found: list[Tick] = []
    year = 0
    for day in starts:
        if not scale.window.holds(day.toordinal()):
            continue
        whole = not days
        month = MONTHS[day.month - 1][:3]
        words = f"{month} {day.year}" if whole else f"{day.day} {month}" + (f" {day.year}" if day.year != year else "")
        year = day.year
        found.append(Tick(day.toordinal(), words))
    if found and all(tick.words.startswith("Jan ") for tick in found):
        found = [Tick(tick.day, tick.words[4:]) for tick in found]
    return found


def _day_starts(first: date, last: date, step: int) -> list[date]:
    start = first - timedelta(days=(first.toordinal() - 1) % step)
    return [start + timedelta(days=n) for n in range(0, (last - start).days + 1, step)]


def _month_starts(first: date, last: date, per_day: float) -> list[date]:
    step = next((step for step in _MONTH_STEPS if step * 30.4 * per_day >= _TICK_ROOM), _MONTH_STEPS[-1])
    number = (first.year * 12 + first.month - 1) // step * step
    found = []
    while number // 12 <= last.year:
        if number >= 12:
            found.append(date(number // 12, number % 12 + 1, 1))
        number += step
    return found


def whole_case(days: Sequence[date], today: date) -> Window:
    """From the first mark to the last, or to today where the case goes on; with a little air at the ends."""
    if not days:
        return Window(day_number(today) - 35, day_number(today) + 35)
    first, last = min(days), max(days)
    if 0 <= (today - last).days <= 90:
        last = today
    start, end = day_number(first), day_number(last)
    air = max(2.0, (end - start) * 0.015)
    return Window(start - air, end + air)


def first_window(whole: Window, days: float = 70.0) -> Window:
    """What is shown at first: the last ten weeks."""
    return Window(max(whole.start, whole.end - days), whole.end)
