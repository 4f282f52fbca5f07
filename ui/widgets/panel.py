"""A white card with a raised head, and headings."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from ui.widgets.head_layout import Head
from ui.widgets.labels import label


class Panel(QFrame):
    """A card. The head holds the title, a hint, a chip or two, and buttons at the right."""

    def __init__(
        self,
        title: str,
        hint: str = "",
        buttons: tuple[QWidget, ...] = (),
        *,
        chips: tuple[QWidget, ...] = (),
        padded: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        """``padded`` puts 12 px round the body; tables and rows want none."""
        super().__init__(parent)
        self.setProperty("panel", "true")
        self.setAccessibleName(title)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(1, 1, 1, 1)
        outer.setSpacing(0)
        self.head = Head(self, spacing=8)
        self.head.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.head.setProperty("panelhead", "true")
        self._row = self.head.row
        self._row.setContentsMargins(10, 3, 10, 3)
        self._title = label(title, "strong")
        self._hint = label(hint, "secondary")
        for part in (self._title, *chips, self._hint):
            self._row.add(part)
        for button in buttons:
            self._row.add_at_end(button)
        self._hint.setVisible(bool(hint))
        self.head.set_least(self._title.fontMetrics().height() + 12)
        outer.addWidget(self.head)
        self.body = QVBoxLayout()
        side = 12 if padded else 0
        self.body.setContentsMargins(side, side and 8, side, side and 10)
        self.body.setSpacing(8 if padded else 0)
        outer.addLayout(self.body, 1)

    def set_title(self, title: str) -> None:
        self._title.setText(title)
        self.setAccessibleName(title)

    def set_hint(self, hint: str) -> None:
        self._hint.setText(hint)
        self._hint.setVisible(bool(hint))

    def add_head_widget(self, widget: QWidget, before: QWidget | None = None) -> None:
        """Put one more thing at the right of the head."""
        self._row.add_at_end(widget, before)

    def add(self, widget: QWidget, stretch: int = 0) -> None:
        """Put a widget into the body."""
        self.body.addWidget(widget, stretch)


def section_heading(text: str, hint: str = "") -> QWidget:
    """A 12 pt heading with a hint behind it, for pages without cards."""
    made = QWidget()
    row = QHBoxLayout(made)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(8)
    row.addWidget(label(text, "section"), 0, Qt.AlignmentFlag.AlignBaseline)
    if hint:
        row.addWidget(label(hint, "secondary"), 0, Qt.AlignmentFlag.AlignBaseline)
    row.addStretch(1)
    return made


def page_title(text: str) -> QLabel:
    """The 15 pt title of a page."""
    return label(text, "title")
