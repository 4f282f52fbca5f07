"""The open case file: the one door for the screens, the reports and the exchange with the office.

What an officer writes becomes a signed revision in the journal and, in the same
transaction, the rows that screens read. Nothing is updated in place.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TypeVar

import msgspec

from ..journal import merge
from ..journal.revision import NO_CASE, NO_RECEIPT, NO_TEAM, Author, ChainPosition, Revision, make
from ..journal.store import Status
from ..records import kinds
from ..records.base import Record
from ..records.case import Case
from ..records.errors import IncompleteRecord
from ..records.ids import new_id
from ..records.roster import Roster
from ..vault import vault as vaults
from ..vault.device_secret import DeviceSecrets
from ..vault.keys import Cost
from ..vault.pins import Pin
from . import admitting, custody, opening, projection
from . import standing as standings
from .anchors import Anchors
from .errors import (
    LaptopNotInUse,
    NoSuchRecord,
    NotForThisRole,
    ReasonNeeded,
    ReferenceTaken,
    SealedRecord,
)
from .guarded import GuardedCaseFile
from .model import Changed, Officer, Saved
from .reading import Clock
from .rosters import check_follows

R = TypeVar("R", bound=Record)
T = TypeVar("T")
Progress = Callable[[int, int], None]

_TOGETHER = 500
"""New records that are written with one statement, and after which progress is told."""


def local_now() -> datetime:
    """The laptop's clock, with its offset from UTC."""
    return datetime.now().astimezone()


