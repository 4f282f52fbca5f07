"""From a file's bytes to a table, or to an error that names the row and column.

Rows are numbered as a spreadsheet shows them: the heading row is row 1 (or 2, under a
"sep=" line). The splitting is our own because the standard library's lets an unclosed
quotation mark swallow every row after it without a word.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import NamedTuple

from ..records.text import clean, made_visible
from .encodings import decode
from .errors import (
    EmptyFile,
    FieldTooLong,
    FileTooLarge,
    StrayQuote,
    TooManyColumns,
    TooManyRows,
    UnclosedQuote,
    UnreadableFile,
)

MEGABYTE = 1024 * 1024
LONGEST_FILE = 64 * MEGABYTE
LONGEST_CELL = 64 * 1024
MOST_ROWS = 100_000
MOST_COLUMNS = 200
_DELIMITERS = ",;\t|"


class Row(NamedTuple):
    """One row with its number in a spreadsheet."""

    number: int
    cells: tuple[str, ...]


class Table(NamedTuple):
    """A file taken apart, before anything is understood."""

    file: str
    digest: str
    encoding: str
    delimiter: str
    header: Row
    rows: tuple[Row, ...]


def read_bytes(path: Path) -> bytes:
    """The whole file. Raises UnreadableFile or FileTooLarge."""
    name = safe_name(path.name)
    try:
        with path.open("rb") as file:
            data = file.read(LONGEST_FILE + 1)
    except OSError as error:
        why = error.strerror or "the system gives no reason"
        raise UnreadableFile(file=name, why=why[:1].lower() + why[1:]) from None
    _require_length(data, name)
    return data


def read_table(data: bytes, file_name: str, *, encoding: str = "", delimiter: str = "") -> Table:
    """The table in a CSV file's bytes. Raises the errors of the file (`errors`), never another.

    ``encoding`` and ``delimiter`` are taken at their word where a mapping file gives them.
    """
    name = safe_name(file_name)
    _require_length(data, name)
    text, encoding_name = decode(data, name, encoding)
    first = 1
    told = re.match(r"sep=([,;\t|:^~])\r?\n", text)
    if told:
        text, first, delimiter = text[told.end() :], 2, delimiter or told[1]
    if not text.strip():
        raise EmptyFile(file=name)
    mark = delimiter or _most_columns(text)
    rows = _rows(text, mark, name, first)
    header = next(rows, None)
    if header is None:
        raise EmptyFile(file=name)
    return Table(name, sha256(data).hexdigest(), encoding_name, mark, header, tuple(rows))


def safe_name(file_name: str) -> str:
    """The file's own name, without its folders and without characters that cannot be shown."""
    bare = PureWindowsPath(PurePosixPath(file_name).name).name or "file"
    printable = "".join(each if each.isprintable() or each == " " else "_" for each in made_visible(bare))
    return clean(printable)[:200]


def _require_length(data: bytes, name: str) -> None:
    if len(data) > LONGEST_FILE:
        raise FileTooLarge(file=name, limit=LONGEST_FILE // MEGABYTE)


def _most_columns(text: str) -> str:
    """The separator that divides the heading row into the most columns; a comma where none does."""
    line = text.lstrip("\r\n")[:LONGEST_CELL].split("\n", 1)[0]
    outside = re.sub(r'"[^"]*"', "", line)
    return max(_DELIMITERS, key=outside.count)


def _rows(text: str, delimiter: str, name: str, first: int) -> Iterator[Row]:
    """Each row that is not blank; a blank one still counts in the numbering."""
    splitter = _Splitter(text, delimiter)
    number = first
    filled = 0
    while splitter.place < len(text):
        cells = splitter.row(number)
        if any(cell.strip() for cell in cells):
            filled += 1
            if filled > MOST_ROWS + 1:
                raise TooManyRows(file=name, limit=MOST_ROWS, row=number)
            yield Row(number, cells)
        number += 1


class _Splitter:
    """Takes rows off a text one after the other (RFC 4180, with any separator and line end)."""

    def __init__(self, text: str, delimiter: str) -> None:
        self.text = text
        self.delimiter = delimiter
        self.place = 0
        self._bare = re.compile(rf"[^{re.escape(delimiter)}\r\n]*")

    def row(self, number: int) -> tuple[str, ...]:
        """The next row's cells; the place moves behind its line end."""
        cells: list[str] = []
        while True:
            if len(cells) >= MOST_COLUMNS:
                raise TooManyColumns(row=number, limit=MOST_COLUMNS)
            cell = self._cell(number, len(cells) + 1)
            if len(cell) > LONGEST_CELL // 4 and len(cell.encode("utf-8", "surrogatepass")) > LONGEST_CELL:
                raise FieldTooLong(row=number, field=len(cells) + 1, limit=LONGEST_CELL // 1024)
            cells.append(cell)
            if self._take(self.delimiter):
                continue
            self._take("\r")
            self._take("\n")
            return tuple(cells)

    def _cell(self, number: int, column: int) -> str:
        if not self._take('"'):
            match = self._bare.match(self.text, self.place)
            bare = match[0] if match else ""
            self.place += len(bare)
            return bare
        start = self.place
        while True:
            close = self.text.find('"', self.place)
            if close < 0:
                raise UnclosedQuote(row=number, field=column)
            self.place = close + 1
            if not self._take('"'):
                break
        if self.place < len(self.text) and self.text[self.place] not in (self.delimiter, "\r", "\n"):
            raise StrayQuote(row=number, field=column)
        return self.text[start:close].replace('""', '"')

    def _take(self, mark: str) -> bool:
        found = self.text.startswith(mark, self.place)
        if found:
            self.place += len(mark)
        return found
