"""The open case file: the one door for the screens, the reports and the exchange with the office.

What an officer writes becomes a signed revision in the journal and, in the same
transaction, the rows that screens read. Nothing is updated in place.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar, cast

import msgspec

from ..journal import merge
from ..journal.revision import NO_CASE, NO_RECEIPT, NO_TEAM, Author, ChainPosition, Header, Revision, make
from ..journal.store import Status
from ..records import kinds
from ..records.base import Record
from ..records.case import Case
from ..records.chronology import ChronologyEntry
from ..records.describe import title
from ..records.errors import IncompleteRecord
from ..records.ids import new_id
from ..records.person import Person
from ..records.roster import Roster
from ..vault import vault as vaults
from ..vault.device_secret import DeviceSecrets
from ..vault.keys import Cost
from . import projection
from .errors import (
    NewerFormat,
    NoSuchCase,
    NoSuchRecord,
    NotForThisRole,
    ReasonNeeded,
    ReferenceTaken,
    SealedRecord,
)
from .model import Changed, Item, Officer, Saved, Version
from .store import JournalStore, Stored

R = TypeVar("R", bound=Record)
Clock = Callable[[], datetime]
Progress = Callable[[int, int], None]

SCHEMA = "1"
DS_ONLY = frozenset({"review", "roster"})
_PAGE = 500


def local_now() -> datetime:
    """The laptop's clock, with its offset from UTC."""
    return datetime.now().astimezone()


