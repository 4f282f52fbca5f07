"""The life of the program around a long case: unlocking to the first rows, and from the lock's keys to the next unlock
window."""

from __future__ import annotations

import os
import statistics
import time
from datetime import datetime
from pathlib import Path

import sqlcipher3

from pclo_app.casefile import chronology
from pclo_app.casefile.casefile import CaseFile
from pclo_app.vault import keys, unlocking
from tests.bench.casefile import PASSPHRASE
from tests.bench.measure import Row, timed
from tests.ui.shell.driven import Driven


def unlocking_long(folder: Path, case: str, count: int) -> Row:
    """From the derived key to the first page of a long case, against opening the same file and reading 50 rows bare.

    The derivation of the key, slow on purpose, is measured by itself and taken off ours.
    """
    found = unlocking.find(folder, PASSPHRASE, None, datetime.now().astimezone())
    key = keys.database_key(found.contents.vmk, found.slots.vault_id, found.slots.generation).hex()
    path = folder / found.slots.database

    def ours() -> float:
        begun = time.perf_counter()
        with CaseFile.open(folder, PASSPHRASE) as cf:
            chronology.page(cf, case, limit=50)
            taken = time.perf_counter() - begun
        return taken - timed(lambda: keys.stretch(PASSPHRASE, b"\0" * keys.SALT_BYTES, found.slot.cost))

    def floor() -> None:
        db = sqlcipher3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)
        db.set_key(f"x'{key}'")
        db.execute("SELECT header, body FROM rev JOIN payload USING(rev) LIMIT 50").fetchall()
        db.close()

    pairs = [(ours(), timed(floor)) for _ in range(7)]
    mine, bare = (statistics.median(column) for column in zip(*pairs, strict=True))
    note = f"{(mine - bare) * 1000:.0f} ms over the floor, the derivation of the key apart"
    return Row(f"unlock to first rows of {count:,}", mine, bare, "+100 ms", mine - bare <= 0.1, note)


def lock_to_locked(folder: Path, runs: int = 5) -> Row:
    """From the lock's keys to the unlock window of the next process, painted; against the cold start of that window."""
    home = folder / "locking home"
    home.mkdir()
    os.environ.update({"HOME": str(home), "XDG_CONFIG_HOME": str(home), "XDG_DATA_HOME": str(home)})
    vault = folder / "locking"
    from tests.bench.casefile import new_casefile

    cf, _case = new_casefile(vault)
    cf.close()
    took: list[float] = []
    cold: list[float] = []
    for number in range(runs):
        mark = folder / f"mark {number}"
        running = Driven(vault, mark=mark)
        try:
            running.do("unlock", PASSPHRASE)
            running.do("chronology")
            running.do("write", "half a sentence")
            begun = time.time()
            running.do("lock")
            while not mark.exists():
                time.sleep(0.002)
            took.append(float(mark.read_text()) - begun)
        finally:
            running.end()
        cold.append(_cold(vault, folder / f"cold {number}"))
    mine, bare = statistics.median(took), statistics.median(cold)
    note = f"of which {mine - bare:.2f} s to keep everything and close; 0.13 to 0.17 s without screens in the design"
    return Row("lock to locked", mine, bare, "1.5x, 1 s", mine / bare <= 1.5 and mine <= 1, note)


def _cold(vault: Path, mark: Path) -> float:
    """The successor alone."""
    import subprocess
    import sys

    from tests.ui.shell.driven import ROOT, SUCCESSOR

    begun = time.time()
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen"}
    process = subprocess.Popen([sys.executable, "-c", SUCCESSOR, str(vault), str(mark)], cwd=ROOT, env=environment)
    try:
        while not mark.exists():
            time.sleep(0.002)
    finally:
        process.kill()
        process.wait()
    return float(mark.read_text()) - begun
