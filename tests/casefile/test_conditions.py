"""Conditions in a case file: their lines, what is asked, search, erasure, and the way to another laptop."""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from pclo_app.casefile import chronology, erasure, findings, reasons, search, undoing
from pclo_app.casefile.casefile import CaseFile
from pclo_app.casefile.model import ChronologyFilter
from pclo_app.records.case import Case
from pclo_app.records.condition import ConditionCheck
from pclo_app.records.conference import Conference
from pclo_app.records.event_date import EventDate
from pclo_app.records.reason import RecordedReason
from tests.casefile.conftest import PASSPHRASE, TurnedClock, entry
from tests.casefile.dumps import projected
from tests.records.test_condition import DOGS, SEEN

HERE = msgspec.structs.replace(
    DOGS, since=EventDate(edtf="2026-10-20"), check_by=("2026-10-27", "2026-11-02", "2026-11-09")
)


def check(condition: str, on: str, kept: str = "kept", **more: object) -> ConditionCheck:
    given = {"condition": condition, "on": on, "kept": kept, "found": "Two dogs in the yard", "followed": ""}
    return msgspec.structs.replace(SEEN, **{**given, **more})


def rules(cf: CaseFile, case: str) -> list[str]:
    raised = [each for each in findings.of_chronology(cf, case) if each.level != "met"]
    return [each.rule for each in raised if "condition" in each.rule]


def test_a_condition_and_every_check_of_it_are_lines_of_their_own(cf: CaseFile, case: str) -> None:
    cf.save(entry("Visit", "2026-10-21"), case=case)
    made = cf.save(HERE, case=case).id
    cf.save(check(made, "2026-10-27"), case=case)
    wrong = cf.save(check(made, "2026-10-30T14:10", "not kept"), case=case)
    rows = chronology.every(cf, case)
    assert [(row.kind, row.own) for row in rows] == [
        ("condition", False), ("chronology_entry", True), ("condition_check", False), ("condition_check", False)
    ]  # fmt: skip
    assert rows[3].entry.when.time == "14:10" and "not kept" in rows[3].entry.fact
    only = ChronologyFilter(kinds=frozenset({"condition_check"}))
    assert [row.number for row in chronology.every(cf, case, only)] == [3, 4]
    assert [row.number for row in chronology.every(cf, case, ChronologyFilter(persons=frozenset({"child"})))] == [
        1,
        3,
        4,
    ]
    cf.save(check(made, "2026-10-30", "not kept", withdrawn=True, change_reason="Wrong family"), case=case, id=wrong.id)
    assert len(chronology.every(cf, case)) == 3
    assert len(cf.history(wrong.id)) == 2


def test_a_condition_of_an_unknown_day_stands_at_the_end(cf: CaseFile, case: str) -> None:
    cf.save(msgspec.structs.replace(HERE, since=EventDate(as_given="?")), case=case)
    cf.save(entry("Visit", "2026-10-21"), case=case)
    assert [row.kind for row in chronology.every(cf, case)] == ["chronology_entry", "condition"]
    assert rules(cf, case) == ["chronology.condition-unchecked"]


def test_what_was_due_and_not_done_is_asked_until_it_is_done(cf: CaseFile, case: str) -> None:
    made = cf.save(HERE, case=case).id
    assert rules(cf, case) == ["chronology.condition-unchecked"]
    asked = next(each for each in findings.of_chronology(cf, case) if "unchecked" in each.rule)
    assert asked.record == made and asked.span == "2026-10-27/2026-11-02"
    cf.save(check(made, "2026-11-03"), case=case)
    assert rules(cf, case) == []
    breach = cf.save(check(made, "2026-11-04", "not kept"), case=case)
    assert rules(cf, case) == ["chronology.condition-not-kept"]
    after = check(made, "2026-11-04", "not kept", change_reason="What followed")
    cf.save(msgspec.structs.replace(after, followed="Child moved"), case=case, id=breach.id)
    assert rules(cf, case) == []
    assert [each.state for each in findings.conditions_of(cf, case)] == ["not kept"]


def test_a_reason_answers_the_days_it_was_given_for_and_no_later_ones(
    cf: CaseFile, case: str, clock: TurnedClock
) -> None:
    made = cf.save(HERE, case=case).id
    given = RecordedReason(
        finding="chronology.condition-unchecked", about=made, start="2026-10-27", end="2026-11-02",
        words="Condition not checked", reason="Family was abroad; border record seen",
    )  # fmt: skip
    reasons.record(cf, case, given)
    assert rules(cf, case) == []
    clock.time = clock.time.replace(day=10)
    assert rules(cf, case) == ["chronology.condition-unchecked"], "the ninth has passed: that is another question"


def test_a_conference_is_told_first(cf: CaseFile, case: str) -> None:
    made = cf.save(HERE, case=case).id
    cf.save(check(made, "2026-11-02", "not kept"), case=case)
    saved = cf.save(Conference(type="initial", date="2026-11-20"), case=case)
    found = findings.of_conference(cf, cf.item(saved.id))
    assert found[0].rule == "conference.condition-not-kept" and "dogs" in found[0].words


def test_words_are_found_and_those_taken_back_are_not(cf: CaseFile, case: str) -> None:
    made = cf.save(HERE, case=case).id
    looked = cf.save(check(made, "2026-11-02"), case=case).id
    assert {hit.kind for hit in search.find(cf, "dogs")} == {"condition", "condition_check"}
    assert [hit.id for hit in search.find(cf, "yard")] == [looked]
    assert [hit.id for hit in search.find(cf, "kind:condition return")] == [made]
    cf.save(check(made, "2026-11-02", withdrawn=True, change_reason="Wrong family"), case=case, id=looked)
    assert search.find(cf, "yard") == []


def test_a_check_just_entered_is_taken_back_by_withdrawing_it(cf: CaseFile, case: str) -> None:
    made = cf.save(HERE, case=case).id
    done = undoing.step(cf, case, "check of a condition", [cf.save(check(made, "2026-11-02"), case=case)])
    assert done is not None and rules(cf, case) == []
    undoing.take_back(cf, done, "Undone")
    assert rules(cf, case) == ["chronology.condition-unchecked"]


def test_the_rows_are_the_same_when_they_are_worked_out_afresh(cf: CaseFile, case: str) -> None:
    made = cf.save(HERE, case=case).id
    cf.save(check(made, "2026-11-02", "not kept"), case=case)
    before = projected(cf)
    cf.rebuild()
    assert projected(cf) == before


def test_erasing_a_condition_takes_the_checks_that_repeat_its_words(make_casefile: Callable[..., CaseFile]) -> None:
    cf = make_casefile("office", "DS")
    case = cf.save(Case(reference="KM-1", family="VALE"), case="").id
    made, other = cf.save(HERE, case=case).id, cf.save(HERE, case=case).id
    looked, stays = cf.save(check(made, "2026-11-02"), case=case).id, cf.save(check(other, "2026-11-02"), case=case).id
    plan = erasure.plan(cf, records=[made])
    assert {record for record, *_ in plan.records} == {made, looked}
    erasure.erase(cf, plan, ground="Right to erasure", authority="DPU/1", passphrase=PASSPHRASE)
    assert {hit.id for hit in search.find(cf, "dogs")} == {other, stays}
    assert {row.id for row in chronology.every(cf, case)} == {other, stays}
