"""The unlock screen. It says who may unlock, why it is locked, and nothing about any case."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from pclo_app.errors import KnownError
from pclo_app.vault.errors import TryLater, WrongPassphrase
from ui.theme import Theme
from ui.widgets.announce import announce
from ui.widgets.buttons import Button
from ui.widgets.error_box import ErrorBox, Notice
from ui.widgets.labels import IconLabel, divider, label

from .opening import Opening
from .passphrase_field import PassphraseField
from .remembered import Locked

if TYPE_CHECKING:
    from pclo_app.casefile.casefile import CaseFile

FORGOTTEN = (
    "Nobody, and no program, can find a passphrase out or open the case file without it. Try again when you are "
    "rested. If it does not come back, tell your supervisor: what has reached the office is safe there, and you can "
    "set up a new case file in another folder."
)
FOUND = (
    "No case names are shown while the app is locked. If you have found this laptop, call 101 and say that you have "
    "found a police laptop."
)


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
        case "sleep":
            return f"The laptop was locked or went to sleep{at}"
    return f"You locked it{at}"


def _clock(at: str, *, seconds: bool = False) -> str:
    try:
        return datetime.fromisoformat(at).strftime("%H:%M:%S" if seconds else "%H:%M")
    except ValueError:
        return ""


class _Dark(QWidget):
    """The ground around the card; painted, so that it gives its colour to nothing else."""

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), Theme.current().qcolor("rail"))
        painter.end()


class UnlockPage(QWidget):
    """One field and one button."""

    opened = Signal(object)
    """The open `CaseFile`."""
    leave = Signal()
    """Not this officer: close the program."""

    def __init__(
        self,
        open_case_file: Callable[[str], CaseFile],
        *,
        officer: str = "",
        locked: Locked | None = None,
        parent: QWidget | None = None,
    ) -> None:
        """``open_case_file`` takes the passphrase and runs on a thread of its own."""
        super().__init__(parent)
        self._open = open_case_file
        self._opening = Opening(self)
        self._opening.opened.connect(self._opened)
        self._opening.failed.connect(self._failed)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        area = QScrollArea(self)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inside = _Dark()
        rows = QVBoxLayout(inside)
        rows.addStretch(1)
        middle = QHBoxLayout()
        middle.addStretch(1)
        middle.addWidget(self._card(officer, locked), 100)
        middle.addStretch(1)
        rows.addLayout(middle)
        rows.addStretch(1)
        area.setWidget(inside)
        outer.addWidget(area)
        self.setFocusProxy(self.field)

    def _card(self, officer: str, locked: Locked | None) -> QWidget:
        card = QFrame()
        card.setProperty("panel", "true")
        em = self.fontMetrics().horizontalAdvance("n")
        card.setMaximumWidth(max(560, em * 80))
        column = QVBoxLayout(card)
        column.setContentsMargins(36, 26, 36, 24)
        column.setSpacing(14)
        head = QHBoxLayout()
        head.setSpacing(14)
        head.addWidget(IconLabel("lock", "ink", 28, card))
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(label("Locked", "title"))
        why = why_locked(locked)
        words.addWidget(label(why, "secondary", wrap=True))
        head.addLayout(words, 1)
        column.addLayout(head)
        if locked is not None and locked.kept:
            at = _clock(locked.at, seconds=True)
            saved = f"It was saved at {at}, encrypted," if at else "It was saved, encrypted,"
            kept = f"{saved} and opens where you left it."
            column.addWidget(Notice(kept, "ok", strong="What you were typing is kept.", parent=card))
        name = f"Passphrase for {officer}" if officer else "Passphrase"
        self.field = PassphraseField(name, parent=card)
        self.field.edit.setAccessibleDescription(why)
        self.field.edit.returnPressed.connect(self.unlock)
        column.addWidget(self.field)
        self.problem = ErrorBox(card, closable=False)
        column.addWidget(self.problem)
        self._state = label("", "secondary", parent=card)
        self._state.hide()
        column.addWidget(self._state)
        row = QHBoxLayout()
        row.setSpacing(8)
        self.button = Button("Unlock", kind="primary", parent=card)
        self.button.clicked.connect(self.unlock)
        forgotten = Button("I have forgotten it", parent=card)
        forgotten.clicked.connect(self._tell_forgotten)
        first = officer.split(" ")[0].rstrip(",") if officer else ""
        other = Button(f"Not {first}? Close the app" if first else "Close the app", kind="quiet", parent=card)
        other.clicked.connect(self.leave)
        row.addWidget(self.button)
        row.addWidget(forgotten)
        row.addStretch(1)
        row.addWidget(other)
        column.addLayout(row)
        self._forgotten = Notice(FORGOTTEN, "info", parent=card)
        self._forgotten.hide()
        column.addWidget(self._forgotten)
        column.addWidget(divider(parent=card))
        note = QHBoxLayout()
        note.setSpacing(8)
        note.addWidget(IconLabel("info", "ink2", parent=card), 0, Qt.AlignmentFlag.AlignTop)
        note.addWidget(label(FOUND, "secondary", wrap=True), 1)
        column.addLayout(note)
        return card

    def tell(self, words: str) -> None:
        """One more line, for the practice case."""
        self._forgotten.set(words, "info")
        self._forgotten.show()

    def unlock(self) -> None:
        """Try what was typed."""
        if self._opening.running:
            return
        words = self.field.text()
        if not words:
            self.field.set_error("Enter your passphrase.")
            self.field.setFocus()
            return
        self.field.set_error("")
        self.problem.clear()
        self._say("Opening. This takes a second or two on purpose: it is what makes guessing slow.")
        self.field.edit.setReadOnly(True)
        open_case_file = self._open
        self._opening.start(lambda: open_case_file(words))

    def _opened(self, case_file: CaseFile) -> None:
        self.field.forget()
        self._say("")
        self.opened.emit(case_file)

    def _failed(self, error: Exception) -> None:
        self._say("")
        self.field.edit.setReadOnly(False)
        if isinstance(error, WrongPassphrase | TryLater):
            self.field.set_error(f"{error.part('what')} {error.part('do')}")
            self.field.edit.selectAll()
            announce(self.field.edit, self.field.error())
        elif isinstance(error, KnownError):
            self.problem.show_error(error)
        else:
            from .errors import parts

            self.problem.show_parts(*parts(error))
        self.field.setFocus()

    def _say(self, words: str) -> None:
        self._state.setText(words)
        self._state.setVisible(bool(words))
        announce(self._state, words)

    def _tell_forgotten(self) -> None:
        self._forgotten.set(FORGOTTEN, "info")
        self._forgotten.show()
        announce(self._forgotten, FORGOTTEN)
