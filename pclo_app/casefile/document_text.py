"""The text of a document: its encoding stated, and nothing in it invisible."""

from __future__ import annotations

import codecs
import csv
import io
import re
from dataclasses import dataclass

from ..records.text import made_visible

MOST_SHOWN = 1_000_000
"""Characters that are shown; the whole of a longer text can be exported."""
LONGEST_LINE = 4_000
MOST_ROWS = 20_000
MOST_COLUMNS = 200

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig", "UTF-8"),
    (codecs.BOM_UTF16_LE, "utf-16", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16", "UTF-16"),
)
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_SEPARATORS = ",;\t|"
_LOOKED_AT = 30


@dataclass(frozen=True)
class Text:
    """Decoded words and the name of the encoding that they were in."""

    words: str
    encoding: str


@dataclass(frozen=True)
class Shown:
    """What of a text is put on the screen."""

    words: str
    whole: bool
    """Whether that is all of it."""


def decode(data: bytes) -> Text | None:
    """The text in these bytes, or None where they are not text.

    By the byte order mark, as UTF-8 without a fault, or as Windows-1252, in which every
    byte has a meaning in nearly any file; so there no control character is let pass.
    """
    for mark, codec, name in _MARKS:
        if data.startswith(mark):
            try:
                return Text(data.decode(codec), name)
            except UnicodeDecodeError:
                return None
    if not data or b"\0" in data:
        return None
    try:
        words = data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    else:
        return Text(words, "UTF-8") if _few_controls(words) else None
    try:
        words = data.decode("cp1252")
    except UnicodeDecodeError:
        return None
    return None if _CONTROL.search(words) else Text(words, "Windows-1252")


def _few_controls(words: str) -> bool:
    """Text has one here and there (a form feed, the colours of a terminal); what is not text is full of them."""
    return sum(1 for _ in _CONTROL.finditer(words)) * 10 <= len(words)


def visible(words: str) -> str:
    """The words with every control, bidirectional and zero-width character written out: ``⟦U+202E⟧``."""
    plain = words.replace("\r\n", "\n").replace("\r", "\n")
    return made_visible(_CONTROL.sub(lambda found: f"⟦U+{ord(found[0]):04X}⟧", plain))


def shown(words: str) -> Shown:
    """What is put on the screen: at most `MOST_SHOWN` characters, very long lines broken."""
    part = visible(words[:MOST_SHOWN])
    lines = []
    for line in part.split("\n"):
        lines += [line[at : at + LONGEST_LINE] for at in range(0, len(line) or 1, LONGEST_LINE)]
    return Shown("\n".join(lines), len(words) <= MOST_SHOWN)


def delimiter_of(words: str) -> str:
    """What separates the columns, where the text is a table: every line the same number of columns, two at least.

    A letter whose lines happen to have a comma each is none: in prose a space follows it, or the line ends.
    """
    head = words[:200_000]
    if len(words) > len(head):
        head = head[: head.rfind("\n") + 1]
    for separator in _SEPARATORS:
        if separator not in head or head.count(f"{separator} ") * 2 > head.count(separator):
            continue
        rows = _rows(head, separator, _LOOKED_AT)
        widths = {len(row) for row in rows}
        even = len(rows) >= 2 and len(widths) == 1 and 2 <= widths.pop() <= MOST_COLUMNS
        if even and all(any(cell.strip() for cell in column) for column in zip(*rows, strict=True)):
            return separator
    return ""


def table(words: str) -> list[list[str]]:
    """The rows of a table, every cell visible; at most `MOST_ROWS`."""
    separator = delimiter_of(words)
    found = _rows(words, separator, MOST_ROWS) if separator else []
    return [[visible(cell) for cell in row[:MOST_COLUMNS]] for row in found]


def _rows(words: str, separator: str, most: int) -> list[list[str]]:
    found: list[list[str]] = []
    try:
        for row in csv.reader(io.StringIO(words, newline=""), delimiter=separator):
            if any(cell.strip() for cell in row):
                found.append(row)
            if len(found) == most:
                break
    except csv.Error:
        return []
    return found
