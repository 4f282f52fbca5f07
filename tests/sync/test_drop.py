"""The office folder: guarded, written once, read back."""

from __future__ import annotations

import errno
import hashlib
import os
from pathlib import Path

import pytest

from pclo_app.sync.drop import FolderDrop, Place, at, name_of
from pclo_app.sync.errors import BundleTooLarge, DropKind, DropUnreachable, NoSuchDrop, NotADrop, OtherTeam
from pclo_app.sync.exchange import sync
from tests.sync.conftest import Team, dump

TEAM = "0123456789abcdef"
PLACE = Place("up", "fedcba9876543210")


@pytest.fixture
def drop(tmp_path: Path) -> FolderDrop:
    made = FolderDrop(tmp_path / "drop")
    made.check(TEAM, create=True)
    return made


def test_a_new_folder_becomes_a_drop_and_stays_one_teams(drop: FolderDrop) -> None:
    assert (drop.root / "pclo-drop.json").read_bytes() == b'{"v":1,"team":"0123456789abcdef"}'
    drop.check(TEAM, create=True)
    with pytest.raises(OtherTeam):
        drop.check("f" * 16, create=True)


def test_a_folder_with_other_things_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("x")
    with pytest.raises(NotADrop):
        FolderDrop(tmp_path).check(TEAM, create=True)
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]
    for nonsense in (b"", b"[]", b"{", b'{"v":{}}', b"\xff"):
        (tmp_path / "pclo-drop.json").write_bytes(nonsense)
        with pytest.raises(NotADrop):
            FolderDrop(tmp_path).check(TEAM, create=True)


def test_a_share_that_is_not_connected(tmp_path: Path) -> None:
    with pytest.raises(NoSuchDrop):
        FolderDrop(tmp_path / "not" / "there").check(TEAM, create=True)
    (tmp_path / "file").write_text("x")
    with pytest.raises(NoSuchDrop):
        FolderDrop(tmp_path / "file").check(TEAM, create=True)


def test_addresses(tmp_path: Path) -> None:
    assert at(tmp_path).root == at(str(tmp_path)).root == at(f"file://{tmp_path}").root == tmp_path
    assert at("file:///tmp/office%20folder").root == Path("/tmp/office folder")
    for address in ("sftp://office/x", "https://office/x", "s3://bucket"):
        with pytest.raises(DropKind):
            at(address)


def test_publishing_twice_and_over_a_half_file(drop: FolderDrop) -> None:
    data = b"bundle" * 100
    name = name_of(7, data)
    assert name == f"00000007-{hashlib.sha256(data).hexdigest()[:32]}.pclo"
    drop.publish(PLACE, name, data)
    target = drop.root / "up" / PLACE.laptop / name
    stamp = target.stat().st_mtime_ns
    drop.publish(PLACE, name, data)
    assert target.stat().st_mtime_ns == stamp
    target.write_bytes(data[:10])
    drop.publish(PLACE, name, data)
    (found,) = drop.lying("up")
    assert drop.read(found) == data and (found.n, found.digest) == (7, name[9:41])
    assert list((drop.root / "tmp").iterdir()) == []


@pytest.mark.parametrize("name", ["../../x.pclo", "00000001-" + "a" * 32, "/etc/passwd", "00000001-..-.pclo"])
def test_a_name_that_leads_elsewhere(drop: FolderDrop, name: str) -> None:
    with pytest.raises(ValueError, match="not the place"):
        drop.publish(PLACE, name, b"x")
    with pytest.raises(ValueError, match="not the place"):
        drop.publish(Place("..", PLACE.laptop), name_of(1, b"x"), b"x")


def test_a_huge_file_is_not_read(drop: FolderDrop) -> None:
    path = drop.root / "up" / PLACE.laptop / f"00000001-{'a' * 32}.pclo"
    path.parent.mkdir(parents=True)
    with path.open("wb") as file:
        file.truncate(10 * 1024**3)
    with pytest.raises(BundleTooLarge):
        drop.read(drop.lying("up")[0])


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EACCES, errno.EIO, errno.ENOTCONN])
def test_a_drop_that_fails_loses_nothing(team: Team, monkeypatch: pytest.MonkeyPatch, number: int) -> None:
    team.there()
    team.write()
    plain = os.replace

    def fail(source: object, target: object) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "replace", fail)
    with pytest.raises(DropUnreachable) as raised:
        sync(team.officer, team.drop)
    monkeypatch.setattr(os, "replace", plain)
    assert os.strerror(number) in str(raised.value)
    assert list((team.drop.root / "tmp").iterdir()) == []
    assert team.there().sent_rows == 1


def test_a_write_that_did_not_arrive_is_noticed(drop: FolderDrop, monkeypatch: pytest.MonkeyPatch) -> None:
    def torn(source: Path, target: Path) -> None:
        target.write_bytes(source.read_bytes()[:-1])
        source.unlink()

    monkeypatch.setattr(os, "replace", torn)
    with pytest.raises(DropUnreachable, match="read back"):
        drop.publish(PLACE, name_of(1, b"data"), b"data")


def test_the_wrong_folder_changes_nothing(team: Team, tmp_path: Path) -> None:
    (tmp_path / "holiday").mkdir()
    (tmp_path / "holiday" / "beach.jpg").write_bytes(b"x")
    before = dump(team.officer)
    with pytest.raises(NotADrop):
        sync(team.officer, at(tmp_path / "holiday"))
    assert dump(team.officer) == before


@pytest.mark.skipif(os.name == "nt", reason="rights are inherited there")
def test_what_is_published_can_be_read_by_those_who_share_the_folder(tmp_path: Path) -> None:
    """The program makes its files for its own user alone; a drop is there for others."""
    share = tmp_path / "share"
    share.mkdir()
    share.chmod(0o2770)
    before = os.umask(0o077)
    try:
        drop = FolderDrop(share / "drop")
        drop.check(TEAM, create=True)
        place, data = Place("up", "ab" * 8), b"a bundle"
        drop.publish(place, name_of(1, data), data)
    finally:
        os.umask(before)
    found = {path.relative_to(share).as_posix(): path.stat().st_mode & 0o7777 for path in share.rglob("*")}
    made = f"drop/up/{place.laptop}"
    folders = ("drop", "drop/tmp", "drop/up", made)
    assert {name: found.pop(name) for name in folders} == dict.fromkeys(folders, 0o2770)
    assert len(found) == 2 and set(found.values()) == {0o660}
