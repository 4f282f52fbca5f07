"""A sealed record: the sealed pages, the code, the chair's answer, and printing. Nothing can be edited."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from pclo_app.casefile.model import SealedRecord
from pclo_app.records.seal import Seal, qr_text
from ui.shell.session import Place, Session
from ui.theme import Theme
from ui.widgets.buttons import Button
from ui.widgets.emptied import empty
from ui.widgets.labels import divider, ground, label
from ui.widgets.panel import Panel
from ui.widgets.pdf_view import PdfView

from . import aftermath
from .after_panel import AfterPanel
from .aftermath import Aftermath
from .facts import Facts, MeetingReports
from .header import RecordHeader
from .paper_form import PaperForm
from .pictures import CodeSquare, InkView
from .statement_form import NewVersionForm, StatementForm
from .wording import CHIPS, STATES, details, said_by, sealed_when


class SealPanel(Panel):
    """Code, square, signature and answer of one seal."""

    def __init__(self) -> None:
        super().__init__("The chair’s answer", padded=True)
        self.said = label("", "strong", wrap=True)
        self.when = label("", "secondary", wrap=True)
        self.code = label("")
        self.square = CodeSquare(116)
        self.ink = InkView()
        self._rows = QVBoxLayout()
        self._rows.setSpacing(4)
        for part in (self.said, self.when):
            self.add(part)
        self.add(divider())
        self.add(label("Verification code", "label"))
        self.add(self.code)
        self.add(self.square)
        self.add(self.ink)
        self.body.addLayout(self._rows)
        self.add(
            label(
                "The code shows which sealed record a paper claims to be. Compare its words with the sealed pages.",
                "secondary",
                wrap=True,
            )
        )

    def show_seal(self, sealed: SealedRecord) -> None:
        """Show one."""
        seal = sealed.seal.record
        assert isinstance(seal, Seal)
        self.said.setText(said_by(seal))
        self.when.setText(f"Sealed {sealed_when(sealed)}, by {sealed.seal.by}.")
        groups = sealed.code.split("-")
        self.code.setText("\n".join("-".join(groups[n : n + 2]) for n in range(0, 7, 2)))
        self.code.setFont(Theme.current().mono("section"))
        self.code.setAccessibleName(f"Verification code {' '.join(groups)}")
        self.square.set_text(qr_text(sealed.digest))
        self.ink.show_ink(seal)
        self.ink.setVisible(seal.outcome in ("signed", "reserved"))
        empty(self._rows)
        for name, words in details(seal):
            self._rows.addWidget(label(name, "label"))
            self._rows.addWidget(label(words, wrap=True))


class SealedView(QWidget):
    """What opens in place of the editor once a record is sealed."""

    back_wanted = Signal()

    def __init__(self, session: Session, reports: MeetingReports, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        ground(self, "window")
        self._session = session
        self._reports = reports
        self._facts: Facts | None = None
        self._document: object = None
        self._print_soon = False
        self._slip_soon = False
        self.print_button = Button("Print", "printer", kind="primary", key="Ctrl+P")
        self.slip_button = Button("Print the slip")
        self.slip_button.setAccessibleDescription("One page with the code and the square, and no word of the record.")
        self.slip_button.clicked.connect(self.print_slip)
        self.header = RecordHeader((self.slip_button, self.print_button))
        self.header.back_wanted.connect(self.back_wanted)
        self.previous = Button("Previous page", size="small")
        self.next = Button("Next page", size="small")
        self.view = PdfView(name="The sealed record")
        self.seal = SealPanel()
        self.after = AfterPanel()
        self._pages = label("", "secondary")
        bar = QHBoxLayout()
        bar.setContentsMargins(12, 6, 12, 6)
        bar.setSpacing(8)
        bar.addWidget(label("The sealed pages. Nothing in them can be changed.", "secondary"))
        bar.addStretch(1)
        for part in (self._pages, self.previous, self.next):
            bar.addWidget(part)
        left = QVBoxLayout()
        left.setSpacing(0)
        left.addLayout(bar)
        left.addWidget(self.view, 1)
        side = QScrollArea()
        side.setWidgetResizable(True)
        side.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        side.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        side.setFixedWidth(round(330 * min(1.6, Theme.current().text_scale)))
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(10, 10, 10, 10)
        column.addWidget(self.after)
        column.addWidget(self.seal)
        column.addStretch(1)
        side.setWidget(inside)
        row = QHBoxLayout()
        row.setSpacing(0)
        row.addLayout(left, 1)
        row.addWidget(side)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(self.header)
        outer.addLayout(row, 1)
        self.previous.clicked.connect(self.view.previous_page)
        self.next.clicked.connect(self.view.next_page)
        self.view.page_changed.connect(lambda _page, _pages: self._pages.setText(self.view.page_words()))
        self.print_button.clicked.connect(self.print_copy)
        self.after.statement_wanted.connect(self.add_statement)
        self.after.version_wanted.connect(self.new_version)
        self.after.paper_wanted.connect(self.paper_back)
        self.after.record_wanted.connect(self._open)

    def show_sealed(self, facts: Facts) -> None:
        """Show a sealed record; its pages come from the encrypted store."""
        sealed = facts.sealed
        assert sealed is not None
        seal = sealed.seal.record
        assert isinstance(seal, Seal)
        self._facts = facts
        self._document = None
        self.header.show_record(facts, facts.record, STATES[seal.outcome], CHIPS[seal.outcome])
        self.seal.show_seal(sealed)
        self.view.unload()
        self.after.show_aftermath(Aftermath())
        self.read_again()

    def read_again(self) -> None:
        """Statements, versions and paper, and the pages with what was added after them."""
        facts = self._facts
        if facts is None or facts.sealed is None:
            return
        meeting, sealed, reports = facts.id, facts.sealed, self._reports
        submit = self._session.operations.submit
        submit(lambda cf, _: aftermath.read(cf, meeting), self.after.show_aftermath, owner=self)
        submit(lambda cf, _: reports.sealed_copy(cf, sealed), self._show, self._session.show_error, owner=self)

    def add_statement(self) -> None:
        """A later statement, beside the sealed pages."""
        if self._facts is not None:
            self._sheet(StatementForm(self._session, self._facts, self._facts.record))

    def new_version(self) -> None:
        """A new version, to be signed afresh."""
        if self._facts is not None:
            form = NewVersionForm(self._session, self._facts.id)
            form.saved.connect(lambda saved: self._open(saved.id))
            self._sheet(form)

    def paper_back(self) -> None:
        """The page that was signed on paper has come back."""
        if self._facts is not None:
            self._sheet(PaperForm(self._session, self._reports, self._facts.case, self._facts.id), width=1120)

    def _sheet(self, form: QWidget, width: int = 620) -> None:
        sheet = self._session.show_sheet(form, width=width, scrolls=width < 1000)
        form.saved.connect(lambda _saved: self.read_again())  # type: ignore[attr-defined]
        if sheet is not None:
            form.closed.connect(sheet.close_sheet)  # type: ignore[attr-defined]

    def _open(self, meeting: str) -> None:
        if self._facts is not None:
            self._session.open(Place("case", self._facts.case, "meetings", meeting))

    def print_when_shown(self) -> None:
        """Open the print sheet as soon as the pages are there."""
        self._print_soon = True
        if self._document is not None:
            self.print_copy()

    def slip_when_shown(self) -> None:
        """Open the print sheet for the slip as soon as the record is there; copies come first."""
        self._slip_soon = True
        if self._facts is not None and self._document is not None:
            self.print_slip()

    def print_slip(self) -> None:
        """The code alone, for the chair."""
        facts = self._facts
        if facts is None or facts.sealed is None:
            return
        self._slip_soon = False
        sealed, reports, session = facts.sealed, self._reports, self._session
        session.operations.submit(
            lambda cf, _: reports.slip(cf, sealed),
            lambda document: session.print_document(document, facts.case, facts.id),
            session.show_error,
            owner=self,
        )

    def print_copy(self) -> None:
        """The way to paper, with copy numbers and readers."""
        if self._facts is None or self._document is None:
            self._session.say("The pages are still being opened.")
            return
        self._print_soon = False
        self._session.print_document(self._document, self._facts.case, self._facts.id)

    def _show(self, document: object) -> None:
        self._document = document
        self.view.load(document.pdf)  # type: ignore[attr-defined]
        if self._print_soon:
            self.print_copy()
        if self._slip_soon:
            self.print_slip()
