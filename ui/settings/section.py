"""What the parts of Settings share: a title, a sentence, and cards under each other in a column that scrolls."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from ui.shell.session import Place, Screen, Session
from ui.widgets.error_box import ErrorBox, Notice
from ui.widgets.labels import label
from ui.widgets.panel import page_title
from ui.widgets.tall import Tall

MEASURE = 760
"""How wide a card is at most, in pixels at the usual text size: a line of 90 letters."""


class SettingsSection(Screen):
    """One part of Settings. Cards go into `column`; results and errors stand above them."""

    gives_focus = True
    """Walking over the list of parts must not throw the keyboard into each of them."""

    def __init__(
        self, session: Session, place: Place, title: str, sentence: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(session, place, parent)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        self.area = QScrollArea(self)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setWidgetResizable(True)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inside = Tall()
        self.column = QVBoxLayout(inside)
        self.column.setContentsMargins(14, 12, 14, 12)
        self.column.setSpacing(12)
        self.column.addWidget(page_title(title))
        if sentence:
            words = label(sentence, "secondary", wrap=True)
            self.column.addWidget(words)
        self.error = ErrorBox(inside)
        self.column.addWidget(self.error)
        self.told = Notice("", "ok", parent=inside)
        self.told.hide()
        self.column.addWidget(self.told)
        inside.set_measure(self.measure())
        self.area.setWidget(inside)
        outer.addWidget(self.area)

    def measure(self) -> int:
        """The width of a card in this text size."""
        return max(MEASURE, self.fontMetrics().horizontalAdvance("n") * 100)

    def add_card(self, card: QWidget) -> None:
        """One more card, under the others."""
        self.column.addWidget(card)

    def tell(self, words: str, kind: str = "ok", *, strong: str = "") -> None:
        """A result: above the cards, in the status line, and read out."""
        self.error.clear()
        self.told.set(words, kind, strong=strong)
        self.told.show()
        self.area.ensureWidgetVisible(self.told)
        self.session.say((strong or words.partition(".")[0]).rstrip("."))
