"""Findings: what is missing or odd, said while it can still be put right.

A calm column of white cards with a coloured bar; only the first of the gravest is tinted.
Each card names its rule and offers what can be done; "Record why" opens a box in the card
itself. What is already met stands at the foot in green. Nothing here stops anybody typing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from ui.theme import Theme
from ui.widgets.buttons import Button
from ui.widgets.chip import Chip
from ui.widgets.flow import FlowLayout
from ui.widgets.growing_text import GrowingText
from ui.widgets.labels import IconLabel, divider, ground, label

RECORD_WHY = "Record why (R)"

_LEVELS = {
    "danger": ("stop", "danger", "danger", "danger_fill", "Must answer"),
    "warn": ("warning", "warn_graphic", "warn", "warn_fill", "Give a reason"),
    "info": ("info", "primary", "", "info_fill", "Check"),
    "met": ("done", "ok", "", "surface", "Met"),
}
_ANSWERED = ("done", "ok", "", "surface", "Answered")


@dataclass(frozen=True)
class Card:
    """One finding as it is shown. ``level``: danger, warn, info, or met (a green line at the foot).

    ``reason`` is what somebody recorded for it; a card with a reason is answered and shows it.
    """

    key: str
    level: str
    title: str
    words: str = ""
    actions: tuple[str, ...] = ()
    reason: str = ""


def _look(card: Card) -> tuple[str, str, str, str, str]:
    """Icon, colour of icon and bar, tone of the title, fill when tinted, spoken level."""
    return _ANSWERED if card.reason else _LEVELS[card.level]


class FindingCard(QFrame):
    """One card. Focusable as a whole: R opens the reason box, Enter does the first action."""

    action = Signal(str, str)
    reason_recorded = Signal(str, str)

    def __init__(self, card: Card, *, tinted: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.card = card
        self._tinted = tinted
        icon, token, role, _fill, spoken = _look(card)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(f"{spoken}: {card.title}")
        self.setAccessibleDescription(" ".join(t for t in (card.words, card.reason and f"Reason: {card.reason}") if t))
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 8, 10, 9)
        column.setSpacing(4)
        head = QHBoxLayout()
        head.setSpacing(6)
        head.addWidget(IconLabel(icon, token, parent=self), 0, Qt.AlignmentFlag.AlignTop)
        title = label(card.title, "strong", wrap=True, parent=self)
        if role:
            title.setProperty("tone", role)
        head.addWidget(title, 1)
        column.addLayout(head)
        if card.words:
            column.addWidget(label(card.words, "small", wrap=True, parent=self))
        if card.reason:
            column.addWidget(label(f"Reason: {card.reason}", "small", wrap=True, parent=self))
        self._buttons = QWidget(self)
        flow = FlowLayout(self._buttons, spacing=6)
        for words in card.actions:
            button = Button(words, size="small", parent=self._buttons)
            button.clicked.connect(lambda _on, w=words: self._act(w))
            flow.addWidget(button)
        column.addWidget(self._buttons)
        self._buttons.setVisible(bool(card.actions))
        self._box = self._make_box()
        column.addWidget(self._box)
        self._box.hide()

    def open_reason(self) -> None:
        """Show the reason box and put the cursor in it."""
        self._buttons.hide()
        self._box.show()
        self._text.setFocus()

    def reason_words(self) -> str:
        """What stands in an open reason box (so that a lock can keep it)."""
        return self._text.text() if not self._box.isHidden() else ""

    def set_reason_words(self, words: str) -> None:
        """Bring back a reason that was being written."""
        self._text.set_text(words)
        self._buttons.hide()
        self._box.show()

    def _make_box(self) -> QWidget:
        box = QWidget(self)
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 2, 0, 0)
        column.setSpacing(5)
        self._text = GrowingText(
            self.card.reason, name=f"Why: {self.card.title}", placeholder="Why", least=2, parent=box
        )
        column.addWidget(self._text)
        row = QHBoxLayout()
        row.setSpacing(6)
        keep = Button("Record", kind="primary", size="small", parent=box)
        keep.clicked.connect(self._record)
        back = Button("Cancel", size="small", parent=box)
        back.clicked.connect(self._close_box)
        row.addWidget(keep)
        row.addWidget(back)
        row.addStretch(1)
        column.addLayout(row)
        return box

    def _act(self, words: str) -> None:
        if words.startswith("Record why"):
            self.open_reason()
        self.action.emit(self.card.key, words)

    def _record(self) -> None:
        words = self._text.text().strip()
        self._text.set_error("" if words else "Enter the reason.")
        if not words:
            self._text.setFocus()
            return
        self._close_box()
        self.reason_recorded.emit(self.card.key, words)

    def _close_box(self) -> None:
        self._box.hide()
        self._buttons.setVisible(bool(self.card.actions))
        self.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        why = next((a for a in self.card.actions if a.startswith("Record why")), "")
        if event.key() == Qt.Key.Key_Escape and not self._box.isHidden():
            self._close_box()
        elif event.key() == Qt.Key.Key_R and why and self.hasFocus() and not event.modifiers():
            self._act(why)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.card.actions and self.hasFocus():
            self._act(self.card.actions[0])
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = Theme.current()
        _icon, bar, _role, fill, _spoken = _look(self.card)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.setPen(QPen(theme.qcolor(bar if self._tinted else "line"), 1))
        painter.setBrush(theme.qcolor(fill if self._tinted else "surface"))
        painter.drawRoundedRect(box, 3, 3)
        painter.fillRect(QRectF(0, 0, 5, self.height()), theme.qcolor(bar))
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme.qcolor("focus_edge"), 2))
            painter.drawRect(QRectF(self.rect()).adjusted(1, 1, -1, -1))
        painter.end()


class FindingsPanel(QWidget):
    """The right-hand panel: title with counts, cards, green lines."""

    action = Signal(str, str)
    """(key, words of the button)"""
    reason_recorded = Signal(str, str)
    """(key, reason)"""

    def __init__(self, title: str = "Before the chair signs", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        ground(self, "surface")
        self.setAccessibleName(title)
        self._cards: list[FindingCard] = []
        self._met: list[Card] = []
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        head = QWidget(self)
        head.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        head.setProperty("panelhead", "true")
        row = QHBoxLayout(head)
        row.setContentsMargins(12, 4, 10, 4)
        row.setSpacing(8)
        self._title = label(title, "strong")
        row.addWidget(self._title, 1)
        self._must = Chip("0", "danger")
        self._why = Chip("0", "warn")
        row.addWidget(self._must)
        row.addWidget(self._why)
        outer.addWidget(head)
        self._scroll = QScrollArea(self)
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._inside = QWidget()
        ground(self._inside, "surface")
        self._column = QVBoxLayout(self._inside)
        self._column.setContentsMargins(10, 8, 10, 10)
        self._column.setSpacing(8)
        self._scroll.setWidget(self._inside)
        outer.addWidget(self._scroll, 1)
        self.set_cards(())

    def set_title(self, title: str) -> None:
        self._title.setText(title)
        self.setAccessibleName(title)

    def set_cards(self, cards: Sequence[Card]) -> None:
        """Show these findings. A reason being written in a card that stays is kept, and so is the focus."""
        if [c.card for c in self._cards] == [c for c in cards if c.level != "met"] and self._met == [
            c for c in cards if c.level == "met"
        ]:
            return
        writing = {c.card.key: c.reason_words() for c in self._cards if c.reason_words()}
        focused = next((c.card.key for c in self._cards if _holds_focus(c)), "")
        in_box = any(c.card.key == focused and not c.hasFocus() and c.reason_words() for c in self._cards)
        self._empty()
        self._met = [c for c in cards if c.level == "met"]
        for n, card in enumerate(c for c in cards if c.level != "met"):
            made = FindingCard(
                card, tinted=n == 0 and card.level in ("danger", "warn") and not card.reason, parent=self._inside
            )
            made.action.connect(self.action)
            made.reason_recorded.connect(self.reason_recorded)
            self._column.addWidget(made)
            self._cards.append(made)
            if card.key in writing:
                made.set_reason_words(writing[card.key])
            if card.key == focused:
                made.show()
                made.open_reason() if in_box else made.setFocus()
        if self._met and self._cards:
            self._column.addWidget(divider(parent=self._inside))
        for card in self._met:
            self._column.addWidget(self._met_line(card))
        self._column.addStretch(1)
        self._count(cards)

    def cards(self) -> list[FindingCard]:
        return list(self._cards)

    def focus_card(self, key: str) -> None:
        """Put the focus on one card and bring it into sight."""
        for card in self._cards:
            if card.card.key == key:
                self._scroll.ensureWidgetVisible(card)
                card.setFocus(Qt.FocusReason.OtherFocusReason)

    def writing(self) -> dict[str, str]:
        """Reasons that are being written, by key; a lock keeps them."""
        return {c.card.key: c.reason_words() for c in self._cards if c.reason_words()}

    def restore_writing(self, reasons: dict[str, str]) -> None:
        """Bring them back."""
        for card in self._cards:
            if card.card.key in reasons:
                card.set_reason_words(reasons[card.card.key])

    def _met_line(self, card: Card) -> QWidget:
        line = QWidget(self._inside)
        row = QHBoxLayout(line)
        row.setContentsMargins(4, 0, 0, 0)
        row.setSpacing(7)
        row.addWidget(IconLabel("done", "ok", parent=line), 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(label(card.title, "small", wrap=True, parent=line), 1)
        line.setAccessibleName(f"Met: {card.title}")
        return line

    def _empty(self) -> None:
        self._cards = []
        while self._column.count():
            item = self._column.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.hide()
                widget.setParent(None)
                widget.deleteLater()

    def _count(self, cards: Sequence[Card]) -> None:
        for chip, level, spoken in ((self._must, "danger", "must be answered"), (self._why, "warn", "need a reason")):
            count = sum(1 for c in cards if c.level == level and not c.reason)
            chip.set(str(count))
            chip.setVisible(bool(count))
            chip.setAccessibleName(f"{count} {spoken}")
            chip.setToolTip(f"{count} {spoken}")


def _holds_focus(card: FindingCard) -> bool:
    focused = QApplication.focusWidget()
    return focused is not None and (focused is card or card.isAncestorOf(focused))
