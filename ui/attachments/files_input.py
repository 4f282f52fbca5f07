"""The field that holds the files to be added: chosen, dropped or pasted, each with what it is or what is wrong."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMimeData, Qt, QTimer, Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from pclo_app.casefile import attachments, document_kinds, document_names
from pclo_app.casefile.casefile import CaseFile
from pclo_app.casefile.document_kinds import DocumentKind
from pclo_app.errors import KnownError
from pclo_app.records.ids import new_id
from ui.cases.inputs import Input
from ui.shell.session import Session
from ui.widgets.buttons import Button
from ui.widgets.emptied import empty
from ui.widgets.labels import IconLabel, label

from .words import kind_words, size_words

MOST_FILES = 50
"""Chosen at once: more is nearly always a folder dropped by mistake."""
ASK = "Choose a file, drop it here, or paste a picture with Ctrl+V."


@dataclass(frozen=True)
class Waiting:
    """A file that is to be added: on the disk, or pasted and kept as a draft until then."""

    name: str
    path: str = ""
    draft: str = ""

    @property
    def key(self) -> str:
        """What tells it from the others."""
        return self.path or self.draft


@dataclass(frozen=True)
class Seen:
    """What is known of a file before it is added."""

    kind: DocumentKind = document_kinds.OTHER
    size: int = 0
    again: str = ""
    """The name under which the case has it already."""
    misleads: bool = False
    problem: str = ""


def files_in(mime: QMimeData) -> list[Path]:
    """The files that were dropped or copied."""
    return [Path(url.toLocalFile()) for url in mime.urls() if url.isLocalFile()]


def picture_in(mime: QMimeData) -> bytes:
    """The picture that was dropped or copied, as a PNG; empty for none."""
    image = mime.imageData() if mime.hasImage() else None
    if not isinstance(image, QImage) or image.isNull():
        return b""
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]
    return bytes(data.data())


def holds_something(mime: QMimeData) -> bool:
    """Whether there is anything in it to be added."""
    return bool(files_in(mime)) or mime.hasImage()


def bytes_of(cf: CaseFile, file: Waiting) -> bytes:
    """What is in a file. Raises the conditions of `attachments.read_file`."""
    if file.draft:
        data = cf.draft(file.draft) or b""
        attachments.check_size(len(data))
        return data
    return attachments.read_file(Path(file.path))


def look(cf: CaseFile, case: str, file: Waiting) -> Seen:
    """What a file is, on the worker."""
    import hashlib

    try:
        data = bytes_of(cf, file)
    except KnownError as fault:
        return Seen(problem=fault.part("what"))
    kind = document_kinds.recognise(data)
    before = [
        item for item in attachments.same(cf, case, hashlib.sha256(data).hexdigest()) if not item.record.withdrawn
    ]
    again = document_names.shown(before[0].record.file_name) if before else ""
    return Seen(kind, len(data), again, document_names.misleads(file.name, kind))


class FilesInput(Input):
    """The list, with a button for each file that takes it out again."""

    changed = Signal()

    def __init__(self, session: Session, case: str) -> None:
        super().__init__("Files")
        self._session = session
        self._case = case
        self._files: list[Waiting] = []
        self.seen: dict[str, Seen] = {}
        self.column.addWidget(label("Files", "label", parent=self))
        holder = QWidget(self)
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(4)
        column.addLayout(self._rows)
        self.choose = Button("Choose files…", "folder", parent=holder)
        self.choose.clicked.connect(self.ask)
        column.addWidget(self.choose, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(label(ASK, "secondary", wrap=True, parent=holder))
        self._lay_out(holder, with_label=False)

    def files(self) -> list[Waiting]:
        """What is to be added."""
        return list(self._files)

    def value(self) -> list[dict[str, str]]:
        return [{"name": file.name, "path": file.path, "draft": file.draft} for file in self._files]

    def set_value(self, value: Any) -> None:
        self._files = []
        for each in value or ():
            file = Waiting(str(each.get("name", "")), str(each.get("path", "")), str(each.get("draft", "")))
            self._files.append(file)
            self._look(file)
        self._show()

    def problem(self) -> str:
        if not self._files:
            return ASK
        bad = [file for file in self._files if self._seen(file).problem]
        return "Take out what cannot be added, or put it right." if bad else ""

    def ask(self) -> None:
        """The system's own way to choose files. The window goes on meanwhile."""
        dialog = QFileDialog(self.window(), "Add documents to the case")
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.filesSelected.connect(lambda names: self.add_paths([Path(name) for name in names]))
        dialog.open()

    def add_mime(self, mime: QMimeData) -> bool:
        """What was dropped or pasted; False where there is nothing in it."""
        paths = files_in(mime)
        if paths:
            self.add_paths(paths)
            return True
        data = picture_in(mime)
        if data:
            self.add_picture(data)
        return bool(data)

    def add_paths(self, paths: list[Path]) -> None:
        """Files on the disk; those that are in the list already stay once."""
        for path in paths[: MOST_FILES - len(self._files)]:
            if str(path) not in {file.path for file in self._files}:
                self._add(Waiting(path.name, path=str(path)))
        self.changed.emit()

    def add_picture(self, data: bytes) -> None:
        """A picture without a file: kept, encrypted, as a draft until it is added."""
        now = self._session.clock()
        key = f"pasted/{new_id(now)}/{self._case}"
        self._session.operations.submit(lambda cf, _: cf.put_draft(key, data))
        self._add(Waiting(f"Picture {now:%Y-%m-%d %H.%M.%S}.png", draft=key))
        self.changed.emit()

    def remove(self, file: Waiting) -> None:
        """Take a file out of the list; the file itself stays where it is."""
        self._files.remove(file)
        if file.draft:
            self._session.operations.submit(lambda cf, _: cf.drop_draft(file.draft))
        self._show()
        self.choose.setFocus()
        self.changed.emit()

    def keep_only(self, keys: set[str]) -> None:
        """The others were added."""
        self._files = [file for file in self._files if file.key in keys]
        self._show()

    def show_problem_of(self, key: str, words: str) -> None:
        """A file that could not be added."""
        self.seen[key] = Seen(problem=words)
        self._show()

    def _add(self, file: Waiting) -> None:
        self._files.append(file)
        self._look(file)
        self._show()

    def _look(self, file: Waiting) -> None:
        case = self._case
        self._session.operations.submit(lambda cf, _: look(cf, case, file), partial(self._looked, file), owner=self)

    def _looked(self, file: Waiting, seen: Seen) -> None:
        self.seen[file.key] = seen
        self._show()

    def _seen(self, file: Waiting) -> Seen:
        return self.seen.get(file.key, Seen())

    def _show(self) -> None:
        empty(self._rows)
        for file in self._files:
            self._rows.addWidget(self._row(file))
        QTimer.singleShot(0, self, self.updateGeometry)  # once the rows that went are gone

    def _row(self, file: Waiting) -> QWidget:
        seen, name = self._seen(file), document_names.shown(file.name)
        words, role = f"{kind_words(seen.kind, name)}, {size_words(seen.size)}", "secondary"
        if seen.problem:
            words, role = seen.problem, "danger"
        elif seen.again:
            words, role = f"{words}. This case has it already as “{seen.again}”: it is not added twice.", "warn"
        elif seen.misleads:
            words, role = f"{words}. Its ending promises another kind; it is kept as what it is.", "warn"
        elif not seen.kind.shape and seen.size:
            words += ". It is kept, but the app cannot show it."
        made = QWidget(self)
        row = QHBoxLayout(made)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(IconLabel("stop" if seen.problem else "document", "danger" if seen.problem else "ink"), 0,
                      Qt.AlignmentFlag.AlignTop)  # fmt: skip
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addWidget(label(name, "strong", wrap=True))
        column.addWidget(label(words if seen.problem or seen.size else "Looking at it…", role, wrap=True))
        row.addLayout(column, 1)
        out = Button("Take out", size="small")
        out.setAccessibleName(f"Take out {name}")
        out.clicked.connect(lambda: self.remove(file))
        row.addWidget(out, 0, Qt.AlignmentFlag.AlignTop)
        return made

    def _stop(self) -> QWidget:
        return self.choose
