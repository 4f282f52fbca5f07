"""The tables of a file as they stand, before anybody has said what they mean."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from .errors import FieldTooLong, TooManyColumns, TooManyRows

Progress = Callable[[int, int], None]
"""So much of so much is done. May raise, to stop what is going on."""
LONGEST_CELL = 64 * 1024
MOST_ROWS = 100_000
MOST_COLUMNS = 200


class Row(NamedTuple):
    """One row with its number in the file."""

    number: int
    cells: tuple[str, ...]
    holes: tuple[int, ...] = ()
    """Columns (from 0) with a formula whose value the file does not hold, or with an error in place of a value."""
    hidden: bool = False


class Grid(NamedTuple):
    """One sheet of a workbook, one table of a document, or a whole CSV file."""

    name: str
    rows: tuple[Row, ...]
    told: tuple[str, ...] = ()
    """What was noticed on the way, in sentences."""
    hidden: bool = False


class Book(NamedTuple):
    """A file taken apart."""

    file: str
    digest: str
    kind: str
    """CSV, Excel workbook, OpenDocument spreadsheet or Word document."""
    encoding: str
    delimiter: str
    grids: tuple[Grid, ...]


class GridMaker:
    """Collects the rows of one sheet or table; keeps to the limits."""

    def __init__(self, file: str, name: str, *, hidden: bool = False) -> None:
        self.file = file
        self.name = name
        self.hidden = hidden
        self.told: list[str] = []
        self._rows: list[Row] = []
        self._merged: list[tuple[int, int, int]] = []

    def add(self, number: int, cells: dict[int, str], holes: tuple[int, ...] = (), *, hidden: bool = False) -> None:
        """One row by its columns (from 0). A row with nothing in it is left out, but keeps its number."""
        filled = {place: cell for place, cell in cells.items() if cell and not cell.isspace()}
        if not filled and not holes:
            return
        width = max((*filled, *holes)) + 1
        if width > MOST_COLUMNS:
            raise TooManyColumns(row=number, limit=MOST_COLUMNS)
        for place, cell in filled.items():
            if len(cell) > LONGEST_CELL // 4 and len(cell.encode("utf-8", "surrogatepass")) > LONGEST_CELL:
                raise FieldTooLong(row=number, field=place + 1, limit=LONGEST_CELL // 1024)
        if len(self._rows) > MOST_ROWS:
            raise TooManyRows(file=self.file, limit=MOST_ROWS, row=number)
        self._rows.append(Row(number, tuple(filled.get(place, "") for place in range(width)), holes, hidden))

    def merge(self, first: int, last: int, column: int) -> None:
        """A cell (column from 0) that reaches down from one row to another: it says the same of each."""
        if last > first:
            self._merged.append((first, last, column))

    def grid(self) -> Grid:
        """The table, with merged cells repeated in the rows they reach over."""
        rows = self._filled_down()
        hidden = [row.number for row in rows if row.hidden]
        if hidden:
            self.told.append(f"{listed('Row', hidden)} hidden in the file, and read like the others.")
        holes = [row.number for row in rows if row.holes]
        if holes:
            self.told.append(f"{listed('Row', holes, 'holds', 'hold')} a formula whose value the file does not hold.")
        return Grid(self.name, rows, tuple(self.told), self.hidden)

    def _filled_down(self) -> tuple[Row, ...]:
        places = {row.number: place for place, row in enumerate(self._rows)}
        rows, reached = list(self._rows), []
        for first, last, column in sorted(self._merged):
            start = places.get(first)
            if start is None or column >= len(rows[start].cells) or not rows[start].cells[column]:
                continue
            words = rows[start].cells[column]
            place = start + 1
            while place < len(rows) and rows[place].number <= last:
                row = rows[place]
                cells = row.cells + ("",) * (column + 1 - len(row.cells))
                if not cells[column]:
                    rows[place] = row._replace(cells=(*cells[:column], words, *cells[column + 1 :]))
                    reached.append(row.number)
                place += 1
        if reached:
            numbers = sorted(set(reached))
            self.told.append(f"{listed('Row', numbers, 'takes', 'take')} words from a merged cell above.")
        return tuple(rows)


def listed(word: str, numbers: list[int], one: str = "is", many: str = "are") -> str:
    """``Row 5 is``, ``Rows 5, 6 and 9 are``, ``47 rows (5, 6, 9 and so on) are``."""
    if len(numbers) == 1:
        return f"{word} {numbers[0]} {one}"
    if len(numbers) <= 4:
        return f"{word}s {', '.join(map(str, numbers[:-1]))} and {numbers[-1]} {many}"
    return f"{len(numbers)} {word.lower()}s ({', '.join(map(str, numbers[:3]))} and so on) {many}"
