"""The fields of the full form, in their order, bound to `Values`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

import msgspec
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QGridLayout, QLineEdit, QVBoxLayout, QWidget

from pclo_app.records.event_date import EventDate, parse
from ui.attachments.for_entries import FormDocuments
from ui.theme import Spacing, mark
from ui.widgets.agency import AgencyCombo
from ui.widgets.completing import complete
from ui.widgets.date_field import DateField
from ui.widgets.flow import FlowLayout
from ui.widgets.growing_text import GrowingText
from ui.widgets.labels import divider, field_label, label
from ui.widgets.name_rank import NameRank, Person
from ui.widgets.segmented import Segmented

from .blocks import headed
from .entry_values import Values
from .grade import GradeCombo
from .queries import Known, KnownPerson

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
    "at": "Decided at",
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
_RECORD_FIELDS = {"told_by": "told", "significance_by": "opinion", "decision.by": "by", "decision.why": "why",
                  "known_to_police": "known"}  # fmt: skip


class EntryFields(QWidget):
    """All fields. Whoever shows them gives values in and takes values out."""

    changed = Signal()

    def __init__(self, today: Callable[[], date], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._loaded = Values()
        self.lines: dict[str, QLineEdit] = {}
        self.texts: dict[str, GrowingText] = {}
        self.choices: dict[str, Segmented] = {}
        self._errors: dict[str, Any] = {}
        self._boxes: dict[str, QCheckBox] = {}
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(14, 10, 14, 14)
        self.column.setSpacing(8)
        read = lambda words: parse(words, today=today())  # noqa: E731
        self.when = DateField(read, name="When", hint="Also works: Nov 2026, c 12/1/25, 3/11-5/11, ?")
        self.ended = DateField(read, name="Ended, if it lasted more than a day")
        self.known = DateField(read, name="Known to police on, if later")
        self.grades: dict[str, GradeCombo] = {}
        self.agency = AgencyCombo()
        self.told = NameRank(name_label="Who told us", rank_label="Their rank or designation")
        self.opinion = NameRank(name_label="Whose opinion", rank_label="Rank or designation")
        self.by = NameRank(name_label="Who decided", rank_label="Rank or designation")
        self._build()
        for pair in (self.told, self.opinion, self.by):
            pair.changed.connect(self.changed)
        for field in (self.when, self.ended, self.known):
            field.changed.connect(self.changed)
        self.agency.chosen.connect(lambda _: self.changed.emit())

    def _build(self) -> None:
        self._reason_box = self._holder([self._text("change_reason", least=2)])
        self.column.addWidget(self._reason_box)
        self.column.addWidget(self.when)
        self.column.addWidget(self.ended)
        self.column.addWidget(self._line("as_written"))
        self.column.addWidget(self.known)
        self.column.addWidget(self._field("Agency", self.agency, "agency"))
        self.column.addLayout(self._pairs(("system", "reference"), ("document", "page")))
        self.column.addWidget(self._error_line("source"))
        self.column.addWidget(self.told)
        self.column.addWidget(self._choice("degree", "How near is that to the event", DEGREES))
        self.column.addWidget(self._text("fact", least=3))
        self.column.addWidget(self._text("child_words"))
        self.column.addLayout(self._pairs(("child_seen", "child_seen_by")))
        alone = (("yes", "Yes"), ("no", "No"), ("not known", "Not known"))
        self.column.addWidget(self._choice("child_seen_alone", "Seen alone", alone))
        self._people = QWidget()
        self._people.setAccessibleName("People")
        self._people_flow = FlowLayout(self._people, spacing=10)
        self.column.addWidget(self._people)
        self.column.addWidget(self._text("action_taken"))
        self.column.addWidget(self._text("outcome"))
        self.column.addWidget(divider())
        self.column.addWidget(self._text("significance", least=2))
        self.column.addWidget(self.opinion)
        self.column.addWidget(divider())
        self.decided = QCheckBox("A key decision was made (Ctrl+D)")
        self.decided.setAccessibleName("A key decision was made")
        self.decided.toggled.connect(self._show_decision)
        self.decided.clicked.connect(lambda _: self.changed.emit())
        self.column.addWidget(self.decided)
        self._decision = self._holder(
            [self._text("decision"), self._text("why", least=2), self._text("options"), self._text("information"),
             self.by, self._line("with_whom"), self._line("at", "For example 2026-11-03 16:00")]
        )  # fmt: skip
        self.column.addWidget(self._decision)
        self.column.addWidget(divider())
        who = (("A", "A  Shareable"), ("B", "B  Restricted"))
        self.column.addWidget(self._choice("disclosure", "Who may see this", who))
        self._restricted = self._line("disclosure_reason")
        self.column.addWidget(self._restricted)
        schemes = (("3x5x2", "3x5x2"), ("5x5x5", "5x5x5"))
        self.column.addWidget(self._choice("scheme", "Intelligence grading scheme", schemes))
        grading = self._holder([self._grade(name) for name in GRADES])
        self._grading = self._holder([grading, self._line("condition_met")])
        self.column.addWidget(self._grading)
        self.column.addLayout(self._pairs(("type", "tags")))
        self.documents = FormDocuments()
        self.documents.changed.connect(self.changed)
        self.column.addWidget(headed("Documents", self.documents))
        self.column.addStretch(1)
        self.choices["disclosure"].changed.connect(lambda _: self._show_dependent())
        self.choices["scheme"].changed.connect(lambda _: self._show_dependent())
        self._show_decision(False)

    # building blocks ------------------------------------------------------------------------------------------

    def _field(self, words: str, widget: QWidget, name: str) -> QWidget:
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(3)
        column.addWidget(field_label(words, widget))
        widget.setAccessibleName(words)
        column.addWidget(widget)
        column.addWidget(self._error_line(name))
        return holder

    def _error_line(self, name: str) -> QWidget:
        made = label("", "danger", wrap=True)
        made.hide()
        self._errors[name] = made
        return made

    def _line(self, name: str, placeholder: str = "") -> QWidget:
        edit = QLineEdit()
        edit.setMinimumHeight(Spacing.TARGET)
        edit.setPlaceholderText(placeholder)
        edit.textEdited.connect(lambda _: self.changed.emit())
        self.lines[name] = edit
        return self._field(LINES[name], edit, name)

    def _grade(self, name: str) -> QWidget:
        combo = GradeCombo(name.removeprefix("grade_"))
        combo.activated.connect(lambda _: self.changed.emit())
        self.grades[name] = combo
        return self._field(GRADES[name], combo, name)

    def _text(self, name: str, least: int = 1) -> QWidget:
        edit = GrowingText(name=TEXTS[name], least=least, most=14)
        edit.edited.connect(lambda _: self.changed.emit())
        self.texts[name] = edit
        return self._field(TEXTS[name], edit, name)

    def _choice(self, name: str, words: str, options: Sequence[tuple[str, str]]) -> QWidget:
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

    def _pairs(self, *rows: tuple[str, str]) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(8)
        for row, names in enumerate(rows):
            for place, name in enumerate(names):
                grid.addWidget(self._line(name), row, place)
                grid.setColumnStretch(place, 1)
        return grid

    @staticmethod
    def _grid(rows: Sequence[Sequence[QWidget]]) -> QWidget:
        holder = QWidget()
        grid = QGridLayout(holder)
        grid.setContentsMargins(0, 0, 0, 0)
        for row, widgets in enumerate(rows):
            for place, widget in enumerate(widgets):
                grid.addWidget(widget, row, place)
        return holder

    @staticmethod
    def _holder(widgets: Sequence[QWidget]) -> QWidget:
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        for widget in widgets:
            column.addWidget(widget)
        return holder

    # values ---------------------------------------------------------------------------------------------------

    def set_people(self, people: Sequence[KnownPerson]) -> None:
        """The people of the case, to be ticked and completed."""
        known = [Person(p.name, p.rank, p.agency, p.id) for p in people if p.rank]
        for pair in (self.told, self.opinion, self.by):
            pair.set_people(known)
        if list(self._boxes) == [p.id for p in people]:
            return
        ticked = self._ticked()
        self._people_flow.clear()
        self._boxes.clear()
        for person in people:
            box = QCheckBox(person.name)
            box.setAccessibleName(f"Named in the entry: {person.name}")
            box.setChecked(person.id in ticked)
            box.clicked.connect(lambda _: self.changed.emit())
            self._boxes[person.id] = box
            self._people_flow.addWidget(box)

    def set_known(self, known: Known) -> None:
        """Words that the case has used before, to be completed."""
        for name, words in (
            ("system", known.systems),
            ("reference", known.references),
            ("document", known.documents),
            ("type", known.types),
            ("child_seen_by", known.people),
            ("with_whom", known.people),
        ):
            complete(self.lines[name], words)

    def _ticked(self) -> tuple[str, ...]:
        gone = tuple(id for id in self._loaded.persons if id not in self._boxes)
        return tuple(id for id, box in self._boxes.items() if box.isChecked()) + gone

    def set_values(self, values: Values, *, amending: bool) -> None:
        """Show values. ``amending`` asks for the reason."""
        self._loaded = values
        self._reason_box.setVisible(amending)
        for field, when, words in (
            (self.when, values.when, values.when_words),
            (self.ended, values.ended, values.ended_words),
            (self.known, values.known, values.known_words),
        ):
            if when is not None:
                field.set_date(when, words)
            else:
                field.set_words(words)
        self.agency.set_code(values.agency)
        for name, edit in self.lines.items():
            edit.setText(str(getattr(values, name)))
            edit.setCursorPosition(0)
        for name, text in self.texts.items():
            text.set_text(str(getattr(values, name)))
        for name, choice in self.choices.items():
            choice.set_value(str(getattr(values, name)))
        for name, grade in self.grades.items():
            grade.set_scheme(values.scheme)
            grade.set_value(str(getattr(values, name)))
        self.told.set_person(values.told_name, values.told_rank)
        self.opinion.set_person(values.significance_name, values.significance_rank)
        self.by.set_person(values.by_name, values.by_rank)
        for id, box in self._boxes.items():
            box.setChecked(id in values.persons)
        self.documents.set_ids(values.attachments or ())
        self.decided.setChecked(values.decided)
        self._show_decision(values.decided)
        self._show_dependent()
        self.show_errors({})

    def values(self) -> Values:
        """The fields as they stand."""
        made = msgspec.structs.replace(self._loaded)
        made.when_words, made.when = self.when.words(), self.when.date()
        made.ended_words, made.ended = self.ended.words(), self.ended.date()
        made.known_words, made.known = self.known.words(), self.known.date()
        made.agency = self.agency.code()
        for name, edit in self.lines.items():
            setattr(made, name, edit.text())
        for name, text in self.texts.items():
            setattr(made, name, text.text())
        for name, choice in self.choices.items():
            setattr(made, name, choice.value())
        for name, grade in self.grades.items():
            setattr(made, name, grade.value())
        made.told_name, made.told_rank = self.told.name(), self.told.rank()
        made.significance_name, made.significance_rank = self.opinion.name(), self.opinion.rank()
        made.by_name, made.by_rank = self.by.name(), self.by.rank()
        made.persons = self._ticked()
        if self.documents.ids or made.attachments:
            made.attachments = self.documents.ids
        made.decided = self.decided.isChecked()
        made.focus, made.caret = self._cursor()
        return made

    def _show_decision(self, on: bool) -> None:
        self._decision.setVisible(on)

    def _show_dependent(self) -> None:
        self._restricted.setVisible(self.choices["disclosure"].value() == "B")
        scheme = self.choices["scheme"].value()
        self._grading.setVisible(bool(scheme))
        for grade in self.grades.values():
            grade.set_scheme(scheme)

    # errors and the cursor ------------------------------------------------------------------------------------

    def problems(self) -> dict[str, str]:
        """What is wrong with the dates and pairs, whatever the record asks."""
        found = {"when": self.when.check() or self._impossible_end(), "known": self.known.check()}
        if not self.when.words().strip():
            found["when"] = "Enter the date, or ? if it is not known."
        return {name: words for name, words in found.items() if words}

    def _impossible_end(self) -> str:
        problem = self.ended.check()
        when, ended = self.when.date(), self.ended.date()
        if problem or ended is None or not ended.known:
            return problem
        if when is None or not when.exact or not ended.exact:
            return "An end needs two whole days. For anything else, type the stretch in When, for example Nov-Dec 2026."
        try:
            EventDate(f"{when.edtf}/{ended.edtf}")
        except ValueError:
            return "The end is not later than the day it began. Correct one of them."
        return ""

    def show_errors(self, errors: dict[str, str]) -> None:
        """Each beside its field."""
        for name, made in self._errors.items():
            words = errors.get(name, "")
            made.setText(words)
            made.setVisible(bool(words))
        for name, text in self.texts.items():
            text.set_error(errors.get(name, ""))
        for name, widget in (("agency", self.agency), ("source", self.lines["system"])):
            mark(widget, "error", "true" if name in errors else None)
            widget.setAccessibleDescription(f"Error: {errors[name]}" if name in errors else "")
        for name, pair in (("told", self.told), ("opinion", self.opinion), ("by", self.by)):
            pair.show_error(errors.get(name, ""))
        self.when.set_error(errors.get("when", ""))

    @staticmethod
    def field_of(record_field: str) -> str:
        """The form's name of a record's field."""
        return _RECORD_FIELDS.get(record_field, record_field)

    def stop(self, name: str) -> QWidget:
        """Where the cursor goes for a field."""
        special: dict[str, QWidget] = {
            "when": self.when.edit, "ended": self.ended.edit, "known": self.known.edit, "agency": self.agency,
            "source": self.lines["system"], **self.grades,
            "told": self.told.rank_edit if self.told.name() else self.told.name_edit,
            "opinion": self.opinion.rank_edit if self.opinion.name() else self.opinion.name_edit,
            "by": self.by.rank_edit if self.by.name() else self.by.name_edit,
        }  # fmt: skip
        if name in special:
            return special[name]
        return self.texts.get(name) or self.lines.get(name) or self.choices.get(name) or self.when.edit

    def _cursor(self) -> tuple[str, int]:
        for name, edit in self.lines.items():
            if edit.hasFocus():
                return name, edit.cursorPosition()
        for name, text in self.texts.items():
            if text.hasFocus():
                return name, text.textCursor().position()
        return ("when", self.when.edit.cursorPosition()) if self.when.edit.hasFocus() else ("", -1)

    def put_cursor(self, name: str, caret: int) -> None:
        """The cursor where it was."""
        field = self.stop(name)
        field.setFocus()
        if isinstance(field, QLineEdit):
            field.setCursorPosition(max(0, caret))
        elif isinstance(field, GrowingText):
            cursor = field.textCursor()
            cursor.setPosition(min(max(0, caret), len(field.text())))
            field.setTextCursor(cursor)
