"""The pages before a case file is open: one card on a dark ground, which scrolls where it does not fit."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from ui.theme import Theme
from ui.widgets.announce import announce
from ui.widgets.labels import IconLabel, label
from ui.widgets.tall import Tall


class _Dark(Tall):
    """The ground around the card; painted, so that it gives its colour to nothing else."""

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setBackground(Theme.current().qcolor("rail"))
        painter.eraseRect(self.rect())
        painter.end()


class DarkPage(QWidget):
    """A card with an icon, a title and a sentence; what it asks goes into `column`."""

    def __init__(
        self,
        title: str,
        sentence: str,
        *,
        icon: str = "lock",
        token: str = "ink",
        letters: int = 80,
        parent: QWidget | None = None,
    ) -> None:
        """``letters`` is how wide the card may become."""
        super().__init__(parent)
        self.area = QScrollArea(self)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setWidgetResizable(True)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.card = QFrame()
        self.card.setProperty("panel", "true")
        self.column = QVBoxLayout(self.card)
        self.column.setContentsMargins(36, 26, 36, 24)
        self.column.setSpacing(14)
        head = QHBoxLayout()
        head.setSpacing(14)
        head.addWidget(IconLabel(icon, token, 28, self.card), 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(label(title, "title", wrap=True))
        self.sentence = label(sentence, "secondary", wrap=True)
        words.addWidget(self.sentence)
        head.addLayout(words, 1)
        self.column.addLayout(head)
        self.state = label("", "secondary", wrap=True, parent=self.card)
        self.state.hide()
        inside = _Dark()
        rows = QVBoxLayout(inside)
        rows.addStretch(1)
        rows.addWidget(self.card)
        rows.addStretch(1)
        em = self.fontMetrics().horizontalAdvance("n")
        inside.set_measure(max(letters * 7, em * letters), centred=True)
        self.area.setWidget(inside)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.area)
        self.setAccessibleName(f"{title}. {sentence}")

    def say(self, words: str) -> None:
        """How it goes on; `state` is put where the page wants it."""
        self.state.setText(words)
        self.state.setVisible(bool(words))
        announce(self.state, words)
