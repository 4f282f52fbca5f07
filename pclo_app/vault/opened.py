"""A case file that is open: what others may use of it, and how it is closed, copied and checked."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

from pclo_app.vault import ballast, database, files, folder, identity, keys, keyslots
from pclo_app.vault.blobs import Blobs
from pclo_app.vault.device_secret import DeviceSecrets
from pclo_app.vault.errors import BlobDamaged, CaseFileDamaged
from pclo_app.vault.keyslots import Contents, KeySlots, SlotType
from pclo_app.vault.lock import FolderLock
from pclo_app.vault.pins import Anchor


@dataclass(frozen=True)
class Problem:
    """One thing that a check found: where, and the three parts of a sentence."""

    where: str
    what: str
    safe: str
    do: str


@dataclass(frozen=True)
class Circumstances:
    """How the unlocking went, for the screens to tell."""

    failed_attempts: int = 0  # wrong passphrases since the last right one
    notices: tuple[str, ...] = ()  # sentences for the person, such as that a damaged file was mended
    read_only: bool = False


class Vault:
    """An open case file. Close it, or use it in a `with` block."""

    def __init__(
        self,
        path: Path,
        slots: KeySlots,
        protection: SlotType,
        contents: Contents,
        connection: database.Connection,
        lock: FolderLock,
        secrets: DeviceSecrets | None,
        circumstances: Circumstances,
    ) -> None:
        self.folder = path
        self.vault_id = slots.vault_id
        self.generation = slots.generation
        self.protection = protection
        self.failed_attempts = circumstances.failed_attempts
        self.notices = circumstances.notices
        self.read_only = circumstances.read_only
        self.connection = connection
        self.signer = identity.Signer(contents.seed)
        self.device = self.signer.device
        self.age_identity = contents.age
        self.age_recipient = identity.age_recipient(contents.age)
        self.blobs = Blobs(path, keys.blob_key(contents.vmk))
        self.anchor = Anchor(slots.vault_id, keys.pin_key(contents.vmk), secrets)
        self._slots = slots
        self._lock = lock
        self._database_key = keys.database_key(contents.vmk, slots.vault_id, slots.generation).hex()
        self._closed = False

    def __repr__(self) -> str:
        return f"Vault({self.vault_id}, {'closed' if self._closed else 'open'})"

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def database_path(self) -> Path:
        return self.folder / self._slots.database

    @property
    def closed(self) -> bool:
        return self._closed

    def close(self) -> None:
        """Bring the log into the database file, close it and give up the lock. Closing twice is harmless."""
        if self._closed:
            return
        self._closed = True
        try:
            with contextlib.suppress(Exception):  # on a full disk the log simply stays; it is whole
                database.checkpoint(self.connection)
            self.connection.close()
        finally:
            self._lock.release()
            self._database_key = ""
            self.age_identity = ""

    def keep_reserve(self) -> bool:
        """Keep 16 MiB in hand for the day the disk is full; call it once after unlocking, off the screen's thread."""
        return not self.read_only and ballast.keep(self.folder)

    def release_reserve(self) -> bool:
        """Give the reserve up after a DiskFull, so that the save can be tried once more. Whether there was any."""
        return ballast.release(self.folder)

    def backup(self, out: Path) -> Path:
        """Copy the whole case file into a new or empty folder, where it opens with the same passphrase."""
        out = Path(out)
        folder.refuse_occupied(out)
        with files.disk_full_as_condition():
            files.make_private_folder(out)
            self.blobs.copy_to(out)
            database.copy_database(self.connection, out / self._slots.database, self._database_key)
            files.sync_folder(out)
        keyslots.write(out, self._slots)
        return out

    def problems(self) -> Iterator[Problem]:
        """Check every page of the database and every attachment. Reading it all takes a while."""
        database.checkpoint(self.connection)
        for what in database.damage(self.database_path, self._database_key):
            yield Problem(self._slots.database, what, CaseFileDamaged.safe, CaseFileDamaged.do)
        for blob in self.blobs.problems():
            yield Problem(
                f"attachment {blob.name[:12]}", f"The attachment is {blob.what}.", BlobDamaged.safe, BlobDamaged.do
            )
