"""Backups made, checked, thinned and put back; damaged files in quarantine with a report."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from pclo_app.casefile import backups, checkup, custody, integrity, restoring
from pclo_app.casefile.backup_files import Backup, path_of
from pclo_app.casefile.casefile import CaseFile
from pclo_app.casefile.errors import BackupDamaged, BackupOfAnother, BackupSlotsMissing, NotABackup
from pclo_app.records.custody import Epoch
from pclo_app.vault import files
from pclo_app.vault.device_secret import MemoryDeviceSecrets
from pclo_app.vault.errors import CaseFileDamaged, CaseFileInUse, FolderNotEmpty, TryLater, WrongPassphrase
from pclo_app.vault.pins import PinState
from tests.casefile.conftest import PASSPHRASE, entry
from tests.casefile.laptop import Laptop

NEW_WORDS = "ribbon ferment haycock outlier"


@pytest.fixture
def laptop(tmp_path: Path) -> Laptop:
    """Six rows and a document, a backup of them, three rows more, locked."""
    laptop = Laptop(tmp_path / "case")
    with laptop.make() as cf:
        digest = cf.put_blob(b"a scanned letter")
        laptop.write(cf, 4)
        cf.save(entry("with a letter"), case=laptop.case, attachments=[digest])
        backups.run(cf)
        laptop.write(cf, 3, "later")
    return laptop


def newest(laptop: Laptop) -> Backup:
    return backups.listed(laptop.folder)[0]


def flip(path: Path, place: int) -> None:
    """Change one byte."""
    data = bytearray(path.read_bytes())
    data[place] ^= 0x41
    path.write_bytes(data)


# making and keeping -------------------------------------------------------------------------------------------


def test_a_backup_is_due_once_a_day_and_is_a_whole_checked_copy(laptop: Laptop) -> None:
    with laptop.open() as cf:
        assert not backups.due(cf)
        laptop.clock.time += timedelta(days=1)
        assert backups.due(cf)
        told: list[tuple[int, int]] = []
        made = backups.run(cf, lambda done, total: told.append((done, total)))
        assert not backups.due(cf) and told[-1][0] == told[-1][1] > 0
        assert cf.vault.damage_of(made.path) == []
    assert [b.generation for b in backups.listed(laptop.folder)] == [1, 1]
    assert sorted(path.name for path in made.path.parent.iterdir()) == sorted(
        name for b in backups.listed(laptop.folder) for name in (b.path.name, b.slots_path.name)
    )
    data = made.path.read_bytes()
    assert b"SQLite format 3" not in data and b"ORRIN-VALE" not in data


def test_a_backup_that_is_stopped_leaves_nothing(laptop: Laptop) -> None:
    class Stop(Exception):
        pass

    def stop(done: int, total: int) -> None:
        raise Stop

    before = sorted(path.name for path in newest(laptop).path.parent.iterdir())
    laptop.clock.time += timedelta(days=1)
    with laptop.open() as cf:
        with pytest.raises(Stop):
            backups.run(cf, stop)
        assert sorted(path.name for path in newest(laptop).path.parent.iterdir()) == before


def test_a_damaged_case_file_does_not_push_out_a_good_backup(laptop: Laptop) -> None:
    before = [b.path for b in backups.listed(laptop.folder)]
    laptop.clock.time += timedelta(days=1)
    with laptop.open() as cf:
        flip(laptop.database, laptop.database.stat().st_size - 3000)
        cf.db.execute("PRAGMA shrink_memory").fetchall()
        with pytest.raises(CaseFileDamaged, match=r"case\.g1\.db"):
            backups.run(cf)
        assert not checkup.run(cf).ok
    assert [b.path for b in backups.listed(laptop.folder)] == before
    assert len(list(newest(laptop).path.parent.iterdir())) == 2


def test_five_days_and_four_weeks_are_kept() -> None:
    start = datetime(2026, 11, 22, 9, tzinfo=UTC)  # a Sunday
    made: list[Backup] = []
    for day in range(120):
        for hour in (0, 5):
            at = start + timedelta(days=day, hours=hour)
            made.append(Backup(path_of(Path("x"), at, 1), at, 1))
            made = backups.keepers(made)
            days = sorted({b.at.date() for b in made}, reverse=True)
            assert len(days) == len(made) <= 9 and days[0] == at.date()
            assert days[:5] == [(at - timedelta(days=n)).date() for n in range(5)][: len(days)]
            weeks = [d.isocalendar()[:2] for d in days[5:]]
            assert len(set(weeks)) == len(weeks)
    assert len(made) == 9
    assert max(b.at for b in made) - min(b.at for b in made) >= timedelta(days=28)


def test_backups_of_an_older_generation_go_when_the_new_one_has_a_good_one(laptop: Laptop) -> None:
    with laptop.open() as cf:
        custody.rotate(cf, PASSPHRASE)
    assert [b.generation for b in backups.listed(laptop.folder)] == [1]
    with laptop.open() as cf:
        assert cf.vault.generation == 2 and backups.due(cf)
        backups.run(cf)
    assert [b.generation for b in backups.listed(laptop.folder)] == [2]
    assert not list((laptop.folder / "backup").glob("*.g1.*"))


# putting back -------------------------------------------------------------------------------------------------


@pytest.fixture
def wrecked(laptop: Laptop) -> Laptop:
    """The same, and a page of the database is damaged."""
    flip(laptop.database, 4096 * 2 + 200)
    return laptop


def restored(
    laptop: Laptop, backup: Path | None = None, folder: Path | None = None, words: str = PASSPHRASE
) -> CaseFile:
    return backups.restore(
        backup or newest(laptop).path, folder or laptop.folder, words, secrets=laptop.secrets, clock=laptop.clock
    )


def test_t20_a_damaged_file_goes_untouched_into_quarantine_with_a_report(wrecked: Laptop) -> None:
    damaged = wrecked.database.read_bytes()
    cf, told = backups.restore_and_tell(
        newest(wrecked).path, wrecked.folder, PASSPHRASE, secrets=wrecked.secrets, clock=wrecked.clock, note="IT, 4711"
    )
    with cf:
        assert (cf.standing.state, cf.read_only, cf.epoch) == (PinState.HOLDS, None, 2)
        assert (told.seq, told.pinned_seq, told.missing_documents) == (6, 9, [])
        assert any("3 revisions of this laptop" in words for words in told.words)
        assert any("Return to office" in words for words in told.words) and cf.vault.notices[-1] == told.words[-1]
        row = cf.items(kind="epoch")[0].record
        assert isinstance(row, Epoch) and (row.why, row.note) == ("restored from a backup", "IT, 4711")
        assert integrity.verify(cf).ok
        wrecked.write(cf, 2, "after")
        assert cf.store.reach_of(cf.vault.device) == {1: 6, 2: 3}
    assert told.quarantine is not None
    assert (told.quarantine / "case.g1.db").read_bytes() == damaged
    report = (told.quarantine / "report.txt").read_text()
    for words in ("case.g1.db: it has been changed or damaged", "HMAC verification failed for page 3", "WHAT IS SAFE",
                  "WHAT TO DO", hashlib.sha256(damaged).hexdigest()):  # fmt: skip
        assert words in report
    for secret in ("ORRIN-VALE", "KM-0417", "Dawn", "letter", "later", "IT, 4711", cf.vault.vault_id):
        assert secret not in report
    assert not (wrecked.folder / restoring.STAGING).exists()
    assert wrecked.outcome(lambda cf: (cf.standing.state, cf.epoch)) == (PinState.HOLDS, 2)


def test_restoring_always_begins_a_new_chain_with_and_without_a_key_ring(tmp_path: Path) -> None:
    """T29's other half: no place of a chain is ever signed twice, however often the same backup is put back."""
    laptop = Laptop(tmp_path / "case", secrets=None)
    with laptop.make() as cf:
        laptop.write(cf, 2)
        made = backups.run(cf)
        laptop.write(cf, 2)
    signed: set[tuple[int, int]] = set()
    rows: set[tuple[int, int, str]] = set()
    for turn in range(3):
        with restored(laptop, made.path) as cf:
            assert cf.standing.state is PinState.NO_KEY_RING
            laptop.write(cf, 2, f"turn {turn}")
            found = {(ep, seq, rev.hex()) for ep, seq, rev in cf.db.execute("SELECT epoch, seq, rev FROM rev")}
            rows |= found
            signed |= {(ep, seq) for ep, seq, _ in found}
    assert len(rows) == len(signed) == 3 + 3 * 3
    assert len({ep for ep, _ in signed}) == 4


