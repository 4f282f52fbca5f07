"""The way back from the chair's screen: the handover PIN of this ceremony, or the officer's passphrase."""

from __future__ import annotations

import hmac

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from pclo_app.errors import KnownError
from ui.shell.session import Session
from ui.theme import mark
from ui.widgets.announce import announce
from ui.widgets.buttons import Button
from ui.widgets.labels import field_label, label

_TRIES = 3


def pin_problem(pin: str) -> str:
    """What is wrong with a PIN to be chosen, "" if nothing."""
    if not pin:
        return "Choose a handover PIN of 4 to 8 digits."
    if not (pin.isascii() and pin.isdecimal() and 4 <= len(pin) <= 8):
        return "A handover PIN has 4 to 8 digits and nothing else."
    return ""


class Pin:
    """A PIN for one ceremony. After three wrong tries only the passphrase works."""

    def __init__(self, digits: str) -> None:
        self._digits = digits.encode()
        self.tries = _TRIES

    def opens(self, words: str) -> bool:
        """Whether these are the digits; a wrong try is counted."""
        if not self.tries:
            return False
        if hmac.compare_digest(words.encode(), self._digits):
            self.tries = _TRIES
            return True
        self.tries -= 1
        return False

    def looks_like(self, words: str) -> bool:
        """Whether the words can only have been meant as a PIN: a passphrase is never so short."""
        return pin_problem(words) == ""


class PinEntry(QWidget):
    """A field for the PIN or the passphrase, and the button that tries it."""

    opened = Signal()

    def __init__(self, session: Session, pin: Pin, button: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._pin = pin
        self.edit = QLineEdit()
        self.edit.setEchoMode(QLineEdit.EchoMode.Password)
        self.edit.setMaximumWidth(220)
        self.edit.setMinimumHeight(32)
        self.edit.setAccessibleName("Handover PIN")
        self.button = Button(button, kind="primary")
        self._error = label("", "danger", wrap=True)
        self._error.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(3)
        self._label = field_label("Handover PIN", self.edit)
        column.addWidget(self._label)
        row = QHBoxLayout()
        row.setSpacing(10)
        row.addWidget(self.edit)
        row.addWidget(self.button)
        row.addStretch(1)
        column.addLayout(row)
        column.addWidget(self._error)
        self.edit.returnPressed.connect(self.attempt)
        self.button.clicked.connect(self.attempt)
        self.setFocusProxy(self.edit)

    def attempt(self) -> None:
        """Try what was typed."""
        words = self.edit.text()
        self.edit.clear()
        if not words:
            self.say("Enter the handover PIN, or the passphrase.")
        elif self._pin.tries and self._pin.looks_like(words):
            if self._pin.opens(words):
                self._opens()
            elif self._pin.tries:
                left = f"{self._pin.tries} more {'try' if self._pin.tries == 1 else 'tries'}"
                self.say(f"That PIN is not right. You have {left}; after that only the passphrase works.")
            else:
                self._label.setText("Passphrase")
                self.edit.setAccessibleName("Passphrase")
                self.say("That PIN was wrong three times. Enter the passphrase.")
        else:
            self.button.setEnabled(False)
            self._session.operations.submit(
                lambda cf, _: cf.confirm(words), lambda _done: self._opens(), self._refused, owner=self
            )

    def say(self, words: str) -> None:
        """Say what is wrong, in its place."""
        self._error.setText(words)
        self._error.setVisible(bool(words))
        mark(self.edit, "error", "true" if words else None)
        self.edit.setAccessibleDescription(f"Error: {words}" if words else "")
        announce(self.edit, words)
        self.edit.setFocus()

    def _opens(self) -> None:
        self.button.setEnabled(True)
        self._error.hide()
        self.opened.emit()

    def _refused(self, error: Exception) -> None:
        self.button.setEnabled(True)
        if isinstance(error, KnownError):
            self.say(error.part("what"))
        else:
            self._session.show_error(error)
