"""The columns of the chronology's table: which are shown, in which order, how wide. All but the source can go."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QAction, QFontMetrics
from PySide6.QtWidgets import QApplication, QHeaderView, QMenu, QTableView

from ui.theme import Theme

from .model import AGENCY, AGES, DISCLOSURE, FACT, HEADINGS, NUMBER, SINCE, SOURCE, TIME

_LETTERS = (
    "57000", "Wed 30 Sep 2026", "month only", "POL", "CRIS 4419237/26, DAR 9x", "", "xx B x",
    "Maisie 4 years 8 months, Theo", "120 days after entry 57",
)  # fmt: skip
_LEAST_LETTERS, _NO_TABLE = 16, 120
_HIDDEN = frozenset({AGES, SINCE})
"""Not shown until somebody wants them."""


class Columns(QObject):
    """Looks after the head of the table."""

    changed = Signal()
    """Somebody chose other columns, another order or another width."""

    def __init__(self, view: QTableView) -> None:
        super().__init__(view)
        self._view = view
        self._head = view.horizontalHeader()
        self._wide: dict[int, int] = {}
        """Widths that somebody chose."""
        self._natural: dict[int, int] = {}
        """Widths that the words of the columns want, or somebody."""
        self._given_way: frozenset[int] = frozenset()
        """Columns that are not shown only because there is no room."""
        self._setting = False
        self._head.setStretchLastSection(False)
        self._head.setMinimumSectionSize(30)
        self._head.setSectionsMovable(True)
        self._head.setFirstSectionMovable(False)  # a gap reaches from the first column to the last
        self._head.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self._head.customContextMenuRequested.connect(lambda at: self.menu(self._head.mapToGlobal(at)))
        self._head.sectionMoved.connect(lambda _logical, _old, _new: self._by_hand())
        self._head.sectionResized.connect(self._resized)
        self.set_state(())

    # remembering ----------------------------------------------------------------------------------------------

    def state(self) -> list[int]:
        """For each place the column, whether it is hidden (0 or 1), and the width that was chosen (0: none)."""
        found = []
        for place in range(len(HEADINGS)):
            column = self._head.logicalIndex(place)
            found += [column, int(self._away(column)), self._wide.get(column, 0)]
        return found

    def headings(self) -> tuple[str, ...]:
        """The columns that are shown, from the left."""
        places = (self._head.logicalIndex(place) for place in range(len(HEADINGS)))
        return tuple(HEADINGS[column] for column in places if not self._away(column))

    def set_state(self, state: Sequence[int]) -> None:
        """As it was left; what cannot be that of these columns counts as nothing."""
        self._setting = True
        rows = [tuple(state[start : start + 3]) for start in range(0, len(state), 3)]
        if sorted(row[0] for row in rows) != list(range(len(HEADINGS))) or len(state) != 3 * len(HEADINGS):
            rows = [(column, int(column in _HIDDEN), 0) for column in range(len(HEADINGS))]
        if rows[0][0] != NUMBER:
            rows.sort(key=lambda row: row[0] != NUMBER)
        self._given_way = frozenset()
        self._wide = {column: wide for column, _, wide in rows if 30 <= wide <= 2000}
        for place, (column, hidden, _) in enumerate(rows):
            self._head.moveSection(self._head.visualIndex(column), place)
            self._view.setColumnHidden(column, bool(hidden) and column != SOURCE)
        self._setting = False
        self.lay_out()

    # looks ----------------------------------------------------------------------------------------------------

    def lay_out(self) -> None:
        """Every column as wide as its words, or as somebody wanted it; the facts take the rest."""
        self._setting = True
        metrics = QFontMetrics(Theme.current().font("body"))
        rest = SOURCE if self._away(FACT) else FACT
        for column, words in enumerate(_LETTERS):
            if column == rest:
                self._head.setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)
                continue
            self._head.setSectionResizeMode(column, QHeaderView.ResizeMode.Interactive)
            room = {NUMBER: 15, SOURCE: 4, AGENCY: round(metrics.height() * 1.1) + 22}.get(column, 17)
            self._natural[column] = self._wide.get(column, metrics.horizontalAdvance(words) + room)
            self._head.resizeSection(column, self._natural[column])
        self._setting = False
        self.share()

    def share(self) -> None:
        """Where it is narrow the source gives room to the words, down to a third; then others go for a while."""
        if self._away(FACT) or self._view.viewport().width() < _NO_TABLE:
            return
        self._setting = True
        self._give_way()
        if SOURCE in self._wide:
            self._setting = False
            return
        metrics = QFontMetrics(Theme.current().font("body"))
        wanted = metrics.horizontalAdvance(_LETTERS[SOURCE]) + 4
        shown = (n for n in range(len(HEADINGS)) if n not in (SOURCE, FACT) and not self._view.isColumnHidden(n))
        others = sum(self._view.columnWidth(n) for n in shown)
        room = self._view.viewport().width() - others - metrics.horizontalAdvance("n") * 26
        self._head.resizeSection(SOURCE, max(wanted // 3, min(wanted, room)))
        self._setting = False

    def _give_way(self) -> None:
        """The times and A/B go where the words would have no room; nobody chose that, so it is not remembered."""
        widths = {n: self._natural.get(n, 0) for n in range(len(HEADINGS)) if n != FACT and not self._away(n)}
        if SOURCE not in self._wide:
            widths[SOURCE] = widths[SOURCE] // 3
        room = self._view.viewport().width() - sum(widths.values())
        least = QFontMetrics(Theme.current().font("body")).horizontalAdvance("n") * _LEAST_LETTERS
        gone = set()
        for column in (TIME, DISCLOSURE):
            if room < least and column in widths:
                gone.add(column)
                room += widths[column]
        for column in self._given_way ^ gone:
            self._view.setColumnHidden(column, column in gone)
        self._given_way = frozenset(gone)

    def _away(self, column: int) -> bool:
        """Whether somebody does not want a column."""
        return self._view.isColumnHidden(column) and column not in self._given_way

    # choosing -------------------------------------------------------------------------------------------------

    def menu(self, at: QPoint) -> None:
        """Which columns are shown, and the way back."""
        menu = QMenu(self._view)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.fill(menu)
        menu.popup(at)

    def fill(self, menu: QMenu) -> None:
        """The columns as lines of a menu."""
        for column, words in enumerate(HEADINGS):
            if column == SOURCE:
                continue
            action = QAction(f"Show column {words}", menu)
            action.setCheckable(True)
            action.setChecked(not self._away(column))
            action.toggled.connect(lambda on, n=column: self.show(n, on=on))
            menu.addAction(action)
        menu.addSeparator()
        menu.addAction("Columns as they were at first", self.reset)

    def show(self, column: int, *, on: bool) -> None:
        """Show or hide one; the source stays."""
        if column != SOURCE:
            self._given_way -= {column}
            self._view.setColumnHidden(column, not on)
            self.lay_out()
            self._by_hand()

    def reset(self) -> None:
        """Order, widths and choice as they were at first."""
        self.set_state(())
        self._by_hand()

    def _resized(self, column: int, _before: int, now: int) -> None:
        """Only a width that a person drew is one that a person wants."""
        pulled = QApplication.mouseButtons() & Qt.MouseButton.LeftButton
        if not self._setting and pulled and self._head.sectionResizeMode(column) == QHeaderView.ResizeMode.Interactive:
            self._wide[column] = now
            self._by_hand()

    def want_width(self, column: int, width: int) -> None:
        """A width in pixels that somebody wants."""
        self._wide[column] = width
        self.lay_out()
        self._by_hand()

    def _by_hand(self) -> None:
        if not self._setting:
            self.changed.emit()


def is_style(event: QEvent) -> bool:
    """Whether letters may be of another size now."""
    return event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange)
