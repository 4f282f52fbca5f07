"""Bringing a file in: choose it, see what every row becomes, then save all good rows in one step."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeySequence, QShortcut
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QHeaderView, QTableView, QVBoxLayout, QWidget

from pclo_app.casefile.casefile import CaseFile
from pclo_app.errors import KnownError
from pclo_app.importing.accepting import Result, accept
from pclo_app.practice.phrases import counted
from ui.commands.files import write_whole
from ui.shell.operations import Operation, Progress
from ui.shell.session import Session
from ui.theme import Theme
from ui.widgets.announce import announce
from ui.widgets.buttons import Button
from ui.widgets.chip import Chip
from ui.widgets.error_box import ErrorBox, Notice
from ui.widgets.flow import FlowLayout
from ui.widgets.labels import ground, label
from ui.widgets.row_delegate import dress_table

from .import_model import HEADINGS, ImportModel, Preview, outcome, preview, summary

_LETTERS = ("10000", "Changed in the file xx", "Wed 30 Sep 2026", "month only", "■ POL xx", "CRIS 4419237/26, DAR", "")


class Importer(QWidget):
    """In the place of the chronology."""

    closed = Signal()

    def __init__(self, session: Session, case: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._case = case
        self.preview: Preview | None = None
        self._running: Operation | None = None
        self.done = False
        ground(self, "surface")
        self.setAccessibleName("Bring in a file")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._head())
        self.error = ErrorBox(closable=False)
        column.addWidget(self.error)
        self.notice = Notice("", "info")
        self.notice.hide()
        column.addWidget(self.notice)
        self.model = ImportModel(self)
        self.table = QTableView()
        dress_table(self.table, name="Rows of the file", two_lines=True)
        self.table.setModel(self.model)
        self.table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._widths()
        column.addWidget(self.table, 1)
        column.addWidget(self._foot())
        here = Qt.ShortcutContext.WidgetWithChildrenShortcut
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self, context=here).activated.connect(self.bring.click)
        QShortcut(QKeySequence("Escape"), self, context=here).activated.connect(self.cancel.click)

    def _head(self) -> QWidget:
        head = ground(QWidget(), "raised")
        row = QHBoxLayout(head)
        row.setContentsMargins(12, 6, 12, 6)
        row.setSpacing(10)
        self._title = label("Bring in a file", "section")
        row.addWidget(self._title)
        self._chips = QWidget()
        self._chip_row = FlowLayout(self._chips, spacing=6)
        row.addWidget(self._chips, 1)
        return head

    def _foot(self) -> QWidget:
        foot = ground(QWidget(), "window")
        row = QHBoxLayout(foot)
        row.setContentsMargins(12, 7, 12, 7)
        row.setSpacing(8)
        self.another = Button("Choose another file…")
        self.another.clicked.connect(self.choose)
        self.rejects = Button("Save rejected rows…")
        self.rejects.clicked.connect(self._choose_rejects)
        self.rejects.hide()
        self.progress = label("", "secondary")
        self.cancel = Button("Cancel (Esc)")
        self.cancel.clicked.connect(self._cancel)
        self.bring = Button("Bring in", kind="primary")
        self.bring.clicked.connect(self._accept)
        self.bring.hide()
        row.addWidget(self.another)
        row.addWidget(self.rejects)
        row.addWidget(self.progress, 1)
        row.addWidget(self.cancel)
        row.addWidget(self.bring)
        return foot

    def _widths(self) -> None:
        metrics = QFontMetrics(Theme.current().font("body"))
        head = self.table.horizontalHeader()
        for column, words in enumerate(_LETTERS):
            if words:
                head.resizeSection(column, metrics.horizontalAdvance(words) + 16)
        head.setStretchLastSection(False)
        head.setSectionResizeMode(len(HEADINGS) - 1, QHeaderView.ResizeMode.Stretch)

    # choosing and reading -------------------------------------------------------------------------------------

    def choose(self) -> None:
        """The file chooser of the system; it stops nothing else."""
        chooser = QFileDialog(self, "Bring in a file", "", "Tables (*.csv *.tsv *.txt);;All files (*)")
        chooser.setFileMode(QFileDialog.FileMode.ExistingFile)
        chooser.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        chooser.fileSelected.connect(lambda name: self.read(Path(name)))
        chooser.rejected.connect(lambda: self.closed.emit() if self.preview is None else None)
        chooser.open()

    def read(self, path: Path) -> None:
        """Show what a file would add. Nothing is changed."""
        self.done = False
        self.error.clear()
        self._title.setText(f"Bring in {path.name}")
        self.progress.setText("Reading…")
        today = self._session.today()

        def work(cf: CaseFile, _: Progress) -> Preview:
            return preview(cf, self._case, path, today)

        self._session.operations.submit(work, self._read, self._failed, label="Reading the file", owner=self)

    def _read(self, found: Preview) -> None:
        self.preview = found
        self.progress.setText("")
        self.model.show(found.rows)
        self._chip_row.clear()
        for words, kind in summary(found):
            self._chip_row.addWidget(Chip(words, kind))
        rejected = len(found.plan.rejected_rows)
        self.rejects.setVisible(bool(rejected))
        self.bring.show()
        self.cancel.set_words("Cancel (Esc)")
        self.bring.set_words(f"Bring in {counted(found.wanted, 'row', 'rows')}")
        self.bring.setText(f"{self.bring.text()}  (Ctrl+Enter)")
        self._tell(found)
        said = ", ".join(words for words, _ in summary(found))
        self.table.setAccessibleName(f"Rows of the file, {said}")
        announce(self, said)
        if self.model.rowCount():
            self.table.setCurrentIndex(self.model.index(0, 0))
        (self.bring if found.wanted else self.cancel).setFocus()

    def _tell(self, found: Preview) -> None:
        rejected = len(found.plan.rejected_rows)
        parts = []
        if not found.wanted:
            parts.append("Nothing in this file is new.")
        if rejected:
            those = counted(rejected, "row", "rows")
            parts.append(f"{those} cannot be brought in; the reasons stand beside them. The others can.")
        if found.plan.unused_columns:
            parts.append(f"Not brought in, because no field takes them: {', '.join(found.plan.unused_columns)}.")
        self.notice.setVisible(bool(parts))
        if parts:
            self.notice.set(" ".join(parts), "warn" if rejected else "info")

    # bringing in ----------------------------------------------------------------------------------------------

    def _accept(self) -> None:
        found = self.preview
        if found is None or self._running is not None:
            return
        if self.done:
            self.closed.emit()
            return
        if not found.wanted:
            self.progress.setText("Nothing in the file is new, so there is nothing to bring in.")
            announce(self, self.progress.text())
            return
        plan = found.plan

        def work(cf: CaseFile, progress: Progress) -> Result:
            return accept(cf, self._case, plan, good_rows_only=True, progress=progress)

        self.progress.setText(f"Bringing in {counted(found.wanted, 'row', 'rows')}…")
        self._running = self._session.operations.submit(
            work, self._accepted, self._stopped, label="Bringing in rows", owner=self
        )

    def _accepted(self, result: Result) -> None:
        self._running = None
        self.done = True
        words = outcome(result)
        self.progress.setText("")
        self.notice.set(words, "ok")
        self.notice.show()
        self._session.say(words)
        self.bring.set_words("Show the chronology")
        self.bring.setFocus()
        self.cancel.hide()

    def _stopped(self, error: Exception) -> None:
        self._running = None
        self._failed(error)

    def _failed(self, error: Exception) -> None:
        self.progress.setText("")
        if isinstance(error, KnownError):
            self.error.show_error(error, take_focus=True)
        else:
            self._session.show_error(error)

    def _cancel(self) -> None:
        if self._running is not None:
            self._running.cancel()
        self.closed.emit()

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

        def work(_cf: CaseFile, _: Progress) -> int:
            from pclo_app.importing.exporting import rejects_csv

            write_whole(path, rejects_csv(found.table, found.plan).encode("utf-8-sig"))
            return len(found.plan.rejected_rows)

        self._session.operations.submit(work, partial(self._rejects_saved, path), self._failed, owner=self)

    def _rejects_saved(self, path: Path, count: int) -> None:
        words = f"{counted(count, 'row', 'rows')} saved in {path.name}. That file is not encrypted."
        self.progress.setText(words)
        announce(self, words)
