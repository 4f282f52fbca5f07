"""Making and opening a case file, as the rest of the program does it."""

from __future__ import annotations

import hashlib
import os
import stat
from pathlib import Path

import pytest
from nacl.signing import VerifyKey

from pclo_app.vault import errors, folder, keys, keyslots
from pclo_app.vault.device_secret import MemoryDeviceSecrets, device_secret_name
from pclo_app.vault.keyslots import SlotType
from pclo_app.vault.vault import Vault, confirm, create, is_case_file, unlock
from tests.vault.vault_parts import CHEAP, NOW, WORDS

CANARY = "Canary Wren-Hollis of 12 Marsh Lane"


def fill(vault: Vault, rows: int = 200) -> None:
    vault.connection.execute("BEGIN")
    vault.connection.execute("CREATE TABLE note(body TEXT)")
    vault.connection.executemany("INSERT INTO note VALUES (?)", [(f"{CANARY} {n}",) for n in range(rows)])
    vault.connection.commit()


def test_what_was_written_is_there_after_unlocking(vault: Vault, secrets: MemoryDeviceSecrets) -> None:
    fill(vault)
    device, recipient, vault_id = vault.device, vault.age_recipient, vault.vault_id
    vault.close()
    with unlock(vault.folder, WORDS, secrets=secrets, now=NOW) as again:
        assert again.connection.execute("SELECT count(*) FROM note").fetchone() == (200,)
        assert (again.device, again.age_recipient, again.vault_id) == (device, recipient, vault_id)
        assert again.generation == 1
        assert again.failed_attempts == 0
        assert again.notices == ()


def test_no_file_holds_anything_readable(vault: Vault, secrets: MemoryDeviceSecrets) -> None:
    """Scan every file during a transaction, after it and after closing (T01 in small)."""
    vault.connection.execute("PRAGMA cache_size = 10")
    fill(vault, 5000)
    vault.connection.execute("BEGIN")
    vault.connection.execute("UPDATE note SET body = body || ' more'")
    vault.blobs.put(CANARY.encode() * 100)
    seed = secrets.get(device_secret_name(vault.vault_id))
    assert seed is not None
    forbidden = [CANARY.encode(), WORDS.encode(), vault.age_identity.encode(), seed, b"SQLite format 3"]
    for moment in ("in a transaction", "committed", "closed"):
        if moment == "committed":
            vault.connection.commit()
        if moment == "closed":
            vault.close()
        found = [path for path in vault.folder.rglob("*") if path.is_file()]
        assert len(found) >= 4
        for path in found:
            data = path.read_bytes() if path.name != "lock" else b""
            assert not [text for text in forbidden if text in data], (moment, path.name)


@pytest.mark.skipif(os.name == "nt", reason="Windows has access lists instead of modes")
def test_everything_is_for_the_owner_only(vault: Vault) -> None:
    fill(vault)
    vault.blobs.put(b"attachment")
    for path in [vault.folder, *vault.folder.rglob("*")]:
        assert not stat.S_IMODE(path.stat().st_mode) & 0o077, path


@pytest.mark.skipif(os.name == "nt", reason="Windows has access lists instead of modes")
def test_wider_rights_of_a_copied_file_are_taken_away(closed: Path, secrets: MemoryDeviceSecrets) -> None:
    (closed / "case.g1.db").chmod(0o644)
    with unlock(closed, WORDS, secrets=secrets, now=NOW) as vault:
        fill(vault)
        for name in ("case.g1.db", "case.g1.db-wal", "case.g1.db-shm"):
            assert stat.S_IMODE((closed / name).stat().st_mode) == 0o600


def test_identity(vault: Vault) -> None:
    signature = vault.signer.sign(b"a statement")
    assert len(signature) == 64
    VerifyKey(vault.signer.public).verify(b"a statement", signature)
    assert vault.device == hashlib.sha256(vault.signer.public).hexdigest()[:32]
    assert vault.age_identity.startswith("AGE-SECRET-KEY-1")
    assert vault.age_recipient.startswith("age1")
    assert len(vault.vault_id) == 32


