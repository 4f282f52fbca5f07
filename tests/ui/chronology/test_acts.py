"""What is done on the screen of the chronology beyond writing: undo, withdraw, restore, order, reasons, copy, print."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QWidget

from pclo_app.casefile import reasons
from pclo_app.casefile.casefile import CaseFile
from pclo_app.casefile.model import ChronologyFilter
from pclo_app.practice.finding import Finding
from pclo_app.records.base import Named
from pclo_app.records.chronology import Decision, Source
from pclo_app.records.meeting import StrategyMeeting
from pclo_app.records.person import Person
from pclo_app.records.safeguarding import PoliceProtection
from tests.ui.chronology.conftest import Desk, entry
from tests.ui.chronology.test_section import CONTROL, SHIFT, column, focus, press, texts, type_in
from ui.chronology import beside, queries
from ui.chronology.model import SINCE, SOURCE
from ui.chronology.section import ChronologySection
from ui.reports.print_sheet import PrintSheet
from ui.shell.session import Place
from ui.widgets.reason_dialog import ReasonDialog

ALT = Qt.KeyboardModifier.AltModifier


def answer(section: ChronologySection, desk: Desk, words: str) -> None:
    """Type a reason into the sheet that is open, and record it by keyboard."""
    desk.settle()
    [asked] = [each for each in section.findChildren(ReasonDialog) if each.isVisible()]
    asked.edit.setFocus()
    asked.edit.selectAll()
    type_in(words)
    press(Qt.Key.Key_Return, CONTROL)
    desk.settle()
    section.activateWindow()
    desk.qtbot.waitUntil(section.isActiveWindow)


def menu(section: ChronologySection, words: str) -> None:
    """Choose from the entry's menu."""
    next(each for each in section.detail.menu.actions() if each.text().startswith(words)).trigger()


def test_undo_and_redo_by_keyboard_are_revisions_with_their_words(desk: Desk) -> None:
    [id] = desk.save(entry("Car seen.", disclosure="A"))
    section = desk.open(id)
    section.table.setFocus()
    section.detail.disclosure.buttons()[1].click()
    answer(section, desk, "Police tactics")
    menu(section, "Withdraw")
    answer(section, desk, "Belongs to another family")
    assert column(section) == [] and section.foot.withdrawn.text() == "1 withdrawn"
    assert section.foot.undo.isVisible() and "withdrawal" in section.foot.undo.accessibleName()
    section.foot.undo.setFocus()
    press(Qt.Key.Key_Z, CONTROL)
    desk.settle()
    assert desk.facts() == ["Car seen."]
    section.table.setFocus()
    press(Qt.Key.Key_Z, CONTROL)
    desk.settle()
    assert desk.ask(lambda cf: cf.item(id).record.disclosure) == "A"
    assert not section.foot.undo.isVisible() and "A/B" in section.foot.redo.accessibleName()
    press(Qt.Key.Key_Z, CONTROL | SHIFT)
    desk.settle()
    press(Qt.Key.Key_Z, CONTROL | SHIFT)
    desk.settle()
    assert column(section) == []
    history = desk.ask(lambda cf: [version.record.change_reason for version in cf.history(id)][::-1])
    assert isinstance(history, list) and len(history) == 7
    assert history[3].startswith("Undone: withdrawal of entry") and history[5].startswith("Done again: A/B of entry")


def test_in_a_text_field_ctrl_z_undoes_typing_and_nothing_else(desk: Desk) -> None:
    [id] = desk.save(entry("Car seen.", disclosure="A"))
    section = desk.open(id)
    section.acts.change_disclosure(id, "B", "Police tactics")
    desk.settle()
    section.writing.new_entry()
    section.quick.fact.setFocus()
    type_in("Half a sentence")
    press(Qt.Key.Key_Z, CONTROL)
    desk.settle()
    assert section.quick.fact.text() != "Half a sentence"
    assert desk.ask(lambda cf: cf.item(id).record.disclosure) == "B"


