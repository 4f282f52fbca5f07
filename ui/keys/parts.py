"""The fields that stand beside the passphrase: a new passphrase twice, the code of a kit."""

from __future__ import annotations

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from pclo_app.errors import KnownError
from pclo_app.vault import passphrase
from ui.shell.passphrase_field import CodeField, PassphraseField
from ui.theme import mark
from ui.widgets.buttons import Button
from ui.widgets.labels import label

from .again import Part


class NewPassphrasePart(Part):
    """The new passphrase, twice, with its strength in words and four words on offer."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        self.first = PassphraseField("New passphrase", parent=self)
        self.second = PassphraseField("The new passphrase again", with_show=False, parent=self)
        self._strength = label("", "secondary", parent=self)
        self._strength.setAccessibleName("Strength")
        self._strength.hide()
        column.addWidget(self.first)
        column.addWidget(self._strength)
        column.addWidget(self.second)
        row = QHBoxLayout()
        row.setSpacing(8)
        self.offer_button = Button("Offer me four words", size="small", parent=self)
        self.offer_button.clicked.connect(self.offer)
        row.addWidget(self.offer_button)
        row.addStretch(1)
        column.addLayout(row)
        self._judge = QTimer(self, singleShot=True, interval=150)
        self._judge.timeout.connect(self.judge)
        self.first.edit.textEdited.connect(self._judge.start)
        self.setFocusProxy(self.first)

    def value(self) -> str:
        """The new passphrase."""
        return self.first.text()

    def judge(self) -> None:
        """Say how strong it is, in words."""
        verdict = passphrase.strength(self.first.text()) if self.first.text() else None
        self._strength.setText(verdict.words if verdict else "")
        self._strength.setVisible(verdict is not None)
        self.first.edit.setAccessibleDescription(verdict.words if verdict else "")
        mark(self._strength, "role", "ok" if verdict and verdict.enough else "warn")

    def problem(self) -> str:
        verdict = passphrase.strength(self.first.text()) if self.first.text() else None
        words = "Enter the new passphrase."
        if verdict is not None:
            words = "" if verdict.enough else f"{verdict.words}. Make it longer, or take four words."
        self.first.set_error(words)
        again = "" if words or self.first.text() == self.second.text() else "The two passphrases are not the same."
        self.second.set_error(again)
        if words:
            self.first.setFocus()
        elif again:
            self.second.setFocus()
        return words or again

    def offer(self) -> None:
        """Four words into the first field, in clear, so that they can be learned; the second is typed by hand."""
        self.first.edit.setText(passphrase.suggest())
        self.first.show_words(True)
        self.judge()
        self.offer_button.set_words("Offer me four others")
        self.second.setFocus()

    def forget(self) -> None:
        self.first.forget()
        self.second.forget()


class CodePart(Part):
    """The whole code of an emergency kit, from the paper."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        self.field = CodeField("Code of the emergency kit", parent=self)
        column.addWidget(self.field)
        column.addWidget(label(CodeField.HINT, "secondary", wrap=True, parent=self))
        self.setFocusProxy(self.field)

    def value(self) -> str:
        """The code as typed."""
        return self.field.text().strip()

    def problem(self) -> str:
        words = "" if self.value() else "Type the code from the paper."
        self.field.set_error(words)
        if words:
            self.field.setFocus()
        return words

    def failed(self, error: KnownError) -> bool:
        if type(error).code != "vault.kit-mistyped":
            return False
        self.field.set_error(f"{error.part('what')} {error.part('do')}")
        self.field.setFocus()
        return True

    def forget(self) -> None:
        self.field.forget()
