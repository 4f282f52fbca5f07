"""Whether the police are ready for a conference, and what a case lacks as a whole."""

from __future__ import annotations

from datetime import date

from pclo_app.practice import case_rules, clocks, conference_rules
from pclo_app.practice.conference_rules import Preparation
from pclo_app.practice.finding import Finding, blocking
from pclo_app.practice.working_days import calendar
from pclo_app.records.base import Named
from pclo_app.records.case import Case
from pclo_app.records.chronology import ChronologyEntry, Source
from pclo_app.records.conference import Conference, Question
from pclo_app.records.event_date import EventDate
from pclo_app.records.meeting import StrategyMeeting
from pclo_app.records.work import Action, Check

TODAY = date(2026, 11, 18)
DAWN = Named(name="Dawn Pettifer", rank="PCLO (police staff, Band D)", agency="POL")
CHECKS = tuple(
    (name, Check(system=name, on_whom="Dale Pruett", result="no trace", by=DAWN))
    for name in ("PNC", "CRIS", "PND", "ViSOR")
)
READY = Conference(
    type="initial",
    date="2026-11-20",
    time="10:00",
    chair=Named(name="Wendell Ashby-Roe", rank="Conference Chair"),
    attending=DAWN,
    questions=(Question(who="Dr Marchetti", question="Could one fall cause bruising to both sides of an ear?"),),
    police_view="plan needed",
    police_view_category="PHY",
    police_view_why="The injury is not explained by either account.",
)
SECTION_47 = clocks.section_47(
    [("sm1", StrategyMeeting(date="2026-11-02", began_section_47="yes"))], today=TODAY, days=calendar()
)


def found(conference: Conference = READY, **fields: object) -> list[Finding]:
    base = {"record": "c", "conference": conference, "checks": CHECKS, "section_47": SECTION_47}
    preparation = Preparation(**{**base, **fields})  # type: ignore[arg-type]
    return conference_rules.findings(preparation, today=TODAY, days=calendar())


def titles(findings: list[Finding]) -> list[str]:
    return [each.title for each in findings]


def test_ready() -> None:
    findings = found()
    assert {each.level for each in findings} == {"met"}
    assert "On working day 14 of 15. Limit Mon 23 Nov 2026" in titles(findings)
    assert "Police view: plan needed, physical abuse" in titles(findings)
    assert "PNC, CRIS and PND checked" in titles(findings)


def test_nothing_done() -> None:
    findings = found(Conference(type="initial", date="2026-11-20"), checks=())
    assert {each.rule for each in blocking(findings)} == {
        "conference.checks",
        "conference.visor",
        "conference.nobody",
        "conference.view",
    }
    assert "No questions to ask" in titles(findings)


def test_visor() -> None:
    not_done = Check(
        system="ViSOR", on_whom="Dale Pruett", result="not done", not_done_reason="Risk level and plan not asked for"
    )
    finding = next(each for each in found(checks=(*CHECKS[:3], ("v", not_done))) if each.rule == "conference.visor")
    assert (finding.title, finding.level, finding.record) == ("ViSOR not asked", "must", "v")
    assert finding.words == "Dale Pruett: Risk level and plan not asked for. Ask for risk level and plan."
    trace = Check(system="ViSOR", on_whom="Dale Pruett", result="trace", found="Nominal", by=DAWN)
    assert "ViSOR risk level not obtained" in titles(found(checks=(*CHECKS[:3], ("v", trace))))


def test_ini_counts_as_pnd() -> None:
    ini = Check(system="INI", on_whom="Dale Pruett", result="no trace", by=DAWN)
    assert "PNC, CRIS and PND checked" in titles(found(checks=(*CHECKS[:2], ("i", ini), CHECKS[3])))


def test_after_the_limit() -> None:
    late = Conference(type="initial", date="2026-11-24", chair=READY.chair, attending=DAWN)
    finding = next(each for each in found(late) if each.rule == "conference.limit")
    assert finding.level == "reason"
    assert "On working day 16." in finding.words


def test_a_conference_on_a_sunday() -> None:
    sunday = Conference(type="initial", date="2026-11-22", chair=READY.chair, attending=DAWN)
    assert "The conference is on a day off" in titles(found(sunday))


def test_overdue_actions_and_entries_without_a_or_b() -> None:
    late = Action(what="Unannounced visit", who=DAWN, by="2026-11-17")
    done = Action(what="Get the report", who=DAWN, by="2026-11-09", outcome="achieved")
    entry = ChronologyEntry(fact="Visit.", agency="CSC", source=Source(system="CRIS"))
    findings = found(actions=(("a", late), ("b", done)), entries=(("e", entry),))
    assert "1 action is overdue" in titles(findings)
    assert "Police report not finished" in titles(findings)


def test_a_core_group_needs_no_police_view() -> None:
    core = Conference(type="core group", date="2026-11-23", attending=DAWN, chair=READY.chair)
    assert "conference.view" not in {each.rule for each in found(core)}


def test_a_case_as_a_whole() -> None:
    case = Case(reference="KM-0417", family="ORRIN-VALE", status="closed", supervisor=Named(name="Farah Whitcombe"))
    late = Action(what="Unannounced visit", who=DAWN, by="2026-11-17")
    findings = case_rules.findings("k", case, actions=(("a", late),), entries=(), today=TODAY)
    assert titles(findings) == ["Action overdue", "Closed with open actions", "1 person has no rank or designation"]


def test_a_quiet_case() -> None:
    entry = ChronologyEntry(when=EventDate("2026-10-01"), fact="Visit.", agency="CSC", source=Source(system="CRIS"))
    case = Case(reference="KM-0417", family="ORRIN-VALE")
    (finding,) = case_rules.findings("k", case, actions=(), entries=(entry,), today=TODAY)
    assert finding.title == "No entry for 48 days"
