"""The documents of a case as a list: open, add by button, by dropping or by pasting, withdraw with a reason."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QWidget

from pclo_app.casefile import attachments
from pclo_app.casefile.attachments import Document
from pclo_app.casefile.casefile import CaseFile
from ui.cases.list_section import EDIT, NEW, ListSection
from ui.cases.record_form import RecordForm
from ui.shell.rows_table import Column, Row
from ui.shell.session import Place, Session
from ui.shell.sheet import in_sheet
from ui.shell.words import moment_words
from ui.widgets.row_delegate import Cell
from ui.widgets.segmented import Segmented

from .add_form import AddForm, show_add_form
from .describe_form import DescribeForm
from .files_input import holds_something
from .words import entry_words, kind_words, sentence, size_words

VIEW = "view/"
NOTHING_TO_PASTE = "There is no file and no picture on the clipboard"


class DocumentsSection(ListSection):
    """Newest first; what was withdrawn stands last, struck."""

    kinds = frozenset({"attachment", "chronology_entry"})
    name = "Documents"
    new_words = "Add documents"
    empty = (
        "No documents yet. Drop files here, or paste a picture with Ctrl+V. They are copied in and encrypted; "
        "the files themselves stay where they are."
    )
    two_lines = True
    columns = (
        Column("Document", 38),
        Column("From", 28),
        Column("What it shows"),
        Column("Entries", 16),
        Column("Added by, and when", 34),
    )

    def __init__(self, session: Session, place: Place, parent: QWidget | None = None) -> None:
        super().__init__(session, place, parent)
        self.setAcceptDrops(True)
        here = Qt.ShortcutContext.WidgetWithChildrenShortcut
        for keys, run in (("Ctrl+V", self.paste), ("F2", self._describe)):
            QShortcut(QKeySequence(keys), self, context=here).activated.connect(run)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where there is little room, what it is and what it shows come first; the rest is said beside the document."""
        super().resizeEvent(event)
        letters = self.width() / max(1, self.fontMetrics().horizontalAdvance("n"))
        for column, needed in ((1, 105), (3, 120), (4, 150)):
            self.table.setColumnHidden(column, letters < needed)

    def build_bar(self) -> None:
        self.which = Segmented([("use", "In use"), ("all", "All")], "use", name="Which documents")
        self.which.changed.connect(lambda _value: self.show_rows())
        self.bar.addWidget(self.which)

    def query(self, cf: CaseFile, case: str) -> list[Document]:
        return attachments.listed(cf, case)

    def rows_of(self, data: list[Document]) -> list[Row]:
        used = [document for document in data if document.in_use]
        self.which.set_words("use", f"In use {len(used)}")
        self.which.set_words("all", f"All {len(data)}")
        self.which.setVisible(len(used) != len(data))
        self.nothing.set_sentence("Every document here was withdrawn." if data and not used else self.empty)
        return [self._row(document) for document in (data if self.which.value() == "all" else used)]

    def _row(self, document: Document) -> Row:
        kind = f"{kind_words(document.kind, document.name)}, {size_words(document.size)}"
        shows = document.shows
        second = f"Withdrawn: {document.withdrawn}" if document.withdrawn else ""
        if not document.here:
            second = "The document itself has not arrived on this laptop yet"
        mark = "not-equal" if document.in_conflict else "document"
        return Row(
            document.id,
            (
                Cell(document.name, second=kind, mark=mark, bold=document.in_use, struck=not document.in_use),
                Cell(document.source or "Not recorded", grey=not document.source),
                Cell(
                    shows or ("" if second else "Not recorded"),
                    second=second,
                    grey=not shows,
                    chip="" if document.here else "Not here",
                    chip_kind="warn",
                ),
                Cell(entry_words(document)),
                Cell(document.by, second=moment_words(document.at)),
            ),
            sentence(document),
        )

    def keys(self) -> list[tuple[str, str]]:
        return [
            ("Enter", "Open the document"),
            ("F2", "Its name, where it came from, what it shows"),
            ("Ctrl+N", "Add documents"),
            ("Ctrl+V", "Add what is on the clipboard: files, or a picture"),
        ]

    # open, add, describe --------------------------------------------------------------------------------------

    def open_record(self, id: str, page: int = 0) -> None:
        """Enter: see it, from a page on."""
        if self._data is None or not any(document.id == id for document in self._data):
            return
        from .viewer import show_document  # it brings the PDF part along

        order = tuple(row.key for row in self.table.rows())
        viewer = show_document(self.session, self.case, id, order, self._form_closed, page=page)
        self._turned_to(id, page)
        viewer.turned_to.connect(self._turned_to)

    def _turned_to(self, id: str, page: int) -> None:
        """For coming back after a lock: to this document, and this page of it."""
        self._place = replace(self._place, record=f"{VIEW}{id}/{page}")
        self.table.set_current(id)

    def new(self) -> None:
        self.add()

    def add(self, mime: QMimeData | None = None) -> AddForm:
        """The form, with what was dropped or pasted in it."""
        form = show_add_form(self.session, self.case, then=self._form_closed)
        self._place = replace(self._place, record=NEW)
        form.added.connect(lambda ids: self._select(ids[0]))
        if mime is not None:
            form.take(mime)
        return form

    def paste(self) -> None:
        """Ctrl+V."""
        mime = QApplication.clipboard().mimeData()
        if holds_something(mime):
            self.add(mime)
        else:
            self.session.say(NOTHING_TO_PASTE)

    def make_form(self, id: str | None) -> RecordForm | None:
        found = next((document for document in self._data or () if document.id == id), None)
        return DescribeForm(self.session, found) if found is not None else None

    def _describe(self) -> None:
        if self.table.current():
            self.open_form(self.table.current())

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if holds_something(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        if holds_something(event.mimeData()):
            event.acceptProposedAction()
            self.add(event.mimeData())

    def show_rows(self) -> None:
        """An empty list cannot have the keyboard; its button can, so that Ctrl+V works here too."""
        super().show_rows()
        focus = QApplication.focusWidget()
        if self.nothing.isVisible() and not in_sheet(focus) and not isinstance(focus, QLineEdit | QPlainTextEdit):
            self.nothing.buttons[0].setFocus(Qt.FocusReason.OtherFocusReason)

    # where one is ---------------------------------------------------------------------------------------------

    def place(self) -> Place:
        if self._place.record.startswith((NEW, EDIT, VIEW)):
            return self._place
        return replace(self._place, record="")

    def _go_to_wanted(self) -> None:
        wanted = self._wanted
        if wanted.startswith(VIEW):
            self._wanted = ""
            id, _, page = wanted.removeprefix(VIEW).partition("/")
            self.table.set_current(id)
            self.open_record(id, int(page) if page.isdigit() else 0)
            return
        super()._go_to_wanted()
        if self._wanted and any(document.id == self._wanted for document in self._data or ()):
            self.which.set_value("all")  # it was withdrawn, and is looked for all the same
            self.show_rows()
            super()._go_to_wanted()
