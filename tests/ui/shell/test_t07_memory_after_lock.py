"""T07: after the lock nothing of the case, the passphrase or the keys is in the memory of the process that shows the
unlock window, and none of it lies on the disk. The same search of the process before the lock finds them."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from pclo_app.casefile.casefile import CaseFile
from pclo_app.vault import keys, unlocking
from pclo_app.vault.keys import FLOOR
from tests.ui.shell.driven import Driven

PASSPHRASE = "gravel anthem periscope lattice"
SAVED, DRAFT = "trampoline behind the chapel", "whistle under floorboards"

pytestmark = [
    pytest.mark.skipif(sys.platform != "linux", reason="reads memory through Linux's /proc"),
    pytest.mark.skipif(
        sys.platform == "linux" and os.geteuid() != 0, reason="a process that keeps its memory closed opens it to root"
    ),
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "case file"
    from pclo_app.records.case import Case

    with CaseFile.create(
        made, PASSPHRASE, name="Dawn Pettifer", rank="PCLO", role="PCLO", team="North", secrets=None, cost=FLOOR
    ) as cf:
        cf.save(Case(reference="KM-0417", family="Orrin-Vale", opened="2026-11-02"), case="")
    return made


@pytest.fixture
def running(folder: Path) -> Iterator[Driven]:
    made = Driven(folder)
    yield made
    made.end()


def test_t07_nothing_is_left_after_the_lock(folder: Path, running: Driven, tmp_path: Path, own_home: Path) -> None:
    running.do("unlock", PASSPHRASE)
    running.do("chronology")
    running.do("write", SAVED)
    running.do("save")
    running.do("write", DRAFT)
    secret = _secrets(folder)
    before = _found(running.process.pid, secret)
    assert {"what was saved", "what was half written"} <= before, "the search must be able to find"
    assert before & {"database key", "database key in hex", "master key", "signing seed"}

    running.locked()
    successor = running.successor()
    assert _found(successor, secret) == set()
    assert _environment(successor, secret) == set()
    on_disk = {
        (path.name, name)
        for root in (tmp_path, own_home)
        for path in root.rglob("*")
        if path.is_file()
        for name, forms in secret.items()
        if any(form in path.read_bytes() for form in forms)
    }
    assert on_disk == set()


def _secrets(folder: Path) -> dict[str, list[bytes]]:
    """Everything that must be gone, in the forms in which memory may hold it."""
    words = {"passphrase": PASSPHRASE, "what was saved": SAVED, "what was half written": DRAFT}
    found = unlocking.find(folder, PASSPHRASE, None, datetime.now().astimezone())
    contents, slots = found.contents, found.slots
    database = keys.database_key(contents.vmk, slots.vault_id, slots.generation)
    raw = {
        "master key": contents.vmk,
        "signing seed": contents.seed,
        "database key": database,
        "attachment key": keys.blob_key(contents.vmk),
        "header key": keys.header_key(contents.vmk),
    }
    return {
        **{name: [text.encode(), text.encode("utf-16-le")] for name, text in words.items()},
        **{name: [value] for name, value in raw.items()},
        "database key in hex": [database.hex().encode(), database.hex().encode("utf-16-le")],
        "age identity": [contents.age.encode()],
    }


def _found(pid: int, secret: dict[str, list[bytes]]) -> set[str]:
    """The names of what the memory of a process holds. Every map that can be read is read."""
    names: set[str] = set()
    with open(f"/proc/{pid}/maps", encoding="utf-8") as maps, open(f"/proc/{pid}/mem", "rb", buffering=0) as memory:
        read = 0
        for line in maps:
            span, rights, *_ = line.split()
            if not rights.startswith("r") or line.rstrip().endswith(("[vvar]", "[vsyscall]", "[vvar_vclock]")):
                continue
            start, end = (int(part, 16) for part in span.split("-"))
            held = _read(memory.fileno(), start, end)
            read += len(held)
            names |= {name for name, forms in secret.items() if any(form in held for form in forms)}
    assert read > 50_000_000, "the memory could not be read"
    return names


def _read(descriptor: int, start: int, end: int) -> bytes:
    """One map, page by page where not all of it is there."""
    parts = []
    while start < end:
        try:
            part = os.pread(descriptor, min(end - start, 1 << 24), start)
        except OSError:
            part = b""
        parts.append(part)
        start += len(part) or 4096
    return b"".join(parts)


def _environment(pid: int, secret: dict[str, list[bytes]]) -> set[str]:
    held = Path(f"/proc/{pid}/environ").read_bytes() + Path(f"/proc/{pid}/cmdline").read_bytes()
    return {name for name, forms in secret.items() if any(form in held for form in forms)}
