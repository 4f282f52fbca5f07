"""The pairs of lines that may tell of one event: looked for, listed, and answered one after the other.

The case file is free between the steps of the comparison, so that the lines can be read
while it goes on.
"""

from __future__ import annotations

from dataclasses import replace
from typing import cast

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QHeaderView, QSplitter, QVBoxLayout, QWidget

from pclo_app.casefile import integrated
from pclo_app.casefile.casefile import CaseFile
from pclo_app.casefile.integrated import Line, Order
from pclo_app.casefile.model import Changed
from pclo_app.errors import KnownError
from pclo_app.records.chronology import LinkKind
from ui.shell.operations import Cancelled
from ui.shell.rows_table import RowsTable
from ui.shell.session import Session
from ui.shell.words import counted
from ui.widgets.announce import announce
from ui.widgets.buttons import Button
from ui.widgets.labels import label

from . import queries
from .pair_view import PairView
from .queries import Pairs

_COMPARING = "Comparing the lines"
_STEP = 250
"""So many lines are compared before the case file is free for something else: some hundredths of a second."""
_WHY = 2
"""The column that a narrow window leaves out; it stands with the pair."""
_ANSWER_KEYS = (Qt.Key.Key_1, Qt.Key.Key_2, Qt.Key.Key_3, Qt.Key.Key_4)


class _List(RowsTable):
    """The list of pairs: 1 to 4 answer the one that is looked at."""

    view: PairView | None = None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.view is not None and event.key() in _ANSWER_KEYS and not event.modifiers():
            self.view.choose(_ANSWER_KEYS.index(Qt.Key(event.key())) + 1)
        else:
            super().keyPressEvent(event)


