"""Narrowing: the panel by keyboard, chips, filters with a name, what may be typed, nothing found."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from pclo_app.casefile import saved_filters
from pclo_app.casefile.model import ChronologyFilter
from pclo_app.records.base import Named
from pclo_app.records.chronology import Source
from pclo_app.records.person import Person
from tests.ui.chronology.conftest import Desk, entry
from ui.chronology.filter_panel import TITLES
from ui.chronology.model import FACT
from ui.chronology.section import ChronologySection
from ui.shell.search_help import SearchHelp
from ui.widgets.buttons import Button

CONTROL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


def press(key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(focus(), key, modifier)


def focus() -> QWidget:
    found = QApplication.focusWidget()
    assert found is not None
    return found


def facts(section: ChronologySection) -> list[str]:
    return [str(section.model.index(row, FACT).data()) for row in range(section.model.rowCount())]


def filled(desk: Desk) -> ChronologySection:
    maisie = desk.cf.save(Person(name="Maisie Orrin", roles=("subject child",)), case=desk.case).id
    told = Named(name="Gill Peake", rank="Nursery Manager")
    desk.save(
        entry("Bruise seen.", "2026-11-01", agency="EDU", persons=(maisie,), told_by=told),
        entry("Visit at home.", "2026-11-02", type="Visit", disclosure="B"),
        entry("Neighbour called.", "2026-11-03", source=Source(system="CAD", reference="77")),
    )
    section = desk.open()
    section.table.setFocus()
    return section


def open_panel(desk: Desk, section: ChronologySection) -> None:
    press(Qt.Key.Key_F, CONTROL | SHIFT)
    desk.settle()
    desk.qtbot.waitUntil(section.filter_bar.panel.isVisible)


def chips(section: ChronologySection) -> list[Button]:
    return [b for b in section.filter_bar._chips.findChildren(Button) if b.isVisible()]


def after_typing(desk: Desk) -> None:
    desk.qtbot.wait(200)
    desk.settle()


def test_the_panel_narrows_by_keyboard_and_chips_widen_again(desk: Desk) -> None:
    section = filled(desk)
    open_panel(desk, section)
    panel = section.filter_bar.panel
    assert focus() is panel.pages
    press(Qt.Key.Key_Tab)
    assert focus() is panel.lists["agencies"]
    assert [panel.lists["agencies"].item(n).text() for n in range(2)] == ["Police   2", "Education, nurseries   1"]
    press(Qt.Key.Key_Space)
    after_typing(desk)
    assert facts(section) == ["Visit at home.", "Neighbour called."]
    press(Qt.Key.Key_Backtab)
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Tab)
    assert focus() is panel.lists["systems"]
    press(Qt.Key.Key_C)  # letters jump: CAD, CRIS or the other way about
    while not panel.lists["systems"].currentItem().text().startswith("CAD"):
        press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Space)
    after_typing(desk)
    assert facts(section) == ["Neighbour called."]
    assert panel.pages.item(1).text() == "Source system (1)"
    press(Qt.Key.Key_Escape)
    desk.settle()
    assert not panel.isVisible() and focus() is section.filter_bar.filter_button
    assert [chip.text().strip() for chip in chips(section)] == ["Police", "CAD"]
    assert section.filter_bar.filter_button.accessibleName() == "Filter (2)…"
    chips(section)[1].setFocus()
    press(Qt.Key.Key_Space)
    after_typing(desk)
    assert len(facts(section)) == 2
    assert focus().text().strip() == "Police"  # type: ignore[attr-defined]
    press(Qt.Key.Key_Space)
    after_typing(desk)
    assert len(facts(section)) == 3 and chips(section) == []
    assert focus() is section.filter_bar.find_edit


def test_every_page_of_the_panel_narrows(desk: Desk) -> None:
    section = filled(desk)
    open_panel(desk, section)
    panel = section.filter_bar.panel
    for key, value, left in (
        ("persons", "Maisie Orrin", 1),
        ("ranks", "Nursery Manager", 1),
        ("types", "Visit", 1),
        ("kinds", "Chronology entry", 3),
        ("disclosure", "B, restricted", 1),
        ("states", "Not read", 3),
        ("states", "Has a document", 0),
    ):
        made = panel.lists[key]
        row = next(n for n in range(made.count()) if made.item(n).text().startswith(value))
        panel.pages.setCurrentRow(list(TITLES).index(key))
        QTest.mouseClick(made.viewport(), Qt.MouseButton.LeftButton, pos=made.visualItemRect(made.item(row)).center())
        after_typing(desk)
        assert len(facts(section)) == left, key
        panel.cleared.emit()
        after_typing(desk)
        assert made.values() == frozenset()
    panel.days["from_date"].setText("2/11/2026")
    panel.days["to_date"].setText("2/11/2026")
    after_typing(desk)
    assert facts(section) == ["Visit at home."]
    panel.days["to_date"].setText("31/2/2026")
    assert "whole date" in panel._wrong.text()
    panel.close()
    desk.settle()
    assert [chip.text().strip() for chip in chips(section)] == ["From Mon 2 Nov 2026"]


def test_a_filter_is_kept_in_the_case_file_under_a_name_and_applied_by_alt_and_a_digit(desk: Desk) -> None:
    section = filled(desk)
    section.filter_bar.apply(ChronologyFilter(words="visit", agencies=frozenset({"POL"})))
    desk.settle()
    open_panel(desk, section)
    panel = section.filter_bar.panel
    panel.pages.setCurrentRow(panel.pages.count() - 1)
    panel.saved.name_edit.setFocus()
    QTest.keyClicks(focus(), "Police visits")
    press(Qt.Key.Key_Return)
    desk.settle()
    assert panel.saved.names.item(0).text() == "Police visits   Alt+1"
    panel.close()
    section.filter_bar.clear()
    desk.settle()
    assert len(facts(section)) == 3
    open_panel(desk, section)
    press(Qt.Key.Key_1, ALT)
    desk.settle()
    assert not panel.isVisible() and section.filter_bar.find_edit.text() == "visit"
    assert facts(section) == ["Visit at home."]
    again = desk.ask(saved_filters.saved)
    assert again == (
        saved_filters.SavedFilter("Police visits", ChronologyFilter(words="visit", agencies=frozenset({"POL"}))),
    )


def test_saved_filters_are_renamed_and_deleted(desk: Desk) -> None:
    for name in ("One", "Two"):
        saved_filters.keep(desk.cf, name, ChronologyFilter(words=name))
    saved_filters.keep(desk.cf, " one ", ChronologyFilter(words="first"))
    section = filled(desk)
    open_panel(desk, section)
    saved = section.filter_bar.panel.saved
    section.filter_bar.panel.pages.setCurrentRow(9)
    saved.names.setFocus()
    saved.names.setCurrentRow(0)
    press(Qt.Key.Key_F2)
    assert focus() is saved.name_edit and saved.name_edit.text() == "one"
    QTest.keyClicks(focus(), "Two")
    press(Qt.Key.Key_Return)
    desk.settle()
    assert "already a filter called Two" in saved._said.text()
    saved.names.setFocus()
    press(Qt.Key.Key_F2)
    QTest.keyClicks(focus(), "First")
    press(Qt.Key.Key_Return)
    desk.settle()
    assert saved.names.item(0).text() == "First   Alt+1"
    press(Qt.Key.Key_Delete)
    desk.settle()
    left = desk.ask(saved_filters.saved)
    assert isinstance(left, tuple) and [each.name for each in left] == ["Two"]


def test_field_words_narrow_and_what_is_not_understood_is_said_without_taking_the_focus(desk: Desk) -> None:
    section = filled(desk)
    press(Qt.Key.Key_F, CONTROL)
    assert focus() is section.filter_bar.find_edit
    QTest.keyClicks(focus(), "agency:education brui")
    after_typing(desk)
    assert facts(section) == ["Bruise seen."]
    QTest.keyClicks(focus(), " agency:wizards")
    after_typing(desk)
    assert section.filter_bar.problem.isVisible()
    assert section.filter_bar.problem.text() == "No agency is called “wizards”."
    assert focus() is section.filter_bar.find_edit
    press(Qt.Key.Key_Escape)
    after_typing(desk)
    assert not section.filter_bar.problem.isVisible()


def test_help_on_what_may_be_typed(desk: Desk) -> None:
    section = filled(desk)
    section.filter_bar.find_edit.setFocus()
    for key in (Qt.Key.Key_F1, Qt.Key.Key_Question):
        press(key)
        shown = section.findChildren(SearchHelp)
        assert len(shown) == 1 and shown[0].isVisible()
        assert "agency:police" in shown[0].accessibleDescription()
        QTest.keyClick(shown[0], Qt.Key.Key_Escape)
        desk.settle()
        assert section.filter_bar.find_edit.text() == "" and section.findChildren(SearchHelp) == []


def test_nothing_found_offers_the_likely_word_and_all_cases(desk: Desk) -> None:
    section = filled(desk)
    wanted: list[str] = []
    section.session.search = wanted.append  # type: ignore[method-assign,assignment]
    section.filter_bar.find_edit.setFocus()
    QTest.keyClicks(focus(), "nieghbour")
    after_typing(desk)
    nothing = section._nothing
    assert nothing.isVisible() and "No entry has all of: nieghbour." in nothing._sentence.text()
    desk.qtbot.waitUntil(nothing.meant_button.isVisible)
    assert nothing.meant_button.text() == "Did you mean: neighbour"
    nothing.everywhere_button.click()
    assert wanted == ["nieghbour"]
    nothing.meant_button.click()
    after_typing(desk)
    assert facts(section) == ["Neighbour called."] and not nothing.isVisible()


def test_a_filter_survives_a_lock(desk: Desk) -> None:
    section = filled(desk)
    chosen = ChronologyFilter(words="visit", agencies=frozenset({"POL"}), disclosure="B", from_date="2026-11-01")
    section.filter_bar.apply(chosen)
    kept = section.filter_bar.kept()
    section.filter_bar.clear()
    section.filter_bar.bring_back(kept)
    after_typing(desk)
    assert section.filter_bar.filter() == chosen and facts(section) == ["Visit at home."]
