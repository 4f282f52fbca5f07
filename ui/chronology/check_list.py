"""A list of values of which any number may be chosen: arrows move, Space or a click chooses, letters jump."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QIcon, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from ui.theme import Spacing, Theme

_VALUE = int(Qt.ItemDataRole.UserRole)


@dataclass(frozen=True)
class Choice:
    """One value, how it is called, and how many entries have it (None: not counted)."""

    value: str
    words: str
    count: int | None = None
    icon: QIcon | None = None


class PlainList(QListWidget):
    """A list of lines with room for a finger, and an edge around the current one while it has the keys."""

    def add_line(self, words: str) -> QListWidgetItem:
        """One line more."""
        item = QListWidgetItem(words)
        item.setSizeHint(QSize(0, max(Spacing.TARGET, self.fontMetrics().height() + 6)))
        self.addItem(item)
        return item

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.hasFocus() and self.currentItem() is not None:
            painter = QPainter(self.viewport())
            painter.setPen(QPen(Theme.current().qcolor("focus_edge"), 2))
            painter.drawRect(QRectF(self.visualItemRect(self.currentItem())).adjusted(1, 1, -1, -1))
            painter.end()


class CheckList(PlainList):
    """The list. ``single`` lets at most one be chosen."""

    chosen = Signal(frozenset)
    """The values now chosen, after somebody changed them."""

    def __init__(self, name: str, *, single: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._single = single
        self.setAccessibleName(name)
        self.setProperty("plain", "true")
        self.itemClicked.connect(self._flip)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def show_choices(self, choices: Iterable[Choice], chosen: frozenset[str]) -> None:
        """Other values. The current row stays with its value."""
        before = self.currentItem().data(_VALUE) if self.currentItem() else None
        self.clear()
        for choice in choices:
            count = "" if choice.count is None else f"   {choice.count:,}"
            item = self.add_line(f"{choice.words}{count}")
            if choice.icon is not None:
                item.setIcon(choice.icon)
            item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)
            item.setData(_VALUE, choice.value)
            item.setCheckState(Qt.CheckState.Checked if choice.value in chosen else Qt.CheckState.Unchecked)
            entries = (
                "" if choice.count is None else f", {choice.count:,} {'entry' if choice.count == 1 else 'entries'}"
            )
            item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{choice.words}{entries}")
            if choice.value == before:
                self.setCurrentItem(item)

    def values(self) -> frozenset[str]:
        """What is chosen."""
        items = (self.item(row) for row in range(self.count()))
        return frozenset(item.data(_VALUE) for item in items if item.checkState() == Qt.CheckState.Checked)

    def focusInEvent(self, event: QFocusEvent) -> None:
        if self.currentRow() < 0 and self.count():
            self.setCurrentRow(0)
        super().focusInEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            if self.currentItem() is not None:
                self._flip(self.currentItem())
        elif event.key() == Qt.Key.Key_Escape or event.modifiers() & Qt.KeyboardModifier.AltModifier:
            event.ignore()
        else:
            super().keyPressEvent(event)

    def _flip(self, item: QListWidgetItem) -> None:
        on = item.checkState() != Qt.CheckState.Checked
        if on and self._single:
            for row in range(self.count()):
                self.item(row).setCheckState(Qt.CheckState.Unchecked)
        item.setCheckState(Qt.CheckState.Checked if on else Qt.CheckState.Unchecked)
        self.chosen.emit(self.values())