def test_a_new_entry_is_undone_and_comes_back(desk: Desk) -> None:
    desk.save(entry("One."))
    section = desk.open()
    section.writing.new_entry()
    for field, words in ((None, "4/11/2026"), (section.quick.agency, "p"), (section.quick.source, "CAD 7712"),
                         (section.quick.fact, "Two.")):  # fmt: skip
        if field is not None:
            field.setFocus()
        type_in(words)
    press(Qt.Key.Key_Return, CONTROL)
    desk.settle()
    assert desk.facts() == ["One.", "Two."]
    section.acts.undo()
    desk.settle()
    assert desk.facts() == ["One."] and section.foot.withdrawn.text() == "1 withdrawn"
    section.acts.redo()
    desk.settle()
    assert desk.facts() == ["One.", "Two."]


def test_what_somebody_changed_meanwhile_is_refused_in_a_sentence(desk: Desk) -> None:
    [id] = desk.save(entry("Car seen.", disclosure="A"))
    section = desk.open(id)
    section.acts.change_disclosure(id, "B", "Police tactics")
    desk.settle()
    other = entry("Car seen twice.", disclosure="B", disclosure_reason="x", change_reason="Another laptop")
    desk.ask(lambda cf: cf.save(other, case=desk.case, id=id))
    section.acts.undo()
    desk.settle()
    [error] = desk.errors
    assert "somebody has changed the record since" in str(error)
    desk.errors.clear()
    assert desk.facts() == ["Car seen twice."]


def test_withdrawn_entries_are_shown_on_demand_and_brought_back(desk: Desk) -> None:
    ids = desk.save(entry("One."), entry("Two.", "2026-11-04"))
    section = desk.open(ids[0])
    menu(section, "Withdraw")
    answer(section, desk, "Entered by mistake")
    assert column(section) == ["Two."]
    section.foot.withdrawn.click()
    desk.settle()
    [row] = section.withdrawn.table.rows()
    assert "Entered by mistake" in row.sentence
    press(Qt.Key.Key_Return)
    desk.settle()
    assert "Withdrawn." in texts(section.detail) and not section.detail.edit.isVisible()
    menu(section, "Bring it back")
    answer(section, desk, "It was right")
    assert desk.facts() == ["One.", "Two."]
    assert "Withdrawn" in texts(section.detail)  # in the history, where it stays


def test_an_earlier_version_is_restored_by_a_new_revision(desk: Desk) -> None:
    [id] = desk.save(entry("Left at 16:00."))
    changed = entry("Left at 16:20.", change_reason="Told by phone")
    desk.cf.save(changed, case=desk.case, id=id)
    section = desk.open(id)
    [button] = [each for each in section.detail.findChildren(QPushButton) if each.text() == "Restore"]
    button.click()
    answer(section, desk, "The pocket book says 16:00")
    assert desk.facts() == ["Left at 16:00."]
    assert desk.ask(lambda cf: cf.item(id).revisions) == 3
    assert "The pocket book says 16:00" in texts(section.detail)


def test_alt_and_an_arrow_change_the_order_of_one_time(desk: Desk) -> None:
    ids = desk.save(entry("One.", time="16:00"), entry("Two.", time="16:00"), entry("Later.", time="17:00"))
    section = desk.open(ids[1])
    section.table.setFocus()
    press(Qt.Key.Key_Up, ALT)
    desk.settle()
    assert desk.facts() == ["Two.", "One.", "Later."]
    assert section.table.current()[0] == ids[1]
    press(Qt.Key.Key_Down, ALT)
    desk.settle()
    assert desk.facts() == ["One.", "Two.", "Later."]
    assert "Order of the same time" in texts(section.detail)
    press(Qt.Key.Key_Z, CONTROL)
    desk.settle()
    assert desk.facts() == ["Two.", "One.", "Later."]


def test_a_gap_is_explained_from_its_row_and_the_reason_stands_in_it(desk: Desk) -> None:
    desk.save(entry("One.", "2026-01-01"), entry("Two.", "2026-06-01"))
    section = desk.open()
    assert "Record why" in section.model.index(1, 0).data(0x0101).link
    section.table.setFocus()
    section.table.show_row(1)
    desk.settle()
    assert "151 days" in texts(section.detail) and section.detail.why.isVisible()
    press(Qt.Key.Key_Return)
    desk.settle()
    answer(section, desk, "Health was asked and holds nothing")
    assert "Why: Health was asked and holds nothing" in column(section, 0)[1]
    assert section.table.currentIndex().row() == 1 and "Health was asked" in texts(section.detail)
    [item] = desk.ask(lambda cf: reasons.of_case(cf, desk.case))  # type: ignore[misc]
    assert (item.record.start, item.record.end) == ("2026-01-01", "2026-06-01")
    section.acts.undo()
    desk.settle()
    assert "Why:" not in column(section, 0)[1]


