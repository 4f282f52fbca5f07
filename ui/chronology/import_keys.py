"""The keys of the import screen. It stands in the place of the chronology, whose keys must not reach through."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QKeyCombination, Qt
from PySide6.QtGui import QKeyEvent

from ui.widgets.buttons import Button

from .import_parts import ImportParts

_CTRL = Qt.KeyboardModifier.ControlModifier


def _key(key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> QKeyCombination:
    return QKeyCombination(modifier, key)


_ONWARDS = (
    _key(Qt.Key.Key_Return, _CTRL),
    _key(Qt.Key.Key_Enter, _CTRL),
    QKeyCombination(_CTRL | Qt.KeyboardModifier.KeypadModifier, Qt.Key.Key_Enter),
)
_ENTER = (_key(Qt.Key.Key_Return), _key(Qt.Key.Key_Enter, Qt.KeyboardModifier.KeypadModifier))
_NOT_BEHIND = (
    _key(Qt.Key.Key_Escape),
    _key(Qt.Key.Key_F2),
    _key(Qt.Key.Key_F4),
    _key(Qt.Key.Key_F7),
    _key(Qt.Key.Key_Z, _CTRL),
    QKeyCombination(_CTRL | Qt.KeyboardModifier.ShiftModifier, Qt.Key.Key_Z),
    _key(Qt.Key.Key_N, _CTRL),
    _key(Qt.Key.Key_F, _CTRL),
)
"""Keys of the chronology behind this screen: here they do what they do here, or nothing."""


class ImportKeys(ImportParts):
    """The parts, with their keys: each presses the button that says so."""

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            keys = event.keyCombination()
            if keys in _ONWARDS or keys in _NOT_BEHIND:
                event.accept()
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        keys = event.keyCombination()
        if keys in _ONWARDS:
            self._press(self.bring)
        elif keys == _key(Qt.Key.Key_Escape):
            self._press(self.cancel)
        elif keys == _key(Qt.Key.Key_Z, _CTRL):
            self._press(self.undo)
        elif keys == _key(Qt.Key.Key_F7) and self.pages.currentWidget() is self.check:
            self.check.go_to_doubtful()
        elif keys in _ENTER and isinstance(focused := self.focusWidget(), Button):
            focused.click()
        elif keys not in _NOT_BEHIND:
            super().keyPressEvent(event)

    @staticmethod
    def _press(button: Button) -> None:
        if button.isVisible() and button.isEnabled():
            button.setFocus()  # what is typed in a field is taken as it is left
            button.click()
