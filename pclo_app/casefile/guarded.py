"""What stands around every write of an open case file: whether it is allowed, and room when the disk is full.

And what is kept without becoming a revision: drafts, and documents beside the database.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from ..vault.errors import DiskFull
from ..vault.unlocking import RESERVE_USED
from ..vault.vault import Vault
from . import standing as standings
from .errors import CaseFileReadOnly
from .model import Officer
from .reading import CaseReader, Clock
from .store import JournalStore

T = TypeVar("T")


class GuardedCaseFile(CaseReader):
    """A case file that is written only where it may be."""

    def __init__(self, vault: Vault, officer: Officer, clock: Clock) -> None:
        super().__init__(vault, officer, clock)
        self.store = JournalStore(vault.connection, self._allowed)
        self.standing = standings.NEW
        self.read_only: standings.ReadOnly | None = None
        """Why nothing can be written, in words; None where it can."""
        self.before_writing: Callable[[], None] | None = None
        """What has to be known before the next write, asked once: it may find that nothing may be written."""

    def require_writable(self) -> None:
        """Raise CaseFileReadOnly, with the reason, where nothing may be written."""
        if self.read_only is not None:
            raise CaseFileReadOnly(why=self.read_only.why, do=self.read_only.do)

    @contextmanager
    def _allowed(self) -> Iterator[None]:
        """Around every transaction: nothing is written where only reading is allowed; errors get their names."""
        self.require_writable()
        with self.vault.conditions():
            if self.before_writing is not None:
                self.before_writing()
                self.before_writing = None
                self.require_writable()
            yield

    def _on_reserve(self, act: Callable[[], T]) -> T:
        """Do it; where the disk is full, once more on the space kept in reserve."""
        if self.db.in_transaction:  # whose beginning is lost by then
            return act()
        try:
            return act()
        except DiskFull:
            if not self.vault.release_reserve():
                raise
        self.vault.notices += (RESERVE_USED,)
        return act()

    # drafts and attachments -----------------------------------------------------------------------------------

    def put_draft(self, key: str, body: bytes) -> None:
        """Keep half-written words, encrypted, until they are saved or withdrawn."""

        def act() -> None:
            with self.store.transaction():
                self.store.put_draft(key, body, self.now().isoformat(timespec="seconds"))

        self._on_reserve(act)

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
        self.require_writable()
        self._on_reserve(lambda: self.vault.blobs.put(data))
        return hashlib.sha256(data).hexdigest()

    def blob(self, digest: str) -> bytes:
        """The document with this SHA-256. Raises the vault's condition when missing or damaged."""
        return self.vault.blobs.get(self.vault.blobs.name_for(bytes.fromhex(digest)))

    def has_blob(self, digest: str) -> bool:
        """Whether the document is kept here."""
        return self.vault.blobs.has(self.vault.blobs.name_for(bytes.fromhex(digest)))
