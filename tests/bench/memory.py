"""What is resident with a long case open in the real program, against a bare window with one field."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

from tests.bench.casefile import PASSPHRASE
from tests.bench.measure import Row
from tests.bench.start import FLOOR, ROOT
from tests.ui.shell.driven import Driven

_MIB = 1024.0
_BARE = FLOOR.replace("os._exit(0)", "import sys\nprint(flush=True)\nsys.stdin.readline()")


def resident(pid: int) -> float:
    """MiB of a process in memory, the code of libraries included."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS:")) / _MIB


def with_a_long_case(vault: Path, home: Path, count: int) -> Row:
    """Unlocked, the chronology open with the bar for a new entry, and at rest."""
    os.environ.update({"HOME": str(home), "XDG_CONFIG_HOME": str(home), "XDG_DATA_HOME": str(home)})
    running = Driven(vault)
    try:
        running.do("unlock", PASSPHRASE)
        running.do("chronology")
        time.sleep(10)  # the check-up and the backup of the day come to their ends
        ours = resident(running.process.pid)
    finally:
        running.end()
    bare = _bare()
    note = f"{ours - bare:.0f} MiB more than the bare window"
    return Row(f"memory with {count:,} entries open", ours, bare, "+120 MiB", ours - bare <= 120, note, unit="MiB")


def _bare() -> float:
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen"}
    process = subprocess.Popen(
        [sys.executable, "-c", _BARE], cwd=ROOT, env=environment, text=True,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    )  # fmt: skip
    assert process.stdout is not None and process.stdin is not None
    try:
        process.stdout.readline()
        return resident(process.pid)
    finally:
        process.kill()
        process.communicate()
