"""Small things that the forms of conferences share."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import cast

from PySide6.QtCore import QStringListModel, Qt
from PySide6.QtWidgets import QComboBox, QCompleter, QLineEdit, QVBoxLayout, QWidget

from pclo_app.casefile.model import Officer
from pclo_app.practice.phrases import read_day
from pclo_app.records.base import Named
from pclo_app.records.errors import IncompleteRecord
from pclo_app.records.event_date import EventDate
from pclo_app.records.event_date.typed import parse_day
from pclo_app.records.person import Person
from ui.theme import Spacing, mark
from ui.widgets.date_field import DateField
from ui.widgets.labels import field_label, label
from ui.widgets.name_rank import NameRank
from ui.widgets.name_rank import Person as Offered
from ui.widgets.still import StillCombo

Today = Callable[[], date]


def under(words: str, field: QWidget) -> QWidget:
    """A field under its label, with room for an error below it."""
    made = QWidget()
    column = QVBoxLayout(made)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(3)
    column.addWidget(field_label(words, field, parent=made))
    column.addWidget(field)
    error = label("", "danger", wrap=True, parent=made)
    error.setObjectName("error")
    error.hide()
    column.addWidget(error)
    column.addStretch(1)
    return made


def show_problem(field: QWidget, words: str) -> None:
    """Say what is wrong with a field, under it and to a reader; "" takes it away."""
    if isinstance(field, DateField):
        field.set_error(words)
        return
    if isinstance(field, NameRank):
        field.show_error(words)
        return
    mark(field, "error", "true" if words else None)
    field.setAccessibleDescription(f"Error: {words}" if words else "")
    holder = field.parentWidget()
    error = holder.findChild(QWidget, "error", Qt.FindChildOption.FindDirectChildrenOnly) if holder else None
    if error is not None:
        error.setText(words)  # type: ignore[attr-defined]
        error.setVisible(bool(words))


def choices(name: str, options: Iterable[tuple[str, str]]) -> QComboBox:
    """A drop-down of (value, words)."""
    made = StillCombo()
    made.setAccessibleName(name)
    made.setMinimumHeight(Spacing.TARGET)
    for value, words in options:
        made.addItem(words, value)
    return made


def choose(box: QComboBox, value: str) -> None:
    """Show a value without telling anybody."""
    quiet = box.blockSignals(True)
    box.setCurrentIndex(max(0, box.findData(value)))
    box.blockSignals(quiet)


def complete(field: QLineEdit, words: Sequence[str]) -> QCompleter:
    """Complete a field from known words, wherever in them the typed part stands."""
    found = cast(QCompleter | None, field.completer())
    if found is None:
        found = QCompleter(field)
        found.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        found.setFilterMode(Qt.MatchFlag.MatchContains)
        found.setModel(QStringListModel(found))
        field.setCompleter(found)
    model = found.model()
    if isinstance(model, QStringListModel) and model.stringList() != list(words):
        model.setStringList(list(words))
    return found


def event_field(name: str, today: Today, *, hint: str = "", required: str = "") -> DateField:
    """A field for a day that has been."""
    return DateField(lambda words: parse_day(words, today=today()), name=name, hint=hint, required=required)


def as_event(iso: str) -> EventDate | None:
    """A stored ``YYYY-MM-DD`` or ``YYYY-MM-DDTHH:MM`` as a date field shows it."""
    day = read_day(iso)
    return EventDate.on(day, iso[11:16]) if day else None


def one_day(field: DateField, path: str, *, needed: str = "") -> str:
    """The day of a field as ISO, "" where it is empty. Raises IncompleteRecord for words that are no day."""
    when = field.date()
    if when is not None and when.exact and when.lower is not None:
        return when.lower.isoformat()
    if field.words().strip():
        raise IncompleteRecord(field=path, why=field.check() or "Enter one exact day, for example 23/11/2026.")
    if needed:
        raise IncompleteRecord(field=path, why=needed)
    return ""


def professionals(people: Iterable[tuple[str, Person]], me: Officer, *, agency: str = "") -> list[Offered]:
    """Who can be named with a rank: the officer and the professionals of the case."""
    found = [Offered(me.name, me.rank, "POL", "")]
    found += [Offered(p.name, p.rank, p.agency, id) for id, p in people if p.is_professional and p.name != me.name]
    return [each for each in found if not agency or each.agency == agency]


def named(pair: NameRank, offered: Iterable[Offered], before: Named) -> Named:
    """Who stands in a pair of fields, with the agency and the record of the person where they are known."""
    name, rank = pair.name(), pair.rank()
    if (name, rank) == (before.name, before.rank):
        return before
    known = next((each for each in offered if each.name == name), None)
    if not name and not rank:
        return Named()
    return Named(
        name=name, rank=rank, agency=known.agency if known else before.agency, person=known.key if known else ""
    )
