"""Small boxes, one per page, that fill as the pages are read: "You have seen 3 of 4 pages"."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.theme import Theme

_MOST = 12


class PageBoxes(QWidget):
    """Words and boxes; over twelve pages, one long box."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._seen: set[int] = set()
        self._pages = 0
        self._marked: set[int] = set()
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_seen(self, seen: set[int], pages: int) -> None:
        """Show which pages (from 0) have been seen."""
        self._seen, self._pages = set(seen), pages
        self.setAccessibleName(self.words())
        self.updateGeometry()
        self.update()

    def set_marked(self, pages: set[int]) -> None:
        """Mark pages (from 0) to which somebody should pay heed."""
        self._marked = set(pages)
        self.setAccessibleDescription(
            f"Changed: page {', '.join(str(page + 1) for page in sorted(pages))}" if pages else ""
        )
        self.update()

    def words(self) -> str:
        noun = "page" if self._pages == 1 else "pages"
        return f"You have seen {len(self._seen)} of {self._pages} {noun}"

    def _boxes_width(self) -> int:
        return 34 * self._pages if self._pages <= _MOST else 200

    def sizeHint(self) -> QSize:
        metrics = self.fontMetrics()
        return QSize(metrics.horizontalAdvance(self.words()) + 12 + self._boxes_width(), metrics.height() + 4)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = Theme.current()
        painter = QPainter(self)
        painter.setPen(theme.qcolor("ink2"))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, self.words())
        left = float(self.width() - self._boxes_width())
        top = (self.height() - 10) / 2
        painter.setPen(QPen(theme.qcolor("ok"), 1))
        if self._pages <= _MOST:
            for n in range(self._pages):
                painter.setBrush(theme.qcolor("ok" if n in self._seen else "surface"))
                painter.drawRect(QRectF(left + n * 34 + 0.5, top + 0.5, 29, 9))
                if n in self._marked:
                    painter.fillRect(QRectF(left + n * 34 + 0.5, top + 11.5, 29, 2.5), theme.qcolor("warn_graphic"))
        else:
            share = len(self._seen) / self._pages
            painter.setBrush(theme.qcolor("surface"))
            painter.drawRect(QRectF(left + 0.5, top + 0.5, 199, 9))
            painter.fillRect(QRectF(left + 1, top + 1, 198 * share, 8), theme.qcolor("ok"))
        painter.end()
