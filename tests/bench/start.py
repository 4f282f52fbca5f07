"""From nothing to a window that can be typed in: `pclo --open DIR`, against a bare window with one field.

Each is a process of its own that ends when its window has been painted, without a display.
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
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen", "HOME": str(home), "XDG_CONFIG_HOME": str(home)}

    def run(program: str) -> float:
        command = [sys.executable, "-c", program, str(vault)]
        return timed(lambda: subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True))

    run(OURS), run(FLOOR)
    pairs = [(run(OURS), run(FLOOR)) for _ in range(9)]
    ours, floor = (statistics.median(column) for column in zip(*pairs, strict=True))
    return Row("cold start to the unlock window", ours, floor, "1.5x", ours / floor <= 1.5)
