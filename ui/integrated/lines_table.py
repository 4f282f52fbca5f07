"""The lines of the integrated chronology: a table of any length, read a page at a time and only where somebody looks.

A line that has not arrived is a quiet dash; a few pages are kept. Twenty thousand lines of
several cases are never in memory.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from typing import overload

from PySide6.QtCore import Qt, Signal, SignalInstance
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from pclo_app.casefile.integrated import Order
from ui.shell.rows_table import Row, RowsModel, RowsTable
from ui.widgets.row_delegate import Cell

from .queries import LINE_COLUMNS

PAGE = 200
KEPT_PAGES = 6
_WAITING = Cell(text="Reading…", grey=True, mark_space=True)
_READING = Row("", (*(Cell() for _ in LINE_COLUMNS[1:]), _WAITING), "This line is being read")


class PagedRows(Sequence[Row]):
    """The rows of an order, those of a few pages; asking for another one tells that its page is wanted."""

    def __init__(self, order: Order, wanted: SignalInstance) -> None:
        self.order = order
        self._wanted = wanted
        self._pages: OrderedDict[int, dict[int, Row]] = OrderedDict()
        self._asked: set[int] = set()

    def __len__(self) -> int:
        return len(self.order.places)

    @overload
    def __getitem__(self, place: int) -> Row: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[Row]: ...
    def __getitem__(self, place: int | slice) -> Row | Sequence[Row]:
        if isinstance(place, slice):
            return [self[n] for n in range(*place.indices(len(self)))]
        if not 0 <= place < len(self):
            raise IndexError(place)
        number = place // PAGE
        page = self._pages.get(number)
        if page is None:
            if number not in self._asked:
                self._asked.add(number)
                self._wanted.emit(self, number)
            return _READING
        self._pages.move_to_end(number)
        return page.get(place, _READING)

    def arrived(self, number: int, rows: dict[int, Row]) -> None:
        """A page, by the places of its rows; one that was not looked at for longest goes."""
        self._asked.discard(number)
        self._pages[number] = rows
        while len(self._pages) > KEPT_PAGES:
            self._pages.popitem(last=False)

    def not_arrived(self, number: int) -> None:
        """It could not be read; it is asked for again when somebody looks."""
        self._asked.discard(number)


class LinesModel(RowsModel):
    """Rows that are read as they are looked at."""

    page_wanted = Signal(object, int)
    """`PagedRows` and the number of a page."""

    def show(self, rows: Sequence[Row]) -> None:
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def arrived(self, rows: PagedRows, number: int, found: dict[int, Row]) -> None:
        """A page has come; where other rows are shown by now, nothing happens."""
        rows.arrived(number, found)
        if rows is self.rows and found:
            last = min(len(rows), (number + 1) * PAGE) - 1
            self.dataChanged.emit(self.index(number * PAGE, 0), self.index(last, self.columnCount() - 1))


class LinesTable(RowsTable):
    """The table of lines."""

    def __init__(self, parent: QWidget | None = None) -> None:
        self.lines = LinesModel(LINE_COLUMNS)
        super().__init__(LINE_COLUMNS, name="Integrated chronology", parent=parent, model=self.lines)
        self.lines.setParent(self)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Home, Qt.Key.Key_End) and not event.modifiers() and len(self.lines.rows):
            last = event.key() == Qt.Key.Key_End
            self.setCurrentIndex(self.lines.index(len(self.lines.rows) - 1 if last else 0, 0))
        else:
            super().keyPressEvent(event)

    def show_order(self, order: Order, first: dict[int, Row]) -> None:
        """Other lines, with those of the first page. The record that was current stays so, or what took its place."""
        record, place = self.current().partition("/")[0], self.currentIndex().row()
        rows = PagedRows(order, self.lines.page_wanted)
        rows.arrived(0, first)
        self.blockSignals(True)
        self.lines.show(rows)
        self.blockSignals(False)
        found = next((n for n, each in enumerate(order.places) if each.record == record), None) if record else None
        if found is None and order.places:
            found = min(max(place, 0), len(order.places) - 1)
        if found is not None:
            self.setCurrentIndex(self.lines.index(found, 0))

    def set_current(self, key: str) -> bool:
        """Make the line of a record current."""
        record = key.partition("/")[0]
        rows = self.lines.rows
        if isinstance(rows, PagedRows):
            for n, place in enumerate(rows.order.places):
                if place.record == record:
                    self.setCurrentIndex(self.lines.index(n, 0))
                    return True
        return False