def test_what_is_asked_has_its_way_out(desk: Desk) -> None:
    decision = Decision(decision="Section 47", why="Injury", by=Named(name="F W", rank="DS"))
    ids = desk.save(
        entry("Injury.", "2026-01-01", disclosure="A"), entry("Discussion.", "2026-06-01", decision=decision)
    )
    section = desk.open(ids[0])
    assert section.foot.asked.text().strip().startswith("2 asked")
    section.table.setFocus()
    press(Qt.Key.Key_F7)
    desk.settle()
    first = section.asked.panel.cards()[0]
    assert first.hasFocus() and "151 days" in first.card.title
    press(Qt.Key.Key_R)
    type_in("Nobody was asked before June")
    next(each for each in first.findChildren(QPushButton) if each.text() == "Record").click()
    desk.settle()
    assert section.foot.asked.text().strip().startswith("1 asked")
    section.asked.panel.cards()[0].setFocus()
    press(Qt.Key.Key_Return)
    desk.settle()
    assert section.writing.editing and section.writing.editor.record == ids[1]
    assert focus() is section.writing.editor.fields.choices["disclosure"] or section.writing.editor.fields.choices[
        "disclosure"
    ].isAncestorOf(focus())


def test_a_line_from_another_record_is_shown_whole_and_opened_where_it_is_changed(desk: Desk) -> None:
    meeting = StrategyMeeting(number="SM-2", form="meeting", date="2026-11-05", start="14:00", place="Civic Centre")
    desk.cf.save(meeting, case=desk.case)
    considered = PoliceProtection(
        children=("c",), answer="considered and not used", why="He left", considered_at="2026-11-03T16:00",
        by=Named(name="Farah Whitcombe", rank="Detective Sergeant"),
    )  # fmt: skip
    protection = desk.cf.save(considered, case=desk.case).id
    section = desk.open(protection)
    said = texts(section.detail)
    assert "This line comes from the record “Police protection”. It is changed there." in said
    assert "Why:" in said and "He left" in said and "Farah Whitcombe, Detective Sergeant" in said
    assert not section.detail.edit.isVisible() and not section.detail.disclosure.isVisible()
    sentence = section.model.index(0, 5).data(Qt.ItemDataRole.AccessibleTextRole)
    assert "from the record of the police protection" in sentence and "key decision" in sentence
    went: list[Place] = []
    section.session.open = went.append  # type: ignore[method-assign]
    section.table.setFocus()
    press(Qt.Key.Key_F2)
    press(Qt.Key.Key_Down)
    desk.settle()
    assert "This line comes from Strategy meeting SM-2." in texts(section.detail)
    section.detail.open.click()
    assert [(each.section, each.record[:5]) for each in went] == [
        ("medicals", "edit/"),
        ("meetings", went[1].record[:5]),
    ]
    assert section.model.index(1, 5).data().startswith("Meeting")


def test_people_and_sources_are_completed_and_a_known_person_is_that_person(desk: Desk) -> None:
    desk.cf.save(
        Person(name="Gillian Peake", roles=("professional",), agency="EDU", rank="Nursery Manager"), case=desk.case
    )
    desk.save(entry("One.", source=Source(system="CRIS", reference="4419237/26", document="DAR 9")))
    section = desk.open()
    section.writing.new_entry()
    model = section.quick.source.completer().model()
    assert model.data(model.index(0, 0)) == "CRIS 4419237/26, DAR 9"
    type_in("4/11/2026")
    section.quick.agency.setFocus()
    type_in("e")
    section.quick.source.setFocus()
    type_in("Telephone call")
    section.quick.who.set_person("Gillian Peake", "Nursery Manager")
    section.quick.fact.setFocus()
    type_in("Not at nursery.")
    press(Qt.Key.Key_Return, CONTROL)
    desk.settle()
    told = desk.ask(lambda cf: cf.entries(desk.case)[-1].record.told_by)
    assert isinstance(told, Named) and told.agency == "EDU" and len(told.person) == 32


