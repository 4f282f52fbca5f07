"""Settings as a whole: by keyboard alone, from the search, and at every size."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QScrollArea

from ui.settings.sections import SECTIONS
from ui.shell.look import dress
from ui.shell.remembered import Remembered
from ui.shell.search_panel import SearchPanel

from .conftest import Desk, focus

CTRL = Qt.KeyboardModifier.ControlModifier


def _press(desk: Desk, key: Qt.Key, modifiers: Any = Qt.KeyboardModifier.NoModifier) -> None:
    desk.life.qtbot.keyClick(focus() or desk.window, key, modifiers)
    desk.life.settle(desk.program)


def test_the_parts_by_keyboard(desk: Desk) -> None:
    _press(desk, Qt.Key.Key_Comma, CTRL)
    page: Any = desk.window._stack.front  # type: ignore[union-attr]
    assert focus() is page.outline, "the keyboard is in the list of parts"
    seen = [page.stack.front_key]
    for _ in page.sections[1:]:
        _press(desk, Qt.Key.Key_Down)
        assert focus() is page.outline, "walking over the parts leaves the keyboard in the list"
        seen.append(page.stack.front_key)
    assert seen == page.sections
    _press(desk, Qt.Key.Key_F6)
    assert page.front.isAncestorOf(focus()), "F6 goes into the part"
    for _ in range(12):
        _press(desk, Qt.Key.Key_F6)
        if focus() is page.outline:
            break
    assert focus() is page.outline, "and round to the list again"


@pytest.mark.parametrize(("words", "part"), [("audit", "audit"), ("keys", "keys"), ("whole", "whole")])
def test_a_part_is_reached_from_the_search(desk: Desk, words: str, part: str) -> None:
    _press(desk, Qt.Key.Key_K, CTRL)
    panel = desk.window.findChild(SearchPanel)
    assert panel is not None
    desk.life.qtbot.keyClicks(panel.edit, f"> {words}")
    _press(desk, Qt.Key.Key_Return)
    here = desk.window.navigation.here
    assert here is not None and (here.page, here.section) == ("settings", part)
    page: Any = desk.window._stack.front  # type: ignore[union-attr]
    assert page.front.isAncestorOf(focus()), "the keyboard is in the part that was asked for"


def test_a_place_in_settings_outlives_a_lock(desk: Desk) -> None:
    desk.part("backups")
    desk.life.lock(desk.program)
    after = desk.life.unlocked()
    here = after.window.navigation.here
    assert here is not None and (here.page, here.section) == ("settings", "backups")


def test_what_the_log_was_narrowed_to_outlives_a_lock(desk: Desk) -> None:
    part = desk.part("audit")
    part.filters.words_edit.setText("person")
    part.filters.who.setCurrentIndex(1)
    part.filters._look()
    desk.life.settle(desk.program)
    lines = part.model.rowCount()
    assert lines == 1
    desk.life.lock(desk.program)
    after = desk.life.unlocked()
    page: Any = after.window._stack.front  # type: ignore[union-attr]
    desk.life.qtbot.waitUntil(lambda: page.front.model.rowCount() == lines, timeout=10_000)
    assert page.front.filters.words_edit.text() == "person"
    assert page.front.filters.who.currentText().startswith("Dawn Pettifer")


@pytest.mark.parametrize(("width", "height", "text"), [(1366, 698, 200), (700, 420, 100), (1000, 600, 150)])
def test_nothing_is_cut_at_any_size(sergeant: Desk, qapp: QApplication, width: int, height: int, text: int) -> None:
    desk = sergeant
    dress(qapp, replace(Remembered(), look="light", text=text))
    try:
        desk.window.resize(width, height)
        for name in SECTIONS:
            part = desk.part(name)
            desk.life.qtbot.wait(60)
            for area in part.findChildren(QScrollArea):
                assert area.horizontalScrollBar().maximum() == 0, f"{name} is wider than the window"
            for label in part.findChildren(QLabel):
                if label.isVisible() and label.wordWrap() and label.text():
                    wanted = label.heightForWidth(label.width())
                    assert label.height() >= wanted, f"{name}: “{label.text()[:60]}” is cut"
        keys = desk.part("keys")
        for action in (keys.change_passphrase, keys.set_recovery, keys.rotate):
            action()
            sheet = desk.sheet()
            desk.life.qtbot.wait(60)
            assert sheet.area.horizontalScrollBar().maximum() == 0
            for button in (sheet.cancel_button, sheet.button):
                corner = button.mapTo(desk.window, button.rect().bottomRight())
                assert desk.window.rect().contains(corner), "its buttons are in view"
            sheet.cancel()
    finally:
        dress(qapp, replace(Remembered(), look="light"))
