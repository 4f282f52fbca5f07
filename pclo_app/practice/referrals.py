"""Friday referrals that wait for Monday.

On Friday 1 June 2007 a visit found bruising to a child's face and the police were told.
The police investigation was pursued on Monday 4 June (HMIC, 4 December 2008).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from typing import Generic, NamedTuple, Protocol, TypeVar

from ..records.chronology import ChronologyEntry

_FRIDAY = 4
_WITHIN_DAYS = 7
_TOLD_POLICE = re.compile(
    r"\b(?:police (?:were |was )?(?:told|informed|notified)|told (?:the )?police|informed (?:the )?police"
    r"|refer(?:s|red|ral|rals)? (?:on )?to (?:the )?police)\b",
    re.IGNORECASE,
)
_REFERRED = re.compile(r"\brefer(?:s|red|ral|rals)?\b", re.IGNORECASE)


class NumberedEntry(Protocol):
    """An entry with its number in the case's order."""

    @property
    def number(self) -> int: ...

    @property
    def entry(self) -> ChronologyEntry: ...


R = TypeVar("R", bound=NumberedEntry)


class SlowReferral(NamedTuple, Generic[R]):
    """A referral on a Friday, who should have acted, and the first entry of theirs after the weekend."""

    row: R
    day: date
    awaited: str
    answered: tuple[R, date] | None


def slow_referrals(rows: Iterable[R]) -> list[SlowReferral[R]]:
    """The Friday referrals after which the weekend holds no entry of those who were told."""
    entries = sorted(
        ((row.entry.when.lower, row.entry.when.time, row.number, row) for row in rows if _on_a_day(row.entry)),
        key=lambda each: (each[0] or date.min, each[1], each[2]),
    )
    found: list[SlowReferral[R]] = []
    for place, (day, _, _, row) in enumerate(entries):
        if day is None or day.weekday() != _FRIDAY or not _is_referral(row.entry):
            continue
        agencies, awaited = _who_should_act(row.entry)
        answer = next(
            ((after, on) for on, _, _, after in entries[place + 1 :] if on and after.entry.agency in agencies), None
        )
        if answer and (answer[1] - day).days < 3:
            continue
        if answer and (answer[1] - day).days > _WITHIN_DAYS:
            answer = None
        found.append(SlowReferral(row, day, awaited, answer))
    return found


def _on_a_day(entry: ChronologyEntry) -> bool:
    return entry.when.exact


def _is_referral(entry: ChronologyEntry) -> bool:
    words = _words(entry)
    return bool(_TOLD_POLICE.search(words)) or (entry.agency in ("POL", "CSC") and bool(_REFERRED.search(words)))


def _words(entry: ChronologyEntry) -> str:
    return f"{entry.type}. {entry.fact} {entry.action_taken}"


def _who_should_act(entry: ChronologyEntry) -> tuple[frozenset[str], str]:
    if _TOLD_POLICE.search(_words(entry)):
        return frozenset({"POL"}), "police"
    return frozenset({"POL", "CSC"}), "police or social care"
