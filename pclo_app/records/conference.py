"""A child protection conference: preparing for it, and what came of it.

Attended in person, report only, and neither with a reason are three separate facts;
inspectors found review-conference reports counted in place of attendance (HMIC, 2008).
"""

from __future__ import annotations

from typing import Literal

from .base import Missing, Named, Part, Record, rank_missing
from .case import Category

ConferenceType = Literal["initial", "first review", "review", "transfer-in", "pre-birth", "core group", "planning"]

CONFERENCE_NAMES: dict[str, str] = {
    "initial": "Initial conference",
    "first review": "First review conference",
    "review": "Review conference",
    "transfer-in": "Transfer-in conference",
    "pre-birth": "Pre-birth conference",
    "core group": "Core group",
    "planning": "Planning meeting",
}

PoliceView = Literal["", "plan needed", "plan not needed", "plan to continue", "plan to end"]


class Question(Part, frozen=True, kw_only=True):
    """A question to ask at the conference, and the chronology entry that raises it."""

    who: str
    question: str
    entry: str = ""
    answer: str = ""
    answered_at: str = ""


class Conference(Record, frozen=True, kw_only=True):
    """One conference, from the invitation to the door."""

    type: ConferenceType
    date: str = ""
    time: str = ""
    place: str = ""
    chair: Named = Named()
    invited_on: str = ""
    children: tuple[str, ...] = ()
    attending: Named = Named()
    nobody_going_why: str = ""
    interpreter: str = ""
    notes: str = ""
    questions: tuple[Question, ...] = ()
    police_view: PoliceView = ""
    police_view_category: Category = ""
    police_view_why: str = ""
    police_view_by: Named = Named()

    @property
    def title(self) -> str:
        """The kind of conference, in words."""
        return CONFERENCE_NAMES[self.type]

    def missing(self) -> list[Missing]:
        """What a conference cannot be saved without."""
        found = []
        if not self.date:
            found.append(Missing("date", "Enter the date of the conference."))
        return found + rank_missing("chair", self.chair) + rank_missing("attending", self.attending)


class Dissent(Part, frozen=True, kw_only=True):
    """Who disagreed, on what, and why."""

    who: Named
    on_what: str
    why: str = ""


class ConferenceOutcome(Record, frozen=True, kw_only=True):
    """What happened at a conference, and how the police took part."""

    conference: str
    held_on: str = ""
    """ISO date on which it was held; until it is known the outcome has no place in the chronology."""
    attended: Literal["in person", "report only", "neither"]
    attended_by: Named = Named()
    not_attended_why: str = ""
    quorate: Literal["", "yes", "no"] = ""
    decision: str = ""
    category: Category = ""
    plan_start: str = ""
    police_view_given: str = ""
    dissent: tuple[Dissent, ...] = ()
    core_group: str = ""
    review: str = ""
    told_investigating_officer: str = ""

    def missing(self) -> list[Missing]:
        """What an outcome cannot be saved without."""
        found = []
        if not self.conference:
            found.append(Missing("conference", "Choose the conference."))
        if self.attended == "in person" and not self.attended_by.name:
            found.append(Missing("attended_by", "Enter who attended for the police."))
        if self.attended != "in person" and not self.not_attended_why.strip():
            found.append(Missing("not_attended_why", "Say why the police did not attend in person."))
        return found + rank_missing("attended_by", self.attended_by)
