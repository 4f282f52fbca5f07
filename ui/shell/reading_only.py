"""While a case file is open for reading only: words that are typed, pasted or dropped into a record are prevented
calmly, with the reason, and so are words that a drag would take out of one.

Searching, filtering and passphrases are typed as always: their fields, or what they stand in,
carry the property ``reading``.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QDragEnterEvent,
    QDragMoveEvent,
    QDropEvent,
    QGuiApplication,
    QInputMethodEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
)
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu, QPlainTextEdit, QTextEdit, QWidget

_CHANGING = (QKeySequence.StandardKey.Paste, QKeySequence.StandardKey.Cut, QKeySequence.StandardKey.Undo,
             QKeySequence.StandardKey.Redo, QKeySequence.StandardKey.Delete, QKeySequence.StandardKey.Backspace,
             QKeySequence.StandardKey.DeleteStartOfWord, QKeySequence.StandardKey.DeleteEndOfWord)  # fmt: skip
_MENU = frozenset({"edit-undo", "edit-redo", "edit-cut", "edit-paste", "edit-delete"})
"""Qt's names of what a field's menu can change."""

_ALT_GR = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
"""As Windows tells it of the key that types € and @ on some keyboards."""

_Edit = QLineEdit | QPlainTextEdit | QTextEdit


def for_reading(widget: QWidget) -> QWidget:
    """Mark a widget: what is typed in it changes no record."""
    widget.setProperty("reading", "true")
    return widget


class ReadingOnly(QObject):
    """Watches what reaches the fields of the whole program."""

    prevented = Signal()
    """Somebody wanted to put words into a record, or take some out."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._on = False
        self._menu: QMenu | None = None
        self._answers = {
            QEvent.Type.KeyPress: self._key,
            QEvent.Type.InputMethod: self._composed,
            QEvent.Type.DragEnter: self._drag,
            QEvent.Type.DragMove: self._drag,
            QEvent.Type.Drop: self._drop,
            QEvent.Type.MouseButtonPress: self._press,
            QEvent.Type.MouseButtonRelease: self._release,
            QEvent.Type.ContextMenu: self._ask_menu,
        }

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
        answer = self._answers.get(event.type())
        if answer is None:
            return False
        field = _field_of_record(watched)
        return field is not None and answer(field, event)

    # Each answers whether the event ends here ------------------------------------------------------------------

    def _key(self, _field: _Edit, event: QEvent) -> bool:
        assert isinstance(event, QKeyEvent)
        command = event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier)
        typed = bool(event.text()) and event.text().isprintable() and command in (Qt.KeyboardModifier(0), _ALT_GR)
        return self._prevent() if typed or any(event.matches(key) for key in _CHANGING) else False

    def _composed(self, _field: _Edit, event: QEvent) -> bool:
        assert isinstance(event, QInputMethodEvent)
        return self._prevent() if event.commitString() else False

    def _drag(self, _field: _Edit, event: QEvent) -> bool:
        """Words may be let go over the field, so that it can be said why they are not taken."""
        assert isinstance(event, QDragEnterEvent | QDragMoveEvent)
        if not event.mimeData().hasText():
            return False
        event.acceptProposedAction()
        return True

    def _drop(self, _field: _Edit, event: QEvent) -> bool:
        assert isinstance(event, QDropEvent)
        event.setDropAction(Qt.DropAction.IgnoreAction)  # or where they come from takes them out as moved
        event.ignore()
        return self._prevent()

    def _press(self, field: _Edit, event: QEvent) -> bool:
        """A drag of selected words out of the field would move them: so none begins."""
        assert isinstance(event, QMouseEvent)
        if event.button() == Qt.MouseButton.LeftButton and not event.modifiers():
            if isinstance(field, QLineEdit):
                field.deselect()
            else:
                cursor = field.textCursor()
                cursor.clearSelection()
                field.setTextCursor(cursor)
        return False

    def _release(self, _field: _Edit, event: QEvent) -> bool:
        assert isinstance(event, QMouseEvent)
        return self._prevent() if event.button() == Qt.MouseButton.MiddleButton and _middle_pastes() else False

    def _ask_menu(self, field: _Edit, event: QEvent) -> bool:
        """The field's own menu, in which what changes words says why it does not."""
        assert isinstance(event, QContextMenuEvent)
        if field.contextMenuPolicy() != Qt.ContextMenuPolicy.DefaultContextMenu:
            return False
        menu = self._menu = field.createStandardContextMenu()
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for action in menu.actions():
            if action.objectName() in _MENU:
                action.triggered.disconnect()
                action.triggered.connect(self._prevent)
        menu.popup(event.globalPos())
        return True

    def _prevent(self) -> bool:
        self.prevented.emit()
        return True


def _middle_pastes() -> bool:
    """Whether the middle button pastes what was last selected, as it does on Linux."""
    return QGuiApplication.clipboard().supportsSelection()


def _field_of_record(watched: QObject) -> _Edit | None:
    """The field of a record that the event is for; the mouse meets the inside of a larger one."""
    if isinstance(watched, _Edit):
        field = watched
    elif isinstance(watched, QWidget) and isinstance(parent := watched.parentWidget(), QPlainTextEdit | QTextEdit):
        if watched is not parent.viewport():
            return None
        field = parent
    else:
        return None
    if field.isReadOnly():
        return None
    widget: QWidget | None = field
    while widget is not None:
        if widget.property("reading"):
            return None
        widget = widget.parentWidget()
    return field
