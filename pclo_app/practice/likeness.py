"""Whether two lines of chronologies tell of one event. Pure.

Agencies write down the same event in their own words, sometimes on different days: two
official reports give different dates for one arrest. What is like enough is shown side by
side with the reasons; a person decides, both lines are kept, and nothing is overwritten.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
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
_WORD = re.compile(r"\w+")
_SMALL_WORDS = """a an and are as at be been by for from had has have he her him his in is it its no not of on or
she that the their them they this to was were which who with"""
_SMALL = frozenset(_SMALL_WORDS.split())

Sort = Literal["duplicate", "dates disagree"]


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


def alike(rows: Iterable[Row], names: Mapping[str, str] | None = None, *, most: int | None = None) -> list[Alike]:
    """The pairs of dated lines that may tell of one event, in the order of their dates.

    ``names`` gives people by id, to say who is named in both. A pair that a person has
    already linked comes with the link's kind in ``settled``. ``most`` stops after so many that
    nobody has settled.
    """
    from rapidfuzz import fuzz

    prepared = sorted((line for row in rows if (line := _prepared(row))), key=lambda line: (line.lower, line.row.id))
    found: list[Alike] = []
    open_pairs = 0
    for place, one in enumerate(prepared):
        for other in _near(prepared, place):
            reference = _same_reference(one.row.entry, other.row.entry)
            if one.row.id == other.row.id or len(one.words & other.words) < _FEWEST:
                continue
            enough = ENOUGH_WITH_REFERENCE if reference else ENOUGH
            score = fuzz.token_set_ratio(one.text, other.text, score_cutoff=enough)
            if score:
                found.append(_pair(one, other, score, reference, names or {}))
                open_pairs += not found[-1].settled
                if most is not None and open_pairs >= most:
                    return found
    return found


def _near(prepared: Sequence[_Prepared], place: int) -> Iterable[_Prepared]:
    """The lines behind this one that are not too far away in time."""
    last = prepared[place].upper + WINDOW
    for other in prepared[place + 1 :]:
        if other.lower > last:
            return
        yield other


def _prepared(row: Row) -> _Prepared | None:
    entry = row.entry
    lower, upper = entry.when.lower or entry.when.upper, entry.when.upper or entry.when.lower
    if lower is None or upper is None:
        return None
    words = [word for word in _WORD.findall(entry.fact.casefold()) if word not in _SMALL]
    return _Prepared(row, lower, upper, frozenset(words), " ".join(words))


def _same_reference(one: ChronologyEntry, other: ChronologyEntry) -> str:
    """A reference that both give, such as a crime number; a document's name alone is none."""
    reference = one.source.reference.strip().casefold()
    same = reference and reference == other.source.reference.strip().casefold()
    return one.source.reference if same and any(character.isdigit() for character in reference) else ""


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


__all__ = ["ENOUGH", "WINDOW", "Alike", "alike"]
