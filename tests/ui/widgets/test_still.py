"""Scrolling a form never answers a question on the way."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication, QComboBox, QScrollArea, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

import ui
from ui.chronology.grade import GradeCombo
from ui.widgets.agency import AgencyCombo
from ui.widgets.still import StillCombo, StillSpin


def _grade() -> GradeCombo:
    made = GradeCombo("source")
    made.set_scheme("5x5x5")
    made.set_value("A")
    return made


def _plain() -> StillCombo:
    made = StillCombo()
    made.addItems(["one", "two", "three"])
    return made


@pytest.mark.parametrize("make", [_grade, lambda: AgencyCombo("POL"), _plain, StillSpin])
def test_the_wheel_scrolls_the_form_and_leaves_the_answer(qtbot: QtBot, make: type) -> None:
    box = make()
    inside = QWidget()
    column = QVBoxLayout(inside)
    column.addWidget(box)
    column.addSpacing(2000)
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setWidget(inside)
    area.resize(300, 200)
    qtbot.addWidget(area)
    area.show()
    before = box.currentText() if isinstance(box, QComboBox) else box.value()
    box.setFocus()
    at = QPointF(box.rect().center())
    wheel = QWheelEvent(
        at, QPointF(box.mapToGlobal(box.rect().center())), QPoint(0, -120), QPoint(0, -120), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(box, wheel)
    assert (box.currentText() if isinstance(box, QComboBox) else box.value()) == before
    assert not wheel.isAccepted() or area.verticalScrollBar().value() > 0


def test_no_screen_has_a_box_that_the_wheel_changes() -> None:
    folder = Path(ui.__file__).parent
    bare = [
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*.py")
        if path.name != "still.py"
        and re.search(r"\bQ(?:ComboBox|SpinBox|DoubleSpinBox|DateEdit|TimeEdit)\(", path.read_text("utf-8"))
    ]
    assert bare == []
