"""Is this the newest copy? What the marker in the key ring finds, what it cannot find, and what happens then."""

from __future__ import annotations

import os
import subprocess
import sys
from base64 import b64encode
from pathlib import Path

import pytest
import sqlcipher3.dbapi2 as sqlcipher

from pclo_app.casefile import backups, checkup, integrity
from pclo_app.casefile.casefile import CaseFile
from pclo_app.casefile.errors import CaseFileReadOnly, IndexOutOfDate, NotAnOlderCopy
from pclo_app.records.custody import Epoch
from pclo_app.vault import pins
from pclo_app.vault.device_secret import MemoryDeviceSecrets, device_secret_name, pin_name
from pclo_app.vault.errors import CaseFileDamaged, DeviceSecretMissing
from pclo_app.vault.pins import Pin, PinState
from tests.casefile.conftest import PASSPHRASE, entry
from tests.casefile.laptop import Laptop

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def laptop(tmp_path: Path) -> Laptop:
    """A case file with a case and four entries, locked."""
    laptop = Laptop(tmp_path / "case")
    with laptop.make() as cf:
        laptop.write(cf, 4)
    return laptop


def _state(cf: CaseFile) -> PinState:
    return cf.standing.state


def test_the_marker_is_written_at_closing_and_holds(laptop: Laptop) -> None:
    with laptop.open() as cf:
        assert cf.standing.state is PinState.HOLDS and cf.read_only is None
        assert cf.standing.pin == Pin(1, 5, cf.standing.head, 1) and (cf.epoch, cf.standing.seq) == (1, 5)
        laptop.write(cf, 2)
        assert cf.write_pin() and cf.standing.pin == cf.vault.anchor.read() == Pin(1, 7, cf.standing.head, 1)
        laptop.write(cf, 1)
    assert laptop.outcome(lambda cf: cf.standing.seq) == 8


def test_t21_a_whole_old_file_is_found_by_the_marker(laptop: Laptop) -> None:
    old = laptop.copy()
    laptop.session(3)
    laptop.put_back(old)
    with laptop.open() as cf:
        assert cf.standing.state is PinState.ROLLED_BACK and cf.standing.missing == 3
        assert "ends at revision 5" in cf.standing.words and "3 revisions are" in cf.standing.words
        assert integrity.verify(cf).ok  # nothing inside the file shows it


def test_t21_a_log_deleted_or_cut_is_found_by_the_marker(tmp_path: Path) -> None:
    """Killed with rows in the log; then the log is deleted, or cut at a commit: each passes every check inside."""
    for name in ("deleted", "cut"):
        laptop = Laptop(tmp_path / name / "case")
        with laptop.make() as cf:
            laptop.write(cf, 1)
            assert cf.write_pin()
        program = (
            "import os, sys; from pathlib import Path; sys.path.insert(0, sys.argv[1]);"
            "from tests.casefile.laptop import Laptop; from tests.casefile.test_standing import ring;"
            "laptop = Laptop(Path(sys.argv[2]), ring(sys.argv[3]), case=sys.argv[4]); cf = laptop.open();"
            "log = Path(sys.argv[2]) / 'case.g1.db-wal'; laptop.write(cf, 2); print(log.stat().st_size, flush=True);"
            "laptop.write(cf, 2); assert cf.write_pin();"
            "print(cf.vault.anchor._secrets.get(sys.argv[5]).hex(), flush=True);"
            "os._exit(9)"
        )
        secrets = laptop.secrets
        assert isinstance(secrets, MemoryDeviceSecrets)
        vault_id = cf.vault.vault_id
        kept = {n: secrets.get(n) for n in (device_secret_name(vault_id), pin_name(vault_id))}
        text = ";".join(f"{n}={b64encode(value or b'').decode()}" for n, value in kept.items())
        done = subprocess.run(
            [sys.executable, "-c", program, str(ROOT), str(laptop.folder), text, laptop.case, pin_name(vault_id)],
            capture_output=True, text=True, check=False, cwd=ROOT,
        )  # fmt: skip
        assert done.returncode == 9, done.stderr
        size, pin = done.stdout.split()
        secrets.put(pin_name(vault_id), bytes.fromhex(pin))
        log = laptop.database.with_name("case.g1.db-wal")
        assert log.stat().st_size > int(size)
        whole = laptop.copy("whole")
        if name == "deleted":
            log.unlink()
            log.with_name("case.g1.db-shm").unlink()
        else:
            os.truncate(log, int(size))
        with laptop.open() as cf:
            assert cf.standing.state is PinState.ROLLED_BACK, name
            assert cf.standing.missing == (4 if name == "deleted" else 2)
            assert integrity.verify(cf).ok
        laptop.put_back(whole)
        assert laptop.outcome(_state) is PinState.HOLDS


