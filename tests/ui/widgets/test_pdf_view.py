"""A page counts as read when all of it has been on the screen, and not before."""

from __future__ import annotations

from io import BytesIO

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from ui.theme import Theme
from ui.widgets.page_boxes import PageBoxes
from ui.widgets.page_coverage import Coverage
from ui.widgets.pdf_view import FIT_PAGE, FIT_WIDTH, PdfView


def pdf(pages: int) -> bytes:
    out = BytesIO()
    canvas = Canvas(out, pagesize=A4)
    for n in range(pages):
        canvas.drawString(60, 780, f"Page {n + 1} begins")
        canvas.drawString(60, 40, f"Page {n + 1} ends")
        canvas.showPage()
    canvas.save()
    return out.getvalue()


@pytest.fixture
def view(qtbot: QtBot, theme: Theme) -> PdfView:
    made = PdfView(name="The record")
    qtbot.addWidget(made)
    made.resize(700, 500)
    made.show()
    qtbot.waitExposed(made)
    return made


def settle(qtbot: QtBot, view: PdfView) -> None:
    view.viewport().repaint()
    qtbot.wait(5)


def test_a_page_that_fits_is_seen_when_it_is_shown(qtbot: QtBot, view: PdfView) -> None:
    view.set_zoom(FIT_PAGE)
    assert view.load(pdf(2))
    settle(qtbot, view)
    assert view.seen() == {0}
    assert not view.all_seen()
    with qtbot.waitSignal(view.seen_changed):
        view.next_page()
        settle(qtbot, view)
    assert view.seen() == {0, 1}
    assert view.all_seen()
    assert view.page_words() == "Page 2 of 2"


def test_a_page_as_wide_as_the_window_must_be_scrolled_to_its_end(qtbot: QtBot, view: PdfView) -> None:
    view.set_zoom(FIT_WIDTH)
    view.load(pdf(2))
    settle(qtbot, view)
    assert view.seen() == set(), "the foot of the page has not been on the screen"
    for _ in range(10):
        if view.page() != 0:
            break
        qtbot.keyClick(view, Qt.Key.Key_Space)
        settle(qtbot, view)
    assert 0 in view.seen()
    assert view.page() == 1, "space goes on to the next page"


def test_jumping_to_the_end_is_not_reading(qtbot: QtBot, view: PdfView) -> None:
    view.resize(700, 260)
    view.set_zoom(FIT_WIDTH)
    view.load(pdf(1))
    settle(qtbot, view)
    qtbot.keyClick(view, Qt.Key.Key_End)
    settle(qtbot, view)
    assert view.seen() == set()


def test_a_page_too_wide_must_be_scrolled_sideways(qtbot: QtBot, view: PdfView) -> None:
    view.load(pdf(1))
    view.set_zoom(1.5)
    settle(qtbot, view)
    bar = view.verticalScrollBar()
    for value in range(0, bar.maximum() + 200, 200):
        bar.setValue(value)
        settle(qtbot, view)
    assert view.seen() == set()
    view.horizontalScrollBar().setValue(view.horizontalScrollBar().maximum())
    for value in range(0, bar.maximum() + 200, 200):
        bar.setValue(value)
        settle(qtbot, view)
    assert view.seen() == {0}


def test_a_hidden_view_sees_nothing(qtbot: QtBot, theme: Theme) -> None:
    view = PdfView()
    qtbot.addWidget(view)
    view.set_zoom(FIT_PAGE)
    view.load(pdf(1))
    view.grab()
    assert view.seen() == set()


def test_what_was_seen_comes_back_after_a_lock(qtbot: QtBot, view: PdfView) -> None:
    view.load(pdf(3))
    view.set_seen({0, 2, 9})
    assert view.seen() >= {0, 2}
    assert 9 not in view.seen()


def test_bytes_that_are_no_pdf_are_not_shown(view: PdfView) -> None:
    assert not view.load(b"not a document")
    assert view.page_count() == 0
    assert view.page_words() == "No pages"
    view.grab()


def test_unloading_forgets_the_page(qtbot: QtBot, view: PdfView) -> None:
    view.load(pdf(1))
    settle(qtbot, view)
    view.unload()
    assert view.page_count() == 0
    assert view.seen() == set()


def test_the_words_of_the_page_are_there_for_a_screen_reader(view: PdfView) -> None:
    view.load(pdf(2))
    assert view.accessibleName() == "The record, Page 1 of 2"
    assert "Page 1 ends" in view.accessibleDescription()


def test_zoom_by_keyboard(qtbot: QtBot, view: PdfView) -> None:
    view.load(pdf(1))
    view.set_zoom(1.0)
    qtbot.keyClick(view, Qt.Key.Key_Plus, Qt.KeyboardModifier.ControlModifier)
    assert view.zoom() == pytest.approx(1.2)
    qtbot.keyClick(view, Qt.Key.Key_Minus, Qt.KeyboardModifier.ControlModifier)
    assert view.zoom() == pytest.approx(1.0)
    qtbot.keyClick(view, Qt.Key.Key_0, Qt.KeyboardModifier.ControlModifier)
    assert view.zoom() == FIT_WIDTH


def test_coverage_needs_every_part() -> None:
    coverage = Coverage(2)
    assert not coverage.look(0, 0, 0, 1, 0.6)
    assert not coverage.look(0, 0, 0.7, 1, 1), "a strip in the middle is missing"
    assert coverage.look(0, 0, 0.5, 1, 0.8)
    assert not coverage.look(0, 0, 0, 1, 1), "told only once"
    assert coverage.seen == {0}
    assert not coverage.complete
    assert coverage.look(1, 0, 0, 1, 1)
    assert coverage.complete
    assert not coverage.look(7, 0, 0, 1, 1)


def test_the_page_boxes_say_it_in_words(qtbot: QtBot, theme: Theme) -> None:
    boxes = PageBoxes()
    qtbot.addWidget(boxes)
    boxes.set_seen({0, 1, 2}, 4)
    assert boxes.accessibleName() == "You have seen 3 of 4 pages"
    boxes.grab()
    boxes.set_seen({0}, 40)
    boxes.grab()
