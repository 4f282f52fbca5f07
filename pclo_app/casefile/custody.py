"""Who holds what opens this case file: the key slots, and a signed row for everything done to them.

keyslots.json says nothing of people or days. When a slot was made, who holds it and when it
was last tried stand in the journal (`KeyEvent`), where a supervisor at the office sees it too.

A change is one step in keyslots.json and one row in the database, and a kill may come in
between. So the row is noted first (``waiting_rows``, with the number of the document that it
belongs to); when the document has been written it is signed, at the latest at the next opening.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from ..records import kinds
from ..records.base import Record
from ..records.custody import KeyAct, KeyEvent
from ..vault import changing, generations, identity, kit, office_key, passphrase, unlocking
from ..vault.blobs import Blobs
from ..vault.changing import Hand, SlotDocument
from ..vault.errors import KitMistyped, KitWrong, NoKit, NoRecovery, NoSuchSlot
from ..vault.keyslots import KeySlots, Slot, SlotType
from ..vault.rotation import Rotation
from .local_tables import Connection, LocalTables

if TYPE_CHECKING:
    from .casefile import CaseFile

Progress = Callable[[int, int], None]

WORDS: dict[str, str] = {
    SlotType.PASS_AND_DEVICE: "Passphrase and this laptop",
    SlotType.PASSPHRASE_ALONE: "Passphrase alone",
    SlotType.PASS_AND_KIT: "Emergency kit and passphrase",
    SlotType.RECOVERY: "Office recovery",
}
OLDER_SLOTS = (
    "The key slots of this case file are older than those it was last opened with: somebody has put an earlier "
    "keyslots.json back. If it was not you, tell your supervisor and change your passphrase; it also ends this notice."
)
UNKNOWN_SLOT = "Made by a newer version of the app"

WAITING = "waiting_rows"
SEQ = "keyslots_seq"
OWN = "own_devices"
_MADE: frozenset[KeyAct] = frozenset({"case file made", "kit made", "office recovery set", "laptop slot made"})
_TESTED: frozenset[KeyAct] = frozenset({"kit tested", "kit used", "office recovery tested"})


@dataclass(frozen=True)
class SlotLine:
    """One key slot as screens and ``pclo vault slots`` show it."""

    id: str
    type: str
    """``pass+device``, ``pass``, ``kit+pass``, ``recovery``, or what a newer version calls it."""
    words: str
    holder: str = ""
    """Who keeps what opens it, as it was written down when the slot was made."""
    made: str = ""
    """UTC, YYYY-MM-DDTHH:MM:SSZ; empty where no row says so."""
    tested: str = ""
    """When it was last proved to work; empty where it never was."""
    recipients: tuple[str, ...] = ()
    """The age keys of the office's slot."""


@dataclass(frozen=True)
class Kit:
    """A kit just made. Its code is shown and printed now and can never be asked for again."""

    code: str = field(repr=False)
    slot: str


# looking ----------------------------------------------------------------------------------------------------------


def slots(cf: CaseFile) -> list[SlotLine]:
    """What opens this case file, in the order of keyslots.json, with what the journal tells of each."""
    lines: dict[str, SlotLine] = {}
    for document in cf.vault.slots.all_slots:
        id, kind = str(document.get("id")), str(document.get("type"))
        lines[id] = SlotLine(id, kind, WORDS.get(kind, UNKNOWN_SLOT), recipients=Slot(document).recipients)
    for at, event in events(cf):
        line = lines.get(event.slot)
        if line is None:
            continue
        if event.act in _MADE:
            lines[line.id] = replace(line, made=at, tested="", holder=event.holder)
        elif event.act in _TESTED:
            lines[line.id] = replace(line, tested=at)
    return list(lines.values())