class CaseFile(GuardedCaseFile):
    """An officer's encrypted case file, open. One thread owns it."""

    def __init__(self, vault: vaults.Vault, officer: Officer, clock: Clock, secrets: DeviceSecrets | None) -> None:
        super().__init__(vault, officer, clock)
        self._secrets = secrets
        self.anchors = Anchors()

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
            officer = Officer(new_id(clock()), name.strip(), rank.strip(), role, team.strip())
            self = cls(vault, officer, clock, secrets)
            with self.store.transaction():
                self.store.create_schema()
                projection.create(self.db)
                self.store.set_meta("projector", projection.version())
                self.store.set_meta("officer", msgspec.json.encode(self.officer).decode())
                custody.settle(self, opening=True)
            self.standing = standings.of(self)
        except BaseException:
            vault.close()
            raise
        return self

    @classmethod
    def open(
        cls,
        folder: Path,
        passphrase: str,
        *,
        secrets: DeviceSecrets | None = None,
        clock: Clock = local_now,
        kit: str = "",
        read_only: bool = False,
    ) -> CaseFile:
        """Open a case file. Raises the vault's conditions: wrong passphrase, in use, damaged.

        ``kit`` is the code of the emergency kit, where the key ring cannot help. With
        ``read_only``, on a full or read-only disk, or where this is an older copy than the
        laptop knows of, it is open for reading: `read_only` then says why.
        """
        vault = vaults.unlock(folder, passphrase, secrets=secrets, now=clock(), kit=kit, read_only=read_only)
        try:
            self = cls.taken_up(vault, clock, secrets)
            if self.read_only is None:
                custody.settle(self, opening=True)
        except BaseException:
            vault.close()
            raise
        return self

    @classmethod
    def taken_up(cls, vault: vaults.Vault, clock: Clock, secrets: DeviceSecrets | None) -> CaseFile:
        """A case file from its unlocked vault, in which nothing is signed yet.

        A backup about to be put back must come to no row in its old chain: the place may be taken.
        """
        with vault.conditions():
            self = cls(vault, opening.officer_of(vault), clock, secrets)
            opening.settle(self)
        return self

    def close(self) -> None:
        """Close the database, give up the folder, and move the key ring's marker on. Closing twice is harmless."""
        if self.vault.closed:
            return
        try:
            pin = opening.next_pin(self)
        finally:
            self.vault.close()
        opening.keep(self, pin)

    def write_pin(self) -> bool:
        """Move the marker in the key ring on to the newest row; whether it is there now. Never raises."""
        return opening.keep(self, opening.next_pin(self))

    def accept_older_copy(self, note: str) -> Saved:
        """A person says why this is an older copy than the key ring knows of: a new chain, and writing is allowed.

        Raises NotAnOlderCopy where nothing says that it is one.
        """
        saved = opening.accept_older_copy(self, note)
        custody.settle(self, opening=True)  # what could not be signed while it was only read
        return saved

    def office_is_ahead(self, row: tuple[int, int, str]) -> None:
        """An office's receipt covers a row of this laptop (epoch, number, revision) that this copy never had."""
        opening.office_is_ahead(self, Pin(*row, self.vault.generation))

    def __enter__(self) -> CaseFile:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def confirm(self, passphrase: str) -> None:
        """Ask for the passphrase again before a critical action. Raises WrongPassphrase, TryLater."""
        vaults.confirm(self.vault, passphrase, secrets=self._secrets, now=self.now())

    # writing --------------------------------------------------------------------------------------------------

    def save(
        self,
        record: Record,
        *,
        case: str,
        id: str | None = None,
        based_on: Sequence[str] | None = None,
        attachments: Sequence[str] = (),
        drop: str = "",
    ) -> Saved:
        """Make one signed revision. Saving unchanged words makes none.

        ``case`` is the case's id; for a new case it is empty. ``based_on`` are the revisions
        that the writer had before them; where somebody changed the record meanwhile, both
        stay as heads. ``drop`` is the draft that the words come from: it goes with the same
        stroke, so that after a power cut nobody finds it again and saves the same words twice.
        """

        def act() -> Saved:
            with self.writing():
                saved, _ = self._save(record, case, id, based_on, attachments, self._tip())
                if drop:
                    self.store.delete_draft(drop)
                return saved

        return self._on_reserve(act)

    def save_many(self, records: Iterable[tuple[Record, str]], progress: Progress | None = None) -> list[Saved]:
        """Save many new records of existing cases, all or none."""
        listed = [(self.checked(record), case) for record, case in records]
        return self._on_reserve(lambda: self._save_new(listed, progress))

    def _save_new(self, listed: Sequence[tuple[Record, str]], progress: Progress | None) -> list[Saved]:
        now = self.now()
        ids = sorted(new_id(now) for _ in listed)  # of one moment; without dates they stay in the order given
        records = [(record, case, id, ()) for (record, case), id in zip(listed, ids, strict=True)]
        saved: list[Saved] = []
        with self.writing(), projection.filling(self.db, len(records)):
            for start in range(0, len(records), _TOGETHER):
                made = self.signed(records[start : start + _TOGETHER], now)
                self.store.insert_many(revision for revision, _ in made)
                projection.add_many(self.db, made)
                for (revision, record), (_, case) in zip(made, listed[start : start + _TOGETHER], strict=True):
                    changed = Changed(frozenset({case}), frozenset({kinds.kind_of(record)}))
                    saved.append(Saved(revision.head.rec, revision.id, True, changed))
                if progress is not None:
                    progress(len(saved), len(listed))
        return saved

    def signed(
        self, records: Iterable[tuple[Record, str, str, tuple[str, ...]]], now: datetime
    ) -> list[tuple[Revision, Record]]:
        """The revisions of checked records (with case, id, parents) in the next places of this laptop's chain.

        Whoever asks stores them before anything else is written.
        """
        author, rcpt, tip = self._author(), self._newest_receipt(), self._tip()
        made: list[tuple[Revision, Record]] = []
        for record, case, id, parents in records:
            revision = self._revision(record, case, id, parents, (), tip, author, rcpt, now)
            tip = tip.after(revision)
            self._counts(revision, kinds.kind_of(record))
            made.append((revision, record))
        return made

    @contextmanager
    def writing(self) -> Iterator[None]:
        """One transaction; what was remembered of the rosters goes with it when it fails."""
        try:
            with self.store.transaction():
                yield
        except BaseException:
            self.forget_authority()
            raise

    def _save(
        self,
        record: Record,
        case: str,
        id: str | None,
        based_on: Sequence[str] | None,
        attachments: Sequence[str],
        tip: ChainPosition,
    ) -> tuple[Saved, ChainPosition]:
        record = self.checked(record)
        kind = kinds.kind_of(record)
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
        revision = self._revision(
            record, case or NO_CASE, record_id, parents, attachments, tip, self._author(), self._newest_receipt()
        )
        status = Status.OK
        if isinstance(record, Roster):
            newest = self.authority.newest
            check_follows(record, revision.head.dev, (newest.roster, newest.rev) if newest else None)
        else:
            status = self._counts(revision, kind)
        self.store.insert(revision, status)
        changed = Changed(frozenset({case or NO_CASE}), frozenset({kind}))
        if kind in _FOLLOWED:
            changed |= admitting.settle(self, {revision: Status.OK}, self.authority)[0]
        else:
            projection.note(self.db, revision, record)
            if status is Status.OK:
                projection.project(self.store, self.db, revision, record)
        return Saved(record_id, revision.id, True, changed), tip.after(revision)

    def _counts(self, revision: Revision, kind: str) -> Status:
        """Raise LaptopNotInUse for words that would not count; what tells of the file itself is kept all the same.

        Else a laptop put out of use could not be read, rotated or restored.
        """
        status = self.authority.status(revision.head, revision.id)
        if status is not Status.OK and kind not in kinds.ABOUT_THE_FILE:
            raise LaptopNotInUse()
        return status

    def checked(self, record: R) -> R:
        """The record in its clean form. Raises what stands against saving it."""
        if kinds.kind_of(record) in kinds.DS_ONLY and self.role != "DS":
            raise NotForThisRole(role="detective sergeant")
        record = kinds.tidy(record)
        for field, why in kinds.missing(record):
            raise IncompleteRecord(field=field, why=why)
        return record

    def _revision(
        self,
        record: Record,
        case: str,
        record_id: str,
        parents: Sequence[str],
        attachments: Sequence[str],
        tip: ChainPosition,
        author: Author,
        rcpt: str,
        now: datetime | None = None,
    ) -> Revision:
        """The signed revision that takes the next place of this laptop's chain."""
        return make(
            tip,
            author,
            at=now or self.now(),
            case=case,
            record=record_id,
            kind=kinds.wire_kind(kinds.kind_of(record)),
            payload=kinds.encode(record),
            sign=self.vault.signer.sign,
            parents=parents,
            attachments=attachments,
            rcpt=rcpt,
        )

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
        team = roster.team if roster else NO_TEAM
        return Author(who=me.person, name=me.name, rank=me.rank, role=self.role, team=team)

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
        self, revisions: Iterable[Revision], *, keys: merge.Keys | None = None
    ) -> tuple[merge.Admission, Changed]:
        """Take in revisions from elsewhere: all checked first, all or none, nothing overwritten.

        They are judged by the rosters that are here and those that they bring (`authority`);
        rows that are here already are judged again where a new roster asks for it. What an
        erasure names is never stored again.
        """
        return admitting.admit(self, revisions, keys)

    def judge_again(self) -> Changed:
        """A receipt has come: rows that cite it may be judged otherwise now."""
        return admitting.judge_again(self)

    def rebuild(self, progress: Progress | None = None) -> int:
        """Judge every row, and work links, heads and the rows of the screens out afresh; answers how many."""
        return admitting.rebuild(self, progress)


_FOLLOWED = frozenset({"roster", "seal", "erasure"})
"""Kinds after which other rows are judged again, or contents go."""
_OWNER_FIELDS = {"name": "full name", "rank": "rank or designation", "team": "team"}
