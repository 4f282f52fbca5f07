"""The full form over one entry, in the place of the entry: write a new one, amend one, settle two versions.

Esc asks nothing: the words stay as an encrypted draft and are there when the form is opened again.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from typing import Literal

import msgspec
from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from pclo_app.casefile.model import Officer
from pclo_app.records import kinds
from pclo_app.records.chronology import ChronologyEntry
from ui.widgets.buttons import Button
from ui.widgets.error_box import Notice, Problem, ProblemSummary
from ui.widgets.keep_timer import KeepTimer
from ui.widgets.labels import ground, label

from . import entry_values
from .editor_fields import EntryFields
from .entry_values import Values
from .queries import KnownPerson

Purpose = Literal["new", "amend", "settle"]
_TITLES = {"new": "New entry", "amend": "Edit entry {number}", "settle": "Settle entry {number}"}


class Editor(QWidget):
    """Head with Save, fields under it."""

    save_wanted = Signal(object)
    """The `ChronologyEntry`, complete as far as can be told here."""
    draft_wanted = Signal(object)
    """`Values` to be kept."""
    closed = Signal()
    """Esc, or Back."""
    discard_wanted = Signal()
    """The draft is to be forgotten."""
    unchanged = Signal()
    """Save was pressed, and nothing is otherwise than it stands."""

    def __init__(self, today: Callable[[], date], officer: Officer, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._today = today
        self._officer = officer
        self._base: ChronologyEntry | None = None
        self._people: tuple[KnownPerson, ...] = ()
        self.purpose: Purpose = "new"
        self.record = ""
        self.based_on: tuple[str, ...] = ()
        self.touched = False
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._head())
        self.fields = EntryFields(today)
        self.summary = ProblemSummary()
        self._versions = QVBoxLayout()
        body = ground(QWidget(), "surface")
        inside = QVBoxLayout(body)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(6)
        inside.addWidget(self.summary)
        inside.addLayout(self._versions)
        inside.addWidget(self.fields, 1)
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setWidget(body)
        column.addWidget(self.area, 1)
        self._draft = KeepTimer(lambda: self.draft_wanted.emit(self.values()), self)
        self.fields.changed.connect(self._edited)
        here = Qt.ShortcutContext.WidgetWithChildrenShortcut
        for keys in ("Ctrl+Return", "Ctrl+Enter", "Ctrl+S"):
            QShortcut(QKeySequence(keys), self, context=here).activated.connect(self.finish)
        QShortcut(QKeySequence("Escape"), self, context=here).activated.connect(self.leave)
        QShortcut(QKeySequence("Ctrl+D"), self, context=here).activated.connect(self._decide)

    def _head(self) -> QWidget:
        head = ground(QWidget(), "raised")
        row = QHBoxLayout(head)
        row.setContentsMargins(10, 3, 10, 3)
        row.setSpacing(8)
        self._title = label("", "strong")
        row.addWidget(self._title)
        row.addStretch(1)
        self.discard = Button("Discard draft", size="small", tip="Forget what is half written here")
        self.discard.clicked.connect(lambda: self.discard_wanted.emit())
        self.back = Button("Back (Esc)", size="small", tip="The words are kept")
        self.back.clicked.connect(self.leave)
        self.save = Button("Save", kind="primary", size="small")
        self.save.setText("Save  (Ctrl+Enter)")
        self.save.clicked.connect(self.finish)
        for button in (self.discard, self.back, self.save):
            row.addWidget(button)
        return head

    def begin(
        self,
        purpose: Purpose,
        values: Values,
        *,
        people: Sequence[KnownPerson],
        base: ChronologyEntry | None = None,
        record: str = "",
        based_on: tuple[str, ...] = (),
        number: int = 0,
        restored: bool = False,
        versions: QWidget | None = None,
    ) -> None:
        """Show a form: for a new entry, to change one, or to settle two versions of one."""
        self._draft.stop()
        self.purpose, self.record, self._base, self.based_on = purpose, record, base, based_on
        self._title.setText(_TITLES[purpose].format(number=number))
        self.setAccessibleName(self._title.text())
        self.touched = restored
        self.discard.setVisible(restored or (purpose == "new" and values.written))
        while self._versions.count():
            item = self._versions.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.deleteLater()
        if restored:
            kept = Notice("They were kept, and are as you left them.", "info", strong="Words half written.")
            self._versions.addWidget(kept)
        if versions is not None:
            holder = QWidget()
            column = QVBoxLayout(holder)
            column.setContentsMargins(14, 10, 14, 0)
            column.addWidget(versions)
            self._versions.addWidget(holder)
        self.summary.show_problems(())
        self._people = tuple(people)
        self.fields.set_people(people)
        self.fields.set_values(self._with_author(values), amending=purpose != "new")
        self.area.verticalScrollBar().setValue(0)
        if values.focus and (restored or purpose == "new"):
            self.fields.put_cursor(values.focus, values.caret)
        else:
            self.fields.put_cursor("when" if purpose == "new" else "fact", len(values.fact))
        self._bring_into_view()

    def _with_author(self, values: Values) -> Values:
        """An opinion is the writer's own unless somebody else is named."""
        if not values.significance and not values.significance_name:
            values.significance_name, values.significance_rank = self._officer.name, self._officer.rank
        return values

    def values(self) -> Values:
        """The fields as they stand, for the draft."""
        made = self.fields.values()
        made.based_on = self.based_on
        return made

    def entry(self) -> ChronologyEntry:
        """The record that the fields make."""
        return entry_values.to_entry(self.fields.values(), today=self._today(), base=self._base, people=self._people)

    def finish(self) -> None:
        """Save, or say everything that is missing."""
        errors = self.fields.problems()
        entry = self.entry()
        if self.purpose == "amend" and not errors and entry == self._base_without_reason():
            self.unchanged.emit()
            return
        for missing in kinds.missing(entry):
            errors.setdefault(self.fields.field_of(missing.field), missing.words)
        if self.purpose != "new" and not entry.change_reason:
            errors.setdefault("change_reason", "Enter why the entry is changed. The old words are kept beside the new.")
        if entry.decision is not None and not entry.decision.decision:
            errors.setdefault("decision", "Enter what was decided.")
        if entry.disclosure == "B" and not entry.disclosure_reason:
            errors.setdefault("disclosure_reason", "Enter why it is restricted.")
        self.show_errors(errors)
        if not errors:
            self._draft.stop()
            self.save_wanted.emit(entry)

    def _base_without_reason(self) -> ChronologyEntry | None:
        return None if self._base is None else msgspec.structs.replace(self._base, change_reason="")

    def show_errors(self, errors: dict[str, str]) -> None:
        """Beside the fields; more than one also in a list at the top."""
        self.fields.show_errors(errors)
        if len(errors) > 1:
            self.summary.show_problems([Problem(words, partial(self._go, name)) for name, words in errors.items()])
            self.area.verticalScrollBar().setValue(0)
            return
        self.summary.show_problems(())
        for name in errors:
            self._go(name)

    def go_to(self, field: str) -> None:
        """To the field that a finding is about, by its name in the record."""
        name = self.fields.field_of(field)
        if name in ("decision", "why", "by", "options", "information"):
            self._decide()
        self._go(name)

    def _go(self, name: str) -> None:
        self.fields.stop(name).setFocus()
        self._bring_into_view()

    def _bring_into_view(self) -> None:
        """The field with the cursor, once what was just opened has its place."""
        QTimer.singleShot(0, self, self._show_focused)

    def _show_focused(self) -> None:
        field, body = self.fields.focusWidget(), self.area.widget()
        layout = body.layout() if body is not None else None
        if field is not None and layout is not None:
            layout.activate()
            self.area.ensureWidgetVisible(field, 20, self.area.viewport().height() // 3)

    def leave(self) -> None:
        """Back to the entry; what is written is kept."""
        if self.touched:
            self.keep_now()
        self.closed.emit()

    def keep_now(self) -> None:
        """The draft at once."""
        self._draft.stop()
        if self.touched:
            self.draft_wanted.emit(self.values())

    def stop_drafts(self) -> None:
        """Nothing more is to be kept: it was saved or discarded."""
        self._draft.stop()
        self.touched = False

    def _decide(self) -> None:
        """Ctrl+D: open the box of the decision."""
        if not self.fields.decided.isChecked():
            self.fields.decided.setChecked(True)
            self._edited()
        self._go("decision")

    def _edited(self) -> None:
        self.touched = True
        self._draft.edited()
