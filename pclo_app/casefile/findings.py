"""What good practice asks about the records of a case, and the clocks that run for it.

The rules (`pclo_app.practice`) are pure; this module gathers the records that they judge.
"""

from __future__ import annotations

from dataclasses import asdict
from datetime import date

from ..practice import case_rules, chronology_rules, clocks, conditions, conference_rules, meeting_rules, protection
from ..practice.clocks import Clock
from ..practice.finding import Finding, Rulebook
from ..practice.meeting_rules import MeetingContext
from ..practice.working_days import calendar
from ..records.conference import Conference
from ..records.meeting import StrategyMeeting
from ..records.person import Person
from ..records.work import Check
from . import chronology, reasons
from .casefile import CaseFile
from .model import Item


def _today(cf: CaseFile) -> date:
    return cf.now().date()


def _people(cf: CaseFile, case: str) -> dict[str, Person]:
    return {item.id: item.record for item in cf.people(case)}


def of_case(cf: CaseFile, case: str) -> list[Finding]:
    """Everything that is asked about a case: the case itself, its chronology, open meetings and conferences ahead.

    What is met is left out.
    """
    found = [*of_chronology(cf, case), *of_whole(cf, case)]
    for item in cf.items(case, "strategy_meeting"):
        if not item.sealed:
            found += of_meeting(cf, item.record, case, item.id)
    for item in cf.items(case, "conference"):
        if item.record.date >= _today(cf).isoformat():
            found += of_conference(cf, item)
    return [finding for finding in found if finding.level != "met"]


def of_whole(cf: CaseFile, case: str) -> list[Finding]:
    """What is asked of the case as a whole."""
    return case_rules.findings(
        case,
        cf.item(case).record,
        actions=[(item.id, item.record) for item in cf.items(case, "action")],
        entries=[item.record for item in cf.entries(case)],
        today=_today(cf),
    )


def of_chronology(cf: CaseFile, case: str) -> list[Finding]:
    """What is asked about the entries of a chronology; what somebody gave a reason for counts as met."""
    people = _people(cf, case)
    births = {p.name: p.born for p in people.values() if p.is_child and p.born.known}
    rows = chronology.every(cf, case)
    found = chronology_rules.findings(
        [row for row in rows if row.own],
        also=[row for row in rows if not row.own],
        today=_today(cf),
        births=births,
        gap_days=chronology.gap_days(cf, case),
        changed=_changed_since_read(cf, case),
        names={id: person.name for id, person in people.items()},
    )
    rules = Rulebook(_today(cf))
    found = rules.ordered([*found, *conditions.findings(conditions_of(cf, case), rules)])
    return reasons.answered(found, reasons.of_case(cf, case))


def conditions_of(cf: CaseFile, case: str) -> list[conditions.Standing]:
    """The conditions of a case with the checks made of them, those not kept first."""
    return conditions.standings(
        [(item.id, item.record) for item in cf.items(case, "condition")],
        [(item.id, item.record) for item in cf.items(case, "condition_check")],
        today=_today(cf),
        actions=[item.record for item in cf.items(case, "action")],
    )


def _changed_since_read(cf: CaseFile, case: str) -> frozenset[str]:
    """Ids of the entries that a supervisor has read, but not as they stand now."""
    rows = cf.db.execute(
        "SELECT DISTINCT i.record FROM item i JOIN looked l ON l.record = i.record"
        " WHERE i.case_id=? AND i.placed"
        " AND NOT EXISTS(SELECT 1 FROM looked x WHERE x.record = i.record AND x.rev = i.rev)",
        (bytes.fromhex(case),),
    )
    return frozenset(record.hex() for (record,) in rows)


def of_meeting(cf: CaseFile, meeting: StrategyMeeting, case: str, id: str = "") -> list[Finding]:
    """What is asked about a strategy-meeting record, saved or still being typed; and what is met."""
    section_47 = clock_of_section_47(cf, case)
    context = MeetingContext(
        children=_people(cf, case),
        calendar=calendar(),
        conference_limit=section_47.limit if section_47 else None,
        record=id,
    )
    return meeting_rules.findings(meeting, context)


def preparation(cf: CaseFile, item: Item[Conference]) -> conference_rules.Preparation:
    """What a conference is prepared with: its checks, the actions and the entries of the case."""
    return conference_rules.Preparation(
        record=item.id,
        conference=item.record,
        checks=[(check.id, check.record) for check in checks_for(cf, item)],
        actions=[(action.id, action.record) for action in cf.items(item.case, "action")],
        entries=[(entry.id, entry.record) for entry in cf.entries(item.case)],
        section_47=clock_of_section_47(cf, item.case),
        conditions=conditions_of(cf, item.case),
    )


def checks_for(cf: CaseFile, item: Item[Conference]) -> list[Item[Check]]:
    """The checks made for a conference, and those of the case that belong to none."""
    return [check for check in cf.items(item.case, "check") if check.record.conference in ("", item.id)]


def of_conference(cf: CaseFile, item: Item[Conference]) -> list[Finding]:
    """What is not ready for a conference, and what is."""
    return conference_rules.findings(preparation(cf, item), today=_today(cf), days=calendar())


def clock_of_section_47(cf: CaseFile, case: str) -> Clock | None:
    """The fifteen working days to the initial conference, where an enquiry has begun."""
    held = [(item.id, item.record) for item in cf.items(case, "strategy_meeting")]
    return clocks.section_47(held, today=_today(cf), days=calendar())


def clocks_of(cf: CaseFile, case: str) -> list[Clock]:
    """Every clock that runs for a case, the nearest limit first. What has been held stops its clock."""
    conferences = [(item.id, item.record) for item in cf.items(case, "conference")]
    held = [record for _, record in conferences]
    today = _today(cf)
    section_47 = clock_of_section_47(cf, case)
    found = [section_47] if section_47 is not None else []
    for id, record in conferences:
        found += clocks.conference_clocks(id, record, today=today, days=calendar())
    found = [each for each in found if clocks.still_running(each, held, today)]
    for item in cf.items(case, "police_protection"):
        running = protection.clock(item.id, item.record, cf.now())
        found += [running] if running is not None else []
    return sorted(found, key=lambda clock: clock.limit)


def as_json(reference: str, finding: Finding) -> dict[str, object]:
    """A finding as ``pclo findings --json`` shows it."""
    return {"case": reference} | asdict(finding)
