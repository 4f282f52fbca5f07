"""Durable writing, with the faults of real disks and of Windows played by hand."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from pclo_app.vault import ballast, errors, files, places


class Busy(OSError):
    """What os.replace raises on Windows while a scanner holds the file."""

    def __init__(self, code: int) -> None:
        super().__init__(errno.EACCES, "held")
        self.winerror = code


@pytest.mark.parametrize("code", [5, 32, 33])
def test_patience_with_a_scanner(code: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "new").write_bytes(b"new")
    calls: list[float] = []
    real = os.replace

    def replace(source: Path, target: Path) -> None:
        if len(calls) < 3:
            raise Busy(code)
        real(source, target)

    monkeypatch.setattr(os, "replace", replace)
    files.replace(tmp_path / "new", tmp_path / "old", pause=calls.append)
    assert calls == [0.05, 0.1, 0.35]
    assert (tmp_path / "old").read_bytes() == b"new"


def test_patience_ends_in_a_plain_message(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def replace(source: Path, target: Path) -> None:
        raise Busy(32)

    waits: list[float] = []
    monkeypatch.setattr(os, "replace", replace)
    with pytest.raises(errors.FileHeldOpen, match="old"):
        files.replace(tmp_path / "new", tmp_path / "old", pause=waits.append)
    assert sum(waits) == pytest.approx(2.5)


@pytest.mark.parametrize("step", ["fsync", "replace", "write"])
def test_full_disk_leaves_the_old_file(step: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"old")

    def full(*given: object) -> None:
        raise OSError(errno.ENOSPC, "full")

    if step == "write":
        monkeypatch.setattr(files, "write_new", full)
    else:
        monkeypatch.setattr(os, step, full)
    with pytest.raises(errors.DiskFull):
        files.write_whole(path, b"new")
    assert path.read_bytes() == b"old"
    assert [entry.name for entry in tmp_path.iterdir()] == ["file"]


def test_other_troubles_are_passed_on(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        files.write_whole(tmp_path / "nowhere" / "file", b"x")


def test_new_files_never_replace(tmp_path: Path) -> None:
    files.write_new(tmp_path / "file", b"x")
    with pytest.raises(FileExistsError):
        files.write_new(tmp_path / "file", b"y")


MOUNTS = """\
22 1 254:0 / / rw,relatime - ext4 /dev/vda rw
30 22 0:40 / /home/officer/My\\040share rw - cifs //server/share rw
31 22 0:41 / /mnt/nfs rw - nfs4 server:/x rw
32 22 0:42 / /mnt/nfs/local rw - ext4 /dev/vdb rw
33 22 0:43 / /mnt/ssh rw shared:1 - fuse.sshfs officer@host: rw
a line that is not one
"""


@pytest.mark.parametrize(
    ("folder", "system"),
    [
        ("/home/officer/cases", "ext4"),
        ("/home/officer/My share/cases", "cifs"),
        ("/mnt/nfs", "nfs4"),
        ("/mnt/nfs2", "ext4"),
        ("/mnt/nfs/local/x", "ext4"),
        ("/mnt/ssh/x", "fuse.sshfs"),
    ],
)
def test_which_disk_a_folder_is_on(folder: str, system: str) -> None:
    assert places.mounted_as(MOUNTS, folder) == system


def test_network_folder_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    places.refuse_network(tmp_path)
    monkeypatch.setattr(places, "network_kind", lambda folder: "cifs")
    with pytest.raises(errors.NetworkFolder, match="cifs"):
        places.refuse_network(tmp_path)


def test_cloud_folder_is_named() -> None:
    assert places.cloud_folder(Path("/home/officer/OneDrive - Police/cases")) == "OneDrive - Police"
    assert places.cloud_folder(Path("/home/officer/cases")) == ""


def test_no_reserve_on_a_disk_that_is_nearly_full(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Usage:
        free = 20 * 1024 * 1024

    monkeypatch.setattr("shutil.disk_usage", lambda folder: Usage)
    assert not ballast.keep(tmp_path)
    assert not (tmp_path / ballast.NAME).exists()


def test_whether_one_can_write_is_found_out_by_writing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As on Windows, where the question to the system is always answered with yes."""
    monkeypatch.setattr(os, "access", lambda *_: True)
    assert files.can_write_in(tmp_path) and list(tmp_path.iterdir()) == []
    assert not files.can_write_in(tmp_path / "not there")
