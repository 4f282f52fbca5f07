"""The conferences of a case: when, what kind, who goes, how far the preparation is, what came of it."""

from __future__ import annotations

import msgspec
from PySide6.QtCore import QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QVBoxLayout, QWidget

from pclo_app.casefile.model import Changed, Saved
from pclo_app.practice.phrases import counted, read_day, short_day
from pclo_app.records.conference import Conference
from pclo_app.records.errors import IncompleteRecord
from ui.shell.session import Place, Screen, Session
from ui.widgets.buttons import Button
from ui.widgets.cell_table import CellTable, TableRow
from ui.widgets.empty_state import EmptyState
from ui.widgets.panel import Panel
from ui.widgets.row_delegate import Cell

from . import facts
from .facts import ATTENDED_WORDS, CaseConferences, ListRow
from .form import ConferenceForm

_HEADINGS = ("Date", "Type", "Place", "Chair", "Who goes", "Checks", "Preparation", "Outcome")
_WIDTHS = (170, 170, 170, 190, 160, 90, 150)
_KINDS = {"conference", "conference_outcome", "check", "case", "person", "action", "condition",
          "condition_check", "chronology_entry"}  # fmt: skip


class ConferencesSection(Screen):
    """The table, and the form for a new conference over it."""

    def __init__(self, session: Session, place: Place, parent: QWidget | None = None) -> None:
        super().__init__(session, place, parent)
        self._facts: CaseConferences | None = None
        self._asked = False
        self.table = CellTable(_HEADINGS, name="Conferences", widths=_WIDTHS)
        self.table.opened.connect(self._open)
        self.add = Button("New conference", "plus", size="small", key="Ctrl+N")
        self.add.clicked.connect(self.begin)
        self.panel = Panel("Conferences", buttons=(self.add,))
        self.empty = EmptyState(
            "No conference is recorded for this case.",
            ("New conference",),
            second="Record it as soon as the police are invited: the checks, the questions and the view hang on it.",
        )
        self.empty.pressed.connect(lambda _n: self.begin())
        self.panel.add(self.table, 1)
        self.panel.add(self.empty)
        self.form = ConferenceForm("New conference", "Save", today=session.today, officer=session.officer)
        self.form.hide()
        self.form.saved.connect(self._save)
        self.form.cancelled.connect(self._cancel)
        self.form.edited.connect(self._typed)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 12, 8)
        column.setSpacing(8)
        column.addWidget(self.form)
        column.addWidget(self.panel, 1)
        self._draft_timer = QTimer(self, singleShot=True, interval=400)
        self._draft_timer.timeout.connect(self.save_draft)
        QShortcut(QKeySequence("Ctrl+S"), self.form, self.form.finish)
        self.table.hide()
        self.empty.hide()
        self._load()

    def title(self) -> str:
        return self._facts.case.reference if self._facts else ""

    def go(self, place: Place) -> None:
        changed = place.case != self._place.case
        if changed:
            self.save_draft()
        super().go(place)
        if changed:
            self._facts, self._asked = None, False
            self.form.hide()
            self._load()

    def refresh(self, changed: Changed) -> None:
        if self._place.case in changed.cases and changed.kinds & _KINDS:
            self._load()

    def save_draft(self) -> None:
        if self.form.isVisibleTo(self) and self._draft_timer.isActive():
            self._draft_timer.stop()
            self._put()
        elif self.form.isVisibleTo(self):
            self._put()

    def keys(self) -> list[tuple[str, str]]:
        return [
            ("Ctrl+N", "New conference"),
            ("Enter", "Open the conference"),
            ("Ctrl+Enter", "Save the new conference"),
        ]

    def begin(self) -> None:
        """Ctrl+N."""
        if self._facts is None:
            return
        if not self.form.isVisibleTo(self):
            self.form.load(None, self._facts.people)
            self.form.show()
        self.form.setFocus()

    @property
    def _draft(self) -> str:
        return f"conference/new/{self._place.case}"

    def _load(self) -> None:
        case, draft, first = self._place.case, self._draft, not self._asked
        self._asked = True
        self.session.operations.submit(
            lambda cf, _progress: (facts.of_list(cf, case), cf.draft(draft) if first else None), self._loaded
        )

    def _loaded(self, result: tuple[CaseConferences, bytes | None]) -> None:
        found, draft = result
        self._facts = found
        self.session.retitle()
        self.table.set_rows([row_of(each, self.session) for each in found.rows])
        self.table.setVisible(bool(found.rows))
        self.empty.setVisible(not found.rows)
        self.panel.set_hint(counted(len(found.rows), "conference", "conferences") if found.rows else "")
        self.form.set_people(found.people)
        if draft:
            self.form.load(None, found.people)
            self.form.restore(msgspec.json.decode(draft, type=dict[str, str]))
            self.form.show()

    def _open(self, key: str) -> None:
        self.session.open(Place("case", self._place.case, "conferences", key))

    def _typed(self) -> None:
        self._draft_timer.start()

    def _put(self) -> None:
        key, body = self._draft, msgspec.json.encode(self.form.words())
        self.session.operations.submit(lambda cf, _progress: cf.put_draft(key, body))

    def _cancel(self) -> None:
        self._draft_timer.stop()
        self.form.hide()
        key = self._draft
        self.session.operations.submit(lambda cf, _progress: cf.drop_draft(key))
        (self.table if self.table.isVisibleTo(self) else self.empty.buttons[0]).setFocus()

    def _save(self, conference: Conference) -> None:
        case, key = self._place.case, self._draft
        self._draft_timer.stop()

        def work(cf: object, _progress: object) -> Saved:
            saved = cf.save(conference, case=case)  # type: ignore[attr-defined]
            cf.drop_draft(key)  # type: ignore[attr-defined]
            return saved  # type: ignore[no-any-return]

        self.session.operations.submit(work, self._saved, self._failed)

    def _saved(self, saved: Saved) -> None:
        self.form.hide()
        self.session.say("The conference is recorded")
        self._open(saved.id)

    def _failed(self, error: Exception) -> None:
        if isinstance(error, IncompleteRecord):
            self.form.show_missing(str(error.values["field"]), str(error.values["why"]))
        else:
            self.session.show_error(error)


