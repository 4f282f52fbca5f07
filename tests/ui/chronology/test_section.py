"""The chronology as it is used: by keyboard, over a real case file."""

from __future__ import annotations

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLabel, QLineEdit, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from pclo_app.casefile.model import Changed, ChronologyFilter
from pclo_app.records.base import Named
from pclo_app.records.chronology import Decision, Link
from pclo_app.records.conference import Conference
from pclo_app.records.event_date import EventDate
from pclo_app.records.person import Person
from tests.ui.chronology.conftest import Desk, entry
from ui.chronology.model import DATE, FACT, EntriesModel
from ui.chronology.section import ChronologySection
from ui.chronology.timeline import DECISIONS
from ui.widgets.row_delegate import CELL_ROLE, Cell

CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


def focus() -> QWidget:
    from PySide6.QtWidgets import QApplication

    found = QApplication.focusWidget()
    assert found is not None
    return found


def press(key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(focus(), key, modifier)


def type_in(words: str) -> None:
    for letter in words:
        QTest.keyClicks(focus(), letter)


def column(section: ChronologySection, number: int = FACT) -> list[str]:
    model = section.model
    return [str(model.index(row, number).data()) for row in range(model.rowCount())]


def texts(widget: QWidget) -> str:
    return " | ".join(label.text() for label in widget.findChildren(QLabel) if label.text())


def write_by_keys(when: str, agency: str, source: str, who: str, rank: str, fact: str) -> None:
    """Everything in the bar, Tab by Tab."""
    assert focus().accessibleName() == "When"
    type_in(when)
    press(Qt.Key.Key_Tab)
    type_in(agency)
    press(Qt.Key.Key_Tab)
    type_in(source)
    press(Qt.Key.Key_Tab)
    type_in(who)
    press(Qt.Key.Key_Tab)
    type_in(rank)
    press(Qt.Key.Key_Tab)
    assert focus().accessibleName() == "What happened (fact only)"
    type_in(fact)


def test_an_entry_is_added_by_keyboard_alone_and_stands_in_the_table(desk: Desk) -> None:
    section = desk.open()
    assert section.empty.isVisible()
    section.empty.buttons[0].setFocus()
    press(Qt.Key.Key_N, CONTROL)
    write_by_keys("18/11/2026 1105", "e", "Telephone call", "Gillian Peake", "Nursery Manager", "Not at nursery today.")
    press(Qt.Key.Key_Return, CONTROL)
    desk.settle()
    assert column(section) == ["Not at nursery today."]
    assert column(section, DATE) == ["Wed 18 Nov 2026"]
    assert desk.facts() == ["Not at nursery today."]
    # the next entry of the same document: agency, source and person stay, the cursor is back at the date
    assert focus() is section.quick.when.edit
    assert section.quick.agency.code() == "EDU"
    assert section.quick.source.text() == "Telephone call"
    assert section.quick.who.rank() == "Nursery Manager"
    assert section.quick.when.words() == section.quick.fact.text() == ""
    assert desk.ask(lambda cf: cf.drafts()) == {}


def test_what_is_missing_is_said_beside_the_field_and_nothing_is_lost(desk: Desk) -> None:
    section = desk.open()
    section.writing.new_entry()
    type_in("18/11/2026")
    section.quick.fact.setFocus()
    type_in("Neighbour called.")
    press(Qt.Key.Key_Return, CONTROL)
    desk.settle()
    assert focus() is section.quick.agency
    assert "Choose the agency" in section.quick.agency.accessibleDescription()
    type_in("p")
    section.quick.fact.setFocus()
    press(Qt.Key.Key_Return, CONTROL)
    desk.settle()
    assert focus() is section.quick.source
    assert desk.facts() == []
    assert section.quick.fact.text() == "Neighbour called."
    type_in("CAD 7712")
    section.quick.who.name_edit.setFocus()
    type_in("Ann Lee")
    press(Qt.Key.Key_Return, CONTROL)
    assert focus() is section.quick.who.rank_edit
    assert "rank or designation of Ann Lee" in texts(section.quick.who)


def test_an_impossible_date_is_refused_and_kept_as_typed(desk: Desk) -> None:
    section = desk.open()
    section.writing.new_entry()
    type_in("29/2/2025")
    press(Qt.Key.Key_Return, CONTROL)
    assert "not a real date" in texts(section.quick)
    assert section.quick.when.words() == "29/2/2025"
    assert desk.facts() == []


def test_half_written_words_survive_a_lock_with_the_cursor_where_it_was(desk: Desk) -> None:
    section = desk.open()
    section.writing.new_entry()
    type_in("18/11/2026")
    section.quick.fact.setFocus()
    type_in("Not brought to nursery")
    press(Qt.Key.Key_Home)
    press(Qt.Key.Key_Right)
    desk.close(section)
    again = desk.open()
    assert again.quick.isVisible()
    assert again.quick.fact.text() == "Not brought to nursery"
    assert again.quick.when.words() == "18/11/2026"
    assert focus() is again.quick.fact
    assert again.quick.fact.textCursor().position() == 1


def test_a_draft_is_kept_within_a_second_of_typing(desk: Desk) -> None:
    section = desk.open()
    section.writing.new_entry()
    section.quick.fact.setFocus()
    type_in("Half a sen")
    desk.qtbot.wait(700)
    drafts = desk.ask(lambda cf: cf.drafts())
    assert isinstance(drafts, dict)
    assert b"Half a sen" in drafts[f"quick-entry/{desk.case}"]


def test_more_takes_the_words_into_the_form_and_esc_brings_all_of_them_back(desk: Desk) -> None:
    section = desk.open()
    section.writing.new_entry()
    type_in("18/11/2026")
    section.quick.fact.setFocus()
    type_in("Not at nursery.")
    press(Qt.Key.Key_F6)
    desk.settle()
    assert section.writing.editing and not section.quick.isVisible()
    section.writing.editor.fields.texts["child_words"].setFocus()
    type_in("I was ill.")
    press(Qt.Key.Key_Escape)
    desk.settle()
    assert not section.writing.editing and section.quick.isVisible()
    assert section.quick.fact.text() == "Not at nursery."
    assert section.quick.values().child_words == "I was ill."
    assert "child’s words" in texts(section.quick)
    drafts = desk.ask(lambda cf: cf.drafts())
    assert isinstance(drafts, dict) and list(drafts) == [f"quick-entry/{desk.case}"]


def test_the_form_of_a_new_entry_comes_back_after_a_lock(desk: Desk) -> None:
    section = desk.open()
    section.writing.new_entry()
    section.quick.fact.setFocus()
    type_in("Not at nursery.")
    press(Qt.Key.Key_F6)
    section.writing.editor.fields.texts["significance"].setFocus()
    type_in("Again.")
    desk.close(section)
    again = desk.open()
    assert again.writing.editing
    assert again.writing.editor.fields.texts["fact"].text() == "Not at nursery."
    assert again.writing.editor.fields.texts["significance"].text() == "Again."


def test_a_correction_keeps_the_old_words_struck_with_the_reason(desk: Desk) -> None:
    desk.save(entry("Dale Pruett left at 16:00 with his clothes.", time="16:00"))
    section = desk.open()
    section.table.setFocus()
    press(Qt.Key.Key_F2)
    desk.settle()
    fields = section.writing.editor.fields
    fields.texts["fact"].setFocus()
    fields.texts["fact"].selectAll()
    type_in("Dale Pruett left at 16:20 with his clothes.")
    press(Qt.Key.Key_Return, CONTROL)
    desk.settle()
    assert section.writing.editing
    assert focus() is fields.texts["change_reason"]
    type_in("DC Tranter corrected the time.")
    press(Qt.Key.Key_Return, CONTROL)
    desk.settle()
    assert not section.writing.editing
    shown = texts(section.detail)
    assert "<s>16:00</s> <u>16:20</u>" in shown
    assert "DC Tranter corrected the time." in shown
    assert "revision 2" in shown
    cell = section.model.index(0, FACT).data(CELL_ROLE)
    assert isinstance(cell, Cell) and cell.chip == "Changed"
    assert desk.ask(lambda cf: cf.drafts()) == {}


def test_changes_half_written_are_there_when_the_form_is_opened_again(desk: Desk) -> None:
    ids = desk.save(entry("First."), entry("Second.", "2026-11-04"))
    section = desk.open(ids[1])
    section.writing.edit()
    desk.settle()
    section.writing.editor.fields.texts["outcome"].setFocus()
    type_in("Nothing more.")
    press(Qt.Key.Key_Escape)
    desk.settle()
    assert "Changes half written." in texts(section.detail)
    desk.close(section)
    again = desk.open(ids[1])
    again.writing.edit()
    desk.settle()
    assert again.writing.editor.fields.texts["outcome"].text() == "Nothing more."
    assert desk.facts() == ["First.", "Second."]


def test_the_form_lists_everything_that_is_missing_and_leads_there(desk: Desk) -> None:
    desk.save(entry("First."))
    section = desk.open()
    section.writing.edit()
    desk.settle()
    editor = section.writing.editor
    press(Qt.Key.Key_D, CONTROL)
    editor.fields.texts["decision"].setFocus()
    type_in("Section 47")
    press(Qt.Key.Key_Return, CONTROL)
    words = [problem.words for problem in editor.summary.problems]
    assert words[:2] == ["Enter why this was decided.", "Enter who decided."]
    assert focus() is editor.summary
    editor.summary.follow(1)
    assert focus() is editor.fields.by.name_edit


def test_two_versions_stand_side_by_side_until_they_are_settled(desk: Desk) -> None:
    first = desk.cf.save(entry("Left at 16:00."), case=desk.case)
    base = desk.cf.item(first.id).record
    for words, why in (("Left at 16:20.", "Heard from DC"), ("Left at 16:30.", "Pocket book")):
        changed = msgspec.structs.replace(base, fact=words, change_reason=why)
        desk.cf.save(changed, case=desk.case, id=first.id, based_on=(first.rev,))
    section = desk.open()
    assert len(column(section)) == 2
    shown = texts(section.detail)
    assert "Left at 16:20." in shown and "Left at 16:30." in shown and "Pocket book" in shown
    section.writing.edit()
    desk.settle()
    editor = section.writing.editor
    assert editor.purpose == "settle"
    editor.fields.texts["fact"].set_text("Left at 16:20, his own words.")
    editor.fields.texts["change_reason"].setFocus()
    type_in("The pocket book is right about the rest.")
    press(Qt.Key.Key_Return, CONTROL)
    desk.settle()
    assert desk.facts() == ["Left at 16:20, his own words."]
    assert len(column(section)) == 1


def test_who_may_see_it_is_a_revision_with_its_reason(desk: Desk) -> None:
    [id] = desk.save(entry("Car seen.", disclosure="A"))
    section = desk.open()
    section.acts.change_disclosure(id, "B", "Police tactics")
    desk.settle()
    record = desk.ask(lambda cf: cf.item(id).record)
    assert (record.disclosure, record.disclosure_reason) == ("B", "Police tactics")  # type: ignore[attr-defined]
    assert "Police tactics" in texts(section.detail)


def test_linked_entries_name_each_other(desk: Desk) -> None:
    ids = desk.save(entry("On the Saturday."), entry("On the Sunday.", "2026-11-04"))
    section = desk.open(ids[0])
    section.detail.link.click()
    type_in("2")
    desk.qtbot.wait(300)
    desk.settle()
    assert "On the Sunday." in texts(section.writing.link_form)
    press(Qt.Key.Key_Tab)
    type_in("Different day.")
    press(Qt.Key.Key_Return, CONTROL)
    desk.settle()
    assert "Conflict with 2:" in texts(section.detail)
    assert section.filter_bar.conflicts.text().strip() == "Conflicts 1"
    links = desk.ask(lambda cf: [cf.item(id).record.links for id in ids])
    assert [[each.entry for each in found] for found in links] == [[ids[1]], [ids[0]]]  # type: ignore[attr-defined]


def test_find_narrows_while_typing_and_marks_the_words(desk: Desk) -> None:
    desk.save(entry("Bruise behind the ear."), entry("School attendance.", "2026-11-04"))
    section = desk.open()
    press_target = section.table
    press_target.setFocus()
    press(Qt.Key.Key_F, CONTROL)
    type_in("bruis")
    desk.qtbot.wait(250)
    desk.settle()
    assert column(section) == ["Bruise behind the ear."]
    cell = section.model.index(0, FACT).data(CELL_ROLE)
    assert isinstance(cell, Cell) and cell.hits == ((0, 5),)
    assert section.table.current()[0]
    type_in(" leg")
    desk.qtbot.wait(250)
    desk.settle()
    assert column(section) == []
    assert "No entry has all of: bruis leg." in texts(section)
    press(Qt.Key.Key_Escape)
    desk.qtbot.wait(250)
    desk.settle()
    assert len(column(section)) == 2


def test_a_date_typed_in_find_goes_there(desk: Desk) -> None:
    ids = desk.save(entry("One.", "2025-01-10"), entry("Two.", "2025-01-12"), entry("Three.", "2025-01-20"))
    section = desk.open()
    section.filter_bar.find_edit.setFocus()
    type_in("12/1/2025")
    desk.qtbot.wait(250)
    press(Qt.Key.Key_Return)
    desk.settle()
    assert len([fact for fact in column(section) if fact in ("One.", "Two.", "Three.")]) == 3
    assert section.table.current()[0] == ids[1]


@pytest.mark.parametrize(("typed", "place"), [("12/1/25", 1), ("13 jan 25", 2), ("jan 2025", 0), ("20.1.2025", 2)])
def test_a_date_in_find_may_be_as_short_as_in_an_entry(desk: Desk, typed: str, place: int) -> None:
    ids = desk.save(entry("One.", "2025-01-10"), entry("Two.", "2025-01-12"), entry("Three.", "2025-01-20"))
    section = desk.open()
    section.filter_bar.find_edit.setFocus()
    said: list[str] = []
    section.session.say = said.append  # type: ignore[method-assign,assignment]
    type_in(typed)
    press(Qt.Key.Key_Return)
    desk.settle()
    assert section.table.current()[0] == ids[place]
    assert said[0].startswith(f"Entry {place + 1} of 3, ") and said[0].endswith(" January 2025")
    assert ("the first after that day" in said[0]) == (typed in ("13 jan 25", "jan 2025"))


def test_the_chosen_row_stays_in_sight_when_the_rows_get_two_lines(desk: Desk) -> None:
    ids = desk.save(*(entry(f"Event {n}.", f"2026-{1 + n // 28:02}-{1 + n % 28:02}") for n in range(200)))
    section = desk.open(ids[120])
    table = section.table
    for view in ("table", "both", "table"):
        section.filter_bar.view.set_value(view)
        section.filter_bar.view_changed.emit(view)
        desk.settle()
        assert table.current()[0] == ids[120]
        assert table.viewport().rect().contains(table.visualRect(table.currentIndex()))


def test_a_hit_outside_of_what_the_column_shows_is_brought_into_it(desk: Desk) -> None:
    desk.save(
        entry(f"{'Long talk with the mother. ' * 6}A bruise was seen.", "2026-11-01"),
        entry("Home visit.", "2026-11-02", action_taken="Bruise shown to the GP."),
    )
    section = desk.open()
    section.filter_bar.find_edit.setText("bruis agency:police")
    desk.qtbot.waitUntil(lambda: section.model.filter.words != "")
    desk.settle()
    far, other = (section.model.index(row, FACT).data(CELL_ROLE) for row in (0, 1))
    assert far.text == "… A bruise was seen." and far.hits == ((4, 5),)
    assert other.text == "Bruise shown to the GP." and other.hits == ((0, 5),)


def test_what_is_said_of_the_sources_stands_in_the_row_and_on_the_timeline(desk: Desk) -> None:
    desk.save(
        entry("Mother arrested.", "2026-10-19", note="CONFLICT: D gives 11 October"),
        entry("Review completed.", "2026-10-29", note='DATA DEFECT: S1 prints "29 February 2009"'),
    )
    section = desk.open()
    conflict, defect = (section.model.index(row, FACT).data(CELL_ROLE) for row in (0, 1))
    assert (conflict.mark, conflict.chip, conflict.chip_kind) == ("not-equal", "D gives 11 October", "danger")
    assert (defect.mark, defect.chip, defect.chip_kind) == ("warning", 'S1 prints "29 February 2009"', "warn")
    spoken = [section.model.index(row, FACT).data(Qt.ItemDataRole.AccessibleTextRole) for row in (0, 1)]
    assert "sources disagree" in spoken[0] and "fault in the source" in spoken[1]
    said = [section.timeline.sentence(mark) for mark in section.timeline.marks]
    assert said[0].endswith("sources disagree") and said[1].endswith("fault in the source")
    assert section.filter_bar.conflicts.text().strip() == "Conflicts 1"


def test_a_booked_conference_stands_among_the_key_decisions_hollow(desk: Desk) -> None:
    desk.save(entry("Visit.", "2026-11-03"))
    desk.cf.save(Conference(type="initial", date="2026-11-20"), case=desk.case)
    desk.cf.save(Conference(type="review", date="2026-11-04"), case=desk.case)
    section = desk.open()
    section.timeline.repaint()
    shown = [
        mark.lo.isoformat() for each in section.timeline.drawn if each.lane.code == DECISIONS for mark in each.marks
    ]
    assert shown == ["2026-11-20"]
    assert section.filter_bar.decisions.text().strip() == "Key decisions 0"


def test_in_a_narrow_foot_the_key_goes_and_no_word_is_cut(desk: Desk) -> None:
    desk.save(entry("One."))
    foot = desk.open().foot
    assert foot.new.text().endswith("(Ctrl+N)")
    foot.setMinimumWidth(0)
    foot.resize(foot.new.sizeHint().width() + foot.bring.sizeHint().width() + foot.asked.sizeHint().width(), 40)
    assert foot.new.text().strip() == "New entry"
    foot.resize(1200, 40)
    assert foot.new.text().endswith("(Ctrl+N)")


def test_toggles_count_and_narrow(desk: Desk) -> None:
    decision = Decision(decision="Section 47", why="Injury", by=Named(name="F W", rank="DS"))
    desk.save(
        entry("Injury.", "2026-01-01"),
        entry("Strategy discussion.", "2026-01-02", decision=decision),
        entry("Brought in.", "2026-06-01", note="CONFLICT: G says May"),
    )
    section = desk.open()
    bar = section.filter_bar
    buttons = (bar.decisions, bar.conflicts, bar.gaps, bar.amended)
    assert [b.text().strip() for b in buttons] == ["Key decisions 1", "Conflicts 1", "Gaps 1", "Changed 0"]
    assert "150 days with no entry" in column(section, 0)[2]
    bar.decisions.click()
    desk.settle()
    assert column(section) == ["Section 47. Strategy discussion."]
    bar.decisions.click()
    bar.gaps.click()
    desk.settle()
    assert column(section)[0].startswith("Section 47") and column(section)[2] == "G says May Brought in."
    assert section.model.gap_at(1) is not None
    bar.gaps.click()
    bar.apply(ChronologyFilter(agencies=frozenset({"HEA"})))
    desk.settle()
    assert column(section) == []
    bar.clear()
    desk.settle()
    assert len(column(section)) == 4


def test_table_and_timeline_share_one_selection(desk: Desk) -> None:
    ids = desk.save(*(entry(f"Event {n}.", f"2026-10-{n:02}") for n in range(1, 8)))
    section = desk.open()
    assert section.table.current()[0] == section.timeline.selected == ids[-1]
    section.timeline.setFocus()
    press(Qt.Key.Key_Left)
    desk.settle()
    assert section.table.current()[0] == ids[-2]
    assert "Event 6." in texts(section.detail)
    section.table.setFocus()
    press(Qt.Key.Key_Home, CONTROL)
    desk.settle()
    assert section.timeline.selected == ids[0]
    before = section.timeline.window_
    section.timeline.setFocus()
    press(Qt.Key.Key_Plus, CONTROL)
    assert section.timeline.window_.days < before.days
    press(Qt.Key.Key_0, CONTROL)
    assert section.timeline.window_ == section.timeline.whole


def test_a_click_on_a_mark_selects_its_entry(desk: Desk) -> None:
    ids = desk.save(entry("One.", "2026-10-01"), entry("Two.", "2026-11-01"))
    section = desk.open()
    section.grab()
    mark = next(each for each in section.timeline.drawn if each.marks[0].id == ids[0])
    QTest.mouseClick(section.timeline, Qt.MouseButton.LeftButton, pos=mark.rect.center().toPoint())
    desk.settle()
    assert section.table.current()[0] == ids[0]


def test_the_selection_stays_with_its_entry_when_others_are_added_before_it(desk: Desk) -> None:
    ids = desk.save(entry("One.", "2026-10-01"), entry("Two.", "2026-10-02"))
    section = desk.open(ids[1])
    desk.ask(lambda cf: cf.save(entry("Nought.", "2026-09-30"), case=desk.case).changed)
    desk.settle()
    section.refresh(Changed(frozenset({desk.case}), frozenset({"chronology_entry"})))
    desk.settle()
    assert column(section) == ["Nought.", "One.", "Two."]
    assert section.table.current()[0] == ids[1]
    assert "Entry 3 of 3" in texts(section.detail)


def test_an_entry_chosen_while_the_list_is_being_read_stays_chosen(desk: Desk) -> None:
    ids = desk.save(entry("One.", "2026-10-01"), entry("Two.", "2026-10-02"))
    section = desk.open(ids[1])
    section.refresh(Changed(frozenset({desk.case}), frozenset({"chronology_entry"})))
    section.go_to(ids[0])
    desk.settle()
    assert section.table.current()[0] == section.timeline.selected == section.place().record == ids[0]
    assert "One." in texts(section.detail)


def test_gaps_stand_alone(desk: Desk) -> None:
    desk.save(entry("One.", "2026-01-01"), entry("Two.", "2026-06-01"))
    section = desk.open()
    section.filter_bar.decisions.click()
    section.filter_bar.gaps.click()
    desk.settle()
    assert not section.filter_bar.decisions.isChecked()
    assert len(column(section)) == 3
    section.filter_bar.find_edit.setFocus()
    type_in("one")
    desk.qtbot.wait(250)
    desk.settle()
    assert not section.filter_bar.gaps.isChecked()
    assert column(section) == ["One."]


def test_on_a_small_screen_the_entry_is_a_page_of_its_own(desk: Desk) -> None:
    desk.save(entry("One."))
    section = desk.open()
    section.resize(639, 300)
    desk.settle()
    assert section.table.isVisible() and not section.detail.isVisible() and not section.timeline.isVisible()
    section.table.setFocus()
    press(Qt.Key.Key_F4)
    assert section.detail.isVisible() and not section.table.isVisible()
    press(Qt.Key.Key_F4)
    assert section.table.isVisible()
    press(Qt.Key.Key_N, CONTROL)
    assert section.quick.isVisible() and focus() is section.quick.when.edit


def test_likely_duplicates_are_told_while_typing(desk: Desk) -> None:
    desk.save(entry("Neighbour reports the van of Dale Pruett outside the flat."))
    section = desk.open()
    section.writing.new_entry()
    type_in("3/11/2026")
    section.quick.agency.setFocus()
    type_in("p")
    section.quick.fact.setFocus()
    type_in("Neighbour reports Dale Pruett's van outside the flat")
    desk.qtbot.wait(650)
    desk.settle()
    assert "This looks like entry 1" in texts(section.quick)
    assert section.quick.foot.like_button.isVisible()


def test_ages_and_the_interval_stand_under_the_date(desk: Desk) -> None:
    desk.cf.save(
        Person(name="Maisie Orrin-Vale", roles=("subject child",), born=EventDate("2022-02-14")), case=desk.case
    )
    desk.save(entry("One.", time="11:20"), entry("Two.", time="16:00"))
    section = desk.open()
    assert "Maisie 4 years 8 months. 4 h 40 min after entry 1." in texts(section.detail)


def test_remarks_of_an_import_are_shown_as_what_they_are(desk: Desk) -> None:
    desk.save(entry("Review completed.", note="DATA DEFECT: S1 prints “29 February 2009”"))
    section = desk.open()
    assert "Fault in the source." in texts(section.detail)
    assert "29 February 2009" in texts(section.detail)


def test_the_model_keeps_qts_rules(desk: Desk) -> None:
    desk.save(*(entry(f"Event {n}.", f"2026-{1 + n // 3:02}-{1 + n % 3:02}") for n in range(30)))
    section = desk.open()
    tester = QAbstractItemModelTester(section.model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    section.filter_bar.gaps.click()
    desk.settle()
    section.filter_bar.clear()
    desk.settle()
    assert section.model.rowCount() > 30
    assert tester.model() is section.model


def test_twenty_thousand_entries_are_never_in_memory(desk: Desk, qtbot: QtBot) -> None:
    days = [f"{2000 + n // 800}-{1 + n % 12:02}-{1 + n % 28:02}" for n in range(20_000)]
    desk.save(*(entry(f"Event number {n}", day) for n, day in enumerate(days)))
    section = desk.open()
    model: EntriesModel = section.model
    bar = section.table.verticalScrollBar()
    for share in range(0, 101, 2):
        bar.setValue(bar.maximum() * share // 100)
        qtbot.wait(2)
    desk.settle()
    bar.setValue(bar.maximum() // 2)
    section.table.viewport().repaint()
    desk.settle()
    assert model.pages_held <= 6
    middle = section.table.rowAt(40)
    assert "Event number" in str(model.index(middle, FACT).data())
    assert model.pages_read < 60


@pytest.mark.parametrize("open_form", [False, True])
def test_every_control_has_a_name(desk: Desk, open_form: bool) -> None:
    desk.save(entry("One.", links=(Link(kind="follows", entry="0" * 32),)))
    section = desk.open()
    section.writing.new_entry()
    if open_form:
        section.writing.edit()
        desk.settle()
        section.writing.editor.fields.decided.setChecked(True)
    kinds = (QAbstractButton, QComboBox, QLineEdit, QPlainTextEdit)
    nameless = [
        widget
        for widget in section.findChildren(QWidget)
        if widget.isVisible()
        and (isinstance(widget, kinds) or widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
        and not widget.accessibleName()
        and not (isinstance(widget, QAbstractButton) and widget.text())
        and not (isinstance(widget, QAbstractButton) and isinstance(widget.parent(), QLineEdit))
    ]
    assert nameless == []
    assert section.timeline.accessibleName().startswith("Timeline, 1 entry, 3 November 2026 to 3 November 2026")
    assert section.table.accessibleName() == "Chronology, 1 entry"
    sentence = section.model.index(0, FACT).data(Qt.ItemDataRole.AccessibleTextRole)
    assert sentence == (
        "Entry 1 of 1: Tuesday 3 November 2026, Police, One, who may see it not answered. Source: CRIS 4419237/26."
    )