def test_grading_and_known_to_police_are_fields_of_the_form(desk: Desk) -> None:
    [id] = desk.save(entry("Intelligence.", disclosure="B", disclosure_reason="Source"))
    section = desk.open(id)
    section.table.setFocus()
    press(Qt.Key.Key_F2)
    desk.settle()
    fields = section.writing.editor.fields
    fields.choices["scheme"].buttons()[0].click()
    for name, code in (("grade_source", "2"), ("grade_information", "C"), ("grade_handling", "C")):
        combo = fields.grades[name]
        combo.setFocus()
        type_in(code)
        assert combo.value() == code
    fields.known.edit.setFocus()
    type_in("9/11/2026")
    fields.texts["change_reason"].setFocus()
    type_in("Graded")
    press(Qt.Key.Key_Return, CONTROL)
    desk.settle()
    record = desk.ask(lambda cf: cf.item(id).record)
    assert record.grading.handling == "C" and record.known_to_police.edtf == "2026-11-09"  # type: ignore[attr-defined]


def test_chosen_rows_are_copied_as_a_table_that_runs_no_formula(desk: Desk, qapp: QApplication) -> None:
    desk.save(entry("=HYPERLINK(1)", "2026-11-03"), entry("Two <b>.", "2026-11-04"), entry("Three.", "2026-11-05"))
    section = desk.open()
    section.table.setFocus()
    press(Qt.Key.Key_Home, CONTROL)
    press(Qt.Key.Key_Down, SHIFT)
    press(Qt.Key.Key_C, CONTROL)
    desk.settle()
    data = QGuiApplication.clipboard().mimeData()
    lines = data.text().splitlines()
    assert len(lines) == 3 and lines[0].startswith("No.\tDate\tTime")
    assert "\t'=HYPERLINK(1)\t" in lines[1] and "Tuesday 3 November 2026" in lines[1]
    assert "<td>&#x27;=HYPERLINK(1)</td>" in data.html() and "Two &lt;b&gt;." in data.html()
    assert "Three" not in data.text()
    QGuiApplication.clipboard().clear()


def test_ctrl_p_prints_what_is_on_the_screen(desk: Desk) -> None:
    decision = Decision(decision="Section 47", why="Injury", by=Named(name="F W", rank="DS"))
    desk.save(
        entry("Bruise seen.", "2026-11-03", decision=decision),
        entry("Letter came.", "2026-11-04"),
        entry("Bruise again.", "2026-11-05", agency="HEA"),
    )
    section = desk.open()
    shown: list[QWidget] = []
    section.session.show_sheet = lambda content, **_: shown.append(content)  # type: ignore[method-assign,assignment]
    section.filter_bar.view.buttons()[0].click()
    section.filter_bar.apply(ChronologyFilter(words="bruise"))
    section.table.columns.show(SINCE, on=True)
    section.table.columns.show(SOURCE - 1, on=False)
    desk.settle()
    section.table.setFocus()
    press(Qt.Key.Key_P, CONTROL)
    desk.settle()
    (sheet,) = shown
    desk.qtbot.addWidget(sheet)
    assert isinstance(sheet, PrintSheet)
    words = " ".join(sheet._document.text().split())
    assert "The table shows 2 of 3 entries, only: found by “bruise”." in words
    assert "Bruise again." in words and "2 days after entry 1" in words
    assert "Letter came." not in words
    assert "Since the entry before" in words and "Agency Source" not in words
    sheet.controls.reader.set_person("Imelda Crosbie", "Team Manager")
    again = sheet._wanted()
    assert again is not None
    copy = desk.ask(lambda cf: again.make(cf, 1))
    assert "Copy 1 of 1, for Imelda Crosbie, Team Manager." in " ".join(copy.text().split())  # type: ignore[attr-defined]


