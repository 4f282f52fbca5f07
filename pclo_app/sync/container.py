"""The outside of a bundle: who sent it, and that not a byte of it was changed.

Every file of the exchange (``.pclo``) has this form, and its bytes are fixed::

    8 bytes   magic "PCLO\\x01\\r\\n\\x00"
    4 bytes   length of h, unsigned, most significant byte first; at most 1024
    h         {"v":1,"dev":…,"ep":…,"n":…,"type":…,"len":…,"sha256":…}   keys in this order, no spaces
    64 bytes  Ed25519("PCLO-BUNDLE-1\\0" ‖ h) by the sending laptop
    c         age(zstd(lines))      "len" bytes with this "sha256"

``type`` is rows, blob, receipt, review or roster. A welcome (roster) has one key more,
``"key"``, the sender's public key: whoever reads it has no roster yet and compares that
key's eight words in person. So here, too, the signature is checked before anything else
looks at the rest.

The order of reading is the defence. age's header and zstd's frames are only ever given
to those libraries when a laptop that the reader knows has signed for every byte: an age
header full of alien recipients keeps the library busy for minutes, and a few kilobytes
of zstd unfold to gigabytes.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

import msgspec
from nacl import bindings
from nacl.exceptions import CryptoError

from ..journal.receipt import is_hex
from ..journal.revision import EPOCH_LIMIT, SEQ_LIMIT, check_public_key, device_id
from .errors import BundleAltered, BundleTooLarge, NotABundle, NotAddressed, UnknownSender
from .packing import PLAIN_LIMIT, pack, unpack

MAGIC = b"PCLO\x01\r\n\x00"
HEADER_LIMIT = 1024
SIZE_LIMIT = PLAIN_LIMIT + 1024 * 1024
STANZA_LIMIT = 64
AGE_HEADER_LIMIT = 32 * 1024
SIGNATURE_SIZE = 64
SUFFIX = ".pclo"

Kind = Literal["rows", "blob", "receipt", "review", "roster"]
KeyOf = Callable[[str], bytes | None]

_SIGNED = b"PCLO-BUNDLE-1\x00"
_AGE = b"age-encryption.org/v1\n"


class Header(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """The signed outside of a bundle. The order of the fields is the order of the bytes."""

    v: int
    dev: str
    ep: int
    n: int
    type: Kind
    len: int
    sha256: str
    key: str = ""


_ENCODER = msgspec.json.Encoder()
_DECODER = msgspec.json.Decoder(Header)


@dataclass(frozen=True, slots=True)
class Sender:
    """The laptop that a bundle is signed by."""

    device: str
    epoch: int
    public: bytes
    sign: Callable[[bytes], bytes]


@dataclass(frozen=True, slots=True)
class Outer:
    """A bundle whose outside could be read. Nothing is proved by that alone."""

    header: Header
    raw_header: bytes
    signature: bytes
    body: bytes


def seal(sender: Sender, n: int, kind: Kind, lines: bytes, recipients: Sequence[str]) -> bytes:
    """The bytes of a bundle with these lines, readable by these age recipients and by nobody else."""
    import pyrage

    to = [pyrage.x25519.Recipient.from_str(recipient) for recipient in recipients]
    body: bytes = pyrage.encrypt(pack(lines), to)
    header = Header(
        v=1,
        dev=sender.device,
        ep=sender.epoch,
        n=n,
        type=kind,
        len=len(body),
        sha256=hashlib.sha256(body).hexdigest(),
        key=sender.public.hex() if kind == "roster" else "",
    )
    raw = _ENCODER.encode(header)
    return b"".join((MAGIC, len(raw).to_bytes(4, "big"), raw, sender.sign(_SIGNED + raw), body))


def read_outer(data: bytes) -> Outer:
    """The outside of a bundle, by its form alone: size, magic, header."""
    if len(data) > SIZE_LIMIT:
        raise BundleTooLarge(why=f"{len(data):,} bytes")
    if data[: len(MAGIC)] != MAGIC:
        raise NotABundle(why="it does not begin as a bundle does")
    start = len(MAGIC) + 4
    size = int.from_bytes(data[len(MAGIC) : start], "big")
    if len(data) < start or not 0 < size <= HEADER_LIMIT:
        raise NotABundle(why="its header has an impossible length")
    body = start + size + SIGNATURE_SIZE
    if len(data) < body:
        raise BundleAltered(why="it ends before its contents begin")
    raw = data[start : start + size]
    return Outer(_read_header(raw), raw, data[start + size : body], data[body:])


def _read_header(raw: bytes) -> Header:
    try:
        header = _DECODER.decode(raw)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        raise NotABundle(why="its header cannot be read") from None
    if _ENCODER.encode(header) != raw:
        raise NotABundle(why="its header is not written in the one agreed way")
    if header.v != 1:
        raise NotABundle(why="it was written by a newer version of the program")
    if not (
        1 <= header.ep <= EPOCH_LIMIT
        and 1 <= header.n <= SEQ_LIMIT
        and 0 <= header.len <= SIZE_LIMIT
        and is_hex(header.dev, 32)
        and is_hex(header.sha256, 64)
        and (is_hex(header.key, 64) if header.type == "roster" else not header.key)
    ):
        raise NotABundle(why="a value in its header is outside the agreed limits")
    return header


def check_sender(outer: Outer, key_of: KeyOf) -> None:
    """The outside is signed by the laptop it names, whose key ``key_of`` knows."""
    public = key_of(outer.header.dev)
    if public is None:
        raise UnknownSender(device=outer.header.dev[:16])
    if device_id(public) != outer.header.dev:
        raise UnknownSender(device=outer.header.dev[:16])
    check_public_key(public)
    try:
        bindings.crypto_sign_open(outer.signature + _SIGNED + outer.raw_header, public)
    except CryptoError:
        raise BundleAltered(why="its signature is not that of the laptop it names") from None


def check_body(outer: Outer) -> None:
    """The contents are, to the byte, those that were signed for."""
    if len(outer.body) != outer.header.len:
        more = "bytes are missing at its end" if len(outer.body) < outer.header.len else "bytes were added at its end"
        raise BundleAltered(why=more)
    if hashlib.sha256(outer.body).hexdigest() != outer.header.sha256:
        raise BundleAltered(why="its contents are not those that were signed")


def open_body(outer: Outer, identity: str) -> bytes:
    """The lines inside, in memory only. Call it after `check_sender` and `check_body`."""
    import pyrage

    check_stanzas(outer.body)
    try:
        packed: bytes = pyrage.decrypt(outer.body, [pyrage.x25519.Identity.from_str(identity)])
    except pyrage.DecryptError:
        raise NotAddressed() from None
    return unpack(packed)


def check_stanzas(body: bytes) -> None:
    """Count the recipients before age does: its time grows with their square."""
    end = body.find(b"\n---", 0, AGE_HEADER_LIMIT)
    if not body.startswith(_AGE) or end < 0:
        raise NotABundle(why="its contents are not encrypted in the agreed way")
    if body.count(b"\n-> ", 0, end) > STANZA_LIMIT:
        raise BundleTooLarge(why="it names more recipients than a team has")


def read_lines(data: bytes, key_of: KeyOf, identity: str) -> tuple[Header, bytes]:
    """All of it in the order that keeps harm out: form, sender, contents, age, zstd."""
    outer = read_outer(data)
    check_sender(outer, key_of)
    check_body(outer)
    return outer.header, open_body(outer, identity)
