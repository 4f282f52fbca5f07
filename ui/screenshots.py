"""Pictures of the main screens, drawn without a display from the practice case: for the documentation and for a look.

``python -m ui.screenshots FOLDER``. The clock stands at 18 November 2026, 16:31, so that the
same program draws the same pictures. It works on a copy: the practice case is not touched.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QWidget

from pclo_app.casefile.casefile import CaseFile
from pclo_app.casefile.demo import Demo
from ui.shell.operations import Operations
from ui.shell.panes import panes_of, step
from ui.shell.remembered import Memory
from ui.shell.screen_stack import ScreenStack
from ui.shell.session import Place, Session
from ui.shell.unlock import UnlockPage
from ui.shell.window import MainWindow
from ui.theme import Theme

NOW = datetime(2026, 11, 18, 16, 31, tzinfo=UTC)
WIDTH, HEIGHT = 1366, 768
REFERENCE = "KM-0417"
ENTRY = 50
_LONGEST = 300_000
_PATIENCE = 20.0


def take(demo: Demo, folder: Path) -> list[Path]:
    """Draw them all into a folder; answers the files."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    application = QApplication.instance() or QApplication([])
    assert isinstance(application, QApplication)
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as copies:
        shutil.copytree(demo.officer, Path(copies) / "officer")
        shutil.copytree(demo.sergeant, Path(copies) / "sergeant")
        photographer = _Photographer(application, Path(copies), demo.passphrase, folder)
        photographer.officer()
        photographer.dark()
        photographer.sergeant()
        photographer.unlock()
    return photographer.made


class _Photographer:
    """Walks from screen to screen."""

    def __init__(self, application: QApplication, cases: Path, passphrase: str, folder: Path) -> None:
        self._application = application
        self._cases = cases
        self._passphrase = passphrase
        self._folder = folder
        self.made: list[Path] = []

    # the walks ------------------------------------------------------------------------------------------------

    def officer(self) -> None:
        """The officer's screens."""
        Theme.light().apply(self._application)
        with self._opened("officer") as (window, session, case, records):
            self._at(window, session, Place("today"), "today")
            self._at(window, session, Place("case", case, "chronology", records["entry"]), "chronology")
            if "meeting" in records:
                self._at(window, session, Place("case", case, "meetings", records["meeting"]), "meeting")
            if "conference" in records:
                self._at(window, session, Place("case", case, "conferences", records["conference"]), "conference")
            self._at(window, session, Place("reports", case=case, section="chronology"), "reports")
            self._at(window, session, Place("sync"), "sync")
            self._at(window, session, Place("settings", section="keys"), "keys")
            self._at(window, session, Place("settings", section="audit"), "audit")
            self._at(window, session, Place("case", case, "chronology", records["entry"]), "")
            self._search(window, session)
            if "meeting" in records:
                self._countersign(window, session, Place("case", case, "meetings", records["meeting"]))

    def dark(self) -> None:
        """The chronology in the dark look."""
        Theme.dark().apply(self._application)
        try:
            with self._opened("officer") as (window, session, case, records):
                place = Place("case", case, "chronology", records["entry"])
                self._at(window, session, place, "chronology-dark")
        finally:
            Theme.light().apply(self._application)

    def sergeant(self) -> None:
        """What only a supervisor sees."""
        with self._opened("sergeant") as (window, session, _case, _records):
            self._at(window, session, Place("review"), "review")

    def unlock(self) -> None:
        """Before it is open."""

        def open_case_file(passphrase: str, *, kit: str = "", read_only: bool = False) -> CaseFile:
            return CaseFile.open(self._cases / "officer", passphrase, clock=lambda: NOW)

        window = self._window()
        window.show_page(UnlockPage(open_case_file, officer="Dawn Pettifer, PCLO (police staff, Band D)"))
        window.status.set_saved("Encrypted and closed")
        self._settle(lambda: True)
        self._grab(window, "unlock")
        self._away(window)

    # steps ----------------------------------------------------------------------------------------------------

    def _at(self, window: MainWindow, session: Session, place: Place, name: str) -> None:
        """Go there and, with a name, take its picture; a screen that this program does not have is passed over."""
        window.open(place)
        self._settle(lambda: session.operations.idle)
        focus = QApplication.focusWidget()
        stack = window.findChild(ScreenStack)
        if stack is not None and stack.front is not None and (focus is None or window.rail.isAncestorOf(focus)):
            step(panes_of(stack.front), False)
            self._settle(lambda: session.operations.idle)
        here = window.navigation.here
        if name and here is not None and here.page == place.page:
            self._grab(window, name)

    def _search(self, window: MainWindow, session: Session) -> None:
        window.open_search("bruis ear")
        self._settle(lambda: session.operations.idle)
        self._grab(window, "search")
        window.close_sheets()

    def _countersign(self, window: MainWindow, session: Session, place: Place) -> None:
        """What the chair is shown. The sample's record has one answer missing, so the last look is passed over."""
        from ui.meetings.ceremony import Agreed
        from ui.meetings.editor import MeetingEditor
        from ui.meetings.facts import RealReports
        from ui.meetings.handover import Handover
        from ui.meetings.pin import Pin

        window.open(place)
        self._settle(lambda: session.operations.idle)
        editor = next((found for found in window.findChildren(MeetingEditor) if found.isVisible()), None)
        if editor is None:
            return
        if editor.facts is None:
            return
        agreed = Agreed(Pin("2468"), "warrant/ID badge seen")
        handover = Handover(session, RealReports(), editor.facts, editor.record(), agreed, editor)
        handover.begin(None)
        self._settle(lambda: session.operations.idle)
        self._grab(window, "countersign")
        window.own_the_screen(None)

    # parts ----------------------------------------------------------------------------------------------------

    def _window(self) -> MainWindow:
        window = MainWindow(Memory(None))
        window.resize(WIDTH, HEIGHT)
        window.show()
        window.activateWindow()
        return window

    @contextmanager
    def _opened(self, who: str) -> Iterator[tuple[MainWindow, Session, str, dict[str, str]]]:
        """The window with a case file open in it."""
        casefile = CaseFile.open(self._cases / who, self._passphrase, clock=lambda: NOW)
        case = casefile.case_by_reference(REFERENCE).id
        records = _records(casefile, case)
        operations = Operations(casefile)
        window = self._window()
        session = Session(operations, casefile.officer, clock=lambda: NOW, memory=Memory(None), parent=window)
        window.begin(session, practice=True)
        window.status.set_lock("Locks after 5 min idle")
        try:
            yield window, session, case, records
        finally:
            operations.close()
            self._away(window)

    def _away(self, window: QWidget) -> None:
        window.hide()
        window.deleteLater()
        self._application.processEvents()

    def _settle(self, idle: Callable[[], bool]) -> None:
        """Until nothing is being read, and what was read is drawn."""
        until = time.monotonic() + _PATIENCE
        quiet = 0
        while quiet < 12 and time.monotonic() < until:
            self._application.processEvents()
            time.sleep(0.05)
            quiet = quiet + 1 if idle() else 0

    def _grab(self, window: QWidget, name: str) -> None:
        if window.width() != WIDTH or window.height() != HEIGHT:
            window.showNormal()
            window.resize(WIDTH, HEIGHT)
            self._settle(lambda: True)
        path = self._folder / f"{name}.png"
        path.write_bytes(_png(window.grab().toImage()))
        self.made.append(path)


