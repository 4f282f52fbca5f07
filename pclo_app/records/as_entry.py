"""Other records as lines of the chronology, so that nothing is typed twice.

A strategy meeting, a conference, a medical, police protection, a condition, each check of it and
a review are events of the case. Each is shown in the chronology in the words of its own record, as an entry made up for
reading: it is never stored, and changing it means changing the record it comes from.
"""

from __future__ import annotations

from .base import Named, Record
from .case import CATEGORY_NAMES
from .chronology import ChronologyEntry, Decision, Source
from .condition import KEPT_WORDS, Condition, ConditionCheck
from .conference import Conference, ConferenceOutcome
from .event_date import EventDate
from .meeting import StrategyMeeting
from .review import Review
from .safeguarding import Medical, PoliceProtection

PLACED = frozenset(
    {
        "chronology_entry",
        "strategy_meeting",
        "conference",
        "conference_outcome",
        "medical",
        "police_protection",
        "condition",
        "condition_check",
        "review",
    }
)
"""Kinds that stand in the chronology."""

MARK = {
    "strategy_meeting": "Strategy meeting",
    "conference": "Conference",
    "conference_outcome": "Conference outcome",
    "medical": "Medical",
    "police_protection": "Police protection",
    "condition": "Condition",
    "condition_check": "Check of a condition",
    "review": "Supervisor’s review",
}
"""The word beside a line that comes from another record."""


def as_entry(record: Record, at: str = "", by: Named | None = None) -> ChronologyEntry | None:
    """The line that a record stands for; None where it has no place in the chronology, or no date yet.

    ``at`` is when the revision was written (local, YYYY-MM-DDTHH:MM...) and ``by`` its author:
    a review is dated by its header.
    """
    match record:
        case ChronologyEntry():
            return None if record.withdrawn else record
        case StrategyMeeting():
            return _meeting(record)
        case Conference():
            return _conference(record)
        case ConferenceOutcome():
            return _outcome(record)
        case Medical():
            return _medical(record)
        case PoliceProtection():
            return _protection(record)
        case Condition():
            return _condition(record)
        case ConditionCheck():
            return None if record.withdrawn else _condition_check(record)
        case Review():
            return _review(record, at, by)
    return None


def _meeting(meeting: StrategyMeeting) -> ChronologyEntry | None:
    if not meeting.date:
        return None
    chair = meeting.chair
    there = [who for who in meeting.attendance if who.was_there]
    parts = [f"{meeting.title} {meeting.number}".strip() + (f", {meeting.place}" if meeting.place else "")]
    if chair is not None and chair.name:
        parts.append(f"Chaired by {_named(chair.name, chair.rank)}")
    if there:
        parts.append(f"{len(there)} attended")
    decided = [answer for answer in meeting.decisions if answer.answer == "decided" and answer.decision]
    decision = None
    if decided:
        decision = Decision(
            decision="; ".join(f"{answer.heading}: {answer.decision.strip().rstrip('.')}" for answer in decided),
            why=_sentences(list(dict.fromkeys(answer.why.strip() for answer in decided if answer.why.strip()))),
            by=Named(name=chair.name, rank=chair.rank, agency=chair.agency) if chair else Named(),
        )
    return ChronologyEntry(
        when=EventDate(edtf=meeting.date, time=meeting.start),
        agency=chair.agency if chair and chair.agency else "CSC",
        source=Source(system="Strategy meeting record", reference=meeting.number),
        persons=meeting.children,
        fact=_sentences(parts),
        decision=decision,
        type="Strategy meeting",
    )


def _conference(conference: Conference) -> ChronologyEntry | None:
    if not conference.date:
        return None
    parts = [conference.title + (f", {conference.place}" if conference.place else "")]
    if conference.chair.name:
        parts.append(f"Chaired by {_named(conference.chair.name, conference.chair.rank)}")
    if conference.attending.name:
        parts.append(f"For the police: {conference.attending}")
    elif conference.nobody_going_why:
        parts.append(f"Nobody goes for the police: {conference.nobody_going_why}")
    return ChronologyEntry(
        when=EventDate(edtf=conference.date, time=conference.time),
        agency=conference.chair.agency or "CSC",
        source=Source(system="Conference record"),
        persons=conference.children,
        fact=_sentences(parts),
        type="Conference",
    )


_ATTENDED = {
    "in person": "Police attended in person",
    "report only": "Police sent a report only",
    "neither": "Police neither attended nor reported",
}


def _outcome(outcome: ConferenceOutcome) -> ChronologyEntry | None:
    if not outcome.held_on:
        return None
    parts = [_ATTENDED[outcome.attended] + (f": {outcome.attended_by}" if outcome.attended_by.name else "")]
    if outcome.not_attended_why:
        parts.append(f"Why: {outcome.not_attended_why}")
    if outcome.category:
        parts.append(f"Category: {CATEGORY_NAMES[outcome.category]}")
    if outcome.police_view_given:
        parts.append(f"Police view: {outcome.police_view_given}")
    parts += [f"Dissent by {each.who} on {each.on_what}" for each in outcome.dissent]
    return ChronologyEntry(
        when=EventDate(edtf=outcome.held_on),
        sequence=1,  # behind the conference of the same day
        agency="CSC",
        source=Source(system="Conference outcome"),
        fact=_sentences(parts),
        decision=Decision(decision=outcome.decision) if outcome.decision else None,
        type="Conference outcome",
    )


