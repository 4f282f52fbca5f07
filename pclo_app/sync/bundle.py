"""The inside of a bundle: lines of JSON, one object each, in one agreed spelling.

::

    {"manifest":{"team","from","to":[age…],"created","base":{dev.ep:seq},"head":{dev.ep:[seq,rev]},"rows","blobs"}}
    {"h":header,"s":b64 signature,"n":b64 nonce|null,"p":payload|null}            rows and review: any number
    {"receipt":body,"s":b64 signature}                                            receipt: any number
    {"want":[case…]}                                                              at most one
    {"blob":{"sha256","size","part","parts"}} {"b":b64 of at most 1 MiB}*         blob: any number
    {"end":{"rows":N,"sha256":of every byte before this line}}

``base`` is the row behind which each chain starts here, ``head`` what the sender has of
every chain, each the last row before a gap: so a bundle says what its sender has received.
``to`` stands inside the signed bundle, because age itself does not say who encrypted, and
a copy encrypted on to somebody else would otherwise go unnoticed. ``blobs`` is the number
of pieces of documents. ``want`` names cases that the sender has put away and asks to be
sent again. A row without ``n`` and ``p`` is a header alone: it keeps a chain
whole where the words are not for the reader.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

import msgspec

from ..errors import KnownError
from ..journal.errors import BadRevision
from ..journal.receipt import Heads, is_chain, is_hex
from ..journal.revision import Revision
from ..records import kinds
from .errors import BadContents

ROWS_SIZE = 16 * 1024 * 1024
"""When a bundle of rows is full: a lost connection costs no more than this."""
PART_SIZE = 16 * 1024 * 1024
CHUNK_SIZE = 1024 * 1024
PARTS_LIMIT = 256
WANTS_LIMIT = 256

Bases = dict[str, int]
What = TypeVar("What")


class Manifest(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a bundle is, from whom and to whom. The order of the fields is the order of the bytes."""

    team: str
    sender: str = msgspec.field(name="from")
    to: tuple[str, ...]
    created: str
    base: Bases
    head: Heads
    rows: int
    blobs: int


