"""How a page or a picture lies on its desk, painted by hand: the ground, the edge of the paper, the focus."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF
from PySide6.QtGui import QPainter, QPen

from ui.theme import Theme


def paint_desk(painter: QPainter, view: QRect) -> None:
    """What the paper lies on."""
    painter.fillRect(view, Theme.current().qcolor("desk"))


def paint_sheet(painter: QPainter, box: QRectF) -> None:
    """The paper under what is drawn on it."""
    painter.fillRect(box, Theme.current().qcolor("paper"))


def paint_edge(painter: QPainter, box: QRectF) -> None:
    """The edge of the paper, over what is drawn on it."""
    painter.setPen(QPen(Theme.current().qcolor("control"), 1))
    painter.drawRect(box.adjusted(-0.5, -0.5, 0.5, 0.5))


def paint_focus(painter: QPainter, view: QRect) -> None:
    """The keyboard is here."""
    painter.setPen(QPen(Theme.current().qcolor("focus_edge"), 2))
    painter.drawRect(QRectF(view).adjusted(1, 1, -1, -1))
