"""From a chronology and from the search, by keyboard."""

from __future__ import annotations

from types import SimpleNamespace

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.ui.desk import Desk, settled
from ui.chronology.section import ChronologySection
from ui.shell.search_panel import SearchPanel
from ui.shell.session import Place


def test_from_the_chronology_by_key_and_by_button(desk: Desk, family: SimpleNamespace, qtbot: QtBot) -> None:
    section = ChronologySection(desk, Place("case", family.two, "chronology"))
    qtbot.addWidget(section)
    section.resize(1292, 640)
    section.show()
    section.activateWindow()
    settled(qtbot, desk, wait=100)
    section.table.setFocus()
    both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    QTest.keyClick(section.table, Qt.Key.Key_I, both)
    assert desk.went[-1] == Place("integrated", case=family.two)
    desk.went.clear()
    section.foot.together.click()
    assert desk.went == [Place("integrated", case=family.two)]


def test_from_the_search_as_something_to_do(desk: Desk, family: SimpleNamespace, qtbot: QtBot) -> None:
    panel = SearchPanel(desk, lock=lambda: None)
    qtbot.addWidget(panel)
    panel.show()
    QTest.keyClicks(panel.edit, ">several")
    QTest.keyClick(panel.edit, Qt.Key.Key_Return)
    settled(qtbot, desk, wait=200)
    assert desk.went[-1] == Place("integrated")
