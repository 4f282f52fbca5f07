"""The form over a case: its references, its plan, its people in office."""

from __future__ import annotations

from typing import Any, cast

import msgspec

from pclo_app.casefile.model import Item
from pclo_app.records.base import Named
from pclo_app.records.case import CATEGORY_NAMES, Case, Category, PlanStatus, Reference
from ui.shell.session import Session

from .inputs import Choice, Combo, Line, Text, When, Who
from .record_form import RecordForm

SYSTEMS = (("cris", "CRIS"), ("merlin", "Merlin"), ("social", "Social care"))
CATEGORIES = (("", "Not chosen"), *((code, words.capitalize()) for code, words in CATEGORY_NAMES.items()))
PLAN = (("none", "Not on a plan"), ("plan", "On a plan"), ("ended", "Plan ended"))
PEOPLE = (
    ("investigating_officer", "Investigating officer"),
    ("supervisor", "Supervisor"),
    ("social_worker", "Social worker"),
)
OFFICE_RANKS = {
    "investigating_officer": ("Detective Constable", "Detective Sergeant", "Police Constable"),
    "supervisor": ("Detective Sergeant", "Detective Inspector"),
    "social_worker": ("Social worker", "Senior social worker", "Team manager"),
}


class CaseForm(RecordForm):
    """A new case asks for little; the rest is there when it is edited."""

    def __init__(self, session: Session, item: Item[Case] | None = None) -> None:
        self._before = item.record if item is not None else None
        super().__init__(
            session,
            title=f"Case {item.record.reference}" if item is not None else "New case",
            draft=f"case/{item.id if item is not None else 'new'}",
            case=item.case if item is not None else "",
            id=item.id if item is not None else None,
            based_on=tuple(head.rev for head in item.heads) if item is not None else (),
            button="Save" if item is not None else "Make the case",
        )
        self.add_row(
            ("reference", Line("Force reference", placeholder="KM-0417")),
            ("family", Line("Family name")),
            stretch=(1, 2),
        )
        self.add_row(*((key, Line(f"{words} reference")) for key, words in SYSTEMS))
        for key, words in PEOPLE:
            self.add(key, Who(words, ranks=OFFICE_RANKS[key]))
        if item is not None:
            self._more()
        self.ready(_values(self._before) if self._before is not None else {})

    def _more(self) -> None:
        self.heading("Child protection plan")
        self.add("plan", Choice("Are the children on a plan?", PLAN))
        self._plan_row = self.add_row(
            ("since", When("Since", self.session.today, day_only=True)),
            ("category", Combo("Category now", CATEGORIES)),
            ("first_category", Combo("First category", CATEGORIES)),
        )
        self.heading("Risk, and closing")
        self.add_row(
            ("risk", Combo("Risk grade", _words("", "Standard", "Medium", "High"), editable=True)),
            ("home_authority", Line("Home authority")),
            ("gap_days", Line("A gap is more than so many days without an entry")),
        )
        self.add("status", Choice("Is the case open?", (("open", "Open"), ("closed", "Closed"))))
        self.add("closing_plan", Text("Closing plan", "Who does what that is still open, agreed with the supervisor"))

    def arrange(self) -> None:
        if self._before is not None:
            self._plan_row.setVisible(self.input("plan").value() != "none")
            self.input("closing_plan").setVisible(self.input("status").value() == "closed")

    def record(self) -> Case:
        given = self.values()
        before = self._before or Case(reference="", family="", opened=self.session.today().isoformat(), pclo=_me(self))
        references = [each for each in before.references if each.system not in {words for _, words in SYSTEMS}]
        own = [Reference(system=words, number=given[key]) for key, words in SYSTEMS if given[key]]
        changes: dict[str, Any] = {
            "reference": given["reference"],
            "family": given["family"],
            "references": (*own, *references),
        }
        for key, _ in PEOPLE:
            who = cast(Who, self.input(key)).named()
            kept = getattr(before, key)
            if kept is not None and (kept.name, kept.rank) == (who.name, who.rank):
                changes[key] = kept
            else:
                changes[key] = who if who.name or who.rank else None
        if self._before is not None:
            on_plan = given["plan"] != "none"
            changes |= {
                "plan": PlanStatus(
                    status=given["plan"] or "none",
                    since=cast(When, self.input("since")).day() if on_plan else "",
                    category=cast(Category, given["category"]) if on_plan else "",
                    first_category=cast(Category, given["first_category"]) if on_plan else "",
                ),
                "risk": given["risk"],
                "risk_endorsed_by": before.risk_endorsed_by if given["risk"] == before.risk else "",
                "home_authority": given["home_authority"],
                "gap_days": int(given["gap_days"]) if given["gap_days"].isdecimal() else 0,
                "status": given["status"] or "open",
                "closing_plan": given["closing_plan"],
            }
        return msgspec.structs.replace(before, **changes)


def _me(form: RecordForm) -> Named:
    """The holder of the case file, as the case's PCLO."""
    officer = form.session.officer
    return Named(name=officer.name, rank=officer.rank, agency="POL")


def _words(*words: str) -> tuple[tuple[str, str], ...]:
    return tuple((each, each) for each in words)


def _values(case: Case) -> dict[str, Any]:
    numbers = {reference.system: reference.number for reference in case.references}
    values: dict[str, Any] = {key: numbers.get(words, "") for key, words in SYSTEMS}
    values |= {key: getattr(case, key) or Named() for key, _ in PEOPLE}
    return values | {
        "reference": case.reference,
        "family": case.family,
        "plan": case.plan.status,
        "since": case.plan.since,
        "category": case.plan.category,
        "first_category": case.plan.first_category,
        "risk": case.risk,
        "home_authority": case.home_authority,
        "gap_days": str(case.gap_days),
        "status": case.status,
        "closing_plan": case.closing_plan,
    }
