"""Bringing a file in: choose it, say what its columns are, see what every row becomes, save all in one step."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QEvent, QKeyCombination, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFileDialog, QWidget

from pclo_app.casefile.casefile import CaseFile
from pclo_app.errors import KnownError
from pclo_app.importing import Book
from pclo_app.importing.accepting import Result
from pclo_app.importing.undoing import Import, Undone, redo, undo
from pclo_app.practice.phrases import counted
from ui.commands.files import write_whole
from ui.shell.operations import Cancelled, Operation, Progress
from ui.shell.session import Session
from ui.widgets.announce import announce
from ui.widgets.buttons import Button
from ui.widgets.error_box import Problem

from . import import_work as work
from .import_pages import ColumnsPage, DatesPage, TablesPage
from .import_parts import ImportParts
from .import_work import Asked, Found, Preview, PreviewRow, outcome

_KINDS = "Tables (*.csv *.tsv *.txt *.xlsx *.xlsm *.ods *.docx);;All files (*)"
_LABEL = "Bringing in rows"


_CTRL = Qt.KeyboardModifier.ControlModifier


def _key(key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> QKeyCombination:
    return QKeyCombination(modifier, key)


_ONWARDS = (
    _key(Qt.Key.Key_Return, _CTRL),
    _key(Qt.Key.Key_Enter, _CTRL),
    QKeyCombination(_CTRL | Qt.KeyboardModifier.KeypadModifier, Qt.Key.Key_Enter),
)
_NOT_BEHIND = (
    _key(Qt.Key.Key_Escape),
    _key(Qt.Key.Key_F2),
    _key(Qt.Key.Key_F4),
    _key(Qt.Key.Key_F7),
    _key(Qt.Key.Key_Z, _CTRL),
    QKeyCombination(_CTRL | Qt.KeyboardModifier.ShiftModifier, Qt.Key.Key_Z),
    _key(Qt.Key.Key_N, _CTRL),
    _key(Qt.Key.Key_F, _CTRL),
)
"""Keys of the chronology behind this screen: here they do what they do here, or nothing."""


class Importer(ImportParts):
    """In the place of the chronology."""

    closed = Signal()

    def __init__(self, session: Session, case: str, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self._case = case
        self._running: Operation | None = None
        self._turn = 0
        self.book: Book | None = None
        self.found: Found | None = None
        self.asked = Asked()
        self.preview: Preview | None = None
        self.done = False
        self._dates_seen = False
        self._last: Import | None = None
        self._wire()

    def _wire(self) -> None:
        self.another.clicked.connect(self.choose)
        self.back.clicked.connect(self._go_back)
        self.rejects.clicked.connect(self._choose_rejects)
        self.undo.clicked.connect(lambda: self._undo(self._last))
        self.redo.clicked.connect(lambda: self._redo(self._last))
        self.cancel.clicked.connect(self._cancel)
        self.bring.clicked.connect(self._onwards)
        self.start.undo_wanted.connect(self._undo)
        self.start.redo_wanted.connect(self._redo)
        self.check.chosen.connect(self._chosen)
        self.check.columns_wanted.connect(self._show_columns)
        self.check.dates_wanted.connect(self._show_dates)
        self.panel.fixed.connect(self._fixed)
        self.panel.left_out.connect(self._left_out)
        self.panel.decided.connect(self._decided)
        self._session.operations.progressed.connect(self._progressed)

    # keys -----------------------------------------------------------------------------------------------------

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            keys = event.keyCombination()
            if keys in _ONWARDS or keys in _NOT_BEHIND:
                event.accept()
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        keys = event.keyCombination()
        if keys in _ONWARDS:
            self._press(self.bring)
        elif keys == _key(Qt.Key.Key_Escape):
            self._press(self.cancel)
        elif keys == _key(Qt.Key.Key_Z, _CTRL):
            self._press(self.undo)
        elif keys == _key(Qt.Key.Key_F7) and self.pages.currentWidget() is self.check:
            self.check.go_to_doubtful()
        elif keys not in _NOT_BEHIND:
            super().keyPressEvent(event)

    @staticmethod
    def _press(button: Button) -> None:
        if button.isVisible():
            button.setFocus()  # what is typed in a field is taken as it is left
            button.click()

    # choosing and reading -------------------------------------------------------------------------------------

    def begin(self) -> None:
        """Show what was brought in before, if anything; else choose a file at once."""
        self._ask(lambda cf, _: work.earlier(cf, self._case), self._begun)

    def _begun(self, found: list[Import]) -> None:
        self.start.show_imports(found)
        self._show(self.start, "")
        if found:
            self.another.set_words("Choose a file…")
            self.another.setFocus()
        else:
            self.choose()

    def choose(self) -> None:
        """The file chooser of the system; it stops nothing else."""
        chooser = QFileDialog(self, "Bring in a file", "", _KINDS)
        chooser.setFileMode(QFileDialog.FileMode.ExistingFile)
        chooser.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        chooser.fileSelected.connect(lambda name: self.read(Path(name)))
        chooser.rejected.connect(self._not_chosen)
        chooser.open()

    def _not_chosen(self) -> None:
        if self.book is None and not self.start.buttons:
            self.closed.emit()

    def read(self, path: Path) -> None:
        """Take a file apart. Nothing is changed."""
        self.done, self.preview, self.found, self.book = False, None, None, None
        self.asked, self._dates_seen, self._last = Asked(), False, None
        self.another.set_words("Choose another file…")
        for widget in (self.notice, self.undo, self.redo, self.bring, self.rejects, self.back):
            widget.hide()
        self._title.setText(f"Bring in {path.name}")
        self._ask(lambda _cf, _: work.read(path), self._taken_apart, "Reading…")

    def _taken_apart(self, book: Book) -> None:
        self.book = book
        if len(book.grids) > 1:
            self._show_tables()
        else:
            self._understand()

    def _show_tables(self) -> None:
        assert self.book is not None
        self.tables.show_book(self.book, self.asked.table, self.asked.header_row)
        self._show(self.tables, "Which table")

    def _understand(self) -> None:
        book, asked, case = self.book, self.asked, self._case
        assert book is not None
        self._ask(lambda cf, _: work.understand(cf, case, book, asked), self._understood, "Reading…")

    def _understood(self, found: Found) -> None:
        self.found = found
        self.asked = found.kept or replace(self.asked, mapping=found.mapping)
        self._dates_seen = found.kept is not None
        if found.certain and not work.missing(found.table, found.mapping):
            self._compare()
        else:
            self._show_columns()

    def _show_columns(self) -> None:
        assert self.found is not None
        self.columns.show_table(self.found.table, self.asked.mapping, remembered=self.found.remembered)
        self._show(self.columns, "What each column is")

    def _show_dates(self) -> None:
        assert self.preview is not None
        self.dates.show_questions(self.preview.questions)
        self._show(self.dates, "How the dates are meant")

    def _compare(self, *, quiet: bool = False) -> None:
        found, asked, today, case = self.found, self.asked, self._session.today(), self._case
        assert found is not None
        self._turn += 1
        turn = self._turn

        def run(cf: CaseFile, _: Progress) -> Preview:
            return work.preview(cf, case, found.table, asked, today)

        def then(made: Preview) -> None:
            if turn == self._turn:
                self._compared(made, quiet=quiet)

        self._ask(run, then, "" if quiet else "Reading…")

    def _compared(self, found: Preview, *, quiet: bool) -> None:
        self.preview = found
        if found.unanswered or (found.questions and not self._dates_seen):
            self._show_dates()
            return
        self.panel.set_fields(self.asked.mapping, found.plan.evidence)
        self._show(self.check, "Check the rows", focus=False)
        self.check.set_finished(False)
        said = self.check.show_preview(found)
        self.rejects.setVisible(bool(found.result.rejected or found.plan.left_out))
        self.bring.set_words(f"Bring in {counted(found.wanted, 'row', 'rows')}")
        self.bring.setText(f"{self.bring.text()}  (Ctrl+Enter)")
        self._tell(found)
        announce(self, said)
        if not quiet:
            (self.bring if found.wanted else self.cancel).setFocus()

    def _tell(self, found: Preview) -> None:
        parts = work.remarks(found, kept=self.found is not None and self.found.kept is not None)
        self.notice.setVisible(bool(parts))
        if parts:
            self.notice.set(" ".join(parts), "warn" if found.result.rejected else "info")

    # the steps ------------------------------------------------------------------------------------------------

    def _show(self, page: QWidget, step: str, *, focus: bool = True) -> None:
        self.error.clear()
        self.problems.show_problems(())
        self.notice.hide()
        self.pages.setCurrentWidget(page)
        self._step.setText(step)
        first = page in (self.start, self.tables)
        self.back.setVisible(not first and not self.done)
        self.bring.setVisible(page is not self.start)
        self.rejects.hide()
        self.cancel.show()
        self.cancel.set_words("Cancel (Esc)")
        if page is not self.check:
            self.bring.set_words("Next (Ctrl+Enter)")
        if focus and isinstance(page, TablesPage | ColumnsPage | DatesPage):
            page.take_focus()
            announce(self, step)

    def _onwards(self) -> None:
        page = self.pages.currentWidget()
        if self._running is not None:
            return
        if self.done:
            self.closed.emit()
        elif page is self.tables:
            table, row = self.tables.chosen()
            if (table, row) != (self.asked.table, self.asked.header_row):
                self.asked = Asked(table=table, header_row=row)
            self._understand()
        elif page is self.columns:
            self._columns_said()
        elif page is self.dates:
            self._dates_said()
        elif page is self.check:
            self._accept()

    def _columns_said(self) -> None:
        assert self.found is not None
        problems = self.columns.problems(self.found.table)
        if problems:
            self.problems.show_problems([Problem(words, field.setFocus) for words, field in problems])
            return
        self.asked = replace(self.asked, mapping=self.columns.mapping())
        self._compare()

    def _dates_said(self) -> None:
        unanswered = self.dates.unanswered()
        if unanswered:
            self.problems.show_problems([Problem(words, field.setFocus) for words, field in unanswered])
            return
        self._dates_seen = True
        self.asked = replace(self.asked, mapping=self.dates.mapping(self.asked.mapping))
        self._compare()

    def _go_back(self) -> None:
        page = self.pages.currentWidget()
        if page is self.check and self.preview is not None and self.preview.questions:
            self._show_dates()
        elif page in (self.check, self.dates):
            self._show_columns()
        elif self.book is not None:
            self._show_tables()

    # the rows -------------------------------------------------------------------------------------------------

    def _chosen(self, row: PreviewRow | None) -> None:
        if self.found is None or row is None:
            self.panel.show_row(None, {})
            return
        cells = work.cells_of(self.found.table, self.asked.mapping, row.number)
        self.panel.show_row(row, cells | dict(self.asked.fixes.get(row.number, {})))

    def _fixed(self, row: int, name: str, words: str) -> None:
        assert self.found is not None
        original = work.cells_of(self.found.table, self.asked.mapping, row).get(name, "")
        self.asked = self.asked.fixed(row, name, words, original)
        self._compare(quiet=True)

    def _left_out(self, row: int, out: bool) -> None:
        numbers = self.asked.left_out | {row} if out else self.asked.left_out - {row}
        self.asked = replace(self.asked, left_out=numbers)
        self._compare(quiet=True)

    def _decided(self, row: int, amended: bool) -> None:
        self.asked = replace(self.asked, choices={**self.asked.choices, row: amended})
        self._compare(quiet=True)

    # bringing in ----------------------------------------------------------------------------------------------

    def _accept(self) -> None:
        found, asked, case = self.preview, self.asked, self._case
        if found is None:
            return
        if not found.wanted:
            self._say("Nothing in the file is new, so there is nothing to bring in.")
            return

        def run(cf: CaseFile, progress: Progress) -> Result:
            return work.bring_in(cf, case, found, asked, progress)

        self._say(f"Bringing in {counted(found.wanted, 'row', 'rows')}…")
        self._running = self._session.operations.submit(run, self._accepted, self._stopped, label=_LABEL, owner=self)

    def _accepted(self, result: Result) -> None:
        assert self.preview is not None
        plan = self.preview.plan
        self._last = Import(plan.file, plan.digest, "", "", result.imported, 0)
        self._finished(outcome(result))
        self.rejects.setVisible(bool(result.rejected or plan.left_out))
        self.undo.show()
        self.redo.hide()

    def _finished(self, words: str) -> None:
        self._running = None
        self.done = True
        self._say("")
        self.notice.set(words, "ok")
        self.notice.show()
        self._session.say(words)
        announce(self, words)
        self._step.setText("Done")
        self.check.set_finished(True)
        self.back.hide()
        self.cancel.hide()
        self.bring.show()
        self.bring.set_words("Show the chronology")
        self.bring.setFocus()

    def _undo(self, line: Import | None) -> None:
        self._take_back(line, undo, "Undoing…")

    def _redo(self, line: Import | None) -> None:
        self._take_back(line, redo, "Doing it again…")

    def _take_back(self, line: Import | None, act: Callable[..., Undone], words: str) -> None:
        if line is None or self._running is not None:
            return
        case, digest = self._case, line.digest
        self._last = line

        def run(cf: CaseFile, progress: Progress) -> Undone:
            return act(cf, case, digest, progress)

        self._say(words)
        then = partial(self._taken_back, act is undo)
        self._running = self._session.operations.submit(run, then, self._stopped, label=_LABEL, owner=self)

    def _taken_back(self, undone: bool, result: Undone) -> None:
        self._finished(work.taken_back(result, undone=undone))
        self.rejects.hide()
        self.undo.setVisible(not undone)
        self.redo.setVisible(undone)

    def _stopped(self, error: Exception) -> None:
        self._running = None
        if isinstance(error, Cancelled):
            self._say("Stopped. Nothing was changed.")
            return
        self._failed(error)

    def _failed(self, error: Exception) -> None:
        self._say("")
        if isinstance(error, KnownError):
            self.error.show_error(error, take_focus=True)
        else:
            self._session.show_error(error)

    def _cancel(self) -> None:
        if self._running is not None:
            self._running.cancel()
            return
        self.closed.emit()

    def _progressed(self, name: str, done: int, total: int) -> None:
        if name == _LABEL and self._running is not None and total:
            self.progress.setText(f"{done:,} of {total:,}. Esc stops, and nothing is changed.")

    def _ask(self, run: Callable[..., object], then: Callable[..., None], words: str = "") -> None:
        """Something from the case file or the disk, off the Qt thread."""
        self._say(words)

        def finished(result: object) -> None:
            self._say("")
            then(result)

        self._session.operations.submit(run, finished, self._failed, label="Reading the file", owner=self)

    # rejected rows --------------------------------------------------------------------------------------------

    def _choose_rejects(self) -> None:
        chooser = QFileDialog(self, "Save rejected rows", "", "CSV (*.csv)")
        chooser.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        chooser.setDefaultSuffix("csv")
        chooser.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        chooser.fileSelected.connect(lambda name: self.save_rejects(Path(name)))
        chooser.open()

    def save_rejects(self, path: Path) -> None:
        """Write the rejected rows with their reasons to a file that the user chose. It is not encrypted."""
        found = self.preview
        if found is None:
            return

        def run(_cf: CaseFile, _: Progress) -> int:
            from pclo_app.importing.exporting import rejects_csv

            write_whole(path, rejects_csv(found.table, found.plan, found.result.rejected).encode("utf-8-sig"))
            return len(found.result.rejected_rows) + len(found.plan.left_out)

        self._ask(run, partial(self._rejects_saved, path))

    def _rejects_saved(self, path: Path, count: int) -> None:
        self._say(f"{counted(count, 'row', 'rows')} saved in {path.name}. That file is not encrypted.")
