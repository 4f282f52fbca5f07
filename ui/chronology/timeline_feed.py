"""What the timeline is given: the case at a glance, and the words of the key decisions in sight."""

from __future__ import annotations

from PySide6.QtCore import QObject

from pclo_app.casefile.casefile import CaseFile

from . import queries, words
from .parts import ChronologyParts
from .queries import Look, Overview


class TimelineFeed(QObject):
    """Between the case file and the timeline."""

    def __init__(self, parts: ChronologyParts) -> None:
        super().__init__(parts)
        self._session = parts.session
        self._timeline = parts.timeline
        self._looks: dict[str, Look] = {}
        self._timeline.window_changed.connect(self._want_looks)

    def show(self, overview: Overview) -> None:
        """Another state of the case."""
        marks, gaps = overview.marks, overview.gaps
        self._timeline.show_case(marks, gaps, self._session.today(), overview.disagreements)
        first = min((mark.lo for mark in marks), default=None)
        last = max((mark.hi for mark in marks), default=None)
        totals = overview.totals
        self._timeline.setAccessibleName(
            words.timeline_name(totals.entries, first, last, totals.decisions, len(gaps), overview.conflicts)
        )
        self._looks = {}
        self._want_looks()

    def _want_looks(self) -> None:
        wanted = tuple(id for id in self._timeline.titles_wanted() if id not in self._looks)
        if not wanted:
            return

        def work(cf: CaseFile, _: object) -> dict[str, Look]:
            return queries.looks(cf, wanted)

        self._session.operations.submit(work, self._looked, self._session.show_error, owner=self)

    def _looked(self, looks: dict[str, Look]) -> None:
        self._looks |= looks
        self._timeline.set_looks(self._looks)
