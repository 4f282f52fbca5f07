"""What the process does to be hard to read from outside."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.skipif(sys.platform != "linux", reason="asks the Linux kernel")
def test_no_core_dump_and_no_reader() -> None:
    script = (
        "import ctypes, os, resource\n"
        "from pclo_app.vault.hardening import harden_process\n"
        "done = harden_process()\n"
        "assert resource.getrlimit(resource.RLIMIT_CORE) == (0, 0)\n"
        "assert ctypes.CDLL(None).prctl(3, 0, 0, 0, 0) == 0, 'may still be dumped'\n"
        "assert os.umask(0) == 0o077\n"
        "print(len(done))\n"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.stdout.strip() == "3", done.stderr


@pytest.mark.skipif(sys.platform != "linux", reason="asks the Linux kernel")
def test_a_verb_of_the_command_line_is_hardened_too() -> None:
    script = (
        "import os, resource, sys\n"
        "from ui import cli\n"
        "sys.argv = ['pclo', 'verify', 'no such folder', '--passphrase-file', os.devnull]\n"
        "print(cli.main(), resource.getrlimit(resource.RLIMIT_CORE), oct(os.umask(0)))\n"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.stdout.strip() == "2 (0, 0) 0o77", done.stdout + done.stderr
