"""A folder with the practice case, ready to open: an officer's case file and a sergeant's.

All of it is made up, so the passphrase lies beside the case files, no key ring is used, and
the folder can be copied to any laptop. It is built under another name and put in place as a
whole: an interrupted build leaves nothing that looks like a case file.
"""

from __future__ import annotations

import shutil
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Protocol

from ..vault.keys import FLOOR, Cost
from ..vault.vault import is_case_file
from . import sample
from .casefile import CaseFile
from .errors import DemoFolderTaken
from .sample import Presented, StoryClock

PASSPHRASE = "kettle lantern orchard pebble"
"""Open to everybody, because what it opens is made up."""

STORY_NOW = datetime(2026, 11, 18, 8, 40, tzinfo=UTC)
"""The morning on which the practice case is opened: two days before the conference of the story."""

Progress = Callable[[str, int, int], None]
"""What is being done, how much of it is done, and how much there is."""


class Team(Protocol):
    """What the exchange between laptops does for the sample; the sync package has it."""

    def enrol(self, officer: CaseFile, sergeant: CaseFile) -> None:
        """Put both laptops into one roster."""

    def exchange(self, sender: CaseFile, receiver: CaseFile) -> None:
        """Give the one all rows of the other."""


@dataclass(frozen=True)
class Demo:
    """Where the parts of the practice folder are."""

    officer: Path
    sergeant: Path
    passphrase_file: Path

    @classmethod
    def at(cls, folder: Path) -> Demo:
        """The parts of a practice folder, whether they are there or not."""
        return cls(folder / "officer", folder / "sergeant", folder / "passphrase.txt")

    @property
    def passphrase(self) -> str:
        """The passphrase of both case files."""
        return self.passphrase_file.read_text(encoding="utf-8").strip()

    @property
    def complete(self) -> bool:
        """Whether the folder holds the whole sample."""
        return self.passphrase_file.is_file() and is_case_file(self.officer) and is_case_file(self.sergeant)


class PracticeClock:
    """The time in the practice case: it begins where the story stands and goes on from there.

    So the conference is always ahead and the limits are always near, whatever the day outside.
    """

    def __init__(self, elapsed: Callable[[], float] = time.monotonic) -> None:
        self._elapsed = elapsed
        self._began = elapsed()
        self._start = STORY_NOW

    def __call__(self) -> datetime:
        return self._start + timedelta(seconds=int(self._elapsed() - self._began))

    def not_before(self, moment: datetime) -> None:
        """What was practised before has happened."""
        self._start += max(timedelta(0), moment - self())


def open_practice(folder: Path, passphrase: str) -> CaseFile:
    """One of the practice case files, with the story's own time."""
    clock = PracticeClock()
    cf = CaseFile.open(folder, passphrase, secrets=None, clock=clock)
    newest = cf.recent(limit=1)
    if newest:
        clock.not_before(datetime.fromisoformat(newest[0].at))
    return cf


def demo(
    folder: Path,
    *,
    presented: Presented | None = None,
    team: Team | None = None,
    cost: Cost = FLOOR,
    progress: Progress | None = None,
) -> Demo:
    """Build the practice folder, or find it built already. What an officer did in it is never undone.

    ``presented`` makes the PDF that a chair is shown; without it no record is countersigned.
    ``team`` enrols both and exchanges their rows; without it the sergeant's case file is empty.
    Raises DemoFolderTaken where the folder holds something else.
    """
    folder = folder.absolute()
    found = Demo.at(folder)
    if found.complete:
        return found
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise DemoFolderTaken(folder=folder.name)
    folder.parent.mkdir(parents=True, exist_ok=True)
    building = Path(tempfile.mkdtemp(prefix=f".{folder.name}.building-", dir=folder.parent))
    try:
        _build(Demo.at(building), presented, team, cost, progress)
        if folder.exists():
            folder.rmdir()
        building.rename(folder)
    except OSError:
        shutil.rmtree(building, ignore_errors=True)
        if Demo.at(folder).complete:  # somebody else was quicker
            return found
        raise
    except BaseException:
        shutil.rmtree(building, ignore_errors=True)
        raise
    return found


def _build(parts: Demo, presented: Presented | None, team: Team | None, cost: Cost, progress: Progress | None) -> None:
    clock, later = StoryClock(), StoryClock()  # each laptop lives through the story from its beginning

    def told(what: str) -> sample.Progress | None:
        return None if progress is None else lambda done, total: progress(what, done, total)

    officer = CaseFile.create(
        parts.officer, PASSPHRASE, **sample.OFFICER, team=sample.TEAM, secrets=None, cost=cost, clock=clock
    )
    with closing(officer):
        sergeant = CaseFile.create(
            parts.sergeant, PASSPHRASE, **sample.SERGEANT, team=sample.TEAM, secrets=None, cost=cost, clock=later
        )
        with closing(sergeant):
            if team is not None:
                team.enrol(officer, sergeant)
            built = sample.build(officer, clock, presented=presented, progress=told("The officer’s case file"))
            if team is not None:
                team.exchange(officer, sergeant)
                sample.build(sergeant, later, author="sergeant", known=built, progress=told("The sergeant’s reviews"))
                team.exchange(sergeant, officer)
    parts.passphrase_file.write_text(PASSPHRASE + "\n", encoding="utf-8")
