"""The agencies' shapes, the decision's diamond and the tick box, as outlines in a unit square.

The same shapes stand on screen (UX 6.4). On paper all are one grey: the shape and the code
tell agencies apart, never a colour.
"""

from __future__ import annotations

import math

Outline = tuple[tuple[float, float], ...]

KAPPA = 0.5522847498
"""How far a circle's control points stand out, as a share of its radius."""


def _regular(corners: int, turn: float, radius: float, drop: float = 0.0) -> Outline:
    return tuple(
        (round(radius * math.sin(a), 4), round(radius * math.cos(a) - drop, 4))
        for a in (turn + 2 * math.pi * n / corners for n in range(corners))
    )


OUTLINES: dict[str, Outline] = {
    "POL": ((-0.44, -0.44), (0.44, -0.44), (0.44, 0.44), (-0.44, 0.44)),
    "HEA": ((-0.54, -0.46), (0.54, -0.46), (0.0, 0.52)),
    "EDU": _regular(5, 0.0, 0.56, 0.04),
    "PRB": ((-0.54, 0.46), (0.54, 0.46), (0.0, -0.52)),
    "HOU": ((-0.44, -0.48), (0.44, -0.48), (0.44, 0.06), (0.0, 0.54), (-0.44, 0.06)),
    "LEG": _regular(6, 0.0, 0.56),
    "OTH": (
        (-0.18, -0.52), (0.18, -0.52), (0.18, -0.18), (0.52, -0.18), (0.52, 0.18), (0.18, 0.18),
        (0.18, 0.52), (-0.18, 0.52), (-0.18, 0.18), (-0.52, 0.18), (-0.52, -0.18), (-0.18, -0.18),
    ),
    "diamond": ((-0.6, 0.0), (0.0, -0.64), (0.6, 0.0), (0.0, 0.64)),
}  # fmt: skip
"""Corner points of each filled shape. Social care's circle is drawn as curves."""
CIRCLE = {"CSC": 0.49}
HOLLOW = {"tick-box": 0.5}
