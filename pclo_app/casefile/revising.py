"""Many entries revised in one step: an import taken back, or given again.

What `CaseFile.save` does for one, with one statement for each table. Only what is plain goes
this way: an entry with one version, on which the new one builds; all else goes the usual way.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

import msgspec

from ..records import kinds
from ..records.base import Record
from ..records.chronology import ChronologyEntry
from . import projection
from .casefile import CaseFile
from .errors import ReasonNeeded

Progress = Callable[[int, int], None]
_TOGETHER = 500
_KIND = "chronology_entry"


class Revised(NamedTuple):
    """An entry in its new words, and the revision that the writer had before them."""

    record: ChronologyEntry
    id: str
    based_on: str


def revise(cf: CaseFile, case: str, entries: Sequence[Revised], progress: Progress | None = None) -> int:
    """Save new words of many entries of a case, all or none; answers how many were new. Raises as `CaseFile.save`."""
    fresh = 0
    with cf.writing():
        for start in range(0, len(entries), _TOGETHER):
            if progress is not None:
                progress(start, len(entries))
            fresh += _some(cf, case, entries[start : start + _TOGETHER])
        if progress is not None:
            progress(len(entries), len(entries))
    return fresh


def _some(cf: CaseFile, case: str, entries: Sequence[Revised]) -> int:
    """One lot of them."""
    plain = _with_one_version(cf, entries)
    new: list[tuple[Record, str, str, tuple[str, ...]]] = []
    for each in entries:
        body = plain.get(each.id)
        record = cf.checked(each.record)
        if body is None or _same(record, body):
            continue
        if not record.change_reason.strip():
            raise ReasonNeeded()
        new.append((record, case, each.id, (each.based_on,)))
    if new:
        made = cf.signed(new, cf.now())
        cf.store.insert_followers([revision for revision, _ in made])
        projection.replace_many(cf.db, made)
    others = [each for each in entries if each.id not in plain]
    saved = [cf.save(each.record, case=case, id=each.id, based_on=(each.based_on,)) for each in others]
    return len(new) + sum(each.fresh for each in saved)


def _with_one_version(cf: CaseFile, entries: Sequence[Revised]) -> dict[str, bytes]:
    """The contents of those entries whose one version is the revision that the writer had."""
    wanted = {each.id: each.based_on for each in entries}
    marks = ",".join("?" * len(wanted))
    heads: dict[str, list[tuple[str, bytes | None]]] = {}
    for record, rev, body in cf.db.execute(
        "SELECT h.record, h.rev, p.body FROM head h JOIN rev r ON r.rev = h.rev LEFT JOIN payload p ON p.rev = h.rev"
        f" WHERE h.record IN ({marks}) AND r.kind = '{kinds.wire_kind(_KIND)}'",
        [bytes.fromhex(id) for id in wanted],
    ).fetchall():
        heads.setdefault(record.hex(), []).append((rev.hex(), body))
    return {
        id: found[0][1]
        for id, found in heads.items()
        if len(found) == 1 and found[0][0] == wanted[id] and found[0][1] is not None
    }


def _same(record: ChronologyEntry, body: bytes) -> bool:
    """Whether the words are those that stand already, the reason for the change apart."""
    before = kinds.decode(_KIND, body)
    return msgspec.structs.replace(before, change_reason="") == msgspec.structs.replace(record, change_reason="")
