"""What counts as being left alone: time without a touch, a clock that jumps, the computer's own lock."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from ui.shell.idle_lock import IdleLock
from ui.shell.restart import command
from ui.shell.session_events import SessionEvents
from ui.shell.windows_only import means_lock


class Time:
    """Seconds that the test counts."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def time() -> Time:
    return Time()


@pytest.fixture
def due(qtbot: QtBot, time: Time) -> tuple[IdleLock, list[int]]:
    idle = IdleLock(5, now=time)
    told: list[int] = []
    idle.due.connect(lambda: told.append(1))
    return idle, told


def _key(idle: IdleLock) -> None:
    event = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_A, Qt.KeyboardModifier.NoModifier)
    idle.eventFilter(idle, event)


def test_five_minutes_without_a_touch(due: tuple[IdleLock, list[int]], time: Time) -> None:
    idle, told = due
    time.now += 299
    idle.look()
    assert told == []
    time.now += 1
    idle.look()
    idle.look()
    assert told == [1]


def test_a_key_starts_the_wait_again(due: tuple[IdleLock, list[int]], time: Time) -> None:
    idle, told = due
    for _ in range(10):
        time.now += 200
        _key(idle)
    idle.look()
    assert told == []


def test_the_key_that_wakes_a_sleeping_laptop_comes_too_late(due: tuple[IdleLock, list[int]], time: Time) -> None:
    idle, told = due
    time.now += 3600
    _key(idle)
    assert told == [1]


def test_a_clock_set_back_starts_the_wait_again(due: tuple[IdleLock, list[int]], time: Time) -> None:
    idle, told = due
    time.now -= 7200
    idle.look()
    time.now += 299
    idle.look()
    assert told == []
    time.now += 1
    idle.look()
    assert told == [1]


def test_while_people_talk_it_waits_longer(due: tuple[IdleLock, list[int]], time: Time) -> None:
    idle, told = due
    idle.set_minutes(30)
    time.now += 29 * 60
    idle.look()
    assert told == []


@pytest.mark.parametrize(
    ("message", "reason", "locks"),
    [(0x02B1, 0x7, True), (0x02B1, 0x8, False), (0x0218, 0x4, True), (0x0218, 0x7, False), (0x0100, 0x7, False)],
)
def test_what_windows_says_when_it_is_left(message: int, reason: int, locks: bool) -> None:
    assert means_lock(message, reason) is locks


def test_sleep_locks_and_waking_does_not(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    events = SessionEvents(window)
    told: list[int] = []
    events.gone.connect(lambda: told.append(1))
    events._sleep(True)
    events._sleep(False)
    assert told == [1]
    events._lock()
    assert told == [1, 1]


def test_the_next_process_opens_the_same_case_file_with_no_secret_in_its_arguments(tmp_path: object) -> None:
    from pathlib import Path

    folder = Path(str(tmp_path))
    assert command(folder, executable="python", frozen=False) == ("python", ["-m", "ui.cli", "--open", str(folder)])
    assert command(folder, executable="pclo.exe", frozen=True) == ("pclo.exe", ["--open", str(folder)])
