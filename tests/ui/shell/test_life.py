"""From the set-up to the lock and back, on a real vault."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from pclo_app.casefile.casefile import CaseFile
from pclo_app.vault.errors import DiskFull
from ui.cases.people import PersonForm
from ui.shell import crash
from ui.shell.first_run import FirstRun
from ui.shell.session import Place
from ui.shell.unlock import UnlockPage

from .conftest import PASSPHRASE, Life


def _page(program: Any) -> Any:
    return program.window._page


def test_set_up_makes_a_case_file_that_opens_again(life: Life, qtbot: QtBot) -> None:
    program = life.boot()
    program.start(life.folder)
    page = _page(program)
    assert isinstance(page, FirstRun)
    page.forward()
    assert page.step == 1
    page.forward()
    assert page.step == 1, "without an answer there is no going on"
    assert page.who.summary.isVisible()
    assert [problem.words for problem in page.who.summary.problems][1].startswith("Enter your rank or designation")
    page.who.name.setText("Dawn Pettifer")
    page.who.rank.setCurrentText("PCLO (police staff, Band D)")
    page.who.team.setText("Team North")
    page.forward()
    assert page.step == 2
    page.secret.first.edit.setText("password")
    page.forward()
    assert "Too short" in page.secret.first.error()
    page.secret.first.edit.setText(PASSPHRASE)
    page.secret.second.edit.setText(PASSPHRASE + "x")
    page.forward()
    assert page.secret.second.error() == "The two passphrases are not the same"
    page.secret.second.edit.setText(PASSPHRASE)
    page.forward()
    assert page.step == 3
    qtbot.waitUntil(lambda: not page._ring.running)
    assert "key ring" in page.protection.words()
    assert not life.folder.exists(), "nothing is written before it is confirmed"
    page.forward()
    qtbot.waitUntil(lambda: page.step == 4, timeout=20000)
    page.later()
    assert page.step == 5
    page.later()
    assert page.step == 6
    assert page.secret.text() == ""
    page.forward()
    qtbot.waitUntil(lambda: program.session is not None)
    life.settle(program)
    assert str(program.session.officer) == "Dawn Pettifer, PCLO (police staff, Band D)"
    assert program.window.windowTitle() == "PCLO Case File"
    program.close()
    qtbot.waitUntil(lambda: life.left == [True])

    again = life.unlocked()
    assert again.session.officer.name == "Dawn Pettifer"
    assert again.window.navigation.here.page == "today"


def test_stopping_the_set_up_keeps_the_answers_but_no_passphrase(life: Life) -> None:
    program = life.boot()
    program.start(life.folder)
    page = _page(program)
    page.who.name.setText("Dawn Pettifer")
    page.secret.first.edit.setText(PASSPHRASE)
    page._stop()
    assert life.left == [True]
    kept = life.settings.read_text()
    assert "Dawn Pettifer" in kept
    assert PASSPHRASE not in kept
    again = life.boot()
    again.start(life.folder)
    assert _page(again).who.name.text() == "Dawn Pettifer"
    assert _page(again).secret.text() == ""


def test_a_wrong_passphrase_is_told_counted_and_slowed(life: Life, qtbot: QtBot) -> None:
    life.make()
    program = life.boot()
    program.start(life.folder)
    page = _page(program)
    assert isinstance(page, UnlockPage)
    for _ in range(3):
        page.field.edit.setText("not the right words at all")
        qtbot.keyClick(page.field.edit, Qt.Key.Key_Return)
        qtbot.waitUntil(lambda: not page._opening.running, timeout=20000)
        assert page.field.error().startswith("That passphrase is not right.")
    assert "Try again at" in page.field.error()
    page.field.edit.setText(PASSPHRASE)
    page.unlock()
    qtbot.waitUntil(lambda: not page._opening.running, timeout=20000)
    assert page.field.error().startswith("There have been too many wrong passphrases.")
    assert program.session is None
    life.clock.forward(minutes=5)
    page.field.edit.setText(PASSPHRASE)
    page.unlock()
    qtbot.waitUntil(lambda: program.session is not None, timeout=20000)
    life.settle(program)
    assert "3 wrong passphrases were tried" in program.window.error.accessibleName()


def test_lock_starts_a_new_process_and_comes_back_to_the_field_and_cursor(life: Life, qtbot: QtBot) -> None:
    life.make()
    program = life.unlocked()
    window, session = program.window, program.session
    case = _case(life, program)
    session.open(Place("case", case=case, section="people", record="new"))
    life.settle(program)
    form = window.findChild(PersonForm)
    assert form is not None
    name = form.input("name").edit
    name.setFocus()
    qtbot.keyClicks(name, "Kerry Orrin")
    name.setCursorPosition(5)
    life.lock(program)
    assert life.restarted == [life.folder]
    assert life.left == [True]
    assert session.operations.closed
    assert window.windowTitle() == "PCLO Case File"

    after = life.boot()
    after.start(life.folder)
    page = _page(after)
    assert page.field.edit.accessibleName() == "Passphrase for Dawn Pettifer, PCLO (police staff, Band D)"
    kept = [child for child in page.findChildren(object) if "What you were typing is kept" in _name(child)]
    assert kept
    shown = " ".join(_name(child) for child in page.findChildren(object))
    assert "Orrin" not in shown
    assert "KM-0417" not in shown

    page.field.edit.setText(PASSPHRASE)
    page.unlock()
    qtbot.waitUntil(lambda: after.session is not None, timeout=20000)
    life.settle(after)
    assert after.window.navigation.here == Place("case", case=case, section="people", record="new")
    assert after.window.windowTitle() == "KM-0417, PCLO Case File"
    back = after.window.findChild(PersonForm)
    assert back is not None
    assert back.input("name").value() == "Kerry Orrin"
    edit = back.input("name").edit
    qtbot.waitUntil(lambda: QApplication.focusWidget() is edit)
    qtbot.waitUntil(lambda: edit.cursorPosition() == 5)
    assert after.window.status.saved_words().startswith("Opened where you left it")


def test_the_idle_lock_locks_and_says_so(life: Life, qtbot: QtBot) -> None:
    life.make()
    program = life.unlocked()
    program.idle._now = lambda: 10**12
    program.idle.look()
    qtbot.waitUntil(lambda: life.restarted == [life.folder], timeout=10000)
    after = life.boot()
    after.start(life.folder)
    words = " ".join(_name(child) for child in _page(after).findChildren(object))
    assert "After 5 minutes without a key or the mouse" in words


def test_a_lock_is_not_refused_by_a_stuck_worker(life: Life, qtbot: QtBot) -> None:
    import threading

    life.make()
    program = life.unlocked()
    gate = threading.Event()
    program.session.operations.submit(lambda cf, _: gate.wait(30) and None)
    program.lock("user")
    assert program._closing is not None
    program._closing._until = 0.0
    qtbot.waitUntil(lambda: life.left == [False], timeout=10000)
    assert life.restarted == [life.folder]
    gate.set()


def test_a_case_file_open_elsewhere_is_told(life: Life, qtbot: QtBot) -> None:
    life.make()
    with CaseFile.open(life.folder, PASSPHRASE, secrets=life.secrets):
        program = life.boot()
        program.start(life.folder)
        page = _page(program)
        page.field.edit.setText(PASSPHRASE)
        page.unlock()
        qtbot.waitUntil(lambda: page.problem.isVisible(), timeout=20000)
        assert "already open" in page.problem.accessibleName()


def test_nothing_secret_is_kept_in_the_settings(life: Life, qtbot: QtBot) -> None:
    life.make()
    program = life.unlocked()
    life.lock(program)
    kept = life.settings.read_text()
    for word in (PASSPHRASE, "Orrin", "KM-0417", "Maisie"):
        assert word not in kept
    assert {path.name for path in Path(life.base).iterdir()} == {"case file", "state.json"}


def _case(life: Life, program: Any) -> str:
    found: list[str] = []
    program.session.operations.submit(lambda cf, _: cf.cases()[0].id, found.append)
    life.qtbot.waitUntil(lambda: bool(found))
    return found[0]


def _name(child: Any) -> str:
    words = [getattr(child, name)() for name in ("accessibleName", "text") if callable(getattr(child, name, None))]
    return " ".join(str(each) for each in words)


@pytest.mark.parametrize("why", ["user", "closed"])
def test_a_lock_is_not_refused_by_a_fault_of_a_screen(
    life: Life, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, why: str
) -> None:
    """A screen, and the new process, fail on the way: the other screens' words are kept, and this process ends."""
    monkeypatch.setattr(crash, "crash_folder", lambda: tmp_path / "faults")

    def fail(*_: object) -> None:
        raise ValueError("ORRIN-VALE")

    life.make()
    program = life.unlocked()
    window, session = program.window, program.session
    session.open(Place("case", case=_case(life, program), section="people", record="new"))
    life.settle(program)
    name = window.findChild(PersonForm).input("name").edit
    qtbot.keyClicks(name, "Kerry Orrin")
    today = next(screen for screen in window._stack.screens() if screen is not window._stack.front)
    monkeypatch.setattr(today, "save_draft", fail)
    monkeypatch.setattr(window._stack.front, "looking", fail)
    object.__setattr__(program.around, "restart", fail)
    program.lock("user") if why == "user" else program.close()
    qtbot.waitUntil(lambda: life.left == [True], timeout=10_000)
    assert session.operations.closed
    assert window._layers.currentWidget() is window._cover
    told = [path.read_text() for path in (tmp_path / "faults").iterdir()]
    assert told and not any("ORRIN" in text for text in told)
    with CaseFile.open(life.folder, PASSPHRASE, secrets=life.secrets, clock=life.clock) as cf:
        assert any(b"Kerry Orrin" in words for words in cf.drafts().values())


def test_words_that_could_not_be_kept_are_not_said_to_be_kept(
    life: Life, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    life.make()
    program = life.unlocked()
    program.session.open(Place("case", case=_case(life, program), section="people", record="new"))
    life.settle(program)
    qtbot.keyClicks(program.window.findChild(PersonForm).input("name").edit, "Kerry Orrin")

    def full(*_: object) -> None:
        raise DiskFull

    monkeypatch.setattr(CaseFile, "put_draft", full)
    life.lock(program)
    assert life.left == [True]
    after = life.boot()
    after.start(life.folder)
    words = " ".join(_name(child) for child in _page(after).findChildren(object))
    assert "You locked it" in words and "is kept" not in words
