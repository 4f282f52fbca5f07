"""Taking back a whole import in one step, and doing it again.

Nothing is deleted. An entry that the file brought is withdrawn by a new revision, an entry
that it amended gets the words back that it had before, and an entry that somebody has
worked on since is left alone and told. Doing it again gives each the words that the undoing
took away.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import msgspec

from ..casefile.casefile import CaseFile
from ..casefile.model import Changed, Version
from ..casefile.revising import Revised, revise
from ..records.chronology import ChronologyEntry
from . import kept_files
from .accepting import AGAIN, CHANGED, UNDONE, Entry, Progress, roomy, undone
from .errors import NoSuchImport

_REDONE = "Bringing in {file} was done again"


class Import(NamedTuple):
    """A file that was brought into a case."""

    file: str
    digest: str
    at: str
    """When it was brought in last, UTC."""
    by: str
    entries: int
    """How many of its rows stand in the chronology."""
    withdrawn: int
    """How many were withdrawn when it was undone."""
    kept: bool = False
    """Whether the file itself is among the case's documents."""


class Undone(NamedTuple):
    """What undoing, or doing again, did."""

    withdrawn: int
    restored: int
    left: tuple[str, ...]
    """Ids of entries that were left alone, because somebody has worked on them."""
    changed: Changed
    kept: kept_files.Became = ""
    """What became of the file itself, where it was kept."""


def imports(cf: CaseFile, case: str) -> list[Import]:
    """The files brought into a case, the newest first."""
    found: dict[str, list[Entry]] = {}
    for item in cf.items(case, "chronology_entry"):
        if item.record.origin is not None:
            found.setdefault(item.record.origin.digest, []).append(item)
    kept = kept_files.digests(cf, case)
    lines = []
    for digest, items in found.items():
        newest = max((item.heads[0] for item in items), key=lambda version: version.at)
        origin = newest.record.origin if newest.record else None
        here = sum(not item.record.withdrawn for item in items)
        gone = sum(undone(item.record) for item in items)
        lines.append(Import(origin.file if origin else "", digest, newest.at, newest.by, here, gone, digest in kept))
    return sorted(lines, key=lambda line: line.at, reverse=True)


def named(cf: CaseFile, case: str, id: str) -> Import:
    """The import whose file's digest begins so. Raises NoSuchImport where that is none, or not one alone."""
    wanted = id.strip().casefold()
    found = [line for line in imports(cf, case) if wanted and line.digest.startswith(wanted)]
    if len(found) != 1:
        raise NoSuchImport(count=f"{len(found)} files" if found else "No file")
    return found[0]


def undo(cf: CaseFile, case: str, digest: str, progress: Progress | None = None) -> Undone:
    """Take back everything that a file (by its digest) brought into a case. All or nothing."""
    before: list[tuple[Entry, ChronologyEntry]] = []
    left: list[str] = []
    for item in cf.items(case, "chronology_entry"):
        origin = item.record.origin
        if origin is None or origin.digest != digest or item.record.withdrawn:
            continue
        earlier = _before(cf, item)
        if earlier is None:
            left.append(item.id)
        else:
            reason = UNDONE.format(file=origin.file)
            before.append((item, msgspec.structs.replace(earlier, change_reason=reason)))
    withdrawn = sum(record.withdrawn for _, record in before)
    with roomy(cf), cf.store.transaction():
        _write(cf, case, before, progress)
        kept = kept_files.undone(cf, case, digest, before[0][1].change_reason) if before else ""
    return Undone(withdrawn, len(before) - withdrawn, tuple(left), _touched(case, before, kept), kept)


def redo(cf: CaseFile, case: str, digest: str, progress: Progress | None = None) -> Undone:
    """Give back everything that undoing the file took away. All or nothing."""
    again: list[tuple[Entry, ChronologyEntry]] = []
    for item, taken in _taken_away(cf, case):
        if taken.origin is not None and taken.origin.digest == digest:
            reason = _REDONE.format(file=taken.origin.file)
            again.append((item, msgspec.structs.replace(taken, change_reason=reason)))
    with roomy(cf), cf.store.transaction():
        _write(cf, case, again, progress)
        kept = kept_files.redone(cf, case, digest, again[0][1].change_reason) if again else ""
    return Undone(0, len(again), (), _touched(case, again, kept), kept)


def _before(cf: CaseFile, item: Entry) -> ChronologyEntry | None:
    """What an entry said before the file wrote it last; None where somebody has written since."""
    origin = item.record.origin
    if item.in_conflict or origin is None:
        return None
    if item.revisions == 1:
        return msgspec.structs.replace(item.record, withdrawn=True)
    by_file = {
        CHANGED.format(row=origin.row, file=origin.file),
        AGAIN.format(file=origin.file),
        _REDONE.format(file=origin.file),
    }
    if item.record.change_reason not in by_file:
        return None
    return _parent(cf.history(item.id))


def _taken_away(cf: CaseFile, case: str) -> Iterator[tuple[Entry, ChronologyEntry]]:
    """Entries whose newest revision is an undoing, with what it undid."""
    start = UNDONE.partition("{")[0]
    for item in cf.items(case, "chronology_entry"):
        if item.record.change_reason.startswith(start) and not item.in_conflict:
            taken = _parent(cf.history(item.id))
            if taken is not None and item.record.change_reason == UNDONE.format(file=_file(taken)):
                yield item, taken


def _file(record: ChronologyEntry) -> str:
    return record.origin.file if record.origin else ""


def _parent(history: list[Version[ChronologyEntry]]) -> ChronologyEntry | None:
    """What the revision before the newest said."""
    parents = history[0].parents
    return next((version.record for version in history if version.rev in parents), None)


def _write(cf: CaseFile, case: str, records: list[tuple[Entry, ChronologyEntry]], progress: Progress | None) -> None:
    revise(cf, case, [Revised(record, item.id, item.rev) for item, record in records], progress)


def _touched(case: str, records: list[tuple[Entry, ChronologyEntry]], kept: kept_files.Became) -> Changed:
    kinds = {"chronology_entry"} if records else set()
    if kept in ("withdrawn", "back"):
        kinds.add("attachment")
    return Changed(frozenset({case}), frozenset(kinds)) if kinds else Changed()
