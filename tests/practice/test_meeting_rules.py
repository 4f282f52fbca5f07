"""The findings beside a strategy meeting, as the pictures show them."""

from __future__ import annotations

from datetime import date

import msgspec
import pytest

from pclo_app.practice import headings, meeting_rules
from pclo_app.practice.finding import Finding, blocking, record_why
from pclo_app.practice.meeting_rules import MeetingContext
from pclo_app.practice.working_days import calendar
from pclo_app.records.base import Named
from pclo_app.records.event_date import EventDate
from pclo_app.records.meeting import (
    Attendance,
    Attendee,
    HeadingAnswer,
    MeetingAction,
    SpokenNote,
    StrategyMeeting,
)
from pclo_app.records.person import Person

HELD = date(2026, 11, 5)
RULES = headings.rule_set(HELD)
CHILDREN = {
    "maisie": Person(name="Maisie Orrin-Vale", born=EventDate("2022-02-14"), roles=("subject child",)),
    "theo": Person(name="Theo Orrin-Vale", born=EventDate("2017-09-02"), roles=("subject child",)),
}


def person(agency: str, name: str, rank: str, attendance: Attendance = "present", **more: object) -> Attendee:
    return msgspec.convert({"agency": agency, "name": name, "rank": rank, "attendance": attendance, **more}, Attendee)


def answered() -> tuple[HeadingAnswer, ...]:
    return tuple(
        HeadingAnswer(
            number=h.number, heading=h.heading, answer="decided", decision="Joint enquiry.", why="The injury."
        )
        for h in RULES.headings
    )


def complete() -> StrategyMeeting:
    return StrategyMeeting(
        number="SM-2",
        form="meeting",
        children=("maisie", "theo"),
        date="2026-11-05",
        start="14:00",
        end="15:05",
        began_section_47="no",
        medical="held",
        attendance=(
            person("POL", "Dawn Pettifer", "PCLO (police staff, Band D)", recorder=True),
            person("POL", "Farah Whitcombe", "Detective Sergeant", "phone"),
            person("CSC", "Imelda Crosbie", "Team Manager", chair=True),
            person("HEA", "Dr Anil Marchetti", "Consultant Community Paediatrician", doctor=True),
            person("EDU", "Carl Osei-Munt", "Deputy Head", organisation="Thornbank Primary"),
        ),
        decisions=answered(),
        headings_rule=RULES.id,
        actions=(
            MeetingAction(
                what="Check on the tenancy",
                why="To know who can be kept away",
                who=Named(name="Jonah Prideaux", rank="Social Worker", agency="CSC"),
                by="2026-11-17",
            ),
        ),
    )


def found(meeting: StrategyMeeting, **context: object) -> list[Finding]:
    around = MeetingContext(children=CHILDREN, calendar=calendar(), **context)  # type: ignore[arg-type]
    return meeting_rules.findings(meeting, around)


def only(findings: list[Finding], rule: str) -> Finding:
    (one,) = [each for each in findings if each.rule == rule]
    return one


def change(meeting: StrategyMeeting, **fields: object) -> StrategyMeeting:
    return msgspec.structs.replace(meeting, **fields)


def attending(meeting: StrategyMeeting, place: int, **fields: object) -> StrategyMeeting:
    rows = list(meeting.attendance)
    rows[place] = msgspec.structs.replace(rows[place], **fields)
    return change(meeting, attendance=tuple(rows))


def test_a_complete_record_has_only_ticks() -> None:
    findings = found(complete())
    assert {each.level for each in findings} == {"met"}
    titles = [each.title for each in findings]
    assert "Social care, police and health are present" in titles
    assert "A police supervisor is present (DS, by phone)" in titles
    assert "Every heading is answered: 14 decided" in titles


def test_an_empty_record_is_not_ready() -> None:
    findings = meeting_rules.findings(StrategyMeeting())
    assert {"meeting.agencies", "meeting.supervisor", "meeting.chair", "meeting.when", "meeting.headings"} <= {
        each.rule for each in blocking(findings)
    }
    assert only(findings, "meeting.agencies").title == "Social care, police and health are not present"
    assert only(findings, "meeting.when").title == "Date, start time and end time missing"


