"""The way from open to locked. Nothing can refuse it, and no word is lost on it.

Cover the window, keep every half-written word and the place, finish what is queued, close
the case file, start a new process that shows the unlock screen, and end this one. After
five seconds this process ends whatever is still running; what was queued was short.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject, QTimer, Signal

from .coming_back import DRAFT, Whereabouts
from .errors import whatever_happens
from .operations import Operations

if TYPE_CHECKING:
    from pclo_app.casefile.casefile import CaseFile

PATIENCE = 5.0
_LOOK = 20


class Shell(Protocol):
    """What locking needs of the main window."""

    def cover_for_lock(self) -> None:
        """Take every word off the screen at once and close every sheet."""

    def save_drafts(self) -> None:
        """Have all screens submit what is half written."""

    def whereabouts(self) -> Whereabouts:
        """The place, the field and the cursor."""


class Closing(QObject):
    """Closes a case file in good order, without holding up the window."""

    done = Signal(bool)
    """True when the case file was closed in time."""

    def __init__(
        self,
        operations: Operations,
        *,
        patience: float = PATIENCE,
        now: Callable[[], float] = time.monotonic,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._operations = operations
        self._patience = patience
        self._now = now
        self._until = 0.0
        self._failed_before = 0
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK)
        self._timer.timeout.connect(self._look)

    @property
    def begun(self) -> bool:
        """Whether it is on its way."""
        return self._until > 0.0

    @property
    def kept(self) -> bool:
        """Whether everything that was queued for it is in the case file; known when it is done."""
        return self._operations.closed and self._operations.failures == self._failed_before

    def begin(self, shell: Shell, *, keep_place: bool) -> None:
        """Start. Everything half written goes to the case file before it closes."""
        if self.begun:
            return
        self._until = self._now() + self._patience
        self._failed_before = self._operations.failures
        where = None
        with whatever_happens():
            where = shell.whereabouts() if keep_place else None
        with whatever_happens():
            shell.save_drafts()
        with whatever_happens():
            shell.cover_for_lock()
        self._operations.cancel_all()

        def last(cf: CaseFile) -> None:
            if where is not None:
                cf.put_draft(DRAFT, where.to_json())

        self._operations.begin_close(last)
        self._timer.start()

    def _look(self) -> None:
        if self._operations.closed or self._now() >= self._until:
            self._timer.stop()
            self.done.emit(self._operations.closed)
