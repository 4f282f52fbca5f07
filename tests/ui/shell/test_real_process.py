"""A process of its own: it opens, locks, starts its successor, and is gone."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

DRIVER = """
import sys
from pathlib import Path
from PySide6.QtCore import QTimer
import ui.app as app
from ui.shell import program as programs
from ui.shell.unlock import UnlockPage

folder, passphrase, mark, way = Path(sys.argv[1]), sys.argv[2], Path(sys.argv[3]), sys.argv[4]
begin = programs.Program.start

def start(self, *given, **named):
    begin(self, *given, **named)
    page = self.window._page
    assert isinstance(page, UnlockPage)
    page.field.edit.setText(passphrase)
    page.unlock()
    timer = QTimer(self)
    def look():
        if self.session is not None and self.session.operations.idle:
            timer.stop()
            self.lock("user") if way == "lock" else self.window.close()
    timer.timeout.connect(look)
    timer.start(50)

programs.Program.start = start
original = programs.Surroundings.__init__

def with_mark(self, **given):
    original(self, **given | {"restart": lambda where: mark.write_text(str(where))})

programs.Surroundings.__init__ = with_mark
sys.exit(app.run(folder=folder))
"""


def _run(tmp_path: Path, way: str) -> tuple[int, Path, str]:
    from pclo_app.casefile.casefile import CaseFile
    from pclo_app.vault.keys import FLOOR

    passphrase = "sampler orchard viaduct mitten"
    folder = tmp_path / "case file"
    CaseFile.create(
        folder, passphrase, name="Dawn Pettifer", rank="PCLO", role="PCLO", team="North", secrets=None, cost=FLOOR
    ).close()
    mark = tmp_path / "restarted"
    driver = tmp_path / "driver.py"
    driver.write_text(DRIVER)
    root = Path(__file__).parents[3]
    done = subprocess.run(
        [sys.executable, str(driver), str(folder), passphrase, str(mark), way],
        cwd=root, env=_environment(root), capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    return done.returncode, mark, done.stderr


def _environment(root: Path) -> dict[str, str]:
    import os

    return dict(os.environ) | {"PYTHONPATH": str(root), "QT_QPA_PLATFORM": "offscreen"}


def test_the_locked_process_ends_and_its_successor_is_started(tmp_path: Path) -> None:
    code, mark, said = _run(tmp_path, "lock")
    assert code == 0, said
    assert mark.read_text() == str(tmp_path / "case file")
    assert "Traceback" not in said


def test_closing_the_window_ends_the_process(tmp_path: Path) -> None:
    code, mark, said = _run(tmp_path, "close")
    assert code == 0, said
    assert not mark.exists()
    assert "Traceback" not in said


def test_what_hangs_does_not_keep_the_locked_process_alive(tmp_path: Path) -> None:
    """Five seconds for the worker, five more for the process: work that hangs, and a thread that never ends."""
    from pclo_app.casefile.casefile import CaseFile
    from pclo_app.vault.keys import FLOOR
    from tests.ui.shell.driven import Driven

    passphrase = "sampler orchard viaduct mitten"
    hanging = []
    for step in ("hang", "cling"):
        folder = tmp_path / step
        CaseFile.create(
            folder, passphrase, name="Dawn Pettifer", rank="PCLO", role="PCLO", team="North", secrets=None, cost=FLOOR
        ).close()
        hanging.append(Driven(folder))
    try:
        for each in hanging:
            each.do("unlock", passphrase)
        for each, step in zip(hanging, ("hang", "cling"), strict=True):
            each.do(step)
            each.do("lock")
        for each in hanging:
            assert each.process.wait(20) == 0
            assert each.successor()
            assert "Traceback" not in each.complaints.read_text()
    finally:
        for each in hanging:
            each.end()
