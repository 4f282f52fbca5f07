"""One act on several chosen entries."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QItemSelectionModel, QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QApplication, QLabel, QMenu

from pclo_app.casefile.errors import ChangedSinceChosen
from pclo_app.casefile.model import ChronologyFilter
from pclo_app.records.base import Named
from pclo_app.records.chronology import ChronologyEntry, Grading
from pclo_app.records.person import Person
from pclo_app.records.safeguarding import PoliceProtection
from tests.ui.chronology.conftest import Desk, entry
from tests.ui.chronology.test_acts import answer
from tests.ui.chronology.test_section import CONTROL, press, type_in
from ui.chronology import several
from ui.chronology.section import ChronologySection
from ui.widgets.reason_dialog import ReasonDialog

BARRED = Grading(scheme="3x5x2", source="2", information="B", handling="C")


def choose(section: ChronologySection, *rows: int) -> None:
    """Rows by place in the table, as Ctrl and a click choose them."""
    section.table.setFocus()
    section.table.clearSelection()
    for row in rows:
        flags = QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows
        section.table.selectionModel().select(section.model.index(row, 0), flags)


def menu(section: ChronologySection) -> QMenu:
    """What the menu key brings up."""
    at = section.table.viewport().mapToGlobal(QPoint(40, 40))
    QApplication.sendEvent(section.table, QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(40, 40), at))
    return next(each for each in section.table.findChildren(QMenu) if each.isVisible())


def take(section: ChronologySection, words: str) -> None:
    """Choose a line of the menu."""
    shown = menu(section)
    next(each for each in shown.actions() if each.text().startswith(words)).trigger()
    shown.close()


def record(desk: Desk, id: str) -> ChronologyEntry:
    found = desk.ask(lambda cf: cf.item(id).record)
    assert isinstance(found, ChronologyEntry)
    return found


def test_one_answer_for_several_entries_is_one_step(desk: Desk) -> None:
    ids = desk.save(
        entry("Car seen.", time="10:00"), entry("Call.", time="11:00", disclosure="B"), entry("Visit.", time="12:00")
    )
    section = desk.open(ids[0])
    choose(section, 0, 1, 2)
    take(section, "A/B of 3 entries: B")
    desk.settle()
    [asked] = [each for each in section.findChildren(ReasonDialog) if each.isVisible()]
    said = " ".join(part.text() for part in asked.findChildren(type(section.detail._number)))
    assert "Entries 1 and 3 get B, restricted" in said and "1 marked B already" in said
    answer(section, desk, "Police tactics")
    assert [record(desk, id).disclosure for id in ids] == ["B", "B", "B"]
    assert [record(desk, id).disclosure_reason for id in ids] == ["Police tactics", "", "Police tactics"]
    assert "A/B of 2 entries" in section.foot.undo.accessibleName()
    section.table.setFocus()
    press(Qt.Key.Key_Z, CONTROL)
    desk.settle()
    assert [record(desk, id).disclosure for id in ids] == ["", "B", ""]


def test_what_handling_keeps_back_and_other_records_are_left_as_they_are(desk: Desk) -> None:
    [plain, graded] = desk.save(entry("Car seen.", time="10:00"), entry("Told.", time="11:00", grading=BARRED))
    child = desk.cf.save(Person(name="Maisie", roles=("subject child",)), case=desk.case).id
    constable = Named(name="Tom Birch", rank="PC", agency="POL")
    protection = PoliceProtection(
        children=(child,), answer="considered and not used", why="Grandmother took them", by=constable,
        considered_at="2026-11-04T09:00",
    )  # fmt: skip
    desk.cf.save(protection, case=desk.case)
    section = desk.open(plain)
    choose(section, 0, 1, 2)
    take(section, "A/B of 3 entries: A")
    desk.settle()
    [asked] = [each for each in section.findChildren(ReasonDialog) if each.isVisible()]
    said = " ".join(part.text() for part in asked.findChildren(type(section.detail._number)))
    assert "1 line of another record" in said and "1 kept back by the handling" in said
    answer(section, desk, "The family knows it")
    assert (record(desk, plain).disclosure, record(desk, graded).disclosure) == ("A", "")


def test_a_reason_half_written_comes_back(desk: Desk) -> None:
    ids = desk.save(entry("Car seen.", time="10:00"), entry("Call.", time="11:00"))
    section = desk.open(ids[0])
    choose(section, 0, 1)
    take(section, "A/B of 2 entries: B")
    desk.settle()
    [asked] = [each for each in section.findChildren(ReasonDialog) if each.isVisible()]
    type_in("Police tac")
    asked.reject()
    desk.settle()
    choose(section, 0, 1)
    take(section, "A/B of 2 entries: B")
    desk.settle()
    [again] = [each for each in section.findChildren(ReasonDialog) if each.isVisible()]
    assert again.edit.text() == "Police tac"
    answer(section, desk, "Police tactics")
    assert record(desk, ids[1]).disclosure_reason == "Police tactics"
    choose(section, 0, 1)
    take(section, "A/B of 2 entries: A")
    desk.settle()
    [other] = [each for each in section.findChildren(ReasonDialog) if each.isVisible()]
    assert other.edit.text() == "", "what was recorded is no draft any more"
    other.reject()


def test_a_tag_for_several_and_two_entries_to_be_linked(desk: Desk) -> None:
    ids = desk.save(entry("Fell on Saturday.", tags=("fall",)), entry("Fell on Sunday.", "2026-11-04"))
    section = desk.open(ids[0])
    choose(section, 0, 1)
    take(section, "Add a tag to 2 entries")
    answer(section, desk, "  the   fall ")
    assert [record(desk, id).tags for id in ids] == [("fall", "the fall"), ("the fall",)]
    choose(section, 0, 1)
    take(section, "Link the two")
    desk.settle()
    assert section.side.currentWidget() is section.writing.link_form
    assert section.writing.link_form.number.text() == "2"


def test_shift_and_f10_bring_up_the_menu_once(desk: Desk) -> None:
    ids = desk.save(entry("Car seen."))
    section = desk.open(ids[0])
    section.table.setFocus()
    press(Qt.Key.Key_F10, Qt.KeyboardModifier.ShiftModifier)
    section.table.menu_wanted.emit(QPoint(0, 0))
    shown = [each for each in section.table.findChildren(QMenu) if each.isVisible()]
    assert len(shown) == 1 and shown[0].actions()[0].text().startswith("Copy as a table")
    shown[0].close()


def test_more_than_can_be_changed_at_one_time_is_told(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    ids = desk.save(*(entry(f"Visit {n}.", time=f"1{n}:00") for n in range(3)))
    monkeypatch.setattr(several, "MOST", 2)
    section = desk.open(ids[0])
    choose(section, 0, 1, 2)
    take(section, "Add a tag to 3 entries")
    desk.settle()
    [asked] = [each for each in section.findChildren(ReasonDialog) if each.isVisible()]
    said = " ".join(part.text() for part in asked.findChildren(QLabel))
    assert "Entries 1 and 2 get it" in said and "1 beyond the first 2" in said
    answer(section, desk, "fall, bruise")
    assert [record(desk, id).tags for id in ids] == [("fall", "bruise"), ("fall", "bruise"), ()]


def test_an_entry_changed_since_it_was_chosen_stops_all_of_it(desk: Desk) -> None:
    ids = desk.save(entry("Car seen.", time="10:00"), entry("Call.", time="11:00"))
    chosen = several.chosen(desk.cf, desk.case, ChronologyFilter(), [0, 1])
    head = desk.cf.item(ids[1]).rev
    desk.cf.save(
        entry("Call at 11:05.", time="11:00", change_reason="Log"), case=desk.case, id=ids[1], based_on=(head,)
    )
    with pytest.raises(ChangedSinceChosen):
        several.disclose(desk.cf, desk.case, chosen.own, "A", "The family knows it")
    assert desk.cf.item(ids[0]).record.disclosure == ""
