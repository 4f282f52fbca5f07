"""Findings answered in place, errors in three parts, problems that lead to their fields."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

import pytest
from PySide6.QtCore import QAbstractTableModel, QModelIndex, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit, QPushButton, QTableView, QWidget
from pytestqt.qtbot import QtBot

from pclo_app.errors import BadInput
from ui.theme import Theme
from ui.widgets.empty_state import EmptyState
from ui.widgets.error_box import ErrorBox, Notice, Problem, ProblemSummary
from ui.widgets.findings_panel import RECORD_WHY, Card, FindingsPanel
from ui.widgets.outline import Outline, Step
from ui.widgets.reason_dialog import ReasonDialog
from ui.widgets.row_delegate import CELL_ROLE, Cell, dress_table, settle_focus

DOCTOR = Card("doctor", "warn", "No doctor present", "A medical was held.", ("Add a doctor", RECORD_WHY))
HEADINGS = Card("headings", "danger", "5 headings not answered", "Legal advice.", ("Go to first (F7)",))
MET = Card("police", "met", "A police supervisor is present (DS)")


Findings = Callable[..., FindingsPanel]


class FolderGone(BadInput):
    code: ClassVar[str] = "test.folder-gone"
    what: ClassVar[str] = "The folder {name} is not there."
    safe: ClassVar[str] = "Nothing was changed."
    do: ClassVar[str] = "Plug the drive in and try again."


@pytest.fixture
def findings(shown: Callable[..., QWidget]) -> Callable[..., FindingsPanel]:
    def show(*cards: Card) -> FindingsPanel:
        panel = FindingsPanel()
        panel.set_cards(cards)
        shown(panel)
        return panel

    return show


def test_a_reason_is_recorded_in_the_card(qtbot: QtBot, findings: Findings) -> None:
    panel = findings(DOCTOR, HEADINGS, MET)
    panel.focus_card("doctor")
    card = panel.cards()[0]
    qtbot.keyClick(card, Qt.Key.Key_R)
    box = QApplication.focusWidget()
    assert box is not None
    qtbot.keyClicks(box, "Dr Marchetti was in clinic and spoke by phone")
    assert panel.writing() == {"doctor": "Dr Marchetti was in clinic and spoke by phone"}
    record = next(b for b in card.findChildren(QPushButton) if b.text() == "Record")
    with qtbot.waitSignal(panel.reason_recorded) as got:
        qtbot.mouseClick(record, Qt.MouseButton.LeftButton)
    assert got.args == ["doctor", "Dr Marchetti was in clinic and spoke by phone"]


def test_an_empty_reason_is_not_recorded(qtbot: QtBot, findings: Findings) -> None:
    panel = findings(DOCTOR)
    card = panel.cards()[0]
    card.open_reason()
    record = next(b for b in card.findChildren(QPushButton) if b.text() == "Record")
    with qtbot.assertNotEmitted(panel.reason_recorded):
        qtbot.mouseClick(record, Qt.MouseButton.LeftButton)


def test_a_reason_being_written_survives_new_findings_and_a_lock(qtbot: QtBot, findings: Findings) -> None:
    panel = findings(DOCTOR, HEADINGS)
    panel.cards()[0].set_reason_words("He was in")
    panel.set_cards((HEADINGS, DOCTOR, MET))
    assert panel.writing() == {"doctor": "He was in"}
    kept = panel.writing()
    again = findings(DOCTOR)
    again.restore_writing(kept)
    assert again.writing() == kept


def test_the_focus_stays_on_its_card(qtbot: QtBot, findings: Findings) -> None:
    panel = findings(DOCTOR, HEADINGS)
    panel.focus_card("headings")
    panel.set_cards((HEADINGS,))
    assert panel.cards()[0].hasFocus()


def test_a_card_speaks_its_level(qtbot: QtBot, findings: Findings) -> None:
    panel = findings(DOCTOR, HEADINGS)
    assert panel.cards()[1].accessibleName() == "Must answer: 5 headings not answered"
    with qtbot.waitSignal(panel.action) as got:
        panel.cards()[1].setFocus()
        qtbot.keyClick(panel.cards()[1], Qt.Key.Key_Return)
    assert got.args == ["headings", "Go to first (F7)"]


def test_an_error_has_three_parts(qtbot: QtBot, theme: Theme) -> None:
    box = ErrorBox()
    qtbot.addWidget(box)
    box.show_error(FolderGone(name="E:"))
    assert box.isVisible()
    assert box.accessibleName() == "The folder E: is not there. Nothing was changed. Plug the drive in and try again."
    assert box.code == "test.folder-gone"
    box.clear()
    assert not box.isVisible()


def test_problems_lead_to_their_fields(qtbot: QtBot, shown: Callable[..., QWidget]) -> None:
    edit, summary = QLineEdit(), ProblemSummary()
    shown(summary, edit)
    summary.show_problems([Problem("Enter the rank or designation.", edit.setFocus)])
    assert summary.hasFocus()
    assert summary.accessibleName() == "There is a problem. 1 thing to put right."
    link = summary.findChildren(QPushButton)[0]
    qtbot.keyClick(link, Qt.Key.Key_Space)
    assert edit.hasFocus()
    summary.show_problems([])
    assert not summary.isVisible()


def test_words_in_a_notice_are_never_markup(qtbot: QtBot, theme: Theme) -> None:
    notice = Notice("<b>not bold</b>", "warn", strong="<i>3")
    qtbot.addWidget(notice)
    assert notice.accessibleName() == "<i>3 <b>not bold</b>"


def test_a_reason_is_needed_and_enter_is_not_destructive(qtbot: QtBot, theme: Theme) -> None:
    dialog = ReasonDialog("Why is it withdrawn?")
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitExposed(dialog)
    qtbot.keyClick(dialog.edit, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    dialog.accept_button.click()
    assert dialog.isVisible()
    assert dialog.edit.error() == "Enter the reason."
    qtbot.keyClicks(dialog.edit, "Entered twice")
    qtbot.keyClick(dialog.edit, Qt.Key.Key_Return)
    assert dialog.isVisible()
    dialog.accept_button.click()
    assert dialog.result() == QDialog.DialogCode.Accepted
    assert dialog.text() == "Entered twice"


def test_an_empty_place_offers_its_buttons(qtbot: QtBot, theme: Theme) -> None:
    empty = EmptyState("No meetings yet. Start a meeting record (Ctrl+N).", ("New meeting record (Ctrl+N)",))
    qtbot.addWidget(empty)
    with qtbot.waitSignal(empty.pressed) as got:
        empty.buttons[0].click()
    assert got.args == [0]


def test_the_outline_says_title_line_and_state(qtbot: QtBot, theme: Theme) -> None:
    outline = Outline((Step("1", "1 Meeting", "Joint", "done"), Step("2", "2 Attendance", "1 to finish", "stop")))
    qtbot.addWidget(outline)
    outline.show()
    qtbot.waitExposed(outline)
    assert outline.current() == "1"
    words = outline.model().index(1, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert words == "2 Attendance, 1 to finish, must be answered"
    with qtbot.waitSignal(outline.chosen) as got:
        qtbot.keyClick(outline, Qt.Key.Key_Down)
    assert got.args == ["2"]
    with qtbot.assertNotEmitted(outline.chosen):
        outline.set_steps((Step("1", "1 Meeting"), Step("2", "2 Attendance", "9 people", "done")))
        outline.set_current("1")
    outline.grab()


class _Model(QAbstractTableModel):
    def rowCount(self, parent: QModelIndex = QModelIndex()) -> int:  # type: ignore[override]  # noqa: B008
        return 3

    def columnCount(self, parent: QModelIndex = QModelIndex()) -> int:  # type: ignore[override]  # noqa: B008
        return 2

    def data(self, index: QModelIndex, role: int = 0) -> object:  # type: ignore[override]
        if role == CELL_ROLE:
            return Cell(
                "Police protection", agency="POL", mark="decision", chip="B", state="done", second="x", bar="ok"
            )
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return "Row in one sentence"
        return None


def test_a_dressed_table_reads_whole_rows_and_lets_tab_leave(qtbot: QtBot, theme: Theme) -> None:
    view = QTableView()
    view.setModel(_Model(view))
    delegate = dress_table(view, name="Chronology", two_lines=True)
    qtbot.addWidget(view)
    view.show()
    settle_focus(view)
    assert view.currentIndex().row() == 0
    assert not view.tabKeyNavigation()
    assert view.rowHeight(0) == delegate.row_height() >= 24
    spoken = QAccessible.queryAccessibleInterface(view)
    assert spoken.text(QAccessible.Text.Name) == "Chronology"
    view.setFocus()
    assert not view.grab().isNull()
