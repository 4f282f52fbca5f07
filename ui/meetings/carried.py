"""Actions of the meeting before: still open, or what became of each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

import msgspec
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from pclo_app.practice.phrases import read_day, short_day
from pclo_app.records.meeting import CarriedAction
from ui.widgets.flow import FlowLayout
from ui.widgets.labels import divider, ground, label
from ui.widgets.lines import line, show_line
from ui.widgets.segmented import Segmented

_SAID = (
    ("still open", "Still open"), ("achieved", "Achieved"), ("partly", "Partly"), ("not achieved", "Not achieved"),
    ("overtaken", "Overtaken"),
)  # fmt: skip


class CarriedRow(QWidget):
    """One of them."""

    edited = Signal()

    def __init__(self, number: int, value: CarriedAction) -> None:
        super().__init__()
        self._base = value
        day = read_day(value.by)
        due = f"by {short_day(day)}" if day else "no date"
        who = str(value.who) or "nobody named"
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 4, 8, 4)
        column.setSpacing(3)
        column.addWidget(label(value.what, "strong", wrap=True))
        column.addWidget(label(f"{who}, {due}", "secondary", wrap=True))
        self.said = Segmented(_SAID, name=f"Earlier action {number}, what became of it", small=True, clearable=True)
        self.note = line(f"Earlier action {number}, what was done and how that is known", "What was done")
        holder = QWidget()
        row = FlowLayout(holder, spacing=8)
        row.addWidget(self.said)
        self.note.setMinimumWidth(220)
        row.addWidget(self.note)
        column.addWidget(holder)
        column.addWidget(divider())
        self.said.set_value(value.said)
        show_line(self.note, value.note)
        self.said.changed.connect(lambda _value: self.edited.emit())
        self.note.textEdited.connect(lambda _text: self.edited.emit())

    def value(self) -> CarriedAction:
        """What stands here."""
        return msgspec.structs.replace(self._base, said=cast(Any, self.said.value()), note=self.note.text())


class CarriedBox(QWidget):
    """The list, hidden where there is none."""

    edited = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[CarriedRow] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        head = QWidget()
        ground(head, "raised")
        inner = QHBoxLayout(head)
        inner.setContentsMargins(12, 3, 12, 3)
        inner.addWidget(label("Actions of the meeting before: what became of each?", "label"))
        inner.addStretch(1)
        column.addWidget(head)
        self._column = QVBoxLayout()
        self._column.setSpacing(0)
        column.addLayout(self._column)
        self.hide()

    def values(self) -> tuple[CarriedAction, ...]:
        """What stands here."""
        return tuple(row.value() for row in self.rows)

    def show_values(self, values: Sequence[CarriedAction]) -> None:
        """Show these and no others."""
        if self.values() != tuple(values):
            for row in self.rows:
                row.hide()
                self._column.removeWidget(row)
                row.deleteLater()
            self.rows = [CarriedRow(number, value) for number, value in enumerate(values, 1)]
            for row in self.rows:
                row.edited.connect(self.edited)
                self._column.addWidget(row)
        self.setVisible(bool(self.rows))

    def fields(self) -> dict[str, QWidget]:
        """By path."""
        found: dict[str, QWidget] = {}
        for place, row in enumerate(self.rows):
            found[f"actions.carried.{place}"] = row.said
            found[f"actions.carried.{place}.note"] = row.note
        return found
