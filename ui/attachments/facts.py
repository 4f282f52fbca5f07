"""What is known about the document in front: beside it, or in its place where there is little room."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.shell.words import moment_words
from ui.widgets.buttons import Button
from ui.widgets.error_box import Notice
from ui.widgets.flow import FlowLayout
from ui.widgets.labels import label

from .decoding import Content
from .words import code_words, kind_words, size_words

MISLEADS = "The ending of its name promises another kind. It is shown as what it is."
TWINS = "The same document was added to this case more than once."


class Facts(QWidget):
    """Kind, size, source, what it shows, who added it, its code, its entries."""

    entry_wanted = Signal(str)
    edit_wanted = Signal()
    withdraw_wanted = Signal()
    export_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(8)
        self._inside: QWidget | None = None
        self.export = Button("Export a copy…", "save", tip="Ctrl+Shift+S", parent=self)
        self.export.clicked.connect(lambda: self.export_wanted.emit())
        self.edit = Button("Edit the words…", "pencil", tip="F2", parent=self)
        self.edit.clicked.connect(lambda: self.edit_wanted.emit())
        self.withdraw = Button("Withdraw…", parent=self)
        self.withdraw.clicked.connect(lambda: self.withdraw_wanted.emit())
        self._said = label("", "secondary", wrap=True, parent=self)
        holder = QWidget(self)
        flow = FlowLayout(holder, spacing=6)
        for button in (self.export, self.edit, self.withdraw):
            flow.addWidget(button)
        self._column.addWidget(holder)
        self._column.addWidget(self._said)
        self._column.addStretch(1)

    def show_facts(self, content: Content) -> None:
        """Another document, or the same one changed."""
        document = content.document
        if self._inside is not None:
            self._column.removeWidget(self._inside)
            self._inside.hide()
            self._inside.deleteLater()
        inside = self._inside = QWidget(self)
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        if document.withdrawn:
            column.addWidget(Notice(document.withdrawn, "warn", strong="Withdrawn."))
        if content.misleading:
            column.addWidget(Notice(MISLEADS, "danger", strong=f"This is a {_plain(content)}."))
        if not content.whole:
            column.addWidget(Notice("Only its beginning is shown.", "warn", strong="Very long."))
        if document.twins:
            column.addWidget(Notice(TWINS, "info"))
        kind = f"{kind_words(content.kind, document.name)}, {size_words(document.size)}"
        for heading, words in (
            ("Kind and size", kind + (f", read as {content.encoding}" if content.encoding else "")),
            ("From", document.source or "Not recorded"),
            ("What it shows", document.shows or "Not recorded"),
            ("Added by", f"{document.by}, {moment_words(document.at)}"),
        ):
            column.addLayout(_pair(heading, words))
        if document.entries:
            column.addWidget(label("Belongs to", "label"))
            holder = QWidget()
            flow = FlowLayout(holder, spacing=6)
            for id, number in document.entries:
                button = Button(f"Entry {number:,}", size="small")
                button.clicked.connect(lambda _on, id=id: self.entry_wanted.emit(id))
                flow.addWidget(button)
            column.addWidget(holder)
        column.addLayout(_pair("File code (SHA-256)", code_words(document.digest), mono=True))
        self._column.insertWidget(0, inside)
        self.withdraw.set_words("Withdraw…" if document.in_use else "Put back…")

    def say(self, words: str) -> None:
        """What came of something."""
        self._said.setText(words)


def _plain(content: Content) -> str:
    words = content.kind.words
    return words if words == "PDF" else words[:1].lower() + words[1:]


def _pair(heading: str, words: str, *, mono: bool = False) -> QVBoxLayout:
    column = QVBoxLayout()
    column.setSpacing(1)
    column.addWidget(label(heading, "label"))
    made = label(words, "mono" if mono else "", wrap=True)
    made.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    made.setAccessibleName(f"{heading}: {words}")
    column.addWidget(made)
    return column
