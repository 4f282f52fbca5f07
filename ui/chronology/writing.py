"""Everything that writes words: the quick-entry bar, the full form, links, and their drafts.

Half-written words are always in exactly one draft: those of the quick-entry bar, or those
of the full form. They move from one to the other in one step on the worker.
"""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from pclo_app.casefile.undoing import Step
from pclo_app.errors import KnownError
from pclo_app.records.chronology import ChronologyEntry
from pclo_app.records.errors import IncompleteRecord
from ui.shell.session import Session
from ui.widgets.announce import announce

from . import entry_values, keeping, queries
from .acting import Done
from .detail import Detail
from .editor import Editor
from .entry_values import Values
from .foot_bar import FootBar
from .keeping import Flight
from .link_form import LinkForm
from .linking import Linking
from .queries import Details, Drafts, Known, KnownPerson, Opening, entry_key, quick_key
from .quick_entry import QuickEntry
from .versions import two_versions
from .words import Row


class Writing(QObject):
    """Between the widgets that write and the worker."""

    written = Signal(str)
    """The id of an entry that was saved: show it."""
    bar_opened = Signal()
    """The bar was opened or put away: it needs other room."""
    side_wanted = Signal(bool)
    """A form was opened in the place of the entry, or closed."""
    wanted = Signal(str)
    """The id of an entry to be shown."""
    done = Signal(object)
    """A `Step` that can be taken back."""

    def __init__(
        self,
        session: Session,
        case: str,
        *,
        quick: QuickEntry,
        foot: FootBar,
        side: QStackedWidget,
        detail: Detail,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._case = case
        self.quick, self.foot, self.detail = quick, foot, detail
        self._side = side
        self.editor = Editor(session.today, session.officer)
        self.linking = Linking(session, case, self)
        side.addWidget(self.editor)
        side.addWidget(self.link_form)
        self._people: tuple[KnownPerson, ...] = ()
        self._flight: Flight | None = None
        self._quick_kept = False
        self._discarded = ("", Values())
        """The entry ("" for a new one) and words that were discarded last."""
        self.quick.hide()
        quick.save_wanted.connect(self._save_quick)
        quick.more_wanted.connect(self._more)
        quick.draft_wanted.connect(self._keep_quick)
        quick.likeness_wanted.connect(self._compare)
        quick.open_wanted.connect(self.wanted)
        quick.closed.connect(self.close_quick)
        self.editor.save_wanted.connect(self._save_form)
        self.editor.draft_wanted.connect(self._keep_form)
        self.editor.closed.connect(self._form_closed)
        self.editor.discard_wanted.connect(self._discard)
        self.editor.unchanged.connect(partial(self._drop, "Nothing was changed"))
        self.foot.discarded.clicked.connect(self._bring_back)
        self.linking.made.connect(self._linked)
        self.link_form.closed.connect(self.show_detail)
        detail.edit_wanted.connect(lambda: self.edit())
        detail.settle_wanted.connect(lambda: self.edit())
        detail.link_wanted.connect(lambda: self.begin_link())

    @property
    def editing(self) -> bool:
        """Whether the full form is open."""
        return self._side.currentWidget() is self.editor

    @property
    def link_form(self) -> LinkForm:
        """The form that ties two entries."""
        return self.linking.form

    def set_people(self, people: tuple[KnownPerson, ...]) -> None:
        """The people of the case."""
        self._people = people
        self.quick.set_people(people)

    def restore(self) -> None:
        """Bring back what was half written."""
        self._submit(lambda cf, _: queries.drafts(cf, self._case), self._restored)
        self._ask_known()

    def _ask_known(self) -> None:
        """Words to be completed: with the case's own, as it stands."""
        self._submit(lambda cf, _: queries.known(cf, self._case), self._take_known)

    def _take_known(self, known: Known) -> None:
        self.editor.fields.set_known(known)
        self.quick.set_known(known)

    def _restored(self, drafts: Drafts) -> None:
        if drafts.new is not None and not self.editing:
            self._open_new(drafts.new, restored=True)
        elif drafts.quick is not None and not self.quick.values().written:
            self._quick_kept = True
            self.quick.set_values(drafts.quick)
            if drafts.quick.open:
                self._show_quick(drafts.quick)
            self.foot.show_draft(drafts.quick)

    def keep_drafts(self) -> None:
        """Everything half written, now."""
        if self.editing:
            self.editor.keep_now()
        elif self._side.currentWidget() is self.link_form:
            self.link_form.save_draft()
        if self.quick.values().written or self._quick_kept:
            self.quick.keep_now()

    # the bar --------------------------------------------------------------------------------------------------

    def new_entry(self) -> None:
        """Ctrl+N."""
        if self.editing and self.editor.purpose == "new":
            self.editor.fields.when.edit.setFocus()
            return
        self._show_quick(self.quick.values())

    def _show_quick(self, values: Values) -> None:
        self.quick.show()
        self.foot.hide()
        self.bar_opened.emit()
        if values.focus and values.written:
            self.quick.set_values(values, cursor=True)
        else:
            self.quick.when.edit.setFocus()

    def close_quick(self) -> None:
        """Esc: put the bar away; its words stay."""
        self.quick.hide()
        self.foot.show_draft(self.quick.values())
        self.foot.show()
        self.bar_opened.emit()
        self.foot.new.setFocus()

    def _keep_quick(self, values: Values) -> None:
        key = quick_key(self._case)
        if values.written:
            self._quick_kept = True
            self._keep(key, values)
        elif self._quick_kept:
            self._quick_kept = False
            self._submit(lambda cf, _: cf.drop_draft(key))

    def _keep(self, key: str, values: Values) -> None:
        self.foot.discarded.hide()  # other words are written: what was discarded must not take their place
        self._submit(keeping.keep(key, values, self._flight), self._kept)

    def _save_quick(self, values: Values) -> None:
        if self._flight is not None:
            return
        self._flight = Flight(values)
        entry = entry_values.to_entry(values, today=self._session.today(), people=self._people)
        work = keeping.save(self._case, entry, self._flight, quick_key(self._case))
        self._submit(work, partial(self._quick_saved, values), partial(self._quick_failed, values))

    def _quick_saved(self, values: Values, saved: Done) -> None:
        self._flight = None
        self._quick_kept = False
        self.quick.saved(values)
        self._ask_known()
        self.done.emit(saved.step)
        self._say_saved()
        self.written.emit(saved.id)

    def _quick_failed(self, values: Values, error: Exception) -> None:
        self._flight = None
        self._keep_quick(values)
        if isinstance(error, IncompleteRecord):
            field, words = str(error.values["field"]), str(error.values["why"])
            if not self.quick.show_missing(field, words):
                self._more(values)
                self.editor.show_errors({self.editor.fields.field_of(field): words})
            announce(self.quick, words)
        else:
            self._session.show_error(error)

    def _compare(self, values: Values) -> None:
        if not values.fact.strip():
            self.quick.show_likeness("", 0)
            return
        self._submit(lambda cf, _: queries.duplicate(cf, self._case, values), self._compared)

    def _compared(self, row: Row | None) -> None:
        self.quick.show_likeness(row.id if row else "", row.number if row else 0)

    # the form -------------------------------------------------------------------------------------------------

    def _more(self, values: Values, field: str = "") -> None:
        self._open_new(values, restored=False)
        if field:
            self.editor.go_to(field)
        if values.written:
            self.foot.discarded.hide()
            self.editor.touched = True
            self._move_draft(quick_key(self._case), entry_key(self._case), self.editor.values())
            self._quick_kept = False

    def _open_new(self, values: Values, *, restored: bool) -> None:
        if self.editing:  # the words of another entry
            self.editor.keep_now()
        self.quick.set_values(entry_values.for_next(values))
        self.quick.hide()
        self.foot.show_draft(self.quick.values())
        self.foot.show()
        self._show_side(self.editor)
        self.editor.begin("new", entry_values.in_the_form(values), people=self._people, restored=restored)

    def edit(self, field: str = "") -> None:
        """F2: change the entry that is shown, at a field; settle it where it has two versions."""
        details = self.detail.details
        if details is None or self.editing or not details.own or details.withdrawn:
            return
        id = details.item.id
        self._submit(lambda cf, _: queries.opening(cf, self._case, id), partial(self._opened, details, field))

    def _opened(self, details: Details, field: str, opening: Opening) -> None:
        settles = len(opening.based_on) > 1
        values = opening.draft or entry_values.of_entry(opening.base, opening.based_on)
        self._show_side(self.editor)
        self.editor.begin(
            "settle" if settles else "amend",
            values,
            people=opening.people,
            base=opening.base,
            record=opening.item.id,
            based_on=opening.based_on,
            number=opening.number,
            restored=opening.draft is not None,
            versions=two_versions(details) if settles and details.item.in_conflict else None,
        )
        if field:
            self.editor.go_to(field)

    def _keep_form(self, values: Values) -> None:
        self._keep(entry_key(self._case, self.editor.record), values)

    def _form_closed(self) -> None:
        """Back to the entry. A new entry's words go back into the bar, all of them."""
        if self.editor.purpose == "new":
            values = self.editor.values()
            self.editor.stop_drafts()
            self.show_detail()
            self.quick.set_values(entry_values.in_the_bar(values))
            self._quick_kept = values.written
            self._move_draft(entry_key(self._case), quick_key(self._case), values)
            self.quick.show()
            self.foot.hide()
            self.bar_opened.emit()
            self.quick.take_cursor()
            return
        self.show_detail()
        if self.editor.touched:
            self.editor.stop_drafts()
            self.wanted.emit(self.editor.record)
        self.detail.edit.setFocus()

    def _discard(self) -> None:
        """Forget the words; until others are written they can be brought back, should it have been a slip."""
        record, values = self.editor.record, self.editor.values()
        self._drop("The draft is discarded")
        self._discarded = (record, values)
        self.foot.discarded.show()
        self.foot.discarded.setFocus()

    def _drop(self, said: str) -> None:
        key, record = entry_key(self._case, self.editor.record), self.editor.record
        self.editor.stop_drafts()
        self._submit(lambda cf, _: cf.drop_draft(key), lambda _: self.wanted.emit(record) if record else None)
        self.show_detail()
        self._session.say(said)

    def _bring_back(self) -> None:
        record, values = self._discarded
        self.foot.discarded.hide()
        self._keep(entry_key(self._case, record), values)
        if record:
            self.wanted.emit(record)  # it says there that changes are half written
        else:
            self._open_new(values, restored=True)

    def _save_form(self, entry: ChronologyEntry) -> None:
        if self._flight is not None:
            return
        form = self.editor
        self.foot.discarded.hide()
        self._flight = Flight(form.values())
        key = entry_key(self._case, form.record)
        work = keeping.save(self._case, entry, self._flight, key, form.record, form.based_on)
        self._submit(work, partial(self._form_saved, form.values()), self._form_failed)

    def _form_saved(self, values: Values, saved: Done) -> None:
        self._flight = None
        new = self.editor.purpose == "new"
        self.editor.stop_drafts()
        self.show_detail()
        if new:
            self.quick.set_values(entry_values.for_next(values))
        self.done.emit(saved.step)
        if saved.fresh:
            self._say_saved()
        else:
            self._session.say("Nothing was changed")
        self.written.emit(saved.id)
        (self.foot.new if new else self.detail.edit).setFocus()

    def _form_failed(self, error: Exception) -> None:
        self._flight = None
        self.editor.touched = True
        self.editor.keep_now()
        if isinstance(error, IncompleteRecord):
            name = self.editor.fields.field_of(str(error.values["field"]))
            self.editor.show_errors({name: str(error.values["why"])})
        else:
            self._session.show_error(error)

    # links ----------------------------------------------------------------------------------------------------

    def begin_link(self, other: str = "") -> None:
        """Tie the entry that is shown to another one; ``other`` is that one's id, where it is known."""
        if self.detail.details is not None:
            self._show_side(self.link_form)
            self.linking.begin(self.detail.details, other)

    def _linked(self, record: str, step: Step | None) -> None:
        self.show_detail()
        self.done.emit(step)
        self.written.emit(record)

    # inside ---------------------------------------------------------------------------------------------------

    def show_detail(self) -> None:
        """The entry again, in the place of the form."""
        self._side.setCurrentWidget(self.detail)
        self.side_wanted.emit(False)

    def _show_side(self, form: QWidget) -> None:
        self._side.setCurrentWidget(form)
        self.side_wanted.emit(True)

    def leave_form(self) -> None:
        """Another entry was chosen: the form's words are kept and it makes room."""
        if self.editing and self.editor.purpose != "new":
            self.editor.keep_now()
            self.editor.stop_drafts()
            self.show_detail()
        elif self._side.currentWidget() is self.link_form:
            self.link_form.save_draft()
            self.show_detail()

    def _move_draft(self, old: str, new: str, values: Values) -> None:
        self._submit(keeping.move(old, new, values), self._kept)

    def _kept(self, _: object) -> None:
        self._session.saved(f"Draft kept {self._session.clock():%H:%M:%S}")

    def _say_saved(self) -> None:
        self._session.saved(f"Saved {self._session.clock():%H:%M:%S}")

    def _submit(self, work: Any, done: Any = None, failed: Any = None) -> None:
        self._session.operations.submit(work, done, failed or self._failed, owner=self)

    def _failed(self, error: Exception) -> None:
        if isinstance(error, KnownError):
            self._session.show_error(error)
        else:
            self._session.operations.failed.emit(error)
