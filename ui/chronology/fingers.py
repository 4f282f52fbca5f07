"""Fingers on a timeline: one pans, two pinch, a tap chooses."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPointF
from PySide6.QtGui import QTouchEvent

_TAP = 10.0
"""Pixels that a finger may move and still only taps."""


class Fingers:
    """Reads touch events; answers by calling back."""

    def __init__(
        self,
        pan: Callable[[float], None],
        pinch: Callable[[float, float], None],
        tap: Callable[[QPointF], None],
    ) -> None:
        """``pan`` gets pixels; ``pinch`` a factor (over 1: a longer stretch) and where; ``tap`` the place."""
        self._pan, self._pinch, self._tap = pan, pinch, tap
        self._began: QPointF | None = None
        self._moved = False

    def take(self, event: QTouchEvent) -> None:
        """One event of the screen."""
        event.accept()
        if event.type() == QTouchEvent.Type.TouchCancel:
            self._began = None
            return
        points = event.points()
        if event.type() == QTouchEvent.Type.TouchBegin:
            self._began, self._moved = points[0].position(), False
        if len(points) >= 2:
            self._moved = True
            one, other = points[0], points[1]
            before = abs(one.lastPosition().x() - other.lastPosition().x())
            now = abs(one.position().x() - other.position().x())
            middle = (one.position().x() + other.position().x()) / 2
            if before > 1 and now > 1:
                self._pinch(before / now, middle)
            self._pan(middle - (one.lastPosition().x() + other.lastPosition().x()) / 2)
        elif points and self._began is not None:
            point = points[0]
            far = abs(point.position().x() - self._began.x()) > _TAP
            if self._moved or far:
                self._moved = True
                self._pan(point.position().x() - point.lastPosition().x())
            elif event.type() == QTouchEvent.Type.TouchEnd:
                self._tap(point.position())
        if event.type() == QTouchEvent.Type.TouchEnd:
            self._began = None
