"""The list of conferences and the form for a new one."""

from __future__ import annotations

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from pclo_app.casefile.casefile import CaseFile
from pclo_app.records.conference import ConferenceOutcome
from tests.ui.desk import Desk, nameless, settled
from ui.conferences.section import ConferencesSection
from ui.shell.session import Place


def shown(qtbot: QtBot, desk: Desk, case: str) -> ConferencesSection:
    page = ConferencesSection(desk, Place("case", case, "conferences"))
    desk.changed.connect(page.refresh)
    qtbot.addWidget(page)
    page.resize(1292, 500)
    page.show()
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    settled(qtbot, desk)
    return page


def test_the_list_says_how_far_each_is(qtbot: QtBot, desk: Desk, cf: CaseFile, case: str, conference: str) -> None:
    page = shown(qtbot, desk, case)
    row = page.table.rows()[0]
    assert [cell.text for cell in row.cells][:2] == ["Fri 20 Nov 2026 10:00", "Initial conference"]
    assert "Checks: 3 of 4 done" in row.sentence
    assert "Who goes is not decided" in row.sentence
    cf.save(ConferenceOutcome(conference=conference, attended="neither", not_attended_why="Told too late"), case=case)
    page._load()
    settled(qtbot, desk)
    assert "Outcome: Neither" in page.table.rows()[0].sentence
    page.table.setFocus()
    qtbot.keyClick(page.table, Qt.Key.Key_Return)
    assert desk.went[-1] == Place("case", case, "conferences", conference)


def test_an_empty_case_offers_a_new_conference(qtbot: QtBot, desk: Desk, cf: CaseFile, case: str) -> None:
    page = shown(qtbot, desk, case)
    assert page.empty.isVisible()
    page.empty.buttons[0].click()
    form = page.form
    assert form.isVisible()
    assert nameless(page) == []
    form.finish()
    assert form.date.edit.property("error") == "true"
    qtbot.keyClicks(form.date.edit, "20/11/2026")
    qtbot.keyClicks(form.time, "1400")
    qtbot.keyClicks(form.chair.name_edit, "Pia Norlander")
    form.finish()
    assert form.chair.rank_edit.property("error") == "true"
    qtbot.keyClicks(form.chair.rank_edit, "Conference Chair")
    qtbot.keyClick(form.chair.rank_edit, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    settled(qtbot, desk)
    saved = cf.items(case, "conference")[0]
    assert (saved.record.date, saved.record.time) == ("2026-11-20", "14:00")
    assert desk.went[-1].record == saved.id
    assert cf.draft(f"conference/new/{case}") is None


def test_a_half_written_conference_comes_back(qtbot: QtBot, desk: Desk, case: str) -> None:
    page = shown(qtbot, desk, case)
    page.begin()
    qtbot.keyClicks(page.form.room, "Room 3")
    settled(qtbot, desk, wait=500)
    again = shown(qtbot, desk, case)
    assert again.form.isVisible()
    assert again.form.room.text() == "Room 3"
