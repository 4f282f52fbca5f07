"""What the program remembers between runs, none of it secret: window, look, lock time, where the case file is.

The file is written whole or not at all; one that cannot be read counts as empty.
"""

from __future__ import annotations

import contextlib
import os
from pathlib import Path
from typing import Any, Literal

import msgspec


class Locked(msgspec.Struct, frozen=True, omit_defaults=True):
    """Why and when the program locked itself, for the unlock screen of the next process."""

    why: Literal["idle", "user", "covered", "sleep"] = "user"
    minutes: int = 0
    at: str = ""
    kept: bool = False
    folder: str = ""
    """Which case file."""


class Remembered(msgspec.Struct, frozen=True, omit_defaults=True):
    """Everything in state.json."""

    v: int = 1
    folder: str = ""
    officer: str = ""
    """Name and rank of the holder, shown above the passphrase."""
    geometry: tuple[int, int, int, int] | None = None
    maximised: bool = False
    look: Literal["system", "light", "dark"] = "system"
    text: int = 100
    """Text size in per cent, 90 to 200."""
    comfortable: bool = False
    idle: int = 5
    """Minutes without a key or the mouse until the lock, 1 to 15."""
    meeting_idle: int = 30
    """The same while people talk, at most 30."""
    locked: Locked | None = None
    setup: dict[str, str] = msgspec.field(default_factory=dict)
    """Answers of a set-up that was stopped half way. Never a passphrase."""
    splitters: dict[str, list[int]] = msgspec.field(default_factory=dict)
    """Where dividing lines stand, by name."""


class Memory:
    """The file, and its content as it stands."""

    def __init__(self, path: Path | None) -> None:
        """Without a path nothing outlives the process."""
        self.path = path
        self.now = self._read()

    def change(self, **values: Any) -> None:
        """Keep new values. A disk that takes nothing costs the memory, not the work."""
        self.now = msgspec.structs.replace(self.now, **values)
        if self.path is None:
            return
        with contextlib.suppress(OSError):
            self.path.parent.mkdir(parents=True, exist_ok=True)
            part = self.path.with_name(f"{self.path.name}.{os.getpid()}.part")
            part.write_bytes(msgspec.json.format(msgspec.json.encode(self.now), indent=1))
            os.replace(part, self.path)

    def _read(self) -> Remembered:
        if self.path is None:
            return Remembered()
        try:
            found = msgspec.json.decode(self.path.read_bytes(), type=Remembered)
        except (OSError, msgspec.MsgspecError):
            return Remembered()
        return msgspec.structs.replace(
            found,
            text=min(200, max(90, found.text)),
            idle=min(15, max(1, found.idle)),
            meeting_idle=min(30, max(found.idle, found.meeting_idle)),
        )
