"""Memory that is not needed any more, given back to the system."""

from __future__ import annotations

import contextlib
import ctypes
import sys
from typing import Any

_M_ARENA_MAX = -8


def one_heap() -> None:
    """One heap for all threads, before the first of them starts.

    The C library of Linux gives each thread a heap of its own, and what one of them frees is
    lost to the others: with the worker's and the screens' apart, a case of 20,000 entries took
    20 MiB more. Only one thread runs Python at a time, so nothing waits for it.
    """
    if sys.platform == "linux":
        with contextlib.suppress(OSError, AttributeError):  # another C library has no such call, and no such habit
            ctypes.CDLL(None).mallopt(_M_ARENA_MAX, 1)


def give_back(connection: Any) -> None:
    """Let go of the pages that are kept decrypted, after work that read far more of them than anybody works with.

    The C library of Linux keeps what was freed unless it is asked; elsewhere the system sees to it.
    """
    connection.execute("PRAGMA shrink_memory").fetchall()
    if sys.platform == "linux":
        with contextlib.suppress(OSError, AttributeError):
            ctypes.CDLL(None).malloc_trim(0)
