"""The meetings in the whole program: opened from the case, locked at the chair, brought back."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from pclo_app.casefile import meetings
from pclo_app.records.case import Case
from tests.ui.meetings.meeting_parts import PIN, fill, press, write
from tests.ui.meetings.test_list import record
from tests.ui.shell.conftest import Clock as ShellClock
from tests.ui.shell.conftest import Life
from ui.meetings.chair import ChairScreen
from ui.meetings.editor import MeetingEditor
from ui.meetings.facts import NEW
from ui.meetings.section import MeetingsSection
from ui.shell.session import Place


@pytest.fixture
def life(qtbot: Any, theme: Any, tmp_path: Path) -> Any:
    """The program through several processes."""
    made = Life(qtbot, tmp_path, ShellClock())
    made.make()
    yield made
    made.end()


def _find(program: Any, kind: type) -> Any:
    return next((each for each in program.window.findChildren(kind) if each.isVisible()), None)


def test_who_comes_to_the_list_is_in_the_list(life: Any, qtbot: Any) -> None:
    program = life.unlocked()
    found: list[Any] = []

    def one_meeting(cf: Any, _progress: object) -> str:
        case = cf.save(Case(reference="KM-0418", family="LINDEN"), case="").id
        cf.save(record("2026-11-05", number="SM-1"), case=case)
        return str(case)

    program.session.operations.submit(one_meeting, found.append)
    life.settle(program)
    program.session.open(Place("case", found[0], "chronology"))
    life.settle(program)
    press(Qt.Key.Key_2, modifier=Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(lambda: _find(program, MeetingsSection) is not None, timeout=10_000)
    section = _find(program, MeetingsSection)
    qtbot.waitUntil(lambda: QApplication.focusWidget() is section.table, timeout=10_000)


def test_from_the_case_to_the_chair_and_through_a_lock(life: Any, qtbot: Any) -> None:
    program = life.unlocked()
    session = program.session
    found: list[Any] = []
    session.operations.submit(lambda cf, _: cf.cases()[0].id, found.append)
    life.settle(program)
    case = found[0]
    session.open(Place("case", case, "meetings"))
    qtbot.waitUntil(lambda: _find(program, MeetingsSection) is not None, timeout=10_000)
    life.settle(program)
    section = _find(program, MeetingsSection)
    section.empty.buttons[0].click()
    qtbot.waitUntil(lambda: _find(program, MeetingEditor) is not None, timeout=10_000)
    life.settle(program)
    editor = _find(program, MeetingEditor)
    qtbot.waitUntil(lambda: editor.pages.currentWidget() is editor._page)
    assert editor.place() == Place("case", case, "meetings", NEW)
    press(Qt.Key.Key_F2)
    write("a Visit the flat")
    press(Qt.Key.Key_Return)
    press(Qt.Key.Key_4, modifier=Qt.KeyboardModifier.AltModifier)
    assert editor.form.focus_path().startswith("decisions.0"), "the keys are the record's and nobody else's"
    fill(editor)
    editor.form.problems.stand.click()
    life.settle(program)
    qtbot.waitUntil(lambda: editor.pages.currentWidget() is editor.sheet)
    editor.sheet.idcheck.buttons()[0].click()
    editor.sheet.pin.setText(PIN)
    editor.sheet.turn_button.click()
    qtbot.waitUntil(lambda: _find(program, ChairScreen) is not None, timeout=20_000)
    screen = _find(program, ChairScreen)
    screen.choices.boxes["signed"].click()
    QApplication.processEvents()
    pad = screen.signing.pad
    QTest.mousePress(pad, Qt.MouseButton.LeftButton, pos=QPoint(40, 40))
    QTest.mouseMove(pad, QPoint(90, 60))
    QTest.mouseRelease(pad, Qt.MouseButton.LeftButton, pos=QPoint(90, 60))
    assert not pad.is_empty()
    life.lock(program)
    again = life.unlocked()
    qtbot.waitUntil(lambda: _find(again, MeetingEditor) is not None, timeout=10_000)
    back = _find(again, MeetingEditor)
    qtbot.waitUntil(lambda: back.pages.currentWidget() is back._page, timeout=10_000)
    assert back.notice.isVisible() and "with the chair" in back.notice._text.text()
    assert [each.what for each in back.record().actions] == ["Visit the flat"]
    back._hand_over()
    qtbot.waitUntil(lambda: back.pages.currentWidget() is back.sheet)
    back.sheet.idcheck.buttons()[0].click()
    back.sheet.pin.setText(PIN)
    back.sheet.turn_button.click()
    qtbot.waitUntil(lambda: _find(again, ChairScreen) is not None, timeout=20_000)
    second = _find(again, ChairScreen)
    assert second.choices.value() == "signed" and second.signing.pad.is_empty()
    second.choices.boxes["refused"].click()
    second.go_button.click()
    assert second.explain.text() == "Enter your name.", "nobody is marked as the chair"
    for field, words in (
        (second.signing.name, "Imelda Crosbie"),
        (second.signing.role, "Team Manager"),
        (second.signing.agency, "Kingsmere"),
    ):
        field.setText(words)
    second.go_button.click()
    qtbot.waitUntil(lambda: second.pages.currentWidget() is second.outcome, timeout=20_000)
    second.outcome.entry.edit.setText(PIN)
    second.outcome.entry.attempt()
    qtbot.waitUntil(lambda: back.pages.currentWidget() is back.sealed, timeout=20_000)
    life.settle(again)
    sealed: list[Any] = []
    again.session.operations.submit(lambda cf, _: meetings.seals(cf), sealed.append)
    life.settle(again)
    assert len(sealed[0]) == 1
    assert back.isVisible() and back.sealed.view.page_count() >= 1


def test_ctrl_r_goes_on_from_the_selected_meeting(life: Any, qtbot: Any) -> None:
    program = life.unlocked()
    found: list[str] = []

    def first(cf: Any, _progress: object) -> str:
        case = cf.cases()[0].id
        cf.save(record("2026-11-05", number="SM-1", purpose="Bruising"), case=case)
        return str(case)

    program.session.operations.submit(first, found.append)
    life.settle(program)
    program.session.open(Place("case", found[0], "meetings"))
    qtbot.waitUntil(lambda: _find(program, MeetingsSection) is not None, timeout=10_000)
    life.settle(program)
    section = _find(program, MeetingsSection)
    qtbot.waitUntil(section.reconvene_button.isVisible, timeout=10_000)
    section.table.setFocus()
    press(Qt.Key.Key_R, modifier=Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: _find(program, MeetingEditor) is not None, timeout=10_000)
    editor = _find(program, MeetingEditor)
    qtbot.waitUntil(lambda: editor.pages.currentWidget() is editor._page, timeout=10_000)
    made = editor.record()
    assert (made.form, made.purpose, made.number) == ("reconvened", "Bruising", "SM-2") and made.follows
    editor.form.meeting.place.setText("Room 4")
    editor.form.meeting._typed()
    life.lock(program)
    again = life.unlocked()
    qtbot.waitUntil(lambda: _find(again, MeetingEditor) is not None, timeout=10_000)
    back = _find(again, MeetingEditor)
    qtbot.waitUntil(lambda: back.pages.currentWidget() is back._page, timeout=10_000)
    assert back.record().follows == made.follows and back.record().place == "Room 4", "nothing is lost by a lock"
