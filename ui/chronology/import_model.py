"""The rows of a file as they would be brought in: how each was read, or why it cannot be."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from pclo_app import importing
from pclo_app.casefile.casefile import CaseFile
from pclo_app.importing import Plan, Table
from pclo_app.importing.accepting import Result, accept
from pclo_app.importing.reading import read_bytes
from pclo_app.practice.phrases import counted
from pclo_app.records.agencies import SHORT_NAMES
from pclo_app.records.chronology import ChronologyEntry
from ui.widgets.row_delegate import CELL_ROLE, Cell

HEADINGS = ("Row", "State", "Date", "Time", "Agency", "Source", "What happened, or what is wrong")
STATES = {
    "new": ("New", "ok"),
    "there": ("There already", "plain"),
    "changed": ("Changed in the file", "warn"),
    "offered": ("Changed in both", "danger"),
    "rejected": ("Rejected", "danger"),
}
_Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True)
class PreviewRow:
    """One row of the file."""

    number: int
    state: str
    entry: ChronologyEntry | None
    words: str


@dataclass(frozen=True)
class Preview:
    """What bringing the file in would do."""

    table: Table
    plan: Plan
    rows: tuple[PreviewRow, ...]
    result: Result

    @property
    def wanted(self) -> int:
        """How many rows would be written."""
        return self.result.imported + self.result.amended


def preview(cf: CaseFile, case: str, path: Path, today: date) -> Preview:
    """Read a file and compare it with the case. Raises the errors of the file."""
    table = importing.read_table(read_bytes(path), path.name)
    plan = importing.plan_table(table, importing.Mapping(), today)
    comparison = importing.compare(plan, [(item.id, item.record) for item in cf.entries(case)])
    result = accept(cf, case, plan, dry_run=True, good_rows_only=True)
    offered = {each.row: each.fields for each in result.offered}
    states = {row.row: "there" for row, _ in comparison.unchanged}
    states |= {each.row.row: "offered" if each.row.row in offered else "changed" for each in comparison.changed}
    fields = {each.row.row: each.fields for each in comparison.changed}
    rows = []
    for row in plan.rows:
        state = states.get(row.row, "new")
        said = " ".join(row.warnings)
        if state in ("changed", "offered"):
            left = " An officer has amended its entry, so it is left alone." if state == "offered" else ""
            said = f"Changed: {', '.join(fields[row.row]).replace('_', ' ')}.{left} {said}".strip()
        rows.append(PreviewRow(row.row, state, row.entry, said))
    rows += [
        PreviewRow(each.row, "rejected", None, f"{each.field.replace('_', ' ')}: {each.reason}")
        for each in plan.rejected
    ]
    return Preview(table, plan, tuple(sorted(rows, key=lambda row: row.number)), result)


def summary(found: Preview) -> list[tuple[str, str]]:
    """The counts, each with the kind of its chip."""
    result = found.result
    counts = [(f"{result.imported} new", "ok" if result.imported else "plain")]
    if result.unchanged:
        counts.append((f"{result.unchanged} there already", "plain"))
    if result.amended:
        counts.append((f"{result.amended} changed in the file", "warn"))
    if result.offered:
        counts.append((f"{len(result.offered)} changed in both", "danger"))
    if result.undated:
        counts.append((f"{result.undated} without a date", "warn"))
    rejected = len(found.plan.rejected_rows)
    if rejected:
        counts.append((f"{rejected} rejected", "danger"))
    return counts


def outcome(result: Result) -> str:
    """What was done, in one sentence."""
    if not result.imported and not result.amended:
        return "Nothing in the file was new, so nothing was changed."
    parts = [counted(result.imported, "row was", "rows were") + " brought in"] if result.imported else []
    if result.amended:
        parts.append(counted(result.amended, "entry was", "entries were") + " amended")
    if result.unchanged:
        parts.append(counted(result.unchanged, "was", "were") + " there already")
    return ", ".join(parts) + "."


class ImportModel(QAbstractTableModel):
    """The rows for the table."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.rows: tuple[PreviewRow, ...] = ()

    def show(self, rows: tuple[PreviewRow, ...]) -> None:
        """Other rows."""
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

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
            return self._sentence(row)
        if role == CELL_ROLE:
            return self._cell(row, index.column())
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            cell = self._cell(row, index.column())
            return " ".join(part for part in (cell.chip, cell.text, cell.second) if part)
        return None

    @staticmethod
    def _sentence(row: PreviewRow) -> str:
        entry = row.entry
        state = STATES[row.state][0]
        if entry is None:
            return f"Row {row.number}: {state}, {row.words}"
        agency = SHORT_NAMES.get(entry.agency, entry.agency)
        parts = (state, entry.when.in_words(), agency, entry.fact, row.words, entry.note)
        return f"Row {row.number}: " + ", ".join(part for part in parts if part)

    @staticmethod
    def _cell(row: PreviewRow, column: int) -> Cell:
        entry = row.entry
        words, kind = STATES[row.state]
        if column == 0:
            return Cell(text=str(row.number), grey=True)
        if column == 1:
            return Cell(chip=words, chip_kind=kind)
        if entry is None:
            return Cell(text=row.words, tone="danger") if column == 6 else Cell()
        uncertain = entry.when.precision not in ("day", "range")
        match column:
            case 2:
                return Cell(text=entry.when.in_table(), italic=not entry.when.known)
            case 3:
                return Cell(text=entry.when.time_in_table(), bold=uncertain)
            case 4:
                return Cell(text=entry.agency, agency=entry.agency, hollow=uncertain)
            case 5:
                return Cell(text=str(entry.source), small=True)
        said = " ".join(part for part in (row.words, entry.note) if part)
        return Cell(text=entry.fact, second=said)
