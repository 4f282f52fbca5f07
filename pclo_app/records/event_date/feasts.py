"""Days that people call by a name: Christmas, Easter, Bonfire Night. Pure."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import NamedTuple

_FIXED = {
    "christmas eve": (12, 24),
    "christmas day": (12, 25),
    "christmas": (12, 25),
    "boxing day": (12, 26),
    "new year's eve": (12, 31),
    "new year's day": (1, 1),
    "new year": (1, 1),
    "valentine's day": (2, 14),
    "halloween": (10, 31),
    "bonfire night": (11, 5),
    "guy fawkes night": (11, 5),
}
_FROM_EASTER = {"good friday": -2, "easter sunday": 0, "easter monday": 1, "easter": 0}
_LOOSE = frozenset({"christmas", "new year", "easter"})
_SAME = (
    (re.compile(r"\bx-?mas\b"), "christmas"),
    (re.compile(r"\bnew years\b"), "new year's"),
    (re.compile(r"\bvalentines\b"), "valentine's"),
    (re.compile(r"\bhallowe'en\b"), "halloween"),
)
_NAMES = "|".join(sorted([*_FIXED, *_FROM_EASTER], key=len, reverse=True))
_NAMED = re.compile(rf"(?P<name>{_NAMES})(?: (?P<year>[0-9]{{4}}|'?[0-9]{{2}}))?")


class Feast(NamedTuple):
    """A named day as it was typed."""

    name: str
    year: str
    """The figures after the name, as typed; empty where there are none."""

    @property
    def loose(self) -> bool:
        """Whether the name is as often said of the days around it."""
        return self.name in _LOOSE

    def day(self, year: int) -> date:
        """The day in a year."""
        if self.name in _FIXED:
            return date(year, *_FIXED[self.name])
        return easter(year) + timedelta(days=_FROM_EASTER[self.name])


def named(text: str) -> Feast | None:
    """The named day that tidied words are; None for other words."""
    for pattern, name in _SAME:
        text = pattern.sub(name, text)
    match = _NAMED.fullmatch(text)
    return Feast(match["name"], match["year"] or "") if match else None


def easter(year: int) -> date:
    """Easter Sunday, by the rule that Oudin published in 1940."""
    century = year // 100
    golden = year % 19
    leap = (century - 17) // 25
    moon = (century - century // 4 - (century - leap) // 3 + 19 * golden + 15) % 30
    moon -= (moon // 28) * (1 - (moon // 28) * (29 // (moon + 1)) * ((21 - golden) // 11))
    weekday = (year + year // 4 + moon + 2 - century + century // 4) % 7
    after = moon - weekday
    month = 3 + (after + 40) // 44
    return date(year, month, after + 28 - 31 * (month // 4))
