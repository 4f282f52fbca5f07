"""When the computer itself is locked, put to sleep or its lid is closed, the case file locks too.

Windows tells windows so (session notification, power broadcast); Linux tells it on the
system bus (logind). Where neither can be heard, the idle lock still finds on waking that
too much time has passed.
"""

from __future__ import annotations

import contextlib
import ctypes
import sys
from typing import Any

from PySide6.QtCore import SLOT, QAbstractNativeEventFilter, QByteArray, QCoreApplication, QObject, Signal, Slot
from PySide6.QtWidgets import QWidget

_WM_WTSSESSION_CHANGE, _WTS_SESSION_LOCK, _WTS_CONSOLE_DISCONNECT, _WTS_SESSION_LOGOFF = 0x02B1, 0x7, 0x2, 0x6
_WM_POWERBROADCAST, _PBT_APMSUSPEND = 0x0218, 0x4
_NOTIFY_FOR_THIS_SESSION = 0


def means_lock(message: int, reason: int) -> bool:
    """Whether a Windows message says that nobody is at the computer any more."""
    if message == _WM_WTSSESSION_CHANGE:
        return reason in (_WTS_SESSION_LOCK, _WTS_CONSOLE_DISCONNECT, _WTS_SESSION_LOGOFF)
    return message == _WM_POWERBROADCAST and reason == _PBT_APMSUSPEND


class _Message(ctypes.Structure):
    """The beginning of Windows' MSG."""

    _fields_ = (
        ("window", ctypes.c_void_p),
        ("message", ctypes.c_uint),
        ("reason", ctypes.c_size_t),
        ("more", ctypes.c_ssize_t),
    )


class _WindowsFilter(QAbstractNativeEventFilter):
    """Reads the messages that Windows sends to our windows; never keeps one from them."""

    def __init__(self, events: SessionEvents) -> None:
        super().__init__()
        self._events = events

    def nativeEventFilter(self, kind: QByteArray | bytes | bytearray | memoryview, message: int) -> Any:
        if QByteArray(kind).data() in (b"windows_generic_MSG", b"windows_dispatcher_MSG"):
            found = _Message.from_address(int(message))
            if means_lock(found.message, found.reason):
                self._events.gone.emit()
        return False, 0


class SessionEvents(QObject):
    """Says when the computer is left."""

    gone = Signal()

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._filter: _WindowsFilter | None = None
        if sys.platform == "win32":
            self._listen_to_windows(window)
        elif sys.platform.startswith("linux"):
            self._listen_to_logind()

    def _listen_to_windows(self, window: QWidget) -> None:
        application = QCoreApplication.instance()
        with contextlib.suppress(OSError, AttributeError):
            wts = getattr(ctypes, "windll").wtsapi32  # noqa: B009  (absent from the type information elsewhere)
            wts.WTSRegisterSessionNotification(ctypes.c_void_p(int(window.winId())), _NOTIFY_FOR_THIS_SESSION)
            if application is not None:
                self._filter = _WindowsFilter(self)
                application.installNativeEventFilter(self._filter)

    def _listen_to_logind(self) -> None:
        try:
            from PySide6.QtDBus import QDBusConnection
        except ImportError:
            return
        bus = QDBusConnection.systemBus()
        if not bus.isConnected():
            return
        service, manager = "org.freedesktop.login1", "/org/freedesktop/login1"
        connect: Any = bus.connect  # its type asks for bytes where only text is taken
        connect(service, manager, f"{service}.Manager", "PrepareForSleep", self, SLOT("_sleep(bool)"))
        connect(service, "", f"{service}.Session", "Lock", self, SLOT("_lock()"))

    @Slot(bool)
    def _sleep(self, begins: bool) -> None:
        if begins:
            self.gone.emit()

    @Slot()
    def _lock(self) -> None:
        self.gone.emit()
