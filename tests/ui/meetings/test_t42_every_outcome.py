"""T42: every outcome by pen alone, by mouse alone and by keyboard alone, through the chair's real window.

Nothing is set from inside: what is pressed, drawn and typed goes through Qt's events. A tap of a pen
on a button is what Qt makes of it: the tablet's event, and where nobody takes it the same as a mouse
event of that pen.
"""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QInputDevice, QMouseEvent, QPointingDevice, QTabletEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from pclo_app.casefile import integrity, meetings
from pclo_app.casefile.casefile import CaseFile
from pclo_app.records.seal import Seal
from tests.ui.meetings.meeting_parts import PIN, Shell, SmallReports
from tests.ui.meetings.test_list import record
from ui.meetings import facts
from ui.meetings.ceremony import Agreed
from ui.meetings.chair import ChairScreen
from ui.meetings.choices import PAPER, REFUSED, RESERVED, SIGNED, UNABLE
from ui.meetings.handover import Handover
from ui.meetings.pin import Pin
from ui.shell.session import Session

NO, LEFT = Qt.KeyboardModifier.NoModifier, Qt.MouseButton.LeftButton
OUTCOMES = (SIGNED, RESERVED, REFUSED, PAPER, UNABLE)
PEN = QPointingDevice(
    "pen of the test", 11, QInputDevice.DeviceType.Stylus, QPointingDevice.PointerType.Pen,
    QInputDevice.Capability.Position | QInputDevice.Capability.Pressure, 1, 2,
)  # fmt: skip


class ByMouse:
    """Presses and drags; never a key."""

    device = "mouse"

    def press(self, widget: QWidget) -> None:
        QTest.mouseClick(widget, LEFT, NO, widget.rect().center())
        QApplication.processEvents()

    def draw(self, pad: QWidget) -> None:
        for top in (30, 60):
            QTest.mousePress(pad, LEFT, NO, QPoint(40, top))
            for step in range(1, 5):
                QTest.mouseMove(pad, QPoint(40 + 20 * step, top + 3 * step))
            QTest.mouseRelease(pad, LEFT, NO, QPoint(140, top + 15))


class ByPen:
    """A pen on the screen: it draws where somebody takes its events, and else presses."""

    device = "pen"

    def press(self, widget: QWidget) -> None:
        at = QPointF(widget.rect().center())
        for tablet, mouse, buttons in (
            (QEvent.Type.TabletPress, QEvent.Type.MouseButtonPress, LEFT),
            (QEvent.Type.TabletRelease, QEvent.Type.MouseButtonRelease, Qt.MouseButton.NoButton),
        ):
            event = self._tablet(tablet, widget, at, 0.6)
            QApplication.sendEvent(widget, event)
            if not event.isAccepted():
                over = QPointF(widget.mapToGlobal(at.toPoint()))
                QApplication.sendEvent(widget, QMouseEvent(mouse, at, over, LEFT, buttons, NO, PEN))
        QApplication.processEvents()

    def draw(self, pad: QWidget) -> None:
        for top in (30, 60):
            kinds = [QEvent.Type.TabletPress, *[QEvent.Type.TabletMove] * 4, QEvent.Type.TabletRelease]
            for step, kind in enumerate(kinds):
                event = self._tablet(kind, pad, QPointF(40 + 20 * step, top + 3 * step), 0.2 + step / 10)
                QApplication.sendEvent(pad, event)
                assert event.isAccepted()

    def _tablet(self, kind: QEvent.Type, widget: QWidget, at: QPointF, pressure: float) -> QTabletEvent:
        event = QTabletEvent(
            kind, PEN, at, QPointF(widget.mapToGlobal(at.toPoint())), pressure, 0, 0, 0.0, 0.0, 0.0, NO, LEFT, LEFT
        )
        event.setAccepted(False)
        return event


def by_hand(screen: ChairScreen, hand: ByMouse | ByPen, outcome: str) -> None:
    """Read, choose, write with the ready words, sign, seal."""
    for _ in range(60):
        QApplication.processEvents()
        screen.read.view.repaint()
        if not screen.read.unseen():
            break
        hand.press(screen.read.next)
    assert screen.read.unseen() == []
    hand.press(screen.choices.boxes[outcome])
    if outcome in (RESERVED, REFUSED, UNABLE):
        button = screen.choices.ready[outcome][0]
        screen._scroll.ensureWidgetVisible(button)
        hand.press(button)
    if outcome in (SIGNED, RESERVED):
        screen._scroll.ensureWidgetVisible(screen.signing.pad)
        hand.draw(screen.signing.pad)
        hand.draw(screen.signing.pad)
        screen.signing.pad.undo_stroke()
        statement = screen.signing._statement
        assert isinstance(statement, QLabel)
        hand.press(statement)
        assert screen.signing.agreed.isChecked()
    hand.press(screen.go_button)


