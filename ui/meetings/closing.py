"""Section 6: what is answered last, the summary of what is missing, and the way to the chair."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any, cast

import msgspec
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from pclo_app.practice.finding import Finding, blocking
from pclo_app.records.meeting import StrategyMeeting
from ui.widgets.buttons import Button
from ui.widgets.growing_text import GrowingText
from ui.widgets.labels import StateLabel
from ui.widgets.segmented import Segmented

from .facts import Facts
from .parts import Section, labelled

_MEDICAL = (("not indicated", "Not indicated"), ("indicated", "Indicated"), ("held", "Held"))


class ClosingSection(Section):
    """Section 6."""

    key = "closing"
    sign_wanted = Signal()

    def __init__(self, *, today: Callable[[], date]) -> None:
        super().__init__("6 Check and sign", "What is asked before people stand up", today=today, padded=True)
        self.medical = Segmented(_MEDICAL, name="Medical assessment", clearable=True)
        self.supervisor = GrowingText(name="Decision of the detective sergeant, where no supervisor was there", least=1)
        self.disagreements = GrowingText(name="Disagreements between agencies", least=1)
        self._summary = StateLabel("empty", "")
        self.sign_button = Button("Ask the chair to sign", "pencil", kind="primary")
        for field, words in (
            (self.medical, "Medical assessment"),
            (self.supervisor, "Decision of the detective sergeant, where no supervisor was there"),
            (self.disagreements, "Disagreements between agencies"),
        ):
            self.add(labelled(words, field))
        row = QHBoxLayout()
        row.addWidget(self._summary, 1)
        row.addWidget(self.sign_button)
        self.body.addLayout(row)
        self.medical.changed.connect(lambda _value: self.edited.emit())
        self.supervisor.edited.connect(lambda _text: self.edited.emit())
        self.disagreements.edited.connect(lambda _text: self.edited.emit())
        self.sign_button.clicked.connect(self.sign_wanted)

    def load(self, record: StrategyMeeting, facts: Facts) -> None:
        self.medical.set_value(record.medical)
        self.supervisor.set_text(record.supervisor_decision)
        self.disagreements.set_text(record.disagreements)

    def apply(self, record: StrategyMeeting) -> StrategyMeeting:
        return msgspec.structs.replace(
            record,
            medical=cast(Any, self.medical.value()),
            supervisor_decision=self.supervisor.text(),
            disagreements=self.disagreements.text(),
        )

    def fields(self) -> dict[str, QWidget]:
        return {
            "medical": self.medical,
            "supervisor_decision": self.supervisor,
            "disagreements": self.disagreements,
            "sign": self.sign_button,
        }

    def show_findings(self, findings: Sequence[Finding]) -> None:
        """Say how much is still to answer."""
        open_ones = blocking(findings)
        must = sum(1 for each in open_ones if each.level == "must")
        why = len(open_ones) - must
        if not open_ones:
            self._summary.set("done", "Nothing is left to answer. The chair can read and sign.")
            return
        parts = [f"{must} to answer"] * bool(must) + [f"{why} to answer or give a reason for"] * bool(why)
        self._summary.set("stop" if must else "warning", ", ".join(parts))
