"""The lock comes while somebody types, at any moment: every shown word and every saved line is there again."""

from __future__ import annotations

import random
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from ui.chronology.quick_entry import QuickEntry
from ui.shell.session import Place

from .conftest import Life

LOCKS = 18
CTRL = Qt.KeyboardModifier.ControlModifier
LETTERS = "abcdefghijklmnopqrstuvwxyz .,"


def test_typing_while_it_locks(life: Life, qtbot: QtBot) -> None:
    life.make()
    chance = random.Random(20261122)
    case, shown, cursor = "", "", 0
    saved: list[str] = []
    for turn in range(LOCKS):
        program = life.unlocked()
        if not case:
            case = _first_case(life, program)
            program.session.open(Place("case", case, "chronology"))
        bar = _bar(life, program)
        facts = _facts(life, program)
        assert facts == sorted(saved), f"lock {turn}"
        if shown and shown.strip() not in facts:
            qtbot.waitUntil(lambda: QApplication.focusWidget() is bar.fact, timeout=10_000)  # noqa: B023
            assert bar.fact.text() == shown, f"lock {turn}"
            assert bar.fact.textCursor().position() == cursor
        else:
            assert not bar.fact.text(), "what is saved is not offered a second time"
            program.window._stack.front.stack.front.writing.new_entry()
        shown, cursor = _type(life, program, bar, chance, saved)
        _lock_somehow(life, program, chance)
        for _ in range(chance.randint(0, 6)):
            QTest.keyClick(_focus(program), "z")
        qtbot.waitUntil(lambda: len(life.restarted) == turn + 1, timeout=10_000)  # noqa: B023
    program = life.unlocked()
    assert _facts(life, program) == sorted(saved)
    assert len(saved) > 3


def _type(life: Life, program: Any, bar: QuickEntry, chance: random.Random, saved: list[str]) -> tuple[str, int]:
    """Some words, a line saved now and then, the cursor anywhere; what is shown at the end, and where the cursor is."""
    for _ in range(chance.randint(1, 3)):
        if not bar.fact.text().strip():
            _fill(bar, len(saved))
        bar.fact.setFocus()
        for _ in range(chance.randint(1, 25)):
            QTest.keyClick(bar.fact, chance.choice(LETTERS))
            if chance.random() < 0.2:
                QTest.qWait(chance.choice((0, 1, 5)))
        if chance.random() < 0.4:
            words = bar.fact.text().strip()
            saved.append(words)
            QTest.keyClick(bar.fact, Qt.Key.Key_Return, CTRL)
            if chance.random() < 0.5:
                break  # the lock comes before anybody was told that it is saved
            life.settle(program)
            life.qtbot.waitUntil(lambda: not bar.fact.text())
    for _ in range(chance.randint(0, 5)):
        QTest.keyClick(bar.fact, Qt.Key.Key_Left)
    return bar.fact.text(), bar.fact.textCursor().position()


def _fill(bar: QuickEntry, number: int) -> None:
    bar.when.edit.setText("3/11/2026")
    bar.agency.set_code("EDU")
    bar.source.setText(f"Call {number}")
    bar.who.name_edit.setText("Ann Lee")
    bar.who.rank_edit.setText("Nursery Manager")


def _lock_somehow(life: Life, program: Any, chance: random.Random) -> None:
    match chance.randrange(3):
        case 0:
            QTest.keyClick(_focus(program), Qt.Key.Key_L, CTRL)
        case 1:
            program.idle._now = lambda: 10**12
            program.idle.look()
        case 2:
            program.lock("sleep")


def _bar(life: Life, program: Any) -> QuickEntry:
    life.qtbot.waitUntil(lambda: program.window.findChild(QuickEntry) is not None, timeout=10_000)
    life.settle(program)
    found = program.window.findChild(QuickEntry)
    assert isinstance(found, QuickEntry)
    return found


def _facts(life: Life, program: Any) -> list[str]:
    found: list[list[str]] = []
    program.session.operations.submit(
        lambda cf, _: [item.record.fact for case in cf.cases() for item in cf.items(case.id, "chronology_entry")],
        found.append,
    )
    life.settle(program)
    return sorted(found[0])


def _focus(program: Any) -> QWidget:
    return QApplication.focusWidget() or program.window


def _first_case(life: Life, program: Any) -> str:
    found: list[str] = []
    program.session.operations.submit(lambda cf, _: cf.cases()[0].id, found.append)
    life.settle(program)
    return found[0]
