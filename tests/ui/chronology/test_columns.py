"""The columns of the table: chosen, moved and drawn wider, and there again the next time."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QApplication, QHeaderView, QMenu

from pclo_app.records.event_date import EventDate
from pclo_app.records.person import Person
from tests.ui.chronology.conftest import Desk, entry
from ui.chronology.model import AGES, DATE, DISCLOSURE, FACT, NUMBER, SINCE, SOURCE, TIME
from ui.chronology.section import ChronologySection
from ui.shell.remembered import Memory
from ui.theme import Theme
from ui.widgets.cell import Cell
from ui.widgets.cell_ink import Ink
from ui.widgets.row_delegate import CELL_ROLE


def opened(desk: Desk) -> ChronologySection:
    desk.cf.save(Person(name="Maisie Orrin", roles=("subject child",), born=EventDate("2022-02-14")), case=desk.case)
    desk.save(entry("One.", "2026-01-01"), entry("Two.", "2026-01-10"), entry("Three.", "2026-11-03"))
    return desk.open()


def test_columns_are_shown_and_hidden_from_the_menu_but_never_the_source(desk: Desk) -> None:
    section = opened(desk)
    table = section.table
    assert table.isColumnHidden(AGES) and table.isColumnHidden(SINCE)
    table.setFocus()
    menu = QMenu()
    table.columns.fill(menu)
    named = {action.text(): action for action in menu.actions() if action.text()}
    assert "Show column Source" not in named and "Show column What happened" in named
    named["Show column Ages"].trigger()
    named["Show column Since the entry before"].trigger()
    named["Show column No."].trigger()
    assert not table.isColumnHidden(AGES) and table.isColumnHidden(NUMBER)
    model = section.model
    last = model.rowCount() - 1
    assert model.index(last, AGES).data(CELL_ROLE).text == "Maisie 4 years 8 months"
    assert model.index(last, SINCE).data(CELL_ROLE).text == "297 days after entry 2"
    assert model.index(0, SINCE).data(CELL_ROLE).text == ""
    table.columns.show(SOURCE, on=False)
    assert not table.isColumnHidden(SOURCE)
    table.columns.show(FACT, on=False)
    assert table.horizontalHeader().sectionResizeMode(SOURCE) == QHeaderView.ResizeMode.Stretch
    section.grab()


def test_order_width_and_choice_are_there_again(desk: Desk) -> None:
    section = opened(desk)
    head = section.table.horizontalHeader()
    head.moveSection(head.visualIndex(SOURCE), 1)
    section.table.columns.show(AGES, on=True)
    before = head.sectionSize(DATE)
    section.table.columns.want_width(DATE, before + 40)
    kept = section.session.memory.now.splitters["chronology columns"]
    again = section.table.columns
    again.reset()
    assert head.visualIndex(SOURCE) != 1 and section.table.isColumnHidden(AGES)
    again.set_state(kept)
    assert head.visualIndex(SOURCE) == 1 and not section.table.isColumnHidden(AGES)
    assert head.sectionSize(DATE) == before + 40
    again.set_state([1, 2, 3])
    assert head.visualIndex(SOURCE) == SOURCE, "what is no state of these columns counts as nothing"


def test_the_menu_key_opens_the_menu(desk: Desk) -> None:
    section = opened(desk)
    section.table.setFocus()
    reason = QContextMenuEvent.Reason.Keyboard
    middle = section.table.rect().center()
    QApplication.sendEvent(section.table, QContextMenuEvent(reason, middle, section.table.mapToGlobal(middle)))
    menu = section.table.findChild(QMenu)
    assert menu is not None and menu.isVisible()
    columns = next(action.menu() for action in menu.actions() if action.text() == "Columns")
    assert isinstance(columns, QMenu)
    assert "Columns as they were at first" in [action.text() for action in columns.actions()]
    menu.close()


def test_what_is_remembered_outlives_the_program(tmp_path: Path) -> None:
    path = tmp_path / "state.json"
    Memory(path).change(splitters={"chronology columns": [0, 0, 0]})
    assert Memory(path).now.splitters == {"chronology columns": [0, 0, 0]}


def test_a_number_of_five_digits_is_not_cut(desk: Desk) -> None:
    section = opened(desk)
    ink = Ink(Theme.current())
    room = section.table.columnWidth(NUMBER) - 14
    assert ink.line("20000", ink.letters(Cell(grey=True)), room).words == "20000"


def test_where_the_words_would_have_no_room_times_and_a_b_go_for_a_while(desk: Desk) -> None:
    section = opened(desk)
    table, columns = section.table, section.table.columns
    before = columns.state()
    section.resize(420, 400)
    desk.settle()
    QApplication.processEvents()
    assert table.isColumnHidden(TIME) and table.isColumnHidden(DISCLOSURE) and not table.isColumnHidden(SOURCE)
    assert table.columnWidth(FACT) > 60
    assert columns.state() == before and "Time" in columns.headings(), "it is nobody’s choice"
    section.resize(1292, 610)
    desk.settle()
    QApplication.processEvents()
    assert not table.isColumnHidden(TIME) and not table.isColumnHidden(DISCLOSURE)
