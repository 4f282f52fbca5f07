"""The rail at the left edge: where one can go, each with icon and word.

One Tab stop; Up and Down move inside it, Enter or Space goes there. The place one is at
carries a yellow bar. On narrow windows the words become tool tips.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QVBoxLayout, QWidget

from ui.theme import Spacing, Theme
from ui.theme.icons import draw_icon
from ui.widgets.labels import ground


class Place(NamedTuple):
    """One line of the rail. ``page`` is False for things that are done and not gone to (Search, Lock)."""

    key: str
    words: str
    icon: str
    hint: str = ""
    page: bool = True


PLACES: tuple[Place, ...] = (
    Place("today", "Today", "today", "Ctrl+1"),
    Place("cases", "Cases", "folder", "Ctrl+2"),
    Place("review", "Review", "review", "Ctrl+3"),
    Place("reports", "Reports", "printer", "Ctrl+4"),
    Place("sync", "Sync", "sync", "Ctrl+5"),
)
FOOT: tuple[Place, ...] = (
    Place("search", "Search", "search", "Ctrl+K", page=False),
    Place("settings", "Settings", "settings", "Ctrl+,"),
    Place("lock", "Lock", "lock", "Ctrl+L", page=False),
)


class RailButton(QAbstractButton):
    """One place: icon over word, count badge, bar when current."""

    def __init__(self, place: Place, rail: Rail) -> None:
        super().__init__(rail)
        self.place = place
        self.count = 0
        self._rail = rail
        self.setCheckable(place.page)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setText(place.words)
        self.setToolTip(f"{place.words} ({place.hint})" if place.hint else place.words)
        self.describe()

    def describe(self) -> None:
        """The accessible name is the word; count and key are the description."""
        self.setAccessibleName(self.place.words)
        parts = [f"{self.count} waiting" if self.count else "", self.place.hint]
        self.setAccessibleDescription(", ".join(p for p in parts if p))

    def sizeHint(self) -> QSize:
        if self._rail.narrow:
            return QSize(Spacing.RAIL_NARROW, 44)
        return QSize(self._rail.width_wide(), max(56, self._icon_side() + self._word_height() + 18))

    def minimumSizeHint(self) -> QSize:
        return QSize(Spacing.RAIL_NARROW, 40 if self._rail.narrow else self._icon_side() + self._word_height() + 8)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
        if step is not None:
            self._rail.step(self, step)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def nextCheckState(self) -> None:
        """The rail, not the press, decides what is current."""

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._rail.rove(self)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = Theme.current()
        p = theme.palette
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect())
        if self.isChecked():
            painter.fillRect(box, theme.qcolor("rail_selected"))
        elif self.underMouse():
            painter.fillRect(box, theme.qcolor("rail_hover"))
        else:
            painter.fillRect(box, theme.qcolor("rail"))
        if self.isChecked():
            painter.fillRect(QRectF(0, 0, 4, box.height()), theme.qcolor("rail_mark"))
        if self.hasFocus():
            painter.setPen(QPen(theme.qcolor("rail_mark"), 2))
            painter.drawRect(box.adjusted(6, 2, -2, -2))
        side = self._icon_side()
        words = self._word_height()
        narrow = self._rail.narrow
        top = (box.height() - side - (0 if narrow else words + 3)) / 2
        icon = QRectF(box.center().x() - side / 2, top, side, side)
        draw_icon(painter, icon, self.place.icon, p.rail_text)
        painter.setPen(theme.qcolor("rail_text"))
        if not narrow:
            font = theme.font("secondary")
            font.setWeight(font.Weight.DemiBold if self.isChecked() else font.Weight.Normal)
            painter.setFont(font)
            line = QRectF(2, icon.bottom() + 3, box.width() - 4, words)
            painter.drawText(line, Qt.AlignmentFlag.AlignCenter, self.place.words)
        if self.count:
            self._draw_badge(painter, theme, QPointF(icon.right() + 1, icon.top() - 3))
        painter.end()

    def _draw_badge(self, painter: QPainter, theme: Theme, at: QPointF) -> None:
        font = theme.font("secondary")
        font.setWeight(font.Weight.Bold)
        painter.setFont(font)
        metrics = painter.fontMetrics()
        text = str(self.count) if self.count < 100 else "99+"
        width = max(metrics.height(), metrics.horizontalAdvance(text) + 8)
        box = QRectF(min(at.x(), self.width() - width - 3), max(1.0, at.y() - 1), width, metrics.height() - 1)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.qcolor("rail_mark"))
        painter.drawRoundedRect(box, 3, 3)
        painter.setPen(theme.qcolor("on_rail_mark"))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)

    def _icon_side(self) -> int:
        return max(20, round(Theme.current().text_scale * 22))

    def _word_height(self) -> int:
        return self.fontMetrics().height()


class Rail(QWidget):
    """All places. `chosen` says where the user wants to go; the shell answers with `set_current`."""

    chosen = Signal(str)

    def __init__(
        self,
        places: Sequence[Place] = PLACES,
        foot: Sequence[Place] = FOOT,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.narrow = False
        self._marking = False
        self._buttons: list[RailButton] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 4)
        column.setSpacing(0)
        for place in places:
            column.addWidget(self._make(place))
        column.addStretch(1)
        for place in foot:
            column.addWidget(self._make(place))
        ground(self, "rail")
        self.setAccessibleName("Main places")
        self._fix_width()
        self.rove(self._buttons[0])

    def set_current(self, key: str) -> None:
        """Mark the place the window is showing."""
        self._marking = True
        for button in self._buttons:
            button.setChecked(button.place.key == key)
            if button.place.key == key:
                self.rove(button)
        self._marking = False

    def current(self) -> str:
        return next((b.place.key for b in self._buttons if b.isChecked()), "")

    def set_count(self, key: str, count: int) -> None:
        """The yellow number on a place; 0 takes it away."""
        for button in self._buttons:
            if button.place.key == key:
                button.count = count
                button.describe()
                button.update()

    def set_place_visible(self, key: str, visible: bool) -> None:
        for button in self._buttons:
            if button.place.key == key:
                button.setVisible(visible)

    def set_narrow(self, narrow: bool) -> None:
        """Icons alone, for windows under 1280 px."""
        self.narrow = narrow
        self._fix_width()
        for button in self._buttons:
            button.updateGeometry()
            button.update()

    def button(self, key: str) -> RailButton:
        return next(b for b in self._buttons if b.place.key == key)

    def width_wide(self) -> int:
        widest = max((self.fontMetrics().horizontalAdvance(b.place.words) for b in self._buttons), default=0)
        return max(Spacing.RAIL, widest + 16)

    def step(self, button: RailButton, by: int) -> None:
        """Move the focus up or down."""
        shown = [b for b in self._buttons if not b.isHidden()]
        shown[(shown.index(button) + by) % len(shown)].setFocus(Qt.FocusReason.TabFocusReason)

    def rove(self, button: RailButton) -> None:
        """Keep one Tab stop."""
        for each in self._buttons:
            each.setFocusPolicy(Qt.FocusPolicy.StrongFocus if each is button else Qt.FocusPolicy.ClickFocus)

    def _make(self, place: Place) -> RailButton:
        button = RailButton(place, self)
        button.clicked.connect(lambda: self.chosen.emit(place.key))
        button.toggled.connect(lambda on: self._toggled(button, on))
        self._buttons.append(button)
        return button

    def _toggled(self, button: RailButton, on: bool) -> None:
        """A screen reader toggles without a click: it chooses too, and the shell still says what is shown."""
        if self._marking:
            return
        self._marking = True
        button.setChecked(not on)
        self._marking = False
        self.chosen.emit(button.place.key)

    def _fix_width(self) -> None:
        self.setFixedWidth(Spacing.RAIL_NARROW if self.narrow else self.width_wide())
