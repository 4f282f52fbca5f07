"""The desktop program: builds the parts, hands them to each other, starts Qt."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from pclo_app.vault.hardening import harden_process
from ui.theme.theme import STYLE, STYLE_VARIABLE

from .shell import folders
from .shell.look import dress
from .shell.program import Program, Surroundings
from .shell.remembered import Memory
from .shell.window import MainWindow

if TYPE_CHECKING:
    from pclo_app.vault.device_secret import DeviceSecrets


def practice_case() -> tuple[Path, str]:
    """The officer's case file of the practice folder and its passphrase; built where it is not there yet."""
    from .commands.demo import build

    found = build(folders.practice_folder())
    return found.officer, found.passphrase


def _key_ring() -> DeviceSecrets | None:
    from pclo_app.vault.device_secret import system_device_secrets

    return system_device_secrets()


def _lock_with_the_computer(program: Program) -> None:
    from .shell.session_events import SessionEvents

    SessionEvents(program.window).gone.connect(lambda: program.lock("sleep"))


def run(folder: Path | None = None, demo: bool = False, argv: list[str] | None = None) -> int:
    """Open the desktop; answers the exit code when its window has closed."""
    harden_process()
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

    def leave(orderly: bool) -> None:
        if not orderly:
            os._exit(0)
        application.exit(0)  # quit() would ask the window first, which asks us

    program = Program(
        window,
        memory,
        Surroundings(key_ring=_key_ring, leave=leave, practice=practice_case),
    )
    program.entered.connect(lambda: _lock_with_the_computer(program))
    program.start(folder, practice=demo)
    window.show()
    return application.exec()
