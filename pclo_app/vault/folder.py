"""What lies in a case file's folder, and clearing up after a making that was cut short.

keyslots.json is written last, so a folder without it is no case file. The marker
creating.json says that the database lying there belongs to a making that never finished:
its key was never kept anywhere, and the next making may clear it away.
"""

from __future__ import annotations

import contextlib
from pathlib import Path

from pclo_app.vault import files, keyslots
from pclo_app.vault.blobs import FOLDER as BLOBS_NAME
from pclo_app.vault.errors import AlreadyACaseFile, FolderNotEmpty
from pclo_app.vault.lock import HOLDER_NAME
from pclo_app.vault.lock import NAME as LOCK_NAME

CREATING_NAME = "creating.json"


def refuse_occupied(path: Path) -> None:
    """Raise unless a case file can be made here without touching anything that is there."""
    if keyslots.exists(path):
        raise AlreadyACaseFile(folder=path)
    if not path.exists():
        return
    leftovers = set(_leftovers()) if (path / CREATING_NAME).exists() else set()
    allowed = {LOCK_NAME, HOLDER_NAME, *leftovers}
    for entry in sorted(path.iterdir()):
        if entry.name not in allowed and not entry.name.startswith(files.TEMPORARY_PREFIX):
            raise FolderNotEmpty(folder=path, name=entry.name)


def begin_making(path: Path) -> None:
    files.write_whole(path / CREATING_NAME, b'{"v":1}')


def end_making(path: Path) -> None:
    (path / CREATING_NAME).unlink(missing_ok=True)


def clear_interrupted_making(path: Path) -> None:
    """Remove what an interrupted making left behind, the marker last."""
    for leftover in path.glob(f"{files.TEMPORARY_PREFIX}*"):
        leftover.unlink(missing_ok=True)
    if not (path / CREATING_NAME).exists() or keyslots.exists(path):
        return
    for name in _leftovers():
        if name == BLOBS_NAME:
            with contextlib.suppress(OSError):  # not there, or not empty: then not ours
                (path / name).rmdir()
        else:
            (path / name).unlink(missing_ok=True)


def _leftovers() -> tuple[str, ...]:
    name = keyslots.database_name(1)
    return (name, f"{name}-wal", f"{name}-shm", f"{name}-journal", BLOBS_NAME, CREATING_NAME)
