"""The unlock screen. It says who may unlock, why it is locked, and nothing about any case."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from pclo_app.errors import KnownError
from pclo_app.vault.errors import (
    CaseFileDamaged,
    DeviceSecretMissing,
    DiskFull,
    DiskTrouble,
    FolderNotWritable,
    GenerationMissing,
    KeySlotsDamaged,
    KitMistyped,
    NotEncrypted,
    TryLater,
    WrongPassphrase,
)
from ui.widgets.announce import announce
from ui.widgets.buttons import Button
from ui.widgets.error_box import ErrorBox, Notice
from ui.widgets.flow import FlowLayout
from ui.widgets.labels import IconLabel, divider, label

from .dark_page import DarkPage
from .opening import Opening
from .passphrase_field import CodeField, PassphraseField
from .remembered import Locked

if TYPE_CHECKING:
    from pclo_app.casefile.casefile import CaseFile

FOUND = (
    "No case names are shown while the app is locked. If you have found this laptop, call 101 and say that you have "
    "found a police laptop."
)
NEED_KIT = (
    "Type the code from the emergency kit as well: the sheet in the sealed envelope. It takes the place of the key "
    "ring. The passphrase is needed with it."
)
_DAMAGED = (CaseFileDamaged, GenerationMissing, KeySlotsDamaged, NotEncrypted)
_READABLE = (DiskFull, DiskTrouble, FolderNotWritable)
"""Nothing can be written, but it can be read."""


class Opener(Protocol):
    """Opens the case file; runs on a thread of its own."""

    def __call__(self, passphrase: str, *, kit: str = "", read_only: bool = False) -> CaseFile:
        """Raises the vault's conditions."""


def why_locked(locked: Locked | None) -> str:
    """The line under “Locked”."""
    if locked is None:
        return "The case file is encrypted and closed."
    at = f", at {_clock(locked.at)}" if locked.at else ""
    match locked.why:
        case "idle":
            unit = "minute" if locked.minutes == 1 else "minutes"
            return f"After {locked.minutes} {unit} without a key or the mouse{at}"
        case "covered":
            return f"The screen had been covered for two minutes{at}"
        case "minimised":
            return f"The window had been minimised for two minutes{at}"
        case "sleep":
            return f"The laptop was locked or went to sleep{at}"
        case "keys":
            return "The case file has new keys. Your passphrase is the same: open it with it now."
        case "restore":
            return "The case file was closed, so that a backup can be put back."
    return f"You locked it{at}"


def _clock(at: str, *, seconds: bool = False) -> str:
    try:
        return datetime.fromisoformat(at).strftime("%H:%M:%S" if seconds else "%H:%M")
    except ValueError:
        return ""


