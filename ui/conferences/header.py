"""The top of a conference's workspace: where we are, the clock, who and when, and the way back."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from pclo_app.practice.phrases import first_name, listed, long_day, read_day
from pclo_app.records.conference import Conference
from ui.widgets.buttons import Button
from ui.widgets.chip import Chip
from ui.widgets.head_layout import Head
from ui.widgets.labels import ground, label

from .facts import Facts


class Header(Head):
    """The header."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        ground(self, "surface")
        self.back = Button("Case", "back")
        self.title = label("", "section")
        self.chip = Chip("", "warn", "clock")
        self.sub = label("", "small")
        self.sub.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.change = Button("Change details", "pencil")
        self.print_button = Button("Print preparation notes", "printer")
        words = QWidget(self)
        middle = QVBoxLayout(words)
        middle.setContentsMargins(0, 0, 0, 0)
        middle.setSpacing(1)
        top = QHBoxLayout()
        top.setSpacing(8)
        top.addWidget(self.title)
        top.addWidget(self.chip)
        top.addStretch(1)
        middle.addLayout(top)
        middle.addWidget(self.sub)
        row = self.row
        row.setContentsMargins(12, 4, 12, 4)
        row.add(self.back)
        row.add_words(words)
        row.add_at_end(self.change)
        row.add_at_end(self.print_button)

    def show_conference(self, facts: Facts, live: Conference, clock: tuple[str, str]) -> None:
        """Show a conference's facts as they stand."""
        self.back.set_words(f"Case {facts.case.reference}")
        self.title.setText(live.title)
        words, kind = clock
        self.chip.setVisible(bool(words))
        if words:
            self.chip.set(words, kind)
        self.sub.setText(" · ".join(part for part in _parts(facts, live) if part))
        self.sub.setToolTip(self.sub.text())


def _parts(facts: Facts, live: Conference) -> list[str]:
    people = dict(facts.people)
    children = [first_name(people[id].known_as or people[id].name) for id in live.children if id in people]
    day = read_day(live.date)
    when = ", ".join(part for part in (long_day(day) if day else "", live.time) if part)
    family = f"{facts.case.family}: {listed(children)}" if children else facts.case.family
    return [family, when, live.place, f"Chair: {live.chair}" if live.chair.name else "No chair named"]
