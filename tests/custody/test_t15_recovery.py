"""SECURITY.md T15: the office opens the records and never signs for the officer."""

from __future__ import annotations

import base64
import os
import signal
from pathlib import Path

import pyrage
import pytest

from pclo_app.casefile import custody, recovering
from pclo_app.casefile.casefile import CaseFile
from pclo_app.records.case import Case
from pclo_app.records.custody import Epoch, KeyEvent
from pclo_app.vault import errors, keyslots, kit, unlocking
from pclo_app.vault.device_secret import MemoryDeviceSecrets, device_secret_name
from pclo_app.vault.keyslots import Contents
from tests.custody.custody_parts import OTHER, THIRD, WORDS, Clock, files_of, mistyped, revisions, sound
from tests.vault.vault_parts import CHEAP


class Office:
    """Two custodians, each with a key of their own."""

    def __init__(self) -> None:
        self.sharma, self.whitcombe = (str(pyrage.x25519.Identity.generate()) for _ in range(2))
        self.public = [str(pyrage.x25519.Identity.from_str(key).to_public()) for key in (self.sharma, self.whitcombe)]


@pytest.fixture
def office(cf: CaseFile) -> Office:
    made = Office()
    custody.set_recovery(cf, WORDS, made.public, "DI Sharma and DS Whitcombe")
    return made


def contents(cf: CaseFile, secrets: MemoryDeviceSecrets, words: str, clock: Clock) -> Contents:
    return unlocking.find(cf.vault.folder, words, secrets, clock()).contents


def recover(
    cf: CaseFile, identity: str | bytes, secrets: MemoryDeviceSecrets | None, clock: Clock, **more: str
) -> CaseFile:
    cf.close()
    return recovering.recover(
        cf.vault.folder, identity, new_passphrase=OTHER, secrets=secrets, clock=clock, cost=CHEAP, **more
    )


def test_t15_the_office_has_the_master_key_and_nothing_else(
    cf: CaseFile, office: Office, secrets: MemoryDeviceSecrets, clock: Clock
) -> None:
    """What its slot decrypts to is 32 bytes and the case file's id: no seed, no age key; nor does the master key
    open the kit's secret, with which and the passphrase the seed could be had."""
    held = contents(cf, secrets, WORDS, clock)
    custody.make_kit(cf, WORDS, "safe")
    slot = next(cf.vault.slots.recovery_slots())
    for identity in (office.sharma, office.whitcombe):
        plain = pyrage.decrypt(
            base64.b64decode(str(slot.document["wrap"])), [pyrage.x25519.Identity.from_str(identity)]
        )
        assert plain == held.vmk + cf.vault.vault_id.encode()
        assert held.seed not in plain and held.age.encode() not in plain
    paper = next(cf.vault.slots.kit_slots())
    sealed = base64.b64decode(str(paper.document["again"]))
    assert kit.again(sealed, held.seed, paper.id) is not None
    assert kit.again(sealed, held.vmk, paper.id) is None


@pytest.mark.parametrize("custodian", ["sharma", "whitcombe"])
def test_t15_recovery(custodian: str, cf: CaseFile, office: Office, secrets: MemoryDeviceSecrets, clock: Clock) -> None:
    """Everything is read; what is written is another laptop's, says so first, and the past still verifies."""
    paper = custody.make_kit(cf, WORDS, "safe")
    before, held, folder = revisions(cf), contents(cf, secrets, WORDS, clock), cf.vault.folder
    old, tip = cf.vault.device, cf.store.tip(cf.vault.device, cf.epoch)
    ring = MemoryDeviceSecrets()
    with recover(cf, getattr(office, custodian), ring, clock, by="DI Sharma, DS Whitcombe") as new:
        assert before < revisions(new) and sound(new)
        assert new.cases()[0].record.reference == "KM-0417"
        now = contents(new, ring, OTHER, clock)
        assert now.vmk != held.vmk and now.seed != held.seed and now.age != held.age
        assert new.vault.device != old and new.vault.generation == 2
        first = [new.store.get(rev) for rev in revisions(new) - before]
        rows = sorted((row for row in first if row), key=lambda row: row.head.seq)
        assert [(row.head.dev, row.head.seq, row.head.kind) for row in rows] == [
            (new.vault.device, 1, "key_event/1"), (new.vault.device, 2, "key_event/1"), (new.vault.device, 3, "epoch/1")
        ]  # fmt: skip
        (_, event), (_, laptop) = custody.events(new)[-2:]
        assert event == KeyEvent(
            act="recovered by the office", slot="r1", holder="DI Sharma, DS Whitcombe", generation=2,
            note="Recovered for Dawn Pettifer, PCLO (Band D).",
        )  # fmt: skip
        assert laptop.act == "laptop slot made"
        epoch = new.version(rows[2].id).record
        assert isinstance(epoch, Epoch)
        assert (epoch.why, epoch.device, epoch.seq, epoch.head) == (
            "recovered by the office", old, tip.seq - 1, tip.prev
        )  # fmt: skip
        assert new.key_of(old) is not None and new.read_only is None
        new.save(Case(reference="KM-0500", family="TARN"), case="")
        assert [line.type for line in custody.slots(new)] == ["pass+device", "recovery"]
        assert custody.slots(new)[1].holder == "DI Sharma and DS Whitcombe"
    for words, keys, code in ((WORDS, secrets, ""), (WORDS, ring, ""), (WORDS, None, paper.code)):
        with pytest.raises((errors.WrongPassphrase, errors.DeviceSecretMissing, errors.NoKit)):
            CaseFile.open(folder, words, secrets=keys, clock=clock, kit=code)
        clock.turn(hours=1)
    with CaseFile.open(folder, OTHER, secrets=ring, clock=clock) as again:
        assert sound(again) and len(custody.own_devices(again.store)) == 2
        assert again.standing.state.value == "holds"
    everything = b"".join(files_of(folder).values())
    assert held.seed not in everything and base64.b64encode(held.seed) not in everything


