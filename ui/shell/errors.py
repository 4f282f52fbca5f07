"""Telling a person what went wrong: known conditions in their three parts, faults of our own calmly.

`ErrorDesk.install` makes it the last resort for every exception that nobody caught and for
Qt's own warnings, whose words are not kept: only the kind, the file and the line.
"""

from __future__ import annotations

import contextlib
import sys
import threading
from collections.abc import Callable, Iterator
from types import TracebackType

from PySide6.QtCore import QMessageLogContext, QObject, Qt, QtMsgType, Signal, qInstallMessageHandler

from pclo_app.errors import KnownError

from .crash import write_crash_file

Show = Callable[[str, str, str, str], None]
"""What happened, what is safe, what to do, and the code."""


_HERE = {"vault.damaged": "Tell your supervisor, and put the newest backup back: Settings, Backups."}
"""What to do in the window, where the condition's own words are for the command line."""


class QtComplaint(Exception):
    """Qt said that something is wrong. It carries no words."""


def parts(error: BaseException) -> tuple[str, str, str, str]:
    """The three parts and the code; a fault of our own is written down first."""
    if isinstance(error, KnownError):
        code = type(error).code
        return error.part("what"), error.part("safe"), _HERE.get(code, error.part("do")), code
    do = "Go on working; if it happens again, close the program and open it again."
    try:
        path = write_crash_file(error)
        do += f" IT support can use this file, which holds no case text: {path}"
    except OSError:  # a disk that takes nothing must not hide the fault
        do += " No account of it could be written for IT support."
    safe = "Everything saved is safe, and what you were typing is kept."
    return "The program met a fault of its own.", safe, do, type(error).__name__


@contextlib.contextmanager
def whatever_happens() -> Iterator[None]:
    """One step on the way to the lock: a fault of ours in it is written down, and stops no other step."""
    try:
        yield
    except Exception as fault:
        with contextlib.suppress(OSError):
            write_crash_file(fault)


class ErrorDesk(QObject):
    """Where errors arrive, from any thread, to be shown on the Qt thread."""

    _arrived = Signal(object)

    def __init__(self, show: Show, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._show = show
        self._showing = False
        self._arrived.connect(self.present, Qt.ConnectionType.QueuedConnection)

    def present(self, error: BaseException) -> None:
        """Show an error; what the user stopped is no error."""
        from .operations import Cancelled

        if isinstance(error, Cancelled) or self._showing:
            return
        self._showing = True
        try:
            self._show(*parts(error))
        finally:
            self._showing = False

    def install(self) -> None:
        """Become the last resort of this process."""
        sys.excepthook = self._uncaught
        threading.excepthook = lambda args: self._uncaught(args.exc_type, args.exc_value, args.exc_traceback)
        qInstallMessageHandler(self._qt_said)

    def _uncaught(self, kind: type[BaseException], error: BaseException | None, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            return
        try:
            self._arrived.emit(error or kind())
        except RuntimeError:  # the program is already going down
            with contextlib.suppress(OSError):
                write_crash_file(error or kind())

    def _qt_said(self, kind: QtMsgType, context: QMessageLogContext, words: str) -> None:
        if kind in (QtMsgType.QtCriticalMsg, QtMsgType.QtFatalMsg):
            where = f"Qt {context.category}, {context.file}:{context.line}"
            with contextlib.suppress(OSError):
                write_crash_file(QtComplaint(), note=where)
