"""SECURITY.md T09 to T14 for everything that opens a case file."""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pyrage
import pytest
from keyring.backends.null import Keyring as NullKeyring
from keyring.errors import InitError, KeyringLocked

from pclo_app.casefile import custody
from pclo_app.casefile.casefile import CaseFile
from pclo_app.vault import errors, keyslots, throttle
from pclo_app.vault.canonical import canonical
from pclo_app.vault.device_secret import DeviceSecrets, KeyringDeviceSecrets, MemoryDeviceSecrets
from tests.custody.custody_parts import OTHER, THIRD, WORDS, Clock, files_of, new_case_file, sound
from tests.vault.test_device_secret import on_private_bus

Change = Callable[[dict[str, Any]], object]
BOTH = (keyslots.NAME, keyslots.BACKUP_NAME)


def tamper(folder: Path, change: Change) -> None:
    """Alter the key slots, and make their copy the same, so that nothing sound is left to fall back on."""
    document = json.loads((folder / keyslots.NAME).read_bytes())
    change(document)
    for name in BOTH:
        (folder / name).write_bytes(canonical(document))


def equipped(cf: CaseFile) -> tuple[custody.Kit, str]:
    """A kit and the office's slot beside the laptop's; answers the kit and the office's secret key."""
    identity = pyrage.x25519.Identity.generate()
    custody.set_recovery(cf, WORDS, [str(identity.to_public())], "DI Sharma")
    return custody.make_kit(cf, WORDS, "safe"), str(identity)


# T09 --------------------------------------------------------------------------------------------------------------


def test_t09_backup_with_older_key_slots(cf: CaseFile, secrets: MemoryDeviceSecrets, clock: Clock) -> None:
    """Its own key slots open it, with the passphrase of that day; nothing alarms."""
    cf.vault.backup(cf.vault.folder.parent / "backup")
    custody.change_passphrase(cf, WORDS, OTHER)
    cf.close()
    with CaseFile.open(cf.vault.folder.parent / "backup", WORDS, secrets=secrets, clock=clock) as backup:
        assert sound(backup) and custody.OLDER_SLOTS not in backup.vault.notices
    with pytest.raises(errors.WrongPassphrase):
        CaseFile.open(cf.vault.folder.parent / "backup", OTHER, secrets=secrets, clock=clock)


def test_t09_backup_with_newer_key_slots(cf: CaseFile, secrets: MemoryDeviceSecrets, clock: Clock) -> None:
    """Of the same generation they open it; of a later one it is said which generation is missing."""
    folder = cf.vault.folder
    backup = folder.parent / "backup"
    cf.vault.backup(backup)
    custody.change_passphrase(cf, WORDS, OTHER)
    for name in BOTH:
        shutil.copy(folder / keyslots.NAME, backup / name)
    with CaseFile.open(backup, OTHER, secrets=secrets, clock=clock) as opened:
        assert sound(opened)
    custody.rotate(cf, OTHER)
    for name in BOTH:
        shutil.copy(folder / keyslots.NAME, backup / name)
    before = files_of(backup)
    with pytest.raises(errors.GenerationMissing, match=r"generation 2 .* Here is generation 1\."):
        CaseFile.open(backup, OTHER, secrets=secrets, clock=clock)
    assert files_of(backup) == before


# T10 --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("with_kit", [False, True])
def test_t10_wrong_words_wait_longer_each_time(
    with_kit: bool, cf: CaseFile, secrets: MemoryDeviceSecrets, clock: Clock
) -> None:
    """The wait survives a restart and a clock set back; the attempts are told at the next unlocking."""
    kit, _ = equipped(cf)
    cf.close()
    code = kit.code if with_kit else ""

    def attempt(words: str) -> CaseFile:
        return CaseFile.open(cf.vault.folder, words, secrets=secrets, clock=clock, kit=code)

    for failed in range(1, 7):
        with pytest.raises(errors.WrongPassphrase) as caught:
            attempt(OTHER)
        assert (caught.value.failed, isinstance(caught.value, errors.KitWrong)) == (failed, with_kit)
        if throttle.wait_after(failed):
            with pytest.raises(errors.TryLater):
                attempt(WORDS)
            if failed == 6:
                clock.turn(days=-1)
                with pytest.raises(errors.TryLater):
                    attempt(WORDS)
            clock.time += throttle.wait_after(failed) - timedelta(milliseconds=1)
            with pytest.raises(errors.TryLater):
                attempt(WORDS)
            clock.turn(milliseconds=1)
    with attempt(WORDS) as opened:
        assert opened.vault.failed_attempts == 6
    with attempt(WORDS) as opened:
        assert opened.vault.failed_attempts == 0


