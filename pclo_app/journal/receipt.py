"""A receipt's bytes: what an office signs to say how far it holds each laptop's chain.

::

    {"office","n","prev","at","got":{dev.ep:[seq,rev]},"missing":[[dev.ep,first,last]…],"rejected":[[digest,reason]…]}

The signature is Ed25519("PCLO-RECEIPT-1\\0" ‖ body), a receipt's name SHA-256 of the same
bytes. ``got`` pins history: a laptop that signs its past again cannot change what an office
has signed about it.
"""

from __future__ import annotations

import hashlib

import msgspec

from .revision import NO_RECEIPT

_DOMAIN = b"PCLO-RECEIPT-1\x00"
_HEX = frozenset("0123456789abcdef")

Heads = dict[str, tuple[int, str]]
"""How far chains go: 'laptop.epoch' to the number and the identity of a row."""


class Receipt(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One receipt. The order of the fields is the order of the bytes."""

    office: str
    n: int
    prev: str
    at: str
    got: Heads
    missing: tuple[tuple[str, int, int], ...]
    rejected: tuple[tuple[str, str], ...]


_ENCODER = msgspec.json.Encoder()
_DECODER = msgspec.json.Decoder(Receipt)


def signed_bytes(body: bytes) -> bytes:
    """What the signature of a receipt is over."""
    return _DOMAIN + body


def name_of(body: bytes) -> str:
    """The name of a receipt: what the next one and every new revision cite."""
    return hashlib.sha256(_DOMAIN + body).hexdigest()


def encode(receipt: Receipt) -> bytes:
    """The bytes of a receipt."""
    return _ENCODER.encode(receipt)


def decode(body: bytes) -> Receipt:
    """The receipt in these bytes. Raises ValueError, with the reason in words, when they break a rule."""
    try:
        receipt = _DECODER.decode(body)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        raise ValueError("it cannot be read") from None
    if (
        _ENCODER.encode(receipt) != body
        or list(receipt.got) != sorted(receipt.got)
        or not all(is_chain(chain) and seq >= 1 and is_hex(rev, 64) for chain, (seq, rev) in receipt.got.items())
        or not all(is_chain(chain) and 1 <= first <= last for chain, first, last in receipt.missing)
        or not is_hex(receipt.office, 32)
        or not is_hex(receipt.prev, 64)
        or receipt.n < 1
        or (receipt.n == 1) != (receipt.prev == NO_RECEIPT)
    ):
        raise ValueError("it breaks a rule")
    return receipt


def is_hex(text: str, length: int) -> bool:
    """Lower-case hexadecimal of one length and nothing else."""
    return len(text) == length and set(text) <= _HEX


def is_chain(name: str) -> bool:
    """Whether this is the name of a chain: a laptop, a dot, an epoch."""
    device, dot, epoch = name.partition(".")
    return bool(dot) and is_hex(device, 32) and epoch.isascii() and epoch.isdigit() and not epoch.startswith("0")
