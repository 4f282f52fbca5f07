"""A table of a few columns whose rows are made somewhere else and shown whole.

Each row has a key, a `Cell` for every column, and the sentence that a screen reader says.
Enter, or a double click, opens the current row.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QSizePolicy, QTableView, QWidget

from ui.widgets.row_delegate import CELL_ROLE, Cell, dress_table, settle_focus

_Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True)
class TableRow:
    """One row: what it stands for, what it shows, and what is said of it."""

    key: str
    cells: tuple[Cell, ...]
    sentence: str
    tip: str = ""


class _Model(QAbstractTableModel):
    def __init__(self, headings: Sequence[str], parent: QWidget) -> None:
        super().__init__(parent)
        self.headings = tuple(headings)
        self.rows: tuple[TableRow, ...] = ()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.headings)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role == Qt.ItemDataRole.DisplayRole and orientation == Qt.Orientation.Horizontal:
            return self.headings[section]
        return None

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        row = self.rows[index.row()]
        cell = row.cells[index.column()]
        if role == CELL_ROLE:
            return cell
        if role == Qt.ItemDataRole.DisplayRole:
            return cell.text or cell.chip
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return row.sentence
        if role == Qt.ItemDataRole.ToolTipRole:
            return row.tip or cell.text or None
        return None

    def show(self, rows: Sequence[TableRow]) -> None:
        self.beginResetModel()
        self.rows = tuple(rows)
        self.endResetModel()


class CellTable(QTableView):
    """The table."""

    opened = Signal(str)
    """The key of the row on which Enter was pressed."""
    moved = Signal(str)
    """The key of the row that became current."""

    def __init__(
        self,
        headings: Sequence[str],
        *,
        name: str,
        widths: Sequence[int] = (),
        two_lines: bool = False,
        whole: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        """``whole`` makes the table as high as its rows, for tables inside a page that scrolls."""
        super().__init__(parent)
        self._rows_model = _Model(headings, self)
        self._whole = whole
        self.delegate = dress_table(self, name=name, two_lines=two_lines)
        self.setModel(self._rows_model)
        for column, width in enumerate(widths):
            self.setColumnWidth(column, width)
        if whole:
            self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
            self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
            self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.doubleClicked.connect(lambda _index: self._open())
        self.selectionModel().currentRowChanged.connect(lambda _now, _was: self.moved.emit(self.current_key()))

    def rows(self) -> tuple[TableRow, ...]:
        """What is shown."""
        return self._rows_model.rows

    def set_rows(self, rows: Sequence[TableRow]) -> None:
        """Show these rows; the current one stays current while it is there."""
        if tuple(rows) == self._rows_model.rows:
            return
        key, place = self.current_key(), self.currentIndex().row()
        self._rows_model.show(rows)
        if key:
            self.set_current_key(key)
            if not self.currentIndex().isValid() and rows:
                self.setCurrentIndex(self._rows_model.index(min(max(place, 0), len(rows) - 1), 0))
        self.updateGeometry()

    def current_key(self) -> str:
        """The key of the current row, "" where there is none."""
        index = self.currentIndex()
        return self._rows_model.rows[index.row()].key if index.isValid() else ""

    def set_current_key(self, key: str) -> None:
        """Make a row current."""
        for place, row in enumerate(self._rows_model.rows):
            if row.key == key:
                self.setCurrentIndex(self._rows_model.index(place, 0))
                return

    def sizeHint(self) -> QSize:
        hint = super().sizeHint()
        return QSize(hint.width(), self._high()) if self._whole else hint

    def minimumSizeHint(self) -> QSize:
        hint = super().minimumSizeHint()
        return QSize(hint.width(), self._high()) if self._whole else hint

    def focusInEvent(self, event: QFocusEvent) -> None:
        settle_focus(self)
        super().focusInEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers() & ~_KEYPAD:
            self._open()
        else:
            super().keyPressEvent(event)

    def _open(self) -> None:
        if self.current_key():
            self.opened.emit(self.current_key())

    def _high(self) -> int:
        rows = self.verticalHeader().defaultSectionSize() * len(self._rows_model.rows)
        return self.horizontalHeader().sizeHint().height() + rows + 2 * self.frameWidth()


_KEYPAD = Qt.KeyboardModifier.KeypadModifier
