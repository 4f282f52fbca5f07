"""Generations of a case file: what belongs to each in the folder, and which may go.

A new master key means a new generation: a database of its own and a folder of attachments
of its own. keyslots.json says which one is in use; nothing else does. While a new one is
being made, rotating.json names it, so that what a kill leaves behind can be told from data.
"""

from __future__ import annotations

import contextlib
import re
import shutil
from pathlib import Path

from pclo_app.vault import files, keyslots
from pclo_app.vault.blobs import FOLDER as BLOBS
from pclo_app.vault.canonical import canonical, parse

MARKER = "rotating.json"

_DATABASE = re.compile(r"case\.g([1-9][0-9]{0,8})\.db")
_ATTACHMENTS = re.compile(rf"{BLOBS}\.g([1-9][0-9]{{0,8}})")
_BESIDE = ("-wal", "-shm", "-journal", "")


def current(folder: Path) -> int:
    """The generation in use. Raises as `keyslots.read` does."""
    return keyslots.read(folder)[0].generation


def on_disk(folder: Path) -> list[int]:
    """Every generation whose database lies in the folder, oldest first."""
    found = (_DATABASE.fullmatch(path.name) for path in folder.glob("case.g*.db"))
    return sorted(int(match[1]) for match in found if match)


def blobs_name(generation: int) -> str:
    """The folder of a generation's attachments."""
    return BLOBS if generation == 1 else f"{BLOBS}.g{generation}"


def unused(folder: Path) -> int:
    """A number that no generation here has had."""
    return max([current(folder), *_present(folder)]) + 1


def begin(folder: Path, generation: int) -> None:
    """Note that this generation is being made and is no data yet."""
    files.write_whole(folder / MARKER, canonical({"v": 1, "to": generation}))


def begun(folder: Path) -> int | None:
    """The generation whose making was begun and not finished."""
    try:
        number = parse((folder / MARKER).read_bytes()).get("to")
    except (OSError, ValueError):
        return None
    return number if type(number) is int and number > 0 else None


def end(folder: Path) -> None:
    """It is finished, or it is given up and gone."""
    (folder / MARKER).unlink(missing_ok=True)


def tidy(folder: Path, in_use: int) -> list[int]:
    """Delete the generations that have been replaced, and the one whose making was cut short; answers which.

    Call it only when the one in use has been opened. A later generation that we did not begin
    ourselves is left alone: somebody may have put older key slots back, and it holds newer rows.
    """
    unfinished = begun(folder)
    gone = {number for number in _present(folder) if number < in_use or number == unfinished} - {in_use}
    for number in gone:
        remove(folder, number)
    if unfinished is not None and (unfinished == in_use or unfinished not in _present(folder)):
        end(folder)
    return sorted(gone)


def remove(folder: Path, generation: int) -> None:
    """Delete one generation's database and attachments. What another program holds open goes the next time."""
    name = keyslots.database_name(generation)
    shutil.rmtree(folder / blobs_name(generation), ignore_errors=True)
    for suffix in _BESIDE:
        with contextlib.suppress(OSError):
            (folder / f"{name}{suffix}").unlink(missing_ok=True)


def _present(folder: Path) -> set[int]:
    """Every generation that has left anything in the folder."""
    names = (_ATTACHMENTS.fullmatch(path.name) for path in folder.glob(f"{BLOBS}.g*"))
    first = {1} if (folder / BLOBS).exists() else set()
    return {*on_disk(folder), *(int(match[1]) for match in names if match), *first}
