"""What a scroll costs, counted: only the rows that come into sight are painted."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QImage, QPainter
from PySide6.QtWidgets import QApplication, QTableView

from tests.ui.chronology.conftest import Desk, entry
from tests.ui.chronology.test_section import press
from ui.theme import Theme
from ui.widgets.cell import Cell
from ui.widgets.cell_ink import Ink
from ui.widgets.row_delegate import RowDelegate


@pytest.fixture
def painted(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The row of every cell that is painted."""
    rows: list[int] = []
    plain = RowDelegate.cell

    def seen(self: RowDelegate, index: Any) -> Cell:
        rows.append(index.row())
        return plain(self, index)

    monkeypatch.setattr(RowDelegate, "cell", seen)
    return rows


def test_scrolling_by_a_row_paints_that_row_and_moves_the_others(desk: Desk, painted: list[int]) -> None:
    desk.save(*(entry(f"Entry {n}.", f"2026-{1 + n // 28:02d}-{1 + n % 28:02d}") for n in range(200)))
    section = desk.open()
    table = section.table
    bar = table.verticalScrollBar()
    bar.setValue(50 * table.rowHeight(0))
    QApplication.processEvents()
    painted.clear()
    bar.setValue(51 * table.rowHeight(0))
    QApplication.processEvents()
    in_sight = table.viewport().height() // table.rowHeight(0)
    assert in_sight > 8
    assert 0 < len(set(painted)) <= 3


def test_the_edge_of_the_current_row_goes_with_it_while_more_are_chosen(desk: Desk, painted: list[int]) -> None:
    desk.save(*(entry(f"Entry {n}.", f"2026-11-{1 + n:02d}") for n in range(6)))
    section = desk.open()
    table = section.table
    table.show_row(4)
    table.setFocus()
    QApplication.processEvents()
    painted.clear()
    press(Qt.Key.Key_Up, Qt.KeyboardModifier.ShiftModifier)
    QApplication.processEvents()
    shown = sum(not table.isColumnHidden(n) for n in range(section.model.columnCount()))
    assert painted.count(4) == shown, "the row that was current is painted whole"
    assert painted.count(3) == shown


def test_under_the_last_row_lies_the_ground_whatever_was_there_before(desk: Desk) -> None:
    desk.save(*(entry(f"Visit {n}.", f"2026-10-{1 + n:02d}") for n in range(20)), entry("Bruising.", "2026-11-02"))
    section = desk.open()
    section.filter_bar.find_edit.setText("bruising")
    desk.settle()
    desk.qtbot.waitUntil(lambda: section.model.rowCount() == 1)
    view = section.table.viewport()
    picture = view.grab().toImage()
    ground = Theme.current().qcolor("surface")
    for y in range(2 * section.table.rowHeight(0), view.height(), 7):
        assert {QColor(picture.pixel(x, y)).name() for x in range(0, view.width(), 11)} == {ground.name()}


@pytest.mark.parametrize("words", ["", "Short.", "Bruising to the ear " * 40, "i" * 300, "line\nbreak " * 30, "́" * 900])
@pytest.mark.parametrize("width", [0.0, 40.0, 290.0])
def test_words_are_cut_as_qt_cuts_them(qapp: QApplication, words: str, width: float) -> None:
    ink = Ink(Theme.light())
    letters = ink.letters(Cell())
    whole = QFontMetricsF(letters.font).elidedText(words.replace("\n", " "), Qt.TextElideMode.ElideRight, width)
    assert ink.line(words, letters, width).words == whole


def test_a_small_picture_is_made_once_for_each_density(qapp: QApplication) -> None:
    ink = Ink(Theme.light())
    made: list[float] = []

    def draw(painter: QPainter, box: QRectF) -> None:
        made.append(box.width())
        painter.fillRect(box, QColor("red"))

    for ratio in (1.0, 1.0, 2.0, 2.0):
        image = QImage(round(40 * ratio), round(40 * ratio), QImage.Format.Format_RGB32)
        image.setDevicePixelRatio(ratio)
        image.fill(QColor("white"))
        painter = QPainter(image)
        ink.picture(painter, ("dot",), QRectF(10.2, 10.2, 8, 8), draw)
        painter.end()
        red = [x for x in range(image.width()) if QColor(image.pixel(x, round(14 * ratio))).name() == "#ff0000"]
        assert len(red) == 8 * ratio
    assert made == [8.0, 8.0]


def test_a_long_chip_leaves_room_for_the_words(qapp: QApplication) -> None:
    view = QTableView()
    delegate = RowDelegate(view)
    picture = QImage(300, 30, QImage.Format.Format_RGB32)
    picture.fill(QColor("white"))
    painter = QPainter(picture)
    cell = Cell("Words of the entry", chip="S1 says that advice was given on another day", chip_kind="danger")
    delegate._words(painter, QRectF(0, 0, 300, 30), cell, Ink(Theme.light()))
    painter.end()
    edge = Theme.light().qcolor("danger_fill").name()
    filled = [x for x in range(300) if QColor(picture.pixel(x, 8)).name() == edge]
    assert filled and max(filled) < 200
