"""What the screens read: one row for each head of each record, and the index of words.

Everything here is worked out from the journal and can be thrown away and rebuilt; when
`VERSION` changes it is. A record with two heads has two rows, so that a conflict is seen
wherever records are seen.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from ..journal.revision import Revision
from ..journal.store import Status
from ..records import kinds
from ..records.base import Record
from ..records.chronology import ChronologyEntry
from ..records.describe import words
from ..records.review import Review
from ..records.seal import Seal, code_of, seal_digest
from .local_tables import Connection
from .placing import COLUMNS, Place, place
from .store import JournalStore

VERSION = "2"

_TABLES = (
    """CREATE TABLE IF NOT EXISTS item(
      n INTEGER PRIMARY KEY, rev BLOB NOT NULL UNIQUE, record BLOB NOT NULL, case_id BLOB NOT NULL,
      kind TEXT NOT NULL, sort TEXT NOT NULL, lo TEXT NOT NULL, hi TEXT NOT NULL, agency TEXT NOT NULL,
      decision INTEGER NOT NULL, conflict INTEGER NOT NULL, disclosure TEXT NOT NULL, key TEXT NOT NULL,
      placed INTEGER NOT NULL, exact INTEGER NOT NULL, type TEXT NOT NULL, system TEXT NOT NULL,
      people TEXT NOT NULL, ranks TEXT NOT NULL, papers INTEGER NOT NULL, at TEXT NOT NULL) STRICT""",
    "CREATE INDEX IF NOT EXISTS item_order ON item(case_id, kind, sort)",
    "CREATE INDEX IF NOT EXISTS item_line ON item(case_id, sort) WHERE placed",
    "CREATE INDEX IF NOT EXISTS item_record ON item(record)",
    "CREATE INDEX IF NOT EXISTS item_key ON item(case_id, key) WHERE key <> ''",
    """CREATE TABLE IF NOT EXISTS sealed(
      code TEXT PRIMARY KEY, digest BLOB NOT NULL, rev BLOB NOT NULL, presented BLOB NOT NULL,
      meeting BLOB NOT NULL) STRICT, WITHOUT ROWID""",
    "CREATE INDEX IF NOT EXISTS sealed_meeting ON sealed(meeting)",
    """CREATE TABLE IF NOT EXISTS looked(
      review BLOB NOT NULL, rev BLOB NOT NULL, record BLOB NOT NULL, PRIMARY KEY(review, rev)) STRICT, WITHOUT ROWID""",
    "CREATE INDEX IF NOT EXISTS looked_record ON looked(record, rev)",
    """CREATE TABLE IF NOT EXISTS attached(
      rev BLOB NOT NULL, document TEXT NOT NULL, PRIMARY KEY(rev, document)) STRICT, WITHOUT ROWID""",
    "CREATE INDEX IF NOT EXISTS attached_document ON attached(document)",
    """CREATE VIRTUAL TABLE IF NOT EXISTS words USING fts5(
      body, content='', contentless_delete=1, tokenize='unicode61 remove_diacritics 2')""",
)

_INSERT = f"INSERT INTO item(rev, record, case_id, kind, {COLUMNS}) VALUES({','.join('?' * (4 + len(Place._fields)))})"


def create(db: Connection) -> None:
    """Make the tables where they do not exist; call it inside a transaction."""
    for statement in _TABLES:
        db.execute(statement)


def empty(db: Connection) -> None:
    """Take every projected row away, in the same transaction as the rebuild."""
    for name in ("words", "attached", "looked", "sealed", "item"):
        db.execute(f"DROP TABLE IF EXISTS {name}")
    create(db)


def project(store: JournalStore, db: Connection, revision: Revision, record: Record | None = None) -> None:
    """Bring the rows of one revision's record up to date. The revision is stored already."""
    head = revision.head
    name = bytes.fromhex(head.rec)
    heads = {bytes.fromhex(rev) for rev in store.heads(head.rec)}
    present = {}
    if head.par:
        present = {rev: n for n, rev in db.execute("SELECT n, rev FROM item WHERE record=?", (name,)).fetchall()}
    for rev, n in present.items():
        if rev not in heads:
            db.execute("DELETE FROM item WHERE n=?", (n,))
            db.execute("DELETE FROM words WHERE rowid=?", (n,))
            db.execute("DELETE FROM attached WHERE rev=?", (rev,))
            db.execute("DELETE FROM looked WHERE review=?", (rev,))
    if bytes.fromhex(revision.id) in heads:
        add(store, db, revision, record)
    for rev in heads - present.keys() - {bytes.fromhex(revision.id)}:
        other = store.get(rev.hex())
        if other is not None:
            add(store, db, other)


def add(
    store: JournalStore, db: Connection, revision: Revision, record: Record | None = None, *, new: bool = False
) -> None:
    """Insert the row of a head. Contents that were erased, or that a newer version wrote, have none.

    ``new`` promises that the revision has just been made, so that no row of it can be there.
    """
    head = revision.head
    kind = kinds.kind_from_wire(head.kind)
    if kind is None or revision.payload is None:
        return
    if record is None:
        record = kinds.decode(kind, revision.payload)
    rev = bytes.fromhex(revision.id)
    if not new and db.execute("SELECT 1 FROM item WHERE rev=?", (rev,)).fetchone():
        return
    row = (rev, bytes.fromhex(head.rec), bytes.fromhex(head.case), kind, *place(record, head))
    n = db.execute(_INSERT, row).lastrowid
    if kind not in kinds.NOT_CASEWORK and not (isinstance(record, ChronologyEntry) and record.withdrawn):
        db.execute("INSERT INTO words(rowid, body) VALUES(?,?)", (n, words(record)))
    if isinstance(record, ChronologyEntry):
        for document in dict.fromkeys(record.attachments):
            db.execute("INSERT OR IGNORE INTO attached(rev, document) VALUES(?,?)", (rev, document))
    if isinstance(record, Review):
        marks = {(rev, bytes.fromhex(mark.rev), bytes.fromhex(mark.record)) for mark in record.read}
        db.executemany("INSERT OR IGNORE INTO looked(review, rev, record) VALUES(?,?,?)", sorted(marks))
    if isinstance(record, Seal):
        _add_seal(store, db, revision, record)


def _add_seal(store: JournalStore, db: Connection, revision: Revision, seal: Seal) -> None:
    presented = store.get(seal.rec)
    if presented is None or revision.payload is None:
        return
    digest = seal_digest(revision.payload)
    db.execute(
        "INSERT INTO sealed(code, digest, rev, presented, meeting) VALUES(?,?,?,?,?) ON CONFLICT DO NOTHING",
        (code_of(digest), digest, bytes.fromhex(revision.id), bytes.fromhex(seal.rec),
         bytes.fromhex(presented.head.rec)),
    )  # fmt: skip


def rebuild(store: JournalStore, db: Connection, progress: Callable[[int, int], None] | None = None) -> int:
    """Work everything out afresh from the journal; answers how many revisions were read."""
    done, total = 0, store.count()
    with store.transaction():
        empty(db)
        for revision in _in_order(store):
            project(store, db, revision)
            done += 1
            if progress is not None and done % 500 == 0:
                progress(done, total)
        store.set_meta("projector", VERSION)
    return done


def _in_order(store: JournalStore) -> Iterable[Revision]:
    n = 0
    while page := store.since(n, 1000):
        for item in page:
            if item.status is Status.OK:
                yield item.revision
        n = page[-1].n
