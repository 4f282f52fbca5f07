"""One program at a time has a case file open, and the second is told who the first is.

The lock itself belongs to the operating system, so it is free again the moment its holder
dies. Beside it lies lock.json with who holds it: user, computer, process and since when.
"""

from __future__ import annotations

import contextlib
import getpass
import os
import platform
from datetime import datetime
from pathlib import Path

from pclo_app.vault import files
from pclo_app.vault.canonical import canonical, parse
from pclo_app.vault.errors import CaseFileInUse, DiskFull, FolderNotWritable

NAME = "lock"
HOLDER_NAME = "lock.json"


class FolderLock:
    """Held from `acquire` until `release` or the end of the process."""

    def __init__(self, folder: Path) -> None:
        from filelock import FileLock

        self._folder = folder
        self._lock = FileLock(
            folder / NAME, timeout=0, mode=files.PRIVATE_FILE, thread_local=False, fallback_to_soft=False
        )

    left_behind = False
    """Whether the holder before us left its name: it did not come to its end."""

    @property
    def held(self) -> bool:
        return self._lock.is_locked

    def acquire(self, now: datetime) -> None:
        """Take the lock, or raise CaseFileInUse naming the holder."""
        from filelock import Timeout

        try:
            self._lock.acquire()
        except Timeout:
            raise holder(self._folder) from None
        except OSError as problem:
            if not files.not_writable(problem):
                raise
            raise FolderNotWritable(folder=self._folder) from None
        try:
            self.left_behind = (self._folder / HOLDER_NAME).exists()
            with contextlib.suppress(DiskFull):  # then the second opener is not told a name
                files.write_whole(self._folder / HOLDER_NAME, _self_description(now))
        except BaseException:
            self._lock.release()
            raise

    def release(self) -> None:
        if not self.held:
            return
        with contextlib.suppress(OSError):
            (self._folder / HOLDER_NAME).unlink(missing_ok=True)
        self._lock.release()


def holder(folder: Path) -> CaseFileInUse:
    """The condition that names who has the case file open."""
    try:
        document = parse((folder / HOLDER_NAME).read_bytes())
    except (OSError, ValueError):
        document = {}
    user, computer, since = (str(document.get(name, "")) for name in ("user", "computer", "since"))
    return CaseFileInUse(
        user=user or "somebody", computer=computer or "this computer", since=_since_words(since) or "a moment ago"
    )


def _self_description(now: datetime) -> bytes:
    try:
        user = getpass.getuser()
    except (OSError, KeyError, ImportError):
        user = "unknown user"
    since = now.isoformat(timespec="seconds")
    return canonical({"v": 1, "user": user, "computer": platform.node(), "pid": os.getpid(), "since": since})


def _since_words(since: str) -> str:
    try:
        moment = datetime.fromisoformat(since)
    except ValueError:
        return ""
    return f"{moment:%H:%M} on {moment.day} {moment:%B %Y}"
