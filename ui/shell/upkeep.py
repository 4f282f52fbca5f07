"""What the program does by itself while a case file is open: today's backup, the check-up, the marker in the key ring.

None of it holds anybody up: it begins when the screens are there, goes on in steps, and gives
way as soon as a screen wants something, to begin again when it is quiet.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal

from .operations import Cancelled, Operations, Progress
from .session import Session

if TYPE_CHECKING:
    from pclo_app.casefile.backup_files import Backup
    from pclo_app.casefile.casefile import CaseFile
    from pclo_app.journal.findings import Report

MARKER_EVERY = 10 * 60_000
"""Milliseconds between two writings of the marker (SECURITY.md 2.8, P1)."""
BEGIN_AFTER = 3_000
AGAIN_AFTER = 20_000
BACKUP = "Today’s backup"
CHECKUP = "Checking the case file"


class GaveWay(Cancelled):
    """A screen wanted something; it is done again later."""


def giving_way(operations: Operations, progress: Progress) -> Progress:
    """The progress of work done by the way: it stops at the next step when something else waits."""

    def step(done: int, total: int) -> None:
        if operations.wanted_elsewhere:
            raise GaveWay()
        progress(done, total)

    return step


class Upkeep(QObject):
    """Belongs to one open case file."""

    checked = Signal(object)
    """A `Report`: the check-up has ended."""
    trouble = Signal(object)
    """The backup or the check-up could not be made: the error."""

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._operations: Operations = session.operations
        self._tried: set[str] = set()
        self._soon = QTimer(self, singleShot=True)
        self._soon.timeout.connect(self.look)
        self._marker = QTimer(self, interval=MARKER_EVERY)
        self._marker.timeout.connect(self.write_marker)

    def begin(self, after: int = BEGIN_AFTER) -> None:
        """Look soon whether something is due, and keep the marker up to date from now on."""
        self._soon.start(after)
        self._marker.start()

    def end(self) -> None:
        """The case file is about to close."""
        self._soon.stop()
        self._marker.stop()

    def write_marker(self) -> None:
        """Note in the key ring how far the case file has got; a key ring that is away costs no work."""
        self._operations.submit(lambda cf, _: cf.write_pin(), None, lambda _error: None, owner=self)

    def look(self) -> None:
        """Do the first thing that is due."""
        if not self._operations.idle:
            self._soon.start(AGAIN_AFTER)
            return
        self._operations.submit(lambda cf, _: _due(cf), self._begin, self._failed, owner=self)

    def _begin(self, due: list[str]) -> None:
        name = next((each for each in due if each not in self._tried), None)
        if name is None:
            return
        work: Callable[[CaseFile, Progress], Any] = _back_up if name == BACKUP else _check
        done: Callable[[Any], None] = self._backed_up if name == BACKUP else self._checked
        operations = self._operations

        def run(cf: CaseFile, progress: Progress) -> Any:
            return work(cf, giving_way(operations, progress))

        operations.submit(run, done, lambda error: self._stopped(name, error), name, owner=self)

    def _backed_up(self, backup: Backup) -> None:
        self._tried.add(BACKUP)
        at = backup.at.astimezone(self._session.clock().tzinfo)
        self._session.say(f"Backed up on this laptop, {at:%H:%M}")
        self._soon.start(BEGIN_AFTER)

    def _checked(self, report: Report) -> None:
        self._tried.add(CHECKUP)
        if report.ok:
            self._session.say("Checked: the case file is whole")
        self.checked.emit(report)
        self._soon.start(BEGIN_AFTER)

    def _stopped(self, name: str, error: Exception) -> None:
        if isinstance(error, GaveWay):
            self._soon.start(AGAIN_AFTER)
            return
        self._tried.add(name)
        if not isinstance(error, Cancelled):
            self._failed(error)
        self._soon.start(BEGIN_AFTER)

    def _failed(self, error: Exception) -> None:
        self.trouble.emit(error)


def _due(cf: CaseFile) -> list[str]:
    from pclo_app.casefile import backups, checkup

    if cf.read_only is not None:
        return []
    return [name for name, due in ((CHECKUP, checkup.due), (BACKUP, backups.due)) if due(cf)]


def _back_up(cf: CaseFile, progress: Progress) -> Backup:
    from pclo_app.casefile import backups

    return backups.run(cf, progress)


def _check(cf: CaseFile, progress: Progress) -> Report:
    from pclo_app.casefile import checkup

    return checkup.run(cf, progress)
