"""While a case file is open for reading only: typing into a record is prevented calmly, with the reason.

Searching, filtering and passphrases are typed as always: their fields, or what they stand in,
carry the property ``reading``.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QInputMethodEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QTextEdit, QWidget

_CHANGING = (QKeySequence.StandardKey.Paste, QKeySequence.StandardKey.Cut, QKeySequence.StandardKey.Undo,
             QKeySequence.StandardKey.Redo, QKeySequence.StandardKey.Delete, QKeySequence.StandardKey.Backspace,
             QKeySequence.StandardKey.DeleteStartOfWord, QKeySequence.StandardKey.DeleteEndOfWord)  # fmt: skip

_ALT_GR = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
"""As Windows tells it of the key that types € and @ on some keyboards."""


def for_reading(widget: QWidget) -> QWidget:
    """Mark a widget: what is typed in it changes no record."""
    widget.setProperty("reading", "true")
    return widget


class ReadingOnly(QObject):
    """Watches the keys of the whole program."""

    prevented = Signal()
    """Somebody typed into a record."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._on = False

    def set_on(self, on: bool) -> None:
        """Begin or end."""
        application = QApplication.instance()
        if application is None or on == self._on:
            return
        self._on = on
        if on:
            application.installEventFilter(self)
        else:
            application.removeEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() not in (QEvent.Type.KeyPress, QEvent.Type.InputMethod, QEvent.Type.Drop):
            return False
        if not _writes(watched) or not _changes(event):
            return False
        self.prevented.emit()
        return True


def _writes(watched: QObject) -> bool:
    """Whether it is a field of a record."""
    if not isinstance(watched, QLineEdit | QPlainTextEdit | QTextEdit) or watched.isReadOnly():
        return False
    widget: QWidget | None = watched
    while widget is not None:
        if widget.property("reading"):
            return False
        widget = widget.parentWidget()
    return True


def _changes(event: QEvent) -> bool:
    """Whether the event would change the words."""
    if isinstance(event, QKeyEvent):
        command = event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier)
        typed = bool(event.text()) and event.text().isprintable() and command in (Qt.KeyboardModifier(0), _ALT_GR)
        return typed or any(event.matches(key) for key in _CHANGING)
    if isinstance(event, QInputMethodEvent):
        return bool(event.commitString())
    return event.type() == QEvent.Type.Drop
