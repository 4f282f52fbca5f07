"""What is still to be done about the keys: told on Today and in Settings until it is done."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pclo_app.casefile import custody
from pclo_app.casefile.casefile import CaseFile
from pclo_app.casefile.custody import SlotLine


@dataclass(frozen=True)
class Task:
    """One thing."""

    words: str
    more: str


NO_KIT = Task("There is no emergency kit yet.", "Without it, a laptop set up anew cannot open this case file.")
NOT_TESTED = Task("The emergency kit was never tested.", "Type its code once, so that you know the paper is right.")
NO_RECOVERY = Task(
    "Office recovery is not set up.", "Without it, a forgotten passphrase means that what is only here is lost."
)


def of(lines: Sequence[SlotLine]) -> list[Task]:
    """What is open, the most pressing first."""
    kinds = {line.type for line in lines}
    found = []
    if "pass+device" in kinds and "kit+pass" not in kinds:
        found.append(NO_KIT)
    if any(line.type == "kit+pass" for line in lines) and not any(
        line.tested for line in lines if line.type == "kit+pass"
    ):
        found.append(NOT_TESTED)
    if "recovery" not in kinds:
        found.append(NO_RECOVERY)
    return found


def open_tasks(cf: CaseFile) -> list[Task]:
    """The same, read from the case file."""
    return of(custody.slots(cf))
