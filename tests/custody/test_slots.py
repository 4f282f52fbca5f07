"""Changing what opens a case file: passphrase, kit, office, laptop, removal."""

from __future__ import annotations

import json
from pathlib import Path

import pyrage
import pytest

from pclo_app.casefile import custody
from pclo_app.casefile.casefile import CaseFile
from pclo_app.records.seal import code_of
from pclo_app.vault import changing, errors, keys, keyslots, kit
from pclo_app.vault.device_secret import MemoryDeviceSecrets, device_secret_name
from pclo_app.vault.keyslots import SlotType
from tests.custody.custody_parts import OTHER, THIRD, WORDS, Clock, files_of, mistyped, new_case_file, sound
from tests.vault.vault_parts import CHEAP


def acts(cf: CaseFile) -> list[str]:
    return [event.act for _, event in custody.events(cf)]


def opens(cf_folder: Path, words: str, secrets: MemoryDeviceSecrets | None, clock: Clock, code: str = "") -> bool:
    """Whether it opens so; it is closed again."""
    try:
        CaseFile.open(cf_folder, words, secrets=secrets, clock=clock, kit=code).close()
    except (errors.WrongPassphrase, errors.DeviceSecretMissing, errors.NoKit):
        clock.turn(hours=1)
        return False
    return True


def test_new_passphrase_ends_the_old_one_and_keeps_the_kit(
    cf: CaseFile, secrets: MemoryDeviceSecrets, clock: Clock
) -> None:
    made = custody.make_kit(cf, WORDS, "Sealed envelope, office safe")
    with pytest.raises(errors.PassphraseTooWeak):
        custody.change_passphrase(cf, WORDS, "Password123456")
    with pytest.raises(errors.WrongPassphrase):
        custody.change_passphrase(cf, THIRD, OTHER)
    custody.change_passphrase(cf, WORDS, OTHER)
    cf.confirm(OTHER)
    cf.close()
    before = (cf.vault.folder / keyslots.NAME).read_bytes()
    assert not opens(cf.vault.folder, WORDS, secrets, clock)
    assert (cf.vault.folder / keyslots.NAME).read_bytes() == before, "the copy of before must not come back"
    assert opens(cf.vault.folder, OTHER, secrets, clock)
    assert opens(cf.vault.folder, OTHER, None, clock, made.code)
    assert not opens(cf.vault.folder, WORDS, None, clock, made.code)
    (cf.vault.folder / keyslots.NAME).unlink()
    assert not opens(cf.vault.folder, WORDS, secrets, clock), "the spare copy has followed"
    assert opens(cf.vault.folder, OTHER, secrets, clock)


def test_slots_tell_who_holds_what_from_the_journal(cf: CaseFile, clock: Clock) -> None:
    custody.record_making(cf)
    custody.make_kit(cf, WORDS, " Sealed envelope, office safe ")
    clock.turn(days=2)
    custody.kit_tested(cf, "k1")
    identity = pyrage.x25519.Identity.generate()
    custody.set_recovery(cf, WORDS, [str(identity.to_public())], "DI Sharma and DS Whitcombe")
    clock.turn(days=1)
    assert custody.test_recovery(cf, f"# made today\n{identity}\n", "") == "r1"
    laptop, paper, office = custody.slots(cf)
    assert (laptop.id, laptop.type, laptop.made) == ("s1", "pass+device", "2026-11-22T14:00:00Z")
    assert (paper.id, paper.holder) == ("k1", "Sealed envelope, office safe")
    assert (paper.made, paper.tested) == ("2026-11-22T14:00:00Z", "2026-11-24T14:00:00Z")
    assert (office.holder, office.tested) == ("DI Sharma and DS Whitcombe", "2026-11-25T14:00:00Z")
    assert office.recipients == (str(identity.to_public()),)
    text = (cf.vault.folder / keyslots.NAME).read_text()
    assert "Sharma" not in text and "Pettifer" not in text and "2026" not in text
    with pytest.raises(errors.NoSuchSlot):
        custody.kit_tested(cf, "r1")


def test_kit_code() -> None:
    secret = bytes(range(16))
    code = kit.code(secret)
    assert len(code) == 34 and len(code.split("-")) == kit.GROUPS
    assert kit.secret_of(code.lower().replace("-", " ").replace("0", "o").replace("1", "l")) == secret
    assert kit.secret_of(kit.qr_text(code)) == secret
    assert kit.secret_of("CLO1:" + code) is None
    for place, character in enumerate(code):
        if character != "-":
            wrong = code[:place] + ("2" if character != "2" else "3") + code[place + 1 :]
            assert kit.secret_of(wrong) is None, "every single mistake shows"
    assert kit.secret_of(code_of(b"\xff" * 17)) is None, "a code of another kind"
    assert len({kit.new_secret() for _ in range(100)}) == 100


