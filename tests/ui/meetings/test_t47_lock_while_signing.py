"""T47: lock, suspend or power cut in the middle of signing: the record is with the chair again, no half ink is sealed.

Through the whole program and the real chair's screen, one record after another moment of the same ceremony.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from pclo_app.casefile import meetings
from pclo_app.casefile.casefile import CaseFile
from tests.ui.meetings.meeting_parts import PIN, fill
from tests.ui.shell.conftest import PASSPHRASE, Life
from tests.ui.shell.conftest import Clock as ShellClock
from ui.meetings.chair import ChairScreen
from ui.meetings.choices import SIGNED
from ui.meetings.editor import MeetingEditor
from ui.meetings.section import MeetingsSection
from ui.shell.session import Place

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def life(qtbot: Any, theme: Any, tmp_path: Path) -> Any:
    made = Life(qtbot, tmp_path, ShellClock())
    made.make()
    yield made
    made.end()


def test_t47_no_half_ink_is_sealed(life: Life, qtbot: Any, tmp_path: Path) -> None:
    program = life.unlocked()
    screen = _hand_over(life, program, _record(life, program))
    _choose_and_read(screen)
    _stroke(screen, 40)
    _stroke(screen, 70, lift=False)
    assert not screen.signing.pad.is_empty()
    life.lock(program)  # the pen is still down

    program = life.unlocked()
    assert _sealed(life, program) == []
    screen = _hand_over(life, program, _shown(life, program, MeetingEditor))
    assert screen.choices.value() == SIGNED, "what the chair had chosen is kept"
    assert screen.signing.pad.is_empty(), "the signature is not"
    assert not screen.signing.agreed.isChecked()
    _choose_and_read(screen)
    _stroke(screen, 40)
    screen.signing.agreed.click()
    life.lock(program, "sleep")  # all but the last press

    program = life.unlocked()
    assert _sealed(life, program) == []
    screen = _hand_over(life, program, _shown(life, program, MeetingEditor))
    assert screen.signing.pad.is_empty()
    _choose_and_read(screen)
    _stroke(screen, 40)
    screen.signing.agreed.click()
    cut = tmp_path / "after the power cut"
    shutil.copytree(life.folder, cut, ignore=shutil.ignore_patterns("lock*"))  # as the disk stands now
    with CaseFile.open(cut, PASSPHRASE, secrets=life.secrets, clock=life.clock) as cf:
        assert meetings.seals(cf) == []
        [meeting] = cf.items(cf.cases()[0].id, "strategy_meeting")
        assert meeting.record is not None and not meeting.sealed

    _stroke(screen, 70)
    whole = screen.signing.pad.strokes()
    screen.go_button.click()
    life.lock(program)  # before anybody was told that it is sealed
    program = life.unlocked()
    [sealed] = _sealed(life, program)
    assert len(sealed.seal.record.ink.strokes) == len(whole) == 2
    assert [len(stroke) for stroke in sealed.seal.record.ink.strokes] == [len(stroke) for stroke in whole]


def _record(life: Life, program: Any) -> MeetingEditor:
    """A complete record, in the editor."""
    found: list[str] = []
    program.session.operations.submit(lambda cf, _: cf.cases()[0].id, found.append)
    life.settle(program)
    program.session.open(Place("case", found[0], "meetings"))
    section = _shown(life, program, MeetingsSection)
    life.settle(program)
    section.empty.buttons[0].click()
    editor = _shown(life, program, MeetingEditor)
    life.qtbot.waitUntil(lambda: editor.pages.currentWidget() is editor._page)
    life.settle(program)
    fill(editor)
    chair = next(row for row in editor.form.attendance.people())
    chair.chair.click()
    life.settle(program)
    return editor


def _hand_over(life: Life, program: Any, editor: MeetingEditor) -> ChairScreen:
    """Turn the laptop to the chair."""
    life.qtbot.waitUntil(lambda: editor.pages.currentWidget() is editor._page, timeout=20_000)
    life.settle(program)
    editor._hand_over()
    life.qtbot.waitUntil(lambda: editor.pages.currentWidget() is editor.sheet, timeout=20_000)
    editor.sheet.idcheck.buttons()[0].click()
    editor.sheet.pin.setText(PIN)
    editor.sheet.turn_button.click()
    return _shown(life, program, ChairScreen)


def _choose_and_read(screen: ChairScreen) -> None:
    screen.choices.boxes[SIGNED].click()
    screen.aloud.setChecked(True)
    for field, words in (
        (screen.signing.name, "Imelda Crosbie"),
        (screen.signing.role, "Team Manager"),
        (screen.signing.agency, "Kingsmere"),
    ):
        field.setText(words)
    QApplication.processEvents()


def _stroke(screen: ChairScreen, top: int, *, lift: bool = True) -> None:
    pad = screen.signing.pad
    QApplication.processEvents()
    QTest.mousePress(pad, LEFT, pos=QPoint(40, top))
    for step in range(1, 6):
        QTest.mouseMove(pad, QPoint(40 + 20 * step, top + 3 * step))
    if lift:
        QTest.mouseRelease(pad, LEFT, pos=QPoint(150, top + 20))


def _sealed(life: Life, program: Any) -> list[Any]:
    found: list[list[Any]] = []
    program.session.operations.submit(lambda cf, _: meetings.seals(cf), found.append)
    life.settle(program)
    return found[0]


def _shown(life: Life, program: Any, kind: type) -> Any:
    def visible() -> Any:
        return next((each for each in program.window.findChildren(kind) if each.isVisible()), None)

    life.qtbot.waitUntil(lambda: visible() is not None, timeout=20_000)
    return visible()