def events(cf: CaseFile) -> list[tuple[str, KeyEvent]]:
    """What was done to the keys of this case file, oldest first, each with its moment in UTC."""
    rows = cf.db.execute(
        "SELECT r.header, p.body FROM rev r JOIN payload p ON p.rev = r.rev"
        " WHERE r.kind = ? AND r.status = 0 AND r.device IN (SELECT unhex(value) FROM json_each(?)) ORDER BY r.n",
        (kinds.wire_kind("key_event"), msgspec.json.encode([*own_devices(cf.store), cf.vault.device]).decode()),
    ).fetchall()
    found = []
    for header, body in rows:
        event = kinds.decode("key_event", body)
        assert isinstance(event, KeyEvent)
        found.append((str(msgspec.json.decode(header)["at"]), event))
    return found


def own_devices(store: LocalTables) -> dict[str, str]:
    """The laptops whose signing key this case file has held: device to public key in hex, the present one last."""
    known = msgspec.json.decode(store.meta(OWN) or "{}", type=dict[str, str])
    return {device: key for device, key in known.items() if identity.device_id(bytes.fromhex(key)) == device}


# changing ---------------------------------------------------------------------------------------------------------


def record_making(cf: CaseFile) -> None:
    """The first row of a new case file: when it was made, and which slot opens it."""
    _record(cf, KeyEvent(act="case file made", slot=cf.vault.opened_by))


def change_passphrase(cf: CaseFile, old: str, new: str) -> None:
    """Another passphrase for every slot that has one; the kit stays valid with it.

    Raises WrongPassphrase and TryLater for the old one, PassphraseTooWeak for the new one, and
    the key ring's conditions when this laptop's slot cannot be made again.
    """
    passphrase.require(new)
    hand = _hand(cf, old)
    fresh = replace(hand, words=new)
    _change(cf, hand, changing.rewrapped(hand, fresh), KeyEvent(act="passphrase changed"))


def make_kit(cf: CaseFile, words: str, holder: str) -> Kit:
    """A new emergency kit. Earlier ones go on working until they are removed."""
    hand = _hand(cf, words)
    secret, id = kit.new_secret(), changing.next_id(hand.slots, "k")
    made = [*hand.slots.all_slots, changing.kit_slot(hand, secret, id)]
    _change(cf, hand, made, KeyEvent(act="kit made", slot=id, holder=holder.strip()))
    return Kit(kit.code(secret), id)


def kit_groups() -> tuple[int, ...]:
    """Two groups of the code, counted from 1, to be typed back from the paper."""
    return tuple(sorted(secrets.SystemRandom().sample(range(1, kit.GROUPS + 1), 2)))


def kit_tested(cf: CaseFile, slot: str) -> None:
    """Record that groups of the code were typed back rightly from the paper."""
    if not any(each.id == slot for each in cf.vault.slots.kit_slots()):
        raise NoSuchSlot(id=slot)
    _record(cf, KeyEvent(act="kit tested", slot=slot))


def test_kit(cf: CaseFile, code: str, words: str) -> str:
    """Try the whole code with the passphrase, as on the day it is needed; answers the slot that it opens.

    Raises KitMistyped, KitWrong and TryLater; a wrong one counts as a wrong passphrase does.
    """
    if kit.secret_of(code) is None:
        raise KitMistyped()
    if not any(True for _ in cf.vault.slots.kit_slots()):
        raise NoKit()
    found = unlocking.find(cf.vault.folder, words, None, cf.now(), code)
    if found.slots.document != cf.vault.slots.document:
        raise KitWrong(again="It belongs to an earlier state of the key slots.")
    _record(cf, KeyEvent(act="kit tested", slot=found.slot.id))
    return found.slot.id


def set_recovery(cf: CaseFile, words: str, recipients: Sequence[str], holder: str) -> str:
    """Let the holders of these age keys read the case file; in place of those set before. Answers the slot."""
    chosen = office_key.checked_recipients(recipients)
    hand = _hand(cf, words)
    id = changing.next_id(hand.slots, "r")
    kept = [each for each in hand.slots.all_slots if each.get("type") != SlotType.RECOVERY]
    made = [*kept, changing.recovery_slot(hand, chosen, id)]
    _change(cf, hand, made, KeyEvent(act="office recovery set", slot=id, holder=holder.strip()))
    return id


