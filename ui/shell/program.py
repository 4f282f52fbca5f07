"""The program's life: set-up or unlock, open, locked. It builds the parts and hands them to each other.

Everything that reaches outside (key ring, clock, new process, leaving) is handed in, so that
a test can live through the whole of it.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Literal, Protocol, runtime_checkable

from PySide6.QtCore import QObject, QTimer, Signal

from .entrance import Entrance
from .errors import whatever_happens
from .idle_lock import IdleLock
from .remembered import Locked, Memory
from .session import Place, Session
from .surroundings import Surroundings as Surroundings
from .window import MainWindow

if TYPE_CHECKING:  # start-up is a feature: what opening a case file needs is imported when one is opened
    from pclo_app.casefile.casefile import CaseFile
    from pclo_app.casefile.standing import ReadOnly
    from pclo_app.journal.findings import Report

    from .coming_back import Whereabouts
    from .locking import Closing
    from .standing import Facts, StandingDesk
    from .upkeep import Upkeep

Why = Literal["idle", "user", "covered", "minimised", "sleep", "keys", "restore"]


_AGAIN = 200  # milliseconds


@runtime_checkable
class SetUp(Protocol):
    """The set-up's page, once a case file has been made in it."""

    busy: bool

    def let_go(self) -> None:
        """Close the case file."""

    def hide(self) -> None:
        """Take it off the screen."""


