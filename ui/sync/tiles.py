"""Where everything is, in four numbers."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from pclo_app.sync.status import SyncStatus
from ui.shell.words import counted, moment_words
from ui.widgets.labels import StateLabel, label


class Tile(QFrame):
    """A state with its words and one line under them."""

    def __init__(self, state: str, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = title
        self.setProperty("panel", "true")
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 7, 12, 8)
        column.setSpacing(1)
        self.state = StateLabel(state, title, self)
        column.addWidget(self.state)
        self.words = label("", "secondary", wrap=True, parent=self)
        column.addWidget(self.words)

    def set(self, state: str, words: str) -> None:
        """How it stands now."""
        self.state.set(state, self._title)
        self.words.setText(words)
        self.setAccessibleName(f"{self._title}: {words}")


class Tiles(QWidget):
    """From the laptop to the office."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        self.here = Tile("empty", "On this laptop only", self)
        self.way = Tile("half", "Sent, no receipt yet", self)
        self.office = Tile("done", "At the office", self)
        self.conflicts = Tile("not-needed", "Changed by two people", self)
        self.last = Tile("clock", "Last whole sync", self)
        for tile in (self.here, self.way, self.office, self.conflicts, self.last):
            row.addWidget(tile, 1)

    def show_status(self, status: SyncStatus) -> None:
        """The numbers."""
        self.here.set("half" if status.here_only else "done", counted(status.here_only, "change"))
        self.way.set("half" if status.on_its_way else "done", counted(status.on_its_way, "change"))
        self.office.set("done" if status.acked else "empty", f"{counted(status.acked, 'change')} with a receipt")
        count = len(status.conflicts)
        self.conflicts.set("warning" if count else "not-needed", counted(count, "record") if count else "None")
        when = f"{moment_words(status.last)} UTC" if status.last else "Never"
        self.last.set("clock" if status.last else "empty", when)
