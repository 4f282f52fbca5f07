"""Filling a record: by keyboard, kept as it is typed, judged while it is written."""

from __future__ import annotations

from typing import Any

import msgspec
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from pclo_app.casefile.casefile import CaseFile
from pclo_app.practice.finding import blocking
from pclo_app.records.meeting import SpokenNote, StrategyMeeting
from tests.ui.meetings.meeting_parts import ALT, CTRL, Shell, fill, press, write
from ui.meetings import drafts
from ui.meetings.editor import MeetingEditor
from ui.shell.session import Place


def saved(cf: CaseFile, case: str) -> StrategyMeeting:
    (item,) = cf.items(case, "strategy_meeting")
    record = item.record
    assert isinstance(record, StrategyMeeting)
    return record


def titles(editor: MeetingEditor, *levels: str) -> list[str]:
    return [each.title for each in editor.form.findings if each.level in (levels or ("must", "reason", "check"))]


def test_a_new_record_is_prepared_from_the_case_and_answers_nothing(open_record: Any, cf: CaseFile, case: str) -> None:
    editor = open_record()
    record = editor.record()
    assert record.number == "SM-1"
    assert record.date == "2026-11-05" and record.start == "14:32"
    assert len(record.children) == 2
    names = [each.name for each in record.attendance]
    assert names[0] == "Dawn Pettifer" and set(names) >= {"Imelda Crosbie", "Gillian Peake"} and len(names) == 8
    assert {each.attendance for each in record.attendance[1:]} == {""}
    assert len(record.decisions) == 14 and not any(each.answer for each in record.decisions)
    assert cf.items(case, "strategy_meeting") == [] and cf.drafts() == {}


def test_a_record_is_filled_by_keyboard_alone(
    open_record: Any, cf: CaseFile, case: str, settle: Any, qtbot: QtBot, shell: Shell
) -> None:
    editor = open_record()
    press(Qt.Key.Key_2, modifier=ALT)
    assert editor.form.focus_path() == "attendance.0.agency"
    editor.form.go("attendance.1.attendance")
    press(Qt.Key.Key_P)
    press(Qt.Key.Key_Return, modifier=CTRL)
    assert editor.form.focus_path() == "attendance.2.attendance"
    press(Qt.Key.Key_T)
    press(Qt.Key.Key_N, modifier=CTRL)
    assert editor.form.focus_path() == "attendance.8.name"
    write("Carl Osei-Munt")
    press(Qt.Key.Key_Tab)
    write("Deputy Head")
    press(Qt.Key.Key_4, modifier=ALT)
    editor.form.go("decisions.4")
    press(Qt.Key.Key_D)
    write("Considered and not used")
    press(Qt.Key.Key_Tab)
    write("Pruett has left")
    press(Qt.Key.Key_Return, modifier=CTRL)
    assert editor.form.focus_path() == "decisions.5"
    press(Qt.Key.Key_N)
    write("No other children are known")
    press(Qt.Key.Key_Return, modifier=CTRL)
    press(Qt.Key.Key_F)
    assert editor.form.decisions.rows[6].answer.value() == "deferred"
    press(Qt.Key.Key_5, modifier=ALT)
    press(Qt.Key.Key_N, modifier=CTRL)
    write("Visit the flat")
    press(Qt.Key.Key_Tab)
    write("To see who is there")
    press(Qt.Key.Key_Tab)
    write("Jonah Prideaux")
    editor.form.go("actions.0.who.rank")
    write("Social Worker")
    editor.form.go("actions.0.by")
    write("tue")
    press(Qt.Key.Key_F2)
    write("GP changed in February")
    press(Qt.Key.Key_Return)
    press(Qt.Key.Key_S, modifier=CTRL)
    settle()
    record = saved(cf, case)
    assert [record.attendance[n].attendance for n in (1, 2)] == ["present", "phone"]
    assert (record.attendance[8].name, record.attendance[8].rank) == ("Carl Osei-Munt", "Deputy Head")
    fifth = record.decisions[4]
    assert (fifth.answer, fifth.decision, fifth.why) == ("decided", "Considered and not used", "Pruett has left")
    assert record.decisions[5].answer == "not applicable" and record.decisions[5].why == "No other children are known"
    (action,) = record.actions
    assert (action.what, action.why, action.by) == ("Visit the flat", "To see who is there", "2026-11-10")
    assert (action.who.name, action.who.rank) == ("Jonah Prideaux", "Social Worker")
    assert record.notes == (SpokenNote(at="14:32", text="GP changed in February"),)
    assert editor.place().record == cf.items(case, "strategy_meeting")[0].id
    assert cf.drafts() == {} and shell.errors == []
    assert shell.kept[-1].startswith("Saved 14:32")


