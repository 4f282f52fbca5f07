"""Long work of the import screen: one thing at a time, with how far it is, and a way to stop it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from pclo_app.casefile.casefile import CaseFile
from pclo_app.errors import KnownError
from ui.shell.operations import Cancelled, Operation, Progress
from ui.shell.session import Session

from .import_keys import ImportKeys

READING, WRITING, UNDOING = "Reading the file", "Bringing in rows", "Undoing the import"
_SHOW_AFTER = 300
Work = Callable[[CaseFile, Progress], Any]


class ImportRunning(ImportKeys):
    """The parts, and what is going on."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self._running: Operation | None = None
        self._label = ""
        self._slow = QTimer(self, singleShot=True, interval=_SHOW_AFTER)
        self._slow.timeout.connect(self._takes_long)
        session.operations.progressed.connect(self._progressed)

    def run(
        self,
        work: Work,
        then: Callable[[Any], None],
        words: str,
        label: str = READING,
        stopped: Callable[[], None] | None = None,
    ) -> None:
        """Do something that may take long; nothing else can be begun meanwhile, and Esc stops it."""
        if self._running is not None:
            return
        self._say(words)
        self._label = label
        self._slow.start()

        def finished(result: Any) -> None:
            self._rest()
            then(result)

        def failed(error: Exception) -> None:
            self._rest()
            if isinstance(error, Cancelled):
                (stopped or self._stopped)()
            else:
                self._failed(error)

        wanted = _in_hundredths(work) if label == READING else work
        self._running = self._session.operations.submit(wanted, finished, failed, label=label, owner=self)

    def ask(self, work: Work, then: Callable[[Any], None]) -> None:
        """Something short, by the way: whoever types is not disturbed."""
        self._session.operations.submit(work, then, self._failed, label=READING, owner=self)

    def _takes_long(self) -> None:
        """It does take long: what cannot be done meanwhile is grey, and stopping it is at hand."""
        for button in self.others:
            button.setEnabled(False)
        self.keep.setEnabled(False)
        self.cancel.set_words("Stop (Esc)")
        self.cancel.show()
        self.cancel.setFocus()

    def _rest(self) -> None:
        self._running = None
        self._slow.stop()
        for button in self.others:
            button.setEnabled(True)
        self.keep.setEnabled(True)
        self.cancel.set_words("Cancel (Esc)")
        self.cancel.setVisible(not self.done)
        self._say("")

    def _progressed(self, name: str, done: int, total: int) -> None:
        if name != self._label or self._running is None or not total:
            return
        if name == READING:
            self.progress.setText(f"Reading… {done}%. Esc stops.")
        else:
            self.progress.setText(f"{done:,} of {total:,}. Esc stops, and nothing is changed.")

    def _stopped(self) -> None:
        self._say("Stopped. Nothing was changed.")
        if self.done:
            self.bring.setFocus()

    def _failed(self, error: Exception) -> None:
        self._say("")
        if isinstance(error, KnownError):
            self.error.show_error(error, take_focus=True)
        else:
            self._session.show_error(error)


def _in_hundredths(work: Work) -> Work:
    """The same work, which tells hundredths: letters and bytes say nothing to anybody."""

    def told(cf: CaseFile, progress: Progress) -> Any:
        return work(cf, lambda done, total: progress(100 * done // total if total else 0, 100))

    return told
