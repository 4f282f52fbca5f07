"""What watches over an open case file on this desktop: the computer's own lock, a window left in the task bar,
the clipboard, and who may take pictures of our windows."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from . import windows_only
from .clipboard_guard import ClipboardGuard
from .session_events import SessionEvents

MINIMISED_MINUTES = 2
"""As long as a covered screen: whoever puts the window away is doing something else."""


class MinimisedLock(QObject):
    """Says when the window has been minimised for too long. The time is looked at, not counted."""

    due = Signal()

    def __init__(self, window: QWidget, *, now: Callable[[], float] = time.time, look_every: int = 1000) -> None:
        """``now`` in seconds; ``look_every`` in milliseconds."""
        super().__init__(window)
        self._window = window
        self._now = now
        self._since: float | None = None
        self._timer = QTimer(self, interval=look_every)
        self._timer.timeout.connect(self.look)
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._window and event.type() == QEvent.Type.WindowStateChange:
            if not self._window.isMinimized():
                self.look()
                self._since = None
                self._timer.stop()
            elif self._since is None:
                self._since = self._now()
                self._timer.start()
        return False

    def look(self) -> None:
        """Compare the times; on waking a sleeping laptop the first look finds that too long has passed."""
        if self._since is not None and self._now() - self._since >= MINIMISED_MINUTES * 60:
            self._since = None
            self._timer.stop()
            self.due.emit()


class PictureGuard(QObject):
    """Takes every window of the program out of screen pictures and shared screens, as it is shown."""

    def __init__(
        self, keep_out: Callable[[int], bool] = windows_only.keep_out_of_pictures, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._keep_out = keep_out
        application = QCoreApplication.instance()
        if application is not None:
            application.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self._keep_out(int(watched.winId()))
        return False


class Guards(QObject):
    """All of them, for one open case file."""

    due = Signal(str)
    """It is time to lock; why: sleep or minimised."""

    def __init__(self, window: QWidget, *, fictional: bool = False) -> None:
        """A fictional case may be shown to a class over a shared screen."""
        super().__init__(window)
        self.events = SessionEvents(window)
        self.events.gone.connect(lambda: self.due.emit("sleep"))
        self.minimised = MinimisedLock(window)
        self.minimised.due.connect(lambda: self.due.emit("minimised"))
        self.clipboard = ClipboardGuard(parent=self)
        if windows_only.HERE and not fictional:
            self._pictures = PictureGuard(parent=self)
            windows_only.keep_out_of_pictures(int(window.winId()))

    def leave(self) -> None:
        """The case file is being closed."""
        self.clipboard.forget()
