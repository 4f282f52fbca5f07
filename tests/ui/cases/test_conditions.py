"""Conditions by keyboard: set, checked, not kept, asked about, and brought back to the form after a lock."""

from __future__ import annotations

from datetime import date
from typing import Any

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from pclo_app.casefile import chronology, findings
from pclo_app.casefile.model import Changed
from pclo_app.records.conference import Conference
from pclo_app.records.event_date import EventDate
from pclo_app.records.person import Person
from pclo_app.records.work import Action
from tests.records.test_condition import DOGS, SEEN
from tests.ui.cases.test_cases import CTRL, _ask, _finish, _in_case, _type
from tests.ui.shell.conftest import Life
from ui.cases.condition_form import ConditionCheckForm, ConditionForm
from ui.cases.conditions import ConditionsSection
from ui.cases.days_input import Days
from ui.cases.plan import PlanSection
from ui.chronology.asked import Asked
from ui.chronology.section import ChronologySection
from ui.shell.session import Place

SHIFT = Qt.KeyboardModifier.ShiftModifier
HERE = msgspec.structs.replace(
    DOGS, children=(), persons=(), on_whom="Kerry Orrin", since=EventDate(edtf="2026-11-05"),
    check_by=("2026-11-16", "2026-11-30"),
)  # fmt: skip


def _plan(life: Life, program: Any, case: str, record: str = "") -> PlanSection:
    program.session.open(Place("case", case=case, section="actions", record=record))
    life.settle(program)
    section: PlanSection = program.window._stack.front.stack.front
    life.qtbot.waitUntil(lambda: section.conditions._data is not None)
    return section


def _save(life: Life, program: Any, case: str, record: Any) -> str:
    id: str = _ask(life, program, lambda cf: cf.save(record, case=case).id)
    return id


def _rules(life: Life, program: Any, case: str) -> list[str]:
    found = _ask(life, program, lambda cf: findings.of_chronology(cf, case))
    return [each.rule for each in found if "condition" in each.rule and each.level != "met"]


def _form(program: Any) -> Any:
    return program.window._sheets[-1].content


def _settled_height(life: Life, program: Any) -> int:
    """How tall the sheet is, once it has followed the fields that came or went."""
    card, form = program.window._sheets[-1]._card, _form(program)
    life.qtbot.waitUntil(lambda: card.height() == form.wanted_height(card.width() - 4) + 8)
    return int(card.height())


