"""The journal in SQL: adding revisions, keeping heads, reading in pages.

The connection comes from the vault and belongs to one thread. Everything that writes
runs inside `JournalStore.transaction`, so that a revision and whatever the caller
derives from it are stored together or not at all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import Any

from ..journal.errors import ChainMoved
from ..journal.heads import heads_of
from ..journal.revision import Revision, decode_header
from ..journal.store import COUNTING, Fork, Status
from . import journal_tables
from .journal_reading import JournalReading, Stored
from .local_tables import Connection

__all__ = ["JournalStore", "Stored"]


class JournalStore(JournalReading):
    """The one place that writes the journal's tables."""

    def __init__(
        self, connection: Connection, around: Callable[[], AbstractContextManager[None]] = nullcontext
    ) -> None:
        """``around`` is entered for each transaction: it may refuse it, and give its errors their names."""
        super().__init__(connection)
        self._around = around
        self._depth = 0

    def create_schema(self) -> None:
        """Make the tables where they do not exist; call it inside a transaction."""
        for statement in journal_tables.statements():
            self._db.execute(statement)
        self._db.execute(
            "INSERT INTO meta(key, value) VALUES('schema', ?) ON CONFLICT(key) DO NOTHING",
            (journal_tables.SCHEMA_VERSION,),
        )

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing. Inside another one it is a step of its own that can be undone alone."""
        with nullcontext() if self._db.in_transaction else self._around(), self._step():
            yield

    @contextmanager
    def _step(self) -> Iterator[None]:
        name = f"step{self._depth}"
        nested = self._db.in_transaction
        self._db.execute(f"SAVEPOINT {name}" if nested else "BEGIN IMMEDIATE")
        self._depth += 1
        try:
            yield
            self._db.execute(f"RELEASE {name}" if nested else "COMMIT")
        except BaseException:
            if self._db.in_transaction:  # a full disk may have ended it already
                for undo in (f"ROLLBACK TO {name}", f"RELEASE {name}") if nested else ("ROLLBACK",):
                    self._db.execute(undo)
            raise
        finally:
            self._depth -= 1

    # adding our own -------------------------------------------------------------------------------------------

    def append(self, revision: Revision, status: Status | int = Status.OK) -> Status:
        """Add a revision just made on this laptop. It has to follow the newest one of its chain."""
        head = revision.head
        tip = self.tip(head.dev, head.ep)
        if (head.seq, head.prev) != (tip.seq, tip.prev):
            raise ChainMoved(seq=head.seq)
        return self.insert(revision, Status(status))

    def insert_many(self, revisions: Iterable[Revision], status: Status | int = Status.OK) -> int:
        """Add many revisions just made on this laptop, in order; as `append`, but for an import. Answers how many."""
        tips: dict[tuple[str, int], tuple[int, str]] = {}
        simple: list[Revision] = []
        total = 0
        for revision in revisions:
            head = revision.head
            chain = (head.dev, head.ep)
            if chain not in tips:
                tip = self.tip(*chain)
                tips[chain] = (tip.seq, tip.prev)
            if (head.seq, head.prev) != tips[chain]:
                raise ChainMoved(seq=head.seq)
            tips[chain] = (head.seq + 1, revision.id)
            if head.par:
                self._insert_new_records(simple, Status(status))
                simple.clear()
                self.insert(revision, Status(status))
            else:
                simple.append(revision)
            total += 1
        self._insert_new_records(simple, Status(status))
        return total

    def _insert_new_records(self, revisions: list[Revision], status: Status) -> None:
        """The quick way for rows that build on nothing and that nothing can build on yet."""
        self._writing()
        self._db.executemany(_INSERT_REV, (_columns(revision, status) for revision in revisions))
        self._db.executemany(_INSERT_PAYLOAD, (_contents(r) for r in revisions if r.payload is not None))
        if status in COUNTING:
            pairs = ((bytes.fromhex(r.head.rec), bytes.fromhex(r.id)) for r in revisions)
            self._db.executemany(_INSERT_HEAD, pairs)

    def insert_followers(self, revisions: Sequence[Revision]) -> None:
        """Add revisions just made on this laptop, each of which takes the place of the one head of its record."""
        self._writing()
        for revision, before in zip(revisions, (None, *revisions), strict=False):
            head = revision.head
            tip = self.tip(head.dev, head.ep) if before is None else None
            expected = (tip.seq, tip.prev) if tip else (before.head.seq + 1, before.id) if before else (0, "")
            if (head.seq, head.prev) != expected:
                raise ChainMoved(seq=head.seq)
        self._db.executemany(_INSERT_REV, (_columns(revision, Status.OK) for revision in revisions))
        self._db.executemany(_INSERT_PAYLOAD, (_contents(r) for r in revisions if r.payload is not None))
        links = [(bytes.fromhex(r.id), bytes.fromhex(parent)) for r in revisions for parent in r.head.par]
        self._db.executemany(_INSERT_PARENT, links)
        names = {bytes.fromhex(r.id): bytes.fromhex(r.head.rec) for r in revisions}
        self._db.executemany(_DELETE_HEAD, ((names[rev], parent) for rev, parent in links))
        self._db.executemany(_INSERT_HEAD, ((record, rev) for rev, record in names.items()))

    # adding what arrives --------------------------------------------------------------------------------------

    def insert(self, revision: Revision, status: Status) -> Status:
        """Store one row, whatever its place; answers WAITING when something it builds on is missing."""
        self._writing()
        head = revision.head
        if head.par and self._missing(head.par):
            status = Status.WAITING
        rev = bytes.fromhex(revision.id)
        self._db.execute(_INSERT_REV, _columns(revision, status))
        if revision.payload is not None:
            self._db.execute(_INSERT_PAYLOAD, _contents(revision))
        for parent in head.par:
            self._db.execute(_INSERT_PARENT, (rev, bytes.fromhex(parent)))
        if status in COUNTING:
            self._raise_head(head.rec, rev)
        return status

    def _writing(self) -> None:
        if not self._db.in_transaction:
            raise RuntimeError("the journal is written inside JournalStore.transaction()")

    def _missing(self, parents: Iterable[str]) -> bool:
        """Whether one of the parents is not here, or waits itself."""
        for parent in parents:
            status = self._db.execute("SELECT status FROM rev WHERE rev=?", (bytes.fromhex(parent),)).fetchone()
            if status is None or status[0] == Status.WAITING:
                return True
        return False

    def _raise_head(self, record: str, rev: bytes) -> None:
        """A row has begun to count: it replaces what it builds on, and is a head unless something replaces it."""
        name = bytes.fromhex(record)
        below = self._relatives(_PARENTS, name, rev)
        for parent, status in below:
            if status in COUNTING:
                self._db.execute(_DELETE_HEAD, (name, parent))
        if not any(status in COUNTING for _, status in self._relatives(_CHILDREN, name, rev)):
            self._db.execute(_INSERT_HEAD, (name, rev))

    def _relatives(self, sql: str, record: bytes, rev: bytes) -> Iterator[tuple[bytes, int]]:
        """The nearest counting rows in one direction, and every row passed on the way to them."""
        open_ends, seen = [rev], {rev}
        while open_ends:
            for relative, status in self._db.execute(sql, (open_ends.pop(), record)).fetchall():
                if relative in seen:
                    continue
                seen.add(relative)
                yield relative, status
                if status not in COUNTING:
                    open_ends.append(relative)

    def settle(self, arrived: Iterable[str], decide: Callable[[Revision], Status]) -> list[tuple[Revision, Status]]:
        """Settle the rows that waited for these, and those that waited for them."""
        settled: list[tuple[Revision, Status]] = []
        queue = list(arrived)
        for rev in queue:
            children = self._db.execute(
                "SELECT r.rev FROM parent x JOIN rev r ON r.rev = x.rev WHERE x.parent=? AND r.status=4",
                (bytes.fromhex(rev),),
            ).fetchall()
            for (child,) in children:
                revision = self.get(child.hex())
                if revision is None or self._missing(revision.head.par):
                    continue
                status = decide(revision)
                self._db.execute("UPDATE rev SET status=? WHERE rev=?", (int(status), child))
                if status in COUNTING:
                    self._raise_head(revision.head.rec, child)
                settled.append((revision, status))
                queue.append(revision.id)
        return settled

    def set_status(self, rev: str, status: Status) -> None:
        """A new roster, or a newer version of the program, makes something else of a row."""
        self._writing()
        found = self._db.execute("SELECT status, record FROM rev WHERE rev=?", (bytes.fromhex(rev),)).fetchone()
        if found is None or found[0] == status:
            return
        self._db.execute("UPDATE rev SET status=? WHERE rev=?", (int(status), bytes.fromhex(rev)))
        self.rebuild_heads(found[1].hex())

    def rebuild_heads(self, record: str) -> None:
        """Work out the heads of one record afresh from its rows."""
        self._writing()
        parents: dict[str, tuple[str, ...]] = {}
        counting = set()
        for item in self.revisions_of(record):
            parents[item.revision.id] = item.revision.head.par
            if item.status in COUNTING:
                counting.add(item.revision.id)
        name = bytes.fromhex(record)
        self._db.execute("DELETE FROM head WHERE record=?", (name,))
        heads = heads_of(parents, counting)
        self._db.executemany(_INSERT_HEAD, ((name, bytes.fromhex(rev)) for rev in heads))

    # contents -------------------------------------------------------------------------------------------------

    def put_payload(self, revision: Revision) -> None:
        """Store the contents of a row that is stored without them. They must have been checked."""
        self._writing()
        self._db.execute(_INSERT_PAYLOAD, _contents(revision))

    def delete_payload(self, rev: str) -> None:
        """Erasure or eviction: contents and salt go, the signed header stays."""
        self._writing()
        self._db.execute("DELETE FROM payload WHERE rev=?", (bytes.fromhex(rev),))

    # forks ----------------------------------------------------------------------------------------------------

    def add_fork(self, revision: Revision, first_seen: str) -> Fork | None:
        """Keep a second history as evidence, with its contents; None when it was known already."""
        self._writing()
        head = revision.head
        place = (bytes.fromhex(head.dev), head.ep, head.seq)
        known = self._db.execute(
            "SELECT 1 FROM fork WHERE device=? AND epoch=? AND seq=? AND header=?", (*place, revision.header)
        ).fetchone()
        if known:
            return None
        self._db.execute(
            "INSERT INTO fork(device, epoch, seq, header, sig, first_seen) VALUES(?,?,?,?,?,?)",
            (*place, revision.header, revision.sig, first_seen),
        )
        if revision.payload is not None:
            self._db.execute(_INSERT_PAYLOAD, _contents(revision))
        return Fork(head.dev, head.ep, head.seq, revision, first_seen)

    # working the index out afresh -----------------------------------------------------------------------------

    def rebuild_index(self, decide: Callable[[Revision], Status]) -> None:
        """Make the tables of links and heads again from the signed headers, and judge every row afresh.

        ``decide`` is given headers without their contents.
        """
        self._writing()
        self._db.execute("DELETE FROM parent")
        self._db.execute("DELETE FROM head")
        records = dict(self._db.execute("SELECT rev, record FROM rev"))
        parents = self._link_all()
        waiting = _waiting(parents, records)
        counting: set[bytes] = set()
        n = 0
        sql = "SELECT n, rev, status, header, sig FROM rev WHERE n>? ORDER BY n LIMIT 2000"
        while page := self._db.execute(sql, (n,)).fetchall():
            for n, rev, before, header, sig in page:  # noqa: B007
                status = Status.WAITING if rev in waiting else decide(Revision(header, sig))
                if status != before:
                    self._db.execute("UPDATE rev SET status=? WHERE rev=?", (int(status), rev))
                if status in COUNTING:
                    counting.add(rev)
        own = {rev: [each for each in named if records.get(each) == records[rev]] for rev, named in parents.items()}
        self._db.executemany(_INSERT_HEAD, ((records[rev], rev) for rev in sorted(heads_of(own, counting))))

    def _link_all(self) -> dict[bytes, list[bytes]]:
        """Fill the table of links; answers what each row that builds on others builds on."""
        building = self._db.execute("SELECT rev, header FROM rev WHERE instr(header, ?)=0", (_NO_PARENTS,)).fetchall()
        parents = {rev: [bytes.fromhex(name) for name in decode_header(header).par] for rev, header in building}
        links = ((rev, parent) for rev, named in parents.items() for parent in named)
        self._db.executemany(_INSERT_PARENT, links)
        return parents


def _waiting(parents: dict[bytes, list[bytes]], here: dict[bytes, bytes]) -> set[bytes]:
    """The rows that build, near or far, on one that is not here."""
    children: dict[bytes, list[bytes]] = {}
    for rev, named in parents.items():
        for parent in named:
            children.setdefault(parent, []).append(rev)
    open_ends = [parent for parent in children if parent not in here]
    waiting: set[bytes] = set()
    while open_ends:
        above = [rev for rev in children.get(open_ends.pop(), ()) if rev not in waiting]
        waiting.update(above)
        open_ends += above
    return waiting


_NO_PARENTS = b'"par":[]'
_INSERT_REV = (
    "INSERT INTO rev(rev, device, epoch, seq, case_id, record, kind, header, sig, status) VALUES(?,?,?,?,?,?,?,?,?,?)"
)
_INSERT_PAYLOAD = "INSERT INTO payload(rev, nonce, body) VALUES(?,?,?) ON CONFLICT(rev) DO NOTHING"
_INSERT_PARENT = "INSERT INTO parent(rev, parent) VALUES(?,?)"
_INSERT_HEAD = "INSERT INTO head(record, rev) VALUES(?,?) ON CONFLICT DO NOTHING"
_DELETE_HEAD = "DELETE FROM head WHERE record=? AND rev=?"
_PARENTS = "SELECT r.rev, r.status FROM parent x JOIN rev r ON r.rev = x.parent WHERE x.rev=? AND r.record=?"
_CHILDREN = "SELECT r.rev, r.status FROM parent x JOIN rev r ON r.rev = x.rev WHERE x.parent=? AND r.record=?"


def _columns(revision: Revision, status: Status) -> tuple[Any, ...]:
    head = revision.head
    return (
        bytes.fromhex(revision.id),
        bytes.fromhex(head.dev),
        head.ep,
        head.seq,
        bytes.fromhex(head.case),
        bytes.fromhex(head.rec),
        head.kind,
        revision.header,
        revision.sig,
        int(status),
    )


def _contents(revision: Revision) -> tuple[bytes, bytes | None, bytes | None]:
    return bytes.fromhex(revision.id), revision.nonce, revision.payload
