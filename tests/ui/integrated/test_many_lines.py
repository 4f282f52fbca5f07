"""Thousands of lines: read where somebody looks, compared meanwhile, and the comparison can be stopped."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from types import SimpleNamespace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from pclo_app.casefile.casefile import CaseFile
from tests.ui.desk import Desk, settled
from tests.ui.integrated.conftest import _entry
from ui.integrated import pairs_panel
from ui.integrated.lines_table import KEPT_PAGES, PAGE, PagedRows
from ui.integrated.page import IntegratedPage

Page = Callable[[], IntegratedPage]


@pytest.fixture
def many(desk: Desk, family: SimpleNamespace, qtbot: QtBot) -> SimpleNamespace:
    """Two thousand lines that have nothing in common."""

    def write(cf: CaseFile, _: object) -> None:
        first = date(2015, 1, 1)
        cf.save_many(
            (_entry((first + timedelta(days=n)).isoformat(), "HEA", f"Line {n} alone{n}."), family.one)
            for n in range(2000)
        )

    desk.operations.submit(write)
    settled(qtbot, desk)
    return family


def test_lines_are_read_where_somebody_looks(page: Page, desk: Desk, many: SimpleNamespace, qtbot: QtBot) -> None:
    made = page()
    rows = made.table.rows()
    assert isinstance(rows, PagedRows)
    assert len(rows) == 2002 and len(rows._pages) <= 2
    made.table.setFocus()
    QTest.keyClick(made.table, Qt.Key.Key_End)
    assert made.table.currentIndex().row() == 2001
    qtbot.waitUntil(lambda: "Maisie was weighed" in rows[2001].sentence)
    for place in range(0, 2002, PAGE):
        rows[place].sentence  # noqa: B018  # looked at, so it is asked for
    settled(qtbot, desk)
    assert len(rows._pages) <= KEPT_PAGES
    made.table.set_current(rows[2001].key or rows.order.places[2001].record)
    settled(qtbot, desk)
    QTest.keyClick(made.table, Qt.Key.Key_Return)
    assert desk.went[-1].record == rows.order.places[2001].record


def test_the_current_line_stays_so_when_another_case_is_added(
    page: Page, desk: Desk, many: SimpleNamespace, qtbot: QtBot
) -> None:
    made = page()
    record = made._found.order.places[1500].record  # type: ignore[union-attr]
    made.table.set_current(record)
    settled(qtbot, desk)
    assert made.table.current().startswith(record)
    box = made.cases.boxes[many.two]
    box.setFocus()
    QTest.keyClick(box, Qt.Key.Key_Space)
    settled(qtbot, desk)
    assert made.count.text() == "2,004 entries of 2 cases"
    place = made.table.currentIndex().row()
    assert made._found.order.places[place].record == record  # type: ignore[union-attr]


def test_without_pairs_the_lines_have_the_room_and_nothing_can_be_answered(
    page: Page, desk: Desk, many: SimpleNamespace, qtbot: QtBot
) -> None:
    made = page()
    panel = made.pairs_panel
    assert panel.head.text() == "No two lines look like one event."
    assert not panel.view.isVisible() and not panel.compare.isVisible()
    qtbot.waitUntil(lambda: made.table.height() > made.height() * 0.75)


def test_a_comparison_is_stopped_and_begun_again(
    page: Page, desk: Desk, many: SimpleNamespace, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = page()
    monkeypatch.setattr(pairs_panel, "_STEP", 10)
    panel = made.pairs_panel
    QTest.mouseClick(made.cases.boxes[many.two], Qt.MouseButton.LeftButton, pos=QPoint(8, 8))
    qtbot.waitUntil(lambda: panel.head.text().startswith("Comparing the lines: "))
    QTest.mouseClick(panel.compare, Qt.MouseButton.LeftButton)
    settled(qtbot, desk)
    assert panel.head.text() == "The lines were not compared to their end."
    monkeypatch.setattr(pairs_panel, "_STEP", 5000)
    QTest.mouseClick(panel.compare, Qt.MouseButton.LeftButton)
    settled(qtbot, desk)
    assert panel.head.text() == "1 pair of lines may tell of one event, 1 not answered yet"


def test_after_an_answer_the_next_pair_is_looked_at(
    page: Page, desk: Desk, family: SimpleNamespace, qtbot: QtBot
) -> None:
    def write(cf: CaseFile, _: object) -> None:
        for day, agency in (("2025-10-01", "POL"), ("2025-10-02", "CSC")):
            fact = "Kerry Orrin rang the duty desk about the broken kitchen window"
            cf.save(_entry(day, agency, fact), case=family.one)

    desk.operations.submit(write)
    settled(qtbot, desk)
    made = page()
    box = made.cases.boxes[family.two]
    box.setFocus()
    QTest.keyClick(box, Qt.Key.Key_Space)
    settled(qtbot, desk)
    panel = made.pairs_panel
    assert panel.head.text().endswith("2 not answered yet")
    panel.list.setFocus()
    first = panel.list.current()
    assert "kitchen window" in panel.view.one.fact.text()
    QTest.keyClick(panel.list, Qt.Key.Key_3)
    QTest.keyClick(panel.view.words, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    settled(qtbot, desk)
    assert panel.head.text().endswith("1 not answered yet")
    assert panel.list.hasFocus() and panel.list.current() not in ("", first)
    assert "Dale Pruett was arrested" in panel.view.one.fact.text()
