"""The integrated chronology: cases chosen at the left, the merged lines, and the pairs that may be one event."""

from __future__ import annotations

from typing import Any, cast

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QHeaderView, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from pclo_app.casefile import integrated
from pclo_app.casefile.casefile import CaseFile
from pclo_app.casefile.integrated import Line
from pclo_app.casefile.model import Changed
from pclo_app.casefile.siblings import Proposal
from pclo_app.errors import KnownError
from pclo_app.records.chronology import LinkKind
from ui.shell.operations import Cancelled
from ui.shell.rows_table import RowsTable
from ui.shell.session import Place, Screen, Session
from ui.shell.words import counted
from ui.theme import Theme
from ui.widgets.announce import announce
from ui.widgets.buttons import Button
from ui.widgets.empty_state import EmptyState
from ui.widgets.labels import divider, ground, label

from . import queries
from .case_list import CaseList
from .pair_view import PairView
from .queries import Found

_ABOUT = frozenset({"chronology_entry", "strategy_meeting", "conference", "conference_outcome", "medical",
                    "police_protection", "condition", "condition_check", "review", "case", "person"})  # fmt: skip
_NARROW = 1000
_SOURCE, _WHY = 5, 2
"""Columns that a narrow window leaves out; the source stands with the pair and in the line's own case."""
_ANSWER_KEYS = (Qt.Key.Key_1, Qt.Key.Key_2, Qt.Key.Key_3, Qt.Key.Key_4)


class _Pairs(RowsTable):
    """The list of pairs: 1 to 4 answer the one that is looked at."""

    view: PairView | None = None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.view is not None and event.key() in _ANSWER_KEYS and not event.modifiers():
            self.view.choose(_ANSWER_KEYS.index(Qt.Key(event.key())) + 1)
        else:
            super().keyPressEvent(event)


