"""Bugs: written to a local file without values, told calmly.

The file has the types of the errors and the places in the code. It has no messages of
errors and no values, because those may be words of a case.
"""

from __future__ import annotations

import sys
import traceback
from datetime import datetime
from pathlib import Path

from pclo_app import __version__

from .folders import crash_folder


def crash_text(error: BaseException, note: str = "") -> str:
    """What went wrong, as types, files and lines. ``note`` is a place in the code."""
    lines = [f"PCLO Case File {__version__}", f"Python {sys.version.split()[0]} on {sys.platform}", ""]
    seen: set[int] = set()
    cause: BaseException | None = error
    while cause is not None and id(cause) not in seen:
        seen.add(id(cause))
        lines.append(f"{type(cause).__module__}.{type(cause).__name__}")
        for frame in traceback.extract_tb(cause.__traceback__):
            lines.append(f"  {Path(frame.filename).name}:{frame.lineno} in {frame.name}")
        cause = cause.__cause__ or cause.__context__
    return "\n".join([*lines, note] if note else lines) + "\n"


def write_crash_file(error: BaseException, *, note: str = "", folder: Path | None = None) -> Path:
    """Write the file for IT support; answers where it is."""
    target = folder or crash_folder()
    target.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = target / f"crash-{datetime.now():%Y%m%d-%H%M%S-%f}.txt"
    path.write_text(crash_text(error, note), encoding="utf-8")
    return path
