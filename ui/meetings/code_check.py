"""Check a code: which sealed record a printed page claims to be, and the sealed pages to compare it with."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from pclo_app.errors import KnownError
from ui.shell.session import Session
from ui.theme import mark
from ui.widgets.announce import announce
from ui.widgets.buttons import Button
from ui.widgets.error_box import Notice
from ui.widgets.labels import label
from ui.widgets.panel import Panel
from ui.widgets.pdf_view import PdfView

from . import listing
from .facts import MeetingReports
from .listing import Checked
from .parts import labelled


class CodeCheck(Panel):
    """One field; the answer in plain words; the sealed pages below."""

    closed = Signal()
    record_wanted = Signal(str, str)
    """(case, meeting)"""

    def __init__(self, session: Session, reports: MeetingReports, parent: QWidget | None = None) -> None:
        self.close_button = Button("Close", "close", size="small")
        super().__init__("Check a code", "28 characters", (self.close_button,), padded=True, parent=parent)
        self._session = session
        self._reports = reports
        self._found: Checked | None = None
        self.edit = QLineEdit()
        self.edit.setPlaceholderText("K7QF-2M9T-XR4D-08WB-…")
        self.check_button = Button("Check", kind="primary")
        self.answer = Notice("")
        self.answer.hide()
        self.compare = label("", "secondary", wrap=True)
        self.open_button = Button("Open the record", size="small")
        self.previous = Button("Previous page", size="small")
        self.next = Button("Next page", size="small")
        self.view = PdfView(name="The sealed record")
        row = QHBoxLayout()
        row.addWidget(labelled("Code on the paper", self.edit), 1)
        row.addWidget(self.check_button, 0, Qt.AlignmentFlag.AlignBottom)
        self.body.addLayout(row)
        self.add(self.answer)
        self.add(self.compare)
        self._buttons = QWidget()
        buttons = QHBoxLayout(self._buttons)
        buttons.setContentsMargins(0, 0, 0, 0)
        for button in (self.open_button, self.previous, self.next):
            buttons.addWidget(button)
        buttons.addStretch(1)
        self.add(self._buttons)
        self.add(self.view, 1)
        self.body.addStretch(0)
        self._buttons.hide()
        self.view.hide()
        self.compare.hide()
        self.close_button.clicked.connect(self.closed)
        self.check_button.clicked.connect(self.look)
        self.edit.returnPressed.connect(self.look)
        self.open_button.clicked.connect(self._open)
        self.previous.clicked.connect(self.view.previous_page)
        self.next.clicked.connect(self.view.next_page)

    def look(self) -> None:
        """Ask the case file."""
        typed = self.edit.text()
        if not typed.strip():
            self._say("Type the code that stands at the foot of the page.", "warn")
            return
        self._session.operations.submit(lambda cf, _: listing.check(cf, typed), self._show, self._refused, owner=self)

    def forget(self) -> None:
        """Nothing of a check stays behind when it is closed."""
        self._found = None
        self.edit.clear()
        self.view.unload()
        for part in (self.answer, self.view, self._buttons, self.compare):
            part.hide()
        mark(self.edit, "error", None)

    def _show(self, found: Checked) -> None:
        self._found = found
        self._say(found.words, "ok", "This code is of a sealed record.")
        self.compare.setText(found.compare)
        for part in (self.view, self._buttons, self.compare):
            part.show()
        sealed, reports = found.sealed, self._reports
        self._session.operations.submit(
            lambda cf, _: reports.sealed_copy(cf, sealed).pdf,
            self._load,
            self._session.show_error,
            owner=self,
        )

    def _load(self, pdf: bytes) -> None:
        self.view.load(pdf)

    def _refused(self, error: Exception) -> None:
        self._found = None
        for part in (self.view, self._buttons, self.compare):
            part.hide()
        if isinstance(error, KnownError):
            self._say(f"{error.part('what')} {error.part('do')}", "danger")
        else:
            self._session.show_error(error)

    def _say(self, words: str, kind: str, strong: str = "") -> None:
        self.answer.set(words, kind, strong=strong)
        self.answer.show()
        bad = kind == "danger"
        mark(self.edit, "error", "true" if bad else None)
        self.edit.setAccessibleDescription(f"Error: {words}" if bad else words)
        announce(self.edit, f"{strong} {words}".strip())

    def _open(self) -> None:
        if self._found is not None:
            self.record_wanted.emit(self._found.case, self._found.meeting)
