"""Which row of the table is which entry, and where the gaps stand between them. Pure."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from typing import NamedTuple

from pclo_app.casefile.model import Gap


class Layout(NamedTuple):
    """One number for each row: the place of an entry from 0, or -1, -2, ... for the first, second, ... gap."""

    slots: Sequence[int] = ()
    gaps: tuple[Gap, ...] = ()

    def gap(self, row: int) -> Gap | None:
        """The gap in a row, None for an entry."""
        slot = self.slots[row]
        return self.gaps[-slot - 1] if slot < 0 else None

    def gap_rows(self) -> list[int]:
        """The rows of the gaps."""
        return [row for row, slot in enumerate(self.slots) if slot < 0]

    def row_of(self, place: int) -> int | None:
        """The row of the entry at a place."""
        low, high = 0, len(self.slots)
        while low < high:
            middle = (low + high) // 2
            if self._place(middle) < place:
                low = middle + 1
            else:
                high = middle
        return low if low < len(self.slots) and self.slots[low] == place else None

    def _place(self, row: int) -> float:
        """Where a row stands among the entries: a gap just before the entry that follows it."""
        slot = self.slots[row]
        return slot if slot >= 0 else self.gaps[-slot - 1].before - 1.5


def whole(total: int, gaps: Sequence[Gap] = ()) -> Layout:
    """All entries, each gap before the entry that follows it."""
    if not gaps:
        return Layout(range(total))
    slots = array("i")
    done = 0
    for n, gap in enumerate(gaps):
        place = min(gap.before - 1, total)
        slots.extend(range(done, place))
        slots.append(-n - 1)
        done = place
    slots.extend(range(done, total))
    return Layout(slots, tuple(gaps))


def around_gaps(total: int, gaps: Sequence[Gap]) -> Layout:
    """Only the gaps, each between its two entries."""
    slots: list[int] = []
    for n, gap in enumerate(gaps):
        place = gap.before - 1
        if place - 1 >= 0 and (not slots or slots[-1] != place - 1):
            slots.append(place - 1)
        slots.append(-n - 1)
        if place < total:
            slots.append(place)
    return Layout(slots, tuple(gaps))
