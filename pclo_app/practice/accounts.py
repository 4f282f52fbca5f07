"""Names run together, as in the name of an account: “kerryorrin1985”. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

_WORD = re.compile(r"[^\W\d_]+\d*")
_SHORTEST = 3


class Accounts:
    """Finds words that are nothing but names of people who are known, and figures behind them."""

    def __init__(self, parts: Iterable[str]) -> None:
        """``parts`` are single names, folded. Those of one or two letters would be in every other word."""
        self._parts = frozenset(part for part in parts if len(part) >= _SHORTEST)
        self._lengths = tuple(sorted({len(part) for part in self._parts}))

    def spans(self, flat: str) -> Iterator[tuple[int, int]]:
        """Where they stand in a folded text: two names or more, or one with a few figures."""
        for found in _WORD.finditer(flat):
            letters = found[0].rstrip("0123456789")
            figures = len(found[0]) - len(letters)
            if (letters in self._parts and 0 < figures <= 4) or self._several(letters):
                yield found.span()

    def _several(self, word: str) -> bool:
        """Whether a word is two names or more, one behind the other."""
        most: dict[int, int] = {0: 0}
        for start in range(len(word)):
            if start not in most:
                continue
            for length in self._lengths:
                if word[start : start + length] in self._parts and start + length <= len(word):
                    many = most[start] + 1
                    most[start + length] = max(most.get(start + length, 0), many)
        return most.get(len(word), 0) > 1
