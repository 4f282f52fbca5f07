"""Nothing here yet: one sentence and the one or two buttons that change it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.widgets.buttons import Button
from ui.widgets.flow import FlowLayout
from ui.widgets.labels import label


class EmptyState(QWidget):
    """A sentence with buttons under it, at the top left where reading starts."""

    pressed = Signal(int)
    """The number of the button, from 0."""

    def __init__(
        self, sentence: str, buttons: Sequence[str] = (), *, second: str = "", parent: QWidget | None = None
    ) -> None:
        """The first button is the main one. ``second`` is one line more, in grey."""
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(10)
        self._sentence = label(sentence, "", wrap=True, parent=self)
        column.addWidget(self._sentence)
        self._second = label(second, "secondary", wrap=True, parent=self)
        self._second.setVisible(bool(second))
        column.addWidget(self._second)
        self.buttons: list[Button] = []
        holder = QWidget(self)
        flow = FlowLayout(holder, spacing=8)
        for n, words in enumerate(buttons):
            button = Button(words, kind="primary" if n == 0 else "", parent=holder)
            button.clicked.connect(lambda _on, i=n: self.pressed.emit(i))
            flow.addWidget(button)
            self.buttons.append(button)
        column.addWidget(holder)
        holder.setVisible(bool(buttons))
        column.addStretch(1)
        self.setAccessibleName(sentence)
        column.setAlignment(Qt.AlignmentFlag.AlignTop)

    def set_sentence(self, sentence: str) -> None:
        self._sentence.setText(sentence)
        self.setAccessibleName(sentence)
