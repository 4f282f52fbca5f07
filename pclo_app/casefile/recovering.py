"""Recovery by the office: the records are had back, the officer's signature is not.

The office's slot holds the master key and never the officer's signing seed. So a recovered
case file gets a new seed, a new age key, a new master key and a new generation; it is another
laptop to everybody, and has to be enrolled as one. Its first rows say who recovered it and
where the old laptop's chain ends. What was signed before still verifies: the public keys of
the laptops that this case file has been are kept in it (`custody.own_devices`).
"""

from __future__ import annotations

import contextlib
import secrets as random
from pathlib import Path

import msgspec

from ..journal.revision import NO_REVISION
from ..records.base import Record
from ..records.custody import Epoch, KeyEvent
from ..vault import changing, generations, identity, office_key, passphrase, throttle
from ..vault.changing import Hand
from ..vault.device_secret import DeviceSecrets, pin_name
from ..vault.errors import DeviceSecretMissing
from ..vault.keys import Cost
from ..vault.keyslots import Contents
from ..vault.office_opening import OfficeOpening, open_for_office
from ..vault.rotation import Progress
from . import custody
from .casefile import CaseFile, local_now
from .model import Officer
from .reading import Clock
from .store import JournalStore


def recover(
    folder: Path,
    identity_text: str | bytes,
    *,
    new_passphrase: str,
    secrets: DeviceSecrets | None,
    clock: Clock = local_now,
    cost: Cost | None = None,
    identity_passphrase: str = "",
    by: str = "",
    progress: Progress | None = None,
) -> CaseFile:
    """Open a case file with an office key, make it a new one under a new passphrase, and leave it open.

    ``identity_text`` is an age identity file, plain or protected by ``identity_passphrase``;
    ``by`` names the custodians who used it, with rank, for the audit log. The old passphrase and
    the old emergency kit open it no more; the office's slot stays, for the same keys.

    Raises NotAnIdentity, OfficeKeyDoesNotOpen, NoRecovery, PassphraseTooWeak, CaseFileInUse,
    CopyNotSound, DiskFull; after any of them the case file is as it was.
    """
    folder = Path(folder)
    passphrase.require(new_passphrase)
    office = open_for_office(folder, office_key.identities(identity_text, identity_passphrase), clock())
    try:
        _switch(office, new_passphrase, secrets, cost, by, progress)
    finally:
        office.close()
    throttle.save(folder, throttle.Attempts())  # the wrong tries were the reason for it
    if secrets is not None:
        with contextlib.suppress(DeviceSecretMissing):
            secrets.delete(pin_name(office.slots.vault_id))  # the marker of a signing key that is no more
    return CaseFile.open(folder, new_passphrase, secrets=secrets, clock=clock)


def _switch(
    office: OfficeOpening,
    words: str,
    secrets: DeviceSecrets | None,
    cost: Cost | None,
    by: str,
    progress: Progress | None,
) -> None:
    """Copy everything into a new generation with new keys, and commit to it."""
    contents = Contents(vmk=random.token_bytes(32), seed=identity.new_seed(), age=identity.new_age_identity())
    hand = Hand(office.slots, contents, words, secrets, cost)
    second = None if secrets is None else changing.laptop_secret(office.slots.vault_id, secrets)
    laptop = changing.next_id(office.slots, "s")
    made = [
        changing.passphrase_slot(hand, second, laptop),
        changing.recovery_slot(hand, office.slot.recipients, office.slot.id),
    ]
    generation = generations.unused(office.folder)
    store = JournalStore(office.connection)
    highest = int(store.meta(custody.SEQ) or 0)
    new = changing.composed(hand, made, after=highest, generation=generation)
    rows = _rows(store, office.slot.id, laptop, by)
    custody.copy_and_switch(office.folder, office.connection, office.blobs, new, contents.vmk, rows, progress)


def _rows(store: JournalStore, office_slot: str, laptop_slot: str, by: str) -> list[Record]:
    """What the new laptop signs first: who recovered what, for whom, and where the old chain ends."""
    officer = msgspec.json.decode(store.meta("officer") or "", type=Officer)
    recovered = KeyEvent(
        act="recovered by the office", slot=office_slot, holder=by.strip(), note=f"Recovered for {officer}."
    )
    rows: list[Record] = [recovered, KeyEvent(act="laptop slot made", slot=laptop_slot)]
    device = _last_device(store, officer)
    if device:
        epoch = max((ep for dev, ep in store.highest() if dev == device), default=1)
        tip = store.tip(device, epoch)
        head = "" if tip.prev == NO_REVISION else tip.prev
        rows.append(Epoch(why="recovered by the office", device=device, epoch=epoch, seq=tip.seq - 1, head=head))
    return rows


def _last_device(store: JournalStore, officer: Officer) -> str:
    """The laptop that this case file was until now."""
    known = list(custody.own_devices(store))
    if known:
        return known[-1]
    newest = ""
    n = 0
    while page := store.since(n, 1000):
        newest = next(
            (item.revision.head.dev for item in reversed(page) if item.revision.head.who == officer.person), newest
        )
        n = page[-1].n
    return newest
