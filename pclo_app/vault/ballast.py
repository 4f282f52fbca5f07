"""A file of no use but its size: given up when the disk is full, so that work can be finished.

A database cannot even be opened for writing on a full disk. Taking this file away makes room
to open it, save what was typed and close it.
"""

from __future__ import annotations

import contextlib
import os
import shutil
from pathlib import Path

from pclo_app.vault import files
from pclo_app.vault.errors import DiskFull

NAME = "ballast.bin"
SIZE = 16 * 1024 * 1024
_LEAVE_FREE = 4 * SIZE


def keep(folder: Path) -> bool:
    """Lay the ballast in if it is not there and the disk has room to spare. Whether it is there now."""
    path = folder / NAME
    if path.exists():
        return True
    if shutil.disk_usage(folder).free < _LEAVE_FREE + SIZE:
        return False
    with contextlib.suppress(DiskFull):
        # Random, so that no file system or backup saves space on it.
        files.write_whole(path, os.urandom(SIZE))
    return path.exists()


def release(folder: Path) -> bool:
    """Give the ballast up. Whether there was any."""
    try:
        (folder / NAME).unlink()
    except FileNotFoundError:
        return False
    return True
