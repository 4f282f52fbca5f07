"""The pad records what the hand did, by mouse, pen and finger, and keeps no picture."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QPainterPath, QPointingDevice, QTabletEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ui.theme import Theme
from ui.widgets import ink
from ui.widgets.signature_pad import SignaturePad


@pytest.fixture
def pad(qtbot: QtBot, theme: Theme) -> SignaturePad:
    made = SignaturePad()
    qtbot.addWidget(made)
    made.resize(475, 144)
    made.show()
    qtbot.waitExposed(made)
    return made


def draw(pad: SignaturePad, *points: tuple[int, int]) -> None:
    QTest.mousePress(pad, Qt.MouseButton.LeftButton, pos=QPoint(*points[0]))
    for x, y in points[1:]:
        QTest.mouseMove(pad, QPoint(x, y))
    QTest.mouseRelease(pad, Qt.MouseButton.LeftButton, pos=QPoint(*points[-1]))


def pen(pad: SignaturePad, kind: QEvent.Type, x: float, y: float, pressure: float) -> QTabletEvent:
    down = kind != QEvent.Type.TabletRelease
    event = QTabletEvent(
        kind,
        QPointingDevice.primaryPointingDevice(),
        QPointF(x, y),
        pad.mapToGlobal(QPointF(x, y)),
        pressure,
        0.0,
        0.0,
        0.0,
        0.0,
        0.0,
        Qt.KeyboardModifier.NoModifier,
        Qt.MouseButton.LeftButton,
        Qt.MouseButton.LeftButton if down else Qt.MouseButton.NoButton,
    )
    QApplication.sendEvent(pad, event)
    return event


def test_a_mouse_stroke_is_kept_in_hundredths_of_a_millimetre(qtbot: QtBot, pad: SignaturePad) -> None:
    with qtbot.waitSignal(pad.changed):
        draw(pad, (50, 60), (80, 40), (120, 70))
    (stroke,) = pad.strokes()
    assert pad.device == "mouse"
    assert not pad.is_empty()
    units = pad.units_per_pixel()
    assert stroke[0][:2] == [round(50 * units), round(60 * units)]
    assert stroke[-1][:2] == [round(120 * units), round(70 * units)]
    assert all(isinstance(v, int) for point in stroke for v in point[:3])
    assert all(point[3] is None for point in stroke), "a mouse has no pressure"
    times = [point[2] for point in stroke]
    assert times == sorted(times)


def test_a_pen_gives_pressure_and_is_accepted_so_that_no_mouse_copy_comes(pad: SignaturePad) -> None:
    assert pen(pad, QEvent.Type.TabletPress, 50, 60, 0.25).isAccepted()
    assert pen(pad, QEvent.Type.TabletMove, 70, 50, 0.5).isAccepted()
    assert pen(pad, QEvent.Type.TabletRelease, 90, 60, 1.0).isAccepted()
    (stroke,) = pad.strokes()
    assert pad.device == "pen"
    assert [point[3] for point in stroke] == [256, 512, 1023]


def test_a_pen_in_the_air_draws_nothing(pad: SignaturePad) -> None:
    pen(pad, QEvent.Type.TabletMove, 70, 50, 0.0)
    assert pad.strokes() == []


def test_a_finger_draws_and_a_palm_beside_the_pen_does_not(pad: SignaturePad) -> None:
    finger = QTest.createTouchDevice()
    QTest.touchEvent(pad, finger).press(0, QPoint(40, 40), pad).commit()
    QTest.touchEvent(pad, finger).move(0, QPoint(70, 60), pad).commit()
    QTest.touchEvent(pad, finger).release(0, QPoint(90, 60), pad).commit()
    assert pad.device == "touch"
    assert len(pad.strokes()) == 1
    pad.clear()
    pen(pad, QEvent.Type.TabletPress, 50, 60, 0.3)
    QTest.touchEvent(pad, finger).press(1, QPoint(200, 120), pad).commit()
    QTest.touchEvent(pad, finger).release(1, QPoint(210, 120), pad).commit()
    pen(pad, QEvent.Type.TabletRelease, 90, 60, 0.3)
    assert pad.device == "pen"
    assert len(pad.strokes()) == 1


def test_a_mouse_stroke_after_a_pen_stroke_is_not_lost(pad: SignaturePad) -> None:
    pen(pad, QEvent.Type.TabletPress, 50, 60, 0.3)
    pen(pad, QEvent.Type.TabletRelease, 90, 60, 0.3)
    draw(pad, (100, 60), (130, 70))
    assert len(pad.strokes()) == 2
    assert pad.device == "pen"


def test_undo_clear_and_a_dot(qtbot: QtBot, pad: SignaturePad) -> None:
    draw(pad, (50, 60), (80, 40))
    draw(pad, (90, 60), (120, 40))
    pad.setFocus()
    qtbot.keyClick(pad, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert len(pad.strokes()) == 1
    qtbot.mouseClick(pad.clear_button, Qt.MouseButton.LeftButton)
    assert pad.strokes() == []
    assert pad.device is None
    assert not pad.clear_button.isVisible()
    QTest.mouseClick(pad, Qt.MouseButton.LeftButton, pos=QPoint(60, 60))
    assert pad.is_empty(), "a dot is not a signature"


def test_ink_stays_inside_the_box(pad: SignaturePad) -> None:
    draw(pad, (50, 60), (-40, 500))
    units = pad.units_per_pixel()
    x, y = pad.strokes()[0][-1][:2]
    assert x == 0
    assert y == round(pad.height() * units)


def test_no_picture_is_kept(pad: SignaturePad) -> None:
    draw(pad, (50, 60), (80, 40))
    pad.grab()
    assert pad.image_free
    assert not any("Pixmap" in type(v).__name__ or "Image" in type(v).__name__ for v in vars(pad).values())


def test_the_pad_says_how_to_sign_without_it(pad: SignaturePad) -> None:
    assert pad.accessibleName() == "Signature, drawing area"
    assert pad.accessibleDescription() == "To sign without drawing, choose Type my name instead."


def test_curves_pass_from_the_first_point_to_the_last() -> None:
    strokes = [[(0, 0, 0, None), (100, 100, 10, None), (200, 0, 20, None)], [(500, 500, 90, None)]]
    made = ink.segments(strokes)
    assert made[0] == ink.Segment("move", 0, 0)
    assert made[1] == ink.Segment("curve", 150, 50, 100, 100)
    assert made[2] == ink.Segment("line", 200, 0)
    assert made[3].kind == "move"
    assert ink.bounds(strokes) == (0, 0, 500, 500)
    assert ink.bounds([]) is None
    path = ink.path(strokes, 0.1)
    assert isinstance(path, QPainterPath)
    assert path.currentPosition().x() == pytest.approx(50.1)
