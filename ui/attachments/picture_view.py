"""A picture from memory: fitted or nearer, moved by keyboard, wheel or hand, turned by quarters."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QTransform,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QWidget

from ui.widgets.paper import paint_desk, paint_edge, paint_focus, paint_sheet

_MARGIN = 12
_STEP = 40
NEAREST = 8.0
FIT = 0.0


class PictureView(QAbstractScrollArea):
    """One picture."""

    zoom_changed = Signal(float)

    def __init__(self, parent: QWidget | None = None, *, name: str = "Picture") -> None:
        super().__init__(parent)
        self._name = name
        self._image = QImage()
        self._zoom = FIT
        self._held: QPoint | None = None
        self.setProperty("flat", "true")
        self.setFrameShape(QAbstractScrollArea.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(name)
        for bar in (self.verticalScrollBar(), self.horizontalScrollBar()):
            bar.setSingleStep(_STEP)
            bar.valueChanged.connect(lambda _v: self.viewport().update())

    def show_image(self, image: QImage, words: str) -> None:
        """Show a picture, all of it. ``words`` say which."""
        self._image, self._zoom = image, FIT
        self.setAccessibleName(f"{self._name}, {words}" if words else self._name)
        self.setAccessibleDescription(f"{image.width():,} by {image.height():,} dots")
        self._lay_out()

    def unload(self) -> None:
        """Forget the picture."""
        self._image = QImage()
        self._lay_out()

    def turn(self) -> None:
        """A quarter to the right, on the screen only."""
        if not self._image.isNull():
            self._image = self._image.transformed(QTransform().rotate(90))
            self._lay_out()

    def zoom(self) -> float:
        """Dots of the screen for each dot of the picture, as asked for; `FIT` for all of it."""
        return self._zoom

    def scale(self) -> float:
        """Dots of the screen for each dot of the picture, as drawn."""
        if self._image.isNull():
            return 1.0
        if self._zoom != FIT:
            return self._zoom
        view = self.maximumViewportSize()
        wide = (view.width() - 2 * _MARGIN) / self._image.width()
        high = (view.height() - 2 * _MARGIN) / self._image.height()
        return max(0.01, min(1.0, wide, high))

    def set_zoom(self, zoom: float) -> None:
        """Nearer or further, about the middle of what is seen; `FIT` for all of it."""
        before = self.scale()
        middle = [
            (bar.value() + bar.pageStep() / 2) / before
            for bar in (self.horizontalScrollBar(), self.verticalScrollBar())
        ]
        self._zoom = zoom if zoom == FIT else max(0.02, min(NEAREST, zoom))
        self._lay_out()
        for bar, at in zip((self.horizontalScrollBar(), self.verticalScrollBar()), middle, strict=True):
            bar.setValue(round(at * self.scale() - bar.pageStep() / 2))
        self.zoom_changed.emit(self.scale())

    def zoom_in(self) -> None:
        self.set_zoom(self.scale() * 1.25)

    def zoom_out(self) -> None:
        self.set_zoom(self.scale() / 1.25)

    def sizeHint(self) -> QSize:
        return QSize(600, 640)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        across, down = self.horizontalScrollBar(), self.verticalScrollBar()
        moves = {
            Qt.Key.Key_Left: (across, -_STEP), Qt.Key.Key_Right: (across, _STEP), Qt.Key.Key_Up: (down, -_STEP),
            Qt.Key.Key_Down: (down, _STEP), Qt.Key.Key_PageUp: (down, -down.pageStep()),
            Qt.Key.Key_PageDown: (down, down.pageStep()),
        }  # fmt: skip
        key = Qt.Key(event.key())
        if control and key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self.zoom_in()
        elif control and key == Qt.Key.Key_Minus:
            self.zoom_out()
        elif control and key == Qt.Key.Key_0:
            self.set_zoom(FIT)
        elif control and key == Qt.Key.Key_1:
            self.set_zoom(1.0)
        elif not control and key in moves:
            bar, by = moves[key]
            bar.setValue(bar.value() + by)
        else:
            super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom_in() if event.angleDelta().y() > 0 else self.zoom_out()
        else:
            super().wheelEvent(event)
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._held = event.position().toPoint()
            self.viewport().setCursor(Qt.CursorShape.ClosedHandCursor)
        event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._held is not None:
            now = event.position().toPoint()
            for bar, by in (
                (self.horizontalScrollBar(), self._held.x() - now.x()),
                (self.verticalScrollBar(), self._held.y() - now.y()),
            ):
                bar.setValue(bar.value() + by)
            self._held = now
        event.accept()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._held = None
        self.viewport().unsetCursor()
        event.accept()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.set_zoom(1.0 if self._zoom == FIT else FIT)
        event.accept()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_out()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        paint_desk(painter, self.viewport().rect())
        if not self._image.isNull():
            box = self._box()
            paint_sheet(painter, box)
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, self.scale() < 2)
            painter.drawImage(box, self._image)
            paint_edge(painter, box)
        if self.hasFocus():
            paint_focus(painter, self.viewport().rect())
        painter.end()

    def _box(self) -> QRectF:
        """Where the picture lies in the viewport."""
        view = self.viewport().size()
        wide, high = self._image.width() * self.scale(), self._image.height() * self.scale()
        x = max(float(_MARGIN), (view.width() - wide) / 2) - self.horizontalScrollBar().value()
        y = max(float(_MARGIN), (view.height() - high) / 2) - self.verticalScrollBar().value()
        return QRectF(round(x), round(y), wide, high)

    def _lay_out(self) -> None:
        view, scale = self.viewport().size(), self.scale()
        for bar, length, room in (
            (self.horizontalScrollBar(), self._image.width(), view.width()),
            (self.verticalScrollBar(), self._image.height(), view.height()),
        ):
            bar.setRange(0, 0 if self._zoom == FIT else max(0, round(length * scale) + 2 * _MARGIN - room))
            bar.setPageStep(room)
        self.viewport().update()
