"""Opening a case file with its passphrase: the steps from LOCKED to OPEN, each with its own refusal."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from pclo_app.vault import ballast, database, files, folder, generations, keys, keyslots, kit, places, throttle
from pclo_app.vault.canonical import canonical
from pclo_app.vault.device_secret import DeviceSecrets, device_secret_name
from pclo_app.vault.errors import (
    DeviceSecretMissing,
    DiskFull,
    FolderNotWritable,
    GenerationMissing,
    KeySlotsDamaged,
    KitMistyped,
    KitWrong,
    NeedKit,
    NoKit,
    NotACaseFile,
    NotEnoughMemory,
    TryLater,
    WrongPassphrase,
)
from pclo_app.vault.keyslots import Contents, KeySlots, Slot, SlotType
from pclo_app.vault.lock import FolderLock
from pclo_app.vault.opened import Circumstances, Vault, WhyReadOnly

DAMAGED_NAME = "keyslots.damaged.json"
_MENDED = "The key slots of this case file were changed or damaged. The other copy of them was used."
Tries = Callable[[KeySlots], list[tuple[Slot, bytes | None]]]
"""The slots of a document that are worth trying, each with the second secret that goes with it."""

COPIED = (
    "This case file lies in “{part}”, which a program copies to other computers. Ask your IT support to move it to a "
    "folder that stays on this laptop."
)
RESERVE_USED = "The disk is full. The space kept in reserve has been used: free some space today."


@dataclass(frozen=True)
class Found:
    """A slot that the passphrase opened, in the document it came from."""

    slots: KeySlots
    slot: Slot
    contents: Contents
    failed_before: int


def unlock(
    path: Path,
    words: str,
    *,
    secrets: DeviceSecrets | None,
    now: datetime,
    read_only: bool = False,
    kit_code: str = "",
) -> Vault:
    """Open a case file with its passphrase and, where it was made so, this laptop's key ring.

    ``kit_code`` is the code of the emergency kit, which stands in for the key ring.
    ``read_only`` asks for reading only. Where nothing can be written, as on a full disk, it comes
    to that by itself, and `Vault.why_read_only` says why.
    """
    path = Path(path)
    if not keyslots.exists(path):
        raise NotACaseFile(folder=path)
    places.refuse_network(path)
    database.check_build()
    lock = FolderLock(path)
    why = WhyReadOnly.ASKED if read_only else None
    try:
        lock.acquire(now)
    except FolderNotWritable:  # nor can anybody else write there, so that reading is safe
        why = WhyReadOnly.DISK_READ_ONLY
    try:
        found = find(path, words, secrets, now, kit_code)
        require_generation(path, found.slots)
        key = keys.database_key(found.contents.vmk, found.slots.vault_id, found.slots.generation).hex()
        connection, why, notices = _open(path / found.slots.database, key, why)
        try:
            if why is None:
                notices += _mend_slots(path, found.slots)
                folder.end_making(path)
                generations.tidy(path, found.slots.generation)
            copied = places.cloud_folder(path)
            notices += (COPIED.format(part=copied),) if copied else ()
            told = Circumstances(found.failed_before, notices, why, lock.left_behind, found.slot.id, kit_code)
            return Vault(path, found.slots, found.slot.type, found.contents, connection, lock, secrets, told)
        except BaseException:
            connection.close()
            raise
    except BaseException:
        lock.release()
        raise


def find(path: Path, words: str, secrets: DeviceSecrets | None, now: datetime, kit_code: str = "") -> Found:
    """The slot that opens, or the refusal: before every critical action too, with the same waits.

    A wrong passphrase is counted, anything else is not.
    """
    copies = keyslots.read(path)
    tries = _with_kit(copies, kit_code) if kit_code else _with_device(copies, secrets)
    before = _count_attempt(path, now)
    try:
        slots, slot, contents = _open_slots(copies, words, tries)
    except _NothingOpens:
        if not kit_code and _only_kits(copies[0]):
            throttle.save(path, before)
            raise NeedKit(why="No slot for this laptop has been made.") from None
        raise _wrong_passphrase(before.one_more(now), now, KitWrong if kit_code else WrongPassphrase) from None
    except BaseException:
        throttle.save(path, before)
        raise
    throttle.save(path, throttle.Attempts())
    return Found(slots, slot, contents, before.failed)


def _only_kits(copy: KeySlots) -> bool:
    """Whether the passphrase opens nothing here without a kit."""
    return next(copy.passphrase_slots(), None) is None and next(copy.kit_slots(), None) is not None


class _NothingOpens(Exception):
    """No slot opens with what was given."""


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


def _with_kit(copies: list[KeySlots], kit_code: str) -> Tries:
    """Try the slots of emergency kits with the code from the paper."""
    secret = kit.secret_of(kit_code)
    if secret is None:
        raise KitMistyped()
    if not any(True for copy in copies for _ in copy.kit_slots()):
        raise NoKit()
    return lambda copy: [(slot, secret) for slot in copy.kit_slots()]


def _with_device(copies: list[KeySlots], secrets: DeviceSecrets | None) -> Tries:
    """Try the slots for this laptop; its half of the key is missed only where no slot does without."""
    kit_exists = any(True for copy in copies for _ in copy.kit_slots())
    kinds = {slot.type for copy in copies for slot in copy.passphrase_slots()}
    if not kinds and not kit_exists:
        raise KeySlotsDamaged(why="they hold no slot that a passphrase opens")
    found: dict[str, bytes] = {}
    why = "The key ring has no secret for it: was it made on another laptop?"
    if not kinds:
        why = "No slot for this laptop has been made."
    elif SlotType.PASS_AND_DEVICE in kinds:
        try:
            found = _device_secrets(copies, secrets)
        except DeviceSecretMissing as problem:
            why = str(problem.values["why"])
    if not found and SlotType.PASSPHRASE_ALONE not in kinds:
        raise (NeedKit if kit_exists else DeviceSecretMissing)(why=why)

    def tries(copy: KeySlots) -> list[tuple[Slot, bytes | None]]:
        here = found.get(copy.vault_id)
        with_device = [(slot, here) for slot in copy.slots_of(SlotType.PASS_AND_DEVICE) if here is not None]
        return [*with_device, *((slot, None) for slot in copy.slots_of(SlotType.PASSPHRASE_ALONE))]

    return tries


def _device_secrets(copies: list[KeySlots], secrets: DeviceSecrets | None) -> dict[str, bytes]:
    """This laptop's half of the key for each copy, by vault. Raises DeviceSecretMissing when one cannot look."""
    if secrets is None:
        raise DeviceSecretMissing(why="This laptop has no key ring.")
    kept = {copy.vault_id: secrets.get(device_secret_name(copy.vault_id)) for copy in copies}
    return {vault_id: secret for vault_id, secret in kept.items() if secret is not None}


