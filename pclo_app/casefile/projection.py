"""What the screens read: one row for each head of each record, and the index of words.

Everything here is worked out from the journal and can be thrown away and rebuilt; when
`version` changes it is. A record with two heads has two rows, so that a conflict is seen
wherever records are seen. Beside the heads stand one line for each revision, for the
access log, and the chairs' answers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from ..journal.revision import Revision
from ..journal.store import Status
from ..records import kinds
from ..records.base import Record
from ..records.chronology import ChronologyEntry
from ..records.condition import ConditionCheck
from ..records.describe import words
from ..records.review import Review
from ..records.seal import Seal, code_of, seal_digest
from . import audit_words
from .local_tables import Connection
from .placing import COLUMNS, Place, place
from .store import JournalStore

VERSION = "8"

_TABLES = (
    """CREATE TABLE IF NOT EXISTS item(
      n INTEGER PRIMARY KEY, rev BLOB NOT NULL UNIQUE, record BLOB NOT NULL, case_id BLOB NOT NULL,
      kind TEXT NOT NULL, sort TEXT NOT NULL, lo TEXT NOT NULL, hi TEXT NOT NULL, agency TEXT NOT NULL,
      decision INTEGER NOT NULL, conflict INTEGER NOT NULL, disclosure TEXT NOT NULL, key TEXT NOT NULL,
      placed INTEGER NOT NULL, exact INTEGER NOT NULL, type TEXT NOT NULL, system TEXT NOT NULL,
      people TEXT NOT NULL, ranks TEXT NOT NULL, papers INTEGER NOT NULL, at TEXT NOT NULL,
      revised INTEGER NOT NULL) STRICT""",
    """CREATE TABLE IF NOT EXISTS sealed(
      code TEXT PRIMARY KEY, digest BLOB NOT NULL, rev BLOB NOT NULL, presented BLOB NOT NULL,
      meeting BLOB NOT NULL) STRICT, WITHOUT ROWID""",
    """CREATE TABLE IF NOT EXISTS looked(
      review BLOB NOT NULL, rev BLOB NOT NULL, record BLOB NOT NULL, PRIMARY KEY(review, rev)) STRICT, WITHOUT ROWID""",
    """CREATE TABLE IF NOT EXISTS attached(
      rev BLOB NOT NULL, document TEXT NOT NULL, PRIMARY KEY(rev, document)) STRICT, WITHOUT ROWID""",
    """CREATE TABLE IF NOT EXISTS line(
      n INTEGER PRIMARY KEY, at TEXT NOT NULL, case_id BLOB NOT NULL, act TEXT NOT NULL, who TEXT NOT NULL,
      what TEXT NOT NULL) STRICT""",
    "CREATE TABLE IF NOT EXISTS erased(rev BLOB, erasure BLOB, PRIMARY KEY(rev, erasure)) STRICT, WITHOUT ROWID",
    """CREATE VIRTUAL TABLE IF NOT EXISTS words USING fts5(
      body, content='', contentless_delete=1, tokenize='unicode61 remove_diacritics 2')""",
)
_INDEXES = (
    "CREATE INDEX IF NOT EXISTS item_order ON item(case_id, kind, sort)",
    """CREATE INDEX IF NOT EXISTS item_line ON item(
      case_id, sort, record, lo, hi, agency, decision, conflict, exact, kind, revised) WHERE placed""",
    "CREATE INDEX IF NOT EXISTS item_apart ON item(case_id, kind, record) WHERE placed = 0",
    "CREATE INDEX IF NOT EXISTS item_record ON item(record)",
    "CREATE INDEX IF NOT EXISTS item_key ON item(case_id, key) WHERE key <> ''",
    "CREATE INDEX IF NOT EXISTS sealed_meeting ON sealed(meeting)",
    "CREATE INDEX IF NOT EXISTS looked_record ON looked(record, rev)",
    "CREATE INDEX IF NOT EXISTS attached_document ON attached(document)",
    "CREATE INDEX IF NOT EXISTS line_order ON line(at, n)",
    "CREATE INDEX IF NOT EXISTS line_case ON line(case_id, at, n)",
    "CREATE INDEX IF NOT EXISTS rev_roster ON rev(n) WHERE kind = 'roster/1'",
    "CREATE INDEX IF NOT EXISTS rev_not_counting ON rev(n) WHERE status IN (2, 3)",
)
_OF_HEADS = ("words", "line", "attached", "looked", "item")
"""What `rebuild` fills."""

_INSERT_ITEM = (
    f"INSERT INTO item(n, rev, record, case_id, kind, {COLUMNS}) VALUES({','.join('?' * (5 + len(Place._fields)))})"
)
_INSERT_WORDS = "INSERT INTO words(rowid, body) VALUES(?,?)"
_INSERT_LINE = "INSERT OR REPLACE INTO line(n, at, case_id, act, who, what) VALUES(?,?,?,?,?,?)"
_INSERT_ATTACHED = "INSERT OR IGNORE INTO attached(rev, document) VALUES(?,?)"
_INSERT_LOOKED = "INSERT OR IGNORE INTO looked(review, rev, record) VALUES(?,?,?)"
_INSERTS = (_INSERT_ITEM, _INSERT_WORDS, _INSERT_LINE, _INSERT_ATTACHED, _INSERT_LOOKED)
_MANY = 2000
_PAGE = 500
"""So many revisions are read at a time while everything is worked out afresh."""


def version() -> str:
    """What the rows depend on: this module, and the kinds that this version of the program knows."""
    return f"{VERSION} {' '.join(sorted(kinds.KINDS))}"


def create(db: Connection) -> None:
    """Make the tables where they do not exist; call it inside a transaction."""
    for statement in (*_TABLES, *_INDEXES):
        db.execute(statement)


def empty(db: Connection) -> None:
    """Take every projected row away, in the same transaction as the rebuild."""
    for name in (*_OF_HEADS, "erased", "sealed"):
        db.execute(f"DROP TABLE IF EXISTS {name}")
    create(db)


class _Rows:
    """Rows of any number of revisions, written with one statement for each table."""

    def __init__(self, db: Connection) -> None:
        self._db = db
        self._top: int = db.execute("SELECT coalesce(max(n), 0) FROM item").fetchone()[0]
        self._of: dict[str, list[tuple[object, ...]]] = {statement: [] for statement in _INSERTS}

    def line(self, n: int, revision: Revision, record: Record | None) -> None:
        """The line in the access log of the revision that arrived as number ``n``."""
        head = revision.head
        who = f"{head.name}, {head.rank}".casefold()
        what = audit_words.words(head, record).casefold()
        self._of[_INSERT_LINE].append((n, head.at, bytes.fromhex(head.case), audit_words.act(head), who, what))

    def head(self, revision: Revision, record: Record) -> None:
        """The row of a head, its words, and what hangs on it."""
        head, rev, kind = revision.head, bytes.fromhex(revision.id), kinds.kind_of(record)
        self._top += 1
        self._of[_INSERT_ITEM].append(
            (self._top, rev, bytes.fromhex(head.rec), bytes.fromhex(head.case), kind, *place(record, head))
        )
        gone = isinstance(record, ChronologyEntry | ConditionCheck) and record.withdrawn
        if kind not in kinds.NOT_CASEWORK and not gone:
            self._of[_INSERT_WORDS].append((self._top, words(record)))
        if isinstance(record, ChronologyEntry):
            self._of[_INSERT_ATTACHED] += [(rev, document) for document in record.attachments]
        elif isinstance(record, Review):
            marks = {(rev, bytes.fromhex(mark.rev), bytes.fromhex(mark.record)) for mark in record.read}
            self._of[_INSERT_LOOKED] += sorted(marks)

    def write(self) -> None:
        """Write all that was given since the last time."""
        for statement, rows in self._of.items():
            if rows:
                self._db.executemany(statement, rows)
                rows.clear()


def project(store: JournalStore, db: Connection, revision: Revision, record: Record | None = None) -> None:
    """Bring the rows of one revision's record up to date. The revision is stored already, and counts."""
    head = revision.head
    name = bytes.fromhex(head.rec)
    rev = bytes.fromhex(revision.id)
    heads = {bytes.fromhex(each) for each in store.heads(head.rec)}
    present = {}
    if head.par:
        present = {each: n for n, each in db.execute("SELECT n, rev FROM item WHERE record=?", (name,)).fetchall()}
    for each, n in present.items():
        if each not in heads:
            _take_away(db, each, n)
    if rev in heads:
        add(store, db, revision, record)
    for each in heads - present.keys() - {rev}:
        other = store.get(each.hex())
        if other is not None:
            add(store, db, other)
    if kinds.kind_from_wire(head.kind) == "seal":
        add_seal(store, db, revision)


