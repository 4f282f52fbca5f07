"""One program at a time, and the second is told who has it."""

from __future__ import annotations

import getpass
import json
import os
import platform
import signal
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from pclo_app.vault import errors
from pclo_app.vault.device_secret import MemoryDeviceSecrets
from pclo_app.vault.lock import FolderLock
from pclo_app.vault.vault import Vault, create, unlock
from tests.vault.vault_parts import CHEAP, NOW, WORDS

ROOT = Path(__file__).resolve().parents[2]

HOLDER = """
    import sys, time
    from datetime import UTC, datetime
    from pathlib import Path
    from pclo_app.vault.vault import unlock
    vault = unlock(Path(sys.argv[1]), sys.argv[2], secrets=None, now=datetime(2026, 11, 22, 9, 5, tzinfo=UTC))
    vault.connection.execute("CREATE TABLE IF NOT EXISTS t(x)")
    vault.connection.execute("INSERT INTO t VALUES (1)")
    vault.connection.commit()
    print("open", flush=True)
    time.sleep(60)
"""


def test_second_opening_names_the_holder(vault: Vault, secrets: MemoryDeviceSecrets) -> None:
    with pytest.raises(errors.CaseFileInUse) as caught:
        unlock(vault.folder, WORDS, secrets=secrets, now=NOW)
    sentence = caught.value.sentence
    assert getpass.getuser() in sentence
    assert platform.node() in sentence
    assert "14:00 on 22 November 2026" in sentence
    assert not (vault.folder / "attempts.json").exists()


def test_what_is_written_about_the_holder(vault: Vault) -> None:
    written = json.loads((vault.folder / "lock.json").read_bytes())
    assert set(written) == {"v", "user", "computer", "pid", "since"}
    assert written["pid"] == os.getpid()
    vault.close()
    assert not (vault.folder / "lock.json").exists()


def test_unreadable_description_still_refuses(vault: Vault, secrets: MemoryDeviceSecrets) -> None:
    (vault.folder / "lock.json").write_bytes(b"{")
    with pytest.raises(errors.CaseFileInUse, match="somebody"):
        unlock(vault.folder, WORDS, secrets=secrets, now=NOW)


def test_refused_opening_gives_the_lock_back(closed: Path, secrets: MemoryDeviceSecrets) -> None:
    for words, exception in (("wrong words altogether", errors.WrongPassphrase),):
        with pytest.raises(exception):
            unlock(closed, words, secrets=secrets, now=NOW)
    with pytest.raises(errors.DeviceSecretMissing):
        unlock(closed, WORDS, secrets=None, now=NOW)
    unlock(closed, WORDS, secrets=secrets, now=NOW).close()


@pytest.mark.skipif(os.name == "nt", reason="kill -9 is a Unix matter")
def test_killed_holder_leaves_no_lock(tmp_path: Path) -> None:
    folder = tmp_path / "c"
    create(folder, WORDS, secrets=None, cost=CHEAP, now=NOW).close()
    for round_number in range(1, 4):
        with subprocess.Popen(
            [sys.executable, "-c", textwrap.dedent(HOLDER), str(folder), WORDS], stdout=subprocess.PIPE, cwd=ROOT
        ) as process:
            assert process.stdout is not None
            assert process.stdout.readline() == b"open\n"
            with pytest.raises(errors.CaseFileInUse, match="09:05 on 22 November 2026"):
                unlock(folder, WORDS, secrets=None, now=NOW)
            process.send_signal(signal.SIGKILL)
        with unlock(folder, WORDS, secrets=None, now=NOW) as vault:
            assert vault.connection.execute("SELECT count(*) FROM t").fetchone() == (round_number,)


@pytest.mark.skipif(os.name == "nt", reason="kill -9 is a Unix matter")
def test_killed_at_any_moment_of_making(tmp_path: Path) -> None:
    """Kill at each step of the making: a whole case file, or nothing that looks like one and it can be redone."""
    script = textwrap.dedent(
        """
        import sys, threading, os, signal, time
        from datetime import UTC, datetime
        from pathlib import Path
        from pclo_app.vault import files, making, passphrase, database
        from pclo_app.vault.keys import Cost
        left = int(sys.argv[3])
        def counted(real):
            def call(*given, **named):
                global left
                left -= 1
                if left < 0:
                    os.kill(os.getpid(), signal.SIGKILL)
                return real(*given, **named)
            return call
        for name in ("write_new", "replace", "sync_folder", "make_private_folder"):
            setattr(files, name, counted(getattr(files, name)))
        passphrase.require = lambda words: None
        making.create(Path(sys.argv[1]), sys.argv[2], secrets=None, cost=Cost(8192, 1, 1),
                      now=datetime(2026, 11, 22, tzinfo=UTC)).close()
        """
    )
    outcomes = []
    for steps in range(40):
        folder = tmp_path / str(steps)
        done = subprocess.run([sys.executable, "-c", script, str(folder), WORDS, str(steps)], cwd=ROOT, check=False)
        if (folder / "keyslots.json").exists():
            unlock(folder, WORDS, secrets=None, now=NOW).close()
        else:
            assert not (folder / "keyslots.bak.json").exists()
            create(folder, WORDS, secrets=None, cost=CHEAP, now=NOW).close()
            unlock(folder, WORDS, secrets=None, now=NOW).close()
        outcomes.append(done.returncode)
        if done.returncode == 0:
            break
    assert outcomes[-1] == 0
    assert len(outcomes) > 8
    assert set(outcomes[:-1]) == {-signal.SIGKILL}


def test_release_twice(tmp_path: Path) -> None:
    lock = FolderLock(tmp_path)
    lock.release()
    lock.acquire(NOW)
    lock.release()
    lock.release()
    assert not lock.held