class PairsPanel(QWidget):
    """What is known of pairs, their list, and the one that is looked at."""

    line_wanted = Signal(str)
    """The id of a line that somebody wants to open in its own case."""
    sized = Signal(bool)
    """Whether there are pairs that need room."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._order = Order({}, ())
        self._pairs: Pairs | None = None
        self._turn = 0
        self._going = False
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        head = QHBoxLayout()
        head.setContentsMargins(12, 6, 10, 6)
        self.head = label("", "strong", wrap=True)
        head.addWidget(self.head, 1)
        self.compare = Button("Stop comparing", size="small")
        self.compare.clicked.connect(self._stop_or_compare)
        self.compare.hide()
        head.addWidget(self.compare)
        column.addLayout(head)
        self._body = QSplitter(Qt.Orientation.Horizontal, self)
        self.list = _List(queries.PAIR_COLUMNS, name="Lines that may tell of one event")
        self.list.setAccessibleDescription("1: same event. 2: sources disagree. 3: different events. 4: follows.")
        self.list.moved.connect(lambda _key: self._show_pair())
        self._body.addWidget(self.list)
        self.view = PairView(self._body)
        self.list.view = self.view
        self.list.opened.connect(lambda _key: self.view.answer.setFocus())
        self.view.answered.connect(self._answer)
        self.view.line_wanted.connect(self.line_wanted)
        self._body.addWidget(self.view)
        self._body.setSizes([340, 700])
        self._body.hide()
        column.addWidget(self._body, 1)

    def set_narrow(self, narrow: bool) -> None:
        """Whether the reasons stand only with the pair."""
        self.list.setColumnHidden(_WHY, narrow)
        mode = QHeaderView.ResizeMode.Stretch if narrow else QHeaderView.ResizeMode.Interactive
        self.list.horizontalHeader().setSectionResizeMode(_WHY - 1, mode)

    # comparing ------------------------------------------------------------------------------------------------

    def stop(self) -> None:
        """Other lines are on their way: what is compared now is of no use."""
        self._turn += 1
        self._going = False
        if not self._order.references:  # before there is anything else to say
            self._say("Reading the chronologies…")

    def show_order(self, order: Order) -> None:
        """Compare these lines. Pairs of the same cases stay on the screen until the new ones are there."""
        if list(order.references) != list(self._order.references):
            self._pairs = None
        self._order = order
        self._compare()

    def _compare(self) -> None:
        self.stop()
        self._going = True
        turn, cases = self._turn, list(self._order.references)
        if self._pairs is None:
            self._say("Comparing the lines…", "Stop comparing")

        def begin(cf: CaseFile, _: object) -> integrated.Pairs:
            return integrated.Pairs(cf, cases)

        self._session.operations.submit(
            begin, lambda search: self._step(turn, search), self._failed, _COMPARING, owner=self
        )  # fmt: skip

    def _step(self, turn: int, search: integrated.Pairs, more: bool = True) -> None:
        """Compare some more lines, or show what was found."""
        if turn != self._turn:
            return
        if not more:
            self._going = False
            self._show(queries.pairs_of(search.found(), self._order))
            return
        comparison = search.comparison
        if self._pairs is None and comparison.done:
            self.head.setText(f"Comparing the lines: {comparison.done:,} of {comparison.total:,}")

        def go_on(_cf: CaseFile, _: object) -> bool:
            return comparison.go_on(_STEP)

        self._session.operations.submit(
            go_on, lambda more: self._step(turn, search, more), self._failed, _COMPARING, owner=self
        )  # fmt: skip

    def _stop_or_compare(self) -> None:
        if self._going:
            self.stop()
            self._say("The lines were not compared to their end.", "Compare them")
            announce(self, "Stopped")
        else:
            self._compare()

    def _say(self, words: str, act: str = "") -> None:
        """What is known, where there is no pair to show."""
        self.head.setText(words)
        self.compare.setVisible(bool(act))
        if act:
            self.compare.set_words(act)
        self._give_room(False)

    def _give_room(self, wanted: bool) -> None:
        if self._body.isHidden() == wanted:
            self._body.setVisible(wanted)
            self.sized.emit(wanted)

    def _show(self, pairs: Pairs) -> None:
        self._pairs = pairs
        total, open_ = len(pairs.rows), pairs.unsettled
        self.compare.hide()
        if total:
            still = f"{open_:,}" if open_ else "none"
            self.head.setText(f"{counted(total, 'pair')} of lines may tell of one event, {still} not answered yet")
            self._give_room(True)
        else:
            self._say("No two lines look like one event.")
        self.list.set_rows(pairs.rows)  # which tells of the row that is current then

    def _show_pair(self) -> None:
        """The two lines of the pair that the keyboard or the mouse has come to."""
        order = self._order
        pair = self._pairs.alike.get(self.list.current()) if self._pairs is not None else None
        if pair is None:
            return

        def show(lines: tuple[Line, Line] | None) -> None:
            if lines is not None and self.list.current() == queries.pair_key(pair):
                self.view.show_pair(pair, *lines)

        self._session.operations.submit(lambda cf, _: queries.both(cf, order, pair), show, self._failed, owner=self)

    # answering ------------------------------------------------------------------------------------------------

    def _answer(self, one: str, other: str, kind: str, words: str) -> None:
        link = cast(LinkKind, kind)

        def work(cf: CaseFile, _: object) -> Changed:
            return integrated.changed_by(integrated.tie(cf, one, other, link, words))

        self._session.operations.submit(
            work, lambda _changed: self._answered({one, other}, kind), self._not_answered, "Saving the answer",
            owner=self,
        )  # fmt: skip

    def _answered(self, ids: set[str], kind: str) -> None:
        """Show the answer at once, since comparing thousands of lines again takes its time; then the next open pair."""
        place = self.list.currentIndex().row()
        if self._pairs is not None:
            found = [
                replace(pair, settled=kind) if {pair.one, pair.other} == ids else pair
                for pair in self._pairs.alike.values()
            ]
            self._show(queries.pairs_of(found, self._order))
            if self._pairs.unsettled:
                self.list.set_current(self._pairs.rows[min(place, self._pairs.unsettled - 1)].key)
        words = queries.SAID[kind]
        self._session.say(f"Saved: {words[0].lower()}{words[1:]}. Both lines are kept")
        announce(self.list, f"Saved: {words}")
        self.list.setFocus()

    def _not_answered(self, error: Exception) -> None:
        if isinstance(error, KnownError):
            self.view.error.show_error(error, take_focus=True)
        else:
            self._failed(error)

    def _failed(self, error: Exception) -> None:
        if not isinstance(error, Cancelled):
            self._session.show_error(error)
