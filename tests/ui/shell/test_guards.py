"""A window left in the task bar, what was copied, who may take pictures, dialogs in the way of the lock."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from ui.shell import windows_only
from ui.shell.guards import MinimisedLock, PictureGuard
from ui.shell.session import Place
from ui.shell.unlock import why_locked

from .conftest import Life

ROOT = Path(__file__).parents[3]


class Time:
    """Seconds that the test counts."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


# minimised ----------------------------------------------------------------------------------------------------


@pytest.fixture
def minimised(qtbot: QtBot) -> Iterator[tuple[QWidget, MinimisedLock, Time, list[int]]]:
    window, time = QWidget(), Time()
    qtbot.addWidget(window)
    window.show()
    lock, told = MinimisedLock(window, now=time), [0]
    lock.due.connect(lambda: told.append(1))
    yield window, lock, time, told
    window.close()


def test_two_minutes_minimised(minimised: tuple[QWidget, MinimisedLock, Time, list[int]], qtbot: QtBot) -> None:
    window, lock, time, told = minimised
    window.showMinimized()
    qtbot.waitUntil(window.isMinimized)
    time.now += 119
    lock.look()
    assert told == [0]
    time.now += 1
    lock.look()
    lock.look()
    assert told == [0, 1]


def test_back_in_time(minimised: tuple[QWidget, MinimisedLock, Time, list[int]], qtbot: QtBot) -> None:
    window, lock, time, told = minimised
    window.showMinimized()
    qtbot.waitUntil(window.isMinimized)
    time.now += 100
    window.showNormal()
    qtbot.waitUntil(lambda: not window.isMinimized())
    time.now += 1000
    lock.look()
    assert told == [0]


def test_a_laptop_that_slept_meanwhile_locks_as_the_window_comes_back(
    minimised: tuple[QWidget, MinimisedLock, Time, list[int]], qtbot: QtBot
) -> None:
    window, _lock, time, told = minimised
    window.showMinimized()
    qtbot.waitUntil(window.isMinimized)
    time.now += 3600
    window.showNormal()
    qtbot.waitUntil(lambda: told == [0, 1])


def test_the_unlock_screen_says_that_it_was_minimised(life: Life) -> None:
    life.make()
    program = life.unlocked()
    life.lock(program, "minimised")
    locked = life.boot().memory.now.locked
    assert why_locked(locked).startswith("The window had been minimised for two minutes, at ")


# the clipboard ------------------------------------------------------------------------------------------------


COPYING = """
import sys, time
from PySide6.QtWidgets import QApplication, QLineEdit
from PySide6.QtCore import QMimeData
from PySide6.QtTest import QTest
from ui.shell.clipboard_guard import MARKS, ClipboardGuard

application = QApplication([])
clipboard = application.clipboard()
what = sys.argv[1]
guard = ClipboardGuard(milliseconds=60_000 if what == "lock" else 700)
field = QLineEdit("Maisie has a bruise")
field.show()
QTest.qWait(100)
if what == "kinds":
    mixed = QMimeData()
    mixed.setText("plain")
    mixed.setHtml("<b>rich</b>")
    clipboard.setMimeData(mixed)
else:
    field.selectAll()
    field.copy()
QTest.qWait(100)
held = clipboard.mimeData()
print(held.text(), held.html() if what == "kinds" else "", sep="|", flush=True)
print({name: bytes(held.data(name).data()) for name in MARKS} == MARKS, flush=True)
input()
if what == "lock":
    guard.forget()
else:
    QTest.qWait(1200)
print(clipboard.text(), flush=True)
"""
TAKING = """
from PySide6.QtWidgets import QApplication, QWidget
from PySide6.QtTest import QTest

application = QApplication([])
window = QWidget()
window.show()
QTest.qWait(100)
print(application.clipboard().text(), flush=True)
application.clipboard().setText("a shopping list")
QTest.qWait(100)
print("taken", flush=True)
QTest.qWait(3000)
"""


@pytest.fixture(scope="module")
def display() -> Iterator[str]:
    """A display of the tests' own: without one nobody owns a clipboard."""
    if shutil.which("Xvfb") is None:
        pytest.skip("needs Xvfb")
    reader, writer = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(writer), "-nolisten", "tcp", "-screen", "0", "800x600x24"],
        pass_fds=(writer,), stderr=subprocess.DEVNULL,
    )  # fmt: skip
    os.close(writer)
    with os.fdopen(reader) as told:
        yield f":{told.readline().strip()}"
    server.kill()
    server.wait()


