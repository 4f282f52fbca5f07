"""One line of words that ends in "…" where the room ends."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from ui.theme import Theme


class ElidedLabel(QWidget):
    """Plain words, cut at the right when they do not fit. Silent: the row's sentence speaks them."""

    def __init__(self, text: str = "", *, strong: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text = text
        self._strong = strong
        self._quiet = False
        self._width = 0
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def set_text(self, text: str, *, quiet: bool = False) -> None:
        """Show other words; ``quiet`` ones are grey and small."""
        self._text, self._quiet = text, quiet
        self.setToolTip("" if quiet else text)
        self.update()

    def text(self) -> str:
        """The whole words."""
        return self._text

    def set_width(self, width: int) -> None:
        """Take just so much room at normal text size."""
        self._width = width
        self.updateGeometry()

    def _font(self) -> QFont:
        theme = Theme.current()
        if self._strong:
            return theme.font("body", QFont.Weight.DemiBold)
        return theme.font("secondary" if self._quiet else "body")

    def sizeHint(self) -> QSize:
        wide = round(self._width * Theme.current().text_scale) if self._width else 120
        return QSize(wide, self.fontMetrics().height() + 4)

    def minimumSizeHint(self) -> QSize:
        return QSize(90 if self._width else 20, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = Theme.current()
        painter = QPainter(self)
        painter.setFont(self._font())
        painter.setPen(theme.qcolor("ink2" if self._quiet else "ink"))
        box = QRect(0, 0, self.width(), self.height())
        shown = painter.fontMetrics().elidedText(self._text, Qt.TextElideMode.ElideRight, box.width())
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)
        painter.end()
