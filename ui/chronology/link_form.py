"""Tying two entries together: the same event twice, sources that disagree, or what follows."""

from __future__ import annotations

from typing import NamedTuple, cast

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QIntValidator, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from pclo_app.records.chronology import LinkKind
from ui.theme import Spacing, mark
from ui.widgets.buttons import Button
from ui.widgets.growing_text import GrowingText
from ui.widgets.keep_timer import KeepTimer
from ui.widgets.labels import field_label, ground, label
from ui.widgets.segmented import Segmented

from .words import Row

KINDS = (
    ("duplicate of", "Same event"),
    ("conflicts with", "Sources disagree"),
    ("follows", "Follows it"),
    ("different from", "Different event"),
)
_LOOK_AFTER = 200


class HalfLink(NamedTuple):
    """A link that is not made yet."""

    number: str
    kind: str
    words: str


class LinkForm(QWidget):
    """In the place of the entry: which other one, how, why."""

    number_wanted = Signal(int)
    """Which entry has this number?"""
    link_wanted = Signal(str, str, str)
    """Other entry's id, kind of link, words."""
    draft_wanted = Signal()
    """What is half written is to be kept."""
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.record = ""
        self._number = 0
        self._other: Row | None = None
        self._hurried = False
        """Ctrl+Enter was pressed before the other entry had been looked up."""
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        head = ground(QWidget(), "raised")
        row = QHBoxLayout(head)
        row.setContentsMargins(10, 3, 10, 3)
        self._title = label("", "strong")
        row.addWidget(self._title)
        row.addStretch(1)
        self.back = Button("Back (Esc)", size="small")
        self.back.clicked.connect(lambda: self.closed.emit())
        row.addWidget(self.back)
        column.addWidget(head)
        body = ground(QWidget(), "surface")
        inside = QVBoxLayout(body)
        inside.setContentsMargins(14, 12, 14, 14)
        inside.setSpacing(8)
        inside.addWidget(label("Both entries stay, and each names the other.", "secondary", wrap=True))
        self.kind = Segmented(KINDS, "conflicts with", name="How they belong together")
        inside.addWidget(label("How they belong together", "label"))
        inside.addWidget(self.kind)
        self.number = QLineEdit()
        self.number.setMinimumHeight(Spacing.TARGET)
        self.number.setMaximumWidth(120)
        self.number.setValidator(QIntValidator(1, 999999, self))
        inside.addWidget(field_label("Number of the other entry", self.number))
        inside.addWidget(self.number)
        self._echo = label("", "secondary", wrap=True)
        inside.addWidget(self._echo)
        self.words = GrowingText(name="In what they differ, or why you link them", least=2)
        inside.addWidget(field_label("In what they differ, or why you link them", self.words))
        inside.addWidget(self.words)
        self._error = label("", "danger", wrap=True)
        self._error.hide()
        inside.addWidget(self._error)
        self.save = Button("Link them", kind="primary")
        self.save.setText("Link them  (Ctrl+Enter)")
        self.save.clicked.connect(self.finish)
        inside.addWidget(self.save, 0, Qt.AlignmentFlag.AlignLeft)
        inside.addStretch(1)
        column.addWidget(body, 1)
        self._look = QTimer(self)
        self._look.setSingleShot(True)
        self._look.setInterval(_LOOK_AFTER)
        self._look.timeout.connect(lambda: self.number_wanted.emit(int(self.number.text() or 0)))
        self.number.textEdited.connect(self._typed)
        self._draft = KeepTimer(self.draft_wanted.emit, self)
        self.number.textEdited.connect(lambda _: self._draft.edited())
        self.words.edited.connect(lambda _: self._draft.edited())
        self.kind.changed.connect(lambda _: self._draft.edited())
        here = Qt.ShortcutContext.WidgetWithChildrenShortcut
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self, context=here).activated.connect(self.finish)
        QShortcut(QKeySequence("Escape"), self, context=here).activated.connect(self.closed)

    def begin(self, record: str, number: int) -> None:
        """For this entry."""
        self.record, self._number, self._other, self._hurried = record, number, None, False
        self._title.setText(f"Link entry {number}")
        self.number.clear()
        self.words.set_text("")
        self._echo.setText("")
        self._say("")
        self.number.setFocus()

    def half_written(self) -> HalfLink:
        """What stands in the form."""
        return HalfLink(self.number.text(), self.kind.value(), self.words.text())

    def bring_back(self, half: HalfLink) -> None:
        """What was half written for this entry."""
        if not self.words.text() and (not self.number.text() or self.number.text() == half.number):
            self.kind.set_value(half.kind)
            self.words.set_text(half.words)
            if half.number and not self.number.text():
                self.number.setText(half.number)
                self._look.start()

    def save_draft(self) -> None:
        """Now: before a lock, or on leaving."""
        self._draft.stop()
        if self.words.text().strip():
            self.draft_wanted.emit()

    def stop_draft(self) -> None:
        """The link is being made."""
        self._draft.stop()

    def show_other(self, row: Row | None) -> None:
        """The entry with the number that was typed."""
        self._other = row if row is not None and row.id != self.record else None
        if self._other is not None:
            entry = self._other.entry
            fact = " ".join(entry.fact.split())
            self._echo.setText(f"{entry.when.in_table()}, {entry.source}: {fact[:160]}")
        elif self.number.text():
            self._echo.setText("That is this entry." if row is not None else "There is no entry with this number.")
        if self._hurried:
            self._hurried = False
            self.finish()

    def take_other(self, row: Row | None) -> None:
        """The other entry is known already: only how and why are asked."""
        if row is not None:
            self.number.setText(str(row.number))
            self.show_other(row)
            self.words.setFocus()

    def finish(self) -> None:
        """Link them, or say what is missing."""
        if self._other is None and self._look.isActive():
            self._look.stop()
            self._hurried = True
            self.number_wanted.emit(int(self.number.text() or 0))
        elif self._other is None:
            self._say("Enter the number of the other entry.", self.number)
        elif not self.words.text().strip():
            self._say("Enter in what they differ, or why you link them.", self.words)
        else:
            kind = cast(LinkKind, self.kind.value() or "conflicts with")
            self.link_wanted.emit(self._other.id, kind, self.words.text().strip())

    def _typed(self) -> None:
        self._other, self._hurried = None, False
        self._look.start()
        self._say("")

    def _say(self, words: str, field: QWidget | None = None) -> None:
        self._error.setText(words)
        self._error.setVisible(bool(words))
        mark(self.number, "error", "true" if field is self.number else None)
        self.words.set_error(words if field is self.words else "")
        if field is not None:
            field.setAccessibleDescription(f"Error: {words}")
            field.setFocus()
