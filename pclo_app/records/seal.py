"""The chair's answer to a presented record, and the code that proves it.

The field names are the bytes that are hashed; they are fixed for ever:

    D    = SHA-256("PCLO-SEAL-1\\0" || payload)
    code = the first 130 bits of D in Crockford's base 32, then two check characters
    QR   = "CLO1:" + BASE32(D)

130 bits because the person to be kept honest may be us: with 80 bits, two documents
with one code could be searched for in minutes.
"""

from __future__ import annotations

import base64
import hashlib
from typing import Literal

from .base import Missing, Part, Record

Outcome = Literal["signed", "reserved", "refused", "unable", "wet-ink"]

OUTCOME_WORDS: dict[str, str] = {
    "signed": "Signed",
    "reserved": "Signed with a reservation",
    "refused": "Not signed: the chair refused",
    "unable": "Not signed: the chair was unable to",
    "wet-ink": "To be signed on paper",
}

STATEMENT = (
    "I chaired this meeting. The name, role and agency above are mine. "
    "I know that my signature is kept with version {version} of this record."
)

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_LOOKALIKES = str.maketrans({"O": "0", "I": "1", "L": "1", "-": None, " ": None})
_CODE_LENGTH = 28
_MODULUS = 1021  # the largest prime below 32 * 32: catches every single error and every neighbour swap


class SignedBy(Part, frozen=True, kw_only=True):
    """Who answered, in their own words."""

    name: str
    desig: str
    agency: str
    idcheck: str


class Ink(Part, frozen=True, kw_only=True):
    """The strokes of the signature: points of [x, y, milliseconds, pressure 0 to 1023 or null]."""

    dev: Literal["pen", "mouse", "touch", "typed", "none"]
    unit: Literal["0.01mm"]
    strokes: tuple[tuple[tuple[int, int, int, int | None], ...], ...]


class Seal(Record, frozen=True, kw_only=True):
    """A strategy-meeting record, shown to its chair, answered, and fixed for ever."""

    v: Literal[1]
    rec: str
    """Revision id of the presented record, 64 hexadecimal digits."""
    pdf: str
    """SHA-256 of the presented PDF."""
    pages: int
    txt: str
    """SHA-256 of the plain text extracted from that PDF."""
    tpl: str
    app: str
    outcome: Outcome
    by: SignedBy
    stmt: str
    reserve: str | None
    why: str | None
    ink: Ink
    present: tuple[str, str]
    """When the presentation began and ended, UTC."""
    seen: tuple[int, ...]
    """The pages that were wholly on the screen."""
    aloud: bool
    """Whether the whole record was read out to the chair instead."""
    witness: tuple[str, ...]
    salt: str

    def missing(self) -> list[Missing]:
        """What a seal cannot be made without."""
        found = []
        if not self.by.name.strip():
            found.append(Missing("by.name", "Enter the chair’s name."))
        if not self.by.desig.strip():
            found.append(Missing("by.desig", "Enter the chair’s role."))
        if not self.by.agency.strip():
            found.append(Missing("by.agency", "Enter the chair’s agency."))
        if self.outcome in ("signed", "reserved") and self.ink.dev != "typed" and not any(self.ink.strokes):
            found.append(Missing("ink", "Draw your signature in the box."))
        if self.outcome == "reserved" and not (self.reserve or "").strip():
            found.append(Missing("reserve", "Say what you disagree with."))
        if self.outcome in ("refused", "unable") and not (self.why or "").strip():
            found.append(Missing("why", "Give the reason, or write “No reason given”."))
        return found


def seal_digest(payload: bytes) -> bytes:
    """D: 32 bytes that stand for every word, stroke and answer of a seal."""
    return hashlib.sha256(b"PCLO-SEAL-1\0" + payload).digest()


def code_of(digest: bytes) -> str:
    """The code to print: 28 characters in seven groups of four."""
    number = int.from_bytes(digest, "big") >> (len(digest) * 8 - 130)
    shifted = number * 1024
    shifted += -shifted % _MODULUS
    characters = []
    for _ in range(_CODE_LENGTH):
        shifted, place = divmod(shifted, 32)
        characters.append(ALPHABET[place])
    text = "".join(reversed(characters))
    return "-".join(text[i : i + 4] for i in range(0, _CODE_LENGTH, 4))


def qr_text(digest: bytes) -> str:
    """What the printed square holds: the whole digest and no name."""
    return "CLO1:" + base64.b32encode(digest).decode().rstrip("=")


def normal_code(typed: str) -> str | None:
    """A typed code as printed, or None where its check characters show a mistake.

    O is read as 0; I and L as 1; spaces and hyphens do not count.
    """
    plain = typed.strip().upper().translate(_LOOKALIKES)
    if len(plain) != _CODE_LENGTH or any(c not in ALPHABET for c in plain):
        return None
    value = 0
    for character in plain:
        value = value * 32 + ALPHABET.index(character)
    if value % _MODULUS or value % 1024 >= _MODULUS:
        return None
    return "-".join(plain[i : i + 4] for i in range(0, _CODE_LENGTH, 4))


def digest_of_qr(text: str) -> bytes | None:
    """The digest in a scanned square, or None where it is not one of ours."""
    head, _, body = text.strip().partition(":")
    if head != "CLO1":
        return None
    try:
        digest = base64.b32decode(body + "=" * (-len(body) % 8))
    except ValueError:
        return None
    return digest if len(digest) == 32 else None
