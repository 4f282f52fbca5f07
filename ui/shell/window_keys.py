"""The keys that work wherever one is in an open case file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut

from . import screens
from .session import Place

if TYPE_CHECKING:
    from .session import Screen
    from .window import MainWindow


class WindowKeys:
    """Shortcuts of the window, and those keys of its own that a screen may use first."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window
        self._shortcuts: dict[str, QShortcut] = {}
        for number, page in enumerate(screens.ON_THE_RAIL, 1):
            self._add(f"Ctrl+{number}", lambda page=page: window.open(Place(page)))
        self._add("Ctrl+,", lambda: window.open(Place("settings")))
        self._add("Ctrl+K", window.open_search)
        self._add("Alt+Left", self._back)
        self._add("F1", window.show_keys)
        self._add("F9", window.toggle_cover)
        self._add("Ctrl+L", lambda: window.lock_wanted.emit("user"))
        self.set_on(False)

    def _add(self, key: str, run: Any) -> None:
        made = QShortcut(QKeySequence(key), self._window)
        made.activated.connect(run)
        self._shortcuts[key] = made

    def set_on(self, on: bool, *, but: str = "") -> None:
        """All of them, or only the lock and one more; none while no case file is open."""
        opened = self._window.session is not None
        for key, shortcut in self._shortcuts.items():
            shortcut.setEnabled(opened and (on or key in ("Ctrl+L", but)))

    def take(self, event: QKeyEvent, front: Screen) -> bool:
        """A key that the screen in front did not want; whether it is one of ours."""
        if event.key() == Qt.Key.Key_F6:
            from .panes import panes_of, step

            back = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            step([self._window.rail, *panes_of(front)], back)
        elif event.key() == Qt.Key.Key_Escape:
            self._escape()
        else:
            return False
        return True

    def _back(self) -> None:
        self._window.close_sheets()
        self._window.navigation.back()

    def _escape(self) -> None:
        navigation = self._window.navigation
        if self._window.error.isVisible():
            self._window.error.clear()
        elif navigation.here is not None and navigation.here.record:
            navigation.up()
