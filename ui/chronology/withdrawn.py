"""Entries that were taken out of the chronology: shown only when somebody asks for them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from pclo_app.casefile.model import Item
from pclo_app.records.chronology import ChronologyEntry
from ui.shell.rows_table import Column, Row, RowsTable
from ui.widgets.buttons import Button
from ui.widgets.labels import ground, label
from ui.widgets.row_delegate import Cell

from . import words


class Withdrawn(QWidget):
    """A list in the place of the entry; Enter shows one, from where it can be brought back."""

    chosen = Signal(str)
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        head = ground(QWidget(), "raised")
        row = QHBoxLayout(head)
        row.setContentsMargins(10, 3, 10, 3)
        row.addWidget(label("Withdrawn entries", "strong"))
        row.addStretch(1)
        back = Button("Back (Esc)", size="small")
        back.clicked.connect(lambda: self.closed.emit())
        row.addWidget(back)
        column.addWidget(head)
        self.table = RowsTable(
            (Column("What it said", 0), Column("When", 17)), name="Withdrawn entries", two_lines=True
        )
        self.table.opened.connect(self.chosen)
        column.addWidget(self.table, 1)
        here = Qt.ShortcutContext.WidgetWithChildrenShortcut
        QShortcut(QKeySequence("Escape"), self, context=here).activated.connect(self.closed)

    def show_items(self, items: Sequence[Item[ChronologyEntry]]) -> None:
        """These, the last withdrawn first."""
        self.table.set_rows([_row(item) for item in items])


def _row(item: Item[ChronologyEntry]) -> Row:
    entry, version = item.record, item.heads[0]
    fact = " ".join(entry.fact.split())
    why = f"{entry.change_reason} ({version.by}, {words.written_at(version)})"
    return Row(
        item.id,
        (Cell(fact, second=why, struck=True), Cell(entry.when.in_table())),
        f"Withdrawn: {entry.when.in_words()}, {fact}. {why}",
    )
