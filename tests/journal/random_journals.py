"""Random journals of several laptops, and one random way to damage each: for two verifiers to judge alike."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from nacl.signing import SigningKey

from pclo_app.casefile.local_tables import Receipt as StoredReceipt
from pclo_app.casefile.store import JournalStore
from pclo_app.journal import merge, receipt
from pclo_app.journal.revision import NO_RECEIPT, ChainPosition, Revision, commitment, rev_id, signed_bytes
from tests.journal.journal_people import Laptop, keys_of, open_store

Place = tuple[str, int, int]
GUARDS = (
    "rev_fixed",
    "rev_status",
    "rev_kept",
    "payload_fixed",
    "fork_fixed",
    "fork_kept",
    "receipt_fixed",
    "receipt_kept",
)


def place_of(row: Revision) -> Place:
    return row.head.dev, row.head.ep, row.head.seq


def drop_guards(db: Any) -> None:
    """Take away what stops the program itself from changing the journal: an attacker would."""
    for name in GUARDS:
        db.execute(f"DROP TRIGGER {name}")


@dataclass
class RandomJournal:
    """A journal as one laptop may come to hold it: series, conflicts, merges, erased contents, receipts."""

    chance: random.Random
    size: int
    laptops: list[Laptop] = field(default_factory=list)
    rows: list[Revision] = field(default_factory=list)
    erased: set[str] = field(default_factory=set)
    receipts: list[StoredReceipt] = field(default_factory=list)

    def __post_init__(self) -> None:
        chance = self.chance
        self.laptops = [
            Laptop(name, SigningKey(chance.randbytes(32)), nonce=chance.randbytes)
            for name in "ABC"[: chance.randint(1, 3)]
        ]
        self.office = Laptop("O", SigningKey(chance.randbytes(32)))
        self.store: JournalStore = open_store(":memory:")
        self.db: Any = self.store._db
        self._write()
        arriving = list(self.rows)
        chance.shuffle(arriving)
        keys = keys_of(*self.laptops)
        for start in range(0, len(arriving), 7):
            merge.admit(self.store, arriving[start : start + 7], keys, at="2026-11-03T16:31:00+00:00")
        with self.store.transaction():
            for row in self.rows:
                if chance.random() < 0.1:
                    self.erased.add(row.id)
                    self.store.delete_payload(row.id)
            for line in self.receipts:
                self.store.add_receipt(line)
        drop_guards(self.db)

    def _write(self) -> None:
        """Everybody writes in turn; who builds on what is left to chance, so that records part and join again."""
        chance = self.chance
        heads: dict[str, list[str]] = {}
        for number in range(self.size):
            laptop = chance.choice(self.laptops)
            if laptop.position.seq > 3 and chance.random() < 0.06:
                laptop.epoch += 1
                laptop.position = ChainPosition(laptop.device, laptop.epoch)
            record = f"{chance.randint(1, 5):032x}"
            standing = heads.setdefault(record, [])
            parents = tuple(chance.sample(standing, chance.randint(0, len(standing))))
            row = laptop.write(record, json.dumps({"fact": f"event {number} – ü"}).encode(), parents)
            heads[record] = [*[rev for rev in standing if rev not in parents][:3], row.id]
            self.rows.append(row)
            if chance.random() < 0.15:
                self.add_receipt()

    def add_receipt(self) -> None:
        """The office signs for everything that was written so far."""
        got = {f"{row.head.dev}.{row.head.ep}": (row.head.seq, row.id) for row in self.rows}
        last = self.receipts[-1] if self.receipts else None
        body = receipt.encode(
            receipt.Receipt(
                office=self.office.device,
                n=last.n + 1 if last else 1,
                prev=receipt.name_of(last.body) if last else NO_RECEIPT,
                at="2026-11-03T16:31:00Z",
                got=dict(sorted(got.items())),
                missing=(),
                rejected=(),
            )
        )
        self.receipts.append(
            StoredReceipt(self.office.device, json.loads(body)["n"], body, self.office.sign(receipt.signed_bytes(body)))
        )

    def key_of(self, device: str) -> bytes | None:
        return keys_of(*self.laptops, self.office)(device)

    @property
    def this_device(self) -> str:
        return self.laptops[0].device

    def close(self) -> None:
        self.db.close()

    # what the damages need ------------------------------------------------------------------------------------

    def any_row(self, *, with_contents: bool = False, with_next: bool = False) -> Revision:
        """A row at random, perhaps one whose contents are held, or one that another follows."""
        places = {place_of(row) for row in self.rows}
        good = [
            row
            for row in self.rows
            if not (with_contents and row.id in self.erased)
            and not (with_next and (row.head.dev, row.head.ep, row.head.seq + 1) not in places)
        ]
        return self.chance.choice(good)

    def flip(self, table: str, column: str, row: Revision) -> None:
        """One bit of one byte."""
        rev = bytes.fromhex(row.id)
        (old,) = self.db.execute(f"SELECT {column} FROM {table} WHERE rev=?", (rev,)).fetchone()
        new = bytearray(old)
        new[self.chance.randrange(len(new))] ^= 1 << self.chance.randrange(8)
        self.db.execute(f"UPDATE {table} SET {column}=? WHERE rev=?", (bytes(new), rev))

    def rewrite_header(self, row: Revision, **fields: Any) -> None:
        """Other words in the header, as somebody without the key can put them; perhaps with a matching fingerprint."""
        head = json.loads(row.header) | fields
        new = json.dumps(head, separators=(",", ":"), ensure_ascii=False).encode()
        self.db.execute("UPDATE rev SET header=? WHERE rev=?", (new, bytes.fromhex(row.id)))
        if self.chance.random() < 0.5:
            self.db.execute("UPDATE rev SET rev=? WHERE rev=?", (bytes.fromhex(rev_id(new)), bytes.fromhex(row.id)))

    def other(self, rev: str) -> str:
        """An identity that is a little different."""
        return f"{int(rev, 16) ^ 1 << self.chance.randrange(256):064x}"


# the damages: each answers which places must be named -------------------------------------------------------------


def payload(j: RandomJournal) -> set[Place]:
    row = j.any_row(with_contents=True)
    j.flip("payload", "body", row)
    return {place_of(row)}


def header(j: RandomJournal) -> set[Place]:
    row = j.any_row()
    j.flip("rev", "header", row)
    return {place_of(row)}


def signature(j: RandomJournal) -> set[Place]:
    row = j.any_row()
    j.flip("rev", "sig", row)
    return {place_of(row)}


def nonce(j: RandomJournal) -> set[Place]:
    row = j.any_row(with_contents=True)
    j.flip("payload", "nonce", row)
    return {place_of(row)}


def prev(j: RandomJournal) -> set[Place]:
    row = j.any_row()
    j.rewrite_header(row, prev=j.other(row.head.prev))
    return {place_of(row)}


def seq(j: RandomJournal) -> set[Place]:
    row = j.any_row()
    if j.chance.random() < 0.5:
        j.rewrite_header(row, seq=row.head.seq + 1)
        return {place_of(row)}
    far = row.head.seq + 100
    j.db.execute("UPDATE rev SET seq=? WHERE rev=?", (far, bytes.fromhex(row.id)))
    return {(row.head.dev, row.head.ep, far)}


def parents(j: RandomJournal) -> set[Place]:
    row = j.any_row()
    if row.head.par and j.chance.random() < 0.5:
        link = bytes.fromhex(row.id), bytes.fromhex(j.chance.choice(row.head.par))
        j.db.execute("UPDATE parent SET parent=zeroblob(32) WHERE rev=? AND parent=?", link)
    else:
        j.rewrite_header(row, par=[j.other(row.id), *row.head.par][: j.chance.randint(1, 3)])
    return {place_of(row)}


def dropped(j: RandomJournal) -> set[Place]:
    row = j.any_row(with_next=True)
    for table in ("rev", "payload", "parent", "head"):
        j.db.execute(f"DELETE FROM {table} WHERE rev=?", (bytes.fromhex(row.id),))
    return {place_of(row)}


def swapped(j: RandomJournal) -> set[Place]:
    one = j.any_row(with_next=True)
    device, epoch, number = place_of(one)
    two = next(row for row in j.rows if place_of(row) == (device, epoch, number + 1))
    move = "UPDATE rev SET seq=? WHERE rev=?"
    for place, row in ((0, one), (number, two), (number + 1, one)):
        j.db.execute(move, (place, bytes.fromhex(row.id)))
    return {place_of(one), place_of(two)}


def signed_again(j: RandomJournal) -> set[Place]:
    """The laptop's own key signs its history again from one row on, behind a receipt; all indexes are made to fit."""
    if not j.receipts:
        j.add_receipt()
        j.store.add_receipt(j.receipts[-1])
    line = j.chance.choice(j.receipts)
    chain, (last, _) = j.chance.choice(sorted(receipt.decode(line.body).got.items()))
    device, _, epoch = chain.partition(".")
    rewrite_from(j, device, int(epoch), j.chance.randint(1, last))
    return {(device, int(epoch), last)}


