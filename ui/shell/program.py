"""The program's life: set-up or unlock, open, locked. It builds the parts and hands them to each other.

Everything that reaches outside (key ring, clock, new process, leaving) is handed in, so that
a test can live through the whole of it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from pclo_app.vault.names import is_case_file
from ui.widgets.labels import ground, label

from . import folders
from .errors import parts
from .idle_lock import IdleLock
from .opening import Opening
from .remembered import Locked, Memory
from .restart import start_again
from .session import Place, Session
from .unlock import UnlockPage
from .window import MainWindow

if TYPE_CHECKING:  # start-up is a feature: what opening a case file needs is imported when one is opened
    from pclo_app.casefile.casefile import CaseFile
    from pclo_app.vault.device_secret import DeviceSecrets
    from pclo_app.vault.keys import Cost

    from .coming_back import Whereabouts
    from .locking import Closing

Why = Literal["idle", "user", "covered", "sleep"]


def _no_key_ring() -> DeviceSecrets | None:
    return None


def _local_now() -> datetime:
    return datetime.now().astimezone()


@dataclass(frozen=True)
class Surroundings:
    """What the program reaches outside with."""

    key_ring: Callable[[], DeviceSecrets | None] = _no_key_ring
    clock: Callable[[], datetime] = _local_now
    restart: Callable[[Path], None] = start_again
    leave: Callable[[bool], None] = lambda orderly: None
    """End the process; False: at once, whatever is still running."""
    cost: Cost | None = None
    practice: Callable[[], tuple[Path, str]] | None = None
    """Builds the practice case where it is not built yet; answers its folder and passphrase."""


class Program(QObject):
    """From the first window to the last."""

    entered = Signal()
    """A case file is open."""

    def __init__(self, window: MainWindow, memory: Memory, around: Surroundings) -> None:
        super().__init__(window)
        self.window = window
        self.memory = memory
        self.around = around
        self.session: Session | None = None
        self.folder: Path | None = None
        self._closing: Closing | None = None
        self._is_practice = False
        self.idle = IdleLock(memory.now.idle, parent=self)
        self.idle.due.connect(lambda: self.lock("idle"))
        window.lock_wanted.connect(self.lock)
        window.close_wanted.connect(self.close)
        window.talking_changed.connect(self._talking)
        window.status.set_saved("Encrypted and closed")

    # before it is open ----------------------------------------------------------------------------------------

    def start(self, folder: Path | None = None, *, practice: bool = False) -> None:
        """Practice case, unlock, or set-up: whichever is asked for or possible."""
        known = Path(self.memory.now.folder) if self.memory.now.folder else None
        if practice:
            self.show_practice()
        elif folder is not None and not is_case_file(folder):
            self.show_first_run(folder)
        elif folder is not None or (known is not None and is_case_file(known)):
            self.show_unlock(folder or known or Path())
        else:
            self.show_first_run(folders.usual_case_file())

    def show_unlock(self, folder: Path) -> None:
        """The unlock screen of a case file."""
        settings = self.memory.now
        self.folder = folder
        locked = settings.locked if settings.locked and settings.locked.folder == str(folder) else None
        passphrase_file = folder.parent / "passphrase.txt"
        self._is_practice = folder.name in ("officer", "sergeant") and passphrase_file.is_file()
        around = self.around

        def open_case_file(passphrase: str) -> CaseFile:
            from pclo_app.casefile.casefile import CaseFile
            from pclo_app.casefile.demo import open_practice

            if self._is_practice:
                return open_practice(folder, passphrase)
            return CaseFile.open(folder, passphrase, secrets=around.key_ring(), clock=around.clock)

        page = UnlockPage(
            open_case_file, officer=settings.officer if settings.folder == str(folder) else "", locked=locked
        )
        if self._is_practice:
            page.tell(f"This is the practice case, fictional. Its passphrase: {passphrase_file.read_text().strip()}")
        page.opened.connect(self.enter)
        page.leave.connect(lambda: around.leave(True))
        self.window.status.set_saved("Encrypted and closed")
        self.window.show_page(page)
        page.setFocus()

    def show_first_run(self, folder: Path) -> None:
        """The set-up."""
        from pclo_app.casefile.casefile import CaseFile

        from .first_run import FirstRun

        around = self.around

        def create(where: Path, answers: dict[str, str], passphrase: str, secrets: DeviceSecrets | None) -> CaseFile:
            return CaseFile.create(
                where,
                passphrase,
                name=answers["name"],
                rank=answers["rank"],
                role=answers["role"],
                team=answers["team"],
                secrets=secrets,
                cost=around.cost,
                clock=around.clock,
            )

        page = FirstRun(create, around.key_ring, folder, self.memory.now.setup)
        page.practice_button.setEnabled(around.practice is not None)
        page.created.connect(self.enter)
        page.made.connect(self._remember)
        page.practice_wanted.connect(self.show_practice)
        page.leave.connect(self._stop_setup)
        self.window.status.set_saved("Nothing saved yet")
        self.window.show_page(page)

    def show_practice(self) -> None:
        """Build the practice case if need be, and open it straight: everything in it is made up."""
        build = self.around.practice
        if build is None:
            return
        page = ground(QWidget(), "window")
        column = QVBoxLayout(page)
        words = label("Getting the practice case ready. Everything in it is made up.", "section", parent=page)
        words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column.addWidget(words)
        self.window.show_page(page)
        self._is_practice = True
        opening = Opening(page)

        def work() -> CaseFile:
            from pclo_app.casefile.demo import open_practice

            return open_practice(*build())

        def failed(error: Exception) -> None:
            self.window.error.show_parts(*parts(error))
            words.setText("The practice case could not be opened.")

        opening.opened.connect(self.enter)
        opening.failed.connect(failed)
        opening.start(work)

    def _stop_setup(self, answers: dict[str, str]) -> None:
        self.memory.change(setup=answers)
        self.around.leave(True)

    def _remember(self, case_file: CaseFile) -> None:
        if not self._is_practice:
            self.memory.change(
                folder=str(case_file.vault.folder), officer=str(case_file.officer), locked=None, setup={}
            )

    # open -----------------------------------------------------------------------------------------------------

    def enter(self, case_file: CaseFile) -> None:
        """The case file is open: hand it to its worker, and show where one was, or Today."""
        from .operations import Operations

        self.folder = case_file.vault.folder
        self._remember(case_file)
        self.memory.change(locked=None)
        failed, notices = case_file.vault.failed_attempts, case_file.vault.notices
        operations = Operations(case_file)
        session = Session(operations, case_file.officer, clock=case_file.clock, memory=self.memory, parent=self)
        operations.setParent(session)
        session.memory_changed.connect(self.settings_changed)
        self.session = session
        self.window.begin(session, practice=self._is_practice)
        self._show_lock_time()
        operations.submit(_take_place, self._arrive, owner=self)
        operations.submit(lambda cf, _: cf.vault.keep_reserve(), owner=self)
        self.idle.start()
        self.entered.emit()
        if failed:
            tries = "wrong passphrase was" if failed == 1 else "wrong passphrases were"
            self.window.error.show_parts(
                f"{failed} {tries} tried since you last unlocked.",
                "The case file was not opened and is not changed.",
                "If that was not you, tell your supervisor.",
            )
        elif notices:
            self.window.error.show_parts(" ".join(notices))

    def _arrive(self, where: Whereabouts | None) -> None:
        if where is not None:
            self.window.come_back(where)
        else:
            self.window.open(Place("today"))

    def settings_changed(self) -> None:
        """The settings page kept something new."""
        self.idle.set_minutes(self.memory.now.idle)
        self._show_lock_time()

    def _talking(self, on: bool) -> None:
        settings = self.memory.now
        self.idle.set_minutes(settings.meeting_idle if on else settings.idle)
        self._show_lock_time()

    def _show_lock_time(self) -> None:
        self.window.status.set_lock(f"Locks after {self.idle.minutes} min idle")

    # leaving --------------------------------------------------------------------------------------------------

    def lock(self, why: Why = "user") -> None:
        """Lock: keep everything, close, start a new process, end this one."""
        if self.session is None or self._closing is not None or self.folder is None:
            return
        folder = self.folder
        now = self.around.clock()

        def done(orderly: bool) -> None:
            self.memory.change(
                locked=Locked(why=why, minutes=self.idle.minutes, at=now.isoformat(), kept=orderly, folder=str(folder))
            )
            self.around.restart(folder)
            self.around.leave(orderly)

        self._begin_closing(done, keep_place=True)

    def close(self) -> None:
        """The window was closed: keep everything and end."""
        if self.session is not None and self._closing is None:
            self._begin_closing(self.around.leave, keep_place=False)

    def _begin_closing(self, done: Callable[[bool], None], *, keep_place: bool) -> None:
        from .locking import Closing

        assert self.session is not None
        self.idle.stop()
        self._closing = Closing(self.session.operations, parent=self)
        self._closing.done.connect(done)
        self._closing.begin(self.window, keep_place=keep_place)


def _take_place(cf: CaseFile, _progress: object) -> Whereabouts | None:
    """Where the officer was when it locked; once."""
    from .coming_back import DRAFT, Whereabouts

    raw = cf.draft(DRAFT)
    if raw is None:
        return None
    cf.drop_draft(DRAFT)
    return Whereabouts.from_json(raw)
