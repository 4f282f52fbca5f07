"""The lock that comes when nobody touches the laptop.

Keys, mouse, pen and finger count, anywhere in the application. The time is looked at, not
counted: after the laptop slept, the first look finds that too long has passed.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QTimer, Signal

_TOUCHED = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.TabletPress,
        QEvent.Type.TabletMove,
        QEvent.Type.TouchBegin,
        QEvent.Type.TouchUpdate,
    }
)


class IdleLock(QObject):
    """Says when it is time to lock."""

    due = Signal()

    def __init__(
        self,
        minutes: int,
        *,
        now: Callable[[], float] = time.time,
        look_every: int = 1000,
        parent: QObject | None = None,
    ) -> None:
        """``now`` in seconds; ``look_every`` in milliseconds."""
        super().__init__(parent)
        self._now = now
        self._minutes = minutes
        self._last = now()
        self._said = False
        self._timer = QTimer(self)
        self._timer.setInterval(look_every)
        self._timer.timeout.connect(self.look)

    @property
    def minutes(self) -> int:
        """How long the laptop may lie untouched."""
        return self._minutes

    def set_minutes(self, minutes: int) -> None:
        """Another limit, from now on."""
        self._minutes = minutes

    def start(self) -> None:
        """Begin to watch."""
        self._last = self._now()
        self._said = False
        application = QCoreApplication.instance()
        if application is not None:
            application.installEventFilter(self)
        self._timer.start()

    def stop(self) -> None:
        """Watch no longer."""
        self._timer.stop()
        application = QCoreApplication.instance()
        if application is not None:
            application.removeEventFilter(self)

    def look(self) -> None:
        """Compare the times. A clock that went back starts the wait again."""
        now = self._now()
        self._last = min(self._last, now)
        if not self._said and now - self._last >= self._minutes * 60:
            self._said = True
            self.due.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _TOUCHED:
            # A key that wakes a laptop after an hour must not count before the look has locked it.
            self.look()
            if not self._said:
                self._last = self._now()
        return False