def test_restoring_a_whole_case_file_by_mistake_says_so(laptop: Laptop) -> None:
    with restored(laptop) as cf:
        assert cf.epoch == 2
    (report,) = (laptop.folder / "quarantine").rglob("report.txt")
    assert "every page checks out. It was put away because a backup was put back" in report.read_text()


def test_t09_a_backup_opens_with_its_own_key_slots_or_with_newer_ones(laptop: Laptop) -> None:
    with laptop.open() as cf:
        custody.change_passphrase(cf, PASSPHRASE, NEW_WORDS)
    # The folder's slots are newer and of the same generation: today's passphrase opens it, the old one is over.
    with pytest.raises(WrongPassphrase):
        restored(laptop)
    with restored(laptop, words=NEW_WORDS) as cf:
        assert cf.epoch == 2
    # With the folder's slots gone, those of the day of the backup, and the passphrase of that day.
    for name in ("keyslots.json", "keyslots.bak.json"):
        (laptop.folder / name).write_bytes(b"\0" * 100)
    with restored(laptop) as cf:
        assert len(cf.entries(laptop.case)) == 5


def test_t09_a_backup_of_an_older_generation_says_what_is_missing(laptop: Laptop) -> None:
    one = newest(laptop)
    with laptop.open() as cf:
        custody.rotate(cf, PASSPHRASE)
    with laptop.open() as cf:
        laptop.write(cf, 1)
    slots = one.slots_path.read_bytes()
    one.slots_path.unlink()
    with pytest.raises(BackupSlotsMissing) as refused:
        restored(laptop)
    assert "generation 1" in refused.value.sentence and "Here are key slots of generation 2" in refused.value.sentence
    assert one.slots_path.name in refused.value.sentence and refused.value.exit_code == 3
    one.slots_path.write_bytes(slots)
    cf, told = backups.restore_and_tell(one.path, laptop.folder, PASSPHRASE, secrets=laptop.secrets, clock=laptop.clock)
    with cf:
        assert cf.vault.generation == 1 and cf.read_only is None and cf.standing.state is PinState.HOLDS
        assert len(told.missing_documents) == 1  # its document went with the old generation
    assert laptop.outcome(lambda cf: cf.read_only) is None