class IntegratedPage(Screen):
    """Cases, lines, pairs."""

    def __init__(self, session: Session, place: Place, parent: QWidget | None = None) -> None:
        super().__init__(session, place, parent)
        self._found: Found | None = None
        self._lines: dict[str, Line] = {}
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
        left.setFixedWidth(248)
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
        head = ground(QWidget(body), "raised")
        row = QHBoxLayout(head)
        row.setContentsMargins(12, 5, 10, 5)
        row.setSpacing(8)
        row.addWidget(label("Integrated chronology", "strong"))
        self.count = label("", "secondary")
        row.addWidget(self.count)
        row.addStretch(1)
        self.print_button = Button("Print", "printer", size="small")
        self.print_button.setText("Print…  (Ctrl+P)")
        self.print_button.clicked.connect(self.print_it)
        QShortcut(QKeySequence("Ctrl+P"), self, context=_HERE).activated.connect(self.print_it)
        row.addWidget(self.print_button)
        column.addWidget(head)
        column.addWidget(divider())
        splitter = QSplitter(Qt.Orientation.Vertical, body)
        self.table = RowsTable(queries.LINE_COLUMNS, name="Integrated chronology")
        self.table.opened.connect(lambda key: self.open_line(key.partition("/")[0]))
        splitter.addWidget(self.table)
        below = QWidget(splitter)
        inside = QVBoxLayout(below)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(0)
        self._pairs_head = label("", "strong", wrap=True)
        self._pairs_head.setContentsMargins(12, 6, 12, 6)
        inside.addWidget(self._pairs_head)
        self._pairs_body = QSplitter(Qt.Orientation.Horizontal, below)
        self.pairs = _Pairs(queries.PAIR_COLUMNS, name="Lines that may tell of one event")
        self.pairs.setAccessibleDescription("1: same event. 2: sources disagree. 3: different events. 4: follows.")
        self.pairs.moved.connect(lambda _key: self._show_pair())
        self._pairs_body.addWidget(self.pairs)
        self.view: PairView = PairView(self._pairs_body)
        self.pairs.view = self.view
        self.pairs.opened.connect(lambda _key: self.view.answer.setFocus())
        self.view.answered.connect(self._answer)
        self.view.line_wanted.connect(self.open_line)
        self._pairs_body.addWidget(self.view)
        self._pairs_body.setSizes([340, 700])
        inside.addWidget(self._pairs_body, 1)
        splitter.addWidget(below)
        splitter.setSizes([230, 390])
        splitter.setChildrenCollapsible(False)
        column.addWidget(splitter, 1)
        return body

    # Screen ---------------------------------------------------------------------------------------------------

    def title(self) -> str:
        return " and ".join(self._found.whole.references) if self._found is not None else ""

    def shown(self) -> None:
        if not self.isAncestorOf(self.focusWidget() or self):
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
        return [self.cases, self.table, self.pairs, self.view]

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
        self.table.setColumnHidden(_SOURCE, narrow)
        self.pairs.setColumnHidden(_WHY, narrow)
        mode = QHeaderView.ResizeMode.Stretch if narrow else QHeaderView.ResizeMode.Interactive
        self.pairs.horizontalHeader().setSectionResizeMode(_WHY - 1, mode)

    # loading --------------------------------------------------------------------------------------------------

    def _load(self, cases: list[str]) -> None:
        self._turn += 1
        turn = self._turn
        usual = "supervision" if self.session.officer.role == "DS" else "casework"
        purpose = self.session.purposes.get(cases[0], usual) if cases else usual
        own = self._own

        def work(cf: CaseFile, _: object) -> tuple[Found, Proposal | None]:
            chosen = cases
            if not chosen and own is None:
                first = next((item.id for item in cf.cases() if item.record.status == "open"), "")
                chosen = [first] if first else []
            found = queries.find(cf, chosen, purpose)
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
        self._lines = {line.id: line for line in found.whole.lines}
        self._stack.setCurrentIndex(0 if found.cases else 1)
        entries = counted(len(self._lines), "entry", "entries")
        self.count.setText(f"{entries} of {counted(len(found.cases), 'case')}")
        self.table.set_rows(found.rows)
        open_, total = len(found.whole.unsettled), len(found.pairs)
        if total:
            said = f"{counted(total, 'pair')} of lines may tell of one event, {open_ or 'none'} not answered yet"
        else:
            said = "No two lines look like one event."
        self._pairs_head.setText(said)
        self._pairs_body.setVisible(bool(total))
        self.pairs.set_rows(found.pairs)
        self._show_pair()
        self.session.retitle()

    def _show_pair(self) -> None:
        if self._found is None:
            return
        key = self.pairs.current()
        for pair in self._found.whole.alike:
            if queries.pair_key(pair) == key:
                self.view.show_pair(pair, self._lines[pair.one], self._lines[pair.other])

    # doing ----------------------------------------------------------------------------------------------------

    def _answer(self, one: str, other: str, kind: str, words: str) -> None:
        link = cast(LinkKind, kind)

        def work(cf: CaseFile, _: object) -> Changed:
            return integrated.changed_by(integrated.tie(cf, one, other, link, words))

        self.session.operations.submit(
            work, lambda _changed: self._answered(kind), self._not_answered, "Saving the answer", owner=self
        )

    def _answered(self, kind: str) -> None:
        words = queries.SAID[kind]
        self.session.say(f"Saved: {words[0].lower()}{words[1:]}. Both lines are kept")
        announce(self.pairs, f"Saved: {words}")
        self.pairs.setFocus()

    def _not_answered(self, error: Exception) -> None:
        if isinstance(error, KnownError):
            self.view.error.show_error(error, take_focus=True)
        else:
            self._failed(error)

    def open_line(self, id: str) -> None:
        """Go to a line in its own case."""
        line = self._lines.get(id)
        if line is not None:
            self.session.open(Place("case", case=line.case, section="chronology", record=id))

    def print_it(self) -> None:
        """Show the pages, with the ways to print and save them."""
        if self._found is None or not self._found.cases:
            return
        cases = self._found.cases

        def work(cf: CaseFile, progress: Any) -> Any:
            from pclo_app.reports import catalogue

            return catalogue.render(cf, "chronology-integrated", cases=cases, progress=progress)

        self.session.operations.submit(
            work,
            lambda document: self.session.print_document(document, cases[0]),
            self._failed,
            "Laying out the pages",
            owner=self,
        )

    def _failed(self, error: Exception) -> None:
        if not isinstance(error, Cancelled):
            self.session.show_error(error)


_HERE = Qt.ShortcutContext.WidgetWithChildrenShortcut
