"""Writing a file that the user asked for, whole or not at all."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

from pclo_app.errors import BadInput


class CannotWrite(BadInput):
    """The file cannot be written there."""

    code = "cli.cannot-write"
    what = "The file {file} cannot be written: {why}."
    safe = "Nothing in the case file was changed, and no half-written file is left."
    do = "Choose another folder, or free some space."


def write_whole(path: Path, data: bytes) -> None:
    """Write beside the target, then take its place, so that a half-written file is never seen."""
    part = path.with_name(path.name + ".part")
    try:
        with part.open("wb") as out:
            out.write(data)
            out.flush()
            os.fsync(out.fileno())
        part.replace(path)
    except OSError as error:
        with contextlib.suppress(OSError):
            part.unlink()
        raise CannotWrite(file=path, why=error.strerror or "the disk refused it") from None
