"""Keep `None` alive under Python 3.11.

PySide6 6.12 was built for Pythons in which `None` is immortal (3.12 and later). Under 3.11
`None` is counted like anything else, and that PySide6 takes one count away with every call
that returns nothing: after some thousands of calls the interpreter stops with "deallocating
None". Giving `None` a count that cannot run out does what 3.12 does by itself. Under 3.12
and later, or with a PySide6 that counts correctly, this changes nothing that can be noticed.
"""

from __future__ import annotations

import sys

_ENOUGH = 1 << 40


def keep_none_alive() -> bool:
    """Raise the reference count of the constants that Qt hands back. True if that was needed and done."""
    if sys.version_info >= (3, 12) or sys.implementation.name != "cpython":
        return False
    import ctypes

    raised = False
    for constant in (None, True, False, NotImplemented, ...):
        if sys.getrefcount(constant) >= _ENOUGH // 2:  # raised before, and used since
            continue
        count = ctypes.c_ssize_t.from_address(id(constant))
        if abs(count.value - sys.getrefcount(constant)) > 8:
            return False  # another memory layout (a debug build): leave it alone
        count.value += _ENOUGH
        raised = True
    return raised
