"""Going from page to page: which screen a place means, and the way back."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from . import screens
from .screen_stack import ScreenStack
from .session import Place, Screen, Session

_LONGEST = 50


class Navigation(QObject):
    """Opens places on a stack of screens and remembers where one came from."""

    arrived = Signal(object)
    """The `Place` now in front."""

    def __init__(self, session: Session, stack: ScreenStack, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._stack = stack
        self._past: list[Place] = []

    @property
    def here(self) -> Place | None:
        """Where one is."""
        front = self._stack.front
        return front.place() if front is not None else None

    def open(self, place: Place, *, remember: bool = True) -> bool:
        """Go there; False where this program has no such page."""
        spec = screens.PAGES.get(place.page)
        if spec is None or not screens.available(spec) or (place.page == "case" and not place.case):
            return False
        here = self.here
        if remember and here is not None and here != place:
            self._past = [*self._past[-_LONGEST:], here]
        key = f"case/{place.case}" if place.page == "case" else place.page

        def make() -> Screen:
            made: Screen = screens.load(spec)(self._session, place)
            return made

        self._stack.bring(key, make, place)
        if place.page == "case":
            self._let_go_of_other_cases(key)
        self.arrived.emit(place)
        return True

    def back(self) -> bool:
        """Where one came from; where one came from nowhere, one level up."""
        here = self.here
        while self._past:
            place = self._past.pop()
            if place != here:
                return self.open(place, remember=False)
        return self.up()

    def up(self) -> bool:
        """From a record to its section, from a case to the list of cases."""
        here = self.here
        if here is None or here.page != "case":
            return False
        if here.record:
            return self.open(replace(here, record=""), remember=False)
        return self.open(Place("cases"), remember=False)

    def _let_go_of_other_cases(self, keep: str) -> None:
        """One case is open at a time; another one's half-written words are kept as drafts."""
        for key in [name for name in self._stack.names() if name.startswith("case/") and name != keep]:
            self._stack.drop(key)