def test_no_doctor() -> None:
    finding = only(found(attending(complete(), 3, attendance="apologies", note="In clinic")), "meeting.doctor")
    assert (finding.level, finding.title, finding.where) == ("reason", "No doctor present", "attendance.3")
    assert finding.words == (
        "A medical was held and Dr Anil Marchetti sent apologies. When a medical is needed or has taken place, "
        "a senior doctor must be involved (local procedure 4.3, Working Together)."
    )
    assert finding.answers == ("Add a doctor", "Record why")
    assert finding.blocks


@pytest.mark.parametrize("medical", ["", "not indicated"])
def test_no_medical_needs_no_doctor(medical: str) -> None:
    meeting = change(attending(complete(), 3, attendance="apologies", note="In clinic"), medical=medical)
    assert "meeting.doctor" not in {each.rule for each in found(meeting)}


def test_a_reason_answers_a_finding_while_it_says_the_same() -> None:
    meeting = attending(complete(), 3, attendance="apologies", note="In clinic")
    no_doctor = only(found(meeting), "meeting.doctor")
    reason = record_why(no_doctor, "He was in clinic; his letter was read out.", by="Dawn Pettifer", at="14:41")
    answered_meeting = change(meeting, finding_reasons=(reason,))
    finding = only(found(answered_meeting), "meeting.doctor")
    assert (finding.level, finding.title) == ("met", "No doctor present: reason recorded 14:41")
    assert not finding.blocks
    assert only(found(answered_meeting), "meeting.agencies").title == "Health is not present"


def test_a_reason_does_not_answer_another_absence() -> None:
    without_health = attending(complete(), 3, attendance="apologies", note="In clinic")
    reason = record_why(only(found(without_health), "meeting.agencies"), "Snow.", by="D", at="2026-11-05T14:41")
    meeting = change(attending(complete(), 2, attendance="apologies", note="Ill"), finding_reasons=(reason,))
    finding = only(found(meeting), "meeting.agencies")
    assert (finding.level, finding.title) == ("reason", "Social care is not present")


def test_a_reason_never_answers_what_must_be_answered() -> None:
    meeting = attending(complete(), 4, rank="")
    reason = record_why(only(found(meeting), "meeting.rank"), "Forgot.", by="D", at="14:41")
    assert only(found(change(meeting, finding_reasons=(reason,))), "meeting.rank").level == "must"


def test_a_person_without_rank() -> None:
    finding = only(found(attending(complete(), 4, rank=" ")), "meeting.rank")
    assert finding.title == "1 person has no rank or designation"
    assert finding.words == "Carl Osei-Munt, Thornbank Primary."
    assert (finding.level, finding.where) == ("must", "attendance.4.rank")


def test_headings_not_answered() -> None:
    decisions = list(answered())
    for place in (4, 6, 10, 11, 13):
        decisions[place] = HeadingAnswer(number=place + 1, heading=decisions[place].heading)
    finding = only(found(change(complete(), decisions=tuple(decisions))), "meeting.headings")
    assert finding.title == "5 headings not answered"
    assert finding.words == "Police protection, legal advice, interpreter, what the family is told and next meeting."
    assert finding.where == "decisions.4"


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (HeadingAnswer(number=5, heading="Police protection", answer="decided"), "no decision and no reason"),
        (HeadingAnswer(number=5, heading="Police protection", answer="not applicable"), "no reason why"),
        (HeadingAnswer(number=5, heading="Police protection", answer="deferred"), "nobody is named and no date"),
    ],
)
def test_an_answer_without_its_words(answer: HeadingAnswer, words: str) -> None:
    decisions = (*answered()[:4], answer, *answered()[5:])
    finding = only(found(change(complete(), decisions=decisions)), "meeting.heading-words")
    assert finding.title == "Decision 5 is not complete"
    assert words in finding.words


def test_single_agency_needs_the_information_relied_on() -> None:
    single = HeadingAnswer(number=2, heading="Single agency or joint", answer="decided", decision="Single agency, CSC.")
    decisions = (answered()[0], single, *answered()[2:])
    findings = found(change(complete(), decisions=decisions))
    assert only(findings, "meeting.single-agency").level == "reason"
    assert "meeting.heading-words" not in {each.rule for each in findings}


