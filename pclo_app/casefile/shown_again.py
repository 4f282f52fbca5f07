"""What changed in a record since its chair was shown it: for a record that is presented again after a correction."""

from __future__ import annotations

from dataclasses import dataclass

from ..records.audit import Disclose
from ..records.meeting import StrategyMeeting
from .casefile import CaseFile
from .model import Version

SHOWN = "shown to the chair"


@dataclass(frozen=True)
class Change:
    """One part of the record that reads differently."""

    where: str
    """``Decision 5, Police protection``."""
    before: str
    """Empty where the part is new."""
    after: str
    """Empty where it was taken out."""


def since_shown(cf: CaseFile, meeting: str) -> list[Change]:
    """The parts that read differently from when the record was last shown, in the order of the record.

    Nothing where it was never shown. Names of children are the record's own ids in words of
    the case, so that a child added later is seen too.
    """
    before = last_shown(cf, meeting)
    if before is None or before.record is None:
        return []
    names = {item.id: item.record.name for item in cf.people(cf.item(meeting).case)}
    old, new = _parts(before.record, names), _parts(cf.item(meeting).record, names)
    order = [*new, *(where for where in old if where not in new)]
    return [
        Change(where, old.get(where, ""), new.get(where, ""))
        for where in order
        if old.get(where, "") != new.get(where, "")
    ]


def last_shown(cf: CaseFile, meeting: str) -> Version[StrategyMeeting] | None:
    """The revision that the chair was shown last, by the order of this laptop's own chain."""
    case = cf.item(meeting).case
    rows = [
        item.heads[0]
        for item in cf.items(case, "disclose")
        if isinstance(item.record, Disclose) and item.record.act == SHOWN and item.record.record == meeting
    ]
    if not rows:
        return None
    shown = max(rows, key=lambda row: (row.at, row.seq))
    earlier = [each for each in cf.history(meeting) if each.device == shown.device and each.seq < shown.seq]
    return max(earlier, key=lambda each: each.seq, default=None)


def _parts(record: StrategyMeeting, names: dict[str, str]) -> dict[str, str]:
    """The record as parts with words; a part without words is left out."""
    children = ", ".join(names.get(id, "a child") for id in record.children)
    when = ", ".join(part for part in (record.date, record.start, record.end) if part)
    found = {
        "Kind of meeting": record.title if record.form else "",
        "Children": children,
        "When": when,
        "Place": record.place,
        "How": record.mode,
        "Why the meeting was held": record.purpose,
        "Immediate danger": record.immediate_danger,
        "Did it begin section 47 enquiries?": record.began_section_47,
        "Home authority": record.home_authority,
    }
    for number, person in enumerate(record.attendance, 1):
        if person.name.strip():
            said = (
                person.rank, person.organisation or person.agency, person.attendance, "chair" if person.chair else "",
                person.note, person.reason_absent, person.representations,
            )  # fmt: skip
            found[_free(found, f"Attendance, {person.name}", number)] = _joined(said)
    for number, told in enumerate(record.information, 1):
        found[f"Information {number}"] = _joined((str(told.who), told.fact, told.opinion, told.degree))
    for heading in record.decisions:
        answer = _joined((heading.answer, heading.decision, heading.why, heading.who, heading.until))
        found[f"Decision {heading.number}, {heading.heading}"] = answer
    for number, action in enumerate(record.actions, 1):
        found[f"Action {number}"] = _joined((action.what, action.why, str(action.who), action.by))
    for number, carried in enumerate(record.carried, 1):
        found[f"Earlier action {number}"] = _joined((carried.what, carried.said, carried.note))
    found |= {
        "Medical assessment": record.medical,
        "Decision of the detective sergeant": record.supervisor_decision,
        "Disagreements": record.disagreements,
    }
    for reason in record.finding_reasons:
        found[f"Reason recorded, {reason.words}"] = reason.reason
    return {where: words for where, words in found.items() if words.strip()}


def _free(found: dict[str, str], where: str, number: int) -> str:
    return where if where not in found else f"{where} ({number})"


def _joined(parts: tuple[str, ...]) -> str:
    return ". ".join(part.strip().rstrip(".") for part in parts if part.strip())
