"""A new master key: the whole case file copied under it, checked, and switched to in one step.

Until keyslots.json is written the old generation is the case file, and what a kill leaves
of the new one is cleared away at the next opening. From that moment the new generation is
the case file, and the old one goes when the new one has been opened.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from pclo_app.vault import database, files, generations, keys, keyslots
from pclo_app.vault.blobs import Blobs
from pclo_app.vault.errors import BlobDamaged, CopyNotSound
from pclo_app.vault.keyslots import KeySlots

Progress = Callable[[int, int], None]
STEPS = ("begun", "copied", "documents", "prepared", "checked", "switched", "ended")

QUARANTINE = "quarantine"


@dataclass(frozen=True)
class Rotation:
    """One rotation: from an open database and its attachments to a new document and master key."""

    folder: Path
    connection: database.Connection
    blobs: Blobs
    new: KeySlots
    vmk: bytes
    prepare: Callable[[database.Connection], None]
    """Writes into the copy what it is to say of itself when it is first opened."""
    fingerprint: Callable[[database.Connection], object]
    """What must be the same in both: every chain's last row, and how much there is of everything."""
    progress: Progress | None = None
    reached: Callable[[str], None] = lambda step: None
    """Told of each of `STEPS` when it is done; ``progress`` only of those before the switch."""

    def __repr__(self) -> str:
        return f"Rotation(to {self.new.generation})"

    def run(self) -> None:
        """Do it. Raises CopyNotSound, DiskFull; then nothing has changed."""
        generation = self.new.generation
        try:
            generations.begin(self.folder, generation)
            self._done("begun")
            database.copy_database(self.connection, self._target, self._key)
            self._done("copied")
            self._copy_documents()
            self._done("documents")
            self._prepare()
            self._done("prepared")
            self._check()
            self._done("checked")
            files.sync_folder(self.folder)
            keyslots.write(self.folder, self.new)
        except BaseException:
            if generations.current(self.folder) != generation:
                generations.remove(self.folder, generation)
                generations.end(self.folder)
            raise
        self.reached("switched")
        with contextlib.suppress(OSError):  # the next opening does it too
            generations.end(self.folder)
        self.reached("ended")

    @property
    def _target(self) -> Path:
        return self.folder / self.new.database

    @property
    def _key(self) -> str:
        return keys.database_key(self.vmk, self.new.vault_id, self.new.generation).hex()

    def _done(self, step: str) -> None:
        self.reached(step)
        if self.progress is not None:
            self.progress(STEPS.index(step) + 1, STEPS.index("switched"))

    def _copy_documents(self) -> None:
        """Every attachment under the new key. A damaged one is set aside as it is: it cannot be read to be copied."""
        name = generations.blobs_name(self.new.generation)
        with files.disk_full_as_condition():
            files.make_private_folder(self.folder / name)
        copies = Blobs(self.folder, keys.blob_key(self.vmk), name)
        for each in self.blobs.names():
            try:
                copies.put(self.blobs.get(each))
            except BlobDamaged:
                self.blobs.copy_one(each, self.folder / QUARANTINE)

    def _prepare(self) -> None:
        copy = database.open_database(self._target, self._key)
        try:
            self.prepare(copy)
            database.checkpoint(copy)
        finally:
            copy.close()

    def _check(self) -> None:
        for what in database.damage(self._target, self._key):
            raise CopyNotSound(why=what)
        copy = database.open_database(self._target, self._key, read_only=True)
        try:
            if self.fingerprint(copy) != self.fingerprint(self.connection):
                raise CopyNotSound(why="its last rows are not those of the case file")
        finally:
            copy.close()
