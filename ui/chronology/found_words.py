"""What a row of the chronology shows while words are looked for: the place where they stand. Pure."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache

from pclo_app.casefile import query
from pclo_app.casefile.hits import line_with
from pclo_app.records.describe import words as words_of

from .words import Row, table_words

_IN_SIGHT = 24
"""A hit that begins later may lie behind the edge of the column."""
_BEFORE = 10


def found_words(row: Row, typed: str) -> tuple[str, tuple[tuple[int, int], ...]]:
    """The words of the row's cell and where in them the searched ones stand.

    The row's own words from a little before the first hit; or, where what was found stands in
    another field or deep in the record that the row comes from, those words.
    """
    shown = table_words(row.entry)
    tokens = wanted(typed)
    if not tokens:
        return shown, ()
    here = places(shown, tokens)
    if here and here[0][0] <= _IN_SIGHT:
        return shown, here
    record = row.version.record
    line, start = line_with(shown if here or record is None else words_of(record), tokens, _BEFORE)
    piece = f"… {line[start:]}" if start else line
    found = places(piece, tokens)
    return (piece, found) if found else (shown, ())


@lru_cache(maxsize=8)
def wanted(typed: str) -> tuple[str, ...]:
    """The words that are looked for, without those of fields and those that are to be left out."""
    return query.read(typed, date(2000, 1, 1)).tokens  # no word depends on the day


def places(text: str, tokens: tuple[str, ...]) -> tuple[tuple[int, int], ...]:
    """Where words stand in a text: start and length of each."""
    if not tokens:
        return ()
    pattern = r"\b(?:" + "|".join(re.escape(token) for token in sorted(tokens, key=len, reverse=True)) + ")"
    return tuple((found.start(), len(found.group())) for found in re.finditer(pattern, text, re.IGNORECASE))
