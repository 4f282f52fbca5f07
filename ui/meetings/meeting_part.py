"""Section 1: what kind of meeting, about which children, when, where, and what it began."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, cast

import msgspec
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QGridLayout, QHBoxLayout, QLineEdit, QWidget

from pclo_app.practice.clocks import limit_of
from pclo_app.practice.errors import NoRulesYet, OutsideCalendar
from pclo_app.practice.phrases import long_day, read_day
from pclo_app.practice.working_days import calendar
from pclo_app.records.event_date.typed import parse_day
from pclo_app.records.meeting import StrategyMeeting
from ui.theme import Spacing, mark
from ui.widgets.date_field import DateField
from ui.widgets.flow import FlowLayout
from ui.widgets.growing_text import GrowingText
from ui.widgets.labels import label
from ui.widgets.lines import line, show_line
from ui.widgets.segmented import Segmented
from ui.widgets.still import StillCombo

from .due import day_of, iso_day, read_time
from .facts import Facts
from .parts import Section, labelled

FORMS = (
    ("telephone", "By telephone"),
    ("meeting", "In person"),
    ("video", "By video"),
    ("planning", "Planning"),
    ("reconvened", "Reconvened"),
)
_YES_NO = (("yes", "Yes"), ("no", "No"))


class MeetingSection(Section):
    """Section 1."""

    key = "meeting"
    goes_on_from = Signal(str)
    """The id of the earlier meeting that was chosen."""

    def __init__(self, *, today: Callable[[], date]) -> None:
        super().__init__("1 Meeting", "One record serves all the children it names", today=today, padded=True)
        self.form = Segmented(FORMS, name="Kind of meeting", clearable=True)
        self.before = StillCombo()
        self.before.setAccessibleName("Which meeting does it go on from?")
        self.before.setMinimumHeight(Spacing.TARGET)
        self.before.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self._follows = ""
        self.children_box = QWidget()
        self._flow = FlowLayout(self.children_box, spacing=14)
        self.children_box.setAccessibleName("Children")
        self._boxes: dict[str, QCheckBox] = {}
        self._others: tuple[str, ...] = ()
        self.date = DateField(lambda words: parse_day(words, today=self.today()), name="Date")
        self.date.edit.setPlaceholderText("For example 5/11/2026 or today")
        self.start = line("Start", "14:00")
        self.end = line("End", "15:05")
        self.place = line("Place", "Room, or how people were joined")
        self.mode = line("How", "In person, one by phone")
        self.purpose = GrowingText(name="Why the meeting was held", least=2)
        self.danger = Segmented(_YES_NO, name="Is a child in immediate danger?", clearable=True)
        self.began = Segmented(_YES_NO, name="Did this discussion begin section 47 enquiries?", clearable=True)
        self.authority = line("Home authority of a child from another area", "Leave empty if there is none")
        self._limit = label("", "ok", wrap=True)
        self._lay_out()
        for each in (self.form, self.danger, self.began):
            each.changed.connect(self._typed)
        for field in (self.place, self.mode, self.authority):
            field.textEdited.connect(self._typed)
        for field in (self.start, self.end):
            field.textEdited.connect(self._typed)
            field.editingFinished.connect(lambda f=field: self._tidy_time(f))
        self.date.changed.connect(self._typed)
        self.purpose.edited.connect(self._typed)
        self.before.activated.connect(self._chose_before)

    def _lay_out(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(8)
        first = QHBoxLayout()
        first.setSpacing(18)
        first.addWidget(_over("Kind of meeting", self.form))
        self._before_box = _over("Which meeting does it go on from?", self.before)
        self._before_box.setToolTip("Its people, children and open actions are taken over. The headings stay blank.")
        first.addWidget(self._before_box, 1)
        grid.addLayout(first, 0, 0, 1, 4)
        grid.addWidget(_over("Children", self.children_box), 1, 0, 1, 4)
        grid.addWidget(self.date, 2, 0)
        grid.addWidget(_top(labelled("Start", self.start)), 2, 1)
        grid.addWidget(_top(labelled("End", self.end)), 2, 2)
        self._place_box = _top(labelled("Place", self.place))
        grid.addWidget(self._place_box, 2, 3)
        grid.addWidget(labelled("Why the meeting was held", self.purpose), 3, 0, 1, 3)
        grid.addWidget(_top(labelled("How", self.mode)), 3, 3)
        answers = QHBoxLayout()
        answers.setSpacing(18)
        answers.addWidget(_over("Is a child in immediate danger?", self.danger))
        answers.addWidget(_over("Did this discussion begin section 47 enquiries?", self.began))
        answers.addWidget(self._limit, 1)
        grid.addLayout(answers, 4, 0, 1, 4)
        self._authority_box = labelled("Home authority of a child from another area", self.authority)
        grid.addWidget(self._authority_box, 5, 0, 1, 4)
        grid.setColumnStretch(0, 5)
        grid.setColumnStretch(1, 2)
        grid.setColumnStretch(2, 2)
        grid.setColumnStretch(3, 6)
        self.body.addLayout(grid)

    def load(self, record: StrategyMeeting, facts: Facts) -> None:
        self.form.set_value(record.form)
        self._follows = record.follows
        self._show_earlier(facts)
        self._show_children(record, facts)
        if iso_day(self.date.date()) != record.date:
            self.date.set_date(day_of(record.date))
        for field, text in (
            (self.start, record.start), (self.end, record.end), (self.place, record.place),
            (self.mode, record.mode), (self.authority, record.home_authority),
        ):  # fmt: skip
            show_line(field, text)
        self.purpose.set_text(record.purpose)
        self.danger.set_value(record.immediate_danger)
        self.began.set_value(record.began_section_47)
        self._show_limit()

    def apply(self, record: StrategyMeeting) -> StrategyMeeting:
        return msgspec.structs.replace(
            record,
            form=cast(Any, self.form.value()),
            children=tuple(id for id, box in self._boxes.items() if box.isChecked()) + self._others,
            date=iso_day(self.date.date()),
            start=_time(self.start.text()),
            end=_time(self.end.text()),
            place=self.place.text(),
            mode=self.mode.text(),
            purpose=self.purpose.text(),
            immediate_danger=cast(Any, self.danger.value()),
            began_section_47=cast(Any, self.began.value()),
            home_authority=self.authority.text(),
            follows=self._follows,
        )

    def fields(self) -> dict[str, QWidget]:
        first = next(iter(self._boxes.values()), self.children_box)
        return {
            "form": self.form, "follows": self.before, "children": first,
            **{f"children.{id}": box for id, box in self._boxes.items()},
            "date": self.date, "start": self.start, "end": self.end, "place": self.place, "purpose": self.purpose,
            "mode": self.mode, "immediate_danger": self.danger, "began_section_47": self.began,
            "home_authority": self.authority,
        }  # fmt: skip

    def unread(self) -> dict[str, str]:
        """A time that is not one is kept as typed as well."""
        found = super().unread()
        for path, field in (("start", self.start), ("end", self.end)):
            if read_time(field.text()) is None:
                found[path] = field.text()
        return found

    def restore_unread(self, words: dict[str, str]) -> None:
        super().restore_unread(words)
        for path, field in (("start", self.start), ("end", self.end)):
            if path in words:
                field.setText(words[path])
                self._tidy_time(field)

    def _show_children(self, record: StrategyMeeting, facts: Facts) -> None:
        children = facts.children
        if list(self._boxes) != list(children):
            self._flow.clear()
            self._boxes = {}
            for id, child in children.items():
                box = QCheckBox(child.name, self.children_box)
                box.clicked.connect(self._typed)
                self._boxes[id] = box
                self._flow.addWidget(box)
            if not children:
                self._flow.addWidget(label("No child is recorded in this case. Add the children under People.", "warn"))
        for id, box in self._boxes.items():
            box.setChecked(id in record.children)
        self._others = tuple(id for id in record.children if id not in self._boxes)

    def _show_earlier(self, facts: Facts) -> None:
        """The meetings that a reconvened one can go on from."""
        self.before.clear()
        self.before.addItem("Choose the meeting", "")
        for each in facts.earlier:
            self.before.addItem(each.words, each.id)
        self.before.setCurrentIndex(max(0, self.before.findData(self._follows)))
        self._show_form()

    def _show_form(self) -> None:
        """A discussion by telephone has no place and no room full of people: its form is short."""
        form = self.form.value()
        short = form == "telephone"
        self._before_box.setVisible((form == "reconvened" or bool(self._follows)) and self.before.count() > 1)
        self._place_box.setVisible(not short or bool(self.place.text()))
        self._authority_box.setVisible(not short or bool(self.authority.text()))

    def _chose_before(self, _index: int) -> None:
        chosen = str(self.before.currentData() or "")
        if chosen and chosen != self._follows:
            self.goes_on_from.emit(chosen)
        elif not chosen:
            self._follows = ""
            self._typed()

    def _typed(self, *_: object) -> None:
        self._show_form()
        self._show_limit()
        self.edited.emit()

    def _tidy_time(self, field: QLineEdit) -> None:
        """14:05 however it was typed; what is not a time stays and shows red."""
        read = read_time(field.text())
        bad = read is None
        mark(field, "error", "true" if bad else None)
        words = "That is not a time of day. Enter it like 14:05." if bad else ""
        field.setAccessibleDescription(f"Error: {words}" if words else "")
        field.setToolTip(words)
        if read is not None and read != field.text():
            field.setText(read)
        self._typed()

    def _show_limit(self) -> None:
        """What a yes starts, said at once: the last day for the initial conference."""
        held = read_day(iso_day(self.date.date()))
        words = ""
        if self.began.value() == "yes" and held is not None:
            try:
                last = limit_of("initial-conference", held, calendar())
                words = f"The initial conference must be held by {long_day(last)} (15 working days)."
            except (NoRulesYet, OutsideCalendar):
                words = "The calendar of working days does not reach that date. Count the 15 working days by hand."
        self._limit.setText(words)
        self._limit.setVisible(bool(words))


def _time(text: str) -> str:
    """A time as recorded; what is not a time is not recorded as one."""
    return read_time(text) or ""


def _over(words: str, field: QWidget) -> QWidget:
    return labelled(words, field)


def _top(field: QWidget) -> QWidget:
    layout = field.layout()
    if layout is not None:
        layout.addStretch(1)  # type: ignore[attr-defined]
    return field
