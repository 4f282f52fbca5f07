"""One officer's laptop: a case file on disk, a key ring, a clock, and what can be done to the files behind its back."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from pclo_app.casefile.casefile import CaseFile
from pclo_app.records.case import Case
from pclo_app.vault.device_secret import DeviceSecrets, MemoryDeviceSecrets
from tests.casefile.conftest import CHEAP, PASSPHRASE, TurnedClock, entry


@dataclass
class Laptop:
    """What an officer, or somebody with access to the disk, can do."""

    folder: Path
    secrets: DeviceSecrets | None = field(default_factory=MemoryDeviceSecrets)
    clock: TurnedClock = field(default_factory=TurnedClock)
    case: str = ""

    def make(self) -> CaseFile:
        """A new case file with one case, open."""
        cf = CaseFile.create(
            self.folder, PASSPHRASE, name="Dawn Pettifer", rank="PCLO (Band D)", role="PCLO", team="Team North",
            secrets=self.secrets, cost=CHEAP, clock=self.clock,
        )  # fmt: skip
        self.case = cf.save(Case(reference="KM-0417", family="ORRIN-VALE"), case="").id
        return cf

    def open(self, folder: Path | None = None) -> CaseFile:
        """The case file, unlocked again."""
        return CaseFile.open(folder or self.folder, PASSPHRASE, secrets=self.secrets, clock=self.clock)

    def write(self, cf: CaseFile, count: int, words: str = "entry") -> list[str]:
        """Add entries; answers their ids."""
        return [cf.save(entry(f"{words} {n}"), case=self.case).id for n in range(count)]

    def session(self, count: int, words: str = "entry") -> None:
        """Unlock, add entries, lock."""
        with self.open() as cf:
            self.write(cf, count, words)

    @property
    def database(self) -> Path:
        """The database of the first generation."""
        return self.folder / "case.g1.db"

    def copy(self, name: str = "old") -> Path:
        """Copy the whole folder, as a backup program of the operating system would."""
        target = self.folder.with_name(name)
        shutil.copytree(self.folder, target)
        return target

    def put_back(self, copy: Path) -> None:
        """The whole old folder in place of the new one."""
        shutil.rmtree(self.folder)
        shutil.copytree(copy, self.folder)

    def outcome(self, look: Callable[[CaseFile], object]) -> object:
        """Unlock, look, lock."""
        with self.open() as cf:
            return look(cf)
