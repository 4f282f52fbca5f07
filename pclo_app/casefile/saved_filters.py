"""Filters that an officer has given a name, kept inside this case file and never sent.

A filter may hold names of people and words that were looked for: it belongs in the encrypted
file, not beside it. Where such a word stands in nothing any more but what is erased, the whole
filter goes with it: without the word it would show other entries under the same name.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import msgspec

from . import query
from .errors import FilterNameTaken
from .local_tables import Connection
from .model import ChronologyFilter
from .store import JournalStore

if TYPE_CHECKING:
    from .casefile import CaseFile

_KEY = "filters"
MOST_LETTERS = 40
_WORDS = re.compile(r"\w+")
_FIELDS = re.compile(rf"\b(?:{'|'.join(query.FIELDS)}):", re.IGNORECASE)


@dataclass(frozen=True)
class SavedFilter:
    """A filter with its name."""

    name: str
    filter: ChronologyFilter


def saved(cf: CaseFile) -> tuple[SavedFilter, ...]:
    """The filters of this case file, in the order in which they were made. One that cannot be read is none."""
    return _saved(cf.store)


def _saved(store: JournalStore) -> tuple[SavedFilter, ...]:
    kept = store.meta(_KEY)
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


def going_with(
    store: JournalStore, db: Connection, said: Iterable[str], records: Collection[str]
) -> tuple[SavedFilter, ...]:
    """The filters that hold a word, in their name too, which stands in these texts and in no record but these."""
    spoken = {word for text in said for word in _WORDS.findall(_plain(text))}
    return tuple(
        each
        for each in _saved(store)
        if any(
            any(other.startswith(word) for other in spoken) and not _stands_elsewhere(db, word, records)
            for word in _words_of(each)
        )
    )


def forget(store: JournalStore, filters: Collection[SavedFilter]) -> None:
    """Take filters away. Call it in a transaction."""
    if filters:
        left = tuple(each for each in _saved(store) if each not in filters)
        store.set_meta(_KEY, msgspec.json.encode(left).decode())


def _words_of(saved: SavedFilter) -> set[str]:
    """Every word that a filter holds; not the names of fields."""
    filter = saved.filter
    texts = [saved.name, _FIELDS.sub(" ", filter.words), *filter.systems, *filter.types, *filter.ranks]
    return {word for text in texts for word in _WORDS.findall(_plain(text))}


def _stands_elsewhere(db: Connection, word: str, records: Collection[str]) -> bool:
    rows = db.execute("SELECT i.record FROM words w JOIN item i ON i.n = w.rowid WHERE words MATCH ?", (f'"{word}"*',))
    return any(record.hex() not in records for (record,) in rows)


def _plain(text: str) -> str:
    """Small letters without accents, as the index keeps words."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


def _write(cf: CaseFile, filters: tuple[SavedFilter, ...]) -> tuple[SavedFilter, ...]:
    with cf.store.transaction():
        cf.store.set_meta(_KEY, msgspec.json.encode(filters).decode())
    return filters


def _tidy(name: str) -> str:
    return " ".join(name.split())[:MOST_LETTERS]


def _same(one: str, other: str) -> bool:
    return one.casefold() == other.casefold()
