"""What the screens of conferences read from the case file, in one go on its own thread. No Qt."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from pclo_app.casefile import chronology, findings
from pclo_app.casefile.casefile import CaseFile
from pclo_app.casefile.model import Item
from pclo_app.practice import clocks, conference_rules
from pclo_app.practice.conference_rules import Preparation
from pclo_app.practice.errors import NoRulesYet, OutsideCalendar
from pclo_app.practice.finding import Finding
from pclo_app.practice.phrases import read_day, short_day
from pclo_app.practice.working_days import Calendar, calendar
from pclo_app.records.case import Case
from pclo_app.records.conference import Conference, ConferenceOutcome
from pclo_app.records.person import Person
from pclo_app.records.work import Check

ATTENDED_WORDS = {"in person": "Attended in person", "report only": "Report only", "neither": "Neither"}
AROUND_IT = frozenset(
    [
        "conference",
        "conference_outcome",
        "check",
        "case",
        "person",
        "action",
        "condition",
        "condition_check",
        "chronology_entry",
        "strategy_meeting",
    ]
)
"""Kinds of record that a workspace shows something of."""
_HELD_WITH_PLAN = ("initial", "transfer-in", "pre-birth")
_REVIEWS = ("first review", "review")


@dataclass(frozen=True)
class EntryLine:
    """A chronology entry as it is offered to be cited."""

    number: int
    id: str
    words: str
    """``49  Tue 3 Nov 2026  Bruising to the front and back ...``."""


@dataclass(frozen=True)
class ListRow:
    """One conference in the list of a case."""

    item: Item[Conference]
    outcome: ConferenceOutcome | None
    done: int
    checks: int
    must: int
    """Things to answer before it."""

    @property
    def held(self) -> bool:
        """Whether an outcome is recorded."""
        return self.outcome is not None


@dataclass(frozen=True)
class CaseConferences:
    """The conferences of a case, newest last, and who can be named in a new one."""

    case: Case
    rows: tuple[ListRow, ...]
    people: tuple[tuple[str, Person], ...]


@dataclass(frozen=True)
class Facts:
    """Everything that the workspace of one conference shows."""

    item: Item[Conference]
    case: Case
    people: tuple[tuple[str, Person], ...]
    checks: tuple[Item[Check], ...]
    preparation: Preparation
    entries: tuple[EntryLine, ...]
    outcome: Item[ConferenceOutcome] | None
    draft: bytes | None

    def number_of(self, entry: str) -> int | None:
        """The number of an entry by its id."""
        return next((line.number for line in self.entries if line.id == entry), None)


def draft_key(conference: str) -> str:
    """Where the half-written words of a conference are kept."""
    return f"conference/{conference}"


def of_list(cf: CaseFile, case: str) -> CaseConferences:
    """The conferences of a case with how far each is."""
    outcomes = {item.record.conference: item.record for item in cf.items(case, "conference_outcome")}
    rows = []
    for item in sorted(cf.items(case, "conference"), key=lambda each: (each.record.date, each.record.time, each.id)):
        checks = findings.checks_for(cf, item)
        found = [] if item.id in outcomes else findings.of_conference(cf, item)
        rows.append(
            ListRow(
                item=item,
                outcome=outcomes.get(item.id),
                done=sum(1 for check in checks if check.record.result in ("trace", "no trace")),
                checks=len(checks),
                must=sum(1 for each in found if each.level in ("must", "reason")),
            )
        )
    return CaseConferences(cf.item(case).record, tuple(rows), _people(cf, case))


def of_conference(cf: CaseFile, conference: str) -> Facts:
    """One conference with everything around it."""
    item: Item[Conference] = cf.item(conference)
    outcome = next((o for o in cf.items(item.case, "conference_outcome") if o.record.conference == conference), None)
    return Facts(
        item=item,
        case=cf.item(item.case).record,
        people=_people(cf, item.case),
        checks=tuple(findings.checks_for(cf, item)),
        preparation=findings.preparation(cf, item),
        entries=tuple(_lines(cf, item.case)),
        outcome=outcome,
        draft=cf.draft(draft_key(conference)),
    )


def ready(facts: Facts, live: Conference, today: date) -> list[Finding]:
    """What is not ready and what is, for the words as they stand on the screen."""
    return conference_rules.findings(replace(facts.preparation, conference=live), today=today, days=calendar())


def clock_chip(facts: Facts, live: Conference, today: date) -> tuple[str, str]:
    """The words and the kind of the chip in the header; "" where no clock has to do with this conference."""
    held, running = read_day(live.date), facts.preparation.section_47
    if live.type != "initial" or running is None or held is None or held < running.start:
        return "", "plain"
    words = clocks.conference_words(held, running, calendar())
    if held > running.limit:
        return words, "danger"
    return words, "ok" if facts.outcome is not None or (running.left > 3 and today <= held) else "warn"


def limits_after(live: Conference) -> tuple[str, str]:
    """The hints beside the dates of the core group and of the review, as the limits are in practice."""
    held = read_day(live.date)
    if held is None:
        return "", ""
    days = calendar()
    if live.type in _HELD_WITH_PLAN:
        return _by("first-core-group", held, days), _by("first-review", held, days)
    if live.type in _REVIEWS:
        return "", _by("next-review", held, days)
    return "", ""


def _by(rule: str, held: date, days: Calendar) -> str:
    try:
        found = clocks.limit_rule(rule, held)
        last = clocks.limit_of(rule, held, days)
    except (NoRulesYet, OutsideCalendar):
        return ""
    unit = "working days" if found.unit != "months" else "months"
    return f"By {short_day(last)}: {found.amount} {unit}"


def _people(cf: CaseFile, case: str) -> tuple[tuple[str, Person], ...]:
    return tuple((item.id, item.record) for item in cf.people(case))


def _lines(cf: CaseFile, case: str) -> list[EntryLine]:
    return [
        EntryLine(row.number, row.id, f"{row.number}  {row.entry.when.in_table()}  {' '.join(row.entry.fact.split())}")
        for row in chronology.every(cf, case)
    ]
