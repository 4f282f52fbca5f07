"""What lies in a case file's ``backup`` folder, by its names alone."""

from __future__ import annotations

import contextlib
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

FOLDER = "backup"

_NAME = re.compile(r"case\.(\d{8}T\d{6}Z)\.g([1-9][0-9]{0,8})\.db")
_STAMP = "%Y%m%dT%H%M%SZ"


@dataclass(frozen=True)
class Backup:
    """One automatic backup."""

    path: Path
    at: datetime
    """When it was made, UTC."""
    generation: int

    @property
    def slots_path(self) -> Path:
        """The key slots of that moment."""
        return self.path.with_name(self.path.name.removesuffix("db") + "keyslots.json")

    @property
    def size(self) -> int:
        """Bytes of the database; documents are not in it."""
        with contextlib.suppress(OSError):
            return self.path.stat().st_size
        return 0


def listed(folder: Path) -> list[Backup]:
    """The automatic backups of a case file, the newest first. Needs no passphrase."""
    found = (named(path) for path in (Path(folder) / FOLDER).glob("case.*.db"))
    return sorted((backup for backup in found if backup), key=lambda b: (b.at, b.generation), reverse=True)


def path_of(folder: Path, at: datetime, generation: int) -> Path:
    """Where a backup of that moment (UTC) belongs."""
    return folder / FOLDER / f"case.{at:{_STAMP}}.g{generation}.db"


def named(path: Path) -> Backup | None:
    """The automatic backup that a path names, or None where it is none."""
    match = _NAME.fullmatch(path.name)
    if match is None:
        return None
    with contextlib.suppress(ValueError):  # a date that is none
        return Backup(path, datetime.strptime(match[1], _STAMP).replace(tzinfo=UTC), int(match[2]))
    return None
