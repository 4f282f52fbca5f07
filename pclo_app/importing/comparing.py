"""A plan beside what the case holds already: new, unchanged, or changed since.

A changed row is told, never written over: the officer may have corrected the entry.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from typing import NamedTuple

import msgspec

from ..records.chronology import ChronologyEntry
from ..records.marks import marks_in
from .planning import Plan, PlannedRow

Known = tuple[str, ChronologyEntry]

_FILLED_BY: dict[str, frozenset[str]] = {
    "when": frozenset({"date", "date_as_written", "precision", "time"}),
    "fact": frozenset({"event"}),
    "agency_as_given": frozenset({"source_agency"}),
    "source": frozenset({"source_system", "source_ref", "source_document", "source_page", "source_agency"}),
    "told_by": frozenset({"told_by", "told_by_rank", "told_by_agency"}),
    "significance_by": frozenset({"significance_by", "significance_by_rank", "significance_by_agency"}),
    "decision": frozenset({"decision", "decision_why", "decision_options", "decision_information", "decision_by",
                           "decision_by_rank", "decision_by_agency", "decision_with", "decision_at"}),
    "grading": frozenset({"grading_scheme"}),
    "known_to_police": frozenset({"known_to_police"}),
    **{name: frozenset({name}) for name in (
        "degree", "type", "persons", "child_seen", "child_seen_by", "child_seen_alone", "child_words", "action_taken",
        "outcome", "significance", "significance_on", "disclosure", "disclosure_reason", "note",
    )},
}  # fmt: skip
"""Which columns each field of an entry comes from: a field that no column fills cannot have changed in the file."""


class Changed(NamedTuple):
    """A row that is not as it was when it was brought in, and the entry it became then."""

    row: PlannedRow
    entry_id: str
    fields: tuple[str, ...]
    """Which fields of the entry differ; never what stands in them."""
    entry: ChronologyEntry

    def amended(self) -> ChronologyEntry:
        """The entry with what changed in the file, and all that the officer has added to it kept."""
        new = self.row.entry
        values = {name: getattr(new, name) for name in self.fields}
        if "note" in values:
            marks = marks_in(self.entry.note)
            kept = tuple(tag for tag in self.entry.tags if tag not in marks)
            values["tags"] = tuple(dict.fromkeys((*kept, *new.tags)))
        if "agency_as_given" in values:
            values["agency"] = new.agency
        return msgspec.structs.replace(self.entry, **values, origin=new.origin)


class Comparison(NamedTuple):
    """What bringing the plan in would do."""

    new: tuple[PlannedRow, ...]
    unchanged: tuple[tuple[PlannedRow, str], ...]
    """Rows the case has, with the ids of their entries."""
    changed: tuple[Changed, ...]
    restored: tuple[tuple[PlannedRow, str], ...] = ()
    """Rows whose entries were withdrawn when an import was undone."""
    settled: frozenset[int] = frozenset()
    """Rejected rows that were put right and brought in before."""


def compare(plan: Plan, existing: Iterable[Known], withdrawn: Iterable[Known] = ()) -> Comparison:
    """Sorts the plan's rows by what the case holds. ``existing`` is every entry of the case with its id.

    An entry whose row is still in the file is unchanged, whatever the officer has made of
    it since. Of the others, only entries that came from this file (by name, or because it
    shares rows with the file they came from) can be an earlier form of a row.
    """
    known = [(entry_id, entry) for entry_id, entry in existing if entry.origin is not None]
    by_key = {entry.origin.key: entry_id for entry_id, entry in known if entry.origin}
    gone = {entry.origin.key: entry_id for entry_id, entry in withdrawn if entry.origin}
    unchanged = tuple((row, by_key[row.key]) for row in plan.rows if row.key in by_key)
    restored = tuple((row, gone[row.key]) for row in plan.rows if row.key in gone and row.key not in by_key)
    settled = frozenset(each.row for each in plan.rejected if each.key in by_key)
    rest = {row.row: row for row in plan.rows if row.key not in by_key and row.key not in gone}
    earlier = {entry_id: (entry_id, entry) for entry_id, entry in _left_over(plan, known)}
    changed: list[Changed] = []
    for likeness in (_same_event, _same_words):
        for row, (entry_id, entry) in _pairs(list(rest.values()), list(earlier.values()), likeness):
            changed.append(Changed(row, entry_id, _differing(plan, entry, row.entry), entry))
            del rest[row.row], earlier[entry_id]
    changed.sort(key=lambda each: each.row.row)
    return Comparison(tuple(rest.values()), unchanged, tuple(changed), restored, settled)


def _left_over(plan: Plan, known: list[Known]) -> list[Known]:
    """Entries from this file whose row is no longer in it."""
    keys = {row.key for row in plan.rows} | {each.key for each in plan.rejected}
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
    if not earlier:
        return []
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


def _differing(plan: Plan, old: ChronologyEntry, new: ChronologyEntry) -> tuple[str, ...]:
    return tuple(
        name
        for name, columns in _FILLED_BY.items()
        if (not plan.fields or columns & plan.fields) and getattr(old, name) != getattr(new, name)
    )