def ring(text: str) -> MemoryDeviceSecrets:
    """A key ring in another process, with the same secrets."""
    from base64 import b64decode

    secrets = MemoryDeviceSecrets()
    for part in text.split(";"):
        name, _, value = part.partition("=")
        secrets.put(name, b64decode(value))
    return secrets


def test_t21_old_pages_in_the_new_file_do_not_change_one_row_unseen(tmp_path: Path) -> None:
    """Each page that changed is put back as it was, one at a time (SQLCipher's own check finds none of these).

    Whatever is not found in some way has changed nothing that can be read.
    """
    laptop = Laptop(tmp_path / "case")
    with laptop.make() as cf:
        laptop.write(cf, 60, "a longer line of words so that there are pages enough")
    old = laptop.database.read_bytes()
    laptop.session(40, "more words that were written later and fill further pages")
    new = laptop.database.read_bytes()
    whole = laptop.outcome(_rows)
    changed = [n for n in range(1, len(old) // 4096) if old[n * 4096 : (n + 1) * 4096] != new[n * 4096 :][:4096]]
    assert len(changed) > 10
    by_cipher = by_marker = by_rest = harmless = 0
    for n in changed:
        laptop.database.write_bytes(new[: n * 4096] + old[n * 4096 : (n + 1) * 4096] + new[(n + 1) * 4096 :])
        try:
            with laptop.open() as cf:
                if any("HMAC" in problem.what for problem in cf.vault.page_problems()):
                    by_cipher += 1
                elif cf.standing.state is not PinState.HOLDS:
                    by_marker += 1
                elif not integrity.verify(cf).ok or not checkup.run(cf).ok:
                    by_rest += 1
                else:
                    assert _rows(cf) == whole, n
                    harmless += 1
        except (CaseFileDamaged, sqlcipher.DatabaseError):
            by_rest += 1
    laptop.database.write_bytes(new)
    assert by_cipher == 0 and by_rest + by_marker > harmless


def _rows(cf: CaseFile) -> list[object]:
    """Everything of the journal that was ever signed, and what the screens read."""
    journal: list[object] = cf.db.execute("SELECT rev, header, sig FROM rev ORDER BY n").fetchall()
    contents: list[object] = cf.db.execute("SELECT rev, nonce, body FROM payload ORDER BY rev").fetchall()
    return journal + contents


def test_t21_without_a_marker_an_unsent_rollback_cannot_be_found_and_that_is_said(tmp_path: Path) -> None:
    """The honest limit (SECURITY.md 2.8): what was never marked, sent, printed or sealed can be withdrawn."""
    laptop = Laptop(tmp_path / "case", secrets=None)
    with laptop.make() as cf:
        laptop.write(cf, 2)
    old = laptop.copy()
    laptop.session(3)
    laptop.put_back(old)
    with laptop.open() as cf:
        assert cf.standing.state is PinState.NO_KEY_RING and cf.read_only is None
        assert integrity.verify(cf).ok and cf.standing.missing == 0
        assert "nothing outside this folder says how far this case file had got" in cf.standing.words
        assert "the office" in cf.standing.words


def test_a_rolled_back_case_file_is_read_and_copied_but_not_written(laptop: Laptop, tmp_path: Path) -> None:
    old = laptop.copy()
    laptop.session(1)
    laptop.put_back(old)
    before = laptop.database.read_bytes()
    with laptop.open() as cf:
        assert cf.read_only is not None and cf.read_only.code == "rolled back"
        assert len(cf.entries(laptop.case)) == 4 and cf.cases()[0].record.reference == "KM-0417"
        for write in (
            lambda: cf.save(entry("No"), case=laptop.case),
            lambda: cf.save_many([(entry("No"), laptop.case)]),
            lambda: cf.put_draft("k", b"No"),
            lambda: cf.put_blob(b"No"),
            cf.rebuild,
            lambda: backups.run(cf),
        ):
            with pytest.raises(CaseFileReadOnly, match="older than this laptop remembers") as refused:
                write()
            assert refused.value.exit_code == 3 and "Tell your supervisor" in refused.value.sentence
        with pytest.raises(cf.vault.connection.DatabaseError, match="readonly"):
            cf.db.execute("DELETE FROM draft")
        assert not cf.write_pin() and not backups.due(cf) and not checkup.due(cf)
        assert checkup.run(cf).ok
        copy = cf.vault.backup(tmp_path / "copy")
    assert laptop.database.read_bytes() == before
    assert laptop.outcome(_state) is PinState.ROLLED_BACK  # closing did not move the marker back
    with laptop.open(copy) as cf:
        assert len(cf.entries(laptop.case)) == 4 and cf.read_only is not None


def test_accepting_an_older_copy_begins_a_new_chain(laptop: Laptop) -> None:
    old = laptop.copy()
    laptop.session(3)
    laptop.put_back(old)
    with laptop.open() as cf:
        saved = cf.accept_older_copy("The disk was changed on 3 November.")
        row = cf.version(saved.rev)
        assert row.record == Epoch(
            why="older copy found at unlocking", device=cf.vault.device, epoch=1, seq=5, head=row.record.head,
            pinned_seq=8, pinned_head=row.record.pinned_head, note="The disk was changed on 3 November.",
        )  # fmt: skip
        assert row.record.head == cf.store.rev_at(cf.vault.device, 1, 5)
        assert (cf.epoch, row.seq, cf.read_only, _state(cf)) == (2, 1, None, PinState.HOLDS)
        laptop.write(cf, 2)
        assert cf.store.tip(cf.vault.device, 1).seq == 6  # the old chain was not gone on with
        assert cf.unsent() == 8
        with pytest.raises(NotAnOlderCopy):
            cf.accept_older_copy("again")
    with laptop.open() as cf:
        assert _state(cf) is PinState.HOLDS and cf.epoch == 2 and cf.read_only is None
        assert integrity.verify(cf).ok
    laptop.put_back(old)  # and a third time: the marker now speaks of the second chain
    with laptop.open() as cf:
        assert _state(cf) is PinState.ROLLED_BACK and cf.standing.missing == 0
        cf.accept_older_copy("Once more.")
        assert cf.epoch == 3


def test_a_marker_of_a_rewritten_history(laptop: Laptop) -> None:
    old = laptop.copy()
    laptop.session(2, "as it was")
    with laptop.open() as cf:
        marker = cf.vault.anchor.read()
    laptop.put_back(old)
    assert isinstance(laptop.secrets, MemoryDeviceSecrets)
    laptop.secrets.delete(pin_name(_vault_id(laptop)))
    laptop.session(4, "as it is told now")
    with laptop.open() as cf:
        assert marker is not None
        cf.vault.anchor.write(marker)
        cf.vault.close()
    with laptop.open() as cf:
        assert _state(cf) is PinState.REWRITTEN and cf.read_only is not None and cf.read_only.code == "rewritten"
        cf.accept_older_copy("Said by DI Sharma.")
        assert cf.epoch == 2 and cf.read_only is None


def test_a_marker_that_is_not_ours(laptop: Laptop) -> None:
    assert isinstance(laptop.secrets, MemoryDeviceSecrets)
    name = pin_name(_vault_id(laptop))
    laptop.secrets.put(name, pins.encode(Pin(1, 1, "ab" * 32, 1), b"x" * 32))
    with laptop.open() as cf:
        assert _state(cf) is PinState.FORGED and cf.read_only is not None
        with pytest.raises(CaseFileReadOnly, match="does not belong"):
            cf.save(entry("No"), case=laptop.case)
        cf.accept_older_copy("The key ring was made afresh.")
        assert cf.epoch > 2  # nothing tells which epochs other copies had, so the clock does
    assert laptop.outcome(_state) is PinState.HOLDS


def test_an_older_copy_cannot_take_a_newer_marker_back(laptop: Laptop) -> None:
    """Two copies in use at once: the one that is behind leaves the marker of the other alone."""
    copy = laptop.copy()
    with laptop.open(copy) as behind:
        laptop.session(3)
        laptop.write(behind, 1)
        assert not behind.write_pin()
    assert laptop.outcome(lambda cf: (cf.standing.state, cf.standing.seq)) == (PinState.HOLDS, 8)
    with laptop.open(copy) as behind:
        assert _state(behind) is PinState.ROLLED_BACK


class SilentForMarkers(MemoryDeviceSecrets):
    """A key ring that has stopped answering about markers."""

    silent = True

    def get(self, name: str) -> bytes | None:
        """The secret, unless it is a marker."""
        if self.silent and name.endswith("-pin"):
            raise DeviceSecretMissing(why="The key ring is locked.")
        return super().get(name)


def test_a_key_ring_that_cannot_be_read_leaves_the_marker_alone(tmp_path: Path) -> None:
    secrets = SilentForMarkers()
    laptop = Laptop(tmp_path / "case", secrets)
    secrets.silent = False
    with laptop.make() as cf:
        laptop.write(cf, 3)
    secrets.silent = True
    with laptop.open() as cf:
        assert _state(cf) is PinState.NOT_READ and cf.read_only is None
        assert "could not be read" in cf.standing.words
        laptop.write(cf, 1)
        assert not cf.write_pin()
    secrets.silent = False
    assert laptop.outcome(lambda cf: (cf.standing.state, cf.standing.seq)) == (PinState.HOLDS, 5)


def test_an_unclean_stop_costs_nothing_of_the_marker(laptop: Laptop) -> None:
    """Killed without closing: the file is ahead of the marker, and that is right."""
    assert isinstance(laptop.secrets, MemoryDeviceSecrets)
    vault_id = _vault_id(laptop)
    parts = (device_secret_name(vault_id), pin_name(vault_id))
    text = ";".join(f"{n}={b64encode(laptop.secrets.get(n) or b'').decode()}" for n in parts)
    program = (
        "import os, sys; from pathlib import Path; sys.path.insert(0, sys.argv[1]);"
        "from tests.casefile.laptop import Laptop; from tests.casefile.test_standing import ring;"
        "laptop = Laptop(Path(sys.argv[2]), ring(sys.argv[3]), case=sys.argv[4]); cf = laptop.open();"
        "laptop.write(cf, 3); os._exit(9)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(ROOT), str(laptop.folder), text, laptop.case], check=False, cwd=ROOT
    )
    assert done.returncode != 0
    with laptop.open() as cf:
        assert (cf.standing.state, cf.standing.seq, cf.read_only) == (PinState.HOLDS, 8, None)
        assert cf.vault.unclean_stop and checkup.due(cf)
    with laptop.open() as cf:  # still owed: nobody has checked yet
        assert not cf.vault.unclean_stop and checkup.due(cf)
        assert (cf.vault.folder / "check-owed").exists()
        assert checkup.run(cf).ok and not checkup.due(cf)
    assert laptop.outcome(checkup.due) is False


def test_reading_only_when_asked(laptop: Laptop) -> None:
    cf = CaseFile.open(laptop.folder, PASSPHRASE, secrets=laptop.secrets, clock=laptop.clock, read_only=True)
    with cf:
        assert cf.read_only is not None and cf.read_only.code == "asked"
        assert len(cf.entries(laptop.case)) == 4
        with pytest.raises(CaseFileReadOnly, match="That was asked for"):
            cf.save(entry("No"), case=laptop.case)


def _vault_id(laptop: Laptop) -> str:
    return str(laptop.outcome(lambda cf: cf.vault.vault_id))


def test_an_index_of_another_version_cannot_be_read_where_it_cannot_be_made_afresh(laptop: Laptop) -> None:
    """After an update of the program: it is said so, and not that the file is open."""
    with laptop.open() as cf, cf.store.transaction():
        cf.store.set_meta("projector", "of another version")
    with pytest.raises(IndexOutOfDate, match=r"must work out its index once.*Unlock it once as usual"):
        CaseFile.open(laptop.folder, PASSPHRASE, secrets=laptop.secrets, clock=laptop.clock, read_only=True)
    laptop.open().close()
    CaseFile.open(laptop.folder, PASSPHRASE, secrets=laptop.secrets, clock=laptop.clock, read_only=True).close()
