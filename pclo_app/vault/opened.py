"""A case file that is open: what others may use of it, and how it is closed, copied and checked."""

from __future__ import annotations

import contextlib
import hmac
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from types import TracebackType
from typing import Self

from pclo_app.vault import ballast, database, files, folder, generations, identity, keys, keyslots
from pclo_app.vault.blobs import Blobs
from pclo_app.vault.canonical import canonical
from pclo_app.vault.device_secret import DeviceSecrets
from pclo_app.vault.errors import BlobDamaged, CaseFileDamaged, KeySlotsDamaged
from pclo_app.vault.keyslots import Contents, KeySlots, SlotType
from pclo_app.vault.lock import FolderLock
from pclo_app.vault.pins import Anchor


class WhyReadOnly(StrEnum):
    """Why nothing can be written to the files of a case file that is open."""

    ASKED = "asked"
    DISK_FULL = "disk full"
    DISK_READ_ONLY = "disk read-only"


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
    why_read_only: WhyReadOnly | None = None
    unclean_stop: bool = False  # the program that had it open last did not come to its end
    slot: str = "s1"  # the slot that opened it
    kit_code: str = field(default="", repr=False)  # of the emergency kit that opened it


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
        self.opened_by = circumstances.slot
        self.kit_code = circumstances.kit_code
        self.failed_attempts = circumstances.failed_attempts
        self.notices = circumstances.notices
        self.why_read_only = circumstances.why_read_only
        self.unclean_stop = circumstances.unclean_stop
        self.connection = connection
        self.signer = identity.Signer(contents.seed)
        self.device = self.signer.device
        self.age_identity = contents.age
        self.age_recipient = identity.age_recipient(contents.age)
        self.blobs = Blobs(path, keys.blob_key(contents.vmk), generations.blobs_name(slots.generation))
        self.anchor = Anchor(slots.vault_id, keys.pin_key(contents.seed), secrets)
        self.slots = slots
        self.secrets = secrets
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
    def read_only(self) -> bool:
        """Whether its files cannot be written."""
        return self.why_read_only is not None

    @property
    def database_path(self) -> Path:
        return self.folder / self.slots.database

    @property
    def closed(self) -> bool:
        return self._closed

    def require_its_keys(self, slots: KeySlots, contents: Contents) -> None:
        """Raise KeySlotsDamaged unless key slots found in the folder later hold the keys that it was opened with.

        Else somebody could put their own there, and confirm with a passphrase of their own.
        """
        key = keys.database_key(contents.vmk, slots.vault_id, slots.generation).hex()
        if not hmac.compare_digest(key, self._database_key) or identity.Signer(contents.seed).device != self.device:
            raise KeySlotsDamaged(why="they are not those with which it was opened")

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
            self.kit_code = ""

    def keep_reserve(self) -> bool:
        """Keep 16 MiB in hand for the day the disk is full; call it once after unlocking, off the screen's thread."""
        return not self.read_only and ballast.keep(self.folder)

    def release_reserve(self) -> bool:
        """Give the reserve up after a DiskFull, so that the save can be tried once more. Whether there was any."""
        return ballast.release(self.folder)

    def backup(self, out: Path) -> Path:
        """Copy the whole case file into a new or empty folder, where the same passphrase opens it; check the copy."""
        out = Path(out)
        folder.refuse_occupied(out)
        with files.disk_full_as_condition():
            files.make_private_folder(out)
            self.blobs.copy_to(out)
            self.copy_database(out / self.slots.database)
        keyslots.write(out, self.slots)
        return out

    def copy_database(self, target: Path, progress: database.Progress | None = None) -> None:
        """Copy the open database to ``target`` under the same key, and open and check the copy before it gets its name.

        ``progress`` is told (done, total) and may raise to stop; then nothing is left behind.
        """
        temporary = target.with_name(f"{files.TEMPORARY_PREFIX}{target.name}")
        try:
            _remove_database(temporary)
            try:
                database.copy_database(self.connection, temporary, self._database_key, progress=progress)
            except CaseFileDamaged:
                raise CaseFileDamaged(where=self.slots.database) from None
            for _ in database.damage(temporary, self._database_key):
                raise CaseFileDamaged(where=f"the copy of {self.slots.database}")
            database.open_database(temporary, self._database_key).close()
            files.replace(temporary, target)
            files.sync_folder(target.parent)
        finally:
            _remove_database(temporary)

    def damage_of(self, path: Path) -> list[str]:
        """What is wrong with another database file of this generation. Looking at it does not touch it."""
        return list(database.damage(path, self._database_key, untouched=True))

    def slots_bytes(self) -> bytes:
        """The key slots as they lie on the disk, to be kept beside a copy."""
        return canonical(self.slots.document)

    @contextlib.contextmanager
    def conditions(self) -> Iterator[None]:
        """Turn the library's errors into the conditions that a person can act on."""
        try:
            yield
        except database.LibraryError as problem:
            condition = database.condition_for(problem, self.database_path)
            if condition is problem:
                raise
            raise condition from problem

    def page_problems(self, tick: database.Tick | None = None) -> Iterator[Problem]:
        """Check every page of the database. ``tick`` is called now and then and may raise to stop."""
        if not self.read_only:
            database.checkpoint(self.connection)
            found = database.damage(self.database_path, self._database_key, tick)
        elif database.log_in_use(self.database_path):  # which cannot be brought in, so that the main file is not whole
            found = database.damage_of_structure(self.connection)
        else:
            found = database.damage(self.database_path, self._database_key, tick, untouched=True)
        for what in found:
            yield Problem(self.slots.database, what, CaseFileDamaged.safe, CaseFileDamaged.do)

    def problems(self) -> Iterator[Problem]:
        """Check every page of the database and every attachment. Reading it all takes a while."""
        yield from self.page_problems()
        for blob in self.blobs.problems():
            yield Problem(
                f"attachment {blob.name[:12]}", f"The attachment is {blob.what}.", BlobDamaged.safe, BlobDamaged.do
            )


def _remove_database(path: Path) -> None:
    for suffix in ("-wal", "-shm", "-journal", ""):
        with contextlib.suppress(OSError):
            path.with_name(path.name + suffix).unlink(missing_ok=True)
