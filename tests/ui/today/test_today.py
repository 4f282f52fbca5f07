"""Today: the counts in words, the conferences, the clocks, what is on this laptop only, the ways on from here."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QTableWidget, QWidget
from pytestqt.qtbot import QtBot

from pclo_app.casefile.model import Changed
from pclo_app.records.base import Named
from pclo_app.records.conference import Conference, Question
from pclo_app.records.meeting import StrategyMeeting
from pclo_app.records.work import Action, Check
from tests.ui.shell.conftest import Life
from ui.shell.panes import step
from ui.shell.session import Place
from ui.today.cards import Cards
from ui.today.choose_case import ChooseCase
from ui.today.page import TodayPage

CTRL = Qt.KeyboardModifier.ControlModifier


def _fill(cf: Any, _progress: object) -> Changed:
    case = cf.cases()[0].id
    cf.save(
        Conference(
            type="initial", date="2026-11-20", time="10:00", place="Civic Centre",
            attending=Named(name="Dawn Pettifer", rank="PCLO"), questions=(Question(who="Chair", question="Who?"),),
        ),
        case=case,
    )  # fmt: skip
    cf.save(Conference(type="review", date="2026-12-20", time="10:00"), case=case)
    cf.save(Check(system="PNC", on_whom="Dale Pruett", result="no trace", by=Named(name="D P", rank="PCLO")), case=case)
    cf.save(Check(system="ViSOR", on_whom="Dale Pruett"), case=case)
    cf.save(Action(what="Ask for the file", by="2026-11-16"), case=case)
    cf.save(StrategyMeeting(form="telephone", date="2026-11-02", began_section_47="yes"), case=case)
    return Changed(frozenset({case}), frozenset({"conference", "check", "action", "strategy_meeting"}))


def _today(life: Life) -> tuple[Any, TodayPage]:
    life.make()
    program = life.unlocked()
    program.session.operations.submit(_fill)
    life.settle(program)
    program.session.open(Place("cases"))
    program.session.open(Place("today"))
    page = program.window._stack.front
    assert isinstance(page, TodayPage)
    life.settle(program)
    return program, page


def test_the_day_in_one_sentence(life: Life) -> None:
    _program, page = _today(life)
    assert page._date.text() == "Wednesday 18 November 2026"
    words = page._sentence.accessibleName()
    assert "overdue or end" in words
    assert words.endswith("You have no conference today.")


def test_conferences_ahead_with_how_ready_they_are(life: Life) -> None:
    program, page = _today(life)
    [row] = page.coming.table.rows()
    assert row.sentence.startswith("Fri 20 Nov 10:00, ORRIN-VALE, Initial conference. Checks 1 of 2. Questions 1.")
    assert "to do" in row.sentence
    assert "to do" in page.coming._title.text()
    page.coming.which.buttons()[1].click()
    life.settle(program)
    assert len(page.coming.table.rows()) == 2


def test_clocks_the_overdue_first_and_why(life: Life) -> None:
    _program, page = _today(life)
    sentences = [row.sentence for row in page.clocks.table.rows()]
    assert sentences[0].startswith("2 days overdue. ORRIN-VALE, Ask for the file.")
    assert any("Initial conference, 15 working days" in words for words in sentences)
    running = next(each for each in page.clocks._running.values() if each.why)
    page.clocks.why_wanted.emit(running)
    assert page._why.isVisible()
    assert "counted from" in page._why.accessibleName()


def test_enter_opens_the_action_where_it_is(life: Life) -> None:
    program, page = _today(life)
    page.clocks.table.setFocus()
    page.clocks.table.set_current(page.clocks.table.rows()[0].key)
    life.qtbot.keyClick(page.clocks.table, Qt.Key.Key_Return)
    life.settle(program)
    place = program.window.navigation.here
    assert (place.page, place.section) == ("case", "actions")


def test_what_is_on_this_laptop_only(life: Life) -> None:
    program, page = _today(life)
    assert page.laptop._words.text() == "8 changes are on this laptop only."
    assert "2 check" in page.laptop._kinds.text()
    assert page.laptop._warning.isVisible()
    assert "8 changes on this laptop only" in program.window.status.accessibleName()


def test_a_refresh_does_not_move_the_selection(life: Life) -> None:
    program, page = _today(life)
    page.clocks.table.set_current(page.clocks.table.rows()[1].key)
    kept = page.clocks.table.current()
    page._load()
    life.settle(program)
    assert page.clocks.table.current() == kept


def test_f8_asks_for_the_case_and_starts_the_record(life: Life) -> None:
    program, page = _today(life)
    if page.start_button.isHidden():
        return
    life.qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_F8)
    chooser = program.window.findChild(ChooseCase)
    assert chooser is not None
    assert QApplication.focusWidget() is chooser.edit
    life.qtbot.keyClicks(chooser.edit, "orrin")
    life.qtbot.keyClick(chooser.edit, Qt.Key.Key_Return)
    life.settle(program)
    place = program.window.navigation.here
    assert (place.page, place.section) == ("case", "meetings")


def test_an_empty_case_file_offers_the_first_case(life: Life) -> None:
    life.make()
    program = life.unlocked()
    page = program.window._stack.front
    assert page._either.currentIndex() == 0
    assert page.coming._nothing.accessibleName() == "No conference is booked."
    assert page.supervisor._nothing.accessibleName() == "Nothing to answer."


def _paper(cf: Any, _progress: object) -> Changed:
    case = cf.cases()[0].id
    from pclo_app.casefile import meetings
    from tests.casefile.test_meetings import _meeting, _seal
    from tests.casefile.test_told import NO_INK

    assert meetings.seals(cf) == []
    for outcome in ("wet-ink", "refused"):
        _seal(cf, cf.save(_meeting(), case=case).id, outcome=outcome, why="No reason given", ink=NO_INK)
    return Changed(frozenset({case}), frozenset({"seal", "strategy_meeting"}))


def test_a_paper_that_is_out_is_a_task_and_becomes_overdue(life: Life) -> None:
    life.make()
    program = life.unlocked()
    program.session.operations.submit(_paper)
    life.settle(program)
    program.session.open(Place("cases"))
    program.session.open(Place("today"))
    page = program.window._stack.front
    assert isinstance(page, TodayPage)
    life.settle(program)
    assert page.signed.isVisible()
    (words,) = page.signed.words()
    assert words == "ORRIN-VALE SM-2: waiting for the signed paper, due by Wed 2 Dec 2026.", (
        "an officer is told no more"
    )
    assert page.signed in page.panes()
    page.signed.buttons[0].click()
    life.settle(program)
    assert program.session is not None and program.window.whereabouts().place.section == "meetings"


def test_in_a_narrow_window_the_cards_stand_one_under_the_other_and_none_is_cut(qtbot: QtBot) -> None:
    cards = Cards()
    qtbot.addWidget(cards)
    shown = [QWidget(cards.inside) for _ in range(4)]
    cards.set_cards(shown)
    cards.resize(1290, 560)
    cards.show()
    qtbot.waitExposed(cards)
    assert shown[0].y() == shown[1].y() and shown[2].y() == shown[3].y() > shown[0].y()
    assert cards.inside.height() == cards.viewport().height(), "with room nothing scrolls"
    cards.resize(620, 240)
    qtbot.waitUntil(lambda: shown[1].y() > shown[0].y())
    assert [card.x() for card in shown] == [0] * 4 and cards.inside.width() == cards.viewport().width()
    assert all(card.height() >= 100 for card in shown)
    cards.resize(1290, 560)
    qtbot.waitUntil(lambda: shown[0].y() == shown[1].y())
    assert cards.inside.height() == cards.viewport().height(), "and no room is kept for the rows that went"


def test_f6_brings_a_card_below_into_view(qtbot: QtBot) -> None:
    cards = Cards()
    qtbot.addWidget(cards)
    tables = [QTableWidget(2, 2, cards.inside) for _ in range(4)]
    cards.set_cards(tables)
    cards.resize(620, 240)
    cards.show()
    cards.activateWindow()
    qtbot.waitUntil(cards.isActiveWindow)
    tables[0].setFocus()
    step(list(tables), True)
    assert QApplication.focusWidget() is tables[3]
    assert not tables[3].visibleRegion().isEmpty() and cards.verticalScrollBar().value() > 0