def test_recovery(cf: CaseFile, identity_text: str | bytes, identity_passphrase: str) -> str:
    """Try an office key without recovering anything; answers the slot. Raises NotAnIdentity, OfficeKeyDoesNotOpen."""
    held = office_key.identities(identity_text, identity_passphrase)
    slot = next(cf.vault.slots.recovery_slots(), None)
    if slot is None:
        raise NoRecovery()
    changing.require_master_key(cf.vault, slot.open_for_office(cf.vault.vault_id, held))
    _record(cf, KeyEvent(act="office recovery tested", slot=slot.id))
    return slot.id


def remove_slot(cf: CaseFile, words: str, id: str) -> None:
    """Take a slot away. Raises NoSuchSlot, and LastSlot unless another one is proved to open with the passphrase.

    Whoever has a copy of the case file from before can still open that copy: rotate after a loss.
    """
    hand = _hand(cf, words)
    _change(cf, hand, changing.without(hand, id), KeyEvent(act="slot removed", slot=id))


def add_laptop_slot(cf: CaseFile, words: str) -> str:
    """A slot for the passphrase and this laptop's key ring, in place of one that no longer opens; answers its id."""
    hand = _hand(cf, words)
    secret = changing.laptop_secret(hand.slots.vault_id, hand.secrets)
    id = changing.next_id(hand.slots, "s")
    slot = changing.passphrase_slot(hand, secret, id)
    kept = [each for each in hand.slots.all_slots if each.get("type") != SlotType.PASS_AND_DEVICE]
    _change(cf, hand, [slot, *kept], KeyEvent(act="laptop slot made", slot=id))
    return id


def rotate(cf: CaseFile, words: str, progress: Progress | None = None) -> None:
    """A new master key and a new generation of the case file, then CLOSE it: open it again to go on.

    For when a slot was removed, a laptop or a kit was lost, or contents were erased, and once a
    year. Raises CopyNotSound and DiskFull; then the case file is as it was and stays open.
    """
    hand = _hand(cf, words)
    contents = replace(hand.contents, vmk=secrets.token_bytes(32))
    new_hand = replace(hand, contents=contents)
    _no_rows_waiting(cf)
    generation = generations.unused(cf.vault.folder)
    new = changing.composed(new_hand, changing.rewrapped(hand, new_hand), after=_highest(cf), generation=generation)
    rows = [KeyEvent(act="keys rotated")]
    try:
        copy_and_switch(cf.vault.folder, cf.db, cf.vault.blobs, new, contents.vmk, rows, progress)
    finally:
        if generations.current(cf.vault.folder) != cf.vault.generation:
            cf.close()  # whatever came after the switch: nothing more may be written in the old generation


def copy_and_switch(
    folder: Path,
    db: Connection,
    blobs: Blobs,
    new: KeySlots,
    vmk: bytes,
    rows: Sequence[Record],
    progress: Progress | None = None,
) -> None:
    """Copy an open case file into its next generation and commit to it; the rows are signed when that is opened."""
    waiting = _waiting(new, rows)
    Rotation(
        folder,
        db,
        blobs,
        new,
        vmk,
        prepare=lambda copy: _note(copy, waiting),
        fingerprint=fingerprint,
        progress=progress,
        reached=reached,
    ).run()


def reached(step: str) -> None:
    """A step of a rotation is done (tests end the process here)."""


def fingerprint(db: Connection) -> object:
    """The last row of every chain, and how much there is of everything: what a copy must have too."""
    chains = db.execute("SELECT device, epoch, max(seq), rev FROM rev GROUP BY device, epoch ORDER BY device, epoch")
    counts = [
        db.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
        for table in ("rev", "payload", "parent", "head", "fork", "receipt", "outbox", "draft", "item")
    ]
    drafts = db.execute("SELECT key, body FROM draft ORDER BY key").fetchall()
    return chains.fetchall(), counts, drafts


