"""One search of a police system, recorded: on whom, with what spelling, what came of it, when and by whom."""

from __future__ import annotations

from datetime import datetime
from typing import Any, cast

import msgspec
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from pclo_app.casefile.model import Officer
from pclo_app.records.errors import IncompleteRecord
from pclo_app.records.event_date import EventDate
from pclo_app.records.person import Person
from pclo_app.records.work import Check
from ui.shell.session import Session
from ui.widgets.buttons import Button
from ui.widgets.form_keys import form_key
from ui.widgets.growing_text import GrowingText
from ui.widgets.labels import ground, label
from ui.widgets.lines import line, show_line
from ui.widgets.name_rank import NameRank
from ui.widgets.segmented import Segmented

from .fields import as_event, choices, choose, complete, event_field, named, one_day, professionals, show_problem, under

SYSTEMS = ("PNC", "CRIS", "Merlin", "CAD", "PND", "ViSOR", "Local intelligence", "MAPPA", "Other force")
_RESULTS = (("trace", "Trace"), ("no trace", "No trace"), ("not done", "Not done"))


class CheckForm(QFrame):
    """The form under the table of checks."""

    saved = Signal(str, object)
    """(id of the check, "" for a new one; the `Check`)"""
    cancelled = Signal()
    edited = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._officer: Officer = session.officer
        self._people: tuple[tuple[str, Person], ...] = ()
        self._base = Check(system="PNC", on_whom="")
        self._id = ""
        ground(self, "raised")
        self.setAccessibleName("Record a check")
        self._heading = label("Record a check", "strong")
        self.system = choices("System", [(each, each) for each in SYSTEMS])
        self.on_whom = line("On whom or what", "Person, address or telephone")
        self.spelling = line("Spelling searched", "As it was keyed, every spelling")
        self.born = event_field("Date of birth searched", session.today)
        self.born.edit.setPlaceholderText("For example 19/1/1991")
        self.result = Segmented(_RESULTS, name="Result")
        self.found = GrowingText(name="What was found", most=6)
        self.why = GrowingText(name="Why it is not done", most=4)
        self.at = event_field("When", session.today)
        self.by = NameRank(name_label="By whom")
        self.reference = line("Reference", "Number given by the system")
        self._result_error = label("", "danger", wrap=True)
        self._result_error.hide()
        self._lay_out()
        self._connect()
        self.setFocusProxy(self.system)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 12, 10)
        column.setSpacing(6)
        column.addWidget(self._heading)
        grid = QGridLayout()
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(6)
        grid.addWidget(under("System", self.system), 0, 0)
        grid.addWidget(under("On whom or what", self.on_whom), 0, 1)
        grid.addWidget(under("Spelling searched", self.spelling), 0, 2)
        grid.addWidget(self.born, 0, 3, Qt.AlignmentFlag.AlignTop)
        result = QVBoxLayout()
        result.setSpacing(3)
        result.addWidget(label("Result", "label"))
        result.addWidget(self.result)
        result.addWidget(self._result_error)
        result.addStretch(1)
        grid.addLayout(result, 1, 0, 1, 1)
        self._found_box = under("What was found", self.found)
        self._why_box = under("Why it is not done", self.why)
        words = QVBoxLayout()
        words.addWidget(self._found_box)
        words.addWidget(self._why_box)
        grid.addLayout(words, 1, 1, 1, 3)
        grid.addWidget(self.at, 2, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(self.by, 2, 1, 1, 2, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(under("Reference", self.reference), 2, 3)
        for place, stretch in enumerate((4, 5, 5, 4)):
            grid.setColumnStretch(place, stretch)
        column.addLayout(grid)
        row = QHBoxLayout()
        self.keep = Button("Save check (Ctrl+Enter)", kind="primary", size="small")
        self.back = Button("Cancel (Esc)", size="small")
        row.addWidget(self.keep)
        row.addWidget(self.back)
        row.addStretch(1)
        column.addLayout(row)

    def _connect(self) -> None:
        self.keep.clicked.connect(self.finish)
        self.back.clicked.connect(self.cancelled)
        self.system.activated.connect(lambda _n: self.edited.emit())
        self.result.changed.connect(self._answered)
        for field in (self.on_whom, self.spelling, self.reference):
            field.textEdited.connect(lambda _words: self.edited.emit())
        self.on_whom.editingFinished.connect(self._fill_from_person)
        for text in (self.found, self.why):
            text.edited.connect(lambda _words: self.edited.emit())
        for day in (self.at, self.born):
            day.changed.connect(self.edited)
        self.by.changed.connect(self.edited)

    def set_people(self, people: tuple[tuple[str, Person], ...]) -> None:
        """Who can be completed."""
        self._people = people
        complete(self.on_whom, [person.name for _, person in people if not person.is_professional])
        self.by.set_people(professionals(people, self._officer, agency="POL"))

    def load(self, id: str, check: Check) -> None:
        """Show a check, or an empty one."""
        self._id, self._base = id, check
        self._heading.setText("Record this check" if id else "Add a check")
        if self.system.findData(check.system) < 0:
            self.system.addItem(check.system, check.system)
        choose(self.system, check.system)
        show_line(self.on_whom, check.on_whom)
        show_line(self.spelling, check.spelling)
        show_line(self.reference, check.reference)
        self.born.set_date(as_event(check.born_searched))
        self.result.set_value(check.result)
        self.found.set_text(check.found)
        self.why.set_text(check.not_done_reason)
        self.at.set_date(as_event(check.at))
        self.by.set_person(check.by.name, check.by.rank)
        self._say_result("")
        for field in (self.on_whom, self.found, self.why):
            show_problem(field, "")
        self._show_words()

    def words(self) -> dict[str, str]:
        """Everything as it was typed, for a draft."""
        return {
            "id": self._id, "system": str(self.system.currentData()), "on_whom": self.on_whom.text(),
            "spelling": self.spelling.text(), "born": self.born.words(), "result": self.result.value(),
            "found": self.found.text(), "why": self.why.text(), "at": self.at.words(), "by": self.by.name(),
            "rank": self.by.rank(), "reference": self.reference.text(),
        }  # fmt: skip

    def restore(self, words: dict[str, str]) -> None:
        """Show words as they were typed."""
        choose(self.system, words.get("system", "PNC"))
        for field, key in ((self.on_whom, "on_whom"), (self.spelling, "spelling"), (self.reference, "reference")):
            show_line(field, words.get(key, ""))
        self.born.set_words(words.get("born", ""))
        self.result.set_value(words.get("result", ""))
        self.found.set_text(words.get("found", ""))
        self.why.set_text(words.get("why", ""))
        self.at.set_words(words.get("at", ""))
        self.by.set_person(words.get("by", ""), words.get("rank", ""))
        self._show_words()

    def read(self) -> Check:
        """The check that the form says. Raises IncompleteRecord."""
        result = self.result.value()
        if not result:
            raise IncompleteRecord(field="result", why="Choose trace, no trace or not done.")
        if result == "not done" and not self.why.text().strip():
            raise IncompleteRecord(field="not_done_reason", why="Say why it is not done.")
        if result == "trace" and not self.found.text().strip():
            raise IncompleteRecord(field="found", why="Write what was found.")
        day = one_day(self.at, "at", needed="Enter when the check was made." if result != "not done" else "")
        when: EventDate | None = self.at.date()
        return msgspec.structs.replace(
            self._base,
            system=str(self.system.currentData()),
            on_whom=self.on_whom.text().strip(),
            person=self._person(),
            spelling=self.spelling.text().strip(),
            born_searched=one_day(self.born, "born_searched"),
            result=cast(Any, result),
            found=self.found.text().strip() if result != "not done" else "",
            not_done_reason=self.why.text().strip() if result == "not done" else "",
            at=f"{day}T{when.time}" if day and when and when.time else day,
            by=named(self.by, professionals(self._people, self._officer), self._base.by),
            reference=self.reference.text().strip(),
        )

    def finish(self) -> None:
        """Save, or say what is missing where it is missing."""
        self._say_result("")
        for field in (self.on_whom, self.found, self.why):
            show_problem(field, "")
        try:
            check = self.read()
            for path, why in check.missing():
                raise IncompleteRecord(field=path, why=why)
        except IncompleteRecord as error:
            self.show_missing(str(error.values["field"]), str(error.values["why"]))
            return
        self.saved.emit(self._id, check)

    def show_missing(self, path: str, why: str) -> None:
        """Mark a field and go to it."""
        if path == "result":
            self._say_result(why)
            self.result.setFocus()
            return
        fields: dict[str, QWidget] = {
            "on_whom": self.on_whom, "found": self.found, "not_done_reason": self.why,
            "at": self.at, "born_searched": self.born, "by": self.by,
        }  # fmt: skip
        field = fields.get(path, self.system)
        show_problem(field, why)
        (self.by.rank_edit if path == "by" and self.by.name() else field).setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not form_key(event, self.finish, self.cancelled.emit):
            super().keyPressEvent(event)

    def _say_result(self, why: str) -> None:
        self.result.set_error(why)
        self._result_error.setText(why)
        self._result_error.setVisible(bool(why))

    def _answered(self, _value: str) -> None:
        """A check that was made was made now, by me, unless somebody says otherwise."""
        if self.result.value() in ("trace", "no trace"):
            if not self.at.words().strip():
                now: datetime = self._session.clock()
                self.at.set_date(EventDate.on(now.date(), f"{now:%H:%M}"))
            if not self.by.name():
                self.by.set_person(self._officer.name, self._officer.rank)
        self._show_words()
        self.edited.emit()

    def _show_words(self) -> None:
        not_done = self.result.value() == "not done"
        self._found_box.setVisible(not not_done)
        self._why_box.setVisible(not_done)

    def _person(self) -> str:
        name = self.on_whom.text().strip().casefold()
        return next((id for id, person in self._people if person.name.casefold() == name), "")

    def _fill_from_person(self) -> None:
        """The date of birth of somebody in the case, where none was searched yet."""
        person = dict(self._people).get(self._person())
        if person is None or self.born.words().strip():
            return
        if person.born.exact:
            self.born.set_date(person.born)
