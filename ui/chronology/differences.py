"""What differs between two wordings, word by word. Pure: no Qt, no case file."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from html import escape
from typing import Literal, NamedTuple

_TOKENS = re.compile(r"\s+|\w+(?:[:.’'-]\w+)*|[^\w\s]")
_CONTEXT = 3
_LONGEST = 4000
"""Beyond so many words the two wordings are shown whole, one struck and one underlined."""

Sort = Literal["same", "old", "new", "left out"]


class Piece(NamedTuple):
    """Some words, and whether they stand in both wordings, only in the old or only in the new one."""

    sort: Sort
    text: str


def differences(old: str, new: str) -> list[Piece]:
    """The pieces of both wordings in reading order; joined without the new they give the old, and the other way."""
    if old == new:
        return [Piece("same", old)] if old else []
    before, after = _TOKENS.findall(old), _TOKENS.findall(new)
    if max(len(before), len(after)) > _LONGEST:
        return [piece for piece in (Piece("old", old), Piece("new", new)) if piece.text]
    pieces: list[Piece] = []
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            _add(pieces, "same", "".join(before[i1:i2]))
        else:
            _add(pieces, "old", "".join(before[i1:i2]))
            _add(pieces, "new", "".join(after[j1:j2]))
    return _readable(pieces)


def _add(pieces: list[Piece], sort: Sort, text: str) -> None:
    if not text:
        return
    if pieces and pieces[-1].sort == sort:
        pieces[-1] = Piece(sort, pieces[-1].text + text)
    else:
        pieces.append(Piece(sort, text))


def _readable(pieces: list[Piece]) -> list[Piece]:
    """Changes with only a space between them become one change: a struck phrase reads better than struck words."""
    found: list[Piece] = []
    run: list[Piece] = []

    def close() -> None:
        for sort in ("old", "new"):
            _add(found, sort, "".join(p.text for p in run if p.sort in (sort, "same")))
        run.clear()

    for place, piece in enumerate(pieces):
        between = piece.sort == "same" and piece.text.isspace() and run and place + 1 < len(pieces)
        if piece.sort != "same" or between:
            run.append(piece)
            continue
        close()
        _add(found, "same", piece.text)
    close()
    return found


def shortened(pieces: list[Piece], context: int = _CONTEXT) -> list[Piece]:
    """Long stretches that did not change cut down to a few words on each side of a change."""
    found: list[Piece] = []
    for place, piece in enumerate(pieces):
        words = piece.text.split(" ")
        if piece.sort != "same" or len(words) <= 2 * context + 1:
            found.append(piece)
            continue
        head = [] if place == 0 else [Piece("same", " ".join(words[:context]))]
        tail = [] if place == len(pieces) - 1 else [Piece("same", " ".join(words[-context:]))]
        found += [*head, Piece("left out", " … " if head and tail else "… " if tail else " …"), *tail]
    return found


def as_html(pieces: list[Piece]) -> str:
    """Old words struck, new ones underlined. Every word is escaped."""
    marks = {"old": ("<s>", "</s>"), "new": ("<u>", "</u>"), "same": ("", ""), "left out": ("", "")}
    parts = []
    for piece in pieces:
        opening, closing = marks[piece.sort]
        parts.append(f"{opening}{escape(piece.text)}{closing}".replace("\n", "<br>"))
        if piece.sort == "old" and not piece.text.endswith(" "):
            parts.append(" ")
    return "".join(parts)


def spoken(pieces: list[Piece]) -> str:
    """The same for a screen reader, which neither strikes nor underlines."""
    words = {"old": "was: {}", "new": "now: {}", "same": "{}", "left out": "…"}
    return ", ".join(words[piece.sort].format(piece.text.strip()) for piece in pieces if piece.text.strip())
