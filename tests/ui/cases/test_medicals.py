"""Medicals and police protection by keyboard; the 72 hours; the lines that they are in the chronology."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton

from pclo_app.casefile import chronology, findings
from pclo_app.practice.protection import protection
from pclo_app.records.base import Named
from pclo_app.records.person import Person
from pclo_app.records.safeguarding import PoliceProtection
from tests.ui.cases.test_cases import CTRL, _ask, _finish, _in_case, _type
from tests.ui.shell.conftest import Life
from ui.cases.medical_form import MedicalForm
from ui.cases.protection_form import ProtectionForm
from ui.chronology.section import ChronologySection
from ui.shell.session import Place

SHIFT = Qt.KeyboardModifier.ShiftModifier


def _child(life: Life, program: Any, case: str) -> str:
    child = Person(name="Maisie Orrin-Vale", roles=("subject child",))
    id: str = _ask(life, program, lambda cf: cf.save(child, case=case).id)
    return id


def _open(life: Life, program: Any, case: str) -> Any:
    program.session.open(Place("case", case=case, section="medicals"))
    life.settle(program)
    section = program.window._stack.front.stack.front
    life.qtbot.waitUntil(lambda: section._data is not None)
    return section


def test_a_medical_by_keyboard_is_a_line_of_the_chronology_and_is_changed_where_it_came_from(life: Life) -> None:
    program, case = _in_case(life, "people")
    child = _child(life, program, case)
    section = _open(life, program, case)
    life.qtbot.keyClick(section, Qt.Key.Key_N, CTRL)
    life.settle(program)
    form = program.window.findChild(MedicalForm)
    form.input("child").set_value(child)
    form.input("needed").segments.buttons()[0].click()
    _type(life, form, "decided_by", "Imelda Crosbie")
    _finish(life, program)
    words = [problem.words for problem in form.summary.problems]
    assert any("rank or designation of Imelda Crosbie" in each for each in words)
    form.input("decided_by").pair.rank_edit.setFocus()
    life.qtbot.keyClicks(QApplication.focusWidget(), "Team Manager")
    _type(life, form, "when", "3/11/2026 1120")
    _type(life, form, "opinion", "Not consistent with the fall described.")
    form.input("police_attended").segments.buttons()[1].click()
    _finish(life, program)
    assert form.summary.problems[0].words == "Say why police did not attend."
    _type(life, form, "police_not_why", "Not told of the time")
    _finish(life, program)
    [row] = _ask(life, program, lambda cf: chronology.every(cf, case))
    assert (row.own, row.kind, row.entry.when.in_words()) == (False, "medical", "Tuesday 3 November 2026, 11:20")
    program.session.open(Place("case", case=case, section="chronology", record=row.id))
    life.settle(program)
    [shown] = [each for each in program.window.findChildren(ChronologySection) if each.isVisible()]
    life.qtbot.waitUntil(lambda: shown.detail.details is not None)
    assert not shown.detail.edit.isVisible() and shown.detail.open.isVisible()
    shown.table.setFocus()
    life.qtbot.keyClick(shown.table, Qt.Key.Key_F2)
    life.settle(program)
    life.qtbot.waitUntil(lambda: any(each.isVisible() for each in program.window.findChildren(MedicalForm)))
    again = program.window._sheets[-1].content
    assert again.input("opinion").value() == "Not consistent with the fall described."


def test_police_protection_runs_for_72_hours_and_ends_with_how(life: Life) -> None:
    program, case = _in_case(life, "people")
    _child(life, program, case)
    section = _open(life, program, case)
    life.qtbot.keyClick(section, Qt.Key.Key_N, CTRL | SHIFT)
    life.settle(program)
    form = program.window.findChild(ProtectionForm)
    form.input("answer").segments.buttons()[0].click()
    next(iter(form.input("children").boxes.values())).click()
    _type(life, form, "why", "Nobody safe to leave her with")
    now: datetime = program.session.clock()
    _type(life, form, "taken_at", f"{now - timedelta(hours=60):%d/%m/%Y}")
    form.input("by").set_value(Named(name="Tom Birch", rank="Police Constable"))
    form.input("designated_officer").set_value(Named(name="Ada Reed", rank="Police Inspector"))
    _finish(life, program)
    assert form.summary.problems[0].words.startswith("Enter the time of day too")
    form.input("taken_at").set_value({"words": f"{now - timedelta(hours=60):%d/%m/%Y %H%M}"})
    _finish(life, program)
    life.qtbot.waitUntil(lambda: len(section.table.rows()) == 1)
    assert section.clock.isVisible() and "11 h 59 min left" in section.clock.text()
    clocks = _ask(life, program, lambda cf: findings.clocks_of(cf, case))
    assert [(each.rule, each.at) for each in clocks] == [("police-protection", f"{now + timedelta(hours=12):%H:%M}")]
    section.open_record(section.table.rows()[0].key)
    life.settle(program)
    form = program.window._sheets[-1].content
    form.input("review_at").set_value({"words": f"{now:%d/%m/%Y %H%M}"})
    form.input("review_by").set_value(Named(name="Ada Reed", rank="Police Inspector"))
    _type(life, form, "review_words", "Still needed")
    form.input("ended_at").set_value({"words": f"{now:%d/%m/%Y %H%M}"})
    _type(life, form, "ended_how", "Interim care order")
    _type(life, form, "change_reason", "It ended")
    _finish(life, program)
    [record] = _ask(life, program, lambda cf: [item.record for item in cf.items(case, "police_protection")])
    assert not record.runs and [each.words for each in record.reviews] == ["Still needed"]
    life.qtbot.waitUntil(lambda: not section.clock.isVisible())
    assert _ask(life, program, lambda cf: findings.clocks_of(cf, case)) == []


@pytest.mark.parametrize(
    ("hours", "state", "words"),
    [(0, "running", "72 h 0 min left"), (57, "soon", "15 h 0 min left"), (74, "over", "72 hours passed 2 hours ago")],
)
def test_the_words_of_the_clock(hours: int, state: str, words: str) -> None:
    record = PoliceProtection(answer="used", taken_at="2026-11-02T16:20")
    found = protection(record, datetime(2026, 11, 2, 16, 20) + timedelta(hours=hours))
    assert found is not None and found.state == state and found.words.startswith(words)
    assert found.end == datetime(2026, 11, 5, 16, 20)


def test_the_length_of_a_gap_is_the_cases_own(life: Life) -> None:
    program, case = _in_case(life, "people")
    program.window._stack.front.edit_case()
    life.settle(program)
    form = program.window._sheets[-1].content
    assert form.input("gap_days").value() == "28"
    form.input("gap_days").set_value("a week")
    _type(life, form, "change_reason", "Agreed with the supervisor")
    _finish(life, program)
    assert form.summary.problems[0].words == "Enter a number of days from 1 to 3660."
    form.input("gap_days").set_value("7")
    save = next(each for each in form.findChildren(QPushButton) if each.text().startswith("Save"))
    save.click()
    life.settle(program)
    assert _ask(life, program, lambda cf: chronology.gap_days(cf, case)) == 7
