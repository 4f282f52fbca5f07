"""The whole program on a real case file, with the documents of its case in front."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from pclo_app.casefile import attachments
from pclo_app.casefile.casefile import CaseFile
from tests.ui.shell.conftest import Life, clock, life, theme
from ui.attachments.section import DocumentsSection
from ui.attachments.viewer import Viewer
from ui.shell.session import Place

__all__ = ["Life", "clock", "life", "theme"]

NONE = Qt.KeyboardModifier.NoModifier
CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


class Desk:
    """The program, with a hand on its keyboard."""

    def __init__(self, life: Life, folder: Path) -> None:
        self.life = life
        self.folder = folder
        life.make()
        self.program: Any = life.unlocked()
        self.case: str = self.ask(lambda cf: cf.cases()[0].id)

    def ask(self, work: Callable[[CaseFile], Any]) -> Any:
        """Something of the case file, from its own thread; screens are told of what was written."""
        found: list[Any] = []
        self.program.session.operations.submit(lambda cf, _: [work(cf)], found.extend)
        self.life.qtbot.waitUntil(lambda: bool(found), timeout=10_000)
        return found[0]

    def attach(self, name: str, data: bytes, source: str = "", shows: str = "") -> str:
        """A document that is there before the screen is."""
        return str(self.ask(lambda cf: attachments.attach(cf, self.case, name, data, source, shows).id))

    def settle(self) -> None:
        """Until nothing is being read and what was read is shown."""
        for _ in range(2):
            self.life.settle(self.program)
            self.life.qtbot.wait(60)

    def open(self, record: str = "", section: str = "checks") -> None:
        """Go there."""
        self.program.session.open(Place("case", case=self.case, section=section, record=record))
        self.settle()

    def documents(self, record: str = "") -> DocumentsSection:
        """The list of documents."""
        self.open(f"documents/{record}" if record else "documents")
        found = self.program.window.findChild(DocumentsSection)
        assert isinstance(found, DocumentsSection)
        return found

    def viewer(self) -> Viewer:
        """The viewer that is open."""
        (found,) = (each for each in self.program.window.findChildren(Viewer) if each.isVisible())
        assert isinstance(found, Viewer)
        return found

    def find(self, kind: type[Any]) -> Any:
        """The one widget of a kind in sight."""
        (found,) = (each for each in self.program.window.findChildren(kind) if each.isVisible())
        return found

    def key(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = NONE) -> None:
        """A key where the focus is."""
        self.life.qtbot.keyClick(QApplication.focusWidget() or self.program.window, key, modifiers)
        self.settle()

    def type(self, words: str) -> None:
        """Words where the focus is."""
        focus = QApplication.focusWidget()
        assert focus is not None
        self.life.qtbot.keyClicks(focus, words)

    def focus(self) -> QWidget:
        """Where the focus is."""
        found = QApplication.focusWidget()
        assert found is not None
        return found

    def file(self, name: str, data: bytes) -> Path:
        """A file on the officer's disk."""
        path = self.folder / name
        path.write_bytes(data)
        return path


@pytest.fixture
def desk(life: Life, tmp_path: Path) -> Desk:
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    return Desk(life, folder)
