"""The line at the foot of the window: saved, kept where, marking, network, lock, who."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QWidget

from ui.theme import mark
from ui.widgets.announce import announce
from ui.widgets.labels import IconLabel, ground, label

SAVED = ("done", "ok")
SAVING = ("half", "ink2")
FAILED = ("stop", "danger")


class StatusBar(QWidget):
    """Six facts, always in the same place. Results of commands appear here for a while, never as toasts."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        ground(self, "raised")
        grid = QGridLayout(self)
        grid.setContentsMargins(10, 3, 10, 3)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(2, 1)
        left, right = QWidget(self), QWidget(self)
        self._left_row, self._right_row = QHBoxLayout(left), QHBoxLayout(right)
        for row in (self._left_row, self._right_row):
            row.setContentsMargins(0, 0, 0, 0)
            row.setSpacing(6)
        self._saved_icon = IconLabel("done", "ok")
        self._saved = label("", "secondary")
        self._laptop_icon = IconLabel("laptop", "ink")
        self._laptop = label("", "secondary")
        for each in (self._saved_icon, self._saved):
            self._left_row.addWidget(each)
        self._left_row.addSpacing(8)
        for each in (self._laptop_icon, self._laptop):
            self._left_row.addWidget(each)
        self._left_row.addStretch(1)
        self._marking = label("OFFICIAL-SENSITIVE", "marking")
        self._marking.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._net_icon = IconLabel("no-network", "ink")
        self._net = label("", "secondary")
        self._lock = label("", "secondary")
        self._who = label("", "label")
        self._right_row.addStretch(1)
        for each in (self._net_icon, self._net):
            self._right_row.addWidget(each)
        self._right_row.addSpacing(8)
        self._right_row.addWidget(self._lock)
        self._right_row.addSpacing(8)
        self._right_row.addWidget(self._who)
        grid.addWidget(left, 0, 0)
        grid.addWidget(self._marking, 0, 1)
        grid.addWidget(right, 0, 2)
        for part in (self._saved, self._laptop, self._net, self._lock, self._who):
            part.setMinimumWidth(0)
        self._laptop_icon.hide()
        self._compact = False
        self.set_network(None)
        self._describe()

    def set_saved(self, words: str) -> None:
        """'Saved 14:32:07, as you type', 'Draft kept 14:32:07'."""
        self._state(words, SAVED, "secondary")

    def set_saving(self) -> None:
        self._state("Saving...", SAVING, "secondary")

    def set_not_saved(self, words: str) -> None:
        """Red, and read out: 'Not saved. The disk is full. Free some space, then press Ctrl+S'."""
        self._state(words, FAILED, "danger")
        announce(self, words)

    def say(self, words: str) -> None:
        """A result that belongs to no field; read out. It stays until the next state of saving."""
        self._state(words, SAVED, "secondary")
        announce(self, words)

    def set_changes(self, count: int) -> None:
        """How many changes exist on this laptop only."""
        noun = "change" if count == 1 else "changes"
        self._laptop.setText(f"{count} {noun} on this laptop only" if count else "Nothing on this laptop only")
        self._laptop_icon.setVisible(not self._compact)
        self._describe()

    def set_marking(self, words: str) -> None:
        self._marking.setText(words)

    def set_network(self, connected: bool | None) -> None:
        """True connected, False no network, None not shown."""
        for part in (self._net, self._net_icon):
            part.setVisible(connected is not None)
        self._net_icon.set_icon("network" if connected else "no-network")
        self._net.setText("" if connected is None else "Connected" if connected else "No network")
        self._describe()

    def set_lock(self, words: str) -> None:
        """'Locks after 10 min idle'."""
        self._lock.setText(words)
        self._describe()

    def set_who(self, name: str, rank: str) -> None:
        """Who is signed in, always with rank or designation."""
        self._who.setText(f"{name}, {rank}" if name else "")
        self._describe()

    def saved_words(self) -> str:
        return self._saved.text()

    def set_compact(self, compact: bool) -> None:
        """Under 1000 px: saved, marking and who only."""
        self._compact = compact
        for part in (self._laptop, self._laptop_icon, self._lock, self._net, self._net_icon):
            part.setVisible(not compact)

    def _state(self, words: str, look: tuple[str, str], role: str) -> None:
        self._saved_icon.set_icon(*look)
        self._saved.setText(words)
        mark(self._saved, "role", role)
        self._describe()

    def _describe(self) -> None:
        parts: list[QLabel] = [self._saved, self._laptop, self._net, self._lock, self._who]
        words = [part.text() for part in parts if part.text()]
        self.setAccessibleName(". ".join(["Status", *words]) + ".")
