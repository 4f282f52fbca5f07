"""T20. One byte changed anywhere on the disk is found, named, put aside, and what was lost comes back."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from pclo_app.casefile import backups, checkup, integrity
from pclo_app.casefile.casefile import CaseFile
from pclo_app.errors import KnownError
from pclo_app.records.case import Case
from pclo_app.sync.exchange import sync
from pclo_app.sync.introduce import MemoryDrop, enrol_directly
from pclo_app.vault import database
from pclo_app.vault.errors import CaseFileDamaged
from tests.endurance.kills import CHEAP, WORDS, entry
from tests.endurance.pages import SIZE, Pages

DAMAGES = 400
CLASSES = ("first", "leaf", "interior", "FTS", "freelist", "overflow")
Damage = Callable[[bytearray, random.Random], None]


class Clock:
    """A minute later at each look."""

    def __init__(self) -> None:
        self._now = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        self._now += timedelta(minutes=1)
        return self._now


@dataclass
class Ground:
    """A case file with pages of every class, three documents and a backup; each test works on a copy."""

    folder: Path
    key: str
    classes: dict[str, list[int]]
    head: str
    rows: int
    clock: Clock

    @property
    def database(self) -> Path:
        return next(self.folder.glob("case.g*.db"))

    def copy(self, where: Path) -> Path:
        shutil.copytree(self.folder, where)
        return where


@pytest.fixture(scope="module")
def ground(tmp_path_factory: pytest.TempPathFactory) -> Ground:
    folder = tmp_path_factory.mktemp("ground") / "vault"
    clock = Clock()
    with CaseFile.create(
        folder, WORDS, name="D Pettifer", rank="PCLO", role="PCLO", team="North", secrets=None, cost=CHEAP, clock=clock
    ) as cf:
        case = cf.save(Case(reference="KM-1", family="ORRIN"), case="").id
        cf.save_many((entry(f"event {number} " + "and what was said " * (number % 7)), case) for number in range(500))
        for number in range(3):
            digest = cf.put_blob(random.Random(number).randbytes(3000))
            cf.save(entry(f"a long letter {number} " + "with many words " * 900), case=case, attachments=(digest,))
            cf.put_draft(f"quick/{number}", b"what goes away again " * 2000)
        for number in range(3):
            cf.drop_draft(f"quick/{number}")
        backups.run(cf)
        roots = dict(cf.db.execute("SELECT name, rootpage FROM sqlite_schema WHERE rootpage > 0").fetchall())
        head, rows, key = cf.store.tip(cf.vault.device, 1).prev, cf.store.count(), cf.vault._database_key
    classes = Pages(folder / "case.g1.db", key).classes(roots)
    assert all(classes[name] for name in CLASSES), {name: len(pages) for name, pages in classes.items()}
    return Ground(folder, key, classes, head, rows, clock)


def flip(path: Path, place: int, chance: random.Random) -> None:
    raw = bytearray(path.read_bytes())
    raw[place] ^= 1 << chance.randrange(8)
    path.write_bytes(raw)


def found_at_check(folder: Path, clock: Clock) -> bool:
    """Whether the program finds fault: it does not open, or its daily check says so."""
    try:
        with CaseFile.open(folder, WORDS, clock=clock) as cf:
            return not checkup.run(cf).ok
    except CaseFileDamaged:
        return True


@pytest.mark.parametrize("name", CLASSES)
def test_t20_a_byte_in_each_class_of_page_is_found_and_the_backup_brings_the_same_head(
    ground: Ground, tmp_path: Path, name: str
) -> None:
    chance = random.Random(name)
    for number in chance.sample(ground.classes[name], min(4, len(ground.classes[name]))):
        folder = ground.copy(tmp_path / f"page{number}")
        path = folder / ground.database.name
        flip(path, (number - 1) * SIZE + chance.randrange(SIZE), chance)
        assert found_at_check(folder, ground.clock), number
        damaged = path.read_bytes()
    newest = backups.listed(folder)[0]
    with backups.restore(newest.path, folder, WORDS, secrets=None, clock=ground.clock) as cf:
        assert cf.epoch > 1
        assert cf.store.tip(cf.vault.device, 1).prev == ground.head
        assert cf.store.count() == ground.rows + 1  # the row that says that a new chain begins
        report = integrity.verify(cf)
        assert report.ok, report.problems
    kept = [file.read_bytes() for file in (folder / "quarantine").rglob("case.g1.db")]
    assert damaged in kept, "the damaged file is to stay as it was found"


def test_t20_what_was_written_after_the_backup_comes_back_from_the_office(tmp_path: Path) -> None:
    clock, drop = Clock(), MemoryDrop()
    people = {"officer": ("D Pettifer", "PCLO"), "sergeant": ("F Whitcombe", "DS")}
    made = {
        role: CaseFile.create(
            tmp_path / name, WORDS, name=who, rank=role, role=role, team="N", secrets=None, cost=CHEAP, clock=clock
        )
        for name, (who, role) in people.items()
    }
    officer, sergeant = made["PCLO"], made["DS"]
    enrol_directly(sergeant, officer)
    case = officer.save(Case(reference="KM-1", family="ORRIN"), case="").id
    backups.run(officer)
    for number in range(40):
        officer.save(entry(f"after the backup {number}"), case=case)
    for cf in (officer, sergeant, officer):
        sync(cf, drop)
    head = officer.store.tip(officer.vault.device, 1).prev
    officer.close()
    path = tmp_path / "officer" / "case.g1.db"
    flip(path, path.stat().st_size // 2, random.Random(5))
    assert found_at_check(tmp_path / "officer", clock)
    newest = backups.listed(tmp_path / "officer")[0]
    with backups.restore(newest.path, tmp_path / "officer", WORDS, secrets=None, clock=clock) as cf:
        assert cf.store.tip(cf.vault.device, 1).prev != head
        for each in (cf, sergeant, cf, sergeant, cf):
            sync(each, drop)
        assert cf.store.tip(cf.vault.device, 1).prev == head
        assert sum(item.record.fact.startswith("after the backup") for item in cf.entries(case)) == 40
        assert sergeant.store.forks() == [] and cf.store.forks() == []
        for each in (cf, sergeant):
            report = integrity.verify(each)
            assert report.ok, report.problems
    sergeant.close()


def test_t20_undamaged_it_says_nothing(ground: Ground, tmp_path: Path) -> None:
    """Else the tests above could not fail."""
    assert not found_at_check(ground.copy(tmp_path / "whole"), ground.clock)


def _bit(page: bytearray, chance: random.Random) -> None:
    page[chance.randrange(SIZE)] ^= 1 << chance.randrange(8)


def _byte(page: bytearray, chance: random.Random) -> None:
    page[chance.randrange(SIZE)] ^= chance.randrange(1, 256)


def _burst(page: bytearray, chance: random.Random) -> None:
    start = chance.randrange(SIZE - 64)
    page[start : start + 64] = chance.randbytes(64)


def _zeros(page: bytearray, chance: random.Random) -> None:
    page[:] = bytes(SIZE)


def test_t20_400_random_damages_to_single_pages_400_found(ground: Ground, tmp_path: Path) -> None:
    """The page check of the daily look, on the database file itself."""
    path = tmp_path / "case.g1.db"
    whole = ground.database.read_bytes()
    chance = random.Random(400)
    found = 0
    for number in range(DAMAGES):
        raw = bytearray(whole)
        place = chance.randrange(len(whole) // SIZE) * SIZE
        page = raw[place : place + SIZE]
        (_bit, _byte, _burst, _zeros)[number % 4](page, chance)
        raw[place : place + SIZE] = page
        assert raw != whole
        path.write_bytes(raw)
        found += any(True for _ in database.damage(path, ground.key))
    path.write_bytes(whole)
    assert list(database.damage(path, ground.key)) == []
    assert found == DAMAGES


def test_t20_a_byte_in_each_document_is_found(ground: Ground, tmp_path: Path) -> None:
    chance = random.Random(20)
    folder = ground.copy(tmp_path / "copy")
    blobs = sorted(folder.rglob("*.blob"))
    assert len(blobs) == 3
    for path in blobs:
        good = path.read_bytes()
        for place in (0, 7, 8, 31, len(good) // 2, len(good) - 1, chance.randrange(len(good))):
            flip(path, place, chance)
            with CaseFile.open(folder, WORDS, clock=ground.clock) as cf:
                report = integrity.verify(cf)
            assert [problem.where for problem in report.problems] == [f"attachment {path.stem[:12]}"], place
            path.write_bytes(good)


def test_t20_every_byte_of_the_key_slots_is_found_and_mended(ground: Ground, tmp_path: Path) -> None:
    """The other copy opens the file, and the person is told. With both changed nothing opens and nothing is touched."""
    chance = random.Random(21)
    folder = ground.copy(tmp_path / "copy")
    slots, spare = folder / "keyslots.json", folder / "keyslots.bak.json"
    good = slots.read_bytes()
    for place in range(0, len(good), 3):
        flip(slots, place, chance)
        with CaseFile.open(folder, WORDS, clock=ground.clock) as cf:
            assert any("key slots" in notice for notice in cf.vault.notices), place
        assert slots.read_bytes() == good
    whole = (folder / ground.database.name).read_bytes()
    for place in chance.sample(range(len(good)), 5):
        for path in (slots, spare):
            path.write_bytes(good)
            flip(path, place, chance)
        with pytest.raises(KnownError) as refused:
            CaseFile.open(folder, WORDS, clock=ground.clock).close()
        assert str(refused.value)
        (folder / "attempts.json").unlink(missing_ok=True)
        assert (folder / ground.database.name).read_bytes() == whole
