"""The small tables beside the journal: receipts, outbox, bundles seen, drafts and settings.

None of them is part of what was signed. Receipts only ever grow; the rest may change.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Protocol


class Cursor(Protocol):
    """The part of a DB-API cursor that is used here."""

    rowcount: int
    lastrowid: int

    def fetchone(self) -> Any:
        """The next row or None."""

    def fetchmany(self, size: int) -> list[Any]:
        """The next rows."""

    def fetchall(self) -> list[Any]:
        """All remaining rows."""

    def __iter__(self) -> Iterator[Any]:
        """Row by row."""


class Connection(Protocol):
    """The part of a DB-API connection that is used here; sqlcipher3's has it."""

    @property
    def in_transaction(self) -> bool:
        """Whether a transaction is open."""

    def execute(self, sql: str, parameters: Any = ..., /) -> Cursor:
        """Run one statement."""

    def executemany(self, sql: str, parameters: Iterable[Any], /) -> Cursor:
        """Run one statement for many rows."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """One receipt of an office, as it came."""

    office: str
    n: int
    body: bytes
    sig: bytes


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One bundle on its way: which chain it brings up to which place, and how far it has come."""

    dest: str
    device: str
    epoch: int
    upto: int
    bundle: str
    state: str


@dataclass(frozen=True, slots=True)
class Draft:
    """Words typed and not yet saved. Local, never sent."""

    key: str
    body: bytes
    at: str

    def __repr__(self) -> str:
        """Without the words."""
        return f"Draft({self.key!r})"


class LocalTables:
    """Plain reading and writing of the small tables."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection

    # receipts -------------------------------------------------------------------------------------------------

    def add_receipt(self, receipt: Receipt) -> bool:
        """Keep a receipt; False when the very same one is here already. Another with the same number is an error."""
        row = (bytes.fromhex(receipt.office), receipt.n, receipt.body, receipt.sig)
        if self.receipt(receipt.office, receipt.n) == receipt:
            return False
        self._db.execute("INSERT INTO receipt(office, n, body, sig) VALUES(?,?,?,?)", row)
        return True

    def receipt(self, office: str, n: int) -> Receipt | None:
        """One receipt."""
        found = self._db.execute(
            "SELECT body, sig FROM receipt WHERE office=? AND n=?", (bytes.fromhex(office), n)
        ).fetchone()
        return None if found is None else Receipt(office, n, *found)

    def receipts(self, office: str, after: int = 0) -> list[Receipt]:
        """The receipts of one office behind number ``after``, oldest first."""
        rows = self._db.execute(
            "SELECT n, body, sig FROM receipt WHERE office=? AND n>? ORDER BY n", (bytes.fromhex(office), after)
        )
        return [Receipt(office, *row) for row in rows]

    def newest_receipt(self, office: str | None = None) -> Receipt | None:
        """The receipt with the highest number, of one office or of the office whose receipt came last."""
        if office is None:
            row = self._db.execute("SELECT office, n, body, sig FROM receipt ORDER BY rowid DESC LIMIT 1").fetchone()
        else:
            row = self._db.execute(
                "SELECT office, n, body, sig FROM receipt WHERE office=? ORDER BY n DESC LIMIT 1",
                (bytes.fromhex(office),),
            ).fetchone()
        return None if row is None else Receipt(row[0].hex(), *row[1:])

    # outbox ---------------------------------------------------------------------------------------------------

    def add_outgoing(self, out: Outgoing) -> None:
        """Note a bundle that is to be sent."""
        self._db.execute(
            "INSERT INTO outbox(dest, device, epoch, upto, bundle, state) VALUES(?,?,?,?,?,?)",
            (out.dest, bytes.fromhex(out.device), out.epoch, out.upto, out.bundle, out.state),
        )

    def outgoing(self, dest: str | None = None) -> list[Outgoing]:
        """The bundles on their way, oldest first."""
        rows = self._db.execute(
            "SELECT dest, device, epoch, upto, bundle, state FROM outbox WHERE ?1 IS NULL OR dest=?1 ORDER BY rowid",
            (dest,),
        )
        return [Outgoing(row[0], row[1].hex(), *row[2:]) for row in rows]

    def set_outgoing_state(self, bundle: str, state: str) -> None:
        """How far a bundle has come."""
        self._db.execute("UPDATE outbox SET state=? WHERE bundle=?", (state, bundle))

    def clear_outgoing(self, bundle: str) -> None:
        """Take a bundle off the list; only a receipt is a reason to."""
        self._db.execute("DELETE FROM outbox WHERE bundle=?", (bundle,))

    # bundles seen ---------------------------------------------------------------------------------------------

    def bundle_result(self, sha256: str) -> str | None:
        """What came of a bundle that was read before."""
        row = self._db.execute("SELECT result FROM seen_bundle WHERE sha256=?", (bytes.fromhex(sha256),)).fetchone()
        return None if row is None else str(row[0])

    def set_bundle_result(self, sha256: str, result: str, at: str) -> None:
        """Note what came of a bundle."""
        self._db.execute(
            "INSERT INTO seen_bundle(sha256, result, at) VALUES(?,?,?)"
            " ON CONFLICT(sha256) DO UPDATE SET result=excluded.result, at=excluded.at",
            (bytes.fromhex(sha256), result, at),
        )

    def bundles_seen(self) -> list[tuple[str, str, str]]:
        """Every bundle read: its digest, what came of it, when; oldest first."""
        rows = self._db.execute("SELECT sha256, result, at FROM seen_bundle ORDER BY rowid")
        return [(row[0].hex(), row[1], row[2]) for row in rows]

    # drafts ---------------------------------------------------------------------------------------------------

    def put_draft(self, key: str, body: bytes, at: str) -> None:
        """Keep what is being typed, in place of what was kept under this key."""
        self._db.execute(
            "INSERT INTO draft(key, body, at) VALUES(?,?,?)"
            " ON CONFLICT(key) DO UPDATE SET body=excluded.body, at=excluded.at",
            (key, body, at),
        )

    def draft(self, key: str) -> Draft | None:
        """The words kept under a key."""
        row = self._db.execute("SELECT key, body, at FROM draft WHERE key=?", (key,)).fetchone()
        return None if row is None else Draft(*row)

    def drafts(self) -> list[Draft]:
        """All drafts, by key."""
        return [Draft(*row) for row in self._db.execute("SELECT key, body, at FROM draft ORDER BY key")]

    def delete_draft(self, key: str) -> None:
        """The words have become a revision, or the officer has thrown them away."""
        self._db.execute("DELETE FROM draft WHERE key=?", (key,))

    # settings -------------------------------------------------------------------------------------------------

    def meta(self, key: str) -> str | None:
        """One value of the table of settings."""
        row = self._db.execute("SELECT value FROM meta WHERE key=?", (key,)).fetchone()
        return None if row is None else str(row[0])

    def set_meta(self, key: str, value: str) -> None:
        """Set one value."""
        self._db.execute(
            "INSERT INTO meta(key, value) VALUES(?,?) ON CONFLICT(key) DO UPDATE SET value=excluded.value", (key, value)
        )
