"""Text with separators, taken apart into rows.

The splitting is our own because the standard library's lets an unclosed quotation mark
swallow every row after it without a word.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from .errors import EmptyFile, FieldTooLong, ImportProblem, StrayQuote, TooManyColumns, TooManyRows, UnclosedQuote
from .grids import LONGEST_CELL, MOST_COLUMNS, Grid, Progress, Row
from .headings import SEARCHED, recognised

_DELIMITERS = ",;\t|"
_LOOKED_AT = 64 * 1024
_STEP = 1000


def read_text(
    text: str, name: str, delimiter: str, most_rows: int, progress: Progress | None = None
) -> tuple[Grid, str]:
    """The table in a text and the separator between its cells. Raises the errors of the file."""
    first = 1
    told = re.match(r"sep=([,;\t|:^~])\r?\n", text)
    if told:
        text, first, delimiter = text[told.end() :], 2, delimiter or told[1]
    if not text.strip():
        raise EmptyFile(file=name)
    mark = delimiter or _separator(text, name)
    rows = tuple(_rows(text, mark, name, first, most_rows, progress))
    if not rows:
        raise EmptyFile(file=name)
    return Grid("", rows), mark


def _separator(text: str, name: str) -> str:
    """The separator with which the first rows hold the most known headings; else the one that is there most."""
    scores = {mark: _known_headings(text, mark, name) for mark in _DELIMITERS}
    best = max(scores.values())
    if best > 1:
        return max(_DELIMITERS, key=lambda mark: scores[mark])
    line = text.lstrip("\r\n")[:LONGEST_CELL].split("\n", 1)[0]
    outside = re.sub(r'"[^"]*"', "", line)
    return max(_DELIMITERS, key=outside.count)


def _known_headings(text: str, mark: str, name: str) -> int:
    best = 0
    try:
        for row in islice(_rows(text[:_LOOKED_AT], mark, name, 1, SEARCHED), SEARCHED):
            best = max(best, recognised(row.cells))
    except ImportProblem:
        return best
    return best


def _rows(
    text: str, delimiter: str, name: str, first: int, most_rows: int, progress: Progress | None = None
) -> Iterator[Row]:
    """Each row that is not blank; a blank one still counts in the numbering."""
    splitter = _Splitter(text, delimiter)
    number = first
    filled = 0
    while splitter.place < len(text):
        if progress is not None and number % _STEP == 0:
            progress(splitter.place, len(text))
        cells = splitter.row(number)
        if any(cell.strip() for cell in cells):
            filled += 1
            if filled > most_rows + 1:
                raise TooManyRows(file=name, limit=most_rows, row=number)
            yield Row(number, cells)
        number += 1


class _Splitter:
    """Takes rows off a text one after the other (RFC 4180, with any separator and line end)."""

    def __init__(self, text: str, delimiter: str) -> None:
        self.text = text
        self.delimiter = delimiter
        self.place = 0
        self._line_end = -1
        self._bare = re.compile(rf"[^{re.escape(delimiter)}\r\n]*")

    def row(self, number: int) -> tuple[str, ...]:
        """The next row's cells; the place moves behind its line end."""
        return self._plain_row() or self._any_row(number)

    def _plain_row(self) -> tuple[str, ...]:
        """The cells of a line without quotation marks, which most are: quick. Nothing where it is no such line."""
        text, start = self.text, self.place
        if self._line_end < start:
            self._line_end = text.find("\n", start)
            if self._line_end < 0:
                self._line_end = len(text)
        end = self._line_end
        bare_end = text.find("\r", start, end)
        if bare_end < 0:
            bare_end = end
        if bare_end < end - 1 or bare_end - start > LONGEST_CELL // 4 or text.find('"', start, bare_end) >= 0:
            return ()
        cells = tuple(text[start:bare_end].split(self.delimiter))
        if len(cells) > MOST_COLUMNS:
            return ()
        self.place = end + 1
        return cells

    def _any_row(self, number: int) -> tuple[str, ...]:
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