def refresh(store: JournalStore, db: Connection, record: str) -> None:
    """Make the rows of one record again: after a status has changed, or contents went or came back."""
    name = bytes.fromhex(record)
    for n, rev in db.execute("SELECT n, rev FROM item WHERE record=?", (name,)).fetchall():
        _take_away(db, rev, n)
    heads = store.heads(record)
    for stored in store.revisions_of(record):
        revision = stored.revision
        note(db, revision)
        db.execute("DELETE FROM sealed WHERE rev=?", (bytes.fromhex(revision.id),))
        if stored.status is Status.OK:
            if revision.id in heads:
                add(store, db, revision)
            if kinds.kind_from_wire(revision.head.kind) == "seal":
                add_seal(store, db, revision)


def _take_away(db: Connection, rev: bytes, n: int) -> None:
    """The row of what is no head any more, and what hangs on it."""
    db.execute("DELETE FROM item WHERE n=?", (n,))
    db.execute("DELETE FROM words WHERE rowid=?", (n,))
    db.execute("DELETE FROM attached WHERE rev=?", (rev,))
    db.execute("DELETE FROM looked WHERE review=?", (rev,))


def note(db: Connection, revision: Revision, record: Record | None = None) -> None:
    """What holds of every stored revision, whatever is made of it: its line in the access log.

    And where its chair's answer came before it, that it is here now.
    """
    head = revision.head
    if record is None:
        record = record_in(revision)
    n = db.execute("SELECT n FROM rev WHERE rev=?", (bytes.fromhex(revision.id),)).fetchone()[0]
    rows = _Rows(db)
    rows.line(n, revision, record)
    rows.write()
    if kinds.kind_from_wire(head.kind) == "strategy_meeting":
        db.execute(
            "UPDATE sealed SET meeting=? WHERE presented=? AND meeting=x''",
            (bytes.fromhex(head.rec), bytes.fromhex(revision.id)),
        )


