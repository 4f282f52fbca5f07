"""Documents of a case: added, listed, read into memory, tied to entries, exported on purpose.

The bytes are kept first, encrypted beside the database; then an Attachment record whose
header names them. So a crash in between leaves a file that nothing refers to, never a
record without its document. Nothing here writes a document anywhere in the clear but
`export`.
"""

from __future__ import annotations

import hashlib
import os
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec

from ..records.audit import Attachment, Disclose
from ..records.chronology import ChronologyEntry
from ..vault import files
from ..vault.errors import BlobDamaged, BlobMissing, DiskFull, FileHeldOpen
from . import chronology, disclosures, document_kinds, document_names
from .casefile import CaseFile
from .document_errors import (
    DocumentDamaged,
    DocumentEmpty,
    DocumentNotHere,
    DocumentTooLarge,
    DocumentUnreadable,
    ExportFailed,
    ExportInTheWay,
    ExportIntoCaseFile,
    ExportUnexplained,
    WithdrawReasonNeeded,
)
from .document_kinds import DocumentKind
from .errors import NoSuchRecord
from .model import Changed, Item, Saved

LIMIT = 64 * 1024 * 1024
"""The largest document, in bytes."""


@dataclass(frozen=True)
class Document:
    """A document as a list shows it."""

    id: str
    rev: str
    case: str
    file_name: str
    """As it came: never to be shown or written as it is."""
    name: str
    """Safe to be shown."""
    kind: DocumentKind
    """As the record says; the viewer goes by the bytes."""
    size: int
    source: str
    shows: str
    digest: str
    by: str
    """Who added it, with rank or designation."""
    at: str
    """When, UTC, YYYY-MM-DDTHH:MM:SSZ."""
    withdrawn: str
    """Why it was taken out of use; empty while it is in use."""
    here: bool
    """Whether its bytes are on this laptop."""
    entries: tuple[tuple[str, int], ...] = ()
    """The entries that it belongs to: id, and number in the chronology."""
    twins: tuple[str, ...] = ()
    """Other records of this case with the very same bytes."""
    in_conflict: bool = False

    @property
    def in_use(self) -> bool:
        """Whether nobody has withdrawn it."""
        return not self.withdrawn


@dataclass(frozen=True)
class Opened:
    """A document with its bytes, in memory, and what they really are."""

    document: Document
    data: bytes
    kind: DocumentKind
    misleading: bool
    """Whether the name's ending promises something else."""


@dataclass(frozen=True)
class Added:
    """The outcome of adding one file."""

    saved: Saved
    again: bool
    """Whether the case had the very same document already."""


# adding -------------------------------------------------------------------------------------------------------


def attach(cf: CaseFile, case: str, file_name: str, data: bytes, source: str = "", shows: str = "") -> Saved:
    """Keep a document and make its record. The same bytes in the same case make no second one: then not ``fresh``.

    Raises DocumentEmpty, DocumentTooLarge, and the vault's condition for a full disk.
    """
    return add(cf, case, file_name, data, source, shows).saved


def add(cf: CaseFile, case: str, file_name: str, data: bytes, source: str = "", shows: str = "") -> Added:
    """As `attach`; says as well whether the document was there already."""
    check_size(len(data))
    digest = hashlib.sha256(data).hexdigest()
    cf.put_blob(data)  # where a damaged or missing one is being added again, this puts it right
    before = next((item for item in same(cf, case, digest) if not item.record.withdrawn), None)
    if before is not None:
        return Added(Saved(before.id, before.rev, False, Changed()), True)
    record = Attachment(
        file_name=document_names.kept(file_name),
        media_type=document_kinds.recognise(data).media,
        size=len(data),
        digest=digest,
        source=source.strip(),
        shows=shows.strip(),
    )
    return Added(cf.save(record, case=case, attachments=(digest,)), False)


def add_file(cf: CaseFile, case: str, path: Path, source: str = "", shows: str = "") -> Added:
    """Add a file from the disk; the file itself stays as it is. Raises DocumentUnreadable too."""
    return add(cf, case, path.name, read_file(path), source, shows)


def read_file(path: Path) -> bytes:
    """The bytes of an ordinary file, never more than the limit."""
    try:
        if not path.is_file():
            raise DocumentUnreadable(why="it is a folder or a device" if path.exists() else "it is not there")
        check_size(path.stat().st_size)
        with path.open("rb") as file:
            data = file.read(LIMIT + 1)
    except OSError as fault:
        raise DocumentUnreadable(why=fault.strerror or "the disk refused it") from None
    check_size(len(data))
    return data


