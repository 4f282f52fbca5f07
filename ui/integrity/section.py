"""Is it whole? Every page, revision, signature, seal and document; progress, a way to stop, and what was found."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from pclo_app.casefile import checkup, integrity
from pclo_app.casefile.casefile import CaseFile
from pclo_app.casefile.model import Changed
from pclo_app.errors import KnownError
from pclo_app.journal.findings import Report
from pclo_app.reports.document import Document
from ui.keys.paper import PaperBox
from ui.settings.section import SettingsSection
from ui.shell.operations import Cancelled, Operation, Progress
from ui.shell.session import Place, Session
from ui.shell.words import counted, iso_short
from ui.widgets.announce import announce
from ui.widgets.buttons import Button
from ui.widgets.labels import StateLabel, label
from ui.widgets.panel import Panel
from ui.widgets.pdf_view import FIT_PAGE, PdfView

from .findings import FindingsList, checked_words

SENTENCE = (
    "Checks every page of the file, every revision with its signature and its place, every sealed record, and every "
    "document. It changes nothing. Other screens wait until it has ended, or you stop it."
)
NO_CASE_TEXT = "The report holds no case text: it names revisions by number, laptop, kind and time."
INDEX = (
    "Lists, search and links are worked out from the signed journal. When a finding says so, they can be worked out "
    "afresh. Nothing that was written or signed is changed."
)
_LABEL = "Checking the case file"
_REBUILDING = "Rebuilding the index"


@dataclass(frozen=True)
class Result:
    """A check, with its sheet."""

    report: Report
    at: datetime
    sheet: Document


@dataclass(frozen=True)
class Standing:
    """What is known before a check: this copy's place, and the last check-up."""

    words: str
    last: str
    problems: int


