"""One print job: copy after copy, each made with its own number, written down, and sent."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, Signal

from pclo_app.casefile.casefile import CaseFile
from ui.shell.operations import Cancelled, Operations, Progress

from . import printing, wanted
from .aside import Aside
from .printing import Printer
from .wanted import Leaving, Wanted


class PrintJob(QObject):
    """Prints the copies of one document. It belongs to the widget that shows how it goes."""

    went_on = Signal(str)
    """Words for how far it is."""
    ended = Signal(int, object)
    """How many copies came out, and the error that stopped it, or None."""

    def __init__(
        self, operations: Operations, want: Wanted, printer: Printer, *, both_sides: bool, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._operations = operations
        self._want = want
        self._printer = printer
        self._both_sides = both_sides
        self._number = 1
        self._stopped = False

    def start(self) -> None:
        """Begin with copy 1."""
        self._next()

    def stop(self) -> None:
        """Print what is on its way, and no more."""
        self._stopped = True

    def _next(self) -> None:
        if self._stopped:
            self.ended.emit(self._number - 1, Cancelled())
            return
        self.went_on.emit(f"Copy {self._number} of {self._want.copies} is being printed.")
        work = partial(_begin, want=self._want, number=self._number)
        self._operations.submit(work, self._send, self._failed, "Making the copy", owner=self)

    def _send(self, leaving: Leaving) -> None:
        aside = Aside(self)
        aside.ended.connect(lambda _none, error: self._sent(leaving, error))
        aside.start(
            partial(printing.send, self._printer, leaving.document.pdf, both_sides=self._both_sides, copy=self._number)
        )

    def _sent(self, leaving: Leaving, error: Exception | None) -> None:
        if error is not None:
            reason = wanted.not_printed(error, self._number)
            self._operations.submit(
                lambda cf, _: wanted.did_not_leave(cf, leaving, reason),
                lambda _changed: self._failed(error),
                owner=self,
            )
            return
        self._number += 1
        if self._number > self._want.copies:
            self.ended.emit(self._want.copies, None)
        else:
            self._next()

    def _failed(self, error: Exception) -> None:
        self.ended.emit(self._number - 1, error)


def _begin(cf: CaseFile, progress: Progress, *, want: Wanted, number: int) -> Leaving:
    return wanted.begin(cf, want, "printed", number, progress)
