"""The cards of Today: two by two; in a narrow window one under the other, and in a low one they scroll."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QScrollArea, QWidget

from ui.theme import Theme

_NARROW = 900
_LEAST = (190, 120)
"""Heights at which two rows of cards can be read, two by two."""
_LEAST_ALONE = (230, 190, 120, 100)


class Cards(QScrollArea):
    """Scrolls up and down only, and only where there is need."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.inside = QWidget(self)
        self.inside.setMinimumWidth(1)  # the cards give way; there is nothing to the right
        self._grid = QGridLayout(self.inside)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(10)
        self._grid.setColumnStretch(0, 62)
        self.setWidget(self.inside)
        self._cards: tuple[QWidget, ...] = ()
        self._narrow: bool | None = None

    def set_cards(self, cards: Sequence[QWidget]) -> None:
        """The cards, row by row."""
        self._cards = tuple(cards)
        for card in cards:
            card.setMinimumWidth(0)
        self._arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        scale = Theme.current().text_scale
        narrow = self.width() < _NARROW * scale
        if narrow == self._narrow or not self._cards:
            return
        self._narrow = narrow
        least = _LEAST_ALONE if narrow else (*_LEAST, 0, 0)
        for n, card in enumerate(self._cards):
            self._grid.addWidget(card, *((n, 0) if narrow else divmod(n, 2)))
            self._grid.setRowMinimumHeight(n, round(least[n] * scale))
            self._grid.setRowStretch(n, 3 if n == 0 else 1 if least[n] else 0)
        self._grid.setColumnStretch(1, 0 if narrow else 38)
