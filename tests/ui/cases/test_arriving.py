"""Arriving in a case: the keys of the chronology work from the first moment, also while it is empty."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from tests.ui.cases.test_cases import CTRL, _in_case
from tests.ui.shell.conftest import Life
from ui.chronology.section import ChronologySection


def test_ctrl_n_works_on_arriving_in_an_empty_chronology(life: Life) -> None:
    program, _case = _in_case(life, "chronology")
    [section] = [each for each in program.window.findChildren(ChronologySection) if each.isVisible()]
    life.qtbot.waitUntil(section.empty.isVisible)
    front = program.window._stack.front
    front.header.findChildren(type(section.foot.new))[0].setFocus()  # where the focus was on arriving
    focus = QApplication.focusWidget()
    assert focus is not None and not section.isAncestorOf(focus)
    life.qtbot.keyClick(focus, Qt.Key.Key_N, CTRL)
    life.qtbot.waitUntil(lambda: QApplication.focusWidget() is section.quick.when.edit)
