"""F1: the keys that work here, those of this screen first."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QTableWidget, QTableWidgetItem, QVBoxLayout, QWidget

from ui.widgets.labels import label
from ui.widgets.row_delegate import dress_table

EVERYWHERE: tuple[tuple[str, str], ...] = (
    ("Ctrl+1 to Ctrl+5", "Today, Cases, Review, Reports, Sync"),
    ("Ctrl+K", "Search everywhere"),
    ("Ctrl+,", "Settings"),
    ("Ctrl+L", "Lock"),
    ("F1", "The keys on this screen"),
    ("F6, Shift+F6", "Next pane, pane before"),
    ("F9", "Cover the screen, uncover it"),
    ("Alt+Left", "Back"),
    ("Alt+1 to Alt+9", "Section of the case"),
    ("Ctrl+Enter", "Save"),
    ("Esc", "Close, or go back one level"),
)


class KeysSheet(QWidget):
    """A table of keys; arrows read it line by line."""

    def __init__(self, here: Sequence[tuple[str, str]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 14, 16, 14)
        column.setSpacing(8)
        column.addWidget(label("Keys on this screen", "title"))
        rows = [*here, *EVERYWHERE]
        table = QTableWidget(len(rows), 2, self)
        table.setHorizontalHeaderLabels(["Key", "What it does"])
        delegate = dress_table(table, name="Keys on this screen")
        for n, (key, words) in enumerate(rows):
            for place, text in enumerate((key, words)):
                item = QTableWidgetItem(text)
                item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{key}: {words}")
                table.setItem(n, place, item)
        table.setColumnWidth(0, table.fontMetrics().horizontalAdvance("n") * 26)
        table.setMinimumHeight(min(440, delegate.row_height() * (len(rows) + 1) + 12))
        column.addWidget(table, 1)

        column.addWidget(label("Esc closes this.", "secondary"))

        if rows:
            table.setCurrentCell(0, 0)
        self.setFocusProxy(table)
