"""What the case file's questions are answered with: small frozen values, no connection behind them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from ..records.base import Record

R = TypeVar("R", bound=Record)


@dataclass(frozen=True)
class Officer:
    """The holder of a case file: the author of everything written with it."""

    person: str
    name: str
    rank: str
    role: str
    """PCLO or DS."""
    team: str

    def __str__(self) -> str:
        return f"{self.name}, {self.rank}"


@dataclass(frozen=True)
class Changed:
    """Which cases and which kinds of record an operation touched; screens refresh by it."""

    cases: frozenset[str] = frozenset()
    kinds: frozenset[str] = frozenset()

    def __or__(self, other: Changed) -> Changed:
        return Changed(self.cases | other.cases, self.kinds | other.kinds)


@dataclass(frozen=True)
class Saved:
    """The outcome of saving: where the revision stands, and whether anything was new."""

    id: str
    rev: str
    fresh: bool
    changed: Changed


@dataclass(frozen=True)
class Version(Generic[R]):
    """One revision of a record, with its author as the header names them."""

    id: str
    rev: str
    parents: tuple[str, ...]
    kind: str
    case: str
    record: R | None
    """None where the payload was erased or needs a newer version."""
    name: str
    rank: str
    role: str
    device: str
    at: str
    """UTC, YYYY-MM-DDTHH:MM:SSZ."""
    offset: str
    seq: int
    is_head: bool = True

    @property
    def by(self) -> str:
        """The author with rank or designation."""
        return f"{self.name}, {self.rank}"


@dataclass(frozen=True)
class Item(Generic[R]):
    """A record as it stands: one head normally, several where two people changed it apart."""

    id: str
    kind: str
    case: str
    heads: tuple[Version[R], ...]
    revisions: int
    title: str
    sealed: bool = False

    @property
    def record(self) -> R:
        """The newest head's words."""
        record = self.heads[0].record
        assert record is not None
        return record

    @property
    def rev(self) -> str:
        """The newest head's revision id."""
        return self.heads[0].rev

    @property
    def in_conflict(self) -> bool:
        """Whether two people changed the record apart and nobody has settled it."""
        return len(self.heads) > 1


@dataclass(frozen=True)
class ChronologyFilter:
    """Which entries to show. Empty fields do not narrow; several values of one field mean any of them."""

    words: str = ""
    """As typed, with the field words of `query`."""
    agencies: frozenset[str] = frozenset()
    decisions: bool = False
    conflicts: bool = False
    changed: bool = False
    disclosure: str = ""
    from_date: str = ""
    to_date: str = ""
    systems: frozenset[str] = frozenset()
    types: frozenset[str] = frozenset()
    persons: frozenset[str] = frozenset()
    """Ids of person records."""
    ranks: frozenset[str] = frozenset()
    kinds: frozenset[str] = frozenset()
    changed_since: str = ""
    """UTC, YYYY-MM-DDTHH:MM:SSZ, or an ISO date: written or changed at or after it."""
    unread: bool = False
    """Not read by a supervisor as it stands now."""
    documents: bool = False
    """Has at least one document."""

    @property
    def narrows(self) -> bool:
        """Whether any field narrows the list."""
        return self != ChronologyFilter()


@dataclass(frozen=True)
class EntryRow(Generic[R]):
    """One row of the chronology, numbered in its case's order."""

    number: int
    version: Version[Any]
    revisions: int
    conflict: bool
    in_conflict: bool
    """Whether the record has several heads; each head is a row."""
    defect: bool = False
    """Whether a source of it is at fault: a document prints a date that does not exist."""
    line: R | None = None
    """The row in the form of an entry, where it comes from another kind of record."""

    @property
    def id(self) -> str:
        """The record's id."""
        return self.version.id

    @property
    def kind(self) -> str:
        """The kind of the record that the row comes from."""
        return self.version.kind

    @property
    def own(self) -> bool:
        """Whether it is an entry of the chronology itself, and can be changed here."""
        return self.kind == "chronology_entry"

    @property
    def entry(self) -> R:
        """The entry's words."""
        record: R | None = self.line or self.version.record
        assert record is not None
        return record


@dataclass(frozen=True)
class Gap:
    """A stretch with no entry from any agency."""

    before: int
    """Number of the entry that follows the gap."""
    days: int
    start: str
    end: str
    why: str = ""
    """The reason that somebody recorded for it."""
    by: str = ""
    """Who recorded it, with rank, and the day."""
    reason: str = ""
    """Id of the record that holds the reason."""


@dataclass(frozen=True)
class SealedRecord:
    """A seal with the code that proves it."""

    seal: Version[Record]
    meeting: str
    code: str
    digest: bytes
    payload: bytes = field(repr=False, default=b"")
