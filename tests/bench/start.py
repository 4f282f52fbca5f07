"""From nothing to a window that can be typed in: `pclo --open DIR`, against a bare window with one field.

Run as a program it starts one of the two and ends when the window has been painted.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
from pathlib import Path

from tests.bench.measure import Row, timed

ROOT = Path(__file__).parents[2]


def cold_start(folder: Path) -> Row:
    """Whole processes, turn about, without a display."""
    from tests.bench.casefile import new_casefile

    cf, _ = new_casefile(folder / "start")
    vault = cf.vault.folder
    cf.close()
    home = folder / "home"
    home.mkdir()
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen", "HOME": str(home), "XDG_CONFIG_HOME": str(home)}

    def run(which: str) -> float:
        command = [sys.executable, "-m", "tests.bench.start", which, str(vault)]
        return timed(lambda: subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True))

    run("ours"), run("floor")
    pairs = [(run("ours"), run("floor")) for _ in range(9)]
    ours, floor = (statistics.median(column) for column in zip(*pairs, strict=True))
    return Row("cold start to the unlock window", ours, floor, "1.5x", ours / floor <= 1.5)


def _floor() -> None:
    from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget

    application = QApplication(sys.argv[:1])
    window = QWidget()
    QVBoxLayout(window).addWidget(QLineEdit())
    window.show()
    application.processEvents()


def _ours(vault: str) -> None:
    from ui import cli  # first, as in the command

    from PySide6.QtWidgets import QApplication, QLineEdit  # isort: skip

    def painted(*_: object) -> int:
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.processEvents()
        assert isinstance(application.focusWidget(), QLineEdit), "the passphrase cannot be typed"
        return 0

    QApplication.exec = painted  # type: ignore[method-assign, assignment]
    assert cli.main(["--open", vault]) == 0


if __name__ == "__main__":
    if sys.argv[1] == "floor":
        _floor()
    else:
        _ours(sys.argv[2])
    sys.stdout.flush()
    os._exit(0)
