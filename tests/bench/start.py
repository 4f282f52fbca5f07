"""From nothing to a window that can be typed in: `pclo --open DIR`, against a bare window with one field.

Each is a process of its own that ends when its window has been painted, without a display, and
finds its modules compiled, as an installed program does.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
from pathlib import Path

from tests.bench.measure import Row, timed

ROOT = Path(__file__).parents[2]

FLOOR = """
import os
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget
application = QApplication([])
window = QWidget()
QVBoxLayout(window).addWidget(QLineEdit())
window.show()
application.processEvents()
os._exit(0)
"""
WITH_QT = FLOOR.replace("application = ", "from PySide6.QtCore import Qt\napplication = ")
"""The same, with the namespace of Qt's constants, which every window needs that aligns a word: PySide6 makes 94 Python
enumerations when it is first named."""
OURS = """
import os, sys
from ui import cli, plain_imports
from PySide6.QtWidgets import QApplication, QLineEdit

def painted(*_):
    application = QApplication.instance()
    application.processEvents()
    os._exit(0 if isinstance(application.focusWidget(), QLineEdit) else 3)

QApplication.exec = painted
cli.main(["--open", sys.argv[1]])
"""


def cold_start(folder: Path) -> Row:
    """Whole processes, turn about."""
    from tests.bench.casefile import new_casefile

    cf, _ = new_casefile(folder / "start")
    vault = cf.vault.folder
    cf.close()
    home = folder / "home"
    home.mkdir()
    environment = os.environ | {
        "QT_QPA_PLATFORM": "offscreen", "HOME": str(home), "XDG_CONFIG_HOME": str(home),
        "PYTHONPYCACHEPREFIX": str(folder / "compiled"), "PYTHONDONTWRITEBYTECODE": "",
    }  # fmt: skip

    def run(program: str) -> float:
        command = [sys.executable, "-c", program, str(vault)]
        return timed(lambda: subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True))

    programs = (OURS, FLOOR, WITH_QT)
    for program in programs:
        run(program)
    times = [[run(program) for program in programs] for _ in range(9)]
    ours, floor, with_qt = (statistics.median(column) for column in zip(*times, strict=True))
    note = f"{ours / with_qt:.2f}x of the same bare window where it names one constant of Qt"
    return Row("cold start to the unlock window", ours, floor, "1.5x", ours / floor <= 1.5, note)