def test_a_whole_copy_is_put_back_with_its_documents(laptop: Laptop, tmp_path: Path) -> None:
    with laptop.open() as cf:
        copy = cf.vault.backup(tmp_path / "stick")
        (digest,) = [blob for blob in cf.vault.blobs.names()]
        laptop.write(cf, 2)
    laptop.database.write_bytes(b"\x55" * 8192)
    shutil.rmtree(laptop.folder / "blobs")
    with pytest.raises(CaseFileDamaged):
        laptop.open()
    cf, told = backups.restore_and_tell(copy, laptop.folder, PASSPHRASE, secrets=laptop.secrets, clock=laptop.clock)
    with cf:
        assert told.missing_documents == [] and cf.vault.blobs.names() == [digest]
        assert (told.seq, told.pinned_seq) == (9, 11)


def test_into_a_new_folder_nothing_is_put_away(laptop: Laptop, tmp_path: Path) -> None:
    cf, told = backups.restore_and_tell(
        newest(laptop).path, tmp_path / "new", PASSPHRASE, secrets=laptop.secrets, clock=laptop.clock
    )
    with cf:
        assert told.quarantine is None and cf.epoch == 2 and cf.vault.folder == tmp_path / "new"
        assert told.missing_documents == []
        laptop.write(cf, 1)
    # The case file it came from is now the older copy of the two.
    assert laptop.outcome(lambda cf: cf.standing.state) is PinState.ROLLED_BACK


def test_documents_that_are_missing_or_damaged_are_named(wrecked: Laptop) -> None:
    (path,) = (wrecked.folder / "blobs").rglob("*.blob")
    flip(path, 40)
    cf, told = backups.restore_and_tell(
        newest(wrecked).path, wrecked.folder, PASSPHRASE, secrets=wrecked.secrets, clock=wrecked.clock
    )
    with cf:
        assert told.missing_documents == [hashlib.sha256(b"a scanned letter").hexdigest()]
        assert any("1 document that records name is not" in words for words in told.words)
    assert told.quarantine is not None
    assert len(list(told.quarantine.rglob("*.blob"))) == 1 and not path.exists()
    assert "a document that has been changed" in (told.quarantine / "report.txt").read_text()


def test_a_damaged_backup_is_refused_and_nothing_changes(wrecked: Laptop) -> None:
    one = newest(wrecked)
    flip(one.path, 4096 * 4 + 9)
    before = _files(wrecked.folder)
    with pytest.raises((BackupDamaged, CaseFileDamaged)):
        restored(wrecked)
    assert _files(wrecked.folder) == before


def test_what_cannot_be_restored(laptop: Laptop, tmp_path: Path) -> None:
    other = Laptop(tmp_path / "other", laptop.secrets)
    other.make().close()
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "letter.txt").write_text("x")
    for backup, folder, condition in (
        (newest(laptop).path, other.folder, BackupOfAnother),
        (newest(laptop).path, tmp_path / "full", FolderNotEmpty),
        (laptop.folder / "backup", laptop.folder, NotABackup),
        (laptop.folder / "keyslots.json", laptop.folder, NotABackup),
        (laptop.folder / "backup" / "case.20261103T160000Z.g1.db", laptop.folder, NotABackup),
    ):
        before = _files(folder)
        with pytest.raises(condition):
            restored(laptop, backup, folder)
        assert _files(folder) == before
    with laptop.open(), pytest.raises(CaseFileInUse):
        restored(laptop)


