"""The chronology through the accessibility tree: another process reads it and writes an entry, over AT-SPI."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
READER = "/usr/bin/python3"
HERE = Path(__file__).parent


def _lacks() -> str:
    """Why this cannot be tested here; "" where it can."""
    for command in ("Xvfb", "dbus-run-session"):
        if shutil.which(command) is None:
            return f"needs {command}"
    if not Path(READER).exists():
        return f"needs {READER}"
    if subprocess.run([READER, "-c", "import pyatspi"], capture_output=True, check=False).returncode:
        return "needs pyatspi for the system's Python"
    if not any(Path(each).exists() for each in ("/usr/libexec/at-spi-bus-launcher", "/usr/lib/at-spi2-core")):
        return "needs at-spi2-core"
    return ""


@pytest.fixture
def display() -> Iterator[str]:
    """A display of the test's own."""
    lacks = _lacks()
    if lacks:
        pytest.skip(lacks)
    reader, writer = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(writer), "-nolisten", "tcp", "-screen", "0", "1366x768x24"],
        pass_fds=(writer,), stderr=subprocess.DEVNULL,
    )  # fmt: skip
    os.close(writer)
    with os.fdopen(reader) as told:
        yield f":{told.readline().strip()}"
    server.kill()
    server.wait()


_SESSION = r"""
coproc PROGRAM { exec "$0" -m tests.ui.chronology.at_spi_program "$1"; }
read -r said <&"${PROGRAM[0]}"
test "$said" = ready || exit 3
"$2" "$3" || exit 4
exec {PROGRAM[1]}>&-
cat <&"${PROGRAM[0]}"
"""
"""In a session bus of its own: the program, the reader beside it, and then what the program wrote."""


def test_a_screen_reader_reads_the_rows_and_writes_an_entry(display: str, tmp_path: Path) -> None:
    environment = dict(os.environ) | {
        "DISPLAY": display,
        "QT_QPA_PLATFORM": "xcb",
        "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1",
        "PYTHONPATH": str(ROOT),
    }
    environment.pop("WAYLAND_DISPLAY", None)
    environment.pop("DBUS_SESSION_BUS_ADDRESS", None)
    reader = str(HERE / "at_spi_reader.py")
    words = [
        "dbus-run-session",
        "--",
        "bash",
        "-c",
        _SESSION,
        sys.executable,
        str(tmp_path / "officer"),
        READER,
        reader,
    ]
    done = subprocess.run(words, env=environment, cwd=ROOT, capture_output=True, text=True, timeout=90, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    first, second = [line for line in done.stdout.splitlines() if line.startswith(("{", "["))]
    said = json.loads(first)
    assert said["rows"] == [
        "Entry 1 of 2: Tuesday 3 November 2026, 11:20, Police, Bruise behind the ear, who may see it not answered. "
        "Source: CRIS 4419237/26.",
        "Entry 2 of 2: Tuesday 3 November 2026, 16:00, Police, from the record of the police protection, key decision, "
        "Police protection considered and not used. Source: Police protection record.",
    ]
    assert said["timeline"].startswith("Timeline, 2 entries, 3 November 2026 to 3 November 2026, 1 key decision")
    assert said["agency"] == "EDU, Education, nurseries" or said["agency"] == "EDU"
    assert len(said["after"]) == 3 and "Education" in said["after"][2] and "Not at nursery today" in said["after"][2]
    assert said["entry"].startswith("Entry 3 of 3")
    assert json.loads(second) == [["Bruise behind the ear.", "POL"], ["Not at nursery today.", "EDU"]]
