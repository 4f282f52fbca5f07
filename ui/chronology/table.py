"""The table of entries: whole rows, gaps across, columns that keep the source."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, QPoint, QRect, Qt, QTimer, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QTableView, QWidget

from ui.theme import Theme
from ui.widgets.announce import announce
from ui.widgets.row_delegate import dress_table

from .columns import Columns, is_style
from .model import HEADINGS, EntriesModel


class EntriesTable(QTableView):
    """The table view."""

    moved = Signal(str, str)
    """Record and revision of the entry that became current, empty for none."""
    opened = Signal()
    """Enter or a double click on an entry."""
    copy_wanted = Signal(list)
    """The places (from 0) of the chosen entries among those that the filter leaves."""
    menu_wanted = Signal(QPoint)
    """Where on the screen the menu of the chosen rows is wanted."""
    gap_moved = Signal(object)
    """The `Gap` that became current."""
    gap_opened = Signal(object)
    """Enter or a click on a gap: its reason is to be recorded."""

    def __init__(self, model: EntriesModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._entries = model
        self._quiet = False
        self._last_row = 0
        """Where the focus comes back to, when what was there is gone."""
        self._delegate = dress_table(self, name="Chronology")
        self.setModel(model)
        self.setSelectionMode(QTableView.SelectionMode.ExtendedSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)  # or a scroll paints every row again
        self.columns = Columns(self)
        model.modelReset.connect(self._span_gaps)
        model.arrived.connect(self._arrived)
        self._told: tuple[str, str] = ("", "")
        self.selectionModel().currentRowChanged.connect(self._current_changed)
        self.doubleClicked.connect(lambda _index: self._open())
        self.clicked.connect(self._clicked)

    # selection ------------------------------------------------------------------------------------------------

    def current(self) -> tuple[str, str]:
        """Record and revision of the current entry."""
        row = self._entries.row_at(self.currentIndex().row())
        return (row.id, row.version.rev) if row else ("", "")

    def chosen_places(self) -> list[int]:
        """Which entries are chosen, by their place among those that the filter leaves; gaps are left out."""
        slots = self._entries.layout_of_rows.slots
        rows = sorted({index.row() for index in self.selectionModel().selectedRows()})
        return [slots[row] for row in rows if slots[row] >= 0]

    def show_row(self, row: int, *, quiet: bool = False) -> None:
        """Make a row current and bring it into sight."""
        self._quiet = quiet
        self._last_row = row
        self.setCurrentIndex(self._entries.index(row, 0))
        self.scrollTo(self._entries.index(row, 0))
        self._quiet = False
        if quiet:
            self._told = self.current()

    def step(self, by: int) -> None:
        """The next or previous entry; gaps are stepped over."""
        row = self.currentIndex().row() + by
        while 0 <= row < self._entries.rowCount() and self._entries.gap_at(row) is not None:
            row += by
        if 0 <= row < self._entries.rowCount():
            self.show_row(row)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The current row stays in sight when the bar below opens."""
        index = self.currentIndex()
        seen = index.isValid() and self.visualRect(index).intersects(QRect(QPoint(0, 0), event.oldSize()))
        super().resizeEvent(event)
        self.columns.share()
        if seen or (index.isValid() and event.oldSize().height() <= 0):
            QTimer.singleShot(0, self, self._keep_in_sight)

    def _keep_in_sight(self) -> None:
        if self.currentIndex().isValid():
            self.scrollTo(self.currentIndex())

    def scroll_place(self) -> int:
        return self.verticalScrollBar().value()

    def set_scroll_place(self, place: int) -> None:
        self.verticalScrollBar().setValue(place)

    def _current_changed(self, now: QModelIndex, was: QModelIndex) -> None:
        for row in (now.row(), was.row()):  # the edge runs round the whole row; Qt thinks of one cell
            if row >= 0:
                self.viewport().update(0, self.rowViewportPosition(row), self.viewport().width(), self.rowHeight(row))
        if not self._quiet:
            self._tell()

    def _arrived(self) -> None:
        if self.currentIndex().isValid() and self._told == ("", ""):
            self._tell()

    def _tell(self) -> None:
        self._told = self.current()
        gap = self._entries.gap_at(self.currentIndex().row())
        if gap is None:
            self.moved.emit(*self._told)
        else:
            self.gap_moved.emit(gap)

    def _open(self) -> None:
        gap = self._entries.gap_at(self.currentIndex().row())
        if gap is None:
            self.opened.emit()
        else:
            self.gap_opened.emit(gap)

    def _clicked(self, index: QModelIndex) -> None:
        """A click on a gap that nobody has explained is a click on its “Record why”."""
        gap = self._entries.gap_at(index.row())
        if gap is not None and not gap.why:
            self.gap_opened.emit(gap)

    # looks ----------------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        """The rows, and the ground where there are none: nothing else paints it."""
        below = self.viewport().rect()
        below.setTop(self._end_of_rows())
        beside = self.viewport().rect()
        beside.setLeft(self.horizontalHeader().length() - self.horizontalHeader().offset())
        painter = QPainter(self.viewport())
        for rest in (below, beside):
            painter.fillRect(rest.intersected(event.rect()), Theme.current().qcolor("surface"))
        painter.end()
        super().paintEvent(event)

    def _end_of_rows(self) -> int:
        """Where in the viewport the last row ends."""
        return max(0, self.verticalHeader().length() - self.verticalHeader().offset())

    def set_two_lines(self, on: bool) -> None:
        """Rows of two lines where the table has the room to itself."""
        index = self.currentIndex()
        top = self.visualRect(index).top() if index.isValid() else 0
        seen = index.isValid() and self.viewport().rect().intersects(self.visualRect(index))
        self._delegate.two_lines = on
        self._row_height()
        if seen:  # the row that is read stays where the eye is
            self.verticalScrollBar().setValue(self.verticalHeader().sectionPosition(index.row()) - max(0, top))
            self.scrollTo(index)

    def _row_height(self) -> None:
        self.verticalHeader().setMinimumSectionSize(self._delegate.row_height())
        self.verticalHeader().setDefaultSectionSize(self._delegate.row_height())

    def _span_gaps(self) -> None:
        self.clearSpans()
        for row in self._entries.layout_of_rows.gap_rows():
            self.setSpan(row, 0, 1, len(HEADINGS))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if is_style(event) and hasattr(self, "columns"):
            self._row_height()
            self.columns.lay_out()
            QTimer.singleShot(0, self, self._keep_in_sight)

    # keys -----------------------------------------------------------------------------------------------------

    def focusInEvent(self, event: QFocusEvent) -> None:
        if not self.currentIndex().isValid() and self._entries.rowCount():
            self.show_row(min(self._last_row, self._entries.rowCount() - 1))
        super().focusInEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not modifiers:
            self._open()
        elif event.key() == Qt.Key.Key_F10 and modifiers == Qt.KeyboardModifier.ShiftModifier:
            self._menu_by_key()
        elif event.matches(QKeySequence.StandardKey.Copy):
            self.copy_wanted.emit(self.chosen_places())
        elif event.key() == Qt.Key.Key_F6 or modifiers & Qt.KeyboardModifier.AltModifier:
            event.ignore()
        else:
            super().keyPressEvent(event)

    def _menu_by_key(self) -> None:
        """Shift+F10, which only Windows turns into what the menu key does: under the current row."""
        row = self.visualRect(self.currentIndex()).intersected(self.viewport().rect())
        self.menu_wanted.emit(self.viewport().mapToGlobal(row.bottomLeft() + QPoint(24, 0)))

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """What can be done with the chosen rows; the menu key and Shift+F10 come here too."""
        self.menu_wanted.emit(event.globalPos())

    def say(self, words: str) -> None:
        """Have words read out."""
        announce(self, words)