class IntegritySection(SettingsSection):
    """The check and its result."""

    def __init__(self, session: Session, place: Place, parent: QWidget | None = None) -> None:
        super().__init__(session, place, "Is the case file whole?", SENTENCE, parent)
        self.result: Result | None = None
        self._running: Operation | None = None
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        self.check_button = Button("Check it now", "scales", kind="primary")
        self.check_button.clicked.connect(self.check)
        self.stop_button = Button("Stop")
        self.stop_button.setAccessibleName("Stop the check")
        self.stop_button.clicked.connect(self.stop)
        self.stop_button.hide()
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setMaximumHeight(14)
        self.bar.setAccessibleName("Progress of the check")
        self.bar.hide()
        line.addWidget(self.check_button)
        line.addWidget(self.stop_button)
        line.addWidget(self.bar, 1)
        line.addStretch(0)
        self.add_card(row)
        self.state = StateLabel("empty", "Not checked yet since you unlocked.")
        self.add_card(self.state)
        self.found = Panel("What does not check out")
        self.print_button = Button("Print or save the report…", size="small")
        self.print_button.clicked.connect(self.show_paper)
        self.list = FindingsList(self.found)
        self.found.add(self.list)
        self.found.hide()
        self.add_card(self.found)
        foot = QHBoxLayout()
        foot.addWidget(self.print_button)
        foot.addStretch(1)
        self.column.addLayout(foot)
        self.print_button.hide()
        card = Panel("Is it the newest copy?", padded=True)
        self.newest = label("", wrap=True)
        card.add(self.newest)
        self.add_card(card)
        index = Panel("The index", padded=True)
        index.add(label(INDEX, wrap=True))
        self.rebuild_button = Button("Rebuild")
        self.rebuild_button.setAccessibleName("Rebuild the index")
        self.rebuild_button.clicked.connect(self.rebuild)
        index.body.addWidget(self.rebuild_button, 0, Qt.AlignmentFlag.AlignLeft)
        self.add_card(index)
        self.column.addStretch(1)
        session.operations.progressed.connect(self._progressed)

    def shown(self) -> None:
        self.session.operations.submit(lambda cf, _: _standing(cf), self._standing_known, owner=self)

    def refresh(self, changed: Changed) -> None:
        if not changed.kinds:  # not one more record: what is known of the whole file, as after a new series was begun
            self.shown()

    def panes(self) -> list[QWidget]:
        """For F6."""
        return [self.check_button, self.stop_button, self.list, self.print_button, self.rebuild_button]

    def keys(self) -> list[tuple[str, str]]:
        return [("Up, Down", "From one finding to the next")]

    # the check ------------------------------------------------------------------------------------------------

    def check(self) -> None:
        """Begin."""
        if self._running is not None:
            return
        self.error.clear()
        self.state.set("clock", "The check is running.")
        self.found.hide()
        self.print_button.hide()
        self.check_button.hide()
        self.stop_button.show()
        self.bar.setRange(0, 0)
        self.bar.show()
        self.stop_button.setFocus()
        self._running = self.session.operations.submit(
            lambda cf, progress: _check(cf, progress), self._checked, self._stopped, _LABEL, owner=self
        )

    def stop(self) -> None:
        """At the next step."""
        if self._running is not None:
            self._running.cancel()
            self.state.set("clock", "Stopping…")

    def rebuild(self) -> None:
        """Work out afresh what is worked out from the journal."""
        self.error.clear()
        self.session.operations.submit(
            lambda cf, progress: cf.rebuild(progress), self._rebuilt, self._not_rebuilt, _REBUILDING, owner=self
        )

    def _rebuilt(self, revisions: int) -> None:
        self.tell(f"It was worked out from {counted(revisions, 'revision')}. Check again now.",
                  strong="The index is rebuilt.")  # fmt: skip
        self.session.changed.emit(Changed())

    def _not_rebuilt(self, error: Exception) -> None:
        if isinstance(error, Cancelled):
            self.tell("Everything is as it was.", "info", strong="Stopped.")
        elif isinstance(error, KnownError):
            self.error.show_error(error, take_focus=True)
        else:
            self.session.show_error(error)

    def show_paper(self) -> None:
        """The report to a printer, or into a file."""
        if self.result is not None:
            content = PaperSheet(self.result.sheet)
            sheet = self.session.show_sheet(content, width=820)
            if sheet is not None:
                content.closed.connect(sheet.close_sheet)

    def _progressed(self, words: str, done: int, total: int) -> None:
        if self._running is not None and words == _LABEL and total:
            self.bar.setRange(0, total)
            self.bar.setValue(done)

    def _end(self) -> None:
        self._running = None
        self.stop_button.hide()
        self.bar.hide()
        self.check_button.show()
        self.check_button.set_words("Check it again")

    def _checked(self, result: Result) -> None:
        self._end()
        self.result = result
        report = result.report
        looked = checked_words(report)
        if report.ok:
            words = f"It is whole. {looked}, and every page of the file. Checked at {result.at:%H:%M}."
            self.state.set("done", words)
        else:
            things = "1 thing does" if len(report.problems) == 1 else f"{len(report.problems):,} things do"
            words = f"{things} not check out. Looked at: {looked}. Checked at {result.at:%H:%M}."
            self.state.set("stop", words)
            self.list.show_problems(report.problems)
            self.found.set_hint(counted(len(report.problems), "finding"))
            self.found.show()
            self._fit_list()
        self.print_button.show()
        (self.list if not report.ok else self.check_button).setFocus()
        self.session.say("The check has ended")
        announce(self.state, words)

    def _stopped(self, error: Exception) -> None:
        self._end()
        if isinstance(error, Cancelled):
            self.state.set("empty", "The check was stopped before its end. Nothing is known from it.")
        else:
            self.state.set("empty", "The check could not be carried through.")
            self.session.show_error(error)
        self.check_button.setFocus()

    def _standing_known(self, found: Standing) -> None:
        self.newest.setText(found.words)
        if self.result is None and self._running is None and found.last:
            if found.problems:
                words = (
                    f"The check-up of {iso_short(found.last)} found {counted(found.problems, 'problem')}: check now."
                )
                self.state.set("warning", words)
            else:
                words = f"The check-up of {iso_short(found.last)} found nothing. The check here looks at everything."
                self.state.set("done", words)

    def _fit_list(self) -> None:
        """As high as the findings, up to some; then it scrolls."""
        rows = range(min(len(self.list.problems()), 4))
        height = sum(self.list.sizeHintForRow(n) for n in rows)
        self.list.setFixedHeight(height + 6)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.found.isVisible():
            self._fit_list()


class PaperSheet(QWidget):
    """The report's pages, and the ways to paper."""

    closed = Signal()

    def __init__(self, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 14, 16, 14)
        row.setSpacing(16)
        self.view = PdfView(self, name="The report")
        self.view.setMinimumSize(300, 420)
        self.view.load(document.pdf)
        self.view.set_zoom(FIT_PAGE)
        row.addWidget(self.view, 1)
        side = QVBoxLayout()
        side.setSpacing(10)
        side.addWidget(label("Print or save the report", "section", wrap=True, parent=self))
        self.paper = PaperBox(NO_CASE_TEXT, "Give it to your supervisor.", self)
        side.addWidget(self.paper)
        side.addStretch(1)
        close = Button("Close", parent=self)
        close.clicked.connect(self.closed)
        side.addWidget(close)
        row.addLayout(side, 1)
        self.paper.set_document(document)
        self.setAccessibleName("Print or save the report")
        self.setFocusProxy(self.paper.print_button)


def _check(cf: CaseFile, progress: Progress) -> Result:
    from pclo_app.reports import check_result

    report = integrity.verify(cf, progress)
    at = cf.now()
    sheet = check_result.document(
        report, officer=cf.officer, vault_id=cf.vault.vault_id, at=at, looked_at=checked_words(report)
    )
    return Result(report, at, sheet)


def _standing(cf: CaseFile) -> Standing:
    last = checkup.last(cf)
    return Standing(cf.standing.words, last.at if last else "", last.problems if last else 0)
