"""Cases, people, actions and checks by keyboard; what was typed comes back; the history says who and why."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from pclo_app.records.case import Case
from pclo_app.records.work import Action
from pclo_app.vault.errors import CaseFileDamaged
from tests.ui.shell.conftest import Life
from ui.cases import page
from ui.cases.actions import ActionForm
from ui.cases.case_form import CaseForm
from ui.cases.checks import CheckForm
from ui.cases.history import differences
from ui.cases.people import PersonForm
from ui.shell.session import Place

CTRL = Qt.KeyboardModifier.ControlModifier


def _ask(life: Life, program: Any, work: Any) -> Any:
    found: list[Any] = []
    program.session.operations.submit(lambda cf, _: [work(cf)], found.extend)
    life.qtbot.waitUntil(lambda: bool(found))
    return found[0]


def _type(life: Life, form: Any, key: str, words: str) -> None:
    made = form.input(key)
    made.take_focus()
    focus = QApplication.focusWidget()
    assert focus is not None
    life.qtbot.keyClicks(focus, words)


def _finish(life: Life, program: Any) -> None:
    focus = QApplication.focusWidget()
    life.qtbot.keyClick(focus or program.window, Qt.Key.Key_Return, CTRL)
    life.settle(program)


def _in_case(life: Life, section: str, record: str = "") -> tuple[Any, str]:
    life.make()
    program = life.unlocked()
    case = _ask(life, program, lambda cf: cf.cases()[0].id)
    program.session.open(Place("case", case=case, section=section, record=record))
    life.settle(program)
    return program, case


def test_a_new_case_by_keyboard_opens_with_its_people(life: Life) -> None:
    life.make()
    program = life.unlocked()
    life.qtbot.keyClick(QApplication.focusWidget() or program.window, Qt.Key.Key_N, CTRL)
    life.settle(program)
    form = program.window.findChild(CaseForm)
    assert form is not None
    _finish(life, program)
    assert [problem.words for problem in form.summary.problems] == [
        "Enter the force reference of the case.",
        "Enter the family name.",
    ]
    _type(life, form, "reference", "KM-0500")
    _type(life, form, "family", "Halloway")
    _type(life, form, "cris", "4419237/26")
    form.input("supervisor").pair.set_person("Farah Whitcombe", "")
    _finish(life, program)
    assert "rank or designation of Farah Whitcombe" in form.summary.problems[0].words
    form.input("supervisor").pair.set_person("Farah Whitcombe", "Detective Sergeant")
    _finish(life, program)
    place = program.window.navigation.here
    assert (place.page, place.section) == ("case", "people")
    case = _ask(life, program, lambda cf: cf.case_by_reference("KM-0500").record)
    assert case.family == "Halloway"
    assert case.references[0].number == "4419237/26"
    assert case.pclo.name == "Dawn Pettifer"
    assert program.window.windowTitle() == "KM-0500, PCLO Case File"


def test_a_reference_is_used_once(life: Life) -> None:
    life.make()
    program = life.unlocked()
    program.session.open(Place("cases", record="new"))
    life.settle(program)
    form = program.window.findChild(CaseForm)
    _type(life, form, "reference", "km-0417")
    _type(life, form, "family", "Other")
    _finish(life, program)
    assert "already a case" in form.problem.accessibleName()
    assert form.input("family").value() == "Other"


def test_a_professional_needs_agency_and_rank(life: Life) -> None:
    program, case = _in_case(life, "people", "new")
    form = program.window.findChild(PersonForm)
    _type(life, form, "name", "Jonah Prideaux")
    form.input("roles").boxes["professional"].click()
    _finish(life, program)
    words = [problem.words for problem in form.summary.problems]
    assert words[0] == "Enter the agency of Jonah Prideaux."
    assert words[1].startswith("Enter the rank or designation of Jonah Prideaux.")
    form.input("agency").set_value("CSC")
    _type(life, form, "rank", "Social worker")
    _finish(life, program)
    people = _ask(life, program, lambda cf: [item.record for item in cf.people(case)])
    assert [(p.name, p.rank, p.agency) for p in people][1] == ("Jonah Prideaux", "Social worker", "CSC")


def test_an_impossible_birth_date_is_refused_and_kept(life: Life) -> None:
    program, case = _in_case(life, "people", "new")
    form = program.window.findChild(PersonForm)
    _type(life, form, "name", "Theo Orrin-Vale")
    _type(life, form, "born", "29/2/2025")
    _finish(life, program)
    assert "29 February 2025" in form.summary.problems[0].words
    assert len(_ask(life, program, lambda cf: cf.people(case))) == 1
    assert form.input("born").field.words() == "29/2/2025"


def test_esc_keeps_what_was_typed_and_start_afresh_forgets_it(life: Life) -> None:
    program, case = _in_case(life, "people", "new")
    form = program.window.findChild(PersonForm)
    _type(life, form, "name", "Kerry Orrin")
    life.qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    life.settle(program)
    assert not program.window._sheets
    assert program.window.navigation.here.record == ""
    assert len(_ask(life, program, lambda cf: cf.people(case))) == 1
    life.qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_N, CTRL)
    life.settle(program)
    form = program.window._sheets[0].content
    assert form.input("name").value() == "Kerry Orrin"
    assert form.afresh.isVisible()
    form.afresh.click()
    life.settle(program)
    assert form.input("name").value() == ""
    assert _ask(life, program, lambda cf: cf.drafts()) == {}


def test_a_change_asks_why_and_the_history_says_it(life: Life) -> None:
    program, case = _in_case(life, "people")
    table = program.window._stack.front.stack.front.table
    table.setFocus()
    life.qtbot.keyClick(table, Qt.Key.Key_Return)
    life.settle(program)
    form = program.window._sheets[0].content
    _type(life, form, "known_as", "May")
    _finish(life, program)
    assert form.summary.problems[0].words == "Say in a few words why it is changed."
    _type(life, form, "change_reason", "Her mother calls her so.")
    _finish(life, program)
    assert not program.window._sheets
    program.session.open(Place("case", case=case, section="history"))
    life.settle(program)
    history = program.window._stack.front.stack.front
    first = history.table.rows()[0].sentence
    assert "Dawn Pettifer, PCLO (police staff, Band D). Changed, Person" in first
    assert "Why: Her mother calls her so." in first
    life.qtbot.waitUntil(lambda: "Known as: May" in history._words.accessibleName())


def test_an_action_and_its_outcome(life: Life) -> None:
    program, case = _in_case(life, "actions", "new")
    form = program.window.findChild(ActionForm)
    _type(life, form, "what", "Ask ViSOR for the risk level")
    form.input("who").set_value({"name": "Dawn Pettifer", "rank": "PCLO", "agency": "POL"})
    _type(life, form, "by", "17/11/2026")
    _finish(life, program)
    section = program.window._stack.front.stack.front.actions_list
    life.qtbot.waitUntil(lambda: len(section.table.rows()) == 1)
    assert "1 day overdue" in section.table.rows()[0].sentence
    section.open_record(section.table.rows()[0].key)
    life.settle(program)
    form = program.window._sheets[0].content
    form.input("outcome").segments.buttons()[0].click()
    _type(life, form, "evidence", "Answer of 17 November")
    _type(life, form, "change_reason", "Done")
    _finish(life, program)
    [action] = _ask(life, program, lambda cf: [item.record for item in cf.items(case, "action")])
    assert (action.outcome, action.evidence, action.by) == ("achieved", "Answer of 17 November", "2026-11-17")
    life.qtbot.waitUntil(lambda: section.table.rows() == [])
    [id] = _ask(life, program, lambda cf: [item.id for item in cf.items(case, "action")])
    program.session.open(Place("case", case=case, section="actions", record=id))
    life.settle(program)
    life.qtbot.waitUntil(lambda: section.table.current() == id)  # wherever it is looked for, it is shown
    assert section.which.value() == "all"


def test_a_check_not_done_needs_a_reason(life: Life) -> None:
    program, case = _in_case(life, "checks", "new")
    form = program.window.findChild(CheckForm)
    _type(life, form, "system", "ViSOR")
    _type(life, form, "on_whom", "Dale Pruett")
    form.input("result").segments.buttons()[2].click()
    _finish(life, program)
    assert form.summary.problems[0].words == "Say why the check was not done."
    _type(life, form, "not_done_reason", "No access today")
    _finish(life, program)
    [check] = _ask(life, program, lambda cf: [item.record for item in cf.items(case, "check")])
    assert (check.system, check.result, check.not_done_reason) == ("ViSOR", "not done", "No access today")


def test_what_another_wrote_appears_without_moving_the_selection(life: Life) -> None:
    program, case = _in_case(life, "actions")
    section = program.window._stack.front.stack.front.actions_list
    for n in range(3):
        _ask(life, program, lambda cf, n=n: cf.save(Action(what=f"Action {n}", by=f"2026-12-0{n + 1}"), case=case))
    program.session.changed.emit(_ask(life, program, lambda cf: _changed(case)))
    life.settle(program)
    life.qtbot.waitUntil(lambda: len(section.table.rows()) == 3)
    section.table.set_current(section.table.rows()[2].key)
    kept = section.table.current()
    _ask(life, program, lambda cf: cf.save(Action(what="Earlier", by="2026-11-20"), case=case))
    program.session.changed.emit(_ask(life, program, lambda cf: _changed(case)))
    life.settle(program)
    life.qtbot.waitUntil(lambda: len(section.table.rows()) == 4)
    assert section.table.current() == kept


def test_the_list_of_cases_narrows_as_one_types(life: Life) -> None:
    life.make()
    program = life.unlocked()
    for n in range(5):
        _ask(life, program, lambda cf, n=n: cf.save(Case(reference=f"KM-060{n}", family=f"Family{n}"), case=""))
    program.session.open(Place("cases"))
    life.settle(program)
    page = program.window._stack.front
    life.qtbot.waitUntil(lambda: len(page.table.rows()) == 6)
    life.qtbot.keyClick(page.table, Qt.Key.Key_F, CTRL)
    life.qtbot.keyClicks(page.search, "maisie")
    assert [row.sentence.split(".")[0] for row in page.table.rows()] == ["Orrin-Vale, KM-0417"]
    life.qtbot.keyClick(page.search, Qt.Key.Key_Return)
    life.settle(program)
    assert program.window.navigation.here.page == "case"


def test_differences_name_only_what_differs() -> None:
    before = {"family": "Vale", "plan": {"status": "none"}, "persons": ("0" * 32,), "change_reason": ""}
    after = {"family": "Orrin-Vale", "plan": {"status": "none"}, "persons": ("1" * 32,), "change_reason": "Right name"}
    assert differences(before, after) == [("family", "Vale", "Orrin-Vale")]


def _changed(case: str) -> Any:
    from pclo_app.casefile.model import Changed

    return Changed(frozenset({case}), frozenset({"action"}))


def test_cases_that_could_not_be_read_are_not_called_none(life: Life, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(_cf: Any) -> Any:
        raise CaseFileDamaged(where="case.g1.db")

    life.make()
    program = life.unlocked()
    monkeypatch.setattr(page, "listed", fails)
    program.session.open(Place("cases"))
    life.settle(program)
    shown = program.window.findChild(page.CasesPage)
    life.qtbot.keyClicks(shown.search, "maisie")
    life.settle(program)
    assert not shown.nothing.isVisible() and program.window.error.isVisible()
