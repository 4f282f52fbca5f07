"""What has to be asked at a conference, of whom, which entry raises it, and what the answer was."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import msgspec
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QGridLayout, QVBoxLayout, QWidget

from pclo_app.records.conference import Question
from ui.theme import mark
from ui.widgets.buttons import Button, IconButton
from ui.widgets.growing_text import GrowingText
from ui.widgets.labels import divider
from ui.widgets.lines import line, show_line
from ui.widgets.panel import Panel

from .facts import EntryLine, Facts
from .fields import complete


class QuestionRow(QWidget):
    """One question, plain until touched."""

    edited = Signal()
    entry_wanted = Signal(str)
    removed = Signal()
    moment_wanted = Signal()

    def __init__(self, place: int, entries: Sequence[EntryLine], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._entries = entries
        self._base = Question(who="", question="")
        self.answered = QCheckBox()
        self.who = line("", "Who", bare=True)
        self.question = GrowingText(placeholder="What has to be asked", most=4)
        self.question.setProperty("bare", "true")
        self.entry = line("", "Entry", bare=True)
        self.open_button = Button("Open", kind="quiet", size="small")
        self.remove_button = IconButton("close", "Remove")
        self.answer = GrowingText(placeholder="What was answered, by whom", most=6)
        grid = QGridLayout(self)
        grid.setContentsMargins(10, 3, 6, 3)
        grid.setHorizontalSpacing(6)
        grid.setVerticalSpacing(2)
        for column, field in enumerate(
            (self.answered, self.who, self.question, self.entry, self.open_button, self.remove_button)
        ):
            grid.addWidget(field, 0, column, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(self.answer, 1, 2, 1, 2)
        grid.setColumnStretch(1, 3)
        grid.setColumnStretch(2, 11)
        grid.setColumnStretch(3, 2)
        self.number(place)
        self.setFocusProxy(self.who)
        self.who.textEdited.connect(lambda _words: self.edited.emit())
        self.question.edited.connect(lambda _words: self.edited.emit())
        self.answer.edited.connect(lambda _words: self.edited.emit())
        self.entry.editingFinished.connect(self._read_entry)
        self.entry.textEdited.connect(lambda _words: self.edited.emit())
        self.answered.clicked.connect(self._answered)
        self.open_button.clicked.connect(lambda: self.entry_wanted.emit(self._base.entry))
        self.remove_button.clicked.connect(self.removed)
        self._set_completions()

    def number(self, place: int) -> None:
        """Say which question this is in every field's name."""
        for field, words in (
            (self.answered, "answered"), (self.who, "ask whom"), (self.question, "what to ask"),
            (self.entry, "entry that raises it, by number or words"), (self.open_button, "open the entry"),
            (self.remove_button, "remove"), (self.answer, "answer"),
        ):  # fmt: skip
            field.setAccessibleName(f"Question {place}, {words}")

    def load(self, question: Question) -> None:
        """Show a question."""
        self._base = question
        show_line(self.who, question.who)
        if self.question.text() != question.question:
            self.question.set_text(question.question)
        if self.answer.text() != question.answer:
            self.answer.set_text(question.answer)
        self.answered.setChecked(bool(question.answer or question.answered_at))
        if not self.entry.hasFocus():
            self._show_entry()
        self._show_answer()

    def value(self) -> Question:
        """The question as it stands."""
        return msgspec.structs.replace(
            self._base, who=self.who.text(), question=self.question.text(), answer=self.answer.text()
        )

    def set_entries(self, entries: Sequence[EntryLine]) -> None:
        """The chronology as it is now."""
        if entries is not self._entries:
            self._entries = entries
            self._set_completions()
            if not self.entry.hasFocus():
                self._show_entry()

    def set_people(self, names: Sequence[str]) -> None:
        """Who can be asked."""
        complete(self.who, names)

    def stamp(self, time: str) -> None:
        """The time at which it was answered."""
        self._base = msgspec.structs.replace(self._base, answered_at=time)

    def _set_completions(self) -> None:
        completer = complete(self.entry, [each.words for each in self._entries])
        popup = completer.popup()
        if popup is not None:
            popup.setMinimumWidth(420)
            popup.setAccessibleName("Entries of the chronology")

    def _answered(self, on: bool) -> None:
        if on:
            self.moment_wanted.emit()
        else:
            self.stamp("")
        self._show_answer()
        if on:
            self.answer.setFocus()
        self.edited.emit()

    def _show_answer(self) -> None:
        self.answer.setVisible(self.answered.isChecked() or bool(self.answer.text()))

    def _read_entry(self) -> None:
        """The number that was typed or chosen, as the entry it names."""
        words = self.entry.text().strip()
        number = words.removeprefix("Entry").strip().partition(" ")[0]
        found = next((each for each in self._entries if str(each.number) == number), None)
        wrong = bool(words) and found is None
        mark(self.entry, "error", "true" if wrong else None)
        self.entry.setAccessibleDescription(f"Error: there is no entry {number}" if wrong else "")
        if wrong:
            return
        entry = found.id if found else ""
        if entry != self._base.entry:
            self._base = msgspec.structs.replace(self._base, entry=entry)
            self.edited.emit()
        self._show_entry()

    def _show_entry(self) -> None:
        found = next((each for each in self._entries if each.id == self._base.entry), None)
        show_line(self.entry, f"Entry {found.number}" if found else "")
        self.entry.setToolTip(found.words if found else "Type a number, or words of the entry")
        self.open_button.setVisible(found is not None)


