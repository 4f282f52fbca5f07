"""What the chair can do: equal boxes of which none is chosen beforehand, and the words that a choice asks for."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QBoxLayout,
    QButtonGroup,
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QRadioButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from pclo_app.records.meeting import StrategyMeeting
from ui.theme import Spacing, Theme
from ui.widgets.buttons import Button
from ui.widgets.flow import FlowLayout
from ui.widgets.growing_text import GrowingText
from ui.widgets.labels import field_label
from ui.widgets.still import StillCombo

from .parts import labelled

_READY = {
    "reserved": ("It was not said so", "Something is left out", "I do not agree"),
    "refused": ("It is not a fair record", "I want advice first", "I did not chair this meeting"),
    "unable": ("My hand is injured", "I have to leave now", "I cannot read it here"),
}
"""Words that a press puts into the field: with a pen or a finger alone there is no keyboard."""
LARGE = 1.2
"""Above this text size, what stands side by side stands one under the other."""
SIGNED, RESERVED, REFUSED, PAPER, UNABLE = "signed", "reserved", "refused", "wet-ink", "unable"


class Choice(QRadioButton):
    """One way to answer, as a box of words."""

    def __init__(self, title: str, second: str) -> None:
        super().__init__()
        self._title = title
        self._second = second
        self.setAccessibleName(title)
        self.setAccessibleDescription(second)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def _heights(self, width: int) -> tuple[int, int]:
        """How high title and second line are when they wrap in this width."""
        room = QRect(0, 0, max(60, width - 50), 10_000)
        flags = int(Qt.TextFlag.TextWordWrap)
        title, second = (QFontMetrics(font) for font in self._fonts())
        high = second.boundingRect(room, flags, self._second).height() if self._second else 0
        return title.boundingRect(room, flags, self._title).height(), high

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return max(Spacing.CHAIR_TARGET, sum(self._heights(width)) + 14)

    def _fonts(self) -> tuple[QFont, QFont]:
        theme = Theme.current()
        return theme.font("reading", QFont.Weight.DemiBold), theme.font("secondary")

    def sizeHint(self) -> QSize:
        title, second = (QFontMetrics(font) for font in self._fonts())
        wide = max(title.horizontalAdvance(self._title), second.horizontalAdvance(self._second))
        high = title.height() + (second.height() if self._second else 0) + 14
        return QSize(wide + 60, max(Spacing.CHAIR_TARGET, high))

    def minimumSizeHint(self) -> QSize:
        return QSize(150, Spacing.CHAIR_TARGET)

    def hitButton(self, pos: QPoint) -> bool:
        return self.rect().contains(pos)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = Theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        on, focused = self.isChecked(), self.hasFocus()
        edge = "focus_edge" if focused else "primary" if on else "control"
        width = 2 if on or focused else 1
        painter.setPen(QPen(theme.qcolor(edge), width))
        painter.setBrush(theme.qcolor("selected" if on else "focus_fill" if focused else "surface"))
        inset = width / 2
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(inset, inset, -inset, -inset), 3, 3)
        centre = QRectF(13, self.height() / 2 - 9, 18, 18)
        painter.setPen(QPen(theme.qcolor("primary" if on else "control"), 1.5))
        painter.setBrush(theme.qcolor("surface"))
        painter.drawEllipse(centre)
        if on:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.qcolor("primary"))
            painter.drawEllipse(centre.adjusted(4, 4, -4, -4))
        title, second = self._fonts()
        high, low = self._heights(self.width())
        top = (self.height() - high - low) / 2
        left, room = 43, self.width() - 50
        for font, words, token, y, tall in (
            (title, self._title, "ink", top, high),
            (second, self._second, "ink2", top + high, low),
        ):
            painter.setFont(font)
            painter.setPen(theme.qcolor(token))
            painter.drawText(QRectF(left, y, room, tall), int(Qt.TextFlag.TextWordWrap), words)
        painter.end()


class Reservation(QWidget):
    """What about, and what the chair disagrees with; several points are allowed."""

    edited = Signal()

    def __init__(self, subjects: list[str]) -> None:
        super().__init__()
        self._subjects = subjects
        self.points: list[tuple[QComboBox, GrowingText]] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(28, 0, 0, 0)
        column.setSpacing(4)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(8)
        self._grid.setVerticalSpacing(4)
        self._grid.setColumnStretch(0, 35)
        self._grid.setColumnStretch(1, 65)
        column.addLayout(self._grid)
        self.more = Button("Something else too", "plus", kind="quiet")
        self.more.setAccessibleName("Disagree with something else too")
        self.more.clicked.connect(lambda: self._add(focus=True))
        self._add()

    def say(self, words: str) -> None:
        """Ready words into the point that was written last."""
        text = self.points[-1][1]
        text.set_text(f"{text.text().rstrip()} {words}.".strip())
        self.edited.emit()

    def words(self) -> str:
        """``Decision 5, Police protection: I asked for ...``, one line for each point."""
        found = []
        for about, text in self.points:
            said = text.text().strip()
            if said:
                found.append(f"{about.currentText()}: {said}" if about.currentIndex() else said)
        return "\n".join(found)

    def about(self) -> str:
        """What the points are about, for one line: ``decision 5``."""
        names = [box.currentText().partition(",")[0] for box, text in self.points if text.text().strip()]
        return ", ".join(name[:1].lower() + name[1:] for name in names)

    def state(self) -> list[list[str]]:
        """The points for a draft."""
        return [[box.currentText(), text.text()] for box, text in self.points]

    def restore(self, state: list[list[str]]) -> None:
        """Bring the points back."""
        while len(self.points) < len(state):
            self._add()
        for (box, text), (about, said) in zip(self.points, state, strict=False):
            box.setCurrentText(about)
            text.set_text(said)

    def _add(self, *, focus: bool = False) -> None:
        about = StillCombo()
        about.addItems(self._subjects)
        about.setMinimumHeight(28)
        number = len(self.points) + 1
        which = f", point {number}" if number > 1 else ""
        about.setAccessibleName(f"What about?{which}")
        about.setMinimumContentsLength(10)
        about.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        text = GrowingText(name=f"What do you disagree with?{which}", least=2, most=6)
        row = self._grid.rowCount()
        if number == 1:
            self._grid.addWidget(field_label("What about?", about), 0, 0)
            self._grid.addWidget(field_label("What do you disagree with?", text), 0, 1)
            row = 1
        self._grid.removeWidget(self.more)
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(about)
        column.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)
        self._grid.addWidget(left, row, 0, Qt.AlignmentFlag.AlignTop)
        self._grid.addWidget(text, row, 1)
        about.activated.connect(lambda _n: self.edited.emit())
        text.edited.connect(lambda _text: self.edited.emit())
        self.points.append((about, text))
        if focus:
            about.setFocus()


def subjects(record: StrategyMeeting) -> list[str]:
    """What a chair can disagree with, in the order of the record."""
    found = ["The whole record", "Who was there", "Information shared"]
    found += [f"Decision {each.number}, {each.heading}" for each in record.decisions]
    found += [f"Action {number}, {each.what[:60]}" for number, each in enumerate(record.actions, 1)]
    return found


class Choices(QWidget):
    """Section 2: the boxes, and under the chosen one what it asks."""

    chosen = Signal(str)
    edited = Signal()

    def __init__(self, record: StrategyMeeting) -> None:
        super().__init__()
        self.boxes: dict[str, QRadioButton] = {
            SIGNED: Choice("I agree and sign", "It is a fair record of the meeting"),
            RESERVED: Choice("I sign, but disagree with part of it", "Your words are printed next to your signature"),
            REFUSED: Choice("I do not sign", "You will be asked why"),
            PAPER: Choice("I will sign on paper", "Prints 2 copies, or later"),
            UNABLE: QRadioButton("I cannot sign: say why"),
        }
        self.reservation = Reservation(subjects(record))
        self.why = GrowingText(name="Why?", least=2, most=5)
        self.witness = QLineEdit()
        self.witness.setPlaceholderText("Name and designation, if somebody is with you")
        self._why_box = QWidget()
        column = QVBoxLayout(self._why_box)
        column.setContentsMargins(28, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(labelled("Why?", self.why))
        self.ready: dict[str, list[Button]] = {}
        for value in (REFUSED, UNABLE):
            column.addWidget(self._ready_words(value, self._say_why))
        column.addWidget(labelled("Who is with you?", self.witness))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(8)
        outer.addWidget(self.boxes[SIGNED])
        outer.addWidget(self.boxes[RESERVED])
        outer.addWidget(self.reservation)
        self._reserved_words = self._ready_words(RESERVED, self.reservation.say)
        outer.addWidget(self._reserved_words)
        large = Theme.current().text_scale > LARGE
        pair: QBoxLayout = QVBoxLayout() if large else QHBoxLayout()
        pair.setSpacing(8)
        pair.addWidget(self.boxes[REFUSED], 1)
        pair.addWidget(self.boxes[PAPER], 1)
        outer.addLayout(pair)
        outer.addWidget(self.boxes[UNABLE])
        outer.addWidget(self._why_box)
        self._group = QButtonGroup(self)
        for value, box in self.boxes.items():
            self._group.addButton(box)
            box.toggled.connect(lambda on, v=value: self._choose(v) if on else None)
            box.installEventFilter(self)
        self.why.edited.connect(lambda _text: self.edited.emit())
        self.reservation.edited.connect(self.edited)
        self.reservation.hide()
        self._reserved_words.hide()
        self._why_box.hide()

    def _ready_words(self, value: str, say: Callable[[str], None]) -> QWidget:
        """A row of small buttons, each with words of its own."""
        holder = QWidget()
        row = FlowLayout(holder, spacing=6)
        row.setContentsMargins(28 if value == RESERVED else 0, 0, 0, 0)
        self.ready[value] = []
        for words in _READY[value]:
            button = Button(words, size="small", parent=holder)
            button.setAccessibleName(f"Write: {words}")
            button.clicked.connect(partial(_press, say, words))
            row.addWidget(button)
            self.ready[value].append(button)
        return holder

    def _say_why(self, words: str) -> None:
        self.why.set_text(f"{self.why.text().rstrip()} {words}.".strip())
        self.edited.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The arrow keys go through the answers in their order, wherever they stand on the screen."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            way = {
                Qt.Key.Key_Down: 1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_Left: -1,
            }.get(Qt.Key(event.key()))  # fmt: skip
            order = list(self.boxes.values())
            if way is not None and watched in order:
                box = order[(order.index(watched) + way) % len(order)]
                box.setChecked(True)
                box.setFocus(Qt.FocusReason.TabFocusReason)
                return True
        return super().eventFilter(watched, event)

    def value(self) -> str:
        """The chosen outcome, "" for none."""
        return next((value for value, box in self.boxes.items() if box.isChecked()), "")

    def choose(self, value: str) -> None:
        """Choose, as after a lock."""
        if value in self.boxes:
            self.boxes[value].setChecked(True)

    def state(self) -> dict[str, Any]:
        """The words for a draft."""
        return {
            "points": self.reservation.state(),
            "why": self.why.text(),
            "witness": self.witness.text(),
        }

    def restore(self, state: dict[str, Any]) -> None:
        """Bring the words back."""
        self.reservation.restore(state.get("points", []))
        self.why.set_text(state.get("why", ""))
        self.witness.setText(state.get("witness", ""))

    def _choose(self, value: str) -> None:
        self.reservation.setVisible(value == RESERVED)
        self._reserved_words.setVisible(value == RESERVED)
        for each in (REFUSED, UNABLE):
            for button in self.ready[each]:
                button.setVisible(value == each)
        self._why_box.setVisible(value in (REFUSED, UNABLE))
        optional = "May stay empty: “No reason given” is recorded"
        self.why.setPlaceholderText(optional if value == REFUSED else "For example: my hand is injured")
        self.chosen.emit(value)


def _press(say: Callable[[str], None], words: str, _on: bool = False) -> None:
    say(words)
