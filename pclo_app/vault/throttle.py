"""A growing wait after wrong passphrases.

It slows the person who borrows the laptop; against a stolen file only the cost of each
guess counts. The rule is a pure function of what was recorded and the time now; the record
is one small file in the case file's folder, so that a restart does not shorten the wait.
Setting the clock back starts the wait again.
"""

from __future__ import annotations

import contextlib
import math
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from pclo_app.vault import files
from pclo_app.vault.canonical import canonical, parse
from pclo_app.vault.errors import DiskFull

NAME = "attempts.json"
_WAITS = (0, 0, 1, 2, 5, 15, 60, 120, 300)  # seconds after the 1st, 2nd, 3rd... wrong passphrase


@dataclass(frozen=True)
class Attempts:
    """Wrong passphrases since the last right one, and when the last of them was."""

    failed: int = 0
    last: datetime | None = None

    def one_more(self, now: datetime) -> Attempts:
        return Attempts(failed=self.failed + 1, last=now)


def wait_after(failed: int) -> timedelta:
    """How long to wait after that many wrong passphrases in a row."""
    if failed <= 0:
        return timedelta(0)
    return timedelta(seconds=_WAITS[min(failed, len(_WAITS)) - 1])


def seen_at(attempts: Attempts, now: datetime) -> Attempts:
    """The record as it counts now: a clock that has gone back makes the wait start again."""
    if attempts.last is not None and now < attempts.last:
        return Attempts(failed=attempts.failed, last=now)
    return attempts


def allowed_at(attempts: Attempts, now: datetime) -> datetime | None:
    """When the next try is allowed, or None if it is allowed now."""
    attempts = seen_at(attempts, now)
    if attempts.last is None:
        return None
    until = attempts.last + wait_after(attempts.failed)
    return until if until > now else None


def clock_words(until: datetime, now: datetime) -> str:
    """The clock time to show: to the second for a short wait, else the next whole minute."""
    until = until.astimezone(now.tzinfo)
    if until - now <= timedelta(seconds=90):
        return (until + timedelta(microseconds=-until.microsecond % 1_000_000)).strftime("%H:%M:%S")
    minutes = math.ceil((until.second + until.microsecond / 1e6) / 60)
    return (until.replace(second=0, microsecond=0) + timedelta(minutes=minutes)).strftime("%H:%M")


def load(folder: Path) -> Attempts:
    """The record, or a clean one if there is none.

    A file that cannot be read counts as none: whoever can damage it can as well delete it.
    """
    try:
        document = parse((folder / NAME).read_bytes())
        failed, last = document["failed"], document["last"]
        if type(failed) is not int or not 0 <= failed <= 1_000_000 or not isinstance(last, str):
            return Attempts()
        moment = datetime.fromisoformat(last)
        return Attempts(failed=failed, last=moment) if moment.tzinfo else Attempts()
    except (OSError, ValueError, KeyError):
        return Attempts()


def save(folder: Path, attempts: Attempts) -> None:
    """Keep the record, or take the file away when there is nothing to record."""
    path = folder / NAME
    try:
        if attempts.last is None or attempts.failed == 0:
            path.unlink(missing_ok=True)
            return
        with contextlib.suppress(DiskFull):  # a full disk must not keep the officer out
            files.write_whole(path, canonical({"v": 1, "failed": attempts.failed, "last": attempts.last.isoformat()}))
    except OSError as problem:
        if not files.not_writable(problem):  # nor must a disk that cannot be written
            raise
