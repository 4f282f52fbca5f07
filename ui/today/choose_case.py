"""Which case a new meeting record belongs to: type to narrow, Enter takes it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from pclo_app.casefile.model import Item
from pclo_app.records.case import Case
from ui.shell.rows_table import Column, Row, RowsTable
from ui.widgets.buttons import Button
from ui.widgets.labels import field_label, label
from ui.widgets.row_delegate import Cell


class ChooseCase(QWidget):
    """A field over a short list."""

    chosen = Signal(str)
    """The case's id."""
    new_wanted = Signal()

    def __init__(self, cases: Sequence[Item[Case]], title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._cases = list(cases)
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 14, 18, 14)
        column.setSpacing(8)
        column.addWidget(label(title, "title"))
        self.table = RowsTable((Column("Family"), Column("Reference", 16)), name="Cases")
        self.edit = _Edit(self)
        self.edit.textChanged.connect(lambda _text: self._show())
        self.edit.returnPressed.connect(lambda: self._take(self.table.current()))
        self.edit.down.connect(lambda: self.table.setFocus())
        column.addWidget(field_label("Family or reference", self.edit))
        column.addWidget(self.edit)
        self.table.opened.connect(self._take)
        self.table.setMinimumHeight(170)
        column.addWidget(self.table, 1)
        row = QHBoxLayout()
        new = Button("New case", "plus", parent=self)
        new.clicked.connect(self.new_wanted)
        take = Button("Start the record", kind="primary", parent=self)
        take.clicked.connect(lambda: self._take(self.table.current()))
        row.addWidget(new)
        row.addStretch(1)
        row.addWidget(take)
        column.addLayout(row)
        self.setFocusProxy(self.edit)
        self._show()

    def _show(self) -> None:
        words = self.edit.text().casefold().split()
        rows = [
            Row(
                item.id,
                (Cell(item.record.family.upper(), bold=True), Cell(item.record.reference, mono=True)),
                f"{item.record.family}, {item.record.reference}",
            )
            for item in self._cases
            if all(word in f"{item.record.family} {item.record.reference}".casefold() for word in words)
        ]
        self.table.set_rows(rows)
        if rows and not self.table.current():
            self.table.set_current(rows[0].key)

    def _take(self, id: str) -> None:
        if id:
            self.chosen.emit(id)


class _Edit(QLineEdit):
    """Down goes into the list."""

    down = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Down:
            self.down.emit()
        else:
            super().keyPressEvent(event)
