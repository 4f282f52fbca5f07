"""Check a code: which sealed record a printed page claims to be, and the sealed pages to compare it with."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QWidget

from pclo_app.casefile import attachments
from pclo_app.errors import KnownError
from ui.shell.session import Place, Session
from ui.theme import mark
from ui.widgets.announce import announce
from ui.widgets.buttons import Button
from ui.widgets.error_box import Notice
from ui.widgets.flow import FlowLayout
from ui.widgets.labels import label
from ui.widgets.panel import Panel
from ui.widgets.pdf_view import PdfView

from . import listing
from .facts import MeetingReports
from .listing import Checked
from .page_drop import PageDrop
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
        self.scan_button = Button("Read it from a scan or photograph", "document", size="small")
        self.others: list[Button] = []
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
        self.add(self.scan_button)
        self.body.setAlignment(self.scan_button, Qt.AlignmentFlag.AlignLeft)
        self.add(self.answer)
        self.version = Notice("", "warn")
        self.version.hide()
        self.add(self.version)
        self._others = QWidget()
        FlowLayout(self._others, spacing=6)
        self._others.hide()
        self.add(self._others)
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
        self.scan_button.clicked.connect(self.ask)
        PageDrop(self, self.look_at, self._scan)
        self.open_button.clicked.connect(self._open)
        self.previous.clicked.connect(self.view.previous_page)
        self.next.clicked.connect(self.view.next_page)

    def look(self) -> None:
        """Ask the case file."""
        typed = self.edit.text()
        if not typed.strip():
            self._say("Type the code that stands at the foot of the page.", "warn")
            return
        self._clear_others()
        self._session.operations.submit(lambda cf, _: listing.check(cf, typed), self._show, self._refused, owner=self)

    def ask(self) -> None:
        """The system's own way to choose a file. The window goes on meanwhile."""
        dialog = QFileDialog(self.window(), "A scan or photograph of the page")
        dialog.setNameFilters(["Scans and photographs (*.pdf *.png *.jpg *.jpeg *.tif *.tiff *.webp *.bmp)", "All (*)"])
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(lambda name: self.look_at(Path(name)))
        dialog.open()

    def look_at(self, path: Path) -> None:
        """Read the codes off a file; nothing of it is kept."""
        self._scan(lambda: attachments.read_file(path))

    def _scan(self, read: Callable[[], bytes]) -> None:
        self._clear_others()
        self._say("Reading the page…", "info")
        self._session.operations.submit(
            lambda cf, _: listing.check_scan(cf, read()), self._show_all, self._refused, owner=self
        )

    def _show_all(self, found: list[Checked]) -> None:
        """Pages of several records may lie in one scan: the first is shown, the others are a press away."""
        self._show(found[0])
        row = self._others.layout()
        assert row is not None
        for each in found[1:]:
            button = Button(f"Also on the scan: {each.sealed.code}", size="small", parent=self._others)
            button.clicked.connect(partial(self._take, each))
            row.addWidget(button)
            self.others.append(button)
        self._others.setVisible(bool(self.others))

    def _take(self, found: Checked, _on: bool = False) -> None:
        self._show(found)

    def _clear_others(self) -> None:
        for button in self.others:
            button.hide()
            button.deleteLater()
        self.others = []
        self._others.hide()
        self.version.hide()

    def forget(self) -> None:
        """Nothing of a check stays behind when it is closed."""
        self._found = None
        self._clear_others()
        self.edit.clear()
        self.view.unload()
        for part in (self.answer, self.view, self._buttons, self.compare):
            part.hide()
        mark(self.edit, "error", None)

    def _show(self, found: Checked) -> None:
        self._found = found
        self._say(found.words, "ok", "This code is of a sealed record.")
        self.compare.setText(found.compare)
        self.version.set(found.other_version, "warn" if found.newer else "info")
        self.version.setVisible(bool(found.other_version))
        if self.edit.text().strip() != found.sealed.code:
            self.edit.setText(found.sealed.code)
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


def open_check(session: Session) -> None:
    """The check as a sheet, from anywhere: typed, chosen or dropped."""
    from .facts import RealReports

    content = CodeCheck(session, RealReports())
    content.setMinimumHeight(560)
    content.setFocusProxy(content.edit)
    sheet = session.show_sheet(content, width=860, scrolls=False)
    if sheet is None:
        return
    content.closed.connect(sheet.close_sheet)
    sheet.closed.connect(content.forget)

    def go(case: str, record: str) -> None:
        sheet.close_sheet()
        session.open(Place("case", case, "meetings", record))

    content.record_wanted.connect(go)
