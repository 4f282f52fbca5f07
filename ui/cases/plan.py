"""Actions and plan: what is to be done, and under it the conditions that a placement, a return or bail depends on."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from pclo_app.casefile.casefile import CaseFile
from pclo_app.casefile.errors import NoSuchRecord
from pclo_app.casefile.model import Changed
from ui.shell.session import Place, Screen, Session
from ui.widgets.segmented import Segmented

from .actions import ActionsSection
from .conditions import ConditionsSection
from .list_section import ListSection

CONDITIONS = "conditions"
"""In front of a place's record: the conditions, and what of them."""
_ROOM_FOR_BOTH = 400
"""Logical pixels under which one of the two lists is shown at a time."""


class PlanSection(Screen):
    """The section. A place's record is the id of an action, a condition or a check, or begins with `CONDITIONS`."""

    gives_focus = True

    def __init__(self, session: Session, place: Place, parent: QWidget | None = None) -> None:
        super().__init__(session, place, parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.which = Segmented([("actions", "Actions"), (CONDITIONS, "Conditions")], "actions", name="Which list")
        self.which.changed.connect(lambda _value: self._lay_out())
        self.which.hide()
        bar = QHBoxLayout()
        bar.setContentsMargins(14, 6, 14, 0)
        bar.addWidget(self.which)
        bar.addStretch(1)
        column.addLayout(bar)
        self.actions_list = ActionsSection(session, replace(place, record=""))
        self.conditions = ConditionsSection(session, replace(place, record=""))
        column.addWidget(self.actions_list, 1)
        column.addWidget(self.conditions, 1)
        self.setMinimumHeight(1)  # both lists together may not keep the window from becoming low
        self._send(place)

    @property
    def front(self) -> ListSection:
        """The list that somebody works in."""
        focused = self.conditions.isAncestorOf(self.focusWidget()) if self.focusWidget() else False
        return self.conditions if focused or not self.actions_list.isVisible() else self.actions_list

    def shown(self) -> None:
        if not self.actions_list.place().record and not self.conditions.place().record:
            self.front.shown()

    def refresh(self, changed: Changed) -> None:
        self.actions_list.refresh(changed)
        self.conditions.refresh(changed)

    def go(self, place: Place) -> None:
        super().go(place)
        self._send(place)

    def place(self) -> Place:
        inner = self.conditions.place().record
        if inner:
            return replace(self._place, record=f"{CONDITIONS}/{inner}")
        return replace(self._place, record=self.actions_list.place().record)

    def keys(self) -> list[tuple[str, str]]:
        return list(dict.fromkeys([*self.actions_list.keys(), *self.conditions.keys()]))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_out()

    def _lay_out(self) -> None:
        """Both lists, or where there is no room for both, the chosen one."""
        both = self.height() >= _ROOM_FOR_BOTH
        self.which.setVisible(not both)
        self.actions_list.heading.setVisible(both)
        self.conditions.heading.setVisible(both)
        self.actions_list.setVisible(both or self.which.value() == "actions")
        self.conditions.setVisible(both or self.which.value() == CONDITIONS)

    def _send(self, place: Place) -> None:
        """To the list that a place means."""
        record = place.record
        if record.partition("/")[0] == CONDITIONS:
            self._bring(self.conditions, replace(place, record=record.partition("/")[2]))
        elif record and len(record) == 32:

            def kind(cf: CaseFile, _progress: object) -> str:
                try:
                    return cf.item(record).kind
                except NoSuchRecord:
                    return ""

            def known(found: str) -> None:
                mine = self.conditions if found in ("condition", "condition_check") else self.actions_list
                self._bring(mine, place)

            self.session.operations.submit(kind, known, owner=self)
        elif record:
            self._bring(self.actions_list, place)

    def _bring(self, section: ListSection, place: Place) -> None:
        self.which.set_value(CONDITIONS if section is self.conditions else "actions")
        self._lay_out()
        section.go(place)
        if not place.record.startswith(("edit/", "new")):
            section.table.want_focus()
