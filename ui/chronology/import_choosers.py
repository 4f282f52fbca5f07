"""The system's own windows for choosing a file to bring in, and one for the rejected rows. They stop nothing else."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QDir, QStandardPaths, Qt
from PySide6.QtWidgets import QFileDialog, QWidget

_KINDS = "Tables (*.csv *.tsv *.txt *.xlsx *.xlsm *.ods *.docx);;All files (*)"
_last: list[str] = []
"""The folder that a file was chosen from, until the program ends: its name may hold a family's."""


def choose_file(parent: QWidget, then: Callable[[Path], None], not_chosen: Callable[[], None] | None = None) -> None:
    """Ask for a file to bring in."""
    chooser = QFileDialog(parent, "Bring in a file", _folder(), _KINDS)
    chooser.setFileMode(QFileDialog.FileMode.ExistingFile)

    def chosen(name: str) -> None:
        _last[:] = [str(Path(name).parent)]
        then(Path(name))

    chooser.fileSelected.connect(chosen)
    if not_chosen is not None:
        chooser.rejected.connect(not_chosen)
    _open(chooser)


def choose_rejects(parent: QWidget, then: Callable[[Path], None]) -> None:
    """Ask where the rejected rows go."""
    chooser = QFileDialog(parent, "Save rejected rows", _folder(), "CSV (*.csv)")
    chooser.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    chooser.setDefaultSuffix("csv")
    chooser.fileSelected.connect(lambda name: then(Path(name)))
    _open(chooser)


def _folder() -> str:
    documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    return next((name for name in (*_last, documents) if name and QDir(name).exists()), QDir.homePath())


def _open(chooser: QFileDialog) -> None:
    chooser.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    chooser.open()
