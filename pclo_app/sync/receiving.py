"""Taking in one bundle: everything about it is checked first, then all of it is stored, or nothing.

What comes out of a bundle is words and documents, never a name of a file and never
something to run.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field

from ..casefile import purging
from ..casefile.casefile import CaseFile
from ..journal.findings import kind_in_words
from ..journal.revision import NO_TEAM, Revision
from ..journal.store import Status
from ..records import kinds
from . import bundle, container, membership, receipts
from .bundle import Bundle, Piece
from .container import Header
from .drop import Lying
from .errors import BadContents, BundleAltered, OtherTeam, SenderOut, WrongPlace
from .membership import Membership
from .memory import Alarm, Memory, Parts
from .receipts import Accepted

TAKEN = "taken in"
NOT_OURS = "not addressed to this laptop"
DONE = frozenset({TAKEN, NOT_OURS})
"""What came of bundles that need not be read again."""


@dataclass
class Taken:
    """What a bundle brought that was new."""

    rows: int = 0
    reviews: int = 0
    receipts: list[Accepted] = field(default_factory=list)
    alarms: list[Alarm] = field(default_factory=list)


def check(cf: CaseFile, member: Membership, lying: Lying, data: bytes) -> tuple[Header, Bundle]:
    """Everything about a bundle except the signatures of its rows, which the journal checks. Changes nothing."""
    if hashlib.sha256(data).hexdigest()[:32] != lying.digest:
        raise BundleAltered(why="it is not what its name promises, or has not arrived as a whole")
    header, plain = container.read_lines(data, cf.authority.key_of, cf.vault.age_identity)
    device = member.roster.device(header.dev)
    if device is None or device.state == "retired" or (device.state == "lost" and device.cut is None):
        raise SenderOut(device=header.dev[:16], state=device.state if device else "not enrolled")
    _check_place(member, lying, header)
    inside = bundle.read(plain)
    manifest = inside.manifest
    if manifest.team != member.roster.team:
        raise OtherTeam(thing="The bundle")
    if any(row.head.team not in (manifest.team, NO_TEAM) for row in inside.rows):
        raise OtherTeam(thing="A revision in the bundle")
    if manifest.sender != header.dev or member.me.age not in manifest.to:
        raise BadContents(why="it was made for others and passed on")
    rows = len(inside.rows) + (bool(inside.wants) if header.type == "rows" else 0)
    there = {"blob": len(inside.pieces), "receipt": len(inside.receipts)}.get(header.type, rows)
    if there != len(inside.rows) + len(inside.pieces) + len(inside.receipts) + bool(inside.wants):
        raise BadContents(why="it holds other things than it says outside")
    return header, inside


def _check_place(member: Membership, lying: Lying, header: Header) -> None:
    """Each laptop writes to its own folder, the office to everybody’s; only the office reviews and gives receipts."""
    if lying.place.way == "up" and lying.place.laptop != header.dev[:16]:
        raise WrongPlace(why="it lies in another laptop’s folder")
    from_office = header.dev in member.roster.ds
    if not from_office and (lying.place.way == "down" or header.type not in ("rows", "blob")):
        raise WrongPlace(why="only the office sends such a bundle")
    if header.type == "roster":
        raise WrongPlace(why="a welcome is handed over in person")
    if lying.n != header.n:
        raise WrongPlace(why="its number is not the one in its name")


def take_in(cf: CaseFile, memory: Memory, member: Membership, lying: Lying, data: bytes) -> Taken:
    """Take in one bundle, all or nothing, and note that it was."""
    header, inside = check(cf, member, lying, data)
    taken = Taken()
    at = membership.utc(cf.now())
    with cf.store.transaction():
        if inside.rows:
            _take_rows(cf, member, inside.rows, taken, at)
        for body, signature in inside.receipts:
            receipt = receipts.check(cf, member.roster, body, signature, header.dev)
            accepted = receipts.take_in(cf, memory, receipt, body, signature)
            if accepted is not None:
                taken.receipts.append(accepted)
        if taken.receipts:
            cf.judge_again()
        _take_pieces(cf, memory, inside.pieces, taken, at)
        if inside.wants:
            memory.note_wanted(header.dev, inside.wants)
        memory.note_peer(header.dev, header.ep, header.n, inside.manifest.head)
        for alarm in taken.alarms:
            memory.add_alarm(alarm)
        cf.store.set_bundle_result(hashlib.sha256(data).hexdigest(), TAKEN, at)
    purging.finish(cf)
    return taken


def _take_rows(cf: CaseFile, member: Membership, rows: Iterable[Revision], taken: Taken, at: str) -> None:
    """Merge the rows under the rosters that they bring with them."""
    refused_before = cf.authority.refused
    admission, _ = cf.admit(rows)
    taken.rows = len(admission.accepted)
    for revision in admission.to_project:
        taken.reviews += kinds.kind_from_wire(revision.head.kind) == "review"
    for rev, what in admission.status.items():
        if what in (Status.UNAUTHORISED, Status.REVOKED):
            taken.alarms.append(_not_counted(cf, member, rev, what, at))
    for rev, refusal in cf.authority.refused.items():
        if rev not in refused_before:
            taken.alarms.append(Alarm(at, refusal.code, refusal.sentence))
    for fork in admission.forks:
        words = (
            f"The laptop of {member.holder(fork.device)} has signed two histories: revision {fork.seq} exists twice. "
            "Both are kept. Ask whether an old copy of its case file was put back."
        )
        taken.alarms.append(Alarm(at, "sync.fork", words))


def _not_counted(cf: CaseFile, member: Membership, rev: str, status: Status, at: str) -> Alarm:
    stored = cf.store.stored(rev)
    assert stored is not None
    head = stored.revision.head
    why = "its writer’s role does not allow it" if status is Status.UNAUTHORISED else "the laptop was out of use"
    words = (
        f"A {kind_in_words(head.kind)} from {member.holder(head.dev)} (revision {head.seq}) does not count: {why}. "
        "It is kept with its signature and is not part of the record."
    )
    return Alarm(at, f"sync.{status.name.lower()}", words)


def _take_pieces(cf: CaseFile, memory: Memory, pieces: list[Piece], taken: Taken, at: str) -> None:
    """Keep documents; those that come in pieces when the last piece is here."""
    pieces = [piece for piece in pieces if not purging.is_document_erased(cf.db, piece.part.sha256)]
    partial = [piece for piece in pieces if piece.part.parts > 1]
    for piece in pieces:
        if piece.part.parts == 1:
            cf.put_blob(piece.data)
    if not partial:
        return
    known = memory.pieces()
    for piece in partial:
        part = piece.part
        if cf.has_blob(part.sha256):
            continue
        parts = known.get(part.sha256)
        if parts is None or (parts.parts, parts.size) != (part.parts, part.size):
            parts = known[part.sha256] = Parts(part.parts, part.size)
        parts.have[part.part] = cf.put_blob(piece.data)
        if len(parts.have) == parts.parts:
            _join(cf, part.sha256, parts, taken, at)
            del known[part.sha256]
    memory.set_pieces(known)


def _join(cf: CaseFile, sha256: str, parts: Parts, taken: Taken, at: str) -> None:
    data = b"".join(cf.blob(parts.have[number]) for number in range(1, parts.parts + 1))
    if hashlib.sha256(data).hexdigest() == sha256:
        cf.put_blob(data)
    else:
        words = f"The pieces of document {sha256[:12]} do not make up that document. Ask for it to be sent again."
        taken.alarms.append(Alarm(at, "sync.bad-document", words))
    for piece in set(parts.have.values()) - {sha256}:
        cf.vault.blobs.remove(cf.vault.blobs.name_for(bytes.fromhex(piece)))
