"""What may be typed into a search field, as a small page beside it."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QCloseEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QVBoxLayout, QWidget

from ui.widgets.labels import ground, label

LINES = (
    ("bruis ear", "Every word, each as a beginning"),
    ("“left ear”", "These words together, in this order"),
    ("bruise -cheek", "Without a word; NOT cheek does the same"),
    ("agency:police", "One agency; two of them mean either"),
    ("source:CRIS", "One system"),
    ("person:maisie", "Entries that name somebody"),
    ("rank:sergeant", "Told, decided or written by somebody of this rank"),
    ("type:visit", "One type of entry"),
    ("kind:meeting", "One kind of record"),
    ("from:1/11/2026", "On or after a day; to: and on: as well, day first"),
    ("part:A", "Shareable; part:B restricted"),
    ("is:decision", "Also is:conflict, is:defect, is:changed, is:unread, is:undated"),
    ("has:document", "With a document"),
    ("-agency:police", "A minus leaves out"),
)


class SearchHelp(QFrame):
    """The page. Any key or a click elsewhere closes it; the words stay in the field."""

    def __init__(self, field: QWidget) -> None:
        super().__init__(field, Qt.WindowType.Popup)
        self._field = field
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setProperty("panel", "true")
        ground(self, "surface")
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 10, 14, 12)
        column.addWidget(label("What you can type", "strong"))
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(3)
        for row, (typed, meaning) in enumerate(LINES):
            grid.addWidget(label(typed, "mono"), row, 0)
            grid.addWidget(label(meaning), row, 1)
        column.addLayout(grid)
        self.setAccessibleName("What you can type")
        self.setAccessibleDescription(". ".join(f"{typed}: {meaning}" for typed, meaning in LINES))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def show_below(self, field: QWidget) -> None:
        """Under the field, inside the screen."""
        self.adjustSize()
        at = field.mapToGlobal(QPoint(0, field.height() + 2))
        room = field.screen().availableGeometry()
        x = max(room.left(), min(at.x(), room.right() - self.width()))
        y = max(room.top(), min(at.y(), room.bottom() - self.height()))
        self.move(x, y)
        self.show()
        self.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self.close()

    def closeEvent(self, event: QCloseEvent) -> None:
        super().closeEvent(event)
        self._field.window().activateWindow()
        self._field.setFocus(Qt.FocusReason.PopupFocusReason)


def asks_for_help(event: QKeyEvent, typed: str) -> bool:
    """F1, or a question mark in an empty field."""
    return event.key() == Qt.Key.Key_F1 or (event.text() == "?" and not typed)
