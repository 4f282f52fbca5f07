"""A form over one record, in a sheet: filled, checked, saved as a revision; half written it is a draft.

Esc asks nothing: the words stay as an encrypted draft and are there when the form is opened again.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec
from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from pclo_app.casefile.casefile import CaseFile
from pclo_app.casefile.model import Saved
from pclo_app.errors import KnownError
from pclo_app.records import kinds
from pclo_app.records.base import Missing, Record
from pclo_app.records.errors import IncompleteRecord
from ui.shell.session import Session
from ui.widgets.buttons import Button
from ui.widgets.error_box import ErrorBox, Notice, Problem, ProblemSummary
from ui.widgets.keep_timer import KeepTimer
from ui.widgets.labels import ground, label

from .inputs import Input, Line


class RecordForm(QWidget):
    """Title, fields, Cancel and Save. Sub-classes add the fields and make the record."""

    saved = Signal(object)
    """The `Saved`."""
    closed = Signal()
    """Saved or cancelled: the sheet may go."""

    def __init__(
        self,
        session: Session,
        *,
        title: str,
        draft: str,
        case: str,
        id: str | None = None,
        based_on: tuple[str, ...] = (),
        button: str = "Save",
        parent: QWidget | None = None,
    ) -> None:
        """``draft`` is the key under which half-written words are kept."""
        super().__init__(parent)
        self.session = session
        self.case = case
        self.id = id
        self._based_on = based_on
        self._draft_key = draft
        self._inputs: dict[str, Input] = {}
        self._first: dict[str, Any] = {}
        self._finished = False
        self._saving = False
        outer = QVBoxLayout(self)
        outer.setContentsMargins(18, 14, 18, 14)
        outer.setSpacing(10)
        self._title = label(title, "title", wrap=True)
        outer.addWidget(self._title)
        self._scroll = QScrollArea(self)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inside = ground(QWidget(), "surface")
        self._inside = inside
        inside.installEventFilter(self)
        self.column = QVBoxLayout(inside)
        self.column.setContentsMargins(0, 0, 8, 0)
        self.column.setSpacing(10)
        self.summary = ProblemSummary(inside)
        self.problem = ErrorBox(inside, closable=False)
        self._back = Notice("", "info", strong="Your words from before are back.", parent=inside)
        self._back.hide()
        self.afresh = Button("Start afresh", kind="quiet", parent=inside)
        self.afresh.hide()
        self.afresh.clicked.connect(self._start_afresh)
        for each in (self.summary, self.problem, self._back):
            self.column.addWidget(each)
        self.column.addWidget(self.afresh, 0, Qt.AlignmentFlag.AlignLeft)
        self._scroll.setWidget(inside)
        outer.addWidget(self._scroll, 1)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addStretch(1)
        cancel = Button("Cancel", parent=self)
        cancel.clicked.connect(self.cancel)
        self.save_button = Button(button, kind="primary", key="Ctrl+Return", parent=self)
        self.save_button.clicked.connect(self.save)
        row.addWidget(cancel)
        row.addWidget(self.save_button)
        outer.addLayout(row)
        QShortcut(QKeySequence("Ctrl+S"), self).activated.connect(self.save)
        self._timer = KeepTimer(self.save_draft, self)

    # building -------------------------------------------------------------------------------------------------

    def add(self, key: str, made: Input) -> Input:
        """One field on a line of its own. ``key`` is the record's field."""
        self.add_row((key, made))
        return made

    def add_row(self, *pairs: tuple[str, Input], stretch: Sequence[int] = ()) -> QWidget:
        """Fields side by side."""
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        for n, (key, made) in enumerate(pairs):
            self._inputs[key] = made
            made.changed.connect(self._edited)
            row.addWidget(made, stretch[n] if stretch else 1, Qt.AlignmentFlag.AlignTop)
        self.column.addWidget(holder)
        return holder

    def wanted_height(self, width: int) -> int:
        """How tall the form would like to be, for the sheet around it."""
        layout = self.layout()
        edges = layout.contentsMargins() if layout is not None else self.contentsMargins()
        inner = width - edges.left() - edges.right()
        rows = self.column.totalHeightForWidth(inner) if self.column.hasHeightForWidth() else 0
        fields = max(rows, self.column.totalSizeHint().height())
        around = edges.top() + edges.bottom() + 20 + self._title.sizeHint().height()
        return fields + around + self.save_button.sizeHint().height() + 6

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Fields that come and go change the form's height: the sheet is asked to look again."""
        if watched is self._inside and event.type() == QEvent.Type.LayoutRequest:
            QTimer.singleShot(0, self, self.updateGeometry)
        return super().eventFilter(watched, event)

    def heading(self, text: str) -> QWidget:
        """A heading between fields."""
        made = label(text, "section")
        self.column.addWidget(made)
        return made

    def ready(self, values: dict[str, Any]) -> None:
        """All fields are there: fill them, ask why where the record exists already, and look for a draft."""
        if self.id is not None:
            self.add("change_reason", Line("Why is it changed?", "It stands in the history beside your name."))
        self.column.addStretch(1)
        self.fill(values)
        self._first = self.values()
        self.setFocusProxy(next(iter(self._inputs.values()))._stop())
        for made in self._inputs.values():
            if made.focusProxy() is None:
                made.setFocusProxy(made._stop())
        key = self._draft_key
        self.session.operations.submit(lambda cf, _: cf.draft(key), self._draft_found, owner=self)

    def fill(self, values: dict[str, Any]) -> None:
        """Show values."""
        for key, value in values.items():
            if key in self._inputs:
                self._inputs[key].set_value(value)
        self.arrange()

    def arrange(self) -> None:
        """Show and hide what depends on other fields. For sub-classes."""

    def record(self) -> Record:
        """The record as it is typed. For sub-classes."""
        raise NotImplementedError

    def input(self, key: str) -> Input:
        """One field."""
        return self._inputs[key]

    def values(self) -> dict[str, Any]:
        """Everything typed."""
        return {key: made.value() for key, made in self._inputs.items()}

    # drafts ---------------------------------------------------------------------------------------------------

    def save_draft(self) -> None:
        """Keep what is half written."""
        self._timer.stop()
        if self._finished or self._saving:
            return
        now, key = self.values(), self._draft_key
        if now == self._first:
            self.session.operations.submit(lambda cf, _: cf.drop_draft(key))
            return
        body = msgspec.json.encode(now)
        self.session.operations.submit(lambda cf, _: cf.put_draft(key, body))

    def _edited(self) -> None:
        self.arrange()
        self._timer.edited()

    def _draft_found(self, raw: bytes | None) -> None:
        if raw is None or self.values() != self._first:
            return
        try:
            values = msgspec.json.decode(raw, type=dict[str, Any])
        except msgspec.MsgspecError:
            return
        self.fill(values)
        self._back.set("They were not saved yet.", "info", strong="Your words from before are back.")
        self._back.show()
        self.afresh.show()

    def _start_afresh(self) -> None:
        key = self._draft_key
        self.fill(self._first)
        self._back.hide()
        self.afresh.hide()
        self.session.operations.submit(lambda cf, _: cf.drop_draft(key))
        next(iter(self._inputs.values())).take_focus()

    # finishing ------------------------------------------------------------------------------------------------

    def cancel(self) -> None:
        """Close; what was typed stays as a draft."""
        self.save_draft()
        self.closed.emit()

    def save(self) -> None:
        """Save, or say what is missing."""
        if self._saving:
            return
        self.problem.clear()
        found = self._problems()
        self.summary.show_problems(found)
        if found:
            self._scroll.ensureWidgetVisible(self.summary)
            return
        record = msgspec.structs.replace(self.record(), **self._reason())
        case, id, based_on, key = self.case, self.id, self._based_on, self._draft_key

        def work(cf: CaseFile, _progress: object) -> Saved:
            return cf.save(record, case=case, id=id, based_on=based_on or None, drop=key)

        self._saving = True
        self._timer.stop()
        self.session.operations.submit(work, self._done, self._failed)

    def _reason(self) -> dict[str, str]:
        return {"change_reason": self._inputs["change_reason"].value()} if self.id is not None else {}

    def _problems(self) -> list[Problem]:
        errors: dict[str, str] = {}
        for key, made in self._inputs.items():
            words = made.problem() if made.isVisibleTo(self) else ""
            if words:
                errors[key] = words
        if not errors:
            for missing in kinds.missing(self.record()):
                errors.setdefault(self.field_of(missing), missing.words)
            if self.id is not None and self.values() != self._first and not self._reason()["change_reason"]:
                errors["change_reason"] = "Say in a few words why it is changed."
        for key, made in self._inputs.items():
            made.set_error(errors.get(key, ""))
        fallback = next(iter(self._inputs))
        return [
            Problem(words, self._inputs.get(key, self._inputs[fallback]).take_focus) for key, words in errors.items()
        ]

    def field_of(self, missing: Missing) -> str:
        """The form's key for a field of the record."""
        return missing.field.partition(".")[0]

    def _done(self, saved: Saved) -> None:
        self._finished = True
        self.session.saved(f"Saved {self.session.clock():%H:%M:%S}" if saved.fresh else "Nothing was changed")
        self.saved.emit(saved)
        self.closed.emit()

    def _failed(self, error: Exception) -> None:
        self._saving = False
        self.save_draft()
        if isinstance(error, IncompleteRecord):
            key = str(error.values.get("field", "")).partition(".")[0]
            if key in self._inputs:
                self._inputs[key].set_error(str(error.values.get("why", "")))
                self._inputs[key].take_focus()
                return
        if isinstance(error, KnownError):
            self.problem.show_error(error, take_focus=True)
        else:
            self.session.show_error(error)
