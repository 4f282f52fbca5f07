"""Who can be named in a record, and the small cell that names somebody with rank and agency."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QStringListModel, Qt, QTimer, Signal
from PySide6.QtWidgets import QComboBox, QCompleter, QHBoxLayout, QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from pclo_app.records.base import Named
from pclo_app.records.meeting import Attendee
from pclo_app.records.person import Person
from ui.theme import Spacing, mark
from ui.widgets.agency import AgencyCombo


@dataclass(frozen=True)
class Known:
    """Somebody who can be completed: a professional of the case, or somebody at this meeting."""

    name: str
    rank: str = ""
    agency: str = ""
    organisation: str = ""
    person: str = ""

    @property
    def words(self) -> str:
        """As offered in the list."""
        return ", ".join(part for part in (self.name, self.rank) if part)


def known_people(people: dict[str, Person], attendance: Iterable[Attendee] = ()) -> list[Known]:
    """Everybody who can be named, each once; those at the meeting first."""
    found = [Known(each.name, each.rank, each.agency, each.organisation, each.person) for each in attendance]
    found += [
        Known(person.name, person.rank, person.agency, person.organisation, id)
        for id, person in people.items()
        if person.is_professional
    ]
    seen: dict[str, Known] = {}
    for each in found:
        if each.name.strip():
            seen.setdefault(each.name.casefold(), each)
    return list(seen.values())


class Completer(QCompleter):
    """Completes a name field from known people and tells who was taken."""

    taken = Signal(object)

    def __init__(self, field: QLineEdit) -> None:
        super().__init__(field)
        self._known: list[Known] = []
        self._names = QStringListModel(self)
        self.setModel(self._names)
        self.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.setFilterMode(Qt.MatchFlag.MatchContains)
        field.setCompleter(self)
        self.activated.connect(self._completed)

    def set_known(self, known: Sequence[Known]) -> None:
        """Who is offered."""
        if list(known) != self._known:
            self._known = list(known)
            self._names.setStringList([each.words for each in known])

    def _completed(self, words: str) -> None:
        found = next((each for each in self._known if words == each.words), None)
        if found is not None:
            QTimer.singleShot(0, self, partial(self.taken.emit, found))


def keep_narrow(combo: QComboBox) -> None:
    """Just wide enough for the mark and its three letters."""
    combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    combo.setMinimumContentsLength(3)
    combo.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)


class PersonCell(QWidget):
    """Name over rank and agency, plain until touched. A name without a rank shows red where it is missing."""

    edited = Signal()

    def __init__(self, about: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._person = ""
        self.name_edit = QLineEdit(self)
        self.rank_edit = QLineEdit(self)
        self.agency_combo = AgencyCombo(name=f"{about}, agency", short=True, parent=self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(1)
        for field, name, words in (
            (self.name_edit, "name", "Name of a person"),
            (self.rank_edit, "rank or designation", "Rank or designation"),
        ):
            field.setAccessibleName(f"{about}, {name}")
            field.setPlaceholderText(words)
            field.setProperty("bare", "true")
            field.setMinimumHeight(Spacing.TARGET)
            field.textEdited.connect(self._typed)
        above = QHBoxLayout()
        above.setSpacing(2)
        above.addWidget(self.name_edit, 1)
        above.addWidget(self.agency_combo)
        self.agency_combo.setProperty("bare", "true")
        keep_narrow(self.agency_combo)
        column.addLayout(above)
        column.addWidget(self.rank_edit)
        self._completer = Completer(self.name_edit)
        self._completer.taken.connect(self._take)
        self.agency_combo.chosen.connect(lambda _code: self._typed())
        self.setFocusProxy(self.name_edit)

    def set_known(self, known: Sequence[Known]) -> None:
        """Who is offered."""
        self._completer.set_known(known)

    def load(self, who: Named) -> None:
        """Show somebody."""
        self._person = who.person
        for field, text in ((self.name_edit, who.name), (self.rank_edit, who.rank)):
            if field.text() != text:
                field.setText(text)
                field.setCursorPosition(0)
        self.agency_combo.set_code(who.agency)
        self._show_missing()

    def value(self) -> Named:
        """Who stands here."""
        return Named(
            name=self.name_edit.text(),
            rank=self.rank_edit.text(),
            agency=self.agency_combo.code(),
            person=self._person,
        )

    def fields(self, path: str) -> dict[str, QWidget]:
        """The fields by path."""
        return {
            f"{path}.name": self.name_edit,
            f"{path}.rank": self.rank_edit,
            f"{path}.agency": self.agency_combo,
        }

    def _typed(self) -> None:
        self._show_missing()
        self.edited.emit()

    def _take(self, known: Known) -> None:
        self.name_edit.setText(known.name)
        self._person = known.person
        if known.rank:
            self.rank_edit.setText(known.rank)
            self.rank_edit.setCursorPosition(0)
        if known.agency:
            self.agency_combo.set_code(known.agency)
        self._typed()

    def _show_missing(self) -> None:
        name = self.name_edit.text().strip()
        lacks = bool(name) and not self.rank_edit.text().strip()
        mark_missing(self.rank_edit, lacks, f"Enter the rank or designation of {name}." if lacks else "")


def mark_missing(field: QLineEdit, missing: bool, words: str) -> None:
    """A red edge and the words for a reader on a field that must not stay empty."""
    if field.property("error") == ("true" if missing else None):
        return
    mark(field, "bare", None if missing else "true")
    mark(field, "error", "true" if missing else None)
    field.setAccessibleDescription(f"Error: {words}" if words else "")
