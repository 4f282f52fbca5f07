"""Every way to tamper with or break keyslots.json, and what becomes of it."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from pclo_app.vault import errors, keys, keyslots
from pclo_app.vault.canonical import canonical
from pclo_app.vault.device_secret import MemoryDeviceSecrets
from pclo_app.vault.keyslots import Contents, KeySlots
from pclo_app.vault.vault import create, unlock
from tests.vault.vault_parts import CHEAP, NOW, WORDS

Change = Callable[[dict[str, Any]], object]


def tampered(path: Path, change: Change) -> None:
    document = json.loads(path.read_bytes())
    change(document)
    path.write_bytes(canonical(document))


def flip(text: str) -> str:
    data = bytearray(base64.b64decode(text))
    data[20] ^= 1
    return base64.b64encode(bytes(data)).decode()


TAMPERINGS: dict[str, Change] = {
    "less memory": lambda d: d["slots"][0].update(m=4096),
    "more rounds": lambda d: d["slots"][0].update(t=2),
    "another salt": lambda d: d["slots"][0].update(salt=base64.b64encode(b"x" * 16).decode()),
    "a changed wrap": lambda d: d["slots"][0].update(wrap=flip(d["slots"][0]["wrap"])),
    "an empty wrap": lambda d: d["slots"][0].update(wrap=""),
    "no device secret": lambda d: d["slots"][0].update(type="pass"),
    "another name": lambda d: d["slots"][0].update(id="s2"),
    "a changed checksum": lambda d: d.update(mac="0" * 64),
    "a slot added": lambda d: d["slots"].append({"id": "x", "type": "other"}),
    "an older number": lambda d: d.update(seq=0),
    "another vault": lambda d: d.update(vault="0" * 32),
    "endless memory": lambda d: d["slots"][0].update(m=2**40),
    "no rounds": lambda d: d["slots"][0].update(t=0),
    "a number as text": lambda d: d["slots"][0].update(m="8192"),
    "another database": lambda d: d.update(db="../../evil.db"),
    "no slots": lambda d: d.update(slots=[]),
    "slots of a wrong kind": lambda d: d.update(slots=[3]),
}


@pytest.mark.parametrize("name", TAMPERINGS)
def test_tampering_with_both_copies_is_refused(name: str, closed: Path, secrets: MemoryDeviceSecrets) -> None:
    before = (closed / "case.g1.db").read_bytes()
    for file in (keyslots.NAME, keyslots.BACKUP_NAME):
        tampered(closed / file, TAMPERINGS[name])
    refusals = (errors.WrongPassphrase, errors.KeySlotsDamaged, errors.DeviceSecretMissing)
    with pytest.raises(refusals):
        unlock(closed, WORDS, secrets=secrets, now=NOW)
    assert (closed / "case.g1.db").read_bytes() == before


@pytest.mark.parametrize("name", TAMPERINGS)
def test_tampering_with_one_copy_is_told_and_mended(name: str, closed: Path, secrets: MemoryDeviceSecrets) -> None:
    good = (closed / keyslots.NAME).read_bytes()
    tampered(closed / keyslots.NAME, TAMPERINGS[name])
    bad = (closed / keyslots.NAME).read_bytes()
    with unlock(closed, WORDS, secrets=secrets, now=NOW) as vault:
        assert "changed or damaged" in vault.notices[0]
    assert (closed / keyslots.NAME).read_bytes() == good
    assert (closed / "keyslots.damaged.json").read_bytes() == bad


@pytest.mark.parametrize(
    "damage", [b"", b"\0" * 400, b"{", b"[]", b'{"v":1}', b'{"v":1,"v":1}', b"\xff\xfe", b"[" * 5000]
)
def test_damaged_file_falls_back_on_the_copy(damage: bytes, closed: Path, secrets: MemoryDeviceSecrets) -> None:
    (closed / keyslots.NAME).write_bytes(damage)
    with unlock(closed, WORDS, secrets=secrets, now=NOW) as vault:
        assert vault.notices
    with unlock(closed, WORDS, secrets=secrets, now=NOW) as vault:
        assert not vault.notices


def test_every_truncation_falls_back(closed: Path, secrets: MemoryDeviceSecrets) -> None:
    whole = (closed / keyslots.NAME).read_bytes()
    for length in range(len(whole)):
        with pytest.raises(ValueError, match=r".+"):
            keyslots.checked(whole[:length])


def test_both_copies_damaged(closed: Path, secrets: MemoryDeviceSecrets) -> None:
    database = (closed / "case.g1.db").read_bytes()
    for file in (keyslots.NAME, keyslots.BACKUP_NAME):
        (closed / file).write_bytes(b"\0" * 100)
    with pytest.raises(errors.KeySlotsDamaged, match="backup"):
        unlock(closed, WORDS, secrets=secrets, now=NOW)
    assert (closed / "case.g1.db").read_bytes() == database


def test_missing_copy_is_made_again(closed: Path, secrets: MemoryDeviceSecrets) -> None:
    (closed / keyslots.BACKUP_NAME).unlink()
    unlock(closed, WORDS, secrets=secrets, now=NOW).close()
    assert (closed / keyslots.BACKUP_NAME).read_bytes() == (closed / keyslots.NAME).read_bytes()
    (closed / keyslots.NAME).unlink()
    unlock(closed, WORDS, secrets=secrets, now=NOW).close()
    assert (closed / keyslots.NAME).exists()


def test_slots_of_another_case_file_with_the_same_passphrase(tmp_path: Path) -> None:
    for name in ("a", "b"):
        create(tmp_path / name, WORDS, secrets=None, cost=CHEAP, now=NOW).close()
    other = json.loads((tmp_path / "b" / keyslots.NAME).read_bytes())["slots"]
    for file in (keyslots.NAME, keyslots.BACKUP_NAME):
        tampered(tmp_path / "a" / file, lambda document: document.update(slots=other))
    with pytest.raises(errors.KeySlotsDamaged, match="altered"):
        unlock(tmp_path / "a", WORDS, secrets=None, now=NOW)


def test_newer_version_is_left_alone(closed: Path, secrets: MemoryDeviceSecrets) -> None:
    tampered(closed / keyslots.NAME, lambda document: document.update(v=2))
    before = {path.name: path.read_bytes() for path in closed.glob("*.json")}
    with pytest.raises(errors.NewerVersion):
        unlock(closed, WORDS, secrets=secrets, now=NOW)
    assert {path.name: path.read_bytes() for path in closed.glob("*.json")} == before


def test_unknown_kinds_of_slot_are_kept_and_sealed(tmp_path: Path) -> None:
    contents = Contents(vmk=b"v" * 32, seed=b"s" * 32, age="AGE-SECRET-KEY-1X")
    recovery = {"id": "r1", "type": "recovery", "to": ["age1x"], "wrap": "AAAA"}
    slot = keyslots.new_slot(contents, WORDS, None, CHEAP)
    header_key = keys.header_key(contents.vmk)
    slots = keyslots.sealed(vault_id="a" * 32, generation=3, seq=17, slots=[recovery, slot], header_key=header_key)
    keyslots.write(tmp_path, slots)
    (read,) = keyslots.read(tmp_path)
    assert read == slots
    assert read.all_slots[0] == recovery
    assert (read.generation, read.database, read.seq, read.vault_id) == (3, "case.g3.db", 17, "a" * 32)
    assert read.authentic(header_key)
    assert not KeySlots({**read.document, "slots": [slot]}).authentic(header_key)
    assert next(read.passphrase_slots()).open(WORDS, None) == contents


def test_the_copy_is_the_one_before(tmp_path: Path) -> None:
    contents = Contents(vmk=b"v" * 32, seed=b"s" * 32, age="AGE-SECRET-KEY-1X")
    slot = keyslots.new_slot(contents, WORDS, None, CHEAP)
    for seq in (1, 2, 3):
        slots = keyslots.sealed(
            vault_id="a" * 32, generation=1, seq=seq, slots=[slot], header_key=keys.header_key(contents.vmk)
        )
        keyslots.write(tmp_path, slots)
    assert [copy.seq for copy in keyslots.read(tmp_path)] == [3, 2]
    assert {path.name for path in tmp_path.iterdir()} == {keyslots.NAME, keyslots.BACKUP_NAME}


def test_the_format_never_changes() -> None:
    """A slot written by the first version, byte for byte; it must open for ever."""
    slot = keyslots.Slot(
        {
            "id": "s1",
            "type": "pass+device",
            "v": 1,
            "salt": "AAECAwQFBgcICQoLDA0ODw==",
            "m": 8192,
            "t": 1,
            "p": 1,
            "wrap": FIRST_WRAP,
        }
    )
    contents = slot.open("plunder zestfully immobile oyster", bytes(range(32)))
    assert contents == Contents(vmk=b"V" * 32, seed=b"S" * 32, age="AGE-SECRET-KEY-1EXAMPLE")


FIRST_WRAP = (
    "AAECAwQFBgcICQoLb0KAFnTqhej3AQBrPaGJSrX8TeX4Mh3TjMw0jEcSMWc4CDH4axyQiR+zMlD6KA"
    "7Y/lRp6G+/oq8NneluEFmFC+8eqqSNyfXkL5iUX4Cc97O5ZUTFxD377VZaOsX5yw96J8ay+obPSg=="
)
