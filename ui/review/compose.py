"""The bar in which a query, an instruction or a comment is written."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from pclo_app.records.review import Comment
from ui.meetings.due import iso_day, read_due
from ui.shell.session import Session
from ui.widgets.buttons import Button
from ui.widgets.date_field import DateField
from ui.widgets.form_keys import form_key
from ui.widgets.growing_text import GrowingText
from ui.widgets.labels import ground, label
from ui.widgets.segmented import Segmented

from .drafts import Composing

_KINDS = (("query", "Query"), ("instruction", "Instruct"), ("comment", "Comment"))
_NEEDED = {
    "query": "Write the question.",
    "instruction": "Write what is to be done.",
    "comment": "Write the comment.",
}


class ComposeBar(QFrame):
    """Opens over the foot of the reading list."""

    written = Signal(object)
    """The `Comment`."""
    cancelled = Signal()
    edited = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        ground(self, "surface")
        self.setAccessibleName("Write to the officer")
        self._about = Composing()
        self._to = ""
        self.kind = Segmented(_KINDS, name="Kind of message")
        self.target = label("", "strong")
        self.target.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.due = DateField(
            lambda words: read_due(words, today=session.today()), name="Answer needed by", show_label=False
        )
        self.due.edit.setPlaceholderText("For example thu or 19/11/2026")
        self.due.setMinimumWidth(self.due.fontMetrics().horizontalAdvance("For example thu or 19/11/2026") + 34)
        self.words = GrowingText(name="Message", least=2, most=6)
        self.keep = Button("Add (Ctrl+Enter)", kind="primary")
        self.back = Button("Cancel (Esc)")
        self._error = label("", "danger", wrap=True)
        self._error.hide()
        self._due_label = label("Answer needed by", "secondary")
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 12, 8)
        column.setSpacing(6)
        top = QHBoxLayout()
        top.setSpacing(10)
        top.addWidget(self.kind)
        top.addWidget(self.target, 1)
        top.addWidget(self._due_label)
        top.addWidget(self.due)
        column.addLayout(top)
        below = QHBoxLayout()
        below.setSpacing(8)
        below.addWidget(self.words, 1)
        below.addWidget(self.back, 0, Qt.AlignmentFlag.AlignBottom)
        below.addWidget(self.keep, 0, Qt.AlignmentFlag.AlignBottom)
        column.addLayout(below)
        column.addWidget(self._error)
        self.keep.clicked.connect(self.finish)
        self.back.clicked.connect(self.cancelled)
        self.kind.changed.connect(lambda _v: self._kind_changed())
        self.words.edited.connect(lambda _words: self.edited.emit())
        self.due.changed.connect(self.edited)

    def open(self, composing: Composing, number: int | None, to: str) -> None:
        """Write about an entry, or about the whole case where there is no number."""
        self._about, self._to = composing, to
        self.kind.set_value(composing.kind)
        what = f"on entry {number}" if number is not None else "on the whole case"
        self.target.setText(f"{what}, to {to}" if to else what)
        self.target.setToolTip(self.target.text())
        self.words.set_text(composing.words)
        self.due.set_words(composing.due)
        self._say("")
        self._kind_changed(quiet=True)
        self.show()

    def value(self) -> Composing:
        """What stands here, for a draft."""
        return Composing(
            kind=self.kind.value() or "query",
            words=self.words.text(),
            due=self.due.words(),
            record=self._about.record,
            rev=self._about.rev,
        )

    def finish(self) -> None:
        """Add it to the sitting, or say what is missing."""
        kind, words = self.kind.value(), self.words.text().strip()
        due = iso_day(self.due.date()) if kind != "comment" else ""
        if not words:
            self._say(_NEEDED[kind])
            self.words.setFocus()
            return
        if not due and (kind == "instruction" or (kind == "query" and self.due.words().strip())):
            self._say(self.due.check() or "Enter by when: one exact day, for example 19/11/2026.")
            self.due.setFocus()
            return
        self._say("")
        self.written.emit(
            Comment(kind=kind, words=words, record=self._about.record, rev=self._about.rev, to=self._to, due=due)  # type: ignore[arg-type]
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not form_key(event, self.finish, self.cancelled.emit):
            super().keyPressEvent(event)

    def _kind_changed(self, *, quiet: bool = False) -> None:
        due = self.kind.value() != "comment"
        self.due.setVisible(due)
        self._due_label.setVisible(due)
        if not quiet:
            self.edited.emit()

    def _say(self, words: str) -> None:
        self.words.set_error(words if "by when" not in words else "")
        self._error.setText(words)
        self._error.setVisible(bool(words))
