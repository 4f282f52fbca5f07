"""The three shapes of the house: a fact is plain, an opinion is tinted and signed, a decision is boxed."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from ui.theme import Theme
from ui.widgets.agency import draw_decision_mark
from ui.widgets.labels import IconLabel, label


def rich(html: str, *, role: str = "", spoken: str = "") -> QLabel:
    """A wrapped label with a few bold or struck words. Whoever makes the HTML has escaped the words."""
    made = label("", role, wrap=True)
    made.setTextFormat(Qt.TextFormat.RichText)
    made.setText(html)
    made.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    if spoken:
        made.setAccessibleName(spoken)
    return made


def plain(words: str, role: str = "") -> QLabel:
    """A wrapped label whose words can be selected and copied."""
    made = label(words, role, wrap=True)
    made.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return made


def bold(words: str) -> str:
    """Bold, escaped."""
    return f'<span style="font-weight:600">{escape(words)}</span>'


def lines(words: str) -> str:
    """Plain words as HTML."""
    return escape(words).replace("\n", "<br>")


def headed(heading: str, body: QWidget) -> QWidget:
    """A small heading with something under it."""
    made = QWidget()
    column = QVBoxLayout(made)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(2)
    column.addWidget(label(heading, "label"))
    column.addWidget(body)
    return made


class OpinionBlock(QFrame):
    """What an event may mean: tinted, with a bar, its author and the day."""

    def __init__(self, words: str, author: str) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 7, 10, 8)
        column.setSpacing(2)
        row = QHBoxLayout()
        row.setSpacing(7)
        row.addWidget(IconLabel("pencil", "opinion"), 0, Qt.AlignmentFlag.AlignVCenter)
        head = label(f"Significance: opinion, {author}", "opinion", wrap=True)
        font = head.font()
        font.setWeight(font.Weight.DemiBold)
        head.setFont(font)
        row.addWidget(head, 1)
        column.addLayout(row)
        column.addWidget(plain(words))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = Theme.current()
        painter = QPainter(self)
        box = QRectF(self.rect())
        painter.fillRect(box, theme.qcolor("opinion_fill"))
        if theme.palette.contrast:
            painter.setPen(QPen(theme.qcolor("ink"), 1))
            painter.drawRect(box.adjusted(0.5, 0.5, -0.5, -0.5))
        painter.fillRect(QRectF(0, 0, 4, box.height()), theme.qcolor("opinion"))
        painter.end()


class DecisionBlock(QFrame):
    """A key decision: a 2 px box, what, why, who with rank."""

    def __init__(self, decision: str, parts: list[tuple[str, str]]) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 10, 9)
        column.setSpacing(2)
        head = label(f"Decision: {decision}", "strong", wrap=True)
        row = QHBoxLayout()
        row.setSpacing(7)
        row.addSpacing(16)
        row.addWidget(head, 1)
        column.addLayout(row)
        for heading, words in parts:
            if words:
                column.addWidget(rich(f"{bold(heading + ':')} {lines(words)}"))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(f"Key decision: {decision}")

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = Theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.qcolor("ink"), 2))
        painter.setBrush(theme.qcolor("surface"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 2, 2)
        side = self.fontMetrics().height() * 0.75
        draw_decision_mark(painter, QRectF(12, 8 + self.fontMetrics().height() * 0.15, side, side), theme)
        painter.end()