# rows -------------------------------------------------------------------------------------------------------------


def settle(cf: CaseFile, *, opening: bool = False) -> None:
    """Sign the rows that waited for a change to be made; at the opening, note with what it was opened.

    Called by `CaseFile` when it has opened or made a case file that may be written.
    """
    waiting = cf.store.meta(WAITING)
    if opening and cf.vault.slots.seq < _highest(cf):
        cf.vault.notices += (OLDER_SLOTS,)
    own = {device: key for device, key in own_devices(cf.store).items() if device != cf.vault.device}
    own[cf.vault.device] = cf.vault.signer.public.hex()
    seen = {
        OWN: msgspec.json.encode(own).decode(),
        SEQ: str(max(cf.vault.slots.seq, _highest(cf))),
        "generation": str(cf.vault.generation),
    }
    fresh = {key: value for key, value in seen.items() if cf.store.meta(key) != value} if opening else {}
    used = opening and cf.vault.protection == SlotType.PASS_AND_KIT
    if not waiting and not fresh and not used:
        return
    with cf.store.transaction():
        for key, value in fresh.items():
            cf.store.set_meta(key, value)
        if waiting:
            cf.store.set_meta(WAITING, "")
            for record in _due(cf, waiting):
                cf.save(record, case="")
        if used:
            _record(cf, KeyEvent(act="kit used", slot=cf.vault.opened_by))


def _due(cf: CaseFile, waiting: str) -> list[Record]:
    """The waiting rows, if the change that they speak of was made; else none, and they are forgotten."""
    noted = msgspec.json.decode(waiting)
    if (cf.vault.generation, cf.vault.slots.seq) < (noted["generation"], noted["seq"]):
        return []
    return [kinds.decode(name, msgspec.json.encode(body)) for name, body in noted["rows"]]


def _waiting(new: KeySlots, rows: Sequence[Record]) -> str:
    """What is noted before a change: the rows, and the document that they wait for."""
    stamped = [_with_generation(row, new.generation) for row in rows]
    listed = [(kinds.kind_of(row), msgspec.to_builtins(row)) for row in stamped]
    return msgspec.json.encode({"generation": new.generation, "seq": new.seq, "rows": listed}).decode()


def _with_generation(row: Record, generation: int) -> Record:
    """A key event says which generation came of it."""
    return msgspec.structs.replace(row, generation=generation) if isinstance(row, KeyEvent) else row


def _note(db: Connection, waiting: str) -> None:
    db.execute(
        "INSERT INTO meta(key, value) VALUES(?,?) ON CONFLICT(key) DO UPDATE SET value=excluded.value",
        (WAITING, waiting),
    )


def _hand(cf: CaseFile, words: str) -> Hand:
    return changing.fetch(cf.vault, words, cf.vault.secrets, cf.now())


def _highest(cf: CaseFile) -> int:
    """The highest number of a key-slots document with which this case file was opened."""
    return int(cf.store.meta(SEQ) or 0)


def _change(cf: CaseFile, hand: Hand, made: Iterable[SlotDocument], event: KeyEvent) -> None:
    """Note the row, write the document, sign the row."""
    _no_rows_waiting(cf)
    new = changing.composed(hand, made, after=_highest(cf))
    with cf.store.transaction():
        cf.store.set_meta(WAITING, _waiting(new, [event]))
    changing.commit(cf.vault, hand, new)
    settle(cf)


def _no_rows_waiting(cf: CaseFile) -> None:
    """Rows of a change before this one, whose signing failed, come first."""
    if cf.store.meta(WAITING):
        settle(cf)


def _record(cf: CaseFile, event: KeyEvent) -> None:
    cf.save(_with_generation(event, cf.vault.generation), case="")
