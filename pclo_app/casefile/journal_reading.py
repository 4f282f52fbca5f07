"""The journal in SQL: reading it, by identity, by record, by order of arrival and chain by chain."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from ..journal.revision import EPOCH_LIMIT, ChainPosition, Revision, decode_header
from ..journal.store import Fork, Neighbours, RawReceipt, RawRow, Status
from .local_tables import LocalTables

_ROW = "r.n, r.status, r.header, r.sig, p.nonce, p.body"
_FROM = " FROM rev r LEFT JOIN payload p ON p.rev = r.rev "


@dataclass(frozen=True, slots=True)
class Stored:
    """A revision with its local arrival number and what this laptop makes of it."""

    n: int
    status: Status
    revision: Revision


def _stored(row: Sequence[Any]) -> Stored:
    return Stored(row[0], Status(row[1]), Revision(*row[2:]))


class JournalReading(LocalTables):
    """Every question that is asked of the journal's tables."""

    def tip(self, device: str, epoch: int) -> ChainPosition:
        """The place that the next revision of this chain takes."""
        row = self._db.execute(
            "SELECT seq, rev FROM rev WHERE device=? AND epoch=? ORDER BY seq DESC LIMIT 1",
            (bytes.fromhex(device), epoch),
        ).fetchone()
        return ChainPosition(device, epoch) if row is None else ChainPosition(device, epoch, row[0] + 1, row[1].hex())

    def reach_of(self, device: str) -> dict[int, int]:
        """The newest row of each chain of a laptop, by epoch, the newest epoch first."""
        found: dict[int, int] = {}
        below = EPOCH_LIMIT + 1
        while True:  # one look into the index for each, instead of a walk through all rows
            row = self._db.execute(
                "SELECT epoch, seq FROM rev WHERE device=? AND epoch<? ORDER BY epoch DESC, seq DESC LIMIT 1",
                (bytes.fromhex(device), below),
            ).fetchone()
            if row is None:
                return found
            below, found[row[0]] = row

    def neighbours(self, device: str, epoch: int, seq: int) -> Neighbours:
        """What is stored around one place of a chain."""
        before = here = after_prev = None
        for place, rev, header in self._db.execute(
            "SELECT seq, rev, header FROM rev WHERE device=? AND epoch=? AND seq BETWEEN ? AND ?",
            (bytes.fromhex(device), epoch, seq - 1, seq + 1),
        ):
            if place < seq:
                before = rev.hex()
            elif place == seq:
                here = rev.hex()
            else:
                after_prev = decode_header(header).prev
        return Neighbours(before, here, after_prev)

    def has_payload(self, rev: str) -> bool:
        """Whether the contents of a row are held."""
        return self._db.execute("SELECT 1 FROM payload WHERE rev=?", (bytes.fromhex(rev),)).fetchone() is not None

    def forks(self) -> list[Fork]:
        """All evidence that a laptop has two histories, in the order in which it came."""
        rows = self._db.execute(
            "SELECT device, epoch, seq, header, sig, first_seen FROM fork ORDER BY rowid"
        ).fetchall()
        return [
            Fork(device.hex(), epoch, seq, self._with_contents(Revision(header, sig)), first_seen)
            for device, epoch, seq, header, sig, first_seen in rows
        ]

    def _with_contents(self, revision: Revision) -> Revision:
        row = self._db.execute("SELECT nonce, body FROM payload WHERE rev=?", (bytes.fromhex(revision.id),)).fetchone()
        return revision if row is None else Revision(revision.header, revision.sig, *row)

    # reading --------------------------------------------------------------------------------------------------

    def get(self, rev: str) -> Revision | None:
        """One revision."""
        item = self.stored(rev)
        return None if item is None else item.revision

    def stored(self, rev: str) -> Stored | None:
        """One revision with its arrival number and status."""
        row = self._db.execute(f"SELECT {_ROW}{_FROM}WHERE r.rev=?", (bytes.fromhex(rev),)).fetchone()
        return None if row is None else _stored(row)

    def heads(self, record: str) -> list[str]:
        """The newest revisions of a record, in order of arrival; two or more are a conflict."""
        rows = self._db.execute(
            "SELECT h.rev FROM head h JOIN rev r ON r.rev = h.rev WHERE h.record=? ORDER BY r.n",
            (bytes.fromhex(record),),
        )
        return [row[0].hex() for row in rows]

    def conflicts(self) -> dict[str, int]:
        """Every record with more than one head, and how many it has."""
        rows = self._db.execute("SELECT record, count(*) FROM head GROUP BY record HAVING count(*) > 1")
        return {record.hex(): heads for record, heads in rows}

    def revisions_of(self, record: str) -> list[Stored]:
        """Every revision of a record in order of arrival."""
        rows = self._db.execute(f"SELECT {_ROW}{_FROM}WHERE r.record=? ORDER BY r.n", (bytes.fromhex(record),))
        return [_stored(row) for row in rows]

    def rosters(self) -> list[Stored]:
        """Every row that holds a roster, in order of arrival."""
        rows = self._db.execute(f"SELECT {_ROW}{_FROM}WHERE r.kind='roster/1' ORDER BY r.n")
        return [_stored(row) for row in rows]

    def written_by(self, device: str) -> list[Stored]:
        """Every row of a laptop, chain by chain."""
        rows = self._db.execute(
            f"SELECT {_ROW}{_FROM}WHERE r.device=? ORDER BY r.epoch, r.seq", (bytes.fromhex(device),)
        )
        return [_stored(row) for row in rows]

    def since(self, n: int, limit: int) -> list[Stored]:
        """The next page in order of arrival; the last one's ``n`` asks for the page after it."""
        rows = self._db.execute(f"SELECT {_ROW}{_FROM}WHERE r.n>? ORDER BY r.n LIMIT ?", (n, limit))
        return [_stored(row) for row in rows]

    def rows(self, device: str, epoch: int, after_seq: int = 0, limit: int = -1) -> Iterator[Revision]:
        """One chain behind a place, in order: what a bundle carries."""
        rows = self._db.execute(
            f"SELECT {_ROW}{_FROM}WHERE r.device=? AND r.epoch=? AND r.seq>? ORDER BY r.seq LIMIT ?",
            (bytes.fromhex(device), epoch, after_seq, limit),
        )
        return (_stored(row).revision for row in rows)

    def highest(self) -> dict[tuple[str, int], tuple[int, str]]:
        """The newest row of every chain: (device, epoch) to (seq, rev)."""
        rows = self._db.execute("SELECT device, epoch, max(seq), rev FROM rev GROUP BY device, epoch")
        return {(device.hex(), epoch): (seq, rev.hex()) for device, epoch, seq, rev in rows}

    def count(self) -> int:
        """How many revisions there are."""
        return int(self._db.execute("SELECT count(*) FROM rev").fetchone()[0])

    def waiting(self) -> int:
        """How many rows wait for an earlier one."""
        return int(self._db.execute("SELECT count(*) FROM rev WHERE status=4").fetchone()[0])

    # reading for the verifier ---------------------------------------------------------------------------------

    def scan(self, size: int) -> Iterator[list[RawRow]]:
        """Every row, chain by chain and in the order of the chain, in pages."""
        cursor = self._db.execute(
            "SELECT rev, device, epoch, seq, case_id, record, kind, header, sig, status FROM rev"
            " ORDER BY device, epoch, seq"
        )
        while page := cursor.fetchmany(size):
            yield page

    def scan_payloads(self) -> Iterator[tuple[bytes, bytes, bytes]]:
        """Every payload as (rev, nonce, body)."""
        return iter(self._db.execute("SELECT rev, nonce, body FROM payload ORDER BY rev"))

    def scan_parents(self) -> Iterator[tuple[bytes, bytes]]:
        """Every (rev, parent)."""
        return iter(self._db.execute("SELECT rev, parent FROM parent"))

    def scan_receipts(self) -> Iterator[RawReceipt]:
        """Every receipt, office by office and in the order of their numbers."""
        return iter(self._db.execute("SELECT office, n, body, sig FROM receipt ORDER BY office, n"))

    def rev_at(self, device: str, epoch: int, seq: int) -> str | None:
        """The identity stored at one place of a chain."""
        row = self._db.execute(
            "SELECT rev FROM rev WHERE device=? AND epoch=? AND seq=?", (bytes.fromhex(device), epoch, seq)
        ).fetchone()
        return None if row is None else str(row[0].hex())

    def scan_heads(self) -> Iterator[tuple[bytes, bytes]]:
        """Every (record, rev) of the heads table."""
        return iter(self._db.execute("SELECT record, rev FROM head"))
