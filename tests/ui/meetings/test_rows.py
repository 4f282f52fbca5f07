"""Rows of a record: copied, taken out, completed; and a name on every field."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from pclo_app.records.meeting import MeetingAction
from tests.ui.meetings.meeting_parts import CTRL, press, write
from ui.shell.session import Session


def test_ctrl_d_copies_the_cell_above(open_record: Any) -> None:
    editor = open_record()
    form = editor.form
    form.plan.add_row(MeetingAction(what="One", why="Because", by="2026-11-09"))
    form.plan.add_row(MeetingAction(what="Two"))
    form.go("actions.1.by")
    press(Qt.Key.Key_D, modifier=CTRL)
    form.go("actions.1.why")
    press(Qt.Key.Key_D, modifier=CTRL)
    assert editor.record().actions[1] == MeetingAction(what="Two", why="Because", by="2026-11-09")


def test_rows_can_be_taken_out(open_record: Any) -> None:
    editor = open_record()
    form = editor.form
    for what in ("One", "Two"):
        form.plan.add_row(MeetingAction(what=what))
    form.plan.rows[0].remove.click()  # type: ignore[attr-defined]
    assert [each.what for each in editor.record().actions] == ["Two"]
    assert form.focus_path().startswith("actions.0")


def test_a_person_taken_from_the_list_brings_rank_and_agency(open_record: Any, qtbot: QtBot) -> None:
    editor = open_record()
    form = editor.form
    row = form.plan.add_row()
    cell = row.who  # type: ignore[attr-defined]
    write("x")
    completer = cell.name_edit.completer()
    completer.activated[str].emit("Jonah Prideaux, Social Worker")
    qtbot.waitUntil(lambda: cell.value().rank == "Social Worker")
    assert cell.value().agency == "CSC"


def test_one_chair_only(open_record: Any) -> None:
    editor = open_record()
    people = editor.form.attendance.people()
    people[3].chair.click()
    people[4].chair.click()
    assert [n for n, each in enumerate(editor.record().attendance) if each.chair] == [4]
    assert editor.form.attendance.chair.currentText() == people[4].name.text()


def test_every_field_has_a_name(open_record: Any) -> None:
    editor = open_record()
    form = editor.form
    form.plan.add_row(MeetingAction(what="One"))
    form.information.add_row()
    for row in form.attendance.people():
        row.open(True)
    nameless = [
        f"{type(widget).__name__} {widget.objectName()}"
        for widget in editor.findChildren(QWidget)
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and not widget.accessibleName()
        and not getattr(widget, "text", lambda: "")()
        and widget.parent().metaObject().className() not in ("QComboBoxPrivateContainer",)
        and not widget.objectName().startswith("qt_")
    ]
    assert nameless == []


def test_the_session_may_end_while_a_record_is_open(open_record: Any, session: Session, settle: Any) -> None:
    editor = open_record()
    editor.form.go("place")
    write("Room 3")
    editor.save_draft()
    session.operations.close()
    editor.save_draft()
    editor.save_now()
