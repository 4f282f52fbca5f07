"""A full bundle written and read, against `zstd -3` piped to `age` on the same bytes.

Reading checks the signature of every row, which no compressor does: what that takes alone is
told beside it.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import nacl.bindings
import pyrage

from pclo_app.casefile.casefile import CaseFile
from pclo_app.journal.merge import check_all
from pclo_app.journal.revision import NO_TEAM, Revision, signed_bytes
from pclo_app.sync import bundle, container, membership
from pclo_app.sync.bundle import Manifest
from tests.bench.measure import Row, in_turn, timed


def written_and_read(cf: CaseFile, folder: Path) -> list[Row]:
    """The rows of this laptop that fill one bundle."""
    rows = _a_bundle_full(cf)
    manifest = Manifest(
        team=NO_TEAM, sender=cf.vault.device, to=(cf.vault.age_recipient,), created="2026-11-22T10:00:00Z", base={},
        head={}, rows=len(rows), blobs=0,
    )  # fmt: skip
    sender, to = membership.sender(cf), [cf.vault.age_recipient]

    def plain() -> bytes:
        return bundle.write(manifest, [bundle.row_line(revision, with_payload=True) for revision in rows])

    def write() -> bytes:
        return container.seal(sender, 1, "rows", plain(), to)

    data = write()

    def read() -> None:
        _, lines = container.read_lines(data, cf.key_of, cf.vault.age_identity)
        check_all(bundle.read(lines).rows, cf.key_of)

    squeeze, unfold = _tools(plain(), cf.vault.age_recipient, cf.vault.age_identity, folder)
    wrote, bare_write = in_turn(write, squeeze, 5)
    took, bare_read = in_turn(read, unfold, 5)
    signatures = timed(lambda: _verify(rows, cf.vault.signer.public))
    what = f"{len(rows):,} rows, {len(plain()) / 2**20:.0f} MiB"
    alone = f"{signatures / bare_read:.1f}x of the floor"
    most = f"{what}; their signatures alone, by PyNaCl on the same cores, take {alone}"
    return [
        Row("bundle write", wrote, bare_write, "1.5x", wrote / bare_write <= 1.5, what),
        Row("bundle read", took, bare_read, "3x", took / bare_read <= 3, most),
    ]


def _a_bundle_full(cf: CaseFile) -> list[Revision]:
    lines = ((bundle.row_line(row, with_payload=True), row) for row in cf.store.rows(cf.vault.device, cf.epoch))
    return [row for _, row in next(bundle.in_lots(lines))]


def _verify(rows: list[Revision], key: bytes) -> None:
    def some(part: list[Revision]) -> None:
        for row in part:
            nacl.bindings.crypto_sign_open(row.sig + signed_bytes(row.header), key)

    cores = min(2, os.cpu_count() or 1)
    with ThreadPoolExecutor(cores) as pool:
        list(pool.map(some, [rows[first::cores] for first in range(cores)]))


def _tools(plain: bytes, to: str, identity: str, folder: Path) -> tuple[Callable[[], object], Callable[[], object]]:
    """Both directions by the tools; where they are not installed, by the libraries that the program uses."""
    if not (shutil.which("zstd") and shutil.which("age")):
        from pclo_app.sync.packing import pack, unpack

        ready = pyrage.encrypt(pack(plain), [pyrage.x25519.Recipient.from_str(to)])
        return (
            lambda: pyrage.encrypt(pack(plain), [pyrage.x25519.Recipient.from_str(to)]),
            lambda: unpack(pyrage.decrypt(ready, [pyrage.x25519.Identity.from_str(identity)])),
        )
    key = folder / "identity"
    key.write_text(identity)
    there = f"zstd -3 -q -c | age -r {to}"
    ready = subprocess.run(there, shell=True, input=plain, check=True, capture_output=True).stdout
    return (
        lambda: subprocess.run(there, shell=True, input=plain, check=True, capture_output=True),
        lambda: subprocess.run(
            f"age -d -i '{key}' | zstd -d -q -c", shell=True, input=ready, check=True, capture_output=True
        ),
    )
