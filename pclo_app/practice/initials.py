"""Initials: “K.O.”, “Mrs O-V”, “J P”, “Kerry O”. They lead to somebody as a name does. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from .people_labels import Somebody, name_parts
from .plain_words import FUNCTION, TITLES, WORK, folded

Span = tuple[int, int, str]
_LETTER = "[A-Z]"
_SEVERAL = re.compile(
    rf"(?<![\w.])(?:{_LETTER}\.[ -]?){{2,}}(?:-?{_LETTER}\b\.?)?|(?<![\w.])(?:{_LETTER}\.){_LETTER}\b\.?"
)
_TITLE = "|".join(sorted(TITLES, key=len, reverse=True))
_TITLED = re.compile(
    rf"\b(?:{_TITLE}|{_TITLE.upper()}|{_TITLE.title()})\.?\s({_LETTER}(?:[.-]{{0,2}}{_LETTER}){{0,2}}\.?)(?![\w’'])"
)
_BEHIND = re.compile(rf"\s({_LETTER})(?:-{_LETTER})?(?![\w’'])\.?")
_SHORT = frozenset({"GP", "AM", "PM", "UK", "NHS"})
"""Letters that nearly always stand for something else, with full stops or without."""
_WORDS = frozenset({"A", "I"})
"""Letters that are words."""


def _bare(text: str) -> str:
    """The text with capitals that have no accents, letter for letter."""
    return "".join(folded(c).upper()[:1] if c.isupper() and not c.isascii() else c for c in text)


def is_letter(word: str) -> bool:
    """Whether a word is one capital letter that is not a word."""
    return len(word) == 1 and word.isupper() and word not in _WORDS


class Initials:
    """Finds the initials of people who are known: two letters or more, apart or joined as initials are."""

    def __init__(self, people: Sequence[Somebody]) -> None:
        labels: dict[str, set[str]] = {}
        for somebody in people:
            for name in somebody.names:
                letters = "".join(part[0] for part in name_parts(name)).upper()
                if len(letters) > 1 and letters not in _SHORT:
                    labels.setdefault(letters, set()).add(somebody.label)
        self._labels = {letters: found.pop() if len(found) == 1 else "[name]" for letters, found in labels.items()}
        forms = (r"[.\s-]{1,2}".join(letters) for letters in sorted(self._labels, key=len, reverse=True))
        self._pattern = re.compile(rf"(?<![\w.])(?:{'|'.join(forms) or '(?!)'})(?![\w’'])\.?")

    def spans(self, text: str) -> Iterator[Span]:
        """Where they stand, and what stands for them."""
        for found in self._pattern.finditer(_bare(text)):
            letters = "".join(c for c in found[0] if c.isalpha())
            yield found.start(), found.end(), self._labels[letters]


def unknown_initials(text: str) -> Iterator[tuple[int, int]]:
    """Letters that may be somebody's: with full stops between, or behind a title."""
    text = _bare(text)
    for found in _SEVERAL.finditer(text):
        said = "".join(c for c in found[0] if c.isalpha()).casefold()
        if said not in WORK and said not in FUNCTION and said not in ("eg", "ie", "nb", "etc"):
            yield found.start(), found.start() + len(found[0].rstrip(" -"))
    for found in _TITLED.finditer(text):
        if found[1] not in _WORDS:
            yield found.start(1), found.end(1)


def end_with_initial(text: str, end: int) -> int:
    """Where a name ends that is followed by the first letter of another: “Kerry O”."""
    found = _BEHIND.match(_bare(text), end)
    return found.end() if found and found[1] not in _WORDS else end
