"""The passphrase is forgotten: what can be done, and what cannot. The custodian's way in is on the same page.

Recovery by the office opens the case file here with a new passphrase, a new signing key and
a new series of changes; what was written before stays as it was signed.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from pclo_app.errors import KnownError
from pclo_app.vault import passphrase
from ui.theme import Spacing, mark
from ui.widgets.announce import announce
from ui.widgets.buttons import Button
from ui.widgets.error_box import ErrorBox, Notice
from ui.widgets.labels import divider, field_label, label

from .dark_page import DarkPage
from .opening import Opening
from .passphrase_field import PassphraseField

if TYPE_CHECKING:
    from pclo_app.casefile.casefile import CaseFile

NOBODY = "Nobody, and no program, can find a passphrase out, or open the case file without it."
WHAT_NOT = (
    "The emergency kit does not help: it takes the place of this laptop’s key ring, not of the passphrase. A backup "
    "does not help: the same passphrase opens it."
)
TRY_AGAIN = (
    "Try again when you are rested. A wrong passphrase costs a wait and nothing else: the case file never erases "
    "itself."
)
WITH_OFFICE = (
    "Office recovery is set up. A custodian at your office can open this case file here, on this laptop, with the "
    "private key that the office keeps. A recovery here is written into the case file, with who did it."
)
NO_OFFICE = (
    "Office recovery was not set up for this case file, so the office cannot open it either. What has reached the "
    "office is safe there: make a new case file in another folder, and your supervisor sends it to you."
)
NEEDS_BY = "Enter who recovers it, with rank: it is written into the case file."


class Recover(Protocol):
    """Recovers the case file; runs on a thread of its own."""

    def __call__(self, identity: bytes, identity_passphrase: str, new_passphrase: str, by: str) -> CaseFile:
        """Raises the vault's conditions."""


