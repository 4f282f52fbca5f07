"""Work on the case file, off the Qt thread.

One worker thread owns the open case file and does one thing after another; no two
threads ever touch the connection. A screen submits a function of the case file and gets
its result, or its error, back on the Qt thread. What an operation changed is told to all
screens, which refresh by that and not by guesswork.
"""

from __future__ import annotations

import collections
import contextlib
import functools
import queue
import threading
import weakref
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

import shiboken6
from PySide6.QtCore import QObject, Signal

from .errors import whatever_happens

if TYPE_CHECKING:
    from pclo_app.casefile.casefile import CaseFile
    from pclo_app.casefile.model import Changed

T = TypeVar("T")
Done = Callable[[Any], None]
Failed = Callable[[Exception], None]


class Cancelled(Exception):
    """The user stopped an operation; it undid itself."""


class Progress(Protocol):
    """What a long operation tells, and asks."""

    def __call__(self, done: int, total: int) -> None:
        """So much of so much is done. Raises Cancelled when the user has asked to stop."""


@dataclass(eq=False)
class Operation:
    """One piece of work on its way."""

    work: Callable[[CaseFile, Progress], Any]
    on_done: Done | None
    on_error: Failed | None
    owner: weakref.ref[QObject] | None
    label: str
    stop: threading.Event = field(default_factory=threading.Event)

    def cancel(self) -> None:
        """Ask it to stop; it does so at its next step, having changed nothing."""
        self.stop.set()

    @property
    def wanted(self) -> bool:
        """Whether the screen that asked is still there."""
        if self.owner is None:
            return True
        owner = self.owner()
        return owner is not None and shiboken6.isValid(owner)


