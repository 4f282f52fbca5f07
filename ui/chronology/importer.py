"""Bringing a file in: choose it, say what its columns are, see what every row becomes, save all in one step."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QWidget

from pclo_app.casefile.casefile import CaseFile
from pclo_app.importing import Book
from pclo_app.importing.accepting import Result
from pclo_app.importing.undoing import Import, Undone, redo, undo
from ui.commands.files import write_whole
from ui.shell.operations import Progress
from ui.shell.session import Session
from ui.shell.words import counted
from ui.widgets.announce import announce
from ui.widgets.error_box import Problem

from . import import_work as work
from .import_choosers import choose_file, choose_rejects
from .import_pages import ColumnsPage, DatesPage, TablesPage
from .import_running import UNDOING, WRITING, ImportRunning
from .import_work import Asked, Found, Preview, PreviewRow, outcome


class Importer(ImportRunning):
    """In the place of the chronology."""

    closed = Signal()

    def __init__(self, session: Session, case: str, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self._case = case
        self._turn = self._shown = 0
        self._not_read_turn = -1
        """The comparison that was asked for last, and the one that is on the screen."""
        self._bring_then = False
        self._data = b""
        """The file as it was read: to be kept, where the officer wants it, even if it is gone from the disk."""
        self.book: Book | None = None
        self.found: Found | None = None
        self.asked = Asked()
        self.preview: Preview | None = None
        self._dates_seen = False
        self._last: Import | None = None
        self._wire()

    def _wire(self) -> None:
        self.another.clicked.connect(self.choose)
        self.back.clicked.connect(self._go_back)
        self.rejects.clicked.connect(lambda: choose_rejects(self, self.save_rejects))
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

    # choosing and reading -------------------------------------------------------------------------------------

    def begin(self) -> None:
        """Show what was brought in before, if anything; else choose a file at once."""
        self.another.set_words("Choose a file…")
        self.ask(lambda cf, _: work.earlier(cf, self._case), self._begun)

    def _begun(self, found: list[Import]) -> None:
        self.start.show_imports(found)
        self._show(self.start, "")
        if found:
            self.another.setFocus()
        else:
            choose_file(self, self.read, self.closed.emit)

    def choose(self) -> None:
        """Ask for a file."""
        choose_file(self, self.read)

    def read(self, path: Path) -> None:
        """Take a file apart. Nothing is changed."""
        if self._running is not None:
            return
        self.done, self.preview, self.found, self.book, self._data = False, None, None, None, b""
        self.asked, self._dates_seen, self._last = Asked(), False, None
        self.check.forget()
        self.keep.setChecked(False)
        self._title.setText(f"Bring in {path.name}")
        self._show(self.waiting, "")
        self.cancel.setFocus()
        self.run(lambda _cf, progress: work.read(path, progress), self._taken_apart, "Reading…", stopped=self._not_read)

    def _taken_apart(self, read: tuple[Book, bytes]) -> None:
        self.book, self._data = read
        self.another.set_words("Choose another file…")
        if len(self.book.grids) > 1:
            self._show_tables()
        else:
            self._understand()

    def _not_read(self) -> None:
        """Reading was stopped, or could not be done: another file can be chosen."""
        self._title.setText("Bring in a file")
        self._to_start()
        self._stopped()
        self.another.setFocus()

    def _failed(self, error: Exception) -> None:
        self._bring_then, self._not_read_turn = False, self._turn
        if self.pages.currentWidget() is self.waiting:
            self._to_start()
        super()._failed(error)

    def _to_start(self) -> None:
        """The first page, with what was brought in by now."""
        self._show(self.start, "")
        self.ask(lambda cf, _: work.earlier(cf, self._case), self.start.show_imports)

    def _show_tables(self) -> None:
        assert self.book is not None
        self.tables.show_book(self.book, self.asked.table, self.asked.header_row)
        self._show(self.tables, "Which table")

    def _understand(self) -> None:
        book, asked, case = self.book, self.asked, self._case
        assert book is not None
        self.run(lambda cf, _: work.understand(cf, case, book, asked), self._understood, "Reading…")

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

        def compare(cf: CaseFile, progress: Progress) -> Preview:
            return work.preview(cf, case, found.table, asked, today, None if quiet else progress)

        def then(made: Preview) -> None:
            if turn == self._turn:
                self._shown = turn
                self._compared(made, quiet=quiet)

        if quiet:
            self.ask(compare, then)
        else:
            self.run(compare, then, "Reading…", stopped=self._not_compared)

    def _not_compared(self) -> None:
        """Stopped before the rows were there: back to where it was begun."""
        if self.pages.currentWidget() is self.waiting:
            self._not_read()
        else:
            self._stopped()

    def _compared(self, found: Preview, *, quiet: bool) -> None:
        before, self.preview = self.preview, found
        bring, self._bring_then = self._bring_then, False
        if quiet and self.pages.currentWidget() is not self.check:
            return  # somebody has gone to another page meanwhile
        if found.unanswered or (found.must_be_asked and not self._dates_seen):
            self._show_dates()
            return
        self.panel.set_fields(self.asked.mapping, found.plan.evidence)
        self._show(self.check, "Check the rows", focus=False)
        self._tell(found)
        self.check.set_finished(False)
        said = self.check.show_preview(found)
        QTimer.singleShot(0, self.check, self.check.keep_in_sight)
        self.keep.setVisible(bool(found.wanted))
        self.rejects.setVisible(bool(found.result.rejected or found.plan.left_out))
        self.bring.set_words(f"Bring in {counted(found.wanted, 'row')}")
        self.bring.setText(f"{self.bring.text()}  (Ctrl+Enter)")
        announce(self, said)
        if bring:
            worse = set(found.result.rejected_rows) - set(before.result.rejected_rows if before else ())
            if not worse:
                self._accept()
        elif not quiet:
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
        first = page in (self.waiting, self.start, self.tables)
        self.back.setVisible(not first and not self.done)
        self.bring.setVisible(page not in (self.waiting, self.start))
        for widget in (self.rejects, self.undo, self.redo, self.keep):
            widget.hide()
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
        if self._shown != self._turn:  # what was typed last is on its way into the rows
            if self._not_read_turn == self._turn:  # the last time it could not be read into them
                self._compare(quiet=True)
            self._bring_then = True
            return
        if not found.wanted:
            self._say("Nothing in the file is new, so there is nothing to bring in.")
            return
        kept = self._data if self.keep.isChecked() else b""

        def bring(cf: CaseFile, progress: Progress) -> Result:
            return work.bring_in(cf, case, found, asked, progress, keep=kept)

        self.run(bring, self._accepted, f"Bringing in {counted(found.wanted, 'row')}…", WRITING)

    def _accepted(self, result: Result) -> None:
        assert self.preview is not None
        plan, self._data = self.preview.plan, b""
        self._last = Import(plan.file, plan.digest, "", "", result.imported, 0)
        self._finished(outcome(result, len(plan.left_out)))
        self.rejects.setVisible(bool(result.rejected or plan.left_out))
        self.undo.show()
        self.redo.hide()

    def _finished(self, words: str) -> None:
        self.done = True
        self.notice.set(words, "ok")
        self.notice.show()
        self._session.say(f"{words.partition('. ')[0].rstrip('.')}.")
        announce(self, words)
        self._step.setText("Done")
        self.check.set_finished(True)
        self.back.hide()
        self.cancel.hide()
        self.keep.hide()
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

        def take_back(cf: CaseFile, progress: Progress) -> Undone:
            return act(cf, case, digest, progress)

        self.run(take_back, partial(self._taken_back, act is undo), words, UNDOING if act is undo else WRITING)

    def _taken_back(self, undone: bool, result: Undone) -> None:
        self._finished(work.taken_back(result, undone=undone))
        self.rejects.hide()
        self.undo.setVisible(not undone)
        self.redo.setVisible(undone)

    def _cancel(self) -> None:
        if self._running is not None:
            self._running.cancel()
            return
        self.closed.emit()

    # rejected rows --------------------------------------------------------------------------------------------

    def save_rejects(self, path: Path) -> None:
        """Write the rejected rows with their reasons to a file that the user chose. It is not encrypted."""
        found = self.preview
        if found is None:
            return

        def save(_cf: CaseFile, _: Progress) -> int:
            from pclo_app.importing.exporting import rejects_csv

            write_whole(path, rejects_csv(found.table, found.plan, found.result.rejected).encode("utf-8-sig"))
            return len(found.result.rejected_rows) + len(found.plan.left_out)

        self.ask(save, partial(self._rejects_saved, path))

    def _rejects_saved(self, path: Path, count: int) -> None:
        self._say(f"{counted(count, 'row')} saved in {path.name}. That file is not encrypted.")
