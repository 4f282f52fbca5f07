"""Between an entry, its form, and the documents of the case: open, add, choose, take off.

The sheets are imported when they are wanted: the chronology is there sooner without them.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from pclo_app.casefile import attachments
from pclo_app.casefile.model import Saved
from ui.shell import steps
from ui.shell.kept_reason import KeptReason, forget
from ui.shell.session import Session

from .entry_documents import DocumentLine, EntryDocuments, lines

if TYPE_CHECKING:
    from .add_form import AddForm


class FormDocuments(EntryDocuments):
    """In the full form: what is chosen here is saved with the entry. They are asked for by `lines_wanted`."""

    changed = Signal()
    lines_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        self.ids: tuple[str, ...] = ()
        super().__init__((), parent)
        self.off_wanted.connect(self._take_off)

    def set_ids(self, ids: tuple[str, ...]) -> None:
        """The documents of the entry that the form shows."""
        self.ids = tuple(dict.fromkeys(ids))
        self.show_lines(())
        if self.ids:
            self.lines_wanted.emit()

    def add_ids(self, ids: tuple[str, ...]) -> None:
        """More of them."""
        self._change((*self.ids, *ids))

    def _take_off(self, id: str) -> None:
        self._change(tuple(each for each in self.ids if each != id))

    def _change(self, ids: tuple[str, ...]) -> None:
        self.set_ids(ids)
        self.changed.emit()


class EntryPapers(QObject):
    """Does what the entry's list and the form's list ask for."""

    def __init__(self, session: Session, case: str, form: FormDocuments, parent: QWidget) -> None:
        super().__init__(parent)
        self._session = session
        self._case = case
        self._form = form
        self._over = parent
        form.lines_wanted.connect(self._ask_lines)
        form.open_wanted.connect(lambda id: self.open(id, form.ids))
        form.add_wanted.connect(lambda: self._add_to_form())
        form.choose_wanted.connect(lambda: self._choose(form.ids, lambda id: form.add_ids((id,))))

    def serve(self, list_: EntryDocuments, entry: str, number: int, ids: tuple[str, ...]) -> None:
        """The list of an entry that is shown: what is asked there is saved at once."""
        list_.open_wanted.connect(lambda id: self.open(id, ids))
        list_.add_wanted.connect(partial(self._add, entry, f"to entry {number:,}" if number else ""))
        list_.choose_wanted.connect(lambda: self._choose(ids, partial(self._link, entry)))
        list_.off_wanted.connect(lambda id: self.ask_off(entry, id))

    def open(self, id: str, order: tuple[str, ...]) -> None:
        """See a document; Next goes on to the entry's other ones."""
        from .viewer import show_document

        show_document(self._session, self._case, id, order)

    def ask_off(self, entry: str, id: str) -> None:
        """Take a document off an entry, with the reason."""
        asked = KeptReason(
            self._session, f"take-off/{entry}/{id}", "Why does it not belong to this entry?",
            words="The document itself stays in the case.", button="Take off", parent=self._over,
        )  # fmt: skip
        asked.accepted.connect(lambda: self._unlink(entry, id, asked.text()))
        asked.open()

    def _unlink(self, entry: str, id: str, reason: str) -> None:
        self._session.operations.submit(
            lambda cf, _: attachments.unlink(cf, entry, id, reason),
            partial(self._taken_off, entry, id), self._session.show_error, owner=self,
        )  # fmt: skip

    def _link(self, entry: str, id: str) -> None:
        self._session.operations.submit(
            lambda cf, _: attachments.link(cf, entry, [id]),
            partial(self._saved, "a document for an entry"), self._session.show_error, owner=self,
        )  # fmt: skip

    def _taken_off(self, entry: str, id: str, saved: Saved) -> None:
        forget(self._session, f"take-off/{entry}/{id}")
        self._saved("taking a document off an entry", saved)

    def _saved(self, what: str, saved: Saved) -> None:
        steps.remember(self._session, self._case, what, [saved])
        self._session.saved(f"Saved {self._session.clock():%H:%M:%S}")

    def _choose(self, without: tuple[str, ...], then: Callable[[str], None]) -> None:
        from .choose_form import ChooseForm

        form = ChooseForm(self._session, self._case, without)
        form.chosen.connect(then)
        sheet = self._session.show_sheet(form, width=820, scrolls=False)
        if sheet is not None:
            form.closed.connect(sheet.close_sheet)

    def _add(self, entry: str, belongs: str) -> AddForm:
        from .add_form import show_add_form

        return show_add_form(self._session, self._case, entry, belongs)

    def _add_to_form(self) -> None:
        self._add("", "for this entry").added.connect(self._form.add_ids)

    def _ask_lines(self) -> None:
        ids = self._form.ids
        self._session.operations.submit(lambda cf, _: lines(cf, ids), partial(self._show_lines, ids), owner=self)

    def _show_lines(self, ids: tuple[str, ...], found: tuple[DocumentLine, ...]) -> None:
        if ids == self._form.ids:
            self._form.show_lines(found)
