"""A copy that leaves the case file: what that means, for whom, why, and where to."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from pclo_app.casefile import attachments
from pclo_app.casefile.attachments import Document
from pclo_app.casefile.casefile import CaseFile
from pclo_app.casefile.document_errors import ExportInTheWay
from pclo_app.casefile.document_kinds import DocumentKind
from pclo_app.casefile.model import Item, Saved
from pclo_app.errors import KnownError
from pclo_app.records.person import Person
from ui.shell.session import Session
from ui.theme import Spacing, mark
from ui.widgets.buttons import Button
from ui.widgets.error_box import ErrorBox, Notice
from ui.widgets.labels import field_label, label
from ui.widgets.name_rank import NameRank
from ui.widgets.name_rank import Person as Known

LEAVES = (
    "A copy outside the case file is not encrypted by this app. Whoever can open the folder can read it, it stays "
    "there until somebody deletes it, and deleting may leave traces. Save it only where your force allows."
)
UNSEEN = "The app cannot look into this kind of document. Have it scanned before it is opened."
NEEDS_WHO = "Enter the name, and the rank or designation, of who will read it."
NEEDS_WHY = "Enter why a copy leaves. It is written to the log with the reader’s name."


def draft_key(id: str) -> str:
    """Where the half-written reader and reason are kept."""
    return f"document/export/{id}"


class ExportPanel(QWidget):
    """Beside the document, so that one sees what leaves."""

    closed = Signal()
    exported = Signal(str)
    """The words that say so."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._document: Document | None = None
        self._kind: DocumentKind | None = None
        self._path: Path | None = None
        self._touched = False
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(label("Export a copy", "section", parent=self))
        column.addWidget(Notice(LEAVES, "warn", strong="It leaves the vault.", parent=self))
        self.unseen = Notice(UNSEEN, "danger", strong="Not looked into.", parent=self)
        column.addWidget(self.unseen)
        self.reader = NameRank(name_label="For (name)", parent=self)
        self.reader.changed.connect(self._edited)
        column.addWidget(self.reader)
        self.why = QLineEdit(self)
        self.why.setMinimumHeight(Spacing.TARGET)
        self.why.textEdited.connect(lambda _text: self._edited())
        column.addWidget(field_label("Why a copy leaves", self.why, parent=self))
        column.addWidget(self.why)
        self._why_error = label(NEEDS_WHY, "danger", wrap=True, parent=self)
        self._why_error.hide()
        column.addWidget(self._why_error)
        self.error = ErrorBox(self, closable=False)
        column.addWidget(self.error)
        self.replace = Button("Replace that file", parent=self)
        self.replace.clicked.connect(lambda: self.save_to(self._path, replace=True) if self._path else None)
        column.addWidget(self.replace, 0, Qt.AlignmentFlag.AlignLeft)
        row = QHBoxLayout()
        row.setSpacing(8)
        self.choose = Button("Choose where…", kind="primary", parent=self)
        self.choose.clicked.connect(self.ask_where)
        back = Button("Cancel", parent=self)
        back.clicked.connect(self.leave)
        row.addWidget(self.choose)
        row.addWidget(back)
        row.addStretch(1)
        column.addLayout(row)
        column.addWidget(label("The log keeps the name, the reason, the time and the file code.", "secondary",
                               wrap=True, parent=self))  # fmt: skip
        column.addStretch(1)
        self.setFocusProxy(self.reader)
        self.setAccessibleName("Export a copy")

    def begin(self, document: Document, kind: DocumentKind) -> None:
        """For another document; what was half written about it is brought back."""
        self._document, self._kind, self._path, self._touched = document, kind, None, False
        self.reader.set_person("", "")
        self.why.clear()
        self._show_why(False)
        self.error.clear()
        self.replace.hide()
        self.unseen.setVisible(not kind.shape)
        key = draft_key(document.id)
        self._session.operations.submit(lambda cf, _: cf.draft(key), self._bring_back, owner=self)
        case = document.case
        self._session.operations.submit(lambda cf, _: cf.people(case), self._know, owner=self)

    def _know(self, people: list[Item[Person]]) -> None:
        """The professionals of the case can be completed."""
        known = [item.record for item in people if item.record.rank]
        self.reader.set_people([Known(each.name, each.rank, each.agency) for each in known])

    def _bring_back(self, raw: bytes | None) -> None:
        if raw is None or self._touched:
            return
        try:
            kept: dict[str, Any] = msgspec.json.decode(raw, type=dict[str, Any])
        except msgspec.MsgspecError:
            return
        self.reader.set_person(str(kept.get("name", "")), str(kept.get("rank", "")))
        self.why.setText(str(kept.get("why", "")))

    def save_draft(self) -> None:
        """Keep reader and reason until a copy has left."""
        if self._document is None or not self._touched:
            return
        key = draft_key(self._document.id)
        kept = {"name": self.reader.name(), "rank": self.reader.rank(), "why": self.why.text()}
        body = msgspec.json.encode(kept) if any(kept.values()) else b""
        self._session.operations.submit(lambda cf, _: cf.put_draft(key, body) if body else cf.drop_draft(key))

    def leave(self) -> None:
        """Back to the facts; nothing has left."""
        self.save_draft()
        self.closed.emit()

    def recipient(self) -> str:
        """The reader with rank or designation."""
        return ", ".join(part for part in (self.reader.name(), self.reader.rank()) if part)

    def ready(self) -> bool:
        """Whether reader and reason are there; else the first that is missing has the focus."""
        self.error.clear()
        self.replace.hide()
        missing = self.reader.check()
        if not missing and not self.reader.name():
            missing = NEEDS_WHO
            self.reader.show_error(missing)
        self._show_why(not self.why.text().strip())
        if missing:
            (self.reader.rank_edit if self.reader.name() else self.reader.name_edit).setFocus()
        elif not self.why.text().strip():
            self.why.setFocus()
        else:
            return True
        return False

    def ask_where(self) -> None:
        """Choose the file. The window goes on meanwhile, so a lock is never held up."""
        if self._document is None or not self.ready():
            return
        dialog = QFileDialog(self.window(), "Export a copy. The file will not be encrypted by this app")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setOption(QFileDialog.Option.DontConfirmOverwrite)  # asked here, where the log line is made
        dialog.selectFile(attachments.export_name(self._document, self._kind))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(lambda name: self.save_to(Path(name)))
        dialog.open()

    def save_to(self, path: Path, *, replace: bool = False) -> None:
        """Write the copy, and that it left."""
        document = self._document
        if document is None or not self.ready():
            return
        self._path = path
        id, recipient, why = document.id, self.recipient(), self.why.text().strip()

        def work(cf: CaseFile, _progress: object) -> Saved:
            saved = attachments.export(cf, id, path, recipient=recipient, why=why, replace=replace)
            cf.drop_draft(draft_key(id))
            return saved

        self._session.operations.submit(work, lambda _saved: self._left(path), self._failed, "Exporting", owner=self)

    def _left(self, path: Path) -> None:
        self._touched = False
        words = f"A copy is saved as {path.name}, and written to the log."
        self._session.say(words)
        self.exported.emit(words)

    def _failed(self, error: Exception) -> None:
        if isinstance(error, KnownError):
            self.error.show_error(error, take_focus=True)
            self.replace.setVisible(isinstance(error, ExportInTheWay))
        else:
            self._session.show_error(error)

    def _edited(self) -> None:
        self._touched = True
        if self._why_error.isVisible() and self.why.text().strip():
            self._show_why(False)

    def _show_why(self, missing: bool) -> None:
        self._why_error.setVisible(missing)
        mark(self.why, "error", "true" if missing else None)
        self.why.setAccessibleDescription(f"Error: {NEEDS_WHY}" if missing else "")
