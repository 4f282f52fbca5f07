"""For screens under test: a real case file behind real operations, and a session that notes where it went."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from pclo_app.casefile.casefile import CaseFile
from ui.shell.operations import Operations
from ui.shell.session import Place, Session


class Desk(Session):
    """A session without a window."""

    def __init__(self, operations: Operations, cf: CaseFile, clock: Callable[[], datetime]) -> None:
        super().__init__(operations, cf.officer, clock=clock)
        self.went: list[Place] = []
        self.said: list[str] = []
        self.printed: list[Any] = []
        self.errors: list[Exception] = []

    def open(self, place: Place) -> None:
        self.went.append(place)

    def say(self, words: str) -> None:
        self.said.append(words)

    def show_error(self, error: Exception) -> None:
        self.errors.append(error)

    def print_document(self, document: Any, case: str, record: str = "") -> None:
        self.printed.append(document)


def settled(qtbot: QtBot, desk: Desk, *, wait: int = 0) -> None:
    """Wait until everything that was asked for has come back."""
    if wait:
        qtbot.wait(wait)
    qtbot.waitUntil(lambda: desk.operations.idle, timeout=10_000)
    qtbot.wait(10)


def nameless(page: QWidget) -> list[str]:
    """What can take the focus and says no name."""
    found = []
    for widget in page.findChildren(QWidget):
        if widget.focusPolicy() == Qt.FocusPolicy.NoFocus or not widget.isVisible() or widget.focusProxy() is not None:
            continue
        if widget.objectName() == "qt_scrollarea_viewport" or type(widget).__name__ in ("QHeaderView", "QScrollBar"):
            continue
        if not widget.accessibleName():
            found.append(f"{type(widget).__name__} in {type(widget.parent()).__name__}")
    return found
