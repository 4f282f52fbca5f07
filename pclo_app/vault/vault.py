"""A case file as one thing: make it, open it, close it, copy it, check it.

A folder is a case file when it holds keyslots.json. That file is written last when a case
file is made, so a making that was interrupted leaves nothing that looks like one; the marker
creating.json tells the next attempt that the leftovers are its own to clear away.
"""

from __future__ import annotations

import contextlib
import secrets as random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from types import TracebackType

from pclo_app.vault import database, files, identity, keys, keyslots, passphrase as passphrases, places, throttle
from pclo_app.vault.blobs import FOLDER as BLOBS_FOLDER
from pclo_app.vault.blobs import Blobs
from pclo_app.vault.device_secret import DeviceSecrets, device_secret_name, new_device_secret
from pclo_app.vault.errors import (
    AlreadyACaseFile,
    CaseFileDamaged,
    DeviceSecretMissing,
    FolderNotEmpty,
    KeySlotsDamaged,
    NotACaseFile,
    NotEnoughMemory,
    TryLater,
    WrongPassphrase,
)
from pclo_app.vault.keys import Cost
from pclo_app.vault.keyslots import Contents, KeySlots, Slot, SlotType
from pclo_app.vault.lock import HOLDER_NAME, FolderLock
from pclo_app.vault.lock import NAME as LOCK_NAME
from pclo_app.vault.pins import Anchor

CREATING_NAME = "creating.json"
DAMAGED_NAME = "keyslots.damaged.json"


@dataclass(frozen=True)
class Problem:
    """One thing that a check found: where, and the three parts of a sentence."""

    where: str
    what: str
    safe: str
    do: str


class Vault:
    """An open case file. Close it, or use it in a `with` block."""

    def __init__(
        self,
        folder: Path,
        slots: KeySlots,
        protection: SlotType,
        contents: Contents,
        connection: database.Connection,
        lock: FolderLock,
        secrets: DeviceSecrets | None,
        *,
        failed_attempts: int = 0,
        notices: tuple[str, ...] = (),
    ) -> None:
        self.folder = folder
        self.vault_id = slots.vault_id
        self.generation = slots.generation
        self.protection = protection
        self.failed_attempts = failed_attempts
        self.notices = notices
        self.connection = connection
        self.signer = identity.Signer(contents.seed)
        self.device = self.signer.device
        self.age_identity = contents.age
        self.age_recipient = identity.age_recipient(contents.age)
        self.blobs = Blobs(folder, keys.blob_key(contents.vmk))
        self.anchor = Anchor(slots.vault_id, keys.pin_key(contents.vmk), secrets)
        self._slots = slots
        self._lock = lock
        self._database_key = keys.database_key(contents.vmk, slots.vault_id, slots.generation).hex()
        self._closed = False

    def __repr__(self) -> str:
        return f"Vault({self.vault_id}, {'closed' if self._closed else 'open'})"

    def __enter__(self) -> Vault:
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
            with contextlib.suppress(Exception):  # a full disk: the log stays, and is whole
                database.checkpoint(self.connection)
            self.connection.close()
        finally:
            self._lock.release()
            self._database_key = ""
            self.age_identity = ""

    def backup(self, out: Path) -> Path:
        """Copy the whole case file into a new or empty folder, where it opens with the same passphrase."""
        if keyslots.exists(out):
            raise AlreadyACaseFile(folder=out)
        _refuse_other_files(out)
        with files.disk_full_as_condition():
            files.make_private_folder(out)
            for name in self.blobs.names():
                target = out / BLOBS_FOLDER / name[:2] / f"{name}.blob"
                files.make_private_folder(target.parent)
                files.write_new(target, (self.folder / target.relative_to(out)).read_bytes())
            database.copy_database(self.connection, out / self._slots.database, self._database_key)
            files.sync_folder(out)
        keyslots.write(out, self._slots)
        return out

    def problems(self) -> Iterator[Problem]:
        """Check every page of the database and every attachment. Reading it all takes a while."""
        database.checkpoint(self.connection)
        for what in database.damage(self.database_path, self._database_key):
            yield Problem(
                where=self._slots.database,
                what=what,
                safe=CaseFileDamaged.safe,
                do=CaseFileDamaged.do,
            )
        for blob in self.blobs.problems():
            yield Problem(
                where=f"attachment {blob.name[:12]}",
                what=f"The attachment is {blob.what}.",
                safe="It has been left exactly as it is, and every other record is unaffected.",
                do="Synchronise with the office to fetch it again, or restore the newest backup.",
            )


