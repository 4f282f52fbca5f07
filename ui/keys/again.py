"""The sheet before a critical action: what will happen, the passphrase again, and how it goes.

The passphrase goes to the worker with the action and is forgotten by the sheet as soon as
it is off. A wrong one is told beside the field; anything else in three parts under it.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

import shiboken6
from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QProgressBar, QScrollArea, QVBoxLayout, QWidget

from pclo_app.casefile.casefile import CaseFile
from pclo_app.errors import KnownError
from pclo_app.vault.errors import TryLater, WrongPassphrase
from ui.shell.operations import Cancelled, Operation, Progress
from ui.shell.passphrase_field import PassphraseField
from ui.shell.reading_only import for_reading
from ui.shell.session import Session
from ui.widgets.announce import announce
from ui.widgets.buttons import Button
from ui.widgets.error_box import ErrorBox
from ui.widgets.labels import ground, label
from ui.widgets.tall import Tall

Work = Callable[[CaseFile, Progress, str, Any], Any]
"""Case file, progress, passphrase and what the fields hold, to a result."""


class Part(QWidget):
    """Fields of an action that stand above the passphrase."""

    def problem(self) -> str:
        """What is missing, told beside its field too; "" when the action can go ahead."""
        return ""

    def value(self) -> Any:
        """What the fields hold, for the work; asked for once, when nothing is missing."""
        return None

    def forget(self) -> None:
        """Empty what is secret: the work has it now."""

    def lock_fields(self, on: bool) -> None:
        """While the action runs nothing is changed."""
        self.setEnabled(not on)

    def failed(self, error: KnownError) -> bool:
        """Whether the error is one of a field here, and shown there."""
        return False


class AskAgain(QWidget):
    """Title, words, fields of the action, passphrase, and one button that says what it does."""

    closed = Signal()
    """Cancelled, or done."""

    def __init__(
        self,
        session: Session,
        owner: QWidget,
        *,
        title: str,
        words: str,
        button: str,
        work: Work,
        done: Callable[[Any], object],
        part: Part | None = None,
        label_words: str = "",
        field_words: str = "",
        passphrase_first: bool = False,
        danger: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        """``owner`` hears of the result even when the sheet has been closed meanwhile.

        ``label_words`` is what the busy line says; ``field_words`` the name of the passphrase's field.
        """
        super().__init__(parent)
        self._session, self._owner = session, owner
        self._work, self._done = work, done
        self._label = label_words or title
        self._running: Operation | None = None
        self.part = part
        outer = self._outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        self._inside = Tall()
        self._inside.installEventFilter(self)
        column = QVBoxLayout(self._inside)
        column.setContentsMargins(20, 16, 20, 6)
        column.setSpacing(10)
        column.addWidget(label(title, "section", wrap=True, parent=self))
        for paragraph in words.split("\n"):
            column.addWidget(label(paragraph, wrap=True, parent=self))
        for_reading(self)
        self.field = PassphraseField(field_words or f"Passphrase of {session.officer.name}", parent=self)
        fields = [self.field] if part is None else [self.field, part] if passphrase_first else [part, self.field]
        for each in fields:
            column.addWidget(each)
        self._edits = [edit for each in fields for edit in each.findChildren(QLineEdit)]
        for edit in self._edits:
            edit.returnPressed.connect(functools.partial(self._entered, edit))
        self.error = ErrorBox(self, closable=False)
        column.addWidget(self.error)
        self.bar = QProgressBar(self)
        self.bar.setTextVisible(False)
        self.bar.setMaximumHeight(12)
        self.bar.setAccessibleName("Progress")
        self.bar.hide()
        column.addWidget(self.bar)
        self.state = label("", "secondary", wrap=True, parent=self)
        self.state.hide()
        column.addWidget(self.state)
        self.area = QScrollArea(self)
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setWidget(ground(self._inside, "surface"))
        outer.addWidget(self.area, 1)
        self._foot = QWidget(self)
        row = QHBoxLayout(self._foot)
        row.setContentsMargins(20, 6, 20, 14)
        row.setSpacing(8)
        row.addStretch(1)
        self.cancel_button = Button("Cancel", parent=self)
        self.cancel_button.clicked.connect(self.cancel)
        self.button = Button(button, kind="primary", parent=self)
        if danger:
            self.button.setProperty("tone", "danger")
        self.button.clicked.connect(self.go)
        row.addWidget(self.cancel_button)
        row.addWidget(self.button)
        outer.addWidget(self._foot)
        self.setAccessibleName(title)
        self.setFocusProxy(self.field if passphrase_first else _first(part) or self.field)
        session.operations.progressed.connect(self._progressed)

    def wanted_height(self, width: int) -> int:
        """For the sheet: everything in view; where that is too high, the fields scroll and the buttons stay."""
        layout = self._inside.layout()
        assert layout is not None
        return layout.totalHeightForWidth(width) + self._foot.sizeHint().height()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._inside and event.type() == QEvent.Type.LayoutRequest:
            self._outer.update()  # the sheet fits itself to it
        return False

    def go(self) -> None:
        """Begin, when nothing is missing."""
        if self._running is not None:
            return
        self.error.clear()
        self.field.set_error("")
        missing = self.part.problem() if self.part is not None else ""
        if missing:
            announce(self, missing)
            return
        passphrase = self.field.text()
        if not passphrase:
            self.field.set_error("Enter your passphrase.")
            self.field.setFocus()
            announce(self, "Enter your passphrase.")
            return
        value = self.part.value() if self.part is not None else None
        self.field.forget()
        self._show_running(True)
        work = self._work
        self._running = self._session.operations.submit(
            lambda cf, progress: work(cf, progress, passphrase, value), self._ended, self._failed, self._label,
            owner=self._owner,
        )  # fmt: skip

    def _entered(self, edit: QLineEdit) -> None:
        """Enter goes on to the next field that is empty; where there is none, the action begins."""
        behind = self._edits[self._edits.index(edit) + 1 :]
        empty = next((each for each in behind if each.isVisible() and not each.text().strip()), None)
        if empty is not None:
            empty.setFocus(Qt.FocusReason.TabFocusReason)
        else:
            self.go()

    def cancel(self) -> None:
        """Close the sheet; what is running stops at its next step, having changed nothing."""
        if self._running is not None:
            self._running.cancel()
            self.state.setText("Stopping...")
            return
        self.closed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc stops what is running before it closes the sheet."""
        if event.key() == Qt.Key.Key_Escape and self._running is not None:
            self.cancel()
        else:
            super().keyPressEvent(event)

    def _ended(self, result: Any) -> None:
        self._running = None
        if shiboken6.isValid(self):
            if self.part is not None:
                self.part.forget()
            self.closed.emit()
        self._done(result)

    def _failed(self, error: Exception) -> None:
        self._running = None
        if not shiboken6.isValid(self):  # closed meanwhile, as by a lock
            if not isinstance(error, Cancelled):
                self._session.show_error(error)
            return
        self._show_running(False)
        if isinstance(error, Cancelled):
            self.closed.emit()
            self._session.say("Stopped. Nothing was changed")
        elif isinstance(error, WrongPassphrase | TryLater):
            self.field.set_error(f"{error.part('what')} {error.part('do')}")
            self.field.setFocus()
            announce(self, self.field.error())
        elif isinstance(error, KnownError):
            if self.part is None or not self.part.failed(error):
                self.error.show_error(error, take_focus=True)
        else:
            self.closed.emit()
            self._session.show_error(error)

    def _show_running(self, on: bool) -> None:
        words = "This takes a second or two on purpose." if on else ""
        self.state.setText(words)
        self.state.setVisible(on)
        self.bar.setRange(0, 0)
        self.bar.setVisible(on)
        self.field.setEnabled(not on)
        self.button.setVisible(not on)
        if self.part is not None:
            self.part.lock_fields(on)
        if on:
            self.cancel_button.setFocus()
        announce(self, words)

    def _progressed(self, words: str, done: int, total: int) -> None:
        if self._running is not None and words == self._label and total:
            self.bar.setRange(0, total)
            self.bar.setValue(done)


def ask_again(owner: QWidget, session: Session, *, width: int = 580, **options: Any) -> AskAgain:
    """Show the sheet over the window. Options are those of `AskAgain`."""
    content = AskAgain(session, owner, **options)
    sheet = session.show_sheet(content, width=width, scrolls=False)
    if sheet is not None:
        content.closed.connect(sheet.close_sheet)
    return content


def _first(part: Part | None) -> QWidget | None:
    return part.focusProxy() if part is not None else None
