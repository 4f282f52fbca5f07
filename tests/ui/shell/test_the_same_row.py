"""After the lock the same screen is there: what was looked for, the row one was on, the keys in the table."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from pclo_app.casefile.model import ChronologyFilter
from pclo_app.records.chronology import ChronologyEntry, Source
from pclo_app.records.event_date import EventDate
from ui.chronology.section import ChronologySection
from ui.shell.session import Place

from .conftest import Life


def test_the_filter_and_the_row_come_back(life: Life, qtbot: QtBot) -> None:
    life.make()
    program = life.unlocked()
    case = _ask(life, program, lambda cf: cf.cases()[0].id)
    entries = [
        ChronologyEntry(
            when=EventDate(f"2026-{month:02}-{day:02}"),
            agency=("POL", "EDU", "HEA")[day % 3],
            source=Source(document="Telephone call"),
            fact=f"{'Bruise' if day % 2 else 'Visit'} seen on day {day} of month {month}",
        )
        for month in range(1, 7)
        for day in range(1, 19)
    ]
    _ask(life, program, lambda cf: [cf.save(entry, case=case) for entry in entries])
    program.session.open(Place("case", case, "chronology"))
    section = _section(life, program)
    section.filter_bar.apply(ChronologyFilter(words="bruise", agencies=frozenset({"POL"})))
    qtbot.waitUntil(lambda: section.model.rowCount() == 18, timeout=10_000)
    life.settle(program)
    section.table.setFocus()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is section.table, timeout=10_000)
    for _ in range(5):
        QTest.keyClick(section.table, Qt.Key.Key_Up)
    life.settle(program)
    here = program.window.navigation.here
    assert here.record, "a row is chosen"
    life.lock(program)

    program = life.unlocked()
    section = _section(life, program)
    assert program.window.navigation.here == here
    assert section.filter_bar.find_edit.text() == "bruise"
    qtbot.waitUntil(lambda: section.model.rowCount() == 18, timeout=10_000)
    life.settle(program)
    assert program.window.navigation.here == here
    qtbot.waitUntil(lambda: QApplication.focusWidget() is section.table, timeout=10_000)
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Down)
    life.settle(program)
    assert program.window.navigation.here.record not in ("", here.record), "the keys go on from there"


def _section(life: Life, program: Any) -> ChronologySection:
    life.qtbot.waitUntil(lambda: program.window.findChild(ChronologySection) is not None, timeout=10_000)
    life.settle(program)
    found = program.window.findChild(ChronologySection)
    assert isinstance(found, ChronologySection)
    return found


def _ask(life: Life, program: Any, work: Any) -> Any:
    found: list[Any] = []
    program.session.operations.submit(lambda cf, _: work(cf), found.append)
    life.settle(program)
    return found[0]