def test_kit_is_asked_whole_and_a_wrong_one_counts(cf: CaseFile, clock: Clock) -> None:
    with pytest.raises(errors.NoKit):
        custody.test_kit(cf, kit.code(b"x" * 16), WORDS)
    made = custody.make_kit(cf, WORDS, "safe")
    assert custody.test_kit(cf, made.code, WORDS) == made.slot
    with pytest.raises(errors.KitMistyped):
        custody.test_kit(cf, made.code[:-1], WORDS)
    assert not (cf.vault.folder / "attempts.json").exists()
    with pytest.raises(errors.KitWrong) as caught:
        custody.test_kit(cf, kit.code(b"x" * 16), WORDS)
    assert caught.value.failed == 1
    with pytest.raises(errors.WrongPassphrase):
        custody.test_kit(cf, made.code, OTHER)
    assert repr(made).count("-") == 0 and made.code not in repr(made)


def test_kit_then_a_slot_for_the_new_laptop(cf: CaseFile, secrets: MemoryDeviceSecrets, clock: Clock) -> None:
    made = custody.make_kit(cf, WORDS, "safe")
    cf.close()
    ring = MemoryDeviceSecrets()
    with CaseFile.open(cf.vault.folder, WORDS, secrets=ring, clock=clock, kit=made.code) as again:
        assert again.vault.protection is SlotType.PASS_AND_KIT
        assert acts(again)[-1] == "kit used"
        again.confirm(WORDS)
        assert custody.add_laptop_slot(again, WORDS) == "s2"
        assert [line.id for line in custody.slots(again)] == ["s2", "k1"]
        again.confirm(WORDS)
    assert opens(cf.vault.folder, WORDS, ring, clock)
    assert not opens(cf.vault.folder, WORDS, secrets, clock), "the old laptop's slot was replaced"
    kept = ring.get(device_secret_name(cf.vault.vault_id))
    with CaseFile.open(cf.vault.folder, WORDS, secrets=ring, clock=clock) as again:
        custody.add_laptop_slot(again, WORDS)
    assert ring.get(device_secret_name(cf.vault.vault_id)) == kept, "a secret that works is never overwritten"
    assert opens(cf.vault.folder, WORDS, ring, clock)


def test_last_slot_stays(cf: CaseFile, secrets: MemoryDeviceSecrets, clock: Clock) -> None:
    identity = pyrage.x25519.Identity.generate()
    custody.set_recovery(cf, WORDS, [str(identity.to_public())], "DI Sharma")
    with pytest.raises(errors.LastSlot):
        custody.remove_slot(cf, WORDS, "s1")
    custody.make_kit(cf, WORDS, "safe")
    with pytest.raises(errors.NoSuchSlot):
        custody.remove_slot(cf, WORDS, "k9")
    secrets.delete(device_secret_name(cf.vault.vault_id))
    cf.vault.kit_code = ""
    with pytest.raises(errors.NeedKit):
        custody.remove_slot(cf, WORDS, "k1")


def test_kit_is_not_removed_where_only_a_dead_laptop_slot_would_stay(cf: CaseFile, clock: Clock) -> None:
    made = custody.make_kit(cf, WORDS, "safe")
    cf.close()
    with CaseFile.open(cf.vault.folder, WORDS, secrets=None, clock=clock, kit=made.code) as again:
        with pytest.raises(errors.LastSlot):
            custody.remove_slot(again, WORDS, "k1")
        with pytest.raises(errors.SlotOfAnotherLaptop):
            custody.change_passphrase(again, WORDS, OTHER)
        second = custody.make_kit(again, WORDS, "safe two")
        custody.remove_slot(again, WORDS, "k1")
        again.confirm(WORDS)  # goes on with the kit that is left
        custody.remove_slot(again, WORDS, "s1")
        custody.change_passphrase(again, WORDS, OTHER)
    assert opens(cf.vault.folder, OTHER, None, clock, second.code)
    assert not opens(cf.vault.folder, OTHER, None, clock, made.code)


def test_office_keys_are_checked(cf: CaseFile) -> None:
    secret = str(pyrage.x25519.Identity.generate())
    public = str(pyrage.x25519.Identity.generate().to_public())
    before = files_of(cf.vault.folder)["keyslots.json"]
    for wrong in ([], ["age1x"], [secret], [mistyped(public)], [public, "no"]):
        with pytest.raises(errors.NotARecipient) as caught:
            custody.set_recovery(cf, WORDS, wrong, "x")
        assert secret not in caught.value.sentence
    assert files_of(cf.vault.folder)["keyslots.json"] == before
    custody.set_recovery(cf, WORDS, [public, f" {public} "], "x")
    assert custody.slots(cf)[1].recipients == (public,)
    with pytest.raises(errors.OfficeKeyDoesNotOpen):
        custody.test_recovery(cf, secret, "")
    with pytest.raises(errors.NotAnIdentity):
        custody.test_recovery(cf, "AGE-SECRET-KEY-1NOT", "")
    with pytest.raises(errors.NotAnIdentity):
        custody.test_recovery(cf, "a shopping list", "")


