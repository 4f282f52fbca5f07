"""The audit log: when, who with rank, what, which record, on which laptop. Read only; reading it leaves a line too."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QHeaderView, QTableView, QVBoxLayout, QWidget

from pclo_app.casefile import audit, disclosures
from pclo_app.casefile.audit import AuditFilter, Line
from pclo_app.casefile.casefile import CaseFile
from pclo_app.casefile.model import Changed
from pclo_app.errors import KnownError
from pclo_app.journal.findings import Report
from pclo_app.journal.verifier import verify
from pclo_app.records.audit import Disclose
from ui.commands.files import write_whole
from ui.shell.operations import Cancelled, Progress
from ui.shell.session import Place, Screen, Session
from ui.shell.upkeep import GaveWay, giving_way
from ui.shell.words import counted
from ui.sync import files
from ui.widgets.announce import announce
from ui.widgets.buttons import Button
from ui.widgets.empty_state import EmptyState
from ui.widgets.error_box import ErrorBox
from ui.widgets.labels import StateLabel, label
from ui.widgets.panel import page_title
from ui.widgets.row_delegate import dress_table, settle_focus

from . import words
from .filter_bar import FilterBar
from .model import PAGE, AuditModel

_CHECKING = "Checking the chain"
_AGAIN = 3_000
_NARROW = 125
"""Under so many letters there is room for when, who and what."""
WHY_EXPORTED = "Export of the audit log"


@dataclass(frozen=True)
class Found:
    """The first page for a filter."""

    filter: AuditFilter
    count: int
    lines: list[Line]
    people: list[str]
    reference: str
    """Of the case whose lines they are, if they are of one."""


def find(cf: CaseFile, filter: AuditFilter) -> Found:
    """Read it."""
    lines = audit.page(cf, filter, PAGE)
    reference = lines[0].reference if filter.case and lines else ""
    return Found(filter, audit.count(cf, filter), lines, audit.people(cf), reference)


class AuditSection(Screen):
    """Filters, and a table of any length."""

    gives_focus = True

    def __init__(self, session: Session, place: Place, parent: QWidget | None = None) -> None:
        super().__init__(session, place, parent)
        self._checked = False
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 12, 14, 10)
        column.setSpacing(8)
        head = QHBoxLayout()
        title = QVBoxLayout()
        title.setSpacing(1)
        title.addWidget(page_title("Audit log"))
        sentence = "Every change, every opening of a case and everything that left this laptop. Nobody can alter it."
        title.addWidget(label(sentence, "secondary", wrap=True))
        head.addLayout(title, 1)
        self.export_button = Button("Export…", parent=self)
        self.export_button.clicked.connect(self.ask_where)
        head.addWidget(self.export_button)
        column.addLayout(head)
        self.chain = StateLabel("clock", "The chain is being checked…")
        column.addWidget(self.chain)
        self.error = ErrorBox(self)
        column.addWidget(self.error)
        self.filters = FilterBar(session.today, self)
        self.filters.case = place.case
        self.filters.changed.connect(self._load)
        column.addWidget(self.filters)
        self.count = label("", "secondary", parent=self)
        column.addWidget(self.count)
        self.model = AuditModel(session.operations, self)
        self.table = _Table(self.model, self)
        column.addWidget(self.table, 1)
        self.nothing = EmptyState("No line of the log is like that.", ("Show everything",))
        self.nothing.pressed.connect(lambda _n: self.filters.clear())
        self.nothing.hide()
        column.addWidget(self.nothing, 1)
        QShortcut(QKeySequence("Ctrl+F"), self).activated.connect(self.filters.words_edit.setFocus)
        self._again = QTimer(self, singleShot=True, interval=_AGAIN)
        self._again.timeout.connect(self._check)

    # Screen ---------------------------------------------------------------------------------------------------

    def shown(self) -> None:
        """Reading the log is logged, once in a session."""
        self.session.operations.submit(lambda cf, _: audit.consult(cf, "", "audit") and None, owner=self)
        self._load()
        if not self._checked:
            self._again.start()

    def refresh(self, changed: Changed) -> None:
        if changed.kinds:
            self._load()

    def go(self, place: Place) -> None:
        super().go(place)
        if place.case:
            self.filters.clear()
            self.filters.case = place.case
            self._load()

    def looking(self) -> dict[str, str]:
        return self.filters.looking()

    def look_again(self, how: dict[str, str]) -> None:
        self.filters.look_again(how)

    def panes(self) -> list[QWidget]:
        """For F6."""
        return [self.filters, self.table]

    def keys(self) -> list[tuple[str, str]]:
        return [("Ctrl+F", "Find words in the log"), ("Up, Down, Page Up, Page Down", "Through the lines")]

    def _load(self) -> None:
        filter = self.filters.filter()
        self.session.operations.submit(lambda cf, _: find(cf, filter), self._loaded, owner=self)

    def _loaded(self, found: Found) -> None:
        if found.filter != self.filters.filter():
            return  # something else has been chosen meanwhile
        self.filters.set_people(found.people)
        self.model.show(found.filter, found.count, found.lines)
        of_case = f" of case {found.reference}" if found.reference else ""
        shown = f"{counted(found.count, 'line')}{of_case}, newest first" if found.count else ""
        narrowed = replace(found.filter, case="") != AuditFilter()
        self.count.setText(f"{shown}, as chosen above" if narrowed and shown else shown)
        self.table.setVisible(bool(found.count))
        self.nothing.setVisible(not found.count)
        if found.count:
            settle_focus(self.table)
        announce(self, self.count.text() or "No line of the log is like that.")

    # the chain ------------------------------------------------------------------------------------------------

    def _check(self) -> None:
        """Every signature and every link of the chain; gives way to whatever else is wanted."""
        operations = self.session.operations
        if not operations.idle:
            self._again.start()
            return
        operations.submit(
            lambda cf, progress: _chain(cf, giving_way(operations, progress)),
            self._chain_known, self._chain_failed, _CHECKING, owner=self,
        )  # fmt: skip

    def _chain_known(self, report: Report) -> None:
        self._checked = True
        if report.ok:
            self.chain.set("done", f"The chain checks out: {counted(report.checked.get('revisions', 0), 'line')}.")
        else:
            first = report.problems[0]
            told = f"The chain does not check out. {first.where}: {first.what} See “Is it whole?”."
            self.chain.set("stop", told)
        announce(self.chain, self.chain.text())

    def _chain_failed(self, error: Exception) -> None:
        if isinstance(error, GaveWay):
            self._again.start()
        elif isinstance(error, Cancelled):
            self.chain.set("empty", "The chain was not checked: it was stopped.")
        else:
            self.session.show_error(error)

    # out ------------------------------------------------------------------------------------------------------

    def ask_where(self) -> None:
        """A file on purpose; that it left is a line of the log itself."""
        title = "Export the audit log. The file will not be encrypted by this app"
        files.choose(self, title, self.export_to, save_as="audit-log.csv", filter="Spreadsheet (*.csv)")

    def export_to(self, path: Path) -> None:
        """Write the lines that the filters leave, and that they were written."""
        filter = self.filters.filter()
        self.error.clear()
        self.session.operations.submit(
            lambda cf, _: _export(cf, filter, path), lambda changed: self._exported(path, changed), self._failed,
            "Exporting the audit log", owner=self,
        )  # fmt: skip

    def _exported(self, path: Path, _changed: Changed) -> None:
        self.session.say(f"Exported as {path.name}, and written to the log. The file is not encrypted")

    def _failed(self, error: Exception) -> None:
        if isinstance(error, KnownError):
            self.error.show_error(error, take_focus=True)
        else:
            self.session.show_error(error)


class _Table(QTableView):
    """Five columns; the one with what was done takes the room."""

    _LETTERS = (24, 30, 0, 0, 22)

    def __init__(self, model: AuditModel, parent: QWidget) -> None:
        super().__init__(parent)
        self.setModel(model)
        self._delegate = dress_table(self, name="Audit log, newest first", two_lines=True)
        self.setFrameShape(QTableView.Shape.NoFrame)
        self._fit()

    def _fit(self) -> None:
        head = self.horizontalHeader()
        head.setStretchLastSection(False)
        letter = self.fontMetrics().horizontalAdvance("n")
        narrow = self.width() < letter * _NARROW
        for n, letters in enumerate((20, 19, 0, 0, 0) if narrow else self._LETTERS):
            if letters:
                head.setSectionResizeMode(n, QHeaderView.ResizeMode.Interactive)
                head.resizeSection(n, round(letters * letter))
            else:
                head.setSectionResizeMode(n, QHeaderView.ResizeMode.Stretch)
        for n in (words.RECORD, words.WHERE):
            self.setColumnHidden(n, narrow)  # the row's sentence and its tip still say it

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: Any) -> None:
        super().changeEvent(event)
        if event.type() in (event.Type.FontChange, event.Type.StyleChange) and hasattr(self, "_delegate"):
            self.verticalHeader().setMinimumSectionSize(self._delegate.row_height())
            self.verticalHeader().setDefaultSectionSize(self._delegate.row_height())
            self._fit()


def _chain(cf: CaseFile, progress: Progress) -> Report:
    return verify(cf.store, cf.key_of, progress, this_device=cf.vault.device)


def _export(cf: CaseFile, filter: AuditFilter, path: Path) -> Changed:
    """The line first: a kill in between leaves a line too many, never a file too many."""
    data = audit.csv(cf, filter).encode("utf-8-sig")
    line = Disclose(act="exported", what="Audit log", recipient=cf.officer.name, why=WHY_EXPORTED,
                    digest=_digest(data))  # fmt: skip
    saved = disclosures.record(cf, "", line)
    write_whole(path, data)
    return saved.changed


def _digest(data: bytes) -> str:
    import hashlib

    return hashlib.sha256(data).hexdigest()
