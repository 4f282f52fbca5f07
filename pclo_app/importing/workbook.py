"""Excel workbooks (.xlsx, .xlsm): what stands in the cells, as the officer sees it.

Of a formula its last value is taken; macros, pictures and links to outside are never
looked at. Why not a library: docs/decisions/0001-dependencies.md.
"""

from __future__ import annotations

import re

from .errors import DamagedDocument, NoTable
from .grids import LONGEST_CELL, Grid, GridMaker
from .number_formats import built_in, words_of
from .packed import Package

_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_TOO_LONG = LONGEST_CELL + 1


def read_workbook(package: Package) -> tuple[Grid, ...]:
    """Every sheet with anything in it. Raises the errors of the file."""
    found = [place for kind, place in package.related().values() if kind == "officeDocument"]
    if not found or found[0] not in package:
        raise DamagedDocument(file=package.file)
    book = _Book()
    package.read(found[0], book)
    related = package.related(found[0])
    strings, styles = _Strings(), _Styles()
    for kind, place in related.values():
        if kind == "sharedStrings":
            package.read(place, strings)
        elif kind == "styles":
            package.read(place, styles)
    grids = []
    for name, reference, hidden in book.sheets:
        kind, place = related.get(reference, ("", ""))
        if kind == "worksheet":
            maker = GridMaker(package.file, name, hidden=hidden)
            package.read(place, _Sheet(maker, strings.found, styles.of_cells, book.epoch_1904))
            grids.append(maker.grid())
    filled = tuple(grid for grid in grids if grid.rows)
    if not filled:
        raise NoTable(file=package.file)
    return filled


class _Book:
    """The list of sheets, and from which year days are counted."""

    def __init__(self) -> None:
        self.sheets: list[tuple[str, str, bool]] = []
        self.epoch_1904 = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "sheet":
            hidden = attributes.get("state", "visible") != "visible"
            self.sheets.append((attributes.get("name", ""), attributes.get("id", ""), hidden))
        elif name == "workbookPr":
            self.epoch_1904 = attributes.get("date1904", "0") in ("1", "true")

    def end(self, name: str) -> None:
        pass

    def text(self, words: str) -> None:
        pass


class _Strings:
    """The words that cells refer to by number; reading aids beside them (phonetics) are left out."""

    def __init__(self) -> None:
        self.found: list[str] = []
        self._pieces: list[str] = []
        self._in_text = False
        self._aside = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "t":
            self._in_text = not self._aside
        elif name == "si":
            self._pieces = []
        elif name == "rPh":
            self._aside += 1

    def end(self, name: str) -> None:
        if name == "t":
            self._in_text = False
        elif name == "rPh":
            self._aside -= 1
        elif name == "si":
            self.found.append(unescaped("".join(self._pieces)[:_TOO_LONG]))

    def text(self, words: str) -> None:
        if self._in_text:
            self._pieces.append(words)


class _Styles:
    """The number format of each cell style."""

    def __init__(self) -> None:
        self.of_cells: list[str] = []
        self._codes: dict[int, str] = {}
        self._in_cells = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "numFmt":
            self._codes[_number(attributes.get("numFmtId"))] = attributes.get("formatCode", "")
        elif name == "cellXfs":
            self._in_cells = True
        elif name == "xf" and self._in_cells:
            number = _number(attributes.get("numFmtId"))
            self.of_cells.append(self._codes.get(number) or built_in(number))

    def end(self, name: str) -> None:
        if name == "cellXfs":
            self._in_cells = False

    def text(self, words: str) -> None:
        pass


