"""Where the chair signs: pen first, then finger, then mouse.

The pad keeps what the hand did (place, time, pressure) and never a picture. A pen silences
touch, so that a resting palm draws nothing. While a pen or a finger is being handled its
events are accepted, because otherwise Qt sends a mouse copy of each.
"""

from __future__ import annotations

from PySide6.QtCore import QElapsedTimer, QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QInputDevice,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QTabletEvent,
    QTouchEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.theme import Theme
from ui.widgets import ink
from ui.widgets.buttons import Button

_TOUCH_BEGIN = (QEvent.Type.TouchBegin, QEvent.Type.TouchUpdate, QEvent.Type.TouchEnd, QEvent.Type.TouchCancel)
_MM_PER_INCH = 25.4


class SignaturePad(QWidget):
    """A box with a line to sign on."""

    changed = Signal()
    """A stroke was finished, undone or cleared."""

    image_free = True
    """The pad keeps no picture; there is nothing in it that could be pasted elsewhere."""

    def __init__(self, parent: QWidget | None = None, *, name: str = "Signature, drawing area") -> None:
        super().__init__(parent)
        self._strokes: list[list[ink.Point]] = []
        self._current: list[ink.Point] | None = None
        self._device: ink.Device | None = None
        self._hand: ink.Device | None = None
        self._touch_id: int | None = None
        self._clock = QElapsedTimer()
        self.setAttribute(Qt.WidgetAttribute.WA_AcceptTouchEvents)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.CrossCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.setAccessibleName(name)
        self.setAccessibleDescription("To sign without drawing, choose Type my name instead.")
        self.clear_button = Button("Clear", size="small", parent=self)
        self.clear_button.setCursor(Qt.CursorShape.ArrowCursor)
        self.clear_button.setAccessibleName("Clear the signature")
        self.clear_button.clicked.connect(self.clear)
        self.clear_button.hide()

    @property
    def device(self) -> ink.Device | None:
        """What was used: pen, touch or mouse; None while there is no ink."""
        return self._device

    def strokes(self) -> list[list[list[int | None]]]:
        """The finished strokes as ``[[[x, y, t_ms, pressure or None], ...], ...]``, 0.01 mm."""
        return [[list(point) for point in stroke] for stroke in self._strokes]

    def is_empty(self) -> bool:
        """Whether nothing has been drawn; a mere dot is not a signature."""
        return not any(len(stroke) > 1 for stroke in self._strokes)

    def clear(self) -> None:
        """Throw the ink away. Also called on lock: a signature is always made afresh."""
        had = bool(self._strokes or self._current)
        self._strokes, self._current = [], None
        self._device, self._hand, self._touch_id = None, None, None
        self._refresh()
        if had:
            self.changed.emit()

    def undo_stroke(self) -> None:
        """Take back the last stroke."""
        if self._current is not None or not self._strokes:
            return
        self._strokes.pop()
        if not self._strokes:
            self._device = None
        self._refresh()
        self.changed.emit()

    def sizeHint(self) -> QSize:
        return QSize(475, 144)

    def minimumSizeHint(self) -> QSize:
        return QSize(240, 110)

    def units_per_pixel(self) -> float:
        """Hundredths of a millimetre in one pixel, by the screen's own measure where it is believable."""
        dpi = float(self.physicalDpiX())
        if not 40 <= dpi <= 700:
            dpi = float(self.logicalDpiX()) or 96.0
        return _MM_PER_INCH * ink.MM / dpi

    def tabletEvent(self, event: QTabletEvent) -> None:
        kind = event.type()
        pressure = max(0, min(1023, round(event.pressure() * 1023)))
        if kind == QEvent.Type.TabletPress:
            if self._current is not None and self._hand != "pen":
                self._current = None
            self._begin("pen", event.position(), pressure)
        elif kind == QEvent.Type.TabletMove and self._hand == "pen":
            self._extend(event.position(), pressure)
        elif kind == QEvent.Type.TabletRelease and self._hand == "pen":
            self._extend(event.position(), pressure)
            self._end()
        event.accept()

    def event(self, event: QEvent) -> bool:
        if event.type() in _TOUCH_BEGIN and isinstance(event, QTouchEvent):
            self._touch(event)
            return True
        undo = QKeySequence.StandardKey.Undo
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and event.matches(undo):
            event.accept()
            return True
        return super().event(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and _is_mouse(event):
            self._begin("mouse", event.position(), None)
        event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._hand == "mouse":
            self._extend(event.position(), None)
        event.accept()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._hand == "mouse" and event.button() == Qt.MouseButton.LeftButton:
            self._extend(event.position(), None)
            self._end()
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Undo):
            self.undo_stroke()
        elif event.key() == Qt.Key.Key_Delete:
            self.clear()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        hint = self.clear_button.sizeHint()
        self.clear_button.setGeometry(self.width() - hint.width() - 10, 9, hint.width(), hint.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = Theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), theme.qcolor("surface"))
        width = 3 if self.hasFocus() else 2
        painter.setPen(QPen(theme.qcolor("focus_edge" if self.hasFocus() else "ink"), width))
        inset = width / 2
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(inset, inset, -inset, -inset), 3, 3)
        metrics = painter.fontMetrics()
        base = self.height() - metrics.height() - 14
        painter.setPen(QPen(theme.qcolor("control"), 1))
        painter.drawLine(QPointF(28, base), QPointF(self.width() - 28, base))
        painter.setPen(theme.qcolor("ink2"))
        painter.setFont(theme.font("secondary"))
        painter.drawText(QPointF(28, base + metrics.ascent() + 4), "✕  Sign on the line")
        pen = QPen(theme.qcolor("ink"), 2.2)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        drawn = [*self._strokes, *([self._current] if self._current else [])]
        painter.drawPath(ink.path(drawn, 1 / self.units_per_pixel()))
        painter.end()

    def _touch(self, event: QTouchEvent) -> None:
        event.accept()
        if self._device == "pen":
            return
        if event.type() == QEvent.Type.TouchCancel:
            if self._hand == "touch":
                self._current = self._hand = self._touch_id = None
                self.update()
            return
        for point in event.points():
            state = point.state()
            if self._current is None and state == point.state().Pressed:
                self._touch_id = point.id()
                self._begin("touch", point.position(), _touch_pressure(point.pressure()))
            elif point.id() == self._touch_id and self._hand == "touch":
                self._extend(point.position(), _touch_pressure(point.pressure()))
                if state == point.state().Released:
                    self._end()

    def _begin(self, device: ink.Device, at: QPointF, pressure: int | None) -> None:
        if self._current is not None:
            return
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        if not self._strokes:
            self._clock.start()
        self._hand = device
        self._device = _finer(self._device, device)
        self._current = [self._point(at, pressure)]
        self.update()

    def _extend(self, at: QPointF, pressure: int | None) -> None:
        if self._current is None:
            return
        point = self._point(at, pressure)
        if point[:2] != self._current[-1][:2]:
            self._current.append(point)
            self.update()

    def _end(self) -> None:
        if self._current:
            self._strokes.append(self._current)
        self._current = self._hand = self._touch_id = None
        self._refresh()
        self.changed.emit()

    def _point(self, at: QPointF, pressure: int | None) -> ink.Point:
        units = self.units_per_pixel()
        x = min(max(at.x(), 0.0), float(self.width()))
        y = min(max(at.y(), 0.0), float(self.height()))
        return round(x * units), round(y * units), int(self._clock.elapsed()), pressure

    def _refresh(self) -> None:
        self.clear_button.setVisible(bool(self._strokes))
        count = len(self._strokes)
        drawn = f"{count} {'stroke' if count == 1 else 'strokes'} drawn. " if count else ""
        self.setAccessibleDescription(f"{drawn}To sign without drawing, choose Type my name instead.")
        self.update()


def _finer(before: ink.Device | None, now: ink.Device) -> ink.Device:
    """A signature made with two devices is called by the finer one."""
    order: tuple[ink.Device, ...] = ("mouse", "touch", "pen")
    return now if before is None else max(before, now, key=order.index)


def _touch_pressure(pressure: float) -> int | None:
    """Most screens know no pressure and report 0 or 1 throughout."""
    return None if pressure in (0.0, 1.0) else max(0, min(1023, round(pressure * 1023)))


def _is_mouse(event: QMouseEvent) -> bool:
    """Whether this is a real mouse or pad and not the copy of a pen or finger."""
    kind = event.device().type() if event.device() is not None else QInputDevice.DeviceType.Mouse
    return kind not in (QInputDevice.DeviceType.TouchScreen, QInputDevice.DeviceType.Stylus)
