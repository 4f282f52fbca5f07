"""The form of a medical: needed or not and who decided it, who held it, and who of the police was there."""

from __future__ import annotations

from typing import Any, cast

import msgspec

from pclo_app.casefile.model import Item
from pclo_app.records.base import Named
from pclo_app.records.safeguarding import Medical
from ui.shell.session import Session
from ui.widgets.name_rank import Person as Known

from .form_parts import OFFICERS, named_in, show_when
from .inputs import Choice, Combo, Line, Text, When, Who
from .record_form import RecordForm

NEEDED = (("yes", "Needed"), ("no", "Not needed"), ("to be decided", "To be decided"))
YES_NO = (("yes", "Yes"), ("no", "No"))
_DOCTORS = ("Consultant Paediatrician", "Paediatric Registrar", "Forensic Physician")


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
        self._by = self.add("police_by", Who("Officer who attended", people, ranks=OFFICERS))
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
        show_when(needed in ("yes", "no"), self._decided)
        show_when(bool(needed), self._why)
        show_when(needed == "yes", *self._held[1:], self._attended, *self._after)
        show_when(needed in ("yes", "no"), self._held[0])
        attended = self.input("police_attended").value()
        show_when(needed == "yes" and attended == "yes", self._by)
        show_when(needed == "yes" and attended == "no", self._not_why)

    def record(self) -> Medical:
        given: dict[str, Any] = {key: value for key, value in self.values().items() if key != "change_reason"}
        given["when"] = cast(When, self.input("when")).event_date()
        for key in ("report_due", "report_received"):
            given[key] = cast(When, self.input(key)).day()
        for key in ("decided_by", "examiner", "police_by"):
            given[key] = named_in(self.input(key), getattr(self._before, key))
        if given["police_attended"] != "yes":
            given["police_by"] = Named()
        if given["police_attended"] != "no":
            given["police_not_why"] = ""
        return msgspec.structs.replace(self._before, **given)


_MEDICAL = (
    "child", "needed", "decided_by", "needed_why", "when", "place", "examiner", "consent", "police_attended",
    "police_by", "police_not_why", "first_account", "photographs", "opinion", "report_due", "report_received",
)  # fmt: skip