def test_a_condition_by_keyboard_then_its_check(life: Life) -> None:
    program, case = _in_case(life, "people")
    child = _save(life, program, case, Person(name="Maisie Orrin-Vale", roles=("subject child",)))
    mother = _save(life, program, case, Person(name="Kerry Orrin", roles=("parent",)))
    section = _plan(life, program, case)
    assert section.conditions.nothing.isVisible()
    assert [button.text() for button in section.conditions.nothing.buttons] == ["New condition (Ctrl+Shift+N)"]
    life.qtbot.keyClick(section.actions_list, Qt.Key.Key_N, CTRL | SHIFT)
    life.settle(program)
    form = _form(program)
    assert isinstance(form, ConditionForm)
    _finish(life, program)
    assert [problem.words for problem in form.summary.problems] == [
        "Enter the condition.", "Say what it is attached to.", "Say who must keep it.",
        "Enter when it was set. If nobody knows, enter a question mark.", "Enter who checks it.",
        "Enter the days by which it is checked.",
    ]  # fmt: skip
    _type(life, form, "text", "The dogs must not be in the home.")
    form.input("attached_to").segments.buttons()[1].click()
    form.input("persons").boxes[mother].click()
    form.input("children").boxes[child].setChecked(True)
    _type(life, form, "since", "5/11/2026")
    _type(life, form, "check_by", "16/11, 30/11")
    form.input("who_checks").set_value({"name": "Jonah Prideaux", "rank": "Social Worker", "agency": ""})
    _finish(life, program)
    assert [problem.words for problem in form.summary.problems] == ["Choose the agency of Jonah Prideaux."]
    form.input("who_checks").set_value({"name": "Jonah Prideaux", "rank": "Social Worker", "agency": "CSC"})
    _finish(life, program)
    life.qtbot.waitUntil(lambda: len(section.conditions.table.rows()) == 1)
    [row] = section.conditions.table.rows()
    assert row.sentence == (
        "Condition on Return home: The dogs must not be in the home. On Kerry Orrin. Mon 16 Nov 2026. "
        "2 days overdue and 1 more day. Not checked yet. To be checked by Jonah Prideaux, Social Worker."
    )
    section.conditions.table.setFocus()
    life.qtbot.keyClick(section.conditions.table, Qt.Key.Key_K, CTRL | SHIFT)
    life.settle(program)
    check = _form(program)
    assert isinstance(check, ConditionCheckForm)
    _type(life, check, "on", "17/11/2026 1410")
    assert not check.input("followed").isVisible()
    check.input("kept").segments.buttons()[1].click()
    assert check.input("followed").isVisible()
    tall = _settled_height(life, program)
    check.input("kept").segments.buttons()[0].click()
    assert _settled_height(life, program) < tall
    check.input("kept").segments.buttons()[1].click()
    check.input("by").set_value({"name": "Jonah Prideaux", "rank": "Social Worker", "agency": "CSC"})
    _finish(life, program)
    assert [problem.words for problem in check.summary.problems] == ["Say what was found."]
    _type(life, check, "found", "Two dogs in the kitchen")
    _finish(life, program)
    life.qtbot.waitUntil(lambda: "not kept" in section.conditions.table.rows()[0].sentence)
    assert "Nothing followed" in section.conditions.table.rows()[0].sentence
    lines = _ask(life, program, lambda cf: chronology.every(cf, case))
    assert [(row.kind, row.entry.when.edtf, row.entry.persons) for row in lines] == [
        ("condition", "2026-11-05", (child, mother)), ("condition_check", "2026-11-17", (child, mother))
    ]  # fmt: skip


def test_a_check_is_recorded_only_when_it_has_been_made(life: Life) -> None:
    program, case = _in_case(life, "people")
    made = _save(life, program, case, HERE)
    _plan(life, program, case, f"conditions/edit/check/{made}")
    life.qtbot.waitUntil(lambda: bool(program.window._sheets))
    form = _form(program)
    form.input("kept").segments.buttons()[0].click()
    form.input("by").set_value({"name": "Jonah Prideaux", "rank": "Social Worker", "agency": "CSC"})
    _type(life, form, "on", "20/11/2026")
    _finish(life, program)
    assert [each.words for each in form.summary.problems] == [
        "This day has not come yet. A check is recorded when it has been made."
    ]
    form.input("on").set_value("")
    _type(life, form, "on", "Nov 2026")
    _finish(life, program)
    assert [each.words for each in form.summary.problems] == [
        "Enter the day on which somebody looked, for example 5/11 14:30."
    ]
    assert _ask(life, program, lambda cf: cf.items(case, "condition_check")) == []


def test_half_a_check_is_there_again(life: Life) -> None:
    program, case = _in_case(life, "people")
    made = _save(life, program, case, HERE)
    section = _plan(life, program, case, f"conditions/edit/check/{made}")
    life.qtbot.waitUntil(lambda: bool(program.window._sheets))
    assert program.window._stack.front.place().record == f"conditions/edit/check/{made}"
    _type(life, _form(program), "found", "Dogs heard behind the door")
    _form(program).cancel()
    life.settle(program)
    section.conditions.table.setFocus()
    life.qtbot.keyClick(section.conditions.table, Qt.Key.Key_K, CTRL | SHIFT)
    life.settle(program)
    life.qtbot.waitUntil(lambda: _form(program).input("found").value() == "Dogs heard behind the door")


