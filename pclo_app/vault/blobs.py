"""Attachments: each an encrypted file of its own, named by what it holds.

The bytes of a blob file (version 1)::

    "PCLOBLB1" + secretstream header of 24 bytes + chunks

Each chunk is 1 MiB of the attachment (the last may be shorter or empty) under
XChaCha20-Poly1305 as libsodium's secretstream does it, keyed by K_blob: a counter stops
chunks being moved, and the final tag stops the end being cut off. Every chunk is bound to
the file's name (its 32 bytes are the additional data), and the name is
HMAC-SHA256(K_blob, SHA-256 of the attachment): so a name says nothing to those without the
key, and the same attachment is stored once.
"""

from __future__ import annotations

import contextlib
import hashlib
import hmac
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from pclo_app.vault import files
from pclo_app.vault.errors import BlobDamaged, BlobMissing

MAGIC = b"PCLOBLB1"
CHUNK = 1024 * 1024
FOLDER = "blobs"
SUFFIX = ".blob"

_HEADER = 24
_OVERHEAD = 17  # a tag byte and the authenticator, per chunk
_NAME = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True)
class BlobProblem:
    """One attachment that does not check out."""

    name: str
    what: str


class Blobs:
    """The attachments of one case file."""

    def __init__(self, vault_folder: Path, key: bytes, name: str = FOLDER) -> None:
        self._folder = vault_folder / name
        self._key = key

    def __repr__(self) -> str:
        return f"Blobs({self._folder.name})"

    def in_folder(self, vault_folder: Path) -> Blobs:
        """The same attachments in another folder of the same case file."""
        return Blobs(vault_folder, self._key, self._folder.name)

    def path_of(self, name: str) -> Path:
        """Where an attachment lies or would lie."""
        return self._path(name)

    def name_for(self, sha256: bytes) -> str:
        """The name under which the attachment with this SHA-256 is or would be stored here."""
        return hmac.digest(self._key, sha256, "sha256").hex()

    def put(self, data: bytes) -> str:
        """Store an attachment and force it to disk; give its name. Storing it twice changes nothing."""
        name = self.name_for(hashlib.sha256(data).digest())
        path = self._path(name)
        if path.exists():
            with contextlib.suppress(BlobDamaged):
                self.get(name)
                return name
        with files.disk_full_as_condition():
            files.make_private_folder(path.parent)
        files.write_whole(path, _encrypt(data, self._key, bytes.fromhex(name)))
        return name

    def get(self, name: str) -> bytes:
        """The attachment, checked from the first byte to the last."""
        try:
            sealed = self._path(name).read_bytes()
        except FileNotFoundError:
            raise BlobMissing(name=_short(name)) from None
        data = _decrypt(sealed, self._key, bytes.fromhex(name))
        if data is None or self.name_for(hashlib.sha256(data).digest()) != name:
            raise BlobDamaged(name=_short(name))
        return data

    def has(self, name: str) -> bool:
        return self._path(name).exists()

    def names(self) -> list[str]:
        """Every attachment that is here, in order of name."""
        found = (path.stem for path in self._folder.glob(f"??/*{SUFFIX}"))
        return sorted(name for name in found if _NAME.fullmatch(name) and self.has(name))

    def remove(self, name: str) -> None:
        """Take an attachment away for good (erasure, or carrying less). No error if it is gone already."""
        self._path(name).unlink(missing_ok=True)

    def stored_at(self, name: str) -> datetime:
        """When an attachment was stored, by the file system."""
        return datetime.fromtimestamp(self._path(name).stat().st_mtime, UTC)

    def remove_unfinished(self) -> None:
        """Take away what a kill left half written."""
        for path in self._folder.glob(f"??/{files.TEMPORARY_PREFIX}*"):
            path.unlink(missing_ok=True)

    def remove_orphans(self, referenced: Iterable[str]) -> list[str]:
        """Take away what no record refers to, and half-written files; give the names removed."""
        keep = set(referenced)
        self.remove_unfinished()
        orphans = [name for name in self.names() if name not in keep]
        for name in orphans:
            self.remove(name)
        return orphans

    def copy_one(self, name: str, folder: Path) -> None:
        """Copy an attachment's file as it lies, whole or damaged, into another folder."""
        files.make_private_folder(folder)
        files.write_whole(folder / (name + SUFFIX), self._path(name).read_bytes())

    def copy_to(self, vault_folder: Path) -> None:
        """Copy every attachment, still encrypted, into another folder of the same case file."""
        for name in self.names():
            source = self._path(name)
            target = vault_folder / source.relative_to(self._folder.parent)
            files.make_private_folder(target.parent)
            files.write_new(target, source.read_bytes())
            files.sync_folder(target.parent)

    def problems(self) -> Iterator[BlobProblem]:
        """Read every attachment and name those that do not check out, one at a time."""
        for name in self.names():
            try:
                self.get(name)
            except BlobDamaged:
                yield BlobProblem(name, "changed or damaged")
            except OSError:
                yield BlobProblem(name, "cannot be read from the disk")

    def _path(self, name: str) -> Path:
        if not _NAME.fullmatch(name):
            raise ValueError("an attachment's name is 64 hexadecimal digits")
        return self._folder / name[:2] / (name + SUFFIX)


def _short(name: str) -> str:
    return name[:12]


def _encrypt(data: bytes, key: bytes, bound_to: bytes) -> bytes:
    from nacl import bindings as sodium

    state = sodium.crypto_secretstream_xchacha20poly1305_state()
    parts = [MAGIC, sodium.crypto_secretstream_xchacha20poly1305_init_push(state, key)]
    last = max(0, (len(data) - 1) // CHUNK) * CHUNK
    for start in range(0, last + 1, CHUNK):
        tag = (
            sodium.crypto_secretstream_xchacha20poly1305_TAG_FINAL
            if start == last
            else sodium.crypto_secretstream_xchacha20poly1305_TAG_MESSAGE
        )
        chunk = data[start : start + CHUNK]
        parts.append(sodium.crypto_secretstream_xchacha20poly1305_push(state, chunk, bound_to, tag))
    return b"".join(parts)


def _decrypt(sealed: bytes, key: bytes, bound_to: bytes) -> bytes | None:
    from nacl import bindings as sodium
    from nacl.exceptions import CryptoError

    body = len(MAGIC) + _HEADER
    if sealed[: len(MAGIC)] != MAGIC or len(sealed) < body + _OVERHEAD:
        return None
    state = sodium.crypto_secretstream_xchacha20poly1305_state()
    sodium.crypto_secretstream_xchacha20poly1305_init_pull(state, sealed[len(MAGIC) : body], key)
    parts = []
    try:
        for start in range(body, len(sealed), CHUNK + _OVERHEAD):
            end = start + CHUNK + _OVERHEAD
            chunk, tag = sodium.crypto_secretstream_xchacha20poly1305_pull(state, sealed[start:end], bound_to)
            if (tag == sodium.crypto_secretstream_xchacha20poly1305_TAG_FINAL) != (end >= len(sealed)):
                return None
            parts.append(chunk)
    except (CryptoError, ValueError):
        return None
    return b"".join(parts)