class Program(QObject):
    """From the first window to the last."""

    entered = Signal()
    """A case file is open."""
    leaving = Signal()
    """It is about to be closed."""

    def __init__(self, window: MainWindow, memory: Memory, around: Surroundings) -> None:
        super().__init__(window)
        self.window = window
        self.memory = memory
        self.around = around
        self.session: Session | None = None
        self.folder: Path | None = None
        self.upkeep: Upkeep | None = None
        self.standing: StandingDesk | None = None
        self._closing: Closing | None = None
        self._setting_up = False
        self.entrance = Entrance(window, memory, around, self)
        self.entrance.opened.connect(self.enter)
        self.entrance.made.connect(self._set_up_begun)
        self.idle = IdleLock(memory.now.idle, parent=self)
        self.idle.due.connect(lambda: self.lock("idle"))
        window.lock_wanted.connect(self.lock)
        window.again_wanted.connect(self.lock)
        window.close_wanted.connect(self.close)
        window.talking_changed.connect(self._talking)
        window.status.set_saved("Encrypted and closed")

    def start(self, folder: Path | None = None, *, practice: bool = False) -> None:
        """Practice case, unlock, or set-up: whichever is asked for or possible."""
        self.folder = folder
        self.entrance.start(folder, practice=practice)

    def _set_up_begun(self, case_file: CaseFile) -> None:
        """It is made and open, and the set-up goes on: from here it locks as any open case file does."""
        self._remember(case_file)
        self.folder = case_file.vault.folder
        self._setting_up = True
        self.idle.start()
        self.entered.emit()

    def _remember(self, case_file: CaseFile) -> None:
        if not self.entrance.is_practice:
            self.memory.change(
                folder=str(case_file.vault.folder), officer=str(case_file.officer), locked=None, setup={}
            )

    # open -----------------------------------------------------------------------------------------------------

    def enter(self, case_file: CaseFile) -> None:
        """The case file is open: hand it to its worker, and show where one was, or Today."""
        from .operations import Operations
        from .standing import facts_of
        from .upkeep import Upkeep

        self._setting_up = False
        self.folder = case_file.vault.folder
        self._remember(case_file)
        self.memory.change(locked=None)
        failed = case_file.vault.failed_attempts
        operations = Operations(case_file)
        session = Session(operations, case_file.officer, clock=case_file.clock, memory=self.memory, parent=self)
        operations.setParent(session)
        session.memory_changed.connect(self.settings_changed)
        self.session = session
        self.window.begin(session, practice=self.entrance.is_practice)
        self._show_lock_time()
        operations.read_only_changed.connect(self._read_only_changed)
        operations.submit(lambda cf, _: facts_of(cf), self._standing_known, owner=self)
        operations.submit(_take_place, self._arrive, owner=self)
        operations.submit(lambda cf, _: cf.vault.keep_reserve(), owner=self)
        self.upkeep = Upkeep(session, session)
        self.upkeep.checked.connect(self._checked)
        self.upkeep.trouble.connect(self.window.show_error)
        self.upkeep.begin()
        self.idle.start()
        self.entered.emit()
        if failed:
            tries = "wrong passphrase was" if failed == 1 else "wrong passphrases were"
            self.window.error.show_parts(
                f"{failed} {tries} tried since you last unlocked.",
                "The case file was not opened and is not changed.",
                "If that was not you, tell your supervisor.",
            )

    def _standing_known(self, facts: Facts) -> None:
        """Whether this copy may be written, and what opened it."""
        from .standing import StandingDesk

        self.standing = StandingDesk(self.window, facts)
        self.standing.begin()

    def _read_only_changed(self, why: ReadOnly | None) -> None:
        if self.standing is not None:
            self.standing.change(why)

    def _checked(self, report: Report) -> None:
        """The check-up has ended; what it found is told where nobody can miss it."""
        if not report.ok:
            first = report.problems[0]
            more = len(report.problems) - 1
            others = f" {more} more: see Settings, Is it whole?" if more else " See Settings, Is it whole?"
            self.window.error.show_parts(f"{first.where}: {first.what}", first.safe, f"{first.do}{others}", first.code)

    def _arrive(self, where: Whereabouts | None) -> None:
        if where is not None:
            self.window.come_back(where)
        else:
            self.window.open(Place("today"))
        assert self.session is not None  # behind what the first screen reads
        self.session.operations.submit(_check_before_writing, owner=self)

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
        if self._setting_up:
            self._leave_set_up(why)
            return
        if self.session is None or self._closing is not None or self.folder is None:
            return
        folder = self.folder
        now = self.around.clock()
        can_write = self.session.why_read_only is None

        def done(orderly: bool) -> None:
            kept = self._closing is not None and self._closing.kept and can_write and why not in ("keys", "restore")
            locked = Locked(
                why=why, minutes=self.idle.minutes, at=now.isoformat(), folder=str(folder), kept=kept
            )  # fmt: skip
            with whatever_happens():
                self.memory.change(locked=locked)
            with whatever_happens():
                self.around.restart(folder)
            self.around.leave(orderly)  # even where no new process could be started

        self._begin_closing(done, keep_place=why not in ("keys", "restore"), drafts=why != "keys")

    def _leave_set_up(self, why: Why) -> None:
        """The set-up is locked: its steps stay tasks, and the code of a kit goes from the screen at once."""
        page: object = self.window.page
        folder = self.folder
        if not isinstance(page, SetUp) or folder is None:
            return
        page.hide()
        if page.busy:  # a moment: the kit is being made, and the case file is in use
            QTimer.singleShot(_AGAIN, self, lambda: self.lock(why))
            return
        self._setting_up = False
        self.leaving.emit()
        self.idle.stop()
        with whatever_happens():
            page.let_go()
        now = self.around.clock().isoformat()
        with whatever_happens():
            self.memory.change(
                locked=Locked(why=why, minutes=self.idle.minutes, at=now, folder=str(folder), kept=False)
            )
        with whatever_happens():
            self.around.restart(folder)
        self.around.leave(True)

    def close(self) -> None:
        """The window was closed: keep everything and end."""
        if self.session is not None and self._closing is None:
            self._begin_closing(self.around.leave, keep_place=False)

    def _begin_closing(self, done: Callable[[bool], None], *, keep_place: bool, drafts: bool = True) -> None:
        """``drafts`` is False where the case file has been closed under the screens, for new keys."""
        from .locking import Closing

        assert self.session is not None
        self.leaving.emit()
        self.idle.stop()
        with whatever_happens():
            if self.upkeep is not None:
                self.upkeep.end()
            if self.standing is not None:
                self.standing.end()
        self._closing = Closing(self.session.operations, parent=self)
        self._closing.done.connect(done)
        self._closing.begin(self.window if drafts else _Covered(self.window), keep_place=keep_place)


class _Covered:
    """The window for `Closing` where nothing can be written any more."""

    def __init__(self, window: MainWindow) -> None:
        self.cover_for_lock = window.cover_for_lock
        self.whereabouts = window.whereabouts

    def save_drafts(self) -> None:
        """They were saved before the keys were changed."""


def _check_before_writing(cf: CaseFile, _progress: object) -> None:
    from pclo_app.casefile import checkup

    checkup.before_writing(cf)


def _take_place(cf: CaseFile, _progress: object) -> Whereabouts | None:
    """Where the officer was when it locked; once."""
    from .coming_back import DRAFT, Whereabouts

    raw = cf.draft(DRAFT)
    if raw is None:
        return None
    if cf.read_only is None:
        cf.drop_draft(DRAFT)
    return Whereabouts.from_json(raw)