def create(
    folder: Path,
    passphrase: str,
    *,
    owner: None = None,
    secrets: DeviceSecrets | None,
    cost: Cost | None = None,
    now: datetime,
) -> Vault:
    """Make a new case file and open it.

    With ``secrets`` (the laptop's key ring) a passphrase and this laptop are needed together.
    Passing None is the caller's open choice of a passphrase alone; `Vault.protection` tells.
    """
    folder = Path(folder)
    passphrases.require(passphrase)
    database.check_build()
    places.refuse_network(folder)
    if keyslots.exists(folder):
        raise AlreadyACaseFile(folder=folder)
    with files.disk_full_as_condition():
        files.make_private_folder(folder)
    lock = FolderLock(folder)
    lock.acquire(now)
    try:
        if keyslots.exists(folder):
            raise AlreadyACaseFile(folder=folder)
        _clear_interrupted_making(folder)
        return _make(folder, passphrase, secrets, cost, lock)
    except BaseException:
        lock.release()
        raise


def _make(folder: Path, passphrase: str, secrets: DeviceSecrets | None, cost: Cost | None, lock: FolderLock) -> Vault:
    vault_id = random.token_hex(16)
    contents = Contents(vmk=random.token_bytes(32), seed=identity.new_seed(), age=identity.new_age_identity())
    device_secret = None if secrets is None else new_device_secret()
    slot = _dearest_slot(contents, passphrase, device_secret, cost)
    slots = keyslots.sealed(
        vault_id=vault_id, generation=1, seq=1, slots=[slot], header_key=keys.header_key(contents.vmk)
    )
    files.write_whole(folder / CREATING_NAME, b'{"v":1}')
    connection: database.Connection = None
    try:
        if secrets is not None and device_secret is not None:
            secrets.put(device_secret_name(vault_id), device_secret)
        connection = database.create_database(
            folder / slots.database, keys.database_key(contents.vmk, vault_id, 1).hex()
        )
        database.checkpoint(connection)
        files.make_private_folder(folder / BLOBS_FOLDER)
        files.sync_folder(folder)
        keyslots.write(folder, slots)
    except BaseException:
        if connection is not None:
            connection.close()
        if not keyslots.exists(folder):
            _clear_interrupted_making(folder)
            if secrets is not None:
                with contextlib.suppress(DeviceSecretMissing):
                    secrets.delete(device_secret_name(vault_id))
        raise
    (folder / CREATING_NAME).unlink(missing_ok=True)
    return Vault(folder, slots, Slot(slot).type, contents, connection, lock, secrets)