def test_a_draft_is_there_within_a_second_and_survives(
    open_record: Any, cf: CaseFile, qtbot: QtBot, settle: Any, case: str
) -> None:
    editor = open_record()
    editor.form.go("decisions.4.decision")
    write("Considered, and")
    qtbot.waitUntil(lambda: bool(cf.drafts()), timeout=1000)
    editor.form.go("actions")
    editor.form.plan.add_row()
    editor.form.go("actions.0.by")
    write("as soon as possible")
    editor.form.capture.edit.setText("half a no")
    editor.form.go("decisions.4.decision", 5)
    editor.save_draft()
    settle()
    again = open_record()
    form = again.form
    assert again.record() == editor.record()
    assert form.focus_path() == "decisions.4.decision" and form.cursor_place() == 5
    assert form.decisions.rows[4].is_open
    assert form.capture.edit.text() == "half a no"
    assert form.unread() == {"actions.0.by": "as soon as possible"}
    press(Qt.Key.Key_S, modifier=CTRL)
    settle()
    (item,) = cf.items(case, "strategy_meeting")
    kept = drafts.decode(cf.draft(f"meeting/{item.id}"))
    assert kept is not None and kept.unread == {"actions.0.by": "as soon as possible"}
    third = open_record(item.id)
    assert third.form.unread() == {"actions.0.by": "as soon as possible"}


def test_reasons_being_written_come_back(open_record: Any, settle: Any) -> None:
    editor = open_record()
    fill(editor)
    editor.form.closing.medical.buttons()[2].click()
    doctor = next(row for row in editor.form.attendance.people() if "Marchetti" in row.name.text())
    doctor.answer.buttons()[2].click()
    editor.form.judge()
    (card,) = [card for card in editor.form.panel.cards() if card.card.level == "warn"]
    card.open_reason()
    card.set_reason_words("He was in cl")
    editor.form.edited.emit()
    editor.save_draft()
    settle()
    again = open_record()
    assert list(again.form.panel.writing().values()) == ["He was in cl"]


