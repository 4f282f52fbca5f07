"""Judging the rows of the journal, and doing what those that count ask for.

`arrived` is called for rows that have just been stored, inside the same transaction, and
`rebuild` for all of them; both end in the same place. What may be made of a row follows
from three things: the team's rosters (`authority`), the chairs' answers, which fix a
record for ever, and the kinds that this version knows. Erasures that count are carried
out here as well.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from ..journal.revision import Revision
from ..journal.store import Status
from ..records import kinds
from ..records.audit import Erasure
from ..records.seal import Seal
from . import projection, purging, saved_filters
from .authority import Authority
from .local_tables import Connection
from .rosters import row_of
from .store import JournalStore, Stored

Progress = Callable[[int, int], None]


def load(store: JournalStore, db: Connection, own: frozenset[str]) -> Authority:
    """The authority that the journal holds now."""
    rows = (row_of(stored.revision, stored.n) for stored in store.rosters())

    def receipts() -> list[bytes]:
        return [body for (body,) in db.execute("SELECT body FROM receipt")]

    return Authority([row for row in rows if row is not None], own=own, receipts=receipts)


def judge(db: Connection, authority: Authority, revision: Revision) -> Status:
    """What is made of a stored row that waits for nothing."""
    head = revision.head
    status = authority.status(head, revision.id)
    kind = kinds.kind_from_wire(head.kind)
    if status is Status.OK and kind is None:
        return Status.UNKNOWN_KIND
    if status is Status.OK and kind == "strategy_meeting" and head.par and _is_fixed(db, revision.id):
        return Status.UNAUTHORISED
    return status


_FIXED = """
WITH RECURSIVE below(rev) AS (
  SELECT parent FROM parent WHERE rev=?1 UNION SELECT p.parent FROM parent p JOIN below ON p.rev = below.rev)