def record_in(revision: Revision) -> Record | None:
    """What a revision says; None where its contents are not here, or need a newer version."""
    kind = kinds.kind_from_wire(revision.head.kind)
    return None if kind is None or revision.payload is None else kinds.decode(kind, revision.payload)


def add(
    store: JournalStore, db: Connection, revision: Revision, record: Record | None = None, *, new: bool = False
) -> None:
    """Insert the row of a head. Contents that were erased, or that a newer version wrote, have none.

    ``new`` promises that the revision has just been made, so that no row of it can be there.
    """
    if record is None:
        record = record_in(revision)
    if record is None:
        return
    if not new and db.execute("SELECT 1 FROM item WHERE rev=?", (bytes.fromhex(revision.id),)).fetchone():
        return
    rows = _Rows(db)
    rows.head(revision, record)
    rows.write()


def add_many(db: Connection, made: Sequence[tuple[Revision, Record]]) -> None:
    """The rows of new records that were stored one after the other: what `add` and `note` do, at one go."""
    rows = _Rows(db)
    last = db.execute("SELECT n FROM rev WHERE rev=?", (bytes.fromhex(made[-1][0].id),)).fetchone()[0]
    for n, (revision, record) in enumerate(made, last - len(made) + 1):
        rows.line(n, revision, record)
        rows.head(revision, record)
    rows.write()


@contextmanager
def filling(db: Connection, count: int) -> Iterator[None]:
    """Around writing so many new rows, in one transaction: where they are most of what will be there, indexes wait.

    They are made when the tables are full, as in `rebuild`: each is then written once, in order.
    """
    there = db.execute("SELECT count(*) FROM (SELECT 1 FROM item LIMIT ?)", (count,)).fetchone()[0]
    if count < _MANY or there > count // 2:
        yield
        return
    names = [statement.split()[5] for statement in _INDEXES if " ON item(" in statement or " ON line(" in statement]
    for name in names:
        db.execute(f"DROP INDEX {name}")
    yield
    create(db)


def replace_many(db: Connection, made: Sequence[tuple[Revision, Record]]) -> None:
    """The rows of revisions that take the place of the one head of their records: what `project` does, at one go."""
    parents = [bytes.fromhex(parent) for revision, _ in made for parent in revision.head.par]
    marks = ",".join("?" * len(parents))
    gone = db.execute(f"SELECT n, rev FROM item WHERE rev IN ({marks})", parents).fetchall()
    places = [(n,) for n, _ in gone]
    names = [(rev,) for _, rev in gone]
    db.executemany("DELETE FROM item WHERE n=?", places)
    db.executemany("DELETE FROM words WHERE rowid=?", places)
    db.executemany("DELETE FROM attached WHERE rev=?", names)
    db.executemany("DELETE FROM looked WHERE review=?", names)
    add_many(db, made)


def add_seal(store: JournalStore, db: Connection, revision: Revision) -> None:
    """A chair's answer, by the code that is printed for it. What was presented may still be on its way."""
    seal = record_in(revision)
    if not isinstance(seal, Seal) or revision.payload is None:
        return
    presented = store.get(seal.rec)
    digest = seal_digest(revision.payload)
    db.execute(
        "INSERT INTO sealed(code, digest, rev, presented, meeting) VALUES(?,?,?,?,?) ON CONFLICT DO NOTHING",
        (code_of(digest), digest, bytes.fromhex(revision.id), bytes.fromhex(seal.rec),
         bytes.fromhex(presented.head.rec) if presented else b""),
    )  # fmt: skip


def rebuild(store: JournalStore, db: Connection, progress: Callable[[int, int], None] | None = None) -> int:
    """Fill the emptied tables from the journal as it is judged now; answers how many revisions were read.

    The chairs' answers are there already: what is made of other rows depends on them. The
    indexes are made when their tables are full: then they are written once, in order.
    """
    for name in _OF_HEADS:
        db.execute(f"DROP TABLE {name}")
    for statement in _TABLES:
        db.execute(statement)
    rows = _Rows(db)
    done, n, total = 0, 0, store.count()
    heads = {rev.hex() for (rev,) in db.execute("SELECT rev FROM head")}
    while page := store.since(n, _PAGE):
        for stored in page:
            record = record_in(stored.revision)
            rows.line(stored.n, stored.revision, record)
            if record is not None and stored.status is Status.OK and stored.revision.id in heads:
                rows.head(stored.revision, record)
        rows.write()
        done += len(page)
        n = page[-1].n
        if progress is not None:
            progress(done, total)
    create(db)
    store.set_meta("projector", version())
    return done