# T11 --------------------------------------------------------------------------------------------------------------


class TroubledRing:
    """A key ring back end that raises, or does not come back."""

    def __init__(self, trouble: Exception | None, sleeps: float = 0) -> None:
        self._trouble, self._sleeps = trouble, sleeps

    def get_password(self, service: str, user: str) -> str | None:
        time.sleep(self._sleeps)
        if self._trouble is not None:
            raise self._trouble
        return "bm90IHRoaXMgb25l"

    set_password = delete_password = get_password


RINGS: dict[str, DeviceSecrets | None] = {
    "no key ring": None,
    "nothing kept": MemoryDeviceSecrets(),
    "null back end": KeyringDeviceSecrets(NullKeyring()),
    "locked": KeyringDeviceSecrets(TroubledRing(KeyringLocked("locked"))),
    "broken": KeyringDeviceSecrets(TroubledRing(InitError("no session"))),
    "silent": KeyringDeviceSecrets(TroubledRing(None, sleeps=3), patience=0.1),
}


@pytest.mark.parametrize("name", RINGS)
def test_t11_right_passphrase_without_the_key_ring_needs_the_kit(name: str, cf: CaseFile, clock: Clock) -> None:
    kit, _ = equipped(cf)
    cf.close()
    before = files_of(cf.vault.folder)
    with pytest.raises(errors.NeedKit, match="emergency kit") as caught:
        CaseFile.open(cf.vault.folder, WORDS, secrets=RINGS[name], clock=clock)
    assert caught.value.kit_exists
    assert files_of(cf.vault.folder) == before, "no slot rewritten, no attempt counted"
    with CaseFile.open(cf.vault.folder, WORDS, secrets=RINGS[name], clock=clock, kit=kit.code) as opened:
        assert sound(opened)
        if name == "nothing kept":
            return
        document = (cf.vault.folder / keyslots.NAME).read_bytes()
        with pytest.raises(errors.DeviceSecretMissing):
            custody.add_laptop_slot(opened, WORDS)
        assert (cf.vault.folder / keyslots.NAME).read_bytes() == document


def test_t11_without_a_kit_it_is_not_promised(cf: CaseFile, clock: Clock) -> None:
    cf.close()
    with pytest.raises(errors.DeviceSecretMissing) as caught:
        CaseFile.open(cf.vault.folder, WORDS, secrets=None, clock=clock)
    assert not caught.value.kit_exists and "kit" not in caught.value.sentence


REAL_RING = """
import sys
from pathlib import Path
from pclo_app.casefile import custody
from pclo_app.casefile.casefile import CaseFile
from pclo_app.vault import errors
from pclo_app.vault.device_secret import KeyringDeviceSecrets, device_secret_name, system_device_secrets
from pclo_app.vault.keys import Cost
words = "sampler orchard viaduct mitten"
folder = Path(sys.argv[1]) / "case"
def ring():
    found = system_device_secrets()
    assert type(found) is KeyringDeviceSecrets
    return KeyringDeviceSecrets(found._backend, patience=3)
cf = CaseFile.create(folder, words, name="Dawn Pettifer", rank="PCLO", role="PCLO", team="North",
                     secrets=ring(), cost=Cost(8192, 1, 1))
kit = custody.make_kit(cf, words, "safe")
name = device_secret_name(cf.vault.vault_id)
cf.close()
def refused():
    before = (folder / "keyslots.json").read_bytes()
    try:
        CaseFile.open(folder, words, secrets=ring()).close()
    except errors.NeedKit as problem:
        assert (folder / "keyslots.json").read_bytes() == before
        assert not (folder / "attempts.json").exists()
        return problem.values["why"]
    raise AssertionError("it opened")
"""


def test_t11_real_key_ring_missing_then_made_again(tmp_path: Path) -> None:
    answer = on_private_bus(
        tmp_path,
        REAL_RING
        + """
ring().delete(name)
print(refused())
with CaseFile.open(folder, words, secrets=ring(), kit=kit.code) as cf:
    print(custody.add_laptop_slot(cf, words))
with CaseFile.open(folder, words, secrets=ring()) as cf:
    print(cf.vault.protection.value)
""",
    )
    assert answer.splitlines()[-2:] == ["s2", "pass+device"]
    assert "has no secret" in answer


