"""A field for a passphrase: hidden or shown (Ctrl+H), with a word when Caps Lock seems to be on."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from ui.theme import Spacing, mark
from ui.widgets.buttons import Button
from ui.widgets.error_line import ErrorLine
from ui.widgets.labels import field_label, label


class _Edit(QLineEdit):
    """Tells of capitals typed without Shift."""

    caps = Signal(bool)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        text = event.text()
        if event.key() == Qt.Key.Key_CapsLock:
            self.caps.emit(False)
        elif len(text) == 1 and text.isalpha():
            shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self.caps.emit(text.isupper() != shift)
        super().keyPressEvent(event)


class PassphraseField(QWidget):
    """Label, field with Show, Caps Lock hint, error."""

    WHAT = "passphrase"

    def __init__(self, name: str, *, with_show: bool = True, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.edit = _Edit(self)
        self.edit.setEchoMode(QLineEdit.EchoMode.Password)
        self.edit.setInputMethodHints(
            Qt.InputMethodHint.ImhSensitiveData
            | Qt.InputMethodHint.ImhNoPredictiveText
            | Qt.InputMethodHint.ImhNoAutoUppercase
        )
        self.edit.setMinimumHeight(Spacing.TARGET + 4)
        self.edit.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        self._label = field_label(name, self.edit, parent=self)
        column.addWidget(self._label)
        row = QHBoxLayout()
        row.setSpacing(6)
        row.addWidget(self.edit, 1)
        self.show_button = Button("Show", size="small", tip="Ctrl+H", parent=self)
        self.show_button.setAccessibleName(f"Show the {self.WHAT}")
        self.show_button.setVisible(with_show)
        self.show_button.clicked.connect(self.toggle)
        row.addWidget(self.show_button)
        column.addLayout(row)
        self._caps = label("Caps Lock is on", "warn", parent=self)
        self._caps.hide()
        column.addWidget(self._caps)
        self._error = ErrorLine(self)
        column.addWidget(self._error)
        self.edit.caps.connect(self._caps.setVisible)
        QShortcut(QKeySequence("Ctrl+H"), self).activated.connect(self.toggle)
        self.setFocusProxy(self.edit)

    def text(self) -> str:
        """What was typed."""
        return self.edit.text()

    def set_name(self, name: str) -> None:
        """Change the label."""
        self._label.setText(name)
        self.edit.setAccessibleName(name)

    def show_words(self, on: bool) -> None:
        """Show or hide what is typed."""
        self.edit.setEchoMode(QLineEdit.EchoMode.Normal if on else QLineEdit.EchoMode.Password)
        self.show_button.set_words("Hide" if on else "Show")
        self.show_button.setAccessibleName(f"{'Hide' if on else 'Show'} the {self.WHAT}")

    def toggle(self) -> None:
        """Ctrl+H."""
        self.show_words(self.edit.echoMode() == QLineEdit.EchoMode.Password)

    def set_error(self, words: str) -> None:
        """The red line, or none."""
        self._error.set_words(words)
        mark(self.edit, "error", "true" if words else None)
        self.edit.setAccessibleDescription(f"Error: {words}" if words else "")

    def error(self) -> str:
        """The red line's words."""
        return self._error.words()

    def forget(self) -> None:
        """Empty the field, and its undo history with it."""
        self.edit.setText("")
        self.show_words(False)


class CodeField(PassphraseField):
    """The same for a code read from paper: shown while it is typed, in letters of one width; capitals are right."""

    WHAT = "code"
    HINT = "Seven groups of four, with or without spaces. O counts as 0, I and L as 1."

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, parent=parent)
        self.edit.caps.disconnect()
        self.edit.setProperty("role", "mono")
        self.edit.setPlaceholderText("XXXX-XXXX-XXXX-XXXX-XXXX-XXXX-XXXX")
        self.edit.setAccessibleDescription(self.HINT)
        self.show_words(True)

    def forget(self) -> None:
        super().forget()
        self.show_words(True)
