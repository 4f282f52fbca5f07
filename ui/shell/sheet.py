"""A sheet over the window: a card on a dimmed ground. It has no event loop of its own and cannot hold up a lock.

Tab stays inside while it is open; Esc closes it. Whatever opened it gets the focus back.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QFrame, QScrollArea, QVBoxLayout, QWidget

from ui.theme import Theme
from ui.widgets.labels import ground


def in_sheet(widget: QWidget | None) -> bool:
    """Whether a widget is part of a sheet: what is under the sheet leaves the focus there."""
    while widget is not None:
        if isinstance(widget, Sheet):
            return True
        widget = widget.parentWidget()
    return False


class Sheet(QWidget):
    """One card over everything else in its window."""

    closed = Signal()

    def __init__(
        self, content: QWidget, over: QWidget, *, width: int = 620, top: bool = False, scrolls: bool = True
    ) -> None:
        """``over`` is any widget of the window. ``top`` hangs the card high, as the search does."""
        window = over.window()
        super().__init__(window)
        self.content = content
        self._width = width
        self._top = top
        self._back = QApplication.focusWidget()
        ground(content, "surface")
        content.installEventFilter(self)
        self._card = QFrame(self)
        self._card.setProperty("panel", "true")
        column = QVBoxLayout(self._card)
        column.setContentsMargins(2, 2, 2, 2)
        if scrolls:
            area = QScrollArea(self._card)
            area.setWidgetResizable(True)
            area.setFrameShape(QFrame.Shape.NoFrame)
            area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            area.setWidget(content)
            column.addWidget(area)
        else:
            column.addWidget(content)
        self._card.installEventFilter(self)  # it is asked for room when fields of the content come and go
        window.installEventFilter(self)
        self._place()
        self.show()
        self.raise_()

    def close_sheet(self) -> None:
        """Take it away and give the focus back."""
        if self.isHidden():
            return
        save = getattr(self.content, "save_draft", None)
        if callable(save):
            save()
        self.window().removeEventFilter(self)
        self.hide()
        back = self._back
        try:
            if back is not None and back.isVisible():
                back.setFocus(Qt.FocusReason.OtherFocusReason)
        except RuntimeError:  # it went away meanwhile
            pass
        self.closed.emit()
        self.deleteLater()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        resized = watched is self.parent() and event.type() == QEvent.Type.Resize
        if resized or (watched in (self.content, self._card) and event.type() == QEvent.Type.LayoutRequest):
            self._place()
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close_sheet()
        elif event.key() in (Qt.Key.Key_F6,) or event.modifiers() & Qt.KeyboardModifier.AltModifier:
            event.accept()
        else:
            super().keyPressEvent(event)
            event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        event.accept()

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Keep Tab inside the card."""
        current = QApplication.focusWidget()
        found = current
        for _ in range(500):
            if found is None:
                break
            found = found.nextInFocusChain() if forward else found.previousInFocusChain()
            if found is current:
                break
            if found is None or not self.isAncestorOf(found) or not found.isVisibleTo(self):
                continue
            if found.focusPolicy() & Qt.FocusPolicy.TabFocus and found.isEnabled():
                reason = Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason
                found.setFocus(reason)
                return True
        return True

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = Theme.current()
        painter = QPainter(self)
        if theme.palette.contrast:
            painter.fillRect(self.rect(), theme.qcolor("window"))
        else:
            dim = QColor(theme.qcolor("rail"))
            dim.setAlpha(150)
            painter.fillRect(self.rect(), dim)
        painter.end()

    def _place(self) -> None:
        window = self.window()
        self.setGeometry(window.rect())
        em = self.fontMetrics().horizontalAdvance("n") / 7
        width = min(round(self._width * max(1.0, em)), window.width() - 24)
        self.content.ensurePolished()
        own = getattr(self.content, "wanted_height", None)
        if callable(own):
            wanted = own(width - 4)
        elif self.content.hasHeightForWidth():
            wanted = self.content.heightForWidth(width - 4)
        else:
            wanted = self.content.sizeHint().height()
        height = min(wanted + 8, window.height() - 24)
        top = min(36, window.height() - height - 12) if self._top else (window.height() - height) // 2
        self._card.setGeometry((window.width() - width) // 2, max(8, top), width, height)
