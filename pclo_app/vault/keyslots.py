"""keyslots.json: which database is the current one, and the slots that can open it.

The file is the single commit point of a case file. Two copies are kept, the second being
the one before; a sequence number tells which is newer, and a checksum keyed by the master
key (``mac``) shows after unlocking whether anybody has altered, added or taken away a slot.

The bytes (version 1, never to be migrated; later work adds kinds of slot)::

    {"v":1,"vault":32 hex,"gen":N,"db":"case.gN.db","seq":n,
     "slots":[{"id":"s1","type":"pass+device","v":1,"salt":base64 of 16,"m":KiB,"t":rounds,"p":lanes,
               "wrap":base64(nonce 12 + AES-256-GCM(KEK, VMK 32 + seed 32 + AGE-SECRET-KEY, aad))}],
     "mac":hex HMAC-SHA256(K_hdr, canonical(all but mac))}

where aad is canonical(slot without wrap). A slot of type "pass" is the same without a
device secret; "kit+pass" is the same with the emergency kit's 16 bytes in its place, and
one field more, "again":base64(nonce 12 + AES-256-GCM(K_kit, kit secret, aad = slot id)).
The office's slot is

    {"id":"r1","type":"recovery","v":1,"to":["age1...",...],"wrap":base64(age(VMK 32 + vault 32 hex))}

Slots of a kind this program does not know are kept as they are.
"""

from __future__ import annotations

import binascii
import contextlib
import hmac
import re
import secrets
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from pclo_app.vault import files, keys, kit, names, office_key
from pclo_app.vault.canonical import canonical, parse
from pclo_app.vault.errors import KeySlotsDamaged, NewerVersion, NotACaseFile, NotEnoughMemory

NAME = names.KEY_SLOTS
BACKUP_NAME = names.KEY_SLOTS_BEFORE
VERSION = 1
NONCE_BYTES = 12

_LARGEST = 256 * 1024
_SHORTEST_WRAP = NONCE_BYTES + 2 * keys.KEY_BYTES + 16
_HEX32 = re.compile(r"[0-9a-f]{32}")


class SlotType(StrEnum):
    """What has to come together to open a slot."""

    PASS_AND_DEVICE = "pass+device"
    PASSPHRASE_ALONE = "pass"
    PASS_AND_KIT = "kit+pass"
    RECOVERY = "recovery"


@dataclass(frozen=True)
class Contents:
    """What a passphrase slot keeps: the master key and the officer's two private keys."""

    vmk: bytes
    seed: bytes
    age: str

    def __repr__(self) -> str:
        return "Contents(not shown)"

    def packed(self) -> bytes:
        return self.vmk + self.seed + self.age.encode("ascii")

    @classmethod
    def unpacked(cls, data: bytes) -> Contents:
        return cls(vmk=data[:32], seed=data[32:64], age=data[64:].decode("ascii"))


@dataclass(frozen=True)
class Slot:
    """One slot as read from the file."""

    document: Mapping[str, object]

    @property
    def id(self) -> str:
        return str(self.document["id"])

    @property
    def type(self) -> SlotType:
        return SlotType(str(self.document["type"]))

    @property
    def salt(self) -> bytes:
        return b64decode(str(self.document["salt"]), validate=True)

    @property
    def cost(self) -> keys.Cost:
        return keys.Cost(**{name: _integer(self.document, name) for name in ("m", "t", "p")})

    def open(self, passphrase: str, second: bytes | None) -> Contents | None:
        """What a passphrase slot keeps, or None when passphrase, second secret or the slot itself is not right."""
        from cryptography.exceptions import InvalidTag
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        kek = keys.wrapping_key(passphrase, second, self.salt, self.cost, self.id)
        wrap = b64decode(str(self.document["wrap"]), validate=True)
        try:
            return Contents.unpacked(AESGCM(kek).decrypt(wrap[:NONCE_BYTES], wrap[NONCE_BYTES:], _bound(self.document)))
        except InvalidTag:
            return None

    @property
    def recipients(self) -> tuple[str, ...]:
        """The age keys that the office's slot is for."""
        named = self.document.get("to", [])
        return tuple(str(name) for name in named) if isinstance(named, list) else ()

    def kit_secret(self, seed: bytes) -> bytes | None:
        """A kit's secret, for wrapping its slot again; None where another seed sealed it."""
        return kit.again(b64decode(str(self.document["again"]), validate=True), seed, self.id)

    def open_for_office(self, vault_id: str, identities: Sequence[str]) -> bytes:
        """The master key in the office's slot. Raises OfficeKeyDoesNotOpen."""
        return office_key.unwrap(b64decode(str(self.document["wrap"]), validate=True), vault_id, identities)


