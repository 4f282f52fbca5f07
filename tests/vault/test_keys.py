"""The derivations, held against an independent reckoning, and the choice of cost."""

from __future__ import annotations

import hashlib
import hmac
import time

import pytest

from pclo_app.vault import keys
from pclo_app.vault.keys import FLOOR, STANDARD, Cost
from tests.vault.vault_parts import CHEAP


def hkdf(ikm: bytes, info: bytes, salt: bytes = b"\0" * 32) -> bytes:
    """RFC 5869 for one block, in two lines of the standard library."""
    extracted = hmac.digest(salt, ikm, hashlib.sha256)
    return hmac.digest(extracted, info + b"\x01", hashlib.sha256)


def test_derivations() -> None:
    vmk = bytes(range(32))
    vault = "0123456789abcdef" * 2
    assert keys.database_key(vmk, vault, 3) == hkdf(vmk, b"PCLO-DB-1|" + vault.encode() + b"|g3")
    assert keys.blob_key(vmk) == hkdf(vmk, b"PCLO-BLOB-1")
    assert keys.header_key(vmk) == hkdf(vmk, b"PCLO-HDR-1")
    assert keys.pin_key(vmk) == hkdf(vmk, b"PCLO-PIN-1")


def test_wrapping_key() -> None:
    salt, device_secret = b"s" * 16, b"d" * 32
    stretched = keys.stretch("some words", salt, CHEAP)
    with_device = keys.wrapping_key("some words", device_secret, salt, CHEAP, "s1")
    assert with_device == hkdf(stretched + device_secret, b"PCLO-KEK-1|s1", salt)
    alone = keys.wrapping_key("some words", None, salt, CHEAP, "s1")
    assert alone == hkdf(stretched, b"PCLO-KEK-1|s1", salt)


@pytest.mark.parametrize(
    ("seconds_at_standard", "expected"),
    [
        (0.6, STANDARD),
        (0.4, STANDARD),
        (1.0, STANDARD),
        (0.2, Cost(STANDARD.m, 9, 4)),
        (0.001, Cost(STANDARD.m, 16, 4)),
        (1.5, Cost(128 * 1024, 3, 4)),
        (30.0, FLOOR),
    ],
)
def test_cost_fits_the_laptop(seconds_at_standard: float, expected: Cost) -> None:
    assert keys.calibrate(lambda cost: seconds_at_standard * cost.m / STANDARD.m) == expected


def test_cost_with_little_memory() -> None:
    def measure(cost: Cost) -> float:
        if cost.m > FLOOR.m:
            raise MemoryError
        return 0.5

    assert keys.calibrate(measure) == FLOOR

    def none_at_all(cost: Cost) -> float:
        raise MemoryError

    with pytest.raises(MemoryError):
        keys.calibrate(none_at_all)


def test_calibration_here_is_within_bounds() -> None:
    cost = keys.calibrate()
    assert cost.m >= FLOOR.m
    assert cost.t >= 3
    assert cost.p == 4
    start = time.perf_counter()
    keys.stretch("words", b"s" * 16, cost)
    assert time.perf_counter() - start < 5  # a busy machine may be slow; the aim is under one


def test_too_much_memory_is_a_memory_error() -> None:
    with pytest.raises(MemoryError):
        keys.stretch("words", b"s" * 16, Cost(m=2**32 - 1, t=1, p=1))


def test_steps() -> None:
    assert keys.step_down(STANDARD) == Cost(128 * 1024, 3, 4)
    assert keys.step_down(FLOOR) is None
    assert not Cost(m=2**40, t=3, p=4).sane
    assert not Cost(m=8, t=1, p=4).sane
    assert CHEAP.sane
