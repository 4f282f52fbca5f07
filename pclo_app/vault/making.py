"""Making a new case file."""

from __future__ import annotations

import contextlib
import secrets as random
from datetime import datetime
from pathlib import Path

from pclo_app.vault import database, files, folder, identity, keys, keyslots, passphrase, places
from pclo_app.vault.blobs import FOLDER as BLOBS_NAME
from pclo_app.vault.device_secret import DeviceSecrets, device_secret_name, new_device_secret
from pclo_app.vault.errors import DeviceSecretMissing
from pclo_app.vault.keys import Cost
from pclo_app.vault.keyslots import Contents, Slot
from pclo_app.vault.lock import FolderLock
from pclo_app.vault.opened import Circumstances, Vault


def create(path: Path, words: str, *, secrets: DeviceSecrets | None, cost: Cost | None = None, now: datetime) -> Vault:
    """Make a new case file in an empty or new folder, protected by a passphrase, and open it.

    With ``secrets`` (the laptop's key ring) a passphrase and this laptop are needed together.
    Passing None is the caller's open choice of a passphrase alone; `Vault.protection` tells.
    ``cost`` is found by measuring this laptop unless it is given.
    """
    path = Path(path)
    passphrase.require(words)
    database.check_build()
    places.refuse_network(path)
    folder.refuse_occupied(path)
    with files.disk_full_as_condition():
        files.make_private_folder(path)
    lock = FolderLock(path)
    lock.acquire(now)
    try:
        folder.refuse_occupied(path)  # again, now that nobody else can be making one
        folder.clear_interrupted_making(path)
        return _make(path, words, secrets, cost, lock)
    except BaseException:
        lock.release()
        raise


def _make(path: Path, words: str, secrets: DeviceSecrets | None, cost: Cost | None, lock: FolderLock) -> Vault:
    vault_id = random.token_hex(16)
    contents = Contents(vmk=random.token_bytes(32), seed=identity.new_seed(), age=identity.new_age_identity())
    device_secret = None if secrets is None else new_device_secret()
    slot = keyslots.affordable(lambda price: keyslots.new_slot(contents, words, device_secret, price), cost)
    slots = keyslots.sealed(
        vault_id=vault_id, generation=1, seq=1, slots=[slot], header_key=keys.header_key(contents.vmk)
    )
    folder.begin_making(path)
    connection: database.Connection = None
    try:
        if secrets is not None and device_secret is not None:
            secrets.put(device_secret_name(vault_id), device_secret)
        connection = database.create_database(path / slots.database, keys.database_key(contents.vmk, vault_id, 1).hex())
        database.checkpoint(connection)
        files.make_private_folder(path / BLOBS_NAME)
        files.sync_folder(path)
        keyslots.write(path, slots)
        folder.end_making(path)
    except BaseException:
        if connection is not None:
            connection.close()
        if not keyslots.exists(path):
            folder.clear_interrupted_making(path)
            if secrets is not None:
                with contextlib.suppress(DeviceSecretMissing):
                    secrets.delete(device_secret_name(vault_id))
        raise
    return Vault(path, slots, Slot(slot).type, contents, connection, lock, secrets, Circumstances())
