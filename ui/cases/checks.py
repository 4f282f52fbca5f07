"""The register of checks: which system, on whom, with what result, by whom. The app never logs in to a system."""

from __future__ import annotations

from typing import Any, cast

import msgspec

from pclo_app.casefile.casefile import CaseFile
from pclo_app.casefile.model import Item
from pclo_app.records.base import Named
from pclo_app.records.work import Check
from ui.shell.rows_table import Column, Row
from ui.shell.session import Session
from ui.shell.words import iso_short
from ui.widgets.name_rank import Person as Known
from ui.widgets.row_delegate import Cell

from .inputs import Choice, Combo, Line, Text, When, Who
from .list_section import ListSection
from .record_form import RecordForm

SYSTEMS = ("PNC", "CRIS", "Merlin", "CAD", "PND", "ViSOR", "Other force")
RESULTS = (("trace", "Trace"), ("no trace", "No trace"), ("not done", "Not done"))
RESULT_WORDS = dict(RESULTS)
_STATES = {"trace": "done", "no trace": "done", "not done": "stop", "": "empty"}


class CheckForm(RecordForm):
    """One search, as it was made."""

    def __init__(self, session: Session, case: str, item: Item[Check] | None, names: list[str]) -> None:
        officer = session.officer
        self._before = (
            item.record
            if item is not None
            else Check(system="", on_whom="", by=Named(name=officer.name, rank=officer.rank, agency="POL"))
        )
        super().__init__(
            session,
            title="Check" if item is not None else "New check",
            draft=f"check/{item.id if item is not None else 'new'}/{case}",
            case=case,
            id=item.id if item is not None else None,
            based_on=tuple(head.rev for head in item.heads) if item is not None else (),
            button="Save" if item is not None else "Add the check",
        )
        self.add_row(
            ("system", Combo("System", tuple((each, each) for each in SYSTEMS), editable=True)),
            ("on_whom", Combo("On whom", tuple((each, each) for each in names), editable=True)),
            stretch=(1, 2),
        )
        self.add_row(
            ("spelling", Line("Name as searched")),
            ("born_searched", Line("Birth date as searched")),
            ("reference", Line("Reference of the search")),
        )
        self.add("result", Choice("Result", RESULTS))
        self._found = self.add("found", Text("What was found", least=2))
        self._why = self.add("not_done_reason", Text("Why it was not done", least=1))
        self._when = self.add("at", When("When", session.today, with_time=True))
        self._by = self.add("by", Who("By whom", [Known(officer.name, officer.rank, "POL")]))
        self.ready({field: getattr(self._before, field) for field in _FIELDS} | {"at": _moment(self._before.at)})

    def arrange(self) -> None:
        result = self.input("result").value()
        self._found.setVisible(result == "trace")
        self._why.setVisible(result == "not done")
        self._when.setVisible(result != "not done")
        self._by.setVisible(result != "not done")

    def record(self) -> Check:
        given: dict[str, Any] = {key: value for key, value in self.values().items() if key != "change_reason"}
        when = cast(When, self.input("at")).event_date()
        given["at"] = (f"{when.edtf}T{when.time}" if when.time else when.edtf) if when.exact else ""
        given["by"] = cast(Who, self.input("by")).named()
        if given["by"].name == self._before.by.name and given["by"].rank == self._before.by.rank:
            given["by"] = self._before.by
        return msgspec.structs.replace(self._before, **given)

    def _problems(self) -> list[Any]:
        found = super()._problems()
        if not found and self.input("result").value() == "not done" and not self.input("not_done_reason").value():
            from ui.widgets.error_box import Problem

            words = "Say why the check was not done."
            self._why.set_error(words)
            found.append(Problem(words, self._why.take_focus))
        return found


_FIELDS = ("system", "on_whom", "spelling", "born_searched", "reference", "result", "found", "not_done_reason", "by")


class ChecksSection(ListSection):
    """Checks, those not done first."""

    kinds = frozenset({"check", "person"})
    name = "Checks"
    new_words = "New check"
    empty = "No checks are recorded. The app never logs in to a police system: record here what you found."
    two_lines = True
    columns = (
        Column("System", 26),
        Column("On whom", 30),
        Column("Result", 18),
        Column("What was found"),
        Column("When, and by whom", 32),
    )

    def query(self, cf: CaseFile, case: str) -> tuple[list[Item[Check]], list[str]]:
        checks = sorted(
            cf.items(case, "check"), key=lambda item: (item.record.result not in ("", "not done"), item.record.at)
        )
        names = [item.record.name for item in cf.people(case) if not item.record.is_professional]
        return checks, names

    def rows_of(self, data: tuple[list[Item[Check]], list[str]]) -> list[Row]:
        return [self._check(item) for item in data[0]]

    def _check(self, item: Item[Check]) -> Row:
        check = item.record
        result = RESULT_WORDS.get(check.result, "Not answered")
        at = " ".join(part for part in (iso_short(check.at[:10]), check.at[11:16]) if part)
        found = check.not_done_reason if check.result == "not done" else check.found
        searched = ", ".join(part for part in (check.spelling, check.born_searched) if part)
        tone = {"not done": "danger", "": "warn"}.get(check.result, "")
        return Row(
            item.id,
            (
                Cell(check.system, second=check.reference, bold=True, mark="not-equal" if item.in_conflict else ""),
                Cell(check.on_whom, second=f"Searched: {searched}" if searched else ""),
                Cell(result, state=_STATES[check.result], tone=tone),
                Cell(found),
                Cell(at or "No time", second=str(check.by), grey=not at),
            ),
            f"{check.system} on {check.on_whom}: {result.lower()}. {found} {at}. {check.by}",
        )

    def make_form(self, id: str | None) -> RecordForm | None:
        if self._data is None:
            return None
        found = next((item for item in self._data[0] if item.id == id), None)
        if id is not None and found is None:
            return None
        return CheckForm(self.session, self.case, found, self._data[1])


def _moment(at: str) -> Any:
    """A check's date and time for its field."""
    from pclo_app.records.event_date import EventDate

    return EventDate(edtf=at[:10], time=at[11:16]) if at else EventDate()
