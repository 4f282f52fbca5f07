"""The integrated chronology: cases chosen at the left, the merged lines, and the pairs that may be one event."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from pclo_app.casefile.casefile import CaseFile
from pclo_app.casefile.model import Changed
from pclo_app.casefile.siblings import Proposal
from ui.shell.operations import Cancelled
from ui.shell.session import Place, Screen, Session
from ui.shell.words import counted
from ui.theme import Theme
from ui.widgets.buttons import Button
from ui.widgets.empty_state import EmptyState
from ui.widgets.head_layout import Head
from ui.widgets.labels import divider, ground, label

from . import queries
from .case_list import CaseList
from .lines_table import PAGE, LinesTable, PagedRows
from .pairs_panel import PairsPanel
from .queries import Found

_ABOUT = frozenset({"chronology_entry", "strategy_meeting", "conference", "conference_outcome", "medical",
                    "police_protection", "condition", "condition_check", "review", "case", "person"})  # fmt: skip
_NARROW = 1000
_LEFT, _LEFT_NARROW = 248, 172
_CASE, _SOURCE = 3, 5
"""Columns that are left out: with one case alone, and in a narrow window (it stands with the pair and in its case)."""


class IntegratedPage(Screen):
    """Cases, lines, pairs."""

    def __init__(self, session: Session, place: Place, parent: QWidget | None = None) -> None:
        super().__init__(session, place, parent)
        self._found: Found | None = None
        self._turn = 0
        self._own: Proposal | None = None
        self._proposals: tuple[Proposal, ...] = ()
        self._build()
        self._load([place.case] if place.case else [])

    def _build(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        left = ground(QWidget(self), "surface")
        self._left = left
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        head = ground(QWidget(left), "raised")
        head_row = QHBoxLayout(head)
        head_row.setContentsMargins(10, 8, 10, 8)
        head_row.addWidget(label("Cases together", "strong"))
        column.addWidget(head)
        column.addWidget(divider())
        self.cases = CaseList(left)
        self.cases.changed.connect(lambda: self._load(self.cases.chosen()))
        column.addWidget(self.cases, 1)
        row.addWidget(left)
        self._stack = QStackedWidget(self)
        row.addWidget(self._stack, 1)
        self._stack.addWidget(self._body())
        self.nothing = EmptyState("No case is chosen. Tick the cases whose chronologies you want to read as one.")
        self._stack.addWidget(self.nothing)

    def _body(self) -> QWidget:
        body = QWidget(self)
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        head = Head(body, spacing=8)
        ground(head, "raised")
        row = head.row
        row.setContentsMargins(12, 5, 10, 5)
        row.add(label("Integrated chronology", "strong"))
        self.count = label("", "secondary")
        row.add(self.count)
        self.print_button = Button("Print", "printer", size="small")
        self.print_button.setText("Print…  (Ctrl+P)")
        self.print_button.clicked.connect(self.print_it)
        QShortcut(QKeySequence("Ctrl+P"), self, context=_HERE).activated.connect(self.print_it)
        row.add_at_end(self.print_button)
        column.addWidget(head)
        column.addWidget(divider())
        splitter = self._splitter = QSplitter(Qt.Orientation.Vertical, body)
        self.table = LinesTable()
        self.table.opened.connect(lambda key: self.open_line(key.partition("/")[0]))
        self.table.lines.page_wanted.connect(self._read_page)
        splitter.addWidget(self.table)
        self.pairs_panel = PairsPanel(self.session, splitter)
        self.pairs_panel.line_wanted.connect(self.open_line)
        self.pairs_panel.sized.connect(self._share_room)
        splitter.addWidget(self.pairs_panel)
        splitter.setStretchFactor(0, 1)
        splitter.setChildrenCollapsible(False)
        column.addWidget(splitter, 1)
        return body

    # Screen ---------------------------------------------------------------------------------------------------

    def title(self) -> str:
        return " and ".join(self._found.order.references.values()) if self._found is not None else ""

    def shown(self) -> None:
        if self._found is None or not self.isAncestorOf(self.focusWidget() or self):
            self.table.want_focus()

    def refresh(self, changed: Changed) -> None:
        if self._found is not None and changed.kinds & _ABOUT and changed.cases & {*self._found.cases, ""}:
            self._load(list(self._found.cases))

    def go(self, place: Place) -> None:
        super().go(place)
        if place.case and (self._found is None or place.case not in self._found.cases):
            self._own = None
            self._load([place.case])

    def place(self) -> Place:
        case = self._found.cases[0] if self._found is not None and self._found.cases else self._place.case
        return Place("integrated", case=case)

    def panes(self) -> list[QWidget]:
        """For F6."""
        return [self.cases, self.table, self.pairs_panel.list, self.pairs_panel.view]

    def keys(self) -> list[tuple[str, str]]:
        return [
            ("Enter", "Open a line in its own chronology; in the list of pairs, to the answers"),
            ("1, 2, 3, 4", "In the list of pairs: same event, sources disagree, different events, follows"),
            ("Ctrl+Enter", "Save the answer"),
            ("Ctrl+P", "Print the integrated chronology"),
        ]

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = self.width() < _NARROW * Theme.current().text_scale
        self._left.setFixedWidth(_LEFT_NARROW if narrow else _LEFT)
        self.table.setColumnHidden(_SOURCE, narrow)
        self.pairs_panel.set_narrow(narrow)

    # loading --------------------------------------------------------------------------------------------------

    def _load(self, cases: list[str]) -> None:
        self._turn += 1
        turn = self._turn
        self.pairs_panel.stop()
        usual = "supervision" if self.session.officer.role == "DS" else "casework"
        purpose = self.session.purposes.get(cases[0], usual) if cases else usual
        own = self._own

        def work(cf: CaseFile, _: object) -> tuple[Found, Proposal | None]:
            chosen = cases
            if not chosen and own is None:
                first = next((item.id for item in cf.cases() if item.record.status == "open"), "")
                chosen = [first] if first else []
            found = queries.find(cf, chosen, purpose, PAGE)
            if own is not None or not chosen:
                return found, own
            record = cf.item(chosen[0]).record
            return found, Proposal(chosen[0], record.reference, record.family)

        self.session.operations.submit(
            work, lambda result: self._loaded(turn, result), self._failed, "Reading the chronologies", owner=self
        )

    def _loaded(self, turn: int, result: tuple[Found, Proposal | None]) -> None:
        if turn != self._turn:
            return
        found, own = result
        proposals = found.proposals
        if own is not None:
            first = self._own is None
            self._own = own
            if first:
                self._proposals = proposals
            self.cases.show_cases(own, self._proposals, found.cases)
        self._found = found
        self._stack.setCurrentIndex(0 if found.cases else 1)
        entries = counted(len(found.order.places), "entry", "entries")
        self.count.setText(f"{entries} of {counted(len(found.cases), 'case')}")
        self.table.setColumnHidden(_CASE, len(found.cases) == 1)
        self.table.show_order(found.order, found.first)
        self.session.retitle()
        self.pairs_panel.show_order(found.order)

    def _read_page(self, rows: PagedRows, number: int) -> None:
        """A page of lines that somebody looks at."""
        order = rows.order

        def failed(error: Exception) -> None:
            rows.not_arrived(number)
            self._failed(error)

        self.session.operations.submit(
            lambda cf, _: queries.rows(cf, order, number * PAGE, PAGE),
            lambda found: self.table.lines.arrived(rows, number, found),
            failed,
            owner=self,
        )

    # doing ----------------------------------------------------------------------------------------------------

    def _share_room(self, pairs: bool) -> None:
        """Without pairs the lines have all the room."""
        height = self._splitter.height()
        self._splitter.setSizes([round(height * 0.37), round(height * 0.63)] if pairs else [height, 0])

    def open_line(self, id: str) -> None:
        """Go to a line in its own case."""
        places = self._found.order.places if self._found is not None else ()
        case = next((place.case for place in places if place.record == id), "")
        if case:
            self.session.open(Place("case", case=case, section="chronology", record=id))

    def print_it(self) -> None:
        """Show the pages, with the ways to print and save them."""
        if self._found is None or not self._found.cases:
            return
        from ui.reports import print_sheet  # the reports are read when somebody prints
        from ui.reports.wanted import Wanted

        cases = self._found.cases
        print_sheet.ask(self, Wanted("chronology-integrated", cases[0], cases=cases), self._failed)

    def _failed(self, error: Exception) -> None:
        if not isinstance(error, Cancelled):
            self.session.show_error(error)


_HERE = Qt.ShortcutContext.WidgetWithChildrenShortcut
