"""The rows of a file as they would be brought in, for the table: how each was read, or why it cannot be."""

from __future__ import annotations

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from pclo_app.records.agencies import SHORT_NAMES
from ui.widgets.row_delegate import CELL_ROLE, Cell

from .import_work import PreviewRow

HEADINGS = ("Row", "State", "Date", "Time", "Agency", "Source", "What happened, or what is wrong")
STATES = {
    "new": ("New", "ok"),
    "back": ("Coming back", "ok"),
    "there": ("There already", "plain"),
    "changed": ("Changed in the file", "warn"),
    "offered": ("Changed in both", "danger"),
    "left": ("Entry stays", "plain"),
    "rejected": ("Rejected", "danger"),
    "out": ("Left out", "plain"),
}
_Index = QModelIndex | QPersistentModelIndex


class ImportModel(QAbstractTableModel):
    """The rows, or only those that somebody should look at."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.all: tuple[PreviewRow, ...] = ()
        self.rows: tuple[PreviewRow, ...] = ()
        self.doubtful_only = False
        self._places: dict[int, int] = {}

    def show(self, rows: tuple[PreviewRow, ...], *, doubtful_only: bool | None = None) -> None:
        """Other rows, or another choice of them."""
        self.beginResetModel()
        self.all = rows
        if doubtful_only is not None:
            self.doubtful_only = doubtful_only
        self.rows = tuple(row for row in rows if row.to_look_at) if self.doubtful_only else rows
        self._places = {row.number: place for place, row in enumerate(self.rows)}
        self.endResetModel()

    def place_of(self, number: int) -> int | None:
        """Where a row of the file stands in the table; None where it is not shown."""
        return self._places.get(number)

    def next_doubtful(self, after: int) -> int | None:
        """The place of the next row to look at, going round at the end."""
        count = len(self.rows)
        for step in range(1, count + 1):
            place = (after + step) % count
            if self.rows[place].to_look_at:
                return place
        return None

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(HEADINGS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if orientation != Qt.Orientation.Horizontal:
            return None
        return HEADINGS[section] if role == Qt.ItemDataRole.DisplayRole else None

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        row = self.rows[index.row()]
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return sentence(row)
        if role == CELL_ROLE:
            return self._cell(row, index.column())
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            cell = self._cell(row, index.column())
            return " ".join(part for part in (cell.chip, cell.text, cell.second) if part)
        return None

    @staticmethod
    def _cell(row: PreviewRow, column: int) -> Cell:
        entry = row.entry
        words, kind = STATES[row.state]
        if column == 0:
            return Cell(text=str(row.number), grey=True)
        if column == 1:
            return Cell(chip=words, chip_kind=kind, second="Corrected" if row.fixed else "")
        if entry is None:
            return ImportModel._as_it_stands(row, column)
        uncertain = entry.when.precision not in ("day", "range")
        match column:
            case 2:
                shown = entry.when.in_table()
                given = entry.when.as_given
                second = f"“{given}”" if given and not entry.when.known else ""
                return Cell(text=shown, italic=not entry.when.known, second=second)
            case 3:
                return Cell(text=entry.when.time_in_table(), bold=uncertain)
            case 4:
                return Cell(text=entry.agency, agency=entry.agency, hollow=uncertain)
            case 5:
                return Cell(text=str(entry.source), small=True)
        said = " ".join(part for part in (row.words, entry.note) if part)
        return Cell(text=entry.fact, second=said)

    @staticmethod
    def _as_it_stands(row: PreviewRow, column: int) -> Cell:
        """A row that has become no entry: the words of the file, and why."""
        if column == 6:
            tone = "danger" if row.state == "rejected" else ""
            return Cell(text=row.words, tone=tone, second=row.cells.get("event", "").replace("\n", " "))
        field = {2: "date", 3: "time", 4: "source_agency", 5: "source_ref"}.get(column, "")
        return Cell(text=row.cells.get(field, ""), grey=True, small=True)


def sentence(row: PreviewRow) -> str:
    """A row as a screen reader says it."""
    entry = row.entry
    state = STATES[row.state][0]
    if entry is None:
        words = ", ".join(filter(None, (row.cells.get("date", ""), row.cells.get("event", ""))))
        return f"Row {row.number}: {state}, {row.words} {words}".strip()
    agency = SHORT_NAMES.get(entry.agency, entry.agency)
    parts = (state, entry.when.in_words(), entry.when.as_given, agency, entry.fact, row.words, entry.note)
    return f"Row {row.number}: " + ", ".join(part for part in parts if part)
