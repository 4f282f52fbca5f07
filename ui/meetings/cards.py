"""Findings as cards, and as the states of the outline. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from pclo_app.practice.finding import Finding
from pclo_app.records.agencies import AGENCIES
from pclo_app.records.meeting import FORM_NAMES, StrategyMeeting
from ui.widgets.findings_panel import RECORD_WHY, Card
from ui.widgets.outline import Step

SECTIONS = ("meeting", "attendance", "information", "decisions", "actions", "closing")
_LEVELS = {"must": "danger", "reason": "warn", "check": "info", "met": "met"}
_FIRST_PART = {
    "attendance": "attendance", "information": "information", "decisions": "decisions", "actions": "actions",
    "supervisor_decision": "closing", "medical": "closing", "disagreements": "closing", "sign": "closing",
    "notes": "notes",
}  # fmt: skip


def section_of(path: str) -> str:
    """The section in which a field stands; "notes" for the notes that people spoke."""
    return _FIRST_PART.get(path.partition(".")[0], "meeting")


def card_key(finding: Finding) -> str:
    """What tells one finding from another while the record changes."""
    return f"{finding.rule}|{finding.where}"


def cards(findings: Sequence[Finding]) -> list[Card]:
    """The findings as the panel shows them."""
    return [_card(each, first) for first, each in _with_first(findings)]


def _with_first(findings: Sequence[Finding]) -> list[tuple[bool, Finding]]:
    """Each finding, and whether F7 would go to it first."""
    first = next((each for each in findings if each.level in ("must", "reason")), None)
    return [(each is first, each) for each in findings]


def _card(finding: Finding, first: bool) -> Card:
    actions = tuple(_button(words, first) for words in finding.answers)
    return Card(
        key=card_key(finding),
        level=_LEVELS[finding.level],
        title=finding.title,
        words=finding.words,
        actions=actions,
    )


def _button(words: str, first: bool) -> str:
    if words == "Record why":
        return RECORD_WHY
    return f"{words} (F7)" if first and words.startswith("Go to") else words


def steps(record: StrategyMeeting, findings: Sequence[Finding], title: str = "") -> list[Step]:
    """The outline: six sections with how far each is."""
    open_ones = [each for each in findings if each.level in ("must", "reason")]
    where = [section_of(each.where) for each in open_ones]
    must = {section_of(each.where) for each in open_ones if each.level == "must"}
    answered = sum(1 for each in record.decisions if each.answer)
    agencies = {each.agency for each in record.information if each.agency in AGENCIES and each.fact.strip()}
    named = [each for each in record.attendance if each.name.strip()]
    subs = {
        "meeting": _kind(record),
        "attendance": _with(_count(len(named), "person", "people"), where.count("attendance"), "to finish"),
        "information": _count(len(agencies), "agency", "agencies") if agencies else "Nothing yet",
        "decisions": f"{answered} of {len(record.decisions)} answered",
        "actions": _with(str(len(record.actions)) if record.actions else "None yet", _dateless(record), "has no date"),
        "closing": f"{len(open_ones)} to answer" if open_ones else "Ready for the chair",
    }
    titles = ("1 Meeting", "2 Attendance", "3 Information", "4 Decisions", "5 Actions", "6 Check and sign")
    states = {
        "meeting": _state("meeting", where, must, bool(record.form and record.date)),
        "attendance": _state("attendance", where, must, bool(named)),
        "information": "done" if agencies else "empty",
        "decisions": "done" if answered == len(record.decisions) else "half" if answered else "empty",
        "actions": _state("actions", where, must, bool(record.actions)),
        "closing": "empty" if open_ones else "done",
    }
    return [Step(key, name, subs[key], states[key]) for key, name in zip(SECTIONS, titles, strict=True)]


def _kind(record: StrategyMeeting) -> str:
    kind = FORM_NAMES.get(record.form, "Kind not chosen")
    return f"{kind.removeprefix('Strategy ').capitalize()}{', began s47' * (record.began_section_47 == 'yes')}"


def _state(key: str, where: list[str], must: set[str], begun: bool) -> str:
    if not begun:
        return "empty"
    if key in must:
        return "stop"
    return "warning" if key in where else "done"


def _dateless(record: StrategyMeeting) -> int:
    return sum(1 for each in record.actions if not each.by)


def _count(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"


def _with(words: str, number: int, what: str) -> str:
    if not number:
        return words
    many = what.replace("has", "have") if number > 1 else what
    return f"{words}, {number} {many}"