def tab_to(screen: ChairScreen, target: QWidget) -> None:
    """With Tab alone, from wherever the focus is."""
    for _ in range(80):
        found = QApplication.focusWidget()
        assert found is not None and (found is screen or screen.isAncestorOf(found)), "the focus never leaves"
        if found is target:
            return
        QTest.keyClick(found, Qt.Key.Key_Tab)
    raise AssertionError(f"{target.accessibleName()} cannot be reached with Tab")


def by_keyboard(screen: ChairScreen, outcome: str) -> None:
    """Not one press of a pointer."""
    assert screen.read.view.hasFocus()
    for _ in range(60):
        QApplication.processEvents()
        screen.read.view.repaint()
        if not screen.read.unseen():
            break
        QTest.keyClick(screen.read.view, Qt.Key.Key_PageDown)
    assert screen.read.unseen() == []
    tab_to(screen, screen.choices.boxes[SIGNED])
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Space)
    for _ in range(list(screen.choices.boxes).index(outcome)):
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Down)
    assert screen.choices.value() == outcome
    if outcome == RESERVED:
        tab_to(screen, screen.choices.reservation.points[0][1])
        QTest.keyClicks(QApplication.focusWidget(), "It was said on Tuesday.")
    if outcome in (REFUSED, UNABLE):
        tab_to(screen, screen.choices.why)
        QTest.keyClicks(QApplication.focusWidget(), "I want advice first.")
        tab_to(screen, screen.choices.witness)
        QTest.keyClicks(QApplication.focusWidget(), "Jonah Prideaux, Social Worker")
    if outcome in (SIGNED, RESERVED):
        tab_to(screen, screen.signing.switch)
        QTest.keyClick(screen.signing.switch, Qt.Key.Key_Space)
        tab_to(screen, screen.signing.typed)
        QTest.keyClicks(screen.signing.typed, screen.signing.name.text())
        tab_to(screen, screen.signing.agreed)
        QTest.keyClick(screen.signing.agreed, Qt.Key.Key_Space)
    tab_to(screen, screen.go_button)
    QTest.keyClick(screen.go_button, Qt.Key.Key_Space)


@pytest.mark.parametrize("way", ["mouse", "pen", "keyboard"])
def test_t42_every_outcome(
    way: str, session: Session, cf: CaseFile, case: str, shell: Shell, settle: Any, qtbot: QtBot
) -> None:
    reports = SmallReports()
    for number, outcome in enumerate(OUTCOMES, 1):
        id = cf.save(record(f"2026-11-0{number}", number=f"SM-{number}"), case=case).id
        known = facts.load(cf, case, id)
        handover = Handover(session, reports, known, known.record, Agreed(Pin(PIN), "known to officer"))
        handover.begin(None)
        settle()
        screen = shell.owner
        assert isinstance(screen, ChairScreen)
        screen.signing.agency.setText("Kingsmere social care")  # filled from the attendance, as a rule
        qtbot.waitUntil(screen.isActiveWindow)
        if way == "keyboard":
            by_keyboard(screen, outcome)
        else:
            by_hand(screen, ByPen() if way == "pen" else ByMouse(), outcome)
        assert screen.explain.text() == ""
        settle()
        found = meetings.seal_of(cf, id)
        assert found is not None and isinstance(found.seal.record, Seal), f"{outcome} by {way}"
        seal = found.seal.record
        assert (seal.outcome, seal.by.name, seal.seen) == (outcome, "Imelda Crosbie", (1, 2, 3))
        signed = outcome in (SIGNED, RESERVED)
        assert seal.ink.dev == ("none" if not signed else "typed" if way == "keyboard" else way)
        assert bool(seal.ink.strokes) == (signed and way != "keyboard")
        if signed and way == "pen":
            assert len(seal.ink.strokes) == 3
            pressures = [point[3] for point in seal.ink.strokes[0]]
            assert None not in pressures and len(set(pressures)) > 3
        assert bool(seal.reserve) == (outcome == RESERVED) and bool(seal.why) == (outcome in (REFUSED, UNABLE))
        if way == "keyboard" and outcome in (REFUSED, UNABLE):
            assert seal.witness == ("Jonah Prideaux, Social Worker",)
        assert screen.pages.currentWidget() is screen.outcome
        screen.outcome.entry.edit.setText(PIN)
        screen.outcome.entry.attempt()
        settle()
        assert shell.owner is None
    assert integrity.verify(cf).ok and shell.errors == []