def test_nothing_secret_in_what_objects_say_of_themselves(vault: Vault) -> None:
    shown = (
        repr(vault) + repr(vault.signer) + repr(vault.blobs) + repr(keyslots.Contents(b"v" * 32, b"s" * 32, "AGE-X"))
    )
    for secret in (vault._database_key, vault.age_identity, "AGE-X", "vvv"):
        assert secret not in shown


def test_wrong_passphrase(closed: Path, secrets: MemoryDeviceSecrets) -> None:
    with pytest.raises(errors.WrongPassphrase) as caught:
        unlock(closed, WORDS + "s", secrets=secrets, now=NOW)
    assert caught.value.failed == 1
    assert "not right" in caught.value.sentence
    with unlock(closed, WORDS, secrets=secrets, now=NOW) as vault:
        assert vault.failed_attempts == 1
    with unlock(closed, WORDS, secrets=secrets, now=NOW) as vault:
        assert vault.failed_attempts == 0


def test_same_words_from_another_keyboard(tmp_path: Path) -> None:
    """A composed and a decomposed é, a full-width letter: NFKC makes them one."""
    create(tmp_path / "c", "caf\u00e9 plunder zestfully immobile", secrets=None, cost=CHEAP, now=NOW).close()
    unlock(tmp_path / "c", "cafe\u0301 \uff50lunder zestfully immobile", secrets=None, now=NOW).close()


def test_weak_passphrase_makes_nothing(tmp_path: Path) -> None:
    with pytest.raises(errors.PassphraseTooWeak):
        create(tmp_path / "c", "Password123456", secrets=None, cost=CHEAP, now=NOW)
    assert not (tmp_path / "c").exists()


def test_without_a_key_ring_the_protection_says_so(tmp_path: Path, secrets: MemoryDeviceSecrets) -> None:
    with create(tmp_path / "c", WORDS, secrets=None, cost=CHEAP, now=NOW) as vault:
        assert vault.protection is SlotType.PASSPHRASE_ALONE
        assert not vault.anchor.available
    with unlock(tmp_path / "c", WORDS, secrets=secrets, now=NOW) as vault:
        assert vault.protection is SlotType.PASSPHRASE_ALONE


def test_missing_device_secret_is_not_a_wrong_passphrase(
    closed: Path, vault: Vault, secrets: MemoryDeviceSecrets
) -> None:
    before = (closed / keyslots.NAME).read_bytes()
    with pytest.raises(errors.DeviceSecretMissing, match="no key ring"):
        unlock(closed, WORDS, secrets=None, now=NOW)
    with pytest.raises(errors.DeviceSecretMissing, match="another laptop"):
        unlock(closed, WORDS, secrets=MemoryDeviceSecrets(), now=NOW)
    assert (closed / keyslots.NAME).read_bytes() == before
    assert not (closed / "attempts.json").exists()
    other = MemoryDeviceSecrets()
    other.put(device_secret_name(vault.vault_id), b"x" * 32)
    with pytest.raises(errors.WrongPassphrase):
        unlock(closed, WORDS, secrets=other, now=NOW)


def test_folders_that_are_not_fit(tmp_path: Path, closed: Path, secrets: MemoryDeviceSecrets) -> None:
    with pytest.raises(errors.AlreadyACaseFile):
        create(closed, WORDS, secrets=secrets, cost=CHEAP, now=NOW)
    with pytest.raises(errors.NotACaseFile):
        unlock(tmp_path / "nowhere", WORDS, secrets=secrets, now=NOW)
    (tmp_path / "full").mkdir(mode=0o755)
    (tmp_path / "full" / "holiday.jpg").write_bytes(b"x")
    with pytest.raises(errors.FolderNotEmpty, match=r"holiday\.jpg"):
        create(tmp_path / "full", WORDS, secrets=secrets, cost=CHEAP, now=NOW)
    assert stat.S_IMODE((tmp_path / "full").stat().st_mode) == 0o755
    assert is_case_file(closed)
    assert not is_case_file(tmp_path / "full")


def test_making_that_fails_leaves_nothing(tmp_path: Path) -> None:
    class Broken(MemoryDeviceSecrets):
        def put(self, name: str, value: bytes) -> None:
            raise errors.DeviceSecretMissing(why="The key ring is locked.")

    with pytest.raises(errors.DeviceSecretMissing):
        create(tmp_path / "c", WORDS, secrets=Broken(), cost=CHEAP, now=NOW)
    assert not is_case_file(tmp_path / "c")
    assert {path.name for path in (tmp_path / "c").iterdir()} <= {"lock"}
    create(tmp_path / "c", WORDS, secrets=None, cost=CHEAP, now=NOW).close()


