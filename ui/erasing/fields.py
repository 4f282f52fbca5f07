"""The fields of an erasure: which records, each with a tick; on what ground, and by whose authority."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QListView, QVBoxLayout, QWidget

from ui.keys.again import Part
from ui.theme import Spacing, mark
from ui.widgets.labels import field_label, label
from ui.widgets.still import StillCombo

GROUNDS = (
    "Review under MoPI: retention ended",
    "Right to erasure, DPA 2018 section 47",
    "Court order",
    "Recorded in the wrong case file",
)
NEEDS_GROUND = "Enter the ground for erasing it."
NEEDS_AUTHORITY = "Enter the reference of the authority, and who gave it, with rank."

_Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True)
class Chosen:
    """What may be erased of a case."""

    id: str
    kind: str
    title: str


class GroundPart(Part):
    """Why, and by whose authority."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        self.ground = StillCombo(self)
        self.ground.setEditable(True)
        self.ground.addItems(GROUNDS)
        self.ground.setCurrentText("")
        self.ground.setMinimumHeight(Spacing.TARGET + 4)
        line = self.ground.lineEdit()
        if line is not None:
            line.setAccessibleName("Ground")
        self.authority = QLineEdit(self)
        self.authority.setMinimumHeight(Spacing.TARGET + 4)
        self._errors: dict[QWidget, QWidget] = {}
        for name, field, needed in (
            ("Ground", self.ground, NEEDS_GROUND),
            ("Authority: its reference, and who gave it, with rank", self.authority, NEEDS_AUTHORITY),
        ):
            column.addWidget(field_label(name, field, parent=self))
            error = label(needed, "danger", wrap=True, parent=self)
            error.hide()
            self._errors[field] = error
            column.addWidget(error)
            column.addWidget(field)
        self.setFocusProxy(self.ground)

    def value(self) -> tuple[str, str]:
        """Ground and authority."""
        return self.ground.currentText().strip(), self.authority.text().strip()

    def problem(self) -> str:
        ground, authority = self.value()
        missing = [(self.ground, NEEDS_GROUND, not ground), (self.authority, NEEDS_AUTHORITY, not authority)]
        for field, words, wrong in missing:
            self._errors[field].setVisible(wrong)
            mark(field, "error", "true" if wrong else None)
            field.setAccessibleDescription(f"Error: {words}" if wrong else "")
        first = next(((field, words) for field, words, wrong in missing if wrong), None)
        if first is None:
            return ""
        first[0].setFocus()
        return first[1]


class _RecordsModel(QAbstractListModel):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.records: list[Chosen] = []
        self.on: set[str] = set()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.records)

    def flags(self, index: _Index) -> Qt.ItemFlag:
        return super().flags(index) | Qt.ItemFlag.ItemIsUserCheckable

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        record = self.records[index.row()]
        if role == Qt.ItemDataRole.CheckStateRole:
            return Qt.CheckState.Checked if record.id in self.on else Qt.CheckState.Unchecked
        if role == Qt.ItemDataRole.DisplayRole:
            return f"{record.kind}: {record.title}"
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{record.kind}: {record.title}, {'chosen' if record.id in self.on else 'not chosen'}"
        return None

    def setData(self, index: _Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.CheckStateRole or not index.isValid():
            return False
        self.on ^= {self.records[index.row()].id}
        self.dataChanged.emit(index, index)
        return True


class RecordsList(QWidget):
    """Records to take in or out, each with a tick."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        self._model = _RecordsModel(self)
        self._model.dataChanged.connect(lambda *_: self.changed.emit())
        self.view = _Ticks(self)
        self.view.setModel(self._model)
        self.view.setProperty("framed", "true")
        self.view.setFixedHeight(self.fontMetrics().height() * 9)
        column.addWidget(field_label("Records of the case", self.view, parent=self))
        column.addWidget(self.view)
        self._error = label("", "danger", wrap=True, parent=self)
        self._error.hide()
        column.addWidget(self._error)
        self.setFocusProxy(self.view)

    def show_records(self, found: list[Chosen]) -> None:
        """The records of another case, or after a change; ticks that still have a record stay."""
        self._model.beginResetModel()
        self._model.on &= {each.id for each in found}
        self._model.records = found
        self._model.endResetModel()
        if found:
            self.view.setCurrentIndex(self._model.index(0))

    def chosen(self) -> list[str]:
        """The ids of the records with a tick."""
        return [each.id for each in self._model.records if each.id in self._model.on]

    def choose(self, id: str) -> None:
        """Put a tick."""
        for n, each in enumerate(self._model.records):
            if each.id == id and id not in self._model.on:
                self._model.setData(self._model.index(n), None, Qt.ItemDataRole.CheckStateRole)

    def set_error(self, words: str) -> None:
        """A red line under the list."""
        self._error.setText(words)
        self._error.setVisible(bool(words))
        self.view.setAccessibleDescription(f"Error: {words}" if words else "")


class _Ticks(QListView):
    """Space takes a record in or out."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setUniformItemSizes(True)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space and self.currentIndex().isValid():
            self.model().setData(self.currentIndex(), None, Qt.ItemDataRole.CheckStateRole)
        else:
            super().keyPressEvent(event)
