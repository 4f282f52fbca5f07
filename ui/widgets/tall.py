"""The inside of a scroll area whose height follows its width: lines that wrap get the room that they need.

`QScrollArea` asks its widget for a smallest size and knows nothing of a height for a width,
and a layout works heights out for its own width although a part of it may not be so wide.
So a column that shall not grow too wide for reading is made narrow here, by its margins.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget


class Tall(QWidget):
    """As high as its layout wants to be at the width it has, and its content no wider than a measure."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._measure = 0
        self._centred = False
        self._edge = 0

    def set_measure(self, pixels: int, *, centred: bool = False) -> None:
        """How wide the content becomes at most; at the left, or in the middle."""
        layout = self.layout()
        if not self._measure and layout is not None:
            self._edge = layout.contentsMargins().left()
        self._measure, self._centred = pixels, centred
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def event(self, event: QEvent) -> bool:
        done = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest:
            self._fit()
        return done

    def _fit(self) -> None:
        layout = self.layout()
        if layout is None:
            return
        if self._measure:
            spare = max(0, self.width() - self._measure - 2 * self._edge)
            left = spare // 2 if self._centred else 0
            now, wanted = layout.contentsMargins(), (self._edge + left, self._edge + spare - left)
            if (now.left(), now.right()) != wanted:
                layout.setContentsMargins(wanted[0], now.top(), wanted[1], now.bottom())
        if layout.hasHeightForWidth():
            high = layout.totalHeightForWidth(self.width())
            if high != self.minimumHeight():
                self.setMinimumHeight(high)
