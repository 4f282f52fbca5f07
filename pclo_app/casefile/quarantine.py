"""Damaged files, kept untouched, and a report on them in plain English without a word of any case."""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from ..vault import files, keyslots
from ..vault.vault import Vault

FOLDER = "quarantine"
REPORT = "report.txt"

_SHOWN = 20
_STAMP = "%Y%m%dT%H%M%SZ"


@dataclass(frozen=True)
class PutAway:
    """What was put away at one moment."""

    folder: Path
    names: tuple[str, ...]
    """Files, each by its path below ``folder``."""


def put_away(case_file: Path, now: datetime, attachments: Iterable[Path] = ()) -> PutAway | None:
    """Move the databases and these damaged documents out of the way, and copy the key slots; None where nothing lies.

    The key slots stay in their place until others take it, so that a kill in between leaves a
    case file that can be restored again.
    """
    moved = sorted(path for path in case_file.glob("case.g*.db*") if path.is_file())
    copied = [path for path in (case_file / keyslots.NAME, case_file / keyslots.BACKUP_NAME) if path.is_file()]
    damaged = list(attachments)
    if not moved and not copied and not damaged:
        return None
    place = _new_folder(case_file / FOLDER, now)
    for path in copied:
        files.write_whole(place / path.name, path.read_bytes())
    for path in [*moved, *damaged]:
        target = place / path.relative_to(case_file)
        files.make_private_folder(target.parent)
        files.replace(path, target)
    files.sync_folder(place)
    return PutAway(place, tuple(path.relative_to(case_file).as_posix() for path in [*moved, *damaged, *copied]))


def newest(case_file: Path) -> datetime | None:
    """When files were last put away here, by the names of the folders; None for never."""
    found = []
    for path in (case_file / FOLDER).glob("*"):
        with contextlib.suppress(ValueError):
            found.append(datetime.strptime(path.name[:16], _STAMP).replace(tzinfo=UTC))
    return max(found, default=None)


def _new_folder(parent: Path, now: datetime) -> Path:
    stamp = f"{now.astimezone(UTC):{_STAMP}}"
    for name in (stamp, *(f"{stamp}-{n}" for n in range(2, 1000))):
        if not (parent / name).exists():
            with files.disk_full_as_condition():
                files.make_private_folder(parent / name)
            return parent / name
    raise FileExistsError(parent)


def report(put: PutAway, vault: Vault, outcome: Sequence[str], now: datetime) -> Path:
    """Write ``report.txt`` beside what was put away: what was found, which files, what is safe, what to do."""
    lines = [
        "PCLO Case File: integrity report",
        f"Written at {now:%H:%M} on {now.day} {now:%B %Y}, when a backup was put back.",
        "This report holds no case text, no name and no key.",
        "",
        "WHAT WAS FOUND",
        *_found(put, vault),
        "",
        "WHICH FILES",
        "They are here exactly as they were. Size in bytes and SHA-256 of each:",
        *(_line(put.folder, name) for name in put.names),
        "",
        "WHAT IS SAFE",
        "The backup was checked page by page before it took their place, and so was its chain of signed revisions.",
        *outcome,
        "",
        "WHAT TO DO",
        "1. Keep this folder: the files in it may be evidence. They open with the same passphrase and key ring only.",
        "2. Return to office, so that what the office has received comes back to this laptop.",
        "3. Compare the newest entries with your notebook, and enter what is missing again, saying that you do.",
        "4. Tell your supervisor, and ask your IT support to check this laptop’s disk.",
    ]
    path = put.folder / REPORT
    files.write_whole(path, ("\n".join(lines) + "\n").encode())
    return path


def _found(put: PutAway, vault: Vault) -> list[str]:
    current = vault.database_path.name
    found: list[str] = []
    for name in put.names:
        path = put.folder / name
        if name == current:
            found += _of_database(name, vault.damage_of(path))
            log = path.with_name(path.name + "-wal")
            if log.is_file() and log.stat().st_size:
                found.append(f"{name}-wal: it holds changes that had not been brought into {name}.")
        elif name.startswith("case.g") and name.endswith(".db"):
            found.append(f"{name}: another generation of the keys, so it could not be checked with today’s.")
        elif "/" in name:
            found.append(f"{name}: a document that has been changed or damaged.")
        elif name in (keyslots.NAME, keyslots.BACKUP_NAME) and not _sound(path):
            found.append(f"{name}: the key slots in it are damaged.")
    return found or ["No database lay in the folder."]


def _of_database(name: str, problems: list[str]) -> list[str]:
    if not problems:
        return [f"{name}: every page checks out. It was put away because a backup was put back, not for damage."]
    lines = [line for problem in problems for line in problem.splitlines()]
    shown = [f"  {line}" for line in lines[:_SHOWN]]
    more = [f"  and {len(lines) - _SHOWN} more like these"] if len(lines) > _SHOWN else []
    return [f"{name}: it has been changed or damaged. In the words of the check:", *shown, *more]


def _sound(path: Path) -> bool:
    with contextlib.suppress(OSError, ValueError):
        keyslots.checked(path.read_bytes())
        return True
    return False


def _line(folder: Path, name: str) -> str:
    path = folder / name
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(1 << 20):
            digest.update(chunk)
    return f"  {name}  {path.stat().st_size:,}  {digest.hexdigest()}"