def rewrite_from(j: RandomJournal, device: str, epoch: int, first: int) -> list[Revision]:
    """Sign one chain of a random journal again from a number on; answers the new rows."""
    laptop = next(laptop for laptop in j.laptops if laptop.device == device)
    old = sorted((row for row in j.rows if place_of(row)[:2] == (device, epoch)), key=place_of)
    return sign_again(j.db, [row for row in old if row.head.seq >= first], laptop.sign)


def sign_again(
    db: Any,
    old: list[Revision],
    sign: Callable[[bytes], bytes],
    contents: Callable[[Revision, dict[str, Revision]], bytes | None] = lambda row, _: row.payload,
) -> list[Revision]:
    """What a dishonest owner of the key can do: rewrite a chain from a row on, and every index with it.

    ``contents`` may give a row other contents; it is told the rows rewritten so far, by their old identities.
    """
    new: dict[str, Revision] = {}
    before = ""
    for row in old:
        head = json.loads(row.header)
        body = contents(row, new)
        head["prev"] = before or head["prev"]
        head["name"] += " again"
        head["par"] = [new[rev].id if rev in new else rev for rev in head["par"]]
        if body is not None and row.nonce is not None:
            head["len"], head["pc"] = len(body), commitment(row.nonce, body)
        raw = json.dumps(head, separators=(",", ":"), ensure_ascii=False).encode()
        made = Revision(raw, sign(signed_bytes(raw)), row.nonce, body)
        new[row.id], before = made, made.id
        names = bytes.fromhex(made.id), bytes.fromhex(row.id)
        db.execute("UPDATE rev SET rev=?1, header=?3, sig=?4 WHERE rev=?2", (*names, raw, made.sig))
        db.execute("UPDATE payload SET rev=?1, body=?3 WHERE rev=?2", (*names, body))
        for table in ("head", "parent"):
            db.execute(f"UPDATE {table} SET rev=? WHERE rev=?", names)
        for was in row.head.par:
            now = bytes.fromhex(new[was].id if was in new else was)
            db.execute("UPDATE parent SET parent=? WHERE rev=? AND parent=?", (now, names[0], bytes.fromhex(was)))
    return list(new.values())


def fork(j: RandomJournal) -> set[Place]:
    """A second row for a place that is taken, signed with the real key, comes in by the ordinary door."""
    row = j.any_row()
    laptop = next(laptop for laptop in j.laptops if laptop.device == row.head.dev)
    place = ChainPosition(row.head.dev, row.head.ep, row.head.seq, row.head.prev)
    second = laptop.write(row.head.rec, b'{"fact":"another"}', position=place)
    admission = merge.admit(j.store, [second], j.key_of, at="2026-11-04T09:00:00+00:00")
    assert len(admission.forks) == 1
    return {place_of(row)}


def waiting(j: RandomJournal) -> set[Place]:
    """A row arrives before the one that it builds on: nothing was altered, but the journal is not whole."""
    laptop = j.laptops[0]
    row = laptop.write(parents=(j.other("0" * 64),))
    merge.admit(j.store, [row], j.key_of, at="2026-11-04T09:00:00+00:00")
    return {place_of(row)}


DAMAGES: tuple[Callable[[RandomJournal], set[Place]], ...] = (
    payload, header, signature, nonce, prev, seq, parents, dropped, swapped, signed_again, fork, waiting,
)  # fmt: skip
