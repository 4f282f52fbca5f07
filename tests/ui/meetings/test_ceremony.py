"""Around the chair's screen: the battery, small windows, what changed since it was read."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from pclo_app.casefile.casefile import CaseFile
from pclo_app.casefile.shown_again import Change, since_shown
from tests.ui.meetings.meeting_parts import PIN, Shell, fill
from tests.ui.meetings.test_chair import read_all
from ui.meetings.battery import Battery, battery
from ui.meetings.changes import page_of
from ui.meetings.choices import SIGNED
from ui.meetings.facts import RealReports
from ui.meetings.handover import HandoverSheet


def supply(folder: Path, name: str, **words: str) -> None:
    (folder / name).mkdir(parents=True)
    for key, value in words.items():
        (folder / name / key).write_text(f"{value}\n")


@pytest.mark.parametrize(
    ("supplies", "found"),
    [
        ({}, None),
        ({"BAT0": {"type": "Battery", "capacity": "7", "status": "Discharging"}}, Battery(7, False)),
        ({"BAT0": {"type": "Battery", "capacity": "7", "status": "Charging"}}, Battery(7, True)),
        ({"AC": {"type": "Mains", "online": "1"},
          "BAT0": {"type": "Battery", "capacity": "7", "status": "Not charging"}}, Battery(7, True)),
        ({"BAT0": {"type": "Battery", "capacity": "4", "status": "Discharging"},
          "BAT1": {"type": "Battery", "capacity": "90", "status": "Unknown"}}, Battery(47, False)),
        ({"hid": {"type": "Battery", "scope": "Device", "capacity": "3", "status": "Discharging"}}, None),
        ({"BAT0": {"type": "Battery", "capacity": "?", "status": "Unknown"}}, None),
    ],
)  # fmt: skip
def test_what_is_left_in_the_battery(
    tmp_path: Path, supplies: dict[str, dict[str, str]], found: Battery | None
) -> None:
    for name, words in supplies.items():
        supply(tmp_path, name, **words)
    assert battery(tmp_path) == found
    assert battery(tmp_path / "not there") is None


def test_the_officer_hears_of_a_low_battery_before_the_chair_has_it(qtbot: QtBot, theme: Any, tmp_path: Path) -> None:
    sheet = HandoverSheet("Dawn Pettifer", supplies=tmp_path)
    qtbot.addWidget(sheet)
    sheet.show()
    sheet.begin()
    assert not sheet.power.isVisible()
    supply(tmp_path, "BAT0", type="Battery", capacity="9", status="Discharging")
    sheet.begin()
    assert sheet.power.isVisible() and "9%" in sheet.power.accessibleName()
    (tmp_path / "BAT0" / "capacity").write_text("10")
    sheet.begin()
    assert not sheet.power.isVisible()


def test_in_a_small_window_reading_and_answering_are_pages(at_chair: Any, qtbot: QtBot, settle: Any) -> None:
    _editor, screen = at_chair()
    assert screen.steps.isHidden() and screen.read.isVisible() and screen.choices.isVisible()
    screen.resize(900, 640)
    QApplication.processEvents()
    assert screen.width() == 900, "everything fits"
    assert screen.steps.isVisible() and screen.read.isVisible() and not screen.choices.isVisible()
    assert screen.bar.minimumSizeHint().width() <= 900 and screen.read.minimumSizeHint().width() <= 900
    screen.steps.buttons()[1].click()
    assert screen._side.minimumSizeHint().width() <= 900
    assert screen.choices.isVisible() and not screen.read.isVisible()
    screen.choices.boxes[SIGNED].click()
    screen.go_button.click()
    assert "has not been on the screen yet" in screen.explain.text()
    assert screen.read.next.hasFocus() and screen.read.isVisible(), "the way leads back to the page"
    read_all(screen, qtbot)
    screen.resize(1366, 768)
    QApplication.processEvents()
    assert screen.read.isVisible() and screen.choices.isVisible() and screen.steps.isHidden()
    assert screen.choices.value() == SIGNED and screen.read.unseen() == []


def test_what_changed_since_the_chair_read_it(
    open_record: Any, at_chair: Any, settle: Any, cf: CaseFile, shell: Shell, qtbot: QtBot
) -> None:
    editor = open_record(reports=RealReports())
    fill(editor)
    editor.form.meeting.place.setText("Civic Centre, Room 3")
    editor.form.meeting._typed()
    _editor, screen = at_chair(editor)
    assert not screen.read.changes.isVisible(), "nothing was shown before"
    screen.correct.click()
    screen.correction.note.insertPlainText("The visit was on Tuesday, and it was Room 4.")
    screen.correction.entry.edit.setText(PIN)
    screen.correction.entry.attempt()
    settle()
    row = editor.form.decisions.rows[4]
    row.decision.set_text("As set out in the actions on Tuesday.")
    row.decision.edited.emit("")
    editor.form.meeting.place.setText("Civic Centre, Room 4")
    editor.form.meeting._typed()
    editor.form.notes_panel.buttons[0, "kept"].click()
    settle()
    _editor, again = at_chair(editor)
    changes = again.read.changes
    assert changes.isVisible()
    assert changes.words == [
        "Place: was: 3, now: 4",
        "Decision 5, Police protection: now: on Tuesday",
    ]
    assert again._shown.presentation.version == 2
    assert changes.pages and changes.buttons
    button = changes.buttons[-1]
    page = int(button.text().split()[-1]) - 1
    button.setFocus()
    QTest.keyClick(button, Qt.Key.Key_Space)
    assert again.read.view.page() == page and again.read.view.hasFocus()
    assert "Tuesday" in again.read.view.texts()[page]
    assert "Changed: page" in again.read.boxes.accessibleDescription()
    again.bar.back.click()
    again.give_back.entry.edit.setText(PIN)
    again.give_back.entry.attempt()
    settle()
    assert since_shown(cf, editor.facts.id) == [], "shown as it stands now"


def test_words_are_found_on_their_page() -> None:
    pages = ["Strategy meeting\nPlace Civic Centre", "5 Police\nprotection Decided\nNot used for the time being"]
    assert page_of(Change("Decision 5, Police protection", "", "Not used for the time being"), pages) == 1
    assert page_of(Change("Place", "Room 3", "Civic Centre"), pages) == 0
    assert page_of(Change("Action 9", "gone", ""), pages) == -1
