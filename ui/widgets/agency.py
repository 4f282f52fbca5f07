"""The mark of an agency: colour and shape and code."""

from __future__ import annotations

from math import cos, pi, sin

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QIcon, QPainter, QPainterPath, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.theme import AGENCIES, Spacing, Theme, agency
from ui.widgets.still import StillCombo


def shape_path(shape: str, rect: QRectF) -> QPainterPath:
    """The outline of a shape, as large as fits into ``rect``."""
    path = QPainterPath()
    cx, cy, r = rect.center().x(), rect.center().y(), min(rect.width(), rect.height()) / 2

    def ring(sides: int, start: float, radius: float = r, shift: float = 0.0) -> None:
        for i in range(sides):
            angle = start + 2 * pi * i / sides
            point = QPointF(cx + radius * cos(angle), cy + shift + radius * sin(angle))
            if i == 0:
                path.moveTo(point)
            else:
                path.lineTo(point)
        path.closeSubpath()

    if shape == "circle":
        path.addEllipse(QPointF(cx, cy), r * 0.96, r * 0.96)
    elif shape == "square":
        side = r * 1.72
        path.addRect(QRectF(cx - side / 2, cy - side / 2, side, side))
    elif shape == "triangle-up":
        ring(3, -pi / 2, r * 1.18, r * 0.24)
    elif shape == "triangle-down":
        ring(3, pi / 2, r * 1.18, -r * 0.24)
    elif shape == "pentagon":
        ring(5, -pi / 2, r * 1.06, r * 0.06)
    elif shape == "hexagon":
        ring(6, 0.0, r * 1.04)
    elif shape == "diamond":
        ring(4, -pi / 2, r * 1.08)
    elif shape == "house":
        for i, (x, y) in enumerate(
            ((0, -1.0), (1.0, -0.1), (0.72, -0.1), (0.72, 0.9), (-0.72, 0.9), (-0.72, -0.1), (-1.0, -0.1))
        ):
            point = QPointF(cx + x * r, cy + y * r)
            if i == 0:
                path.moveTo(point)
            else:
                path.lineTo(point)
        path.closeSubpath()
    else:
        a, b = r * 0.36, r * 0.98
        corners = ((-a, -b), (a, -b), (a, -a), (b, -a), (b, a), (a, a), (a, b), (-a, b), (-a, a), (-b, a), (-b, -a))
        path.moveTo(cx - a, cy - b)
        for x, y in (*corners[1:], (-a, -a)):
            path.lineTo(cx + x, cy + y)
        path.closeSubpath()
    return path


def _sharp(colour: QColor, width: float) -> QPen:
    pen = QPen(colour, width)
    pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
    return pen


def draw_agency_mark(painter: QPainter, rect: QRectF, code: str, theme: Theme, hollow: bool = False) -> None:
    """Draw the mark of an agency into ``rect``. Hollow means that the date is uncertain."""
    colour = theme.agency_qcolor(code)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if hollow:
        width = max(1.5, min(rect.width(), rect.height()) / 7)
        painter.setPen(_sharp(colour, width))
        painter.setBrush(theme.qcolor("surface"))
        inset = width / 2 + 0.5
        rect = rect.adjusted(inset, inset, -inset, -inset)
    else:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
    painter.drawPath(shape_path(agency(code).shape, rect))
    painter.restore()


def draw_decision_mark(painter: QPainter, rect: QRectF, theme: Theme, hollow: bool = False) -> None:
    """Draw the diamond of a key decision: filled when it happened, hollow when it is booked."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if hollow:
        painter.setPen(_sharp(theme.qcolor("ink"), 2))
        painter.setBrush(theme.qcolor("surface"))
        rect = rect.adjusted(1.5, 1.5, -1.5, -1.5)
    else:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.qcolor("ink"))
    painter.drawPath(shape_path("diamond", rect))
    painter.restore()


def agency_icon(code: str, theme: Theme, size: int = 14) -> QIcon:
    """The mark as an icon, for lists that draw icons themselves."""
    made = QIcon()
    for ratio in (1.0, 2.0):
        picture = QPixmap(round(size * ratio), round(size * ratio))
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        edge = ratio
        box = QRectF(edge, edge, picture.width() - 2 * edge, picture.height() - 2 * edge)
        draw_agency_mark(painter, box, code, theme)
        painter.end()
        picture.setDevicePixelRatio(ratio)
        made.addPixmap(picture)
    return made


class AgencyMark(QWidget):
    """Shape and code, or shape and short name, as one label."""

    def __init__(self, code: str, *, hollow: bool = False, named: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._hollow = hollow
        self._named = named
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.set_code(code)

    def set_code(self, code: str) -> None:
        self._code = code
        self.setAccessibleName(agency(code).name)
        self.setToolTip(agency(code).name)
        self.updateGeometry()
        self.update()

    def code(self) -> str:
        return self._code

    def _words(self) -> str:
        return agency(self._code).short if self._named else self._code

    def sizeHint(self) -> QSize:
        metrics = self.fontMetrics()
        return QSize(metrics.height() + 3 + metrics.horizontalAdvance(self._words()) + 2, metrics.height() + 2)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        theme = Theme.current()
        side = round(self.fontMetrics().height() * 0.66)
        box = QRectF(0, (self.height() - side) / 2, side, side)
        draw_agency_mark(painter, box, self._code, theme, self._hollow)
        painter.setPen(theme.qcolor("ink"))
        left = self.fontMetrics().height() + 3
        painter.drawText(
            QRect(left, 0, self.width() - left, self.height()), Qt.AlignmentFlag.AlignVCenter, self._words()
        )
        painter.end()


class AgencyCombo(StillCombo):
    """Choose an agency. Starts unanswered: the first line is "Choose". Letters jump to a code."""

    chosen = Signal(str)
    """The code, "" for none. Only for what the user does."""

    def __init__(
        self, code: str = "", *, name: str = "Agency", short: bool = False, parent: QWidget | None = None
    ) -> None:
        """``short`` shows the code alone in the closed field, for narrow bars."""
        super().__init__(parent)
        self._short = short
        self.setAccessibleName(name)
        self.setMinimumHeight(Spacing.TARGET)
        self.addItem("Choose", "")
        for each in AGENCIES:
            self.addItem(each.code if short else f"{each.code}  {each.name}", each.code)
            self.setItemData(self.count() - 1, each.name, Qt.ItemDataRole.ToolTipRole)
            self.setItemData(self.count() - 1, f"{each.code}, {each.name}", Qt.ItemDataRole.AccessibleTextRole)
        self._refresh_icons()
        self.set_code(code)
        self.activated.connect(lambda _n: self.chosen.emit(self.code()))

    def code(self) -> str:
        return str(self.currentData() or "")

    def set_code(self, code: str) -> None:
        """Show an agency without telling anybody."""
        self.setCurrentIndex(max(0, self.findData(code)))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.StyleChange, QEvent.Type.PaletteChange):
            self._refresh_icons()

    def _refresh_icons(self) -> None:
        theme = Theme.current()
        for n in range(1, self.count()):
            self.setItemIcon(n, agency_icon(str(self.itemData(n)), theme))
