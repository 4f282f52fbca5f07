"""Screens kept one behind another: made when first gone to, refreshed when seen.

A screen in front is refreshed at once when something is written; one behind is told all
that happened when it comes to the front.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QApplication, QStackedWidget, QWidget

from pclo_app.casefile.model import Changed

from .errors import whatever_happens
from .panes import panes_of, step
from .session import Place, Screen, Session
from .sheet import in_sheet


class ScreenStack(QStackedWidget):
    """Screens by key, one in front."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._screens: dict[str, Screen] = {}
        self._missed: dict[str, Changed] = {}
        self._front = ""
        session.changed.connect(self._changed)

    @property
    def front(self) -> Screen | None:
        """The screen in front."""
        return self._screens.get(self._front)

    @property
    def front_key(self) -> str:
        """Its key."""
        return self._front

    def names(self) -> list[str]:
        """The keys of all that have been made."""
        return list(self._screens)

    def named(self) -> list[tuple[str, Screen]]:
        """All that have been made, with their keys."""
        return list(self._screens.items())

    def screens(self) -> list[Screen]:
        """All that have been made."""
        return list(self._screens.values())

    def bring(self, key: str, make: Callable[[], Screen], place: Place) -> Screen:
        """Bring a screen to the front, making it if need be, and send it to the place."""
        before = self.front
        if before is not None and self._front != key:
            before.save_draft()
        screen = self._screens.get(key)
        if screen is None:
            screen = make()
            self._screens[key] = screen
            self.addWidget(screen)
        else:
            missed = self._missed.pop(key, None)
            if missed is not None:
                screen.refresh(missed)
            screen.go(place)
        self._front = key
        self.setCurrentWidget(screen)
        screen.shown()
        focus = QApplication.focusWidget()
        elsewhere = focus is None or not (screen.isAncestorOf(focus) or in_sheet(focus))
        if screen.isVisible() and not screen.gives_focus and elsewhere:
            step(panes_of(screen), back=False)  # the keys must work where one has arrived
        return screen

    def drop(self, key: str) -> None:
        """Take a screen away for good; what is half written in it is kept as a draft."""
        screen = self._screens.pop(key, None)
        self._missed.pop(key, None)
        if screen is None:
            return
        screen.save_draft()
        if self._front == key:
            self._front = ""
        self.removeWidget(screen)
        screen.hide()
        screen.deleteLater()

    def save_drafts(self) -> None:
        """Every screen submits what is half written."""
        for screen in self._screens.values():
            with whatever_happens():  # a fault in one screen must not cost the words of another
                screen.save_draft()

    def _changed(self, changed: Changed) -> None:
        for key, screen in self._screens.items():
            if key == self._front:
                screen.refresh(changed)
            else:
                self._missed[key] = self._missed.get(key, Changed()) | changed
