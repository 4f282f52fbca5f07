"""Changing what opens a case file.

Every change asks for the passphrase again and has the keys only while it runs. It builds a
whole new key-slots document, in which each new slot has been opened once, and writes it in
one step: before it the old document counts, after it the new one.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from pclo_app.vault import keys, keyslots, kit, unlocking
from pclo_app.vault.device_secret import SECRET_BYTES, DeviceSecrets, device_secret_name, new_device_secret
from pclo_app.vault.errors import (
    DeviceSecretMissing,
    KeySlotsDamaged,
    LastSlot,
    NoSuchSlot,
    SlotNotProven,
    SlotOfAnotherLaptop,
)
from pclo_app.vault.keys import Cost
from pclo_app.vault.keyslots import Contents, KeySlots, Slot, SlotType
from pclo_app.vault.opened import Vault

SlotDocument = Mapping[str, object]
Letter = Literal["s", "k", "r"]


@dataclass(frozen=True)
class Hand:
    """What is needed to make slots: the document in force, its contents, the passphrase, the key ring."""

    slots: KeySlots
    contents: Contents
    words: str
    secrets: DeviceSecrets | None
    cost: Cost | None = None
    """For slots that have none before them; otherwise a slot costs what the one before it did."""

    def __repr__(self) -> str:
        return "Hand(not shown)"


def fetch(vault: Vault, words: str, secrets: DeviceSecrets | None, now: datetime) -> Hand:
    """Ask for the passphrase again. Raises as unlocking does, and KeySlotsDamaged where they are of other keys."""
    found = unlocking.find(vault.folder, words, secrets, now, vault.kit_code)
    vault.require_its_keys(found.slots, found.contents)
    vault.slots = found.slots
    return Hand(found.slots, found.contents, words, secrets, found.slot.cost)


def require_master_key(vault: Vault, vmk: bytes) -> None:
    """Raise KeySlotsDamaged unless this master key is the one of the open case file."""
    if not vault.slots.authentic(keys.header_key(vmk)):
        raise KeySlotsDamaged(why="the office’s slot is for another master key")


def composed(hand: Hand, slots: Iterable[SlotDocument], *, after: int = 0, generation: int | None = None) -> KeySlots:
    """The whole new document; its number is above the one before it and above ``after``."""
    return keyslots.sealed(
        vault_id=hand.slots.vault_id,
        generation=generation or hand.slots.generation,
        seq=max(hand.slots.seq, after) + 1,
        slots=list(slots),
        header_key=keys.header_key(hand.contents.vmk),
    )


def commit(vault: Vault, hand: Hand, new: KeySlots) -> None:
    """Write the document: the one moment at which the change is made."""
    keyslots.write(vault.folder, new)
    vault.slots = new
    vault.kit_code = _kit_in_hand(vault.kit_code, hand, new)


def _kit_in_hand(code: str, hand: Hand, new: KeySlots) -> str:
    """The kit that stands in for the key ring while the case file stays open; none where the laptop's slot opens."""
    papers = [secret for slot in new.kit_slots() if (secret := slot.kit_secret(hand.contents.seed))]
    if code and kit.secret_of(code) in papers:
        return code
    here = next(new.slots_of(SlotType.PASSPHRASE_ALONE), None) is not None
    if not here and next(new.slots_of(SlotType.PASS_AND_DEVICE), None) is not None:
        here = _kept_here(hand) is not None
    return "" if here or not papers else kit.code(papers[0])


def _kept_here(hand: Hand) -> bytes | None:
    """This laptop's half of the key, where its key ring has it; one that is locked has nothing."""
    if hand.secrets is None:
        return None
    with contextlib.suppress(DeviceSecretMissing):
        return hand.secrets.get(device_secret_name(hand.slots.vault_id))
    return None


# slots ------------------------------------------------------------------------------------------------------------


def passphrase_slot(hand: Hand, second: bytes | None, slot_id: str, cost: Cost | None = None) -> SlotDocument:
    """A slot for the passphrase, with or without this laptop's secret; opened once."""

    def make(price: Cost) -> dict[str, object]:
        return _proven(keyslots.new_slot(hand.contents, hand.words, second, price, slot_id), hand, second)

    return keyslots.affordable(make, cost or hand.cost)


