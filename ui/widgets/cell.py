"""What one cell of a table shows."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt

CELL_ROLE = int(Qt.ItemDataRole.UserRole) + 1
"""Under this role a model hands out its cells."""


@dataclass(frozen=True)
class Cell:
    """What one cell shows. Everything is optional; the order on the screen is
    agency mark, state icon, mark, chip, words."""

    text: str = ""
    second: str = ""
    """A second, grey line."""
    bold: bool = False
    italic: bool = False
    grey: bool = False
    small: bool = False
    mono: bool = False
    struck: bool = False
    tone: str = ""
    """danger, warn, ok, opinion: the colour of the words."""
    agency: str = ""
    hollow: bool = False
    """The agency mark hollow: date uncertain."""
    state: str = ""
    """A state icon from `ui.widgets.labels.STATES`."""
    mark: str = ""
    """decision, decision-booked, or an icon name."""
    mark_space: bool = False
    """Keep the room of a mark free, so that words line up down the column."""
    chip: str = ""
    chip_kind: str = "info"
    chip_icon: str = ""
    align_right: bool = False
    centre: bool = False
    gap: bool = False
    """A hatched band across (first column of a spanned row)."""
    band: bool = False
    """A heading over the rows that follow: a raised ground."""
    link: str = ""
    """Words after a gap's text that look like a link."""
    bar: str = ""
    """A 5 px bar at the left edge in a token's colour (first column)."""
    hits: tuple[tuple[int, int], ...] = ()
    """(start, length) of search hits in `text`."""

    @property
    def plain(self) -> bool:
        """Whether it is a line of words and nothing else: most cells are."""
        marked = self.agency or self.state or self.mark or self.mark_space
        return not (marked or self.chip or self.gap or self.second or self.hits)
