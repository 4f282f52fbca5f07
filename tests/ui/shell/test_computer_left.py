"""The computer's own lock and sleep, told by a small logind and a screen saver on a bus of the test's own."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from ui.shell.session_events import SessionEvents

from .conftest import Life

pytestmark = pytest.mark.skipif(
    sys.platform != "linux" or shutil.which("dbus-daemon") is None, reason="needs a D-Bus daemon"
)

LOGIND, MANAGER, OURS = "org.freedesktop.login1", "/org/freedesktop/login1", "/org/freedesktop/login1/session/_37"
OTHERS = "/org/freedesktop/login1/session/_38"
SCREENS = "org.freedesktop.ScreenSaver"


FAKE = """
import json, os, select, sys
from jeepney import DBusAddress, HeaderFields, MessageType, message_bus, new_error, new_method_return, new_signal
from jeepney.io.blocking import open_dbus_connection

address, names, session = sys.argv[1], sys.argv[2].split(), sys.argv[3]
bus = open_dbus_connection(address, enable_fds=True)
for name in names:
    bus.send_and_get_reply(message_bus.RequestName(name))
reader, writer = os.pipe()
told = open(0, "rb", buffering=0)  # a buffer would hide lines from select
print("ready", flush=True)

def serve(message):
    if message.header.message_type is not MessageType.method_call:
        return
    member = message.header.fields.get(HeaderFields.member)
    print(json.dumps([member, message.body], default=str), flush=True)
    if member == "GetSession":
        answer = new_method_return(message, "o", (session,))
    elif member == "Inhibit":
        answer = new_method_return(message, "h", (writer,))
    else:
        answer = new_error(message, "org.freedesktop.DBus.Error.UnknownMethod")
    bus.send(answer)

while True:
    ready, _, _ = select.select([bus.sock, told], [], [])
    if bus.sock in ready:
        serve(bus.receive(timeout=1))
    elif line := told.readline():
        path, interface, member, signature, body = json.loads(line)
        if path == "held?":
            os.close(writer)
            print(json.dumps(["held", not select.select([reader], [], [], 0.2)[0]]), flush=True)
            continue
        bus.send(new_signal(DBusAddress(path, interface=interface), member, signature or None, tuple(body)))
    else:
        break
"""


class Bus:
    """A private bus with a logind that knows one session, takes an inhibitor, and says what it is told to say."""

    def __init__(self) -> None:
        self._daemon = subprocess.Popen(
            ["dbus-daemon", "--session", "--nofork", "--print-address"],
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
        )  # fmt: skip
        assert self._daemon.stdout is not None
        self.address = self._daemon.stdout.readline().strip()
        self._logind = subprocess.Popen(
            [sys.executable, "-c", FAKE, self.address, f"{LOGIND} {SCREENS}", OURS],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1,
        )  # fmt: skip
        assert self.heard() == "ready"

    def heard(self) -> Any:
        """The next thing that it was asked, or answers."""
        assert self._logind.stdout is not None
        line = self._logind.stdout.readline().strip()
        return line if line == "ready" else json.loads(line)

    def say(self, path: str, interface: str = "", member: str = "", signature: str = "", *body: Any) -> None:
        """Send a signal to whoever listens."""
        assert self._logind.stdin is not None
        self._logind.stdin.write(json.dumps([path, interface, member, signature, body]) + "\n")

    def close(self) -> None:
        for process in (self._logind, self._daemon):
            process.kill()
            process.wait()
            for stream in (process.stdin, process.stdout):
                if stream is not None:
                    stream.close()


@pytest.fixture
def bus() -> Iterator[Bus]:
    made = Bus()
    yield made
    made.close()


@pytest.fixture
def told(bus: Bus, qtbot: QtBot) -> Iterator[list[int]]:
    window = QWidget()
    qtbot.addWidget(window)
    events = SessionEvents(window, system_bus=bus.address, session_bus=bus.address)
    heard: list[int] = []
    events.gone.connect(lambda: heard.append(1))
    yield heard
    window.close()


def test_sleep_is_heard_and_waking_is_not(bus: Bus, told: list[int], qtbot: QtBot) -> None:
    bus.say(MANAGER, f"{LOGIND}.Manager", "PrepareForSleep", "b", True)
    qtbot.waitUntil(lambda: told == [1])
    bus.say(MANAGER, f"{LOGIND}.Manager", "PrepareForSleep", "b", False)
    bus.say(OURS, f"{LOGIND}.Session", "Lock")
    qtbot.waitUntil(lambda: told == [1, 1])


def test_only_this_login_counts(bus: Bus, told: list[int], qtbot: QtBot) -> None:
    bus.say(OTHERS, f"{LOGIND}.Session", "Lock")
    bus.say(OURS, f"{LOGIND}.Session", "Unlock")
    bus.say(OURS, f"{LOGIND}.Session", "Lock")
    qtbot.waitUntil(lambda: bool(told))
    qtbot.wait(50)
    assert told == [1]


def test_the_desktops_screen_lock_is_heard(bus: Bus, told: list[int], qtbot: QtBot) -> None:
    bus.say("/org/freedesktop/ScreenSaver", SCREENS, "ActiveChanged", "b", False)
    bus.say("/org/freedesktop/ScreenSaver", SCREENS, "ActiveChanged", "b", True)
    qtbot.waitUntil(lambda: told == [1])


def test_sleep_waits_for_the_case_file(bus: Bus, told: list[int]) -> None:
    assert bus.heard() == ["GetSession", ["auto"]]
    assert bus.heard() == ["Inhibit", ["sleep", "PCLO Case File", "Closes the case file before sleep", "delay"]]
    bus.say("held?")
    assert bus.heard() == ["held", True], "until this process is gone"


def test_without_any_bus_nothing_is_heard_and_nothing_breaks(qtbot: QtBot, tmp_path: Path) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    SessionEvents(window, system_bus=f"unix:path={tmp_path}/none", session_bus=f"unix:path={tmp_path}/none")


@pytest.mark.parametrize(
    "left",
    [
        lambda bus: bus.say(MANAGER, f"{LOGIND}.Manager", "PrepareForSleep", "b", True),
        lambda bus: bus.say(OURS, f"{LOGIND}.Session", "Lock"),
    ],
    ids=["suspend", "screen lock"],
)
def test_the_program_locks_with_the_computer(bus: Bus, life: Life, qtbot: QtBot, left: Callable[[Bus], None]) -> None:
    life.make()
    program = life.unlocked()
    events = SessionEvents(program.window, system_bus=bus.address, session_bus=bus.address)
    events.gone.connect(lambda: program.lock("sleep"))
    left(bus)
    qtbot.waitUntil(lambda: life.restarted == [life.folder], timeout=10_000)
    assert program.memory.now.locked is not None
    assert program.memory.now.locked.why == "sleep" and program.memory.now.locked.kept
