"""What a search found. Its words are read when somebody looks: a list of fifty shows a dozen."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from ..records import kinds
from ..records.base import Record
from ..records.chronology import ChronologyEntry
from ..records.describe import event_date, title, words

HIT_START, HIT_END = "\x02", "\x03"
_AROUND = 60


@dataclass(eq=False)
class Hit:
    """A record in which searched words stand."""

    id: str
    case: str
    reference: str
    family: str
    kind: str
    rev: bytes = field(repr=False)
    tokens: tuple[str, ...] = field(default=(), repr=False)
    """The words that were looked for."""
    body: bytes = field(default=b"", repr=False)
    """The record as it is stored; empty until it is read."""

    @cached_property
    def record(self) -> Record:
        """The record that was found."""
        return kinds.decode(self.kind, self.body)

    @cached_property
    def title(self) -> str:
        """What it is called in lists."""
        return title(self.record)

    @cached_property
    def snippet(self) -> str:
        """A piece of the text around the first hit; hits stand between \\x02 and \\x03."""
        return snippet(words(self.record), self.tokens)

    @cached_property
    def when(self) -> str:
        """When it happened, as tables say it; empty where that is not known."""
        when = event_date(self.record)
        return when.in_table() if when.known else ""

    @property
    def agency(self) -> str:
        """The agency of an entry; empty for other records."""
        return self.record.agency if isinstance(self.record, ChronologyEntry) else ""

    @property
    def who(self) -> str:
        """Who told us of an entry, or where it comes from; empty for other records."""
        if not isinstance(self.record, ChronologyEntry):
            return ""
        return str(self.record.told_by or self.record.source)


def snippet(text: str, tokens: Sequence[str]) -> str:
    """A piece of the field in which most of the words stand, around the first of them; the hits marked."""
    if not tokens:
        return " ".join(text.split())[: 2 * _AROUND]
    line, start = line_with(text, tokens)
    piece = line[start : start + 3 * _AROUND]
    marked = _pattern(tokens).sub(HIT_START + r"\1" + HIT_END, piece)
    return ("… " if start else "") + marked + ("…" if start + len(piece) < len(line) else "")


def line_with(text: str, tokens: Sequence[str], before: int = _AROUND) -> tuple[str, int]:
    """The line in which most of these words stand, the first of several; and from where it is read, so that no more
    than about ``before`` letters stand in front of the first of them. Where none has any: all lines as one."""
    pattern = _pattern(tokens)
    best, most = " ".join(text.split()), 0
    for line in text.split("\n"):
        count = len({found.casefold() for found in pattern.findall(line)})
        if count > most:
            best, most = " ".join(line.split()), count
    first = pattern.search(best)
    start = max(0, first.start() - before) if first else 0
    return best, best.find(" ", start) + 1 if start else 0


def _pattern(tokens: Sequence[str]) -> re.Pattern[str]:
    longest_first = sorted(tokens, key=len, reverse=True)
    return re.compile(r"\b(" + "|".join(re.escape(token) for token in longest_first) + r")", re.IGNORECASE)
