"""Filters that an officer has given a name, kept inside this case file and never sent.

A filter may hold names of people and words that were looked for: it belongs in the encrypted
file, not beside it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import msgspec

from .casefile import CaseFile
from .errors import FilterNameTaken
from .model import ChronologyFilter

_KEY = "filters"
MOST_LETTERS = 40


@dataclass(frozen=True)
class SavedFilter:
    """A filter with its name."""

    name: str
    filter: ChronologyFilter


def saved(cf: CaseFile) -> tuple[SavedFilter, ...]:
    """The filters of this case file, in the order in which they were made. One that cannot be read is none."""
    kept = cf.store.meta(_KEY)
    try:
        return msgspec.json.decode(kept or "[]", type=tuple[SavedFilter, ...])
    except msgspec.DecodeError:
        return ()


def keep(cf: CaseFile, name: str, filter: ChronologyFilter) -> tuple[SavedFilter, ...]:
    """Keep a filter under a name; one of the same name is replaced, in its place. Answers all of them."""
    new = SavedFilter(_tidy(name), filter)
    listed = saved(cf)
    if any(_same(each.name, new.name) for each in listed):
        return _write(cf, tuple(new if _same(each.name, new.name) else each for each in listed))
    return _write(cf, (*listed, new))


def rename(cf: CaseFile, name: str, new: str) -> tuple[SavedFilter, ...]:
    """Give a filter another name. Raises FilterNameTaken."""
    wanted, listed = _tidy(new), saved(cf)
    if any(_same(each.name, wanted) and not _same(each.name, name) for each in listed):
        raise FilterNameTaken(name=wanted)
    return _write(cf, tuple(replace(each, name=wanted) if _same(each.name, name) else each for each in listed))


def drop(cf: CaseFile, name: str) -> tuple[SavedFilter, ...]:
    """Forget a filter."""
    return _write(cf, tuple(each for each in saved(cf) if not _same(each.name, name)))


def _write(cf: CaseFile, filters: tuple[SavedFilter, ...]) -> tuple[SavedFilter, ...]:
    with cf.store.transaction():
        cf.store.set_meta(_KEY, msgspec.json.encode(filters).decode())
    return filters


def _tidy(name: str) -> str:
    return " ".join(name.split())[:MOST_LETTERS]


def _same(one: str, other: str) -> bool:
    return one.casefold() == other.casefold()
