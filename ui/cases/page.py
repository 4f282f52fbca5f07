"""All cases on this laptop."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QStackedWidget, QVBoxLayout, QWidget

from pclo_app.casefile import chronology
from pclo_app.casefile.casefile import CaseFile
from pclo_app.casefile.model import Changed, Item
from pclo_app.records.case import CATEGORY_NAMES, Case
from pclo_app.records.person import Person
from ui.shell.reading_only import for_reading
from ui.shell.rows_table import Column, Row, RowsTable
from ui.shell.session import Place, Screen, Session
from ui.shell.sheet import Sheet
from ui.shell.words import age, counted, day_short, iso_short, moment
from ui.widgets.buttons import Button
from ui.widgets.empty_state import EmptyState
from ui.widgets.labels import label
from ui.widgets.panel import page_title
from ui.widgets.row_delegate import Cell
from ui.widgets.segmented import Segmented

from .case_form import CaseForm


@dataclass(frozen=True)
class Listed:
    """One case as the list shows it."""

    item: Item[Case]
    children: tuple[Person, ...]
    last: str
    """When anything was last written in it, UTC."""
    offset: str
    entries: int
    """Lines of its chronology, whatever records they come from."""


def listed(cf: CaseFile) -> list[Listed]:
    """All cases with their children and the last change."""
    found = []
    for item in cf.cases():
        people = [person.record for person in cf.people(item.id)]
        newest = cf.recent(item.id, limit=1)
        found.append(
            Listed(
                item,
                tuple(person for person in people if person.is_child),
                newest[0].at if newest else "",
                newest[0].offset if newest else "",
                chronology.count(cf, item.id),
            )
        )
    return found


def plan_words(case: Case) -> str:
    """``Not on a plan``, ``Plan since 5 Jan 2026, neglect``, ``Plan ended 3 Mar 2026``."""
    plan = case.plan
    since = iso_short(plan.since).partition(" ")[2] if plan.since else ""
    if plan.status == "plan":
        category = CATEGORY_NAMES.get(plan.category, "")
        return ", ".join(part for part in (f"Plan since {since}" if since else "On a plan", category) if part)
    if plan.status == "ended":
        return f"Plan ended {since}" if since else "Plan ended"
    return "Not on a plan"


def child_words(person: Person, today: date) -> str:
    """``Maisie 4``."""
    return " ".join(part for part in (first_name(person), age(person.born, today)) if part)


def first_name(person: Person) -> str:
    """What the child is called."""
    return person.known_as or (person.name.split() or [""])[0]


class CasesPage(Screen):
    """A table of cases; Enter opens one."""

    COLUMNS = (
        Column("Family", 22),
        Column("Reference", 12),
        Column("Children"),
        Column("Plan", 38),
        Column("Entries", 8),
        Column("Last change", 16),
    )

    def __init__(self, session: Session, place: Place, parent: QWidget | None = None) -> None:
        super().__init__(session, place, parent)
        self._cases: list[Listed] | None = None
        self._wanted = place.record
        outer = QVBoxLayout(self)
        outer.setContentsMargins(14, 12, 14, 12)
        outer.setSpacing(10)
        head = QHBoxLayout()
        head.setSpacing(10)
        head.addWidget(page_title("Cases"))
        self._count = label("", "secondary", parent=self)
        head.addWidget(self._count)
        head.addStretch(1)
        self.search = QLineEdit(self)
        self.search.setPlaceholderText("Find (Ctrl+F)")
        self.search.setAccessibleName("Find a case")
        for_reading(self.search)
        self.search.setClearButtonEnabled(True)
        self.search.setMaximumWidth(self.fontMetrics().horizontalAdvance("n") * 30)
        self.search.textChanged.connect(lambda _text: self._show())
        self.search.returnPressed.connect(self._open_only)
        self.which = Segmented([("open", "Open"), ("all", "All")], "open", name="Which cases")
        self.which.changed.connect(lambda _value: self._show())
        new = Button("New case", "plus", tip="Ctrl+N", parent=self)
        new.clicked.connect(self.new_case)
        for each in (self.search, self.which, new):
            head.addWidget(each)
        outer.addLayout(head)
        self.table = RowsTable(self.COLUMNS, name="Cases", two_lines=False)
        self.table.opened.connect(lambda id: session.open(Place("case", case=id)))
        self.nothing = EmptyState("No cases yet.", ("New case (Ctrl+N)",))
        self.nothing.pressed.connect(lambda _n: self.new_case())
        self._either = QStackedWidget(self)
        self._either.setProperty("panel", "true")
        self._either.addWidget(self.table)
        self._either.addWidget(self.nothing)
        self._either.hide()
        outer.addWidget(self._either, 1)
        QShortcut(QKeySequence("Ctrl+N"), self).activated.connect(self.new_case)
        QShortcut(QKeySequence("Ctrl+F"), self).activated.connect(self.search.setFocus)
        self._load()

    def shown(self) -> None:
        self.table.want_focus()

    def refresh(self, changed: Changed) -> None:
        if changed.kinds:
            self._load()

    def go(self, place: Place) -> None:
        super().go(place)
        if place.record == "new":
            self.new_case()

    def keys(self) -> list[tuple[str, str]]:
        return [("Enter", "Open the case"), ("Ctrl+N", "New case"), ("Ctrl+F", "Find a case")]

    def new_case(self) -> None:
        """A sheet over the window."""
        sheet = new_case(self.session)
        self._place = Place("cases", record="new")
        if sheet is not None:
            sheet.closed.connect(self._form_closed)

    def _form_closed(self) -> None:
        self._place = Place("cases")

    def place(self) -> Place:
        return self._place

    def _load(self) -> None:
        self.session.operations.submit(lambda cf, _: listed(cf), self._loaded, owner=self)

    def _loaded(self, cases: list[Listed]) -> None:
        self._cases = cases
        self._show()
        if self._wanted == "new":
            self._wanted = ""
            self.new_case()

    def _show(self) -> None:
        if self._cases is None:  # of cases that could not be read nothing is said, least of all that there are none
            return
        words = self.search.text().casefold().split()
        every = self.which.value() == "all"
        rows = []
        for case in self._cases:
            record = case.item.record
            text = " ".join(
                (record.family, record.reference, *(r.number for r in record.references),
                 *(child.name for child in case.children))
            ).casefold()  # fmt: skip
            if (every or record.status == "open") and all(word in text for word in words):
                rows.append(self._row(case))
        self.table.set_rows(rows)
        self._count.setText(f"{counted(len(rows), 'case')} of {len(self._cases)}")
        if self._cases and not rows:
            self.nothing.set_sentence("No case matches. Clear the search, or choose All.")
        elif not self._cases:
            self.nothing.set_sentence("No cases yet.")
        for button in self.nothing.buttons:
            button.setVisible(not self._cases)
        self._either.setCurrentWidget(self.table if rows else self.nothing)
        self._either.show()

    def _row(self, case: Listed) -> Row:
        record = case.item.record
        today = self.session.today()
        children = ", ".join(child_words(child, today) for child in case.children) or "No children entered"
        at = moment(case.last, case.offset)
        last = day_short(at.date()) if at else ""
        plan = plan_words(record)
        family = record.family.upper()
        closed = " Closed." if record.status == "closed" else ""
        conflict = " Changed by two people apart." if case.item.in_conflict else ""
        return Row(
            case.item.id,
            (
                Cell(family, bold=True, mark="not-equal" if case.item.in_conflict else ""),
                Cell(record.reference, mono=True),
                Cell(children, grey=not case.children),
                Cell(chip=plan if record.status == "open" else "Closed",
                     chip_kind="warn" if record.plan.status == "plan" else "plain"),
                Cell(str(case.entries), align_right=True),
                Cell(last, grey=True),
            ),
            f"{record.family}, {record.reference}. {children}. {plan}. {counted(case.entries, 'entry', 'entries')}. "
            f"Last change {last}.{closed}{conflict}",
        )  # fmt: skip

    def _open_only(self) -> None:
        """Enter in the search opens the case, where only one is left; else goes to the list."""
        rows = self.table.rows()
        if len(rows) == 1:
            self.session.open(Place("case", case=rows[0].key))
        elif rows:
            self.table.setFocus()


def new_case(session: Session) -> Sheet | None:
    """The sheet for a new case; once made, it opens with its people, who come next."""
    form = CaseForm(session)
    form.saved.connect(lambda saved: session.open(Place("case", case=saved.id, section="people")))
    sheet: Sheet | None = session.show_sheet(form, width=720, scrolls=False)
    if sheet is not None:
        form.closed.connect(sheet.close_sheet)
    return sheet
