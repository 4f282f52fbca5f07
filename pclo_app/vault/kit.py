"""The emergency kit: a secret on paper that stands in for the one in the laptop's key ring.

It is 128 random bits, written as the codes of sealed records are: 26 characters of
Crockford's base 32 and two check characters, in seven groups of four. Paper alone opens
nothing; the passphrase is needed with it.
"""

from __future__ import annotations

import secrets

from pclo_app.records.seal import ALPHABET, code_of, normal_code
from pclo_app.vault import keys

SECRET_BYTES = 16
GROUPS = 7

_QR = "PCLOKIT1"
_NONCE_BYTES = 12


def new_secret() -> bytes:
    """A secret for a new kit."""
    return secrets.token_bytes(SECRET_BYTES)


def code(secret: bytes) -> str:
    """The secret as it is printed: seven groups of four characters."""
    return code_of(secret + b"\0")


def qr_text(printed: str) -> str:
    """What the printed square holds: the code and nothing that names anybody."""
    return f"{_QR}:{printed.replace('-', '')}"


def secret_of(typed: str) -> bytes | None:
    """The secret behind a typed or scanned code; None where the check characters show a mistake."""
    head, colon, body = typed.strip().partition(":")
    if colon and head.strip().upper() != _QR:
        return None
    printed = normal_code(body if colon else typed)
    if printed is None:
        return None
    number = 0
    for character in printed.replace("-", "")[:-2]:
        number = number * 32 + ALPHABET.index(character)
    if number % 4:  # 26 characters hold 130 bits, two more than a kit has
        return None
    return (number // 4).to_bytes(SECRET_BYTES, "big")


def kept_for_again(secret: bytes, seed: bytes, slot_id: str) -> bytes:
    """The secret sealed with the officer's signing seed.

    So that a new passphrase or a new generation can wrap the kit's slot again without the
    paper; and whoever has only the master key, as the office has, cannot read it.
    """
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    nonce = secrets.token_bytes(_NONCE_BYTES)
    return nonce + AESGCM(keys.kit_key(seed)).encrypt(nonce, secret, slot_id.encode())


def again(sealed: bytes, seed: bytes, slot_id: str) -> bytes | None:
    """The secret that `kept_for_again` sealed, or None where it was altered or another seed sealed it."""
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    try:
        return AESGCM(keys.kit_key(seed)).decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], slot_id.encode())
    except InvalidTag:
        return None