@dataclass(frozen=True)
class KeySlots:
    """One whole keyslots document, checked for shape; `authentic` says whether it is genuine."""

    document: Mapping[str, object]

    @property
    def vault_id(self) -> str:
        return str(self.document["vault"])

    @property
    def generation(self) -> int:
        return _integer(self.document, "gen")

    @property
    def database(self) -> str:
        return str(self.document["db"])

    @property
    def seq(self) -> int:
        return _integer(self.document, "seq")

    @property
    def all_slots(self) -> tuple[Mapping[str, object], ...]:
        slots = self.document["slots"]
        assert isinstance(slots, list)
        return tuple(slots)

    def slots_of(self, *types: SlotType) -> Iterator[Slot]:
        """The slots of these types that this program knows how to open, type by type."""
        for kind in types:
            yield from (Slot(slot) for slot in self.all_slots if slot.get("type") == kind and slot.get("v") == 1)

    def passphrase_slots(self) -> Iterator[Slot]:
        """The slots that a passphrase opens on this laptop, those with a device secret first."""
        return self.slots_of(SlotType.PASS_AND_DEVICE, SlotType.PASSPHRASE_ALONE)

    def kit_slots(self) -> Iterator[Slot]:
        """The slots that a kit's code opens together with the passphrase."""
        return self.slots_of(SlotType.PASS_AND_KIT)

    def recovery_slots(self) -> Iterator[Slot]:
        """The office's slots."""
        return self.slots_of(SlotType.RECOVERY)

    def authentic(self, header_key: bytes) -> bool:
        return hmac.compare_digest(_mac(self.document, header_key), str(self.document["mac"]))


def new_slot(
    contents: Contents, passphrase: str, device_secret: bytes | None, cost: keys.Cost, slot_id: str = "s1"
) -> dict[str, object]:
    """Wrap the contents for a passphrase, with or without a device secret."""
    kind = SlotType.PASSPHRASE_ALONE if device_secret is None else SlotType.PASS_AND_DEVICE
    return _wrapped({"id": slot_id, "type": str(kind), "v": 1}, contents, passphrase, device_secret, cost)


def new_kit_slot(
    contents: Contents, passphrase: str, kit_secret: bytes, cost: keys.Cost, slot_id: str = "k1"
) -> dict[str, object]:
    """Wrap the contents for an emergency kit and a passphrase together."""
    again = b64encode(kit.kept_for_again(kit_secret, contents.seed, slot_id)).decode()
    slot: dict[str, object] = {"id": slot_id, "type": str(SlotType.PASS_AND_KIT), "v": 1, "again": again}
    return _wrapped(slot, contents, passphrase, kit_secret, cost)


def new_recovery_slot(vmk: bytes, vault_id: str, recipients: Sequence[str], slot_id: str = "r1") -> dict[str, object]:
    """Wrap the master key, and nothing else, for the office's age keys."""
    wrap = b64encode(office_key.wrap(vmk, vault_id, recipients)).decode()
    return {"id": slot_id, "type": str(SlotType.RECOVERY), "v": 1, "to": list(recipients), "wrap": wrap}