def test_findings_follow_the_words(open_record: Any, qtbot: QtBot) -> None:
    editor = open_record()
    form = editor.form
    assert "No chair named" in titles(editor) and "14 headings not answered" in titles(editor)
    form.go("decisions.0")
    press(Qt.Key.Key_D)
    qtbot.waitUntil(lambda: "13 headings not answered" in titles(editor), timeout=1000)
    assert form.outline.model().index(3, 0).data() == "4 Decisions"
    assert "1 of 14 answered" in form.outline.model().index(3, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    form.attendance.chair.setCurrentIndex(2)
    form.attendance.chair.activated.emit(2)
    qtbot.waitUntil(lambda: "No chair named" not in titles(editor), timeout=1000)


def test_f7_walks_through_what_is_left(open_record: Any) -> None:
    editor = open_record()
    seen = []
    for _ in range(8):
        press(Qt.Key.Key_F7)
        seen.append(editor.form.focus_path())
    assert seen[0] == "" and "decisions.0" in seen, "a thing to explain has its card, a thing to answer its field"
    assert "attendance" in seen and "end" in seen
    assert len({*seen}) > 4


def test_record_why_is_kept_with_name_rank_and_time(open_record: Any, settle: Any, cf: CaseFile, case: str) -> None:
    editor = open_record()
    fill(editor)
    editor.form.closing.medical.buttons()[2].click()
    for row in editor.form.attendance.people():
        if "Marchetti" in row.name.text():
            row.answer.buttons()[2].click()
    editor.form.judge()
    assert [each.rule for each in blocking(editor.form.findings)] == ["meeting.doctor"]
    (card,) = [card for card in editor.form.panel.cards() if card.card.level == "warn"]
    QApplication.processEvents()
    card.setFocus()
    press(Qt.Key.Key_R)
    write("He was in clinic; his letter was read out.")
    card._record()
    assert blocking(editor.form.findings) == []
    editor.save_now()
    settle()
    (reason,) = saved(cf, case).finding_reasons
    assert reason.reason.startswith("He was in clinic") and reason.by == "Dawn Pettifer, PCLO (police staff, Band D)"
    assert reason.at == "14:32" and "No doctor present: reason recorded 14:32" in titles(editor, "met")


def test_a_note_goes_where_its_first_letter_says_or_is_filed_later(open_record: Any) -> None:
    editor = open_record()
    form = editor.form
    for words in ("a Visit the flat", "i Maisie said Dale cross", "d5 Not used today", "d no heading is open", "plain"):
        press(Qt.Key.Key_F2)
        write(words)
        press(Qt.Key.Key_Return)
    record = editor.record()
    assert [each.what for each in record.actions] == ["Visit the flat"]
    assert [each.fact for each in record.information] == ["Maisie said Dale cross"]
    assert record.decisions[4].decision.startswith("Not used today") and record.decisions[4].answer == ""
    assert [note.filed for note in record.notes[:3]] == ["action", "information", "decision"]
    assert record.notes[-1] == SpokenNote(at="14:32", text="plain")
    form.show_notes(True)
    form.notes_panel.buttons[4, "kept"].click()
    assert editor.record().notes[4].filed == "kept"
    assert "0 notes" not in form.capture.button.text() or all(note.filed for note in editor.record().notes)


def test_a_note_names_a_person_and_a_day_and_shows_what_was_understood(open_record: Any) -> None:
    editor = open_record()
    capture = editor.form.capture
    press(Qt.Key.Key_F2)
    write("a Get the report @jon")
    popup = capture._names.popup()
    assert popup.isVisible() and popup.model().index(0, 0).data() == "Jonah Prideaux, Social Worker"
    QTest.keyClick(popup, Qt.Key.Key_Return)
    assert capture.edit.text() == "a Get the report @Jonah Prideaux "
    write("/ by fri")
    shown = [chip.text() for chip in capture.chips if chip.isVisible()]
    assert shown == ["Action", "Jonah Prideaux, Social Worker", "By Fri 6 Nov 2026"]
    press(Qt.Key.Key_Return)
    assert not any(chip.isVisible() for chip in capture.chips) and capture.edit.text() == ""
    (action,) = editor.record().actions
    assert (action.what, action.who.name, action.who.rank, action.by) == (
        "Get the report", "Jonah Prideaux", "Social Worker", "2026-11-06",
    )  # fmt: skip
    assert action.who.person and action.who.agency == "CSC"


def test_notes_are_filed_by_one_letter_each(open_record: Any) -> None:
    editor = open_record()
    form = editor.form
    for words in ("Visit the flat", "The health visitor wants a medical", "GP changed in February", "Coffee"):
        press(Qt.Key.Key_F2)
        write(words)
        press(Qt.Key.Key_Return)
    press(Qt.Key.Key_J, modifier=CTRL)
    for key in (Qt.Key.Key_A, Qt.Key.Key_C, Qt.Key.Key_I, Qt.Key.Key_K):
        press(key)
    record = editor.record()
    assert [note.filed for note in record.notes] == ["action", "challenge", "information", "kept"]
    assert record.actions[0].what == "Visit the flat" and record.information[0].fact == "GP changed in February"
    assert record.disagreements == "14:32 The health visitor wants a medical"
    assert form.notes_panel.close_button.hasFocus()


def test_a_challenge_goes_to_the_disagreements_with_who_said_it(open_record: Any) -> None:
    editor = open_record()
    press(Qt.Key.Key_F2)
    write("c @beatrix wants a medical today")
    press(Qt.Key.Key_Return)
    assert editor.record().disagreements == "14:32 Beatrix Nwosu-Lane, Health Visitor: wants a medical today"


def test_filing_a_note_under_a_decision_asks_which(open_record: Any) -> None:
    editor = open_record()
    form = editor.form
    form.add_note(SpokenNote(at="14:11", text="Mother agrees in writing"))
    form.show_notes(True)
    form.notes_panel.buttons[0, "decision"].setFocus()
    form.notes_panel.buttons[0, "decision"].click()
    assert [action.text() for action in form._menu.actions()][4] == "5  Police protection"
    form._menu.actions()[4].trigger()
    form._menu.close()
    assert editor.record().decisions[4].decision == "Mother agrees in writing"
    assert editor.record().notes[0].filed == "decision"


def test_leaving_makes_a_revision(open_record: Any, cf: CaseFile, case: str, settle: Any, shell: Shell) -> None:
    editor = open_record()
    editor.form.go("place")
    write("Room 3")
    editor.form.show_notes(True)
    press(Qt.Key.Key_Escape)
    assert editor.form.notes_panel.isHidden() and shell.opened == []
    press(Qt.Key.Key_Escape)
    settle()
    assert shell.opened[-1] == Place("case", case, "meetings")
    (item,) = cf.items(case, "strategy_meeting")
    again = open_record(item.id)
    again.form.go("place")
    press(Qt.Key.Key_End)
    write(", Civic Centre")
    again.hide()
    settle()
    assert saved(cf, case).place == "Room 3, Civic Centre"
    assert [version.record.change_reason for version in cf.history(item.id)] == ["Record continued", ""]


def test_going_to_another_record_saves_the_open_one(open_record: Any, cf: CaseFile, case: str, settle: Any) -> None:
    first = cf.save(StrategyMeeting(number="SM-1", date="2026-11-02"), case=case).id
    editor = open_record()
    editor.form.go("place")
    write("Room 3")
    editor.go(Place("case", case, "meetings", first))
    settle()
    assert editor.place().record == first and editor.record().place == ""
    assert sorted(item.record.place for item in cf.items(case, "strategy_meeting")) == ["", "Room 3"]


def test_untouched_records_are_not_saved(open_record: Any, cf: CaseFile, case: str, settle: Any) -> None:
    editor = open_record()
    editor.leave()
    settle()
    assert cf.items(case, "strategy_meeting") == []


def test_a_change_after_the_showing_is_the_next_version(open_record: Any, cf: CaseFile, case: str, settle: Any) -> None:
    from pclo_app.casefile import meetings

    id = cf.save(StrategyMeeting(number="SM-1", date="2026-11-02"), case=case).id
    meetings.present(cf, id, b"%PDF", 1)
    editor = open_record(id)
    assert editor.record().version == 1
    editor.form.go("place")
    write("Room 3")
    editor.save_now()
    settle()
    assert saved(cf, case).version == 2
    write(" at the back")
    editor.save_now()
    settle()
    assert saved(cf, case).version == 2


def test_what_is_missing_is_listed_before_the_chair_is_asked(open_record: Any, settle: Any, shell: Shell) -> None:
    editor = open_record()
    press(Qt.Key.Key_F8)
    box = editor.form.problems
    assert not box.isHidden() and box.summary.hasFocus()
    words = [problem.words for problem in box.summary.problems]
    assert any(each.startswith("No chair named") for each in words)
    assert all(len(each) < 100 for each in words)
    box.summary.follow(next(n for n, each in enumerate(words) if each.startswith("End time")))
    assert editor.form.focus_path() == "end"
    box.stand.click()
    settle()
    assert editor.pages.currentWidget() is editor.sheet
    editor.sheet.turn_button.click()
    assert editor.sheet.idcheck.accessibleName() and shell.owner is None


def test_the_draft_is_printed(open_record: Any, settle: Any, shell: Shell, cf: CaseFile, case: str) -> None:
    editor = open_record()
    editor.print_draft()
    settle()
    (item,) = cf.items(case, "strategy_meeting")
    ((document, printed_case, record),) = shell.printed
    assert document.title == "Draft" and printed_case == case and record == item.id


def test_what_was_changed_elsewhere_is_not_overwritten(open_record: Any, cf: CaseFile, case: str, settle: Any) -> None:
    id = cf.save(StrategyMeeting(number="SM-1", date="2026-11-02", place="Room 1"), case=case).id
    editor = open_record(id)
    other = msgspec.structs.replace(cf.item(id).record, place="Room 2", change_reason="elsewhere")
    cf.save(other, case=case, id=id)
    editor.form.go("purpose")
    write("A bruise")
    editor.save_now()
    settle()
    item = cf.item(id)
    assert item.in_conflict
    assert {version.record.place for version in item.heads} == {"Room 1", "Room 2"}