def test_a_change_cut_short_before_its_row_is_signed(
    cf: CaseFile, secrets: MemoryDeviceSecrets, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The row follows at the next opening if the document was written, and never comes if it was not."""
    real = changing.commit

    def killed_after(*args: object) -> None:
        real(*args)  # type: ignore[arg-type]
        raise KeyboardInterrupt

    def killed_before(*_: object) -> None:
        raise KeyboardInterrupt

    for kill, said in ((killed_before, []), (killed_after, ["kit made"])):
        with CaseFile.open(reopened(cf), WORDS, secrets=secrets, clock=clock) as again:
            monkeypatch.setattr(changing, "commit", kill)
            with pytest.raises(KeyboardInterrupt):
                custody.make_kit(again, WORDS, "safe")
            monkeypatch.setattr(changing, "commit", real)
        with CaseFile.open(cf.vault.folder, WORDS, secrets=secrets, clock=clock) as again:
            assert acts(again) == said
            assert len(custody.slots(again)) == 1 + len(said)
            assert sound(again)


def reopened(cf: CaseFile) -> Path:
    cf.close()
    return cf.vault.folder


def test_passphrase_alone(tmp_path: Path, clock: Clock) -> None:
    with new_case_file(tmp_path / "alone", None, clock) as alone:
        custody.change_passphrase(alone, WORDS, OTHER)
        with pytest.raises(errors.DeviceSecretMissing):
            custody.add_laptop_slot(alone, OTHER)
        made = custody.make_kit(alone, OTHER, "safe")
    ring = MemoryDeviceSecrets()
    with CaseFile.open(tmp_path / "alone", OTHER, secrets=ring, clock=clock) as again:
        assert custody.add_laptop_slot(again, OTHER) == "s2"
        custody.remove_slot(again, OTHER, "s1")
    assert opens(tmp_path / "alone", OTHER, ring, clock)
    assert not opens(tmp_path / "alone", OTHER, None, clock)
    assert opens(tmp_path / "alone", OTHER, None, clock, made.code)


def test_slots_of_a_newer_version_are_kept_until_the_master_key_changes(
    cf: CaseFile, secrets: MemoryDeviceSecrets, clock: Clock
) -> None:
    hand = changing.fetch(cf.vault, WORDS, secrets, clock())
    odd = {"id": "y1", "type": "yubikey", "v": 1, "wrap": "AAAA"}
    changing.commit(cf.vault, hand, changing.composed(hand, [*hand.slots.all_slots, odd]))
    assert custody.slots(cf)[-1].words == custody.UNKNOWN_SLOT
    custody.change_passphrase(cf, WORDS, OTHER)
    assert odd in json.loads((cf.vault.folder / keyslots.NAME).read_bytes())["slots"]
    custody.rotate(cf, OTHER)
    assert odd not in json.loads((cf.vault.folder / keyslots.NAME).read_bytes())["slots"]


def test_memory_that_is_not_there(cf: CaseFile, monkeypatch: pytest.MonkeyPatch) -> None:
    """A change on a laptop without the memory: a cheaper slot where that will do, else nothing is changed."""
    real = keys.stretch
    monkeypatch.setattr(keys, "stretch", lambda words, salt, cost: real(words, salt, CHEAP))
    hand = changing.fetch(cf.vault, WORDS, cf.vault.secrets, cf.now())

    def small(words: str, salt: bytes, cost: keys.Cost) -> bytes:
        if cost.m > keys.FLOOR.m:
            raise MemoryError
        return real(words, salt, CHEAP)

    monkeypatch.setattr(keys, "stretch", small)
    assert changing.kit_slot(hand, b"k" * 16, "k1", keys.STANDARD)["m"] == keys.FLOOR.m
    before = files_of(cf.vault.folder)["keyslots.json"]

    def none_at_all(words: str, salt: bytes, cost: keys.Cost) -> bytes:
        raise MemoryError

    monkeypatch.setattr(keys, "stretch", none_at_all)
    with pytest.raises(errors.NotEnoughMemory):
        custody.make_kit(cf, WORDS, "safe")
    with pytest.raises(errors.NotEnoughMemory):
        changing.kit_slot(hand, b"k" * 16, "k1")
    assert files_of(cf.vault.folder)["keyslots.json"] == before
