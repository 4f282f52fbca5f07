"""T08: a crash leaves no memory on the disk, and its account holds no value."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from pclo_app.casefile.casefile import CaseFile
from pclo_app.vault.keys import FLOOR
from tests.ui.shell.driven import Driven

ROOT = Path(__file__).parents[3]
PASSPHRASE = "gravel anthem periscope lattice"
WORDS = "trampoline behind the chapel"

SEGV = """
import ctypes, sys
from pclo_app.vault.hardening import harden_process
if sys.argv[1] == "hardened":
    harden_process()

def reading(fact):
    ctypes.string_at(0)

reading("trampoline behind the chapel")
"""


@pytest.mark.skipif(sys.platform != "linux", reason="asks the Linux kernel for a core")
def test_t08_a_segmentation_fault_leaves_no_core(tmp_path: Path) -> None:
    assert _dumped(tmp_path, "hardened") is False
    assert list(tmp_path.iterdir()) == []
    if not _dumped(tmp_path, "open"):
        pytest.skip("this system makes no core files at all, so the rest could not fail here")
    for path in tmp_path.iterdir():
        path.unlink()


def _dumped(folder: Path, how: str) -> bool:
    import resource

    def ask_for_cores() -> None:
        _soft, hard = resource.getrlimit(resource.RLIMIT_CORE)
        resource.setrlimit(resource.RLIMIT_CORE, (hard, hard))

    process = subprocess.Popen(
        [sys.executable, "-c", SEGV, how],
        cwd=folder, env=dict(os.environ) | {"PYTHONPATH": str(ROOT)}, stderr=subprocess.PIPE,
        preexec_fn=ask_for_cores,
    )  # fmt: skip
    assert process.stderr is not None
    said = process.stderr.read()
    process.stderr.close()
    _, status = os.waitpid(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    assert os.WIFSIGNALED(status) and WORDS.encode() not in said
    return os.WCOREDUMP(status)


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Driven]:
    folder = tmp_path / "case file"
    CaseFile.create(
        folder, PASSPHRASE, name="Dawn Pettifer", rank="PCLO", role="PCLO", team="North", secrets=None, cost=FLOOR
    ).close()
    made = Driven(folder)
    yield made
    made.end()


def _faults(home: Path, wanted: int) -> list[Path]:
    """The files for IT support, when as many are there as are wanted; those of other threads come a moment later."""
    until = time.monotonic() + 20
    while True:
        found = [path for path in home.rglob("*.txt") if path.parent.name == "faults" and path.stat().st_size]
        if len(found) >= wanted or time.monotonic() > until:
            return found
        time.sleep(0.05)


def test_t08_faults_in_every_thread_are_told_without_their_words(running: Driven, own_home: Path) -> None:
    running.do("unlock", PASSPHRASE)
    told = running.do("fail", WORDS)
    assert told.startswith("The program met a fault of its own.") and "trampoline" not in told
    faults = _faults(own_home, 3)
    assert len(faults) == 3, "one for the worker, one for the window, one for the thread"
    for path in faults:
        text = path.read_text(encoding="utf-8")
        assert "builtins.ValueError" in text and " in fault" in text
        assert "trampoline" not in text and "chapel" not in text
    assert b"trampoline" not in running.complaints.read_bytes()
