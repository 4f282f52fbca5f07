"""One conference, from its preparation to what came of it.

Every word is kept as a draft within a second of the last key, and becomes a signed revision
when the officer saves or goes back to the case. Checks are records of their own and are
saved one by one.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import msgspec
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from pclo_app.casefile.model import Changed, Saved
from pclo_app.records.conference import Conference
from pclo_app.records.errors import IncompleteRecord
from ui.shell.session import Place, Screen, Session
from ui.widgets.labels import divider, ground
from ui.widgets.outline import Outline, Step

from . import drafts, facts, saving
from .drafts import OutcomeWords, WorkDraft
from .facts import Facts
from .form import ConferenceForm
from .header import Header
from .outcome import OutcomeForm
from .prepare import Prepare


class ConferenceWorkspace(Screen):
    """The workspace."""

    def __init__(self, session: Session, place: Place, parent: QWidget | None = None) -> None:
        super().__init__(session, place, parent)
        self._facts: Facts | None = None
        self._details = Conference(type="initial")
        self._heads: tuple[str, ...] = ()
        self._sent: Conference | None = None
        self._sent_outcome: OutcomeWords | None = None
        self._has_draft = False
        self.header = Header()
        steps = (Step("prepare", "1 Prepare"), Step("outcome", "2 Outcome"))
        self.outline = Outline(steps, name="Steps of the conference")
        self.form = ConferenceForm("Conference details", "Save details", today=session.today, officer=session.officer)
        self.prepare = Prepare(session)
        self.outcome = OutcomeForm(session)
        self.steps = QStackedWidget()
        self.outcome_scroll = QScrollArea()
        self._lay_out()
        self._connect()
        self._timer = QTimer(self, singleShot=True, interval=400)
        self._timer.timeout.connect(self._keep)
        self._load()

    def _lay_out(self) -> None:
        holder = QWidget()
        ground(holder, "window")
        inside = QVBoxLayout(holder)
        inside.setContentsMargins(12, 8, 12, 10)
        inside.addWidget(self.outcome)
        self.outcome_scroll.setWidgetResizable(True)
        self.outcome_scroll.setWidget(holder)
        self.outcome_scroll.setAccessibleName("Outcome")
        self.steps.addWidget(self.prepare)
        self.steps.addWidget(self.outcome_scroll)
        self.form.hide()
        self.outline.setFixedWidth(self.outline.sizeHint().width() - 10)
        body = QHBoxLayout()
        body.setSpacing(0)
        body.addWidget(self.outline)
        centre = QVBoxLayout()
        centre.setSpacing(0)
        centre.addWidget(self.form)
        centre.addWidget(self.steps, 1)
        body.addLayout(centre, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.header)
        column.addWidget(divider())
        column.addLayout(body, 1)
        self.setEnabled(False)

    def _connect(self) -> None:
        self.outline.chosen.connect(self._step)
        self.header.back.clicked.connect(lambda: self._away("conferences"))
        self.header.change.clicked.connect(self._open_details)
        self.header.print_button.clicked.connect(lambda: self._print("preparation"))
        self.form.saved.connect(self._details_saved)
        self.form.cancelled.connect(self._close_details)
        self.prepare.edited.connect(self._edited)
        self.prepare.entry_wanted.connect(partial(self._away, "chronology"))
        self.prepare.section_wanted.connect(self._away)
        self.prepare.details_wanted.connect(self._open_details)
        self.outcome.edited.connect(self._edited)
        self.outcome.save_wanted.connect(self._save_outcome)
        self.outcome.print_wanted.connect(lambda: self._print("outcome"))
        keys_of = {"Ctrl+S": self.save, "Ctrl+N": self._add_here, "F7": self._next, "Ctrl+P": self._print_here}
        for keys, work in keys_of.items():
            QShortcut(QKeySequence(keys), self, work, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)

    def title(self) -> str:
        return self._facts.case.reference if self._facts else ""

    def shown(self) -> None:
        self.outline.setFocus()

    def go(self, place: Place) -> None:
        other = place.record != self._place.record
        if other:
            self.save_draft()
        super().go(place)
        if other:
            self._facts = None
            self.setEnabled(False)
            self._load()

    def refresh(self, changed: Changed) -> None:
        if self._place.case in changed.cases and changed.kinds & facts.AROUND_IT:
            self._load()

    def save_draft(self) -> None:
        self._timer.stop()
        self._keep()

    def keys(self) -> list[tuple[str, str]]:
        return [
            ("Ctrl+S", "Save"), ("Ctrl+N", "Add a check, or a dissent"), ("F7", "Next thing to answer"),
            ("Ctrl+P", "Print"), ("Ctrl+Enter", "Save the open form"), ("Alt+Left", "Save and go back"),
        ]  # fmt: skip

    def panes(self) -> list[QWidget]:
        """F6 goes through these."""
        if self.outline.current() == "outcome":
            return [self.outline, self.outcome]
        return [self.outline, self.prepare.checks.table, self.prepare.questions, self.prepare.right]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        back = event.key() == Qt.Key.Key_Left and event.modifiers() & Qt.KeyboardModifier.AltModifier
        if back or event.key() == Qt.Key.Key_Escape:
            self._save_conference(leaving=True)
        super().keyPressEvent(event)

    # loading --------------------------------------------------------------------------------------------------

    def _load(self) -> None:
        record = self._place.record
        self.session.operations.submit(lambda cf, _progress: facts.of_conference(cf, record), self._loaded)

    def _loaded(self, found: Facts) -> None:
        if found.item.id != self._place.record:
            return
        first = self._facts is None
        words_kept = not first and self._is_dirty() and self.live() != self._sent
        outcome_kept = not first and self._outcome_dirty() and self.outcome.value() != self._sent_outcome
        self._facts = found
        self.prepare.set_facts(found)
        self.form.set_people(found.people)
        if not words_kept:
            self._show(found.item.record)
            self._heads = tuple(head.rev for head in found.item.heads)
        self.outcome.set_facts(found, self.live())
        if not outcome_kept:
            self.outcome.load(OutcomeWords.of(found.outcome.record if found.outcome else None))
        if first:
            self.setEnabled(True)
            self.outline.setFocus()
            self.form.hide()
            self.prepare.checks.close_form()
            self._restore(drafts.decode(found.draft))
            self.session.retitle()
        self._show_state()

    def _restore(self, draft: WorkDraft | None) -> None:
        self._has_draft = draft is not None
        self._goto(draft.step if draft else "prepare")
        if draft is None:
            return
        self._show(draft.record)
        self._heads = draft.heads or self._heads
        if draft.outcome is not None:
            self.outcome.load(draft.outcome, draft.unread)
        if draft.check:
            self.prepare.checks.reopen(draft.check)
        self.session.say("Opened with the words you had not saved yet")

    def _show(self, record: Conference) -> None:
        self._details = record
        self.prepare.load(record)

    def _show_state(self) -> None:
        if self._facts is None:
            return
        live = self.live()
        self.header.show_conference(self._facts, live, facts.clock_chip(self._facts, live, self.session.today()))
        to_do = self.prepare.show_ready(self._facts, live)
        held = self._facts.outcome is not None
        self.outline.set_steps(
            (
                Step("prepare", "1 Prepare", saving.things(to_do), "half" if to_do else "done"),
                Step("outcome", "2 Outcome", "Recorded" if held else "Not recorded", "done" if held else "empty"),
            )
        )

    # the words as they stand ----------------------------------------------------------------------------------

    def live(self) -> Conference:
        """The conference as it stands on the screen."""
        return msgspec.structs.replace(self.prepare.apply(self._details), change_reason="")

    def _is_dirty(self) -> bool:
        assert self._facts is not None
        return self.live() != msgspec.structs.replace(self._facts.item.record, change_reason="")

    def _outcome_dirty(self) -> bool:
        assert self._facts is not None
        recorded = OutcomeWords.of(self._facts.outcome.record if self._facts.outcome else None)
        return self.outcome.value() != recorded or bool(self.outcome.unread())

    def _edited(self) -> None:
        self._timer.start()

    def _keep(self) -> None:
        """Keep what is not saved as a draft, or let the draft go."""
        if self._facts is None:
            return
        key = facts.draft_key(self._place.record)
        checks = self.prepare.checks
        outcome_dirty = self._outcome_dirty()
        if self._is_dirty() or outcome_dirty or checks.is_open:
            draft = WorkDraft(
                record=self.live(),
                heads=self._heads,
                step=self.outline.current(),
                check=checks.form.words() if checks.is_open else {},
                outcome=self.outcome.value() if outcome_dirty else None,
                unread=self.outcome.unread(),
            )
            body = drafts.encode(draft)
            self._has_draft = True
            self.session.operations.submit(lambda cf, _progress: cf.put_draft(key, body))
            self.session.saved(f"Draft kept {self.session.clock():%H:%M:%S}")
        elif self._has_draft:
            self._has_draft = False
            self.session.operations.submit(lambda cf, _progress: cf.drop_draft(key))
        self._show_state()

    def save(self) -> None:
        """Ctrl+S: the step in front."""
        if self.outline.current() == "outcome":
            self._save_outcome()
        elif self.prepare.checks.is_open and self.prepare.checks.form.isAncestorOf(self.focusWidget() or self):
            self.prepare.checks.form.finish()
        else:
            self._save_conference()

    def _save_conference(
        self, *, leaving: bool = False, reason: str = "Preparation continued", then: Callable[[], None] | None = None
    ) -> None:
        if self._facts is None:
            return
        self.save_draft()
        if not self._is_dirty():
            if then is not None:
                then()
            elif not leaving:
                self.session.say("Nothing has changed since it was saved")
            return
        self._sent = self.live()
        work = saving.conference(self._sent, reason, self._facts.item.case, self._facts.item.id, self._heads)
        failed = self._not_saved_leaving if leaving else self._not_saved
        self.session.operations.submit(work, partial(self._saved, then), failed, owner=self)

    def _saved(self, then: Callable[[], None] | None, saved: Saved) -> None:
        self._heads = (saved.rev,)
        self.session.saved(f"Saved {self.session.clock():%H:%M:%S}")
        self._edited()
        if then is not None:
            then()

    def _not_saved(self, error: Exception) -> None:
        self._sent = None
        if not isinstance(error, IncompleteRecord):
            self.session.show_error(error)
            return
        field, why = str(error.values["field"]), str(error.values["why"])
        if field == "attending":
            self._goto("prepare")
            self.prepare.right.going.show_error(why)
            self.prepare.right.going.rank_edit.setFocus()
        else:
            self._open_details()
            self.form.show_missing(field, why)
        self.session.say(f"Not saved, kept as a draft. {why}")

    def _not_saved_leaving(self, error: Exception) -> None:
        if isinstance(error, IncompleteRecord):
            self.session.say(f"Kept as a draft. {error.values['why']}")
        else:
            self.session.show_error(error)

    def _save_outcome(self) -> None:
        assert self._facts is not None
        self.outcome.clear_problems()
        before = self._facts.outcome
        try:
            self.outcome.check_dates()
            words = self.outcome.value()
            reason = "Outcome corrected" if before else ""
            record = words.record(self._facts.item.id, held_on=self._facts.item.record.date, reason=reason)
        except IncompleteRecord as error:
            self._outcome_not_saved(error)
            return
        self._sent_outcome = words
        heads = tuple(head.rev for head in before.heads) if before else ()
        work = saving.outcome(record, self._facts.item.case, before.id if before else None, heads)
        self.session.operations.submit(work, self._outcome_saved, self._outcome_not_saved)

    def _outcome_saved(self, _saved: Saved) -> None:
        self.session.saved(f"Saved {self.session.clock():%H:%M:%S}")
        self.session.say("The outcome is recorded")
        self._edited()

    def _outcome_not_saved(self, error: Exception) -> None:
        if isinstance(error, IncompleteRecord):
            self.outcome.show_missing(str(error.values["field"]), str(error.values["why"]))
            self.session.say(str(error.values["why"]))
        else:
            self.session.show_error(error)

    def _goto(self, step: str) -> None:
        self.outline.set_current(step)
        self._step(step)

    def _step(self, key: str) -> None:
        self.steps.setCurrentIndex(1 if key == "outcome" else 0)
        self.header.print_button.setVisible(key != "outcome")
        if self._facts is not None and key == "outcome":
            self.outcome.set_facts(self._facts, self.live())

    def _add_here(self) -> None:
        if self.outline.current() == "outcome":
            self.outcome.begin_dissent()
        else:
            self.prepare.checks.begin()

    def _next(self) -> None:
        self._goto("prepare")
        self.prepare.next_to_answer()

    def _open_details(self) -> None:
        if self._facts is None:
            return
        if self.form.isHidden():
            self.form.load(self.live(), self._facts.people)
            self.form.show()
        self.form.setFocus()

    def _close_details(self) -> None:
        self.form.hide()
        self.header.change.setFocus()

    def _details_saved(self, conference: Conference) -> None:
        self._details = conference
        self._close_details()
        self._save_conference(reason="Details of the conference changed")

    def _away(self, section: str, record: str = "") -> None:
        """To another part of the case; what stands here is saved on the way."""
        self._save_conference(leaving=True)
        self.session.open(Place("case", self._place.case, section, record))

    def _print_here(self) -> None:
        if self.outline.current() != "outcome":
            self._print("preparation")
        elif self._facts is not None and self._facts.outcome is not None:
            self._print("outcome")
        else:
            self.session.say("Save the outcome first, then print it")

    def _print(self, report: str) -> None:
        """Print what is saved, so what stands on the screen is saved first."""
        self._save_conference(leaving=True, then=partial(self._render, report))

    def _render(self, report: str) -> None:
        work = saving.document(report, self._place.record)
        self.session.operations.submit(work, self._rendered, label="Making the print")

    def _rendered(self, document: object) -> None:
        self.session.print_document(document, self._place.case, self._place.record)
