"""Automatic backups: a checked copy of the database each day, beside the case file.

``DIR/backup/case.<when>.g<N>.db`` is the database of generation N as it was at that moment
(UTC), under the same key, and ``….keyslots.json`` the key slots of that moment. A backup gets
its name only after the copy has been opened and checked. Documents are written once and
shared: a backup needs those that its rows name, and `restoring` says which are missing.

They guard against a damaged file and against mistakes, not against the loss of the laptop;
``pclo vault backup DIR OUT`` makes a whole copy for another disk.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterable
from datetime import UTC, date
from pathlib import Path

from ..vault import files, memory
from ..vault.database import Progress
from .backup_files import FOLDER, Backup, listed, path_of
from .casefile import CaseFile
from .restoring import Restored, restore, restore_and_tell

__all__ = ["Backup", "Restored", "due", "keepers", "listed", "restore", "restore_and_tell", "run"]

DAYS, WEEKS = 5, 4


def due(cf: CaseFile) -> bool:
    """Whether there is none of today and of this generation."""
    if cf.read_only is not None:
        return False
    today = cf.now().date()
    return not any(b.generation == cf.vault.generation and _day(b, cf) == today for b in listed(cf.vault.folder))


def _day(backup: Backup, cf: CaseFile) -> date:
    return backup.at.astimezone(cf.now().tzinfo).date()


def run(cf: CaseFile, progress: Progress | None = None) -> Backup:
    """Make a backup, check it, and let go of those that are no longer kept.

    Raises CaseFileReadOnly (an older copy must not push out the newer backups), DiskFull,
    CaseFileDamaged. ``progress`` is told (done, total) and may raise to stop.
    """
    cf.require_writable()
    place = cf.vault.folder / FOLDER
    with files.disk_full_as_condition():
        files.make_private_folder(place)
    _tidy(place)
    at = cf.now().astimezone(UTC).replace(microsecond=0)
    backup = Backup(path_of(cf.vault.folder, at, cf.vault.generation), at, cf.vault.generation)
    files.write_whole(backup.slots_path, cf.vault.slots_bytes())
    try:
        cf.vault.copy_database(backup.path, progress)
    except BaseException:
        if not backup.path.exists():
            backup.slots_path.unlink(missing_ok=True)
        raise
    _thin(cf.vault.folder, backup)
    memory.give_back(cf.db)
    return backup


def _tidy(place: Path) -> None:
    """Clear away what a kill left half made: copies without a name, key slots without a copy."""
    slots = (path for path in place.glob("case.*.keyslots.json"))
    alone = [path for path in slots if not path.with_name(path.name.removesuffix("keyslots.json") + "db").exists()]
    for path in [*place.glob(f"{files.TEMPORARY_PREFIX}*"), *alone]:
        with contextlib.suppress(OSError):
            path.unlink(missing_ok=True)


def _thin(folder: Path, newest: Backup) -> None:
    """Let go of what is not kept: old generations too, whose key was given up for a reason."""
    everything = listed(folder)
    kept = keepers([backup for backup in everything if backup.generation >= newest.generation])
    for backup in everything:
        if backup not in kept:
            for path in (backup.path, backup.slots_path):
                with contextlib.suppress(OSError):  # held open: it goes the next time
                    path.unlink(missing_ok=True)


def keepers(backups: Iterable[Backup]) -> list[Backup]:
    """The newest of each of the last five days that have one, and of each of the four weeks before theirs."""
    in_order = sorted(backups, key=lambda backup: backup.at, reverse=True)
    days: dict[date, Backup] = {}
    for backup in in_order:
        days.setdefault(backup.at.date(), backup)
    daily = list(days.values())[:DAYS]
    these = {backup.at.isocalendar()[:2] for backup in daily}
    weeks: dict[tuple[int, int], Backup] = {}
    for backup in in_order:
        week = backup.at.isocalendar()[:2]
        if week not in these:
            weeks.setdefault(week, backup)
    return [*daily, *list(weeks.values())[:WEEKS]]
