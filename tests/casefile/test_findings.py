"""What practice asks, gathered from a real case file."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from pclo_app.casefile import findings
from pclo_app.casefile.casefile import CaseFile
from pclo_app.importing import plan_csv
from pclo_app.importing.accepting import accept
from pclo_app.records.meeting import StrategyMeeting
from tests.casefile.conftest import TurnedClock

CASES = Path(__file__).parent.parent / "data" / "cases"


def test_the_notes_of_a_published_case_become_findings(cf: CaseFile, case: str) -> None:
    name = "baby_peter_haringey.csv"
    accept(cf, case, plan_csv((CASES / name).read_bytes(), name, None, date(2026, 11, 22)))
    raised = findings.of_chronology(cf, case)
    rules = [finding.rule for finding in raised]
    assert sum("disagree" in f.title.lower() for f in raised) == 3, rules
    assert any("29 February 2009" in f.words or "does not exist" in f.words for f in raised)


def test_the_clock_runs_from_the_discussion_that_began_the_enquiry(cf: CaseFile, case: str, clock: TurnedClock) -> None:
    assert findings.clock_of_section_47(cf, case) is None
    cf.save(StrategyMeeting(number="SM-1", date="2026-11-02", start="11:40", began_section_47="yes"), case=case)
    found = findings.clock_of_section_47(cf, case)
    assert found is not None and found.limit == date(2026, 11, 23) and found.of == 15
    assert [c.rule for c in findings.clocks_of(cf, case)] == ["initial-conference"]
    assert any(f.rule.startswith("meeting.") for f in findings.of_case(cf, case))
