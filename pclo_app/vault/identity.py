"""Who this device is: the key it signs with and the key others encrypt to.

Both are made with the case file and never leave it: a person on another laptop is another
device, so that every signature names one laptop.
"""

from __future__ import annotations

import hashlib
import secrets

SEED_BYTES = 32


class Signer:
    """Holds the Ed25519 seed and signs with it; the seed cannot be asked for."""

    def __init__(self, seed: bytes) -> None:
        from nacl.signing import SigningKey

        self._key = SigningKey(seed)

    def __repr__(self) -> str:
        return f"Signer({self.device})"

    @property
    def public(self) -> bytes:
        """The 32 bytes that anybody checks our signatures with."""
        return bytes(self._key.verify_key)

    @property
    def device(self) -> str:
        return device_id(self.public)

    def sign(self, data: bytes) -> bytes:
        """The 64 bytes of a detached signature."""
        return bytes(self._key.sign(data).signature)


def new_seed() -> bytes:
    return secrets.token_bytes(SEED_BYTES)


def device_id(public: bytes) -> str:
    """A device's name: the first 16 bytes of the SHA-256 of its public key, in hex."""
    return hashlib.sha256(public).hexdigest()[:32]


def new_age_identity() -> str:
    """A fresh X25519 identity, as age writes it: AGE-SECRET-KEY-1..."""
    import pyrage

    return str(pyrage.x25519.Identity.generate())


def age_recipient(identity: str) -> str:
    """The public half (age1...) that others encrypt to."""
    import pyrage

    return str(pyrage.x25519.Identity.from_str(identity).to_public())
