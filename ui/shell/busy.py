"""What the worker is doing, when it takes long enough to be worth saying.

Nothing for work under 300 ms; then a line with its progress; from two seconds on, a way to stop it.
"""

from __future__ import annotations

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QWidget

from ui.widgets.announce import announce
from ui.widgets.buttons import Button
from ui.widgets.labels import ground, label

from .operations import Operation, Operations

SHOW_AFTER = 300
STOP_AFTER = 2000


class BusyStrip(QWidget):
    """One line above the status bar, hidden while there is nothing to say."""

    def __init__(self, operations: Operations, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        ground(self, "info")
        self._current: Operation | None = None
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 3, 12, 3)
        row.setSpacing(10)
        self._words = label("", "label", parent=self)
        self._bar = QProgressBar(self)
        self._bar.setTextVisible(False)
        self._bar.setMaximumHeight(10)
        self._bar.setAccessibleName("Progress")
        self._stop = Button("Stop", size="small", parent=self)
        self._stop.setAccessibleName("Stop what is being done")
        self._stop.clicked.connect(self._cancel)
        row.addWidget(self._words)
        row.addWidget(self._bar, 1)
        row.addWidget(self._stop)
        self._show = QTimer(self, singleShot=True, interval=SHOW_AFTER)
        self._show.timeout.connect(self._appear)
        self._offer = QTimer(self, singleShot=True, interval=STOP_AFTER)
        self._offer.timeout.connect(self._offer_stop)
        self.hide()
        operations.busy.connect(self._busy)
        operations.progressed.connect(self._progressed)

    def _busy(self, operation: Operation | None) -> None:
        self._current = operation
        self._show.stop()
        self._offer.stop()
        if operation is None:
            self.hide()
            return
        self._bar.setRange(0, 0)
        self._stop.hide()
        self._show.start()
        self._offer.start()

    def _progressed(self, label: str, done: int, total: int) -> None:
        if self._current is None or self._current.label != label:
            return
        self._bar.setRange(0, max(total, 1))
        self._bar.setValue(done)
        self._words.setText(f"{label or 'Working'}: {done:,} of {total:,}")

    def _appear(self) -> None:
        if self._current is None:
            return
        if self._bar.maximum() == 0:
            self._words.setText(f"{self._current.label or 'Working'}...")
        self.show()
        if self._current.label:
            announce(self, self._words.text())

    def _offer_stop(self) -> None:
        self._stop.setVisible(self._current is not None)

    def _cancel(self) -> None:
        if self._current is not None:
            self._current.cancel()
            self._words.setText("Stopping...")
