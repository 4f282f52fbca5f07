"""A sealed record stays as its chair answered it, whatever a bundle brings.

The form refuses to change a sealed record; somebody who makes a bundle by other means
could try. A revision of a strategy-meeting record that builds on the one its chair
answered is kept and does not count.
"""

from __future__ import annotations

from collections.abc import Iterable

from ..casefile import projection
from ..casefile.casefile import CaseFile
from ..journal.revision import Revision
from ..journal.store import Status
from ..records import kinds
from ..records.seal import Seal


def fixed(cf: CaseFile, rows: Iterable[Revision]) -> frozenset[str]:
    """The revisions that seals fix: seals that are here and seals among arriving rows."""
    here = (bytes(row[0]).hex() for row in cf.db.execute("SELECT presented FROM sealed"))
    return frozenset(here) | frozenset(_presented(rows))


def forbids(cf: CaseFile, fixed: frozenset[str], row: Revision) -> bool:
    """Whether a row would change a sealed record. What it builds on is stored already, or it has to wait."""
    if kinds.kind_from_wire(row.head.kind) != "strategy_meeting" or not row.head.par:
        return False
    parents = (cf.store.stored(parent) for parent in row.head.par)
    return not fixed.isdisjoint(row.head.par) or any(
        parent is not None and parent.status is Status.UNAUTHORISED for parent in parents
    )


def _presented(rows: Iterable[Revision]) -> list[str]:
    """The revisions that the seals among these rows fix."""
    found = []
    for row in rows:
        if kinds.kind_from_wire(row.head.kind) == "seal" and row.payload is not None:
            seal = kinds.decode("seal", row.payload)
            if isinstance(seal, Seal):
                found.append(seal.rec)
    return found


def settle(cf: CaseFile, arrived: Iterable[Revision]) -> None:
    """A seal that arrives after the change it forbids still forbids it. Call it inside the same transaction."""
    open_ends = _presented(arrived)
    while open_ends:
        children = cf.db.execute(
            "SELECT r.rev FROM parent x JOIN rev r ON r.rev = x.rev"
            " WHERE x.parent=? AND r.status=? AND r.kind LIKE 'strategy_meeting/%'",
            (bytes.fromhex(open_ends.pop()), int(Status.OK)),
        ).fetchall()
        for (child,) in children:
            rev = child.hex()
            cf.store.set_status(rev, Status.UNAUTHORISED)
            revision = cf.store.get(rev)
            assert revision is not None
            projection.project(cf.store, cf.db, revision)
            open_ends.append(rev)
