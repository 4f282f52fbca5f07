"""Choosing and reading the small files that are carried between laptops."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QWidget

from .errors import CannotReadFile

_LIMIT = 16 * 1024 * 1024


def read(path: Path) -> bytes:
    """The bytes of a chosen file. Raises CannotReadFile."""
    try:
        if path.stat().st_size > _LIMIT:
            raise CannotReadFile(file=path.name, why="it is far too large to be such a file")
        return path.read_bytes()
    except OSError as error:
        raise CannotReadFile(file=path.name, why=error.strerror or "the disk refused it") from None


def choose(
    parent: QWidget, title: str, chosen: Callable[[Path], object], *, save_as: str = "", folder: bool = False,
    filter: str = "",
) -> QFileDialog:  # fmt: skip
    """Ask for a file or folder without stopping the window, so that a lock is never held up."""
    dialog = QFileDialog(parent.window(), title)
    if folder:
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
    elif save_as:
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.selectFile(save_as)
    else:
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    if filter:
        dialog.setNameFilter(filter)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.fileSelected.connect(lambda name: chosen(Path(name)))
    dialog.open()
    return dialog