def row_of(row: ListRow, session: Session) -> TableRow:
    """A conference as a row of the table."""
    record = row.item.record
    day = read_day(record.date)
    when = " ".join(part for part in (short_day(day) if day else "Date not known", record.time) if part)
    goes = record.attending.name or ("Nobody" if record.nobody_going_why else "")
    if row.outcome is not None:
        state, prepared = "done", "Held"
    elif row.must:
        state, prepared = "half", f"{row.must} to answer"
    else:
        state, prepared = "done", "Ready"
    outcome = _outcome(row, day is not None and day < session.today())
    checks = f"{row.done} of {row.checks} done" if row.checks else "None yet"
    missing = not row.checks or row.done < row.checks
    cells = (
        Cell(text=when, bold=True),
        Cell(text=record.title),
        Cell(text=record.place),
        Cell(text=str(record.chair)),
        Cell(text=goes or "Not decided", tone="" if goes else "danger"),
        Cell(text=checks, tone="warn" if missing and row.outcome is None else ""),
        Cell(text=prepared, state=state),
        Cell(text=outcome, tone="danger" if outcome == "Not recorded" else "", grey=outcome == "Ahead"),
    )
    sentence = ". ".join(
        part
        for part in (
            f"{when}, {record.title}", record.place, f"Chair {record.chair}" if record.chair.name else "",
            f"Going: {goes}" if goes else "Who goes is not decided", f"Checks: {checks}",
            f"Preparation: {prepared}", f"Outcome: {outcome}",
        )
        if part
    )  # fmt: skip
    return TableRow(row.item.id, cells, sentence)


def _outcome(row: ListRow, past: bool) -> str:
    if row.outcome is None:
        return "Not recorded" if past else "Ahead"
    return ". ".join(part for part in (ATTENDED_WORDS[row.outcome.attended], row.outcome.decision) if part)
