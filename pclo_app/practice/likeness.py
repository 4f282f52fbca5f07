"""Whether two lines of chronologies tell of one event. Pure.

Agencies write down the same event in their own words, sometimes on different days: two
official reports give different dates for one arrest. What is like enough is shown side by
side with the reasons; a person decides, both lines are kept, and nothing is overwritten.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import chain
from typing import Literal, Protocol

from ..records.chronology import ChronologyEntry
from .phrases import listed

ENOUGH = 82.0
"""How alike the words must be, of 100, for two lines to be shown side by side."""
ENOUGH_WITH_REFERENCE = 60.0
"""The same where both give one reference: a crime number stands beside many events."""
WINDOW = timedelta(days=14)
"""Two accounts of one event that disagree on the day are looked for within two weeks of each other."""
_FEWEST = 4
_STEP = 500
_SHARE = 3
"""One word in three of the shorter line must stand in the other: with fewer, the words are never like enough."""
_WORD = re.compile(r"\w+")
_SMALL_WORDS = """a an and are as at be been by for from had has have he her him his in is it its no not of on or
she that the their them they this to was were which who with"""
_SMALL = frozenset(_SMALL_WORDS.split())

Sort = Literal["duplicate", "dates disagree"]
Progress = Callable[[int, int], object]


class Row(Protocol):
    """A line that can be compared."""

    @property
    def id(self) -> str: ...

    @property
    def entry(self) -> ChronologyEntry: ...


@dataclass(frozen=True)
class Alike:
    """Two lines that may tell of one event."""

    one: str
    """Id of the earlier line's record."""
    other: str
    sort: Sort
    score: float
    """How alike the words are, 0 to 100."""
    why: str
    """The reasons, in a sentence."""
    settled: str = ""
    """What a person has said of the two: the kind of the link between them."""


@dataclass(frozen=True)
class _Prepared:
    row: Row
    lower: date
    upper: date
    words: frozenset[str]
    text: str
    reference: str
    """In plain letters, and only one that tells events apart: a document's name alone is none."""


def alike(
    rows: Iterable[Row],
    names: Mapping[str, str] | None = None,
    *,
    most: int | None = None,
    progress: Progress | None = None,
) -> list[Alike]:
    """The pairs of dated lines that may tell of one event, in the order of their dates.

    ``names`` gives people by id, to say who is named in both. A pair that a person has
    already linked comes with the link's kind in ``settled``. ``most`` stops after so many that
    nobody has settled.
    """
    comparison = Comparison(rows, names)
    while comparison.go_on(_STEP, most):
        if progress is not None:
            progress(comparison.done, comparison.total)
    return comparison.pairs()


class Comparison:
    """A comparison on its way, some lines at a time: whoever does other work as well can do it in between."""

    def __init__(self, rows: Iterable[Row], names: Mapping[str, str] | None = None) -> None:
        lines = (line for row in rows if (line := _prepared(row)))
        self._lines = sorted(lines, key=lambda line: (line.lower, line.row.id))
        self._names = names or {}
        self._words = _Words(self._lines)
        self._found: dict[tuple[int, int], Alike] = {}
        self._open = 0
        self.done = 0
        """How many lines were compared with those before them."""

    @property
    def total(self) -> int:
        """How many lines there are to compare."""
        return len(self._lines)

    def go_on(self, count: int, most: int | None = None) -> bool:
        """Compare so many more lines; whether there are others. ``most`` stops after so many open pairs."""
        for place in range(self.done, min(self.done + count, self.total)):
            other = self._lines[place]
            for before, score in _like(self._lines, self._words.near(place), other):
                one = self._lines[before]
                pair = _pair(one, other, score, _same_reference(one, other), self._names)
                self._found[before, place] = pair
                self._open += not pair.settled
            self.done = place + 1
            if most is not None and self._open >= most:
                return False
        return self.done < self.total

    def pairs(self) -> list[Alike]:
        """What was found so far, in the order of the dates."""
        return [self._found[places] for places in sorted(self._found)]


