"""A sergeant reads, asks and signs; the officer sees what was asked."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from pclo_app.casefile.casefile import CaseFile
from pclo_app.journal.revision import Revision
from pclo_app.records.case import Case
from pclo_app.sync.introduce import enrol_directly
from tests.casefile.conftest import TurnedClock, case, cf, clock, entry, make_casefile
from tests.casefile.test_meetings import _meeting, _seal
from tests.casefile.test_told import NO_INK
from tests.ui.desk import Desk, nameless, settled
from ui.review.page import ReviewPage
from ui.review.section import ReviewsSection
from ui.review.supervising import Supervising
from ui.shell.operations import Operations
from ui.shell.session import Place, Screen
from ui.theme import Theme

__all__ = ["case", "cf", "clock", "make_casefile"]
Key = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def sergeant(make_casefile: Callable[..., CaseFile]) -> CaseFile:
    return make_casefile("sergeant", "DS")


@pytest.fixture
def home(sergeant: CaseFile) -> str:
    made = sergeant.save(Case(reference="KM-0417", family="ORRIN-VALE"), case="").id
    for day in (1, 2, 3):
        sergeant.save(entry(f"Event {day}.", edtf=f"2026-11-0{day}"), case=made)
    return made


@pytest.fixture
def desk(sergeant: CaseFile, clock: TurnedClock, qapp: QApplication) -> Iterator[Desk]:
    Theme.light().apply(qapp)
    operations = Operations(sergeant)
    yield Desk(operations, sergeant, clock)
    operations.close()


def shown(qtbot: QtBot, desk: Desk, page: Screen) -> None:
    desk.changed.connect(page.refresh)
    qtbot.addWidget(page)
    page.resize(1292, 610)
    page.show()
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    settled(qtbot, desk)


def opened(qtbot: QtBot, desk: Desk) -> tuple[ReviewPage, Supervising]:
    page = ReviewPage(desk, Place("review"))
    shown(qtbot, desk, page)
    assert page.supervising is not None
    return page, page.supervising


def test_space_marks_read_and_goes_on(qtbot: QtBot, desk: Desk, sergeant: CaseFile, home: str) -> None:
    page, desk_of_ds = opened(qtbot, desk)
    reading = desk_of_ds.list
    reading.setFocus()
    qtbot.keyClick(reading, Key.Key_Space)
    current = reading.current()
    assert current is not None
    assert current.entry is not None
    assert current.entry.number == 2
    qtbot.keyClick(reading, Key.Key_K)
    qtbot.keyClick(reading, Key.Key_Z)
    assert desk_of_ds.draft.read == ()
    assert nameless(page) == []


def test_a_sitting_is_kept_until_it_is_signed(qtbot: QtBot, desk: Desk, sergeant: CaseFile, home: str) -> None:
    before, first = opened(qtbot, desk)
    qtbot.keyClick(first.list, Key.Key_Space)
    qtbot.keyClick(first.list, Key.Key_I)
    qtbot.keyClicks(first.compose.words, "Ask Eastholme")
    settled(qtbot, desk, wait=600)
    assert sergeant.draft(f"review/{home}") is not None
    desk.changed.disconnect(before.refresh)
    page, again = opened(qtbot, desk)
    assert len(again.draft.read) == 1
    assert again.compose.isVisible()
    assert again.compose.words.text() == "Ask Eastholme"
    assert nameless(page) == []
    again.sign()
    assert "half written" in again.panel.error.text()
    qtbot.keyClick(again.compose.words, Key.Key_Return, CTRL)
    assert "by when" in again.compose._error.text()
    qtbot.keyClicks(again.compose.due.edit, "19/11/2026")
    qtbot.keyClick(again.compose.due.edit, Key.Key_Return, CTRL)
    qtbot.keyClick(again.list, Key.Key_Q)
    qtbot.keyClicks(again.compose.words, "Who said so?")
    qtbot.keyClick(again.compose.words, Key.Key_Return, CTRL)
    again.panel.sign.click()
    settled(qtbot, desk, wait=300)
    review = sergeant.items(home, "review")[0].record
    assert len(review.read) == 1
    assert [(each.kind, each.due) for each in review.comments] == [("instruction", "2026-11-19"), ("query", "")]
    settled(qtbot, desk, wait=600)
    assert sergeant.draft(f"review/{home}") is None
    assert "2 entries are not read yet" in again.panel._left.text()


def test_signing_nothing_is_refused_in_words(qtbot: QtBot, desk: Desk, sergeant: CaseFile, home: str) -> None:
    _page, ds = opened(qtbot, desk)
    ds.sign()
    assert "Mark what you have read" in ds.panel.error.text()
    assert sergeant.items(home, "review") == []


def test_no_case_yet(qtbot: QtBot, desk: Desk) -> None:
    _page, ds = opened(qtbot, desk)
    assert ds.empty.isVisible()
    assert not ds.list.isVisible()


def everything(cf: CaseFile) -> list[Revision]:
    rows = cf.db.execute(
        "SELECT r.header, r.sig, p.nonce, p.body FROM rev r JOIN payload p ON p.rev=r.rev ORDER BY r.n"
    )
    return [Revision(*row) for row in rows.fetchall()]


def test_the_officer_sees_what_is_asked(
    qtbot: QtBot, desk: Desk, sergeant: CaseFile, home: str, cf: CaseFile, clock: TurnedClock
) -> None:
    _page, ds = opened(qtbot, desk)
    qtbot.keyClick(ds.list, Key.Key_Q)
    qtbot.keyClicks(ds.compose.words, "Which side?")
    qtbot.keyClick(ds.compose.words, Key.Key_Return, CTRL)
    qtbot.keyClick(ds.list, Key.Key_Space)
    ds.sign()
    settled(qtbot, desk, wait=300)
    enrol_directly(sergeant, cf)
    cf.admit(everything(sergeant))
    first = cf.entries(home)[0]
    cf.save(entry("Event 1, both sides.", edtf="2026-11-01", change_reason="Asked"), case=home, id=first.id)
    operations = Operations(cf)
    officer = Desk(operations, cf, clock)
    try:
        page = ReviewPage(officer, Place("review"))
        shown(qtbot, officer, page)
        assert page.asked is not None
        row = page.asked.table.rows()[0]
        assert "Which side?" in row.sentence
        assert "Farah Whitcombe, Detective Sergeant" in row.sentence
        assert "On an earlier version" in row.sentence
        assert nameless(page) == []
        page.asked.table.setFocus()
        qtbot.keyClick(page.asked.table, Key.Key_Return)
        assert officer.went[-1] == Place("case", home, "chronology", first.id)
        section = ReviewsSection(officer, Place("case", home, "reviews"))
        shown(qtbot, officer, section)
        assert [row.cells[2].text for row in section.table.rows()] == ["", "Entry 1"]
        assert not section.review.isVisible()
        assert nameless(section) == []
    finally:
        operations.close()


def test_an_officer_of_whom_nothing_is_asked(
    qtbot: QtBot, cf: CaseFile, case: str, clock: TurnedClock, theme: None
) -> None:
    operations = Operations(cf)
    officer = Desk(operations, cf, clock)
    page, section = ReviewPage(officer, Place("review")), ReviewsSection(officer, Place("case", case, "reviews"))
    try:
        shown(qtbot, officer, page)
        assert page.asked is not None
        assert page.asked.empty.isVisible()
        shown(qtbot, officer, section)
        assert section.empty.isVisible()
    finally:
        operations.close()


@pytest.fixture
def theme(qapp: QApplication) -> None:
    Theme.light().apply(qapp)


def test_the_sergeant_is_told_of_a_refusal_until_it_is_marked_as_read(
    qtbot: QtBot, desk: Desk, sergeant: CaseFile, home: str
) -> None:
    meeting = sergeant.save(_meeting(medical="held"), case=home).id
    _seal(sergeant, meeting, outcome="refused", why="It leaves out what I said", ink=NO_INK)
    page = ReviewPage(desk, Place("review"))
    shown(qtbot, desk, page)
    assert page.signed.isVisible() and nameless(page.signed) == []
    first, second = page.signed.words()
    assert "A medical was held and no doctor was there" in first and first.startswith(
        "ORRIN-VALE SM-2 of Thu 5 Nov 2026"
    )
    assert "did not sign: It leaves out what I said" in second
    page.signed.buttons[0].click()
    assert desk.went[-1] == Place("case", home, "meetings", meeting)
    read = [button for button in page.signed.buttons if button.accessibleName().startswith("Mark as read")]
    read[0].setFocus()
    read[0].click()
    settled(qtbot, desk)
    settled(qtbot, desk)
    assert page.signed.words() == [second] and page.signed.isVisible()
    page.signed.buttons[-1].click()
    settled(qtbot, desk)
    settled(qtbot, desk)
    assert page.signed.words() == [] and not page.signed.isVisible()
    assert len(sergeant.items(home, "review")) == 2 and desk.errors == []