def check_size(size: int) -> None:
    """Raises DocumentEmpty or DocumentTooLarge."""
    if size == 0:
        raise DocumentEmpty()
    if size > LIMIT:
        raise DocumentTooLarge(size=f"{-(-size // (1024 * 1024)):,}", limit=LIMIT // (1024 * 1024))


def same(cf: CaseFile, case: str, digest: str) -> list[Item[Attachment]]:
    """The records of a case that name these very bytes."""
    return [item for item in cf.items(case, "attachment") if item.record.digest == digest]


# reading ------------------------------------------------------------------------------------------------------


def listed(cf: CaseFile, case: str) -> list[Document]:
    """The documents of a case, the newest first, withdrawn ones last."""
    items = cf.items(case, "attachment")
    places = _entries_of(cf, case)
    alike: dict[str, list[str]] = {}
    for item in items:
        alike.setdefault(item.record.digest, []).append(item.id)
    found = [_document(cf, item, places.get(item.id, ()), alike[item.record.digest]) for item in items]
    found.sort(key=lambda document: (document.at, document.id), reverse=True)
    return sorted(found, key=lambda document: not document.in_use)


def document(cf: CaseFile, id: str) -> Document:
    """One document. Raises NoSuchRecord."""
    item = _item(cf, id)
    alike = [other.id for other in same(cf, item.case, item.record.digest)]
    return _document(cf, item, _entries_of(cf, item.case, id).get(id, ()), alike)


def read(cf: CaseFile, id: str) -> bytes:
    """The bytes, in memory. Raises NoSuchRecord, DocumentNotHere, DocumentDamaged."""
    record = _item(cf, id).record
    try:
        return cf.blob(record.digest)
    except BlobMissing:
        raise DocumentNotHere() from None
    except (BlobDamaged, ValueError, OSError):
        raise DocumentDamaged() from None


def opened(cf: CaseFile, id: str) -> Opened:
    """A document with its bytes and what they are. Raises as `read`."""
    found = document(cf, id)
    data = read(cf, id)
    kind = document_kinds.recognise(data)
    return Opened(found, data, kind, document_names.misleads(found.file_name, kind))


def entries_with_documents(cf: CaseFile, case: str) -> frozenset[str]:
    """The entries of a case that have a document: one look into the index, whatever their number."""
    rows = cf.db.execute(
        "SELECT DISTINCT i.record FROM item i JOIN attached a ON a.rev = i.rev"
        " WHERE i.case_id=? AND i.kind='chronology_entry'",
        (bytes.fromhex(case),),
    )
    return frozenset(row[0].hex() for row in rows)


def _item(cf: CaseFile, id: str) -> Item[Attachment]:
    item = cf.item(id)
    if item.kind != "attachment":
        raise NoSuchRecord(id=id)
    return item


def _document(cf: CaseFile, item: Item[Attachment], entries: Iterable[tuple[str, int]], alike: list[str]) -> Document:
    record = item.record
    first = item.heads[0] if item.revisions == 1 else cf.history(item.id)[-1]
    return Document(
        id=item.id,
        rev=item.rev,
        case=item.case,
        file_name=record.file_name,
        name=document_names.shown(record.file_name),
        kind=document_kinds.of_media(record.media_type),
        size=record.size,
        source=record.source,
        shows=record.shows,
        digest=record.digest,
        by=first.by,
        at=first.at,
        withdrawn=(record.change_reason or "No reason is recorded.") if record.withdrawn else "",
        here=is_here(cf, record.digest),
        entries=tuple(entries),
        twins=tuple(id for id in alike if id != item.id),
        in_conflict=item.in_conflict,
    )


def is_here(cf: CaseFile, digest: str) -> bool:
    """Whether the bytes with this SHA-256 are on this laptop; false for what is no SHA-256."""
    try:
        return cf.has_blob(digest)
    except ValueError:  # a record from elsewhere may name anything
        return False


def _entries_of(cf: CaseFile, case: str, only: str = "") -> dict[str, list[tuple[str, int]]]:
    """For each document the entries that it belongs to, in the order of the chronology."""
    rows = cf.db.execute(
        "SELECT a.document, i.record FROM item i JOIN attached a ON a.rev = i.rev"
        " WHERE i.case_id=?1 AND i.kind='chronology_entry' AND (?2='' OR a.document=?2) ORDER BY i.sort",
        (bytes.fromhex(case), only),
    ).fetchall()
    numbers = chronology.numbers(cf, case) if rows else {}
    found: dict[str, list[tuple[str, int]]] = {}
    for id, record in rows:
        place = (record.hex(), numbers.get(record.hex(), 0))
        if place not in found.setdefault(id, []):
            found[id].append(place)
    return found


# in use and out of use; on entries ----------------------------------------------------------------------------


def withdraw(cf: CaseFile, id: str, reason: str) -> Saved:
    """Take a document out of use. It stays, struck, with the reason; its bytes stay too."""
    return _set_withdrawn(cf, id, reason, True)


def put_back(cf: CaseFile, id: str, reason: str) -> Saved:
    """Take a withdrawn document into use again."""
    return _set_withdrawn(cf, id, reason, False)


def _set_withdrawn(cf: CaseFile, id: str, reason: str, withdrawn: bool) -> Saved:
    item = _item(cf, id)
    record = msgspec.structs.replace(item.record, withdrawn=withdrawn, change_reason=_reason(reason))
    heads = tuple(version.rev for version in item.heads)
    return cf.save(record, case=item.case, id=id, based_on=heads)


def link(cf: CaseFile, entry: str, documents: Sequence[str], reason: str = "") -> Saved:
    """Tie documents to an entry, as a revision of the entry; those that it has already change nothing."""
    item = cf.item(entry)
    record: ChronologyEntry = item.record
    new = [id for id in dict.fromkeys(documents) if id not in record.attachments]
    words = reason.strip() or f"Added: {', '.join(_item(cf, id).record.shows or 'a document' for id in new)}"
    changed = msgspec.structs.replace(record, attachments=(*record.attachments, *new), change_reason=words)
    return cf.save(changed, case=item.case, id=entry, based_on=(item.rev,))


def unlink(cf: CaseFile, entry: str, document: str, reason: str) -> Saved:
    """Take a document off an entry; the document itself stays in the case."""
    item = cf.item(entry)
    record: ChronologyEntry = item.record
    left = tuple(id for id in record.attachments if id != document)
    changed = msgspec.structs.replace(record, attachments=left, change_reason=_reason(reason))
    return cf.save(changed, case=item.case, id=entry, based_on=(item.rev,))


def _reason(reason: str) -> str:
    if not reason.strip():
        raise WithdrawReasonNeeded()
    return reason.strip()


# out of the case file -----------------------------------------------------------------------------------------


def export_name(document: Document, kind: DocumentKind | None = None) -> str:
    """The name to offer for an exported copy."""
    return document_names.for_export(document.file_name, kind or document.kind)


def export(cf: CaseFile, id: str, path: Path, *, recipient: str, why: str, replace: bool = False) -> Saved:
    """Write a copy in the clear, on purpose, whole or not at all; answers the line of the disclosure log.

    The line is written first: a crash in between leaves a line too many, never a copy too
    many (Data Protection Act 2018, section 62: justification, date and recipient). A file
    that is in the way is only replaced where ``replace`` says so.
    """
    if not recipient.strip() or not why.strip():
        raise ExportUnexplained()
    item = _item(cf, id)
    data = read(cf, id)
    if cf.vault.folder.resolve() in path.resolve().parents:
        raise ExportIntoCaseFile()
    if path.exists() and not replace:
        raise ExportInTheWay()
    line = Disclose(
        act="exported",
        what=f"Document {document_names.shown(item.record.file_name)}",
        record=id,
        recipient=recipient.strip(),
        why=why.strip(),
        digest=item.record.digest,
    )
    saved = disclosures.record(cf, item.case, line)
    try:
        files.write_whole(path, data) if replace else _write_where_nothing_is(path, data)
    except FileExistsError:
        _did_not_leave(cf, item.case, saved, "a file of that name was in the way")
        raise ExportInTheWay() from None
    except (OSError, DiskFull, FileHeldOpen) as fault:
        why_not = fault.what if isinstance(fault, DiskFull | FileHeldOpen) else fault.strerror or "the disk refused it"
        _did_not_leave(cf, item.case, saved, "the file could not be written")
        raise ExportFailed(why=why_not.rstrip(".")) from None
    return saved


def _write_where_nothing_is(path: Path, data: bytes) -> None:
    """Whole or not at all, and never over a file that came in between. Raises FileExistsError."""
    temporary = path.with_name(f"{files.TEMPORARY_PREFIX}{secrets.token_hex(8)}")
    with files.disk_full_as_condition():
        try:
            files.write_new(temporary, data)
            if os.name == "nt":
                os.rename(temporary, path)  # refuses to replace there
            else:
                _take_name(temporary, path)
            files.sync_folder(path.parent)
        finally:
            temporary.unlink(missing_ok=True)


def _take_name(temporary: Path, path: Path) -> None:
    """A second name is refused where one exists; a memory stick's file system has no second names."""
    try:
        os.link(temporary, path)
    except FileExistsError:
        raise
    except OSError:
        if path.exists():
            raise FileExistsError(path.name) from None
        os.replace(temporary, path)


def _did_not_leave(cf: CaseFile, case: str, saved: Saved, why: str) -> None:
    if not saved.id:  # open for reading only, so that there is no line
        return
    line = msgspec.structs.replace(cf.item(saved.id).record, copies=0, change_reason=f"This copy did not leave: {why}.")
    cf.save(line, case=case, id=saved.id)
