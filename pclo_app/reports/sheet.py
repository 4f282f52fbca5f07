"""A laid-out page: words, lines and shapes with their places, before anything is painted.

Places are in points from the lower left corner, as PDF has them. Reports lay out sheets;
`paint` turns sheets into a PDF. So a layout can be examined, counted and hashed without one.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from .styles import MM, Style


class Words(NamedTuple):
    """Words on one baseline."""

    x: float
    y: float
    style: Style
    text: str


class Fill(NamedTuple):
    """A rectangle of one grey."""

    x: float
    y: float
    width: float
    height: float
    grey: float


class Rule(NamedTuple):
    """A straight line."""

    x1: float
    y1: float
    x2: float
    y2: float
    width: float
    grey: float


class Mark(NamedTuple):
    """An agency's shape, a diamond, or an empty tick box, by name, centred on a point."""

    name: str
    x: float
    y: float
    size: float
    hollow: bool = False
    """Only its outline, on white: a day that is not certain."""


class Heading(NamedTuple):
    """A heading, and the height at which it stands."""

    title: str
    y: float


class Stroke(NamedTuple):
    """One stroke of a signature: points with the width of the pen at each."""

    points: tuple[tuple[float, float, float], ...]


@dataclass(slots=True)
class Sheet:
    """One page. Painted in this order: fills, rules, masks, what lies over them, marks, strokes, words."""

    words: list[Words] = field(default_factory=list)
    fills: list[Fill] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)
    masks: list[Fill] = field(default_factory=list)
    """Ground for words on hatching."""
    over: list[Rule] = field(default_factory=list)
    """Lines on masks."""
    marks: list[Mark] = field(default_factory=list)
    strokes: list[Stroke] = field(default_factory=list)
    headings: list[Heading] = field(default_factory=list)
    """What begins on it: the file's own list of contents."""
    answer: Answer | None = None
    """What is to be answered on this page, apart from what is only read."""

    def counts(self) -> tuple[int, ...]:
        """How much is on it so far."""
        return tuple(len(getattr(self, name)) for name in _PARTS)

    def cut(self, counts: tuple[int, ...]) -> Sheet:
        """Take away what was added since it held so much, as a sheet of its own."""
        later = Sheet()
        for name, count in zip(_PARTS, counts, strict=True):
            mine: list[object] = getattr(self, name)
            setattr(later, name, mine[count:])
            del mine[count:]
        return later

    def box(self, x: float, top: float, width: float, height: float, line: float = 1.25, grey: float = 0.07) -> None:
        """The outline of a rectangle whose upper left corner is given."""
        inset = line / 2
        left, right, high, low = x + inset, x + width - inset, top - inset, top - height + inset
        self.rules += (
            Rule(x, high, x + width, high, line, grey),
            Rule(x, low, x + width, low, line, grey),
            Rule(left, high, left, low, line, grey),
            Rule(right, high, right, low, line, grey),
        )


@dataclass(frozen=True, slots=True)
class Answer:
    """The part of a page under a height, painted as one object: a sealed copy puts an answered one in its place."""

    sheet: Sheet
    top: float
    after: int = 0
    """How many of the page's words stand before it; the rest is the frame, which is read last."""


_PARTS = ("words", "fills", "rules", "masks", "over", "marks", "strokes", "headings")


@dataclass(frozen=True)
class Paper:
    """A page size with its margins: the frame that text stays inside."""

    width: float
    height: float
    left: float = 18 * MM
    right: float = 16 * MM
    top: float = 42.0
    """From the edge down to where the first page's text begins."""
    top_later: float = 60.5
    """The same from the second page on, under the running head."""

    @property
    def measure(self) -> float:
        """The width of the text."""
        return self.width - self.left - self.right


PORTRAIT = Paper(210 * MM, 297 * MM)
LANDSCAPE = Paper(297 * MM, 210 * MM, top=38.0, top_later=38.0)


def content_digest(sheets: Iterable[Sheet], *about: str) -> bytes:
    """SHA-256 over every word of the sheets in order, and over what they are about.

    It does not cover the foot of the page: two copies of one report for two readers
    have the same digest.
    """
    hasher = hashlib.sha256(b"PCLO-PRINT-1\0" + "\0".join(about).encode())
    for sheet in sheets:
        hasher.update(b"\0\f\0" + "\n".join(words.text for words in sheet.words).encode())
    return hasher.digest()
