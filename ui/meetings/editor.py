"""The editor of one strategy-meeting record: filled while people talk, kept as it is typed, handed to the chair."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

import msgspec
from PySide6.QtCore import QTimer
from PySide6.QtGui import QHideEvent, QResizeEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from pclo_app.casefile.model import Changed, Saved
from pclo_app.practice.finding import blocking
from pclo_app.records.meeting import StrategyMeeting
from ui.shell.session import Place, Screen, Session
from ui.widgets.buttons import Button
from ui.widgets.error_box import Notice
from ui.widgets.labels import label

from . import drafts, facts
from .ceremony import Returned
from .drafts import ChairDraft, MeetingDraft
from .facts import NEW, Facts, MeetingReports, RealReports
from .following import followed, going_on
from .form import MeetingForm
from .handover import Handover, HandoverSheet
from .header import RecordHeader
from .keys import KEYS, Shortcuts, bind
from .parts import stacked
from .sealed import SealedView

_AFTER_KEY = 400
"""Milliseconds of rest after a key before the words are kept."""


class MeetingEditor(Screen):
    """One record, from its first word to the handing over; a sealed one is shown and no longer edited."""

    def __init__(
        self,
        session: Session,
        place: Place,
        parent: QWidget | None = None,
        *,
        reports: MeetingReports | None = None,
    ) -> None:
        super().__init__(session, place, parent)
        self._reports: MeetingReports = reports or RealReports()
        self.facts: Facts | None = None
        self._saved: StrategyMeeting | None = None
        self._dirty = False
        self._unkept = False
        self._saving = False
        self._chair_draft: ChairDraft | None = None
        self.print_button = Button("Print draft")
        self.sign_button = Button("Ask the chair to sign", "pencil", kind="primary", key="F8")
        self.findings_button = Button("Findings")
        self.findings_button.hide()
        self.header = RecordHeader((self.findings_button, self.print_button, self.sign_button))
        self.form = MeetingForm(today=session.today, clock=session.clock, by=str(session.officer))
        self.notice = Notice("")
        self.notice.hide()
        self.sheet = HandoverSheet(session.officer.name)
        self.sealed = SealedView(session, self._reports)
        self.handover: Handover | None = None
        self._page = stacked(self.header, self.notice, self.form)
        self.pages = QStackedWidget()
        self._opening = label("Opening the record…", "secondary")
        for page in (self._opening, self._page, self.sheet, self.sealed):
            self.pages.addWidget(page)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.pages)
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_AFTER_KEY)
        self._rest.timeout.connect(self._keep)
        self._wire()
        self._load()

    def _wire(self) -> None:
        form = self.form
        for signal, what in (
            (form.edited, self._edited), (form.moved, self._moved), (form.sign_wanted, self.ask_the_chair),
            (form.sign_as_it_stands, self._hand_over), (self.sign_button.clicked, self.ask_the_chair),
            (self.print_button.clicked, self.print_draft), (self.findings_button.clicked, form.toggle_panel),
            (self.header.back_wanted, self.leave), (self.sealed.back_wanted, self._to_case),
            (self.sheet.cancelled, lambda: self.pages.setCurrentWidget(self._page)),
            (self.sheet.ready, self._turn_the_laptop),
        ):  # fmt: skip
            signal.connect(what)
        form.goes_on_from.connect(self._go_on_from)
        bind(self._page, self._shortcuts())

    def _shortcuts(self) -> Shortcuts:
        form = self.form
        return (
            ("F2", lambda: form.go("note")), ("F7", form.next_to_answer), ("Ctrl+S", self.save_now),
            ("Ctrl+N", lambda: form.current_section().add_here() or form.attendance.add_here()),
            ("Ctrl+J", self._notes), ("Ctrl+D", form.plan.copy_above), ("Ctrl+P", self.print_draft),
            ("Ctrl+Return", lambda: form.current_section().next_row()),
            ("Ctrl+Enter", lambda: form.current_section().next_row()),
            ("Escape", self._escape),
            *((f"Alt+{number}", partial(form.section_by_number, number)) for number in range(1, 7)),
        )  # fmt: skip

    # Screen ---------------------------------------------------------------------------------------------------

    def title(self) -> str:
        """The case's reference, never a name."""
        return self.facts.reference if self.facts else ""

    def place(self) -> Place:
        """The record that is open."""
        record = self.facts.id if self.facts and self.facts.id else NEW
        return Place("case", self._place.case, "meetings", record)

    def go(self, place: Place) -> None:
        """Another record is asked for; what is open is saved first."""
        if place == self.place():
            return
        self._save(then=lambda: self._open(place))

    def keys(self) -> list[tuple[str, str]]:
        """For F1."""
        return list(KEYS)

    def refresh(self, changed: Changed) -> None:
        """People of the case may have been added."""
        now = self.facts
        if now is not None and now.case in changed.cases and "person" in changed.kinds:
            case, record = now.case, now.id or NEW
            self.session.operations.submit(lambda cf, _: facts.load(cf, case, record), self._people_changed)

    def _people_changed(self, loaded: Facts) -> None:
        if self.facts is not None:
            self.facts = replace(self.facts, people=loaded.people)
            self.form.load(self.facts, self.form.record())

    def save_draft(self) -> None:
        """Keep every word, the cursor, and what the chair had chosen, encrypted. Never waits."""
        if self.handover is not None:
            self._chair_draft = self.handover.draft()
            self._unkept = True
        if self._unkept or self._dirty:
            self._keep()

    def hideEvent(self, event: QHideEvent) -> None:
        """Leaving the record makes a revision. The draft stays: it knows where the cursor was.

        A record that was never saved stays a draft: a lock hides the screen too, and must find the
        words again in the place that it remembers.
        """
        super().hideEvent(event)
        saved = self.facts is not None and bool(self.facts.id)
        if not event.spontaneous() and self.handover is None and self._dirty and saved:
            self._save(keep_draft=True)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.form.narrow(self.width())
        self.findings_button.setVisible(self.form.panel_hides)

    # opening --------------------------------------------------------------------------------------------------

    def _load(self) -> None:
        case, record = self._place.case, self._place.record
        self.session.operations.submit(
            lambda cf, _: facts.load(cf, case, record), self._loaded, self.session.show_error, owner=self
        )

    def _open(self, place: Place) -> None:
        self._place = place
        self.facts, self._dirty, self._unkept, self._chair_draft = None, False, False, None
        self.pages.setCurrentWidget(self._opening)
        self._load()

    def _loaded(self, loaded: Facts) -> None:
        self.facts = loaded
        self._saved = loaded.record
        if loaded.sealed is not None:
            self.sealed.show_sealed(loaded)
            self.pages.setCurrentWidget(self.sealed)
            return
        draft = drafts.decode(loaded.draft)
        record = draft.record if draft is not None else loaded.record
        changed = draft is not None and record != loaded.record
        if draft is not None and changed and loaded.id and draft.heads:
            self.facts = replace(loaded, heads=draft.heads)
        self.form.load(self.facts, record)
        self._dirty = changed
        self._show_header()
        self.pages.setCurrentWidget(self._page)
        if draft is not None:
            self._restore(draft)
            if followed(self._place.record):
                self._go_on_from(followed(self._place.record))
        elif not loaded.id:
            self.form.go("form")
        if record.amends and (draft is None or draft.chair is None):
            self._tell(
                f"Changed after signing: this is version {record.version} of a sealed record, because: "
                f"{record.amends_why.rstrip('.')}. The sealed version stays until the chair has answered this one."
            )
        if len(loaded.heads) > 1:
            self._tell("Two people changed this record apart. Both versions are in its history; saving settles it.")

    def _restore(self, draft: MeetingDraft) -> None:
        """Everything comes back where it was."""
        self.form.restore(draft)
        self._chair_draft = draft.chair
        if draft.chair is not None:
            self._tell(
                "This record was with the chair when the laptop locked. Nothing was sealed and a signature must be "
                "made again. Hand it over once more with F8; what the chair had chosen and read is kept."
            )

    def _tell(self, words: str) -> None:
        self.notice.set(words, "warn")
        self.notice.show()

    def _go_on_from(self, before: str) -> None:
        """Take over what an earlier meeting leaves to this one; what was typed here stays."""
        record = self.form.record()
        self.session.operations.submit(
            lambda cf, _: going_on(cf, record, before), self._gone_on, self.session.show_error, owner=self
        )

    def _gone_on(self, record: StrategyMeeting) -> None:
        if self.facts is None:
            return
        where = self.form.focus_path()
        self.form.load(self.facts, record)
        self.form.go(where or "follows")
        self._edited()
        left = len(record.carried)
        self.session.say(
            f"Taken over: the people, to be asked again, and {left} open {'action' if left == 1 else 'actions'}."
        )

    # keeping --------------------------------------------------------------------------------------------------

    def record(self) -> StrategyMeeting:
        """The record on the screen. A change after it was shown to the chair makes the next version."""
        made = self.form.record()
        known = self.facts
        if known is not None and known.shown and self._saved is not None:
            version = self._saved.version
            unchanged = msgspec.structs.replace(made, version=version) == self._saved
            made = msgspec.structs.replace(made, version=version if unchanged else version + 1)
        return made

    def _key(self) -> str:
        assert self.facts is not None
        return facts.draft_key(self.facts.case, self.facts.id)

    def _edited(self) -> None:
        self._dirty = True
        self._soon()
        self.session.saved("Saving…")

    def _moved(self) -> None:
        if self._dirty or self.form.capture.edit.text():
            self._soon()

    def _soon(self) -> None:
        self._unkept = True
        if not self._rest.isActive():
            self._rest.start()

    def _keep(self) -> None:
        self._rest.stop()
        if self.facts is None or self.facts.sealed is not None:
            return
        self._unkept = False
        key, body = self._key(), drafts.encode(self.form.draft(self._chair_draft))
        words = f"Saved {self.session.clock():%H:%M:%S}, as you type"
        self.session.operations.submit(
            lambda cf, _: cf.put_draft(key, body), lambda _done: self.session.saved(words), self._not_kept, owner=self
        )
        self._show_header()

    def _not_kept(self, error: Exception) -> None:
        self._unkept = True
        self.session.show_error(error)

    def save_now(self) -> None:
        """Ctrl+S: a revision in the case file."""
        self._save()

    def _save(
        self, then: Callable[[], None] | None = None, *, keep_draft: bool = False, must_exist: bool = False
    ) -> None:
        """Make a revision of what is on the screen, then go on. Nothing new makes none.

        ``must_exist``: what follows works on a record in the case file, so an untouched new one is saved too.
        """
        go_on = then or (lambda: None)
        known = self.facts
        needed = self._dirty or (must_exist and known is not None and not known.id)
        if known is None or known.sealed is not None or not (needed or self._saving):
            go_on()
            return
        if self._saving:
            again = partial(self._save, then, keep_draft=keep_draft, must_exist=must_exist)
            QTimer.singleShot(50, self, again)
            return
        self._rest.stop()
        self._saving = True
        record, key = self.record(), self._key()
        stays = keep_draft or self.form.holds_more()
        body = drafts.encode(self.form.draft(self._chair_draft)) if stays else None
        self._dirty = self._unkept = False
        self.session.operations.submit(
            lambda cf, _: facts.save(cf, record, case=known.case, id=known.id, heads=known.heads, key=key, draft=body),
            lambda saved: self._made(record, saved, go_on),
            self._not_made,
            owner=self,
        )

    def _made(self, record: StrategyMeeting, saved: Saved, go_on: Callable[[], None]) -> None:
        self._saving = False
        assert self.facts is not None
        shown = self.facts.shown and not saved.fresh
        plain = msgspec.structs.replace(record, change_reason="")
        self.facts = replace(self.facts, id=saved.id, heads=(saved.rev,), record=plain, draft=None, shown=shown)
        self._saved = plain
        self.form.take_version(plain.version)
        self.form.set_facts(self.facts)
        self._show_header()
        self.session.saved(f"Saved {self.session.clock():%H:%M:%S}")
        go_on()

    def _not_made(self, error: Exception) -> None:
        self._saving = False
        self._dirty = self._unkept = True
        self.session.show_error(error)

    def _show_header(self) -> None:
        if self.facts is not None:
            record = self.record()
            self.header.show_record(self.facts, record, f"Draft, version {record.version}")

    # leaving --------------------------------------------------------------------------------------------------

    def leave(self) -> None:
        """Save, and back to the case."""
        self._save(then=self._to_case)

    def _to_case(self) -> None:
        self.session.open(Place("case", self._place.case, "meetings"))

    def _escape(self) -> None:
        if not self.form.notes_panel.isHidden():
            self._notes()
        elif not self.form.problems.isHidden():
            self.form.problems.hide()
        else:
            self.leave()

    def _notes(self) -> None:
        show = self.form.notes_panel.isHidden()
        self.form.show_notes(show)
        if show:
            self.form.notes_panel.focus_first()
        else:
            self.form.go("note")

    def print_draft(self) -> None:
        """The record as it stands, marked as a draft."""
        self._save(then=self._print, must_exist=True)

    def _print(self) -> None:
        assert self.facts is not None
        case, record, reports, child = self.facts.case, self.facts.id, self._reports, self.form.child()
        self.session.operations.submit(
            lambda cf, _: reports.draft(cf, record, child),
            lambda document: self.session.print_document(document, case, f"{record}/{child}" if child else record),
            self.session.show_error,
            owner=self,
        )

    # the chair ------------------------------------------------------------------------------------------------

    def ask_the_chair(self) -> None:
        """F8: what is missing first; then the officer's sheet."""
        self.form.judge()
        open_ones = blocking(self.form.findings)
        if open_ones:
            self.form.show_problems(open_ones)
            return
        self._hand_over()

    def _hand_over(self) -> None:
        self._save(then=self._show_sheet, must_exist=True)

    def _show_sheet(self) -> None:
        self.sheet.show_chair(self.record().chair)
        self.pages.setCurrentWidget(self.sheet)
        self.sheet.begin()

    def _turn_the_laptop(self) -> None:
        assert self.facts is not None
        self.handover = Handover(self.session, self._reports, self.facts, self.record(), self.sheet.agreed(), self)
        self.handover.failed.connect(self._handover_failed)
        self.handover.returned.connect(self._returned)
        self.handover.begin(self._chair_draft)

    def _handover_failed(self, error: Exception) -> None:
        self.handover = None
        self.pages.setCurrentWidget(self._page)
        self.session.show_error(error)

    def _returned(self, how: Returned) -> None:
        """The laptop is the officer's again."""
        self.handover = None
        self._chair_draft = None
        self.notice.hide()
        assert self.facts is not None
        if how.sealed:
            self._open(Place("case", self.facts.case, "meetings", self.facts.id))
            if how.print_copies:
                self.sealed.print_when_shown()
            if how.print_slip:
                self.sealed.slip_when_shown()
            return
        self.facts = replace(self.facts, shown=True)
        self.pages.setCurrentWidget(self._page)
        self.form.add_note(how.note(f"{self.session.clock():%H:%M}"))
        if how.correction:
            self.form.show_notes(True)
            self._tell("The chair asks for a correction. It stands in the notes to file. Nothing was sealed.")
        self._show_header()
