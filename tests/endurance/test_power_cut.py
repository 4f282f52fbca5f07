"""T18. The power is cut: what was acknowledged is there. And the proof that the test would notice if it were not."""

from __future__ import annotations

import random
import shutil
from collections import Counter
from pathlib import Path

import pytest

from pclo_app.casefile import backups, integrity
from pclo_app.casefile.casefile import CaseFile
from pclo_app.records.case import Case
from pclo_app.vault import database
from pclo_app.vault.errors import WrongPassphrase
from tests.endurance.kills import CHEAP, WORDS, projected
from tests.endurance.power import Disk, Event, can_trace, cuts, record
from tests.endurance.power_writer import OTHER

pytestmark = pytest.mark.skipif(
    not can_trace(), reason="strace is missing, or may not look into processes: no way to record what is written"
)


@pytest.fixture
def pristine(tmp_path: Path) -> Path:
    folder = tmp_path / "vault"
    with CaseFile.create(
        folder, WORDS, name="D Pettifer", rank="PCLO", role="PCLO", team="North", secrets=None, cost=CHEAP
    ) as cf:
        cf.save(Case(reference="KM-1", family="ORRIN"), case="")
    return folder


def run(pristine: Path, tmp_path: Path, what: str, rounds: int = 0) -> list[Event]:
    """A real run on a copy, recorded."""
    folder = tmp_path / "traced"
    shutil.copytree(pristine, folder)
    writer = ["tests.endurance.power_writer", str(folder), what, str(rounds)]
    events = record(folder, writer, tmp_path / "trace")
    disk = Disk(pristine)
    for event in events:
        disk.run(event)
    left = {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    kept = disk.unharmed()
    wrong = sorted(name for name in kept.keys() | left.keys() if kept.get(name) != left.get(name))
    assert not wrong, f"the recording is not complete: {wrong}"
    return events


class Looker:
    """Opens what a cut left, with the program's own code, and counts what it finds."""

    def __init__(self, tmp_path: Path, seed: int) -> None:
        self.found: Counter[str] = Counter()
        self._folder = tmp_path / "found"
        self._chance = random.Random(seed)

    def __call__(self, disk: Disk) -> None:
        told = [line.split() for line in disk.said.decode().splitlines()]
        promised = {rev for line in told if line[0] != "draft" for rev in line}
        disk.cut(self._chance, self._folder)
        self.found["cuts"] += 1
        with CaseFile.open(self._folder, WORDS) as cf:
            here = {row[0].hex() for row in cf.db.execute("SELECT rev FROM rev")}
            self.found["cuts that lost something"] += bool(promised - here)
            self.found["revisions lost"] += len(promised - here)
            if told and told[-1][0] == "draft":
                draft = cf.draft("entry/next")
                saved = bool(here - promised) and draft is None  # the very next save may have come through
                self.found["drafts lost"] += not saved and draft != f"half a sentence {told[-1][1]}".encode()
            report = integrity.verify(cf)
            self.found["not whole"] += not report.ok
            self.found.update(problem.what for problem in report.problems)
            if self.found["cuts"] % 20 == 0:
                before = projected(cf)
                cf.rebuild()
                self.found["index not that of the journal"] += projected(cf) != before
        shutil.rmtree(self._folder)


def test_t18_500_power_cuts_lose_nothing_that_was_acknowledged(pristine: Path, tmp_path: Path) -> None:
    events = run(pristine, tmp_path, "FULL", rounds=4)
    assert {event.what for event in events} == {
        "write", "resize", "sync", "name", "rename", "forget", "sync folder", "say",
    }  # fmt: skip
    look = Looker(tmp_path, 1800)
    cuts(pristine, events, 500, random.Random(18), look)
    assert look.found["cuts"] == 500
    assert look.found["revisions lost"] == look.found["drafts lost"] == look.found["not whole"] == 0, look.found
    assert look.found["index not that of the journal"] == 0, look.found


def test_t18_guard_without_full_synchronisation_the_same_cuts_lose_work(pristine: Path, tmp_path: Path) -> None:
    """If this finds no loss, the test above has stopped being able to fail."""
    events = run(pristine, tmp_path, "NORMAL", rounds=2)
    look = Looker(tmp_path, 1801)
    cuts(pristine, events, 60, random.Random(19), look)
    assert look.found["cuts that lost something"] > 5, look.found


def test_t18_a_power_cut_while_keys_change_leaves_one_that_opens(pristine: Path, tmp_path: Path) -> None:
    """Backup, change of passphrase, kit, rotation: the old words or the new ones open a whole file, never neither."""
    events = run(pristine, tmp_path, "keys")
    chance, found = random.Random(1802), tmp_path / "found"
    opened: Counter[str] = Counter()

    def look(disk: Disk) -> None:
        told = disk.said.decode().split()
        disk.cut(chance, found)
        words = OTHER if "changed" in told else WORDS
        try:
            cf = CaseFile.open(found, words)
        except WrongPassphrase:
            assert "changed" not in told, "the new passphrase was acknowledged and does not open"
            words = OTHER
            cf = CaseFile.open(found, words)
        with cf:
            opened[f"generation {cf.vault.generation}, {'new' if words == OTHER else 'old'} words"] += 1
            assert cf.vault.generation == 2 or "rotated" not in told
            facts = [item.record.fact for item in cf.entries(cf.cases()[0].id)]
            assert ("before" in facts) >= ("backup" in told) and ("afterwards" in facts) >= ("afterwards" in told)
            report = integrity.verify(cf)
            assert report.ok, report.problems
            here = [each for each in backups.listed(found) if each.generation == cf.vault.generation]
            assert len(backups.listed(found)) >= ("backup" in told and "rotated" not in told)
            for each in here:
                assert list(database.damage(each.path, cf.vault._database_key)) == [], "a backup that is none"
        shutil.rmtree(found)

    cuts(pristine, events, 100, random.Random(20), look)
    assert {"generation 1, old words", "generation 1, new words", "generation 2, new words"} <= set(opened), opened
