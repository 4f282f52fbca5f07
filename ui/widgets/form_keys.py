"""The keys of a form that stands in a page: Ctrl+Enter finishes it, Esc leaves it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent


def form_key(event: QKeyEvent, finish: Callable[[], object], leave: Callable[[], object]) -> bool:
    """Do what the key says; False for any other key."""
    enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
    if event.key() == Qt.Key.Key_Escape:
        leave()
    elif enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
        finish()
    else:
        return False
    return True
