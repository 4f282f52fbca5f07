"""Paper that opens a case file: to a printer, or into a file on purpose. It needs no open session."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from pclo_app.errors import KnownError
from pclo_app.reports.document import Document
from ui.commands.files import write_whole
from ui.reports import printing
from ui.reports.aside import Aside
from ui.reports.printing import Printer
from ui.shell.errors import parts
from ui.widgets.announce import announce
from ui.widgets.buttons import Button
from ui.widgets.error_box import ErrorBox
from ui.widgets.labels import field_label, label
from ui.widgets.still import StillCombo

NO_PRINTER = "No printer is set up on this laptop. Save it as a PDF instead, print that elsewhere, and delete it."


class PaperBox(QWidget):
    """Which printer, Print, Save as PDF, and what came of it."""

    left = Signal(str)
    """It was printed or saved: "printed" or "saved"."""

    def __init__(self, warning: str, saved: str, parent: QWidget | None = None) -> None:
        """``warning`` is what a saved file means, under the buttons; ``saved`` what to do with one afterwards."""
        super().__init__(parent)
        self._saved = saved
        self._document: Document | None = None
        self._printers: list[Printer] = []
        self._looking = False
        self._busy = False
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        self.printer = StillCombo(self)
        self.printer.setMinimumContentsLength(14)
        self.printer.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        column.addWidget(field_label("Printer", self.printer, parent=self))
        column.addWidget(self.printer)
        row = QHBoxLayout()
        row.setSpacing(8)
        self.print_button = Button("Print", "printer", key="Ctrl+P", parent=self)
        self.print_button.clicked.connect(self.print_now)
        self.save_button = Button("Save as PDF…", parent=self)
        self.save_button.clicked.connect(self.ask_where)
        row.addWidget(self.print_button)
        row.addWidget(self.save_button)
        row.addStretch(1)
        column.addLayout(row)
        self.error = ErrorBox(self)
        column.addWidget(self.error)
        self.result = label(warning, "secondary", wrap=True, parent=self)
        column.addWidget(self.result)

    def set_document(self, document: Document) -> None:
        """What will be printed. Printers are looked for now."""
        self._document = document
        if not self._looking and not self._printers:
            self._looking = True
            self.printer.addItem("Looking for printers…")
            aside = Aside(self)
            aside.ended.connect(lambda found, _error: self.set_printers(found or []))
            aside.start(printing.printers)

    def set_printers(self, found: list[Printer]) -> None:
        """The printers to choose from."""
        self._looking = False
        self._printers = list(found)
        self.printer.clear()
        self.printer.addItems([each.label for each in found] or ["No printer is set up"])

    def print_now(self) -> None:
        """Ctrl+P. One sheet, one side."""
        if self._document is None or self._busy:
            return
        self.error.clear()
        if not self._printers:
            self._tell("Looking for printers. Press Print again in a moment." if self._looking else NO_PRINTER)
            return
        self._busy = True
        self._tell("It is being printed.")
        printer = self._printers[max(0, self.printer.currentIndex())]
        aside = Aside(self)
        aside.ended.connect(lambda _none, error: self._printed(error))
        aside.start(partial(printing.send, printer, self._document.pdf, both_sides=False))

    def ask_where(self) -> None:
        """Choose the file; the window goes on meanwhile."""
        if self._document is None:
            return
        dialog = QFileDialog(self.window(), "Save as PDF. The file will not be encrypted by this app")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilter("PDF (*.pdf)")
        dialog.setDefaultSuffix("pdf")
        dialog.selectFile(self._document.file_name)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(lambda name: self.save_to(Path(name)))
        dialog.open()

    def save_to(self, path: Path) -> None:
        """Write the file."""
        if self._document is None:
            return
        self.error.clear()
        try:
            write_whole(path, self._document.pdf)
        except KnownError as error:
            self.error.show_error(error)
            return
        self._tell(f"Saved as {path.name}. {self._saved}")
        self.left.emit("saved")

    def _printed(self, error: Exception | None) -> None:
        self._busy = False
        if error is None:
            self._tell("Sent to the printer.")
            self.left.emit("printed")
        elif isinstance(error, KnownError):
            self._tell("Nothing was printed.")
            self.error.show_error(error)
        else:
            self._tell("Nothing was printed.")
            self.error.show_parts(*parts(error))

    def _tell(self, words: str) -> None:
        self.result.setText(words)
        announce(self.result, words)
