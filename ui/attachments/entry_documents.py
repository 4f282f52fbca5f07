"""The documents of one entry: open one, take one off, add new ones, choose from those of the case."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from pclo_app.casefile import attachments, document_kinds, document_names
from pclo_app.casefile.casefile import CaseFile
from pclo_app.casefile.errors import NoSuchRecord
from pclo_app.records.audit import Attachment
from ui.widgets.buttons import Button
from ui.widgets.emptied import empty
from ui.widgets.labels import IconLabel, label

from .words import kind_words, size_words


@dataclass(frozen=True)
class DocumentLine:
    """A document as an entry shows it."""

    id: str
    name: str
    shows: str
    about: str = ""
    """Its kind and size; or why it cannot be opened."""
    known: bool = True
    """Whether its words are on this laptop."""


def lines(cf: CaseFile, ids: Sequence[str]) -> tuple[DocumentLine, ...]:
    """What an entry shows of its documents, in their order."""
    return tuple(_line(cf, id) for id in ids)


def _line(cf: CaseFile, id: str) -> DocumentLine:
    try:
        record = cf.item(id).record
    except NoSuchRecord:
        return DocumentLine(id, "A document that is not on this laptop", "", "Synchronise with the office", False)
    if not isinstance(record, Attachment):
        return DocumentLine(id, "A document that this version cannot name", "", "", False)
    name = document_names.shown(record.file_name)
    about = f"{kind_words(document_kinds.of_media(record.media_type), name)}, {size_words(record.size)}"
    if record.withdrawn:
        about = f"{about}. Withdrawn: {record.change_reason}"
    elif not attachments.is_here(cf, record.digest):
        about = f"{about}. It has not arrived on this laptop yet"
    return DocumentLine(id, name, record.shows, about)


class EntryDocuments(QWidget):
    """The list and its buttons. What they do is the matter of `ui.attachments.for_entries`."""

    open_wanted = Signal(str)
    off_wanted = Signal(str)
    add_wanted = Signal()
    choose_wanted = Signal()

    def __init__(self, given: Sequence[DocumentLine] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(4)
        column.addLayout(self._rows)
        row = QHBoxLayout()
        row.setSpacing(6)
        self.add = Button("Add documents…", size="small", tip="Files, or a picture from the clipboard")
        self.add.clicked.connect(lambda: self.add_wanted.emit())
        self.choose = Button("Choose from the case…", size="small", tip="A document that the case has already")
        self.choose.clicked.connect(lambda: self.choose_wanted.emit())
        row.addWidget(self.add)
        row.addWidget(self.choose)
        row.addStretch(1)
        column.addLayout(row)
        self.setAccessibleName("Documents")
        self.show_lines(given)

    def show_lines(self, given: Sequence[DocumentLine]) -> None:
        """Other documents."""
        empty(self._rows)
        for line in given:
            self._rows.addWidget(self._row(line))

    def _row(self, line: DocumentLine) -> QWidget:
        made = QWidget(self)
        row = QHBoxLayout(made)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(7)
        row.addWidget(IconLabel("clip"), 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addWidget(label(line.shows or line.name, "", wrap=True))
        under = ", ".join(part for part in (line.name if line.shows else "", line.about) if part)
        column.addWidget(label(under, "secondary", wrap=True))
        row.addLayout(column, 1)
        if line.known:
            see = Button("Open", size="small")
            see.setAccessibleName(f"Open {line.shows or line.name}")
            see.clicked.connect(lambda: self.open_wanted.emit(line.id))
            row.addWidget(see, 0, Qt.AlignmentFlag.AlignTop)
        off = Button("Take off", size="small", tip="The document stays in the case")
        off.setAccessibleName(f"Take off {line.shows or line.name}")
        off.clicked.connect(lambda: self.off_wanted.emit(line.id))
        row.addWidget(off, 0, Qt.AlignmentFlag.AlignTop)
        return made
