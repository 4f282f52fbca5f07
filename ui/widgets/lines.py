"""One-line fields, as forms and rows of tables hold them."""

from __future__ import annotations

from PySide6.QtWidgets import QLineEdit

from ui.theme import Spacing


def line(name: str, placeholder: str = "", *, bare: bool = False) -> QLineEdit:
    """A one-line field. ``bare`` shows its frame only with the focus or the pointer, as in rows of a table."""
    made = QLineEdit()
    made.setAccessibleName(name)
    made.setPlaceholderText(placeholder)
    made.setMinimumHeight(Spacing.TARGET)
    if bare:
        made.setProperty("bare", "true")
    return made


def show_line(field: QLineEdit, text: str) -> None:
    """Show words from their beginning, without moving a cursor that stands in them."""
    if field.text() != text:
        field.setText(text)
        field.setCursorPosition(0)
