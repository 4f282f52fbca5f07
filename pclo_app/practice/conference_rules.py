"""What practice asks before the police go to a conference.

"Preparation and its supervision are things inspected" (HMIC, 18 March 2010): the checks, the
questions, the police view, and who goes.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from ..records.case import CATEGORY_NAMES
from ..records.chronology import ChronologyEntry
from ..records.conference import Conference
from ..records.work import Action, Check
from . import conditions
from .clocks import Clock
from .finding import Finding, Rulebook
from .phrases import counted, listed, read_day, short_day
from .working_days import Calendar

REQUIRED_SYSTEMS = ("PNC", "CRIS", "PND", "ViSOR")
"""The systems that every conference's preparation must speak of; a setting of the force."""

_SAME_SYSTEM = {"INI": "PND", "PND/INI": "PND", "PND OR INI": "PND"}
_VISOR = "VISOR"
_WITHOUT_CHECKS = ("core group", "planning")
"""Meetings that follow a plan: no new checks, and no police view on whether there should be one."""


@dataclass(frozen=True)
class Preparation:
    """What a conference is prepared with."""

    record: str
    """Id of the conference."""
    conference: Conference
    checks: Sequence[tuple[str, Check]] = ()
    actions: Sequence[tuple[str, Action]] = ()
    """The case's actions, by id."""
    entries: Sequence[tuple[str, ChronologyEntry]] = ()
    section_47: Clock | None = None
    conditions: Sequence[conditions.Standing] = ()
    """The case's conditions, those not kept first."""


def findings(
    preparation: Preparation,
    *,
    today: date,
    days: Calendar,
    required: Sequence[str] = REQUIRED_SYSTEMS,
    book: Rulebook | None = None,
) -> list[Finding]:
    """What is not ready, and what is, in the order of the screen."""
    rules = book or Rulebook(today)
    conference, record = preparation.conference, preparation.record
    found = [
        *conditions.before_conference(preparation.conditions, rules, record),
        *_checks(preparation, required, rules),
        *_limit(preparation, days, rules),
        *_overdue(preparation.actions, today, rules),
        *_going(record, conference, rules),
        *_view(record, conference, rules),
        *_questions(record, conference, rules),
        *_chair_and_day(record, conference, days, rules),
        *_disclosure(preparation, rules),
    ]
    return rules.ordered(found)


def system_name(system: str) -> str:
    """A system's name for comparing: INI is the forerunner of PND."""
    name = system.strip().upper()
    return _SAME_SYSTEM.get(name, name)


def _checks(preparation: Preparation, required: Sequence[str], rules: Rulebook) -> list[Finding]:
    record = preparation.record
    if preparation.conference.type in _WITHOUT_CHECKS:
        return []
    recorded = {system_name(check.system) for _, check in preparation.checks}
    found: list[Finding] = []
    absent = [name for name in required if system_name(name) not in recorded and system_name(name) != _VISOR]
    if absent:
        number = counted(len(absent), "system", "systems")
        found += rules.finding("conference.checks", record=record, where="checks", n=number, which=listed(absent))
    for place, (check_id, check) in enumerate(preparation.checks):
        if system_name(check.system) != _VISOR and check.result in ("", "not done"):
            which = f"{check.on_whom}: {check.not_done_reason.strip() or 'no reason given'}."
            found += rules.finding(
                "conference.check-open", record=check_id, where=f"checks.{place}", system=check.system, which=which
            )
    if not found and preparation.checks:
        names = [name for name in required if system_name(name) != _VISOR]
        found += rules.met("conference.checks", record=record, systems=listed(names))
    if any(system_name(name) == _VISOR for name in required):
        found += _visor(preparation, rules)
    return found


