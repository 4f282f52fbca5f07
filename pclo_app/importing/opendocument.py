"""OpenDocument spreadsheets (.ods): what stands in the cells, as the officer sees it."""

from __future__ import annotations

import re
from datetime import date

from ..records.event_date import DateError
from ..records.event_date.typed import certain
from .errors import NoTable, ProtectedDocument
from .grids import MOST_COLUMNS, MOST_ROWS, Grid, GridMaker
from .number_formats import plain
from .packed import Package

_CLOCK = re.compile(r"PT(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)(?:[.,]\d+)?S)?")
_CELLS = ("table-cell", "covered-table-cell")
_ASIDE = frozenset({"annotation", "tracked-changes", "ruby-text", "note", "shapes", "image", "object", "desc", "title"})
_BLANK = re.compile(r"\s+")


def read_spreadsheet(package: Package) -> tuple[Grid, ...]:
    """Every sheet with anything in it. Raises the errors of the file."""
    if "META-INF/manifest.xml" in package:
        manifest = b"".join(package.pieces("META-INF/manifest.xml"))
        if b"encryption-data" in manifest:
            raise ProtectedDocument(file=package.file)
    reader = _Content(package.file)
    package.read("content.xml", reader)
    filled = tuple(grid for grid in reader.grids if grid.rows)
    if not filled:
        raise NoTable(file=package.file)
    return filled


class _Content:
    """The document's one part with words."""

    def __init__(self, file: str) -> None:
        self.grids: list[Grid] = []
        self._file = file
        self._maker: GridMaker | None = None
        self._depth = 0
        self._aside = 0
        self._hidden_tables: set[str] = set()
        self._style = ""
        self._number = 0
        self._row_times = 1
        self._row_hidden = False
        self._cells: dict[int, str] = {}
        self._holes: list[int] = []
        self._merges: list[tuple[int, int]] = []
        self._place = 0
        self._cell: dict[str, str] = {}
        self._lines: list[str] = []
        self._in_cell = self._in_line = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if self._aside or name in _ASIDE:
            self._aside += 1
        elif name in _CELLS:
            if not self._in_cell:
                self._cell, self._lines = attributes, []
            self._in_cell += 1
        elif self._in_cell:
            self._in_a_cell(name, attributes)
        elif name == "table-row":
            self._number += 1
            self._row_times = _times(attributes, "number-rows-repeated")
            self._row_hidden = attributes.get("visibility", "visible") != "visible"
            self._cells, self._holes, self._merges, self._place = {}, [], [], 0
        elif name == "table":
            self._depth += 1
            if self._depth == 1:
                hidden = attributes.get("style-name", "") in self._hidden_tables
                self._maker = GridMaker(self._file, attributes.get("name", ""), hidden=hidden)
                self._number = 0
        elif name == "style":
            self._style = attributes.get("name", "")
        elif name == "table-properties" and attributes.get("display") == "false":
            self._hidden_tables.add(self._style)

    def _in_a_cell(self, name: str, attributes: dict[str, str]) -> None:
        if name in ("p", "h"):
            self._lines.append("")
            self._in_line += 1
        elif self._in_line and self._lines:
            if name == "s":
                self._lines[-1] += " " * min(_times(attributes, "c"), 1000)
            elif name == "tab":
                self._lines[-1] += " "
            elif name == "line-break":
                self._lines[-1] += "\n"

    def end(self, name: str) -> None:
        if self._aside:
            self._aside -= 1
        elif name in _CELLS:
            self._in_cell -= 1
            if not self._in_cell:
                self._take(name)
        elif self._in_cell:
            if name in ("p", "h"):
                self._in_line -= 1
        elif name == "table-row":
            self._row()
        elif name == "table":
            self._depth -= 1
            if self._depth == 0 and self._maker is not None:
                self.grids.append(self._maker.grid())
                self._maker = None

    def text(self, words: str) -> None:
        if self._in_line and self._lines and not self._aside:
            joined = self._lines[-1]
            plain_words = _BLANK.sub(" ", words)
            self._lines[-1] += plain_words.lstrip(" ") if joined.endswith((" ", "\n")) or not joined else plain_words

    def _take(self, name: str) -> None:
        cell, times = self._cell, _times(self._cell, "number-columns-repeated")
        words = "\n".join(self._lines).strip()
        if name == "table-cell":
            value = cell.get("value-type", "")
            if words.startswith(("#", "Err:")) and "formula" in cell and value in ("string", "error", "float", ""):
                words = ""
                self._holes.append(self._place)
            elif "formula" in cell and not value and not words:
                self._holes.append(self._place)
            else:
                words = _value(cell, value, words)
            if words:
                for place in range(self._place, self._place + min(times, MOST_COLUMNS + 1)):
                    self._cells[place] = words
                down = _times(cell, "number-rows-spanned")
                if down > 1:
                    self._merges.append((self._place, down))
        self._place += times

    def _row(self) -> None:
        maker = self._maker
        if maker is None or self._depth != 1:
            return
        first = self._number
        if self._cells or self._holes:
            for number in range(first, first + min(self._row_times, MOST_ROWS + 2)):
                maker.add(number, self._cells, tuple(self._holes), hidden=self._row_hidden)
            for column, down in self._merges:
                maker.merge(first, first + min(down, MOST_ROWS) - 1, column)
        self._number += self._row_times - 1


def _times(attributes: dict[str, str], name: str) -> int:
    words = attributes.get(name, "1")
    return max(1, int(words)) if words.isascii() and words.isdigit() and len(words) < 9 else 1


def _value(cell: dict[str, str], kind: str, words: str) -> str:
    """What the cell says: its words, but dates in their one form and as precise as they are shown."""
    if kind == "date":
        return _date(cell.get("date-value", ""), words)
    if kind == "time":
        match = _CLOCK.fullmatch(cell.get("time-value", ""))
        if match and int(match[1] or 0) < 24:
            seconds = int(match[3] or 0)
            return f"{int(match[1] or 0):02}:{int(match[2] or 0):02}" + (f":{seconds:02}" if seconds else "")
        return words
    if kind == "boolean":
        return "yes" if cell.get("boolean-value") == "true" else "no"
    if kind == "float" and not re.search(r"[0-9]", words):
        try:
            return plain(float(cell.get("value", "")))
        except (ValueError, OverflowError):
            return words
    return words or cell.get("string-value", "")


def _date(value: str, words: str) -> str:
    """The date in the cell; where the cell shows only its month or year, that and no more."""
    value = value.replace("T", " ").partition(".")[0].removesuffix("Z").removesuffix(" 00:00:00")
    value = re.sub(r"(\d\d:\d\d):00$", r"\1", value)
    try:
        day = date.fromisoformat(value[:10])
        seen = certain(words, today=day)
    except (DateError, ValueError):
        year = re.fullmatch(r"[0-9]{4}", words)
        return words if year and value.startswith(words) else value or words
    if seen.precision in ("month", "year") and seen.lower and seen.upper and seen.lower <= day <= seen.upper:
        return seen.edtf
    return value
