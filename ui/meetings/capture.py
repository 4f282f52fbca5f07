"""Note as they speak: one line that takes any sentence and stamps the time, and the notes still to file."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial

import msgspec
from PySide6.QtCore import QStringListModel, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QApplication,
    QCompleter,
    QHBoxLayout,
    QLineEdit,
    QListView,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from pclo_app.records.meeting import SpokenNote
from ui.theme import Theme, mark
from ui.widgets.announce import announce
from ui.widgets.buttons import Button
from ui.widgets.chip import Chip
from ui.widgets.flow import FlowLayout
from ui.widgets.labels import divider, field_label, ground, label

from .people import Known
from .spoken import meaning, parts, read_note

_FILING = (
    ("Action", "action", Qt.Key.Key_A), ("Decision", "decision", Qt.Key.Key_D), ("Info", "information", Qt.Key.Key_I),
    ("Challenge", "challenge", Qt.Key.Key_C), ("Keep", "kept", Qt.Key.Key_K),
)  # fmt: skip
"""Button, where the note goes, and the key that does the same."""


class CaptureLine(QWidget):
    """The line at the bottom, always there."""

    spoken = Signal(str, str)
    """(hh:mm, words as typed)"""
    edited = Signal()
    panel_wanted = Signal()

    def __init__(self, clock: Callable[[], datetime], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        ground(self, "surface")
        self._clock = clock
        self.edit = QLineEdit(self)
        self.edit.setPlaceholderText("Type, then Enter. First letter: a action, d decision, i information, c challenge")
        self.edit.setMinimumHeight(28)
        self._time = label("", "mono", parent=self.edit)
        self._time.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.button = Button("0 notes to file (Ctrl+J)", parent=self)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(divider(strong=True, parent=self))
        row = QHBoxLayout()
        row.setContentsMargins(12, 6, 12, 6)
        row.setSpacing(8)
        name = field_label("Note as they speak (F2)", self.edit, parent=self)
        row.addWidget(name)
        row.addWidget(self.edit, 1)
        row.addWidget(self.button)
        outer.addLayout(row)
        self._known: Sequence[Known] = ()
        self._understood = QWidget(self)
        self._understood.setAccessibleName("What was understood")
        chips = QHBoxLayout(self._understood)
        chips.setContentsMargins(12, 0, 12, 6)
        chips.setSpacing(6)
        chips.addWidget(label("Understood as", "secondary", parent=self._understood))
        self.chips = [Chip("", "info", parent=self._understood) for _ in range(4)]
        for chip in self.chips:
            chips.addWidget(chip)
        chips.addStretch(1)
        outer.addWidget(self._understood)
        self._understood.hide()
        self._names = QCompleter(self)
        self._names.setWidget(self.edit)
        self._names.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self._names.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self._offered = QStringListModel(self._names)
        self._names.setModel(self._offered)
        self.offer = QListView()
        self._names.setPopup(self.offer)
        self._names.activated.connect(self._complete)
        self.edit.textEdited.connect(lambda _text: self._offer())
        self.edit.textChanged.connect(lambda _text: self._say_back())
        self.edit.returnPressed.connect(self._speak)
        self.edit.textEdited.connect(lambda _text: self.edited.emit())
        self.button.clicked.connect(self.panel_wanted)
        self._ticks = QTimer(self)
        self._ticks.setInterval(15_000)
        self._ticks.timeout.connect(self._tick)
        self._ticks.start()
        self._tick()
        self.set_count(0)

    def set_count(self, count: int) -> None:
        """How many notes are still to file."""
        noun = "note" if count == 1 else "notes"
        self.button.set_words(f"{count} {noun} to file (Ctrl+J)")

    def set_known(self, known: Sequence[Known]) -> None:
        """Who can be meant by @."""
        self._known = known

    def _typing(self) -> tuple[int, str] | None:
        """Where the @name under the cursor begins, and what is typed of it."""
        before = self.edit.text()[: self.edit.cursorPosition()]
        at = before.rfind("@")
        if at < 0 or (at and not before[at - 1].isspace()) or any(each.isspace() for each in before[at:]):
            return None
        return at, before[at + 1 :]

    def _offer(self) -> None:
        """Show whom the letters after @ can mean."""
        here = self._typing()
        found = meaning(here[1], self._known) if here is not None and here[1] else []
        if not found:
            self.offer.hide()
            return
        self._offered.setStringList([each.words for each in found])
        self._names.complete()
        self.offer.setCurrentIndex(self._names.completionModel().index(0, 0))

    def _complete(self, words: str) -> None:
        here = self._typing()
        who = next((each for each in self._known if each.words == words), None)
        if here is None or who is None:
            return
        text, end = self.edit.text(), self.edit.cursorPosition()
        done = f"{text[: here[0]]}@{who.name} "
        self.edit.setText(done + text[end:].lstrip())
        self.edit.setCursorPosition(len(done))
        self.edited.emit()

    def _say_back(self) -> None:
        """The parts that were understood, under the line."""
        found = parts(read_note(self.edit.text(), self._known, self._clock().date()))
        for place, chip in enumerate(self.chips):
            chip.setVisible(place < len(found))
            if place < len(found):
                chip.set(*found[place])
        self._understood.setVisible(bool(found))
        self.edit.setAccessibleDescription("; ".join(each.words for each in found))

    def set_panel_open(self, shown: bool) -> None:
        """Mark the button while the notes are in sight."""
        mark(self.button, "ground", "selected" if shown else None)

    def _tick(self) -> None:
        self._time.setFont(Theme.current().mono("secondary"))
        self._time.setText(f"{self._clock():%H:%M}")
        self._time.adjustSize()
        wide = self._time.width()
        self.edit.setTextMargins(wide + 6, 0, 0, 0)
        self._time.move(9, max(0, (self.edit.sizeHint().height() - self._time.height()) // 2))

    def _speak(self) -> None:
        if self.offer.isVisible():  # Enter takes the name that is offered; it does not end the line
            self.offer.hide()
            self._complete(str(self.offer.currentIndex().data() or ""))
            return
        words = self.edit.text().strip()
        if not words:
            return
        self.edit.clear()
        self._tick()
        self.spoken.emit(f"{self._clock():%H:%M}", words)
        announce(self.edit, f"Noted, {words}")


class NotesPanel(QWidget):
    """Notes to file: each becomes an action, a decision or information, or is kept and printed."""

    filed = Signal(int, str)
    """(number of the note from 0, action | decision | information | challenge | kept)"""
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        ground(self, "surface")
        self.setAccessibleName("Notes to file")
        self._notes: tuple[SpokenNote, ...] = ()
        self.buttons: dict[tuple[int, str], Button] = {}
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        head = QWidget(self)
        head.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        head.setProperty("panelhead", "true")
        row = QHBoxLayout(head)
        row.setContentsMargins(12, 4, 10, 4)
        row.addWidget(label("Notes to file", "strong"))
        self._count = Chip("0", "warn")
        row.addWidget(self._count)
        row.addStretch(1)
        self.close_button = Button("Close (Esc)", size="small")
        self.close_button.clicked.connect(self.closed)
        row.addWidget(self.close_button)
        outer.addWidget(head)
        scroll = QScrollArea(self)
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inside = QWidget()
        ground(inside, "surface")
        self._column = QVBoxLayout(inside)
        self._column.setContentsMargins(10, 6, 10, 6)
        self._column.setSpacing(6)
        scroll.setWidget(inside)
        outer.addWidget(scroll, 1)
        self.show_notes(())

    def show_notes(self, notes: Sequence[SpokenNote]) -> None:
        """Show the notes that are not filed yet."""
        if tuple(notes) == self._notes and self._column.count():
            return
        self._notes = tuple(notes)
        here = self.current()
        while self._column.count():
            item = self._column.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.hide()
                widget.setParent(None)
                widget.deleteLater()
        self.buttons = {}
        loose = [(place, note) for place, note in enumerate(notes) if not note.filed]
        for place, note in loose:
            self._column.addWidget(self._one(place, note))
            self._column.addWidget(divider())
        sentence = (
            "Each note must go somewhere before the chair signs: A action, D decision, I information, C challenge, "
            "K keep. “Keep” prints it at the end of the record."
            if loose
            else "No notes to file. Press F2 and type."
        )
        self._column.addWidget(label(sentence, "secondary", wrap=True))
        self._column.addStretch(1)
        self._count.set(str(len(loose)))
        self._count.setVisible(bool(loose))
        if here >= 0:  # the next note, so that a letter for each files them all
            after = [place for place, _ in loose if place >= here] or [place for place, _ in loose]
            (self.buttons[after[0], "action"] if after else self.close_button).setFocus(Qt.FocusReason.OtherFocusReason)

    def current(self) -> int:
        """The number of the note that has the focus, -1 for none."""
        focused = QApplication.focusWidget()
        return next((place for (place, _), button in self.buttons.items() if button is focused), -1)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """A, D, I, C and K file the note that has the focus."""
        kind = next((kind for _, kind, key in _FILING if key == event.key()), "")
        place = self.current()
        if kind and place >= 0 and not event.modifiers():
            self.filed.emit(place, kind)
        else:
            super().keyPressEvent(event)

    def focus_first(self) -> None:
        """Put the focus on the first note's first button, or on Close."""
        first = next(iter(self.buttons.values()), self.close_button)
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _one(self, place: int, note: SpokenNote) -> QWidget:
        made = QWidget()
        column = QVBoxLayout(made)
        column.setContentsMargins(0, 0, 0, 2)
        column.setSpacing(5)
        top = QHBoxLayout()
        top.setSpacing(8)
        top.addWidget(label(note.at, "mono"), 0, Qt.AlignmentFlag.AlignTop)
        top.addWidget(label(note.text, wrap=True), 1)
        column.addLayout(top)
        holder = QWidget(made)
        flow = FlowLayout(holder, spacing=6)
        for words, kind, _key in _FILING:
            button = Button(words, size="small", parent=holder)
            button.setAccessibleName(f"{words}: {note.text}")
            button.clicked.connect(partial(self._pressed, place, kind))
            flow.addWidget(button)
            self.buttons[place, kind] = button
        column.addWidget(holder)
        return made

    def _pressed(self, place: int, kind: str, _on: bool = False) -> None:
        self.filed.emit(place, kind)


def with_note(notes: tuple[SpokenNote, ...], note: SpokenNote) -> tuple[SpokenNote, ...]:
    """The notes with one more."""
    return (*notes, note)


def as_filed(notes: tuple[SpokenNote, ...], place: int, kind: str, words: str = "") -> tuple[SpokenNote, ...]:
    """The notes with one marked as filed; ``words`` are its own without the marks of the line."""
    changed = msgspec.structs.replace(notes[place], filed=kind, text=words or notes[place].text)
    return (*notes[:place], changed, *notes[place + 1 :])
