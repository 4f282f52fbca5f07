"""The frame of a record's form: where outline, sections, findings, notes and the line below stand."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from ui.theme import Theme
from ui.widgets.findings_panel import FindingsPanel
from ui.widgets.labels import divider, ground, label
from ui.widgets.outline import Outline

from .actions import ActionsSection
from .attendance import AttendanceSection
from .capture import CaptureLine, NotesPanel
from .children import ChildView
from .closing import ClosingSection
from .decisions import DecisionsSection
from .information import InformationSection
from .meeting_part import MeetingSection
from .parts import Section
from .problems import ProblemBox

_KEYS = (
    ("F2", "note as they speak"),
    ("Alt+1 to 6", "section"),
    ("Ctrl+Enter", "next row"),
    ("D, N, F", "answer a decision"),
    ("F7", "next thing to answer"),
)


_FOR_OUTLINE, _FOR_WIDE_PANEL, _FOR_PANEL = 940, 1100, 880
"""Room in pixels at normal text size."""


class FormFrame(QWidget):
    """The parts and their places; what they do together is `MeetingForm`."""

    def __init__(
        self, *, today: Callable[[], date], clock: Callable[[], datetime], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.meeting = MeetingSection(today=today)
        self.attendance = AttendanceSection(today=today)
        self.information = InformationSection(today=today)
        self.decisions = DecisionsSection(today=today)
        self.plan = ActionsSection(today=today)
        self.closing = ClosingSection(today=today)
        self.sections: dict[str, Section] = {
            section.key: section
            for section in (
                self.meeting, self.attendance, self.information, self.decisions, self.plan, self.closing,
            )
        }  # fmt: skip
        self.outline = Outline(name="Sections of the record")
        self.panel = FindingsPanel()
        self.notes_panel = NotesPanel()
        self.capture = CaptureLine(clock)
        self.problems = ProblemBox()
        self.panel_hides = False
        """Whether there is no room for the panel beside the form."""
        self._lay_out()

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        self._left = QWidget()
        ground(self._left, "surface")
        left = QVBoxLayout(self._left)
        left.setContentsMargins(0, 6, 0, 10)
        left.setSpacing(4)
        left.addWidget(self.outline, 1)
        left.addWidget(divider())
        keys = QVBoxLayout()
        keys.setContentsMargins(12, 4, 8, 0)
        keys.setSpacing(3)
        keys.addWidget(label("Keys", "strong"))
        for key, words in _KEYS:
            keys.addWidget(label(f"{key}  {words}", "secondary"))
        left.addLayout(keys)
        self._left.setFixedWidth(186)
        row.addWidget(self._left)
        row.addWidget(_upright())
        middle = QVBoxLayout()
        middle.setContentsMargins(0, 0, 0, 0)
        middle.setSpacing(0)
        self.scroller = QScrollArea()
        self.scroller.setWidgetResizable(True)
        self.scroller.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.scroller.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        inside = QWidget()
        ground(inside, "window")
        column = QVBoxLayout(inside)
        column.setContentsMargins(12, 8, 12, 10)
        column.setSpacing(8)
        column.addWidget(self.problems)
        for section in self.sections.values():
            column.addWidget(section)
        column.addStretch(1)
        self.scroller.setWidget(inside)
        self.child_view = ChildView()
        middle.addWidget(self.child_view)
        middle.addWidget(self.scroller, 1)
        middle.addWidget(self.capture)
        row.addLayout(middle, 1)
        row.addWidget(_upright())
        self._right = QWidget()
        right = QVBoxLayout(self._right)
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(0)
        right.addWidget(self.notes_panel, 3)
        right.addWidget(self.panel, 2)
        self._right.setFixedWidth(300)
        row.addWidget(self._right)

    def show_notes(self, shown: bool) -> None:
        """Notes to file above the findings, or the findings alone."""
        if shown or self.panel_hides:
            self._right.setVisible(shown)
        self.notes_panel.setVisible(shown)
        self.capture.set_panel_open(shown)

    def narrow(self, width: int) -> None:
        """Give the middle its room in small windows and with large text: the outline goes, then the panel."""
        room = width / Theme.current().text_scale
        self._left.setVisible(room >= _FOR_OUTLINE)
        self._left.setFixedWidth(round(186 * min(1.4, Theme.current().text_scale)))
        wide = 300 if room >= _FOR_WIDE_PANEL else 270
        self._right.setFixedWidth(round(wide * min(1.5, Theme.current().text_scale)))
        self.panel_hides = room < _FOR_PANEL
        self._right.setVisible(not self.panel_hides)

    def toggle_panel(self) -> None:
        """In a small window the panel comes and goes with a button."""
        self._right.setVisible(self._right.isHidden())


def _upright() -> QWidget:
    made = QWidget()
    made.setFixedWidth(1)
    ground(made, "desk")
    return made
