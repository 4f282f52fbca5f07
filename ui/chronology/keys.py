"""The keys of the chronology: what F1 says of them, and binding them."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

KEYS = (
    ("Ctrl+N", "New entry"),
    ("Ctrl+Enter", "In the bar: save and go on to the next entry"),
    ("F6", "In the bar: all fields"),
    ("Ctrl+F", "Find in this chronology; a date goes there; F1 in the field says what can be typed"),
    ("Ctrl+Shift+F", "Filter; there Alt and a digit apply a saved filter"),
    ("F2", "Edit the entry; for a line from another record: open that record"),
    ("F7", "Next question about this chronology"),
    ("Ctrl+Z, Ctrl+Shift+Z", "Undo and redo what was saved (outside of a text field)"),
    ("Alt+Up, Alt+Down", "In the table: order of entries with the same date and time"),
    ("Ctrl+C", "In the table: copy the chosen rows as a table"),
    ("Shift+F10", "In the table: what can be done with the chosen rows"),
    ("Ctrl+P", "Print what is on the screen: filter, columns, timeline"),
    ("Ctrl+Shift+I", "Several cases read as one chronology"),
    ("Enter", "On a gap: record why"),
    ("Ctrl+D", "While editing: a key decision was made"),
    ("F4", "On a small screen: from the list to the entry and back"),
    ("Left, Right", "On the timeline: entry before, next entry"),
    ("Shift+Left, Shift+Right", "On the timeline: key decision before, next"),
    ("Ctrl+Plus, Ctrl+Minus, Ctrl+0", "On the timeline: nearer, further, whole case"),
    ("Ctrl+Left, Ctrl+Right, Page Up, Page Down", "On the timeline: earlier, later"),
)


def bind(widget: QWidget, runs: Mapping[str, Callable[[], object]], *, anywhere: bool = False) -> None:
    """Keys that work while the focus is in a widget, or ``anywhere`` in its window."""
    context = Qt.ShortcutContext.WindowShortcut if anywhere else Qt.ShortcutContext.WidgetWithChildrenShortcut
    for key, run in runs.items():
        QShortcut(QKeySequence(key), widget, context=context).activated.connect(run)
