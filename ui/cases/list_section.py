"""A section of a case that is one list: load on the worker, show as a table, open a form in a sheet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from pclo_app.casefile.casefile import CaseFile
from pclo_app.casefile.model import Changed
from ui.shell.rows_table import Column, Row, RowsTable
from ui.shell.session import Place, Screen, Session
from ui.widgets.buttons import Button
from ui.widgets.empty_state import EmptyState

from .record_form import RecordForm

NEW = "new"
EDIT = "edit/"


class ListSection(Screen):
    """What lists have in common. Sub-classes say what is loaded and how a row reads."""

    kinds: frozenset[str] = frozenset()
    """Kinds of record whose changes matter here."""
    name = ""
    columns: Sequence[Column] = ()
    new_words = ""
    new_key = "Ctrl+N"
    empty = ""
    two_lines = False
    form_width = 720

    def __init__(self, session: Session, place: Place, parent: QWidget | None = None) -> None:
        super().__init__(session, place, parent)
        self._data: Any = None
        self._wanted = place.record
        self._reveals = True
        """Whether what is wanted is brought out where the bar's choices hide it."""
        outer = QVBoxLayout(self)
        outer.setContentsMargins(14, 10, 14, 10)
        outer.setSpacing(8)
        self.bar = QHBoxLayout()
        self.bar.setSpacing(8)
        outer.addLayout(self.bar)
        self.table = RowsTable(self.columns, name=self.name, two_lines=self.two_lines)
        self.table.opened.connect(self.open_record)
        self.nothing = EmptyState(self.empty, (f"{self.new_words} ({self.new_key})",) if self.new_words else ())
        self.nothing.pressed.connect(lambda _n: self.new())
        self._either = QStackedWidget(self)
        self._either.addWidget(self.table)
        self._either.addWidget(self.nothing)
        self._either.setProperty("panel", "true")
        self._either.hide()
        outer.addWidget(self._either, 1)
        self.build_bar()
        self.bar.addStretch(1)
        if self.new_words:
            self.new_button = Button(self.new_words, "plus", parent=self)
            self.new_button.setToolTip(self.new_key)
            self.new_button.clicked.connect(self.new)
            self.bar.addWidget(self.new_button)
            QShortcut(QKeySequence(self.new_key), self).activated.connect(self.new)
        self.load()

    # for sub-classes ------------------------------------------------------------------------------------------

    def build_bar(self) -> None:
        """More things above the table."""

    def query(self, cf: CaseFile, case: str) -> Any:
        """What to show. Runs on the worker: no widgets here."""
        raise NotImplementedError

    def rows_of(self, data: Any) -> list[Row]:
        """The rows."""
        raise NotImplementedError

    def make_form(self, id: str | None) -> RecordForm | None:
        """The form over a record, or over a new one."""
        return None

    def reveal(self, id: str) -> bool:
        """Bring a record that the bar's choices hide into the table, and go to it; False where it is not here."""
        return False

    # the life of a screen -------------------------------------------------------------------------------------

    @property
    def case(self) -> str:
        """The case this is a section of."""
        return self._place.case

    def load(self) -> None:
        """Ask for the records."""
        case, query = self.case, self.query
        self.session.operations.submit(lambda cf, _: query(cf, case), self._loaded, owner=self)

    def show_rows(self) -> None:
        """Show what was loaded, as the bar's choices want it."""
        rows = self.rows_of(self._data)
        self.table.set_rows(rows)
        self._either.setCurrentWidget(self.table if rows else self.nothing)
        self._either.show()

    def shown(self) -> None:
        if not self.place().record:  # a form over the list keeps the keyboard
            self.table.want_focus()

    def refresh(self, changed: Changed) -> None:
        if changed.kinds & self.kinds and (self.case in changed.cases or not changed.cases):
            self.load()

    def go(self, place: Place) -> None:
        super().go(place)
        self._wanted, self._reveals = place.record, True
        if self._data is not None:
            self._go_to_wanted()

    def place(self) -> Place:
        if self._place.record.startswith((NEW, EDIT)):
            return self._place
        return replace(self._place, record="")

    def keys(self) -> list[tuple[str, str]]:
        return [("Enter", "Open the row"), *([(self.new_key, self.new_words)] if self.new_words else [])]

    def new(self) -> None:
        """A form over a new record."""
        self.open_form(None)

    def open_record(self, id: str) -> None:
        """A form over an existing record."""
        self.open_form(id)

    def open_form(self, id: str | None) -> None:
        """Put the form over the window."""
        form = self.make_form(id)
        if form is None:
            return
        self._place = replace(self._place, record=f"{EDIT}{id}" if id else NEW)
        sheet = self.session.show_sheet(form, width=self.form_width, scrolls=False)
        form.saved.connect(lambda saved: self._select(saved.id))
        if sheet is not None:
            form.closed.connect(sheet.close_sheet)
            sheet.closed.connect(self._form_closed)

    def _form_closed(self) -> None:
        self._place = replace(self._place, record="")

    def _select(self, id: str) -> None:
        self._wanted, self._reveals = id, False  # done with: it may leave the list

    def _loaded(self, data: Any) -> None:
        self._data = data
        self.show_rows()
        self._go_to_wanted()

    def _go_to_wanted(self) -> None:
        wanted, self._wanted = self._wanted, ""
        if wanted == NEW:
            self.new()
        elif wanted.startswith(EDIT):
            self.open_form(wanted.removeprefix(EDIT))
        elif wanted and not self.table.set_current(wanted) and not (self._reveals and self.reveal(wanted)):
            self._wanted = wanted  # it may come with the next load
