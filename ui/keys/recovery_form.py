"""Office recovery: to whose keys the case file's reading key is given, and who holds their private halves."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from pclo_app.errors import KnownError
from ui.sync import files
from ui.theme import Spacing, mark
from ui.widgets.buttons import Button
from ui.widgets.error_box import Notice, Problem
from ui.widgets.error_line import ErrorLine
from ui.widgets.labels import field_label, label

from .again import Part

PROMISE = (
    "With it, your office can open this case file when you cannot: after an illness, or when you have forgotten your "
    "passphrase. One of these private keys and this folder are enough; that two people come together for it is a rule "
    "that the office makes, and not the program. Whoever has them can read everything in it. They can never write or "
    "sign in your name: your signing key is not given to them. A recovery with this program is written into the case "
    "file for everybody to see; somebody who only reads, with other tools, leaves nothing behind."
)
WITHOUT = (
    "Without it, and without your passphrase, what has not reached the office is lost for ever. Nobody can help then, "
    "and no program."
)
NEEDS_KEYS = "Paste the office’s public keys: each begins with age1"
NEEDS_HOLDER = "Enter who holds the private keys, with rank"
PRIVATE = "This holds a private key. It must never be on this laptop: ask for the public keys, which begin with age1."
_LONGEST = 64 * 1024


def recipients_in(text: str) -> list[str]:
    """The public age keys in pasted words: comments and other words are left out, each key once."""
    words = text.replace(",", " ").replace(";", " ").split()
    return list(dict.fromkeys(word.strip("\"'") for word in words if word.strip("\"'").lower().startswith("age1")))


class RecoveryForm(Part):
    """Keys, pasted or from a file, and their holders."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(5)
        self.keys = QPlainTextEdit(self)
        self.keys.setTabChangesFocus(True)
        self.keys.setPlaceholderText("age1…")
        self.keys.setProperty("role", "mono")
        high = self.keys.fontMetrics().height() * 3 + 16
        self.keys.setFixedHeight(high)
        column.addWidget(field_label("Public keys of the office", self.keys, parent=self))
        hint = "One or more, each in a line of its own. Any one is enough, so with two one custodian can be on leave."
        column.addWidget(label(hint, "secondary", wrap=True, parent=self))
        self._keys_error = ErrorLine(self)
        column.addWidget(self._keys_error)
        column.addWidget(self.keys)
        row = QHBoxLayout()
        self.choose_button = Button("Choose a file with them…", size="small", parent=self)
        self.choose_button.clicked.connect(self.choose)
        row.addWidget(self.choose_button)
        self.count = label("", "secondary", parent=self)
        row.addWidget(self.count)
        row.addStretch(1)
        column.addLayout(row)
        self.holder = QLineEdit(self)
        self.holder.setMinimumHeight(Spacing.TARGET + 4)
        column.addSpacing(4)
        column.addWidget(field_label("Who holds the private keys", self.holder, parent=self))
        hint = "For example “DI Sharma and DS Whitcombe”. It is shown in Settings and written into the case file."
        column.addWidget(label(hint, "secondary", wrap=True, parent=self))
        self._holder_error = ErrorLine(self)
        column.addWidget(self._holder_error)
        column.addWidget(self.holder)
        self.keys.textChanged.connect(self._count)
        self.setFocusProxy(self.keys)

    def recipients(self) -> list[str]:
        """The public keys."""
        return recipients_in(self.keys.toPlainText())

    def holders(self) -> str:
        """Who holds the private halves."""
        return self.holder.text().strip()

    def value(self) -> tuple[list[str], str]:
        """Keys and holders."""
        return self.recipients(), self.holders()

    def set_values(self, recipients: list[str], holder: str) -> None:
        """What is set up now."""
        self.keys.setPlainText("\n".join(recipients))
        self.holder.setText(holder)

    def problems(self) -> list[Problem]:
        """What stands in the way, shown beside the fields too."""
        text = self.keys.toPlainText()
        words = ""
        if "AGE-SECRET-KEY" in text.upper():
            words = PRIVATE
        elif not self.recipients():
            words = NEEDS_KEYS
        found = self._show(self.keys, self._keys_error, words)
        return found + self._show(self.holder, self._holder_error, "" if self.holders() else NEEDS_HOLDER)

    def problem(self) -> str:
        found = self.problems()
        if found:
            found[0].go()
        return found[0].words if found else ""

    def failed(self, error: KnownError) -> bool:
        if type(error).code != "vault.not-a-recipient":
            return False
        self._show(self.keys, self._keys_error, f"{error.part('what')} {error.part('do')}")
        self.keys.setFocus()
        return True

    def choose(self) -> None:
        """A file from the supervisor."""
        files.choose(self, "Choose the file with the public keys", self.read)

    def read(self, path: Path) -> None:
        """Take the public keys out of a file. What else is in it is left alone."""
        try:
            text = files.read(path)[:_LONGEST].decode("utf-8", "replace")
        except KnownError as error:
            self._show(self.keys, self._keys_error, f"{error.part('what')} {error.part('do')}")
            return
        found = recipients_in(text)
        if "AGE-SECRET-KEY" in text.upper() and not found:
            self._show(self.keys, self._keys_error, PRIVATE)
            return
        self.keys.setPlainText("\n".join(found))
        self._show(self.keys, self._keys_error, "" if found else f"{path.name} holds no key that begins with age1.")

    def _count(self) -> None:
        n = len(self.recipients())
        self.count.setText("" if not n else "1 key" if n == 1 else f"{n} keys")
        if not self._keys_error.isHidden():
            self._show(self.keys, self._keys_error, "")

    def _show(self, field: QWidget, line: ErrorLine, words: str) -> list[Problem]:
        line.set_words(words)
        mark(field, "error", "true" if words else None)
        field.setAccessibleDescription(f"Error: {words}" if words else "")
        return [Problem(words, field.setFocus)] if words else []


def promise(parent: QWidget | None = None) -> QWidget:
    """What office recovery gives, and what is lost without it."""
    holder = QWidget(parent)
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(8)
    column.addWidget(label(PROMISE, wrap=True, parent=holder))
    column.addWidget(Notice(WITHOUT, "warn", parent=holder))
    return holder
