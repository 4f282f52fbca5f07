"""Where everything stands: what is on this laptop only, what is on its way, what the office has."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, dataclass, field

from ..casefile.casefile import CaseFile
from ..journal.revision import Revision
from ..records import kinds
from ..records.describe import KIND_NAMES, title
from . import chains, membership, receipts
from .membership import Membership
from .memory import Alarm, Memory

HERE_ONLY = "On this laptop only"
ON_ITS_WAY = "In the office folder, no receipt yet"
AT_OFFICE = "At the office"


@dataclass(frozen=True)
class Waiting:
    """A record with revisions that no receipt covers."""

    id: str
    case: str
    kind: str
    title: str
    revisions: int
    state: str
    """`HERE_ONLY`, `ON_ITS_WAY`, or that it is in conflict."""


@dataclass(frozen=True)
class ReceiptLine:
    """A receipt as a screen shows it."""

    office: str
    """The holder of the laptop that gave it, with rank."""
    n: int
    at: str
    covers: int
    """How many of this laptop's revisions it covers."""
    missing: int
    name: str
    """Its fingerprint: what later revisions cite."""


@dataclass(frozen=True)
class SyncStatus:
    """Everything that the Return to office screen shows before it starts."""

    enrolled: bool
    team: str
    role: str
    written: int
    """Revisions of this laptop."""
    acked: int
    on_its_way: int
    here_only: int
    here_only_by_kind: dict[str, int] = field(default_factory=dict)
    """Kind of record to how many revisions no receipt covers."""
    items: list[Waiting] = field(default_factory=list)
    receipts: list[ReceiptLine] = field(default_factory=list)
    """Newest first."""
    refused: dict[str, str] = field(default_factory=dict)
    """Files that lay in the drop at the last sync and were refused, each with the reason."""
    alarms: list[Alarm] = field(default_factory=list)
    conflicts: list[str] = field(default_factory=list)
    last: str = ""
    """When the last whole sync ended, UTC."""

    def as_dict(self) -> dict[str, object]:
        """For ``--json``."""
        return asdict(self) | {"alarms": [{"at": a.at, "code": a.code, "words": a.words} for a in self.alarms]}


def status(cf: CaseFile) -> SyncStatus:
    """How this laptop stands with the office. Reads tables only; the drop need not be there."""
    found = membership.find(cf)
    me = found[0].device(cf.vault.device) if found else None
    member = Membership(*found, me) if found and me else None
    memory = Memory(cf)
    acked, published = memory.acked(), _published(cf)
    written = behind = way = 0
    uncovered: list[tuple[Revision, bool]] = []
    for chain in chains.own(cf):
        last = chains.last(cf, chain)
        covered = min(last, acked.get(chain, 0))  # of an ended chain the office may have more than is here
        sent = min(last, max(covered, published.get(chain, 0)))
        written, behind, way = written + last, behind + covered, way + sent - covered
        uncovered += [(row, row.head.seq <= sent) for row in chains.rows(cf, chain, covered, last)]
    conflicts = cf.store.conflicts()
    return SyncStatus(
        enrolled=member is not None,
        team=member.roster.team_name if member else cf.officer.team,
        role=cf.officer.role,
        written=written,
        acked=behind,
        on_its_way=way,
        here_only=written - behind - way,
        here_only_by_kind=dict(Counter(_kind(row) for row, _ in uncovered)),
        items=_items(uncovered, set(conflicts)),
        receipts=_receipts(cf, member),
        refused=memory.refused(),
        alarms=memory.alarms(),
        conflicts=sorted(conflicts),
        last=memory.last(),
    )


def _published(cf: CaseFile) -> dict[str, int]:
    """How far each chain is on its way, to any place."""
    rows = [out for out in cf.store.outgoing() if " " not in out.dest]
    return chains.merged({}, [(chains.name(out.device, out.epoch), out.upto) for out in rows])


def _kind(row: Revision) -> str:
    return kinds.kind_from_wire(row.head.kind) or row.head.kind


def _items(uncovered: list[tuple[Revision, bool]], conflicts: set[str]) -> list[Waiting]:
    """One line for each record, oldest first."""
    by_record: dict[str, list[tuple[Revision, bool]]] = {}
    for row, sent in uncovered:
        by_record.setdefault(row.head.rec, []).append((row, sent))
    found = []
    for record, rows in by_record.items():
        newest = rows[-1][0]
        state = ON_ITS_WAY if all(sent for _, sent in rows) else HERE_ONLY
        if record in conflicts:
            state = f"{state}; changed by two people"
        found.append(Waiting(record, newest.head.case, _kind(newest), _title(newest), len(rows), state))
    return found


def _title(row: Revision) -> str:
    """The record in one line, as this laptop last wrote it."""
    kind = kinds.kind_from_wire(row.head.kind)
    words = title(kinds.decode(kind, row.payload)) if kind is not None and row.payload is not None else ""
    return words or KIND_NAMES.get(kind or "", row.head.kind)


def _receipts(cf: CaseFile, member: Membership | None) -> list[ReceiptLine]:
    lines = []
    for receipt, body in receipts.listed(cf):
        own = sum(seq for chain, (seq, _) in receipt.got.items() if chains.parts(chain)[0] == cf.vault.device)
        office = member.holder(receipt.office) if member else f"laptop {receipt.office[:8]}"
        missing = sum(last - first + 1 for _, first, last in receipt.missing)
        lines.append(ReceiptLine(office, receipt.n, receipt.at, own, missing, receipts.name_of(body)))
    return lines[::-1]
