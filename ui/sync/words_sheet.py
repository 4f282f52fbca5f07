"""The sheet that asks for eight words, read out in person from the other laptop's screen."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from pclo_app.errors import KnownError
from ui.keys.line_part import LinePart
from ui.theme import Spacing, mark
from ui.widgets.buttons import Button
from ui.widgets.error_box import ErrorBox
from ui.widgets.labels import field_label, label

NEEDS_EIGHT = "Type all eight words, as they are read out to you from the other laptop’s own screen."


def _few(words: str) -> bool:
    return len(words.replace("-", " ").split()) < 8


class EightWords(LinePart):
    """The field alone, for a sheet that asks for the passphrase too."""

    def wrong(self, typed: str) -> str:
        return NEEDS_EIGHT if _few(typed) else ""

    def failed(self, error: KnownError) -> bool:
        if type(error).code == "sync.fingerprint-differs":
            self.show_problem(f"{error.part('what')} {error.part('do')}")
            return True
        return False


class WordsSheet(QWidget):
    """One field and one button."""

    def __init__(
        self, title: str, words: str, field: str, button: str, go: Callable[[str], object],
        cancel: Callable[[], object], parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self._go = go
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 14, 18, 14)
        column.setSpacing(8)
        column.addWidget(label(title, "section", wrap=True, parent=self))
        column.addWidget(label(words, wrap=True, parent=self))
        self.edit = QLineEdit(self)
        self.edit.setMinimumHeight(Spacing.TARGET)
        self.edit.returnPressed.connect(self.finish)
        column.addWidget(field_label(field, self.edit, parent=self))
        column.addWidget(self.edit)
        self._missing = label(NEEDS_EIGHT, "danger", wrap=True, parent=self)
        self._missing.hide()
        column.addWidget(self._missing)
        self.error = ErrorBox(self)
        column.addWidget(self.error)
        row = QHBoxLayout()
        row.addStretch(1)
        back = Button("Cancel", parent=self)
        back.clicked.connect(lambda _on: cancel())
        self.button = Button(button, kind="primary", parent=self)
        self.button.clicked.connect(self.finish)
        row.addWidget(back)
        row.addWidget(self.button)
        column.addLayout(row)
        self.setFocusProxy(self.edit)
        self.setAccessibleName(title)

    def finish(self) -> None:
        """Go on with the words, if there are any like eight."""
        words = self.edit.text().strip()
        few = _few(words)
        self._missing.setVisible(few)
        mark(self.edit, "error", "true" if few else None)
        self.edit.setAccessibleDescription(f"Error: {NEEDS_EIGHT}" if few else "")
        if few:
            self.edit.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self.error.clear()
        self._go(words)

    def failed(self, error: KnownError) -> None:
        """The words, or the file, were refused."""
        self.error.show_error(error)
        self.edit.setFocus(Qt.FocusReason.OtherFocusReason)
        self.edit.selectAll()
