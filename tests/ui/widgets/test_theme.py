"""A look is applied to the application and can be changed while it runs."""

from __future__ import annotations

import sys

import pytest
from PySide6.QtCore import QFile, QObject
from PySide6.QtGui import QColor, QFontDatabase, QIcon, QPalette
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from ui.immortal import keep_none_alive
from ui.theme import Theme, mark
from ui.theme.fonts import MONO, SANS, load_fonts
from ui.theme.marks import folder_of
from ui.widgets.buttons import Button


def test_the_theme_is_found_through_the_application(qapp: QApplication) -> None:
    dark = Theme.dark(1.2)
    dark.apply(qapp)
    assert Theme.current() is dark
    assert qapp.font().pointSizeF() == pytest.approx(12)
    assert qapp.palette().color(QPalette.ColorRole.Window) == QColor(dark.palette.window)


def test_the_bundled_faces_are_used(theme: Theme) -> None:
    load_fonts()
    assert {SANS, MONO} <= set(QFontDatabase.families())
    assert theme.font("title").families()[0] == SANS


def test_the_style_sheets_pictures_can_be_read_by_qt(theme: Theme) -> None:
    for name in ("tick", "down", "up", "right", "close"):
        assert QFile.exists(f":/{folder_of(theme.palette)}/{name}.svg")
    assert not QIcon(f":/{folder_of(theme.palette)}/tick.svg").pixmap(16, 16).isNull()


def test_icons_are_made_once_for_each_theme(theme: Theme) -> None:
    assert theme.icon("lock", "ink") is theme.icon("lock", "ink")
    assert theme.pixmap("lock", "ink", 20, 2.0).width() == 40


def test_icons_in_buttons_follow_the_look(qapp: QApplication, qtbot: QtBot, theme: Theme) -> None:
    button = Button("New case", "plus")
    qtbot.addWidget(button)
    before = button.icon().cacheKey()
    Theme.dark().apply(qapp)
    assert button.icon().cacheKey() != before


def test_marking_a_property_restyles_at_once(qtbot: QtBot, theme: Theme) -> None:
    button = QPushButton("Save")
    qtbot.addWidget(button)
    button.ensurePolished()
    plain = button.sizeHint().height()
    mark(button, "large", "true")
    assert button.sizeHint().height() > plain


def test_a_contrast_theme_is_made_of_the_systems_colours(qapp: QApplication) -> None:
    system = QPalette(QColor("#000000"))
    system.setColor(QPalette.ColorRole.Highlight, QColor("#1aebff"))
    made = Theme.contrast(system)
    assert made.palette.contrast
    assert made.palette.focus_edge == "#1aebff"
    made.apply(qapp)


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="None cannot run out there")
def test_none_does_not_run_out() -> None:
    keep_none_alive()
    thing = QObject()
    for _ in range(60_000):
        thing.setObjectName("x")
    assert sys.getrefcount(None) > 1 << 39
    assert not keep_none_alive()
