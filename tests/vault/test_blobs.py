"""Attachments: written, read, and every kind of damage found."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from pathlib import Path

import pytest

from pclo_app.vault import errors
from pclo_app.vault.blobs import CHUNK, MAGIC, Blobs

KEY = b"k" * 32


@pytest.fixture
def blobs(tmp_path: Path) -> Blobs:
    return Blobs(tmp_path, KEY)


def path_of(tmp_path: Path, name: str) -> Path:
    return tmp_path / "blobs" / name[:2] / f"{name}.blob"


@pytest.mark.parametrize("size", [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK])
def test_there_and_back(size: int, blobs: Blobs, tmp_path: Path) -> None:
    data = secrets.token_bytes(size)
    name = blobs.put(data)
    assert name == hmac.digest(KEY, hashlib.sha256(data).digest(), "sha256").hex()
    assert name == blobs.name_for(hashlib.sha256(data).digest())
    assert blobs.get(name) == data
    assert blobs.has(name)
    assert blobs.names() == [name]
    sealed = path_of(tmp_path, name).read_bytes()
    assert sealed.startswith(MAGIC)
    assert len(sealed) == 8 + 24 + size + 17 * max(1, -(-size // CHUNK))


def test_same_attachment_is_stored_once(blobs: Blobs, tmp_path: Path) -> None:
    name = blobs.put(b"letter")
    before = path_of(tmp_path, name).read_bytes()
    assert blobs.put(b"letter") == name
    assert path_of(tmp_path, name).read_bytes() == before


def test_putting_again_mends_a_damaged_one(blobs: Blobs, tmp_path: Path) -> None:
    name = blobs.put(b"letter")
    path_of(tmp_path, name).write_bytes(b"")
    assert blobs.put(b"letter") == name
    assert blobs.get(name) == b"letter"


def test_every_flipped_bit_and_every_truncation(blobs: Blobs, tmp_path: Path) -> None:
    name = blobs.put(b"a short letter")
    path = path_of(tmp_path, name)
    whole = path.read_bytes()
    for place in range(len(whole)):
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 1 << place % 8]) + whole[place + 1 :])
        with pytest.raises(errors.BlobDamaged):
            blobs.get(name)
        path.write_bytes(whole[:place])
        with pytest.raises(errors.BlobDamaged):
            blobs.get(name)
    path.write_bytes(whole + b"\0")
    with pytest.raises(errors.BlobDamaged):
        blobs.get(name)
    assert [problem.name for problem in blobs.problems()] == [name]
    path.write_bytes(whole)
    assert list(blobs.problems()) == []


def test_chunks_cannot_be_moved_or_dropped(blobs: Blobs, tmp_path: Path) -> None:
    name = blobs.put(secrets.token_bytes(3 * CHUNK))
    path = path_of(tmp_path, name)
    whole = path.read_bytes()
    step = CHUNK + 17
    first, second, third = (whole[32 + n * step : 32 + (n + 1) * step] for n in range(3))
    for chunks in ((second, first, third), (first, second), (first, third), (first, second, third, third)):
        path.write_bytes(whole[:32] + b"".join(chunks))
        with pytest.raises(errors.BlobDamaged):
            blobs.get(name)


def test_one_attachment_in_place_of_another(blobs: Blobs, tmp_path: Path) -> None:
    one, two = blobs.put(b"one"), blobs.put(b"two")
    path_of(tmp_path, one).write_bytes(path_of(tmp_path, two).read_bytes())
    with pytest.raises(errors.BlobDamaged):
        blobs.get(one)


def test_another_key_reads_nothing(blobs: Blobs, tmp_path: Path) -> None:
    name = blobs.put(b"letter")
    with pytest.raises(errors.BlobDamaged):
        Blobs(tmp_path, b"x" * 32).get(name)


@pytest.mark.parametrize(
    "name", ["", "../../etc/passwd", "A" * 64, "g" * 64, "a" * 63, "a" * 64 + "\n", "/" + "a" * 63]
)
def test_names_are_names_only(name: str, blobs: Blobs) -> None:
    with pytest.raises(ValueError, match="64"):
        blobs.get(name)


def test_missing(blobs: Blobs) -> None:
    with pytest.raises(errors.BlobMissing):
        blobs.get("a" * 64)
    assert blobs.names() == []
    assert not blobs.has("a" * 64)


def test_removal_and_orphans(blobs: Blobs, tmp_path: Path) -> None:
    kept, orphan, erased = (blobs.put(text) for text in (b"kept", b"orphan", b"erased"))
    half = path_of(tmp_path, kept).with_name(".tmp-12")
    half.write_bytes(b"half")
    blobs.remove(erased)
    blobs.remove(erased)
    assert blobs.remove_orphans([kept]) == [orphan]
    assert blobs.names() == [kept]
    assert not half.exists()