def _records(casefile: CaseFile, case: str) -> dict[str, str]:
    """What the pictures show: the entry, the meeting that is not signed, the conference to come."""
    found = {}
    entries = casefile.entries(case)
    if entries:
        found["entry"] = entries[min(ENTRY, len(entries)) - 1].id
    for item in casefile.items(case, "strategy_meeting"):
        if not item.sealed:
            found["meeting"] = item.id
    for item in casefile.items(case, "conference"):
        found["conference"] = item.id
    return found


def _png(image: QImage) -> bytes:
    """The picture, with fewer colours where it would be too large."""
    full = _encoded(image.convertToFormat(QImage.Format.Format_RGB888))
    if len(full) <= _LONGEST:
        return full
    plain = image.convertToFormat(QImage.Format.Format_RGB32)
    commonest = [colour for colour, _ in Counter(memoryview(plain.constBits()).cast("I")).most_common(256)]
    threshold = Qt.ImageConversionFlag.ThresholdDither
    return _encoded(plain.convertToFormat(QImage.Format.Format_Indexed8, commonest, threshold))


def _encoded(image: QImage) -> bytes:
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG", 0)  # type: ignore[call-overload]
    return bytes(data.data())


def main(arguments: list[str]) -> int:
    """``python -m ui.screenshots FOLDER``."""
    if len(arguments) != 1:
        print("usage: python -m ui.screenshots FOLDER", file=sys.stderr)
        return 2
    from ui.commands.demo import build

    with tempfile.TemporaryDirectory() as folder:
        for path in take(build(Path(folder) / "practice"), Path(arguments[0])):
            print(path)
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