def _visor(preparation: Preparation, rules: Rulebook) -> list[Finding]:
    """Asked at all, and where there is a trace: with the risk level and the plan."""
    asked = [(check_id, check) for check_id, check in preparation.checks if system_name(check.system) == _VISOR]
    if not asked:
        return rules.finding("conference.visor", record=preparation.record, where="checks", whom="No check is recorded")
    for check_id, check in asked:
        if check.result in ("", "not done"):
            whom = ": ".join(part for part in (check.on_whom, check.not_done_reason.rstrip(". ")) if part)
            return rules.finding("conference.visor", record=check_id, where="checks", whom=whom)
    for check_id, check in asked:
        if check.result == "trace" and not any(word in check.found.lower() for word in ("risk", "level")):
            return rules.finding("conference.visor-risk", record=check_id, where="checks", whom=check.on_whom)
    return rules.met("conference.visor", record=preparation.record)


def _limit(preparation: Preparation, days: Calendar, rules: Rulebook) -> list[Finding]:
    clock, held = preparation.section_47, read_day(preparation.conference.date)
    if clock is None or held is None or preparation.conference.type != "initial":
        return []
    day, limit = days.count(clock.start, held), short_day(clock.limit)
    if held > clock.limit:
        return rules.finding("conference.limit", record=preparation.record, where="date", day=day, limit=limit)
    return rules.met("conference.limit", record=preparation.record, day=day, limit=limit)


def overdue(actions: Iterable[tuple[str, Action]], today: date) -> list[tuple[str, Action, date]]:
    """The open actions whose day has passed, oldest first."""
    late = [
        (record, action, due)
        for record, action in actions
        if action.is_open and (due := read_day(action.by)) and due < today
    ]
    return sorted(late, key=lambda each: (each[2], each[0]))


def _overdue(actions: Sequence[tuple[str, Action]], today: date, rules: Rulebook) -> list[Finding]:
    late = overdue(actions, today)
    if not late:
        return []
    which = "; ".join(f"“{each.what}”, {each.who.name or 'nobody named'}, {short_day(due)}" for _, each, due in late)
    number = counted(len(late), "action is", "actions are")
    return rules.finding("conference.actions", record=late[0][0], where="actions", n=number, which=which)


def _going(record: str, conference: Conference, rules: Rulebook) -> list[Finding]:
    if conference.attending.name.strip():
        return rules.met("conference.nobody", record=record, who=str(conference.attending))
    if conference.nobody_going_why.strip():
        return rules.met("conference.nobody", record=record, who=f"nobody. {conference.nobody_going_why.strip()}")
    return rules.finding("conference.nobody", record=record, where="attending")


def _view(record: str, conference: Conference, rules: Rulebook) -> list[Finding]:
    if conference.type in _WITHOUT_CHECKS:
        return []
    if not conference.police_view:
        which = "Choose whether the police think a plan is needed, and say why."
        return rules.finding("conference.view", record=record, where="police_view", which=which)
    if not conference.police_view_why.strip():
        which = "The view is chosen. Say why."
        return rules.finding("conference.view", record=record, where="police_view_why", which=which)
    category = CATEGORY_NAMES.get(conference.police_view_category, "")
    view = ", ".join(part for part in (conference.police_view, category) if part)
    return rules.met("conference.view", record=record, view=view)


def _questions(record: str, conference: Conference, rules: Rulebook) -> list[Finding]:
    if conference.type in _WITHOUT_CHECKS and not conference.questions:
        return []
    if not conference.questions:
        return rules.finding("conference.questions", record=record, where="questions")
    number = counted(len(conference.questions), "question", "questions")
    return rules.met("conference.questions", record=record, n=number)


def _chair_and_day(record: str, conference: Conference, days: Calendar, rules: Rulebook) -> list[Finding]:
    found: list[Finding] = []
    if not conference.chair.name.strip():
        found += rules.finding("conference.chair", record=record, where="chair")
    held = read_day(conference.date)
    off = days.day_off(held) if held and days.first_year <= held.year <= days.last_year else ""
    if held and off:
        found += rules.finding("conference.day", record=record, where="date", due=short_day(held), why=off)
    return found


def _disclosure(preparation: Preparation, rules: Rulebook) -> list[Finding]:
    undecided = [record for record, entry in preparation.entries if not entry.disclosure]
    if not undecided or preparation.conference.type in _WITHOUT_CHECKS:
        return []
    number = counted(len(undecided), "entry has", "entries have")
    return rules.finding("conference.disclosure", record=undecided[0], where="entries", n=number)
