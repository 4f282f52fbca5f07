"""Which parts of which pages have been on the screen. Pure arithmetic, no Qt.

A page is laid out as a grid of small cells. A cell counts once it has been wholly in view;
a page counts as seen once every cell has. For a page that fits this is the moment it is
shown; for one that is taller or, enlarged, wider than the window it takes scrolling over
all of it, so a jump from top to bottom does not pass for reading.
"""

from __future__ import annotations

COLUMNS = 8
ROWS = 48


class Coverage:
    """The memory of one document's reading."""

    def __init__(self, pages: int) -> None:
        self.pages = pages
        self._cells: dict[int, set[int]] = {}
        self._seen: set[int] = set()

    def look(self, page: int, left: float, top: float, right: float, bottom: float) -> bool:
        """Note that this part of a page (fractions 0 to 1) is in view; True if the page is now newly seen."""
        if not 0 <= page < self.pages or page in self._seen:
            return False
        slack = 1e-6
        columns = [c for c in range(COLUMNS) if c / COLUMNS >= left - slack and (c + 1) / COLUMNS <= right + slack]
        rows = [r for r in range(ROWS) if r / ROWS >= top - slack and (r + 1) / ROWS <= bottom + slack]
        cells = self._cells.setdefault(page, set())
        cells.update(r * COLUMNS + c for r in rows for c in columns)
        if len(cells) < ROWS * COLUMNS:
            return False
        self._seen.add(page)
        del self._cells[page]
        return True

    def mark(self, pages: set[int]) -> None:
        """Pages that were seen before an interruption."""
        self._seen |= {p for p in pages if 0 <= p < self.pages}

    @property
    def seen(self) -> set[int]:
        return set(self._seen)

    @property
    def complete(self) -> bool:
        return self.pages > 0 and len(self._seen) == self.pages