def _dearest_slot(
    contents: Contents, passphrase: str, device_secret: bytes | None, cost: Cost | None
) -> dict[str, object]:
    """A slot at the cost asked for, or at the next cheaper step that this laptop has the memory for."""
    try:
        step: Cost | None = cost or keys.calibrate()
    except MemoryError:
        step = None
    while step is not None:
        try:
            return keyslots.new_slot(contents, passphrase, device_secret, step)
        except MemoryError:
            step = keys.step_down(step)
    raise NotEnoughMemory(mebibytes=keys.FLOOR.m // 1024)


def unlock(folder: Path, passphrase: str, *, secrets: DeviceSecrets | None, now: datetime) -> Vault:
    """Open a case file with its passphrase and, where it was made so, this laptop's key ring."""
    folder = Path(folder)
    if not keyslots.exists(folder):
        raise NotACaseFile(folder=folder)
    places.refuse_network(folder)
    database.check_build()
    lock = FolderLock(folder)
    lock.acquire(now)
    try:
        copies = keyslots.read(folder)
        device_secret = _device_secret(copies, secrets)
        before = _count_attempt(folder, now)
        try:
            slots, slot, contents = _open_slots(copies, passphrase, device_secret, before.one_more(now), now)
        except WrongPassphrase:
            raise
        except BaseException:
            throttle.save(folder, before)  # not the passphrase's fault
            raise
        connection = database.open_database(
            folder / slots.database, keys.database_key(contents.vmk, slots.vault_id, slots.generation).hex()
        )
        try:
            throttle.save(folder, throttle.Attempts())
            notices = _mend_slots(folder, slots)
            (folder / CREATING_NAME).unlink(missing_ok=True)
            return Vault(
                folder,
                slots,
                slot.type,
                contents,
                connection,
                lock,
                secrets,
                failed_attempts=before.failed,
                notices=notices,
            )
        except BaseException:
            connection.close()
            raise
    except BaseException:
        lock.release()
        raise


def _count_attempt(folder: Path, now: datetime) -> throttle.Attempts:
    """Refuse while a wait runs; else count this try before it is made, so that a kill cannot save it."""
    recorded = throttle.load(folder)
    attempts = throttle.seen_at(recorded, now)
    if attempts != recorded:
        throttle.save(folder, attempts)
    until = throttle.allowed_at(attempts, now)
    if until is not None:
        raise TryLater(at=throttle.clock_words(until, now), until=until)
    throttle.save(folder, attempts.one_more(now))
    return attempts


def _device_secret(copies: list[KeySlots], secrets: DeviceSecrets | None) -> bytes | None:
    """This laptop's half of the key if any slot wants it; a missing one matters only if no slot does without."""
    kinds = {slot.type for copy in copies for slot in copy.passphrase_slots()}
    if SlotType.PASS_AND_DEVICE not in kinds:
        return None
    try:
        if secrets is None:
            raise DeviceSecretMissing(why="This laptop has no key ring.")
        found = secrets.get(device_secret_name(copies[0].vault_id))
        if found is None:
            raise DeviceSecretMissing(why="The key ring has no secret for it: was it made on another laptop?")
        return found
    except DeviceSecretMissing:
        if SlotType.PASSPHRASE_ALONE in kinds:
            return None
        raise


def _open_slots(
    copies: list[KeySlots], passphrase: str, device_secret: bytes | None, after: throttle.Attempts, now: datetime
) -> tuple[KeySlots, Slot, Contents]:
    """Try the passphrase on the slots of the current document, then on those of its copy."""
    altered = False
    for copy in copies:
        for slot in copy.passphrase_slots():
            needs_device = slot.type == SlotType.PASS_AND_DEVICE
            if needs_device and device_secret is None:
                continue
            try:
                contents = slot.open(passphrase, device_secret if needs_device else None)
            except MemoryError:
                raise NotEnoughMemory(mebibytes=slot.cost.m // 1024) from None
            if contents is None:
                continue
            if copy.authentic(keys.header_key(contents.vmk)):
                return copy, slot, contents
            altered = True
    if altered:
        raise KeySlotsDamaged(why="they have been altered since this program wrote them")
    wait = throttle.wait_after(after.failed)
    if not wait:
        raise WrongPassphrase(again="Try again.", failed=after.failed)
    until = now + wait
    raise WrongPassphrase(
        again=f"Try again at {throttle.clock_words(until, now)}.", until=until, failed=after.failed
    )


def _mend_slots(folder: Path, slots: KeySlots) -> tuple[str, ...]:
    """Put right whichever copy of the key slots is missing or damaged, keeping the damaged one to look at."""
    copies = {name: folder / name for name in (keyslots.NAME, keyslots.BACKUP_NAME)}
    wanted = keyslots.canonical(slots.document)
    current = copies[keyslots.NAME]
    notices: tuple[str, ...] = ()
    if not current.exists() or current.read_bytes() != wanted:
        if current.exists():
            files.write_whole(folder / DAMAGED_NAME, current.read_bytes())
        files.write_whole(current, wanted)
        notices = ("The key slots of this case file were changed or damaged. The previous copy was used.",)
    usable = any(copy.generation == slots.generation for copy in _sound(copies[keyslots.BACKUP_NAME]))
    if not usable:
        files.write_whole(copies[keyslots.BACKUP_NAME], wanted)
    return notices


def _sound(path: Path) -> list[KeySlots]:
    try:
        return [keyslots.checked(path.read_bytes())]
    except (OSError, ValueError):
        return []


def _clear_interrupted_making(folder: Path) -> None:
    """Remove what an interrupted making left behind; refuse when other files are in the folder."""
    if (folder / CREATING_NAME).exists():
        name = keyslots.database_name(1)
        for leftover in (name, f"{name}-wal", f"{name}-shm", CREATING_NAME):
            (folder / leftover).unlink(missing_ok=True)
        with contextlib.suppress(OSError):
            (folder / BLOBS_FOLDER).rmdir()
    for leftover in folder.glob(f"{files.TEMPORARY_PREFIX}*"):
        leftover.unlink(missing_ok=True)
    _refuse_other_files(folder)


def _refuse_other_files(folder: Path) -> None:
    if not folder.exists():
        return
    ours = {LOCK_NAME, HOLDER_NAME}
    other = next((entry.name for entry in sorted(folder.iterdir()) if entry.name not in ours), None)
    if other is not None:
        raise FolderNotEmpty(folder=folder, name=other)