def affordable(make: Callable[[keys.Cost], dict[str, object]], cost: keys.Cost | None) -> dict[str, object]:
    """A slot at the cost asked for, or at the next cheaper step that this laptop has the memory for.

    Without a cost this laptop is measured. Raises NotEnoughMemory where not even the floor can be paid.
    """
    with contextlib.suppress(MemoryError):
        cost = cost or keys.calibrate()
    while cost is not None:
        try:
            return make(cost)
        except MemoryError:
            cost = keys.step_down(cost)
    raise NotEnoughMemory(mebibytes=keys.FLOOR.m // 1024)


def _wrapped(
    slot: dict[str, object], contents: Contents, passphrase: str, second: bytes | None, cost: keys.Cost
) -> dict[str, object]:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    salt = secrets.token_bytes(keys.SALT_BYTES)
    kek = keys.wrapping_key(passphrase, second, salt, cost, str(slot["id"]))
    slot |= {"salt": b64encode(salt).decode(), "m": cost.m, "t": cost.t, "p": cost.p}
    nonce = secrets.token_bytes(NONCE_BYTES)
    slot["wrap"] = b64encode(nonce + AESGCM(kek).encrypt(nonce, contents.packed(), _bound(slot))).decode()
    return slot


def sealed(
    *, vault_id: str, generation: int, seq: int, slots: list[Mapping[str, object]], header_key: bytes
) -> KeySlots:
    """A complete document with its checksum."""
    document: dict[str, object] = {
        "v": VERSION,
        "vault": vault_id,
        "gen": generation,
        "db": database_name(generation),
        "seq": seq,
        "slots": [dict(slot) for slot in slots],
    }
    return KeySlots({**document, "mac": _mac(document, header_key)})


def database_name(generation: int) -> str:
    return f"case.g{generation}.db"


def exists(folder: Path) -> bool:
    """Whether the folder looks like a case file at all."""
    return names.is_case_file(folder)


def read(folder: Path) -> list[KeySlots]:
    """The usable copies, the current one first. Raises when there is none."""
    found: list[KeySlots] = []
    why = ""
    for name in (NAME, BACKUP_NAME):
        path = folder / name
        if not path.exists():
            continue
        try:
            copy = checked(path.read_bytes()[: _LARGEST + 1])
        except ValueError as problem:
            why = why or f"{name} is damaged ({problem})"
            continue
        if copy not in found:
            found.append(copy)
    if not found:
        if why:
            raise KeySlotsDamaged(why=why)
        raise NotACaseFile(folder=folder)
    return found


def current_is_sound(folder: Path) -> bool:
    """Whether keyslots.json itself (not its copy) can be read."""
    try:
        checked((folder / NAME).read_bytes())
    except (OSError, ValueError):
        return False
    return True


def write(folder: Path, slots: KeySlots) -> None:
    """Make ``slots`` the current document, and the one before it the copy."""
    current = folder / NAME
    if current_is_sound(folder):
        files.write_whole(folder / BACKUP_NAME, current.read_bytes())
    files.write_whole(current, canonical(slots.document))
    if not (folder / BACKUP_NAME).exists():
        files.write_whole(folder / BACKUP_NAME, canonical(slots.document))


def _mac(document: Mapping[str, object], header_key: bytes) -> str:
    body = {name: value for name, value in document.items() if name != "mac"}
    return hmac.digest(header_key, canonical(body), "sha256").hex()


def _bound(slot: Mapping[str, object]) -> bytes:
    return canonical({name: value for name, value in slot.items() if name != "wrap"})


def _integer(document: Mapping[str, object], name: str) -> int:
    value = document.get(name)
    if type(value) is not int or value < 0:
        raise ValueError(f"{name} is not a number")
    return value


def checked(data: bytes) -> KeySlots:
    """Parse and check the shape; ValueError says what is wrong without repeating the file."""
    if len(data) > _LARGEST:
        raise ValueError("it is too long")
    try:
        document = parse(data)
    except (ValueError, RecursionError):
        raise ValueError("it is not complete") from None
    version = _integer(document, "v")
    if version > VERSION:
        raise NewerVersion
    slots = document.get("slots")
    if version != VERSION or not isinstance(slots, list) or not all(isinstance(slot, dict) for slot in slots):
        raise ValueError("its shape is not right")
    if not _HEX32.fullmatch(str(document.get("vault"))) or not isinstance(document.get("mac"), str):
        raise ValueError("its shape is not right")
    if _integer(document, "gen") < 1 or document.get("db") != database_name(_integer(document, "gen")):
        raise ValueError("it names the wrong database")
    _integer(document, "seq")
    read = KeySlots(document)
    for slot in read.slots_of(*SlotType):
        _check_slot(slot)
    return read


def _check_slot(slot: Slot) -> None:
    try:
        sound = isinstance(slot.document.get("id"), str) and _length(slot, "wrap") >= _SHORTEST_WRAP
        if slot.type == SlotType.RECOVERY:
            sound = sound and 1 <= len(slot.recipients) <= office_key.MOST_RECIPIENTS
        else:
            sound = sound and slot.cost.sane and len(slot.salt) == keys.SALT_BYTES
        if slot.type == SlotType.PASS_AND_KIT:
            sound = sound and _length(slot, "again") == NONCE_BYTES + kit.SECRET_BYTES + 16
    except (ValueError, KeyError, binascii.Error):
        sound = False
    if not sound:
        raise ValueError("a key slot is not right")


def _length(slot: Slot, name: str) -> int:
    return len(b64decode(str(slot.document.get(name)), validate=True))
