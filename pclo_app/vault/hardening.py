"""Small things that make it harder to read this process from outside. Called when the ui starts.

Each is best effort: a system that does not offer it is no reason not to start.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import sys

_PR_SET_DUMPABLE = 4


def harden_process() -> list[str]:
    """No core dumps, no other process reading our memory, new files for us alone. Gives what was done."""
    os.umask(0o077)
    done = ["new files are private"]
    if sys.platform == "win32":
        return done + _windows()
    return done + _unix()


def _unix() -> list[str]:
    import resource

    done = []
    with contextlib.suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        done.append("no core dumps")
    with contextlib.suppress(OSError, AttributeError):
        if ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0) == 0:
            done.append("memory closed to other processes of this user")
    return done


def _windows() -> list[str]:
    """A discretionary access list for this process without the right to read its memory.

    Others of this user may still ask it to stop, wait for it and see that it exists.
    """
    may_do = 0x00100000 | 0x1000 | 0x0001  # SYNCHRONIZE, PROCESS_QUERY_LIMITED_INFORMATION, PROCESS_TERMINATE
    with contextlib.suppress(OSError, AttributeError):
        windll = getattr(ctypes, "windll")  # noqa: B009  (absent from the type information elsewhere)
        description = ctypes.c_void_p()
        sddl = f"D:P(A;;{may_do:#x};;;OW)(A;;{may_do:#x};;;WD)(A;;0x1fffff;;;SY)"
        if not windll.advapi32.ConvertStringSecurityDescriptorToSecurityDescriptorW(
            ctypes.c_wchar_p(sddl), 1, ctypes.byref(description), None
        ):
            return []
        process = ctypes.c_void_p(windll.kernel32.GetCurrentProcess())
        dacl_security_information = 4
        if windll.advapi32.SetKernelObjectSecurity(process, dacl_security_information, description):
            return ["memory closed to other processes of this user"]
    return []
