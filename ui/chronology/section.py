"""The chronology of one case: filter, timeline, table, quick entry, and the entry in full beside them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from pclo_app.casefile.casefile import CaseFile
from pclo_app.casefile.errors import NoSuchRecord
from pclo_app.casefile.model import Changed, ChronologyFilter
from pclo_app.practice.phrases import counted
from pclo_app.records.as_entry import PLACED
from pclo_app.records.event_date import EventDate
from pclo_app.records.event_date.wording import day_in_words
from ui.shell.session import Place, Session

from . import layout as layouts
from . import queries, words
from .acts import Acts
from .beside import Beside
from .chosen_menu import ChosenMenu
from .going import Going
from .keys import bind
from .parts import ChronologyParts
from .queries import Details, Listing, Overview
from .timeline_feed import TimelineFeed
from .writing import Writing

_DETAIL_AFTER = 40
_TOUCHING = PLACED | {"person", "attachment", "case", "recorded_reason"}


class ChronologySection(ChronologyParts):
    """The section."""

    def __init__(self, session: Session, place: Place, parent: QWidget | None = None) -> None:
        super().__init__(session, place, parent)
        self._selected = (place.record, "")
        self._turn = 0
        self._fresh = False
        """Whether what is known of the whole case is as the case file has it."""
        self._detail_turn = 0
        self._shown_filter: tuple[ChronologyFilter, bool] | None = None
        self.writing = Writing(
            session, self.case, quick=self.quick, foot=self.foot, side=self.side, detail=self.detail, parent=self
        )
        self.acts = Acts(session, self.case, self.foot, self)
        self.beside = Beside(self, self.acts, self.writing)
        self.chosen = ChosenMenu(self, self.acts, self.beside)
        self.going = Going(self, self.writing)
        self._feed = TimelineFeed(self)
        self._wire()
        self._reload(first=True)
        self.writing.restore()

    def _wire(self) -> None:
        self._moving = _later(self, 500, self._remember_splitter)
        self._soon = _later(self, _DETAIL_AFTER, self._ask_details)
        self.filter_bar.changed.connect(self._filter_changed)
        self.filter_bar.view_changed.connect(self._show_view)
        self.filter_bar.date_wanted.connect(self._jump)
        self.filter_bar.next_wanted.connect(lambda: self.table.step(1))
        self.filter_bar.left_for_table.connect(self.table.setFocus)
        self.timeline.chosen.connect(self.go_to)
        self.timeline.left_for_table.connect(self.table.setFocus)
        self.table.moved.connect(self._moved)
        self.table.opened.connect(self._open_entry)
        self.foot.new_wanted.connect(self.writing.new_entry)
        self.foot.import_wanted.connect(self.bring_in)
        self.empty.pressed.connect(lambda n: self.bring_in() if n else self.writing.new_entry())
        self.writing.written.connect(self._written)
        self.writing.wanted.connect(self.go_to)
        self.detail.entry_wanted.connect(self.go_to)
        self._wire_acts()
        self.writing.bar_opened.connect(self._fit)
        self.writing.side_wanted.connect(self._bring_side)
        self.splitter.splitterMoved.connect(lambda _at, _n: self._moving.start())
        find, panel = self._find, self.filter_bar.open_panel
        # wherever the focus is in the window: on arriving it may still be in the head of the case
        bind(self.splitter, {"Ctrl+N": self.writing.new_entry, "Ctrl+F": find, "Ctrl+Shift+F": panel}, anywhere=True)
        bind(
            self.splitter,
            {
                "F2": self.going.edit,
                "F4": self._turn_page,
                "F7": self.beside.next_asked,
                "Ctrl+P": self.going.print_shown,
                "Ctrl+Shift+I": self.going.with_other_cases,
            },
        )

    def _wire_acts(self) -> None:
        acts, detail = self.acts, self.detail
        acts.written.connect(self._written)
        self.beside.entry_wanted.connect(self.go_to)
        self.writing.done.connect(acts.add)
        detail.disclosure_wanted.connect(self._ask_disclosure)
        detail.move_wanted.connect(lambda by: acts.move(detail.details, by))
        detail.withdraw_wanted.connect(lambda: acts.ask_withdraw(detail.details))
        detail.bring_back_wanted.connect(lambda: acts.ask_bring_back(detail.details))
        detail.restore_wanted.connect(lambda rev: acts.ask_restore(detail.details, rev))
        detail.why_wanted.connect(acts.ask_gap)
        bind(
            self.splitter,
            {
                "Ctrl+Z": acts.undo,
                "Ctrl+Shift+Z": acts.redo,
                "Ctrl+Y": acts.redo,
                "Alt+Up": lambda: acts.move(detail.details, -1),
                "Alt+Down": lambda: acts.move(detail.details, 1),
            },
        )

    # Screen ---------------------------------------------------------------------------------------------------

    def title(self) -> str:
        return self._overview.reference if self._overview else ""

    def shown(self) -> None:
        if not self.isAncestorOf(self.focusWidget() or self) and self.table.isVisible():
            self.table.setFocus()
        elif self.empty.isVisible() and not self.isAncestorOf(self.window().focusWidget() or self):
            self.empty.buttons[0].setFocus()

    def refresh(self, changed: Changed) -> None:
        if self.case in changed.cases and changed.kinds & _TOUCHING:
            self._fresh = False
            self._reload()

    def go(self, place: Place) -> None:
        super().go(place)
        if place.record and place.record != self._selected[0]:
            self.go_to(place.record)

    def place(self) -> Place:
        return Place("case", self.case, "chronology", self._selected[0])

    def looking(self) -> dict[str, str]:
        return self.filter_bar.kept()

    def look_again(self, how: dict[str, str]) -> None:
        self.filter_bar.bring_back(how)

    def save_draft(self) -> None:
        self.writing.keep_drafts()

    # loading --------------------------------------------------------------------------------------------------

    def _reload(self, *, first: bool = False, known: Overview | None = None) -> None:
        """Read the list again; the whole case too, unless it is ``known`` because only the filter changed."""
        self._turn += 1
        wanted, gaps_only = self.filter_bar.filter(), self.filter_bar.gaps_only()
        keep = self._selected[0]

        def work(cf: CaseFile, _: object) -> tuple[Overview, Listing]:
            overview = known or queries.overview(cf, self.case)
            start = keep or (_latest(overview, self.session.today()) if first else "")
            plain = ChronologyFilter() if gaps_only else wanted
            return overview, queries.listing(cf, self.case, plain, start)

        self.session.operations.submit(
            work, partial(self._loaded, self._turn, wanted, gaps_only, keep), self._failed, owner=self
        )

    def _loaded(
        self, turn: int, wanted: ChronologyFilter, gaps_only: bool, keep: str, result: tuple[Overview, Listing]
    ) -> None:
        if turn != self._turn:
            return
        overview, listing = result
        self._fresh = True
        same = self._shown_filter == (wanted, gaps_only)
        scrolled = self.table.scroll_place()
        before = self._overview
        named = before is not None and before.reference == overview.reference
        self._overview = overview
        self._shown_filter = (wanted, gaps_only)
        totals = overview.totals
        self.filter_bar.show_counts(totals.decisions, overview.conflicts, len(overview.gaps), totals.changed)
        self.writing.set_people(overview.people)
        self.filter_bar.set_people({person.id: person.name for person in overview.people})
        self.model.set_children(tuple((person.called, person.born) for person in overview.people if person.child))
        if overview is not before:
            self.beside.count_asked(overview)
        gap = self.model.gap_at(self.table.currentIndex().row()) if same else None
        self._show_rows(wanted, gaps_only, listing)
        if overview is not before:
            self._feed.show(overview)
        self._show_emptiness(bool(totals.entries), bool(self.model.rowCount()))
        row = self.model.layout_of_rows.row_of(listing.position) if listing.position is not None else None
        if keep != self._selected[0] and self._selected[0]:  # another was chosen while this was being read
            self.go_to(self._selected[0])
        elif row is not None:
            self.table.show_row(row, quiet=True)
            if same:
                self.table.set_scroll_place(scrolled)
                self.table.show_row(row, quiet=True)
            chosen = listing.rows[(listing.position or 0) - listing.offset]
            if chosen.id != self._selected[0]:
                self._selected = (chosen.id, chosen.version.rev)
        elif (self.model.rowCount() and not self._selected[0]) or (self.model.rowCount() and not same):
            self.table.step(1)
        elif not totals.entries:
            self._selected = ("", "")
        self.timeline.select(self._selected[0])
        if gap is None or not self.beside.back_to_gap(gap):
            self._ask_details()
        if not named:
            self.session.retitle()

    def _show_rows(self, wanted: ChronologyFilter, gaps_only: bool, listing: Listing) -> None:
        assert self._overview is not None
        gaps, total = self._overview.gaps, self._overview.totals.entries
        if gaps_only:
            layout = layouts.around_gaps(listing.total, gaps)
            wanted = ChronologyFilter()
        elif wanted.narrows:
            layout = layouts.whole(listing.total)
        else:
            layout = layouts.whole(listing.total, gaps)
        self.model.show(layout, wanted, listing.offset, listing.rows, total)
        shown = len(gaps) if gaps_only else listing.total
        name = counted(shown, "gap", "gaps") if gaps_only else words.count_words(shown, total)
        if self.table.accessibleName() != f"Chronology, {name}":
            self.table.setAccessibleName(f"Chronology, {name}")
            self.table.say(name)

    # selection ------------------------------------------------------------------------------------------------

    def go_to(self, id: str) -> None:
        """Show an entry, in the table too if the filter leaves it."""
        self._select(id, "")
        wanted = self.model.filter

        def work(cf: CaseFile, _: object) -> int | None:
            from pclo_app.casefile import chronology

            return chronology.position(cf, self.case, id, wanted)

        self.session.operations.submit(work, partial(self._found, id), self._failed, owner=self)

    def _found(self, id: str, place: int | None) -> None:
        if id != self._selected[0]:
            return
        row = self.model.layout_of_rows.row_of(place) if place is not None else None
        if row is not None:
            self.table.show_row(row, quiet=True)
        else:
            self.table.clearSelection()

    def _moved(self, id: str, rev: str) -> None:
        if id:
            self._select(id, rev)

    def _select(self, id: str, rev: str) -> None:
        if id != self._selected[0]:
            self.writing.leave_form()
        self._selected = (id, rev)
        self.timeline.select(id)
        self._soon.start()

    def _written(self, id: str) -> None:
        if id:
            self._selected = (id, "")
        self._fresh = False
        self._reload()

    def _ask_details(self) -> None:
        id = self._selected[0]
        if not id:
            return
        self._detail_turn += 1
        turn = self._detail_turn

        def work(cf: CaseFile, _: object) -> Details:
            return queries.details(cf, self.case, id)

        self.session.operations.submit(work, partial(self._detailed, turn), self._no_details, owner=self)

    def _detailed(self, turn: int, details: Details) -> None:
        if turn != self._detail_turn:
            return
        self.detail.show_details(details, self._selected[1])
        self.beside.entry_shown(details.item.id)

    def _no_details(self, error: Exception) -> None:
        if isinstance(error, NoSuchRecord):
            self._selected = ("", "")
            self.detail.show_nothing("This entry is not on this laptop.")
        else:
            self._failed(error)

    def _jump(self, when: EventDate) -> None:
        assert self._overview is not None
        day = when.lower
        mark = next((mark for mark in self._overview.marks if day and mark.lo >= day), None)
        if mark is not None:
            self.go_to(mark.id)
            after = "" if mark.lo == day else "the first after that day, "
            self.session.say(f"Entry {mark.number} of {self._overview.totals.entries}, {after}{day_in_words(mark.lo)}")
        else:
            self.session.say("No entry is that late")

    def _open_entry(self) -> None:
        if self._narrow():
            self._turn_page()
        self.detail.area.setFocus()

    def _filter_changed(self) -> None:
        self._reload(known=self._overview if self._fresh else None)

    def _find(self) -> None:
        self.filter_bar.find_edit.setFocus()
        self.filter_bar.find_edit.selectAll()

    # asking ---------------------------------------------------------------------------------------------------

    def _ask_disclosure(self, value: str) -> None:
        if self.detail.details is not None:
            self.acts.ask_disclosure(self.detail.details, value, self._ask_details)

    def bring_in(self) -> None:
        """Choose a file and show what it would add."""
        from .importer import Importer

        if not isinstance(self.stack.currentWidget(), Importer):
            importer = Importer(self.session, self.case)
            importer.closed.connect(self._imported)
            self.stack.addWidget(importer)
            self.stack.setCurrentWidget(importer)
            self.acts.begin_import()
            importer.begin()

    def _imported(self) -> None:
        importer = self.stack.currentWidget()
        if importer is not None and importer is not self.splitter:
            self.stack.setCurrentWidget(self.splitter)
            self.acts.end_import()
            self.stack.removeWidget(importer)
            importer.deleteLater()
        self.table.setFocus() if self.table.isVisible() else self.foot.new.setFocus()

    def _failed(self, error: Exception) -> None:
        self.session.show_error(error)


def _latest(overview: Overview, today: date) -> str:
    """The last entry that has happened: where work goes on."""
    past = [mark for mark in overview.marks if mark.lo <= today]
    return past[-1].id if past else (overview.marks[0].id if overview.marks else "")


def _later(owner: ChronologySection, after: int, run: Callable[[], None]) -> QTimer:
    timer = QTimer(owner)
    timer.setSingleShot(True)
    timer.setInterval(after)
    timer.timeout.connect(run)
    return timer
