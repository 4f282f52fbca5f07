"""The record as it is filled: outline at the left, six sections, findings and notes at the right, one line below."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

import msgspec
from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication, QWidget

from pclo_app.practice import meeting_rules
from pclo_app.practice.finding import Finding, record_why
from pclo_app.records.meeting import Attendee, MeetingAction, SharedInformation, SpokenNote, StrategyMeeting
from ui.widgets.announce import announce

from .capture import as_filed, with_note
from .cards import SECTIONS, card_key, cards, section_of, steps
from .drafts import ChairDraft, MeetingDraft
from .facts import Facts
from .filing import HeadingMenu
from .frame import FormFrame
from .parts import Section, cursor_of, put_cursor
from .people import Known, known_people
from .spoken import Spoken, named, read_note, with_challenge

_NEW_PEOPLE = {
    "Add a doctor": Attendee(agency="HEA", doctor=True),
    "Add a midwife": Attendee(agency="HEA", rank="Midwife"),
    "Add a supervisor": Attendee(agency="POL", supervisor=True),
    "Add a person": Attendee(),
}


class MeetingForm(FormFrame):
    """Everything between the header and the edge."""

    edited = Signal()
    """Words changed: there is something to keep."""
    moved = Signal()
    """Only the place of the cursor, or a note being typed, changed."""
    sign_wanted = Signal()
    sign_as_it_stands = Signal()
    goes_on_from = Signal(str)
    """The id of the earlier meeting that this one goes on from."""

    def __init__(
        self,
        *,
        today: Callable[[], date],
        clock: Callable[[], datetime],
        by: str,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(today=today, clock=clock, parent=parent)
        self._clock = clock
        self._by = by
        self._facts: Facts | None = None
        self._base = StrategyMeeting()
        self.findings: list[Finding] = []
        self._went_to = ""
        self._known: list[Known] = []
        self._menu = HeadingMenu(self)
        self._wire()
        self.show_notes(False)

    def _wire(self) -> None:
        self._late = QTimer(self)
        self._late.setSingleShot(True)
        self._late.setInterval(120)
        self._late.timeout.connect(self.judge)
        for section in self.sections.values():
            section.edited.connect(self._edited)
        self.child_view.chosen.connect(self.show_child)
        self.meeting.goes_on_from.connect(self.goes_on_from)
        self.closing.sign_wanted.connect(self.sign_wanted)
        self.outline.chosen.connect(self.go_to_section)
        self.panel.action.connect(self._act)
        self.panel.reason_recorded.connect(self._record_why)
        self.capture.spoken.connect(self._spoken)
        self.capture.edited.connect(self.moved)
        self.capture.panel_wanted.connect(lambda: self.show_notes(self.notes_panel.isHidden()))
        self.notes_panel.filed.connect(self._file)
        self.notes_panel.closed.connect(lambda: self.show_notes(False))
        self.problems.sign_as_it_stands.connect(self.sign_as_it_stands)
        self.problems.closed.connect(lambda: self.next_to_answer())
        QApplication.instance().focusChanged.connect(self._focus_changed)  # type: ignore[union-attr]

    # the record -----------------------------------------------------------------------------------------------

    def load(self, facts: Facts, record: StrategyMeeting) -> None:
        """Show a record."""
        self._facts = facts
        self._base = record
        for section in self.sections.values():
            section.load(record, facts)
        self._offer_people()
        self._offer_children()
        self.judge()

    def set_facts(self, facts: Facts) -> None:
        """The same words, saved: only what is around them is newer."""
        self._facts = facts
        self.judge()

    def take_version(self, version: int) -> None:
        """The record was saved as this version."""
        self._base = msgspec.structs.replace(self._base, version=version)

    def record(self) -> StrategyMeeting:
        """The record as it stands on the screen."""
        record = self._base
        for section in self.sections.values():
            record = section.apply(record)
        return record

    def judge(self) -> None:
        """Ask the rules of practice, and show what they say."""
        self._late.stop()
        if self._facts is None:
            return
        record = self.record()
        self.findings = meeting_rules.findings(record, self._facts.context)
        self.panel.set_cards(cards(self.findings))
        self.outline.set_steps(steps(record, self.findings))
        self.closing.show_findings(self.findings)
        loose = sum(1 for note in self._base.notes if not note.filed)
        self.capture.set_count(loose)
        self.notes_panel.show_notes(self._base.notes)

    def _edited(self) -> None:
        self._late.start()
        self._offer_people()
        self._offer_children()
        self.edited.emit()

    def _change(self, **fields: object) -> None:
        """Change what no section holds: notes and recorded reasons."""
        self._base = msgspec.structs.replace(self._base, **fields)
        self.judge()
        self.edited.emit()

    def _offer_people(self) -> None:
        if self._facts is not None:
            known = known_people(self._facts.people, self.attendance.values())
            self._known = known
            self.capture.set_known(known)
            for section in self.sections.values():
                section.set_known(known)

    # several children -----------------------------------------------------------------------------------------

    def child(self) -> str:
        """The child (id) whose view is shown, "" for the whole record."""
        return self.child_view.child()

    def show_child(self, child: str) -> None:
        """One child's view: rows about another child alone are hidden. "" for the whole record."""
        self.child_view.show_child(child)
        for section in self.sections.values():
            section.show_child(child)

    def _offer_children(self) -> None:
        """The children whom the record names now: whom a row can be about, and whose view can be shown."""
        people = self._facts.people if self._facts is not None else {}
        named = self.meeting.apply(self._base).children
        names = tuple((id, people[id].name) for id in named if id in people)
        for section in self.sections.values():
            section.set_children(names)
        if self.child_view.set_children(names):
            self.show_child("")

    # places ---------------------------------------------------------------------------------------------------

    def focus_path(self) -> str:
        """Where the cursor is: a field's path, "note" for the line below, "" for neither."""
        if self.capture.edit.hasFocus():
            return "note"
        for section in self.sections.values():
            path = section.focus_path()
            if path:
                return path
        return ""

    def go(self, path: str, cursor: int = -1) -> bool:
        """Put the focus on a field, with all that hides it opened."""
        if path == "note":
            self.capture.edit.setFocus(Qt.FocusReason.ShortcutFocusReason)
            put_cursor(self.capture.edit, cursor)
            return True
        where = section_of(path)
        if where == "notes":
            self.show_notes(True)
            self.notes_panel.focus_first()
            return True
        section = self.sections[where]
        section.reveal(path)
        field = section.field_at(path)
        if field is None:
            return False
        if self.child() and not field.isVisible():
            self.show_child("")  # it is about another child
        field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        put_cursor(field.focusProxy() or field, cursor)
        QTimer.singleShot(0, self, lambda: self._see(field))
        return True

    def _see(self, field: QWidget) -> None:
        self.scroller.ensureWidgetVisible(field, 20, 60)

    def go_to_section(self, key: str) -> None:
        """Scroll to a section and put the focus into it."""
        section = self.sections[key]
        top = section.y()
        self.scroller.verticalScrollBar().setValue(max(0, top - 8))
        fields = section.fields()
        if not self.outline.hasFocus() and fields:
            next(iter(fields.values())).setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.outline.set_current(key)

    def next_to_answer(self) -> None:
        """F7: the next finding that stands in the way."""
        open_ones = [each for each in self.findings if each.level in ("must", "reason")] or [
            each for each in self.findings if each.level == "check"
        ]
        if not open_ones:
            announce(self, "Nothing is left to answer.")
            self.closing.sign_button.setFocus(Qt.FocusReason.ShortcutFocusReason)
            return
        keys = [card_key(each) for each in open_ones]
        place = (keys.index(self._went_to) + 1) % len(keys) if self._went_to in keys else 0
        self._went_to = keys[place]
        self._answer(open_ones[place])

    def _answer(self, finding: Finding) -> None:
        """A thing to answer has a field; a thing to explain has its card."""
        explain = finding.level == "reason" and not any(each.startswith("Go to") for each in finding.answers)
        if explain or not self.go(finding.where):
            self.panel.focus_card(card_key(finding))

    def _focus_changed(self, _old: QWidget | None, new: QWidget | None) -> None:
        if new is None or not self.isAncestorOf(new):
            return
        for section in self.sections.values():
            section.focus_moved()
            if section.isAncestorOf(new):
                self.outline.set_current(section.key)
        self.moved.emit()

    # findings -------------------------------------------------------------------------------------------------

    def _finding(self, key: str) -> Finding | None:
        return next((each for each in self.findings if card_key(each) == key), None)

    def _act(self, key: str, words: str) -> None:
        finding = self._finding(key)
        if finding is None or words.startswith("Record why"):
            return
        self._went_to = key
        if words.startswith("Go to"):
            self.go(finding.where)
        elif words in _NEW_PEOPLE:
            self.attendance.add_row(_NEW_PEOPLE[words])
        elif words == "File the notes":
            self.go("notes")
        elif words.startswith("Record the DS"):
            self.go("supervisor_decision")

    def _record_why(self, key: str, reason: str) -> None:
        finding = self._finding(key)
        if finding is not None:
            given = record_why(finding, reason, by=self._by, at=f"{self._clock():%H:%M}")
            self._change(finding_reasons=(*self._base.finding_reasons, given))
            announce(self, f"Reason recorded: {finding.title}")

    def show_problems(self, open_ones: list[Finding]) -> None:
        """What stands in the way of the chair, as a list at the top."""
        self.problems.show_findings(open_ones, self._from_problem)
        self.scroller.verticalScrollBar().setValue(0)

    def _from_problem(self, finding: Finding) -> None:
        key = card_key(finding)
        if finding.level == "reason":
            self.panel.focus_card(key)
            for card in self.panel.cards():
                if card.card.key == key:
                    card.open_reason()
        else:
            self.go(finding.where)

    # notes ----------------------------------------------------------------------------------------------------

    def add_note(self, note: SpokenNote) -> None:
        """One more line in the notes."""
        self._change(notes=with_note(self._base.notes, note))

    def _read(self, typed: str) -> Spoken:
        return read_note(typed, self._known, self._clock().date())

    def _spoken(self, at: str, typed: str) -> None:
        said = self._read(typed)
        place = len(self._base.notes)
        heading = self._heading(said.number) if said.kind == "decision" else -1
        self._base = msgspec.structs.replace(
            self._base, notes=with_note(self._base.notes, SpokenNote(at=at, text=typed))
        )
        if said.kind in ("action", "information", "challenge"):
            self._file(place, said.kind)
        elif heading >= 0:
            self._file_decision(place, heading)
        else:
            self._change(notes=self._base.notes)

    def _heading(self, number: int) -> int:
        """The place of a heading by its number; without one, the heading that is open."""
        if not number:
            return self.decisions.opened()
        places = [place for place, row in enumerate(self.decisions.rows) if row.value().number == number]
        return places[0] if places else -1

    def _file(self, place: int, kind: str) -> None:
        note = self._base.notes[place]
        if kind == "decision":
            self._menu.ask(self.decisions, lambda heading: self._file_decision(place, heading))
            return
        said = self._read(note.text)
        if kind == "action":
            self.plan.add_row(MeetingAction(what=said.words, who=named(said.who), by=said.by), focus=False)
        elif kind == "information":
            who = named(said.who)
            self.information.add_row(SharedInformation(agency=who.agency, who=who, fact=said.words), focus=False)
        elif kind == "challenge":
            self.closing.disagreements.set_text(with_challenge(self.record(), note.at, said))
        self._change(notes=as_filed(self._base.notes, place, kind, said.words))

    def _file_decision(self, place: int, heading: int) -> None:
        said = self._read(self._base.notes[place].text)
        self.decisions.append_words(heading, said.words)
        self._change(notes=as_filed(self._base.notes, place, "decision", said.words))

    # for drafts -----------------------------------------------------------------------------------------------

    def unread(self) -> dict[str, str]:
        """Words that stand in date and time fields and are not dates or times yet."""
        found: dict[str, str] = {}
        for section in self.sections.values():
            found |= section.unread()
        return found

    def restore_unread(self, words: dict[str, str]) -> None:
        """Bring them back."""
        for section in self.sections.values():
            section.restore_unread({path: text for path, text in words.items() if section_of(path) == section.key})

    def draft(self, chair: ChairDraft | None) -> MeetingDraft:
        """Everything as it stands, to be kept."""
        known = self._facts
        return MeetingDraft(
            record=self.record(), case=known.case if known else "", heads=known.heads if known else (),
            unread=self.unread(), focus=self.focus_path(), cursor=self.cursor_place(),
            scroll=self.scroller.verticalScrollBar().value(), note=self.capture.edit.text(),
            reasons=self.panel.writing(), notes_open=not self.notes_panel.isHidden(), chair=chair,
        )  # fmt: skip

    def restore(self, draft: MeetingDraft) -> None:
        """What the record itself does not hold comes back where it was."""
        self.restore_unread(draft.unread)
        self.capture.edit.setText(draft.note)
        self.panel.restore_writing(draft.reasons)
        self.show_notes(draft.notes_open)
        if draft.focus:
            self.go(draft.focus, draft.cursor)
        elif draft.scroll:
            self.scroller.verticalScrollBar().setValue(draft.scroll)

    def holds_more(self) -> bool:
        """Whether words stand here that a revision of the record cannot hold yet."""
        return bool(self.unread() or self.capture.edit.text() or self.panel.writing())

    def cursor_place(self) -> int:
        """Where the cursor stands in its field."""
        return cursor_of(QApplication.focusWidget())

    def section_by_number(self, number: int) -> None:
        """Alt+1 to Alt+6."""
        self.outline.clearFocus()
        self.go_to_section(SECTIONS[number - 1])

    def current_section(self) -> Section:
        """The section that has the focus, or that the outline marks."""
        path = self.focus_path()
        key = section_of(path) if path and path != "note" else self.outline.current()
        return self.sections.get(key, self.attendance)
