"""Preparing a conference and recording what came of it, on the screen and by keyboard."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from pclo_app.casefile.casefile import CaseFile
from tests.ui.desk import Desk, nameless, settled
from ui.conferences import facts
from ui.conferences.workspace import ConferenceWorkspace

Opened = Callable[[], ConferenceWorkspace]
Key = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier


def titles(page: ConferenceWorkspace) -> list[str]:
    return [card.card.title for card in page.prepare.right.findings.cards()]


def test_it_says_what_is_not_ready(opened: Opened) -> None:
    page = opened()
    assert "ViSOR not asked" in titles(page)
    assert "Nobody is going" in titles(page)
    assert page.prepare.checks.chip.text() == "3 of 4 done"
    assert page.title() == "KM-0417"


def test_preparing_by_keyboard_keeps_a_draft_and_saves_one_revision(
    qtbot: QtBot, desk: Desk, cf: CaseFile, conference: str, opened: Opened
) -> None:
    page = opened()
    right = page.prepare.right
    right.going.name_edit.setFocus()
    qtbot.keyClicks(right.going.name_edit, "Dawn Pettifer")
    qtbot.keyClick(right.going.name_edit, Key.Key_Escape)
    right.going.rank_edit.setFocus()
    qtbot.keyClicks(right.going.rank_edit, "PCLO")
    page.prepare.notes.setFocus()
    qtbot.keyClicks(page.prepare.notes, "Nothing new since July.")
    settled(qtbot, desk, wait=600)
    assert cf.draft(facts.draft_key(conference)) is not None
    assert "Nobody is going" not in titles(page)
    qtbot.keyClick(page.prepare.notes, Key.Key_S, CTRL)
    settled(qtbot, desk, wait=600)
    item = cf.item(conference)
    assert item.revisions == 2
    assert item.record.notes == "Nothing new since July."
    assert item.record.attending.rank == "PCLO"
    assert item.record.change_reason == "Preparation continued"
    assert cf.draft(facts.draft_key(conference)) is None


def test_a_draft_comes_back_when_the_screen_is_made_again(
    qtbot: QtBot, desk: Desk, cf: CaseFile, conference: str, opened: Opened
) -> None:
    page = opened()
    page.prepare.notes.setFocus()
    qtbot.keyClicks(page.prepare.notes, "Half a sent")
    page.prepare.checks.begin("Merlin")
    qtbot.keyClicks(page.prepare.checks.form.on_whom, "Dale")
    page._goto("outcome")
    page.outcome.attended.buttons()[1].click()
    qtbot.keyClicks(page.outcome.core_group.edit, "31/2/2027")
    page.save_draft()
    settled(qtbot, desk)
    again = opened()
    assert again.prepare.notes.text() == "Half a sent"
    assert again.prepare.checks.form.on_whom.text() == "Dale"
    assert again.prepare.checks.form.system.currentData() == "Merlin"
    assert again.outline.current() == "outcome"
    assert again.outcome.attended.value() == "report only"
    assert again.outcome.core_group.words() == "31/2/2027"
    assert cf.item(conference).revisions == 1


def test_recording_a_check_answers_the_finding(
    qtbot: QtBot, desk: Desk, cf: CaseFile, case: str, opened: Opened
) -> None:
    page = opened()
    checks = page.prepare.checks
    visor = next(row.key for row in checks.table.rows() if row.cells[0].text == "ViSOR")
    checks.table.setFocus()
    checks.table.set_current_key(visor)
    qtbot.keyClick(checks.table, Key.Key_Return)
    assert checks.is_open
    checks.form.result.buttons()[0].click()
    qtbot.keyClick(checks.form.found, Key.Key_Return, CTRL)
    assert checks.form.found.property("error") == "true"
    qtbot.keyClicks(checks.form.found, "Risk level medium, plan seen")
    qtbot.keyClick(checks.form.found, Key.Key_Return, CTRL)
    settled(qtbot, desk, wait=500)
    saved = cf.item(visor)
    assert saved.revisions == 2
    assert saved.record.result == "trace"
    assert saved.record.by.rank == "PCLO (Band D)"
    assert saved.record.at.startswith("2026-11-03T")
    assert not checks.is_open
    assert "ViSOR not asked" not in titles(page)
    assert checks.chip.text() == "4 of 4 done"


def test_a_check_needs_a_rank(qtbot: QtBot, opened: Opened) -> None:
    page = opened()
    page.prepare.checks.begin("CAD")
    form = page.prepare.checks.form
    form.on_whom.setText("Flat 6")
    form.result.buttons()[1].click()
    form.by.set_person("A Kessel", "")
    form.finish()
    assert page.prepare.checks.is_open
    assert form.by.rank_edit.property("error") == "true"


def test_a_question_cites_an_entry_by_its_number(qtbot: QtBot, desk: Desk, opened: Opened) -> None:
    page = opened()
    page.prepare.questions.begin()
    row = page.prepare.questions.rows()[0]
    qtbot.keyClicks(row.who, "Dr Marchetti")
    row.question.setFocus()
    qtbot.keyClicks(row.question, "Could one fall cause this?")
    row.entry.setText("2")
    row.entry.editingFinished.emit()
    question = page.live().questions[0]
    assert page._facts is not None
    assert page._facts.number_of(question.entry) == 2
    row.open_button.click()
    assert desk.went[-1].section == "chronology"
    assert desk.went[-1].record == question.entry
    row.entry.setText("99")
    row.entry.editingFinished.emit()
    assert "there is no entry 99" in row.entry.accessibleDescription()


def test_the_police_view_carries_its_author(qtbot: QtBot, opened: Opened) -> None:
    page = opened()
    page.prepare.right.view.setCurrentIndex(1)
    page.prepare.right.view.activated.emit(1)
    assert str(page.live().police_view_by) == "Dawn Pettifer, PCLO (Band D)"


def test_how_the_police_took_part_is_one_of_three_facts(
    qtbot: QtBot, desk: Desk, cf: CaseFile, case: str, opened: Opened
) -> None:
    page = opened()
    page._goto("outcome")
    page.save()
    assert "Choose how the police took part" in page.outcome._attended_error.text()
    page.outcome.attended.buttons()[1].click()
    page.save()
    assert page.outcome.why.property("error") == "true"
    qtbot.keyClicks(page.outcome.why, "At another conference")
    qtbot.keyClicks(page.outcome.decision, "A plan is made.")
    page.outcome.begin_dissent()
    row = page.outcome._rows[0]
    row.who.set_person("Olu Bankole", "")
    row.on_what.setText("Category")
    page.save()
    assert row.who.rank_edit.property("error") == "true"
    row.who.set_person("Olu Bankole", "Health Visitor")
    row.agency.set_code("HEA")
    page.save()
    settled(qtbot, desk, wait=500)
    outcome = cf.items(case, "conference_outcome")[0].record
    assert outcome.attended == "report only"
    assert outcome.not_attended_why == "At another conference"
    assert outcome.attended_by.name == ""
    assert outcome.dissent[0].who.agency == "HEA"
    assert page.outcome.print_button.isVisible()
    page.outcome.attended.buttons()[0].click()
    page.save()
    settled(qtbot, desk, wait=500)
    again = cf.items(case, "conference_outcome")[0]
    assert again.revisions == 2
    assert again.record.attended == "in person"
    assert again.record.attended_by.rank == "PCLO (Band D)"
    assert again.record.not_attended_why == ""


def test_the_limits_stand_beside_the_dates(opened: Opened) -> None:
    page = opened()
    page._goto("outcome")
    assert "4 Dec 2026: 10 working days" in page.outcome._core_hint.text()
    assert "20 Feb 2027: 3 months" in page.outcome._review_hint.text()


def test_preparation_notes_are_printed_from_what_is_saved(
    qtbot: QtBot, desk: Desk, cf: CaseFile, conference: str, opened: Opened
) -> None:
    page = opened()
    qtbot.keyClicks(page.prepare.notes, "Printed words.")
    page.header.print_button.click()
    settled(qtbot, desk, wait=1500)
    settled(qtbot, desk)
    assert cf.item(conference).record.notes == "Printed words."
    assert desk.printed
    assert desk.printed[0].pdf.startswith(b"%PDF")


def test_going_back_saves_and_every_control_has_a_name(
    qtbot: QtBot, desk: Desk, cf: CaseFile, conference: str, opened: Opened
) -> None:
    page = opened()
    page.prepare.checks.begin()
    page.prepare.questions.begin()
    assert nameless(page) == []
    page.prepare.checks.close_form()
    page._open_details()
    page._goto("outcome")
    page.outcome.begin_dissent()
    assert nameless(page) == []
    page._goto("prepare")
    qtbot.keyClicks(page.prepare.notes, "Kept.")
    page.header.back.click()
    settled(qtbot, desk)
    assert cf.item(conference).record.notes == "Kept."
    assert desk.went[-1].section == "conferences"
    assert not desk.errors
