"""Section 5: what is to be done, why, by whom and by when. A person, not only an agency; a date, not "soon"."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from itertools import pairwise

import msgspec
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from pclo_app.practice.phrases import read_day, short_day
from pclo_app.records.meeting import MeetingAction, StrategyMeeting
from ui.theme import mark
from ui.widgets.buttons import IconButton
from ui.widgets.date_field import DateField
from ui.widgets.growing_text import GrowingText
from ui.widgets.labels import ground, label

from .carried import CarriedBox
from .children import ChildrenPick, concerns
from .due import day_of, iso_day, read_due
from .facts import Facts
from .people import Known, PersonCell
from .rows import Row, RowsSection

_WIDTHS = (27, 26, 33, 20)


class ActionRow(Row):
    """One action."""

    def __init__(self, value: MeetingAction, today: Callable[[], date]) -> None:
        super().__init__()
        self._kept = value.by
        self.number = label("", "strong")
        self.number.setFixedWidth(22)
        self.number.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
        self.number.setContentsMargins(0, 6, 0, 0)
        self.what = GrowingText(name="What", placeholder="What")
        self.why = GrowingText(name="Why", placeholder="Why")
        for text in (self.what, self.why):
            text.setProperty("bare", "true")
            text.edited.connect(self._typed)
        self.who = PersonCell("Who")
        self.by = DateField(lambda words: read_due(words, today=today()), name="By when", show_label=False)
        self.by.edit.setPlaceholderText("Give a date")
        self.by.edit.setProperty("bare", "true")
        self.children_pick = ChildrenPick("Action")
        self.children_pick.edited.connect(self._typed)
        self.remove = IconButton("close", "Take this action out")
        self.remove.set_kind("quiet")
        self._what_box = QWidget()
        what = QVBoxLayout(self._what_box)
        what.setContentsMargins(0, 0, 0, 0)
        what.setSpacing(2)
        what.addWidget(self.what)
        what.addWidget(self.children_pick)
        row = QHBoxLayout(self)
        row.setContentsMargins(4, 4, 6, 5)
        row.setSpacing(6)
        row.addWidget(self.number, 0, Qt.AlignmentFlag.AlignTop)
        for field, width in zip((self._what_box, self.why, self.who, self.by), _WIDTHS, strict=True):
            row.addWidget(field, width, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.remove, 0, Qt.AlignmentFlag.AlignTop)
        order = (self.what, self.why, self.who.name_edit, self.who.agency_combo, self.who.rank_edit, self.by.edit)
        for before, after in pairwise((*order, self.children_pick, self.remove)):
            QWidget.setTabOrder(before, after)
        self.who.edited.connect(self._typed)
        self.by.changed.connect(self._typed)
        self.remove.clicked.connect(self.remove_wanted)
        self.load(value)

    def load(self, value: MeetingAction) -> None:
        """Show an action."""
        self.what.set_text(value.what)
        self.why.set_text(value.why)
        self.who.load(value.who)
        self.children_pick.set_value(value.children)
        self._kept = value.by
        if iso_day(self.by.date()) != value.by:
            self._show_day(value.by)
        self._show_missing()

    def value(self) -> MeetingAction:
        return MeetingAction(
            what=self.what.text(),
            why=self.why.text(),
            who=self.who.value(),
            by=iso_day(self.by.date()),
            children=self.children_pick.value(),
        )

    def fields(self, path: str) -> dict[str, QWidget]:
        return {
            f"{path}.what": self.what,
            f"{path}.why": self.why,
            **self.who.fields(f"{path}.who"),
            f"{path}.by": self.by,
            f"{path}.children": self.children_pick,
        }

    def set_known(self, known: Sequence[Known]) -> None:
        self.who.set_known(known)

    def set_children(self, children: Sequence[tuple[str, str]]) -> None:
        self.children_pick.set_children(children)

    def concerns(self, child: str) -> bool:
        return concerns(self.children_pick.value(), child)

    def set_number(self, number: int) -> None:
        self.children_pick.set_about(f"Action {number}")
        self.number.setText(str(number))
        for field, words in (
            (self.what, "what"), (self.why, "why"), (self.who.name_edit, "who"), (self.by.edit, "by when"),
            (self.who.rank_edit, "rank or designation"), (self.who.agency_combo, "agency"),
            (self.remove, "take this action out"),
        ):  # fmt: skip
            field.setAccessibleName(f"Action {number}, {words}")

    def set_current(self, current: bool) -> None:
        """At rest a day that was read is shown as tables show days; the line that repeats it is for typing."""
        if self._current and not current and iso_day(self.by.date()):
            self._show_day(iso_day(self.by.date()))
        super().set_current(current)
        self._show_missing()

    def _show_day(self, iso: str) -> None:
        day = read_day(iso)
        self.by.set_date(day_of(iso), short_day(day) if day else "")

    def _typed(self, *_: object) -> None:
        self._show_missing()
        self.edited.emit()

    def _show_missing(self) -> None:
        """A described action without a date is red where the date is missing; a read date needs no echo at rest."""
        described = bool(self.what.text().strip())
        lacks = described and not self.by.words().strip()
        mark(self.by.edit, "bare", None if lacks else "true")
        mark(self.by.edit, "error", "true" if lacks else None)
        self.by.set_resting(not self._current)


class ActionsSection(RowsSection):
    """Section 5."""

    key = "actions"
    field = "actions"
    first = "what"
    noun = "action"

    def __init__(self, *, today: Callable[[], date]) -> None:
        super().__init__(
            "5 Actions",
            "A person, not only an agency. A date, not “as soon as possible”",
            "Add action",
            empty="No actions yet. Press Ctrl+N, or start a note with a.",
            today=today,
        )
        head = QWidget()
        ground(head, "raised")
        row = QHBoxLayout(head)
        row.setContentsMargins(38, 3, 38, 3)
        row.setSpacing(6)
        for words, width in zip(("What", "Why", "Who, and their designation", "By when"), _WIDTHS, strict=True):
            row.addWidget(label(words, "label"), width)
        self.body.insertWidget(0, head)
        self._head = head
        self.carried = CarriedBox()
        self.carried.edited.connect(self.edited)
        self.body.insertWidget(0, self.carried)

    def make_row(self, value: MeetingAction) -> Row:
        return ActionRow(value, self.today)

    def blank(self) -> MeetingAction:
        return MeetingAction()

    def load(self, record: StrategyMeeting, facts: Facts) -> None:
        self.carried.show_values(record.carried)
        self.show_values(record.actions)

    def apply(self, record: StrategyMeeting) -> StrategyMeeting:
        return msgspec.structs.replace(record, actions=tuple(self.values()), carried=self.carried.values())

    def fields(self) -> dict[str, QWidget]:
        return {**self.carried.fields(), **super().fields()}

    def copy_above(self) -> bool:
        """Ctrl+D: the words of the same cell one row up."""
        at = self.current_row()
        path = self.focus_path()
        if at < 1 or not path:
            return False
        above, here = self.rows[at - 1], self.rows[at]
        assert isinstance(above, ActionRow)
        assert isinstance(here, ActionRow)
        value, before = here.value(), above.value()
        part = path.split(".")[2]
        here.load(msgspec.structs.replace(value, **{part: getattr(before, part)}))
        self.edited.emit()
        return True
