"""Ink: recorded strokes as curves. Pure geometry first; the Qt path is made from it.

A stroke is a list of points ``(x, y, t_ms, pressure)``: whole numbers, x and y in hundredths
of a millimetre from the top left of the signing area, time in milliseconds from the first
touch, pressure 0 to 1023 or None. What is sealed is exactly these numbers; curves are only
ever drawn from them.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Literal, NamedTuple

from PySide6.QtGui import QPainterPath

Point = tuple[int, int, int, int | None]
Stroke = Sequence[Point]
Device = Literal["pen", "touch", "mouse"]

MM = 100
"""Units in a millimetre."""


class Segment(NamedTuple):
    """One piece of a curve: move to, straight line to, or a quadratic curve over a control point."""

    kind: Literal["move", "line", "curve"]
    x: float
    y: float
    control_x: float = 0.0
    control_y: float = 0.0


def segments(strokes: Sequence[Stroke]) -> list[Segment]:
    """The strokes as smooth curves: each passes through the middles between the points recorded."""
    made: list[Segment] = []
    for stroke in strokes:
        if not stroke:
            continue
        x0, y0 = stroke[0][0], stroke[0][1]
        made.append(Segment("move", x0, y0))
        if len(stroke) == 1:
            made.append(Segment("line", x0 + 1, y0))
            continue
        for here, after in pairwise(stroke[1:]):
            mx, my = (here[0] + after[0]) / 2, (here[1] + after[1]) / 2
            made.append(Segment("curve", mx, my, here[0], here[1]))
        made.append(Segment("line", stroke[-1][0], stroke[-1][1]))
    return made


def bounds(strokes: Sequence[Stroke]) -> tuple[int, int, int, int] | None:
    """Left, top, right, bottom of the ink; None without ink."""
    points = [p for stroke in strokes for p in stroke]
    if not points:
        return None
    xs, ys = [p[0] for p in points], [p[1] for p in points]
    return min(xs), min(ys), max(xs), max(ys)


def path(strokes: Sequence[Stroke], scale: float = 1.0) -> QPainterPath:
    """The strokes as a Qt path; ``scale`` is pixels per hundredth of a millimetre."""
    made = QPainterPath()
    for s in segments(strokes):
        if s.kind == "move":
            made.moveTo(s.x * scale, s.y * scale)
        elif s.kind == "line":
            made.lineTo(s.x * scale, s.y * scale)
        else:
            made.quadTo(s.control_x * scale, s.control_y * scale, s.x * scale, s.y * scale)
    return made
