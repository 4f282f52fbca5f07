"""Another pane comes in front: what is half written is kept, where it can be reached."""

from __future__ import annotations

from PySide6.QtCore import Qt

from tests.ui.chronology.conftest import Desk, entry
from tests.ui.chronology.test_section import press, type_in


def test_a_new_entry_in_the_form_goes_into_the_bar_when_what_is_asked_comes(desk: Desk) -> None:
    [id] = desk.save(entry("Car seen."))
    section = desk.open(id)
    section.writing.new_entry()
    section.quick.fact.setFocus()
    type_in("He was seen at the gate")
    press(Qt.Key.Key_F6)
    desk.settle()
    assert section.writing.editing
    section.beside.next_asked()
    desk.settle()
    assert section.side.currentWidget() is section.asked
    assert section.quick.isVisible() and section.quick.values().fact == "He was seen at the gate"


def test_discarded_words_do_not_take_the_place_of_others(desk: Desk) -> None:
    [id] = desk.save(entry("Car seen."))
    section = desk.open(id)
    section.writing.new_entry()
    section.quick.fact.setFocus()
    type_in("A slip")
    press(Qt.Key.Key_F6)
    desk.settle()
    section.writing.editor.discard_wanted.emit()
    desk.settle()
    assert section.foot.discarded.isVisible()
    section.writing.new_entry()
    section.quick.fact.setFocus()
    type_in("Something else")
    section.quick.keep_now()
    section.writing.close_quick()
    desk.settle()
    assert not section.foot.discarded.isVisible()
    assert section.quick.values().fact == "Something else"
