"""Choosing the heading under which a spoken note is filed."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QApplication, QMenu, QWidget

from .decisions import DecisionsSection


class HeadingMenu(QMenu):
    """The headings as a menu beside the button that was pressed. The open heading is offered first."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAccessibleName("File under which heading?")

    def ask(self, decisions: DecisionsSection, then: Callable[[int], None]) -> None:
        """Show the headings; ``then`` is told the place of the one chosen."""
        self.clear()
        for place, row in enumerate(decisions.rows):
            value = row.value()
            action = self.addAction(f"{value.number}  {value.heading}".replace("&", "&&"))
            action.triggered.connect(lambda _on=False, n=place: then(n))
            if place == decisions.opened():
                self.setActiveAction(action)
        beside = QApplication.focusWidget() or decisions
        self.popup(beside.mapToGlobal(beside.rect().bottomLeft()))