def test_other_children_need_an_answer() -> None:
    nothing = HeadingAnswer(number=6, heading="Other children", answer="not applicable")
    decisions = (*answered()[:5], nothing, *answered()[6:])
    assert only(found(change(complete(), decisions=decisions)), "meeting.other-children").level == "reason"


def test_an_action_without_date_and_reason() -> None:
    action = msgspec.structs.replace(complete().actions[0], by="", why="")
    finding = only(found(change(complete(), actions=(complete().actions[0], action))), "meeting.action")
    assert finding.title == "Action 2 has no date and no reason"
    assert finding.words == "“Check on the tenancy”, Jonah Prideaux."
    assert finding.where == "actions.1.by"


def test_an_action_for_an_agency_only() -> None:
    action = msgspec.structs.replace(complete().actions[0], who=Named(agency="HOU"))
    finding = only(found(change(complete(), actions=(action,))), "meeting.action")
    assert finding.title == "Action 1 has no person"
    assert finding.words == "“Check on the tenancy”, Housing."


def test_a_school_that_was_not_invited() -> None:
    finding = only(found(attending(complete(), 4, attendance="not invited")), "meeting.school")
    assert (finding.level, finding.title, finding.where) == ("reason", "Theo’s school was not invited", "attendance.4")
    assert finding.words.startswith("Theo is 9.")


def test_a_nursery_is_not_a_school() -> None:
    meeting = attending(complete(), 4, organisation="Pennyfield Nursery")
    assert only(found(meeting), "meeting.school").where == "attendance"
    assert "meeting.school" not in {each.rule for each in found(change(meeting, children=("maisie",)))}


def test_a_child_not_yet_born_needs_a_midwife() -> None:
    unborn = Person(name="Baby Orrin", born=EventDate("2026-12~"), roles=("subject child",))
    around = MeetingContext(children={"baby": unborn})
    meeting = change(complete(), children=("baby",))
    assert only(meeting_rules.findings(meeting, around), "meeting.midwife").level == "reason"


def test_no_supervisor_unless_the_sergeant_decided() -> None:
    meeting = attending(complete(), 1, rank="Detective Constable")
    assert only(found(meeting), "meeting.supervisor").level == "reason"
    meeting = change(meeting, supervisor_decision="DS Whitcombe agreed by phone, 13:40.")
    assert only(found(meeting), "meeting.supervisor").level == "met"


def test_loose_notes_stand_in_the_way_and_are_not_red() -> None:
    meeting = change(complete(), notes=(SpokenNote(at="14:11", text="GP changed"), SpokenNote(at="14:19", text="x")))
    finding = only(found(meeting), "meeting.notes")
    assert (finding.title, finding.level, finding.blocks) == ("2 notes to file", "check", True)


def test_the_home_authority() -> None:
    meeting = change(complete(), home_authority="Eastholme")
    assert only(found(meeting), "meeting.home-authority").title == "Eastholme was not invited"
    meeting = attending(meeting, 2, organisation="Eastholme children’s social care")
    assert "meeting.home-authority" not in {each.rule for each in found(meeting)}


def test_due_days_are_looked_at() -> None:
    action = msgspec.structs.replace(complete().actions[0], by="2026-11-28")
    findings = found(change(complete(), actions=(action,)), conference_limit=date(2026, 11, 23))
    assert only(findings, "meeting.action-late").words == (
        "It is due Sat 28 Nov 2026. The limit for the initial conference is Mon 23 Nov 2026."
    )
    assert only(findings, "meeting.action-day").words == "Sat 28 Nov 2026 is a Saturday."


def test_a_decision_that_names_an_action_which_is_not_there() -> None:
    decisions = list(answered())
    decisions[5] = msgspec.structs.replace(decisions[5], decision="Home authority to be asked (action 5).")
    finding = only(found(change(complete(), decisions=tuple(decisions))), "meeting.action-number")
    assert finding.words == "Other children speaks of action 5. There is 1 action."


def test_ending_before_it_began() -> None:
    assert only(found(change(complete(), end="13:05")), "meeting.end-before-start").level == "check"


def test_blank_answers_keep_the_wording() -> None:
    blank = headings.blank_answers(RULES)
    assert [each.number for each in blank] == list(range(1, 15))
    assert blank[4].heading == "Police protection"
    assert not any(each.answer for each in blank)
