"""The chair's screen in the whole program: no key and no part of the window leads anywhere else; and Check a code."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.ui.meetings.test_t47_lock_while_signing import _hand_over, _record, life  # noqa: F401
from tests.ui.shell.conftest import Life
from ui.meetings.code_check import CodeCheck
from ui.shell.search_panel import SearchPanel

CTRL, ALT, NO = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.NoModifier


@pytest.mark.usefixtures("qapp")
def test_nothing_else_can_be_reached_from_the_chairs_screen(life: Life) -> None:  # noqa: F811
    program = life.unlocked()
    screen = _hand_over(life, program, _record(life, program))
    window = program.window
    assert window.isFullScreen() and not window.rail.isVisible()
    for key, modifier in (
        (Qt.Key.Key_K, CTRL), (Qt.Key.Key_F, CTRL), (Qt.Key.Key_N, CTRL), (Qt.Key.Key_P, CTRL), (Qt.Key.Key_S, CTRL),
        (Qt.Key.Key_J, CTRL), (Qt.Key.Key_W, CTRL), (Qt.Key.Key_Q, CTRL), (Qt.Key.Key_C, CTRL), (Qt.Key.Key_A, CTRL),
        *((getattr(Qt.Key, f"Key_{digit}"), CTRL) for digit in range(1, 10)),
        (Qt.Key.Key_Left, ALT), (Qt.Key.Key_F4, ALT), (Qt.Key.Key_Escape, NO), (Qt.Key.Key_F1, NO), (Qt.Key.Key_F6, NO),
        (Qt.Key.Key_F8, NO), (Qt.Key.Key_F11, NO),
    ):  # fmt: skip
        for target in (QApplication.focusWidget() or screen, screen, window):
            QTest.keyClick(target, key, modifier)
        QApplication.processEvents()
        assert window._layers.currentWidget() is screen and screen.isVisible(), f"{key} {modifier}"
        assert not window._sheets and window.isFullScreen()
        assert screen.pages.currentWidget() is screen._body
    assert not window.close() and window.isVisible(), "Alt+F4 is a close"
    screen.bar.back.click()
    assert screen.pages.currentWidget() is screen.give_back
    QTest.keyClick(QApplication.focusWidget() or screen, Qt.Key.Key_Escape)
    assert window._layers.currentWidget() is screen
    clipboard = QApplication.clipboard()
    assert "Orrin" not in (clipboard.text() if clipboard is not None else "")


def test_a_code_is_checked_from_the_search(life: Life) -> None:  # noqa: F811
    program = life.unlocked()
    window: Any = program.window
    window.open_search()
    panel = window.findChild(SearchPanel)
    panel.edit.setText("> check a code")
    panel._search()
    QTest.keyClick(panel.edit, Qt.Key.Key_Return)
    QApplication.processEvents()
    check = next(each for each in window.findChildren(CodeCheck) if each.isVisible())
    assert check.edit.hasFocus()
    QTest.keyClicks(check.edit, "0000-0000-0000-0000-0000-0000-0000")
    QTest.keyClick(check.edit, Qt.Key.Key_Return)
    life.settle(program)
    assert "There is no such code on this laptop" in check.answer.accessibleName()
    check.close_button.click()
    assert not check.isVisible()
