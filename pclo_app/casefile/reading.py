"""Reading an open case file: records as they stand, their history, people, the roster."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

import msgspec

from ..journal.revision import ChainPosition, Header, Revision
from ..journal.store import Status
from ..records import kinds
from ..records.case import Case
from ..records.chronology import ChronologyEntry
from ..records.describe import title
from ..records.person import Person
from ..records.roster import Roster
from ..vault.vault import Vault
from . import custody, deciding
from .authority import Authority
from .errors import NoSuchCase, NoSuchRecord
from .model import Item, Officer, Version
from .store import JournalStore, Stored

Clock = Callable[[], datetime]

_NOT_CASEWORK = tuple(sorted(kinds.wire_kind(kind) for kind in kinds.NOT_CASEWORK))


class CaseReader:
    """The questions that a case file answers. Nothing here writes."""

    def __init__(self, vault: Vault, officer: Officer, clock: Clock) -> None:
        self.vault = vault
        self.officer = officer
        self.clock = clock
        self.store = JournalStore(vault.connection)
        self.db = vault.connection
        self.epoch = 1
        self.consulted: set[str] = set()
        """Cases whose opening the access log has in this session."""
        self._authority: Authority | None = None

    def now(self) -> datetime:
        """The time by the clock that was handed in, with its offset."""
        return self.clock()

    def _tip(self) -> ChainPosition:
        return self.store.tip(self.vault.device, self.epoch)

    def key_of(self, device: str) -> bytes | None:
        """The signing key of a laptop: this one's, one of the roster's, or one that this case file was before."""
        if device == self.vault.device:
            return self.vault.signer.public
        found = self.authority.key_of(device)
        if found is None and (earlier := custody.own_devices(self.store).get(device)):
            return bytes.fromhex(earlier)
        return found

    @property
    def authority(self) -> Authority:
        """Who may write what, by the rosters that are here."""
        if self._authority is None:
            own = frozenset({self.vault.device, *custody.own_devices(self.store)})
            self._authority = deciding.load(self.store, self.db, own)
        return self._authority

    def forget_authority(self) -> None:
        """Rosters have come or gone: it is read from the journal at the next question."""
        self._authority = None

    @property
    def role(self) -> str:
        """PCLO or DS: what the roster in force says of this laptop; before it joins a team, what its holder said."""
        newest = self.authority.newest
        if newest is None or newest.roster.device(self.vault.device) is None:
            return self.officer.role
        return "DS" if self.vault.device in newest.roster.ds else "PCLO"

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
        terms: list[str] = []
        values: list[Any] = []
        if case is not None:
            terms.append("i.case_id=?")
            values.append(bytes.fromhex(case))
        if kind is not None:
            terms.append("i.kind=?")
            values.append(kind)
        rows = self._head_rows(" AND ".join(terms) or "1", tuple(values))
        grouped: dict[bytes, list[Any]] = {}
        for row in rows:
            grouped.setdefault(row[0], []).append(row)
        return [self._item(group) for group in grouped.values()]

    def _head_rows(self, where: str, values: tuple[Any, ...]) -> list[Any]:
        rows: list[Any] = self.db.execute(
            "SELECT i.record, r.n, r.status, r.header, r.sig, p.nonce, p.body,"
            " (SELECT count(*) FROM rev x WHERE x.record = i.record AND x.status = 0),"
            " EXISTS(SELECT 1 FROM sealed s WHERE s.meeting = i.record)"
            " FROM item i JOIN rev r ON r.rev = i.rev JOIN payload p ON p.rev = i.rev"
            f" WHERE {where} ORDER BY i.case_id, i.kind, i.sort",
            values,
        ).fetchall()
        return rows

    def _item(self, rows: Sequence[Any]) -> Item[Any]:
        versions = [self.as_version(Stored(row[1], Status(row[2]), Revision(*row[3:7])), is_head=True) for row in rows]
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
        """The newest revisions of casework, of a case or of all, newest first. The access log has the rest."""
        where = f"WHERE r.status = 0 AND r.kind NOT IN ({','.join('?' * len(_NOT_CASEWORK))})"
        where += " AND r.case_id=?" if case else ""
        values: tuple[Any, ...] = (*_NOT_CASEWORK, *([bytes.fromhex(case)] if case else []))
        rows = self.db.execute(
            "SELECT r.n, r.status, r.header, r.sig, p.nonce, p.body FROM rev r LEFT JOIN payload p ON p.rev = r.rev"
            f" {where} ORDER BY r.n DESC LIMIT ? OFFSET ?",
            (*values, limit, offset),
        ).fetchall()
        return [self.as_version(Stored(row[0], Status(row[1]), Revision(*row[2:])), is_head=False) for row in rows]

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
        return [item for item in self.items(case, "chronology_entry") if not item.record.withdrawn]

    def counts(self, case: str) -> dict[str, int]:
        """How many records of each kind of casework a case has."""
        rows = self.db.execute(
            "SELECT kind, count(DISTINCT record) FROM item"
            " WHERE case_id=? AND (placed OR kind<>'chronology_entry') GROUP BY kind",
            (bytes.fromhex(case),),
        )
        return {kind: total for kind, total in rows if kind not in kinds.NOT_CASEWORK}

    def roster(self) -> Roster | None:
        """The team's roster in force."""
        newest = self.authority.newest
        return newest.roster if newest else None

    def unsent(self, *, casework: bool = False) -> int:
        """How many rows of this laptop no office receipt covers: all of them, or those of casework only."""
        acked = msgspec.json.decode(self.store.meta("acked") or "{}", type=dict[str, int])
        total = 0
        for epoch, seq in self.store.reach_of(self.vault.device).items():
            after = acked.get(f"{self.vault.device}.{epoch}", 0)
            if casework and seq > after:
                total += self.db.execute(
                    "SELECT count(*) FROM rev WHERE device=? AND epoch=? AND seq>?"
                    f" AND kind NOT IN ({','.join('?' * len(_NOT_CASEWORK))})",
                    (bytes.fromhex(self.vault.device), epoch, after, *_NOT_CASEWORK),
                ).fetchone()[0]
            else:
                total += max(0, seq - after)
        return total
