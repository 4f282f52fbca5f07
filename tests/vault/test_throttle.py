"""The wait after wrong passphrases."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pclo_app.vault import errors, throttle
from pclo_app.vault.device_secret import MemoryDeviceSecrets
from pclo_app.vault.throttle import Attempts
from pclo_app.vault.vault import unlock
from tests.vault.vault_parts import NOW, WORDS

WRONG = "quite the wrong words here"


def test_waits_grow_to_five_minutes() -> None:
    waits = [int(throttle.wait_after(failed).total_seconds()) for failed in range(12)]
    assert waits == [0, 0, 0, 1, 2, 5, 15, 60, 120, 300, 300, 300]


def test_allowed_at() -> None:
    assert throttle.allowed_at(Attempts(), NOW) is None
    six = Attempts(failed=6, last=NOW)
    assert throttle.allowed_at(six, NOW + timedelta(seconds=3)) == NOW + timedelta(seconds=15)
    assert throttle.allowed_at(six, NOW + timedelta(seconds=15)) is None


@given(failed=st.integers(0, 50), moved=st.integers(-(10**8), 10**8))
def test_no_clock_makes_the_wait_longer_than_five_minutes(failed: int, moved: int) -> None:
    now = NOW + timedelta(seconds=moved)
    until = throttle.allowed_at(Attempts(failed=failed, last=NOW), now)
    assert until is None or now < until <= now + timedelta(seconds=300)


def test_clock_words() -> None:
    london = timezone(timedelta(hours=1))
    now = NOW.astimezone(london)
    assert throttle.clock_words(NOW + timedelta(seconds=15), now) == "15:00:15"
    assert throttle.clock_words(NOW + timedelta(seconds=15, microseconds=1), now) == "15:00:16"
    assert throttle.clock_words(NOW + timedelta(seconds=300), now) == "15:05"
    assert throttle.clock_words(NOW + timedelta(seconds=301), now) == "15:06"


def fail(folder: Path, secrets: MemoryDeviceSecrets, times: int, now: datetime = NOW) -> None:
    for _ in range(times):
        with pytest.raises(errors.WrongPassphrase):
            unlock(folder, WRONG, secrets=secrets, now=now)


def test_the_wait_holds_even_for_the_right_passphrase(closed: Path, secrets: MemoryDeviceSecrets) -> None:
    """Nothing is kept in memory between the calls: what holds is the file, as after a restart."""
    fail(closed, secrets, 3)
    with pytest.raises(errors.TryLater, match="14:00:01") as caught:
        unlock(closed, WORDS, secrets=secrets, now=NOW)
    assert caught.value.until == NOW + timedelta(seconds=1)
    with unlock(closed, WORDS, secrets=secrets, now=NOW + timedelta(seconds=1)) as vault:
        assert vault.failed_attempts == 3


def test_refused_tries_do_not_count(closed: Path, secrets: MemoryDeviceSecrets) -> None:
    fail(closed, secrets, 3)
    for _ in range(5):
        with pytest.raises(errors.TryLater):
            unlock(closed, WRONG, secrets=secrets, now=NOW)
    assert throttle.load(closed).failed == 3


def test_clock_set_back(closed: Path, secrets: MemoryDeviceSecrets) -> None:
    """The wait starts again from the new time, once, and does not last a year."""
    fail(closed, secrets, 3)
    past = NOW - timedelta(days=365)
    with pytest.raises(errors.TryLater):
        unlock(closed, WORDS, secrets=secrets, now=past)
    with pytest.raises(errors.TryLater):
        unlock(closed, WORDS, secrets=secrets, now=past)
    unlock(closed, WORDS, secrets=secrets, now=past + timedelta(seconds=1)).close()


def test_the_wrong_passphrase_says_when(closed: Path, secrets: MemoryDeviceSecrets) -> None:
    fail(closed, secrets, 2)
    with pytest.raises(errors.WrongPassphrase, match="Try again at 14:00:01") as caught:
        unlock(closed, WRONG, secrets=secrets, now=NOW)
    assert caught.value.until == NOW + timedelta(seconds=1)


@pytest.mark.parametrize(
    "damage", [b"", b"{}", b'{"failed":-1,"last":"x"}', b'{"failed":2,"last":"2026-01-01T00:00:00"}']
)
def test_damaged_record_keeps_nobody_out(damage: bytes, closed: Path, secrets: MemoryDeviceSecrets) -> None:
    (closed / throttle.NAME).write_bytes(damage)
    unlock(closed, WORDS, secrets=secrets, now=NOW).close()


def test_store(tmp_path: Path) -> None:
    throttle.save(tmp_path, Attempts(failed=4, last=NOW))
    assert throttle.load(tmp_path) == Attempts(failed=4, last=NOW)
    throttle.save(tmp_path, Attempts())
    assert list(tmp_path.iterdir()) == []
    assert NOW.tzinfo is UTC
