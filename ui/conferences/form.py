"""The plain facts of a conference: which kind, when, where, and who chairs it."""

from __future__ import annotations

from typing import Any, cast

import msgspec
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from pclo_app.casefile.model import Officer
from pclo_app.records.conference import CONFERENCE_NAMES, Conference
from pclo_app.records.errors import IncompleteRecord
from pclo_app.records.event_date import DateError, EventDate, read_time
from pclo_app.records.person import Person
from ui.meetings.due import read_due
from ui.widgets.buttons import Button
from ui.widgets.date_field import DateField
from ui.widgets.form_keys import form_key
from ui.widgets.lines import line, show_line
from ui.widgets.name_rank import NameRank
from ui.widgets.panel import Panel

from .fields import Today, as_event, choices, choose, named, one_day, professionals, show_problem, under


class ConferenceForm(Panel):
    """New conference, or a change to the facts of one."""

    saved = Signal(object)
    """The `Conference` that the form says."""
    cancelled = Signal()
    edited = Signal()

    def __init__(
        self, title: str, button: str, *, today: Today, officer: Officer, parent: QWidget | None = None
    ) -> None:
        super().__init__(title, padded=True, parent=parent)
        self._officer = officer
        self._people: tuple[tuple[str, Person], ...] = ()
        self._base: Conference | None = None
        self.kind = choices("Type", CONFERENCE_NAMES.items())
        self.date = DateField(lambda words: read_due(words, today=today()), name="Date")
        self.date.edit.setPlaceholderText("For example fri or 20/11/2026")
        self.time = line("Time", "10:00")
        self.room = line("Place", "Building and room, or how people join")
        self.chair = NameRank(name_label="Chair", rank_label="Chair’s designation")
        self.interpreter = line("Interpreter", "Language, or not needed and how that is known")
        grid = QGridLayout()
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(6)
        grid.addWidget(under("Type", self.kind), 0, 0)
        grid.addWidget(self.date, 0, 1, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(under("Time", self.time), 0, 2)
        grid.addWidget(under("Place", self.room), 0, 3)
        grid.addWidget(self.chair, 1, 0, 1, 3, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(under("Interpreter", self.interpreter), 1, 3)
        for column, stretch in enumerate((3, 4, 1, 5)):
            grid.setColumnStretch(column, stretch)
        self.body.addLayout(grid)
        row = QHBoxLayout()
        self.keep = Button(button, kind="primary")
        self.back = Button("Cancel")
        row.addWidget(self.keep)
        row.addWidget(self.back)
        row.addStretch(1)
        self.body.addLayout(row)
        self.keep.clicked.connect(self.finish)
        self.back.clicked.connect(self.cancelled)
        self.kind.activated.connect(lambda _n: self.edited.emit())
        self.date.changed.connect(self.edited)
        self.chair.changed.connect(self.edited)
        for field in (self.time, self.room, self.interpreter):
            field.textEdited.connect(lambda _words: self.edited.emit())
        self.setFocusProxy(self.kind)

    def load(self, conference: Conference | None, people: tuple[tuple[str, Person], ...]) -> None:
        """Show a conference, or an empty form."""
        self._base = conference
        self.set_people(people)
        shown = conference or Conference(type="initial")
        choose(self.kind, shown.type)
        self.date.set_date(as_event(shown.date))
        show_line(self.time, shown.time)
        show_line(self.room, shown.place)
        show_line(self.interpreter, shown.interpreter)
        self.chair.set_person(shown.chair.name, shown.chair.rank)
        for field in (self.time, self.room):
            show_problem(field, "")

    def set_people(self, people: tuple[tuple[str, Person], ...]) -> None:
        """Who can be named, and which children a new conference is about."""
        self._people = people
        self.chair.set_people(professionals(people, self._officer))

    def words(self) -> dict[str, str]:
        """Everything as it was typed, for a draft."""
        return {
            "type": str(self.kind.currentData()), "date": self.date.words(), "time": self.time.text(),
            "place": self.room.text(), "chair": self.chair.name(), "rank": self.chair.rank(),
            "interpreter": self.interpreter.text(),
        }  # fmt: skip

    def restore(self, words: dict[str, str]) -> None:
        """Show words as they were typed."""
        choose(self.kind, words.get("type", "initial"))
        self.date.set_words(words.get("date", ""))
        show_line(self.time, words.get("time", ""))
        show_line(self.room, words.get("place", ""))
        show_line(self.interpreter, words.get("interpreter", ""))
        self.chair.set_person(words.get("chair", ""), words.get("rank", ""))

    def read(self) -> Conference:
        """The conference that the form says. Raises IncompleteRecord."""
        base = self._base or Conference(
            type="initial", children=tuple(id for id, person in self._people if person.is_child)
        )
        try:
            time = read_time(self.time.text()) if self.time.text().strip() else ""
        except DateError:
            raise IncompleteRecord(field="time", why="Enter the time as 10:00 or 1400.") from None
        when: EventDate | None = self.date.date()
        return msgspec.structs.replace(
            base,
            type=cast(Any, self.kind.currentData()),
            date=one_day(self.date, "date", needed="Enter the date of the conference."),
            time=time or (when.time if when else ""),
            place=self.room.text().strip(),
            chair=named(self.chair, professionals(self._people, self._officer), base.chair),
            interpreter=self.interpreter.text().strip(),
        )

    def finish(self) -> None:
        """Save, or say what is missing where it is missing."""
        try:
            conference = self.read()
            for field, why in conference.missing():
                if field in ("date", "chair"):
                    raise IncompleteRecord(field=field, why=why)
        except IncompleteRecord as error:
            self.show_missing(str(error.values["field"]), str(error.values["why"]))
            return
        show_problem(self.time, "")
        self.saved.emit(conference)

    def show_missing(self, path: str, why: str) -> None:
        """Mark a field and go to it."""
        fields = {"date": self.date, "time": self.time, "chair": self.chair}
        field = fields.get(path, self.room)
        show_problem(field, why)
        (self.chair.rank_edit if path == "chair" and self.chair.name() else field).setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not form_key(event, self.finish, self.cancelled.emit):
            super().keyPressEvent(event)
