"""A chair's signature, drawn from the sealed strokes with the record's code across it.

The strokes are part of what the seal's code stands for. They are never kept or drawn as a
picture that could be put under something else: the code runs across the ink.
"""

from __future__ import annotations

import math
from itertools import pairwise

from ..records.seal import Ink
from .sheet import Sheet, Stroke, Words
from .styles import MM, Style
from .typeface import Typesetter

_ACROSS = Style("mono", 5.6, 8, 0.5)
_UNIT = 0.01 * MM
_FINE = 0.8
"""Points of the page between two drawn points of a curve."""
_MOST_STEPS = 24

Point = tuple[float, float, float]
"""Where on the page, and how thick the line is there."""


def draw_ink(
    sheet: Sheet, setter: Typesetter, ink: Ink, code: str, x: float, top: float, width: float, height: float
) -> None:
    """The strokes inside a box, in their own proportions and never larger than life."""
    strokes = [stroke for stroke in ink.strokes if stroke]
    if not strokes:
        return
    xs = [point[0] for stroke in strokes for point in stroke]
    ys = [point[1] for stroke in strokes for point in stroke]
    wide = max(max(xs) - min(xs), 1) * _UNIT
    high = max(max(ys) - min(ys), 1) * _UNIT
    scale = min(1.0, (width - 8) / wide, (height - 6) / high)
    left = x + (width - wide * scale) / 2
    upper = top - (height - high * scale) / 2
    for stroke in strokes:
        points = [
            (
                left + (px - min(xs)) * _UNIT * scale,
                upper - (py - min(ys)) * _UNIT * scale,
                0.55 + 1.1 * (pressure if pressure is not None else 400) / 1023,
            )
            for px, py, _, pressure in stroke
        ]
        sheet.strokes.append(Stroke(tuple(smooth(points))))
    middle = top - height / 2
    code_width = setter.width(code, _ACROSS)
    for drop in (-9.0, 3.0):
        sheet.words.append(Words(x + (width - code_width) / 2, middle - drop - 2, _ACROSS, code))


def smooth(points: list[Point]) -> list[Point]:
    """The points with the curve between them that the screen shows, through the middles of the lines between them.

    A pen gives points so close that none is added; a mouse moved fast gives few.
    """
    if len(points) < 3:
        return points
    found = [points[0]]
    for here, after in pairwise(points[1:]):
        start = found[-1]
        end = _between(here, after, 0.5)
        steps = min(_MOST_STEPS, math.ceil((math.dist(start[:2], here[:2]) + math.dist(here[:2], end[:2])) / _FINE))
        for step in range(1, steps):
            t = step / steps
            found.append(_between(_between(start, here, t), _between(here, end, t), t))
        found.append(end)
    return [*found, points[-1]]


def _between(one: Point, other: Point, t: float) -> Point:
    x, y, width = (a + (b - a) * t for a, b in zip(one, other, strict=True))
    return x, y, width