class Part(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which piece of which document follows."""

    sha256: str
    size: int
    part: int
    parts: int


class _End(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    rows: int
    sha256: str


class _ManifestLine(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    manifest: Manifest


class _RowLine(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    h: str
    s: bytes
    n: bytes | None
    p: str | None


class _ReceiptLine(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    receipt: str
    s: bytes


class _BlobLine(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    blob: Part


class _ChunkLine(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    b: bytes


class _WantLine(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    want: tuple[str, ...]


class _EndLine(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    end: _End


_ENCODER = msgspec.json.Encoder()
_DECODERS: tuple[tuple[bytes, msgspec.json.Decoder[Any]], ...] = tuple(
    (prefix, msgspec.json.Decoder(kind))
    for prefix, kind in (
        (b'{"h":', _RowLine),
        (b'{"b":', _ChunkLine),
        (b'{"blob":', _BlobLine),
        (b'{"receipt":', _ReceiptLine),
        (b'{"want":', _WantLine),
        (b'{"manifest":', _ManifestLine),
        (b'{"end":', _EndLine),
    )
)


@dataclass(slots=True)
class Piece:
    """One piece of a document: all of it, where ``parts`` is 1."""

    part: Part
    data: bytes

    @property
    def key(self) -> tuple[str, int]:
        """Which piece of which document."""
        return self.part.sha256, self.part.part


@dataclass(slots=True)
class Bundle:
    """The inside of a bundle, read and checked by itself; signatures of rows are the journal's business."""

    manifest: Manifest
    rows: list[Revision] = field(default_factory=list)
    receipts: list[tuple[bytes, bytes]] = field(default_factory=list)
    pieces: list[Piece] = field(default_factory=list)
    wants: tuple[str, ...] = ()


# writing ------------------------------------------------------------------------------------------------------


def row_line(revision: Revision, *, with_payload: bool) -> bytes:
    """One row as its line."""
    payload, nonce = (revision.payload, revision.nonce) if with_payload else (None, None)
    words = None if payload is None else payload.decode()
    return _ENCODER.encode(_RowLine(revision.header.decode(), revision.sig, nonce, words)) + b"\n"


def receipt_line(body: bytes, signature: bytes) -> bytes:
    """One receipt as its line."""
    return _ENCODER.encode(_ReceiptLine(body.decode(), signature)) + b"\n"


def want_line(cases: Iterable[str]) -> bytes:
    """The question for cases that were put away."""
    return _ENCODER.encode(_WantLine(tuple(sorted(cases)))) + b"\n"


def pieces_of(data: bytes) -> list[Piece]:
    """A document in pieces of at most 16 MiB."""
    digest = hashlib.sha256(data).hexdigest()
    count = max(1, -(-len(data) // PART_SIZE))
    return [
        Piece(
            Part(sha256=digest, size=len(data), part=number + 1, parts=count),
            data[number * PART_SIZE : (number + 1) * PART_SIZE],
        )
        for number in range(count)
    ]


def piece_lines(piece: Piece) -> bytes:
    """One piece as its lines."""
    chunks = (piece.data[start : start + CHUNK_SIZE] for start in range(0, len(piece.data), CHUNK_SIZE))
    lines = [_ENCODER.encode(_BlobLine(piece.part)), *(_ENCODER.encode(_ChunkLine(chunk)) for chunk in chunks)]
    return b"\n".join(lines) + b"\n"


def write(manifest: Manifest, lines: Sequence[bytes]) -> bytes:
    """All lines of a bundle, with the one that ends it."""
    manifest = msgspec.structs.replace(
        manifest, base=dict(sorted(manifest.base.items())), head=dict(sorted(manifest.head.items()))
    )
    body = b"".join((_ENCODER.encode(_ManifestLine(manifest)), b"\n", *lines))
    end = _EndLine(_End(rows=manifest.rows, sha256=hashlib.sha256(body).hexdigest()))
    return body + _ENCODER.encode(end) + b"\n"


def in_lots(lines: Iterable[tuple[bytes, What]], size: int = ROWS_SIZE) -> Iterator[list[tuple[bytes, What]]]:
    """Lines, each with whatever belongs to it, in lots that each fit into one bundle."""
    lot: list[tuple[bytes, What]] = []
    total = 0
    for line, what in lines:
        if lot and total + len(line) > size:
            yield lot
            lot, total = [], 0
        lot.append((line, what))
        total += len(line)
    if lot:
        yield lot


# reading ------------------------------------------------------------------------------------------------------


def read(plain: bytes) -> Bundle:
    """The inside of a bundle. Refuses the whole of it at the first line that breaks a rule."""
    lines = _lines(plain)
    first = next(lines, None)
    if first is None or not isinstance(first[1], _ManifestLine):
        raise BadContents(why="it does not begin with a manifest")
    bundle = Bundle(first[1].manifest)
    _check_manifest(bundle.manifest)
    collected: list[bytes] | None = None
    ended = False
    for start, line in lines:
        if ended:
            raise BadContents(why="something follows its last line")
        match line:
            case _RowLine():
                bundle.rows.append(_revision(line, len(bundle.rows) + 1))
            case _ReceiptLine():
                bundle.receipts.append((line.receipt.encode(), line.s))
            case _WantLine() if not bundle.wants:
                bundle.wants = _checked_wants(line.want)
            case _BlobLine():
                _finish_piece(bundle, collected)
                collected = []
                bundle.pieces.append(Piece(_checked_part(line.blob), b""))
            case _ChunkLine() if collected is not None and len(line.b) <= CHUNK_SIZE:
                collected.append(line.b)
            case _EndLine():
                _finish_piece(bundle, collected)
                _check_end(line.end, bundle, plain, start)
                ended = True
            case _:
                raise BadContents(why="its lines are in the wrong order")
    if not ended:
        raise BadContents(why="its last line is missing")
    return bundle


def _lines(plain: bytes) -> Iterator[tuple[int, Any]]:
    """Line by line, without splitting it all at once: a hostile bundle may have millions."""
    start, number = 0, 0
    while start < len(plain):
        number += 1
        end = plain.find(b"\n", start)
        if end < 0:
            raise BadContents(why="its last line is cut short")
        yield start, _line(plain[start:end], number)
        start = end + 1


def _line(raw: bytes, number: int) -> Any:
    for prefix, decoder in _DECODERS:
        if raw.startswith(prefix):
            try:
                line = decoder.decode(raw)
            except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
                break
            if _ENCODER.encode(line) != raw:
                raise BadContents(why=f"line {number} is not written in the one agreed way")
            return line
    raise BadContents(why=f"line {number} cannot be read")


def _check_manifest(manifest: Manifest) -> None:
    chains = [*manifest.base, *manifest.head]
    if (
        list(manifest.base) != sorted(manifest.base)
        or list(manifest.head) != sorted(manifest.head)
        or not all(is_chain(chain) for chain in chains)
        or not all(seq >= 0 for seq in manifest.base.values())
        or not all(seq >= 0 and is_hex(rev, 64) for seq, rev in manifest.head.values())
        or not is_hex(manifest.team, 16)
        or not is_hex(manifest.sender, 32)
    ):
        raise BadContents(why="its manifest breaks a rule")


def _revision(line: _RowLine, number: int) -> Revision:
    """One row, read as far as it goes without keys."""
    revision = Revision(line.h.encode(), line.s, line.n, None if line.p is None else line.p.encode())
    try:
        head = revision.head
    except BadRevision as fault:
        raise fault.named(f"Row {number}") from None
    kind = kinds.kind_from_wire(head.kind)
    if kind is not None and revision.payload is not None:
        try:
            kinds.decode(kind, revision.payload)
        except KnownError as fault:
            raise BadContents(why=f"row {number} is not a proper {kind.replace('_', ' ')}") from fault
    return revision


def _checked_wants(cases: tuple[str, ...]) -> tuple[str, ...]:
    if not 1 <= len(cases) <= WANTS_LIMIT or not all(is_hex(case, 32) for case in cases):
        raise BadContents(why="the cases it asks for break a rule")
    return cases


def _checked_part(part: Part) -> Part:
    if not (
        is_hex(part.sha256, 64)
        and 1 <= part.part <= part.parts <= PARTS_LIMIT
        and part.parts == max(1, -(-part.size // PART_SIZE))
    ):
        raise BadContents(why="a document in it breaks a rule")
    return part


def _finish_piece(bundle: Bundle, chunks: list[bytes] | None) -> None:
    """All of a piece is here: it must be as long as it says, and a whole document must have its own name."""
    if chunks is None or not bundle.pieces:
        return
    piece = bundle.pieces[-1]
    piece.data = b"".join(chunks)
    part = piece.part
    expected = PART_SIZE if part.part < part.parts else part.size - (part.parts - 1) * PART_SIZE
    if len(piece.data) != expected:
        raise BadContents(why="a document in it is not complete")
    if part.parts == 1 and hashlib.sha256(piece.data).hexdigest() != part.sha256:
        raise BadContents(why="a document in it is not the one that it names")


def _check_end(end: _End, bundle: Bundle, plain: bytes, start: int) -> None:
    counts = (len(bundle.rows), len(bundle.pieces))
    if end.rows != counts[0] or (bundle.manifest.rows, bundle.manifest.blobs) != counts:
        raise BadContents(why="it does not hold as much as it says")
    if hashlib.sha256(memoryview(plain)[:start]).hexdigest() != end.sha256:
        raise BadContents(why="its lines are not those that were counted at its end")
