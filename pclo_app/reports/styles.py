"""The type scale on paper: few sizes, two greys, one place."""

from __future__ import annotations

from typing import NamedTuple

INK = 0.07
SOFT = 0.31
MARK = 0.133
LINE = 0.62
SHADE = 0.93

MM = 72 / 25.4


class Style(NamedTuple):
    """How words look: face, size, line height and grey (0 black, 1 white)."""

    face: str
    size: float
    leading: float
    grey: float = INK

    @property
    def baseline(self) -> float:
        """From the top of a line down to its baseline."""
        return (self.leading + 0.75 * self.size) / 2


MARKING = Style("bold", 10.5, 13)
TITLE = Style("semibold", 17.5, 23)
SUBTITLE = Style("regular", 9.2, 12.05, SOFT)
HEADING = Style("semibold", 11, 14.5)

BODY = Style("regular", 9.2, 12.05)
BODY_BOLD = Style("semibold", 9.2, 12.05)
BODY_MEDIUM = Style("medium", 9.2, 12.05)
BODY_SOFT = Style("regular", 9.2, 12.05, SOFT)
BODY_ITALIC = Style("italic", 9.2, 12.05)

CELL = Style("regular", 8.8, 11.54)
CELL_BOLD = Style("semibold", 8.8, 11.54)
CELL_SOFT = Style("regular", 8.8, 11.54, SOFT)
CELL_HEAD = Style("semibold", 8.5, 11.4)

SMALL = Style("regular", 8, 10.3)
SMALL_BOLD = Style("semibold", 8, 10.3)
SMALL_SOFT = Style("regular", 8, 10.3, SOFT)
SMALL_MONO = Style("mono", 8, 10.3)
CODE = Style("mono-medium", 14, 18)
TICK_WORDS = Style("regular", 9.2, 15)
