"""The list that a supervisor reads, with its single-letter keys."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QListView, QWidget

from .painting import ROW, ReadingDelegate, Shown, sentence

_Index = QModelIndex | QPersistentModelIndex


class _Model(QAbstractListModel):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.rows: tuple[Shown, ...] = ()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        row = self.rows[index.row()]
        if role == ROW:
            return row
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.DisplayRole):
            return sentence(row)
        return None

    def show(self, rows: Sequence[Shown]) -> None:
        if [row.key for row in rows] == [row.key for row in self.rows]:
            self.rows = tuple(rows)
            if rows:
                self.dataChanged.emit(self.index(0), self.index(len(rows) - 1))
            return
        self.beginResetModel()
        self.rows = tuple(rows)
        self.endResetModel()


class ReadingList(QListView):
    """Entries one under another."""

    read = Signal()
    """Space: the current entry is read."""
    taken_back = Signal()
    """Z: the mark of the current entry is taken back."""
    comment_wanted = Signal(str)
    """query, instruction or comment."""
    fold_opened = Signal(str)
    """Enter on a fold: the id of its first entry."""
    entry_opened = Signal(str)
    """Enter on an entry: its id."""
    moved = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows = _Model(self)
        self.setModel(self._rows)
        self.delegate = ReadingDelegate(self)
        self.setItemDelegate(self.delegate)
        self.setAccessibleName("Entries to read")
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.selectionModel().currentChanged.connect(lambda _now, _was: self.moved.emit())
        self.doubleClicked.connect(lambda _index: self._enter())

    def rows(self) -> tuple[Shown, ...]:
        """What is shown."""
        return self._rows.rows

    def set_rows(self, rows: Sequence[Shown]) -> None:
        """Show these rows; the current one stays current while it is there."""
        now, place = self.current(), self.currentIndex().row()
        self.delegate.forget()
        self._rows.show(rows)
        self.scheduleDelayedItemsLayout()
        if now is not None and not self.go_to(now.key) and rows:
            self.setCurrentIndex(self._rows.index(min(max(place, 0), len(rows) - 1)))

    def current(self) -> Shown | None:
        """The current row."""
        index = self.currentIndex()
        return self._rows.rows[index.row()] if index.isValid() else None

    def go_to(self, key: str) -> bool:
        """Make the row of a revision, of an entry or of a fold current."""
        for place, row in enumerate(self._rows.rows):
            if row.key == key or (row.entry is not None and row.entry.id == key):
                self.setCurrentIndex(self._rows.index(place))
                return True
        return False

    def next_where(self, wanted: object) -> bool:
        """Go to the next row for which ``wanted(row)`` holds, from the current one on."""
        start = self.currentIndex().row() + 1
        for place in range(start, len(self._rows.rows)):
            if wanted(self._rows.rows[place]):  # type: ignore[operator]
                self.setCurrentIndex(self._rows.index(place))
                return True
        return False

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.delegate.forget()
        QTimer.singleShot(0, self, self.scheduleDelayedItemsLayout)

    def focusInEvent(self, event: QFocusEvent) -> None:
        if not self.currentIndex().isValid() and self._rows.rows:
            self.setCurrentIndex(self._rows.index(0))
        super().focusInEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = not event.modifiers() & ~(Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier)
        key = event.key()
        comments = {Qt.Key.Key_Q: "query", Qt.Key.Key_I: "instruction", Qt.Key.Key_C: "comment"}
        if not plain:
            super().keyPressEvent(event)
        elif key == Qt.Key.Key_Space:
            self.read.emit()
        elif key == Qt.Key.Key_Z:
            self.taken_back.emit()
        elif key in comments:
            self.comment_wanted.emit(comments[Qt.Key(key)])
        elif key in (Qt.Key.Key_J, Qt.Key.Key_K):
            place = self.currentIndex().row() + (1 if key == Qt.Key.Key_J else -1)
            if 0 <= place < len(self._rows.rows):
                self.setCurrentIndex(self._rows.index(place))
        elif key == Qt.Key.Key_D:
            self.next_where(lambda row: row.entry is not None and row.entry.record.decision is not None)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._enter()
        else:
            super().keyPressEvent(event)

    def keyboardSearch(self, search: str) -> None:
        """Letters are keys here, not the beginning of a word."""

    def _enter(self) -> None:
        row = self.current()
        if row is None:
            return
        if row.entry is None:
            self.fold_opened.emit(row.fold[0].id)
        else:
            self.entry_opened.emit(row.entry.id)
