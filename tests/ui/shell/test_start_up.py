"""What the first window does without: nothing of a case file is imported before one is opened."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]

NOT_YET = (
    "argon2",
    "cryptography",
    "keyring",
    "msgspec",
    "nacl",
    "pyrage",
    "pypdf",
    "pypdfium2",
    "reportlab",
    "segno",
    "sqlcipher3",
    "zxcvbn",
    "pclo_app.casefile",
    "pclo_app.importing",
    "pclo_app.journal",
    "pclo_app.practice",
    "pclo_app.reports",
    "pclo_app.sync",
    "PySide6.QtNetwork",
    "PySide6.QtPdf",
    "PySide6.QtPrintSupport",
)

PROGRAM = """
import os, sys
from ui import cli, plain_imports
from PySide6.QtWidgets import QApplication, QLineEdit

def painted(*_):
    application = QApplication.instance()
    application.processEvents()
    there = isinstance(application.focusWidget(), QLineEdit)
    named = sys.argv[2].split()
    early = sorted(name for name in sys.modules if any(name == each or name.startswith(each + ".") for each in named))
    print(there, *early, sep="\\n", flush=True)
    os._exit(0)

QApplication.exec = painted
cli.main(["--open", sys.argv[1]])
"""


@pytest.mark.parametrize("early", [False, True])
def test_the_unlock_window_imports_nothing_of_a_case_file(tmp_path: Path, early: bool) -> None:
    (tmp_path / "keyslots.json").write_text("{}")
    named = " ".join(NOT_YET) if not early else "ui.shell.unlock"
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(tmp_path), named],
        cwd=ROOT, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    there, *found = done.stdout.splitlines()
    assert there == "True", done.stderr
    assert found == (["ui.shell.unlock"] if early else [])
