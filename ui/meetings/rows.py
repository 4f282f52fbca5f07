"""A section made of rows: people, information, actions. Rows are real fields that look like a table at rest."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QApplication, QFrame, QVBoxLayout, QWidget

from ui.theme import Theme
from ui.widgets.announce import announce
from ui.widgets.buttons import Button
from ui.widgets.labels import label

from .parts import Section
from .people import Known


class Row(QFrame):
    """One row. It is tinted while the focus is in it."""

    edited = Signal()
    remove_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._current = False

    def value(self) -> Any:
        """What stands in the row."""
        raise NotImplementedError

    def fields(self, path: str) -> dict[str, QWidget]:
        """The fields by path, in the order of Tab."""
        raise NotImplementedError

    def set_number(self, number: int) -> None:
        """The row's number from 1."""

    def set_known(self, known: Sequence[Known]) -> None:
        """Who can be completed."""

    def set_children(self, children: Sequence[tuple[str, str]]) -> None:
        """The children whom the record names, id and name."""

    def concerns(self, child: str) -> bool:
        """Whether the row belongs to one child's view; "" is the whole record."""
        return True

    def set_current(self, current: bool) -> None:
        """Whether the focus is in the row."""
        if current != self._current:
            self._current = current
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = Theme.current()
        painter = QPainter(self)
        if self._current:
            painter.fillRect(self.rect(), theme.qcolor("selected"))
        painter.setPen(QPen(theme.qcolor("line"), 1))
        low = self.height() - 0.5
        painter.drawLine(QPointF(0, low), QPointF(self.width(), low))
        painter.end()


class RowsSection(Section):
    """Rows that can be added, walked through and removed."""

    field = ""
    """The record's field, and the first part of every path: ``actions``."""
    first = ""
    """The field of a row that gets the focus in a new one."""
    noun = "row"

    def __init__(self, title: str, hint: str, add: str, *, empty: str, today: Callable[[], date]) -> None:
        super().__init__(title, hint, today=today)
        self.rows: list[Row] = []
        self._known: list[Known] = []
        self._children: Sequence[tuple[str, str]] = ()
        self._child = ""
        self.add_button = Button(f"{add} (Ctrl+N)", "plus", size="small")
        self.add_button.clicked.connect(lambda: self.add_row())
        self.add_head_widget(self.add_button)
        self._holder = QWidget()
        self._column = QVBoxLayout(self._holder)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self.add(self._holder)
        self._empty = label(empty, "secondary", wrap=True)
        self._empty.setContentsMargins(12, 8, 12, 8)
        self.add(self._empty)

    def insert_head_widget(self, widget: QWidget) -> None:
        """Put a field into the head, before the button that adds a row."""
        self.add_head_widget(widget, before=self.add_button)

    def make_row(self, value: Any) -> Row:
        """A row that shows a value."""
        raise NotImplementedError

    def blank(self) -> Any:
        """The value of a new row."""
        raise NotImplementedError

    def values(self) -> list[Any]:
        """What stands in the rows."""
        return [row.value() for row in self.rows]

    def show_values(self, values: Sequence[Any]) -> None:
        """Show these and no others."""
        if self.values() == list(values):
            return
        for row in self.rows:
            self._forget(row)
        self.rows = []
        for value in values:
            self._append(value)
        self._renumber()

    def add_row(self, value: Any = None, *, focus: bool = True) -> Row:
        """One more row at the end."""
        row = self._append(self.blank() if value is None else value)
        self._renumber()
        row.show()
        if focus:
            path = f"{self.field}.{len(self.rows) - 1}"
            field = row.fields(path).get(f"{path}.{self.first}")
            if field is not None:
                field.setFocus(Qt.FocusReason.OtherFocusReason)
        announce(self, f"{self.noun.capitalize()} {len(self.rows)} added")
        self.edited.emit()
        return row

    def remove_row(self, row: Row) -> None:
        """Take a row away, with the focus to its neighbour."""
        place = self.rows.index(row)
        self.rows.remove(row)
        self._forget(row)
        self._renumber()
        if self.rows:
            near = min(place, len(self.rows) - 1)
            path = f"{self.field}.{near}"
            next(iter(self.rows[near].fields(path).values())).setFocus()
        else:
            self.add_button.setFocus()
        self.edited.emit()

    def current_row(self) -> int:
        """The row with the focus, -1 for none."""
        focused = QApplication.focusWidget()
        for place, row in enumerate(self.rows):
            if focused is not None and row.isAncestorOf(focused):
                return place
        return -1

    def fields(self) -> dict[str, QWidget]:
        found: dict[str, QWidget] = {}
        for place, row in enumerate(self.rows):
            found |= row.fields(f"{self.field}.{place}")
        found[self.field] = self.add_button
        return found

    def set_known(self, known: list[Known]) -> None:
        self._known = known
        for row in self.rows:
            row.set_known(known)

    def set_children(self, children: Sequence[tuple[str, str]]) -> None:
        self._children = children
        for row in self.rows:
            row.set_children(children)

    def show_child(self, child: str) -> None:
        self._child = child
        for row in self.rows:
            row.setVisible(row.concerns(child))

    def focus_moved(self) -> None:
        at = self.current_row()
        for place, row in enumerate(self.rows):
            row.set_current(place == at)

    def next_row(self) -> bool:
        """The same field one row on; after the last row, a new one."""
        at = self.current_row()
        if at < 0:
            return False
        if at == len(self.rows) - 1:
            self.add_row()
            return True
        path = self.focus_path().partition(f"{self.field}.{at}.")[2] or self.first
        after = f"{self.field}.{at + 1}"
        fields = self.rows[at + 1].fields(after)
        (fields.get(f"{after}.{path}") or next(iter(fields.values()))).setFocus(Qt.FocusReason.OtherFocusReason)
        return True

    def add_here(self) -> bool:
        self.add_row()
        return True

    def _append(self, value: Any) -> Row:
        row = self.make_row(value)
        row.set_known(self._known)
        row.set_children(self._children)
        row.edited.connect(self.edited)
        row.remove_wanted.connect(lambda r=row: self.remove_row(r))
        self.rows.append(row)
        self._column.addWidget(row)
        return row

    def _forget(self, row: Row) -> None:
        row.hide()
        self._column.removeWidget(row)
        row.setParent(None)
        row.deleteLater()

    def _renumber(self) -> None:
        for number, row in enumerate(self.rows, 1):
            row.set_number(number)
        self._empty.setVisible(not self.rows)
