"""Whether an entry may be there already: same day, same agency, similar words. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import SequenceMatcher

from .words import Row

ENOUGH = 0.55
_SHORTEST = 12


def likest(fact: str, rows: Iterable[Row], *, but: str = "") -> Row | None:
    """The entry whose words are most like these, if any is like enough; ``but`` is the entry being written."""
    words = " ".join(fact.casefold().split())
    if len(words) < _SHORTEST:
        return None
    best: tuple[float, Row] | None = None
    for row in rows:
        if row.id == but:
            continue
        other = " ".join(row.entry.fact.casefold().split())
        start = other[: max(len(words) + len(words) // 2, _SHORTEST)]
        matcher = SequenceMatcher(None, words, start, autojunk=False)
        if matcher.real_quick_ratio() < ENOUGH or matcher.quick_ratio() < ENOUGH:
            continue
        ratio = matcher.ratio()
        if ratio >= ENOUGH and (best is None or ratio > best[0]):
            best = (ratio, row)
    return best[1] if best else None
