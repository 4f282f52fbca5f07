"""One revision: its bytes, its identity, its signature.

A **revision** is one signed statement about one record. It has two parts. The
**header** says who, when, on which laptop, about which record; it is signed, kept
for ever, and names the revision before it on the same laptop (``prev``), so that the
revisions of a laptop form a chain from which none can be taken out unnoticed. The
**payload** is the record itself. The header holds only a salted fingerprint of the
payload (``pc``): when the law requires contents to be erased, payload and salt go, and
the chain can still be checked.

Header bytes are written once and stored as they are. A reader decodes them, encodes
the decoded copy again and wants the same bytes; that one comparison rules out
duplicate keys, other key orders, other spellings of numbers and hidden spaces.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import lru_cache

import msgspec
from nacl import bindings
from nacl.exceptions import CryptoError

from .errors import BadPublicKey, BadRevision

HEADER_LIMIT = 4 * 1024
PAYLOAD_LIMIT = 256 * 1024
PARENT_LIMIT = 8
ATTACHMENT_LIMIT = 32
EPOCH_LIMIT = 2**31 - 1
SEQ_LIMIT = 2**53 - 1  # the largest whole number that every JSON reader keeps exact
NONCE_SIZE = 16
SIGNATURE_SIZE = 64

NO_REVISION = "0" * 64  # ``prev`` of the first revision of a chain
NO_RECEIPT = "0" * 64  # ``rcpt`` before the first receipt
NO_CASE = "0" * 32  # ``case`` of a record that belongs to no case, such as the roster
NO_TEAM = "0" * 16  # ``team`` before the laptop is enrolled

_SIGNED = b"PCLO-REV-1\x00"
_PAYLOAD = b"PCLO-PAYLOAD-1\x00"
_OFFSET = re.compile(r"(?!-00:00)[+-](?:0\d|1[0-4]):[0-5]\d", re.ASCII)
_KIND = re.compile(r"[a-z][a-z0-9_./-]{0,63}")
_CONTROL = re.compile(r"[\x00-\x1f]")


class Header(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, gc=False):
    """The signed part of a revision. The order of the fields is the order of the bytes."""

    v: int
    team: str
    dev: str
    ep: int
    seq: int
    prev: str
    who: str
    name: str
    rank: str
    role: str
    at: str
    off: str
    case: str
    rec: str
    kind: str
    par: tuple[str, ...]
    len: int
    pc: str
    att: tuple[str, ...]
    rcpt: str


_ENCODER = msgspec.json.Encoder()
_DECODER = msgspec.json.Decoder(Header)


def encode_header(header: Header) -> bytes:
    """The bytes of a header, after the same checks that a reader makes."""
    _check_fields(header)
    raw = _ENCODER.encode(header)
    if len(raw) > HEADER_LIMIT:
        raise BadRevision(rule="header-size")
    return raw


def decode_header(raw: bytes) -> Header:
    """The header in these bytes; raises `BadRevision` with the rule they break."""
    if len(raw) > HEADER_LIMIT:
        raise BadRevision(rule="header-size")
    try:
        header = _DECODER.decode(raw)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        raise BadRevision(rule="header-form") from None
    if _ENCODER.encode(header) != raw:
        raise BadRevision(rule="header-canonical")
    _check_fields(header)
    return header


def _check_fields(h: Header) -> None:
    """Every limit on single fields. Long because it is a list; each line is one rule."""
    if h.v != 1:
        raise BadRevision(rule="version")
    if not 1 <= h.ep <= EPOCH_LIMIT:
        raise BadRevision(rule="number", field="ep")
    if not 1 <= h.seq <= SEQ_LIMIT:
        raise BadRevision(rule="number", field="seq")
    if not 0 <= h.len <= PAYLOAD_LIMIT:
        raise BadRevision(rule="payload-size", field="len")
    if h.par and (len(h.par) > PARENT_LIMIT or len(set(h.par)) != len(h.par)):
        raise BadRevision(rule="parents")
    if h.att and (len(h.att) > ATTACHMENT_LIMIT or len(set(h.att)) != len(h.att)):
        raise BadRevision(rule="attachments")
    if not (
        len(h.team) == 16
        and len(h.dev) == len(h.case) == len(h.rec) == 32
        and len(h.prev) == len(h.pc) == len(h.rcpt) == 64
        and _is_hex(h.team + h.dev + h.case + h.rec + h.prev + h.pc + h.rcpt)
        and (not h.par or all(len(name) == 64 and _is_hex(name) for name in h.par))
        and (not h.att or all(len(name) == 64 and _is_hex(name) for name in h.att))
    ):
        raise BadRevision(rule="hex", field=_field_with_bad_hex(h))
    if (h.prev == NO_REVISION) != (h.seq == 1):
        raise BadRevision(rule="number", field="prev")
    if not _is_named(h.who, h.name, h.rank, h.role):
        raise BadRevision(rule="text")
    if not _is_kind(h.kind):
        raise BadRevision(rule="kind")
    _check_time(h)


def _check_time(h: Header) -> None:
    if not _is_offset(h.off):
        raise BadRevision(rule="time", field="off")
    try:
        agreed = datetime.fromisoformat(h.at[:-1]).isoformat() + "Z"
    except ValueError:
        agreed = ""
    if agreed != h.at:
        raise BadRevision(rule="time", field="at")


# A journal has few authors, kinds and offsets, and very many rows: these answers are kept.


@lru_cache(maxsize=256)
def _is_named(who: str, name: str, rank: str, role: str) -> bool:
    return bool(who and name and rank and role) and not _CONTROL.search(who + name + rank + role)


@lru_cache(maxsize=256)
def _is_kind(kind: str) -> bool:
    return _KIND.fullmatch(kind) is not None


@lru_cache(maxsize=256)
def _is_offset(off: str) -> bool:
    return _OFFSET.fullmatch(off) is not None


def _is_hex(text: str) -> bool:
    """Lower-case hexadecimal and nothing else: the one spelling that comes back unchanged."""
    try:
        return bytes.fromhex(text).hex() == text
    except ValueError:
        return False


def _field_with_bad_hex(h: Header) -> str:
    """Which identifier is wrong: asked only after one was found to be."""
    lengths = {"team": 16, "dev": 32, "case": 32, "rec": 32, "prev": 64, "pc": 64, "rcpt": 64}
    for name, length in lengths.items():
        value: str = getattr(h, name)
        if len(value) != length or not _is_hex(value):
            return name
    return "par" if any(len(p) != 64 or not _is_hex(p) for p in h.par) else "att"


def rev_id(header: bytes) -> str:
    """The identity of a revision: the fingerprint of its header bytes, as 64 hexadecimal digits."""
    return hashlib.sha256(_SIGNED + header).hexdigest()


def commitment(nonce: bytes, payload: bytes) -> str:
    """The salted fingerprint of a payload, as the header holds it."""
    return hashlib.sha256(_PAYLOAD + nonce + payload).hexdigest()


def signed_bytes(header: bytes) -> bytes:
    """What the signature of a revision is over."""
    return _SIGNED + header


def device_id(public_key: bytes) -> str:
    """The name of a laptop: the first half of the fingerprint of its signing key."""
    return hashlib.sha256(public_key).hexdigest()[:32]


def check_public_key(public_key: bytes) -> None:
    """Refuse what is not a proper Ed25519 key: wrong length, zeros, small order, off the curve."""
    if len(public_key) != bindings.crypto_sign_PUBLICKEYBYTES or not bindings.crypto_core_ed25519_is_valid_point(
        public_key
    ):
        raise BadPublicKey


@dataclass(frozen=True, slots=True)
class Revision:
    """A revision as it is stored and sent. ``nonce`` and ``payload`` are absent together: erased or not carried."""

    header: bytes
    sig: bytes
    nonce: bytes | None = None
    payload: bytes | None = None
    _head: Header | None = field(default=None, init=False, repr=False, compare=False)
    _id: str = field(default="", init=False, repr=False, compare=False)

    def __repr__(self) -> str:
        """Only the identity: a revision may end up in an error message, its contents may not."""
        return f"Revision({self.id[:16]})"

    @property
    def head(self) -> Header:
        """The decoded header; raises `BadRevision` when the bytes break a rule."""
        if self._head is None:
            object.__setattr__(self, "_head", decode_header(self.header))
        assert self._head is not None
        return self._head

    @property
    def id(self) -> str:
        """See `rev_id`."""
        if not self._id:
            object.__setattr__(self, "_id", rev_id(self.header))
        return self._id

    def without_payload(self) -> Revision:
        """The same revision after erasure."""
        return Revision(self.header, self.sig)


@dataclass(frozen=True, slots=True)
class ChainPosition:
    """The place that the next revision of a chain will take."""

    device: str
    epoch: int
    seq: int = 1
    prev: str = NO_REVISION

    def after(self, revision: Revision) -> ChainPosition:
        """The place behind a revision that was made for this one."""
        return ChainPosition(self.device, self.epoch, self.seq + 1, revision.id)


@dataclass(frozen=True, slots=True)
class Author:
    """Who writes. A rank or designation is required of everybody."""

    who: str
    name: str
    rank: str
    role: str
    team: str = NO_TEAM


def make(
    position: ChainPosition,
    author: Author,
    *,
    at: datetime,
    case: str,
    record: str,
    kind: str,
    payload: bytes,
    sign: Callable[[bytes], bytes],
    parents: Iterable[str] = (),
    attachments: Iterable[str] = (),
    rcpt: str = NO_RECEIPT,
    nonce: Callable[[int], bytes] = os.urandom,
) -> Revision:
    """A new signed revision for a place in a chain. ``at`` carries its offset from UTC."""
    stamp, offset = _stamp(at, at.utcoffset())
    salt = nonce(NONCE_SIZE)
    header = Header(
        v=1,
        team=author.team,
        dev=position.device,
        ep=position.epoch,
        seq=position.seq,
        prev=position.prev,
        who=author.who,
        name=author.name,
        rank=author.rank,
        role=author.role,
        at=stamp,
        off=offset,
        case=case,
        rec=record,
        kind=kind,
        par=tuple(dict.fromkeys(parents)),
        len=len(payload),
        pc=commitment(salt, payload),
        att=tuple(dict.fromkeys(attachments)),
        rcpt=rcpt,
    )
    raw = encode_header(header)
    revision = Revision(raw, sign(signed_bytes(raw)), salt, payload)
    object.__setattr__(revision, "_head", header)
    return revision


@lru_cache(maxsize=8)
def _stamp(at: datetime, moment: timedelta | None) -> tuple[str, str]:
    """A moment in UTC, and the offset at which it was written, as a header has them.

    The same moment at two offsets is one key: that is why the offset is given too.
    """
    if moment is None:
        raise ValueError("a revision needs a time with its offset from UTC")
    minutes = round(moment.total_seconds() / 60)
    offset = f"{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02d}:{abs(minutes) % 60:02d}"
    return f"{(at - moment).replace(tzinfo=None, microsecond=0).isoformat()}Z", offset


def check(revision: Revision, public_key: bytes) -> Header:
    """Everything about one row: form, laptop, contents, signature. Returns the decoded header."""
    header = revision.head
    if device_id(public_key) != header.dev:
        raise BadRevision(rule="device")
    check_contents(header.len, header.pc, revision.nonce, revision.payload)
    check_signature(revision.header, revision.sig, public_key)
    return header


def check_contents(length: int, pc: str, nonce: bytes | None, payload: bytes | None) -> None:
    """The contents are those that were signed with this length and fingerprint, or are absent as a whole."""
    if payload is None or nonce is None:
        if payload is not None or nonce is not None:
            raise BadRevision(rule="payload-half")
        return
    if len(payload) > PAYLOAD_LIMIT:
        raise BadRevision(rule="payload-size")
    if len(nonce) != NONCE_SIZE or len(payload) != length or commitment(nonce, payload) != pc:
        raise BadRevision(rule="payload")


def check_signature(header: bytes, sig: bytes, public_key: bytes) -> None:
    """The signature is that of this key over these header bytes (libsodium: refuses small-order keys and S >= L)."""
    if len(sig) != SIGNATURE_SIZE:
        raise BadRevision(rule="signature-size")
    try:
        bindings.crypto_sign_open(sig + _SIGNED + header, public_key)
    except CryptoError:
        raise BadRevision(rule="signature") from None
