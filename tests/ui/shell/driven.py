"""The real program, driven from outside line by line: what a person does at the keyboard, done by keys.

Run as a program with the folder of a case file it opens the desktop and obeys its input.
From a test, `Driven` starts it and speaks to it. Nothing of the program is replaced: the
lock starts the real successor and this process ends.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[3]


class Driven:
    """One running program and what it answered."""

    def __init__(self, folder: Path, *, under: Sequence[str] = (), mark: Path | None = None) -> None:
        """``under`` is a command to run it under; ``mark`` is written by the successor when its window is painted."""
        environment = dict(os.environ) | {"QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT)}
        command = [*under, sys.executable, "-m", "tests.ui.shell.driven", str(folder), str(mark or "")]
        self.complaints = folder.with_name(f"{folder.name} complaints")
        with self.complaints.open("wb") as errors:
            self.process = subprocess.Popen(
                command, cwd=ROOT, env=environment, text=True,
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=errors,
            )  # fmt: skip
        self.folder = folder

    def do(self, what: str, *words: str) -> str:
        """One step; its answer. Words with a tab or a line end are not for here."""
        assert self.process.stdin is not None and self.process.stdout is not None
        self.process.stdin.write("\t".join((what, *words)) + "\n")
        self.process.stdin.flush()
        answer = self.process.stdout.readline().rstrip("\n")
        assert answer.startswith("ok"), f"{what}: {answer!r}"
        return answer[3:]

    def locked(self, timeout: float = 30) -> None:
        """Press the lock's keys and wait until this process is gone."""
        self.do("lock")
        self.process.wait(timeout)

    def successor(self, timeout: float = 30) -> int:
        """The process that the lock started, once it has drawn its window and rests."""
        end, before = time.monotonic() + timeout, -1
        while time.monotonic() < end:
            time.sleep(0.3)
            pids = self._others(driven=False)
            if len(pids) != 1 or "libQt6Widgets" not in Path(f"/proc/{pids[0]}/maps").read_text():
                continue
            used = sum(map(int, Path(f"/proc/{pids[0]}/stat").read_text().rsplit(")", 1)[1].split()[11:13]))
            if used == before:
                return pids[0]
            before = used
        raise AssertionError("no successor came")

    def _others(self, *, driven: bool) -> list[int]:
        """The processes that have this case file's folder on their command line, those like this one or all others."""
        found = []
        for entry in Path("/proc").iterdir():
            if entry.name.isdigit() and int(entry.name) != os.getpid():
                try:
                    words = (entry / "cmdline").read_bytes().split(b"\0")
                except OSError:
                    continue
                if str(self.folder).encode() in words and driven == (b"tests.ui.shell.driven" in words):
                    found.append(int(entry.name))
        return found

    def end(self) -> None:
        """End what was started here: the successor first, so that what watches them all comes to its end."""
        for pid in self._others(driven=False):
            os.kill(pid, signal.SIGKILL)
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(3)
        for pid in self._others(driven=True):
            os.kill(pid, signal.SIGKILL)
        self.process.wait()
        for stream in (self.process.stdin, self.process.stdout):
            if stream is not None:
                stream.close()


SUCCESSOR = """
import sys, time
from pathlib import Path
from ui import cli, plain_imports
from PySide6.QtWidgets import QApplication

loop = QApplication.exec

def painted(*_):
    QApplication.instance().processEvents()
    mark = Path(sys.argv[2])
    mark.with_suffix(".part").write_text(repr(time.time()))
    mark.with_suffix(".part").rename(mark)
    return loop()

QApplication.exec = painted
sys.exit(cli.main(["--open", sys.argv[1]]))
"""


