"""What the tests of the meetings share: a clock, a shell that only notes, small prints, a complete record."""

from __future__ import annotations

import io
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from pclo_app.casefile.casefile import CaseFile
from pclo_app.casefile.model import SealedRecord
from pclo_app.reports.document import Document
from ui.meetings.editor import MeetingEditor
from ui.shell.session import Place

PASSPHRASE = "sampler orchard viaduct mitten"
PAGES = 3
PIN = "2468"
CTRL = Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier


class Clock:
    """Thursday 5 November 2026, 14:32, until it is moved."""

    def __init__(self) -> None:
        self.time = datetime(2026, 11, 5, 14, 32, 7, tzinfo=UTC)

    def __call__(self) -> datetime:
        self.time += timedelta(milliseconds=5)
        return self.time

    def forward(self, minutes: int) -> None:
        self.time += timedelta(minutes=minutes)


class Shell:
    """Notes what a main window would do. ``own_the_screen`` shows the widget as a window of its own."""

    def __init__(self) -> None:
        self.opened: list[Place] = []
        self.said: list[str] = []
        self.kept: list[str] = []
        self.errors: list[Exception] = []
        self.printed: list[Any] = []
        self.owner: QWidget | None = None
        self.sheets: list[QWidget] = []

    def open(self, place: Place) -> None:
        self.opened.append(place)

    def say(self, words: str) -> None:
        self.said.append(words)

    def saved(self, words: str) -> None:
        self.kept.append(words)

    def show_error(self, error: Exception) -> None:
        self.errors.append(error)

    def own_the_screen(self, widget: QWidget | None) -> None:
        self.owner = widget
        if widget is not None:
            widget.resize(1366, 768)
            widget.show()
            widget.activateWindow()

    def show_sheet(self, content: QWidget, *, width: int = 620, scrolls: bool = True) -> Any:
        """As a window of its own, which the form closes."""
        self.sheets.append(content)
        content.resize(width, 640)
        content.show()
        content.activateWindow()
        return SimpleNamespace(close_sheet=content.hide)

    def print_document(self, document: Any, case: str, record: str = "") -> None:
        self.printed.append((document, case, record))


class SmallReports:
    """Three plain pages, quickly drawn."""

    def presented(self, cf: CaseFile, meeting: str) -> Document:
        return self._document(f"Record of {cf.item(meeting).record.number}")

    def draft(self, cf: CaseFile, meeting: str, child: str = "") -> Document:
        return self._document("Draft")

    def sealed_copy(self, cf: CaseFile, sealed: SealedRecord) -> Document:
        return self._document(f"Sealed {sealed.code}")

    def slip(self, cf: CaseFile, sealed: SealedRecord) -> Document:
        return self._document("Slip")

    def _document(self, words: str) -> Document:
        from reportlab.pdfgen.canvas import Canvas

        made = io.BytesIO()
        canvas = Canvas(made, pagesize=(595, 842), invariant=1)
        for page in range(1, PAGES + 1):
            canvas.drawString(72, 760, f"{words}, page {page}")
            canvas.showPage()
        canvas.save()
        return Document(made.getvalue(), PAGES, words, "OFFICIAL-SENSITIVE", template="meeting/1")


def fill(editor: MeetingEditor) -> None:
    """A record with which nothing is wrong."""
    form = editor.form
    for row in form.attendance.people():
        row.answer.buttons()[0].click()
        if row.name.text() == "Imelda Crosbie":
            row.chair.click()
    form.meeting.form.buttons()[1].click()
    form.meeting.began.buttons()[1].click()
    form.meeting.start.setText("14:00")
    form.meeting.end.setText("15:05")
    form.meeting._typed()
    for row in form.decisions.rows:
        row.answer.buttons()[0].click()
        row.decision.insertPlainText("As set out in the actions.")
        row.why.insertPlainText("What was said at this meeting.")


def focused() -> QWidget:
    found = QApplication.focusWidget()
    assert found is not None
    return found


def press(*keys: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    for key in keys:
        QTest.keyClick(focused(), key, modifier)
        QApplication.processEvents()


def write(words: str) -> None:
    QTest.keyClicks(focused(), words)
