"""Where the window stands on the screen, kept between runs and never off the screen."""

from __future__ import annotations

from PySide6.QtCore import QRect
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from .remembered import Memory

USUAL = (1366, 698)


def put_in_place(window: QWidget, memory: Memory) -> None:
    """Where it was; where it was is gone or never was, a usual size that fits."""
    kept = memory.now.geometry
    if kept is not None:
        rect = QRect(*kept)
        if any(screen.availableGeometry().intersects(rect) for screen in QGuiApplication.screens()):
            window.setGeometry(rect)
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
