"""Memory goes back to the system when it is not needed any more."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
_PROGRAM = """
import sys, threading
from pclo_app.vault import memory
import sqlcipher3

def resident():
    return int(open("/proc/self/statm").read().split()[1]) * 4 // 1024

if "one" in sys.argv:
    memory.one_heap()
found = []

def work():
    db = sqlcipher3.connect(sys.argv[2])
    db.execute("PRAGMA cache_size = -100000")
    db.execute("CREATE TABLE t(n INTEGER PRIMARY KEY, words TEXT)")
    before = resident()
    db.executemany("INSERT INTO t(words) VALUES(?)", (("x" * 900,) for _ in range(60_000)))
    db.commit()
    db.execute("SELECT sum(length(words)) FROM t").fetchall()
    full = resident()
    memory.give_back(db)
    found.extend((before, full, resident()))

thread = threading.Thread(target=work)
thread.start()
thread.join()
print(*found)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the system sees to it")
@pytest.mark.parametrize("how", ["one", "each"])
def test_what_a_worker_has_freed_goes_back(how: str, tmp_path: Path) -> None:
    command = [sys.executable, "-c", _PROGRAM, how, str(tmp_path / "long.db")]
    said = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    before, full, after = map(int, said.split())
    assert full - before > 40 and after - before < 15
