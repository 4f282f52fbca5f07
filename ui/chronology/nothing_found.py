"""What stands where the list is empty because of the filter: why, and the ways out."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.widgets.buttons import Button
from ui.widgets.flow import FlowLayout
from ui.widgets.labels import label


class NothingFound(QWidget):
    """A sentence, and buttons: the likely word, all cases, everything."""

    meant = Signal(str)
    """The words that were probably meant."""
    everywhere = Signal()
    all_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._better = ""
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 10, 14, 10)
        column.setSpacing(8)
        self._sentence = label("", wrap=True)
        column.addWidget(self._sentence)
        holder = QWidget()
        flow = FlowLayout(holder, spacing=6)
        self.meant_button = Button("", size="small")
        self.meant_button.clicked.connect(lambda: self.meant.emit(self._better))
        self.everywhere_button = Button("Search in all cases (Ctrl+K)", size="small")
        self.everywhere_button.clicked.connect(self.everywhere)
        self.all_button = Button("Show all entries", size="small")
        self.all_button.clicked.connect(self.all_wanted)
        for button in (self.meant_button, self.everywhere_button, self.all_button):
            flow.addWidget(button)
        column.addWidget(holder)
        self.meant_button.hide()

    def tell(self, sentence: str, *, searched: bool) -> None:
        """Why nothing is shown; ``searched`` where words were typed."""
        self._sentence.setText(sentence)
        self.everywhere_button.setVisible(searched)
        self.suggest("")

    def suggest(self, better: str) -> None:
        """Words that stand somewhere and are like the typed ones."""
        self._better = better
        self.meant_button.setVisible(bool(better))
        if better:
            self.meant_button.set_words(f"Did you mean: {better}")
