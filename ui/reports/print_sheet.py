"""The sheet that prints one document from anywhere in the program: its pages, for whom, Print, Save as PDF, Close."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from pclo_app.reports.catalogue import REPORTS
from pclo_app.reports.document import Document
from ui.shell.operations import Cancelled
from ui.shell.session import Place, Screen, Session
from ui.widgets.buttons import Button
from ui.widgets.labels import ground, label

from .controls import PrintControls
from .preview import Preview
from .subjects import report_named
from .wanted import Wanted


class PrintSheet(QWidget):
    """Shown by `Session.print_document`."""

    closed = Signal()

    def __init__(
        self, session: Session, document: Document, case: str, record: str = "", parent: QWidget | None = None, *,
        again: Wanted | None = None,
    ) -> None:  # fmt: skip
        """``again``: how the same document is made for each reader, where its name does not say it."""
        super().__init__(parent)
        self._document = document
        self._again = again
        self._case = case
        self._record = record
        report = report_named(document.name)
        # Which part a chronology was made for is not known here, so such a document is printed as it stands.
        known = report is not None and report.parts == ("",) and bool(record)
        self._name = report.name if report is not None and known else ""
        numbered = bool(self._name or again)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        self.preview = Preview(self)
        row.addWidget(self.preview, 1)
        side = ground(QWidget(self), "window")
        side.setFixedWidth(340)
        column = QVBoxLayout(side)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(8)
        column.addWidget(label(document.title, "section", wrap=True))
        column.addWidget(label(f"Marked {document.marking}.", "secondary", wrap=True))
        self.controls = PrintControls(session, self._wanted, side)
        self.controls.set_file_name(document.file_name)
        self.controls.copies.setEnabled(numbered)
        if not numbered:
            self.controls.copies.setToolTip("Numbered copies of this document are printed from Reports")
        column.addWidget(self.controls)
        column.addStretch(1)
        self.others = Button("Other reports of this case", kind="quiet", parent=side)
        self.others.clicked.connect(lambda: self._open_reports(session))
        self.others.setVisible(again is not None)
        column.addWidget(self.others)
        close = Button("Close", parent=side)
        close.clicked.connect(self.closed)
        column.addWidget(close)
        row.addWidget(side)
        self.setMinimumHeight(560)
        self.setFocusProxy(self.controls.reader)
        self.setAccessibleName(f"Print: {document.title}")
        self.preview.show_document(document)
        self.controls.look_for_printers()

    def _wanted(self) -> Wanted | None:
        chosen: dict[str, Any] = {
            "recipient": self.controls.recipient(),
            "why": self.controls.why.text().strip(),
            "copies": self.controls.copy_count(),
        }
        if self._again is not None:
            return replace(self._again, **chosen)
        if self._name:
            return Wanted(self._name, self._case, self._record, **chosen)
        return Wanted(self._document.name, self._case, self._record, fixed=self._document, **chosen)

    def _open_reports(self, session: Session) -> None:
        """The standard reports, with this case chosen."""
        self.closed.emit()
        report = self._document.name if self._document.name in REPORTS else "chronology"
        session.open(Place("reports", case=self._case, section=report))


def ask(screen: Screen, again: Wanted, failed: Callable[[Exception], None]) -> None:
    """Lay out what a screen wants printed, and put the sheet over the window. Each copy is made for its reader."""
    screen.session.operations.submit(
        lambda cf, progress: again.make(cf, progress=progress),
        lambda document: _show(screen.session, document, again),
        lambda error: None if isinstance(error, Cancelled) else failed(error),
        "Laying out the pages",
        owner=screen,
    )


def _show(session: Session, document: Document, again: Wanted) -> None:
    content = PrintSheet(session, document, again.case, again=again)
    sheet = session.show_sheet(content, width=1180, scrolls=False)
    content.closed.connect(sheet.close_sheet if sheet is not None else content.close)
