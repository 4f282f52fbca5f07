"""The fields of a form, all alike to the form: a value for the draft, an error beside them, a place for the focus."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

import msgspec
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from pclo_app.records.base import Named
from pclo_app.records.event_date import EventDate, parse, parse_day
from pclo_app.records.event_date.typed import Ask, Refuse
from ui.theme import Spacing, mark
from ui.widgets.agency import AgencyCombo
from ui.widgets.date_field import DateField
from ui.widgets.error_line import ErrorLine
from ui.widgets.flow import FlowLayout
from ui.widgets.growing_text import GrowingText
from ui.widgets.labels import field_label, label
from ui.widgets.name_rank import NameRank, Person
from ui.widgets.segmented import Segmented
from ui.widgets.still import StillCombo

from .days_ahead import read_nearest


class Input(QWidget):
    """One field with its label, a hint, and its error."""

    changed = Signal()

    def __init__(self, name: str, hint: str = "") -> None:
        super().__init__()
        self.name = name
        self.hint = hint
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(3)

    def value(self) -> Any:
        """What is typed, for the record and the draft: text, list or dict."""
        raise NotImplementedError

    def set_value(self, value: Any) -> None:
        """Show a value without telling anybody."""
        raise NotImplementedError

    def problem(self) -> str:
        """What is wrong with what is typed, whatever the record asks."""
        return ""

    def set_error(self, words: str) -> None:
        """Show an error, or take it away."""
        self._error.set_words(words)
        mark(self._stop(), "error", "true" if words else None)
        self._stop().setAccessibleDescription(f"Error: {words}" if words else self.hint)

    def take_focus(self) -> None:
        """Go to the field."""
        self._stop().setFocus(Qt.FocusReason.OtherFocusReason)

    def _stop(self) -> QWidget:
        raise NotImplementedError

    def _lay_out(self, field: QWidget, *, with_label: bool = True) -> None:
        if with_label:
            self.column.addWidget(field_label(self.name, self._stop(), parent=self))
        if self.hint:
            self.column.addWidget(label(self.hint, "secondary", wrap=True, parent=self))
            self._stop().setAccessibleDescription(self.hint)
        self.column.addWidget(field)
        self._error = ErrorLine(self)
        self.column.addWidget(self._error)


class Line(Input):
    """One line of text."""

    def __init__(self, name: str, hint: str = "", *, placeholder: str = "") -> None:
        super().__init__(name, hint)
        self.edit = QLineEdit(self)
        self.edit.setMinimumHeight(Spacing.TARGET)
        self.edit.setPlaceholderText(placeholder)
        self.edit.textEdited.connect(lambda _text: self.changed.emit())
        self._lay_out(self.edit)

    def value(self) -> str:
        return self.edit.text().strip()

    def set_value(self, value: Any) -> None:
        self.edit.setText(str(value or ""))
        self.edit.setCursorPosition(0)

    def _stop(self) -> QWidget:
        return self.edit


class Text(Input):
    """Several lines."""

    def __init__(self, name: str, hint: str = "", *, least: int = 2) -> None:
        super().__init__(name, hint)
        self.edit = GrowingText(name=name, least=least, most=8)
        self.edit.edited.connect(lambda _text: self.changed.emit())
        self._lay_out(self.edit)

    def value(self) -> str:
        return self.edit.text().strip()

    def set_value(self, value: Any) -> None:
        self.edit.set_text(str(value or ""))

    def _stop(self) -> QWidget:
        return self.edit


class Combo(Input):
    """Words to choose from, or, if editable, to type."""

    def __init__(
        self, name: str, options: Sequence[tuple[str, str]], hint: str = "", *, editable: bool = False
    ) -> None:
        super().__init__(name, hint)
        self.combo = StillCombo(self)
        self.combo.setMinimumHeight(Spacing.TARGET)
        self.combo.setEditable(editable)
        for value, words in options:
            self.combo.addItem(words, value)
        if editable:
            self.combo.setCurrentText("")
            self.combo.editTextChanged.connect(lambda _text: self.changed.emit())
            line = self.combo.lineEdit()
            if line is not None:
                line.setAccessibleName(name)
        self.combo.activated.connect(lambda _n: self.changed.emit())
        self._lay_out(self.combo)

    def value(self) -> str:
        if self.combo.isEditable():
            return self.combo.currentText().strip()
        return str(self.combo.currentData() or "")

    def set_value(self, value: Any) -> None:
        if self.combo.isEditable():
            self.combo.blockSignals(True)
            self.combo.setCurrentText(str(value or ""))
            self.combo.blockSignals(False)
            return
        found = self.combo.findData(str(value or ""))
        self.combo.setCurrentIndex(max(0, found))

    def _stop(self) -> QWidget:
        return self.combo


class Choice(Input):
    """A few answers, all in sight."""

    def __init__(
        self, name: str, options: Sequence[tuple[str, str]], hint: str = "", *, clearable: bool = False
    ) -> None:
        super().__init__(name, hint)
        self.segments = Segmented(list(options), name=name, clearable=clearable)
        self.segments.changed.connect(lambda _value: self.changed.emit())
        self.column.addWidget(label(name, "label", parent=self))
        self._lay_out(self.segments, with_label=False)

    def value(self) -> str:
        return self.segments.value()

    def set_value(self, value: Any) -> None:
        self.segments.set_value(str(value or ""))

    def set_error(self, words: str) -> None:
        super().set_error(words)
        self.segments.set_error(words)

    def take_focus(self) -> None:
        self.segments.setFocus(Qt.FocusReason.OtherFocusReason)

    def _stop(self) -> QWidget:
        return self.segments


class Ticks(Input):
    """Any number of a few things."""

    def __init__(self, name: str, options: Sequence[tuple[str, str]], hint: str = "") -> None:
        super().__init__(name, hint)
        self.boxes: dict[str, QCheckBox] = {}
        holder = QWidget(self)
        flow = FlowLayout(holder, spacing=14)
        for value, words in options:
            box = QCheckBox(words, holder)
            box.setAccessibleName(f"{name}: {words}")
            box.clicked.connect(lambda _on: self.changed.emit())
            flow.addWidget(box)
            self.boxes[value] = box
        self.column.addWidget(label(name, "label", parent=self))
        self._lay_out(holder, with_label=False)

    def value(self) -> list[str]:
        return [value for value, box in self.boxes.items() if box.isChecked()]

    def set_value(self, value: Any) -> None:
        chosen = set(value or ())
        for each, box in self.boxes.items():
            box.setChecked(each in chosen)

    def _stop(self) -> QWidget:
        return next(iter(self.boxes.values()))


class When(Input):
    """A date as typed. ``day_only`` wants one exact day; ``due`` reads it as a day by which something is due."""

    def __init__(
        self,
        name: str,
        today: Callable[[], date],
        hint: str = "",
        *,
        day_only: bool = False,
        with_time: bool = False,
        due: bool = False,
    ) -> None:
        super().__init__(name, hint)
        self._day_only = day_only
        self._with_time = with_time
        read = read_nearest if due else parse_day if day_only else parse
        self.field = DateField(lambda words: read(words, today=today()), name=name)
        example = "For example 5/11 14:30" if with_time else "For example 14/2/2022"
        self.field.edit.setPlaceholderText(example)
        self.field.changed.connect(self.changed)
        self._lay_out(self.field, with_label=False)

    def value(self) -> dict[str, Any]:
        found = self.field.date()
        return {
            "words": self.field.words(),
            "date": msgspec.to_builtins(found) if found is not None else None,
        }

    def event_date(self) -> EventDate:
        """The date as read; empty for none."""
        return self.field.date() or EventDate()

    def day(self) -> str:
        """The exact day, ISO; empty for none."""
        found = self.field.date()
        return found.edtf if found is not None and found.exact else ""

    def set_value(self, value: Any) -> None:
        if isinstance(value, EventDate):
            self.field.set_date(value if value.known or value.as_given else None)
        elif isinstance(value, str):
            self.field.set_date(EventDate(edtf=value) if value else None)
        elif isinstance(value, dict):
            made = value.get("date")
            if made is not None:
                self.field.set_date(msgspec.convert(made, EventDate), str(value.get("words") or ""))
            else:
                self.field.set_words(str(value.get("words") or ""))

    def problem(self) -> str:
        if not self.field.words().strip():
            return ""
        reading = self.field.reading()
        if isinstance(reading, Refuse):
            return reading.words
        if isinstance(reading, Ask):
            return reading.question
        if self._day_only and not self.day():
            return "Enter one day, for example 5/11/2026."
        return ""

    def set_error(self, words: str) -> None:
        self.field.set_error(words)

    def _stop(self) -> QWidget:
        return self.field.edit


class Who(Input):
    """Somebody with a rank or designation; and the agency, where it is asked."""

    def __init__(
        self,
        name: str,
        people: Sequence[Person] = (),
        *,
        agency: bool = False,
        ranks: Sequence[str] = (),
        name_label: str = "",
    ) -> None:
        super().__init__(name)
        self.pair = NameRank(
            people, name_label=name_label or name, rank_label=f"Rank or designation of {_lower(name)}", ranks=ranks
        )
        self.pair.changed.connect(self.changed)
        self.agency: AgencyCombo | None = None
        holder = QWidget(self)
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.pair, 1)
        if agency:
            self.agency = AgencyCombo(name=f"Agency of {_lower(name)}")
            self.agency.chosen.connect(lambda _code: self.changed.emit())
            self.pair.person_chosen.connect(self._take_agency)
            column = QVBoxLayout()
            column.setSpacing(3)
            column.addWidget(field_label("Agency", self.agency, parent=self))
            column.addWidget(self.agency)
            column.addStretch(1)
            row.addLayout(column)
        self._lay_out(holder, with_label=False)

    def value(self) -> dict[str, str]:
        return {
            "name": self.pair.name(),
            "rank": self.pair.rank(),
            "agency": self.agency.code() if self.agency else "",
        }

    def named(self) -> Named:
        """As a record has it."""
        return Named(**self.value())

    def set_value(self, value: Any) -> None:
        given = {"name": "", "rank": "", "agency": ""}
        if isinstance(value, Named):
            given = {"name": value.name, "rank": value.rank, "agency": value.agency}
        elif isinstance(value, dict):
            given |= {key: str(text) for key, text in value.items() if key in given}
        self.pair.set_person(given["name"], given["rank"])
        if self.agency is not None:
            self.agency.set_code(given["agency"])

    def set_error(self, words: str) -> None:
        self.pair.show_error(words)

    def problem(self) -> str:
        return self.pair.check()

    def take_focus(self) -> None:
        edit = self.pair.rank_edit if self.pair.name() and not self.pair.rank() else self.pair.name_edit
        edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def _stop(self) -> QWidget:
        return self.pair.name_edit

    def _take_agency(self, person: Person) -> None:
        if self.agency is not None and not self.agency.code():
            self.agency.set_code(person.agency)


class AgencyInput(Input):
    """One of the agencies."""

    def __init__(self, name: str = "Agency") -> None:
        super().__init__(name)
        self.combo = AgencyCombo(name=name)
        self.combo.chosen.connect(lambda _code: self.changed.emit())
        self._lay_out(self.combo)

    def value(self) -> str:
        return self.combo.code()

    def set_value(self, value: Any) -> None:
        self.combo.set_code(str(value or ""))

    def _stop(self) -> QWidget:
        return self.combo


def _lower(name: str) -> str:
    """The label inside a sentence."""
    return name[:1].lower() + name[1:]
