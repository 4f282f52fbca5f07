"""A meeting that goes on from an earlier one, and a discussion by telephone."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from pclo_app.casefile.casefile import CaseFile
from pclo_app.practice.finding import blocking
from pclo_app.records.base import Named
from pclo_app.records.meeting import MeetingAction
from pclo_app.records.work import Action
from tests.ui.meetings.meeting_parts import Shell, fill
from tests.ui.meetings.test_after_sealing import sealed
from ui.meetings.following import after

WHO = Named(name="Jonah Prideaux", rank="Social Worker", agency="CSC")


def _first(cf: CaseFile, case: str) -> Any:
    actions = (
        MeetingAction(what="Visit the flat", why="To see", who=WHO, by="2026-11-09"),
        MeetingAction(what="Get the report", why="To know", who=WHO, by="2026-11-10"),
    )
    answered = sealed(cf, case, "refused", actions=actions, purpose="Bruising to the ear")
    done = next(item for item in cf.items(case, "action") if item.record.what == "Get the report")
    import msgspec

    changed = msgspec.structs.replace(done.record, outcome="achieved", done_on="2026-11-06", change_reason="Done")
    cf.save(changed, case=case, id=done.id)
    return answered


def test_a_reconvened_meeting_takes_over_people_and_open_actions(
    open_record: Any, at_chair: Any, settle: Any, cf: CaseFile, case: str, shell: Shell
) -> None:
    first = _first(cf, case)
    editor = open_record(after(first.meeting))
    record = editor.record()
    assert record.form == "reconvened" and record.follows == first.meeting and record.number == "SM-2"
    assert record.purpose == "Bruising to the ear"
    there = {each.name: each for each in record.attendance}
    assert there["Owen Tranter"].attendance == "" and there["Farah Whitcombe"].attendance == ""
    assert there["Imelda Crosbie"].rank == "Team Manager" and record.chair is None
    assert len([each for each in record.attendance if each.name == "Owen Tranter"]) == 1
    assert all(not each.answer and not each.decision for each in record.decisions)
    assert [(each.what, each.said) for each in record.carried] == [("Visit the flat", "")]
    assert any("1 earlier action not answered" in each.title for each in blocking(editor.form.findings))
    assert editor.form.go("actions.carried.0")
    said = editor.form.plan.carried.rows[0].said
    assert said.isAncestorOf(said.focusWidget() or said) or said.hasFocus()
    said.buttons()[1].setFocus()
    QTest.keyClick(said.buttons()[1], Qt.Key.Key_Space)
    QTest.keyClicks(editor.form.plan.carried.rows[0].note, "Seen on 8 November")
    fill(editor)
    editor.form.meeting.form.set_value("reconvened")
    _editor, screen = at_chair(editor)
    screen.choices.boxes["refused"].click()
    screen.go_button.click()
    settle()
    (visit,) = [item for item in cf.items(case, "action") if item.record.what == "Visit the flat"]
    assert isinstance(visit.record, Action)
    assert (visit.record.outcome, visit.record.evidence) == ("achieved", "Seen on 8 November")
    assert shell.errors == []


def test_choosing_the_earlier_meeting_keeps_what_was_typed(
    open_record: Any, settle: Any, cf: CaseFile, case: str
) -> None:
    first = _first(cf, case)
    editor = open_record()
    meeting = editor.form.meeting
    assert not meeting.before.isVisible()
    meeting.form.buttons()[4].click()
    assert meeting.before.isVisible()
    editor.form.attendance.people()[0].answer.buttons()[0].click()
    meeting.purpose.insertPlainText("New bruise")
    place = meeting.before.findData(first.meeting)
    meeting.before.setCurrentIndex(place)
    meeting.before.activated.emit(place)
    settle()
    record = editor.record()
    assert record.follows == first.meeting and record.purpose == "New bruise" and len(record.carried) == 1
    assert sum(1 for each in record.attendance if each.attendance == "present") >= 1


def test_a_discussion_by_telephone_has_a_short_form(open_record: Any) -> None:
    editor = open_record()
    meeting = editor.form.meeting
    assert meeting.place.isVisible()
    meeting.form.buttons()[0].click()
    assert not meeting.place.isVisible() and not meeting.authority.isVisible() and meeting.mode.isVisible()
    meeting.form.buttons()[1].click()
    assert meeting.place.isVisible()
