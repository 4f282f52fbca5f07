"""What came of a conference. How the police took part is one of three facts, never summed up."""

from __future__ import annotations

from functools import partial

import msgspec
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from pclo_app.records.base import Named
from pclo_app.records.conference import CONFERENCE_NAMES, Conference, Dissent
from pclo_app.records.errors import IncompleteRecord
from pclo_app.records.event_date.typed import Reading
from pclo_app.records.person import Person
from ui.meetings.due import read_due
from ui.shell.session import Session
from ui.widgets.agency import AgencyCombo
from ui.widgets.buttons import Button, IconButton
from ui.widgets.date_field import DateField
from ui.widgets.growing_text import GrowingText
from ui.widgets.labels import label
from ui.widgets.lines import line, show_line
from ui.widgets.name_rank import NameRank
from ui.widgets.panel import Panel
from ui.widgets.segmented import Segmented

from .drafts import OutcomeWords
from .facts import Facts, limits_after
from .fields import as_event, choices, choose, event_field, named, professionals, show_problem, under
from .ready import CATEGORIES

_ATTENDED = (("in person", "Attended in person"), ("report only", "Report only"), ("neither", "Neither"))
_YES_NO = (("yes", "Yes"), ("no", "No"))


class DissentRow(QWidget):
    """Who disagreed, on what, and why."""

    edited = Signal()
    removed = Signal()

    def __init__(self, place: int, session: Session, facts: Facts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._base = Named()
        self._offered = professionals(facts.people, session.officer)
        self.who = NameRank(self._offered, name_label="Who disagreed", rank_label="Rank or designation")
        self.agency = AgencyCombo(name="Agency", short=True)
        self.on_what = line("On what", "Category, the plan, a date")
        self.why = line("Why", "In their words")
        self.remove_button = IconButton("close", "Remove this dissent")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 2, 0, 2)
        row.setSpacing(8)
        top = Qt.AlignmentFlag.AlignTop
        row.addWidget(self.who, 6, top)
        for words, field, stretch in (("Agency", self.agency, 2), ("On what", self.on_what, 4), ("Why", self.why, 5)):
            row.addWidget(under(words, field), stretch, top)
        row.addWidget(self.remove_button, 0, top)
        self.setFocusProxy(self.who)
        self.who.changed.connect(self.edited)
        self.who.person_chosen.connect(lambda person: self.agency.set_code(person.agency))
        self.agency.chosen.connect(lambda _code: self.edited.emit())
        self.on_what.textEdited.connect(lambda _words: self.edited.emit())
        self.why.textEdited.connect(lambda _words: self.edited.emit())
        self.remove_button.clicked.connect(self.removed)
        self.number(place)

    def number(self, place: int) -> None:
        """Say which dissent this is in every field's name."""
        for field, words in (
            (self.who.name_edit, "who disagreed"), (self.who.rank_edit, "rank or designation"),
            (self.agency, "agency"), (self.on_what, "on what"), (self.why, "why"), (self.remove_button, "remove"),
        ):  # fmt: skip
            field.setAccessibleName(f"Dissent {place}, {words}")

    def load(self, dissent: Dissent) -> None:
        self._base = dissent.who
        self.who.set_person(dissent.who.name, dissent.who.rank)
        self.agency.set_code(dissent.who.agency)
        show_line(self.on_what, dissent.on_what)
        show_line(self.why, dissent.why)

    def value(self) -> Dissent:
        who = msgspec.structs.replace(named(self.who, self._offered, self._base), agency=self.agency.code())
        return Dissent(who=who, on_what=self.on_what.text().strip(), why=self.why.text().strip())

    @property
    def is_empty(self) -> bool:
        """Whether nothing is written in it."""
        return not (self.who.name() or self.who.rank() or self.on_what.text().strip() or self.why.text().strip())


