"""Note as they speak: one line that takes any sentence and stamps the time, and the notes still to file."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import NamedTuple

import msgspec
from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from pclo_app.records.meeting import SpokenNote
from ui.theme import Theme, mark
from ui.widgets.announce import announce
from ui.widgets.buttons import Button
from ui.widgets.chip import Chip
from ui.widgets.flow import FlowLayout
from ui.widgets.labels import divider, field_label, ground, label

_PREFIX = re.compile(r"(?P<kind>[aAdDiI])(?P<number>[0-9]{0,2})[ :]+(?P<words>\S.*)", re.DOTALL)
_KINDS = {"a": "action", "d": "decision", "i": "information"}


class Spoken(NamedTuple):
    """A typed line: what it is by its first letter, its words, and the heading it names (0 for none)."""

    kind: str
    words: str
    number: int


def read_note(text: str) -> Spoken:
    """ "a Visit the flat" is an action; "d5 Not used" a decision under heading 5; anything else is to be filed."""
    plain = text.strip()
    found = _PREFIX.fullmatch(plain)
    if found is None:
        return Spoken("", plain, 0)
    kind = _KINDS[found["kind"].lower()]
    words, number = found["words"], int(found["number"] or 0)
    if kind == "decision" and not number:
        head = re.match(r"([0-9]{1,2})[ :.]+(\S.*)", words, re.DOTALL)
        if head is not None:
            number, words = int(head[1]), head[2]
    return Spoken(kind, words, number)


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
        self.edit.setPlaceholderText("Type, then Enter. Start with a (action), d (decision) or i (information)")
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
    """(number of the note from 0, action | decision | information | kept)"""
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
            "Each note must go somewhere before the chair signs. “Keep” prints it at the end of the record."
            if loose
            else "No notes to file. Press F2 and type."
        )
        self._column.addWidget(label(sentence, "secondary", wrap=True))
        self._column.addStretch(1)
        self._count.set(str(len(loose)))
        self._count.setVisible(bool(loose))

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
        for words, kind in (("Action", "action"), ("Decision", "decision"), ("Info", "information"), ("Keep", "kept")):
            button = Button(words, size="small", parent=holder)
            button.setAccessibleName(f"{words}: {note.text}")
            button.clicked.connect(lambda _on, n=place, k=kind: self.filed.emit(n, k))
            flow.addWidget(button)
            self.buttons[place, kind] = button
        column.addWidget(holder)
        return made


def with_note(notes: tuple[SpokenNote, ...], note: SpokenNote) -> tuple[SpokenNote, ...]:
    """The notes with one more."""
    return (*notes, note)


def as_filed(notes: tuple[SpokenNote, ...], place: int, kind: str) -> tuple[SpokenNote, ...]:
    """The notes with one marked as filed."""
    changed = msgspec.structs.replace(notes[place], filed=kind)
    return (*notes[:place], changed, *notes[place + 1 :])
