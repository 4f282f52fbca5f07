"""What stands around the screens: rail, what is to be known, errors, what is going on, the status line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from ui.theme import Theme
from ui.widgets.chip import Chip
from ui.widgets.error_box import ErrorBox
from ui.widgets.labels import ground
from ui.widgets.statusbar import StatusBar

from .standing_bar import StandingBar

if TYPE_CHECKING:  # the rail comes with an open case file
    from ui.widgets.rail import Rail

_NARROW, _COMPACT = 1280, 1000


class Chrome(QWidget):
    """Its parts; the window says what they show."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rail: Rail | None = None
        self._is_compact = False
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(0)
        column = QVBoxLayout()
        column.setSpacing(0)
        self._row.addLayout(column, 1)
        self.standing = StandingBar(self)
        column.addWidget(self.standing)
        self.error = ErrorBox(self)
        column.addWidget(self.error)
        self.body = QStackedWidget(self)
        column.addWidget(self.body, 1)
        self._strip_place = QVBoxLayout()
        column.addLayout(self._strip_place)
        foot = ground(QWidget(self), "raised")
        foot_row = QHBoxLayout(foot)
        foot_row.setContentsMargins(0, 0, 0, 0)
        foot_row.setSpacing(0)
        self.status = StatusBar(foot)
        self._practice = Chip("Practice case, fictional", "warn", parent=foot)
        self._practice.hide()
        foot_row.addWidget(self.status, 1)
        foot_row.addWidget(self._practice)
        foot_row.addSpacing(6)
        column.addWidget(foot)

    def begin(self, rail: Rail, strip: QWidget, *, practice: bool) -> None:
        """A case file is open: where one can go, what is going on, and whether it is only practice."""
        self.rail = rail
        self._row.insertWidget(0, rail)
        self._strip_place.addWidget(strip)
        self._practice.setVisible(practice)

    def fit(self, width: int) -> None:
        """Take as much room as a window of this width has to give."""
        if self.rail is None:
            return
        self.rail.set_narrow(width < _NARROW)
        compact = width < _COMPACT * Theme.current().text_scale
        if compact != self._is_compact:
            self._is_compact = compact
            self.status.set_compact(compact)
            self.status.set_network(None)
