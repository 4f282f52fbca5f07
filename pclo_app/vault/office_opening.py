"""Opening a case file with the office's key: for recovering it, never for writing in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from pclo_app.vault import database, generations, keys, keyslots, places
from pclo_app.vault.blobs import Blobs
from pclo_app.vault.errors import KeySlotsDamaged, NoRecovery, NotACaseFile, OfficeKeyDoesNotOpen
from pclo_app.vault.keyslots import KeySlots, Slot
from pclo_app.vault.lock import FolderLock
from pclo_app.vault.unlocking import require_generation


@dataclass(frozen=True)
class OfficeOpening:
    """A case file read with the master key alone: there is no signing key here, so nothing can be signed."""

    folder: Path
    slots: KeySlots
    slot: Slot
    vmk: bytes
    connection: database.Connection
    blobs: Blobs
    lock: FolderLock

    def __repr__(self) -> str:
        return f"OfficeOpening({self.slots.vault_id})"

    def close(self) -> None:
        """Close the database and give up the folder."""
        try:
            self.connection.close()
        finally:
            self.lock.release()


def open_for_office(folder: Path, identities: Sequence[str], now: datetime) -> OfficeOpening:
    """Open it with private age keys. Raises NoRecovery, OfficeKeyDoesNotOpen, KeySlotsDamaged, CaseFileInUse."""
    if not keyslots.exists(folder):
        raise NotACaseFile(folder=folder)
    places.refuse_network(folder)
    database.check_build()
    lock = FolderLock(folder)
    lock.acquire(now)
    try:
        slots, slot, vmk = _find(keyslots.read(folder), identities)
        require_generation(folder, slots)
        key = keys.database_key(vmk, slots.vault_id, slots.generation).hex()
        connection = database.open_database(folder / slots.database, key)
    except BaseException:
        lock.release()
        raise
    blobs = Blobs(folder, keys.blob_key(vmk), generations.blobs_name(slots.generation))
    return OfficeOpening(folder, slots, slot, vmk, connection, blobs, lock)


def _find(copies: list[KeySlots], identities: Sequence[str]) -> tuple[KeySlots, Slot, bytes]:
    """The office's slot that these keys open, in the current document or in its copy where that is damaged."""
    problem: Exception = NoRecovery()
    for copy in copies:
        for slot in copy.recovery_slots():
            try:
                vmk = slot.open_for_office(copy.vault_id, identities)
            except OfficeKeyDoesNotOpen as refusal:
                problem = refusal
                continue
            header_key = keys.header_key(vmk)
            if copy is not copies[0] and copies[0].authentic(header_key):
                continue  # the current document is sound, and its recovery was set otherwise
            if copy.authentic(header_key):
                return copy, slot, vmk
            problem = KeySlotsDamaged(why="they have been altered since this program wrote them")
    raise problem
