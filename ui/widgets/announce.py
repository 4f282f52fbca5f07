"""Say something to a screen reader without moving the focus."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget


def announce(widget: QWidget, words: str) -> None:
    """Have ``words`` read out. Older Qt has no announcement: an alert on the widget stands in."""
    if not words:
        return
    from PySide6 import QtGui
    from PySide6.QtGui import QAccessible, QAccessibleEvent

    if not QAccessible.isActive():
        return
    made: QAccessibleEvent
    if hasattr(QtGui, "QAccessibleAnnouncementEvent"):
        made = QtGui.QAccessibleAnnouncementEvent(widget, words)
    else:
        made = QAccessibleEvent(widget, QAccessible.Event.Alert)
    QAccessible.updateAccessibility(made)
