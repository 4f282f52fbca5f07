"""A real full disk: a small file system of our own, filled to the last byte."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

SCRIPT = """
    import json, sys
    from datetime import UTC, datetime
    from pathlib import Path
    from pclo_app.errors import KnownError
    from pclo_app.vault import database
    from pclo_app.vault.keys import Cost
    from pclo_app.vault.vault import create, unlock

    now, words, disk = datetime(2026, 11, 22, tzinfo=UTC), "plunder zestfully immobile oyster", Path(sys.argv[1])
    folder, told = disk / "case", {}

    def fill():
        with (disk / "fill").open("ab", buffering=0) as file:
            try:
                while True:
                    file.write(b"x" * 4096)
            except OSError:
                return

    def outcome(name, act):
        try:
            told[name] = act()
        except KnownError as problem:
            told[name] = problem.code
        except database.sqlcipher.DatabaseError as problem:
            told[name] = database.condition_for(problem, folder / "case.g1.db").code

    def opened(**more):
        with unlock(folder, words, secrets=None, now=now, **more) as vault:
            return [len(vault.notices), *vault.connection.execute("SELECT count(*) FROM t").fetchone()]

    with create(folder, words, secrets=None, cost=Cost(8192, 1, 1), now=now) as vault:
        vault.connection.execute("CREATE TABLE t(x)")
        vault.connection.execute("INSERT INTO t VALUES (1)")
        vault.connection.commit()
    (folder / "ballast.bin").write_bytes(b"x" * 400_000)
    fill()
    outcome("with the reserve", opened)
    fill()
    outcome("without it", opened)
    outcome("wrong", lambda: unlock(folder, words + "!", secrets=None, now=now))
    outcome("read only", lambda: opened(read_only=True))
    outcome("new", lambda: create(disk / "new", words, secrets=None, cost=Cost(8192, 1, 1), now=now))
    (disk / "fill").unlink()
    with unlock(folder, words, secrets=None, now=now) as vault:
        fill()
        vault.connection.execute("BEGIN")
        outcome("save", lambda: vault.connection.executemany("INSERT INTO t VALUES (?)", [("x" * 3000,)] * 999) and
                vault.connection.commit())
        outcome("attachment", lambda: vault.blobs.put(b"x" * 100_000))
        vault.connection.rollback()
    (disk / "fill").unlink()
    outcome("afterwards", opened)
    print(json.dumps(told))
"""


def test_full_disk(tmp_path: Path) -> None:
    mount = 'mount -t tmpfs -o size=2m tmpfs "$0" && exec "$1" -c "$2" "$0"'
    if shutil.which("unshare") is None:
        pytest.skip("a small disk of our own needs the program unshare (package util-linux)")
    command = ["unshare", "--user", "--map-root-user", "--mount", "sh", "-c"]
    if subprocess.run(
        [*command, 'mount -t tmpfs tmpfs "$0"', str(tmp_path)], check=False, capture_output=True
    ).returncode:
        pytest.skip("this system does not let us mount a small disk of our own")
    done = subprocess.run(
        [*command, mount, str(tmp_path), sys.executable, textwrap.dedent(SCRIPT)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == {
        "with the reserve": [1, 1],
        "without it": [0, 1],
        "wrong": "vault.wrong-passphrase",
        "read only": [0, 1],
        "new": "vault.disk-full",
        "save": "vault.disk-full",
        "attachment": "vault.disk-full",
        "afterwards": [0, 1],
    }
