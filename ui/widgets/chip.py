"""A chip: a short state in a tinted box. A label, not a button; its words are its meaning."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from ui.theme import Theme, mark
from ui.theme.icons import draw_icon

KINDS = ("plain", "ok", "warn", "danger", "info", "solid")
_ICON_TOKEN = {"plain": "ink", "ok": "ok", "warn": "warn", "danger": "danger", "info": "primary", "solid": "surface"}


class Chip(QLabel):
    """Words in a tinted box, with an optional icon in front."""

    def __init__(self, text: str, kind: str = "plain", icon: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._icon = ""
        self.setIndent(0)
        self.set(text, kind, icon)

    def set(self, text: str, kind: str | None = None, icon: str | None = None) -> None:
        """Change the words and, if given, the kind and the icon."""
        if kind is not None:
            if kind not in KINDS:
                raise ValueError(kind)
            mark(self, "chip", kind)
        if icon is not None:
            self._icon = icon
        self.setText(text)
        self._indent()

    def kind(self) -> str:
        return str(self.property("chip"))

    def sizeHint(self) -> QSize:
        metrics, edges = self.fontMetrics(), self.contentsMargins()
        wide = metrics.horizontalAdvance(self.text()) + edges.left() + edges.right() + 3
        return QSize(wide, metrics.height() + 4)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._indent()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._icon:
            return
        painter = QPainter(self)
        side = self._side()
        box = QRectF(6, (self.height() - side) / 2, side, side)
        palette = Theme.current().palette
        token = "ink" if palette.contrast else _ICON_TOKEN[self.kind()]
        draw_icon(painter, box, self._icon, palette.colour(token))
        painter.end()

    def _side(self) -> int:
        return max(12, round(self.fontMetrics().height() * 0.85))

    def _indent(self) -> None:
        left = 6 + (self._side() + 5 if self._icon else 0)
        if self.contentsMargins().left() != left:
            self.setContentsMargins(left, 1, 6, 1)
        self.updateGeometry()
