"""The pieces that the full form is built of: labelled lines, texts, choices, each with room for its error."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QLineEdit, QVBoxLayout, QWidget

from ui.theme import Spacing
from ui.widgets.growing_text import GrowingText
from ui.widgets.labels import field_label, label
from ui.widgets.segmented import Segmented

from .grade import GradeCombo

LINES = {
    "as_written": "Date as written in the source",
    "system": "Source: system",
    "reference": "Reference",
    "document": "Document",
    "page": "Page",
    "type": "Type of event",
    "child_seen": "Child seen",
    "child_seen_by": "Seen by",
    "with_whom": "Decided with (name, designation)",
    "condition_met": "How the condition is met",
    "disclosure_reason": "Why restricted",
    "tags": "Tags, with commas between",
}
TEXTS = {
    "fact": "What happened (fact only)",
    "child_words": "Child’s words",
    "action_taken": "Action taken",
    "outcome": "Outcome",
    "significance": "Significance: what it may mean (opinion)",
    "decision": "What was decided",
    "why": "Why",
    "options": "Options considered",
    "information": "On what information",
    "change_reason": "Why the entry is changed",
}
GRADES = {"grade_source": "Source", "grade_information": "Information", "grade_handling": "Handling"}
DEGREES = (("first-hand", "First"), ("second-hand", "Second"), ("more distant", "Further"), ("not known", "Not known"))


class FormParts(QWidget):
    """A form that knows its fields by name."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.lines: dict[str, QLineEdit] = {}
        self.texts: dict[str, GrowingText] = {}
        self.choices: dict[str, Segmented] = {}
        self.grades: dict[str, GradeCombo] = {}
        self._errors: dict[str, Any] = {}

    def field(self, words: str, widget: QWidget, name: str) -> QWidget:
        """A labelled field, and its error under it."""
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(3)
        column.addWidget(field_label(words, widget))
        widget.setAccessibleName(words)
        column.addWidget(widget)
        column.addWidget(self.error_line(name))
        return holder

    def error_line(self, name: str) -> QWidget:
        """Where the error of a field is said."""
        made = label("", "danger", wrap=True)
        made.hide()
        self._errors[name] = made
        return made

    def line(self, name: str, placeholder: str = "") -> QWidget:
        """One line of words, by its name in `LINES`."""
        edit = QLineEdit()
        edit.setMinimumHeight(Spacing.TARGET)
        edit.setPlaceholderText(placeholder)
        edit.textEdited.connect(lambda _: self.changed.emit())
        self.lines[name] = edit
        return self.field(LINES[name], edit, name)

    def grade(self, name: str) -> QWidget:
        """A code of a grading, by its name in `GRADES`."""
        combo = GradeCombo(name.removeprefix("grade_"))
        combo.activated.connect(lambda _: self.changed.emit())
        self.grades[name] = combo
        return self.field(GRADES[name], combo, name)

    def text(self, name: str, least: int = 1) -> QWidget:
        """Words of several lines, by their name in `TEXTS`."""
        edit = GrowingText(name=TEXTS[name], least=least, most=14)
        edit.edited.connect(lambda _: self.changed.emit())
        self.texts[name] = edit
        return self.field(TEXTS[name], edit, name)

    def choice(self, name: str, words: str, options: Sequence[tuple[str, str]]) -> QWidget:
        """One of a few answers, or none."""
        made = Segmented(options, name=words, clearable=True, small=True)
        made.changed.connect(lambda _: self.changed.emit())
        self.choices[name] = made
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(3)
        column.addWidget(label(words, "label"))
        column.addWidget(made)
        return holder

    def pairs(self, *rows: tuple[str, str]) -> QGridLayout:
        """Lines side by side."""
        grid = QGridLayout()
        grid.setHorizontalSpacing(8)
        for row, names in enumerate(rows):
            for place, name in enumerate(names):
                grid.addWidget(self.line(name), row, place)
                grid.setColumnStretch(place, 1)
        return grid

    @staticmethod
    def holder(widgets: Sequence[QWidget]) -> QWidget:
        """Several fields that are shown or hidden together."""
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        for widget in widgets:
            column.addWidget(widget)
        return holder
