"""When the computer itself is locked, put to sleep or its lid is closed, the case file locks too.

Windows tells windows so (`windows_only`). Linux tells it on its buses: logind on the system
bus (sleep, and the lock that `loginctl` and the lid ask for), the desktop's screen lock on
the session bus. Where nothing can be heard, the idle lock still finds on waking that too
much time has passed.

Before sleep logind waits, for up to five seconds, for those who asked it to: the case file
is closed in that time, so that it is not open while the laptop is carried.
"""

from __future__ import annotations

import contextlib
import os
import sys
from typing import Any

from PySide6.QtCore import SLOT, QObject, Signal, Slot
from PySide6.QtWidgets import QWidget

from . import windows_only

_LOGIND, _MANAGER = "org.freedesktop.login1", "/org/freedesktop/login1"
_MOMENT = 1000  # milliseconds
_SCREENS = (
    ("org.freedesktop.ScreenSaver", "/org/freedesktop/ScreenSaver"),
    ("org.freedesktop.ScreenSaver", "/ScreenSaver"),
    ("org.gnome.ScreenSaver", "/org/gnome/ScreenSaver"),
)


class SessionEvents(QObject):
    """Says when the computer is left."""

    gone = Signal()

    def __init__(self, window: QWidget, *, system_bus: str = "", session_bus: str = "") -> None:
        """The addresses are for buses other than the computer's own."""
        super().__init__(window)
        self._held: int | None = None
        self._filter: Any = None
        if sys.platform == "win32":
            self._filter = windows_only.tell_when_left(int(window.winId()), self.gone.emit)
        elif sys.platform.startswith("linux"):
            self._listen(system_bus, session_bus)

    def _listen(self, system_bus: str, session_bus: str) -> None:
        try:
            from PySide6.QtDBus import QDBusConnection
        except ImportError:
            return
        system = (
            QDBusConnection.connectToBus(system_bus, f"pclo-{os.urandom(6).hex()}")
            if system_bus
            else QDBusConnection.systemBus()
        )
        if system.isConnected():
            connect: Any = system.connect  # its type asks for bytes where only text is taken
            connect(_LOGIND, _MANAGER, f"{_LOGIND}.Manager", "PrepareForSleep", self, SLOT("_sleep(bool)"))
            ours = self._own_session(system)
            connect(_LOGIND, ours, f"{_LOGIND}.Session", "Lock", self, SLOT("_lock()"))
            self._hold_back_sleep(system)
        address = session_bus or os.environ.get("DBUS_SESSION_BUS_ADDRESS", "")
        if not address:  # asking for a bus that is not there would start one
            return
        session = QDBusConnection.connectToBus(address, f"pclo-{os.urandom(6).hex()}")
        if session.isConnected():
            connect = session.connect
            for name, path in _SCREENS:
                connect(name, path, name, "ActiveChanged", self, SLOT("_covered(bool)"))

    def _own_session(self, bus: Any) -> str:
        """The path of this login at logind; empty, which hears all logins, where logind does not know us."""
        found = _ask(bus, "GetSession", os.environ.get("XDG_SESSION_ID") or "auto")
        path = getattr(found, "path", None)
        return str(path()) if callable(path) else ""

    def _hold_back_sleep(self, bus: Any) -> None:
        """Ask logind to wait with sleep until this process has closed the case file and gone."""
        found = _ask(bus, "Inhibit", "sleep", "PCLO Case File", "Closes the case file before sleep", "delay")
        descriptor = getattr(found, "fileDescriptor", None)
        if callable(descriptor):
            with contextlib.suppress(OSError):
                self._held = os.dup(descriptor())

    @Slot(bool)
    def _sleep(self, begins: bool) -> None:
        if begins:
            self.gone.emit()

    @Slot()
    def _lock(self) -> None:
        self.gone.emit()

    @Slot(bool)
    def _covered(self, on: bool) -> None:
        if on:
            self.gone.emit()


def _ask(bus: Any, method: str, *values: Any) -> Any:
    """What logind's manager answers; None where it does not, or takes longer than a moment."""
    from PySide6.QtDBus import QDBus, QDBusMessage

    call = QDBusMessage.createMethodCall(_LOGIND, _MANAGER, f"{_LOGIND}.Manager", method)
    call.setArguments(list(values))
    reply = bus.call(call, QDBus.CallMode.Block, _MOMENT)
    found = reply.arguments()
    return found[0] if found and not reply.errorName() else None
