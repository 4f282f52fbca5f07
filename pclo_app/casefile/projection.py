"""What the screens read: one row for each head of each record, and the index of words.

Everything here is worked out from the journal and can be thrown away and rebuilt; when
`version` changes it is. A record with two heads has two rows, so that a conflict is seen
wherever records are seen. Beside the heads stand one line for each revision, for the
access log, and the chairs' answers.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from ..journal.revision import Revision
from ..journal.store import Status
from ..records import kinds
from ..records.base import Record
from ..records.chronology import ChronologyEntry
from ..records.describe import words
from ..records.review import Review
from ..records.seal import Seal, code_of, seal_digest
from . import audit_words
from .local_tables import Connection
from .placing import COLUMNS, Place, place
from .store import JournalStore

VERSION = "5"

_TABLES = (
    """CREATE TABLE IF NOT EXISTS item(
      n INTEGER PRIMARY KEY, rev BLOB NOT NULL UNIQUE, record BLOB NOT NULL, case_id BLOB NOT NULL,
      kind TEXT NOT NULL, sort TEXT NOT NULL, lo TEXT NOT NULL, hi TEXT NOT NULL, agency TEXT NOT NULL,
      decision INTEGER NOT NULL, conflict INTEGER NOT NULL, disclosure TEXT NOT NULL, key TEXT NOT NULL,
      placed INTEGER NOT NULL, exact INTEGER NOT NULL, type TEXT NOT NULL, system TEXT NOT NULL,
      people TEXT NOT NULL, ranks TEXT NOT NULL, papers INTEGER NOT NULL, at TEXT NOT NULL,
      revised INTEGER NOT NULL) STRICT""",
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
    """CREATE TABLE IF NOT EXISTS line(
      n INTEGER PRIMARY KEY, at TEXT NOT NULL, case_id BLOB NOT NULL, act TEXT NOT NULL, who TEXT NOT NULL,
      what TEXT NOT NULL) STRICT""",
    "CREATE INDEX IF NOT EXISTS line_order ON line(at, n)",
    "CREATE INDEX IF NOT EXISTS line_case ON line(case_id, at, n)",
    "CREATE TABLE IF NOT EXISTS erased(rev BLOB, erasure BLOB, PRIMARY KEY(rev, erasure)) STRICT, WITHOUT ROWID",
    "CREATE INDEX IF NOT EXISTS rev_roster ON rev(n) WHERE kind = 'roster/1'",
    "CREATE INDEX IF NOT EXISTS rev_not_counting ON rev(n) WHERE status IN (2, 3)",
    """CREATE VIRTUAL TABLE IF NOT EXISTS words USING fts5(
      body, content='', contentless_delete=1, tokenize='unicode61 remove_diacritics 2')""",
)

_INSERT = f"INSERT INTO item(rev, record, case_id, kind, {COLUMNS}) VALUES({','.join('?' * (4 + len(Place._fields)))})"
_INSERT_NUMBERED = (
    f"INSERT INTO item(n, rev, record, case_id, kind, {COLUMNS}) VALUES({','.join('?' * (5 + len(Place._fields)))})"
)


def version() -> str:
    """What the rows depend on: this module, and the kinds that this version of the program knows."""
    return f"{VERSION} {' '.join(sorted(kinds.KINDS))}"


def create(db: Connection) -> None:
    """Make the tables where they do not exist; call it inside a transaction."""
    for statement in _TABLES:
        db.execute(statement)


def empty(db: Connection) -> None:
    """Take every projected row away, in the same transaction as the rebuild."""
    for name in ("words", "erased", "line", "attached", "looked", "sealed", "item"):
        db.execute(f"DROP TABLE IF EXISTS {name}")
    create(db)


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
    who = f"{head.name}, {head.rank}".casefold()
    db.execute(
        "INSERT OR REPLACE INTO line(n, at, case_id, act, who, what)"
        " SELECT n, ?, case_id, ?, ?, ? FROM rev WHERE rev=?",
        (head.at, audit_words.act(head), who, audit_words.words(head, record).casefold(), bytes.fromhex(revision.id)),
    )
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


def add_entries(db: Connection, made: Sequence[tuple[Revision, ChronologyEntry]]) -> None:
    """The rows of new chronology entries that were stored one after the other: what `add` and `note` do, at one go."""
    top = db.execute("SELECT coalesce(max(n), 0) FROM item").fetchone()[0]
    last = db.execute("SELECT n FROM rev WHERE rev=?", (bytes.fromhex(made[-1][0].id),)).fetchone()[0]
    items, bodies, lines, papers = [], [], [], []
    for step, (revision, record) in enumerate(made, 1):
        head, rev = revision.head, bytes.fromhex(revision.id)
        case = bytes.fromhex(head.case)
        items.append((top + step, rev, bytes.fromhex(head.rec), case, "chronology_entry", *place(record, head)))
        if not record.withdrawn:
            bodies.append((top + step, words(record)))
        who = f"{head.name}, {head.rank}".casefold()
        what = audit_words.words(head, record).casefold()
        lines.append((last - len(made) + step, head.at, case, audit_words.act(head), who, what))
        papers += [(rev, document) for document in dict.fromkeys(record.attachments)]
    db.executemany(_INSERT_NUMBERED, items)
    db.executemany("INSERT INTO words(rowid, body) VALUES(?,?)", bodies)
    db.executemany("INSERT INTO line(n, at, case_id, act, who, what) VALUES(?,?,?,?,?,?)", lines)
    db.executemany("INSERT INTO attached(rev, document) VALUES(?,?)", papers)


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

    The chairs' answers are there already: what is made of other rows depends on them.
    """
    done, n, total = 0, 0, store.count()
    heads = {rev for (rev,) in db.execute("SELECT rev FROM head")}
    while page := store.since(n, 1000):
        for item in page:
            record = record_in(item.revision)
            note(db, item.revision, record)
            if item.status is Status.OK and bytes.fromhex(item.revision.id) in heads:
                add(store, db, item.revision, record, new=True)
            done += 1
            if progress is not None and done % 500 == 0:
                progress(done, total)
        n = page[-1].n
    store.set_meta("projector", version())
    return done
