"""Labels: words in a role, icons in a colour, a state with its word, a dividing line."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QWidget

from ui.theme import Theme, mark
from ui.theme.icons import draw_icon

STATES: dict[str, tuple[str, str]] = {
    "done": ("done", "ok"),
    "half": ("half", "warn_graphic"),
    "empty": ("empty", "ink2"),
    "stop": ("stop", "danger"),
    "warning": ("warning", "warn_graphic"),
    "not-needed": ("not-needed", "ink2"),
    "clock": ("clock", "primary"),
    "info": ("info", "primary"),
}
"""How far something is: its icon and the colour token of the icon."""

STATE_WORDS = {
    "done": "done",
    "half": "part done",
    "empty": "not started",
    "stop": "must be answered",
    "warning": "needs a reason",
    "not-needed": "not needed",
    "clock": "running",
    "info": "check",
}
"""The same for a screen reader."""


def label(text: str, role: str = "", *, wrap: bool = False, parent: QWidget | None = None) -> QLabel:
    """A plain-text label in a role of the style sheet."""
    made = QLabel(parent)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setText(text)
    made.setWordWrap(wrap)
    if role:
        made.setProperty("role", role)
    return made


def field_label(text: str, field: QWidget, *, parent: QWidget | None = None) -> QLabel:
    """The visible label of a field, tied to it: buddy, and the accessible name in the same words."""
    made = label(text, "label", parent=parent)
    made.setBuddy(field)
    if not field.accessibleName():
        field.setAccessibleName(text.replace("&", ""))
    return made


class IconLabel(QWidget):
    """One icon in a token's colour, sized by the text around it. Silent: the word beside it speaks."""

    def __init__(self, name: str, token: str = "ink", size: int = 0, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = name
        self._token = token
        self._size = size
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def set_icon(self, name: str, token: str = "") -> None:
        """Change the drawing and, if given, its colour."""
        self._name = name
        self._token = token or self._token
        self.update()

    def sizeHint(self) -> QSize:
        side = self._size or max(16, round(self.fontMetrics().height() * 0.9))
        return QSize(side, side)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self.updateGeometry()

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._name:
            return
        painter = QPainter(self)
        draw_icon(painter, self.rect().toRectF(), self._name, Theme.current().palette.colour(self._token))
        painter.end()


class StateLabel(QWidget):
    """Icon + word + colour for how far something is, as in "4 of 6" with a half ring."""

    def __init__(self, state: str, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        self._icon = IconLabel("empty", parent=self)
        self._text = label("", wrap=True, parent=self)
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._text, 1)
        self.set(state, text)

    def set(self, state: str, text: str) -> None:
        """Show another state and its words."""
        icon, token = STATES[state]
        self._icon.set_icon(icon, token)
        self._text.setText(text)
        role = {"stop": "danger", "warning": "warn", "half": "warn", "done": "ok"}.get(state, "secondary")
        mark(self._text, "role", role)
        self.setAccessibleName(f"{text}, {STATE_WORDS[state]}")

    def text(self) -> str:
        return self._text.text()


def divider(*, strong: bool = False, parent: QWidget | None = None) -> QFrame:
    """A 1 px line between rows; 2 px in ink when strong. It carries no meaning."""
    made = QFrame(parent)
    made.setProperty("divider", "strong" if strong else "true")
    made.setFrameShape(QFrame.Shape.NoFrame)
    return made


def ground(widget: QWidget, name: str) -> QWidget:
    """Give a plain widget a ground from the palette: window, surface, raised, rail, desk or a fill."""
    widget.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    mark(widget, "ground", name)
    return widget
