"""The keys of the record's editor: what F1 lists, and how they are bound."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

Shortcuts = Iterable[tuple[str, Callable[[], object]]]

KEYS: tuple[tuple[str, str], ...] = (
    ("F2", "Note as they speak"),
    ("Alt+1 to Alt+6", "Section"),
    ("Ctrl+Enter", "Next row"),
    ("Ctrl+N", "One more person, fact or action"),
    ("Ctrl+D", "Copy the cell above (actions)"),
    ("P, T, A, N", "Present, by phone, apologies, not invited (on an attendance cell)"),
    ("D, N, F", "Decided, not applicable, deferred (on a heading)"),
    ("Ctrl+J", "Notes to file"),
    ("F7", "Next thing to answer"),
    ("Ctrl+S", "Save"),
    ("Ctrl+P", "Print draft"),
    ("F8", "Ask the chair to sign"),
    ("Alt+Left", "Back to the case"),
)


def bind(widget: QWidget, shortcuts: Shortcuts) -> None:
    """Make the keys work while the focus is in the widget."""
    for keys, what in shortcuts:
        shortcut = QShortcut(QKeySequence(keys), widget)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(what)
