"""Laptops and their people for the journal's tests: each can write revisions and keep a journal."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from nacl.signing import SigningKey
from sqlcipher3 import dbapi2 as sqlcipher

from pclo_app.casefile.store import JournalStore
from pclo_app.journal.revision import Author, ChainPosition, Revision, device_id, make

AT = datetime(2026, 11, 3, 16, 31, tzinfo=UTC)
CASE = "c" * 32


def open_store(path: Path | str) -> JournalStore:
    """A journal in a real SQLCipher file with a raw key, opened as the vault opens it."""
    connection = sqlcipher.connect(str(path), isolation_level=None)
    connection.set_key("x'" + "2b" * 32 + "'")
    for pragma in ("journal_mode=WAL", "synchronous=OFF", "temp_store=MEMORY", "recursive_triggers=ON"):
        connection.execute(f"PRAGMA {pragma}")
    store = JournalStore(connection)
    with store.transaction():
        store.create_schema()
    return store


@dataclass
class Laptop:
    """One device with its key and the place of its next revision."""

    name: str
    key: SigningKey = field(default_factory=lambda: SigningKey(os.urandom(32)))
    epoch: int = 1
    nonce: Callable[[int], bytes] = os.urandom

    def __post_init__(self) -> None:
        self.public = bytes(self.key.verify_key)
        self.device = device_id(self.public)
        self.position = ChainPosition(self.device, self.epoch)

    def sign(self, message: bytes) -> bytes:
        """The signature only, as the vault's signer gives it."""
        return self.key.sign(message).signature

    def write(
        self,
        record: str = "a" * 32,
        payload: bytes = b'{"fact":"x"}',
        parents: tuple[str, ...] = (),
        kind: str = "chronology_entry/1",
        position: ChainPosition | None = None,
    ) -> Revision:
        """The next revision of this laptop (or one for another place, which does not move it on)."""
        revision = make(
            position or self.position,
            Author(self.name, f"DC 1234 {self.name}", "DC", "PCLO"),
            at=AT,
            case=CASE,
            record=record,
            kind=kind,
            payload=payload,
            sign=self.sign,
            parents=parents,
            nonce=self.nonce,
        )
        if position is None:
            self.position = self.position.after(revision)
        return revision


def keys_of(*laptops: Laptop):
    """The roster of these laptops, as a function."""
    known = {laptop.device: laptop.public for laptop in laptops}
    return known.get
