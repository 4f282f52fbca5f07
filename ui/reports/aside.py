"""Work that must hold up neither the window nor the case file: asking for printers, sending to one."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import shiboken6
from PySide6.QtCore import QObject, Signal


class Aside(QObject):
    """A thread for one piece of work; its end arrives on the Qt thread, unless this object is gone by then."""

    ended = Signal(object, object)
    """The result, or the exception."""

    def start(self, work: Callable[[], Any]) -> None:
        """Begin. The work may touch neither widgets nor the case file."""

        def run() -> None:
            result: Any = None
            error: Exception | None = None
            try:
                result = work()
            except Exception as raised:
                error = raised
            if shiboken6.isValid(self):
                self.ended.emit(result, error)

        threading.Thread(target=run, name="aside", daemon=True).start()