def kit_slot(hand: Hand, secret: bytes, slot_id: str, cost: Cost | None = None) -> SlotDocument:
    """A slot for an emergency kit and the passphrase; opened once."""

    def make(price: Cost) -> dict[str, object]:
        return _proven(keyslots.new_kit_slot(hand.contents, hand.words, secret, price, slot_id), hand, secret)

    return keyslots.affordable(make, cost or hand.cost)


def _proven(slot: dict[str, object], hand: Hand, second: bytes | None) -> dict[str, object]:
    """The slot, if it opens. Nothing that works is given up for one that does not."""
    if Slot(slot).open(hand.words, second) != hand.contents:
        raise SlotNotProven()
    return slot


def recovery_slot(hand: Hand, recipients: Iterable[str], slot_id: str) -> SlotDocument:
    """A slot for the office. Only the office can open it, so it is tried by `open_for_office`, not here."""
    return keyslots.new_recovery_slot(hand.contents.vmk, hand.slots.vault_id, list(recipients), slot_id)


def laptop_secret(vault_id: str, secrets: DeviceSecrets | None, slot_id: str = "") -> bytes:
    """This laptop's half of the key: the one that its key ring has, which is never overwritten, or a new one."""
    if secrets is None:
        if slot_id:
            raise SlotOfAnotherLaptop(id=slot_id)
        raise DeviceSecretMissing(why="This laptop has no key ring.")
    name = device_secret_name(vault_id)
    kept = secrets.get(name)
    if kept is not None and len(kept) == SECRET_BYTES:
        return kept
    made = new_device_secret()
    secrets.put(name, made)
    return made


def next_id(slots: KeySlots, letter: Letter) -> str:
    """A name that no slot here has."""
    taken = {str(slot.get("id")) for slot in slots.all_slots}
    return next(name for number in range(1, 10_000) if (name := f"{letter}{number}") not in taken)


# whole lists of slots ---------------------------------------------------------------------------------------------


def rewrapped(old: Hand, new: Hand) -> list[SlotDocument]:
    """Every slot made again for a new passphrase or new contents.

    The kit goes on working without its paper being fetched. Slots of a kind that this program
    does not know are kept only where the master key stays: they hold the old one.
    """
    same_key = old.contents.vmk == new.contents.vmk
    made: list[SlotDocument] = []
    for document in old.slots.all_slots:
        slot = Slot(document)
        if document.get("v") != 1 or document.get("type") not in set(SlotType):
            made += [document] if same_key else []
        elif slot.type == SlotType.RECOVERY:
            made.append(document if same_key else recovery_slot(new, slot.recipients, slot.id))
        elif slot.type == SlotType.PASS_AND_KIT:
            secret = slot.kit_secret(old.contents.seed)
            if secret is not None:
                made.append(kit_slot(new, secret, slot.id, slot.cost))
        else:
            device = slot.type == SlotType.PASS_AND_DEVICE
            second = laptop_secret(old.slots.vault_id, old.secrets, slot.id) if device else None
            made.append(passphrase_slot(new, second, slot.id, slot.cost))
    return made


def without(hand: Hand, slot_id: str) -> list[SlotDocument]:
    """The slots but one. Raises NoSuchSlot, and LastSlot unless another of them opens with the passphrase."""
    kept = [document for document in hand.slots.all_slots if str(document.get("id")) != slot_id]
    if len(kept) == len(hand.slots.all_slots):
        raise NoSuchSlot(id=slot_id)
    if not any(_opens(hand, Slot(document)) for document in kept):
        raise LastSlot(id=slot_id)
    return kept


def _opens(hand: Hand, slot: Slot) -> bool:
    """Whether the officer can open the case file with this slot, tried and not assumed."""
    if slot.document.get("v") != 1 or slot.document.get("type") not in set(SlotType) - {SlotType.RECOVERY}:
        return False
    second: bytes | None = None
    if slot.type == SlotType.PASS_AND_KIT:
        second = slot.kit_secret(hand.contents.seed)
    elif slot.type == SlotType.PASS_AND_DEVICE:
        second = _kept_here(hand)
    if second is None and slot.type != SlotType.PASSPHRASE_ALONE:
        return False
    return slot.open(hand.words, second) == hand.contents