def _medical(medical: Medical) -> ChronologyEntry | None:
    if not medical.when.known:
        return None
    parts = ["Medical examination" + (f", {medical.place}" if medical.place else "")]
    if medical.needed == "no":
        parts = [f"No medical examination: {medical.needed_why}"]
    if medical.examiner.name:
        parts.append(f"By {medical.examiner}")
    if medical.opinion:
        parts.append(f"Opinion: {medical.opinion}")
    if medical.police_attended == "yes":
        parts.append("Police attended" + (f": {medical.police_by}" if medical.police_by.name else ""))
    elif medical.police_attended == "no":
        parts.append(f"Police did not attend: {medical.police_not_why}")
    return ChronologyEntry(
        when=medical.when,
        agency=medical.examiner.agency or "HEA",
        source=Source(system="Medical record"),
        persons=(medical.child,) if medical.child else (),
        fact=_sentences(parts),
        type="Medical",
    )


def _protection(protection: PoliceProtection) -> ChronologyEntry | None:
    moment = protection.taken_at or protection.considered_at
    if not moment:
        return None
    used = protection.answer == "used"
    parts = ["Police protection used" if used else "Police protection considered and not used"]
    if protection.designated_officer.name:
        parts.append(f"Designated officer: {protection.designated_officer}")
    if protection.ended_at:
        parts.append(f"Ended: {protection.ended_how}")
    return ChronologyEntry(
        when=EventDate(edtf=moment[:10], time=moment[11:16]),
        agency="POL",
        source=Source(system="Police protection record"),
        persons=protection.children,
        fact=_sentences(parts),
        decision=Decision(decision=parts[0], why=protection.why, by=protection.by, at=moment),
        type="Police protection",
    )


def _condition(condition: Condition) -> ChronologyEntry:
    to = f" on {condition.attached}" if condition.attached else ""
    parts = [f"Condition set{to}: {condition.text}"]
    if condition.attached_words and condition.attached_words != condition.attached:
        parts.append(f"Attached to: {condition.attached_words}")
    if condition.on_whom:
        parts.append(f"To be kept by {condition.on_whom}")
    if condition.set_by.name:
        parts.append(f"Set by {condition.set_by}")
    days = [EventDate(edtf=day).in_words() for day in condition.check_by]
    if condition.who_checks.name:
        parts.append(f"To be checked by {condition.who_checks}" + (f": by {'; by '.join(days)}" if days else ""))
    if condition.until:
        parts.append(f"It holds until {EventDate(edtf=condition.until).in_words()}")
    if condition.ended_on:
        parts.append(f"Ended {EventDate(edtf=condition.ended_on).in_words()}: {condition.ended_why}")
    return ChronologyEntry(
        when=condition.since,
        sequence=1,  # behind the meeting of the same day that set it
        agency=condition.set_by.agency or condition.who_checks.agency,
        source=Source(system="Condition record"),
        persons=tuple(dict.fromkeys((*condition.children, *condition.persons))),
        fact=_sentences(parts),
        type="Condition",
    )


def _condition_check(check: ConditionCheck) -> ChronologyEntry:
    parts = [f"Condition checked: {KEPT_WORDS.get(check.kept, 'not answered').lower()}"]
    if check.text:
        parts.append(f"The condition: {check.text}")
    if check.found:
        parts.append(f"Found: {check.found}")
    return ChronologyEntry(
        when=EventDate(edtf=check.on[:10], time=check.on[11:16]),
        sequence=1,
        agency=check.by.agency,
        source=Source(system="Condition record"),
        told_by=check.by,
        persons=check.persons,
        fact=_sentences(parts),
        action_taken=check.followed,
        type="Condition checked",
    )


def _review(review: Review, at: str, by: Named | None) -> ChronologyEntry | None:
    if not at:
        return None
    counts = [(len(review.read), "entry read", "entries read")]
    for kind, many in (("query", "queries"), ("instruction", "instructions"), ("comment", "comments")):
        counts.append((sum(comment.kind == kind for comment in review.comments), kind, many))
    said = ", ".join(f"{count} {one if count == 1 else many}" for count, one, many in counts if count)
    return ChronologyEntry(
        when=EventDate(edtf=at[:10], time=at[11:16]),
        agency="POL",
        source=Source(system="Supervisor’s review"),
        told_by=by,
        fact=f"Supervisor’s review: {said}.",
        type="Supervisor’s review",
    )


def _named(name: str, rank: str) -> str:
    return ", ".join(part for part in (name, rank) if part)


def _sentences(parts: list[str]) -> str:
    return " ".join(part if part.endswith((".", "!", "?")) else f"{part}." for part in parts)
