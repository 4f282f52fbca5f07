"""What merging and checking ask of the place where revisions are kept.

All identities are lower-case hexadecimal text, as in the header; only the SQL behind
the store, and the raw rows that the verifier reads, know bytes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from enum import IntEnum
from typing import NamedTuple, Protocol

from .revision import Revision


class Status(IntEnum):
    """What this laptop makes of a row. Local, not signed, and may change as roster and rows arrive."""

    OK = 0
    UNKNOWN_KIND = 1  # kept and passed on, shown as "needs a newer version"
    UNAUTHORISED = 2  # kept, shown to the supervisor, not part of the record
    REVOKED = 3  # written on a lost laptop after its cut
    WAITING = 4  # an earlier revision that it builds on has not arrived


#: The rows that make up a record.
COUNTING = frozenset({Status.OK, Status.UNKNOWN_KIND})


class Neighbours(NamedTuple):
    """What is stored around one place of a chain: three identities, or None where nothing is."""

    before: str | None
    here: str | None
    after_prev: str | None  # what the row behind this place names as the one before it


@dataclass(frozen=True, slots=True)
class Fork:
    """Evidence that a laptop signed two rows for one place, or two histories: the row that was second to arrive."""

    device: str
    epoch: int
    seq: int
    revision: Revision
    first_seen: str


#: One row of the journal as it lies in the file, for checking the columns against the header:
#: rev, device, epoch, seq, case_id, record, kind, header, sig, status. A plain tuple, because
#: a check reads hundreds of thousands of them.
RawRow = tuple[bytes, bytes, int, int, bytes, bytes, str, bytes, bytes, int]


#: One receipt of an office as it lies in the file: office, n, body, sig.
RawReceipt = tuple[bytes, int, bytes, bytes]


class AdmittingStore(Protocol):
    """What `merge.admit` needs."""

    def transaction(self) -> AbstractContextManager[None]:
        """All that is written inside happens as a whole or not at all."""

    def neighbours(self, device: str, epoch: int, seq: int) -> Neighbours:
        """What is stored around one place."""

    def insert(self, revision: Revision, status: Status) -> Status:
        """Store an arriving row; answers WAITING when something it builds on is missing."""

    def settle(self, arrived: Iterable[str], decide: Callable[[Revision], Status]) -> list[tuple[Revision, Status]]:
        """Settle the rows that waited for these, and those that waited for them."""

    def has_payload(self, rev: str) -> bool:
        """Whether the contents of a stored row are held."""

    def put_payload(self, revision: Revision) -> None:
        """Store the contents of a row that is stored without them."""

    def add_fork(self, revision: Revision, first_seen: str) -> Fork | None:
        """Keep evidence; None when it was known already."""

    def waiting(self) -> int:
        """How many rows wait for an earlier one."""


class CheckedStore(Protocol):
    """What `verifier.verify` needs."""

    def count(self) -> int:
        """How many rows there are."""

    def get(self, rev: str) -> Revision | None:
        """One revision."""

    def scan(self, size: int) -> Iterator[list[RawRow]]:
        """Every row, chain by chain and in the order of the chain, in pages."""

    def scan_payloads(self) -> Iterator[tuple[bytes, bytes, bytes]]:
        """Every payload as (rev, nonce, body)."""

    def scan_parents(self) -> Iterator[tuple[bytes, bytes]]:
        """Every (rev, parent)."""

    def scan_heads(self) -> Iterator[tuple[bytes, bytes]]:
        """Every (record, rev) of the heads table."""

    def forks(self) -> list[Fork]:
        """All evidence of forks."""

    def scan_receipts(self) -> Iterator[RawReceipt]:
        """Every receipt, office by office and in the order of their numbers."""

    def rev_at(self, device: str, epoch: int, seq: int) -> str | None:
        """The identity stored at one place of a chain."""
