"""A case: one family, one force reference."""

from __future__ import annotations

from typing import Literal

from .base import Missing, Named, Part, Record

Category = Literal["", "NEG", "PHY", "SAB", "EMO", "MUL"]

CATEGORY_NAMES: dict[str, str] = {
    "NEG": "neglect",
    "PHY": "physical abuse",
    "SAB": "sexual abuse",
    "EMO": "emotional abuse",
    "MUL": "multiple categories",
}


class Reference(Part, frozen=True, kw_only=True):
    """A number in another system: CRIS, Merlin, social care."""

    system: str
    number: str


class PlanStatus(Part, frozen=True, kw_only=True):
    """Whether the children are on a child protection plan, and since when."""

    status: Literal["none", "plan", "ended"] = "none"
    since: str = ""
    category: Category = ""
    first_category: Category = ""


class Case(Record, frozen=True, kw_only=True):
    """The single point of reference for a family's case."""

    reference: str
    family: str
    references: tuple[Reference, ...] = ()
    opened: str = ""
    status: Literal["open", "closed"] = "open"
    closing_plan: str = ""
    plan: PlanStatus = PlanStatus()
    risk: str = ""
    risk_endorsed_by: str = ""
    pclo: Named | None = None
    investigating_officer: Named | None = None
    supervisor: Named | None = None
    social_worker: Named | None = None
    home_authority: str = ""
    retention_class: str = ""
    retention_review: str = ""
    retention_hold: str = ""
    marking: str = "OFFICIAL-SENSITIVE"
    gap_days: int = 28
    """A stretch of more days than this without an entry is a gap of the chronology."""

    def missing(self) -> list[Missing]:
        """What a case cannot be saved without."""
        found = []
        if not self.reference.strip():
            found.append(Missing("reference", "Enter the force reference of the case."))
        if not self.family.strip():
            found.append(Missing("family", "Enter the family name."))
        if not 1 <= self.gap_days <= 3660:
            found.append(Missing("gap_days", "Enter a number of days from 1 to 3660."))
        return found