class CaseFile:
    """An officer's encrypted case file, open. One thread owns it."""

    def __init__(self, vault: vaults.Vault, clock: Clock, secrets: DeviceSecrets | None = None) -> None:
        self.vault = vault
        self._secrets = secrets
        self.clock = clock
        self.store = JournalStore(vault.connection)
        self.db = vault.connection
        self.epoch = 1
        self._roster: Roster | None = None
        self._roster_known = False

    # opening and closing --------------------------------------------------------------------------------------

    @classmethod
    def create(
        cls,
        folder: Path,
        passphrase: str,
        *,
        name: str,
        rank: str,
        role: str,
        team: str,
        secrets: DeviceSecrets | None,
        cost: Cost | None = None,
        clock: Clock = local_now,
    ) -> CaseFile:
        """Make a new case file for one officer and leave it open."""
        for field, value in (("name", name), ("rank", rank), ("team", team)):
            if not value.strip():
                raise IncompleteRecord(field=field, why=f"Enter your {_OWNER_FIELDS[field]}.")
        if role not in ("PCLO", "DS"):
            raise IncompleteRecord(field="role", why="Choose PCLO or DS.")
        vault = vaults.create(folder, passphrase, secrets=secrets, cost=cost, now=clock())
        try:
            self = cls(vault, clock, secrets)
            officer = Officer(new_id(clock()), name.strip(), rank.strip(), role, team.strip())
            with self.store.transaction():
                self.store.create_schema()
                projection.create(self.db)
                self.store.set_meta("projector", projection.VERSION)
                self.store.set_meta("officer", msgspec.json.encode(officer).decode())
            self.officer = officer
        except BaseException:
            vault.close()
            raise
        return self

    @classmethod
    def open(
        cls, folder: Path, passphrase: str, *, secrets: DeviceSecrets | None = None, clock: Clock = local_now
    ) -> CaseFile:
        """Open a case file. Raises the vault's conditions: wrong passphrase, in use, damaged."""
        vault = vaults.unlock(folder, passphrase, secrets=secrets, now=clock())
        try:
            self = cls(vault, clock, secrets)
            schema = self.store.meta("schema")
            if schema != SCHEMA:
                raise NewerFormat()
            self.officer = msgspec.json.decode(self.store.meta("officer") or "", type=Officer)
            if self.store.meta("projector") != projection.VERSION:
                projection.rebuild(self.store, self.db)
        except BaseException:
            vault.close()
            raise
        return self

    def close(self) -> None:
        """Close the database and give up the folder. Closing twice is harmless."""
        self.vault.close()

    def __enter__(self) -> CaseFile:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def confirm(self, passphrase: str) -> None:
        """Ask for the passphrase again before a critical action. Raises WrongPassphrase, TryLater."""
        vaults.confirm(self.vault.folder, passphrase, secrets=self._secrets, now=self.now())

    def now(self) -> datetime:
        """The time by the clock that was handed in, with its offset."""
        return self.clock()

    # writing --------------------------------------------------------------------------------------------------

    def save(
        self,
        record: Record,
        *,
        case: str,
        id: str | None = None,
        based_on: Sequence[str] | None = None,
        attachments: Sequence[str] = (),
    ) -> Saved:
        """Make one signed revision. Saving unchanged words makes none.

        ``case`` is the case's id; for a new case it is empty. ``based_on`` are the revisions
        that the writer had before them; where somebody changed the record meanwhile, both
        stay as heads.
        """
        with self._writing():
            return self._save(record, case, id, based_on, attachments, self._tip())[0]

    def save_many(
        self, records: Iterable[tuple[Record, str]], progress: Progress | None = None
    ) -> list[Saved]:
        """Save many new records, all or none."""
        listed = list(records)
        saved = []
        with self._writing():
            tip = self._tip()
            for done, (record, case) in enumerate(listed, 1):
                result, tip = self._save(record, case, None, None, (), tip)
                saved.append(result)
                if progress is not None and done % 200 == 0:
                    progress(done, len(listed))
        return saved

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """One transaction; what was remembered of the roster goes with it when it fails."""
        try:
            with self.store.transaction():
                yield
        except BaseException:
            self._roster_known = False
            raise

    def _tip(self) -> ChainPosition:
        return self.store.tip(self.vault.device, self.epoch)

    def _save(
        self,
        record: Record,
        case: str,
        id: str | None,
        based_on: Sequence[str] | None,
        attachments: Sequence[str],
        tip: ChainPosition,
    ) -> tuple[Saved, ChainPosition]:
        kind = kinds.kind_of(record)
        if kind in DS_ONLY and self.officer.role != "DS":
            raise NotForThisRole(role="detective sergeant")
        record = kinds.tidy(record)
        for field, why in kinds.missing(record):
            raise IncompleteRecord(field=field, why=why)
        parents: tuple[str, ...] = ()
        if id is not None:
            parents = tuple(based_on) if based_on is not None else tuple(self.store.heads(id))
            unchanged = self._unchanged(id, parents, record, kind)
            if unchanged is not None:
                return unchanged, tip
            if not record.change_reason.strip():
                raise ReasonNeeded()
            if kind == "strategy_meeting" and self._is_sealed(id):
                raise SealedRecord()
        record_id = id or new_id(self.now())
        if isinstance(record, Case):
            case = case or record_id
            self._refuse_taken_reference(record.reference, record_id)
        payload = kinds.encode(record)
        author = self._author()
        revision = make(
            tip,
            author,
            at=self.now(),
            case=case or NO_CASE,
            record=record_id,
            kind=kinds.wire_kind(kind),
            payload=payload,
            sign=self.vault.signer.sign,
            parents=parents,
            attachments=attachments,
            rcpt=self._newest_receipt(),
        )
        self.store.insert(revision, Status.OK)
        projection.project(self.store, self.db, revision, record)
        self._roster_known = self._roster_known and kind != "roster"
        changed = Changed(frozenset({case or NO_CASE}), frozenset({kind}))
        return Saved(record_id, revision.id, True, changed), tip.after(revision)

    def _unchanged(self, id: str, parents: Sequence[str], record: Record, kind: str) -> Saved | None:
        """The outcome for a save that says nothing new."""
        if not parents:
            raise NoSuchRecord(id=id)
        if len(parents) != 1:
            return None
        current = self.store.get(parents[0])
        if current is None or current.payload is None:
            return None
        plain = msgspec.structs.replace(record, change_reason="")
        before = msgspec.structs.replace(kinds.decode(kind, current.payload), change_reason="")
        return Saved(id, parents[0], False, Changed()) if plain == before else None

    def _author(self) -> Author:
        roster = self.roster()
        me = self.officer
        return Author(
            who=me.person, name=me.name, rank=me.rank, role=me.role, team=roster.team if roster else NO_TEAM
        )

    def _newest_receipt(self) -> str:
        return self.store.meta("newest_receipt") or NO_RECEIPT

    def _is_sealed(self, id: str) -> bool:
        found = self.db.execute("SELECT 1 FROM sealed WHERE meeting=?", (bytes.fromhex(id),)).fetchone()
        return found is not None

    def _refuse_taken_reference(self, reference: str, record_id: str) -> None:
        for item in self.cases():
            if item.record.reference.casefold() == reference.casefold() and item.id != record_id:
                raise ReferenceTaken(reference=reference)

    def admit(
        self,
        revisions: Iterable[Revision],
        *,
        keys: merge.Keys | None = None,
        authorise: Callable[[Revision], Status] | None = None,
    ) -> tuple[merge.Admission, Changed]:
        """Take in revisions from elsewhere: all checked first, all or none, nothing overwritten."""
        with self.store.transaction():
            admission = merge.admit(
                self.store,
                revisions,
                keys or self.key_of,
                at=self.now().isoformat(timespec="seconds"),
                known=lambda kind: kinds.kind_from_wire(kind) is not None,
                authorise=authorise or self.authorise,
                refill=lambda header: True,
            )
            for revision in admission.to_project + admission.refilled:
                projection.project(self.store, self.db, revision)
        self._roster_known = False
        heads = [revision.head for revision in admission.to_project]
        names = (kinds.kind_from_wire(head.kind) for head in heads)
        return admission, Changed(
            frozenset(head.case for head in heads), frozenset(name for name in names if name)
        )

    def key_of(self, device: str) -> bytes | None:
        """The signing key of a laptop: this one's, or one of the roster's."""
        if device == self.vault.device:
            return self.vault.signer.public
        roster = self.roster()
        found = roster.device(device) if roster else None
        return bytes.fromhex(found.ed25519) if found else None

    def authorise(self, revision: Revision) -> Status:
        """What the roster makes of a row: a PCLO may not review, nobody writes for a retired laptop."""
        head = revision.head
        roster = self.roster()
        if head.dev == self.vault.device:
            return Status.OK
        device = roster.device(head.dev) if roster else None
        if device is None or (device.state == "lost" and (device.cut is None or head.seq > device.cut.seq)):
            return Status.REVOKED
        is_ds = roster is not None and head.dev in roster.ds
        if kinds.kind_from_wire(head.kind) in DS_ONLY and not is_ds:
            return Status.UNAUTHORISED
        return Status.OK

    # drafts and attachments -----------------------------------------------------------------------------------

    def put_draft(self, key: str, body: bytes) -> None:
        """Keep half-written words, encrypted, until they are saved or withdrawn."""
        with self.store.transaction():
            self.store.put_draft(key, body, self.now().isoformat(timespec="seconds"))

    def draft(self, key: str) -> bytes | None:
        """The half-written words under a key."""
        found = self.store.draft(key)
        return found.body if found else None

    def drafts(self) -> dict[str, bytes]:
        """All half-written words by key."""
        return {draft.key: draft.body for draft in self.store.drafts()}

    def drop_draft(self, key: str) -> None:
        """Forget a draft whose words were saved."""
        with self.store.transaction():
            self.store.delete_draft(key)

    def put_blob(self, data: bytes) -> str:
        """Keep a document encrypted beside the database; answers the SHA-256 of its plain bytes."""
        self.vault.blobs.put(data)
        return hashlib.sha256(data).hexdigest()

    def blob(self, digest: str) -> bytes:
        """The document with this SHA-256. Raises the vault's condition when missing or damaged."""
        return self.vault.blobs.get(self.vault.blobs.name_for(bytes.fromhex(digest)))

    def has_blob(self, digest: str) -> bool:
        """Whether the document is kept here."""
        return self.vault.blobs.has(self.vault.blobs.name_for(bytes.fromhex(digest)))

    # reading --------------------------------------------------------------------------------------------------

    def version(self, rev: str) -> Version[Any]:
        """One revision. Raises NoSuchRecord."""
        stored = self.store.stored(rev)
        if stored is None:
            raise NoSuchRecord(id=rev)
        return self._version(stored, self.store.heads(stored.revision.head.rec))

    def item(self, id: str) -> Item[Any]:
        """A record as it stands. Raises NoSuchRecord."""
        try:
            rows = self._head_rows("i.record=?", (bytes.fromhex(id),))
        except ValueError:
            raise NoSuchRecord(id=id) from None
        if not rows:
            raise NoSuchRecord(id=id)
        return self._item(rows)

    def items(self, case: str | None = None, kind: str | None = None) -> list[Item[Any]]:
        """Records in order: of one case or all, of one kind or all."""
        terms, values = [], []
        if case is not None:
            terms.append("i.case_id=?")
            values.append(bytes.fromhex(case))
        if kind is not None:
            terms.append("i.kind=?")
            values.append(kind)  # type: ignore[arg-type]
        rows = self._head_rows(" AND ".join(terms) or "1", tuple(values))
        grouped: dict[bytes, list[Any]] = {}
        for row in rows:
            grouped.setdefault(row[0], []).append(row)
        return [self._item(group) for group in grouped.values()]

    def _head_rows(self, where: str, values: tuple[Any, ...]) -> list[Any]:
        return self.db.execute(
            "SELECT i.record, r.n, r.status, r.header, r.sig, p.nonce, p.body,"
            " (SELECT count(*) FROM rev x WHERE x.record = i.record AND x.status = 0),"
            " EXISTS(SELECT 1 FROM sealed s WHERE s.meeting = i.record)"
            " FROM item i JOIN rev r ON r.rev = i.rev JOIN payload p ON p.rev = i.rev"
            f" WHERE {where} ORDER BY i.case_id, i.kind, i.sort",
            values,
        ).fetchall()  # type: ignore[no-any-return]

    def _item(self, rows: Sequence[Any]) -> Item[Any]:
        versions = [
            self.as_version(Stored(row[1], Status(row[2]), Revision(*row[3:7])), is_head=True) for row in rows
        ]
        versions.sort(key=lambda v: (v.at, v.rev), reverse=True)
        first = versions[0]
        assert first.record is not None
        return Item(
            id=first.id,
            kind=first.kind,
            case=first.case,
            heads=tuple(versions),
            revisions=rows[0][7],
            title=title(first.record),
            sealed=bool(rows[0][8]),
        )

    def as_version(self, stored: Stored, *, is_head: bool) -> Version[Any]:
        """A stored revision with its record decoded."""
        revision = stored.revision
        head: Header = revision.head
        kind = kinds.kind_from_wire(head.kind)
        record = None
        if kind is not None and revision.payload is not None:
            record = kinds.decode(kind, revision.payload)
        return Version(
            id=head.rec, rev=revision.id, parents=head.par, kind=kind or head.kind, case=head.case, record=record,
            name=head.name, rank=head.rank, role=head.role, device=head.dev, at=head.at, offset=head.off,
            seq=head.seq, is_head=is_head,
        )  # fmt: skip

    def _version(self, stored: Stored, heads: Sequence[str]) -> Version[Any]:
        return self.as_version(stored, is_head=stored.revision.id in heads)

    def history(self, id: str) -> list[Version[Any]]:
        """Every revision of a record, newest first. Raises NoSuchRecord."""
        heads = self.store.heads(id)
        versions = [self._version(stored, heads) for stored in self.store.revisions_of(id)]
        if not versions:
            raise NoSuchRecord(id=id)
        return versions[::-1]

    def recent(self, case: str | None = None, limit: int = 200, offset: int = 0) -> list[Version[Any]]:
        """The newest revisions of a case, or of all, newest first."""
        where = "WHERE r.status = 0" + (" AND r.case_id=?" if case else "")
        values: tuple[Any, ...] = (bytes.fromhex(case),) if case else ()
        rows = self.db.execute(
            "SELECT r.n, r.status, r.header, r.sig, p.nonce, p.body FROM rev r LEFT JOIN payload p ON p.rev = r.rev"
            f" {where} ORDER BY r.n DESC LIMIT ? OFFSET ?",
            (*values, limit, offset),
        ).fetchall()
        return [
            self.as_version(Stored(row[0], Status(row[1]), Revision(*row[2:])), is_head=False) for row in rows
        ]

    def cases(self) -> list[Item[Case]]:
        """All cases, by reference."""
        return sorted(self.items(kind="case"), key=lambda item: item.record.reference)

    def case_by_reference(self, reference: str) -> Item[Case]:
        """The case with this force reference, whatever its capitals. Raises NoSuchCase."""
        for item in self.cases():
            if item.record.reference.casefold() == reference.strip().casefold():
                return item
        raise NoSuchCase(reference=reference)

    def people(self, case: str) -> list[Item[Person]]:
        """Everybody named in a case, in order of entry."""
        return sorted(self.items(case, "person"), key=lambda item: item.id)

    def entries(self, case: str) -> list[Item[ChronologyEntry]]:
        """The whole chronology of a case in order; screens read `chronology.page` instead."""
        return self.items(case, "chronology_entry")

    def counts(self, case: str) -> dict[str, int]:
        """How many records of each kind a case has."""
        rows = self.db.execute(
            "SELECT kind, count(DISTINCT record) FROM item WHERE case_id=? GROUP BY kind", (bytes.fromhex(case),)
        )
        return {kind: total for kind, total in rows}

    def roster(self) -> Roster | None:
        """The team's roster in force: the highest version that is here."""
        if not self._roster_known:
            versions = [cast(Roster, item.record) for item in self.items(kind="roster")]
            self._roster = max(versions, key=lambda roster: roster.n, default=None)
            self._roster_known = True
        return self._roster

    def unsent(self) -> int:
        """How many rows of this laptop no office receipt covers."""
        acked = msgspec.json.decode(self.store.meta("acked") or "{}", type=dict[str, int])
        written = self._tip().seq - 1
        return written - acked.get(f"{self.vault.device}.{self.epoch}", 0)


_OWNER_FIELDS = {"name": "full name", "rank": "rank or designation", "team": "team"}
