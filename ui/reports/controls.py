"""For whom, how many, why, on which printer; and the two ways out: paper, or a file.

The Data Protection Act 2018, section 62, wants every disclosure logged with its
justification and the identity of those who receive it, so neither may be left empty.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QFileDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from pclo_app.errors import KnownError
from ui.shell.operations import Cancelled
from ui.shell.reading_only import for_reading
from ui.shell.session import Session
from ui.theme import Spacing, mark
from ui.widgets.announce import announce
from ui.widgets.buttons import Button
from ui.widgets.error_box import ErrorBox
from ui.widgets.labels import field_label, label
from ui.widgets.name_rank import NameRank, Person
from ui.widgets.still import StillCombo

from . import printing, wanted
from .aside import Aside
from .job import PrintJob
from .printing import Printer
from .wanted import Leaving, Wanted

NOT_ENCRYPTED = "A saved PDF is not encrypted by this app. Save it only where your force allows."
NEEDS_WHY = "Enter why it is printed. It is written to the log with the reader’s name."
NO_PRINTER = "No printer is set up on this laptop. You can save a PDF instead."


class PrintControls(QWidget):
    """The lower half of everything that prints."""

    changed = Signal()
    """Reader, copies or reason were changed: the preview has to follow, and the choices be kept."""

    def __init__(
        self,
        session: Session,
        want: Callable[[], Wanted | None],
        parent: QWidget | None = None,
        *,
        not_yet: Callable[[], str] = lambda: "",
    ) -> None:
        """``want`` answers what would be printed now; None for nothing. ``not_yet``: why it may not leave yet."""
        super().__init__(parent)
        self._session = session
        self._want = want
        self._not_yet = not_yet
        self._job: PrintJob | None = None
        self._file_name = "report.pdf"
        self._printers: list[Printer] = []
        self._asked = False
        for_reading(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(5)
        self.reader = NameRank(name_label="For (name)", parent=self)
        self.reader.changed.connect(self.changed)
        column.addWidget(self.reader)
        row = QHBoxLayout()
        row.setSpacing(8)
        self.copies = StillCombo(self)
        self.copies.addItems([str(n) for n in range(1, 10)])
        self.copies.currentIndexChanged.connect(lambda _n: self.changed.emit())
        self.printer = StillCombo(self)
        self.printer.setMinimumContentsLength(12)
        self.printer.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        row.addLayout(_field("Copies", self.copies), 0)
        row.addLayout(_field("Printer", self.printer), 1)
        column.addLayout(row)
        self.why = QLineEdit(self)
        self.why.setMinimumHeight(Spacing.TARGET)
        self.why.textEdited.connect(self._why_edited)
        column.addLayout(_field("Why it is printed", self.why))
        self._why_error = label(NEEDS_WHY, "danger", wrap=True, parent=self)
        self._why_error.hide()
        column.addWidget(self._why_error)
        self.both_sides = QCheckBox("Print on both sides", self)
        self.both_sides.setAccessibleName("Print on both sides")
        self.both_sides.setChecked(True)
        column.addWidget(self.both_sides)
        self.error = ErrorBox(self)
        column.addWidget(self.error)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        self.print_button = Button("Print", "printer", kind="primary", key="Ctrl+P", parent=self)
        self.print_button.clicked.connect(self.print_now)
        self.save_button = Button("Save as PDF…", tip="Ctrl+Shift+S", parent=self)
        self.save_button.setShortcut("Ctrl+Shift+S")
        self.save_button.clicked.connect(self.ask_where)
        buttons.addWidget(self.print_button)
        buttons.addWidget(self.save_button)
        buttons.addStretch(1)
        column.addLayout(buttons)
        self.result = label(
            f"Each copy is numbered. The printing is written to the log with the reader’s name. {NOT_ENCRYPTED}",
            "secondary", wrap=True, parent=self,
        )  # fmt: skip
        column.addWidget(self.result)

    # what was chosen ------------------------------------------------------------------------------------------

    def recipient(self) -> str:
        """The reader with rank or designation, as it is printed and logged."""
        return ", ".join(part for part in (self.reader.name(), self.reader.rank()) if part)

    def copy_count(self) -> int:
        """How many copies."""
        return self.copies.currentIndex() + 1

    def set_people(self, people: list[Person]) -> None:
        """Who can be completed."""
        self.reader.set_people(people)

    def set_file_name(self, name: str) -> None:
        """What a saved file would be called."""
        self._file_name = name

    def choices(self) -> dict[str, str]:
        """Everything here, for a draft."""
        return {
            "name": self.reader.name(),
            "rank": self.reader.rank(),
            "copies": str(self.copy_count()),
            "why": self.why.text(),
            "printer": self.printer.currentText() if self._printers else "",
            "sides": "2" if self.both_sides.isChecked() else "1",
        }

    def set_choices(self, kept: dict[str, str]) -> None:
        """What a draft kept."""
        self.reader.set_person(kept.get("name", ""), kept.get("rank", ""))
        self.copies.blockSignals(True)
        self.copies.setCurrentIndex(max(0, min(8, int(kept.get("copies", "1")) - 1)))
        self.copies.blockSignals(False)
        self.why.setText(kept.get("why", ""))
        self.both_sides.setChecked(kept.get("sides", "2") == "2")
        self._liked = kept.get("printer", "")

    # printers -------------------------------------------------------------------------------------------------

    _liked = ""

    def look_for_printers(self) -> None:
        """Ask the system once, away from the window."""
        if self._asked:
            return
        self._asked = True
        self.printer.addItem("Looking for printers…")
        aside = Aside(self)
        aside.ended.connect(lambda found, _error: self.set_printers(found or []))
        aside.start(printing.printers)

    def set_printers(self, found: list[Printer]) -> None:
        """The printers to choose from."""
        self._asked = True
        self._printers = list(found)
        self.printer.clear()
        self.printer.addItems([each.label for each in found] or ["No printer is set up"])
        self.printer.setCurrentIndex(max(0, self.printer.findText(self._liked)))

    # out ------------------------------------------------------------------------------------------------------

    def _ready(self) -> Wanted | None:
        """What to print, when nothing is missing; else the first field that misses something has the focus."""
        self.error.clear()
        want = self._want()
        if want is None:
            self._tell("There is nothing to print: this report has no pages yet.")
            return None
        if why_not := self._not_yet():
            self._tell(why_not)
            return None
        no_reader = self.reader.check() or self._no_reader()
        no_why = not self.why.text().strip()
        self._show_why(no_why)
        if no_reader:
            (self.reader.rank_edit if self.reader.name() else self.reader.name_edit).setFocus()
            return None
        if no_why:
            self.why.setFocus()
            return None
        return want

    def _no_reader(self) -> str:
        if self.reader.name():
            return ""
        words = "Enter the name, and the rank or designation, of who will read it."
        self.reader.show_error(words)
        return words

    def _show_why(self, missing: bool) -> None:
        self._why_error.setVisible(missing)
        mark(self.why, "error", "true" if missing else None)
        self.why.setAccessibleDescription(f"Error: {NEEDS_WHY}" if missing else "")

    def _why_edited(self) -> None:
        if self._why_error.isVisible():
            self._show_why(False)
        self.changed.emit()

    def print_now(self) -> None:
        """Ctrl+P: or stop, while copies are being printed."""
        if self._job is not None:
            self._job.stop()
            self.print_button.set_words("Stopping after this copy")
            return
        want = self._ready()
        if want is None:
            return
        if not self._printers:
            self._tell("Looking for printers. Press Print again in a moment." if self._looking() else NO_PRINTER)
            return
        printer = self._printers[max(0, self.printer.currentIndex())]
        self._job = PrintJob(
            self._session.operations, want, printer, both_sides=self.both_sides.isChecked(), parent=self
        )
        self._job.went_on.connect(self._tell)
        self._job.ended.connect(self._printed)
        if want.copies > 1:
            self.print_button.set_words("Stop printing")
        self._job.start()

    def _looking(self) -> bool:
        return self.printer.currentText().startswith("Looking")

    def _printed(self, count: int, error: Exception | None) -> None:
        if self._job is not None:
            self._job.deleteLater()
            self._job = None
        self.print_button.set_words("Print")
        copies = "1 copy was" if count == 1 else f"{count} copies were"
        words = f"{copies} sent to the printer for {self.recipient()}, and written to the log."
        self._tell(words if count else "Nothing was printed.")
        if isinstance(error, Cancelled):
            self._tell(f"{words if count else 'Nothing was printed.'} The rest was stopped.")
        elif isinstance(error, KnownError):
            self.error.show_error(error, take_focus=True)
        elif error is not None:
            self._session.show_error(error)
        if count:
            self._session.say("Printed" if error is None else "Printing stopped")

    def ask_where(self) -> None:
        """Ctrl+Shift+S: choose the file. The window goes on meanwhile, so a lock is never held up."""
        if self._ready() is None:
            return
        dialog = QFileDialog(self.window(), "Save as PDF. The file will not be encrypted by this app")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilter("PDF (*.pdf)")
        dialog.setDefaultSuffix("pdf")
        dialog.selectFile(self._file_name)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(lambda name: self.save_to(Path(name)))
        dialog.open()

    def save_to(self, path: Path) -> None:
        """Write the file, and that it was written."""
        want = self._ready()
        if want is not None:
            self._session.operations.submit(
                lambda cf, progress: wanted.save(cf, want, path, progress), lambda left: self._saved(left, path),
                self._save_failed, "Saving the PDF", owner=self,
            )  # fmt: skip

    def _saved(self, left: Leaving, path: Path) -> None:
        pages = "1 page" if left.document.pages == 1 else f"{left.document.pages} pages"
        self._tell(f"Saved {pages} as {path.name}, and written to the log. {NOT_ENCRYPTED}")
        self._session.say(f"Saved as {path.name}")

    def _save_failed(self, error: Exception) -> None:
        if isinstance(error, Cancelled):
            self._tell("Stopped. Nothing was saved.")
        elif isinstance(error, KnownError):
            self.error.show_error(error, take_focus=True)
        else:
            self._session.show_error(error)

    def _tell(self, words: str) -> None:
        self.result.setText(words)
        announce(self.result, words)


def _field(words: str, field: QWidget) -> QVBoxLayout:
    column = QVBoxLayout()
    column.setSpacing(3)
    column.addWidget(field_label(words, field))
    column.addWidget(field)
    return column