SELECT 1 FROM below JOIN sealed ON sealed.presented = below.rev LIMIT 1
"""


def _is_fixed(db: Connection, rev: str) -> bool:
    """Whether a row would change a record that its chair has answered.

    The form refuses to; somebody who makes a bundle by other means could try.
    """
    return db.execute(_FIXED, (bytes.fromhex(rev),)).fetchone() is not None


@dataclass
class Judged:
    """What judging again has changed."""

    status: dict[str, Status] = field(default_factory=dict)
    records: set[str] = field(default_factory=set)
    """Records whose rows on the screens have to be made again."""
    cases: set[str] = field(default_factory=set)


class _Court:
    """One sitting: what is judged again, and what follows."""

    def __init__(self, store: JournalStore, db: Connection, authority: Authority) -> None:
        self.store = store
        self.db = db
        self.authority = authority
        self.judged = Judged()

    def again(self, rows: Iterable[Stored]) -> list[Revision]:
        """Judge rows again; answers those of which something else is made now."""
        changed = []
        for stored in rows:
            if stored.status is Status.WAITING:
                continue
            status = judge(self.db, self.authority, stored.revision)
            if status is not stored.status:
                self.store.set_status(stored.revision.id, status)
                self.judged.status[stored.revision.id] = status
                self.judged.records.add(stored.revision.head.rec)
                self.judged.cases.add(stored.revision.head.case)
                changed.append(stored.revision)
        return changed

    def follow(self, revisions: Iterable[Revision]) -> None:
        """What hangs on these rows: records that seals fix, contents that erasures name."""
        meetings: dict[str, None] = {}
        erasures: list[Revision] = []
        for revision in revisions:
            kind = kinds.kind_from_wire(revision.head.kind)
            if kind == "seal":
                projection.refresh(self.store, self.db, revision.head.rec)
                meetings |= dict.fromkeys(self._presented_in(revision))
            elif kind == "strategy_meeting" and revision.head.par:
                meetings[revision.head.rec] = None
            elif kind == "erasure":
                erasures.append(revision)
        for record in meetings:
            self.again(self.store.revisions_of(record))
        for revision in erasures:
            self._erasure(revision)

    def _presented_in(self, revision: Revision) -> list[str]:
        seal = projection.record_in(revision)
        presented = self.store.get(seal.rec) if isinstance(seal, Seal) else None
        return [presented.head.rec] if presented is not None else []

    def _erasure(self, revision: Revision) -> None:
        """Carry out an erasure that counts; one that counts no more is forgotten, so that words may come back."""
        erasure = bytes.fromhex(revision.id)
        record = projection.record_in(revision)
        stored = self.store.stored(revision.id)
        self.db.execute("DELETE FROM erased WHERE erasure=?", (erasure,))
        if isinstance(record, Erasure) and stored is not None and stored.status is Status.OK:
            self.db.executemany(
                "INSERT OR IGNORE INTO erased(rev, erasure) VALUES(?,?)",
                [(bytes.fromhex(rev), erasure) for rev in record.revs],
            )
            said = purging.said_by(self.store, record.revs)
            gone = purging.take_contents(self.store, self.db, record.revs)
            saved_filters.forget(self.store, saved_filters.going_with(self.store, self.db, said, gone.records))
            self.judged.records |= gone.records
            self.judged.cases |= gone.cases
            if gone.seals:
                self.follow(gone.seals)


def arrived(
    store: JournalStore,
    db: Connection,
    revisions: Mapping[Revision, Status],
    authority: Authority,
    devices: frozenset[str],
) -> Judged:
    """Rows have been stored, or their contents have come back. Call it in the transaction that stored them.

    ``revisions`` are these rows with what was made of them; ``devices`` are the laptops that
    the rosters among them may have made something else of.
    """
    court = _Court(store, db, authority)
    changed: list[Revision] = []
    if any(kinds.kind_from_wire(revision.head.kind) == "roster" for revision in revisions):
        changed += court.again(store.rosters())
    for device in sorted(devices):
        changed += court.again(store.written_by(device))
    for revision in revisions:
        projection.note(db, revision)
    court.follow([*revisions, *changed])
    for revision, status in revisions.items():
        now = court.judged.status.get(revision.id, status)
        if now is Status.OK and revision.head.rec not in court.judged.records:
            projection.project(store, db, revision)
    for record in sorted(court.judged.records):
        projection.refresh(store, db, record)
    return court.judged


def again(store: JournalStore, db: Connection, authority: Authority, devices: Iterable[str]) -> Judged:
    """Judge the rows of some laptops again: a receipt has come that some of them cite."""
    court = _Court(store, db, authority)
    changed: list[Revision] = []
    for device in sorted(devices):
        changed += court.again(store.written_by(device))
    court.follow(changed)
    for record in sorted(court.judged.records):
        projection.refresh(store, db, record)
    return court.judged


def contents_gone(store: JournalStore, db: Connection, authority: Authority, gone: purging.Gone) -> None:
    """Contents were taken away: what the screens show of their records, and what their seals fixed."""
    court = _Court(store, db, authority)
    court.judged.records |= gone.records
    court.follow(gone.seals)
    for record in sorted(court.judged.records):
        projection.refresh(store, db, record)


def rebuild(store: JournalStore, db: Connection, authority: Authority, progress: Progress | None = None) -> int:
    """Judge every row and fill every table afresh; answers how many revisions were read. Call it in a transaction."""
    seals: list[str] = []
    erasures: list[str] = []
    meetings: dict[str, None] = {}

    def base(revision: Revision) -> Status:
        kind = kinds.kind_from_wire(revision.head.kind)
        status = authority.status(revision.head, revision.id)
        if status is not Status.OK:
            return status
        if kind == "seal":
            seals.append(revision.id)
        elif kind == "erasure":
            erasures.append(revision.id)
        elif kind == "strategy_meeting" and revision.head.par:
            meetings[revision.head.rec] = None
        return Status.OK if kind is not None else Status.UNKNOWN_KIND

    projection.empty(db)
    store.rebuild_index(base)
    court = _Court(store, db, authority)
    for revision in _loaded(store, seals):
        projection.add_seal(store, db, revision)
    court.follow(_loaded(store, erasures))
    for record in meetings:
        court.again(store.revisions_of(record))
    return projection.rebuild(store, db, progress)


def _loaded(store: JournalStore, revs: Iterable[str]) -> list[Revision]:
    """These revisions with their contents."""
    return [revision for rev in revs if (revision := store.get(rev)) is not None]