def test_two_that_may_be_one_event_are_said_to_be_different(desk: Desk) -> None:
    ids = desk.save(entry("On the Saturday."), entry("On the Sunday.", "2026-11-04"))
    section = desk.open(ids[0])
    section.detail.link.click()
    type_in("2")
    desk.qtbot.wait(300)
    desk.settle()
    form = section.writing.link_form
    form.kind.buttons()[3].click()
    form.words.setFocus()
    type_in("Two visits.")
    QTest.keyClick(focus(), Qt.Key.Key_Return, CONTROL)
    desk.settle()
    assert "Not the same event as 2:" in texts(section.detail)
    links = desk.ask(lambda cf: [cf.item(id).record.links[0].kind for id in ids])
    assert links == ["different from", "different from"]
    section.acts.undo()
    desk.settle()
    assert desk.ask(lambda cf: [cf.item(id).record.links for id in ids]) == [(), ()]


def test_ctrl_n_in_an_empty_chronology_works_on_arriving(desk: Desk) -> None:
    section = desk.open()
    section.shown()
    assert focus() is section.empty.buttons[0]
    press(Qt.Key.Key_N, CONTROL)
    assert focus() is section.quick.when.edit


def test_two_that_look_alike_are_asked_about_and_linked_from_there(desk: Desk) -> None:
    fact = "Neighbour reports shouting and a child crying at the flat in Tarrant Road."
    ids = desk.save(entry(fact, disclosure="A"), entry(fact, time="19:40", agency="HOU", disclosure="A"))
    section = desk.open(ids[1])
    section.table.setFocus()
    press(Qt.Key.Key_F7)
    [card] = [each for each in section.asked.panel.cards() if "may be one event" in each.card.title]
    next(each for each in card.findChildren(QPushButton) if each.text() == "Link them").click()
    desk.settle()
    desk.settle()
    form = section.writing.link_form
    assert form.isVisible() and form.record in ids
    assert form.number.text() == ("2" if form.record == ids[0] else "1")
    form.kind.buttons()[0].click()
    form.words.setFocus()
    type_in("Police and housing, one call")
    press(Qt.Key.Key_Return, CONTROL)
    desk.settle()
    assert "The same event as" in texts(section.detail)
    assert not [each for each in section.asked.panel.cards() if "may be one event" in each.card.title]


def test_a_whole_import_is_one_step(desk: Desk) -> None:
    ids = desk.save(entry("One."))
    section = desk.open()
    section.acts.begin_import()
    desk.settle()

    def bring_in(cf: CaseFile) -> None:
        cf.save_many([(entry("Two.", "2026-11-04"), desk.case), (entry("Three.", "2026-11-05"), desk.case)])
        cf.save(entry("One, amended.", change_reason="Brought in"), case=desk.case, id=ids[0])

    desk.ask(lambda cf: [bring_in(cf)])
    section.acts.end_import()
    desk.settle()
    assert section.foot.undo.accessibleName() == "Undo: import of 3 entries"
    section.acts.undo()
    desk.settle()
    assert desk.facts() == ["One."]
    section.acts.redo()
    desk.settle()
    assert desk.facts() == ["One, amended.", "Two.", "Three."]


def test_in_a_long_chronology_the_questions_are_asked_once_and_the_first_has_the_keys(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(beside, "ASKED_LIVE", 1)
    asked: list[str] = []
    plain = queries.asked

    def ask(cf: CaseFile, case: str) -> list[Finding]:
        asked.append(case)
        return plain(cf, case)

    monkeypatch.setattr(queries, "asked", ask)
    desk.save(entry("One.", "2026-01-01"), entry("Two.", "2026-11-03"), entry("Three.", "2026-11-04"))
    section = desk.open()
    assert asked == [] and section.foot.asked.text().strip() == "What is asked (F7)"
    section.table.setFocus()
    press(Qt.Key.Key_F7)
    assert section.asked.back.hasFocus()
    desk.settle()
    cards = section.asked.panel.cards()
    assert len(asked) == 1 and len(cards) > 1 and cards[0].hasFocus()
    press(Qt.Key.Key_F7)
    desk.settle()
    assert len(asked) == 1 and cards[1].hasFocus()
