"""What a supervisor has to be told about signed records, until it has been read: nothing here is sent anywhere.

A refusal, a reservation, a chair who was unable to sign, and a meeting without a doctor
where a medical was indicated or held: each stands on the sergeant's page until a review says
that it was read. The review is an ordinary record, so that everybody sees that it was.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import msgspec

from ..practice import meeting_rules
from ..records.meeting import StrategyMeeting
from ..records.review import ReadMark, Review
from ..records.seal import Seal
from . import meetings
from .casefile import CaseFile
from .model import Saved, SealedRecord

Why = Literal["refused", "reserved", "unable", "no doctor"]
_DOCTOR = "meeting.doctor"


@dataclass(frozen=True)
class Told:
    """One thing that the supervisor is told."""

    why: Why
    case: str
    meeting: str
    """Id of the meeting's record."""
    record: str
    rev: str
    """What a review marks as read: the seal, or the sealed revision of the meeting."""
    number: str
    day: str
    """ISO date of the meeting."""
    words: str
    """The sentence, with the chair's or the officer's own words."""
    at: str
    """When it was sealed, UTC."""


def for_supervisor(cf: CaseFile, case: str | None = None) -> list[Told]:
    """What no review has marked as read yet, the newest first."""
    read = {
        (mark.record, mark.rev)
        for item in cf.items(case, "review")
        if isinstance(item.record, Review)
        for mark in item.record.read
    }
    found = [told for sealed in meetings.seals(cf, case) for told in _of(cf, sealed)]
    return sorted((each for each in found if (each.record, each.rev) not in read), key=lambda each: each.at)[::-1]


def mark_read(cf: CaseFile, told: Told) -> Saved:
    """Say that the supervisor has read it: a review of one mark. Raises NotForThisRole."""
    return cf.save(Review(read=(ReadMark(record=told.record, rev=told.rev),)), case=told.case)


def without_doctor(meeting: StrategyMeeting) -> str:
    """That a meeting lacked a doctor whom it needed, with the recorded reason; "" where it did not."""
    plain = msgspec.structs.replace(meeting, finding_reasons=())
    if not any(each.rule == _DOCTOR and each.level == "reason" for each in meeting_rules.findings(plain)):
        return ""
    medical = "A medical was held" if meeting.medical == "held" else "A medical is indicated"
    reasons = [each.reason for each in meeting.finding_reasons if each.finding == _DOCTOR and each.reason.strip()]
    said = f"Reason recorded: {reasons[-1].strip().rstrip('.')}." if reasons else "No reason is recorded."
    return f"{medical} and no doctor was there. {said}"


def _of(cf: CaseFile, sealed: SealedRecord) -> list[Told]:
    seal = sealed.seal.record
    shown = meetings.presented_version(cf, sealed) if isinstance(seal, Seal) else None
    record = shown.record if shown is not None else None
    if not isinstance(seal, Seal) or shown is None or not isinstance(record, StrategyMeeting):
        return []  # erased since: nothing is left to be told of
    found = []

    def tell(why: Why, id: str, rev: str, words: str) -> None:
        found.append(
            Told(why, sealed.seal.case, sealed.meeting, id, rev, record.number, record.date, words, sealed.seal.at)
        )

    who = ", ".join(part for part in (seal.by.name, seal.by.desig, seal.by.agency) if part)
    said = (seal.reserve if seal.outcome == "reserved" else seal.why) or "No reason given"
    if seal.outcome == "refused":
        tell("refused", sealed.seal.id, sealed.seal.rev, f"{who} did not sign: {said}")
    elif seal.outcome == "reserved":
        tell("reserved", sealed.seal.id, sealed.seal.rev, f"{who} signed with a reservation: {said}")
    elif seal.outcome == "unable":
        tell("unable", sealed.seal.id, sealed.seal.rev, f"{who} was unable to sign: {said}")
    lacking = without_doctor(record)
    if lacking:
        tell("no doctor", sealed.meeting, shown.rev, lacking)
    return found
