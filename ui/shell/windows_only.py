"""What only Windows has to tell or can do for our windows. The one file of the screens that speaks to its libraries.

Everything here is best effort and answers whether it was done. Elsewhere nothing is, and
nothing is asked of a library. Sources: Microsoft's pages of WM_WTSSESSION_CHANGE,
WM_POWERBROADCAST and SetWindowDisplayAffinity.
"""

from __future__ import annotations

import contextlib
import ctypes
import sys
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QAbstractNativeEventFilter, QByteArray, QCoreApplication

HERE = sys.platform == "win32"

_WM_WTSSESSION_CHANGE, _WTS_SESSION_LOCK, _WTS_CONSOLE_DISCONNECT, _WTS_SESSION_LOGOFF = 0x02B1, 0x7, 0x2, 0x6
_WTS_REMOTE_DISCONNECT = 0x4
_WM_POWERBROADCAST, _PBT_APMSUSPEND = 0x0218, 0x4
_NOTIFY_FOR_THIS_SESSION = 0
_SHOWN_NOWHERE_ELSE, _SHOWN_BLACK = 0x11, 0x1  # WDA_EXCLUDEFROMCAPTURE (Windows 10, 2004), WDA_MONITOR before it


def means_lock(message: int, reason: int) -> bool:
    """Whether a message says that nobody is at the computer any more."""
    if message == _WM_WTSSESSION_CHANGE:
        return reason in (_WTS_SESSION_LOCK, _WTS_CONSOLE_DISCONNECT, _WTS_REMOTE_DISCONNECT, _WTS_SESSION_LOGOFF)
    return message == _WM_POWERBROADCAST and reason == _PBT_APMSUSPEND


class Message(ctypes.Structure):
    """The beginning of Windows' MSG."""

    _fields_ = (
        ("window", ctypes.c_void_p),
        ("message", ctypes.c_uint),
        ("reason", ctypes.c_size_t),
        ("more", ctypes.c_ssize_t),
    )


class LeavingFilter(QAbstractNativeEventFilter):
    """Reads the messages that Windows sends to our windows; never keeps one from them."""

    def __init__(self, gone: Callable[[], None]) -> None:
        super().__init__()
        self._gone = gone

    def nativeEventFilter(self, kind: QByteArray | bytes | bytearray | memoryview, message: int) -> Any:
        if QByteArray(kind).data() in (b"windows_generic_MSG", b"windows_dispatcher_MSG"):
            found = Message.from_address(int(message))
            if means_lock(found.message, found.reason):
                self._gone()
        return False, 0


def tell_when_left(window: int, gone: Callable[[], None]) -> LeavingFilter | None:
    """Have ``gone`` called when the session is locked, left or put to sleep. Keep what is answered."""
    application = QCoreApplication.instance()
    if not HERE or application is None:
        return None
    with contextlib.suppress(OSError, AttributeError):
        _library("wtsapi32").WTSRegisterSessionNotification(ctypes.c_void_p(window), _NOTIFY_FOR_THIS_SESSION)
    made = LeavingFilter(gone)
    application.installNativeEventFilter(made)
    return made


def keep_out_of_pictures(window: int) -> bool:
    """Take a window out of screen pictures, recordings and shared screens; black where that is all there is."""
    if not HERE:
        return False
    with contextlib.suppress(OSError, AttributeError):
        affinity = _library("user32").SetWindowDisplayAffinity
        handle = ctypes.c_void_p(window)
        return bool(affinity(handle, _SHOWN_NOWHERE_ELSE) or affinity(handle, _SHOWN_BLACK))
    return False


def _library(name: str) -> Any:
    return getattr(getattr(ctypes, "windll"), name)  # noqa: B009  (absent from the type information elsewhere)
