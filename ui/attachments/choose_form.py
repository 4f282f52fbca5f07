"""A document that the case has already, to be chosen for an entry."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from pclo_app.casefile import attachments
from pclo_app.casefile.attachments import Document
from ui.shell.rows_table import Column, Row, RowsTable
from ui.shell.session import Session
from ui.shell.words import moment_words
from ui.theme import Spacing
from ui.widgets.buttons import Button
from ui.widgets.labels import field_label, label
from ui.widgets.row_delegate import Cell

from .words import entry_words, kind_words, sentence


class ChooseForm(QWidget):
    """Content of a sheet: words to find it by, the list, one button."""

    closed = Signal()
    chosen = Signal(str)
    """The id of a document."""

    def __init__(
        self, session: Session, case: str, without: tuple[str, ...] = (), parent: QWidget | None = None
    ) -> None:
        """``without`` are those that the entry has already."""
        super().__init__(parent)
        self._without = frozenset(without)
        self._documents: list[Document] = []
        outer = QVBoxLayout(self)
        outer.setContentsMargins(18, 14, 18, 14)
        outer.setSpacing(8)
        outer.addWidget(label("Choose a document of the case", "title", wrap=True))
        self.words = QLineEdit(self)
        self.words.setMinimumHeight(Spacing.TARGET)
        outer.addWidget(field_label("Find: name, where it came from, what it shows", self.words, parent=self))
        outer.addWidget(self.words)
        self.table = RowsTable(
            (Column("Document", 34), Column("What it shows, and from"), Column("Entries", 14)),
            name="Documents of the case",
            two_lines=True,
            parent=self,
        )
        self.table.setMinimumHeight(240)
        outer.addWidget(self.table, 1)
        self._none = label("", "secondary", wrap=True, parent=self)
        outer.addWidget(self._none)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addStretch(1)
        cancel = Button("Cancel", parent=self)
        cancel.clicked.connect(lambda: self.closed.emit())
        self.take = Button("Add to the entry", kind="primary", parent=self)
        self.take.clicked.connect(self._take)
        row.addWidget(cancel)
        row.addWidget(self.take)
        outer.addLayout(row)
        self.words.textChanged.connect(lambda _text: self._show())
        self.words.returnPressed.connect(self._take)
        self.words.installEventFilter(self)
        self.table.opened.connect(lambda _id: self._take())
        self.setFocusProxy(self.words)
        session.operations.submit(lambda cf, _: attachments.listed(cf, case), self._loaded, owner=self)

    def wanted_height(self, _width: int) -> int:
        """Room for a list."""
        return 560

    def _loaded(self, documents: list[Document]) -> None:
        self._documents = [each for each in documents if each.in_use and each.id not in self._without]
        self._show()

    def _show(self) -> None:
        wanted = self.words.text().casefold().split()
        rows = []
        for each in self._documents:
            text = " ".join((each.name, each.source, each.shows)).casefold()
            if all(word in text for word in wanted):
                rows.append(_row(each))
        self.table.set_rows(rows)
        self._none.setText("" if rows else "No document of the case has all of that.")
        if not self._documents:
            self._none.setText("The case has no other document yet. Add one with Add documents.")

    def _take(self) -> None:
        if self.table.current():
            self.chosen.emit(self.table.current())
            self.closed.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Up and down in the words move in the list."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
            if step is not None and self.table.rows():
                at = self.table.currentIndex().row() + step
                at = max(0, min(len(self.table.rows()) - 1, at))
                self.table.set_current(self.table.rows()[at].key)
                return True
        return super().eventFilter(watched, event)


def _row(document: Document) -> Row:
    about = f"{kind_words(document.kind, document.name)}, {moment_words(document.at)}"
    return Row(
        document.id,
        (
            Cell(document.name, second=about, mark="document"),
            Cell(document.shows or "Not recorded", second=document.source, grey=not document.shows),
            Cell(entry_words(document)),
        ),
        sentence(document),
    )
