"""T48: a second instance, a lock whose holder is dead, a network drive, a cloud's folder, a profile that cannot be
written: each is refused in words, or opened for reading, and nothing is changed."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from pclo_app.casefile.casefile import CaseFile
from pclo_app.vault import places
from pclo_app.vault.keys import FLOOR
from ui import cli

from .conftest import PASSPHRASE, Life

ROOT = Path(__file__).parents[3]
ALONE = "gravel anthem periscope lattice"

HOLDER = """
import sys
from pathlib import Path
from pclo_app.casefile.casefile import CaseFile
with CaseFile.open(Path(sys.argv[1]), sys.stdin.readline().rstrip("\\n"), secrets=None):
    print("open", flush=True)
    sys.stdin.readline()
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A case file that its passphrase alone opens, so that another process can hold it."""
    made = tmp_path / "case file"
    CaseFile.create(
        made, ALONE, name="Dawn Pettifer", rank="PCLO", role="PCLO", team="North", secrets=None, cost=FLOOR
    ).close()
    return made


@pytest.fixture
def holder(folder: Path) -> Iterator[Any]:
    made = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(folder)],
        env=dict(os.environ) | {"PYTHONPATH": str(ROOT)}, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert made.stdin is not None and made.stdout is not None
    made.stdin.write(f"{ALONE}\n")
    made.stdin.flush()
    assert made.stdout.readline() == "open\n"
    yield made
    made.kill()
    made.wait()
    made.stdin.close()
    made.stdout.close()


def test_t48_a_second_instance_is_refused_until_the_first_is_gone(
    life: Life, folder: Path, holder: Any, qtbot: QtBot
) -> None:
    life.folder, life.secrets = folder, None  # type: ignore[assignment]
    before = _files(folder)
    program = life.boot()
    page = _try(life, program)
    qtbot.waitUntil(page.problem.isVisible, timeout=20_000)
    words = page.problem.accessibleName()
    assert "already open" in words and "Nothing has been changed" in words
    assert program.session is None
    assert _files(folder) == before
    os.kill(holder.pid, signal.SIGKILL)
    holder.wait()
    assert (folder / "lock.json").exists(), "its name is left behind"
    page.field.edit.setText(ALONE)
    page.unlock()
    qtbot.waitUntil(lambda: program.session is not None, timeout=20_000)
    life.settle(program)


def test_t48_a_name_left_behind_by_another_computer_refuses_nobody(life: Life, folder: Path, qtbot: QtBot) -> None:
    (folder / "lock.json").write_text(
        '{"computer":"GONE-1","pid":1,"since":"2026-01-01T10:00:00+00:00","user":"x","v":1}'
    )
    (folder / "lock").touch()
    life.folder, life.secrets = folder, None  # type: ignore[assignment]
    program = life.boot()
    _try(life, program)
    qtbot.waitUntil(lambda: program.session is not None, timeout=20_000)
    life.settle(program)


def test_t48_a_network_drive_is_refused(
    life: Life, folder: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    table = Path("/proc/self/mountinfo").read_text()
    system = places.mounted_as(table, str(folder.resolve()))
    assert system and not places.network_kind(folder)
    monkeypatch.setattr(places, "_NETWORK_SYSTEMS", frozenset({system}))  # as if this very disk were one
    before = _files(folder)
    life.folder, life.secrets = folder, None  # type: ignore[assignment]
    program = life.boot()
    page = _try(life, program)
    qtbot.waitUntil(page.problem.isVisible, timeout=20_000)
    assert f"network drive ({system})" in page.problem.accessibleName()
    assert _files(folder) == before
    words = life.base / "words.txt"
    words.write_text(ALONE)
    code = cli.main(["vault", "check", str(folder), "--passphrase-file", str(words)])
    assert code == 3
    assert "network drive" in capsys.readouterr().err


def test_t48_a_folder_that_a_cloud_copies_is_told(life: Life, folder: Path, qtbot: QtBot) -> None:
    copied = life.base / "OneDrive - Police" / "case file"
    shutil.copytree(folder, copied)
    life.folder, life.secrets = copied, None  # type: ignore[assignment]
    program = life.boot()
    _try(life, program)
    qtbot.waitUntil(lambda: program.session is not None, timeout=20_000)
    life.settle(program)
    program.session.operations.submit(lambda cf, _: None)
    life.settle(program)
    told = program.standing._facts.notices
    assert any("OneDrive - Police" in words and "copies to other computers" in words for words in told)


@pytest.mark.skipif(sys.platform != "linux", reason="mounts and users of Linux")
def test_t48_a_profile_that_cannot_be_written_costs_the_memory_and_not_the_work(
    life: Life, folder: Path, qtbot: QtBot
) -> None:
    life.folder, life.secrets = folder, None  # type: ignore[assignment]
    life.settings = life.base / "profile" / "state.json"
    (life.base / "profile").write_text("a file where the profile's folder should be")
    program = life.boot()
    _try(life, program)
    qtbot.waitUntil(lambda: program.session is not None, timeout=20_000)
    life.settle(program)
    life.lock(program)
    assert life.left == [True]


@pytest.mark.skipif(sys.platform != "linux" or os.geteuid() != 0, reason="becomes another user to lose its rights")
def test_t48_a_case_file_that_cannot_be_written_is_read_only(folder: Path) -> None:
    with tempfile.TemporaryDirectory() as place:  # not pytest's folder, which lets nobody else in
        os.chmod(place, 0o755)
        for name in ("here", "other"):
            shutil.copytree(folder, Path(place) / name)
        _read_only(Path(place) / "here")


def _read_only(folder: Path) -> None:
    for path in (folder, *folder.rglob("*")):
        path.chmod(0o555 if path.is_dir() else 0o444)
    reading = """
import os, sys
from pathlib import Path
from pclo_app.casefile.casefile import CaseFile
from pclo_app.errors import KnownError
from pclo_app.records.case import Case
folder = Path(sys.argv[1])
CaseFile.open(folder.with_name("other"), sys.argv[2], secrets=None).close()  # all is imported: now the rights go
os.setgroups([])
os.setgid(65534)
os.setuid(65534)
with CaseFile.open(folder, sys.argv[2], secrets=None) as cf:
    print(cf.read_only is not None, len(cf.cases()))
    try:
        cf.save(Case(reference="KM-1", family="Vale"), case="")
    except KnownError as error:
        print(type(error).__name__)
"""
    before = _files(folder)
    done = subprocess.run(
        [sys.executable, "-c", reading, str(folder), ALONE],
        env=dict(os.environ) | {"PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.stdout.split() == ["True", "0", "CaseFileReadOnly"], done.stderr
    assert _files(folder) == before


def _try(life: Life, program: Any) -> Any:
    program.start(life.folder)
    page = program.window._page
    page.field.edit.setText(ALONE if life.secrets is None else PASSPHRASE)
    page.unlock()
    return page


def _files(folder: Path) -> dict[str, bytes]:
    """What lies there; not the lock, nor the log of the database while somebody has it open."""
    passing = ("lock", "lock.json", "attempts.json")
    return {
        path.name: path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.name not in passing and not path.name.endswith(("-wal", "-shm"))
    }
