"""Where the window stands on the screen, kept between runs and never off the screen."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from .remembered import Memory

USUAL = (1366, 698)


_TITLE_BAR = 32
"""Above the window's own area, so that it can be taken hold of."""


def fitted(kept: QRect, screens: Sequence[QRect]) -> QRect | None:
    """A place that was kept, on the screen that has most of it: no larger than that, and wholly on it.

    The screens may be others by now: the laptop left its desk, or letters are larger. None where
    none of them has any of it.
    """

    def shared(screen: QRect) -> int:
        both = screen.intersected(kept)
        return both.width() * both.height() if both.isValid() else 0

    screen = max(screens, key=shared, default=None)
    if screen is None or not shared(screen):
        return None
    room = screen.adjusted(0, _TITLE_BAR, 0, 0)
    width, height = min(kept.width(), room.width()), min(kept.height(), room.height())
    left = max(room.left(), min(kept.left(), room.left() + room.width() - width))
    top = max(room.top(), min(kept.top(), room.top() + room.height() - height))
    return QRect(left, top, width, height)


def put_in_place(window: QWidget, memory: Memory) -> None:
    """Where it was; where it was is gone or never was, a usual size that fits."""
    kept = memory.now.geometry
    if kept is not None:
        place = fitted(QRect(*kept), [screen.availableGeometry() for screen in QGuiApplication.screens()])
        if place is not None:
            window.setGeometry(place)
            if memory.now.maximised:
                window.setWindowState(window.windowState() | window.windowState().WindowMaximized)
            return
    screen = QGuiApplication.primaryScreen()
    room = screen.availableGeometry().size() if screen is not None else None
    width, height = USUAL
    if room is not None and window.isWindow():
        width, height = min(width, room.width()), min(height, room.height())
    window.resize(width, height)


def keep_place(window: QWidget, memory: Memory) -> None:
    """Remember where it is."""
    rect = window.normalGeometry() if window.isMaximized() or window.isFullScreen() else window.geometry()
    values = (rect.x(), rect.y(), rect.width(), rect.height())
    maximised = window.isMaximized()
    if values[2] > 0 and (memory.now.geometry, memory.now.maximised) != (values, maximised):
        memory.change(geometry=values, maximised=maximised)
