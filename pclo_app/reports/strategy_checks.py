"""Section 7 of a strategy-meeting record: what was looked at before the chair was asked to sign."""

from __future__ import annotations

from ..records.meeting import Attendee, StrategyMeeting
from . import words
from .strategy_view import Check, MeetingView

COUNTED_HERE = frozenset(
    ("meeting.agencies", "meeting.supervisor", "meeting.doctor", "meeting.chair", "meeting.headings", "meeting.action")
)
"""Rules of practice whose answer these lines already give."""

_THREE = {"CSC": "social care", "POL": "police", "HEA": "health"}


def checks(view: MeetingView) -> list[Check]:
    """The lines of section 7, each counted from the record itself, then the findings that stand."""
    meeting = view.meeting
    found = [_three_agencies(meeting), _supervisor(meeting)]
    if meeting.medical in ("indicated", "held"):
        found.append(_doctor(meeting))
    found += [_chair(meeting), _headings(meeting), _actions(meeting)]
    return [*found, *view.findings]


def _there(meeting: StrategyMeeting) -> list[Attendee]:
    return [a for a in meeting.attendance if a.was_there]


def _named(person: Attendee) -> str:
    return ", ".join(part for part in (person.name, person.rank) if part) or "not named"


def _three_agencies(meeting: StrategyMeeting) -> Check:
    present = {a.agency for a in _there(meeting)}
    absent = [name for code, name in _THREE.items() if code not in present]
    answer = "Yes" if not absent else f"No {' and no '.join(absent)}"
    return Check("Social care, police and health present", not absent, answer)


def _supervisor(meeting: StrategyMeeting) -> Check:
    question = "Police supervisor present"
    for person in _there(meeting):
        if person.supervisor:
            how = ", by phone" if person.attendance == "phone" else ""
            return Check(question, True, f"Yes, {_named(person)}{how}")
    if meeting.supervisor_decision:
        return Check(question, True, f"No. Decision recorded: {meeting.supervisor_decision}")
    return Check(question, False, "No, and no decision by a supervisor is recorded")


def _doctor(meeting: StrategyMeeting) -> Check:
    held = "a medical was held" if meeting.medical == "held" else "a medical is indicated"
    question = f"Doctor present ({held})"
    for person in _there(meeting):
        if person.doctor:
            return Check(question, True, f"Yes, {_named(person)}")
    given = any("doctor" in r.finding or "doctor" in r.words.casefold() for r in meeting.finding_reasons)
    return Check(question, False, "No. Reason in section 2" if given else "No, and no reason is recorded")


def _chair(meeting: StrategyMeeting) -> Check:
    chair = meeting.chair
    if chair is None or not chair.name:
        return Check("Chair named, with role", False, "No")
    return Check("Chair named, with role", bool(chair.rank), "Yes" if chair.rank else "No role recorded")


def _headings(meeting: StrategyMeeting) -> Check:
    count = {kind: 0 for kind in ("decided", "not applicable", "deferred", "")}
    for heading in meeting.decisions:
        count[heading.answer] += 1
    said = f"{count['decided']} decided, {count['not applicable']} not applicable, {count['deferred']} deferred"
    if not meeting.decisions:
        return Check("Every heading answered", False, "No heading is answered")
    if count[""]:
        return Check("Every heading answered", False, f"No: {said}, {count['']} not answered")
    return Check("Every heading answered", True, f"Yes: {said}")


def _actions(meeting: StrategyMeeting) -> Check:
    question = "Every action has a person, a designation, an agency and a date"
    actions = [a for a in meeting.actions if a.what.strip()]
    whole = [a for a in actions if a.who.name and a.who.rank and a.who.agency and a.by]
    if not actions:
        return Check(question, True, "No actions were set")
    if len(whole) == len(actions):
        return Check(question, True, f"Yes, {len(whole)} of {len(actions)}")
    lacking = words.counted(len(actions) - len(whole), "action")
    return Check(question, False, f"No: {lacking} of {len(actions)} without one of these")
