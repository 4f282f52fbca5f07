"""At the right of the reading: what this sitting holds so far, and the button that signs it."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from pclo_app.practice.phrases import counted, read_day, short_day
from ui.widgets.buttons import Button, IconButton
from ui.widgets.emptied import empty
from ui.widgets.labels import divider, ground, label

from .drafts import SittingDraft

KIND_WORDS = {"query": "Query", "instruction": "Instruction", "comment": "Comment"}


class SittingPanel(QWidget):
    """Read so far, written so far, sign."""

    sign_wanted = Signal()
    case_comment_wanted = Signal()
    taken_back = Signal(int)
    """The place of a comment that is taken back."""

    def __init__(self, rank_and_name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        ground(self, "surface")
        self.setAccessibleName("This sitting")
        self._counts = label("", "strong", wrap=True)
        self._left = label("", "secondary", wrap=True)
        self.whole = Button("Comment on the whole case", size="small")
        self.sign = Button("Sign this sitting", kind="primary", key="F8")
        self._who = label(f"Signed as {rank_and_name}", "secondary", wrap=True)
        self.error = label("", "danger", wrap=True)
        self.error.hide()
        head = QWidget()
        head.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        head.setProperty("panelhead", "true")
        row = QHBoxLayout(head)
        row.setContentsMargins(12, 6, 10, 6)
        row.addWidget(label("This sitting", "strong"))
        self._inside = QWidget()
        ground(self._inside, "surface")
        self._column = QVBoxLayout(self._inside)
        self._column.setContentsMargins(12, 8, 8, 8)
        self._column.setSpacing(6)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setWidget(self._inside)
        scroll.setAccessibleName("Written in this sitting")
        foot = QVBoxLayout()
        foot.setContentsMargins(12, 8, 12, 10)
        foot.setSpacing(6)
        for widget in (self._counts, self._left, self.whole, self.sign, self.error, self._who):
            foot.addWidget(widget)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(head)
        outer.addWidget(scroll, 1)
        outer.addWidget(divider())
        outer.addLayout(foot)
        self.sign.clicked.connect(self.sign_wanted)
        self.whole.clicked.connect(self.case_comment_wanted)

    def show_sitting(self, draft: SittingDraft, numbers: dict[str, int], left: int) -> None:
        """Show what the sitting holds."""
        read, comments = counted(len(draft.read), "entry", "entries"), len(draft.comments)
        self._counts.setText(f"{read} read, {counted(comments, 'message', 'messages')} written")
        self._left.setText(
            f"{counted(left, 'entry is', 'entries are')} not read yet. They stay in the queue." if left else ""
        )
        self._left.setVisible(bool(left))
        self.say("")
        empty(self._column)
        for place, comment in enumerate(draft.comments):
            number = numbers.get(comment.record)
            about = f"entry {number}" if number else "the whole case"
            day = read_day(comment.due)
            due = f", by {short_day(day)}" if day else ""
            self._column.addWidget(self._line(place, f"{KIND_WORDS[comment.kind]} on {about}{due}", comment.words))
        if not draft.comments:
            words = "Nothing is written yet. In the list: Q asks a question, I instructs, C comments."
            self._column.addWidget(label(words, "secondary", wrap=True))
        self._column.addStretch(1)

    def say(self, words: str) -> None:
        """What stands in the way of signing."""
        self.error.setText(words)
        self.error.setVisible(bool(words))

    def _line(self, place: int, title: str, words: str) -> QWidget:
        made = QWidget()
        row = QHBoxLayout(made)
        row.setContentsMargins(0, 0, 0, 4)
        text = QVBoxLayout()
        text.setSpacing(1)
        text.addWidget(label(title, "label", wrap=True))
        text.addWidget(label(words, "small", wrap=True))
        row.addLayout(text, 1)
        back = IconButton("close", f"Take back: {title}")
        back.clicked.connect(partial(self.taken_back.emit, place))
        row.addWidget(back, 0, Qt.AlignmentFlag.AlignTop)
        return made
