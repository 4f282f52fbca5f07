"""A text field that grows with its words. Tab leaves it; a long text scrolls after ``most`` lines."""

from __future__ import annotations

from math import ceil

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QPlainTextEdit, QSizePolicy, QWidget

from ui.theme import mark


class GrowingText(QPlainTextEdit):
    """Several lines of plain words."""

    edited = Signal(str)
    """The words after a change by the user (not after `set_text`)."""
    finished = Signal()
    """The field was left, or Ctrl+Enter was pressed in it."""

    def __init__(
        self,
        text: str = "",
        *,
        name: str = "",
        placeholder: str = "",
        least: int = 1,
        most: int = 12,
        enter_finishes: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        """``least`` and ``most`` are lines. ``enter_finishes``: Enter is taken, Shift+Enter is a new line."""
        super().__init__(parent)
        self._least = least
        self._most = most
        self._enter_finishes = enter_finishes
        self._quiet = False
        self._error = ""
        self.setTabChangesFocus(True)
        self.setAccessibleName(name)
        self.setPlaceholderText(placeholder)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.document().setDocumentMargin(3)
        self.textChanged.connect(self._changed)
        self.document().documentLayout().documentSizeChanged.connect(lambda _size: self._fit())
        self.set_text(text)

    def text(self) -> str:
        return self.toPlainText()

    def set_text(self, text: str) -> None:
        """Show words without telling anybody."""
        if text == self.toPlainText():
            return
        self._quiet = True
        self.setPlainText(text)
        self._quiet = False
        self._fit()

    def set_error(self, error: str) -> None:
        """A red edge and the words for the screen reader; the visible words are the caller's line below."""
        self._error = error
        mark(self, "error", "true" if error else None)
        self.setAccessibleDescription(f"Error: {error}" if error else "")

    def error(self) -> str:
        return self._error

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), self._wanted())

    def minimumSizeHint(self) -> QSize:
        return QSize(80, self._wanted())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            modifiers = event.modifiers()
            if modifiers & Qt.KeyboardModifier.ControlModifier:
                self.finished.emit()
                event.ignore()
                return
            if self._enter_finishes and not modifiers & Qt.KeyboardModifier.ShiftModifier:
                self.finished.emit()
                return
        super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.finished.emit()

    def _changed(self) -> None:
        self._fit()
        if not self._quiet:
            self.edited.emit(self.toPlainText())

    def _lines(self) -> int:
        return max(1, ceil(self.document().size().height()))

    def _wanted(self) -> int:
        lines = min(self._most, max(self._least, self._lines()))
        spacing = self.fontMetrics().lineSpacing()
        edges = self.height() - self.viewport().height() if self.isVisible() else 12
        return lines * spacing + round(2 * self.document().documentMargin()) + max(2, edges)

    def _fit(self) -> None:
        scrolls = self._lines() > self._most
        policy = Qt.ScrollBarPolicy.ScrollBarAsNeeded if scrolls else Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        if self.verticalScrollBarPolicy() != policy:
            self.setVerticalScrollBarPolicy(policy)
        wanted = self._wanted()
        if self.minimumHeight() != wanted:
            self.setMinimumHeight(wanted)
            self.setMaximumHeight(wanted)
            self.updateGeometry()
