"""What a screen is given, and what a screen is.

A screen never sees the open case file. It submits work to `Operations`, which owns it on
one thread, and is told through `Session.changed` what a write touched.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from .remembered import Memory

if TYPE_CHECKING:
    from pclo_app.casefile.model import Changed, Officer
    from pclo_app.casefile.standing import ReadOnly

    from .operations import Operations


@dataclass(frozen=True)
class Place:
    """Where in the program somebody is: enough to come back after a lock."""

    page: str
    """today, cases, case, integrated, review, reports, sync or settings."""
    case: str = ""
    section: str = ""
    """Of a case: chronology, meetings, conferences, actions, people, checks, medicals, reviews or history.
    Of the settings: general, keys, backups, whole, audit, evict or erase."""
    record: str = ""
    """A record to have open there."""


class Session(QObject):
    """One unlocked case file, as the screens share it."""

    changed = Signal(object)
    """A `Changed`: after every write, on the Qt thread."""
    stepped = Signal(str)
    """Something was done in a case (its id) that can be taken back."""
    memory_changed = Signal()
    """A setting of this laptop was changed."""

    def __init__(
        self,
        operations: Operations,
        officer: Officer,
        *,
        clock: Callable[[], datetime],
        memory: Memory | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.operations = operations
        self.memory = memory or Memory(None)
        self.officer = officer
        self.clock = clock
        operations.changed.connect(self.changed)
        self._shell: Any = None
        self.why_read_only: ReadOnly | None = None
        """Why nothing can be written; None while everything can."""
        self.practice = False
        """Whether it is the practice case, in which everything is made up."""
        self.purposes: dict[str, str] = {}
        """For which purpose each case was opened in this session."""
        self.steps: dict[str, Any] = {}
        """What can be undone in each case's chronology: a `Steps` by the case's id."""

    def attach(self, shell: Any) -> None:
        """The main window takes over what only a window can do."""
        self._shell = shell

    def today(self) -> date:
        """Today by the clock that was handed in."""
        return self.clock().date()

    def open(self, place: Place) -> None:
        """Go there."""
        if self._shell is not None:
            self._shell.open(place)

    def search(self, words: str = "") -> None:
        """Search everywhere, for these words."""
        if self._shell is not None:
            self._shell.open_search(words)

    def say(self, words: str) -> None:
        """Show a result in the status bar, and announce it."""
        if self._shell is not None:
            self._shell.say(words)

    def saved(self, words: str) -> None:
        """Show the saved state in the status bar."""
        if self._shell is not None:
            self._shell.saved(words)

    def show_error(self, error: Exception) -> None:
        """A known error in its three parts; anything else goes to the crash file and is told calmly."""
        if self._shell is not None:
            self._shell.show_error(error)
        else:
            raise error

    def save_drafts(self) -> None:
        """Have everything half written kept, before the case file is closed for new keys."""
        if self._shell is not None:
            self._shell.save_drafts()

    def start_again(self, why: str) -> None:
        """Close the case file and show the unlock screen: "keys" after new keys, "restore" to put a backup back."""
        if self._shell is not None:
            self._shell.start_again(why)

    def own_the_screen(self, widget: QWidget | None) -> None:
        """Give the whole screen to the chair; None takes it back."""
        if self._shell is not None:
            self._shell.own_the_screen(widget)

    def retitle(self) -> None:
        """The screen in front has learned its title."""
        if self._shell is not None:
            self._shell.retitle()

    def talking(self, on: bool) -> None:
        """While a meeting or conference is in progress the idle lock waits longer."""
        if self._shell is not None:
            self._shell.talking(on)

    def show_sheet(self, content: QWidget, *, width: int = 620, scrolls: bool = True) -> Any:
        """Put a sheet over the window and answer it; it has ``closed`` and ``close_sheet()``."""
        if self._shell is not None:
            return self._shell.show_sheet(content, width=width, scrolls=scrolls)
        content.show()
        return None

    def print_document(self, document: Any, case: str, record: str = "") -> None:
        """Show a report's document with the ways to print and save it."""
        if self._shell is not None:
            self._shell.print_document(document, case, record)


class Screen(QWidget):
    """A page, or a section of a case."""

    gives_focus = False
    """Whether it sees to the keyboard itself; else its first pane gets it where nothing in it has it."""

    def __init__(self, session: Session, place: Place, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self._place = place

    def title(self) -> str:
        """The part of the window title that says where we are: a case reference, never a name."""
        return ""

    def shown(self) -> None:
        """The screen has come to the front."""

    def refresh(self, changed: Changed) -> None:
        """Something was written."""

    def go(self, place: Place) -> None:
        """Another record of this screen is asked for."""
        self._place = place

    def save_draft(self) -> None:
        """Submit what is half written as drafts. Called before a lock and on leaving; never waits."""

    def place(self) -> Place:
        """Where we are, for coming back."""
        return self._place

    def looking(self) -> dict[str, str]:
        """How one looks at what is here (words to find, a filter), for coming back after a lock."""
        return {}

    def look_again(self, how: dict[str, str]) -> None:
        """Look at it so again."""

    def keys(self) -> list[tuple[str, str]]:
        """Keys of this screen with what they do, for F1."""
        return []
