"""The pages before a case file is open: set-up, unlock, what can be done when it does not open, practice case.

What opening a case file needs is imported when one is opened: start-up time is a feature.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from pclo_app.vault.names import is_case_file
from ui.widgets.labels import ground, label

from . import folders
from .errors import parts
from .opening import Opening
from .remembered import Memory
from .surroundings import Surroundings
from .unlock import UnlockPage
from .window import MainWindow

if TYPE_CHECKING:
    from pclo_app.casefile.backup_files import Backup
    from pclo_app.casefile.casefile import CaseFile
    from pclo_app.errors import KnownError
    from pclo_app.vault.device_secret import DeviceSecrets


class Entrance(QObject):
    """Leads to an open case file."""

    opened = Signal(object)
    """The open `CaseFile`."""
    made = Signal(object)
    """A new one was made just now: remember where it is."""

    def __init__(self, window: MainWindow, memory: Memory, around: Surroundings, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.window = window
        self.memory = memory
        self.around = around
        self.is_practice = False

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

    # unlock ---------------------------------------------------------------------------------------------------

    def show_unlock(self, folder: Path, *, arriving: bool = True) -> None:
        """The unlock screen of a case file. ``arriving`` is False when one comes back to it from another page."""
        settings = self.memory.now
        locked = settings.locked if settings.locked and settings.locked.folder == str(folder) else None
        practice_words = _practice_words(folder)
        self.is_practice = bool(practice_words)
        if arriving and locked is not None and locked.why == "restore":
            self.show_restore(folder)
            return
        around = self.around

        def open_case_file(passphrase: str, *, kit: str = "", read_only: bool = False) -> CaseFile:
            from pclo_app.casefile.casefile import CaseFile
            from pclo_app.casefile.demo import open_practice

            if self.is_practice:
                return open_practice(folder, passphrase)
            return CaseFile.open(
                folder, passphrase, secrets=around.key_ring(), clock=around.clock, kit=kit, read_only=read_only
            )

        officer = settings.officer if settings.folder == str(folder) else ""
        page = UnlockPage(open_case_file, officer=officer, locked=locked)
        if self.is_practice:
            page.tell(f"This is the practice case, fictional. Its passphrase: {practice_words}")
        page.opened.connect(self.opened)
        page.leave.connect(lambda: around.leave(True))
        page.forgotten.connect(lambda: self.show_forgotten(folder))
        page.damaged.connect(lambda error, tried: self.show_damaged(folder, error, tried))
        self._show(page, "Encrypted and closed")

    def show_forgotten(self, folder: Path) -> None:
        """What can be done without the passphrase."""
        from pclo_app.casefile import recovering

        from .forgotten import ForgottenPage

        around = self.around

        def recover(identity: bytes, identity_passphrase: str, new_passphrase: str, by: str) -> CaseFile:
            return recovering.recover(
                folder, identity, identity_passphrase=identity_passphrase, new_passphrase=new_passphrase,
                secrets=around.key_ring(), clock=around.clock, cost=around.cost, by=by,
            )  # fmt: skip

        page = ForgottenPage(recover if _office_can(folder) else None)
        page.opened.connect(self.opened)
        page.back.connect(lambda: self.show_unlock(folder, arriving=False))
        self._show(page, "Encrypted and closed")

    def show_damaged(self, folder: Path, error: KnownError, tried: str) -> None:
        """The case file does not check out: read it, or put a backup back."""
        from .mending import MendingPage

        page = MendingPage.damaged(error, tried)
        self._mend(page, folder)

    def show_restore(self, folder: Path) -> None:
        """A backup is to be put back on purpose."""
        from .mending import MendingPage

        self._mend(MendingPage.on_purpose(), folder)

    def _mend(self, page: QWidget, folder: Path) -> None:
        from pclo_app.casefile import backups
        from pclo_app.casefile.casefile import CaseFile

        from .mending import MendingPage

        assert isinstance(page, MendingPage)
        around = self.around

        def read(passphrase: str, kit: str) -> CaseFile:
            return CaseFile.open(
                folder, passphrase, secrets=around.key_ring(), clock=around.clock, kit=kit, read_only=True
            )

        def restore(backup: Backup, passphrase: str, kit: str) -> CaseFile:
            return backups.restore(
                backup.path, folder, passphrase, secrets=around.key_ring(), clock=around.clock, kit=kit
            )

        page.begin(backups.listed(folder), read, restore, around.clock().tzinfo)
        page.opened.connect(self.opened)
        page.back.connect(lambda: self.show_unlock(folder, arriving=False))
        self._show(page, "Encrypted and closed")

    # set-up ---------------------------------------------------------------------------------------------------

    def show_first_run(self, folder: Path) -> None:
        """The set-up."""
        from pclo_app.casefile import custody
        from pclo_app.casefile.casefile import CaseFile

        from .first_run import FirstRun

        around = self.around

        def create(where: Path, answers: dict[str, str], passphrase: str, secrets: DeviceSecrets | None) -> CaseFile:
            made = CaseFile.create(
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
            try:
                custody.record_making(made)
            except BaseException:
                made.close()
                raise
            return made

        page = FirstRun(create, around.key_ring, folder, self.memory.now.setup)
        page.practice_button.setEnabled(around.practice is not None)
        page.created.connect(self.opened)
        page.made.connect(self.made)
        page.made.connect(lambda _made: self.window.status.set_saved("Made, and encrypted"))
        page.practice_wanted.connect(self.show_practice)
        page.leave.connect(self._stop_setup)
        self._show(page, "Nothing saved yet")

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
        self.is_practice = True
        opening = Opening(page)

        def work() -> CaseFile:
            from pclo_app.casefile.demo import open_practice

            return open_practice(*build())

        def failed(error: Exception) -> None:
            self.window.error.show_parts(*parts(error))
            words.setText("The practice case could not be opened.")

        opening.opened.connect(self.opened)
        opening.failed.connect(failed)
        opening.start(work)

    def _stop_setup(self, answers: dict[str, str]) -> None:
        self.memory.change(setup=answers)
        self.around.leave(True)

    def _show(self, page: QWidget, saved: str) -> None:
        self.window.error.clear()
        self.window.status.set_saved(saved)
        self.window.show_page(page)
        page.setFocus()


def _practice_words(folder: Path) -> str:
    """The passphrase of the practice case, where this is one: it lies beside it. No other file is read out."""
    beside = folder.parent / "passphrase.txt"
    if folder.name not in ("officer", "sergeant") or not beside.is_file():
        return ""
    from pclo_app.casefile.demo import PASSPHRASE

    return PASSPHRASE if beside.read_bytes()[:200].decode(errors="replace").strip() == PASSPHRASE else ""


def _office_can(folder: Path) -> bool:
    """Whether office recovery was set up. The slots say so without any key."""
    from pclo_app.errors import KnownError
    from pclo_app.vault import keyslots

    try:
        return any(True for copy in keyslots.read(folder) for _ in copy.recovery_slots())
    except KnownError:
        return False