class Operations(QObject):
    """The one worker and its queue."""

    changed = Signal(object)
    """A `Changed`, when the work that just ended wrote something."""
    failed = Signal(object)
    """An error that nobody asked to be told of."""
    progressed = Signal(str, int, int)
    """Label, done, total."""
    read_only_changed = Signal(object)
    """A `ReadOnly` or None: the work that just ended found that nothing may be written, or that it may be again."""
    busy = Signal(object)
    """The operation that has begun, or None when the worker rests."""

    _ended = Signal()

    def __init__(self, casefile: CaseFile, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._casefile = casefile
        self._queue: queue.SimpleQueue[Operation | None] = queue.SimpleQueue()
        self._outcomes: collections.deque[tuple[Operation, Any, Exception | None]] = collections.deque()
        self._ended.connect(self._deliver)
        self._closing = False
        self.failures = 0
        """How many pieces of work ended in an error."""
        self._pending = 0
        self._waiting: list[Operation] = []
        self._thread = threading.Thread(target=self._run, name="case file", daemon=True)
        self._thread.start()

    def submit(
        self,
        work: Callable[[CaseFile, Progress], Any],
        on_done: Done | None = None,
        on_error: Failed | None = None,
        label: str = "",
        owner: QObject | None = None,
    ) -> Operation:
        """Queue work. The callbacks run on the Qt thread, unless ``owner`` is gone by then."""
        if owner is None:
            owner = _owner_of(on_done)
        operation = Operation(work, on_done, on_error, weakref.ref(owner) if owner is not None else None, label)
        if self._closing:
            return operation
        self._pending += 1
        self._waiting.append(operation)
        self._queue.put(operation)
        return operation

    @property
    def idle(self) -> bool:
        """Whether everything submitted has been delivered."""
        return self._pending == 0

    @property
    def wanted_elsewhere(self) -> bool:
        """Whether other work waits behind the one that is going on: long work done by the way gives way to it."""
        return not self._queue.empty()

    def cancel_all(self) -> None:
        """Ask everything queued that reports its progress to stop; short work is done to its end."""
        for operation in self._waiting:
            operation.cancel()

    def begin_close(self, then: Callable[[CaseFile], None] | None = None) -> None:
        """Take no more work; finish what is queued, do one last thing, close the case file. Does not wait."""
        if self._closing:
            return
        self._closing = True
        if then is not None:
            last = then
            self._queue.put(Operation(lambda cf, _: last(cf), None, None, None, "closing"))
        self._queue.put(None)

    @property
    def closed(self) -> bool:
        """Whether the case file is closed and the worker has gone home."""
        return not self._thread.is_alive()

    def close(self, then: Callable[[CaseFile], None] | None = None) -> None:
        """As `begin_close`, and wait for it."""
        self.begin_close(then)
        self._thread.join()

    # on the worker --------------------------------------------------------------------------------------------

    def _run(self) -> None:
        while self._next():
            self._emit(self._ended)
            self._emit(self.busy, None)
        self._casefile.close()

    def _next(self) -> bool:
        """Do one piece of work. False when there is no more to come.

        It lies in ``_outcomes`` before the Qt thread is told and this function has ended by
        then, so that the worker is never the last to hold a screen: that would be destroyed here.
        """
        operation = self._queue.get()
        if operation is None:
            return False
        self._emit(self.busy, operation)
        before = self._casefile.read_only
        self._outcomes.append((operation, *self._outcome(operation)))
        if self._casefile.read_only != before:
            self._emit(self.read_only_changed, self._casefile.read_only)  # before the error that comes of it
        return True

    def _outcome(self, operation: Operation) -> tuple[Any, Exception | None]:
        """What came of it. No name is given to it here or above: an error remembers our frames, which would hold it."""
        try:
            with self._casefile.vault.conditions():  # a damaged page may be met anywhere
                return operation.work(self._casefile, self._progress_of(operation)), None
        except Exception as raised:
            self.failures += not isinstance(raised, Cancelled)
            if getattr(raised, "code", "") == "vault.damaged":
                self._look_again()
            return None, raised

    def _look_again(self) -> None:
        """Something that was read is damaged; where it is this file, it is written no more."""
        from pclo_app.casefile import checkup  # when it is needed: start-up is a feature

        with whatever_happens():
            checkup.look_again(self._casefile)

    def _emit(self, signal: Any, *values: object) -> None:
        """Signals reach the Qt thread while there is one to reach."""
        if shiboken6.isValid(self):
            signal.emit(*values)

    def _progress_of(self, operation: Operation) -> Progress:
        def progress(done: int, total: int) -> None:
            if operation.stop.is_set():
                raise Cancelled()
            self._emit(self.progressed, operation.label, done, total)

        return progress

    # on the Qt thread -----------------------------------------------------------------------------------------

    def _deliver(self) -> None:
        operation, result, error = self._outcomes.popleft()
        if operation in self._waiting:
            self._waiting.remove(operation)
            self._pending -= 1
        if error is None:
            for change in _changes_in(result):
                self.changed.emit(change)
            if operation.on_done is not None and operation.wanted:
                operation.on_done(result)
        elif isinstance(error, Cancelled) and operation.on_error is None:
            return
        elif operation.on_error is not None and operation.wanted:
            operation.on_error(error)
        else:
            self.failed.emit(error)


def _owner_of(callback: Done | None) -> QObject | None:
    """The widget a callback belongs to: of a bound method, of a partial, or the first that a lambda holds."""
    while isinstance(callback, functools.partial):
        callback = callback.func
    owner = getattr(callback, "__self__", None)
    if isinstance(owner, QObject):
        return owner
    for cell in getattr(callback, "__closure__", None) or ():
        with contextlib.suppress(ValueError):  # a cell that is still empty
            if isinstance(cell.cell_contents, QObject):
                return cell.cell_contents
    return None


def _changes_in(result: Any) -> list[Changed]:
    """What a result says was changed."""
    from pclo_app.casefile.model import Changed  # there by now: the case file is open

    if isinstance(result, Changed):
        return [result]
    change = getattr(result, "changed", None)
    return [change] if isinstance(change, Changed) and change.kinds else []