class _Sheet:
    """The rows of one sheet."""

    def __init__(self, maker: GridMaker, strings: list[str], styles: list[str], epoch_1904: bool) -> None:
        self._maker = maker
        self._strings = strings
        self._styles = styles
        self._epoch_1904 = epoch_1904
        self._number = 0
        self._hidden = False
        self._cells: dict[int, str] = {}
        self._holes: list[int] = []
        self._place = -1
        self._kind = self._style = ""
        self._value: list[str] = []
        self._taking = False
        self._formula = False
        self._aside = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "c":
            self._place = _column(attributes.get("r", ""), self._place + 1)
            self._kind, self._style = attributes.get("t", "n"), attributes.get("s", "")
            self._value, self._formula = [], False
        elif name == "v" or name == "t":
            self._taking = not self._aside
        elif name == "f":
            self._formula = True
        elif name == "row":
            self._number = _number(attributes.get("r"), self._number + 1)
            self._hidden = attributes.get("hidden", "0") in ("1", "true")
            self._cells, self._holes, self._place = {}, [], -1
        elif name == "rPh":
            self._aside += 1
        elif name == "mergeCell":
            self._merge(attributes.get("ref", ""))
        elif name == "col" and attributes.get("hidden", "0") in ("1", "true"):
            self._hide(attributes)

    def end(self, name: str) -> None:
        if name == "v" or name == "t":
            self._taking = False
        elif name == "c":
            self._take()
        elif name == "rPh":
            self._aside -= 1
        elif name == "row":
            self._maker.add(self._number, self._cells, tuple(self._holes), hidden=self._hidden)

    def text(self, words: str) -> None:
        if self._taking:
            self._value.append(words)

    def _take(self) -> None:
        words = "".join(self._value)
        if self._kind == "e" or (self._formula and not words and self._kind != "str"):
            self._holes.append(self._place)
            return
        if not words:
            return
        if self._kind == "s":
            words = self._shared(words)
        elif self._kind == "b":
            words = "yes" if words == "1" else "no"
        elif self._kind == "n":
            words = self._figures(words)
        elif self._kind == "d":
            words = words.replace("T", " ").removesuffix("Z")
        else:
            words = unescaped(words[:_TOO_LONG])
        self._cells[self._place] = words

    def _shared(self, words: str) -> str:
        place = _number(words, -1)
        if not 0 <= place < len(self._strings):
            raise DamagedDocument(file=self._maker.file)
        return self._strings[place]

    def _figures(self, words: str) -> str:
        try:
            value = float(words)
        except ValueError:
            raise DamagedDocument(file=self._maker.file) from None
        if value != value or value in (float("inf"), float("-inf")):
            raise DamagedDocument(file=self._maker.file)
        style = _number(self._style)
        code = self._styles[style] if 0 <= style < len(self._styles) else ""
        return words_of(value, code, epoch_1904=self._epoch_1904)

    def _merge(self, reference: str) -> None:
        match = re.fullmatch(r"([A-Z]{1,3}[0-9]{1,7}):([A-Z]{1,3}[0-9]{1,7})", reference)
        if match:
            rows = [int(part.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")) for part in match.groups()]
            self._maker.merge(rows[0], rows[1], _column(match[1], 0))

    def _hide(self, attributes: dict[str, str]) -> None:
        first, last = _number(attributes.get("min")), _number(attributes.get("max"))
        if 0 < first <= last <= 200:
            letters = ", ".join(letter(place) for place in range(first - 1, last))
            self._maker.told.append(f"Column {letters} is hidden in the file, and read like the others.")


def letter(place: int) -> str:
    """A column (from 0) as a spreadsheet calls it: A, Z, AA."""
    found, place = "", place + 1
    while place:
        place, rest = divmod(place - 1, 26)
        found = chr(65 + rest) + found
    return found


def unescaped(words: str) -> str:
    """Excel writes characters that XML cannot hold as ``_x000D_``."""
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), words) if "_x" in words else words


def _column(reference: str, otherwise: int) -> int:
    place = 0
    for character in reference:
        if not "A" <= character <= "Z":
            break
        place = place * 26 + ord(character) - 64
    return place - 1 if 0 < place <= 16384 else otherwise


def _number(words: str | None, otherwise: int = 0) -> int:
    return int(words) if words and words.isascii() and words.isdigit() and len(words) < 10 else otherwise
