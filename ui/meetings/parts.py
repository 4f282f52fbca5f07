"""What the six sections of a meeting's record share: fields with names, and paths to them.

A path names a field as the findings name it: ``attendance.8.rank``, ``decisions.4.why``,
``end``. With it a finding can be gone to, and a lock can bring the cursor back.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from pclo_app.records.meeting import StrategyMeeting
from ui.widgets.date_field import DateField
from ui.widgets.labels import field_label
from ui.widgets.panel import Panel

from .facts import Facts
from .people import Known


def labelled(words: str, field: QWidget) -> QWidget:
    """A field under its label."""
    made = QWidget()
    column = QVBoxLayout(made)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(3)
    column.addWidget(field_label(words, field, parent=made))
    column.addWidget(field)
    return made


def centred(widget: QWidget) -> QHBoxLayout:
    """A widget of its own width in the middle."""
    row = QHBoxLayout()
    row.addStretch(1)
    row.addWidget(widget)
    row.addStretch(1)
    return row


def stacked(*parts: QWidget) -> QWidget:
    """One over the other without gaps; the last takes what room is left."""
    made = QWidget()
    column = QVBoxLayout(made)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    for part in parts:
        column.addWidget(part, 1 if part is parts[-1] else 0)
    return made


def cursor_of(widget: QWidget | None) -> int:
    """Where the cursor stands in a text field; -1 elsewhere."""
    if isinstance(widget, QLineEdit):
        return widget.cursorPosition()
    if isinstance(widget, QPlainTextEdit):
        return widget.textCursor().position()
    return -1


def put_cursor(widget: QWidget | None, at: int) -> None:
    """Put the cursor back."""
    if at < 0:
        return
    if isinstance(widget, QLineEdit):
        widget.setCursorPosition(at)
    elif isinstance(widget, QPlainTextEdit):
        cursor = widget.textCursor()
        cursor.setPosition(min(at, len(widget.toPlainText())))
        widget.setTextCursor(cursor)


class Section(Panel):
    """One numbered section: shows its part of the record, and gives it back."""

    edited = Signal()
    """The user changed something."""

    key = ""

    def __init__(self, title: str, hint: str = "", *, today: Callable[[], date], padded: bool = False) -> None:
        super().__init__(title, hint, padded=padded)
        self.today = today

    def load(self, record: StrategyMeeting, facts: Facts) -> None:
        """Show the record's part."""
        raise NotImplementedError

    def apply(self, record: StrategyMeeting) -> StrategyMeeting:
        """The record with what stands in this section."""
        raise NotImplementedError

    def fields(self) -> dict[str, QWidget]:
        """Every field by its path, in the order of the screen."""
        raise NotImplementedError

    def set_known(self, known: list[Known]) -> None:
        """Who can be completed in name fields."""

    def set_children(self, children: Sequence[tuple[str, str]]) -> None:
        """The children whom the record names, id and name."""

    def show_child(self, child: str) -> None:
        """Show what is about one child; "" for the whole record."""

    def reveal(self, path: str) -> None:
        """Open whatever hides a field."""

    def unread(self) -> dict[str, str]:
        """Words in date and time fields that were not read as such, by path: a draft keeps them."""
        found = {}
        for path, field in self.fields().items():
            if isinstance(field, DateField) and field.words().strip() and field.date() is None:
                found[path] = field.words()
        return found

    def restore_unread(self, words: dict[str, str]) -> None:
        """Bring such words back."""
        fields = self.fields()
        for path, text in words.items():
            field = fields.get(path)
            if isinstance(field, DateField):
                field.set_words(text)

    def focus_path(self) -> str:
        """The path of the field that has the focus, "" for none of ours."""
        focused = QApplication.focusWidget()
        if focused is None or not self.isAncestorOf(focused):
            return ""
        for path, field in self.fields().items():
            if field is focused or field.isAncestorOf(focused):
                return path
        return ""

    def field_at(self, path: str) -> QWidget | None:
        """The field of a path, or the first one inside it."""
        fields = self.fields()
        if path in fields:
            return fields[path]
        return next((field for each, field in fields.items() if each.startswith(path + ".")), None)

    def focus_moved(self) -> None:
        """The focus has moved, perhaps into one of our rows."""

    def next_row(self) -> bool:
        """Ctrl+Enter: the next row of the section. False where there are no rows."""
        return False

    def add_here(self) -> bool:
        """Ctrl+N: one more row. False where the section has none."""
        return False
