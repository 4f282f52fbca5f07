"""Opening a case file with its passphrase: the steps from LOCKED to OPEN, each with its own refusal."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from pclo_app.vault import ballast, database, files, folder, keys, keyslots, places, throttle
from pclo_app.vault.canonical import canonical
from pclo_app.vault.device_secret import DeviceSecrets, device_secret_name
from pclo_app.vault.errors import (
    DeviceSecretMissing,
    DiskFull,
    KeySlotsDamaged,
    NotACaseFile,
    NotEnoughMemory,
    TryLater,
    WrongPassphrase,
)
from pclo_app.vault.keyslots import Contents, KeySlots, Slot, SlotType
from pclo_app.vault.lock import FolderLock
from pclo_app.vault.opened import Circumstances, Vault

DAMAGED_NAME = "keyslots.damaged.json"
_MENDED = "The key slots of this case file were changed or damaged. The other copy of them was used."
_RESERVE_USED = "The disk is full. The space kept in reserve has been used: free some space today."


@dataclass(frozen=True)
class _Found:
    """A slot that the passphrase opened, in the document it came from."""

    slots: KeySlots
    slot: Slot
    contents: Contents
    failed_before: int


def unlock(path: Path, words: str, *, secrets: DeviceSecrets | None, now: datetime, read_only: bool = False) -> Vault:
    """Open a case file with its passphrase and, where it was made so, this laptop's key ring.

    ``read_only`` reads a case file when nothing can be written, as on a full disk.
    """
    path = Path(path)
    if not keyslots.exists(path):
        raise NotACaseFile(folder=path)
    places.refuse_network(path)
    database.check_build()
    lock = FolderLock(path)
    lock.acquire(now)
    try:
        found = _find(path, words, secrets, now)
        key = keys.database_key(found.contents.vmk, found.slots.vault_id, found.slots.generation).hex()
        connection, notices = _open(path / found.slots.database, key, read_only=read_only)
        try:
            if not read_only:
                notices += _mend_slots(path, found.slots)
                folder.end_making(path)
            told = Circumstances(failed_attempts=found.failed_before, notices=notices, read_only=read_only)
            return Vault(path, found.slots, found.slot.type, found.contents, connection, lock, secrets, told)
        except BaseException:
            connection.close()
            raise
    except BaseException:
        lock.release()
        raise


def confirm(path: Path, words: str, *, secrets: DeviceSecrets | None, now: datetime) -> None:
    """Ask for the passphrase again before a critical action; the same waits and refusals as for unlocking."""
    _find(Path(path), words, secrets, now)


def _find(path: Path, words: str, secrets: DeviceSecrets | None, now: datetime) -> _Found:
    """The slot that opens, or the refusal. A wrong passphrase is counted, anything else is not."""
    copies = keyslots.read(path)
    device_secrets = _device_secrets(copies, secrets)
    before = _count_attempt(path, now)
    try:
        slots, slot, contents = _open_slots(copies, words, device_secrets, before.one_more(now), now)
    except WrongPassphrase:
        raise
    except BaseException:
        throttle.save(path, before)
        raise
    throttle.save(path, throttle.Attempts())
    return _Found(slots, slot, contents, before.failed)


def _count_attempt(path: Path, now: datetime) -> throttle.Attempts:
    """Refuse while a wait runs; else count this try before it is made, so that a kill cannot save it."""
    recorded = throttle.load(path)
    attempts = throttle.seen_at(recorded, now)
    if attempts != recorded:
        throttle.save(path, attempts)
    until = throttle.allowed_at(attempts, now)
    if until is not None:
        raise TryLater(at=throttle.clock_words(until, now), until=until)
    throttle.save(path, attempts.one_more(now))
    return attempts


def _device_secrets(copies: list[KeySlots], secrets: DeviceSecrets | None) -> dict[str, bytes]:
    """This laptop's half of the key for each copy, by vault; a missing one matters only if no slot does without."""
    kinds = {slot.type for copy in copies for slot in copy.passphrase_slots()}
    if not kinds:
        raise KeySlotsDamaged(why="they hold no slot that a passphrase opens")
    found: dict[str, bytes] = {}
    if SlotType.PASS_AND_DEVICE not in kinds:
        return found
    missing = DeviceSecretMissing(why="The key ring has no secret for it: was it made on another laptop?")
    if secrets is None:
        missing = DeviceSecretMissing(why="This laptop has no key ring.")
    else:
        for vault_id in dict.fromkeys(copy.vault_id for copy in copies):
            try:
                secret = secrets.get(device_secret_name(vault_id))
            except DeviceSecretMissing as problem:
                missing = problem
                break
            if secret is not None:
                found[vault_id] = secret
    if not found and SlotType.PASSPHRASE_ALONE not in kinds:
        raise missing
    return found


def _open_slots(
    copies: list[KeySlots], words: str, device_secrets: Mapping[str, bytes], after: throttle.Attempts, now: datetime
) -> tuple[KeySlots, Slot, Contents]:
    """Try the passphrase on the slots of the current document, then on those of its copy."""
    altered = False
    for copy in copies:
        for slot in copy.passphrase_slots():
            needs_device = slot.type == SlotType.PASS_AND_DEVICE
            device_secret = device_secrets.get(copy.vault_id) if needs_device else None
            if needs_device and device_secret is None:
                continue
            try:
                contents = slot.open(words, device_secret)
            except MemoryError:
                raise NotEnoughMemory(mebibytes=slot.cost.m // 1024) from None
            if contents is None:
                continue
            if copy.authentic(keys.header_key(contents.vmk)):
                return copy, slot, contents
            altered = True
    if altered:
        raise KeySlotsDamaged(why="they have been altered since this program wrote them")
    raise _wrong_passphrase(after, now)


def _wrong_passphrase(after: throttle.Attempts, now: datetime) -> WrongPassphrase:
    wait = throttle.wait_after(after.failed)
    if not wait:
        return WrongPassphrase(again="Try again.", failed=after.failed)
    until = now + wait
    return WrongPassphrase(again=f"Try again at {throttle.clock_words(until, now)}.", until=until, failed=after.failed)


def _open(path: Path, key: str, *, read_only: bool) -> tuple[database.Connection, tuple[str, ...]]:
    """Open the database; on a full disk once more after giving up the reserve."""
    try:
        return database.open_database(path, key, read_only=read_only), ()
    except DiskFull:
        if not ballast.release(path.parent):
            raise
    return database.open_database(path, key, read_only=read_only), (_RESERVE_USED,)


def _mend_slots(path: Path, slots: KeySlots) -> tuple[str, ...]:
    """Put right whichever copy of the key slots is missing or damaged, keeping the damaged one to look at."""
    wanted = canonical(slots.document)
    current, spare = path / keyslots.NAME, path / keyslots.BACKUP_NAME
    notices: tuple[str, ...] = ()
    with contextlib.suppress(DiskFull):  # it opened; mending can wait for room
        if not current.exists() or current.read_bytes() != wanted:
            notices = (_MENDED,)
            if current.exists():
                files.write_whole(path / DAMAGED_NAME, current.read_bytes())
            files.write_whole(current, wanted)
        if not _usable(spare, slots.generation):
            files.write_whole(spare, wanted)
    return notices


def _usable(spare: Path, generation: int) -> bool:
    """Whether the second copy is whole and speaks of the database that is in use."""
    try:
        return keyslots.checked(spare.read_bytes()).generation == generation
    except (OSError, ValueError):
        return False
