"""The bar on top of the window when the case file is open for reading only, or was opened with the emergency kit."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from ui.widgets.announce import announce
from ui.widgets.buttons import Button
from ui.widgets.flow import FlowLayout
from ui.widgets.labels import IconLabel, ground, label

Choice = tuple[str, Callable[[], object]]
"""Words of a button, and what it does."""
_ICONS = {"info": ("info", "primary"), "danger": ("stop", "danger"), "warn": ("warning", "warn_graphic")}


class StandingBar(QWidget):
    """An icon, a strong word, a sentence, and buttons. It can be made small, never closed while it holds."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 7, 12, 7)
        row.setSpacing(9)
        self._icon = IconLabel("warning", "warn_graphic", parent=self)
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(4)
        self._strong = label("", "strong", wrap=True, parent=self)
        words.addWidget(self._strong)
        self._more = label("", wrap=True, parent=self)
        words.addWidget(self._more)
        self._holder = QWidget(self)
        self._flow = FlowLayout(self._holder, spacing=8)
        words.addWidget(self._holder)
        row.addLayout(words, 1)
        self.buttons: list[Button] = []
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.hide()

    def show_words(self, strong: str, more: str, choices: Sequence[Choice] = (), *, kind: str = "warn") -> None:
        """Say it. ``kind`` is warn, danger or info."""
        ground(self, kind)
        self._icon.set_icon(*_ICONS[kind])
        self._strong.setText(strong)
        self._more.setText(more)
        self._more.setVisible(bool(more))
        self._flow.clear()
        self.buttons = []
        for words, run in choices:
            button = Button(words, size="small", parent=self._holder)
            button.clicked.connect(lambda _on=False, run=run: run())
            self._flow.addWidget(button)
            self.buttons.append(button)
            button.show()
        self._holder.setVisible(bool(choices))
        self.setAccessibleName(f"{strong} {more}".strip())
        self.show()
        announce(self, self.accessibleName())

    def words(self) -> str:
        """What it says, "" while it is hidden."""
        return self.accessibleName() if not self.isHidden() else ""
