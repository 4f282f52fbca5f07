"""Section 3: what each agency told the meeting. Fact and opinion never share a field."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any, cast

import msgspec
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from pclo_app.records.base import Named
from pclo_app.records.meeting import SharedInformation, StrategyMeeting
from ui.theme import Spacing, Theme
from ui.widgets.buttons import IconButton
from ui.widgets.growing_text import GrowingText
from ui.widgets.still import StillCombo

from .children import ChildrenPick, concerns
from .facts import Facts
from .people import Known, PersonCell
from .rows import Row, RowsSection

DEGREES = (
    ("", "How known?"),
    ("first-hand", "First-hand"),
    ("second-hand", "Second-hand"),
    ("more distant", "More distant"),
    ("not known", "Not known"),
)


class InformationRow(Row):
    """What somebody said."""

    def __init__(self, value: SharedInformation) -> None:
        super().__init__()
        self.who = PersonCell("Who said it")
        self.fact = GrowingText(name="What they said: fact", placeholder="What was said (fact only)")
        self.opinion = GrowingText(name="Their opinion", placeholder="Their opinion, if they gave one")
        for text in (self.fact, self.opinion):
            text.setProperty("bare", "true")
            text.edited.connect(lambda _text: self.edited.emit())
        self.opinion.setProperty("opinion", "true")
        self.degree = StillCombo()
        self.degree.setAccessibleName("How they know")
        self.degree.setMinimumHeight(Spacing.TARGET)
        self.degree.setProperty("bare", "true")
        for code, words in DEGREES:
            self.degree.addItem(words, code)
        self.children_pick = ChildrenPick("Information")
        self.children_pick.edited.connect(self.edited)
        self.remove = IconButton("close", "Take this row out")
        self.remove.set_kind("quiet")
        row = QHBoxLayout(self)
        row.setContentsMargins(6, 4, 6, 5)
        row.setSpacing(6)
        row.addWidget(self.who, 30)
        words_column = QVBoxLayout()
        words_column.setSpacing(2)
        words_column.addWidget(self.fact)
        words_column.addWidget(self.opinion)
        words_column.addStretch(1)
        row.addLayout(words_column, 58)
        top = Qt.AlignmentFlag.AlignTop
        side = QVBoxLayout()
        side.setSpacing(2)
        side.addWidget(self.degree)
        side.addWidget(self.children_pick)
        side.addStretch(1)
        row.addLayout(side)
        row.addWidget(self.remove, 0, top)
        row.setAlignment(self.who, top)
        self.who.edited.connect(self.edited)
        self.degree.activated.connect(lambda _n: self.edited.emit())
        self.remove.clicked.connect(self.remove_wanted)
        self.load(value)

    def load(self, value: SharedInformation) -> None:
        """Show it."""
        who = value.who if value.who.agency else msgspec.structs.replace(value.who, agency=value.agency)
        self.who.load(who)
        self.fact.set_text(value.fact)
        self.opinion.set_text(value.opinion)
        self.children_pick.set_value(value.children)
        self.degree.setCurrentIndex(max(0, self.degree.findData(value.degree)))
        self._rest()

    def value(self) -> SharedInformation:
        who = self.who.value()
        return SharedInformation(
            agency=who.agency,
            who=who,
            fact=self.fact.text(),
            opinion=self.opinion.text(),
            degree=cast(Any, self.degree.currentData()),
            children=self.children_pick.value(),
        )

    def fields(self, path: str) -> dict[str, QWidget]:
        return {
            **self.who.fields(f"{path}.who"),
            f"{path}.fact": self.fact,
            f"{path}.opinion": self.opinion,
            f"{path}.degree": self.degree,
            f"{path}.children": self.children_pick,
        }

    def set_known(self, known: Sequence[Known]) -> None:
        self.who.set_known(known)

    def set_children(self, children: Sequence[tuple[str, str]]) -> None:
        self.children_pick.set_children(children)

    def concerns(self, child: str) -> bool:
        return concerns(self.children_pick.value(), child)

    def set_number(self, number: int) -> None:
        self.children_pick.set_about(f"Information {number}")
        for field, words in (
            (self.fact, "fact"), (self.opinion, "opinion"), (self.degree, "how they know"),
            (self.who.name_edit, "name"), (self.who.rank_edit, "rank or designation"),
            (self.who.agency_combo, "agency"), (self.remove, "take this row out"),
        ):  # fmt: skip
            field.setAccessibleName(f"Information {number}, {words}")

    def set_current(self, current: bool) -> None:
        super().set_current(current)
        self._rest()

    def _rest(self) -> None:
        """An empty opinion takes no room while nobody is in the row."""
        self.opinion.setVisible(self._current or bool(self.opinion.text()))
        font = Theme.current().font("body")
        font.setItalic(True)
        self.opinion.setFont(font)


class InformationSection(RowsSection):
    """Section 3."""

    key = "information"
    field = "information"
    first = "who.name"
    noun = "information"

    def __init__(self, *, today: Callable[[], date]) -> None:
        super().__init__(
            "3 Information shared",
            "Who said it, and did they see it themselves?",
            "Add",
            empty="Nothing yet. Press Ctrl+N, or start a note with i.",
            today=today,
        )

    def make_row(self, value: SharedInformation) -> Row:
        return InformationRow(value)

    def blank(self) -> SharedInformation:
        return SharedInformation(who=Named())

    def load(self, record: StrategyMeeting, facts: Facts) -> None:
        self.show_values(record.information)

    def apply(self, record: StrategyMeeting) -> StrategyMeeting:
        return msgspec.structs.replace(record, information=tuple(self.values()))

    def reveal(self, path: str) -> None:
        parts = path.split(".")
        if len(parts) == 3 and parts[2] == "opinion" and int(parts[1]) < len(self.rows):
            self.rows[int(parts[1])].set_current(True)
