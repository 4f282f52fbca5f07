"""Adding documents to a case: the files, where they came from, what they show. Half filled in it is a draft."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from PySide6.QtCore import QMimeData, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication

from pclo_app.casefile import attachments
from pclo_app.casefile.casefile import CaseFile
from pclo_app.casefile.integrated import changed_by
from pclo_app.casefile.model import Changed, Saved
from pclo_app.errors import KnownError
from pclo_app.records.audit import Attachment
from ui.cases.inputs import Line, Text
from ui.cases.record_form import RecordForm
from ui.shell import steps
from ui.shell.session import Session
from ui.shell.words import counted

from .describe_form import SHOWS_HINT, SOURCE_HINT
from .files_input import FilesInput, Waiting, bytes_of, holds_something


@dataclass(frozen=True)
class Outcome:
    """What came of each file."""

    added: tuple[str, ...] = ()
    """Ids of the documents, new or there already."""
    fresh: int = 0
    failed: dict[str, str] = field(default_factory=dict)
    """What could not be added, by its key, with why."""
    changed: Changed = field(default_factory=Changed)
    saved: tuple[Saved, ...] = ()
    """What was written, for taking it back."""


def add_all(
    cf: CaseFile, progress: Any, case: str, files: list[Waiting], source: str, shows: str, entry: str, draft: str
) -> Outcome:
    """Add files one after the other, tie them to an entry, and forget the drafts of what was added."""
    ids: list[str] = []
    saved: list[Saved] = []
    failed: dict[str, str] = {}
    fresh = 0
    for number, file in enumerate(files):
        try:
            added = attachments.add(cf, case, file.name, bytes_of(cf, file), source, shows)
        except KnownError as fault:
            failed[file.key] = fault.part("what")
            continue
        ids.append(added.saved.id)
        fresh += not added.again
        saved.append(added.saved)
        if file.draft:
            cf.drop_draft(file.draft)
        if progress is not None:
            progress(number + 1, len(files))
    if entry and ids:
        saved.append(attachments.link(cf, entry, ids))
    if not failed:
        cf.drop_draft(draft)
    return Outcome(tuple(dict.fromkeys(ids)), fresh, failed, changed_by(saved), tuple(saved))


class AddForm(RecordForm):
    """``entry`` is a chronology entry that they shall belong to; ``belongs`` says so in words."""

    added = Signal(object)
    """The ids of the documents, a tuple."""

    def __init__(self, session: Session, case: str, entry: str = "", belongs: str = "") -> None:
        super().__init__(
            session,
            title=f"Add documents {belongs}".strip() if belongs else "Add documents to the case",
            draft=f"document/new/{entry or belongs}/{case}",
            case=case,
            button="Add to the case",
        )
        self._entry = entry
        self.files = FilesInput(session, case)
        self.add("files", self.files)
        self.add("source", Line("From", SOURCE_HINT))
        self.add("shows", Text("What it shows", SHOWS_HINT, least=2))
        self.ready({"files": [], "source": "", "shows": ""})
        self.setAcceptDrops(True)
        paste = QShortcut(QKeySequence("Ctrl+V"), self.files, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
        paste.activated.connect(lambda: self.files.add_mime(QApplication.clipboard().mimeData()))

    def record(self) -> Attachment:
        return Attachment(file_name="", media_type="", size=0, digest="")

    def take(self, mime: QMimeData) -> bool:
        """What was dropped or pasted outside the form."""
        return self.files.add_mime(mime)

    def save(self) -> None:
        """Add them, or say what is missing."""
        if self._saving:
            return
        self.problem.clear()
        found = self._problems()
        self.summary.show_problems(found)
        if found:
            self._scroll.ensureWidgetVisible(self.summary)
            return
        given, files = self.values(), self.files.files()
        case, entry, draft = self.case, self._entry, self._draft_key

        def work(cf: CaseFile, progress: object) -> Outcome:
            return add_all(cf, progress, case, files, given["source"], given["shows"], entry, draft)

        self._saving = True
        self._timer.stop()
        self.session.operations.submit(work, self._all_done, self._failed, "Adding documents")

    def _all_done(self, outcome: Outcome) -> None:
        self._saving = False
        if outcome.added:
            what = counted(len(outcome.added), "document") + (" for an entry" if self._entry else "")
            steps.remember(self.session, self.case, what, outcome.saved)
            there = len(outcome.added) - outcome.fresh
            words = f"{counted(outcome.fresh, 'document')} added" if outcome.fresh else "Nothing new was added"
            words += f", {counted(there, 'was', 'were')} here already" if there else ""
            self.session.saved(f"Saved {self.session.clock():%H:%M:%S}")
            self.session.say(words)
            self.added.emit(outcome.added)
        if outcome.failed:
            self.files.keep_only(set(outcome.failed))
            for key, words in outcome.failed.items():
                self.files.show_problem_of(key, words)
            self.save_draft()
            self.summary.show_problems(self._problems())
            return
        self._finished = True
        self.closed.emit()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if holds_something(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        if self.files.add_mime(event.mimeData()):
            event.acceptProposedAction()


def show_add_form(
    session: Session, case: str, entry: str = "", belongs: str = "", then: Callable[[], None] | None = None
) -> AddForm:
    """The form in a sheet; ``then`` is called when it has gone."""
    form = AddForm(session, case, entry, belongs)
    sheet = session.show_sheet(form, width=680, scrolls=False)
    if sheet is not None:
        form.closed.connect(sheet.close_sheet)
        if then is not None:
            sheet.closed.connect(then)
    return form