def test_t15_on_the_same_laptop_with_a_forgotten_passphrase(
    cf: CaseFile, office: Office, secrets: MemoryDeviceSecrets, clock: Clock
) -> None:
    """The wait after many wrong tries ends, the key ring's secret stays, and its marker starts afresh."""
    cf.close()
    assert cf.vault.anchor.read() is not None
    kept = secrets.get(device_secret_name(cf.vault.vault_id))
    for _ in range(5):
        with pytest.raises(errors.WrongPassphrase):
            CaseFile.open(cf.vault.folder, THIRD, secrets=secrets, clock=clock)
        clock.turn(minutes=10)
    with pytest.raises(errors.WrongPassphrase):
        CaseFile.open(cf.vault.folder, THIRD, secrets=secrets, clock=clock)
    with recover(cf, office.sharma, secrets, clock) as new:
        assert new.vault.failed_attempts == 0 and new.read_only is None
    assert secrets.get(device_secret_name(cf.vault.vault_id)) == kept
    with CaseFile.open(cf.vault.folder, OTHER, secrets=secrets, clock=clock) as again:
        assert again.standing.state.value == "holds"
    with recover(again, office.whitcombe, secrets, clock) as twice:
        assert sound(twice) and len(custody.own_devices(twice.store)) == 3


def test_t15_refusals_change_nothing(cf: CaseFile, office: Office, secrets: MemoryDeviceSecrets, clock: Clock) -> None:
    with pytest.raises(errors.CaseFileInUse):
        recovering.recover(cf.vault.folder, office.sharma, new_passphrase=OTHER, secrets=secrets, clock=clock)
    cf.close()
    before = files_of(cf.vault.folder)
    protected = pyrage.passphrase.encrypt(f"# key\n{office.sharma}\n".encode(), "custodians' words")
    for identity, words, problem in (
        (str(pyrage.x25519.Identity.generate()), "", errors.OfficeKeyDoesNotOpen),
        ("nothing of the kind", "", errors.NotAnIdentity),
        (mistyped(office.sharma), "", errors.NotAnIdentity),
        (protected, "wrong words", errors.NotAnIdentity),
        (protected[:20], "custodians' words", errors.NotAnIdentity),
        ("-----BEGIN AGE ENCRYPTED FILE-----\nYWdl\n", "custodians' words", errors.NotAnIdentity),
    ):
        with pytest.raises(problem) as caught:
            recover(cf, identity, secrets, clock, identity_passphrase=words)
        assert office.sharma not in str(caught.value)
        assert files_of(cf.vault.folder) == before
    with pytest.raises(errors.PassphraseTooWeak):
        recovering.recover(cf.vault.folder, office.sharma, new_passphrase="short", secrets=secrets, clock=clock)
    assert files_of(cf.vault.folder) == before
    with recover(cf, protected, None, clock, identity_passphrase="custodians' words") as new:
        assert new.vault.protection.value == "pass" and sound(new)


def test_t15_no_recovery_set(cf: CaseFile, clock: Clock) -> None:
    with pytest.raises(errors.NoRecovery):
        recover(cf, str(pyrage.x25519.Identity.generate()), None, clock)


def test_t15_an_office_that_was_replaced_reads_no_more(
    cf: CaseFile, office: Office, secrets: MemoryDeviceSecrets, clock: Clock
) -> None:
    """Not even by the copy of the key slots from before, once the new ones have been opened."""
    other = Office()
    custody.set_recovery(cf, WORDS, other.public, "DI Okafor")
    for opened_since in (False, True):
        with pytest.raises(errors.OfficeKeyDoesNotOpen if opened_since else errors.CaseFileInUse):
            recovering.recover(cf.vault.folder, office.sharma, new_passphrase=OTHER, secrets=secrets, clock=clock)
        cf.close()
        CaseFile.open(cf.vault.folder, WORDS, secrets=secrets, clock=clock).close()
    (cf.vault.folder / keyslots.NAME).unlink()
    with pytest.raises(errors.OfficeKeyDoesNotOpen):
        recovering.recover(cf.vault.folder, office.sharma, new_passphrase=OTHER, secrets=secrets, clock=clock)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
@pytest.mark.parametrize("step", ["copied", "checked", "switched", "ended"])
def test_t15_killed_while_recovering(
    step: str, cf: CaseFile, office: Office, secrets: MemoryDeviceSecrets, clock: Clock
) -> None:
    """Before the switch everything is as it was; after it the rows that say so are written at the next opening."""
    folder: Path = cf.vault.folder
    cf.close()
    before, made = revisions_in(folder, WORDS, secrets, clock), MemoryDeviceSecrets()
    child = os.fork()
    if child == 0:
        try:
            custody.reached = lambda reached: os.kill(os.getpid(), signal.SIGKILL) if reached == step else None
            recover(cf, office.sharma, None, clock, by="DI Sharma")
        finally:
            os._exit(0)
    assert os.WIFSIGNALED(os.waitpid(child, 0)[1])
    committed = step in ("switched", "ended")
    words, ring = (OTHER, made) if committed else (WORDS, secrets)
    with CaseFile.open(folder, words, secrets=ring, clock=clock) as again:
        assert before <= revisions(again) and sound(again)
        said = [event.act for _, event in custody.events(again)]
        assert ("recovered by the office" in said) == committed


def revisions_in(folder: Path, words: str, secrets: MemoryDeviceSecrets, clock: Clock) -> set[str]:
    with CaseFile.open(folder, words, secrets=secrets, clock=clock) as cf:
        return revisions(cf)