def test_every_check_is_listed_and_one_entered_by_mistake_is_withdrawn(life: Life) -> None:
    program, case = _in_case(life, "people")
    made = _save(life, program, case, HERE)
    wrong = _save(life, program, case, msgspec.structs.replace(SEEN, condition=made, on="2026-11-10", persons=()))
    section = _plan(life, program, case, wrong)
    life.qtbot.waitUntil(lambda: section.conditions.table.current() == wrong)
    rows = section.conditions.table.rows()
    assert [row.key for row in rows] == [made, wrong] and section.conditions.which.value() == "all"
    assert rows[1].sentence.startswith("Check of the condition above, Tue 10 Nov 2026: not kept. Three dogs")
    life.qtbot.keyClick(section.conditions.table, Qt.Key.Key_Return)
    life.settle(program)
    form = _form(program)
    form.input("withdrawn").boxes["yes"].click()
    _type(life, form, "change_reason", "Another family")
    _finish(life, program)
    life.qtbot.waitUntil(lambda: [row.key for row in section.conditions.table.rows()] == [made])
    assert _ask(life, program, lambda cf: len(cf.history(wrong))) == 2


def test_an_action_is_set_because_of_a_condition_not_kept_and_answers_what_is_asked(life: Life) -> None:
    program, case = _in_case(life, "people")
    made = _save(life, program, case, msgspec.structs.replace(HERE, check_by=("2026-11-10",)))
    looked = _save(life, program, case, msgspec.structs.replace(SEEN, condition=made, on="2026-11-10", followed=""))
    assert _rules(life, program, case) == ["chronology.condition-not-kept"]
    section = _plan(life, program, case, made)
    life.qtbot.waitUntil(lambda: section.conditions.table.current() == made)
    life.qtbot.keyClick(section.conditions.table, Qt.Key.Key_A, CTRL | SHIFT)
    life.settle(program)
    form = _form(program)
    assert form.input("why").value() == "Condition not kept on Tue 10 Nov 2026: The dogs must not be in the home"
    _type(life, form, "what", "Visit with the dog warden")
    form.input("who").set_value({"name": "Dawn Pettifer", "rank": "PCLO", "agency": "POL"})
    _finish(life, program)
    [action] = _ask(life, program, lambda cf: [item.record for item in cf.items(case, "action")])
    assert action.from_record == looked
    assert _rules(life, program, case) == []
    life.qtbot.waitUntil(lambda: "An action was set" in section.conditions.table.rows()[0].sentence)


def test_a_check_whose_condition_is_not_here_says_so(life: Life) -> None:
    program, case = _in_case(life, "people")
    alone = _save(life, program, case, msgspec.structs.replace(SEEN, condition="ab" * 16))
    _plan(life, program, case, f"conditions/edit/{alone}")
    life.qtbot.waitUntil(lambda: "The condition is not on this laptop" in program.window.status.accessibleName())
    assert not program.window._sheets


def test_an_ended_condition_stands_no_more_and_a_search_still_finds_the_way_to_it(life: Life) -> None:
    program, case = _in_case(life, "people")
    made = _save(life, program, case, HERE)
    section = _plan(life, program, case, f"conditions/edit/{made}")
    life.qtbot.waitUntil(lambda: bool(program.window._sheets))
    form = _form(program)
    assert form.input("check_by").value() == "16 Nov 2026, 30 Nov 2026"
    _type(life, form, "ended_on", "17/11/2026")
    _finish(life, program)
    words = [problem.words for problem in form.summary.problems]
    assert words == ["Say why it ended.", "Say in a few words why it is changed."]
    _type(life, form, "ended_why", "Replaced by an interim order")
    _type(life, form, "change_reason", "Order made")
    _finish(life, program)
    life.qtbot.waitUntil(lambda: section.conditions.nothing.isVisible())
    _plan(life, program, case, made)
    life.qtbot.waitUntil(lambda: section.conditions.table.current() == made)
    assert "Ended Tue 17 Nov 2026" in section.conditions.table.rows()[0].sentence


