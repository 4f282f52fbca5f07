"""A date typed in words, answered at once in words.

The field never changes what was typed. Under it one line repeats how the words were read
("Wednesday 18 November 2026, 11:05, exact"), says what is wrong, or asks, with a button
for each date it may be. The reading itself is `pclo_app.records.event_date.typed.parse`;
this is only what shows it.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from pclo_app.records.errors import ControlCharacter
from pclo_app.records.event_date import EventDate
from pclo_app.records.event_date.typed import Ask, Read, Reading, Refuse, echo
from pclo_app.records.text import clean
from ui.theme import Spacing, mark
from ui.widgets.announce import announce
from ui.widgets.buttons import Button
from ui.widgets.flow import FlowLayout
from ui.widgets.labels import IconLabel, field_label, label


class DateField(QWidget):
    """Label, line edit and the echo under it."""

    changed = Signal()
    """The words, and so perhaps the date, changed by the user."""
    finished = Signal()
    """Enter was pressed or the field was left."""

    def __init__(
        self,
        parse: Callable[[str], Reading],
        *,
        name: str = "When",
        hint: str = "",
        required: str = "",
        show_label: bool = True,
        keeps_words: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        """``parse`` knows today's date. ``hint`` stands under the empty field ("Also works: ...").

        ``required`` is the sentence shown by `check` when nothing was typed. ``keeps_words``:
        what is refused may be kept as it is written, without a date.
        """
        super().__init__(parent)
        self._parse = parse
        self._hint = hint
        self._required = required
        self._keeps_words = keeps_words
        self._date: EventDate | None = None
        self._reading: Reading | None = None
        self._chosen = False
        self._resting = False
        self.edit = QLineEdit(self)
        self.edit.setMinimumHeight(Spacing.TARGET)
        self.edit.setPlaceholderText("For example 5/11 14:30")
        self.edit.setAccessibleName(name)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(3)
        if show_label:
            column.addWidget(field_label(name, self.edit, parent=self))
        column.addWidget(self.edit)
        self._echo_row = QWidget(self)
        row = QHBoxLayout(self._echo_row)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(5)
        self._icon = IconLabel("", parent=self)
        self._echo = label("", "secondary", wrap=True, parent=self)
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._echo, 1)
        column.addWidget(self._echo_row)
        self._choices = QWidget(self)
        self._choices_row = FlowLayout(self._choices, spacing=6)
        column.addWidget(self._choices)
        self.setFocusProxy(self.edit)
        self.edit.textEdited.connect(self._typed)
        self.edit.editingFinished.connect(self._left)
        self.edit.installEventFilter(self)
        self._show(None)

    def take_echo(self) -> QWidget:
        """The line with the reading and its choices, for a bar that has its place elsewhere than under the field."""
        holder = QWidget(self)
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(3)
        column.addWidget(self._echo_row)
        column.addWidget(self._choices)
        return holder

    def words(self) -> str:
        """What was typed, unchanged."""
        return self.edit.text()

    def date(self) -> EventDate | None:
        """The date as read; None while there is none, or it is in question."""
        return self._date

    def reading(self) -> Reading | None:
        """How the words were last read; None for an empty field."""
        return self._reading

    def set_date(self, when: EventDate | None, words: str = "") -> None:
        """Show a date already recorded, in the words given or its own."""
        shown = words or (when.in_words() if when is not None and when.known else "")
        self.edit.setText(shown)
        self.edit.setCursorPosition(0)
        self._chosen = when is not None
        self._date = when
        self._reading = Read(when, echo(when)) if when is not None else None
        self._show(self._reading)

    def set_words(self, words: str) -> None:
        """Show words as if they had been typed (a draft that comes back)."""
        self.edit.setText(words)
        self._read(words)

    def set_error(self, words: str) -> None:
        """Show an error from elsewhere ("in the future"); "" takes it away."""
        if words:
            self._say("stop", "danger", words, error=True)
            self._offer_words()
        else:
            self._show(self._reading)

    def set_resting(self, resting: bool) -> None:
        """In a row of a table: while the row rests, a date that was read is not repeated under the field."""
        self._resting = resting
        self._echo_row.setVisible(self._echo_wanted())

    def _echo_wanted(self) -> bool:
        return bool(self._echo.text()) and not (self._resting and self._date is not None)

    def add_note(self, words: str) -> None:
        """Show a doubt beside a date that was read ("before Maisie was born"): amber, not an error."""
        self._say("warning", "warn", words, error=False)

    def asks(self) -> bool:
        """Whether answers are offered."""
        return self._choices_row.count() > 0

    def answer(self) -> bool:
        """Go to the first answer, where something is asked. Answers whether something is."""
        first = self._choices_row.itemAt(0) if isinstance(self._reading, Ask) and self._date is None else None
        button = first.widget() if first is not None else None
        if button is None:
            return False
        button.setFocus()
        return True

    def keep_words(self) -> bool:
        """Keep words that were refused as they are, without a date. Answers whether that was done."""
        if not isinstance(self._reading, Refuse):
            return False
        try:
            self._take(EventDate(as_given=clean(self.words().strip())))
        except ControlCharacter:
            return False
        return True

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Down goes from the words to the answers; F6 keeps words that are refused, as the refusal says."""
        if isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_F6 and self._refused():
            if event.type() == QEvent.Type.ShortcutOverride:
                event.accept()
                return True
            if event.type() == QEvent.Type.KeyPress:
                return self.keep_words()
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Down:
            return self.answer()
        return super().eventFilter(watched, event)

    def _refused(self) -> bool:
        return self._keeps_words and isinstance(self._reading, Refuse)

    def check(self) -> str:
        """What is wrong, "" if nothing; shows it. Used when the user asks to finish."""
        if not self.words().strip() and self._date is None:
            if self._required:
                self.set_error(self._required)
            return self._required
        match self._reading:
            case Refuse() as refused:
                return refused.words
            case Ask(question=question) if self._date is None:
                return question
        return ""

    def _typed(self, words: str) -> None:
        self._read(words)
        self.changed.emit()

    def _read(self, words: str) -> None:
        self._chosen = False
        reading = self._parse(words) if words.strip() else None
        self._reading = reading
        self._date = reading.date if isinstance(reading, Read) else None
        self._show(reading)

    def _left(self) -> None:
        if isinstance(self._reading, Refuse):
            self._say("stop", "danger", self._reading.words, error=True)
            self._offer_words()
        self.finished.emit()

    def _show(self, reading: Reading | None) -> None:
        self._choices_row.clear()
        match reading:
            case None:
                self._say("", "secondary", self._hint, error=False)
            case Read(words=words):
                self._say("done", "ok", words, error=False)
            case Refuse() as refused:
                self._say("stop", "danger", refused.words, error=not self.edit.hasFocus())
                if not self.edit.hasFocus():
                    self._offer_words()
            case Ask(question=question, choices=choices):
                self._say("warning", "warn", question, error=False)
                for each in choices:
                    self._add_choice(echo(each), partial(self._choose, each))
        self._choices.setVisible(self._choices_row.count() > 0)

    def _offer_words(self) -> None:
        """What is refused can be kept as words; offered when the field is left, not at each key."""
        if self._refused() and not self._choices_row.count():
            self._add_choice("Keep the words, without a date", self._keep_pressed)
            self._choices.show()

    def _keep_pressed(self) -> None:
        self.edit.setFocus()
        self.keep_words()

    def _add_choice(self, words: str, chosen: Callable[[], object]) -> None:
        button = Button(words, size="small", parent=self._choices)
        button.setAutoDefault(True)  # Enter presses it
        button.setAccessibleDescription(self._echo.text())
        button.clicked.connect(lambda _on: chosen())
        self._choices_row.addWidget(button)

    def _choose(self, when: EventDate) -> None:
        """An answer was pressed: it goes, and the cursor is in the words again."""
        self.edit.setFocus()
        self._take(when)

    def _take(self, when: EventDate) -> None:
        self._date = when
        self._chosen = True
        self._reading = Read(when, echo(when))
        self._show(self._reading)
        announce(self.edit, echo(when))
        self.changed.emit()

    def _say(self, icon: str, role: str, words: str, *, error: bool) -> None:
        token = {"ok": "ok", "danger": "danger", "warn": "warn_graphic"}.get(role, "ink2")
        self._icon.set_icon(icon, token)
        self._icon.setVisible(bool(icon))
        mark(self._echo, "role", role)
        self._echo.setText(words)
        self._echo_row.setVisible(self._echo_wanted())
        mark(self.edit, "error", "true" if error else None)
        self.edit.setAccessibleDescription(f"Error: {words}" if role == "danger" else words)
