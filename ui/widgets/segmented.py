"""One of a few answers, all in sight: Decided | Not applicable | Deferred.

It may be unanswered, and says so: nothing is chosen until somebody chooses. One Tab stop;
Left and Right (or Up and Down) move and choose, Space chooses, and if ``clearable`` Delete
takes the answer back.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QSizePolicy, QWidget

from ui.theme import Spacing, Theme, mark


class _Segment(QPushButton):
    """One answer. Paints the focus inside itself, so that chosen and focused stay apart."""

    def __init__(self, text: str, parent: Segmented) -> None:
        super().__init__(text.replace("&", "&&"), parent)
        self._owner = parent
        self.setCheckable(True)
        self.setAutoDefault(False)
        self.setAccessibleName(text)

    def sizeHint(self) -> QSize:
        return super().sizeHint().expandedTo(QSize(Spacing.TARGET, Spacing.TARGET))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._owner.handle_key(self, event):
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._owner.rove(self)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self.hasFocus():
            return
        theme = Theme.current()
        painter = QPainter(self)
        for inset, token in ((1.0, "focus_edge"), (3.0, "focus_fill")):
            painter.setPen(QPen(theme.qcolor(token), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(QRectF(self.rect()).adjusted(inset, inset, -inset, -inset))
        painter.end()


class Segmented(QWidget):
    """A row of answers of which at most one is chosen."""

    changed = Signal(str)
    """The value now chosen, "" when the answer was taken back. Only for what the user does."""

    def __init__(
        self,
        options: Sequence[str] | Sequence[tuple[str, str]],
        value: str = "",
        *,
        name: str = "",
        small: bool = False,
        clearable: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        """``options`` are words, or (value, words) pairs; ``name`` is what is being answered."""
        super().__init__(parent)
        self._values = [o if isinstance(o, str) else o[0] for o in options]
        self._words = [o if isinstance(o, str) else o[1] for o in options]
        self._name = name
        self._clearable = clearable
        self._marking = False
        self._group = QButtonGroup(self)
        self._group.setExclusive(False)
        self._buttons: list[_Segment] = []
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        last = len(self._words) - 1
        for i, words in enumerate(self._words):
            button = _Segment(words, self)
            place = "only" if last == 0 else "first" if i == 0 else "last" if i == last else "mid"
            button.setProperty("seg", place)
            if small:
                button.setProperty("small", "true")
            # A screen reader toggles a button without a click.
            button.toggled.connect(lambda _on, n=i: None if self._marking else self._choose(n))
            self._group.addButton(button, i)
            self._buttons.append(button)
            row.addWidget(button)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.set_value(value)

    def value(self) -> str:
        """The chosen value, "" if unanswered."""
        for value, button in zip(self._values, self._buttons, strict=True):
            if button.isChecked():
                return value
        return ""

    def set_value(self, value: str) -> None:
        """Show a value without telling anybody; "" or an unknown value shows unanswered."""
        self._marking = True
        for each, button in zip(self._values, self._buttons, strict=True):
            button.setChecked(each == value)
        self._marking = False
        self._describe()

    def set_words(self, value: str, words: str) -> None:
        """Change the words of one answer (for counts: "Changed 4")."""
        n = self._values.index(value)
        self._words[n] = words
        self._buttons[n].setText(words.replace("&", "&&"))
        self._describe()

    def set_error(self, error: str) -> None:
        """What is wrong, for the screen reader; the red words stand beside it on the screen."""
        mark(self, "error", "true" if error else None)
        for button in self._buttons:
            button.setAccessibleDescription(f"Error: {error}" if error else "")

    def buttons(self) -> list[QPushButton]:
        return list(self._buttons)

    def setFocus(self, *reason: Qt.FocusReason) -> None:
        self._stop().setFocus(*reason)

    def rove(self, button: QPushButton) -> None:
        """Keep one Tab stop: the chosen answer, else the one last visited."""
        for each in self._buttons:
            each.setFocusPolicy(Qt.FocusPolicy.StrongFocus if each is button else Qt.FocusPolicy.ClickFocus)

    def handle_key(self, button: _Segment, event: QKeyEvent) -> bool:
        """Arrow keys and Delete; True if used."""
        step = {
            Qt.Key.Key_Right: 1,
            Qt.Key.Key_Down: 1,
            Qt.Key.Key_Left: -1,
            Qt.Key.Key_Up: -1,
        }.get(Qt.Key(event.key()))
        if step is not None:
            n = (self._buttons.index(button) + step) % len(self._buttons)
            self._buttons[n].setFocus(Qt.FocusReason.TabFocusReason)
            self._choose(n)
            return True
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and self._clearable and self.value():
            self.set_value("")
            self.changed.emit("")
            return True
        return False

    def _choose(self, n: int) -> None:
        if self._shown == self._values[n]:
            self.set_value(self._shown)
            return
        self.set_value(self._values[n])
        self.changed.emit(self._values[n])

    def _stop(self) -> _Segment:
        for button in self._buttons:
            if button.isChecked():
                return button
        return self._buttons[0]

    def _describe(self) -> None:
        self._shown = self.value()
        self.rove(self._stop())
        answer = self._words[self._values.index(self._shown)] if self._shown else "not answered"
        self.setAccessibleName(f"{self._name}, {answer}" if self._name else answer)
        for words, button in zip(self._words, self._buttons, strict=True):
            button.setAccessibleName(f"{self._name}, {words}" if self._name else words)
