"""What is copied from the program does not stay on the clipboard, and is not kept by those who keep clipboards.

Text copied here carries the marks by which clipboard histories and clouds leave it alone
(Windows: `ExcludeClipboardContentFromMonitorProcessing`; KDE and others on Linux:
`x-kde-passwordManagerHint`), is taken away after thirty seconds, and at the lock, always
only while it is still ours. The marks are put on when the clipboard says that it has
changed, so a monitor that reads within that moment may have it.
"""

from __future__ import annotations

from PySide6.QtCore import QMimeData, QObject, QTimer
from PySide6.QtGui import QClipboard, QGuiApplication

SECONDS = 30
MARKS = {
    "ExcludeClipboardContentFromMonitorProcessing": b"1",
    "x-kde-passwordManagerHint": b"secret",
}


class ClipboardGuard(QObject):
    """Watches the clipboard while a case file is open."""

    def __init__(self, *, milliseconds: int = SECONDS * 1000, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._clipboard = QGuiApplication.clipboard()
        self._clipboard.dataChanged.connect(self._changed)
        self._timer = QTimer(self, singleShot=True, interval=milliseconds)
        self._timer.timeout.connect(self.forget)

    def forget(self) -> None:
        """Take away what is ours: the clipboard, and on X11 the words last selected."""
        self._timer.stop()
        if self._clipboard.ownsClipboard():
            self._clipboard.clear(QClipboard.Mode.Clipboard)
        if self._clipboard.supportsSelection() and self._clipboard.ownsSelection():
            self._clipboard.clear(QClipboard.Mode.Selection)

    def _changed(self) -> None:
        if not self._clipboard.ownsClipboard():
            self._timer.stop()
            return
        now = self._clipboard.mimeData()
        if now is None or not now.formats():
            return
        self._timer.start()
        if all(now.hasFormat(mark) for mark in MARKS):
            return
        marked = QMimeData()
        for kind in now.formats():
            marked.setData(kind, now.data(kind))
        for mark, value in MARKS.items():
            marked.setData(mark, value)
        self._clipboard.setMimeData(marked)
