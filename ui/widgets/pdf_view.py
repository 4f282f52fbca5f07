"""A PDF from memory, one page at a time: to read before signing, and to preview before printing.

The bytes never touch the disk. Nothing can be selected or copied. The view knows which
pages have been wholly on the screen (`page_coverage`). Page numbers are from 0 in code and
from 1 in words.
"""

from __future__ import annotations

from PySide6.QtCore import QBuffer, QByteArray, QEvent, QIODevice, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent, QPainter, QPaintEvent, QResizeEvent, QShowEvent, QWheelEvent
from PySide6.QtPdf import QPdfDocument, QPdfDocumentRenderOptions
from PySide6.QtWidgets import QAbstractScrollArea, QWidget

from ui.widgets.page_coverage import Coverage
from ui.widgets.paper import paint_desk, paint_edge, paint_focus, paint_sheet

_MARGIN = 12
_MOST_DOTS = 24_000_000
"""Of the picture of one page; a page that claims to be larger is drawn coarser, not refused."""
FIT_WIDTH = 0.0
FIT_PAGE = -1.0


class PdfView(QAbstractScrollArea):
    """The page, its zoom and what has been seen."""

    page_changed = Signal(int, int)
    """(page from 0, number of pages)"""
    seen_changed = Signal(set)
    """The pages (from 0) that have been wholly on the screen."""
    zoom_changed = Signal(float)

    def __init__(self, parent: QWidget | None = None, *, name: str = "Preview") -> None:
        super().__init__(parent)
        self._name = name
        self._document = QPdfDocument(self)
        self._buffer: QBuffer | None = None
        self._coverage = Coverage(0)
        self._page = 0
        self._zoom = FIT_WIDTH
        self._image = QImage()
        self._image_of: tuple[int, int, int] | None = None
        self.setProperty("flat", "true")
        self.setFrameShape(QAbstractScrollArea.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.verticalScrollBar().setSingleStep(40)
        for bar in (self.verticalScrollBar(), self.horizontalScrollBar()):
            bar.valueChanged.connect(lambda _v: self._scrolled())
        self._describe()

    def load(self, pdf: bytes) -> bool:
        """Show these bytes from page 1, nothing seen. False if they are not a PDF that can be shown."""
        self.unload()
        buffer = QBuffer(self)
        buffer.setData(QByteArray(pdf))
        buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        self._buffer = buffer
        self._document.load(buffer)
        ready = self._document.status() == QPdfDocument.Status.Ready
        self._coverage = Coverage(self.page_count() if ready else 0)
        self._turn_to(0)
        return ready

    def unload(self) -> None:
        """Forget the document and the picture of its page."""
        self._document.close()
        if self._buffer is not None:
            self._buffer.close()
            self._buffer.setData(QByteArray())
            self._buffer.deleteLater()
            self._buffer = None
        self._coverage = Coverage(0)
        self._image, self._image_of, self._page = QImage(), None, 0
        self.viewport().update()

    def wants_password(self) -> bool:
        """Whether the document that could not be shown is one that asks for a password."""
        asks = (QPdfDocument.Error.IncorrectPassword, QPdfDocument.Error.UnsupportedSecurityScheme)
        return self._document.error() in asks

    def page_count(self) -> int:
        return self._document.pageCount() if self._document.status() == QPdfDocument.Status.Ready else 0

    def texts(self) -> list[str]:
        """The words of each page."""
        return [self._document.getAllText(page).text() for page in range(self.page_count())]

    def page(self) -> int:
        return self._page

    def set_page(self, page: int) -> None:
        """Go to the top of a page."""
        if self.page_count():
            self._turn_to(max(0, min(self.page_count() - 1, page)))

    def next_page(self) -> None:
        self.set_page(self._page + 1)

    def previous_page(self) -> None:
        self.set_page(self._page - 1)

    def seen(self) -> set[int]:
        """Pages from 0 that have been wholly on the screen."""
        return self._coverage.seen

    def set_seen(self, pages: set[int]) -> None:
        """Bring back what had been seen before a lock."""
        self._coverage.mark(pages)
        self.seen_changed.emit(self.seen())

    def all_seen(self) -> bool:
        return self._coverage.complete

    def zoom(self) -> float:
        """Points to pixels at 96 per inch; `FIT_WIDTH` and `FIT_PAGE` are settings of their own."""
        return self._zoom

    def set_zoom(self, zoom: float) -> None:
        """A factor from 0.25 to 4, or `FIT_WIDTH`, or `FIT_PAGE`."""
        self._zoom = zoom if zoom in (FIT_WIDTH, FIT_PAGE) else max(0.25, min(4.0, zoom))
        self._lay_out()
        self.zoom_changed.emit(self._scale())

    def zoom_in(self) -> None:
        self.set_zoom(self._scale() * 1.2)

    def zoom_out(self) -> None:
        self.set_zoom(self._scale() / 1.2)

    def page_words(self) -> str:
        """'Page 2 of 4'."""
        return f"Page {self._page + 1} of {self.page_count()}" if self.page_count() else "No pages"

    def sizeHint(self) -> QSize:
        return QSize(600, 640)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        bar = self.verticalScrollBar()
        key = event.key()
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if control and key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self.zoom_in()
        elif control and key == Qt.Key.Key_Minus:
            self.zoom_out()
        elif control and key == Qt.Key.Key_0:
            self.set_zoom(FIT_WIDTH)
        elif key in (Qt.Key.Key_PageDown, Qt.Key.Key_Space):
            self._step(1)
        elif key == Qt.Key.Key_PageUp:
            self._step(-1)
        elif key == Qt.Key.Key_Home:
            self.set_page(0) if control else bar.setValue(0)
        elif key == Qt.Key.Key_End:
            self.set_page(self.page_count() - 1) if control else bar.setValue(bar.maximum())
        elif key == Qt.Key.Key_Down:
            bar.setValue(bar.value() + bar.singleStep())
        elif key == Qt.Key.Key_Up:
            bar.setValue(bar.value() - bar.singleStep())
        else:
            super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        bar = self.verticalScrollBar()
        delta = event.angleDelta().y()
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom_in() if delta > 0 else self.zoom_out()
        elif delta < 0 and bar.value() == bar.maximum() and self._page < self.page_count() - 1:
            self._turn_to(self._page + 1)
        elif delta > 0 and bar.value() == bar.minimum() and self._page > 0:
            self._turn_to(self._page - 1, at_end=True)
        else:
            super().wheelEvent(event)
        event.accept()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_out()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._lay_out()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        paint_desk(painter, self.viewport().rect())
        if self.page_count():
            box = self._page_rect()
            paint_sheet(painter, box)
            image = self._render()
            if not image.isNull():
                painter.drawImage(box, image)
            paint_edge(painter, box)
        if self.hasFocus():
            paint_focus(painter, self.viewport().rect())
        painter.end()
        self._look()

    def _step(self, way: int) -> None:
        """A screen on or back; at the edge of the page, the next page."""
        bar = self.verticalScrollBar()
        edge = bar.maximum() if way > 0 else bar.minimum()
        if bar.value() != edge:
            bar.setValue(bar.value() + way * max(40, bar.pageStep() - 40))
        elif 0 <= self._page + way < self.page_count():
            self._turn_to(self._page + way, at_end=way < 0)

    def _turn_to(self, page: int, *, at_end: bool = False) -> None:
        self._page = page
        self._lay_out()
        bar = self.verticalScrollBar()
        bar.setValue(bar.maximum() if at_end else 0)
        self._describe()
        self.viewport().update()
        self.page_changed.emit(page, self.page_count())

    def _scale(self) -> float:
        """Pixels per point now in force, over 96/72."""
        size = self._document.pagePointSize(self._page) if self.page_count() else None
        if size is None or size.width() <= 0:
            return 1.0
        wide = (self.viewport().width() - 2 * _MARGIN) / (size.width() * 96 / 72)
        if self._zoom == FIT_WIDTH:
            return float(max(0.05, wide))
        if self._zoom == FIT_PAGE:
            high = (self.viewport().height() - 2 * _MARGIN) / (size.height() * 96 / 72)
            return float(max(0.05, min(wide, high)))
        return self._zoom

    def _page_size(self) -> QSize:
        size = self._document.pagePointSize(self._page)
        k = self._scale() * 96 / 72
        return QSize(round(size.width() * k), round(size.height() * k))

    def _page_rect(self) -> QRectF:
        """Where the page lies in the viewport."""
        size, view = self._page_size(), self.viewport().size()
        x = (view.width() - size.width()) / 2 if size.width() + 2 * _MARGIN <= view.width() else float(_MARGIN)
        x -= self.horizontalScrollBar().value()
        return QRectF(round(x), _MARGIN - self.verticalScrollBar().value(), size.width(), size.height())

    def _lay_out(self) -> None:
        if not self.page_count():
            self.verticalScrollBar().setRange(0, 0)
            self.horizontalScrollBar().setRange(0, 0)
            return
        size, view = self._page_size(), self.viewport().size()
        vertical, horizontal = self.verticalScrollBar(), self.horizontalScrollBar()
        vertical.setRange(0, max(0, size.height() + 2 * _MARGIN - view.height()))
        vertical.setPageStep(view.height())
        horizontal.setRange(0, max(0, size.width() + 2 * _MARGIN - view.width()))
        horizontal.setPageStep(view.width())
        self.viewport().update()

    def _render(self) -> QImage:
        ratio = self.devicePixelRatioF()
        size = self._page_size()
        ratio *= min(1.0, (_MOST_DOTS / max(1.0, size.width() * size.height() * ratio * ratio)) ** 0.5)
        key = (self._page, max(1, round(size.width() * ratio)), max(1, round(size.height() * ratio)))
        if self._image_of != key:
            options = QPdfDocumentRenderOptions()
            self._image = self._document.render(self._page, QSize(key[1], key[2]), options)
            self._image_of = key
        return self._image

    def _scrolled(self) -> None:
        self.viewport().update()

    def _look(self) -> None:
        """Called after painting: what is painted now has been on the screen."""
        if not self.page_count() or not self.isVisible() or self.window().isMinimized():
            return
        if self._image.isNull() or self._image_of is None or self._image_of[0] != self._page:
            return
        box, view = self._page_rect(), QRectF(self.viewport().rect())
        visible = box.intersected(view)
        if visible.isEmpty():
            return
        new = self._coverage.look(
            self._page,
            (visible.left() - box.left()) / box.width(),
            (visible.top() - box.top()) / box.height(),
            (visible.right() - box.left()) / box.width(),
            (visible.bottom() - box.top()) / box.height(),
        )
        if new:
            self.seen_changed.emit(self.seen())

    def _describe(self) -> None:
        self.setAccessibleName(f"{self._name}, {self.page_words()}" if self.page_count() else self._name)
        if self.page_count():
            self.setAccessibleDescription(self._document.getAllText(self._page).text())
