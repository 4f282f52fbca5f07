"""A part of a critical action that asks for one line: a label, what is wrong with it, the field."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.theme import mark
from ui.widgets.labels import field_label, label
from ui.widgets.lines import line

from .again import Part


class LinePart(Part):
    """Says by `wrong` what its line lacks."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        self.edit = line("")
        column.addWidget(field_label(name, self.edit, parent=self))
        self._error = label("", "danger", wrap=True, parent=self)
        self._error.hide()
        column.addWidget(self._error)
        column.addWidget(self.edit)
        self.setFocusProxy(self.edit)

    def value(self) -> str:
        """The line as typed."""
        return self.edit.text().strip()

    def problem(self) -> str:
        return self.show_problem(self.wrong(self.value()))

    def wrong(self, typed: str) -> str:
        """What is wrong with what was typed, or ""."""
        raise NotImplementedError

    def show_problem(self, words: str) -> str:
        """Say it at the field and go there; "" takes it away."""
        self._error.setText(words)
        self._error.setVisible(bool(words))
        mark(self.edit, "error", "true" if words else None)
        self.edit.setAccessibleDescription(f"Error: {words}" if words else "")
        if words:
            self.edit.setFocus(Qt.FocusReason.OtherFocusReason)
        return words