def test_what_is_asked_in_the_chronology_leads_to_the_form(life: Life) -> None:
    program, case = _in_case(life, "people")
    made = _save(life, program, case, HERE)
    program.session.open(Place("case", case=case, section="chronology"))
    life.settle(program)
    [section] = [each for each in program.window.findChildren(ChronologySection) if each.isVisible()]
    life.qtbot.waitUntil(lambda: section.table.model().rowCount() > 0)
    life.qtbot.keyClick(section.table, Qt.Key.Key_F7)
    [asked] = section.findChildren(Asked)
    life.qtbot.waitUntil(lambda: bool(asked.panel.cards()))
    card = next(each for each in asked.panel.cards() if each.card.title == "Condition not checked")
    assert card.card.actions == ("Record the check", "Go to", "Record why (R)")
    asked.panel.action.emit(card.card.key, "Record the check")
    life.settle(program)
    life.qtbot.waitUntil(lambda: bool(program.window._sheets))
    assert isinstance(_form(program), ConditionCheckForm)
    _form(program).cancel()
    life.settle(program)
    section.session.open(Place("case", case=case, section="chronology"))
    life.settle(program)
    asked.panel.reason_recorded.emit(card.card.key, "The family was abroad until the 20th")
    life.settle(program)
    rules = _ask(life, program, lambda cf: [(f.rule, f.level) for f in findings.of_chronology(cf, case)])
    assert ("chronology.condition-unchecked", "met") in rules
    [reason] = _ask(life, program, lambda cf: [item.record for item in cf.items(case, "recorded_reason")])
    assert (reason.about, reason.start, reason.end) == (made, "2026-11-16", "2026-11-16")


def test_today_says_what_is_late_and_not_kept_and_opens_it(life: Life) -> None:
    program, case = _in_case(life, "people")
    late = _save(life, program, case, HERE)
    broken = _save(life, program, case, msgspec.structs.replace(HERE, check_by=("2026-11-10",)))
    _save(life, program, case, msgspec.structs.replace(SEEN, condition=broken, on="2026-11-10", followed=""))
    program.session.open(Place("today"))
    life.settle(program)
    page = program.window._stack.front
    program.session.changed.emit(Changed(frozenset({case}), frozenset({"condition"})))
    life.settle(program)
    life.qtbot.waitUntil(lambda: len(page.clocks.table.rows()) >= 2)
    said = [row.sentence for row in page.clocks.table.rows()]
    assert said[0].startswith("Not kept. ORRIN-VALE, Condition: The dogs must not be")
    assert any(words.startswith("2 days overdue. ORRIN-VALE, Condition: The dogs") for words in said)
    page.clocks.table.setFocus()
    page.clocks.table.set_current(page.clocks.table.rows()[0].key)
    life.qtbot.keyClick(page.clocks.table, Qt.Key.Key_Return)
    life.settle(program)
    section: PlanSection = program.window._stack.front.stack.front
    life.qtbot.waitUntil(lambda: section.conditions.table.current() == broken)
    assert late != broken


def test_a_conference_is_told_of_conditions_not_kept_before_anything_else(life: Life) -> None:
    program, case = _in_case(life, "people")
    broken = _save(life, program, case, HERE)
    _save(life, program, case, msgspec.structs.replace(SEEN, condition=broken, on="2026-11-16"))
    conference = _save(life, program, case, Conference(type="initial", date="2026-11-20"))
    program.session.open(Place("case", case=case, section="conferences", record=conference))
    life.settle(program)
    workspace = program.window._stack.front.editors.front
    life.qtbot.waitUntil(lambda: bool(workspace.prepare.right.findings.cards()))
    first = workspace.prepare.right.findings.cards()[0].card
    assert first.title == "1 condition not kept" and "“The dogs must not be in the home”" in first.words
    assert first.actions == ("Go to the condition", "Write why in the notes")
    workspace.prepare.right.findings.action.emit(first.key, "Go to the condition")
    life.settle(program)
    section: PlanSection = program.window._stack.front.stack.front
    life.qtbot.waitUntil(lambda: section.conditions.table.current() == broken)


