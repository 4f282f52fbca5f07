"""The names by which a folder is known to hold a case file. Light: the unlock screen asks before anything else."""

from __future__ import annotations

from pathlib import Path

KEY_SLOTS = "keyslots.json"
KEY_SLOTS_BEFORE = "keyslots.bak.json"


def is_case_file(folder: Path) -> bool:
    """Whether a folder looks like a case file at all."""
    return (folder / KEY_SLOTS).exists() or (folder / KEY_SLOTS_BEFORE).exists()
