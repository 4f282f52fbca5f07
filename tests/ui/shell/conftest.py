"""A whole program on a real, cheap vault: window, settings, key ring, and the ways out replaced."""

from __future__ import annotations

import atexit
import copy
import shutil
import tempfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from pclo_app.casefile.casefile import CaseFile
from pclo_app.records.case import Case
from pclo_app.records.event_date import EventDate
from pclo_app.records.person import Person
from pclo_app.vault.device_secret import MemoryDeviceSecrets
from pclo_app.vault.keys import FLOOR
from ui.shell.program import Program, Surroundings
from ui.shell.remembered import Memory
from ui.shell.window import MainWindow
from ui.theme import Theme

PASSPHRASE = "sampler orchard viaduct mitten"


class Clock:
    """A clock that the test turns."""

    def __init__(self) -> None:
        self.time = datetime(2026, 11, 18, 8, 40, tzinfo=UTC)

    def __call__(self) -> datetime:
        self.time += timedelta(milliseconds=10)
        return self.time

    def forward(self, **by: float) -> None:
        """Let time pass."""
        self.time += timedelta(**by)


class Life:
    """The program through several processes: each `boot` is a new one over the same disk and key ring."""

    def __init__(self, qtbot: QtBot, folder: Path, clock: Clock) -> None:
        self.qtbot = qtbot
        self.base = folder
        self.folder = folder / "case file"
        self.clock = clock
        self.secrets = MemoryDeviceSecrets()
        self.settings = folder / "state.json"
        self.restarted: list[Path] = []
        self.left: list[bool] = []
        self.programs: list[Program] = []

    def make(self, role: str = "PCLO") -> Path:
        """A case file with one case, closed; made once and copied for each test."""
        template, secrets = _template(role)
        self.secrets = copy.deepcopy(secrets)  # or the marker of one test would call the next one's copy an older one
        shutil.copytree(template, self.folder)
        return self.folder

    def boot(self) -> Program:
        """A new process."""
        memory = Memory(self.settings)
        window = MainWindow(memory)
        self.qtbot.addWidget(window)
        around = Surroundings(
            key_ring=lambda: self.secrets,
            clock=self.clock,
            restart=self.restarted.append,
            leave=self.left.append,
            cost=FLOOR,
        )
        program = Program(window, memory, around)
        self.programs.append(program)
        window.resize(1366, 698)
        window.show()
        window.activateWindow()
        self.qtbot.waitUntil(window.isActiveWindow)
        return program

    def unlocked(self) -> Program:
        """A new process, unlocked, with its first screen there."""
        program = self.boot()
        program.start(self.folder)
        page = program.window._page
        page.field.edit.setText(PASSPHRASE)  # type: ignore[union-attr]
        page.unlock()  # type: ignore[union-attr]
        self.qtbot.waitUntil(lambda: program.session is not None, timeout=20000)
        self.settle(program)
        return program

    def settle(self, program: Program) -> None:
        """Wait until the worker has nothing to do and everything is delivered."""
        assert program.session is not None
        operations = program.session.operations
        self.qtbot.waitUntil(lambda: operations.idle, timeout=20000)

    def lock(self, program: Program, why: str = "user") -> None:
        """Lock and wait for the process to be replaced."""
        before = len(self.restarted)
        program.lock(why)  # type: ignore[arg-type]
        self.qtbot.waitUntil(lambda: len(self.restarted) > before, timeout=10000)

    def end(self) -> None:
        """Close what is still open."""
        for program in self.programs:
            if program.session is not None:
                program.session.operations.close()
            program.idle.stop()


@lru_cache(maxsize=2)
def _template(role: str) -> tuple[Path, MemoryDeviceSecrets]:
    """Deriving keys takes its time on purpose: once is enough."""
    holder = tempfile.TemporaryDirectory(prefix="pclo-case-file-")
    atexit.register(holder.cleanup)
    folder, secrets, clock = Path(holder.name) / "case file", MemoryDeviceSecrets(), Clock()
    with CaseFile.create(
        folder,
        PASSPHRASE,
        name="Dawn Pettifer" if role == "PCLO" else "Farah Whitcombe",
        rank="PCLO (police staff, Band D)" if role == "PCLO" else "Detective Sergeant",
        role=role,
        team="Team North",
        secrets=secrets,
        cost=FLOOR,
        clock=clock,
    ) as cf:
        saved = cf.save(Case(reference="KM-0417", family="Orrin-Vale", opened="2026-11-02"), case="")
        child = Person(name="Maisie Orrin-Vale", roles=("subject child",), born=EventDate("2022-02-14"))
        cf.save(child, case=saved.id)
    return folder, secrets


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def theme(qapp: QApplication) -> Theme:
    made = Theme.light()
    made.apply(qapp)
    return made


@pytest.fixture
def life(qtbot: QtBot, theme: Theme, tmp_path: Path, clock: Clock) -> Iterator[Life]:
    made = Life(qtbot, tmp_path, clock)
    yield made
    made.end()


@pytest.fixture
def wait_for(qtbot: QtBot) -> Callable[..., None]:
    """Wait until something holds."""

    def wait(check: Callable[[], bool], timeout: int = 10000) -> None:
        qtbot.waitUntil(check, timeout=timeout)

    return wait
