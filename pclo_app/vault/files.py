"""Writing files so that a crash, a full disk or a virus scanner costs nothing.

A file is written beside its final place, forced to disk, and only then renamed over
the old one: whoever reads sees the whole old file or the whole new one.
"""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from pclo_app.vault.errors import DiskFull, FileHeldOpen

PRIVATE_FILE = 0o600
PRIVATE_FOLDER = 0o700
TEMPORARY_PREFIX = ".tmp-"

_LEAST_ROOM = 256 * 1024

_WINDOWS_BUSY = (5, 32, 33)  # access denied, sharing violation, lock violation: a scanner has the file for a moment
_PAUSES = (0.05, 0.1, 0.35, 1.0, 1.0)  # seconds; about two and a half in all


def write_whole(path: Path, data: bytes) -> None:
    """Put ``data`` at ``path`` so that it is there completely or not at all."""
    temporary = path.with_name(f"{TEMPORARY_PREFIX}{secrets.token_hex(8)}")
    with disk_full_as_condition():
        try:
            write_new(temporary, data)
            replace(temporary, path)
        except BaseException:
            with contextlib.suppress(OSError):
                temporary.unlink()
            raise
        sync_folder(path.parent)


def write_new(path: Path, data: bytes) -> None:
    """Write a file that must not exist yet, readable by its owner only, and force it to disk."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), PRIVATE_FILE)
    with os.fdopen(handle, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def replace(source: Path, target: Path, pause: Callable[[float], None] = time.sleep) -> None:
    """Rename over ``target``, with patience for programs that hold it open on Windows."""
    for wait in (*_PAUSES, None):
        try:
            os.replace(source, target)
            return
        except OSError as problem:
            if getattr(problem, "winerror", None) not in _WINDOWS_BUSY:
                raise
            if wait is None:
                raise FileHeldOpen(name=target.name) from problem
            pause(wait)


def sync_folder(folder: Path) -> None:
    """Make a rename last through a power cut. Windows has no such call and needs none."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def make_private_folder(folder: Path) -> None:
    """Make a folder (and its parents) that only its owner can look into, and that outlasts a power cut."""
    new = [each for each in (folder, *folder.parents) if not each.exists()]
    folder.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)
    if os.name != "nt":
        folder.chmod(PRIVATE_FOLDER)
    for each in reversed(new):
        with contextlib.suppress(PermissionError):  # a folder that may be entered but not read
            sync_folder(each.parent)


def not_writable(problem: OSError) -> bool:
    """Whether an error says that nothing may be written there: no right to, or a disk that is read-only."""
    return isinstance(problem, PermissionError) or problem.errno == errno.EROFS


def can_write_in(folder: Path) -> bool:
    """Whether a file can be made there, found out by making one: on Windows `os.access` says yes of every folder."""
    probe = folder / f"{TEMPORARY_PREFIX}{secrets.token_hex(8)}"
    try:
        write_new(probe, b"")
        probe.unlink()
    except OSError:
        return False
    return True


def nearly_full(path: Path) -> bool:
    """Whether the disk under ``path`` has less room than the database needs to open."""
    return shutil.disk_usage(path.parent).free < _LEAST_ROOM


@contextlib.contextmanager
def disk_full_as_condition() -> Iterator[None]:
    """Turn the operating system's 'no space left' into the condition a person can act on."""
    try:
        yield
    except OSError as problem:
        if problem.errno in (errno.ENOSPC, errno.EDQUOT) or getattr(problem, "winerror", None) == 112:
            raise DiskFull from problem
        raise
