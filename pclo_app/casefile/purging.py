"""Taking contents away for good: out of the journal, the index of words, the documents and the free pages.

The tables change in the caller's transaction, all or nothing. What cannot be undone, the
files of documents, goes afterwards (`finish`); until then a note in the settings keeps
what has to go, so that a crash in between only delays it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import msgspec

from ..journal.revision import Revision, decode_header
from ..records import kinds
from ..records.describe import words
from ..vault import database
from . import projection
from .local_tables import Connection
from .store import JournalStore

if TYPE_CHECKING:
    from .reading import CaseReader

_PENDING = "purging"
_NO_DOCUMENTS = b'"att":[]'


@dataclass
class Gone:
    """What was touched."""

    records: set[str] = field(default_factory=set)
    cases: set[str] = field(default_factory=set)
    seals: list[Revision] = field(default_factory=list)
    """Chairs' answers whose words went: the records that they fixed have to be judged again."""
    contents: int = 0


def may_go(kind: str) -> bool:
    """Whether contents of this kind may be erased or put away: not the rosters, nor who did what with the file."""
    return kinds.kind_from_wire(kind) not in kinds.NOT_CASEWORK


def is_erased(db: Connection, revision: Revision) -> bool:
    """Whether an erasure that counts names this revision: its contents are never stored again."""
    if not may_go(revision.head.kind):
        return False
    row = db.execute("SELECT 1 FROM erased WHERE rev=? LIMIT 1", (bytes.fromhex(revision.id),)).fetchone()
    return row is not None


def said_by(store: JournalStore, revs: Iterable[str]) -> list[str]:
    """The words of these revisions, of those that are here and may go."""
    evidence = {fork.revision.id: fork.revision for fork in store.forks()}
    found = []
    for rev in revs:
        revision = store.get(rev) or evidence.get(rev)
        record = projection.record_in(revision) if revision is not None and may_go(revision.head.kind) else None
        if record is not None:
            found.append(words(record))
    return found


def take_contents(store: JournalStore, db: Connection, revs: Iterable[str]) -> Gone:
    """Take away what these revisions say, on the main line or as evidence of a second history.

    The rows on the screens have to be made again by the caller, record by record.
    """
    gone = Gone()
    documents: set[str] = set()
    evidence = {fork.revision.id: fork.revision for fork in store.forks()}
    for rev in revs:
        revision = store.get(rev) or evidence.get(rev)
        if revision is None or not may_go(revision.head.kind):
            continue
        head = revision.head
        documents.update(head.att)
        gone.records.add(head.rec)
        gone.cases.add(head.case)
        if revision.payload is not None:
            store.delete_payload(rev)
            gone.contents += 1
        if kinds.kind_from_wire(head.kind) == "seal":
            gone.seals.append(revision)
    for record in gone.records:
        db.execute("DELETE FROM draft WHERE instr(key, ?)", (record,))
    if gone.records:
        _note(store, documents - documents_of_others(db, ()) if documents else documents)
    return gone


def documents_of_others(db: Connection, revs: Iterable[str]) -> set[str]:
    """The documents that revisions other than these name whose contents are here."""
    left_out = {bytes.fromhex(rev) for rev in revs}
    rows = db.execute(
        "SELECT r.rev, r.header FROM rev r JOIN payload p ON p.rev = r.rev WHERE instr(r.header, ?)=0",
        (_NO_DOCUMENTS,),
    )
    return {document for rev, header in rows if bytes(rev) not in left_out for document in decode_header(header).att}


def _note(store: JournalStore, documents: set[str]) -> None:
    pending = set(msgspec.json.decode(store.meta(_PENDING) or "[]", type=list[str]))
    store.set_meta(_PENDING, msgspec.json.encode(sorted(pending | documents)).decode())


def finish(cf: CaseReader) -> None:
    """Do what a transaction cannot: the documents' files, the index's old pages, the write-ahead log.

    Nothing happens when nothing is due. Call it outside a transaction, after taking
    contents away and when a case file is opened.
    """
    noted = cf.store.meta(_PENDING)
    if noted is None or cf.vault.read_only:
        return
    wanted = documents_of_others(cf.db, ())
    for document in msgspec.json.decode(noted, type=list[str]):
        if document not in wanted:
            cf.vault.blobs.remove(cf.vault.blobs.name_for(bytes.fromhex(document)))
    with cf.store.transaction():
        cf.db.execute("INSERT INTO words(words) VALUES('optimize')")  # the index keeps deleted words until it merges
        cf.db.execute("DELETE FROM meta WHERE key=?", (_PENDING,))
    database.checkpoint(cf.vault.connection)


def is_document_erased(db: Connection, document: str) -> bool:
    """Whether a document belongs to erased revisions only: an old bundle must not bring it back."""
    rows = db.execute(
        "SELECT 1 FROM erased e JOIN rev r ON r.rev = e.rev WHERE instr(r.header, ?) LIMIT 1", (document.encode(),)
    )
    return rows.fetchone() is not None and document not in documents_of_others(db, ())