def _open_slots(copies: list[KeySlots], words: str, tries: Tries) -> tuple[KeySlots, Slot, Contents]:
    """Try the passphrase on the slots of the current document, then on those of its copy."""
    altered = False
    for copy in copies:
        for slot, second in tries(copy):
            try:
                contents = slot.open(words, second)
            except MemoryError:
                raise NotEnoughMemory(mebibytes=slot.cost.m // 1024) from None
            if contents is None:
                continue
            header_key = keys.header_key(contents.vmk)
            if copy is not copies[0] and copies[0].authentic(header_key):
                continue  # the current document is sound: what it no longer has, such as an old passphrase, is over
            if copy.authentic(header_key):
                return copy, slot, contents
            altered = True
    if altered:
        raise KeySlotsDamaged(why="they have been altered since this program wrote them")
    raise _NothingOpens


def _wrong_passphrase(after: throttle.Attempts, now: datetime, kind: type[WrongPassphrase]) -> WrongPassphrase:
    wait = throttle.wait_after(after.failed)
    if not wait:
        return kind(again="Try again.", failed=after.failed)
    until = now + wait
    return kind(again=f"Try again at {throttle.clock_words(until, now)}.", until=until, failed=after.failed)


def require_generation(path: Path, slots: KeySlots) -> None:
    """Say which generation is missing, where the database is another than the key slots speak of."""
    here = generations.on_disk(path)
    if here and slots.generation not in here:
        listed = " and ".join(str(number) for number in here)
        raise GenerationMissing(wanted=slots.generation, here=f"Here is generation {listed}.")


def _open(
    path: Path, key: str, why: WhyReadOnly | None
) -> tuple[database.Connection, WhyReadOnly | None, tuple[str, ...]]:
    """Open the database; on a full disk once more after giving up the reserve, and then for reading only."""
    if why is not None:
        return database.open_database(path, key, read_only=True), why, ()
    try:
        return database.open_database(path, key), None, ()
    except DiskFull:
        released = ballast.release(path.parent)
    if released:
        with contextlib.suppress(DiskFull):
            return database.open_database(path, key), None, (RESERVE_USED,)
    return database.open_database(path, key, read_only=True), WhyReadOnly.DISK_FULL, ()


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
        # These slots have opened, so what the ones before them let in ends here.
        if not spare.exists() or spare.read_bytes() != wanted:
            files.write_whole(spare, wanted)
    return notices
