"""The preview: every row's reading in a table, and the row that is chosen beside it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QHeaderView, QSplitter, QTableView, QVBoxLayout, QWidget

from ui.theme import Theme
from ui.widgets.announce import announce
from ui.widgets.buttons import Button
from ui.widgets.chip import Chip
from ui.widgets.flow import FlowLayout
from ui.widgets.labels import ground
from ui.widgets.row_delegate import dress_table

from .import_model import HEADINGS, ImportModel
from .import_row import RowPanel
from .import_work import Preview, PreviewRow, summary

_LETTERS = ("10000", "Changed in the file xx", "Wed 30 Sep 2026", "month only", "■ POL xx", "CRIS 4419237/26", "")
_NARROW = 1000
_LEAST_ROWS = 3
"""So much of the table, and as much of the row beside it, is there however low the window is: then it scrolls."""
_CAN_DO_WITHOUT = (3, 5)
"""Time and source make room where it is narrow; the row beside the table has them."""


class RowsTable(QTableView):
    """The rows. Its keys are its own: F2 would otherwise edit an entry of the chronology behind it."""

    edit_wanted = Signal()
    out_wanted = Signal()

    _EDIT = (Qt.Key.Key_F2, Qt.Key.Key_Return, Qt.Key.Key_Enter)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self._is_ours(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._is_ours(event):
            super().keyPressEvent(event)
        elif event.key() == Qt.Key.Key_Delete:
            self.out_wanted.emit()
        else:
            self.edit_wanted.emit()

    def _is_ours(self, event: QKeyEvent) -> bool:
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        return plain and event.key() in (*self._EDIT, Qt.Key.Key_Delete)


class CheckPage(QWidget):
    """All rows, and one of them in full."""

    chosen = Signal(object)
    """The `PreviewRow` that the keyboard or the mouse has come to; None for none."""
    columns_wanted = Signal()
    dates_wanted = Signal()

    def __init__(self, panel: RowPanel) -> None:
        super().__init__()
        self.panel = panel
        self._shared = False
        self.model = ImportModel(self)
        self.table = RowsTable()
        dress_table(self.table, name="Rows of the file", two_lines=True)
        self.table.setModel(self.model)
        self.table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.table.selectionModel().currentRowChanged.connect(self._moved)
        self._widths()
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.setHandleWidth(3)
        self.splitter.addWidget(self.table)
        self.splitter.addWidget(panel)
        self.splitter.setStretchFactor(0, 70)
        self.splitter.setStretchFactor(1, 30)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._bar())
        column.addWidget(self.splitter, 1)
        least = _LEAST_ROWS * self.table.verticalHeader().defaultSectionSize()
        self.table.setMinimumHeight(least)
        panel.setMinimumHeight(least)
        self.table.edit_wanted.connect(panel.go_to_fault)
        self.table.out_wanted.connect(panel.toggle_out)
        panel.done.connect(self.table.setFocus)

    def _bar(self) -> QWidget:
        bar = ground(QWidget(), "raised")
        row = QHBoxLayout(bar)
        row.setContentsMargins(12, 5, 12, 5)
        row.setSpacing(8)
        self._chips = QWidget()
        self._chip_row = FlowLayout(self._chips, spacing=6)
        self.only = Button("Only rows to look at", size="small")
        self.only.setCheckable(True)
        self.only.toggled.connect(self._narrow)
        self.next = Button("Next to look at (F7)", size="small")
        self.next.clicked.connect(self.go_to_doubtful)
        self.columns = Button("Columns…", size="small")
        self.columns.clicked.connect(self.columns_wanted)
        self.dates = Button("Dates…", size="small")
        self.dates.clicked.connect(self.dates_wanted)
        buttons = QWidget()
        flow = FlowLayout(buttons, spacing=6)
        for button in (self.only, self.next, self.columns, self.dates):
            flow.addWidget(button)
        row.addWidget(self._chips, 3)
        row.addWidget(buttons, 4)
        return bar

    def show_preview(self, found: Preview) -> str:
        """Other rows; the chosen one stays chosen. Answers the counts in words."""
        current, scrolled = self.current(), self.table.verticalScrollBar().value()
        self.model.show(found.rows, doubtful_only=self.only.isChecked())
        self.table.verticalScrollBar().setValue(scrolled)
        self._chip_row.clear()
        for words, kind in summary(found):
            self._chip_row.addWidget(Chip(words, kind))
        self.dates.setVisible(bool(found.questions))
        self.next.setVisible(any(row.to_look_at for row in found.rows))
        self.only.setVisible(self.next.isVisibleTo(self) or self.only.isChecked())
        said = ", ".join(words for words, _ in summary(found))
        self.table.setAccessibleName(f"Rows of the file, {said}")
        place = self.model.place_of(current.number) if current is not None else None
        self._go(place or 0)
        return said

    def forget(self) -> None:
        """Another file is on its way: nothing of this one is shown any more."""
        self.only.setChecked(False)
        self.model.show(())
        self._chip_row.clear()

    def keep_in_sight(self) -> None:
        """The chosen row is still seen after something above the table has come or gone."""
        self.table.scrollTo(self.table.currentIndex())

    def set_finished(self, finished: bool) -> None:
        """Once the rows are in the case there is nothing more to correct here."""
        for widget in (self.panel, self.only, self.next, self.columns, self.dates):
            widget.setVisible(not finished)

    def current(self) -> PreviewRow | None:
        """The row that is chosen."""
        place = self.table.currentIndex().row()
        return self.model.rows[place] if 0 <= place < len(self.model.rows) else None

    def go_to_doubtful(self) -> None:
        """The next row that somebody should look at."""
        place = self.model.next_doubtful(self.table.currentIndex().row())
        if place is None:
            announce(self, "No row needs to be looked at.")
            return
        self._go(place)
        self.table.setFocus()

    def _narrow(self, on: bool) -> None:
        current = self.current()
        self.model.show(self.model.all, doubtful_only=on)
        place = self.model.place_of(current.number) if current is not None else None
        self._go(place or 0)

    def _go(self, place: int) -> None:
        if self.model.rowCount():
            index = self.model.index(min(place, self.model.rowCount() - 1), 0)
            self.table.setCurrentIndex(index)
            self.table.scrollTo(index)
        self.chosen.emit(self.current())

    def _moved(self, _now: QModelIndex, _before: QModelIndex) -> None:
        self.chosen.emit(self.current())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wide = self.width() >= _NARROW * Theme.current().font("body").pointSizeF() / 10
        across = Qt.Orientation.Horizontal if wide else Qt.Orientation.Vertical
        if across != self.splitter.orientation() or not self._shared:
            self._shared = True
            self.splitter.setOrientation(across)
            for column in _CAN_DO_WITHOUT:
                self.table.setColumnHidden(column, not wide)
            share = 0.68 if wide else 0.52
            self.splitter.setSizes([round(1000 * share), round(1000 * (1 - share))])

    def _widths(self) -> None:
        metrics = QFontMetrics(Theme.current().font("body"))
        head = self.table.horizontalHeader()
        for column, words in enumerate(_LETTERS):
            if words:
                head.resizeSection(column, metrics.horizontalAdvance(words) + 16)
        head.setStretchLastSection(False)
        head.setSectionResizeMode(len(HEADINGS) - 1, QHeaderView.ResizeMode.Stretch)
