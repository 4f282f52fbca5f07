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


def snippet(text: str, tokens: Sequence[str]) -> str:
    """A piece of the text around the first hit, the hits marked."""
    spoken = " ".join(text.split())
    if not tokens:
        return spoken[: 2 * _AROUND]
    pattern = re.compile(r"\b(" + "|".join(re.escape(t) for t in sorted(tokens, key=len, reverse=True)) + r")", re.I)
    first = pattern.search(spoken)
    start = max(0, first.start() - _AROUND) if first else 0
    if start:
        start = spoken.find(" ", start) + 1
    piece = spoken[start : start + 3 * _AROUND]
    marked = pattern.sub(HIT_START + r"\1" + HIT_END, piece)
    return ("… " if start else "") + marked + ("…" if start + 3 * _AROUND < len(spoken) else "")
