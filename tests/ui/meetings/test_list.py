"""The list of meetings, and the check of a printed code."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from pytestqt.qtbot import QtBot

from pclo_app.casefile import meetings
from pclo_app.casefile.casefile import CaseFile
from pclo_app.records.meeting import Attendee, StrategyMeeting
from pclo_app.records.seal import Ink, code_of
from tests.ui.meetings.meeting_parts import Shell, SmallReports
from ui.meetings import drafts
from ui.meetings.drafts import ChairDraft, MeetingDraft
from ui.meetings.facts import NEW
from ui.meetings.listing import MeetingsModel
from ui.meetings.section import MeetingsSection
from ui.shell.session import Place, Session
from ui.widgets.row_delegate import CELL_ROLE


@pytest.fixture
def open_list(qtbot: QtBot, session: Session, case: str, settle: Any) -> Any:
    """Open the section in an active window."""
    kept = []

    def make() -> MeetingsSection:
        section = MeetingsSection(session, Place("case", case, "meetings"), reports=SmallReports())
        qtbot.addWidget(section)
        kept.append(section)
        section.resize(1292, 580)
        section.show()
        section.activateWindow()
        qtbot.waitUntil(section.isActiveWindow)
        settle()
        return section

    return make


def record(day: str, **more: Any) -> StrategyMeeting:
    people = (
        Attendee(name="Imelda Crosbie", rank="Team Manager", agency="CSC", chair=True, attendance="present"),
        Attendee(name="Owen Tranter", rank="Detective Constable", agency="POL", attendance="phone"),
        Attendee(name="Farah Whitcombe", rank="Detective Sergeant", agency="POL", attendance="apologies"),
    )
    return StrategyMeeting(form="meeting", date=day, attendance=people, **more)


def sealed(cf: CaseFile, case: str, outcome: str, day: str) -> str:
    id = cf.save(record(day, number=f"SM-{day[-1]}"), case=case).id
    document = SmallReports().presented(cf, id)
    shown = meetings.present(cf, id, document.pdf, document.pages)
    ink = Ink(dev="mouse", unit="0.01mm", strokes=(((1, 2, 3, None), (4, 5, 6, None)),))
    answer = meetings.Answer(
        outcome=outcome, name="Imelda Crosbie", desig="Team Manager", agency="Kingsmere social care", ink=ink,  # type: ignore[arg-type]
        seen=(1, 2, 3), reserve="Look again", why="No reason given",
    )  # fmt: skip
    return meetings.seal(cf, shown, answer, text="the record", template="meeting/1").code


def test_a_case_without_meetings_offers_one(open_list: Any, shell: Shell, case: str) -> None:
    section = open_list()
    assert section.list_page.currentWidget() is section.empty
    section.empty.buttons[0].click()
    assert shell.opened == [Place("case", case, "meetings", NEW)]
    assert section.title() == "KM-0417"


def test_states_are_told_in_words(open_list: Any, cf: CaseFile, case: str) -> None:
    draft = cf.save(record("2026-11-01"), case=case).id
    for day, outcome in enumerate(("signed", "reserved", "refused", "unable", "wet-ink"), 2):
        sealed(cf, case, outcome, f"2026-11-0{day}")
    cf.put_draft(f"meeting/{draft}", drafts.encode(MeetingDraft(record=cf.item(draft).record, chair=ChairDraft())))
    begun = MeetingDraft(record=record("2026-11-08"), case=case)
    cf.put_draft(f"meeting/new/{case}", drafts.encode(begun))
    section = open_list()
    found = [row.state for row in section.model.rows]
    assert found == [
        "Draft", "Waiting for paper", "Chair unable to sign", "Declined", "Sealed with reservation", "Sealed",
        "With the chair",
    ]  # fmt: skip
    index = section.model.index(5, 0)
    sentence = index.data(Qt.ItemDataRole.AccessibleTextRole)
    assert sentence.startswith("Mon 2 Nov 2026, Strategy meeting, chair Imelda Crosbie, Team Manager")
    assert "police present: Owen Tranter, Detective Constable" in sentence and "Whitcombe" not in sentence
    assert section.model.index(5, 5).data(CELL_ROLE).mono


def test_enter_opens_and_ctrl_n_begins(open_list: Any, cf: CaseFile, case: str, shell: Shell, settle: Any) -> None:
    id = cf.save(record("2026-11-01"), case=case).id
    section = open_list()
    section.table.setFocus()
    QTest.keyClick(section.table, Qt.Key.Key_Return)
    QTest.keyClick(section.table, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    assert shell.opened == [Place("case", case, "meetings", id), Place("case", case, "meetings", NEW)]


def test_the_list_follows_what_is_written(
    open_list: Any, cf: CaseFile, case: str, session: Session, settle: Any
) -> None:
    section = open_list()
    session.changed.connect(section.refresh)
    session.operations.submit(lambda cf, _: cf.save(record("2026-11-01"), case=case))
    settle()
    assert [row.when for row in section.model.rows] == ["Sun 1 Nov 2026"]


def test_the_model_keeps_its_word(qtbot: QtBot, open_list: Any, cf: CaseFile, case: str, settle: Any) -> None:
    cf.save(record("2026-11-01"), case=case)
    model = MeetingsModel()
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    section = open_list()
    model.show(section.model.rows)
    model.show(())
    assert tester.model() is model


def test_a_code_leads_to_its_record(open_list: Any, cf: CaseFile, case: str, shell: Shell, settle: Any) -> None:
    code = sealed(cf, case, "reserved", "2026-11-02")
    section = open_list()
    section.check_button.click()
    check = section.check
    assert check.edit.hasFocus()
    QTest.keyClicks(check.edit, code.lower().replace("-", " ").replace("0", "o"))
    QTest.keyClick(check.edit, Qt.Key.Key_Return)
    settle()
    words = check.answer.accessibleName()
    assert "KM-0417" in words and "SM-2 of Mon 2 Nov 2026" in words
    assert "Imelda Crosbie, Team Manager" in words and "with a reservation" in words and "5 November 2026" in words
    assert check.view.page_count() == 3
    check.open_button.click()
    assert shell.opened[-1].record == section.model.rows[0].id
    check.close_button.click()
    assert check.isHidden() and check.view.page_count() == 0 and check.edit.text() == ""


def test_a_wrong_code_is_told_plainly(open_list: Any, cf: CaseFile, case: str, settle: Any) -> None:
    code = sealed(cf, case, "signed", "2026-11-02")
    section = open_list()
    section.check_button.click()
    check = section.check
    for typed, words in (
        (("0" if code[0] != "0" else "1") + code[1:], "has a mistake in it"),
        (code_of(bytes(32)), "There is no such code on this laptop"),
        ("K7QF", "28 characters"),
    ):
        check.edit.setText(typed)
        check.look()
        settle()
        assert words in check.answer.accessibleName()
        assert check.view.isHidden()
    check.edit.clear()
    check.look()
    assert "Type the code" in check.answer.accessibleName()
