"""Python's collecting of reference cycles, on the Qt thread only.

Left to itself Python collects in whichever thread happens to allocate: then the worker that
owns the case file would destroy widgets, timers and models that a screen has left behind, and
Qt ends the process for that. So collecting is off while a window is there, and a timer of the
Qt thread does it as often as Python would.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

EVERY = 1_000
"""Milliseconds. The youngest objects are looked through at most this often, the oldest a hundred times less."""

_GROWN = 1.25
"""All objects are looked through once there are a quarter more of the old ones, as Python does it: it takes 0.1 s."""


class Collector(QObject):
    """Collects here for as long as it lives; it makes no end of itself, and nothing collects elsewhere."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._old = 0
        """How many objects the last look at all of them left."""
        gc.disable()
        self._timer = QTimer(self, interval=EVERY)
        self._timer.timeout.connect(self.look)
        self._timer.start()

    def look(self) -> None:
        """Collect the generations that have grown enough, by Python's own measure."""
        counts = zip(gc.get_count(), gc.get_threshold(), strict=True)
        due = [generation for generation, (count, most) in enumerate(counts) if count > most]
        if not due:
            return
        if max(due) < 2 or len(gc.get_objects(2)) < self._old * _GROWN:
            gc.collect(min(max(due), 1))
        else:
            gc.collect()
            self._old = len(gc.get_objects(2))
