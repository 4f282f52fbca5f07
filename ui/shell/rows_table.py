"""A table of records: rows with a key, a cell for each column, and a sentence for the screen reader.

New rows keep the current one current by its key, so that a refresh never moves the selection.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QAbstractTableModel, QEvent, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QHeaderView, QLineEdit, QPlainTextEdit, QTableView, QWidget

from ui.widgets.row_delegate import CELL_ROLE, Cell, dress_table, settle_focus

_Index = QModelIndex | QPersistentModelIndex
_SHARE_OF_WORDS = 0.3
"""So much of a table's width is kept for the column that takes the rest."""


@dataclass(frozen=True)
class Column:
    """A head, and how wide: in letters, or 0 for the one that takes the rest."""

    head: str
    letters: int = 0


@dataclass(frozen=True)
class Row:
    """One record."""

    key: str
    cells: tuple[Cell, ...]
    sentence: str


class RowsModel(QAbstractTableModel):
    """Rows as Qt wants them."""

    def __init__(self, columns: Sequence[Column], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.columns = list(columns)
        self.rows: Sequence[Row] = []

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        row = self.rows[index.row()]
        if role == CELL_ROLE:
            return row.cells[index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            cell = row.cells[index.column()]
            return " ".join(part for part in (cell.chip, cell.text, cell.second) if part)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return row.sentence
        if role == Qt.ItemDataRole.ToolTipRole:
            return row.cells[index.column()].text or None
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role == Qt.ItemDataRole.DisplayRole and orientation == Qt.Orientation.Horizontal:
            return self.columns[section].head
        return None

    def show(self, rows: Sequence[Row]) -> None:
        """Other rows."""
        self.beginResetModel()
        self.rows = list(rows)
        self.endResetModel()


class RowsTable(QTableView):
    """The table. Enter and double click open a row."""

    opened = Signal(str)
    """The key of the row that somebody opened."""
    moved = Signal(str)
    """The key of the row that is current now, "" for none."""

    def __init__(
        self,
        columns: Sequence[Column],
        *,
        name: str,
        two_lines: bool = False,
        parent: QWidget | None = None,
        model: RowsModel | None = None,
    ) -> None:
        super().__init__(parent)
        self._focus_wanted = False
        self._less = 1.0
        self._model = model or RowsModel(columns, self)
        self.setModel(self._model)
        self._delegate = dress_table(self, name=name, two_lines=two_lines)
        self.setFrameShape(QTableView.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._widths()
        self.doubleClicked.connect(lambda _index: self._open())
        self.selectionModel().currentRowChanged.connect(lambda _new, _old: self.moved.emit(self.current()))

    def set_rows(self, rows: Sequence[Row]) -> None:
        """Show rows; the one that was current stays so, or the one that took its place."""
        key, place = self.current(), self.currentIndex().row()
        self.blockSignals(True)
        self._model.show(rows)
        self.blockSignals(False)
        found = next((n for n, row in enumerate(rows) if row.key == key), None)
        if found is None and rows:  # a table with rows has a current one, or Tab would read nothing
            found = min(max(place, 0), len(rows) - 1)
        if found is not None:
            self.setCurrentIndex(self._model.index(found, 0))

    def want_focus(self) -> None:
        """Take the focus; a table that is still waiting for its rows takes it with them, unless somebody types."""
        if self.isVisible():
            self.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self._focus_wanted = True

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._focus_wanted:
            self._focus_wanted = False
            if not isinstance(QApplication.focusWidget(), QLineEdit | QPlainTextEdit):
                self.setFocus(Qt.FocusReason.OtherFocusReason)

    def rows(self) -> Sequence[Row]:
        """The rows shown."""
        return self._model.rows

    def current(self) -> str:
        """The key of the current row."""
        row = self.currentIndex().row()
        return self._model.rows[row].key if 0 <= row < len(self._model.rows) else ""

    def set_current(self, key: str) -> bool:
        """Make a row current by its key."""
        for n, row in enumerate(self._model.rows):
            if row.key == key:
                self.setCurrentIndex(self._model.index(n, 0))
                return True
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self._open()
        elif event.modifiers() & (Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.ControlModifier):
            event.ignore()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        settle_focus(self)
        super().focusInEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange) and hasattr(self, "_delegate"):
            self.verticalHeader().setMinimumSectionSize(self._delegate.row_height())
            self.verticalHeader().setDefaultSectionSize(self._delegate.row_height())
            self._widths()

    def _open(self) -> None:
        if self.current():
            self.opened.emit(self.current())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._less < 1 or self._share() < 1:  # else the widths are as somebody left them
            self._widths()

    def _share(self) -> float:
        """How much of their widths the columns get, 1 where there is room for all."""
        columns = [column for n, column in enumerate(self._model.columns) if not self.isColumnHidden(n)]
        letter = self.fontMetrics().horizontalAdvance("n")
        asked = sum(column.letters * letter + 18 for column in columns if column.letters)
        if not self.isVisible() or not asked or all(column.letters for column in columns):
            return 1.0
        return min(1.0, self.viewport().width() * (1 - _SHARE_OF_WORDS) / asked)

    def _widths(self) -> None:
        """Each column as wide as its letters; in a narrow window less, for the one that takes the rest."""
        head = self.horizontalHeader()
        head.setStretchLastSection(False)
        letter = self.fontMetrics().horizontalAdvance("n")
        self._less = self._share()
        for n, column in enumerate(self._model.columns):
            if column.letters:
                head.setSectionResizeMode(n, QHeaderView.ResizeMode.Interactive)
                head.resizeSection(n, round((column.letters * letter + 18) * self._less))
            else:
                head.setSectionResizeMode(n, QHeaderView.ResizeMode.Stretch)