class UnlockPage(DarkPage):
    """One field and one button; a second field where this laptop's key ring has nothing to give."""

    opened = Signal(object)
    """The open `CaseFile`."""
    leave = Signal()
    """Not this officer: close the program."""
    forgotten = Signal()
    """The passphrase is forgotten: what can be done?"""
    damaged = Signal(object, str)
    """The case file does not check out: the error, and the passphrase that was typed."""

    def __init__(
        self, open_case_file: Opener, *, officer: str = "", locked: Locked | None = None, parent: QWidget | None = None
    ) -> None:
        why = why_locked(locked)
        super().__init__("Locked", why, parent=parent)
        self._open = open_case_file
        self._tried: str = ""
        self._opening = Opening(self)
        self._opening.opened.connect(self._opened)
        self._opening.failed.connect(self._failed)
        card, column = self.card, self.column
        if locked is not None and locked.kept:
            at = _clock(locked.at, seconds=True)
            saved = f"It was saved at {at}, encrypted," if at else "It was saved, encrypted,"
            kept = f"{saved} and opens where you left it."
            column.addWidget(Notice(kept, "ok", strong="What you were typing is kept.", parent=card))
        self._ring = Notice("", "warn", parent=card)
        self._ring.hide()
        column.addWidget(self._ring)
        name = f"Passphrase for {officer}" if officer else "Passphrase"
        self.field = PassphraseField(name, parent=card)
        self.field.edit.setAccessibleDescription(why)
        self.field.edit.returnPressed.connect(self._entered)
        column.addWidget(self.field)
        self.kit = CodeField("Code of the emergency kit", parent=card)
        self.kit.edit.returnPressed.connect(self.unlock)
        self.kit.hide()
        column.addWidget(self.kit)
        self.problem = ErrorBox(card, closable=False)
        column.addWidget(self.problem)
        self.read_button = Button("Open it for reading", parent=card)
        self.read_button.clicked.connect(self.read)
        self.read_button.hide()
        column.addWidget(self.read_button, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.state)
        self._buttons(officer)
        self._more = Notice("", "info", parent=card)
        self._more.hide()
        column.addWidget(self._more)
        column.addWidget(divider(parent=card))
        note = QHBoxLayout()
        note.setSpacing(8)
        note.addWidget(IconLabel("info", "ink2", parent=card), 0, Qt.AlignmentFlag.AlignTop)
        note.addWidget(label(FOUND, "secondary", wrap=True), 1)
        column.addLayout(note)
        self.setFocusProxy(self.field)

    def _buttons(self, officer: str) -> None:
        holder = QWidget(self.card)
        row = FlowLayout(holder, spacing=8)
        self.button = Button("Unlock", kind="primary", parent=holder)
        self.button.clicked.connect(self.unlock)
        self.forgotten_button = Button("I have forgotten it", parent=holder)
        self.forgotten_button.clicked.connect(self.forgotten)
        first = officer.split(" ")[0].rstrip(",") if officer else ""
        other = Button(f"Not {first}? Close the app" if first else "Close the app", kind="quiet", parent=holder)
        other.clicked.connect(self.leave)
        self.kit_button = Button("Use the emergency kit", kind="quiet", parent=holder)
        self.kit_button.clicked.connect(self.use_kit)
        for each in (self.button, self.forgotten_button, self.kit_button, other):
            row.addWidget(each)
        self.column.addWidget(holder)

    def tell(self, words: str) -> None:
        """One more line, for the practice case."""
        self._more.set(words, "info")
        self._more.show()

    # opening --------------------------------------------------------------------------------------------------

    def unlock(self) -> None:
        """Try what was typed."""
        self._try(read_only=False)

    def read(self) -> None:
        """The same where nothing can be written."""
        self._try(read_only=True)

    def _entered(self) -> None:
        """Enter in the passphrase goes on to the kit's code while that is empty."""
        if not self.kit.isHidden() and not self.kit.text().strip():
            self.kit.setFocus()
        else:
            self.unlock()

    def _try(self, *, read_only: bool) -> None:
        if self._opening.running:
            return
        words, kit = self.field.text(), "" if self.kit.isHidden() else self.kit.text().strip()
        if not words:
            self.field.set_error("Enter your passphrase.")
            self.field.setFocus()
            return
        self.field.set_error("")
        self.kit.set_error("")
        self.problem.clear()
        self.read_button.hide()
        self.say("Opening. This takes a second or two on purpose: it is what makes guessing slow.")
        self.field.edit.setReadOnly(True)
        self._tried = words
        open_case_file = self._open
        self._opening.start(lambda: open_case_file(words, kit=kit, read_only=read_only))

    def _opened(self, case_file: CaseFile) -> None:
        self.field.forget()
        self.kit.forget()
        self._tried = ""
        self.say("")
        self.opened.emit(case_file)

    def _failed(self, error: Exception) -> None:
        self.say("")
        self.field.edit.setReadOnly(False)
        tried, self._tried = self._tried, ""
        if isinstance(error, KitMistyped):
            self._wrong(self.kit, error)
        elif isinstance(error, WrongPassphrase | TryLater):
            self._wrong(self.field, error)
        elif isinstance(error, _DAMAGED):
            self.damaged.emit(error, tried)
        elif isinstance(error, DeviceSecretMissing) and error.kit_exists:
            self._ask_for_kit(error)
        elif isinstance(error, KnownError):
            self.problem.show_error(error)
            self.read_button.setVisible(isinstance(error, _READABLE))
            self.field.setFocus()
        else:
            from .errors import parts

            self.problem.show_parts(*parts(error))
            self.field.setFocus()

    def _wrong(self, field: PassphraseField, error: KnownError) -> None:
        field.set_error(f"{error.part('what')} {error.part('do')}")
        field.edit.selectAll()
        field.setFocus()
        announce(field.edit, field.error())

    def _ask_for_kit(self, error: KnownError) -> None:
        """The key ring has nothing to give: its sentence, and the field for the paper's code."""
        self._show_kit(f"{error.part('safe')} {NEED_KIT}", error.part("what"))

    def use_kit(self) -> None:
        """Somebody has the paper before them and says so."""
        self._show_kit(NEED_KIT, "")

    def _show_kit(self, words: str, strong: str) -> None:
        self._ring.set(words, "warn" if strong else "info", strong=strong)
        self._ring.show()
        self.kit.show()
        self.kit_button.hide()
        (self.kit if self.field.text() else self.field).setFocus()
        announce(self._ring, self._ring.accessibleName())
