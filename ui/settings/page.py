"""Settings: its parts at the left, one of them at the right. Narrow windows choose the part from a list."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from pclo_app.casefile.model import Changed
from ui.shell import screens
from ui.shell.panes import panes_of, step
from ui.shell.screen_stack import ScreenStack
from ui.shell.session import Place, Screen, Session
from ui.widgets.labels import ground, label
from ui.widgets.outline import Outline, Step
from ui.widgets.still import StillCombo

from .sections import SECTIONS, sections_for

_COMPACT = 900
_LETTERS = 128
"""Under so many letters the list of parts gives its room to the part."""


class SettingsPage(Screen):
    """The page of the rail's Settings."""

    def __init__(self, session: Session, place: Place, parent: QWidget | None = None) -> None:
        super().__init__(session, place, parent)
        self.sections = [key for key in sections_for(session.officer.role) if screens.available(SECTIONS[key][1])]
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        self.chooser = StillCombo(self)
        self.chooser.setAccessibleName("Part of Settings")
        self.chooser.setMinimumHeight(28)
        for key in self.sections:
            self.chooser.addItem(SECTIONS[key][0], key)
        self.chooser.activated.connect(lambda n: self._choose(self.sections[n]))
        self.chooser.hide()
        outer.addWidget(self.chooser)
        row = QHBoxLayout()
        row.setSpacing(0)
        outer.addLayout(row, 1)
        self._left = ground(QWidget(self), "surface")
        column = QVBoxLayout(self._left)
        column.setContentsMargins(0, 12, 0, 12)
        column.setSpacing(8)
        head = label("Settings", "section", parent=self._left)
        head.setContentsMargins(14, 0, 14, 0)
        column.addWidget(head)
        steps = [Step(key, SECTIONS[key][0]) for key in self.sections]
        self.outline = Outline(steps, name="Parts of Settings", parent=self._left)
        self.outline.chosen.connect(self._choose)
        column.addWidget(self.outline, 1)
        row.addWidget(self._left)
        self.stack = ScreenStack(session, self)
        row.addWidget(self.stack, 1)
        self._fit()
        self._show(place)

    @property
    def front(self) -> Screen | None:
        """The part at the right."""
        return self.stack.front

    def go(self, place: Place) -> None:
        self._show(place)

    def shown(self) -> None:
        """Whoever asked for a part has the keyboard in it; whoever asked for Settings, in the list of parts."""
        front = self.stack.front
        if front is None:
            return
        front.shown()
        if self._asked:
            step(panes_of(front)[:1], back=False)
        elif self.outline.isVisible():
            self.outline.setFocus(Qt.FocusReason.OtherFocusReason)

    def refresh(self, changed: Changed) -> None:
        """The parts are told by their own stack."""

    def save_draft(self) -> None:
        self.stack.save_drafts()

    def place(self) -> Place:
        return Place("settings", section=self.stack.front_key, case=self._place.case)

    def looking(self) -> dict[str, str]:
        front = self.stack.front
        return front.looking() if front is not None else {}

    def look_again(self, how: dict[str, str]) -> None:
        front = self.stack.front
        if front is not None:
            front.look_again(how)

    def panes(self) -> list[QWidget]:
        """The list of parts, then the panes of the part."""
        front = self.stack.front
        first: QWidget = self.outline if self.outline.isVisible() else self.chooser
        return [first, *(panes_of(front) if front is not None else [])]

    def keys(self) -> list[tuple[str, str]]:
        front = self.stack.front
        return [("F6", "From the list of parts to the part, and back"), *(front.keys() if front is not None else [])]

    def _show(self, place: Place) -> None:
        section = place.section if place.section in self.sections else self.stack.front_key or self.sections[0]
        self._asked = place.section in self.sections
        self._place = Place("settings", section=section, case=place.case)
        made = self._place
        self.outline.set_current(section)
        self.chooser.setCurrentIndex(self.sections.index(section))
        self.stack.bring(section, lambda: screens.load(SECTIONS[section][1])(self.session, made), made)

    def _choose(self, section: str) -> None:
        """With the arrow keys one walks over the parts: the keyboard stays in the list."""
        self._show(Place("settings", section=section))
        (self.outline if self.outline.isVisible() else self.chooser).setFocus(Qt.FocusReason.OtherFocusReason)
        self.session.retitle()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        compact = self.width() < max(_COMPACT, self.fontMetrics().horizontalAdvance("n") * _LETTERS)
        self._left.setVisible(not compact)
        self.chooser.setVisible(compact)
        self._left.setFixedWidth(max(200, self.fontMetrics().horizontalAdvance("n") * 27))