def test_f6_goes_between_the_two_tables_and_a_low_window_shows_one_of_them(life: Life) -> None:
    program, case = _in_case(life, "people")
    _save(life, program, case, HERE)
    section = _plan(life, program, case)
    life.qtbot.waitUntil(lambda: section.conditions.table.isVisible())
    _save(life, program, case, Action(what="Visit"))
    program.session.changed.emit(Changed(frozenset({case}), frozenset({"action"})))
    life.qtbot.waitUntil(lambda: section.actions_list.table.isVisible())
    section.actions_list.table.setFocus()
    assert section.front is section.actions_list
    visited = []
    for _ in range(4):
        life.qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_F6)
        visited.append(QApplication.focusWidget())
    rail = visited.pop(1)
    assert program.window.rail.isAncestorOf(rail)
    assert visited == [section.conditions.table, program.window._stack.front.tabs, section.actions_list.table]
    program.window.resize(1000, 420)
    life.qtbot.waitUntil(lambda: section.which.isVisible() and not section.conditions.isVisible())
    program.window.resize(690, 420)
    table = section.actions_list.table
    life.qtbot.waitUntil(lambda: table.columnWidth(0) >= table.viewport().width() * 0.29)
    narrow = table.columnWidth(1)
    section.which.buttons()[1].click()
    assert section.conditions.isVisible() and not section.actions_list.isVisible()
    life.qtbot.waitUntil(lambda: section.conditions.table.isColumnHidden(5))
    assert section.conditions.table.columnWidth(4) >= section.fontMetrics().horizontalAdvance("Not known") + 24
    program.window.resize(1366, 728)
    life.qtbot.waitUntil(lambda: section.actions_list.isVisible() and not section.which.isVisible())
    assert section.conditions.isVisible()
    life.qtbot.waitUntil(lambda: table.columnWidth(1) > narrow)


@pytest.mark.parametrize(
    ("typed", "days", "problem"),
    [
        ("12/11, 19/11", ("2026-11-12", "2026-11-19"), ""),
        ("19 Nov 2026; 12/11/2026 and 19/11", ("2026-11-12", "2026-11-19"), ""),
        ("12/12, 5 Jan", ("2026-12-12", "2027-01-05"), ""),  # the nearest, not the last
        ("", (), ""),
        ("12/11, Nov 2026", ("2026-11-12",), "“Nov 2026” is not one day."),
        ("31/11", (), "30 days"),
        ("12/11/26", (), "Which year"),
    ],
)
def test_several_days_in_one_line(qapp: QApplication, typed: str, days: tuple[str, ...], problem: str) -> None:
    made = Days("Check by", lambda: date(2026, 11, 18))
    made.set_value(typed)
    assert made.days() == days
    assert problem in made.problem() and bool(problem) == bool(made.problem())
    made.set_value(days)
    assert made.days() == days and made.problem() == ""


def test_nothing_in_the_forms_is_without_a_name(life: Life) -> None:
    program, case = _in_case(life, "people")
    _save(life, program, case, Person(name="Maisie", roles=("subject child",)))
    made = _save(life, program, case, HERE)
    for record in (f"conditions/edit/{made}", f"conditions/edit/check/{made}"):
        _plan(life, program, case, record)
        life.qtbot.waitUntil(lambda: bool(program.window._sheets))
        fields = [w for w in _form(program).findChildren(QWidget) if w.focusPolicy() & Qt.FocusPolicy.TabFocus]
        assert [w for w in fields if w.isVisible() and not (w.accessibleName() or getattr(w, "text", str)())] == []
        _form(program).cancel()
        life.settle(program)
    assert program.window.findChild(ConditionsSection) is not None
