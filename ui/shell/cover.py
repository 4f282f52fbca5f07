"""The cover screen (F9): plain grey, for parents or others walking past. It hides; it does not lock.

Pressing F9 again within two minutes uncovers; after that the program locks.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.widgets.labels import ground, label

MINUTES = 2


class Cover(QWidget):
    """A grey page with one line."""

    expired = Signal()

    def __init__(self, *, now: Callable[[], float] = time.time, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._now = now
        self._since = 0.0
        ground(self, "raised")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._words = label("", "section", parent=self)
        self._words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column = QVBoxLayout(self)
        column.addStretch(1)
        column.addWidget(self._words)
        column.addStretch(1)
        self._timer = QTimer(self)
        self._timer.setInterval(500)
        self._timer.timeout.connect(self._look)

    def begin(self, reference: str) -> None:
        """Cover, naming the case by its reference alone."""
        words = "Covered. Press F9" + (f"\n\n{reference}" if reference else "")
        self._words.setText(words)
        self.setAccessibleName(words.replace("\n\n", ". "))
        self._since = self._now()
        self._timer.start()
        self.setFocus()

    def end(self) -> None:
        """Uncover."""
        self._timer.stop()

    def _look(self) -> None:
        if self._now() - self._since >= MINUTES * 60:
            self._timer.stop()
            self.expired.emit()
