"""Signed page came back: the scan beside the sealed record, and what the chair ticked on the paper."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from pclo_app.casefile import after_sealing, attachments
from pclo_app.errors import KnownError
from pclo_app.records.after_sealing import PaperReturn
from pclo_app.records.base import Named
from pclo_app.records.event_date.typed import parse_day
from ui.shell.session import Session
from ui.widgets.announce import announce
from ui.widgets.buttons import Button
from ui.widgets.date_field import DateField
from ui.widgets.error_box import Notice
from ui.widgets.growing_text import GrowingText
from ui.widgets.labels import divider, field_label, label
from ui.widgets.name_rank import NameRank
from ui.widgets.pdf_view import PdfView
from ui.widgets.segmented import Segmented

from . import aftermath
from .aftermath import Scan
from .due import day_of, iso_day
from .facts import MeetingReports
from .page_drop import PageDrop
from .parts import labelled

_SAYS = (
    ("signed", "Signed"),
    ("signed with a reservation", "Signed with a reservation"),
    ("not signed", "Not signed"),
)
_FILTERS = ["Scans and photographs (*.pdf *.png *.jpg *.jpeg *.tif *.tiff *.webp *.bmp)", "All files (*)"]


class PaperForm(QWidget):
    """A sheet of two halves: the scan and the sealed pages; below, what is on the paper."""

    closed = Signal()
    saved = Signal(object)

    def __init__(self, session: Session, reports: MeetingReports, case: str, meeting: str = "") -> None:
        super().__init__()
        self._session, self._reports = session, reports
        self._case, self._meeting = case, meeting
        self.scan: Scan | None = None
        PageDrop(self, self.take, lambda read: self._look("Signed page.png", read))
        self.choose = Button("Choose the scan", "document", kind="primary")
        self.answer = Notice("", "info")
        self.code = QLineEdit()
        self.code.setPlaceholderText("K7QF-2M9T-XR4D-08WB-…")
        self.check_button = Button("Check")
        self.scan_view = PdfView(name="The scan")
        self.sealed_view = PdfView(name="The sealed record")
        self.says = Segmented(_SAYS, name="What did the chair tick?")
        self.reservation = GrowingText(name="The reservation, copied from the paper", least=2, most=5)
        self.received = DateField(lambda words: parse_day(words, today=session.today()), name="When it came back")
        self.seen_by = NameRank(name_label="Who compared it with the record?", required=True)
        self.error = label("", "danger", wrap=True)
        self.keep_button = Button("Keep the signed page", kind="primary")
        self.unmatched_button = Button("Keep it without a record, for now")
        self.cancel_button = Button("Cancel")
        self._lay_out()
        self._wire()
        officer = session.officer
        self.seen_by.set_person(officer.name, officer.rank)
        self.received.set_date(day_of(session.today().isoformat()))
        self.setFocusProxy(self.choose)
        self._show()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 12, 18, 12)
        column.setSpacing(8)
        head = QHBoxLayout()
        head.addWidget(label("Signed page came back", "title"))
        head.addStretch(1)
        head.addWidget(self.choose)
        column.addLayout(head)
        how = "Choose the scan (PDF or picture), or drop it here. Its code says which record it is of."
        column.addWidget(label(how, "secondary", wrap=True))
        column.addWidget(self.answer)
        self._code_box = QWidget()
        code = QHBoxLayout(self._code_box)
        code.setContentsMargins(0, 0, 0, 0)
        code.addWidget(labelled("Code on the paper", self.code), 1)
        code.addWidget(self.check_button, 0, Qt.AlignmentFlag.AlignBottom)
        column.addWidget(self._code_box)
        self._views = QWidget()
        self._views.setMinimumHeight(200)
        views = QHBoxLayout(self._views)
        views.setContentsMargins(0, 0, 0, 0)
        views.setSpacing(10)
        self._halves = []
        for words, view in (("The paper", self.scan_view), ("The sealed record", self.sealed_view)):
            half = QWidget()
            inner = QVBoxLayout(half)
            inner.setContentsMargins(0, 0, 0, 0)
            inner.setSpacing(3)
            inner.addWidget(label(words, "label"))
            inner.addWidget(view, 1)
            views.addWidget(half, 1)
            self._halves.append(half)
        column.addWidget(self._views, 1)
        self._fields = QScrollArea()
        self._fields.setWidgetResizable(True)
        self._fields.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._fields.setFrameShape(QScrollArea.Shape.NoFrame)
        inside = QWidget()
        fields = QVBoxLayout(inside)
        fields.setContentsMargins(0, 0, 0, 0)
        fields.setSpacing(6)
        fields.addWidget(divider())
        fields.addWidget(field_label("What did the chair tick?", self.says))
        fields.addWidget(self.says)
        self._reservation_box = labelled("The reservation, copied from the paper", self.reservation)
        fields.addWidget(self._reservation_box)
        row = QHBoxLayout()
        row.addWidget(self.received, 2)
        row.addWidget(self.seen_by, 5)
        fields.addLayout(row)
        fields.addStretch(1)
        self._fields.setWidget(inside)
        self._fields.setMinimumHeight(215)
        column.addWidget(self._fields)
        column.addWidget(self.error)
        buttons = QHBoxLayout()
        for button in (self.keep_button, self.unmatched_button, self.cancel_button):
            buttons.addWidget(button)
        buttons.addStretch(1)
        column.addLayout(buttons)

    def _wire(self) -> None:
        self.choose.clicked.connect(self.ask)
        self.check_button.clicked.connect(self.check)
        self.code.returnPressed.connect(self.check)
        self.says.changed.connect(lambda _value: self._show())
        self.keep_button.clicked.connect(self.keep)
        self.unmatched_button.clicked.connect(self.keep_unmatched)
        self.cancel_button.clicked.connect(self.closed)

    # the scan -------------------------------------------------------------------------------------------------

    def ask(self) -> None:
        """The system's own way to choose a file. The window goes on meanwhile."""
        dialog = QFileDialog(self.window(), "The scan of the signed page")
        dialog.setNameFilters(_FILTERS)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(lambda name: self.take(Path(name)))
        dialog.open()

    def take(self, path: Path) -> None:
        """A file that was chosen or dropped."""
        self._look(path.name, lambda: attachments.read_file(path))

    def take_document(self, id: str) -> None:
        """A scan that is kept in the case already, without a record."""
        from pclo_app.casefile.casefile import CaseFile

        meeting, reports = self._meeting, self._reports

        def work(cf: CaseFile, _progress: object) -> Scan:
            opened = attachments.opened(cf, id)
            return aftermath.look(cf, reports, opened.document.file_name, opened.data, meeting)

        self._session.operations.submit(work, self._looked, self._not_read, owner=self)

    def _look(self, name: str, read: Callable[[], bytes]) -> None:
        meeting, reports = self._meeting, self._reports
        self._say_error("")
        self.answer.set("Reading the page…", "info")
        self.answer.show()
        self._session.operations.submit(
            lambda cf, _: aftermath.look(cf, reports, name, read(), meeting), self._looked, self._not_read, owner=self
        )

    def check(self) -> None:
        """A code that was typed from the paper."""
        scan, code, meeting, reports = self.scan, self.code.text(), self._meeting, self._reports
        if scan is None or not code.strip():
            self._say_error("Type the code that stands at the foot of the page.")
            self.code.setFocus()
            return
        self._session.operations.submit(
            lambda cf, _: aftermath.typed(cf, reports, scan, code, meeting), self._looked, self._refused, owner=self
        )

    def _looked(self, scan: Scan) -> None:
        again = self.scan is not None and self.scan.data == scan.data
        self.scan = scan
        self._say_error("")
        if not again:
            self.scan_view.load(scan.pdf)
        if scan.match is not None:
            self.sealed_view.load(scan.sealed_pdf)
            self.sealed_view.set_page(scan.answer_page)
            words = f"{scan.problem} {scan.match.words}".strip()
            self.answer.set(words, "warn" if scan.problem else "ok", strong="" if scan.problem else "It belongs here.")
        else:
            self.answer.set(scan.problem, "warn")
        self.answer.show()
        announce(self.answer, self.answer.accessibleName())
        self._show()
        if scan.match is None:
            self.code.setFocus()
        elif scan.awaited:
            self.says.setFocus()

    def _not_read(self, error: Exception) -> None:
        self.answer.hide()
        self._refused(error)

    # what is on the paper -------------------------------------------------------------------------------------

    def _show(self) -> None:
        scan = self.scan
        matched = scan is not None and scan.match is not None
        awaited = scan is not None and scan.awaited
        if scan is None:
            self.answer.hide()
        self._code_box.setVisible(scan is not None and not matched)
        self._views.setVisible(scan is not None)
        self._halves[1].setVisible(matched)
        self._fields.setVisible(awaited)
        self._reservation_box.setVisible(self.says.value() == "signed with a reservation")
        self.keep_button.setVisible(awaited)
        self.unmatched_button.setVisible(scan is not None and not matched)
        self.error.setVisible(bool(self.error.text()))
        if not awaited and self.error.text() == "":
            self.error.hide()

    def keep(self) -> None:
        """Link the scan to its record, with what the chair ticked."""
        scan = self.scan
        if scan is None or scan.match is None:
            return
        who = self.seen_by
        if not self.says.value():
            self._say_error("Say what the chair ticked on the paper.")
            self.says.setFocus()
        elif self.says.value() == "signed with a reservation" and not self.reservation.text().strip():
            self._say_error("Copy the chair’s reservation from the paper.")
            self.reservation.setFocus()
        elif not iso_day(self.received.date()):
            self._say_error("Enter the day on which the paper came back.")
            self.received.setFocus()
        elif who.check():
            who.setFocus()
        else:
            returned = PaperReturn(
                meeting="", code="", attachment="",
                how=cast(Any, scan.how), received_on=iso_day(self.received.date()),
                seen_by=Named(name=who.name(), rank=who.rank()),
                says=cast(Any, self.says.value()),
                reservation=self.reservation.text().strip() if self._reservation_box.isVisible() else "",
                pages=scan.pages,
            )  # fmt: skip
            self.keep_button.setEnabled(False)
            self._session.operations.submit(
                lambda cf, _: aftermath.keep(cf, scan, returned), self._kept, self._refused, owner=self
            )

    def keep_unmatched(self) -> None:
        """The scan is not lost: it becomes a task until its record is known."""
        scan, case = self.scan, self._case
        if scan is not None:
            self._session.operations.submit(
                lambda cf, _: after_sealing.keep_unmatched(cf, case, scan.name, scan.data),
                self._kept, self._refused, owner=self,
            )  # fmt: skip

    def _kept(self, saved: object) -> None:
        self.keep_button.setEnabled(True)
        self.scan_view.unload()
        self.sealed_view.unload()
        self.saved.emit(saved)
        self.closed.emit()

    def _refused(self, error: Exception) -> None:
        self.keep_button.setEnabled(True)
        if isinstance(error, KnownError):
            self._say_error(f"{error.part('what')} {error.part('do')}")
        else:
            self._session.show_error(error)

    def _say_error(self, words: str) -> None:
        self.error.setText(words)
        self.error.setVisible(bool(words))
        announce(self.error, words)