def test_killed_making_can_be_repeated(tmp_path: Path) -> None:
    path = tmp_path / "c"
    path.mkdir()
    folder.begin_making(path)
    for name in ("case.g1.db", "case.g1.db-wal", ".tmp-0011"):
        (path / name).write_bytes(b"half")
    assert not is_case_file(path)
    create(path, WORDS, secrets=None, cost=CHEAP, now=NOW).close()
    unlock(path, WORDS, secrets=None, now=NOW).close()
    assert not (path / folder.CREATING_NAME).exists()
    assert not list(path.glob(".tmp-*"))


def test_a_database_without_key_slots_is_not_cleared_away(tmp_path: Path, closed: Path) -> None:
    """Only a making's own leftovers are removed: this one may yet be opened with key slots from a backup."""
    for name in (keyslots.NAME, keyslots.BACKUP_NAME):
        (closed / name).unlink()
    with pytest.raises(errors.FolderNotEmpty):
        create(closed, WORDS, secrets=None, cost=CHEAP, now=NOW)
    assert (closed / "case.g1.db").stat().st_size > 0


def test_backup_opens_and_holds_everything(tmp_path: Path, vault: Vault, secrets: MemoryDeviceSecrets) -> None:
    fill(vault)
    name = vault.blobs.put(b"a scanned letter")
    out = vault.backup(tmp_path / "backup")
    with pytest.raises(errors.AlreadyACaseFile):
        vault.backup(out)
    for path in out.rglob("*"):
        assert path.is_dir() or CANARY.encode() not in path.read_bytes()
    with unlock(out, WORDS, secrets=secrets, now=NOW) as copy:
        assert copy.connection.execute("SELECT count(*) FROM note").fetchone() == (200,)
        assert copy.blobs.get(name) == b"a scanned letter"
        assert list(copy.problems()) == []


def test_confirmation_counts_like_unlocking(vault: Vault, secrets: MemoryDeviceSecrets) -> None:
    confirm(vault, WORDS, secrets=secrets, now=NOW)
    with pytest.raises(errors.WrongPassphrase):
        confirm(vault, "not these words at all", secrets=secrets, now=NOW)
    assert (vault.folder / "attempts.json").exists()


def test_read_only(closed: Path, secrets: MemoryDeviceSecrets) -> None:
    with unlock(closed, WORDS, secrets=secrets, now=NOW) as vault:
        fill(vault)
    with unlock(closed, WORDS, secrets=secrets, now=NOW, read_only=True) as vault:
        assert vault.read_only
        assert vault.connection.execute("SELECT count(*) FROM note").fetchone() == (200,)
        with pytest.raises(Exception, match="readonly"):
            vault.connection.execute("DELETE FROM note")


def test_memory_that_is_not_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Making steps down and records what was used; unlocking says what it needs."""
    real = keys.stretch

    def small_laptop(passphrase: str, salt: bytes, cost: keys.Cost) -> bytes:
        if cost.m > keys.FLOOR.m:
            raise MemoryError
        return real(passphrase, salt, CHEAP)

    monkeypatch.setattr(keys, "stretch", small_laptop)
    create(tmp_path / "c", WORDS, secrets=None, cost=keys.STANDARD, now=NOW).close()
    (slots,) = keyslots.read(tmp_path / "c")
    assert next(slots.passphrase_slots()).cost == keys.FLOOR

    def no_memory(passphrase: str, salt: bytes, cost: keys.Cost) -> bytes:
        raise MemoryError

    monkeypatch.setattr(keys, "stretch", no_memory)
    with pytest.raises(errors.NotEnoughMemory, match="64 MB"):
        unlock(tmp_path / "c", WORDS, secrets=None, now=NOW)
    assert not (tmp_path / "c" / "attempts.json").exists()


def test_the_reserve(vault: Vault) -> None:
    assert vault.keep_reserve()
    assert (vault.folder / "ballast.bin").stat().st_size == 16 * 1024 * 1024
    assert vault.release_reserve()
    assert not vault.release_reserve()
