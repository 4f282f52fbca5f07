"""One line and the searchable words of any record, from the record's own fields."""

from __future__ import annotations

from typing import Any

import msgspec

from .after_sealing import Addendum, PaperReturn
from .audit import Attachment, Consult, Disclose, Erasure
from .base import Record
from .case import Case
from .chronology import ChronologyEntry
from .condition import KEPT_WORDS, Condition, ConditionCheck
from .conference import Conference, ConferenceOutcome
from .custody import Epoch, KeyEvent
from .event_date import EventDate
from .meeting import StrategyMeeting
from .person import Person
from .reason import RecordedReason
from .review import Review
from .roster import Roster
from .safeguarding import Medical, PoliceProtection
from .seal import OUTCOME_WORDS, Seal
from .text import made_visible
from .work import Action, Check

KIND_NAMES: dict[str, str] = {
    "case": "Case",
    "person": "Person",
    "chronology_entry": "Chronology entry",
    "strategy_meeting": "Strategy meeting record",
    "seal": "Chair’s answer",
    "addendum": "Addendum",
    "paper_return": "Signed paper",
    "action": "Action",
    "check": "Check",
    "condition": "Condition",
    "condition_check": "Check of a condition",
    "conference": "Conference",
    "conference_outcome": "Conference outcome",
    "medical": "Medical",
    "police_protection": "Police protection",
    "recorded_reason": "Reason recorded",
    "review": "Supervisor’s review",
    "attachment": "Document",
    "disclose": "Print, export or showing",
    "consult": "Case opened",
    "key_event": "Keys",
    "epoch": "New chain",
    "erasure": "Erasure",
    "roster": "Team roster",
}

# Fields whose values are ids, digests, codes and marks rather than words to be found.
_NOT_WORDS = frozenset(
    {
        "age", "agency", "answer", "app", "at", "attachment", "attachments", "attendance", "child", "children",
        "condition", "conference", "degree", "dev", "digest", "disclosure", "ed25519", "edtf", "entry", "filed",
        "finding", "from_record", "ink", "key", "kind", "pdf", "person", "persons", "present", "prev", "record", "rev",
        "row", "salt", "same_as", "seen", "sequence", "team", "time", "tpl", "txt", "v",
    }
)  # fmt: skip
_NO_WORDS_INSIDE = frozenset({"origin", "ink"})


def title(record: Record) -> str:
    """One line that names the record in lists."""
    match record:
        case Case():
            return f"{record.family} {record.reference}"
        case Person():
            return ", ".join(part for part in (record.name, record.rank or record.relationship) if part)
        case ChronologyEntry():
            return record.fact
        case StrategyMeeting():
            return " ".join(part for part in (record.number, record.title) if part)
        case Seal():
            return f"{OUTCOME_WORDS[record.outcome]}, {record.by.name}, {record.by.desig}"
        case Addendum():
            return f"Addendum: {record.about or 'the whole record'}"
        case PaperReturn():
            return f"Signed paper came back: {record.says}"
        case Action():
            return record.what
        case Check():
            return f"{record.system}: {record.on_whom}"
        case Condition():
            return record.text
        case ConditionCheck():
            return f"{KEPT_WORDS.get(record.kept, 'Not answered')}: {record.text}"
        case Conference():
            return record.title
        case ConferenceOutcome():
            return record.decision or "Outcome of the conference"
        case Medical():
            return ", ".join(part for part in ("Medical", record.examiner.name, record.place) if part)
        case PoliceProtection():
            return f"Police protection {record.answer or 'considered'}"
        case RecordedReason():
            return f"Why: {record.words}" if record.words else "Why"
        case Review():
            return f"Review: {len(record.read)} read, {len(record.comments)} comments"
        case Attachment():
            return made_visible(record.file_name)
        case Disclose():
            return f"{record.what}, {record.act}"
        case Consult():
            return f"Opened for {record.purpose}"
        case KeyEvent():
            return f"{record.act}, slot {record.slot}" if record.slot else record.act
        case Epoch():
            return f"New chain: {record.why}"
        case Erasure():
            return f"{len(record.revs)} revisions erased: {record.ground}"
        case Roster():
            return f"{record.team_name}, version {record.n}"
    return type(record).__name__


def event_date(record: Record) -> EventDate:
    """The date that places the record in time, where it has one."""
    match record:
        case ChronologyEntry():
            return record.when
        case StrategyMeeting():
            return EventDate(edtf=record.date, time=record.start if record.date else "")
        case Conference():
            return EventDate(edtf=record.date, time=record.time if record.date else "")
        case Action():
            return EventDate(edtf=record.by)
        case Check():
            return EventDate(edtf=record.at[:10], time=record.at[11:16])
        case ConferenceOutcome():
            return EventDate(edtf=record.held_on)
        case Condition():
            return record.since
        case ConditionCheck():
            return EventDate(edtf=record.on[:10], time=record.on[11:16])
        case Medical():
            return record.when
        case PoliceProtection():
            moment = record.taken_at or record.considered_at
            return EventDate(edtf=moment[:10], time=moment[11:16])
    return EventDate()


def words(record: Record) -> str:
    """Every word of the record that a person might look for, one field to a line, its title first."""
    heading = title(record)
    found: list[str] = []
    _collect(msgspec.to_builtins(record), found)
    others = [line for line in found if line and line != heading]
    return "\n".join([heading, *others] if heading else others)


def _collect(value: Any, found: list[str]) -> None:
    if isinstance(value, str):
        found.append(value)
    elif isinstance(value, dict):
        for name, item in value.items():
            if name in _NO_WORDS_INSIDE:
                continue
            if isinstance(item, str):  # most are, and a call for each would take half the time
                if name not in _NOT_WORDS:
                    found.append(item)
                continue
            listed = isinstance(item, list) and any(isinstance(part, dict) for part in item)
            if name not in _NOT_WORDS or isinstance(item, dict) or listed:
                _collect(item, found)
    elif isinstance(value, list | tuple):
        for item in value:
            _collect(item, found)
