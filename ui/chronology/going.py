"""Where the chronology leads: to the record that a line comes from, to paper, to several cases read as one."""

from __future__ import annotations

from PySide6.QtCore import QObject

from ui.attachments.entry_documents import EntryDocuments
from ui.attachments.for_entries import EntryPapers
from ui.shell.session import Place

from . import elsewhere
from .parts import ChronologyParts
from .writing import Writing


class Going(QObject):
    """The ways out of the section, for the entry that is shown."""

    def __init__(self, parts: ChronologyParts, writing: Writing) -> None:
        super().__init__(parts)
        self._parts = parts
        self._session = parts.session
        self._writing = writing
        self._papers = EntryPapers(self._session, parts.case, writing.editor.fields.documents, parts)
        parts.detail.record_wanted.connect(self.open_record)
        parts.detail.documents_shown.connect(self._serve_documents)
        parts.foot.together.clicked.connect(self.with_other_cases)

    def edit(self) -> None:
        """F2: the entry, or the record that a line comes from."""
        details = self._parts.detail.details
        if details is not None and not details.own:
            self.open_record()
        else:
            self._writing.edit()

    def open_record(self) -> None:
        """The record that a line comes from."""
        details = self._parts.detail.details
        if details is not None and not details.own:
            item = details.item
            self._session.open(elsewhere.place_of(self._parts.case, item.id, item.kind, item.record))

    def print_shown(self) -> None:
        """What is on the screen, on paper."""
        from ui.reports import print_sheet  # the reports are read when somebody prints
        from ui.reports.as_shown import NAME, Look
        from ui.reports.wanted import Wanted

        parts, bar = self._parts, self._parts.filter_bar
        look = Look(bar.view.value(), bar.filter(), bar.gaps_only(), parts.table.columns.headings())
        print_sheet.ask(parts, Wanted(NAME, parts.case, look=look), self._session.show_error)

    def with_other_cases(self) -> None:
        """Several chronologies read as one, beginning with this one."""
        self._session.open(Place("integrated", case=self._parts.case))

    def _serve_documents(self, documents: EntryDocuments) -> None:
        details = self._parts.detail.details
        if details is not None:
            ids = tuple(line.id for line in details.documents if line.known)
            self._papers.serve(documents, details.item.id, details.number, ids)