class ForgottenPage(DarkPage):
    """What can be done."""

    opened = Signal(object)
    """The recovered `CaseFile`, open."""
    back = Signal()

    def __init__(self, recover: Recover | None, *, parent: QWidget | None = None) -> None:
        """``recover`` is None where office recovery was not set up."""
        super().__init__("You have forgotten the passphrase", NOBODY, icon="info", letters=92, parent=parent)
        self._recover = recover
        self._identity = b""
        self._opening = Opening(self)
        self._opening.opened.connect(self._opened)
        self._opening.failed.connect(self._failed)
        card = self.card
        self.column.addWidget(label(WHAT_NOT, wrap=True, parent=card))
        self.column.addWidget(label(TRY_AGAIN, wrap=True, parent=card))
        if recover is None:
            self.column.addWidget(Notice(NO_OFFICE, "warn", parent=card))
        else:
            self.column.addWidget(Notice(WITH_OFFICE, "info", parent=card))
            self.column.addWidget(divider(parent=card))
            self.column.addWidget(self._form())
        row = QHBoxLayout()
        row.setSpacing(8)
        self.back_button = Button("Back to the passphrase", "back", parent=card)
        self.back_button.clicked.connect(self._back)
        if recover is not None:
            self.button = Button("Recover the case file here", kind="primary", parent=card)
            self.button.clicked.connect(self.recover)
            row.addWidget(self.button)
        row.addWidget(self.back_button)
        row.addStretch(1)
        self.column.addWidget(self.state)
        self.column.addLayout(row)
        self.setFocusProxy(self.choose_button if recover is not None else self.back_button)

    def _form(self) -> QWidget:
        holder = QWidget(self.card)
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(9)
        column.addWidget(label("For the custodian", "section", parent=holder))
        row = QHBoxLayout()
        row.setSpacing(10)
        self.choose_button = Button("Choose the file with the private key…", parent=holder)
        self.choose_button.clicked.connect(self._choose)
        self._file = label("No file is chosen yet.", "secondary", wrap=True, parent=holder)
        row.addWidget(self.choose_button)
        row.addWidget(self._file, 1)
        column.addLayout(row)
        self.file_passphrase = PassphraseField("Passphrase of that file, if it has one", parent=holder)
        column.addWidget(self.file_passphrase)
        self.by = QLineEdit(holder)
        self.by.setMinimumHeight(Spacing.TARGET + 4)
        column.addWidget(field_label("Who recovers it, with rank", self.by, parent=holder))
        self._by_error = label(NEEDS_BY, "danger", wrap=True, parent=holder)
        self._by_error.hide()
        column.addWidget(self._by_error)
        column.addWidget(self.by)
        words = (
            "A new passphrase for the officer, who types it now. The old one opens nothing afterwards, and no earlier "
            "emergency kit does."
        )
        column.addWidget(label(words, wrap=True, parent=holder))
        self.new = PassphraseField("New passphrase", parent=holder)
        self.again = PassphraseField("The same passphrase again", with_show=False, parent=holder)
        self._strength = label("", "secondary", parent=holder)
        self._strength.setAccessibleName("Strength")
        self._strength.hide()
        column.addWidget(self.new)
        column.addWidget(self._strength)
        column.addWidget(self.again)
        self.again.edit.returnPressed.connect(self.recover)
        self._judge = QTimer(self, singleShot=True, interval=150)
        self._judge.timeout.connect(self.judge)
        self.new.edit.textEdited.connect(self._judge.start)
        self.problem = ErrorBox(holder, closable=False)
        column.addWidget(self.problem)
        return holder

    def judge(self) -> None:
        """Say how strong the new passphrase is."""
        verdict = passphrase.strength(self.new.text()) if self.new.text() else None
        self._strength.setText(verdict.words if verdict else "")
        self._strength.setVisible(verdict is not None)
        mark(self._strength, "role", "ok" if verdict and verdict.enough else "warn")

    def read_identity(self, path: Path) -> None:
        """Take the file with the private key. It is read into memory, and forgotten with this page."""
        from ui.sync import files

        try:
            self._identity = files.read(path)
        except KnownError as error:
            self.problem.show_error(error)
            return
        self._file.setText(f"{path.name}. Take its stick out of the laptop afterwards.")
        mark(self._file, "role", "secondary")
        self.problem.clear()
        self.file_passphrase.setFocus()

    def recover(self) -> None:
        """Begin, when nothing is missing."""
        if self._opening.running or self._recover is None:
            return
        self.problem.clear()
        wrong = self._missing()
        if wrong is not None:
            wrong.setFocus()
            return
        recover, identity = self._recover, self._identity
        theirs, new, by = self.file_passphrase.text(), self.new.text(), self.by.text().strip()
        self.say("Recovering: a new key, and a checked copy of the whole case file under it. It can take a minute.")
        self.button.hide()
        self._opening.start(lambda: recover(identity, theirs, new, by))

    def _missing(self) -> QWidget | None:
        """The first field that is not right; its red line says why."""
        if not self._identity:
            words = "Choose the file with the office’s private key."
            self._file.setText(words)
            mark(self._file, "role", "danger")
            announce(self, words)
            return self.choose_button
        nobody = not self.by.text().strip()
        self._by_error.setVisible(nobody)
        mark(self.by, "error", "true" if nobody else None)
        self.by.setAccessibleDescription(f"Error: {NEEDS_BY}" if nobody else "")
        if nobody:
            announce(self, NEEDS_BY)
            return self.by
        verdict = passphrase.strength(self.new.text()) if self.new.text() else None
        words = "Enter a new passphrase."
        if verdict is not None:
            words = "" if verdict.enough else f"{verdict.words}. Make it longer."
        self.new.set_error(words)
        again = "" if words or self.again.text() == self.new.text() else "The two passphrases are not the same."
        self.again.set_error(again)
        if words or again:
            announce(self, words or again)
        return self.new if words else self.again if again else None

    def _choose(self) -> None:
        from ui.sync import files

        files.choose(self, "Choose the file with the office’s private key", self.read_identity)

    def _opened(self, case_file: CaseFile) -> None:
        self._forget()
        self.say("")
        self.opened.emit(case_file)

    def _failed(self, error: Exception) -> None:
        self.say("")
        self.button.show()
        if isinstance(error, KnownError):
            self.problem.show_error(error, take_focus=True)
        else:
            from .errors import parts

            self.problem.show_parts(*parts(error))

    def _back(self) -> None:
        if self._opening.running:
            return
        self._forget()
        self.back.emit()

    def _forget(self) -> None:
        self._identity = b""
        if self._recover is not None:
            for field in (self.file_passphrase, self.new, self.again):
                field.forget()
