"""The window by keyboard alone; names for everything that takes the focus; errors; the cover; the chair's screen."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QLabel, QLineEdit, QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from pclo_app.vault.errors import DiskFull
from ui.cases.window import CasePage
from ui.shell import screens
from ui.shell.crash import crash_text, write_crash_file
from ui.shell.errors import parts
from ui.shell.search_panel import SearchPanel
from ui.shell.session import Place
from ui.shell.sheet import Sheet

from .conftest import Life

CTRL = Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier


def _focus() -> QWidget:
    found = QApplication.focusWidget()
    assert found is not None
    return found


def _press(life: Life, program: Any, key: Qt.Key, modifiers: Any = Qt.KeyboardModifier.NoModifier) -> None:
    life.qtbot.keyClick(QApplication.focusWidget() or program.window, key, modifiers)
    if program.session is not None and not program.session.operations.closed:
        life.settle(program)


def test_pages_and_back_by_keyboard(life: Life) -> None:
    life.make()
    program = life.unlocked()
    here = lambda: program.window.navigation.here.page  # noqa: E731
    assert here() == "today"
    _press(life, program, Qt.Key.Key_2, CTRL)
    assert here() == "cases"
    assert program.window.rail.current() == "cases"
    _press(life, program, Qt.Key.Key_Return)
    assert here() == "case"
    assert program.window.windowTitle() == "KM-0417, PCLO Case File"
    assert "Orrin" not in program.window.windowTitle()
    _press(life, program, Qt.Key.Key_Comma, CTRL)
    assert here() == "settings"
    assert program.window.windowTitle() == "PCLO Case File"
    _press(life, program, Qt.Key.Key_Left, ALT)
    assert here() == "case"
    _press(life, program, Qt.Key.Key_Left, ALT)
    assert here() == "cases"


def test_sections_of_a_case_by_keyboard(life: Life) -> None:
    life.make()
    program = life.unlocked()
    _press(life, program, Qt.Key.Key_2, CTRL)
    _press(life, program, Qt.Key.Key_Return)
    page = program.window._stack.front
    assert isinstance(page, CasePage)
    people, history = page.sections.index("people"), page.sections.index("history")
    _press(life, program, Qt.Key(Qt.Key.Key_1.value + people), ALT)
    assert program.window.navigation.here.section == "people"
    _press(life, program, Qt.Key(Qt.Key.Key_1.value + history), ALT)
    assert program.window.navigation.here.section == "history"
    _press(life, program, Qt.Key.Key_F6)
    assert _focus() is not None


def test_f6_goes_round_the_panes_and_back(life: Life) -> None:
    life.make()
    program = life.unlocked()
    start = _focus()
    seen = []
    for _ in range(6):
        _press(life, program, Qt.Key.Key_F6)
        seen.append(_focus())
        if _focus() is start:
            break
    assert len(seen) > 1
    _press(life, program, Qt.Key.Key_F6, Qt.KeyboardModifier.ShiftModifier)
    assert _focus() is not start


def test_search_finds_a_person_and_opens_her(life: Life) -> None:
    life.make()
    program = life.unlocked()
    _press(life, program, Qt.Key.Key_K, CTRL)
    panel = program.window.findChild(SearchPanel)
    assert panel is not None
    assert _focus() is panel.edit
    life.qtbot.keyClicks(panel.edit, "maisie")
    life.qtbot.waitUntil(lambda: len(panel.table.rows()) == 2)
    assert [row.sentence for row in panel.table.rows()] == [
        "People, 1",
        "Person, ORRIN-VALE, KM-0417: Maisie Orrin-Vale",
    ]
    _press(life, program, Qt.Key.Key_Return)
    place = program.window.navigation.here
    assert (place.page, place.section) == ("case", "people")
    table = program.window._stack.front.stack.front.table
    life.qtbot.waitUntil(lambda: bool(table.current()))
    life.qtbot.waitUntil(lambda: not any(sheet.isVisible() for sheet in program.window.findChildren(Sheet)))


def test_search_runs_a_command(life: Life) -> None:
    life.make()
    program = life.unlocked()
    _press(life, program, Qt.Key.Key_K, CTRL)
    panel = program.window.findChild(SearchPanel)
    life.qtbot.keyClicks(panel.edit, "> cases")
    _press(life, program, Qt.Key.Key_Return)
    assert program.window.navigation.here.page == "cases"


def test_esc_closes_a_sheet_and_the_focus_goes_back(life: Life) -> None:
    life.make()
    program = life.unlocked()
    before = _focus()
    _press(life, program, Qt.Key.Key_F1)
    assert program.window._sheets
    _press(life, program, Qt.Key.Key_Escape)
    assert not program.window._sheets
    assert _focus() is before


def test_the_cover_hides_all_and_locks_after_two_minutes(life: Life, qtbot: QtBot) -> None:
    life.make()
    program = life.unlocked()
    window = program.window
    _press(life, program, Qt.Key.Key_2, CTRL)
    _press(life, program, Qt.Key.Key_Return)
    _press(life, program, Qt.Key.Key_F9)
    assert not window._chrome.isVisible()
    assert window._cover.accessibleName() == "Covered. Press F9. KM-0417"
    _press(life, program, Qt.Key.Key_1, CTRL)
    assert window.navigation.here.page == "case", "no key but F9 and the lock works under the cover"
    _press(life, program, Qt.Key.Key_F9)
    assert window._chrome.isVisible()
    _press(life, program, Qt.Key.Key_F9)
    window._cover._now = lambda: 10**12
    window._cover._look()
    qtbot.waitUntil(lambda: life.restarted == [life.folder], timeout=10000)


def test_the_chairs_screen_leaves_only_the_lock(life: Life, qtbot: QtBot) -> None:
    life.make()
    program = life.unlocked()
    window = program.window
    chair = QLineEdit()
    chair.setAccessibleName("Chair")
    program.session.own_the_screen(chair)
    assert chair.isVisible()
    assert not window.rail.isVisible()
    qtbot.keyClick(chair, Qt.Key.Key_2, CTRL)
    qtbot.keyClick(chair, Qt.Key.Key_K, CTRL)
    assert window.navigation.here.page == "today"
    assert not window._sheets
    window.close()
    assert window.isVisible()
    assert life.left == []
    qtbot.keyClick(chair, Qt.Key.Key_L, CTRL)
    qtbot.waitUntil(lambda: life.restarted == [life.folder], timeout=10000)


def test_giving_the_screen_back(life: Life) -> None:
    life.make()
    program = life.unlocked()
    chair = QLabel("The chair")
    program.session.own_the_screen(chair)
    program.session.own_the_screen(None)
    assert program.window.rail.isVisible()
    assert not program.window.isFullScreen()
    _press(life, program, Qt.Key.Key_2, CTRL)
    assert program.window.navigation.here.page == "cases"
    chair.deleteLater()


@pytest.mark.parametrize("page", ["today", "cases", "settings", "people", "actions", "checks", "history"])
def test_everything_that_takes_the_focus_says_what_it_is(life: Life, page: str) -> None:
    life.make()
    program = life.unlocked()
    place = Place(page) if page in screens.PAGES else Place("case", case=_case(life, program), section=page)
    program.session.open(place)
    life.settle(program)
    nameless = _nameless(program.window)
    assert nameless == []
    forms = {"people": "new", "actions": "new", "checks": "new", "cases": "new"}
    if page in forms:
        program.session.open(Place(place.page, case=place.case, section=place.section, record=forms[page]))
        life.settle(program)
        assert program.window._sheets
        assert _nameless(program.window._sheets[0]) == []


def test_closing_the_window_closes_the_case_file_first(life: Life, qtbot: QtBot) -> None:
    life.make()
    program = life.unlocked()
    program.window.close()
    qtbot.waitUntil(lambda: life.left == [True], timeout=10000)
    assert program.session.operations.closed
    assert life.restarted == []


def test_a_known_error_is_shown_in_its_three_parts(life: Life) -> None:
    life.make()
    program = life.unlocked()
    program.session.show_error(DiskFull())
    words = program.window.error.accessibleName()
    assert words == "Not saved. The disk is full. Everything saved before is safe. Free some space, then press Ctrl+S."
    _press(life, program, Qt.Key.Key_Escape)
    assert not program.window.error.isVisible()


def test_a_fault_of_our_own_is_told_calmly_and_written_down_without_values(
    life: Life, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from ui.shell import crash

    monkeypatch.setattr(crash, "crash_folder", lambda: tmp_path / "faults")
    life.make()
    program = life.unlocked()

    def work(cf: Any, progress: Any) -> None:
        words = "Maisie has a bruise"
        raise ValueError(words)

    program.session.operations.submit(work)
    life.settle(program)
    assert program.window.error.accessibleName().startswith("The program met a fault of its own. Everything saved")
    [path] = (tmp_path / "faults").iterdir()
    text = path.read_text()
    assert "ValueError" in text
    assert "test_window.py" in text
    assert "Maisie" not in text
    assert "bruise" not in text


def test_an_account_names_what_led_to_it(tmp_path: Path) -> None:
    try:
        try:
            raise KeyError("secret")
        except KeyError as error:
            raise RuntimeError("secret too") from error
    except RuntimeError as error:
        text = crash_text(error)
        path = write_crash_file(error, folder=tmp_path)
    assert "RuntimeError" in text
    assert "builtins.KeyError" in text
    assert "secret" not in text
    assert path.exists()
    assert parts(DiskFull())[3] == "vault.disk-full"


def test_the_last_resort_catches_what_nobody_caught(life: Life, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    life.make()
    program = life.unlocked()
    program.window.errors._uncaught(DiskFull, DiskFull(), None)
    qtbot.waitUntil(lambda: program.window.error.isVisible())
    assert "disk is full" in program.window.error.accessibleName()
    assert sys.excepthook is not program.window.errors._uncaught


@pytest.mark.parametrize("size", [(1366, 698), (1100, 600), (683, 384)])
def test_it_fits_small_windows(life: Life, size: tuple[int, int]) -> None:
    life.make()
    program = life.unlocked()
    program.window.resize(*size)
    program.session.open(Place("case", case=_case(life, program), section="people"))
    life.settle(program)
    assert (program.window.width(), program.window.height()) == size
    page = program.window._stack.front
    assert page.chooser.isVisible() == (page.width() < 1000)
    assert page.tabs.isVisible() == (page.width() >= 1000)


def _case(life: Life, program: Any) -> str:
    found: list[str] = []
    program.session.operations.submit(lambda cf, _: cf.cases()[0].id, found.append)
    life.qtbot.waitUntil(lambda: bool(found))
    return found[0]


def _nameless(inside: QWidget) -> list[str]:
    """What Tab reaches without knowing what it is."""
    return [
        f"{type(widget).__name__} in {type(widget.parentWidget()).__name__}"
        for widget in inside.findChildren(QWidget)
        if widget.isVisible()
        and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and not (isinstance(widget, QScrollArea) and type(widget) is QScrollArea)
        and not isinstance(widget.parentWidget(), QAbstractScrollArea)
        and not (isinstance(widget, QLineEdit) and widget.objectName() == "qt_spinbox_lineedit")
        and not widget.accessibleName()
        and not (hasattr(widget, "text") and widget.text())
    ]