@contextlib.contextmanager
def _program(display: str, source: str, *words: str) -> Iterator[Any]:
    environment = dict(os.environ) | {"DISPLAY": display, "QT_QPA_PLATFORM": "xcb", "PYTHONPATH": str(ROOT)}
    made = subprocess.Popen(
        [sys.executable, "-c", source, *words],
        env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        yield made
    finally:
        made.kill()
        made.wait()
        for stream in (made.stdin, made.stdout):
            if stream is not None:
                stream.close()


def _go_on(program: Any) -> None:
    program.stdin.write("\n")
    program.stdin.flush()


@pytest.mark.parametrize("what", ["time", "lock"])
def test_what_is_copied_carries_the_marks_and_goes(display: str, what: str) -> None:
    with _program(display, COPYING, what) as copying:
        assert copying.stdout.readline() == "Maisie has a bruise|\n"
        assert copying.stdout.readline() == "True\n"
        _go_on(copying)
        assert copying.stdout.readline() == "\n"


def test_all_kinds_of_a_copy_stay_together(display: str) -> None:
    with _program(display, COPYING, "kinds") as copying:
        assert copying.stdout.readline() == "plain|<b>rich</b>\n"
        assert copying.stdout.readline() == "True\n"


def test_what_another_program_copied_meanwhile_is_left_alone(display: str) -> None:
    with _program(display, COPYING, "time") as copying:
        assert copying.stdout.readline() == "Maisie has a bruise|\n"
        copying.stdout.readline()
        with _program(display, TAKING) as taking:
            _go_on(copying)
            assert taking.stdout.readline() in ("Maisie has a bruise\n", "\n")
            assert taking.stdout.readline() == "taken\n"
            assert copying.stdout.readline() == "a shopping list\n"


# pictures of the screen ---------------------------------------------------------------------------------------


def test_every_window_is_kept_out_of_pictures_as_it_is_shown(qtbot: QtBot) -> None:
    kept: list[int] = []
    guard = PictureGuard(lambda window: bool(kept.append(window)) or True)
    window, inside, dialog = QWidget(), QLineEdit(), QDialog()
    for widget in (window, dialog):
        qtbot.addWidget(widget)
    inside.setParent(window)
    window.show()
    dialog.show()
    assert set(kept) == {int(window.winId()), int(dialog.winId())}
    application = QCoreApplication.instance()
    assert application is not None
    application.removeEventFilter(guard)


@pytest.mark.skipif(windows_only.HERE, reason="what is done where there is no Windows")
def test_elsewhere_nothing_of_windows_is_asked(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    assert windows_only.keep_out_of_pictures(int(window.winId())) is False
    assert windows_only.tell_when_left(int(window.winId()), lambda: None) is None


def test_the_filter_reads_windows_messages_and_keeps_none(qtbot: QtBot) -> None:
    import ctypes

    told: list[int] = []
    leaving = windows_only.LeavingFilter(lambda: told.append(1))
    for number, reason in ((0x02B1, 0x7), (0x02B1, 0x8), (0x0218, 0x4), (0x0100, 0x7)):
        message = windows_only.Message(0, number, reason, 0)
        assert leaving.nativeEventFilter(b"windows_generic_MSG", ctypes.addressof(message)) == (False, 0)
        assert leaving.nativeEventFilter(b"xcb_generic_event_t", ctypes.addressof(message)) == (False, 0)
    assert told == [1, 1]


# in the way of the lock ---------------------------------------------------------------------------------------


def test_a_dialog_and_a_menu_close_and_the_lock_goes_on(life: Life, qtbot: QtBot, tmp_path: Path) -> None:
    life.make()
    program = life.unlocked()
    program.session.open(Place("cases"))
    life.settle(program)
    of_others = {widget for widget in QApplication.topLevelWidgets() if widget.isVisible()}
    answered: list[str] = []
    seen: list[Any] = []

    def lock() -> None:
        seen.extend(widget for widget in QApplication.topLevelWidgets() if widget.isVisible())
        QTest.keyClick(program.window, Qt.Key.Key_F1)
        program.lock("sleep")

    QTimer.singleShot(300, lock)
    options = QFileDialog.Option.DontUseNativeDialog
    answered.append(QFileDialog.getSaveFileName(program.window, "Save", str(tmp_path), options=options)[0])
    assert answered == [""]
    assert any(isinstance(widget, QFileDialog) for widget in seen)
    qtbot.waitUntil(lambda: life.restarted == [life.folder], timeout=10_000)
    assert [w for w in QApplication.topLevelWidgets() if w.isVisible() and w not in of_others] == []
    assert program.window.windowTitle() == "PCLO Case File"


def test_an_event_of_another_widget_is_nobodys_business(minimised: Any) -> None:
    window, lock, time, told = minimised
    other = QWidget()
    assert lock.eventFilter(other, QEvent(QEvent.Type.WindowStateChange)) is False
    time.now += 10_000
    lock.look()
    assert told == [0] and window.isVisible()
