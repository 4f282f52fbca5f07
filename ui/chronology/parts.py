"""Which part of the chronology stands where, and which of them there is room for."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLayout, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from ui.shell.session import Place, Screen, Session
from ui.theme import Theme
from ui.widgets.empty_state import EmptyState
from ui.widgets.labels import ground

from .asked import Asked
from .detail import Detail
from .filter_bar import FilterBar
from .filter_desk import FilterDesk
from .foot_bar import FootBar
from .keys import KEYS
from .model import EntriesModel
from .nothing_found import NothingFound
from .queries import Overview
from .quick_entry import QuickEntry
from .table import EntriesTable
from .timeline import Timeline
from .withdrawn import Withdrawn

EMPTY = "No entries yet. Start at birth or before, not at the first police contact."
_SPLITTER, _COLUMNS = "chronology", "chronology columns"
_NARROW = 980
_LOW = 430
"""Below this height the timeline makes room for the table."""
_LOWEST = 330
"""Below this one the table makes room for the bar while something is written."""


class ChronologyParts(Screen):
    """The widgets and their places. What they show is the section's matter."""

    def __init__(self, session: Session, place: Place, parent: QWidget | None = None) -> None:
        super().__init__(session, place, parent)
        self.case = place.case
        self._overview: Overview | None = None
        self._side_in_front = False
        self._build()

    def _build(self) -> None:
        self.filter_bar = FilterBar(self.session.today)
        self.timeline = Timeline()
        self.model = EntriesModel(self.session.operations, self.case, self)
        self.table = EntriesTable(self.model)
        self.table.columns.set_state(self.session.memory.now.splitters.get(_COLUMNS, []))
        self.table.columns.changed.connect(self._remember_columns)
        self.quick = QuickEntry(self.session.today)
        self.foot = FootBar()
        self.empty = EmptyState(EMPTY, ("New entry (Ctrl+N)", "Bring in a file"))
        self._nothing = NothingFound()
        self._nothing.all_wanted.connect(self.filter_bar.clear)
        self.filters = FilterDesk(self.session, self.case, self.filter_bar, self._nothing, self)
        left = ground(QWidget(), "surface")
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for widget in (self.filter_bar, self.timeline, self._nothing):
            column.addWidget(widget)
        column.addWidget(self.table, 1)
        column.addWidget(self.empty, 1)
        column.addWidget(self.quick)
        column.addWidget(self.foot)
        self.empty.hide()
        self._nothing.hide()
        self.detail = Detail()
        self.side = QStackedWidget()
        self.side.addWidget(self.detail)
        self.asked = Asked()
        self.withdrawn = Withdrawn()
        for each in (self.asked, self.withdrawn):
            self.side.addWidget(each)
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.setHandleWidth(3)
        self.splitter.addWidget(left)
        self.splitter.addWidget(self.side)
        self.splitter.setStretchFactor(0, 83)
        self.splitter.setStretchFactor(1, 46)
        self.splitter.setSizes(self.session.memory.now.splitters.get(_SPLITTER) or [830, 462])
        self._left = left
        self.stack = QStackedWidget()
        self.stack.addWidget(self.splitter)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        outer.addWidget(self.stack)
        ground(self, "surface")

    def panes(self) -> list[QWidget]:
        """For F6, in reading order."""
        return [self.filter_bar, self.timeline, self.table, self.quick, self.foot, self.side]

    def keys(self) -> list[tuple[str, str]]:
        return list(KEYS)

    def _show_emptiness(self, entries: bool, rows: bool) -> None:
        view = self.filter_bar.view.value()
        scale = Theme.current().text_scale
        low = self.height() < _LOW * scale
        lowest = self.height() < _LOWEST * scale and self.quick.isVisibleTo(self)
        self.empty.setVisible(not entries and not lowest)
        self.timeline.setVisible(entries and (view == "timeline" or (view == "both" and not low)) and not lowest)
        self.table.setVisible(entries and view != "timeline" and not lowest)
        self.filter_bar.setVisible(entries and not lowest)
        self._nothing.setVisible(entries and not rows and not lowest)
        if entries and not rows:
            typed = self.filter_bar.filter().words
            self._nothing.tell(self.filter_bar.empty_words(), searched=bool(typed))
            self.filters.suggest()
        if not entries:
            self.detail.show_nothing("The entry that you choose is shown here in full.")

    def _show_view(self, view: str) -> None:
        self.table.set_two_lines(view == "table")
        self.model.set_two_lines(view == "table")
        self.timeline.stretch(view == "timeline")
        self._fit()

    def _narrow(self) -> bool:
        return self.width() < _NARROW * Theme.current().text_scale

    def _turn_page(self) -> None:
        self._side_in_front = not self._side_in_front
        self._fit()
        front: QWidget = self.detail.area if self._side_in_front else self.table
        front.setFocus()

    def _bring_side(self, wanted: bool) -> None:
        """On a small screen the form is a page of its own."""
        self._side_in_front = wanted
        self._fit()

    def _fit(self) -> None:
        self._left.setVisible(not self._narrow() or not self._side_in_front)
        self.side.setVisible(not self._narrow() or self._side_in_front)
        if self._overview is not None:
            self._show_emptiness(bool(self._overview.totals.entries), bool(self.model.rowCount()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange) and self.isVisible():
            QTimer.singleShot(0, self, self._fit)  # not while Qt is still dressing the widgets

    def _remember_splitter(self) -> None:
        kept = dict(self.session.memory.now.splitters)
        kept[_SPLITTER] = self.splitter.sizes()
        self.session.memory.change(splitters=kept)

    def _remember_columns(self) -> None:
        kept = dict(self.session.memory.now.splitters)
        kept[_COLUMNS] = self.table.columns.state()
        self.session.memory.change(splitters=kept)
