"""The foot of the chronology while the quick-entry bar is put away."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ui.widgets.buttons import Button
from ui.widgets.labels import label

from .entry_values import Values


class FootBar(QWidget):
    """What stands at the foot while the bar is put away: the ways to add something."""

    new_wanted = Signal()
    import_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setProperty("ground", "window")
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 5, 10, 5)
        row.setSpacing(8)
        self.new = Button("New entry", "plus")
        self.new.setText(f"{self.new.text()}  (Ctrl+N)")
        self.new.clicked.connect(lambda: self.new_wanted.emit())
        self.bring = Button("Bring in a file…", "document")
        self.bring.clicked.connect(lambda: self.import_wanted.emit())
        self._draft = label("", "secondary")
        row.addWidget(self.new)
        row.addWidget(self.bring)
        row.addWidget(self._draft, 1)

    def show_draft(self, values: Values) -> None:
        """Whether something half written waits."""
        if not values.written:
            self._draft.setText("")
            return
        lacks = [words for words, there in _lacks(values) if not there]
        state = f"no {' and no '.join(lacks)}" if lacks else "complete, not saved"
        start = " ".join(values.fact.split())[:60]
        self._draft.setText(f"Draft kept: {state}. {start}")


def _lacks(values: Values) -> list[tuple[str, bool]]:
    return [("date", bool(values.when_words)), ("agency", bool(values.agency)), ("source", bool(values.source)),
            ("fact", bool(values.fact.strip()))]  # fmt: skip
