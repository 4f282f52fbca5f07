"""Saying what two entries are to each other, between the form and the worker."""

from __future__ import annotations

import msgspec
from PySide6.QtCore import QObject, Signal

from pclo_app.casefile.casefile import CaseFile
from pclo_app.records.chronology import LinkKind
from ui.shell.session import Session

from . import acting, queries
from .acting import Done
from .link_form import HalfLink, LinkForm
from .queries import Details


class Linking(QObject):
    """Owns the form."""

    made = Signal(str, object)
    """The id of the entry that was linked, and the `Step` that can be taken back."""

    def __init__(self, session: Session, case: str, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._case = case
        self.form = LinkForm()
        self.form.number_wanted.connect(self._look_up)
        self.form.link_wanted.connect(self._link)
        self.form.draft_wanted.connect(self._keep)
        self.form.closed.connect(self.form.save_draft)

    def begin(self, details: Details, other: str = "") -> None:
        """Tie an entry to another one; ``other`` is that one's id, where it is known."""
        self.form.begin(details.item.id, details.number)
        key = _key(details.item.id)
        self._session.operations.submit(lambda cf, _: cf.draft(key), self._found, self._failed, owner=self)
        if other:
            self._session.operations.submit(
                lambda cf, _: queries.by_id(cf, self._case, other), self.form.take_other, self._failed, owner=self
            )

    def _found(self, kept: bytes | None) -> None:
        if kept is not None:
            self.form.bring_back(HalfLink(*msgspec.json.decode(kept, type=tuple[str, str, str])))

    def _keep(self) -> None:
        key, body = _key(self.form.record), msgspec.json.encode(tuple(self.form.half_written()))
        self._session.operations.submit(lambda cf, _: cf.put_draft(key, body))

    def _look_up(self, number: int) -> None:
        self._session.operations.submit(
            lambda cf, _: queries.by_number(cf, self._case, number), self.form.show_other, self._failed, owner=self
        )

    def _link(self, other: str, kind: LinkKind, words: str) -> None:
        record = self.form.record
        key = _key(record)

        def work(cf: CaseFile, _: object) -> Done:
            made = acting.link(cf, self._case, record, other, kind, words)
            cf.drop_draft(key)
            return made

        def done(made: Done) -> None:
            self._session.saved(f"Saved {self._session.clock():%H:%M:%S}")
            self.made.emit(record, made.step)

        self.form.stop_draft()
        self._session.operations.submit(work, done, self._failed, owner=self)

    def _failed(self, error: Exception) -> None:
        self._session.show_error(error)


def _key(record: str) -> str:
    return f"link/{record}"
