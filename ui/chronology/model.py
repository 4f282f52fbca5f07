"""The rows of the table, fetched a page at a time and only where somebody looks.

A row that has not arrived shows a quiet dash; the page it is on is asked for, the two pages
asked for last win, and a few pages are kept. A case of 20,000 entries is never in memory.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, QTimer, Signal

from pclo_app.casefile.casefile import CaseFile
from pclo_app.casefile.model import ChronologyFilter, Gap
from pclo_app.records.event_date import EventDate
from ui.shell.operations import Operations
from ui.widgets.row_delegate import CELL_ROLE, Cell

from . import queries
from .elsewhere import mark_of
from .found_words import found_words, places, wanted
from .layout import Layout
from .words import Row, age_line, gap_words, interval, remark, second_line, sentence

HEADINGS = ("No.", "Date", "Time", "Agency", "Source", "What happened", "A/B", "Ages", "Since the entry before")
NUMBER, DATE, TIME, AGENCY, SOURCE, FACT, DISCLOSURE, AGES, SINCE = range(9)
KEPT_PAGES = 6
_MOST_CELLS = 2000
LOADING = "Reading…"
_LOADING, _LOADING_FACT = Cell(), Cell(text=LOADING, grey=True, mark_space=True)
RECORD_WHY = "Record why"
_Index = QModelIndex | QPersistentModelIndex


class EntriesModel(QAbstractTableModel):
    """Entries and gaps."""

    arrived = Signal()
    """A page came."""

    def __init__(self, operations: Operations, case: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._operations = operations
        self._case = case
        self._layout = Layout()
        self._filter = ChronologyFilter()
        self._pages: OrderedDict[int, tuple[Row, ...]] = OrderedDict()
        self._wanted: OrderedDict[int, None] = OrderedDict()
        self._asked: set[int] = set()
        self._turn = 0
        self._total = 0
        self._two_lines = False
        self._children: tuple[tuple[str, EventDate], ...] = ()
        self._cells: dict[tuple[int, int], Cell] = {}
        self.pages_read = 0
        """How many pages were ever fetched: a measure, not a state."""
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(0)
        self._soon.timeout.connect(self._ask)

    # what the section gives -----------------------------------------------------------------------------------

    def show(self, layout: Layout, filter: ChronologyFilter, offset: int, rows: tuple[Row, ...], total: int) -> None:
        """Other rows: the places, the page that is there already, and how many entries the case has."""
        self.beginResetModel()
        self._turn += 1
        self._layout, self._filter, self._total = layout, filter, total
        self._pages.clear()
        self._wanted.clear()
        self._asked.clear()
        self._cells.clear()
        if rows:
            self._pages[offset // queries.PAGE] = rows
        self.endResetModel()

    def set_children(self, children: tuple[tuple[str, EventDate], ...]) -> None:
        """Whose ages are told: how each child is called, and when it was born."""
        self._children = children
        self._cells.clear()

    def set_two_lines(self, on: bool) -> None:
        """Whether a second line says who told us, and what came of it."""
        self._two_lines = on
        self._cells.clear()
        if self.rowCount():
            self.dataChanged.emit(self.index(0, 0), self.index(self.rowCount() - 1, len(HEADINGS) - 1))

    @property
    def layout_of_rows(self) -> Layout:
        """Which row is which."""
        return self._layout

    @property
    def filter(self) -> ChronologyFilter:
        """The filter of the rows shown."""
        return self._filter

    @property
    def pages_held(self) -> int:
        """How many pages are in memory."""
        return len(self._pages)

    def gap_at(self, row: int) -> Gap | None:
        """The gap in a row."""
        return self._layout.gap(row) if 0 <= row < len(self._layout.slots) else None

    def row_at(self, row: int) -> Row | None:
        """The entry in a row, None for a gap or while it is being read."""
        if not 0 <= row < len(self._layout.slots):
            return None
        place = self._layout.slots[row]
        if place < 0:
            return None
        number, within = divmod(place, queries.PAGE)
        page = self._pages.get(number)
        if page is None:
            self._want(number)
            return None
        self._pages.move_to_end(number)
        return page[within] if within < len(page) else None

    def row_of(self, id: str, rev: str = "") -> int | None:
        """The row of an entry among the pages that are here."""
        for number, page in self._pages.items():
            for within, row in enumerate(page):
                if row.id == id and (not rev or row.version.rev == rev):
                    return self._layout.row_of(number * queries.PAGE + within)
        return None

    # what Qt asks ---------------------------------------------------------------------------------------------

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._layout.slots)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(HEADINGS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role == Qt.ItemDataRole.DisplayRole and orientation == Qt.Orientation.Horizontal:
            return HEADINGS[section]
        return None

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid() or role not in _ROLES:
            return None
        if role == CELL_ROLE:
            return self._cell_at(index.row(), index.column())
        gap = self._layout.gap(index.row())
        if gap is not None:
            return self._gap_data(gap, index.column(), role)
        row = self.row_at(index.row())
        if row is None:
            return self._loading(index.column(), role)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return sentence(row, total=self._total)
        cell = self._cell_at(index.row(), index.column())
        words = " ".join(part for part in (cell.chip, cell.text) if part)
        if role == Qt.ItemDataRole.ToolTipRole and index.column() == FACT:
            return f"{words[:400]}…" if len(words) > 400 else words
        return words if role == Qt.ItemDataRole.DisplayRole else words or None

    def _gap_data(self, gap: Gap, column: int, role: int) -> object:
        words = _gap_line(gap)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return words
        return words if column == 0 else ("" if role == Qt.ItemDataRole.DisplayRole else None)

    def _loading(self, column: int, role: int) -> object:
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return "This entry is being read"
        return (LOADING if column == FACT else "") if role == Qt.ItemDataRole.DisplayRole else None

    def _cell_at(self, at: int, column: int) -> Cell:
        """A cell, put together once while the same pages are here: a table asks for a hundred in every frame."""
        found = self._cells.get((at, column))
        if found is not None:
            return found
        gap = self._layout.gap(at)
        if gap is not None:
            made = Cell(gap=True, text=_gap_line(gap), link="" if gap.why else RECORD_WHY)
        else:
            row = self.row_at(at)
            if row is None:
                return _LOADING_FACT if column == FACT else _LOADING
            made = self._beside(at, row) if column == SINCE else self._cell(row, column)
        if len(self._cells) > _MOST_CELLS:
            self._cells.clear()
        self._cells[at, column] = made
        return made

    def _cell(self, row: Row, column: int) -> Cell:
        entry = row.entry
        uncertain = entry.when.precision not in ("day", "range")
        match column:
            case 0:
                return Cell(text=str(row.number), grey=True)
            case 1:
                return Cell(text=entry.when.in_table(), grey=not entry.when.known, italic=not entry.when.known)
            case 2:
                return Cell(text=entry.when.time_in_table(), bold=uncertain)
            case 3:
                return Cell(text=entry.agency, agency=entry.agency, hollow=uncertain)
            case 4:
                source = str(entry.source)
                told = str(entry.told_by or "") if self._two_lines else ""
                clip = "clip" if entry.attachments else ""
                return Cell(
                    text=source, second=told, small=True, mark=clip, hits=places(source, wanted(self._filter.words))
                )
            case 5:
                return self._fact(row)
            case 7:
                return Cell(text=self._ages(row), grey=True, small=True)
        if entry.disclosure == "B":
            return Cell(chip="B", chip_kind="solid", chip_icon="lock-small")
        return Cell(text=entry.disclosure or "–", grey=True, centre=True)

    def _ages(self, row: Row) -> str:
        """How old each child was."""
        ages = (age_line(called, born, row.entry.when) for called, born in self._children)
        return ", ".join(age for age in ages if age)

    def _beside(self, at: int, row: Row) -> Cell:
        """How long after the entry over it, of those that are shown."""
        over = at - 1
        while over >= 0 and self._layout.slots[over] < 0:
            over -= 1
        before = self.row_at(over)
        words = interval(before.entry.when, row.entry.when, before.number) if before is not None else ""
        return Cell(text=words, grey=True, small=True)

    def _fact(self, row: Row) -> Cell:
        entry = row.entry
        words, found = found_words(row, self._filter.words)
        chip, kind = ("Changed", "info") if row.revisions > 1 else ("", "info")
        if row.in_conflict:
            chip, kind = "Two versions", "danger"
        icon = ""
        elsewhere = mark_of(row.kind)
        if elsewhere is not None and not row.in_conflict:
            chip, kind, icon = elsewhere.word, "plain", elsewhere.icon
        mark = "decision" if entry.decision else ""
        if row.conflict or row.defect:
            mark = "not-equal" if row.conflict else "warning"
            if not chip or chip == "Changed":
                said = "" if wanted(self._filter.words) else remark(entry.note)  # then the found words need the room
                chip, kind = said or chip, ("danger" if row.conflict else "warn") if said else kind
        return Cell(
            text=words,
            second=second_line(entry) if self._two_lines else "",
            bold=entry.decision is not None,
            mark=mark,
            mark_space=True,
            chip=chip,
            chip_kind=kind,
            chip_icon=icon,
            hits=found,
        )

    # pages ----------------------------------------------------------------------------------------------------

    def _want(self, number: int) -> None:
        if number in self._asked:
            return
        self._wanted[number] = None
        self._wanted.move_to_end(number)
        if not self._soon.isActive():
            self._soon.start()

    def _ask(self) -> None:
        """Ask for the two pages wanted last; the others were only scrolled past."""
        if self._asked:
            return
        for number in list(self._wanted)[-2:]:
            self._asked.add(number)
            self._operations.submit(
                _page(self._case, self._filter, number * queries.PAGE),
                partial(self._came, self._turn, number),
                owner=self,
            )
        self._wanted.clear()

    def _came(self, turn: int, number: int, rows: tuple[Row, ...]) -> None:
        if turn != self._turn:
            return
        self.pages_read += 1
        self._asked.discard(number)
        self._pages[number] = rows
        self._cells.clear()
        while len(self._pages) > KEPT_PAGES:
            self._pages.popitem(last=False)
        shown = self._layout.row_of(number * queries.PAGE)
        first = shown if shown is not None else 0
        last = min(first + 2 * queries.PAGE, self.rowCount() - 1)
        if shown is None:
            last = self.rowCount() - 1
        if last >= first:
            self.dataChanged.emit(self.index(first, 0), self.index(last, len(HEADINGS) - 1))
        self.arrived.emit()
        if self._wanted:
            self._soon.start()


def _gap_line(gap: Gap) -> str:
    words = gap_words(gap)
    return f"{words}. Why: {' '.join(gap.why.split())}" if gap.why else words


def _page(case: str, filter: ChronologyFilter, offset: int) -> Callable[[CaseFile, object], tuple[Row, ...]]:
    return lambda cf, _: queries.page(cf, case, filter, offset)


_ROLES = frozenset(
    {
        CELL_ROLE,
        int(Qt.ItemDataRole.DisplayRole),
        int(Qt.ItemDataRole.AccessibleTextRole),
        int(Qt.ItemDataRole.ToolTipRole),
    }
)
