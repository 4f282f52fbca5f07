"""Making or opening a case file off the Qt thread: deriving the key takes a second on purpose."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TYPE_CHECKING

import shiboken6
from PySide6.QtCore import QObject, Signal

if TYPE_CHECKING:
    from pclo_app.casefile.casefile import CaseFile


class Opening(QObject):
    """One attempt at a time."""

    opened = Signal(object)
    """The open `CaseFile`."""
    failed = Signal(object)
    """The exception."""

    _ended = Signal(object, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._running = False
        self._ended.connect(self._deliver)

    @property
    def running(self) -> bool:
        """Whether an attempt is on its way."""
        return self._running

    def start(self, work: Callable[[], CaseFile]) -> None:
        """Begin, unless one is on its way."""
        if self._running:
            return
        self._running = True

        def run() -> None:
            result: CaseFile | None = None
            error: Exception | None = None
            try:
                result = work()
            except Exception as raised:
                error = raised
            if shiboken6.isValid(self):
                self._ended.emit(result, error)
            elif result is not None:
                result.close()

        threading.Thread(target=run, name="opening", daemon=True).start()

    def _deliver(self, result: CaseFile | None, error: Exception | None) -> None:
        self._running = False
        if error is not None:
            self.failed.emit(error)
        else:
            self.opened.emit(result)
