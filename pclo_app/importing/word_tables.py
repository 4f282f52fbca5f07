"""Tables in Word documents (.docx): the words that a reader of the finished document sees.

Words that somebody deleted while changes were tracked still stand in the file. They are
not taken: they were withdrawn, and may be the very words that must not go on.
"""

from __future__ import annotations

from .errors import DamagedDocument, NoTable
from .grids import Grid, GridMaker
from .packed import Package

_WITHDRAWN = frozenset({"del", "moveFrom", "Fallback", "instrText", "delText"})
_MARKS = {"tab": " ", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}


def read_tables(package: Package) -> tuple[Grid, ...]:
    """Every table with anything in it. Raises the errors of the file."""
    found = [place for kind, place in package.related().values() if kind == "officeDocument"]
    if not found or found[0] not in package:
        raise DamagedDocument(file=package.file)
    reader = _Document(package.file)
    package.read(found[0], reader)
    filled = tuple(grid for grid in reader.grids if grid.rows)
    if not filled:
        raise NoTable(file=package.file)
    return filled


class _Document:
    """The document's body."""

    def __init__(self, file: str) -> None:
        self.grids: list[Grid] = []
        self._file = file
        self._maker: GridMaker | None = None
        self._tables = 0
        self._depth = 0
        """Of tables: one inside a cell is part of that cell's words."""
        self._withdrawn = 0
        self._changed = False
        self._number = 0
        self._gone = False
        self._cells: dict[int, str] = {}
        self._place = 0
        self._span = 1
        self._joins: str | None = None
        self._open: dict[int, tuple[int, int]] = {}
        """Cells that reach down: column -> (first row, last row so far)."""
        self._words: list[str] = []
        self._in_text = self._in_run = self._in_row_properties = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "trPr":
            self._in_row_properties = True
        elif self._in_row_properties and name in ("del", "ins"):
            self._changed = True
            self._gone = self._gone or name == "del"
        elif self._withdrawn or name in _WITHDRAWN:
            self._withdrawn += 1
            self._changed = self._changed or name in ("del", "moveFrom")
        elif name == "ins":
            self._changed = True
        elif name == "t":
            self._in_text = True
        elif name == "r":
            self._in_run = True
        elif name in _MARKS:
            if self._in_run:  # the same names stand for tab stops in a paragraph's properties
                self._words.append(_MARKS[name])
        elif name == "tbl":
            self._depth += 1
            if self._depth == 1:
                self._tables += 1
                self._maker = GridMaker(self._file, f"Table {self._tables}")
                self._number, self._changed, self._open = 0, False, {}
        elif self._depth == 1:
            self._in_a_table(name, attributes)

    def _in_a_table(self, name: str, attributes: dict[str, str]) -> None:
        if name == "tr":
            self._number += 1
            self._cells, self._place, self._gone = {}, 0, False
        elif name == "tc":
            self._words, self._span, self._joins = [], 1, None
        elif name == "gridSpan":
            self._span = _times(attributes)
        elif name == "vMerge":
            self._joins = attributes.get("val", "continue")
        elif name == "gridBefore":
            self._place += _times(attributes)

    def end(self, name: str) -> None:
        if name == "trPr":
            self._in_row_properties = False
        elif self._in_row_properties and name in ("del", "ins"):
            pass
        elif self._withdrawn:
            self._withdrawn -= 1
        elif name == "t":
            self._in_text = False
        elif name == "r":
            self._in_run = False
        elif name == "p":
            self._words.append("\n")
        elif name == "tbl":
            self._depth -= 1
            if self._depth == 0:
                self._close()
        elif self._depth == 1 and name == "tc":
            self._take()
        elif self._depth == 1 and name == "tr" and self._maker is not None and not self._gone:
            self._maker.add(self._number, self._cells)

    def text(self, words: str) -> None:
        if self._in_text and not self._withdrawn and self._depth:
            self._words.append(words)

    def _take(self) -> None:
        column = self._place
        self._place += self._span
        if self._gone:
            return
        if self._joins == "continue":
            first, _ = self._open.get(column, (self._number, 0))
            self._open[column] = (first, self._number)
            return
        self._reach(column)
        if self._joins == "restart":
            self._open[column] = (self._number, self._number)
        self._cells[column] = "".join(self._words).strip()

    def _reach(self, column: int) -> None:
        """A cell that reached down has come to its end."""
        if column in self._open and self._maker is not None:
            first, last = self._open.pop(column)
            self._maker.merge(first, last, column)

    def _close(self) -> None:
        if self._maker is None:
            return
        for column in list(self._open):
            self._reach(column)
        if self._changed:
            words = "Changes were tracked here: deleted words are left out, and inserted ones are taken."
            self._maker.told.append(words)
        self.grids.append(self._maker.grid())
        self._maker = None


def _times(attributes: dict[str, str]) -> int:
    words = attributes.get("val", "1")
    return max(1, min(int(words), 1000)) if words.isascii() and words.isdigit() and len(words) < 5 else 1
