"""Locking ends this process and starts a new one, so that no word and no key stays in memory."""

from __future__ import annotations

import os
import sys
from pathlib import Path


def command(folder: Path, *, executable: str = "", frozen: bool | None = None) -> tuple[str, list[str]]:
    """The program and arguments that open the same case file, locked."""
    executable = executable or sys.executable
    if frozen is None:
        frozen = bool(getattr(sys, "frozen", False))
    start = [] if frozen else ["-m", "ui.cli"]
    return executable, [*start, "--open", str(folder)]


def start_again(folder: Path) -> None:
    """Start the new process; it outlives this one."""
    from PySide6.QtCore import QProcess

    program, arguments = command(folder)
    QProcess.startDetached(program, arguments, os.getcwd())