def test_t11_real_key_ring_locked(tmp_path: Path) -> None:
    answer = on_private_bus(
        tmp_path,
        REAL_RING
        + """
import secretstorage
connection = secretstorage.dbus_init()
for collection in secretstorage.get_all_collections(connection):
    collection.lock()
print(refused())
with CaseFile.open(folder, words, secrets=ring(), kit=kit.code) as cf:
    print(cf.vault.protection.value)
""",
    )
    assert "locked" in answer or "did not answer" in answer
    assert answer.splitlines()[-1] == "kit+pass"


# T12 --------------------------------------------------------------------------------------------------------------


def slot(document: dict[str, Any], kind: str) -> dict[str, Any]:
    return next(each for each in document["slots"] if each["type"] == kind)


TAMPERINGS: dict[str, tuple[str, Change]] = {
    "less memory": ("device", lambda d: slot(d, "pass+device").update(m=4096)),
    "fewer rounds for the kit": ("kit", lambda d: slot(d, "kit+pass").update(m=4096)),
    "laptop slot removed": ("kit", lambda d: d["slots"].remove(slot(d, "pass+device"))),
    "kit slot removed": ("device", lambda d: d["slots"].remove(slot(d, "kit+pass"))),
    "office slot removed": ("device", lambda d: d["slots"].remove(slot(d, "recovery"))),
    "office slot for somebody else": ("device", lambda d: slot(d, "recovery").update(to=["age1evil"])),
    "kit slot as laptop slot": ("device", lambda d: slot(d, "kit+pass").update(type="pass+device")),
    "kit's own copy of its secret changed": ("kit", lambda d: slot(d, "kit+pass").update(again="A" * 59 + "=")),
    "older number": ("device", lambda d: d.update(seq=1)),
}


@pytest.mark.parametrize("name", TAMPERINGS)
def test_t12_altered_key_slots_are_refused(name: str, cf: CaseFile, secrets: MemoryDeviceSecrets, clock: Clock) -> None:
    way, change = TAMPERINGS[name]
    kit, _ = equipped(cf)
    cf.close()
    database = (cf.vault.folder / "case.g1.db").read_bytes()
    tamper(cf.vault.folder, change)
    with pytest.raises((errors.KeySlotsDamaged, errors.WrongPassphrase)):
        CaseFile.open(cf.vault.folder, WORDS, secrets=secrets, clock=clock, kit=kit.code if way == "kit" else "")
    assert (cf.vault.folder / "case.g1.db").read_bytes() == database


@pytest.mark.parametrize("kind", ["kit+pass", "recovery", "pass+device"])
def test_t12_slot_of_another_case_file(
    kind: str, cf: CaseFile, secrets: MemoryDeviceSecrets, clock: Clock, tmp_path: Path
) -> None:
    """Same passphrase, same custodians, same key ring: its slot still does not open this one."""
    kit, office = equipped(cf)
    cf.close()
    with new_case_file(tmp_path / "other", secrets, clock) as other:
        equipped(other)
        theirs = next(dict(each) for each in other.vault.slots.all_slots if each["type"] == kind)
    tamper(cf.vault.folder, lambda d: slot(d, kind).update(theirs))
    with pytest.raises((errors.KeySlotsDamaged, errors.WrongPassphrase)):
        CaseFile.open(cf.vault.folder, WORDS, secrets=secrets, clock=clock, kit=kit.code if kind == "kit+pass" else "")
    from pclo_app.casefile import recovering

    with pytest.raises((errors.KeySlotsDamaged, errors.OfficeKeyDoesNotOpen)):
        recovering.recover(cf.vault.folder, office, new_passphrase=OTHER, secrets=secrets, clock=clock)


def test_t12_key_slots_put_there_while_it_is_open_confirm_nothing(cf: CaseFile, clock: Clock, tmp_path: Path) -> None:
    """Somebody at an unlocked laptop brings key slots of their own, with a passphrase that they know."""
    with new_case_file(tmp_path / "other", None, clock) as other:
        custody.change_passphrase(other, WORDS, THIRD)
        for name in BOTH:
            shutil.copy(other.vault.folder / name, cf.vault.folder / name)
    for act in (cf.confirm, lambda words: custody.make_kit(cf, words, "safe")):
        with pytest.raises(errors.KeySlotsDamaged):
            act(THIRD)


