"""Medicals and police protection: what was decided, who was there, and the 72 hours while they run."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from pclo_app.casefile.casefile import CaseFile
from pclo_app.casefile.model import Item
from pclo_app.practice.protection import protection
from pclo_app.records.event_date import EventDate
from pclo_app.records.person import Person
from pclo_app.records.safeguarding import Medical, PoliceProtection
from ui.shell.rows_table import Column, Row
from ui.shell.session import Place, Session
from ui.widgets.buttons import Button
from ui.widgets.chip import Chip
from ui.widgets.row_delegate import Cell

from .actions import known_people
from .list_section import EDIT, NEW, ListSection
from .medical_form import NEEDED, MedicalForm
from .protection_form import ANSWERS, ProtectionForm
from .record_form import RecordForm

NEW_PROTECTION = "new-protection"
_EVERY_MINUTE = 60_000


def children_of(people: list[Item[Person]]) -> list[tuple[str, str]]:
    """The children of a case, to be chosen."""
    return [(item.id, item.record.name) for item in people if item.record.is_child]


class MedicalsSection(ListSection):
    """Both, the newest first; a running protection on top."""

    kinds = frozenset({"medical", "police_protection", "person"})
    name = "Medicals and protection"
    new_words = "New medical"
    empty = (
        "No medical and no police protection is recorded. Record both decisions, also when the answer was no: "
        "they appear in the chronology by themselves."
    )
    two_lines = True
    columns = (
        Column("What", 25),
        Column("Child", 20),
        Column("When", 18),
        Column("What was decided or found"),
        Column("By whom", 24),
    )

    def __init__(self, session: Session, place: Place, parent: QWidget | None = None) -> None:
        super().__init__(session, place, parent)
        self.bar.insertWidget(self.bar.indexOf(self.new_button), self.protection_button)

    def build_bar(self) -> None:
        self.clock = Chip("")
        self.clock.hide()
        self.bar.addWidget(self.clock)
        self.protection_button = Button("New police protection", "plus", parent=self)
        self.protection_button.setToolTip("Ctrl+Shift+N")
        self.protection_button.clicked.connect(self.new_protection)
        QShortcut(QKeySequence("Ctrl+Shift+N"), self).activated.connect(self.new_protection)
        self._minute = QTimer(self, interval=_EVERY_MINUTE)
        self._minute.timeout.connect(lambda: self.show_rows() if self._data is not None else None)
        self._minute.start()

    def query(self, cf: CaseFile, case: str) -> tuple[list[Item[Any]], list[Item[Person]]]:
        items = [*cf.items(case, "medical"), *cf.items(case, "police_protection")]
        items.sort(key=_when_of, reverse=True)
        items.sort(key=lambda item: not getattr(item.record, "runs", False))
        return items, cf.people(case)

    def rows_of(self, data: tuple[list[Item[Any]], list[Item[Person]]]) -> list[Row]:
        names = {item.id: item.record.name for item in data[1]}
        running = [item for item in data[0] if getattr(item.record, "runs", False)]
        self._show_clock(running)
        return [
            self._medical(item, names) if item.kind == "medical" else self._protection(item, names) for item in data[0]
        ]

    def _show_clock(self, running: list[Item[PoliceProtection]]) -> None:
        clocks = [found for item in running if (found := protection(item.record, self._now()))]
        self.clock.setVisible(bool(clocks))
        if clocks:
            first = min(clocks, key=lambda each: each.end)
            kind = {"over": "danger", "soon": "warn"}.get(first.state, "info")
            self.clock.set(f"Police protection: {first.words}", kind, "clock")

    def _now(self) -> datetime:
        return self.session.clock()

    def _medical(self, item: Item[Medical], names: dict[str, str]) -> Row:
        record = item.record
        state, tone = {"yes": ("done", ""), "no": ("not-needed", "")}.get(record.needed, ("empty", "warn"))
        if record.needed == "yes" and not record.was_held:
            state = "half"
        found = record.opinion or record.needed_why
        police = {"yes": "Police attended", "no": f"Police did not attend: {record.police_not_why}"}.get(
            record.police_attended, "Not said whether police attended" if record.was_held else ""
        )
        needed = dict(NEEDED).get(record.needed, "Not answered")
        who = record.examiner if record.examiner.name else record.decided_by
        child = names.get(record.child, "")
        when = record.when.in_table() if record.when.known else ""
        return Row(
            item.id,
            (
                Cell("Medical", second=needed, state=state, bold=True, tone=tone,
                     mark="not-equal" if item.in_conflict else ""),
                Cell(child),
                Cell(when or "No date", second=record.when.time, grey=not when),
                Cell(found, second=police),
                Cell(str(who)),
            ),
            f"Medical, {needed}. {child}. {when} {record.when.time}. {found}. {police}. {who}",
        )  # fmt: skip

    def _protection(self, item: Item[PoliceProtection], names: dict[str, str]) -> Row:
        record = item.record
        running = protection(record, self._now())
        answer = dict(ANSWERS).get(record.answer, "Not answered")
        at = record.taken_at or record.considered_at
        when = EventDate(edtf=at[:10]).in_table() if at else ""
        children = ", ".join(names.get(id, "") for id in record.children)
        second = running.words if running else (f"Ended: {record.ended_how}" if record.ended_at else "")
        state = "warning" if running else "done" if record.answer == "used" else "not-needed"
        return Row(
            item.id,
            (
                Cell("Police protection", second=answer, state=state, bold=True,
                     mark="not-equal" if item.in_conflict else ""),
                Cell(children),
                Cell(when or "No date", second=at[11:16], grey=not when),
                Cell(record.why, second=second, tone="danger" if running and running.state == "over" else ""),
                Cell(str(record.by), second=str(record.designated_officer)),
            ),
            f"Police protection, {answer}. {children}. {when} {at[11:16]}. {record.why}. {second}. {record.by}",
        )  # fmt: skip

    # forms ----------------------------------------------------------------------------------------------------

    def new_protection(self) -> None:
        """A form over a new record of police protection."""
        self.open_form(NEW_PROTECTION)

    def make_form(self, id: str | None) -> RecordForm | None:
        if self._data is None:
            return None
        children, people = children_of(self._data[1]), known_people(self._data[1])
        if id is None:
            return MedicalForm(self.session, self.case, None, children, people)
        if id == NEW_PROTECTION:
            return ProtectionForm(self.session, self.case, None, children, people)
        found = next((item for item in self._data[0] if item.id == id), None)
        if found is None:
            return None
        if found.kind == "medical":
            return MedicalForm(self.session, self.case, found, children, people)
        return ProtectionForm(self.session, self.case, found, children, people)

    def place(self) -> Place:
        if self._place.record.startswith((NEW, EDIT)):
            return self._place
        return replace(self._place, record="")

    def keys(self) -> list[tuple[str, str]]:
        return [*super().keys(), ("Ctrl+Shift+N", "New police protection")]


def _when_of(item: Item[Any]) -> str:
    record = item.record
    if isinstance(record, Medical):
        day = record.when.lower
        return f"{day.isoformat() if day else ''}T{record.when.time}"
    found: PoliceProtection = record
    return found.taken_at or found.considered_at
