"""Everything that the Sync page shows, read in one piece of work."""

from __future__ import annotations

from dataclasses import dataclass

from pclo_app.casefile.casefile import CaseFile
from pclo_app.errors import KnownError
from pclo_app.records.describe import KIND_NAMES, title
from pclo_app.sync import enrolment
from pclo_app.sync.enrolment import Shown
from pclo_app.sync.errors import NotEnrolled
from pclo_app.sync.status import SyncStatus, status

DROP = "sync/drop"
"""Key of the draft that remembers the office folder; it is encrypted, and belongs to this case file alone."""


@dataclass(frozen=True)
class Conflict:
    """A record that two people changed apart."""

    record: str
    case: str
    kind: str
    title: str
    by: str


@dataclass(frozen=True)
class View:
    """How this laptop stands."""

    status: SyncStatus
    words: str
    """The eight words of this laptop."""
    drop: str
    team: tuple[Shown, ...]
    roster: int
    """The number of the roster in force, 0 before there is one."""
    references: dict[str, str]
    """Case to its reference."""
    conflicts: tuple[Conflict, ...]


def load(cf: CaseFile, _progress: object = None) -> View:
    """Read it."""
    found = status(cf)
    try:
        roster, team = enrolment.show(cf)
        number = roster.n
    except NotEnrolled:
        number, team = 0, []
    return View(
        found,
        enrolment.own_fingerprint(cf),
        (cf.draft(DROP) or b"").decode(errors="replace"),
        tuple(team),
        number,
        {item.id: item.record.reference for item in cf.cases()},
        tuple(conflict for id in found.conflicts if (conflict := _conflict(cf, id)) is not None),
    )


def _conflict(cf: CaseFile, id: str) -> Conflict | None:
    try:
        item = cf.item(id)
    except KnownError:
        return None
    record = item.heads[0].record
    words = title(record) if record is not None else KIND_NAMES.get(item.kind, item.kind)
    return Conflict(id, item.case, item.kind, words, " and ".join(version.by for version in item.heads))
