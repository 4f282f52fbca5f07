"""Medicals and police protection: what was decided, who was there, and the 72 hours while they run."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any, cast

import msgspec
from PySide6.QtCore import QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from pclo_app.casefile.casefile import CaseFile
from pclo_app.casefile.model import Item
from pclo_app.practice.protection import protection
from pclo_app.records.base import Missing, Named
from pclo_app.records.event_date import EventDate
from pclo_app.records.person import Person
from pclo_app.records.safeguarding import Medical, PoliceProtection, ProtectionReview
from ui.shell.rows_table import Column, Row
from ui.shell.session import Place, Session
from ui.widgets.buttons import Button
from ui.widgets.chip import Chip
from ui.widgets.name_rank import Person as Known
from ui.widgets.row_delegate import Cell

from .actions import known_people
from .inputs import Choice, Combo, Input, Line, Text, Ticks, When, Who
from .list_section import EDIT, NEW, ListSection
from .record_form import RecordForm

NEEDED = (("yes", "Needed"), ("no", "Not needed"), ("to be decided", "To be decided"))
YES_NO = (("yes", "Yes"), ("no", "No"))
ANSWERS = (("used", "Used"), ("considered and not used", "Considered and not used"))
NEW_PROTECTION = "new-protection"
_EVERY_MINUTE = 60_000
_OFFICERS = ("Police Constable", "Detective Constable", "Detective Sergeant", "Police Sergeant")
_DESIGNATED = ("Police Inspector", "Detective Inspector")
_DOCTORS = ("Consultant Paediatrician", "Paediatric Registrar", "Forensic Physician")


def _show(on: bool, *parts: QWidget) -> None:
    """Show or hide fields together with the rows that hold them, so that no room is left where they were."""
    for part in parts:
        row = part.parentWidget() if isinstance(part, Input) else part
        part.setVisible(on)
        if row is not None:
            row.setVisible(on)


def children_of(people: list[Item[Person]]) -> list[tuple[str, str]]:
    """The children of a case, to be chosen."""
    return [(item.id, item.record.name) for item in people if item.record.is_child]


class MedicalForm(RecordForm):
    """One examination, or that none is needed."""

    def __init__(
        self,
        session: Session,
        case: str,
        item: Item[Medical] | None,
        children: list[tuple[str, str]],
        people: list[Known],
    ) -> None:
        only = children[0][0] if len(children) == 1 else ""
        self._before = item.record if item is not None else Medical(child=only)
        super().__init__(
            session,
            title="Medical" if item is not None else "New medical",
            draft=f"medical/{item.id if item is not None else 'new'}/{case}",
            case=case,
            id=item.id if item is not None else None,
            based_on=tuple(head.rev for head in item.heads) if item is not None else (),
            button="Save" if item is not None else "Add the medical",
        )
        self.add("child", Combo("Child", (("", "Choose the child"), *children)))
        self.add("needed", Choice("Is a medical examination needed?", NEEDED))
        self._decided = self.add("decided_by", Who("Who decided", people, agency=True))
        self._why = self.add("needed_why", Text("Why", least=1))
        self._held = [
            self.add("when", When("When it was held, or is booked", session.today, with_time=True)),
            self.add("place", Line("Where")),
            self.add("examiner", Who("Examiner", people, agency=True, ranks=_DOCTORS)),
            self.add("consent", Line("Consent", "Who gave it, or the order relied on")),
        ]
        self._attended = self.add("police_attended", Choice("Did police attend?", YES_NO, clearable=True))
        self._by = self.add("police_by", Who("Officer who attended", people, ranks=_OFFICERS))
        self._not_why = self.add("police_not_why", Text("Why police did not attend", least=1))
        self._after = [
            self.add("first_account", Text("First account given there", "In the words used, and by whom", least=2)),
            self.add("photographs", Line("Photographs", "Taken or not, with exhibit references")),
            self.add("opinion", Text("Opinion given", "In the examiner’s words", least=2)),
            self.add_row(
                ("report_due", When("Written report due", session.today, day_only=True, due=True)),
                ("report_received", When("Written report received", session.today, day_only=True)),
            ),
        ]
        self.ready({field: getattr(self._before, field) for field in _MEDICAL})

    def arrange(self) -> None:
        needed = self.input("needed").value()
        _show(needed in ("yes", "no"), self._decided)
        _show(bool(needed), self._why)
        _show(needed == "yes", *self._held[1:], self._attended, *self._after)
        _show(needed in ("yes", "no"), self._held[0])
        attended = self.input("police_attended").value()
        _show(needed == "yes" and attended == "yes", self._by)
        _show(needed == "yes" and attended == "no", self._not_why)

    def record(self) -> Medical:
        given: dict[str, Any] = {key: value for key, value in self.values().items() if key != "change_reason"}
        given["when"] = cast(When, self.input("when")).event_date()
        for key in ("report_due", "report_received"):
            given[key] = cast(When, self.input(key)).day()
        for key in ("decided_by", "examiner", "police_by"):
            given[key] = _named(self.input(key), getattr(self._before, key))
        if given["police_attended"] != "yes":
            given["police_by"] = Named()
        if given["police_attended"] != "no":
            given["police_not_why"] = ""
        return msgspec.structs.replace(self._before, **given)


_MEDICAL = (
    "child", "needed", "decided_by", "needed_why", "when", "place", "examiner", "consent", "police_attended",
    "police_by", "police_not_why", "first_account", "photographs", "opinion", "report_due", "report_received",
)  # fmt: skip


class ProtectionForm(RecordForm):
    """That police protection was considered: used or not, by whom with rank, and how it ended."""

    def __init__(
        self,
        session: Session,
        case: str,
        item: Item[PoliceProtection] | None,
        children: list[tuple[str, str]],
        people: list[Known],
    ) -> None:
        self._before = item.record if item is not None else PoliceProtection()
        super().__init__(
            session,
            title="Police protection" if item is not None else "New record of police protection",
            draft=f"police_protection/{item.id if item is not None else 'new'}/{case}",
            case=case,
            id=item.id if item is not None else None,
            based_on=tuple(head.rev for head in item.heads) if item is not None else (),
            button="Save" if item is not None else "Add the record",
        )
        if children:
            self.add("children", Ticks("Children", children))
        self.add("answer", Choice("Police protection was", ANSWERS))
        self.add("why", Text("Why", least=2))
        self._considered = self.add("considered_at", When("Considered at", session.today, with_time=True))
        self._taken = self.add(
            "taken_at", When("Taken into protection at", session.today, "The 72 hours run from here.", with_time=True)
        )
        self.add("by", Who("Who decided", people, agency=False, ranks=_OFFICERS))
        self._used = [
            self.add("place", Line("Taken to")),
            self.add("designated_officer", Who("Designated officer", people, ranks=_DESIGNATED)),
            self.add("social_care_told_at", When("Social care told at", session.today, with_time=True)),
            self.add("social_care_told", Who("Who was told", people, agency=True)),
        ]
        self._review = self._review_fields() if item is not None else []
        self._end = [
            self.add("ended_at", When("Ended at", session.today, with_time=True)),
            self.add("ended_how", Text("How it ended", "Where the child went, and into whose care", least=1)),
        ]
        values = {field: getattr(self._before, field) for field in _PROTECTION}
        self.ready(values | {key: _moment(values[key]) for key in _MOMENTS})

    def _review_fields(self) -> list[Any]:
        heading = self.heading(f"Reviews by the designated officer: {len(self._before.reviews) or 'none yet'}")
        return [
            heading,
            self.add("review_at", When("Another review, at", self.session.today, with_time=True)),
            self.add("review_by", Who("Reviewed by", ranks=_DESIGNATED)),
            self.add("review_words", Text("What was found", least=1)),
        ]

    def arrange(self) -> None:
        used = self.input("answer").value() == "used"
        _show(not used, self._considered)
        _show(used, self._taken, *self._used, *self._review, *self._end)

    def record(self) -> PoliceProtection:
        given: dict[str, Any] = {key: value for key, value in self.values().items() if key in _PROTECTION}
        given["children"] = tuple(given.get("children", ()))
        for key in _MOMENTS:
            given[key] = _typed(self.input(key))
        for key in ("by", "designated_officer", "social_care_told"):
            given[key] = _named(self.input(key), getattr(self._before, key))
        if given["by"].name and not given["by"].agency:
            given["by"] = msgspec.structs.replace(given["by"], agency="POL")
        reviews = self._before.reviews
        if self._review and (at := _typed(self.input("review_at"))):
            who, words = _named(self.input("review_by"), Named()), self.input("review_words").value()
            reviews = (*reviews, ProtectionReview(at=at, by=who, words=words))
        return msgspec.structs.replace(self._before, **given, reviews=reviews)

    def field_of(self, missing: Missing) -> str:
        return "answer" if missing.field == "children" and "children" not in self._inputs else super().field_of(missing)

    def _problems(self) -> list[Any]:
        found = super()._problems()
        from ui.widgets.error_box import Problem

        for key in _MOMENTS:
            made = cast(When, self.input(key))
            if made.isVisibleTo(self) and made.day() and not made.event_date().time:
                words = "Enter the time of day too, for example 5/11 14:30."
                made.set_error(words)
                found.append(Problem(words, made.take_focus))
        if self._review and _typed(self.input("review_at")):
            who = self.input("review_by")
            if not who.value()["name"]:
                words = "Enter who reviewed it."
                who.set_error(words)
                found.append(Problem(words, who.take_focus))
        return found


_MOMENTS = ("considered_at", "taken_at", "social_care_told_at", "ended_at")
_PROTECTION = (
    "children", "answer", "why", "considered_at", "taken_at", "by", "place", "designated_officer",
    "social_care_told_at", "social_care_told", "ended_at", "ended_how",
)  # fmt: skip


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


def _named(made: Input, before: Named) -> Named:
    """Who is named; the same person keeps agency and record."""
    who = cast(Who, made).named()
    if (who.name, who.rank) == (before.name, before.rank) and who.agency in ("", before.agency):
        return before
    return who


def _typed(made: Input) -> str:
    """Local date and time of a field, YYYY-MM-DDTHH:MM; "" where it is not exact."""
    when = cast(When, made).event_date()
    if not when.exact:
        return ""
    return f"{when.edtf}T{when.time}" if when.time else when.edtf


def _moment(at: str) -> EventDate:
    """A record's date and time for its field."""
    return EventDate(edtf=at[:10], time=at[11:16]) if at else EventDate()
