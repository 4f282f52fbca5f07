"""How the keys of a case file come about. Pure functions of bytes.

One random vault master key (VMK) per generation of the file; every other key is derived
from it, so that one secret, wrapped in a key slot, opens everything. The key that wraps it
(the KEK) is made from the passphrase, stretched by Argon2id, joined with the device secret
that the laptop's key ring keeps.
"""

from __future__ import annotations

import math
import time
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

KEY_BYTES = 32
SALT_BYTES = 16

# No key slot may ask for more than this, whatever a tampered file says.
MOST_MEMORY_KIB = 4 * 1024 * 1024
MOST_ROUNDS = 64
MOST_LANES = 16


@dataclass(frozen=True)
class Cost:
    """What one guess at the passphrase costs: KiB of memory, rounds, lanes (Argon2id m, t, p)."""

    m: int
    t: int
    p: int

    @property
    def sane(self) -> bool:
        """Within what this program would ever write."""
        return 1 <= self.p <= MOST_LANES and 1 <= self.t <= MOST_ROUNDS and 8 * self.p <= self.m <= MOST_MEMORY_KIB


STANDARD = Cost(m=256 * 1024, t=3, p=4)
FLOOR = Cost(m=64 * 1024, t=3, p=4)
STEPS = (STANDARD, Cost(m=128 * 1024, t=3, p=4), FLOOR)
SHORTEST, AIM, LONGEST = 0.4, 0.6, 1.0  # seconds for one guess on this laptop


def calibrate(measure: Callable[[Cost], float] | None = None) -> Cost:
    """The cost for a new slot: as dear as this laptop can pay in 0.4 to 1 second, never below the floor.

    ``measure`` gives the seconds that one derivation takes, and raises MemoryError when the
    laptop cannot do it; then the next smaller step is tried.
    """
    measure = measure or _seconds
    for cost in STEPS:
        try:
            seconds = measure(cost)
        except MemoryError:
            continue
        if seconds > LONGEST and cost != FLOOR:
            continue
        if seconds < SHORTEST:
            return Cost(m=cost.m, t=min(16, math.ceil(cost.t * AIM / max(seconds, 0.01))), p=cost.p)
        return cost
    raise MemoryError


def step_down(cost: Cost) -> Cost | None:
    """The next cheaper step for a laptop that cannot find the memory, or None at the floor."""
    return next((step for step in STEPS if step.m < cost.m), None)


def _seconds(cost: Cost) -> float:
    start = time.perf_counter()
    stretch("calibration only", b"\0" * SALT_BYTES, cost)
    return time.perf_counter() - start


def stretch(passphrase: str, salt: bytes, cost: Cost) -> bytes:
    """Argon2id of the passphrase. The same words typed on another keyboard give the same bytes (NFKC)."""
    from argon2.exceptions import HashingError
    from argon2.low_level import Type, hash_secret_raw

    secret = unicodedata.normalize("NFKC", passphrase).encode()
    try:
        return hash_secret_raw(
            secret, salt, time_cost=cost.t, memory_cost=cost.m, parallelism=cost.p, hash_len=KEY_BYTES, type=Type.ID
        )
    except HashingError as problem:
        if "memory" in str(problem).lower():
            raise MemoryError from None
        raise


def wrapping_key(passphrase: str, device_secret: bytes | None, salt: bytes, cost: Cost, slot_id: str) -> bytes:
    """The KEK of one slot. Without a device secret the passphrase alone carries it."""
    ikm = stretch(passphrase, salt, cost) + (device_secret or b"")
    return _hkdf(ikm, b"PCLO-KEK-1|" + slot_id.encode(), salt)


def database_key(vmk: bytes, vault_id: str, generation: int) -> bytes:
    return _hkdf(vmk, f"PCLO-DB-1|{vault_id}|g{generation}".encode())


def blob_key(vmk: bytes) -> bytes:
    return _hkdf(vmk, b"PCLO-BLOB-1")


def header_key(vmk: bytes) -> bytes:
    return _hkdf(vmk, b"PCLO-HDR-1")


def pin_key(seed: bytes) -> bytes:
    """From the signing seed, not from the master key: a rotation must not orphan the note in the key ring."""
    return _hkdf(seed, b"PCLO-PIN-1")


def kit_key(seed: bytes) -> bytes:
    """The key under which a kit's secret is kept; from the signing seed, which the office never has."""
    return _hkdf(seed, b"PCLO-KIT-1")


def _hkdf(ikm: bytes, info: bytes, salt: bytes | None = None) -> bytes:
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    return HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=salt, info=info).derive(ikm)