def test_t12_old_key_slots_put_back_are_told(cf: CaseFile, secrets: MemoryDeviceSecrets, clock: Clock) -> None:
    """They are genuine, so they open; but the case file knows that it has been opened with newer ones."""
    old = (cf.vault.folder / keyslots.NAME).read_bytes()
    custody.change_passphrase(cf, WORDS, OTHER)
    cf.close()
    CaseFile.open(cf.vault.folder, OTHER, secrets=secrets, clock=clock).close()
    for file in BOTH:
        (cf.vault.folder / file).write_bytes(old)
    with pytest.raises(errors.WrongPassphrase):
        CaseFile.open(cf.vault.folder, OTHER, secrets=secrets, clock=clock)
    with CaseFile.open(cf.vault.folder, WORDS, secrets=secrets, clock=clock) as opened:
        assert custody.OLDER_SLOTS in opened.vault.notices
    with CaseFile.open(cf.vault.folder, WORDS, secrets=secrets, clock=clock) as opened:
        assert custody.OLDER_SLOTS in opened.vault.notices, "until they are changed"
        custody.change_passphrase(opened, WORDS, THIRD)
    with CaseFile.open(cf.vault.folder, THIRD, secrets=secrets, clock=clock) as opened:
        assert custody.OLDER_SLOTS not in opened.vault.notices


def test_t12_old_key_slots_of_a_generation_that_is_gone(
    cf: CaseFile, secrets: MemoryDeviceSecrets, clock: Clock
) -> None:
    old = (cf.vault.folder / keyslots.NAME).read_bytes()
    custody.rotate(cf, WORDS)
    CaseFile.open(cf.vault.folder, WORDS, secrets=secrets, clock=clock).close()
    new = (cf.vault.folder / keyslots.NAME).read_bytes()
    for file in BOTH:
        (cf.vault.folder / file).write_bytes(old)
    with pytest.raises(errors.GenerationMissing, match=r"generation 1 .* Here is generation 2\."):
        CaseFile.open(cf.vault.folder, WORDS, secrets=secrets, clock=clock)
    (cf.vault.folder / keyslots.NAME).write_bytes(new)
    with CaseFile.open(cf.vault.folder, WORDS, secrets=secrets, clock=clock) as opened:
        assert sound(opened)


def test_t12_newer_generation_is_not_deleted_for_older_key_slots(
    cf: CaseFile, secrets: MemoryDeviceSecrets, clock: Clock
) -> None:
    """Somebody merges an old folder into the new one: what was written since must survive it."""
    cf.close()
    old = {name: (cf.vault.folder / name).read_bytes() for name in ("case.g1.db", *BOTH)}
    with CaseFile.open(cf.vault.folder, WORDS, secrets=secrets, clock=clock) as opened:
        custody.rotate(opened, WORDS)
    CaseFile.open(cf.vault.folder, WORDS, secrets=secrets, clock=clock).close()
    newer = (cf.vault.folder / "case.g2.db").read_bytes()
    for name, data in old.items():
        (cf.vault.folder / name).write_bytes(data)
    with CaseFile.open(cf.vault.folder, WORDS, secrets=secrets, clock=clock) as opened:
        assert opened.read_only is not None, "an older copy: the key ring knows"
    assert (cf.vault.folder / "case.g2.db").read_bytes() == newer


# T14 --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("damage", [b"", b"\0" * 4096, b'{"v":1,"vault":"'], ids=["empty", "zeroed", "truncated"])
def test_t14_damaged_key_slots(damage: bytes, cf: CaseFile, secrets: MemoryDeviceSecrets, clock: Clock) -> None:
    """One copy damaged: the other is used, with a notice. Both: what to do is said, and nothing is touched."""
    kit, _ = equipped(cf)
    folder = cf.vault.folder
    cf.close()
    CaseFile.open(folder, WORDS, secrets=secrets, clock=clock).close()
    whole = (folder / keyslots.NAME).read_bytes()
    (folder / keyslots.NAME).write_bytes(damage)
    with CaseFile.open(folder, WORDS, secrets=secrets, clock=clock, kit=kit.code) as opened:
        assert "changed or damaged" in opened.vault.notices[0]
        assert sound(opened)
    assert (folder / keyslots.NAME).read_bytes() == whole
    assert (folder / "keyslots.damaged.json").read_bytes() == damage
    for name in BOTH:
        (folder / name).write_bytes(damage)
    before = files_of(folder)
    for code in ("", kit.code):
        with pytest.raises(errors.KeySlotsDamaged, match="backup"):
            CaseFile.open(folder, WORDS, secrets=secrets, clock=clock, kit=code)
    assert files_of(folder) == before
