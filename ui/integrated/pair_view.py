"""Two lines side by side, why they stand there, and the four answers. Both lines are kept whatever is said."""

from __future__ import annotations

import re

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from pclo_app.casefile.integrated import Line
from pclo_app.practice.likeness import Alike
from pclo_app.records.chronology import LinkKind
from ui.shell.reading_only import for_reading
from ui.widgets.buttons import Button
from ui.widgets.error_box import ErrorBox
from ui.widgets.growing_text import GrowingText
from ui.widgets.labels import field_label, ground, label
from ui.widgets.segmented import Segmented

from . import queries

_KINDS: dict[str, LinkKind] = {
    "duplicate of": "duplicate of",
    "conflicts with": "conflicts with",
    "different from": "different from",
    "follows": "follows",
}


_LONGEST = 22


def _breakable(words: str) -> str:
    """The words with places to break inside a very long one, which else would be cut off at the edge."""
    return re.sub(rf"(\S{{{_LONGEST}}})(?=\S)", "\\1\u200b", words)


class LineView(QWidget):
    """One of the two lines, whole."""

    open_wanted = Signal()

    def __init__(self, which: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        ground(self, "raised")
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 8, 10, 8)
        column.setSpacing(3)
        head = QHBoxLayout()
        self.when = label("", "strong", wrap=True)
        head.addWidget(self.when, 1)
        self.open = Button("Open", kind="quiet", size="small")
        self.open.setAccessibleName(f"Open {which} in its own chronology")
        self.open.clicked.connect(lambda: self.open_wanted.emit())
        head.addWidget(self.open)
        column.addLayout(head)
        self.source = label("", "secondary", wrap=True)
        column.addWidget(self.source)
        self.fact = label("", wrap=True)
        column.addWidget(self.fact)
        self.decision = label("", "secondary", wrap=True)
        column.addWidget(self.decision)
        column.addStretch(1)
        for words in (self.when, self.source, self.fact, self.decision):
            policy = words.sizePolicy()
            policy.setHorizontalPolicy(QSizePolicy.Policy.Ignored)  # a word longer than the column must not widen it
            words.setSizePolicy(policy)

    def show_line(self, line: Line) -> None:
        """Show it."""
        entry = line.entry
        time = entry.when.time_in_table() if entry.when.known else ""
        self.when.setText(f"{line.number}. {' '.join(part for part in (queries.day_of(line), time) if part)}")
        told = f" {entry.told_by}." if entry.told_by and entry.told_by.name else ""
        self.source.setText(_breakable(f"{line.reference} number {line.row.number}. {queries.source_of(line)}.{told}"))
        self.fact.setText(_breakable(entry.fact))
        decided = entry.decision
        self.decision.setText(_breakable(f"Decision: {decided.decision}") if decided is not None else "")
        self.decision.setVisible(decided is not None)


class PairView(QWidget):
    """The pair that is looked at."""

    answered = Signal(str, str, str, str)
    """Both ids, the kind of link, the reason."""
    line_wanted = Signal(str)
    """The id of a line that somebody wants to open in its own case."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pair: Alike | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 12, 8)
        column.setSpacing(6)
        self._why = label("", wrap=True)
        column.addWidget(self._why)
        inside = QWidget()
        sides = QHBoxLayout(inside)
        sides.setContentsMargins(0, 0, 0, 0)
        sides.setSpacing(8)
        self.one, self.other = LineView("the first line", inside), LineView("the second line", inside)
        sides.addWidget(self.one, 1)
        sides.addWidget(self.other, 1)
        area = QScrollArea(self)
        area.setWidgetResizable(True)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(inside)
        column.addWidget(area, 1)
        self.form = QWidget(self)
        for_reading(self.form)
        form = QVBoxLayout(self.form)
        form.setContentsMargins(0, 0, 0, 0)
        form.setSpacing(4)
        form.addWidget(label("What are they to each other? Both lines stay as they are.", "label"))
        self.answer = Segmented(
            [(kind, words) for kind, words, _ in queries.ANSWERS], name="What they are to each other"
        )
        form.addWidget(self.answer)
        row = QHBoxLayout()
        row.setSpacing(8)
        self.words = GrowingText(name="Why, or in what they differ", least=1, most=4)
        row.addWidget(self.words, 1)
        self.save = Button("Save", kind="primary")
        self.save.setText("Save  (Ctrl+Enter)")
        self.save.clicked.connect(self.finish)
        row.addWidget(self.save, 0, Qt.AlignmentFlag.AlignBottom)
        form.addWidget(field_label("Why, or in what they differ", self.words))
        form.addLayout(row)
        column.addWidget(self.form)
        self._missing = label("", "danger", wrap=True)
        self._missing.hide()
        column.addWidget(self._missing)
        self.error = ErrorBox(self)
        column.addWidget(self.error)
        self.one.open_wanted.connect(lambda: self._open(first=True))
        self.other.open_wanted.connect(lambda: self._open(first=False))
        here = Qt.ShortcutContext.WidgetWithChildrenShortcut
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self, context=here).activated.connect(self.finish)

    def show_pair(self, pair: Alike, one: Line, other: Line) -> None:
        """Show a pair; words that were typed for the same pair stay."""
        same = self._pair is not None and queries.pair_key(self._pair) == queries.pair_key(pair)
        changed = not same or (self._pair is not None and self._pair.settled != pair.settled)
        self._pair = pair
        said = f" Answered: {queries.SAID[pair.settled]}." if pair.settled in queries.SAID else ""
        self._why.setText(f"{pair.why}{said}")
        self.one.show_line(one)
        self.other.show_line(other)
        if changed:
            self.answer.set_value(pair.settled)
            self.words.set_text(pair.why)
            self._say("")
            self.error.clear()

    def choose(self, number: int) -> None:
        """The answer with this number, from 1; the reason is next."""
        if self._pair is not None and 1 <= number <= len(queries.ANSWERS) and self.form.isEnabled():
            self.answer.set_value(queries.ANSWERS[number - 1][0])
            self.words.setFocus()
            self.words.selectAll()

    def finish(self) -> None:
        """Save the answer, or say what is missing."""
        if self._pair is None:
            return
        kind, words = self.answer.value(), self.words.text().strip()
        if kind not in _KINDS:
            self._say("Choose what they are to each other.")
            self.answer.setFocus()
        elif not words:
            self._say("Enter why, or in what they differ.")
            self.words.setFocus()
        else:
            self._say("")
            one, other = self._pair.one, self._pair.other
            if kind == "follows":  # the second line is what follows
                one, other = other, one
            self.answered.emit(one, other, kind, words)

    def _say(self, words: str) -> None:
        self._missing.setText(words)
        self._missing.setVisible(bool(words))

    def _open(self, *, first: bool) -> None:
        if self._pair is not None:
            self.line_wanted.emit(self._pair.one if first else self._pair.other)
