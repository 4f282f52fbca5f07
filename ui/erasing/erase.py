"""Erase by law: exactly what would go is shown first; then ground, authority, passphrase; then what was done.

Only a detective sergeant has this part. The signed headers stay, so that everybody can see
that something was there, who wrote it, and by whose authority its words went.
"""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSizePolicy, QWidget

from pclo_app.casefile import erasure
from pclo_app.casefile.casefile import CaseFile
from pclo_app.casefile.erasure import Erased, Plan
from pclo_app.casefile.model import Changed
from pclo_app.errors import KnownError
from pclo_app.records import kinds
from pclo_app.records.describe import KIND_NAMES
from ui.keys.again import ask_again
from ui.settings.section import SettingsSection
from ui.shell.rows_table import Column, Row, RowsTable
from ui.shell.session import Place, Session
from ui.shell.words import counted, moment_words
from ui.theme import Spacing
from ui.widgets.buttons import Button
from ui.widgets.empty_state import EmptyState
from ui.widgets.error_box import Notice
from ui.widgets.labels import field_label
from ui.widgets.panel import Panel
from ui.widgets.row_delegate import Cell
from ui.widgets.segmented import Segmented
from ui.widgets.still import StillCombo

from .fields import Chosen, GroundPart, RecordsList

SENTENCE = (
    "For when the law or a retention review says that contents must go: their words, documents, drafts and their "
    "place in the search, here and on every laptop of the team. Nothing brings them back. That something was there, "
    "who wrote it and when, stays; so does the log of who read it."
)
BACKUPS = "Old backups still hold it until new keys are made: Keys and recovery, “Make new keys”."


@dataclass(frozen=True)
class Choice:
    """A case, and its records."""

    case: str
    words: str


def cases_of(cf: CaseFile) -> tuple[list[Choice], list[Erased]]:
    """The cases, and what was erased so far."""
    found = [Choice(item.id, f"{item.record.reference}, {item.record.family}") for item in cf.cases()]
    return found, erasure.listed(cf)


def records_of(cf: CaseFile, case: str) -> list[Chosen]:
    """The records of a case, by kind and in the order in which they were made."""
    items = [item for item in cf.items(case) if item.kind not in kinds.NOT_CASEWORK and item.kind != "case"]
    named = [Chosen(item.id, KIND_NAMES.get(item.kind, item.kind), item.title.partition("\n")[0]) for item in items]
    return sorted(named, key=lambda each: (each.kind, each.id))


class EraseSection(SettingsSection):
    """Which, what would go, and what has gone."""

    def __init__(self, session: Session, place: Place, parent: QWidget | None = None) -> None:
        super().__init__(session, place, "Erase", SENTENCE, parent)
        self.plan: Plan | None = None
        self._wanted_case = place.case
        which = Panel("What is to be erased", padded=True)
        self.case = StillCombo()
        self.case.setMinimumHeight(Spacing.TARGET)
        self.case.currentIndexChanged.connect(lambda _n: self._case_chosen())
        which.add(field_label("Case", self.case))
        which.add(self.case)
        self.extent = Segmented([("records", "Some of its records"), ("case", "The whole case")], "records",
                                name="How much")  # fmt: skip
        self.extent.changed.connect(lambda _v: self._extent_chosen())
        which.add(self.extent)
        self.records = RecordsList()
        self.records.changed.connect(self._forget_plan)
        which.add(self.records)
        self.plan_button = Button("Show what would go")
        self.plan_button.clicked.connect(self.make_plan)
        which.body.addWidget(self.plan_button, 0, Qt.AlignmentFlag.AlignLeft)
        self.add_card(which)
        self.going = GoingPanel()
        self.going.erase_button.clicked.connect(self.erase)
        self.going.hide()
        self.add_card(self.going)
        self.gone = Panel("Erased so far")
        columns = (Column("When", 22), Column("By", 24), Column("Ground and authority"))
        self.table = RowsTable(columns, name="Erased so far, newest first", two_lines=True)
        self.table.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.gone.add(self.table)
        self.nothing = EmptyState("Nothing has been erased.")
        self.gone.add(self.nothing)
        self.add_card(self.gone)
        self.column.addStretch(1)

    # Screen ---------------------------------------------------------------------------------------------------

    def shown(self) -> None:
        self._load()

    def go(self, place: Place) -> None:
        super().go(place)
        if place.case:
            self._wanted_case = place.case
            self._choose_wanted()

    def refresh(self, changed: Changed) -> None:
        self._load()

    def panes(self) -> list[QWidget]:
        """For F6."""
        return [self.case, self.records, self.going, self.table]

    def keys(self) -> list[tuple[str, str]]:
        return [("Space", "Take a record in, or out, in the list")]

    def _load(self) -> None:
        self.session.operations.submit(lambda cf, _: cases_of(cf), self._loaded, owner=self)

    def _loaded(self, found: tuple[list[Choice], list[Erased]]) -> None:
        cases, gone = found
        now = self.case.currentData()
        self.case.blockSignals(True)
        self.case.clear()
        for each in cases:
            self.case.addItem(each.words, each.case)
        self.case.setCurrentIndex(max(0, self.case.findData(now)) if cases else -1)
        self.case.blockSignals(False)
        self.plan_button.setVisible(bool(cases))
        self._choose_wanted()
        self._case_chosen()
        self.table.set_rows([_erased_row(each) for each in gone])
        self.table.setVisible(bool(gone))
        self.nothing.setVisible(not gone)
        head = self.table.horizontalHeader().sizeHint().height()
        self.table.setFixedHeight(head + sum(self.table.rowHeight(n) for n in range(min(6, len(gone)))) + 4)

    def _choose_wanted(self) -> None:
        n = self.case.findData(self._wanted_case) if self._wanted_case else -1
        if n >= 0:
            self._wanted_case = ""
            self.case.setCurrentIndex(n)

    def _case_chosen(self) -> None:
        case = self.case.currentData()
        if not case:
            self.records.show_records([])
            return

        def show(found: list[Chosen]) -> None:
            if self.case.currentData() == case:
                self.records.show_records(found)

        self.session.operations.submit(lambda cf, _: records_of(cf, case), show, owner=self)
        self._forget_plan()

    def _extent_chosen(self) -> None:
        self.records.setVisible(self.extent.value() == "records")
        self._forget_plan()

    def _forget_plan(self) -> None:
        self.plan = None
        self.going.hide()

    # what is done ---------------------------------------------------------------------------------------------

    def make_plan(self) -> None:
        """Work out exactly what would go."""
        self.error.clear()
        self.told.hide()
        case, records = self.case.currentData(), tuple(self.records.chosen())
        if self.extent.value() == "records" and not records:
            self.records.set_error("Choose at least one record, with Space or the mouse.")
            self.records.setFocus()
            return
        self.records.set_error("")
        wanted = () if self.extent.value() == "case" else records
        self.session.operations.submit(
            lambda cf, _: erasure.plan(cf, records=wanted, case=case), self._planned, self._failed, owner=self
        )

    def _planned(self, plan: Plan) -> None:
        self.plan = plan
        self.going.show_plan(plan)
        self.going.show()
        self.area.ensureWidgetVisible(self.going)
        self.going.erase_button.setFocus()

    def erase(self) -> None:
        """Ground, authority, passphrase."""
        plan = self.plan
        if plan is None:
            return
        what = "the whole case" if plan.whole_case else counted(len(plan.records), "record")
        ask_again(
            self, self.session, title=f"Erase {what} for good",
            words=f"{going_words(plan)} Nothing brings it back, here or on any laptop of the team.",
            button="Erase it for good", danger=True, part=GroundPart(), done=self._erased,
            work=lambda cf, _p, words, value: _erase(cf, plan, value, words), label_words="Erasing", width=620,
        )  # fmt: skip

    def _erased(self, count: int) -> None:
        self._forget_plan()
        lost = "1 revision lost its words" if count == 1 else f"{count:,} revisions lost their words"
        self.tell(f"{lost}. The line about it is in the audit log. {BACKUPS}", strong="Erased.")
        self.session.changed.emit(Changed())
        self.case.setFocus()

    def _failed(self, error: Exception) -> None:
        if isinstance(error, KnownError):
            self.error.show_error(error, take_focus=True)
        else:
            self.session.show_error(error)


