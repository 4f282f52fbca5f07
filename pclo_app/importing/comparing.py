"""A plan beside what the case holds already: new, unchanged, or changed since.

A changed row is told, never written over: the officer may have corrected the entry.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from typing import NamedTuple

from ..records.chronology import ChronologyEntry
from .planning import Plan, PlannedRow

Known = tuple[str, ChronologyEntry]


class Changed(NamedTuple):
    """A row that is not as it was when it was brought in, and the entry it became then."""

    row: PlannedRow
    entry_id: str
    fields: tuple[str, ...]
    """Which fields of the entry differ; never what stands in them."""


class Comparison(NamedTuple):
    """What bringing the plan in would do."""

    new: tuple[PlannedRow, ...]
    unchanged: tuple[tuple[PlannedRow, str], ...]
    """Rows the case has, with the ids of their entries."""
    changed: tuple[Changed, ...]


def compare(plan: Plan, existing: Iterable[Known]) -> Comparison:
    """Sorts the plan's rows by what the case holds. ``existing`` is every entry of the case with its id.

    An entry whose row is still in the file is unchanged, whatever the officer has made of
    it since. Of the others, only entries that came from this file (by name, or because it
    shares rows with the file they came from) can be an earlier form of a row.
    """
    known = [(entry_id, entry) for entry_id, entry in existing if entry.origin is not None]
    by_key = {entry.origin.key: entry_id for entry_id, entry in known if entry.origin}
    unchanged = tuple((row, by_key[row.key]) for row in plan.rows if row.key in by_key)
    rest = [row for row in plan.rows if row.key not in by_key]
    earlier = _left_over(plan, known)
    changed: list[Changed] = []
    for likeness in (_same_event, _same_words):
        for row, (entry_id, entry) in _pairs(rest, earlier, likeness):
            changed.append(Changed(row, entry_id, _differing(entry, row.entry)))
            rest.remove(row)
            earlier.remove((entry_id, entry))
    return Comparison(tuple(rest), unchanged, tuple(sorted(changed, key=lambda each: each.row.row)))


def _left_over(plan: Plan, known: list[Known]) -> list[Known]:
    """Entries from this file whose row is no longer in it."""
    keys = {row.key for row in plan.rows}
    family = {entry.origin.digest for _, entry in known if entry.origin and entry.origin.key in keys}
    return [
        (entry_id, entry)
        for entry_id, entry in known
        if entry.origin
        and entry.origin.key not in keys
        and (entry.origin.file.casefold() == plan.file.casefold() or entry.origin.digest in family)
    ]


def _pairs(
    rows: list[PlannedRow], earlier: list[Known], likeness: Callable[[ChronologyEntry], Hashable]
) -> list[tuple[PlannedRow, Known]]:
    """Rows and entries that are alike, where there is exactly one of each: anything else would be a guess."""
    new: dict[Hashable, list[PlannedRow]] = {}
    old: dict[Hashable, list[Known]] = {}
    for row in rows:
        new.setdefault(likeness(row.entry), []).append(row)
    for known in earlier:
        old.setdefault(likeness(known[1]), []).append(known)
    return [(found[0], old[like][0]) for like, found in new.items() if len(found) == 1 == len(old.get(like, ()))]


def _same_event(entry: ChronologyEntry) -> Hashable:
    return (entry.when.edtf, entry.when.time, entry.agency_as_given, entry.source)


def _same_words(entry: ChronologyEntry) -> Hashable:
    return (entry.fact, entry.agency_as_given, entry.source)


def _differing(old: ChronologyEntry, new: ChronologyEntry) -> tuple[str, ...]:
    names = ("when", "fact", "agency_as_given", "source", "told_by", "degree", "type", "child_seen", "child_seen_by",
             "child_words", "action_taken", "outcome", "disclosure", "note")  # fmt: skip
    return tuple(name for name in names if getattr(old, name) != getattr(new, name))
