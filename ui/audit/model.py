"""The lines of the log, fetched a page at a time and only where somebody looks."""

from __future__ import annotations

from collections import OrderedDict
from functools import partial

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, QTimer, Signal

from pclo_app.casefile import audit
from pclo_app.casefile.audit import AuditFilter, Line
from pclo_app.casefile.casefile import CaseFile
from ui.shell.operations import Operations, Progress
from ui.widgets.row_delegate import CELL_ROLE, Cell

from . import words

PAGE = 100
KEPT_PAGES = 6
LOADING = "Reading…"
_Index = QModelIndex | QPersistentModelIndex


class AuditModel(QAbstractTableModel):
    """Read only. 100,000 lines are as quick as ten."""

    arrived = Signal()
    """A page came."""

    def __init__(self, operations: Operations, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._operations = operations
        self._filter = AuditFilter()
        self._count = 0
        self._turn = 0
        self._pages: OrderedDict[int, list[Line]] = OrderedDict()
        self._wanted: list[int] = []
        self._asked: set[int] = set()
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._ask)

    def show(self, filter: AuditFilter, count: int, first: list[Line]) -> None:
        """Other lines: how many the filter leaves, and the first page."""
        self.beginResetModel()
        self._turn += 1
        self._filter, self._count = filter, count
        self._pages.clear()
        self._wanted, self._asked = [], set()
        if first:
            self._pages[0] = first
        self.endResetModel()

    @property
    def filter(self) -> AuditFilter:
        """The filter of the lines shown."""
        return self._filter

    @property
    def pages_held(self) -> int:
        """How many pages are in memory."""
        return len(self._pages)

    def line_at(self, row: int) -> Line | None:
        """The line in a row, None while it is being read."""
        number, within = divmod(row, PAGE)
        page = self._pages.get(number)
        if page is None:
            if number not in self._asked and number not in self._wanted:
                self._wanted.append(number)
                self._soon.start()
            return None
        self._pages.move_to_end(number)
        return page[within] if within < len(page) else None

    # what Qt asks ---------------------------------------------------------------------------------------------

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else self._count

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(words.HEADINGS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role == Qt.ItemDataRole.DisplayRole and orientation == Qt.Orientation.Horizontal:
            return words.HEADINGS[section]
        return None

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        roles = (CELL_ROLE, Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole,
                 Qt.ItemDataRole.ToolTipRole)  # fmt: skip
        if not index.isValid() or role not in roles:
            return None
        line = self.line_at(index.row())
        if line is None:
            return Cell(LOADING if index.column() == 0 else "", grey=True) if role == CELL_ROLE else LOADING
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return words.sentence(line)
        if role == Qt.ItemDataRole.ToolTipRole:
            return words.sentence(line)
        cell = words.cell(line, index.column())
        return cell if role == CELL_ROLE else " ".join(part for part in (cell.text, cell.second) if part)

    # pages ----------------------------------------------------------------------------------------------------

    def _ask(self) -> None:
        """The two pages asked for last: whoever scrolls fast does not wait for what went by."""
        wanted, self._wanted = self._wanted[-2:], []
        for number in wanted:
            self._asked.add(number)
            self._operations.submit(
                partial(_page, filter=self._filter, number=number),
                partial(self._arrived, self._turn, number),
                owner=self,
            )

    def _arrived(self, turn: int, number: int, lines: list[Line]) -> None:
        if turn != self._turn:
            return
        self._asked.discard(number)
        self._pages[number] = lines
        while len(self._pages) > KEPT_PAGES:
            self._pages.popitem(last=False)
        first, last = number * PAGE, min(self._count, (number + 1) * PAGE) - 1
        if last >= first:
            self.dataChanged.emit(self.index(first, 0), self.index(last, len(words.HEADINGS) - 1))
        self.arrived.emit()


def _page(cf: CaseFile, _progress: Progress, *, filter: AuditFilter, number: int) -> list[Line]:
    return audit.page(cf, filter, PAGE, number * PAGE)
