"""Whatever can take the focus says what it is: a role and a name, on every sheet of the gallery."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QAbstractButton, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from ui.theme import Spacing, Theme
from ui.widgets import gallery
from ui.widgets.labels import field_label
from ui.widgets.panel import Panel
from ui.widgets.rail import Rail
from ui.widgets.segmented import Segmented
from ui.widgets.statusbar import StatusBar


@pytest.fixture(params=[name for name, _build, _size in gallery.SHEETS])
def sheet(request: pytest.FixtureRequest, qtbot: QtBot, theme: Theme) -> QWidget:
    build = {name: build for name, build, _size in gallery.SHEETS}[request.param]
    widget = build()
    qtbot.addWidget(widget)
    widget.resize(1200, 900)
    widget.show()
    return widget


def focusable(sheet: QWidget) -> list[QWidget]:
    return [
        w
        for w in sheet.findChildren(QWidget)
        if w.focusPolicy() != Qt.FocusPolicy.NoFocus
        and w.isVisible()
        and w.focusProxy() is None
        and w.objectName() not in ("qt_scrollarea_viewport",)
    ]


def test_everything_that_takes_the_focus_has_a_name_and_a_role(sheet: QWidget) -> None:
    nameless = []
    for widget in focusable(sheet):
        spoken = QAccessible.queryAccessibleInterface(widget)
        assert spoken is not None
        if spoken.role() == QAccessible.Role.NoRole or not spoken.text(QAccessible.Text.Name):
            nameless.append((type(widget).__name__, widget.parent()))
    assert not nameless


def test_everything_that_is_pressed_is_large_enough(sheet: QWidget) -> None:
    for widget in sheet.findChildren(QAbstractButton):
        if widget.isVisible() and "Corner" not in widget.metaObject().className():
            assert widget.height() >= Spacing.TARGET, widget.text()
            assert widget.width() >= Spacing.TARGET, widget.text()


def test_a_field_label_names_its_field(qtbot: QtBot, theme: Theme) -> None:
    edit = QLineEdit()
    qtbot.addWidget(edit)
    made = field_label("Source and reference", edit)
    qtbot.addWidget(made)
    assert edit.accessibleName() == "Source and reference"
    assert made.buddy() is edit


def test_the_rail_is_one_tab_stop_and_says_where_it_goes(qtbot: QtBot, theme: Theme) -> None:
    rail = Rail()
    qtbot.addWidget(rail)
    rail.show()
    qtbot.waitExposed(rail)
    rail.set_current("cases")
    stops = [b for b in rail.findChildren(QAbstractButton) if b.focusPolicy() & Qt.FocusPolicy.TabFocus]
    assert stops == [rail.button("cases")]
    rail.set_count("sync", 7)
    assert rail.button("sync").accessibleName() == "Sync"
    assert "7 waiting" in rail.button("sync").accessibleDescription()
    rail.button("cases").setFocus()
    qtbot.keyClick(rail.button("cases"), Qt.Key.Key_Down)
    with qtbot.waitSignal(rail.chosen) as got:
        qtbot.keyClick(rail.button("review"), Qt.Key.Key_Return)
    assert got.args == ["review"]
    assert rail.current() == "cases", "the shell decides where one is"
    rail.set_narrow(True)
    assert rail.width() == Spacing.RAIL_NARROW


def act(button: QAbstractButton) -> None:
    """What a screen reader does: the button's first action, without mouse or key."""
    actions = QAccessible.queryAccessibleInterface(button).actionInterface()
    actions.doAction(actions.actionNames()[0])


def test_a_screen_reader_takes_one_to_a_place(qtbot: QtBot, theme: Theme) -> None:
    rail = Rail()
    qtbot.addWidget(rail)
    rail.show()
    rail.set_current("cases")
    for key in ("settings", "cases", "search"):
        with qtbot.waitSignal(rail.chosen) as got:
            act(rail.button(key))
        assert got.args == [key] and rail.current() == "cases"


def test_a_screen_reader_answers_a_question(qtbot: QtBot, theme: Theme) -> None:
    asked = Segmented(["Yes", "No"], name="Was the child seen?")
    qtbot.addWidget(asked)
    asked.show()
    with qtbot.waitSignal(asked.changed) as got:
        act(asked.buttons()[1])
    assert got.args == ["No"] and asked.value() == "No"
    with qtbot.assertNotEmitted(asked.changed):
        act(asked.buttons()[1])
    assert asked.value() == "No"


def test_the_status_bar_is_one_sentence(qtbot: QtBot, theme: Theme) -> None:
    bar = StatusBar()
    qtbot.addWidget(bar)
    bar.set_saved("Saved 14:32")
    bar.set_changes(3)
    bar.set_who("Dawn Pettifer", "PCLO")
    assert bar.accessibleName() == "Status. Saved 14:32. 3 changes on this laptop only. Dawn Pettifer, PCLO."
    bar.set_not_saved("Not saved. The disk is full.")
    assert bar.saved_words() == "Not saved. The disk is full."


def test_a_panel_is_named_by_its_title(qtbot: QtBot, theme: Theme) -> None:
    panel = Panel("Checks", "The app never logs in to these systems.")
    qtbot.addWidget(panel)
    assert panel.accessibleName() == "Checks"
