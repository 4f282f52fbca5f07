"""Open for reading only: no way with the mouse puts words into a record, and each says the same sentence."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QContextMenuEvent, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu, QPlainTextEdit, QTextEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from ui.shell import reading_only
from ui.shell.reading_only import ReadingOnly, for_reading

Edit = QLineEdit | QPlainTextEdit | QTextEdit
KINDS = (QLineEdit, QPlainTextEdit, QTextEdit)


class Desk(QWidget):
    """A field of a record, a field to search with, and a guard that counts."""

    def __init__(self, kind: type[Edit]) -> None:
        super().__init__()
        self.edit, self.search = kind(), for_reading(kind())
        column = QVBoxLayout(self)
        for each in (self.edit, self.search):
            _show(each, "first second")
            column.addWidget(each)
        self.guard = ReadingOnly(self)
        self.told = 0
        self.guard.prevented.connect(self._tell)
        self.guard.set_on(True)

    def _tell(self) -> None:
        self.told += 1


@pytest.fixture(params=KINDS)
def desk(request: pytest.FixtureRequest, qtbot: QtBot) -> Iterator[Desk]:
    made = Desk(request.param)
    qtbot.addWidget(made)
    made.show()
    qtbot.waitExposed(made)
    yield made
    made.guard.set_on(False)


def _show(edit: Edit, words: str) -> None:
    edit.setText(words) if isinstance(edit, QLineEdit) else edit.setPlainText(words)


def _words(edit: Edit) -> str:
    return edit.text() if isinstance(edit, QLineEdit) else edit.toPlainText()


def _surface(edit: Edit) -> QWidget:
    """What the mouse meets."""
    return edit if isinstance(edit, QLineEdit) else edit.viewport()


def _drop(edit: Edit, words: str = "dropped ") -> QDropEvent:
    """As the window system does it: first it asks, then it lets go."""
    data = QMimeData()
    data.setText(words)
    actions = Qt.DropAction.CopyAction | Qt.DropAction.MoveAction
    left, no = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(_surface(edit), QDragEnterEvent(QPointF(5, 5), actions, data, left, no))
    drop = QDropEvent(QPointF(5, 5), actions, data, left, no)
    drop.setDropAction(Qt.DropAction.MoveAction)
    QApplication.sendEvent(_surface(edit), drop)
    return drop


def test_words_dropped_on_a_record_stay_where_they_came_from(desk: Desk) -> None:
    drop = _drop(desk.edit)
    assert _words(desk.edit) == "first second" and desk.told == 1
    assert not drop.isAccepted() and drop.dropAction() == Qt.DropAction.IgnoreAction, "or the other side takes them out"
    _drop(desk.search)
    assert "dropped " in _words(desk.search) and desk.told == 1


def test_the_middle_button_pastes_nothing_into_a_record(
    desk: Desk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading_only, "_middle_pastes", lambda: True)
    qtbot.mouseClick(_surface(desk.edit), Qt.MouseButton.MiddleButton)
    assert desk.told == 1
    qtbot.mouseClick(_surface(desk.search), Qt.MouseButton.MiddleButton)
    qtbot.mouseClick(_surface(desk.edit), Qt.MouseButton.LeftButton)
    assert desk.told == 1


def _chosen_from_menu(edit: Edit, name: str) -> None:
    """Ask for the field's menu and choose by the action's words, without the shortcut behind them."""
    at = QPoint(5, 5)
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, _surface(edit).mapToGlobal(at))
    QApplication.sendEvent(_surface(edit), event)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    action = next(each for each in menu.actions() if each.text().replace("&", "").split("\t")[0] == name)
    assert action.isEnabled()
    action.trigger()
    menu.close()


def test_the_menu_pastes_nothing_into_a_record_and_still_copies(desk: Desk) -> None:
    QApplication.clipboard().setText("pasted ")
    _chosen_from_menu(desk.edit, "Paste")
    assert _words(desk.edit) == "first second" and desk.told == 1
    desk.edit.selectAll()
    _chosen_from_menu(desk.edit, "Cut")
    assert _words(desk.edit) == "first second" and desk.told == 2
    _chosen_from_menu(desk.edit, "Copy")
    assert QApplication.clipboard().text() == "first second" and desk.told == 2


def test_words_are_not_dragged_out_of_a_record(desk: Desk, qtbot: QtBot) -> None:
    """A drag to another program moves words: they would be gone from the screen."""
    surface = _surface(desk.edit)
    desk.edit.selectAll()
    qtbot.mousePress(surface, Qt.MouseButton.LeftButton, pos=QPoint(12, 12))
    selected = (
        desk.edit.hasSelectedText() if isinstance(desk.edit, QLineEdit) else desk.edit.textCursor().hasSelection()
    )
    assert not selected
    qtbot.mouseRelease(surface, Qt.MouseButton.LeftButton, pos=QPoint(12, 12))


def test_switched_off_everything_goes_in(desk: Desk) -> None:
    desk.guard.set_on(False)
    _drop(desk.edit)
    assert "dropped " in _words(desk.edit) and desk.told == 0
