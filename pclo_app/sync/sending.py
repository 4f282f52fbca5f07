"""Putting bundles into the drop: documents before the rows that name them, each bundle noted before it is published."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from ..casefile.casefile import CaseFile
from ..casefile.local_tables import Outgoing
from ..journal.receipt import Heads
from ..records.roster import Device
from . import bundle, chains, container, membership, receipts
from .bundle import Bases, Manifest, Piece
from .choosing import Choice
from .container import Kind
from .drop import Drop, Place, name_of
from .membership import Membership
from .memory import Memory
from .outbox import Outbox


@dataclass
class Sent:
    """How much was put into the drop, or would be."""

    rows: int = 0
    bundles: int = 0


@dataclass(frozen=True)
class Address:
    """One place of the drop and those whom its bundles are encrypted to."""

    place: Place
    to: tuple[str, ...]


def office_address(member: Membership) -> Address:
    """Where a PCLO's bundles go: readable by every sergeant's laptop in use, and by nobody else."""
    return Address(Place("up", member.me.dev[:16]), tuple(device.age for device in member.offices()))


def laptop_address(device: Device) -> Address:
    """Where the office's bundles for one laptop go."""
    return Address(Place("down", device.dev[:16]), (device.age,))


class Post:
    """Sends what was chosen to one address."""

    def __init__(self, cf: CaseFile, drop: Drop, member: Membership, memory: Memory, heads: Heads) -> None:
        self._cf = cf
        self._drop = drop
        self._member = member
        self._memory = memory
        self._heads = heads
        self.sent = Sent()

    def send(self, address: Address, outbox: Outbox, choice: Choice, kind: Kind, *, noted: bool = True) -> None:
        """The documents, then the rows. What is sent again because it was asked for is not ``noted``."""
        self._send_documents(address, outbox, choice, noted=noted)
        lines = ((bundle.row_line(revision, with_payload=words), (chain, revision.head.seq))
                 for chain, revision, words in choice.revisions(self._cf))  # fmt: skip
        for lot in bundle.in_lots(lines):
            base, upto = _stretches(place for _, place in lot)
            notes = partial(_rows_notes, outbox, upto if noted else {})
            self._publish(address, outbox, kind, [line for line, _ in lot], notes=notes, rows=len(lot), base=base)
            self.sent.rows += len(lot)

    def ask(self, address: Address, outbox: Outbox, cases: Iterable[str]) -> None:
        """The question for cases that were put away."""
        line = bundle.want_line(cases)
        self._publish(address, outbox, "rows", [line], notes=lambda name: [outbox.question_note(name)])

    def _send_documents(self, address: Address, outbox: Outbox, choice: Choice, *, noted: bool) -> None:
        def lines() -> Iterator[tuple[bytes, tuple[Piece, str, int]]]:
            for document, chain, seq in documents(self._cf, choice):
                if self._cf.has_blob(document):
                    for piece in bundle.pieces_of(self._cf.blob(document)):
                        if not outbox.has_piece(*piece.key):
                            yield bundle.piece_lines(piece), (piece, chain, seq)

        for lot in bundle.in_lots(lines()):
            notes = partial(_piece_notes, outbox, [what for _, what in lot] if noted else [])
            self._publish(address, outbox, "blob", [line for line, _ in lot], notes=notes, blobs=len(lot))

    def send_receipts(self, address: Address, outbox: Outbox, after: int) -> None:
        """The office's receipts behind a number."""
        office = self._member.me.dev
        due = self._cf.store.receipts(office, after)
        if due:
            lines = [bundle.receipt_line(receipt.body, receipt.sig) for receipt in due]
            self._publish(
                address, outbox, "receipt", lines, notes=lambda name: [outbox.receipt_note(name, office, due[-1].n)]
            )

    def _publish(
        self,
        address: Address,
        outbox: Outbox,
        kind: Kind,
        lines: Sequence[bytes],
        *,
        notes: Callable[[str], list[Outgoing]],
        rows: int = 0,
        blobs: int = 0,
        base: Bases | None = None,
    ) -> None:
        manifest = Manifest(
            team=self._member.roster.team, sender=self._member.me.dev, to=address.to,
            created=membership.utc(self._cf.now()), base=base or {}, head=self._heads, rows=rows, blobs=blobs,
        )  # fmt: skip
        with self._cf.store.transaction():
            n = self._memory.next_number()
        data = container.seal(membership.sender(self._cf), n, kind, bundle.write(manifest, lines), address.to)
        name = name_of(n, data)
        outbox.add(notes(name))
        self._drop.publish(address.place, name, data)
        outbox.published(name)
        self.sent.bundles += 1


def documents(cf: CaseFile, choice: Choice) -> Iterator[tuple[str, str, int]]:
    """The documents of the rows whose words go: each once, with the row that names it first."""
    seen: set[str] = set()
    for chain, (after, upto) in choice.spans.items():
        for seq, named in chains.with_documents(cf, chain, after, upto):
            stored = cf.store.get(chains.rev_at(cf, chain, seq))
            if stored is None or not choice.words(stored.head) or not choice.only(stored.head):
                continue
            for document in named:
                if document not in seen:
                    seen.add(document)
                    yield document, chain, seq


def _rows_notes(outbox: Outbox, upto: dict[str, int], name: str) -> list[Outgoing]:
    return [outbox.rows_note(name, chain, seq) for chain, seq in upto.items()]


def _piece_notes(outbox: Outbox, about: list[tuple[Piece, str, int]], name: str) -> list[Outgoing]:
    return [outbox.piece_note(name, *piece.key, chain, seq) for piece, chain, seq in about]


def _stretches(places: Iterable[tuple[str, int]]) -> tuple[Bases, dict[str, int]]:
    """For each chain of a lot the row behind which it starts, and its last row."""
    base: Bases = {}
    upto: dict[str, int] = {}
    for chain, seq in places:
        base.setdefault(chain, seq - 1)
        upto[chain] = seq
    return base, upto


def receipt_cited(cf: CaseFile, office: str, device: str) -> int:
    """The number of the office's receipt that a laptop's newest row cites, or 0."""
    cited = chains.newest_header_receipt(cf, device)
    return next((r.n for r in cf.store.receipts(office) if receipts.name_of(r.body) == cited), 0)