def _steps(program: Any) -> dict[str, Any]:
    """What can be asked for."""
    import threading

    from PySide6.QtCore import Qt, QTimer
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QApplication

    from ui.chronology.quick_entry import QuickEntry
    from ui.chronology.section import ChronologySection
    from ui.shell.session import Place

    control = Qt.KeyboardModifier.ControlModifier

    def until(check: Any, seconds: float = 20) -> None:
        end = time.monotonic() + seconds
        while not check():
            assert time.monotonic() < end, "it took too long"
            QTest.qWait(5)

    def rest() -> None:
        until(lambda: program.session.operations.idle)

    def ask(work: Any) -> Any:
        found: list[Any] = []
        program.session.operations.submit(lambda cf, _: work(cf), found.append, owner=program)
        until(lambda: found)
        return found[0]

    def unlock(passphrase: str) -> str:
        page = program.window._page
        QTest.keyClicks(page.field.edit, passphrase)
        QTest.keyClick(page.field.edit, Qt.Key.Key_Return)
        until(lambda: program.session is not None)
        rest()
        return ""

    def chronology() -> str:
        program.session.open(Place("case", ask(lambda cf: cf.cases()[0].id), "chronology"))
        rest()
        section = program.window.findChild(ChronologySection)
        until(section.isVisible)
        section.writing.new_entry()
        until(section.quick.isVisible)
        rest()
        return ""

    def write(words: str) -> str:
        bar = program.window.findChild(QuickEntry)
        bar.when.edit.setText("3/11/2026")
        bar.agency.set_code("EDU")
        bar.source.setText("Telephone call")
        bar.who.name_edit.setText("Ann Lee")
        bar.who.rank_edit.setText("Nursery Manager")
        bar.fact.setFocus()
        for letter in words:
            QTest.keyClick(bar.fact, letter)
        return ""

    def save() -> str:
        bar = program.window.findChild(QuickEntry)
        QTest.keyClick(bar.fact, Qt.Key.Key_Return, control)
        until(lambda: not bar.fact.text())
        rest()
        return ""

    def run(source: str) -> str:
        """A step of the test's own: an expression of ``cf``, on the worker."""
        from pclo_app.reports import catalogue
        from ui.commands import demo

        names = {"catalogue": catalogue, "demo": demo, "Path": Path}
        return str(ask(lambda cf: eval(source, {**names, "cf": cf, "case": cf.cases()[0].id})))

    def fail(words: str) -> str:
        """Faults of our own, with words of a case in their locals and messages: worker, Qt thread, another thread."""

        def fault(*_: object) -> None:
            said = {"fact": words}
            raise ValueError(f"cannot place {said['fact']}")

        program.session.operations.submit(fault)
        QTimer.singleShot(0, fault)
        threading.Thread(target=fault).start()
        QTest.qWait(300)
        return str(program.window.error.accessibleName())

    def hang() -> str:
        """Work that will not come to its end."""
        program.session.operations.submit(lambda cf, _: time.sleep(60))
        return ""

    def cling() -> str:
        """A thread that Python would wait for."""
        threading.Thread(target=time.sleep, args=(60,), daemon=False).start()
        return ""

    def page(name: str) -> str:
        program.session.open(Place(name))
        rest()
        return ""

    def lock() -> str:
        QTest.keyClick(QApplication.focusWidget() or program.window, Qt.Key.Key_L, control)
        return ""

    return {name: step for name, step in locals().items() if callable(step)}


def main(folder: str, mark: str) -> int:
    """The program itself, with a timer that reads the steps."""
    import queue
    import threading

    from PySide6.QtCore import QProcess, QTimer

    import ui.app as app
    import ui.plain_imports  # noqa: F401
    from ui.shell import program as programs
    from ui.shell import surroundings

    if mark:
        ordinary = surroundings.Surroundings

        def marked(**given: Any) -> Any:
            def restart(where: Path) -> None:
                QProcess.startDetached(sys.executable, ["-c", SUCCESSOR, str(where), mark], str(ROOT))

            return ordinary(**given | {"restart": restart})

        app.Surroundings = marked  # type: ignore[assignment, misc]
    lines: queue.SimpleQueue[str] = queue.SimpleQueue()
    threading.Thread(target=lambda: [lines.put(line) for line in sys.stdin], daemon=True).start()
    begin = programs.Program.start

    def start(self: Any, *given: Any, **named: Any) -> None:
        begin(self, *given, **named)
        steps = _steps(self)
        timer = QTimer(self)

        def look() -> None:
            if lines.empty():
                return
            self.window.activateWindow()  # nobody else does where there is no display
            what, *words = lines.get().rstrip("\n").split("\t")
            timer.stop()
            try:
                answer = f"ok {steps[what](*words)}"
            except Exception as error:
                answer = f"{type(error).__name__}: {error}"
            print(answer, flush=True)
            timer.start(5)

        timer.timeout.connect(look)
        timer.start(5)

    programs.Program.start = start  # type: ignore[method-assign]
    return app.run(folder=Path(folder))


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
