"""What the program remembers between runs, none of it secret: window, look, lock time, where the case file is.

The file is written whole or not at all. One that cannot be read counts as empty, and so
does every value in it that has not the form it should have.
"""

from __future__ import annotations

import contextlib
import json
import os
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any, Literal

LOOKS = ("system", "light", "dark")
REASONS = ("idle", "user", "covered", "minimised", "sleep", "keys", "restore")


@dataclass(frozen=True)
class Locked:
    """Why and when the program locked itself, for the unlock screen of the next process."""

    why: Literal["idle", "user", "covered", "minimised", "sleep", "keys", "restore"] = "user"
    """The last two are no locks: the case file was closed for new keys, or to put a backup back."""
    minutes: int = 0
    at: str = ""
    kept: bool = False
    folder: str = ""
    """Which case file."""


@dataclass(frozen=True)
class Remembered:
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
    setup: dict[str, str] = field(default_factory=dict)
    """Answers of a set-up that was stopped half way. Never a passphrase."""
    splitters: dict[str, list[int]] = field(default_factory=dict)
    """Where dividing lines stand, by name."""


class Memory:
    """The file, and its content as it stands."""

    def __init__(self, path: Path | None) -> None:
        """Without a path nothing outlives the process."""
        self.path = path
        self.now = self._read()

    def change(self, **values: Any) -> None:
        """Keep new values. A disk that takes nothing costs the memory, not the work."""
        self.now = replace(self.now, **values)
        if self.path is None:
            return
        with contextlib.suppress(OSError):
            self.path.parent.mkdir(parents=True, exist_ok=True)
            part = self.path.with_name(f"{self.path.name}.{os.getpid()}.part")
            part.write_text(json.dumps(_changed(self.now), ensure_ascii=False, indent=1), encoding="utf-8")
            os.replace(part, self.path)

    def _read(self) -> Remembered:
        if self.path is None:
            return Remembered()
        try:
            found = _remembered(json.loads(self.path.read_bytes()))
        except (OSError, ValueError, RecursionError):
            return Remembered()
        return replace(
            found,
            text=min(200, max(90, found.text)),
            idle=min(15, max(1, found.idle)),
            meeting_idle=min(30, max(found.idle, found.meeting_idle)),
        )


def _changed(value: Any) -> dict[str, Any]:
    """The values that are not as they were made."""
    usual = type(value)()
    named = {each.name: getattr(value, each.name) for each in fields(value)}
    kept = {name: now for name, now in named.items() if now != getattr(usual, name)}
    return {name: _changed(now) if isinstance(now, Locked) else now for name, now in kept.items()}


def _remembered(raw: object) -> Remembered:
    """From what the file holds. Not by msgspec: importing it takes as long as the whole of the unlock screen."""
    values = _well_formed(Remembered(), raw)
    if values.get("look") not in (None, *LOOKS):
        del values["look"]
    if isinstance(raw, dict):
        match raw.get("geometry"):
            case [int(), int(), int(), int()] as four:
                values["geometry"] = tuple(four)
        locked = _well_formed(Locked(), raw.get("locked"))
        if locked.get("why", "user") in REASONS and raw.get("locked") is not None:
            values["locked"] = Locked(**locked)
    values["setup"] = {key: words for key, words in values.get("setup", {}).items() if isinstance(words, str)}
    values["splitters"] = {
        key: places
        for key, places in values.get("splitters", {}).items()
        if isinstance(places, list) and all(type(place) is int for place in places)
    }
    return Remembered(**values)


def _well_formed(usual: Any, raw: object) -> dict[str, Any]:
    """The values of the same types as the usual ones."""
    if not isinstance(raw, dict):
        return {}
    named = {each.name: getattr(usual, each.name) for each in fields(usual)}
    return {name: raw[name] for name, now in named.items() if name in raw and type(raw[name]) is type(now)}
