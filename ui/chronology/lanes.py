"""The marks of one lane in order of time, and which of them lie in one place on the screen. Pure.

What is asked here costs by the width of the screen, not by the number of entries.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from itertools import accumulate

from pclo_app.casefile.chronology import TimelineMark

from .scale import CLOSEST, Scale, day_number

_REACHING_IN = 40
"""So many stretches that began before the window are drawn at most."""


class Lane:
    """Marks by their first day."""

    def __init__(self, code: str, marks: Iterable[TimelineMark]) -> None:
        self.code = code
        self.marks = tuple(sorted(marks, key=lambda mark: mark.lo))
        self.days = array("d", (day_number(mark.lo) for mark in self.marks))
        self._reached = array("d", accumulate((day_number(mark.hi) for mark in self.marks), max))

    def place(self, mark: TimelineMark) -> int | None:
        """Where an entry stands in this lane."""
        day = day_number(mark.lo)
        for place in range(bisect_left(self.days, day), bisect_right(self.days, day)):
            if self.marks[place].id == mark.id:
                return place
        return None

    def in_sight(self, scale: Scale) -> tuple[int, int]:
        """The places of the first mark that begins in the window and of the first behind it."""
        return bisect_left(self.days, scale.window.start), bisect_right(self.days, scale.window.end)

    def reaching_in(self, scale: Scale) -> list[int]:
        """The places of marks that began before the window and have not ended before it."""
        place = self.in_sight(scale)[0] - 1
        found: list[int] = []
        while place >= 0 and self._reached[place] >= scale.window.start and len(found) < _REACHING_IN:
            if day_number(self.marks[place].hi) >= scale.window.start:
                found.append(place)
            place -= 1
        return found[::-1]

    def groups(self, scale: Scale, widest: float) -> list[tuple[int, int]]:
        """First and last place of the marks that become one: neighbours nearer than 8 pixels.

        A crowd is parted where it would be wider than ``widest`` pixels, or a long case would
        be a single number.
        """
        place, end = self.in_sight(scale)
        near, far = CLOSEST / scale.per_day, widest / scale.per_day
        found = []
        while place < end:
            last = place
            limit = self.days[place] + far
            while (following := self._before(min(self.days[last] + near, limit), last, end)) > last:
                last = following
            found.append((place, last))
            place = last + 1
        return found

    def _before(self, day: float, place: int, end: int) -> int:
        """The last place before a day, at least ``place``."""
        return max(place, bisect_left(self.days, day, place, end) - 1)


def runs(columns: Sequence[int]) -> list[tuple[int, int]]:
    """Neighbouring columns as one: the first, and how many."""
    found: list[tuple[int, int]] = []
    for x in columns:
        if found and x == found[-1][0] + found[-1][1]:
            found[-1] = (found[-1][0], found[-1][1] + 1)
        else:
            found.append((x, 1))
    return found


def columns(days: Sequence[float], scale: Scale) -> list[int]:
    """The columns of pixels in which something lies, for the strip of the whole case. ``days`` are in order."""
    found: list[int] = []
    place = 0
    while place < len(days):
        x = int(scale.x(days[place]))
        found.append(x)
        place = bisect_left(days, x + 1.0, place + 1, key=scale.x)
    return found
