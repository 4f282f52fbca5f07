"""Every finding of a meeting has a way out, and each way leads somewhere: no dead button, whatever is asked."""

from __future__ import annotations

from typing import Any

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton

from pclo_app.casefile.casefile import CaseFile
from pclo_app.practice.headings import blank_answers, rule_set
from pclo_app.practice.phrases import read_day
from pclo_app.practice.tables import shipped_rules
from pclo_app.records.base import Named
from pclo_app.records.event_date import EventDate
from pclo_app.records.meeting import Attendee, CarriedAction, HeadingAnswer, MeetingAction, SpokenNote, StrategyMeeting
from pclo_app.records.person import Person
from ui.meetings.cards import card_key

DAY = "2026-11-05"
WHO = Named(name="Jonah Prideaux", rank="Social Worker", agency="CSC")


def _bad(pupil: str, unborn: str) -> list[StrategyMeeting]:
    """Records with which everything is wrong, one thing or another."""
    day = read_day(DAY)
    assert day is not None
    blank = blank_answers(rule_set(day))

    def heading(number: int, **more: Any) -> tuple[HeadingAnswer, ...]:
        return tuple(
            HeadingAnswer(number=h.number, heading=h.heading, **more) if h.number == number else h for h in blank
        )

    def person(**more: Any) -> tuple[Attendee, ...]:
        return (Attendee(**{"name": "A B", "rank": "Nurse", "agency": "HEA", "attendance": "present", **more}),)

    base = {"date": DAY, "start": "14:00", "end": "15:00", "children": (pupil, unborn), "decisions": blank}
    late = MeetingAction(what="Visit", why="To see", who=WHO, by="2027-01-30")
    records: list[dict[str, Any]] = [
        {"medical": "held", "children": (), "start": "", "attendance": ()},
        {"attendance": person(rank="")}, {"attendance": person(agency="")}, {"attendance": person(attendance="")},
        {"attendance": person(attendance="apologies")}, {"home_authority": "Otherborough"}, {"end": "13:00"},
        {"decisions": heading(2, answer="decided", decision="Single agency, police only")},
        {"decisions": heading(3, answer="decided")},
        {"decisions": heading(6, answer="not applicable", why="No")},
        {"decisions": heading(3, answer="decided", decision="See action 7", why="Heard")},
        {"actions": (MeetingAction(what="Visit"),)}, {"actions": (late,), "began_section_47": "yes"},
        {"carried": (CarriedAction(action="x", what="Visit", who=WHO),)},
        {"notes": (SpokenNote(at="14:01", text="x"),)},
    ]  # fmt: skip
    return [StrategyMeeting(**(base | each)) for each in records]


def test_every_way_out_of_every_finding_leads_somewhere(open_record: Any, settle: Any, cf: CaseFile, case: str) -> None:
    pupil = cf.save(
        Person(name="Ruby Orrin-Vale", born=EventDate("2016-03-01"), roles=("subject child",)), case=case
    ).id
    unborn = cf.save(Person(name="Unborn", born=EventDate("2027-02-01"), roles=("subject child",)), case=case).id
    cf.save(StrategyMeeting(form="telephone", date="2026-11-02", began_section_47="yes"), case=case)  # a limit
    editor = open_record()
    form = editor.form
    tried: set[tuple[str, str]] = set()
    for record in _bad(pupil, unborn):
        form.load(editor.facts, record)
        for finding in [each for each in form.findings if each.level != "met"]:
            assert finding.answers, f"{finding.rule} has no way out"
            for answer in finding.answers:
                if (finding.rule, answer) in tried:
                    continue
                tried.add((finding.rule, answer))
                form.load(editor.facts, record)
                QApplication.processEvents()
                _press(form, card_key(finding), answer)
                if answer == "Record why":
                    now = {each.rule: each.level for each in form.findings}
                    assert now[finding.rule] == "met", f"{finding.rule}: the reason answers it"
                else:
                    path = form.focus_path() or ("notes" if form.notes_panel.current() >= 0 else "")
                    assert path, f"{finding.rule}, {answer}: leads nowhere"
                    if answer.startswith("Go to"):
                        assert path.partition(".")[0] == finding.where.partition(".")[0], f"{finding.rule}: {path}"
    rules = {rule.id for rule in shipped_rules() if rule.id.startswith("meeting.")}
    assert rules - {rule for rule, _ in tried} == set(), "every rule was provoked"


def _press(form: Any, key: str, answer: str) -> None:
    card = next(each for each in form.panel.cards() if each.card.key == key)
    wanted = next(
        each
        for each in card.findChildren(QPushButton)
        if each.accessibleName().startswith(answer) or each.text().startswith(answer)
    )
    wanted.click()
    QApplication.processEvents()
    if answer == "Record why":
        QTest.keyClicks(QApplication.focusWidget(), "It was agreed by telephone before.")
        card._record()
