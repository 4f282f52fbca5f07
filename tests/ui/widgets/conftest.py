"""A dressed application for the widget tests."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from ui.theme import Theme


@pytest.fixture
def theme(qapp: QApplication) -> Theme:
    """The light look, on."""
    made = Theme.light()
    made.apply(qapp)
    return made


Shown = Callable[..., QWidget]


@pytest.fixture
def shown(qtbot: QtBot, theme: Theme) -> Shown:
    """Put widgets into one active window, which lives as long as the test."""
    pages: list[QWidget] = []

    def show(*parts: QWidget) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        for part in parts:
            column.addWidget(part)
        qtbot.addWidget(page)
        pages.append(page)
        page.resize(600, 600)
        page.show()
        page.activateWindow()
        qtbot.waitUntil(page.isActiveWindow)
        return page

    return show