class QuestionsPanel(Panel):
    """All questions, with a button for one more."""

    edited = Signal()
    entry_wanted = Signal(str)

    def __init__(self, time: object, parent: QWidget | None = None) -> None:
        self.add_button = Button("Add question", "plus", size="small")
        super().__init__("Questions to ask", "Ticked as answered at the conference", (self.add_button,), parent=parent)
        self._time = time
        self._rows: list[QuestionRow] = []
        self._entries: Sequence[EntryLine] = ()
        self._names: list[str] = []
        self._column = QVBoxLayout()
        self._column.setContentsMargins(0, 2, 0, 4)
        self._column.setSpacing(0)
        self.body.addLayout(self._column)
        self.add_button.clicked.connect(lambda: self.begin())

    def rows(self) -> list[QuestionRow]:
        """The rows, in order."""
        return list(self._rows)

    def set_facts(self, facts: Facts) -> None:
        """Whom and which entries the rows can name."""
        self._entries = facts.entries
        self._names = [person.name for _, person in facts.people]
        for row in self._rows:
            row.set_entries(self._entries)
            row.set_people(self._names)

    def load(self, questions: Sequence[Question]) -> None:
        """Show these questions."""
        while len(self._rows) > len(questions):
            self._drop(self._rows[-1])
        while len(self._rows) < len(questions):
            self._make()
        for row, question in zip(self._rows, questions, strict=True):
            row.load(question)

    def value(self) -> tuple[Question, ...]:
        """The questions in which anything is written."""
        found = (row.value() for row in self._rows)
        return tuple(each for each in found if each.who.strip() or each.question.strip() or each.answer.strip())

    def begin(self) -> None:
        """One more question."""
        self._make().setFocus()

    def _make(self) -> QuestionRow:
        row = QuestionRow(len(self._rows) + 1, self._entries)
        row.set_people(self._names)
        row.edited.connect(self.edited)
        row.entry_wanted.connect(self.entry_wanted)
        row.removed.connect(partial(self._remove, row))
        row.moment_wanted.connect(lambda: row.stamp(self._time()))  # type: ignore[operator]
        row.load(Question(who="", question=""))
        rule = divider(parent=row)
        row.layout().addWidget(rule, 2, 0, 1, 6)  # type: ignore[call-arg,union-attr]
        self._rows.append(row)
        self._column.addWidget(row)
        return row

    def _remove(self, row: QuestionRow) -> None:
        place = self._rows.index(row)
        self._drop(row)
        (self._rows[min(place, len(self._rows) - 1)] if self._rows else self.add_button).setFocus()
        self.edited.emit()

    def _drop(self, row: QuestionRow) -> None:
        self._rows.remove(row)
        self._column.removeWidget(row)
        row.hide()
        row.deleteLater()
        for place, each in enumerate(self._rows, 1):
            each.number(place)
