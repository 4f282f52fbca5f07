"""A person: name, and rank or designation. Never one without the other.

The rank that is missing shows red where it is missing, as soon as the pair has been left,
and never only at the end. Known people complete the name, and choosing one fills the rank
if it is still empty.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import NamedTuple

from PySide6.QtCore import QEvent, QObject, QStringListModel, Qt, QTimer, Signal
from PySide6.QtWidgets import QCompleter, QGridLayout, QLineEdit, QWidget

from ui.theme import Spacing, mark
from ui.widgets.completing import pass_enter, widen
from ui.widgets.labels import field_label, label


class Person(NamedTuple):
    """Somebody who can be offered: the words of both fields and, optionally, agency and record."""

    name: str
    rank: str = ""
    agency: str = ""
    key: str = ""


class NameRank(QWidget):
    """The pair of fields."""

    changed = Signal()
    person_chosen = Signal(object)
    """A known `Person` was taken from the list."""

    def __init__(
        self,
        people: Sequence[Person] = (),
        *,
        name_label: str = "Name",
        rank_label: str = "Rank or designation",
        ranks: Sequence[str] = (),
        required: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        """``required`` also asks for a name; the rank is always asked for where there is a name."""
        super().__init__(parent)
        self._people: list[Person] = []
        self._required = required
        self._rank_label = rank_label
        self.name_edit = QLineEdit(self)
        self.rank_edit = QLineEdit(self)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(3)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        grid.addWidget(field_label(name_label, self.name_edit, parent=self), 0, 0)
        grid.addWidget(field_label(rank_label, self.rank_edit, parent=self), 0, 1)
        for column, edit in enumerate((self.name_edit, self.rank_edit)):
            edit.setMinimumHeight(Spacing.TARGET)
            grid.addWidget(edit, 1, column)
            edit.textEdited.connect(self._edited)
            edit.installEventFilter(self)
        self._error = label("", "danger", wrap=True, parent=self)
        grid.addWidget(self._error, 2, 0, 1, 2)
        self._error.hide()
        self._names = QStringListModel(self)
        names = QCompleter(self._names, self)
        self._ranks = QStringListModel(sorted(set(ranks)), self)
        ranks_completer = QCompleter(self._ranks, self)
        for completer in (names, ranks_completer):
            completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
            completer.setFilterMode(Qt.MatchFlag.MatchContains)
        self.name_edit.setCompleter(names)
        self.rank_edit.setCompleter(ranks_completer)
        pass_enter(self.name_edit)
        pass_enter(self.rank_edit)
        names.activated.connect(self._completed)
        self.set_people(people)
        self.setFocusProxy(self.name_edit)

    def name(self) -> str:
        return self.name_edit.text().strip()

    def rank(self) -> str:
        return self.rank_edit.text().strip()

    def set_person(self, name: str, rank: str) -> None:
        """Show a person without telling anybody."""
        self.name_edit.setText(name)
        self.rank_edit.setText(rank)
        self.name_edit.setCursorPosition(0)
        self.rank_edit.setCursorPosition(0)
        self.show_error(self._missing() if name else "")

    def set_people(self, people: Sequence[Person]) -> None:
        """Who can be completed."""
        self._people = list(people)
        offers = [f"{p.name}, {p.rank}" if p.rank else p.name for p in self._people]
        if offers != self._names.stringList():
            self._names.setStringList(offers)
            widen(self.name_edit.completer(), offers)

    def check(self) -> str:
        """What is missing, "" if nothing; shows it."""
        error = self._missing()
        self.show_error(error)
        return error

    def show_error(self, error: str) -> None:
        """Show or take away the red line and the red edge of the field it is about."""
        no_name = bool(error) and not self.name()
        mark(self.name_edit, "error", "true" if no_name else None)
        mark(self.rank_edit, "error", "true" if error and not no_name else None)
        self.name_edit.setAccessibleDescription(f"Error: {error}" if no_name else "")
        self.rank_edit.setAccessibleDescription(f"Error: {error}" if error and not no_name else "")
        self._error.setText(error)
        self._error.setVisible(bool(error))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusOut and watched in (self.name_edit, self.rank_edit):
            QTimer.singleShot(0, self, self._left)
        return super().eventFilter(watched, event)

    def _left(self) -> None:
        focused = self.name_edit.hasFocus() or self.rank_edit.hasFocus()
        if not focused and self.name():
            self.show_error(self._missing())

    def _missing(self) -> str:
        if self.name() and not self.rank():
            return f"Enter the rank or designation of {self.name()}. If you cannot find out, write “not known” and why."
        if self.rank() and not self.name():
            return "Enter the name as well as the rank or designation."
        if self._required and not self.name():
            return "Enter the name, and the rank or designation."
        return ""

    def _edited(self) -> None:
        if self._error.isVisible() and not self._missing():
            self.show_error("")
        self.changed.emit()

    def _completed(self, words: str) -> None:
        for person in self._people:
            if words in (f"{person.name}, {person.rank}", person.name):
                QTimer.singleShot(0, self, partial(self._take, person))
                return

    def _take(self, person: Person) -> None:
        self.name_edit.setText(person.name)
        if not self.rank() and person.rank:
            self.rank_edit.setText(person.rank)
            self.rank_edit.setCursorPosition(0)
        self.show_error(self._missing() if self.rank() or person.rank else "")
        self.person_chosen.emit(person)
        self.changed.emit()
