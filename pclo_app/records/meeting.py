"""The police record of a strategy discussion or meeting, which the chair countersigns at the time.

The fourteen headings are data with effective dates (`resources/practice/headings.json`);
a record carries the wording of the headings it was made with.
"""

from __future__ import annotations

from typing import Literal

import msgspec

from .base import Missing, Named, Part, Record

Form = Literal["", "telephone", "meeting", "video", "planning", "reconvened"]
Attendance = Literal["", "present", "phone", "apologies", "not invited"]
Answer = Literal["", "decided", "not applicable", "deferred"]
Became = Literal["", "still open", "achieved", "partly", "not achieved", "overtaken"]
Filed = Literal["", "action", "decision", "information", "challenge", "kept"]

FORM_NAMES: dict[str, str] = {
    "telephone": "Strategy discussion by telephone",
    "meeting": "Strategy meeting",
    "video": "Strategy meeting by video",
    "planning": "Planning meeting",
    "reconvened": "Reconvened strategy meeting",
}


class Attendee(Part, frozen=True, kw_only=True):
    """Somebody who was there, sent apologies, or was not invited."""

    name: str = ""
    rank: str = ""
    agency: str = ""
    organisation: str = ""
    person: str = ""
    attendance: Attendance = ""
    chair: bool = False
    recorder: bool = False
    supervisor: bool = False
    doctor: bool = False
    note: str = ""
    reason_absent: str = ""
    representations: str = ""

    @property
    def was_there(self) -> bool:
        """Present in the room or by telephone."""
        return self.attendance in ("present", "phone")


class SharedInformation(Part, frozen=True, kw_only=True):
    """What one agency told the meeting, fact and opinion apart."""

    agency: str = ""
    who: Named = Named()
    fact: str = ""
    opinion: str = ""
    degree: Literal["", "first-hand", "second-hand", "more distant", "not known"] = ""
    children: tuple[str, ...] = ()
    """Ids of the children it is about; empty for all whom the record names."""


class HeadingAnswer(Part, frozen=True, kw_only=True):
    """The answer to one of the fourteen headings. None may stay blank by accident."""

    number: int
    heading: str
    answer: Answer = ""
    decision: str = ""
    why: str = ""
    """Why, and on what information; for “not applicable”, the reason."""
    who: str = ""
    until: str = ""
    children: tuple[str, ...] = ()
    """Ids of the children it is about; empty for all."""


class MeetingAction(Part, frozen=True, kw_only=True):
    """What needs to be done, why, by whom (a person, not only an agency) and by when."""

    what: str = ""
    why: str = ""
    who: Named = Named()
    by: str = ""
    """ISO date."""
    children: tuple[str, ...] = ()
    """Ids of the children it is about; empty for all."""


class CarriedAction(Part, frozen=True, kw_only=True):
    """An action of an earlier meeting, and what this meeting was told of it."""

    action: str
    """Id of the action's own record."""
    what: str
    who: Named = Named()
    by: str = ""
    """ISO date."""
    said: Became = ""
    note: str = ""
    """What was done, and how that is known."""


class SpokenNote(Part, frozen=True, kw_only=True):
    """A line typed while people spoke, later filed."""

    at: str
    text: str
    filed: Filed = ""


class FindingReason(Part, frozen=True, kw_only=True):
    """Why a finding stands: the answer to “record why”. It is printed."""

    finding: str
    words: str
    reason: str
    by: str = ""
    at: str = ""


class StrategyMeeting(Record, frozen=True, kw_only=True):
    """One strategy discussion or meeting, about one or several children."""

    number: str = ""
    """The record's short name in its case: SM-1, SM-2."""
    version: int = 1
    form: Form = ""
    purpose: str = ""
    children: tuple[str, ...] = ()
    date: str = ""
    start: str = ""
    end: str = ""
    place: str = ""
    mode: str = ""
    immediate_danger: Literal["", "yes", "no"] = ""
    began_section_47: Literal["", "yes", "no"] = ""
    home_authority: str = ""
    medical: Literal["", "not indicated", "indicated", "held"] = ""
    supervisor_decision: str = ""
    attendance: tuple[Attendee, ...] = ()
    information: tuple[SharedInformation, ...] = ()
    decisions: tuple[HeadingAnswer, ...] = ()
    headings_rule: str = ""
    actions: tuple[MeetingAction, ...] = ()
    notes: tuple[SpokenNote, ...] = ()
    disagreements: str = ""
    finding_reasons: tuple[FindingReason, ...] = ()
    follows: str = ""
    """Id of the earlier meeting's record that a reconvened meeting goes on from."""
    carried: tuple[CarriedAction, ...] = ()
    """The actions of that meeting that were open when this one began."""
    amends: str = ""
    """Id of the sealed record whose place this version takes once it is sealed itself. The old seal stays."""
    amends_why: str = ""

    @property
    def chair(self) -> Attendee | None:
        """The attendee who chaired, where one is marked."""
        return next((a for a in self.attendance if a.chair), None)

    @property
    def title(self) -> str:
        """What kind of meeting this was, in words."""
        return FORM_NAMES.get(self.form, "Strategy meeting")

    def missing(self) -> list[Missing]:
        """A meeting can be saved at any moment; what it lacks are findings, not obstacles."""
        return []


def for_child(record: StrategyMeeting, child: str) -> StrategyMeeting:
    """One child's view: what is about this child (id), or about all of them. Nothing about another child alone."""

    def about(children: tuple[str, ...]) -> bool:
        return not children or child in children

    return msgspec.structs.replace(
        record,
        children=tuple(each for each in record.children if each == child),
        information=tuple(each for each in record.information if about(each.children)),
        decisions=tuple(each for each in record.decisions if about(each.children)),
        actions=tuple(each for each in record.actions if about(each.children)),
    )
