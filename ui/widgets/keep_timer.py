"""When half-written words are kept: soon after the last key, and never later than a second after the first."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QElapsedTimer, QObject, QTimer

AFTER = 400
AT_MOST = 1000


class KeepTimer(QTimer):
    """Call `edited` at each change. Somebody who types without a pause is not waited for."""

    def __init__(self, keep: Callable[[], None], parent: QObject) -> None:
        super().__init__(parent)
        self._since = QElapsedTimer()
        self.setSingleShot(True)
        self.timeout.connect(keep)

    def edited(self) -> None:
        """Something was typed."""
        if not self.isActive():
            self._since.start()
        self.start(max(0, min(AFTER, AT_MOST - self._since.elapsed())))
