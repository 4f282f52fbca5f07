"""Segmented answers, dates, names with ranks, growing text: by keyboard."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from pclo_app.records.event_date import EventDate
from pclo_app.records.event_date.typed import Reading, parse
from ui.widgets.agency import AgencyCombo
from ui.widgets.date_field import DateField
from ui.widgets.growing_text import GrowingText
from ui.widgets.name_rank import NameRank, Person
from ui.widgets.segmented import Segmented

Shown = Callable[..., QWidget]


def read(words: str) -> Reading:
    return parse(words, today=date(2026, 11, 18))


def test_nothing_is_chosen_until_somebody_chooses(shown: Shown) -> None:
    answer = Segmented(("Decided", "Not applicable", "Deferred"), name="Police protection")
    shown(answer)
    assert answer.value() == ""
    assert answer.accessibleName() == "Police protection, not answered"


def test_answers_by_keyboard(qtbot: QtBot, shown: Shown) -> None:
    answer = Segmented((("d", "Decided"), ("n", "Not applicable"), ("f", "Deferred")), name="Advice", clearable=True)
    shown(answer)
    heard: list[str] = []
    answer.changed.connect(heard.append)
    first, second, third = answer.buttons()
    first.setFocus()
    qtbot.keyClick(first, Qt.Key.Key_Space)
    assert answer.value() == "d"
    qtbot.keyClick(first, Qt.Key.Key_Right)
    assert answer.value() == "n"
    assert second.hasFocus()
    qtbot.keyClick(second, Qt.Key.Key_Left)
    qtbot.keyClick(first, Qt.Key.Key_Left)
    assert answer.value() == "f"
    assert answer.accessibleName() == "Advice, Deferred"
    qtbot.keyClick(third, Qt.Key.Key_Delete)
    assert answer.value() == ""
    assert heard == ["d", "n", "d", "f", ""]


def test_the_chosen_answer_stays_chosen_when_pressed_again(qtbot: QtBot, shown: Shown) -> None:
    answer = Segmented(("Table", "Both"), "Both")
    shown(answer)
    heard: list[str] = []
    answer.changed.connect(heard.append)
    qtbot.mouseClick(answer.buttons()[1], Qt.MouseButton.LeftButton)
    assert answer.value() == "Both"
    assert heard == []
    answer.set_value("Table")
    assert heard == [], "showing a value is not choosing it"


def test_one_tab_stop(qtbot: QtBot, shown: Shown) -> None:
    answer = Segmented(("A", "B", "C"), "B")
    shown(answer)
    stops = [b.text() for b in answer.buttons() if b.focusPolicy() & Qt.FocusPolicy.TabFocus]
    assert stops == ["B"]


def test_a_date_is_answered_in_words(qtbot: QtBot, shown: Shown) -> None:
    field = DateField(read)
    shown(field)
    field.edit.setFocus()
    qtbot.keyClicks(field.edit, "18/11/2026 1105")
    assert field.date() == EventDate("2026-11-18", "11:05")
    assert field.edit.accessibleDescription() == "Wednesday 18 November 2026, 11:05, exact"
    assert field.words() == "18/11/2026 1105", "what was typed is never changed"


def test_a_date_that_cannot_be_turns_red_only_when_left(qtbot: QtBot, shown: Shown) -> None:
    field, other = DateField(read), QLineEdit()
    shown(field, other)
    field.edit.setFocus()
    qtbot.keyClicks(field.edit, "29/2/2025")
    assert field.date() is None
    assert field.edit.property("error") is None
    other.setFocus()
    field.finished.emit()
    qtbot.waitUntil(lambda: field.edit.property("error") == "true")
    assert "February 2025 had 28 days" in field.edit.accessibleDescription()
    assert "February 2025 had 28 days" in field.check()


def test_a_date_with_two_readings_is_asked_about(qtbot: QtBot, shown: Shown) -> None:
    field = DateField(read)
    shown(field)
    field.edit.setFocus()
    qtbot.keyClicks(field.edit, "5/11/26")
    assert field.date() is None
    assert field.check()
    choices = [b for b in field.findChildren(QPushButton) if b.isVisible()]
    assert len(choices) == 2
    with qtbot.waitSignal(field.changed):
        qtbot.mouseClick(choices[0], Qt.MouseButton.LeftButton)
    assert field.date() is not None
    assert field.check() == ""


def test_a_required_date_says_so(qtbot: QtBot, shown: Shown) -> None:
    field = DateField(read, required="Enter the day it happened.")
    shown(field)
    assert field.check() == "Enter the day it happened."
    field.set_date(EventDate("2026-11-05"))
    assert field.check() == ""


def test_nobody_without_a_rank(qtbot: QtBot, shown: Shown) -> None:
    pair, other = NameRank([Person("Gillian Peake", "Nursery Manager", "EDU")]), QLineEdit()
    shown(pair, other)
    pair.name_edit.setFocus()
    qtbot.keyClicks(pair.name_edit, "Carl Osei-Munt")
    assert pair.rank_edit.property("error") is None, "never while typing"
    other.setFocus()
    qtbot.waitUntil(lambda: pair.rank_edit.property("error") == "true")
    assert "rank or designation of Carl Osei-Munt" in pair.check()
    qtbot.keyClicks(pair.rank_edit, "Head Teacher")
    assert pair.rank_edit.property("error") is None
    assert (pair.name(), pair.rank()) == ("Carl Osei-Munt", "Head Teacher")


def test_a_known_person_fills_an_empty_rank(qtbot: QtBot, shown: Shown) -> None:
    pair = NameRank([Person("Gillian Peake", "Nursery Manager", "EDU")])
    shown(pair)
    with qtbot.waitSignal(pair.person_chosen) as got:
        pair.name_edit.completer().activated.emit("Gillian Peake, Nursery Manager")
    assert got.args[0].agency == "EDU"
    assert (pair.name(), pair.rank()) == ("Gillian Peake", "Nursery Manager")


def test_a_text_grows_and_tab_leaves_it(qtbot: QtBot, shown: Shown) -> None:
    text, other = GrowingText(name="What happened"), QLineEdit()
    shown(text, other)
    low = text.height()
    text.setFocus()
    heard: list[str] = []
    text.edited.connect(heard.append)
    qtbot.keyClicks(text, "One")
    for _ in range(3):
        qtbot.keyClick(text, Qt.Key.Key_Return)
    qtbot.keyClicks(text, "Two")
    assert text.height() >= low + 3 * text.fontMetrics().lineSpacing() - 4
    assert heard[-1] == "One\n\n\nTwo"
    qtbot.keyClick(text, Qt.Key.Key_Tab)
    assert other.hasFocus()
    heard.clear()
    text.set_text("From the store")
    assert heard == [], "showing is not typing"
    text.set_error("Say why.")
    assert text.accessibleDescription() == "Error: Say why."


def test_a_text_stops_growing(qtbot: QtBot, shown: Shown) -> None:
    text = GrowingText("\n".join("line" for _ in range(50)), most=5)
    shown(text)
    assert text.height() < 8 * text.fontMetrics().lineSpacing()
    assert text.verticalScrollBar().maximum() > 0


def test_enter_can_finish_a_note(qtbot: QtBot, shown: Shown) -> None:
    text = GrowingText(enter_finishes=True)
    shown(text)
    qtbot.keyClicks(text, "a social care to visit")
    with qtbot.waitSignal(text.finished):
        qtbot.keyClick(text, Qt.Key.Key_Return)
    assert text.text() == "a social care to visit"


def test_an_agency_starts_unanswered(qtbot: QtBot, shown: Shown) -> None:
    combo = AgencyCombo(short=True)
    shown(combo)
    assert combo.code() == ""
    combo.setFocus()
    with qtbot.waitSignal(combo.chosen) as got:
        qtbot.keyClicks(combo, "H")
        combo.activated.emit(combo.currentIndex())
    assert got.args == [combo.code()]
    assert combo.code() == "HEA"