class OutcomeForm(QWidget):
    """The step “Outcome”."""

    edited = Signal()
    save_wanted = Signal()
    print_wanted = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._facts: Facts | None = None
        self._base = OutcomeWords()
        self._rows: list[DissentRow] = []
        self.attended = Segmented(_ATTENDED, name="How the police took part")
        self.attended_by = NameRank(name_label="Who attended for the police", rank_label="Rank")
        self.why = GrowingText(name="Why nobody attended in person", least=1)
        self.quorate = Segmented(_YES_NO, name="Quorate", clearable=True)
        self.decision = GrowingText(name="Decision", placeholder="What the conference decided", least=2)
        self.category = choices("Category", CATEGORIES)
        self.view_given = GrowingText(name="Police view given", least=1)
        self.plan_start = event_field("Plan starts", session.today)
        self.core_group = DateField(self._ahead, name="Core group")
        self.review = DateField(self._ahead, name="Review conference")
        self.told = line("Investigating officer told", "Who was told, when and how")
        self.add_button = Button("Record dissent", "plus", size="small")
        self.keep = Button("Save outcome (Ctrl+S)", kind="primary")
        self.print_button = Button("Print outcome note", "printer")
        self._attended_error = label("", "danger", wrap=True)
        self._attended_error.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        self._by_box = self.attended_by
        self._why_box = under("Why nobody attended in person", self.why)
        column.addWidget(self._part_panel())
        column.addWidget(self._decision_panel())
        column.addWidget(self._dissent_panel())
        column.addWidget(self._after_panel())
        column.addStretch(1)
        self._connect()
        self._show_part()

    def _ahead(self, words: str) -> Reading:
        return read_due(words, today=self._session.today())

    def _part_panel(self) -> Panel:
        self._part = Panel("Police attendance", "Three separate facts: none counts as another", padded=True)
        row = QHBoxLayout()
        row.setSpacing(16)
        left = QVBoxLayout()
        left.setSpacing(3)
        left.addWidget(label("How the police took part", "label"))
        left.addWidget(self.attended)
        left.addWidget(self._attended_error)
        left.addStretch(1)
        row.addLayout(left)
        row.addWidget(self._by_box, 1, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._why_box, 1)
        quorate = QVBoxLayout()
        quorate.setSpacing(3)
        quorate.addWidget(label("Quorate", "label"))
        quorate.addWidget(self.quorate)
        quorate.addStretch(1)
        row.addLayout(quorate)
        self._part.body.addLayout(row)
        return self._part

    def _decision_panel(self) -> Panel:
        panel = Panel("Decision", padded=True)
        grid = QGridLayout()
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(6)
        grid.addWidget(under("Decision", self.decision), 0, 0, 2, 1)
        grid.addWidget(under("Category", self.category), 0, 1)
        grid.addWidget(self.plan_start, 0, 2, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(under("Police view given", self.view_given), 1, 1, 1, 2)
        grid.setColumnStretch(0, 6)
        grid.setColumnStretch(1, 3)
        grid.setColumnStretch(2, 3)
        panel.body.addLayout(grid)
        return panel

    def _dissent_panel(self) -> Panel:
        panel = Panel("Dissent", "Who disagreed, on what, and why", (self.add_button,), padded=True)
        self._dissents = QVBoxLayout()
        self._dissents.setSpacing(2)
        panel.body.addLayout(self._dissents)
        self._no_dissent = label("Nobody is recorded as disagreeing.", "secondary")
        panel.add(self._no_dissent)
        return panel

    def _after_panel(self) -> Panel:
        panel = Panel("What follows", padded=True)
        grid = QGridLayout()
        grid.setHorizontalSpacing(10)
        for place, (field, stretch) in enumerate(((self.core_group, 3), (self.review, 3))):
            grid.addWidget(field, 0, place, Qt.AlignmentFlag.AlignTop)
            grid.setColumnStretch(place, stretch)
        self._core_hint, self._review_hint = label("", "secondary", wrap=True), label("", "secondary", wrap=True)
        grid.addWidget(self._core_hint, 1, 0)
        grid.addWidget(self._review_hint, 1, 1)
        grid.addWidget(under("Investigating officer told", self.told), 0, 2, 2, 1)
        grid.setColumnStretch(2, 5)
        panel.body.addLayout(grid)
        row = QHBoxLayout()
        row.addWidget(self.keep)
        row.addWidget(self.print_button)
        row.addStretch(1)
        panel.body.addLayout(row)
        return panel

    def _connect(self) -> None:
        self.attended.changed.connect(self._attendance_chosen)
        self.quorate.changed.connect(lambda _v: self.edited.emit())
        self.attended_by.changed.connect(self.edited)
        for text in (self.why, self.decision, self.view_given):
            text.edited.connect(lambda _words: self.edited.emit())
        self.category.activated.connect(lambda _n: self.edited.emit())
        for day in (self.plan_start, self.core_group, self.review):
            day.changed.connect(self.edited)
        self.told.textEdited.connect(lambda _words: self.edited.emit())
        self.add_button.clicked.connect(self.begin_dissent)
        self.keep.clicked.connect(self.save_wanted)
        self.print_button.clicked.connect(self.print_wanted)

    def set_facts(self, facts: Facts, live: Conference) -> None:
        """Whom the fields can name, and the limits that the dates have."""
        self._facts = facts
        self.attended_by.set_people(professionals(facts.people, self._session.officer, agency="POL"))
        core, review = limits_after(live)
        self._core_hint.setText(core)
        self._review_hint.setText(review)
        self._part.set_title(f"Police attendance at this {CONFERENCE_NAMES[live.type].lower()}")
        self.print_button.setVisible(facts.outcome is not None)

    def load(self, words: OutcomeWords, unread: dict[str, str] | None = None) -> None:
        """Show an outcome."""
        self._base = words
        self.attended.set_value(words.attended)
        self.attended_by.set_person(words.attended_by.name, words.attended_by.rank)
        self.why.set_text(words.not_attended_why)
        self.quorate.set_value(words.quorate)
        self.decision.set_text(words.decision)
        choose(self.category, words.category)
        self.view_given.set_text(words.police_view_given)
        for field, iso in self._days(words):
            field.set_date(as_event(iso))
        for name, typed in (unread or {}).items():
            getattr(self, name).set_words(typed)
        show_line(self.told, words.told_investigating_officer)
        while self._rows:
            self._drop(self._rows[-1])
        for each in words.dissent:
            self._make().load(each)
        self._show_part()

    def value(self) -> OutcomeWords:
        """The outcome as it stands; words that are no date are left to `unread`."""
        return OutcomeWords(
            attended=self.attended.value(),
            attended_by=named(
                self.attended_by, professionals(self._people, self._session.officer), self._base.attended_by
            ),
            not_attended_why=self.why.text().strip(),
            quorate=self.quorate.value(),
            decision=self.decision.text().strip(),
            category=str(self.category.currentData()),
            plan_start=_iso(self.plan_start),
            police_view_given=self.view_given.text().strip(),
            dissent=tuple(row.value() for row in self._rows if not row.is_empty),
            core_group=_iso(self.core_group),
            review=_iso(self.review),
            told_investigating_officer=self.told.text().strip(),
        )

    def unread(self) -> dict[str, str]:
        """Words in date fields that are no date yet."""
        fields = {"plan_start": self.plan_start, "core_group": self.core_group, "review": self.review}
        return {name: field.words() for name, field in fields.items() if field.words().strip() and not _iso(field)}

    def check_dates(self) -> None:
        """Raise IncompleteRecord for words in a date field that are no date."""
        for name in self.unread():
            field: DateField = getattr(self, name)
            raise IncompleteRecord(field=name, why=field.check() or "Enter one exact day, for example 4/12/2026.")

    def begin_dissent(self) -> None:
        """One more dissent."""
        if self._facts is not None:
            self._make().setFocus()

    def show_missing(self, path: str, why: str) -> None:
        """Mark a field and go to it."""
        self.clear_problems()
        if path == "attended":
            self._attended_error.setText(why)
            self._attended_error.show()
            self.attended.set_error(why)
            self.attended.setFocus()
            return
        if path.startswith("dissent."):
            _, place, name = path.split(".")
            rows = [row for row in self._rows if not row.is_empty]
            row = rows[int(place)]
            field: QWidget = row.on_what if name == "on_what" else row.who
        else:
            field = {
                "attended_by": self.attended_by, "not_attended_why": self.why, "plan_start": self.plan_start,
                "core_group": self.core_group, "review": self.review,
            }.get(path, self.decision)  # fmt: skip
        show_problem(field, why)
        if isinstance(field, NameRank) and field.name():
            field.rank_edit.setFocus()
        else:
            field.setFocus()

    def clear_problems(self) -> None:
        """Take every red line away."""
        self._attended_error.hide()
        self.attended.set_error("")
        for field in (
            self.attended_by,
            self.why,
            *(row.who for row in self._rows),
            *(row.on_what for row in self._rows),
        ):
            show_problem(field, "")

    @property
    def _people(self) -> tuple[tuple[str, Person], ...]:
        return self._facts.people if self._facts else ()

    def _days(self, words: OutcomeWords) -> tuple[tuple[DateField, str], ...]:
        return (self.plan_start, words.plan_start), (self.core_group, words.core_group), (self.review, words.review)

    def _attendance_chosen(self, value: str) -> None:
        self.clear_problems()
        if value == "in person" and not self.attended_by.name():
            officer = self._session.officer
            self.attended_by.set_person(officer.name, officer.rank)
        self._show_part()
        self.edited.emit()

    def _show_part(self) -> None:
        value = self.attended.value()
        self._by_box.setVisible(value == "in person")
        self._why_box.setVisible(value in ("report only", "neither"))

    def _make(self) -> DissentRow:
        assert self._facts is not None
        row = DissentRow(len(self._rows) + 1, self._session, self._facts)
        row.edited.connect(self.edited)
        row.removed.connect(partial(self._remove, row))
        self._rows.append(row)
        self._dissents.addWidget(row)
        self._no_dissent.hide()
        return row

    def _remove(self, row: DissentRow) -> None:
        self._drop(row)
        self.add_button.setFocus()
        self.edited.emit()

    def _drop(self, row: DissentRow) -> None:
        self._rows.remove(row)
        self._dissents.removeWidget(row)
        row.hide()
        row.deleteLater()
        for place, each in enumerate(self._rows, 1):
            each.number(place)
        self._no_dissent.setVisible(not self._rows)


def _iso(field: DateField) -> str:
    when = field.date()
    return when.lower.isoformat() if when is not None and when.exact and when.lower is not None else ""
