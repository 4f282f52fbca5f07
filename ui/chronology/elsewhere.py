"""Lines that come from other records: what they are called, how they are marked, where they are changed. Pure."""

from __future__ import annotations

from typing import NamedTuple

from pclo_app.casefile.model import Version
from pclo_app.records.as_entry import MARK, as_entry
from pclo_app.records.base import Named, Record
from pclo_app.records.chronology import ChronologyEntry
from pclo_app.records.conference import Conference, ConferenceOutcome
from pclo_app.records.meeting import StrategyMeeting
from ui.shell.session import Place

OWN = "chronology_entry"


class Mark(NamedTuple):
    """How a line from another record is marked: a small icon and a word."""

    icon: str
    word: str


MARKS = {
    "strategy_meeting": Mark("people", "Meeting"),
    "conference": Mark("people", "Conference"),
    "conference_outcome": Mark("flag", "Outcome"),
    "medical": Mark("medical", "Medical"),
    "police_protection": Mark("shield", "Protection"),
    "condition": Mark("scales", "Condition"),
    "condition_check": Mark("check", "Checked"),
    "review": Mark("eye", "Review"),
}
_SECTIONS = {
    "strategy_meeting": "meetings",
    "conference": "conferences",
    "conference_outcome": "conferences",
    "medical": "medicals",
    "police_protection": "medicals",
    "condition": "actions",
    "condition_check": "actions",
    "review": "reviews",
}


def mark_of(kind: str) -> Mark | None:
    """The mark of a line; None for an entry of the chronology itself."""
    return MARKS.get(kind)


def line_of(version: Version[Record]) -> ChronologyEntry | None:
    """The line that a revision stands for, also where it has been withdrawn; None where it cannot be read."""
    from pclo_app.casefile.placing import local_time

    record = version.record
    if record is None or isinstance(record, ChronologyEntry):
        return record
    by = Named(name=version.name, rank=version.rank, agency="POL")
    return as_entry(record, local_time(version.at, version.offset), by)


def whence(record: Record, kind: str) -> str:
    """``Strategy meeting SM-2``: the record that a line comes from."""
    match record:
        case StrategyMeeting():
            return f"{MARK[kind]} {record.number}".strip()
        case Conference():
            return record.title
    return MARK.get(kind, "another record")


def sentence(record: Record, kind: str) -> str:
    """What is said above a line that cannot be changed here."""
    return f"This line comes from {_article(whence(record, kind))}. It is changed there."


def place_of(case: str, id: str, kind: str, record: Record) -> Place:
    """Where that record is opened."""
    wanted = record.conference if isinstance(record, ConferenceOutcome) else id
    if kind in ("medical", "police_protection"):
        wanted = f"edit/{id}"
    elif kind in ("condition", "condition_check"):
        wanted = f"conditions/edit/{id}"
    return Place("case", case, _SECTIONS[kind], wanted)


def _article(words: str) -> str:
    """``Strategy meeting SM-2`` is a name; others are ``the record “Medical”``."""
    return words if any(letter.isdigit() for letter in words) else f"the record “{words}”"