def test_wrong_passphrases_at_restoring_count_as_at_unlocking(laptop: Laptop) -> None:
    laptop.clock.time = datetime(2026, 11, 3, 16, 31, tzinfo=UTC)
    still = laptop.clock.time
    for _ in range(7):
        with pytest.raises((WrongPassphrase, TryLater)):
            backups.restore(
                newest(laptop).path, laptop.folder, "not these four words", secrets=laptop.secrets, clock=lambda: still
            )
    with pytest.raises(TryLater):
        CaseFile.open(laptop.folder, PASSPHRASE, secrets=laptop.secrets, clock=lambda: still)


class Killed(BaseException):
    """What a kill would do here."""


def test_killed_at_any_step_it_is_done_again(wrecked: Laptop, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    start = wrecked.copy("start")
    secrets = wrecked.secrets
    assert isinstance(secrets, MemoryDeviceSecrets)
    ring = dict(secrets._kept)
    steps = _steps(monkeypatch)
    kill_at = 0
    while True:
        kill_at += 1
        wrecked.put_back(start)
        secrets._kept = dict(ring)
        steps.left = kill_at
        try:
            cf = restored(wrecked)
        except Killed:
            steps.left = -1
            quarantined = [path.read_bytes() for path in wrecked.folder.rglob("quarantine/*/case.g1.db")]
            lying = [wrecked.database.read_bytes()] if wrecked.database.exists() else []
            assert (start / "case.g1.db").read_bytes() in quarantined + lying, kill_at
            cf = restored(wrecked)
            with cf:
                assert cf.read_only is None and cf.standing.state is PinState.HOLDS
                assert len(cf.entries(wrecked.case)) == 5 and cf.epoch >= 2
                wrecked.write(cf, 1)
            assert wrecked.outcome(lambda cf: (cf.read_only, integrity.verify(cf).ok)) == (None, True), kill_at
        else:
            cf.close()
            break
    assert kill_at > 8


class _Steps:
    left = -1


def _steps(monkeypatch: pytest.MonkeyPatch) -> _Steps:
    """Every rename and every whole file written is a moment at which the power may go."""
    steps = _Steps()

    def counted(real: object) -> object:
        def call(*given: object, **named: object) -> object:
            if steps.left > 0:
                steps.left -= 1
                if steps.left == 0:
                    raise Killed
            return real(*given, **named)  # type: ignore[operator]

        return call

    for name in ("replace", "write_whole"):
        monkeypatch.setattr(files, name, counted(getattr(files, name)))
    return steps


def _files(folder: Path) -> dict[str, bytes]:
    def found() -> Iterator[tuple[str, bytes]]:
        for path in folder.rglob("*"):
            if path.is_file() and path.name not in ("lock", "attempts.json"):
                yield path.relative_to(folder).as_posix(), path.read_bytes()

    return dict(found())


def test_what_a_kill_left_half_made_is_cleared_away(laptop: Laptop) -> None:
    place = laptop.folder / "backup"
    (place / ".tmp-case.20261101T000000Z.g1.db").write_bytes(b"half a copy")
    (place / "case.20261101T000000Z.g1.keyslots.json").write_bytes(b"{}")
    (laptop.folder / restoring.STAGING).mkdir()
    laptop.clock.time += timedelta(days=1)
    with laptop.open() as cf:
        assert checkup.run(cf).ok
        backups.run(cf)
    assert not (laptop.folder / restoring.STAGING).exists()
    assert sorted(path.suffix for path in place.iterdir()) == [".db", ".db", ".json", ".json"]


def test_putting_back_with_the_kit_signs_nothing_in_the_chain_that_ended(laptop: Laptop) -> None:
    """On a new laptop: the row that tells of the kit belongs into the new chain, for the old place is taken."""
    with laptop.open() as cf:
        kit = custody.make_kit(cf, PASSPHRASE, "safe").code
        backup = backups.run(cf)
        laptop.write(cf, 2, "later")
        known = [row.id for row in cf.store.rows(cf.vault.device, 1)]
    keys = MemoryDeviceSecrets()
    with backups.restore(backup.path, laptop.folder, PASSPHRASE, secrets=keys, clock=laptop.clock, kit=kit) as cf:
        assert [row.id for row in cf.store.rows(cf.vault.device, 1)] == known[:-2]
        assert cf.store.reach_of(cf.vault.device)[cf.epoch] == 2  # why it began, and that the kit was used
        assert custody.events(cf)[-1][1].act == "kit used"