class _Words:
    """Where each word stands in the lines so far: what is compared shares some words, and is near in time."""

    def __init__(self, lines: Sequence[_Prepared]) -> None:
        self._lines = lines
        self._days = [line.lower for line in lines]
        self._places: dict[str, list[int]] = {}
        self._long: list[int] = []
        """Lines of a month or a year: few, and near to many others."""

    def near(self, place: int) -> list[int]:
        """The lines before this one that share words with it and are not too far away in time; then it is known too."""
        line = self._lines[place]
        first = bisect_left(self._days, line.lower - WINDOW)
        there = [found for word in line.words if (found := self._since(word, first))]
        shared: Counter[int] = Counter(chain.from_iterable(there)) if len(there) >= _FEWEST else Counter()
        near = [n for n, count in shared.items() if count >= _FEWEST]
        if self._long:
            self._long = [n for n in self._long if self._lines[n].upper + WINDOW >= line.lower]
            near += [n for n in self._long if len(line.words & self._lines[n].words) >= _FEWEST]
        if line.upper > line.lower:
            self._long.append(place)
        else:
            for word in line.words:
                self._places.setdefault(word, []).append(place)
        return near

    def _since(self, word: str, first: int) -> list[int]:
        """The lines with a word, from a place on."""
        places = self._places.get(word)
        return places[bisect_left(places, first) :] if places and places[-1] >= first else []


def _like(lines: Sequence[_Prepared], near: Sequence[int], other: _Prepared) -> Iterable[tuple[int, float]]:
    """Which of these lines are like enough, each with how alike its words are."""
    from rapidfuzz import fuzz, process

    own = other.row.id
    groups: dict[float, dict[int, str]] = {}
    for n in near:
        one = lines[n]
        if one.row.id == own:
            continue
        same = other.reference and one.reference == other.reference
        if same or len(one.words & other.words) * _SHARE >= min(len(one.words), len(other.words)):
            enough = ENOUGH_WITH_REFERENCE if same else ENOUGH
            groups.setdefault(enough, {})[n] = one.text
    for enough, texts in groups.items():
        found = process.extract(other.text, texts, scorer=fuzz.token_set_ratio, score_cutoff=enough, limit=None)
        for _, score, n in found:
            yield n, score


def _prepared(row: Row) -> _Prepared | None:
    entry = row.entry
    form = entry.when.form
    lower, upper = form.lower or form.upper, form.upper or form.lower
    if lower is None or upper is None:
        return None
    words = [word for word in _WORD.findall(entry.fact.casefold()) if word not in _SMALL]
    reference = entry.source.reference.strip().casefold()
    if not any(character.isdigit() for character in reference):
        reference = ""
    return _Prepared(row, lower, upper, frozenset(words), " ".join(words), reference)


def _same_reference(one: _Prepared, other: _Prepared) -> str:
    """A reference that both give, such as a crime number."""
    return one.row.entry.source.reference if one.reference and one.reference == other.reference else ""


def _pair(one: _Prepared, other: _Prepared, score: float, reference: str, names: Mapping[str, str]) -> Alike:
    overlap = one.lower <= other.upper and other.lower <= one.upper
    reasons = []
    if overlap:
        exact = one.row.entry.when.edtf == other.row.entry.when.edtf
        reasons.append("the same date" if exact else "dates that can be the same")
    else:
        days = (other.lower - one.upper).days
        reasons.append(f"{days} day{'' if days == 1 else 's'} apart")
    if reference:
        reasons.append(f"the same reference {reference}")
    reasons.append(f"words {score:.0f}% alike")
    both = [names[id] for id in one.row.entry.persons if id in other.row.entry.persons and id in names]
    if both:
        reasons.append(f"both name {listed(both)}")
    if one.row.entry.agency != other.row.entry.agency:
        reasons.append("told by two agencies")
    why = listed(reasons)
    return Alike(
        one=one.row.id,
        other=other.row.id,
        sort="duplicate" if overlap else "dates disagree",
        score=score,
        why=why[0].upper() + why[1:] + ".",
        settled=_settled(one.row, other.row),
    )


def _settled(one: Row, other: Row) -> str:
    for row, target in ((one, other.id), (other, one.id)):
        for link in row.entry.links:
            if link.entry == target:
                return link.kind
    return ""


__all__ = ["ENOUGH", "WINDOW", "Alike", "Comparison", "alike"]
