"""The fields of the full form, in their order, bound to `Values`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

import msgspec
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QVBoxLayout, QWidget

from pclo_app.records.event_date import EventDate, parse
from ui.attachments.for_entries import FormDocuments
from ui.theme import mark
from ui.widgets.agency import AgencyCombo
from ui.widgets.completing import complete, completing, is_enter
from ui.widgets.date_field import DateField
from ui.widgets.flow import FlowLayout
from ui.widgets.growing_text import GrowingText
from ui.widgets.labels import divider
from ui.widgets.name_rank import NameRank, Person

from .blocks import headed
from .editor_parts import DEGREES, GRADES, FormParts
from .entry_values import Values
from .queries import Known, KnownPerson

_RECORD_FIELDS = {"told_by": "told", "significance_by": "opinion", "decision.by": "by", "decision.why": "why",
                  "known_to_police": "known"}  # fmt: skip


class EntryFields(FormParts):
    """All fields. Whoever shows them gives values in and takes values out."""

    def __init__(self, today: Callable[[], date], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._loaded = Values()
        self._boxes: dict[str, QCheckBox] = {}
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(14, 10, 14, 14)
        self.column.setSpacing(8)
        read = lambda words: parse(words, today=today())  # noqa: E731
        hint = "Also works: Nov 2026, c 12/1/25, 3/11-5/11, ?"
        self.when = DateField(read, name="When", hint=hint, keeps_words=True)
        self.ended = DateField(read, name="Ended, if it lasted more than a day")
        self.known = DateField(read, name="Known to police on, if later", keeps_words=True)
        self.at = DateField(read, name="Decided at")
        self.dates = {"when": self.when, "ended": self.ended, "known": self.known, "at": self.at}
        self.agency = AgencyCombo()
        self.told = NameRank(name_label="Who told us", rank_label="Their rank or designation")
        self.opinion = NameRank(name_label="Whose opinion", rank_label="Rank or designation")
        self.by = NameRank(name_label="Who decided", rank_label="Rank or designation")
        self._build()
        for pair in (self.told, self.opinion, self.by):
            pair.changed.connect(self.changed)
        for field in self.dates.values():
            field.changed.connect(self.changed)
        self.agency.chosen.connect(lambda _: self.changed.emit())

        for place in self._places().values():
            if isinstance(place, QLineEdit | QComboBox):
                place.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter goes on as Tab does, or to what is asked about a date."""
        if is_enter(event) and not completing(watched):
            asked = next((field for field in self.dates.values() if field.edit is watched), None)
            if asked is None or not asked.answer():
                self.focusNextChild()
            return True
        return super().eventFilter(watched, event)

    def _build(self) -> None:
        self._reason_box = self.holder([self.text("change_reason", least=2)])
        self.column.addWidget(self._reason_box)
        self.column.addWidget(self.when)
        self.column.addWidget(self.ended)
        self.column.addWidget(self.line("as_written"))
        self.column.addWidget(self.known)
        self.column.addWidget(self.field("Agency", self.agency, "agency"))
        self.column.addLayout(self.pairs(("system", "reference"), ("document", "page")))
        self.column.addWidget(self.error_line("source"))
        self.column.addWidget(self.told)
        self.column.addWidget(self.choice("degree", "How near is that to the event", DEGREES))
        self.column.addWidget(self.text("fact", least=3))
        self.column.addWidget(self.text("child_words"))
        self.column.addLayout(self.pairs(("child_seen", "child_seen_by")))
        alone = (("yes", "Yes"), ("no", "No"), ("not known", "Not known"))
        self.column.addWidget(self.choice("child_seen_alone", "Seen alone", alone))
        self._people = QWidget()
        self._people.setAccessibleName("People named in it")
        self._people_flow = FlowLayout(self._people, spacing=10)
        self.column.addWidget(headed("People named in it", self._people))
        self.column.addWidget(self.text("action_taken"))
        self.column.addWidget(self.text("outcome"))
        self.column.addWidget(divider())
        self.column.addWidget(self.text("significance", least=2))
        self.column.addWidget(self.opinion)
        self.column.addWidget(divider())
        self.decided = QCheckBox("A key decision was made (Ctrl+D)")
        self.decided.setAccessibleName("A key decision was made")
        self.decided.toggled.connect(self._show_decision)
        self.decided.clicked.connect(lambda _: self.changed.emit())
        self.column.addWidget(self.decided)
        self._decision = self.holder(
            [self.text("decision"), self.text("why", least=2), self.text("options"), self.text("information"),
             self.by, self.line("with_whom"), self.at]
        )  # fmt: skip
        self.column.addWidget(self._decision)
        self.column.addWidget(divider())
        who = (("A", "A  Shareable"), ("B", "B  Restricted"))
        self.column.addWidget(self.choice("disclosure", "Who may see this", who))
        self._restricted = self.line("disclosure_reason")
        self.column.addWidget(self._restricted)
        schemes = (("3x5x2", "3x5x2"), ("5x5x5", "5x5x5"))
        self.column.addWidget(self.choice("scheme", "Intelligence grading scheme", schemes))
        grading = self.holder([self.grade(name) for name in GRADES])
        self._grading = self.holder([grading, self.line("condition_met")])
        self.column.addWidget(self._grading)
        self.column.addLayout(self.pairs(("type", "tags")))
        self.documents = FormDocuments()
        self.documents.changed.connect(self.changed)
        self.column.addWidget(headed("Documents", self.documents))
        self.column.addStretch(1)
        self.choices["disclosure"].changed.connect(lambda _: self._show_dependent())
        self.choices["scheme"].changed.connect(lambda _: self._show_dependent())
        self._show_decision(False)

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
            (self.at, values.at_read, values.at),
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
        made.at, made.at_read = self.at.words(), self.at.date()
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
        """What is wrong with the dates, whatever the record asks."""
        found = {name: field.check() for name, field in self.dates.items()}
        if not self.when.words().strip():
            found["when"] = "Enter the date, or ? if it is not known."
        found["ended"] = found["ended"] or self._impossible_end()
        at = self.at.date() if self.decided.isChecked() else None
        if not self.decided.isChecked():
            del found["at"]
        elif at is not None and at.known and (not at.exact or at.as_given):
            found["at"] = "Enter the day of the decision, with the time if it is known, for example 5/11 16:10."
        return {name: words for name, words in found.items() if words}

    def _impossible_end(self) -> str:
        when, ended = self.when.date(), self.ended.date()
        if ended is None or not ended.known:
            return ""
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
        for name, field in self.dates.items():
            field.set_error(errors.get(name, ""))

    @staticmethod
    def field_of(record_field: str) -> str:
        """The form's name of a record's field."""
        return _RECORD_FIELDS.get(record_field, record_field)

    def _places(self) -> dict[str, QWidget]:
        """Every field that the cursor can be in, by its name."""
        pairs = {"told": self.told, "opinion": self.opinion, "by": self.by}
        return {
            **{name: field.edit for name, field in self.dates.items()},
            "agency": self.agency,
            **{f"{name}_name": pair.name_edit for name, pair in pairs.items()},
            **{f"{name}_rank": pair.rank_edit for name, pair in pairs.items()},
            **self.lines, **self.texts, **self.choices, **self.grades,
        }  # fmt: skip

    def stop(self, name: str) -> QWidget:
        """Where the cursor goes for a field."""
        pairs = {"told": self.told, "opinion": self.opinion, "by": self.by}
        if name in pairs:
            pair = pairs[name]
            return pair.rank_edit if pair.name() else pair.name_edit
        return self._places().get("system" if name == "source" else name, self.when.edit)

    def _cursor(self) -> tuple[str, int]:
        for name, field in self._places().items():
            if field.hasFocus():
                if isinstance(field, QLineEdit):
                    return name, field.cursorPosition()
                return name, field.textCursor().position() if isinstance(field, GrowingText) else 0
        return "", -1

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
