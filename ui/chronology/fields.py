"""The fields of an entry in words, for its history and for two versions side by side. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from pclo_app.records.agencies import AGENCIES
from pclo_app.records.chronology import ChronologyEntry

from . import decided

LABELS: dict[str, str] = {
    "when": "When",
    "known_to_police": "Known to police on",
    "type": "Type",
    "agency": "Agency",
    "agency_as_given": "Agency as given",
    "source": "Source",
    "told_by": "From",
    "degree": "How near",
    "persons": "People",
    "fact": "Fact",
    "child_seen": "Child seen",
    "child_seen_by": "Child seen by",
    "child_seen_alone": "Child seen alone",
    "child_words": "Child’s words",
    "action_taken": "Action taken",
    "outcome": "Outcome",
    "significance": "Significance",
    "significance_by": "Opinion of",
    "decision": "Decision",
    "disclosure": "Who may see this",
    "disclosure_reason": "Why restricted",
    "grading": "Grading",
    "tags": "Tags",
    "attachments": "Documents",
    "links": "Links",
    "note": "Note",
    "sequence": "Order in the day",
}
_DISCLOSURE = {"": "not answered", "A": "A Shareable", "B": "B Restricted"}


class FieldChange(NamedTuple):
    """A field that is not the same in two versions."""

    name: str
    label: str
    old: str
    new: str


def field_words(entry: ChronologyEntry, name: str, people: Mapping[str, str]) -> str:
    """One field as a person would read it. ``people`` gives names for ids."""
    value: Any = getattr(entry, name)
    plain = "" if value in (None, 0) else str(value)
    match name:
        case "when" | "known_to_police":
            given = f" (written as “{value.as_given}”)" if value.as_given else ""
            return f"{value.in_words()}{given}" if value.known or given else ""
        case "agency":
            return AGENCIES.get(plain, plain)
        case "disclosure":
            return _DISCLOSURE[value]
        case "persons":
            return ", ".join(people.get(id, "a person no longer listed") for id in value)
        case "decision":
            return _decision(entry)
        case "grading":
            if value is None:
                return ""
            codes = "".join((value.source, value.information, value.handling))
            return ", ".join(part for part in (f"{value.scheme} {codes}", value.condition_met) if part)
        case "links":
            return "; ".join(", ".join(part for part in (link.kind, link.words) if part) for link in value)
        case "attachments":
            return f"{len(value)}" if value else ""
        case "tags":
            return ", ".join(value)
    return plain


def _decision(entry: ChronologyEntry) -> str:
    decision = entry.decision
    if decision is None:
        return ""
    who = ", with ".join(part for part in (str(decision.by), decision.with_whom) if part)
    parts = (
        decision.decision,
        f"Why: {decision.why}" if decision.why else "",
        f"Options: {decision.options}" if decision.options else "",
        f"Information: {decision.information}" if decision.information else "",
        f"Who: {who}" if who else "",
        decided.in_words(decision.at),
    )
    return ". ".join(part.rstrip(".") for part in parts if part)


def changes(old: ChronologyEntry, new: ChronologyEntry, people: Mapping[str, str]) -> list[FieldChange]:
    """The fields that differ, in the order of the form."""
    return [
        FieldChange(name, label, field_words(old, name, people), field_words(new, name, people))
        for name, label in LABELS.items()
        if getattr(old, name) != getattr(new, name)
    ]
