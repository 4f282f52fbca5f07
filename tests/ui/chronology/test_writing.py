"""Writing by keyboard while people talk: what is asked, what is refused, what comes back."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from pclo_app.records.base import Named
from pclo_app.records.chronology import Decision
from pclo_app.records.event_date import EventDate
from tests.ui.chronology.conftest import Desk, entry
from tests.ui.chronology.test_section import CONTROL, focus, press, texts, type_in
from ui.shell.kept_reason import KeptReason
from ui.widgets.keep_timer import AFTER, AT_MOST, KeepTimer

RETURN = Qt.Key.Key_Return


def test_enter_goes_from_field_to_field_and_leaves_the_agency_as_it_was_chosen(desk: Desk) -> None:
    section = desk.open()
    section.writing.new_entry()
    for words in ("3/11/2026 1605", "edu", "Telephone call", "Gillian Peake", "Nursery Manager"):
        type_in(words)
        press(RETURN)
    assert focus() is section.quick.fact
    assert section.quick.agency.code() == "EDU" and section.quick.source.text() == "Telephone call"
    type_in("One")
    press(RETURN)
    type_in("Two")
    press(RETURN, CONTROL)
    desk.settle()
    assert desk.facts() == ["One\nTwo"]


def test_enter_after_a_source_typed_in_full_goes_on_though_the_list_offers_it(desk: Desk) -> None:
    desk.save(entry("Seen."))
    section = desk.open()
    section.writing.new_entry()
    section.quick.source.setFocus()
    type_in("CRIS 4419237/26")
    popup = section.quick.source.completer().popup()
    assert popup.isVisible()
    QTest.keyClick(popup, RETURN)
    assert not popup.isVisible() and focus() is section.quick.who.name_edit
    assert section.quick.source.text() == "CRIS 4419237/26"
    section.quick.source.setFocus()
    section.quick.source.selectAll()
    type_in("CRI")
    QTest.keyClick(popup, Qt.Key.Key_Down)
    QTest.keyClick(popup, RETURN)
    assert section.quick.source.text() == "CRIS 4419237/26" and focus() is section.quick.source


@pytest.mark.parametrize("key", [RETURN, Qt.Key.Key_Down])
def test_what_is_asked_about_a_date_is_answered_by_keyboard(desk: Desk, key: Qt.Key) -> None:
    section = desk.open()
    section.writing.new_entry()
    type_in("5/11/26")
    press(key)
    answer = focus()
    assert isinstance(answer, QPushButton) and answer.text() == "Thursday 5 November 2026, exact"
    press(RETURN)
    assert focus() is section.quick.when.edit
    assert section.quick.when.date() == EventDate("2026-11-05") and section.quick.when.words() == "5/11/26"
    press(RETURN)
    assert focus() is section.quick.agency


def test_words_that_are_no_date_are_kept_on_request_and_never_become_one(desk: Desk) -> None:
    section = desk.open()
    section.writing.new_entry()
    type_in("29/2/2009")
    press(RETURN)
    type_in("p")
    press(RETURN)
    type_in("CRIS 1")
    section.quick.fact.setFocus()
    type_in("Seen.")
    press(RETURN, CONTROL)
    assert focus() is section.quick.when.edit
    keep = next(b for b in section.quick.findChildren(QPushButton) if b.text() == "Keep the words, without a date")
    assert keep.isVisible()
    keep.click()
    assert "Date not known, kept as written: “29/2/2009”" in texts(section.quick)
    press(RETURN, CONTROL)
    desk.settle()
    kept = desk.ask(lambda cf: [item.record.when for item in cf.entries(desk.case)])
    assert kept == [EventDate(as_given="29/2/2009")]


def test_nothing_is_offered_while_a_date_is_half_typed(desk: Desk) -> None:
    section = desk.open()
    section.writing.new_entry()
    type_in("5/")
    assert not any(b.isVisible() and b.text().startswith("Keep") for b in section.quick.findChildren(QPushButton))


def test_f6_keeps_the_place_in_the_words_and_the_refused_date_as_written(desk: Desk) -> None:
    section = desk.open()
    section.writing.new_entry()
    type_in("29/2/2009")
    section.quick.fact.setFocus()
    type_in("Seen")
    press(Qt.Key.Key_Left)
    press(Qt.Key.Key_F6)
    desk.settle()
    fields = section.writing.editor.fields
    assert focus() is fields.texts["fact"] and fields.texts["fact"].textCursor().position() == 3
    assert fields.when.date() == EventDate(as_given="29/2/2009")
    assert "Draft kept" not in texts(section.foot)


def test_in_the_form_enter_goes_on_and_f6_keeps_a_refused_date(desk: Desk) -> None:
    section = desk.open()
    section.writing.new_entry()
    press(Qt.Key.Key_F6)
    fields = section.writing.editor.fields
    fields.when.edit.setFocus()
    type_in("29/2/2009")
    press(Qt.Key.Key_F6)
    assert fields.when.date() == EventDate(as_given="29/2/2009") and focus() is fields.when.edit
    press(RETURN)
    assert focus() is fields.ended.edit
    fields.agency.setFocus()
    type_in("p")
    press(RETURN)
    assert focus() is fields.lines["system"] and fields.agency.code() == "POL"


def test_ctrl_d_in_the_bar_opens_the_box_of_the_decision(desk: Desk) -> None:
    section = desk.open()
    section.writing.new_entry()
    section.quick.fact.setFocus()
    type_in("No order today.")
    press(Qt.Key.Key_D, CONTROL)
    desk.settle()
    fields = section.writing.editor.fields
    assert fields.decided.isChecked() and focus() is fields.texts["decision"]
    editor = section.writing.editor
    top = fields.texts["decision"].mapTo(editor.area.viewport(), fields.texts["decision"].rect().topLeft()).y()
    assert 0 <= top < editor.area.viewport().height() - 20
    drafts = desk.ask(lambda cf: cf.drafts())
    assert isinstance(drafts, dict) and len(drafts) == 1


def test_when_it_was_decided_is_typed_like_any_date_and_recorded_once(desk: Desk) -> None:
    decision = Decision(decision="No order", why="Agreed", by=Named(name="F Whitcombe", rank="DS"))
    [id] = desk.save(entry("Met.", decision=decision))
    section = desk.open(id)
    section.writing.edit()
    desk.settle()
    fields = section.writing.editor.fields
    fields.texts["change_reason"].set_text("The time was left out")
    fields.at.edit.setFocus()
    type_in("Nov 2026")
    press(RETURN, CONTROL)
    assert "Enter the day of the decision" in texts(section.writing.editor)
    fields.at.edit.selectAll()
    type_in("4/11 1610")
    press(RETURN, CONTROL)
    desk.settle()
    at = desk.ask(lambda cf: cf.item(id).record.decision.at)
    assert at == "2026-11-04T16:10"
    assert "Wed 4 Nov 2026, 16:10" in texts(section.detail)
    assert focus() is section.detail.edit


def test_saving_what_is_not_changed_asks_for_no_reason_and_writes_nothing(desk: Desk) -> None:
    [id] = desk.save(entry("Met.", change_reason=""))
    section = desk.open(id)
    section.writing.edit()
    desk.settle()
    press(RETURN, CONTROL)
    desk.settle()
    assert not section.writing.editing and "revision 1" in texts(section.detail)
    assert desk.ask(lambda cf: cf.drafts()) == {}


def test_a_lock_brings_the_cursor_back_into_any_field_of_the_form(desk: Desk) -> None:
    section = desk.open()
    section.writing.new_entry()
    section.quick.fact.setFocus()
    type_in("Seen.")
    press(Qt.Key.Key_F6)
    section.writing.editor.fields.told.rank_edit.setFocus()
    type_in("Constable")
    press(Qt.Key.Key_Home)
    desk.close(section)
    again = desk.open()
    assert focus() is again.writing.editor.fields.told.rank_edit
    assert again.writing.editor.fields.told.rank_edit.cursorPosition() == 0


def test_after_the_form_of_a_new_entry_the_next_one_is_a_key_away(desk: Desk) -> None:
    section = desk.open()
    section.writing.new_entry()
    type_in("3/11/2026")
    press(Qt.Key.Key_Tab)
    type_in("p")
    press(Qt.Key.Key_Tab)
    type_in("CRIS 1")
    section.quick.fact.setFocus()
    type_in("Seen.")
    press(Qt.Key.Key_F6)
    press(RETURN, CONTROL)
    desk.settle()
    assert desk.facts() == ["Seen."] and focus() is section.foot.new
    assert "Draft kept" not in texts(section.foot)


def test_a_version_that_was_withdrawn_is_not_one_to_restore(desk: Desk) -> None:
    [id] = desk.save(entry("Seen.", known_to_police=EventDate("2026-11-05")))
    section = desk.open(id)
    for withdrawn in (True, False):
        desk.ask(lambda cf, gone=withdrawn: _withdraw(cf, desk.case, id, gone))
        section.acts.written.emit(id)
        desk.settle()
    shown = texts(section.detail)
    assert "Brought back" in shown and "Withdrawn" in shown
    backs = [b for b in section.detail.findChildren(QPushButton) if b.text() == "Restore"]
    assert len(backs) == 1, "the first version only"
    assert "Thursday 5 November 2026" in shown, "when the police came to know"


def _withdraw(cf: object, case: str, id: str, gone: bool) -> object:
    from ui.chronology import acting

    act = acting.withdraw if gone else acting.bring_back
    return act(cf, case, id, "A reason")  # type: ignore[arg-type]


def test_somebody_who_types_without_a_pause_is_not_waited_for(qapp: object, monkeypatch: pytest.MonkeyPatch) -> None:
    owner = QObject()
    timer = KeepTimer(lambda: None, owner)
    waits = []
    for since in (0, 300, 700, 990, 1400):
        monkeypatch.setattr(timer, "_since", _Clock(since))
        timer.edited()
        waits.append(timer.interval())
    assert waits == [AFTER, AFTER, AT_MOST - 700, AT_MOST - 990, 0]
    timer.stop()


class _Clock:
    def __init__(self, since: int) -> None:
        self._since = since

    def start(self) -> None:
        pass

    def elapsed(self) -> int:
        return self._since


def test_a_reason_half_written_is_there_after_a_lock_and_goes_when_it_is_recorded(desk: Desk) -> None:
    [id] = desk.save(entry("Seen."))
    section = desk.open(id)
    section.acts.ask_withdraw(section.detail.details)
    desk.settle()
    section.findChildren(KeptReason)[0].edit.setFocus()
    type_in("It belongs to ano")
    section.findChildren(KeptReason)[0].save_draft()
    desk.settle()
    desk.close(section)
    again = desk.open(id)
    again.acts.ask_withdraw(again.detail.details)
    desk.settle()
    [asked] = [each for each in again.findChildren(KeptReason) if each.isVisible()]
    assert asked.text() == "It belongs to ano"
    asked.edit.setFocus()
    asked.edit.moveCursor(QTextCursor.MoveOperation.End)
    type_in("ther family")
    press(RETURN, CONTROL)
    desk.settle()
    assert desk.ask(lambda cf: (cf.item(id).record.withdrawn, cf.item(id).record.change_reason)) == (
        True,
        "It belongs to another family",
    )
    assert desk.ask(lambda cf: cf.drafts()) == {}


def test_the_words_of_one_form_are_kept_when_the_bar_takes_its_place(desk: Desk) -> None:
    [id] = desk.save(entry("Seen."))
    section = desk.open(id)
    section.writing.edit()
    desk.settle()
    section.writing.editor.fields.texts["outcome"].setFocus()
    type_in("Nobody")
    section.writing.new_entry()
    type_in("5/11/2026")
    press(Qt.Key.Key_F6)
    desk.settle()
    drafts = desk.ask(lambda cf: cf.drafts())
    assert isinstance(drafts, dict) and len(drafts) == 2
    assert any(b"Nobody" in body for body in drafts.values())


def test_a_link_half_written_is_there_after_a_lock_and_is_made_however_fast_one_types(desk: Desk) -> None:
    ids = desk.save(entry("On the Saturday."), entry("On the Sunday.", "2026-11-04"))
    section = desk.open(ids[0])
    section.detail.link.click()
    type_in("2")
    press(Qt.Key.Key_Tab)
    type_in("Different d")
    desk.close(section)
    again = desk.open(ids[0])
    again.detail.link.click()
    desk.settle()
    form = again.writing.link_form
    assert (form.number.text(), form.words.text()) == ("2", "Different d")
    form.number.setFocus()
    form.number.selectAll()
    type_in("2")
    press(RETURN, CONTROL)
    desk.settle()
    assert "Conflict with 2:" in texts(again.detail)
    assert desk.ask(lambda cf: cf.drafts()) == {}


def test_words_discarded_by_a_slip_come_back(desk: Desk) -> None:
    [id] = desk.save(entry("Seen."))
    section = desk.open(id)
    section.writing.new_entry()
    section.quick.fact.setFocus()
    type_in("Not at nursery.")
    press(Qt.Key.Key_F6)
    desk.settle()
    section.writing.editor.discard.click()
    desk.settle()
    assert desk.ask(lambda cf: cf.drafts()) == {} and focus() is section.foot.discarded
    section.foot.discarded.click()
    desk.settle()
    assert section.writing.editor.fields.texts["fact"].text() == "Not at nursery."
    assert len(desk.ask(lambda cf: list(cf.drafts()))) == 1 and not section.foot.discarded.isVisible()  # type: ignore[arg-type]
