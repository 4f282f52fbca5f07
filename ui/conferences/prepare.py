"""The step “Prepare”: checks, questions and notes at the left, what is not ready at the right."""

from __future__ import annotations

import msgspec
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from pclo_app.casefile.model import Saved
from pclo_app.records.conference import Conference
from pclo_app.records.errors import IncompleteRecord
from pclo_app.records.work import Check
from ui.shell.session import Session
from ui.theme import Theme
from ui.widgets.growing_text import GrowingText
from ui.widgets.labels import ground
from ui.widgets.panel import Panel

from . import saving
from .checks import ChecksPanel
from .facts import Facts, ready
from .questions import QuestionsPanel
from .ready import IN_NOTES, ReadyPanel, held_day


class Prepare(QWidget):
    """The step."""

    edited = Signal()
    entry_wanted = Signal(str)
    section_wanted = Signal(str, str)
    """A section of the case, and the record to show in it, "" for none."""
    details_wanted = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._facts: Facts | None = None
        self.checks = ChecksPanel(session)
        self.questions = QuestionsPanel(lambda: f"{session.clock():%H:%M}")
        self.notes = GrowingText(
            name="Preparation notes",
            placeholder="What has changed, what the police have done, what to say",
            least=4,
            most=24,
        )
        notes = Panel("Preparation notes", "Printed with the checks and the questions", padded=True)
        notes.add(self.notes)
        self.right = ReadyPanel(session.officer)
        inside = QWidget()
        ground(inside, "window")
        column = QVBoxLayout(inside)
        column.setContentsMargins(12, 8, 12, 10)
        column.setSpacing(9)
        for panel in (self.checks, self.questions, notes):
            column.addWidget(panel)
        column.addStretch(1)
        self.scroller = QScrollArea()
        self.scroller.setWidgetResizable(True)
        self.scroller.setWidget(inside)
        self.scroller.setAccessibleName("Preparation")
        self.right.setFixedWidth(round(278 * Theme.current().text_scale))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.scroller, 1)
        row.addWidget(self.right)
        for part in (self.checks, self.questions, self.right):
            part.edited.connect(self.edited)
        self.checks.saved.connect(self._save_check)
        self.checks.cancelled.connect(self.edited)
        self.notes.edited.connect(lambda _words: self.edited.emit())
        self.questions.entry_wanted.connect(self.entry_wanted)
        self.right.action.connect(self._act)

    def set_facts(self, facts: Facts) -> None:
        """What is recorded around the conference."""
        self._facts = facts
        self.checks.load(facts)
        self.questions.set_facts(facts)
        self.right.set_facts(facts)

    def load(self, record: Conference) -> None:
        """Show the words of the conference."""
        self.questions.load(record.questions)
        if self.notes.text() != record.notes:
            self.notes.set_text(record.notes)
        self.right.load(record)

    def apply(self, record: Conference) -> Conference:
        """The record with what stands here."""
        return self.right.apply(
            msgspec.structs.replace(record, notes=self.notes.text(), questions=self.questions.value())
        )

    def show_ready(self, facts: Facts, live: Conference) -> int:
        """Show what is not ready; answer how many things there are to do."""
        found = ready(facts, live, self._session.today())
        self.right.show_findings(found, held_day(live))
        return sum(1 for each in found if each.level in ("must", "reason"))

    def _save_check(self, id: str, check: Check) -> None:
        if self._facts is None:
            return
        item = self._facts.item
        record = msgspec.structs.replace(check, conference=check.conference or item.id)
        self._session.operations.submit(saving.check(record, item.case, id), self._check_saved, self._check_not_saved)

    def _check_saved(self, _saved: Saved) -> None:
        self.checks.close_form()
        self._session.saved(f"Saved {self._session.clock():%H:%M:%S}")
        self.edited.emit()

    def _check_not_saved(self, error: Exception) -> None:
        if isinstance(error, IncompleteRecord):
            self.checks.form.show_missing(str(error.values["field"]), str(error.values["why"]))
        else:
            self._session.show_error(error)

    def next_to_answer(self) -> None:
        """F7: the first card that asks for something."""
        cards = self.right.findings.cards()
        if cards:
            self.right.findings.focus_card(cards[0].card.key)

    def _act(self, key: str, words: str) -> None:
        rule, record, where = key.split("|", 2)
        if words == IN_NOTES:
            self._write_why(rule)
        elif words == "Record check":
            self._record_check(rule, record)
        elif words == "Add question":
            self.questions.begin()
        elif words == "Record the check":
            self.section_wanted.emit("actions", f"conditions/edit/check/{record}")
        elif rule.startswith("conference.condition"):
            self.section_wanted.emit("actions", record)
        elif rule == "conference.actions":
            self.section_wanted.emit("actions", "")
        elif rule == "conference.disclosure":
            self.entry_wanted.emit(record)
        elif rule in ("conference.chair", "conference.day"):
            self.details_wanted.emit()
        elif rule == "conference.visor-risk":
            self.checks.table.set_current_key(record)
            self.checks.table.setFocus()
        elif rule == "conference.view":
            (self.right.why if where == "police_view_why" else self.right.view).setFocus()
        else:
            self.right.going.setFocus()

    def _record_check(self, rule: str, record: str) -> None:
        if any(row.key == record for row in self.checks.table.rows()):
            self.checks.open_check(record)
        else:
            self.checks.begin("ViSOR" if rule == "conference.visor" else "PNC")
        self.scroller.ensureWidgetVisible(self.checks.form)

    def _write_why(self, rule: str) -> None:
        begun = {
            "conference.limit": "Why the conference is after the limit: ",
            "conference.actions": "Why the overdue actions are not done: ",
            "conference.condition-not-kept": "What is done about the conditions not kept: ",
            "conference.condition-unchecked": "Why the conditions are not checked: ",
        }.get(rule, "Why: ")
        text = self.notes.text()
        if begun not in text:
            self.notes.set_text(f"{text}\n\n{begun}".strip("\n"))
            self.edited.emit()
        self.notes.moveCursor(self.notes.textCursor().MoveOperation.End)
        self.notes.setFocus()
        self.scroller.ensureWidgetVisible(self.notes)
