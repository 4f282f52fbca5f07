"""The desktop program: builds the parts, hands them to each other, starts Qt."""

from __future__ import annotations

import gc
import os
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from pclo_app.vault.hardening import harden_process
from pclo_app.vault.memory import one_heap
from ui.theme.theme import STYLE, STYLE_VARIABLE

from .shell import folders
from .shell.collecting import Collector
from .shell.look import dress
from .shell.program import Program, Surroundings
from .shell.remembered import Memory
from .shell.window import MainWindow

if TYPE_CHECKING:
    from pclo_app.vault.device_secret import DeviceSecrets


PATIENCE = 5.0
"""Seconds from the end of all work to the end of the process, at most."""


def practice_case() -> tuple[Path, str]:
    """The officer's case file of the practice folder and its passphrase; built where it is not there yet."""
    from .commands.demo import build

    found = build(folders.practice_folder())
    return found.officer, found.passphrase


def _key_ring() -> DeviceSecrets | None:
    from pclo_app.vault.device_secret import system_device_secrets

    return system_device_secrets()


def _guard(program: Program) -> None:
    from .shell.guards import Guards

    guards = Guards(program.window, fictional=program.entrance.is_practice)
    guards.due.connect(program.lock)
    program.leaving.connect(guards.leave)


def _end(application: QApplication, orderly: bool) -> None:
    """Leave the event loops; where one does not end (a dialog of the system's own, an import), end the process."""
    if not orderly:
        os._exit(0)
    last = threading.Timer(PATIENCE, os._exit, (0,))
    last.daemon = True
    last.start()
    application.exit(0)  # quit() would ask the window first, which asks us


def run(folder: Path | None = None, demo: bool = False, argv: list[str] | None = None) -> int:
    """Open the desktop; answers the exit code when its window has closed."""
    harden_process()
    one_heap()
    os.environ[STYLE_VARIABLE] = STYLE
    QGuiApplication.setHighDpiScaleFactorRoundingPolicy(Qt.HighDpiScaleFactorRoundingPolicy.PassThrough)
    application = QApplication(argv if argv is not None else sys.argv[:1])
    application.setApplicationName(folders.NAME)
    application.setQuitOnLastWindowClosed(True)
    memory = Memory(folders.settings_file())
    dress(application, memory.now)
    window = MainWindow(memory)
    window.errors.install()
    hints = QGuiApplication.styleHints()
    hints.colorSchemeChanged.connect(lambda _scheme: dress(application, memory.now))

    program = Program(
        window,
        memory,
        Surroundings(key_ring=_key_ring, leave=lambda orderly: _end(application, orderly), practice=practice_case),
    )
    program.entered.connect(lambda: _guard(program), Qt.ConnectionType.SingleShotConnection)
    program.start(folder, practice=demo)
    window.show()
    gc.freeze()
    Collector(application)
    return application.exec()
