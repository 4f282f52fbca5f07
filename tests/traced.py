"""Every buffer that a program hands to the system to be written, searched for words. With strace, where it may be."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterable
from pathlib import Path

from tests.endurance.power import can_trace

__all__ = ["can_trace", "command", "written"]

_CALLS = "write,pwrite64,writev,pwritev,pwritev2,sendto,sendmsg,sendmmsg,vmsplice,mq_timedsend"
_LONGEST = 1 << 26
_TARGET = re.compile(rb"^\d+ +\w+\(\d+<([^>]*)>")


def command(trace: Path) -> list[str]:
    """The words to put before a command, so that all that it and its children write is noted."""
    words = ["strace", "-f", "-qq", "-y", "-s", str(_LONGEST), "-e", f"trace={_CALLS}", "-e", "signal=none"]
    if "seccomp" in subprocess.run(["strace", "--help"], capture_output=True, text=True, check=False).stdout:
        words.append("--seccomp-bpf")  # only these calls stop the process
    return [*words, "-o", str(trace)]


def written(trace: Path, words: Iterable[str]) -> dict[str, set[str]]:
    """To what (a path, a pipe, a socket) which of the words were written, as UTF-8 or as UTF-16. Plain ASCII words."""
    forms = {word: (word.encode(), "\\0".join(word).encode()) for word in words}
    found: dict[str, set[str]] = {}
    with trace.open("rb") as lines:
        for line in lines:
            names = {word for word, (narrow, wide) in forms.items() if narrow in line or wide in line}
            if names:
                target = _TARGET.match(line)
                found.setdefault(target.group(1).decode() if target else "?", set()).update(names)
    return found
