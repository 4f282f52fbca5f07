"""The foot of the chronology while the quick-entry bar is put away."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

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
        self._new_words = f"{self.new.text()}  (Ctrl+N)", self.new.text()
        self.new.setToolTip("Ctrl+N")
        self.new.clicked.connect(lambda: self.new_wanted.emit())
        self.bring = Button("Bring in a file…", "document")
        self.bring.clicked.connect(lambda: self.import_wanted.emit())
        tip = "Several cases read as one chronology (Ctrl+Shift+I)"
        self.together = Button("With other cases…", "people", kind="quiet", tip=tip)
        self.undo = Button("Undo", "undo", kind="quiet")
        self.redo = Button("Redo", kind="quiet")
        self.withdrawn = Button("Withdrawn", kind="quiet", tip="Entries that were taken out of the chronology")
        self.asked = Button("Asked (F7)", "flag", tip="What good practice asks about this chronology")
        self.discarded = Button("Bring back the draft", kind="quiet", tip="The words that were discarded just now")
        self._draft = label("", "secondary")
        self._draft.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        row.addWidget(self.new)
        row.addWidget(self.bring)
        row.addWidget(self.together)
        row.addWidget(self._draft, 1)
        self.discarded.hide()
        for button in (self.discarded, self.undo, self.redo, self.withdrawn, self.asked):
            row.addWidget(button)
        self._steps = {"Undo": "", "Redo": ""}
        self.show_steps("", "")
        self.show_counts(0, 0)

    def show_steps(self, undo: str, redo: str) -> None:
        """What would be taken back, and what done again; "" for nothing."""
        for button, verb, what, keys in (
            (self.undo, "Undo", undo, "Ctrl+Z"),
            (self.redo, "Redo", redo, "Ctrl+Shift+Z"),
        ):
            button.setVisible(bool(what))
            self._steps[verb] = what
            button.setToolTip(f"{verb}: {what} ({keys}, outside of a text field)")
        self._word_steps()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._word_steps()

    def _word_steps(self) -> None:
        """What would be taken back stands on the button where there is room, else in its tip."""
        metrics = self.fontMetrics()
        self.new.setText(self._new_words[0])
        must = [each for each in (self.new, self.bring, self.asked, self.withdrawn) if not each.isHidden()]
        if sum(each.sizeHint().width() + 8 for each in must) + 12 > self.width():
            self.new.setText(self._new_words[1])
        others = (self.new, self.bring, self.together, self.discarded, self.withdrawn, self.asked)
        steps = sum(metrics.horizontalAdvance(verb) + 48 for verb, what in self._steps.items() if what)
        wanted = sum(each.sizeHint().width() + 8 for each in others if each is self.together or not each.isHidden())
        self.together.setVisible(wanted + steps + 28 <= self.width())  # else its key, and the search
        fixed = sum(each.sizeHint().width() + 8 for each in others if not each.isHidden())
        room = self.width() - fixed - 28
        for button, verb in ((self.undo, "Undo"), (self.redo, "Redo")):
            words = f"{verb}: {self._steps[verb]}"
            needed = metrics.horizontalAdvance(words) + 48
            fits = bool(self._steps[verb]) and needed < room
            button.set_words(words if fits else verb)
            button.setAccessibleName(words)
            room -= needed if fits else metrics.horizontalAdvance(verb) + 48

    def show_counts(self, asked: int, withdrawn: int) -> None:
        """How many questions are open (-1: not counted), and how many entries were withdrawn."""
        counted = f"{asked} asked (F7)" if asked else "Nothing asked"
        self.asked.set_words("What is asked (F7)" if asked < 0 else counted)
        self.withdrawn.set_words(f"{withdrawn} withdrawn")
        self.withdrawn.setVisible(bool(withdrawn))

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
