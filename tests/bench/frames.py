"""Frames of the chronology's real widgets: a long case opened, scrolled and moved along the timeline."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from pclo_app.records.base import Named
from pclo_app.records.chronology import ChronologyEntry, Decision
from tests.bench.casefile import entries, new_casefile
from tests.bench.measure import Row, timed

FRAME = 1 / 60
_STEPS = 240


def lived_in(count: int) -> list[ChronologyEntry]:
    """Entries as a case has them: key decisions, restricted ones, remarks of their compilers, times of day."""
    by = Named(name="Farah Whitcombe", rank="Detective Sergeant", agency="POL")
    decision = Decision(decision="Section 47 goes on", why="Injury not explained", by=by)
    return [
        msgspec.structs.replace(
            entry,
            when=msgspec.structs.replace(entry.when, time="14:05" if number % 3 else ""),
            disclosure="B" if number % 7 == 0 else "A",
            decision=decision if number % 9 == 0 else None,
            note="" if number % 41 else "CONFLICT: another source gives the day after",
        )
        for number, entry in enumerate(entries(count))
    ]


def scrolling(folder: Path, count: int = 20_000) -> list[Row]:
    """One step and all the painting that it asks for, again and again, at the 95th percentile.

    The worker reads pages meanwhile, as it does when somebody scrolls. The floor is the table
    painted once more without a step.
    """
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtWidgets import QApplication

    from ui.chronology.section import ChronologySection
    from ui.shell.operations import Operations
    from ui.shell.session import Place, Session
    from ui.theme import Theme

    application = QApplication.instance() or QApplication([])
    assert isinstance(application, QApplication)
    Theme.light().apply(application)
    cf, case = new_casefile(folder / "frames")
    cf.save_many((entry, case) for entry in lived_in(count))
    floor = timed(lambda: cf.db.execute("SELECT * FROM item ORDER BY sort").fetchall())
    operations = Operations(cf)
    session = Session(operations, cf.officer, clock=lambda: datetime(2026, 11, 22, 12, tzinfo=UTC))
    began = time.perf_counter()
    section = ChronologySection(session, Place("case", case, "chronology"))
    section.resize(1292, 610)
    section.show()

    def settle() -> None:
        deadline = time.perf_counter() + 60
        while (not operations.idle or not section.model.rowCount()) and time.perf_counter() < deadline:
            application.processEvents()

    settle()
    section.grab()
    opening = time.perf_counter() - began

    def frames(step: Callable[[int], object], frame: Callable[[], object] = lambda: None) -> tuple[float, str]:
        times, worked = [], []
        for number in range(_STEPS):
            start, busy = time.perf_counter(), time.thread_time()
            step(number)
            frame()
            application.processEvents()
            times.append(time.perf_counter() - start)
            worked.append(time.thread_time() - busy)
        settle()
        at = len(times) * 95 // 100
        return sorted(times)[at], f"{sorted(worked)[at] * 1000:.1f} ms of it the processor’s, for this thread"

    bar = section.table.verticalScrollBar()
    still, _ = frames(lambda _number: None, section.table.viewport().repaint)
    bar.setValue(0)
    rolled = frames(lambda number: bar.setValue(number * 40))
    paged = frames(lambda number: bar.setValue(number * bar.pageStep()))
    jumped = frames(lambda number: bar.setValue(bar.maximum() * (number * 37 % _STEPS) // _STEPS))
    section.timeline.show_whole()
    settle()
    zoomed = frames(lambda number: section.timeline.zoom(0.97 if number % 120 < 60 else 1 / 0.97))
    section.timeline.show_whole()
    section.timeline.zoom(0.5)
    moved = frames(lambda number: section.timeline._pan(-3 if number % 120 < 60 else 3))
    section.close()
    section.deleteLater()
    application.processEvents()
    operations.close()
    goal = "16.7 ms"
    return [
        Row(f"open {count:,} entries", opening, floor, "", True, "to the first whole picture; floor: reading the list"),
        *(
            Row(f"{work} {count:,} entries, p95 frame", wall, still, goal, wall <= FRAME, note)
            for work, (wall, note) in (
                ("scroll", rolled),
                ("page through", paged),
                ("jump about in", jumped),
                ("zoom a timeline of", zoomed),
                ("pan a timeline of", moved),
            )
        ),
    ]