def _erase(cf: CaseFile, plan: Plan, value: tuple[str, str], passphrase: str) -> int:
    ground, authority = value
    erasure.erase(cf, plan, ground=ground, authority=authority, passphrase=passphrase)
    return len(plan.revs)


def going_words(plan: Plan) -> str:
    """What goes, in one sentence."""
    parts = [counted(len(plan.records), "record"), counted(len(plan.revs), "revision")]
    if plan.documents:
        parts.append(counted(len(plan.documents), "document"))
    if plan.drafts:
        parts.append(counted(plan.drafts, "draft"))
    if plan.filters:
        parts.append(counted(len(plan.filters), "saved filter"))
    return f"{', '.join(parts[:-1])} and {parts[-1]} go."


def _erased_row(each: Erased) -> Row:
    when = moment_words(each.at, each.off)
    cells = (Cell(when, small=True), Cell(each.name, second=each.rank), Cell(each.ground, second=each.authority))
    return Row(each.rev, cells, f"Erased on {when} by {each.by}, ground {each.ground}. {each.authority}.")


class GoingPanel(Panel):
    """The plan: every record by name, and what goes with it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        self.erase_button = Button("Erase…", size="small")
        self.erase_button.setProperty("tone", "danger")
        super().__init__("This would go", buttons=(self.erase_button,), parent=parent)
        self.table = RowsTable((Column("Kind", 28), Column("Record")), name="This would go")
        self.table.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.add(self.table)
        self.words = Notice("", "warn")
        self.body.setSpacing(0)
        self.add(self.words)

    def show_plan(self, plan: Plan) -> None:
        """Every record, and what goes with them."""
        rows = []
        for id, kind, title in plan.records:
            name, words = KIND_NAMES.get(kind, kind), title.partition("\n")[0]
            rows.append(Row(id, (Cell(name, grey=True), Cell(words)), f"{name}: {words}"))
        self.table.set_rows(rows)
        head = self.table.horizontalHeader().sizeHint().height()
        self.table.setFixedHeight(head + sum(self.table.rowHeight(n) for n in range(min(8, len(rows)))) + 4)
        self.set_hint(counted(len(plan.records), "record"))
        more = going_words(plan)
        if plan.sealed:
            codes = ", ".join(plan.sealed)
            more += f" Signed paper with these codes can no longer be compared: {codes}."
        if plan.filters:
            more += f" Saved filters that hold words found only here: {', '.join(plan.filters)}."
        self.words.set(more, "warn")
