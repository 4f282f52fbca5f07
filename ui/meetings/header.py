"""The line over a record: back to the case, what it is, and what can be done with it."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from pclo_app.practice.phrases import listed, long_day, read_day
from pclo_app.records.meeting import StrategyMeeting
from ui.widgets.buttons import Button
from ui.widgets.chip import Chip
from ui.widgets.head_layout import Head
from ui.widgets.labels import divider, ground, label

from .elided import ElidedLabel
from .facts import Facts


class RecordHeader(QWidget):
    """← Case KM-0417 | title, chip, one line about the meeting | buttons."""

    back_wanted = Signal()

    def __init__(self, buttons: tuple[Button, ...] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        ground(self, "surface")
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        head = Head(self)
        row = head.row
        row.setContentsMargins(14, 6, 14, 6)
        self.back = Button("← Case", tip="Alt+Left")
        self.back.clicked.connect(self.back_wanted)
        row.add(self.back)
        middle = QWidget(head)
        words = QVBoxLayout(middle)
        words.setContentsMargins(0, 0, 0, 0)
        words.setSpacing(0)
        top = QHBoxLayout()
        top.setSpacing(8)
        self._title = label("", "section")
        self.chip = Chip("", "plain")
        top.addWidget(self._title)
        top.addWidget(self.chip)
        top.addStretch(1)
        words.addLayout(top)
        self._about = ElidedLabel()
        words.addWidget(self._about)
        row.add_words(middle)
        for button in buttons:
            row.add_at_end(button)
        outer.addWidget(head)
        outer.addWidget(divider())

    def show_record(self, facts: Facts, record: StrategyMeeting, chip: str, kind: str = "plain") -> None:
        """Say which record this is."""
        self.back.set_words(f"← Case {facts.reference}")
        number = f" {record.number}" if record.number else ""
        self._title.setText(f"{record.title} record{number}")
        self.chip.set(chip, kind)
        self._about.set_text(about(facts, record), quiet=True)


def about(facts: Facts, record: StrategyMeeting) -> str:
    """``ORRIN-VALE: Maisie and Theo · Thursday 5 November 2026, 14:00 · Civic Centre, Room 3 · In person``."""
    names = [facts.people[id].name.split()[0] for id in record.children if id in facts.people]
    family = f"{facts.family}: {listed(names)}" if names else facts.family
    held: date | None = read_day(record.date)
    when = ", ".join(part for part in (long_day(held) if held else "", record.start) if part)
    return "  ·  ".join(part for part in (family, when, record.place, record.mode) if part)
