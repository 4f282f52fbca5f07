"""The timeline: keys, wheel, fingers, the strip; what it says; one selection with the table."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QInputDevice, QPointingDevice, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from pclo_app.records.base import Named
from pclo_app.records.chronology import Decision, Link
from pclo_app.records.safeguarding import PoliceProtection
from tests.ui.chronology.conftest import Desk, entry
from ui.chronology.section import ChronologySection
from ui.chronology.timeline import DECISIONS, Timeline

CONTROL = Qt.KeyboardModifier.ControlModifier


def opened(desk: Desk, count: int = 120) -> tuple[ChronologySection, list[str]]:
    decision = Decision(decision="Section 47 started", why="Injury", by=Named(name="F W", rank="DS"))
    days = [f"20{24 + n // 60}-{1 + n // 5 % 12:02}-{1 + n % 5 * 5:02}" for n in range(count)]
    ids = desk.save(
        *(
            entry(f"Event {n}.", day, agency=("POL", "HEA")[n % 2], decision=decision if n % 40 == 39 else None)
            for n, day in enumerate(days)
        )
    )
    section = desk.open()
    section.timeline.setFocus()
    section.timeline.repaint()
    return section, ids


def drawn_once(timeline: Timeline) -> None:
    for lane in timeline.frame().lanes:
        marks = [mark.id for each in timeline.drawn if each.lane.code == lane[0] for mark in each.marks]
        assert len(marks) == len(set(marks))


def test_keys_zoom_pan_and_step(desk: Desk) -> None:
    section, ids = opened(desk)
    timeline = section.timeline
    before = timeline.window_
    QTest.keyClick(timeline, Qt.Key.Key_PageUp)
    assert timeline.window_.start < before.start and round(timeline.window_.days) == round(before.days)
    QTest.keyClick(timeline, Qt.Key.Key_Left, CONTROL)
    QTest.keyClick(timeline, Qt.Key.Key_Right, CONTROL)
    QTest.keyClick(timeline, Qt.Key.Key_PageDown)
    assert abs(timeline.window_.start - before.start) < 0.01
    QTest.keyClick(timeline, Qt.Key.Key_0, CONTROL)
    timeline.repaint()
    assert timeline.window_ == timeline.whole
    assert sum(each.count for each in timeline.drawn if each.lane.code != DECISIONS) == 120
    drawn_once(timeline)
    QTest.keyClick(timeline, Qt.Key.Key_Home)
    desk.settle()
    assert section.table.current()[0] == ids[0]
    QTest.keyClick(timeline, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    desk.settle()
    assert section.table.current()[0] == ids[39] == timeline.selected


def test_the_selected_entry_is_said(desk: Desk) -> None:
    section, ids = opened(desk)
    mark = next(mark for mark in section.timeline.marks if mark.id == ids[39])
    desk.settle()
    section.timeline.show_whole()
    desk.qtbot.wait(200)
    desk.settle()
    said = section.timeline.sentence(mark)
    assert said == "Entry 40 of 120, 21 August 2024, Health, key decision, Section 47 started"


def test_the_wheel_pans_and_with_ctrl_zooms_about_the_pointer(desk: Desk) -> None:
    section, _ = opened(desk)
    timeline = section.timeline
    before = timeline.window_

    def turn(by: int, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        at = QPointF(timeline.width() / 2, timeline.height() / 2)
        event = QWheelEvent(at, timeline.mapToGlobal(at), QPoint(), QPoint(0, by), Qt.MouseButton.NoButton, modifier,
                            Qt.ScrollPhase.NoScrollPhase, False)  # fmt: skip
        QApplication.sendEvent(timeline, event)

    turn(120)
    assert timeline.window_.start < before.start
    turn(240, CONTROL)
    assert timeline.window_.days < before.days / 1.5


def test_dragging_pans_and_the_strip_moves_the_window(desk: Desk) -> None:
    section, _ids = opened(desk)
    timeline = section.timeline
    selected, before = timeline.selected, timeline.window_
    middle = timeline.rect().center()
    QTest.mousePress(timeline, Qt.MouseButton.LeftButton, pos=middle)
    QTest.mouseMove(timeline, middle + QPoint(60, 0))
    QTest.mouseMove(timeline, middle + QPoint(120, 0))
    QTest.mouseRelease(timeline, Qt.MouseButton.LeftButton, pos=middle + QPoint(120, 0))
    assert timeline.window_.start < before.start and timeline.selected == selected
    strip = timeline.frame().overview
    QTest.mouseClick(
        timeline, Qt.MouseButton.LeftButton, pos=QPoint(round(strip.left()) + 4, round(strip.center().y()))
    )
    assert timeline.window_.start == timeline.whole.start


def test_one_finger_pans_two_pinch_and_a_tap_chooses(desk: Desk, qtbot: QtBot) -> None:
    section, _ids = opened(desk)
    timeline = section.timeline
    timeline.show_whole()
    timeline.zoom(0.3)
    timeline.repaint()
    device = QTest.createTouchDevice(QInputDevice.DeviceType.TouchScreen)
    assert isinstance(device, QPointingDevice)
    y = timeline.height() // 2
    before = timeline.window_
    QTest.touchEvent(timeline, device).press(0, QPoint(400, y), timeline).commit()
    QTest.touchEvent(timeline, device).move(0, QPoint(440, y), timeline).commit()
    QTest.touchEvent(timeline, device).move(0, QPoint(500, y), timeline).commit()
    QTest.touchEvent(timeline, device).release(0, QPoint(500, y), timeline).commit()
    assert timeline.window_.start < before.start
    before = timeline.window_
    QTest.touchEvent(timeline, device).press(0, QPoint(300, y), timeline).press(1, QPoint(400, y), timeline).commit()
    QTest.touchEvent(timeline, device).move(0, QPoint(250, y), timeline).move(1, QPoint(450, y), timeline).commit()
    QTest.touchEvent(timeline, device).release(0, QPoint(250, y), timeline).release(
        1, QPoint(450, y), timeline
    ).commit()
    assert timeline.window_.days < before.days * 0.7
    timeline.repaint()
    mark = next(each for each in timeline.drawn if each.count == 1 and each.lane.code != DECISIONS)
    at = mark.rect.center().toPoint()
    QTest.touchEvent(timeline, device).press(0, at, timeline).commit()
    QTest.touchEvent(timeline, device).release(0, at, timeline).commit()
    desk.settle()
    assert section.table.current()[0] == mark.marks[0].id


def test_uncertain_marks_are_hollow_and_conflicts_joined(desk: Desk) -> None:
    one = desk.cf.save(entry("Saturday.", "2026-10-31~"), case=desk.case).id
    two = desk.save(entry("Sunday.", "2026-11-01", agency="OTH", links=(Link(kind="conflicts with", entry=one),)))[0]
    section = desk.open()
    section.timeline.repaint()
    exact = {mark.id: mark.exact for mark in section.timeline.marks}
    assert exact == {one: False, two: True}
    ends = [section.timeline.drawn_at(two), section.timeline.drawn_at(one)]
    assert None not in ends and section.timeline.conflicts() == [tuple(ends)]
    assert section.timeline.accessibleName().endswith("1 conflict. Use the table for details")


def test_the_first_decision_in_sight_is_told_though_another_record_holds_it(desk: Desk) -> None:
    by = Named(name="Farah Whitcombe", rank="Detective Sergeant")
    considered = PoliceProtection(
        children=("c",), answer="considered and not used", why="He left", considered_at="2026-11-03T16:00", by=by
    )
    protection = desk.cf.save(considered, case=desk.case).id
    desk.save(entry("Discussion.", "2026-11-04", decision=Decision(decision="Section 47", why="Injury", by=by)))
    timeline = desk.open().timeline
    assert timeline.titles_wanted()[0] == protection
    assert "not used" in timeline.looks[protection].title and "not used" in timeline.sentence(timeline.marks[0])
