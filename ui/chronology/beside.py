"""What stands in the place of the entry besides the forms: what is asked, what was withdrawn, a gap; and copying."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from pclo_app.casefile.casefile import CaseFile
from pclo_app.casefile.model import Gap
from pclo_app.practice.finding import Finding
from pclo_app.practice.phrases import counted
from ui.shell.session import Place

from . import queries
from .acts import Acts
from .asked import open_count
from .parts import ChronologyParts
from .queries import Overview
from .words import Row
from .writing import Writing

ASKED_LIVE = 1000
"""In a chronology of so many entries what is asked is worked out after every change."""


class Beside(QObject):
    """Between those panes and the rest of the section."""

    entry_wanted = Signal(str)
    """The id of an entry to be shown."""

    def __init__(self, parts: ChronologyParts, acts: Acts, writing: Writing) -> None:
        super().__init__(parts)
        self._parts = parts
        self._session = parts.session
        self._writing = writing
        self._overview: Overview | None = None
        self._asked_of: Overview | None = None
        """The state of the case of which the questions are known."""
        self._next_when_known = False
        self._then: tuple[str, Callable[[], object]] | None = None
        """What is to be done once an entry, by its id, is shown."""
        parts.table.copy_wanted.connect(self.copy)
        parts.table.gap_moved.connect(self._gap_chosen)
        parts.table.gap_opened.connect(acts.ask_gap)
        parts.foot.asked.clicked.connect(self.next_asked)
        parts.foot.withdrawn.clicked.connect(self._show_withdrawn)
        parts.asked.closed.connect(self._close)
        parts.asked.entry_wanted.connect(self._show_entry)
        parts.asked.edit_wanted.connect(self._put_right)
        parts.asked.link_wanted.connect(self.link_two)
        parts.asked.check_wanted.connect(self._record_check)
        parts.asked.reason_given.connect(acts.record_why)
        parts.withdrawn.closed.connect(self._close)
        parts.withdrawn.chosen.connect(self._show_withdrawn_entry)

    def entry_shown(self, id: str) -> None:
        """An entry stands in the pane now: what waited for it is done."""
        if self._then is not None and self._then[0] == id:
            (_, then), self._then = self._then, None
            then()

    # what is asked --------------------------------------------------------------------------------------------

    def count_asked(self, overview: Overview) -> None:
        """How much is asked, after every change; in a very long chronology only when somebody wants to know."""
        self._overview = overview
        if overview.totals.entries <= ASKED_LIVE or self._parts.side.currentWidget() is self._parts.asked:
            self._ask_findings()
        else:
            self._parts.foot.show_counts(-1, overview.withdrawn)

    def next_asked(self) -> None:
        """F7: the questions in the place of the entry, and the next of them."""
        self._bring(self._parts.asked)
        if self._overview is not None and self._asked_of is not self._overview:
            self._parts.asked.show_waiting()
            self._next_when_known = True
            self._ask_findings()
        else:
            self._parts.asked.next_one()

    def _ask_findings(self) -> None:
        case, overview = self._parts.case, self._overview

        def came(found: list[Finding]) -> None:
            self._findings_came(found, overview)

        self._session.operations.submit(lambda cf, _: queries.asked(cf, case), came, self._failed, owner=self)

    def _findings_came(self, found: list[Finding], overview: Overview | None) -> None:
        self._asked_of = overview
        self._parts.asked.show_findings(found)
        self._parts.foot.show_counts(open_count(found), overview.withdrawn if overview else 0)
        if self._next_when_known and self._parts.side.currentWidget() is self._parts.asked:
            self._parts.asked.next_one()
        self._next_when_known = False

    def _put_right(self, id: str, field: str) -> None:
        """An entry, open in the form at a field, as soon as it is there."""
        self._then = (id, lambda: self._writing.edit(field))
        self._show_entry(id)

    def _record_check(self, condition: str) -> None:
        """A check of a condition is recorded where the conditions are."""
        self._session.open(Place("case", self._parts.case, "actions", f"conditions/edit/check/{condition}"))

    def link_two(self, one: str, other: str) -> None:
        """The form that ties two entries together, both known."""
        self._then = (one, lambda: self._writing.begin_link(other))
        self._show_entry(one)

    # what was withdrawn ---------------------------------------------------------------------------------------

    def _show_withdrawn(self) -> None:
        case = self._parts.case

        def came(items: list[Any]) -> None:
            self._parts.withdrawn.show_items(items)
            self._bring(self._parts.withdrawn)
            self._parts.withdrawn.table.setFocus()

        self._session.operations.submit(lambda cf, _: queries.withdrawn(cf, case), came, self._failed, owner=self)

    def _show_withdrawn_entry(self, id: str) -> None:
        """In full; it has no row in the table."""
        self._writing.show_detail()
        self.entry_wanted.emit(id)
        self._parts.detail.area.setFocus()

    # gaps and rows --------------------------------------------------------------------------------------------

    def _gap_chosen(self, gap: Gap) -> None:
        if self._parts.side.currentWidget() is self._parts.detail:
            self._parts.detail.show_gap(gap)

    def back_to_gap(self, old: Gap) -> bool:
        """The gap that was chosen before the rows were read again, as it is now; False where there is none any more."""
        parts = self._parts
        for row in parts.model.layout_of_rows.gap_rows():
            gap = parts.model.gap_at(row)
            if gap is not None and (gap.start, gap.end) == (old.start, old.end):
                parts.table.show_row(row, quiet=True)
                self._gap_chosen(gap)
                return True
        return False

    def copy(self, places: list[int]) -> None:
        """The chosen rows as a table on the clipboard."""
        from . import copying

        case, wanted, filter = self._parts.case, places[: copying.MOST], self._parts.model.filter
        if not wanted:
            self._session.say("Choose entries first: Shift with the arrow keys, or Ctrl and a click")
            return

        def work(cf: CaseFile, _: object) -> list[Row]:
            return queries.at_places(cf, case, filter, wanted)

        def came(rows: list[Row]) -> None:
            QGuiApplication.clipboard().setMimeData(copying.clip(rows))
            left = len(places) - len(rows)
            more = f"; {left} more were left out" if left else ""
            self._session.say(f"{counted(len(rows), 'entry', 'entries')} copied as a table{more}")

        self._session.operations.submit(work, came, self._failed, owner=self)

    # inside ---------------------------------------------------------------------------------------------------

    def _make_room(self) -> None:
        """What is half written is kept: a new entry's words go into the bar."""
        if self._writing.editing and self._writing.editor.purpose == "new":
            self._writing.editor.leave()
        self._writing.leave_form()

    def _bring(self, side: QWidget) -> None:
        self._make_room()
        self._parts.side.setCurrentWidget(side)
        self._writing.side_wanted.emit(True)

    def _close(self) -> None:
        self._writing.show_detail()
        parts = self._parts
        parts.table.setFocus() if parts.table.isVisible() else parts.foot.asked.setFocus()

    def _show_entry(self, id: str) -> None:
        self._make_room()
        self._writing.show_detail()
        self.entry_wanted.emit(id)
        self._parts.table.setFocus()

    def _failed(self, error: Exception) -> None:
        self._session.show_error(error)
