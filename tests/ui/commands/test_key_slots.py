"""pclo vault slots, passphrase, kit, recovery, rotate, recover: as IT support and an officer use them."""

from __future__ import annotations

import json
import os
import re
import stat
from pathlib import Path
from typing import Any

import pypdfium2
import pyrage
import pytest

from pclo_app.casefile.casefile import CaseFile
from pclo_app.vault import keys
from pclo_app.vault.kit import secret_of
from tests.custody.custody_parts import OTHER, WORDS
from tests.vault.vault_parts import CHEAP
from ui import cli


class Pclo:
    """Runs the command and keeps what it printed."""

    def __init__(self, capsys: pytest.CaptureFixture[str], folder: Path) -> None:
        self._capsys = capsys
        self._folder = folder
        self.words = self.file("words", WORDS)
        self.out = self.err = ""

    def file(self, name: str, text: str) -> Path:
        path = self._folder / name
        path.write_text(text + "\n")
        return path

    def __call__(self, *words: object) -> int:
        code = cli.main([*map(str, words), "--passphrase-file", str(self.words)])
        self.out, self.err = self._capsys.readouterr()
        return code

    def json(self, *words: object) -> Any:
        assert self(*words, "--json") == 0, self.err
        return json.loads(self.out)


@pytest.fixture
def pclo(capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Pclo:
    monkeypatch.setattr(keys, "calibrate", lambda: CHEAP)
    return Pclo(capsys, tmp_path)


@pytest.fixture
def folder(pclo: Pclo, tmp_path: Path) -> Path:
    folder = tmp_path / "case"
    CaseFile.create(
        folder, WORDS, name="Dawn Pettifer", rank="PCLO", role="PCLO", team="North", secrets=None, cost=CHEAP
    ).close()
    return folder


def page(pdf: Path) -> str:
    document = pypdfium2.PdfDocument(pdf.read_bytes())
    try:
        assert len(document) == 1
        return document[0].get_textpage().get_text_range().replace("\r\n", "\n")
    finally:
        document.close()


def code_on(pdf: Path) -> str:
    """The seven groups of a kit's sheet, each under its number."""
    return "-".join(re.findall(r"^[1-7]\n([0-9A-Z]{4})\b", page(pdf), re.MULTILINE))


def test_a_laptop_is_set_up_whole(pclo: Pclo, tmp_path: Path) -> None:
    public = str(pyrage.x25519.Identity.generate().to_public())
    sheet = tmp_path / "kit.pdf"
    whole = ("--name", "Dawn Pettifer", "--rank", "PCLO (Band D)", "--team", "Team North", "--kit", sheet)
    assert pclo("vault", "create", tmp_path / "new", *whole, "--recovery", "age1no") == 2
    assert not (tmp_path / "new").exists() and not sheet.exists(), "nothing is half made"
    made = pclo.json("vault", "create", tmp_path / "new", *whole, "--recovery", public, "--holder", "DS Whitcombe")
    assert (made["kit"], made["recovery"]) == ({"slot": "k1", "file": str(sheet)}, "r1")
    assert [(line["id"], line["type"], line["holder"]) for line in pclo.json("vault", "slots", tmp_path / "new")] == [
        ("s1", "pass", ""), ("k1", "kit+pass", "DS Whitcombe"), ("r1", "recovery", "DS Whitcombe")
    ]  # fmt: skip
    words = page(sheet)
    assert "Dawn Pettifer, PCLO (Band D), Team North" in words and "DS Whitcombe" in words
    assert made["vault"][:4] in words
    if os.name != "nt":
        assert stat.S_IMODE(sheet.stat().st_mode) == 0o600
    code = pclo.file("code", code_on(sheet))
    assert pclo.json("vault", "kit-test", tmp_path / "new", "--kit-file", code) == {"slot": "k1"}
    listed = pclo.json("vault", "slots", tmp_path / "new", "--kit-file", code)
    assert listed[1]["tested"] >= listed[1]["made"] >= listed[0]["made"] > "2026"
    assert pclo("vault", "slots", tmp_path / "new") == 0 and "passphrase alone" in pclo.out and public in pclo.out
    secret = secret_of(code_on(sheet))
    assert secret is not None
    everything = [path.read_bytes() for path in (tmp_path / "new").rglob("*") if path.is_file() and path.name != "lock"]
    assert not any(code_on(sheet).encode() in data or secret in data for data in everything)


def test_a_sheet_is_never_written_over_another(pclo: Pclo, folder: Path, tmp_path: Path) -> None:
    first = pclo.json("vault", "kit", folder, "--out", tmp_path / "kit.pdf", "--holder", "safe")
    assert first == {"slot": "k1", "file": str(tmp_path / "kit.pdf")}
    before = (tmp_path / "kit.pdf").read_bytes()
    assert pclo("vault", "kit", folder, "--out", tmp_path / "kit.pdf") == 2
    assert pclo("vault", "kit", folder, "--out", tmp_path / "nowhere" / "kit.pdf") == 2
    assert (tmp_path / "kit.pdf").read_bytes() == before
    assert len(pclo.json("vault", "slots", folder)) == 2, "no kit without its sheet"
    second = pclo.json("vault", "kit", folder)
    assert second["slot"] == "k2" and secret_of(second["code"])


def test_passphrase_rotation_and_removal(pclo: Pclo, folder: Path) -> None:
    code = pclo.json("vault", "kit", folder)["code"]
    assert pclo("vault", "passphrase", folder, "--new-passphrase-file", pclo.file("weak", "password")) == 2
    assert pclo.json("vault", "passphrase", folder, "--new-passphrase-file", pclo.file("new", OTHER)) == {
        "changed": True
    }
    assert pclo("vault", "slots", folder) == 3 and "not right" in pclo.err
    pclo.words = pclo.file("new", OTHER)
    assert pclo.json("vault", "rotate", folder) == {"generation": 2}
    assert pclo("vault", "remove-slot", folder, "k7") == 2
    assert pclo.json("vault", "remove-slot", folder, "s1") == {"changed": True}
    assert pclo("vault", "slots", folder) == 3 and "kit" in pclo.err, "only the kit opens it now"
    kit = pclo.file("code", code)
    assert pclo("vault", "remove-slot", folder, "k1", "--kit-file", kit) == 3
    assert pclo("vault", "slots", folder, "--kit-file", kit) == 0 and "laptop-slot" in pclo.out
    assert pclo("vault", "slots", folder, "--kit-file", pclo.file("typo", code[:-1] + "*")) == 2
    assert pclo("vault", "laptop-slot", folder, "--kit-file", kit) == 3, "no key ring here"
    rows = pclo.json("case", "list", folder, "--kit-file", kit)
    assert rows == []


def test_recovery_by_the_office(pclo: Pclo, folder: Path, tmp_path: Path) -> None:
    identity = pyrage.x25519.Identity.generate()
    plain = pclo.file("office.txt", f"# created: 2026-11-22\n# public key: {identity.to_public()}\n{identity}")
    protected = tmp_path / "office.age"
    protected.write_bytes(pyrage.passphrase.encrypt(plain.read_bytes(), "custodians' words", armored=True))
    assert pclo("vault", "recovery-test", folder, "--identity", plain) == 2 and "not been set up" in pclo.err
    to = ("--to", str(identity.to_public()), "--holder", "DI Sharma")
    assert pclo.json("vault", "recovery", folder, *to) == {"slot": "r1"}
    assert pclo.json("vault", "recovery-test", folder, "--identity", plain) == {"slot": "r1"}
    new = ("--new-passphrase-file", pclo.file("new", OTHER), "--by", "DI Sharma")
    wrong = pclo.file("wrong", "other words")
    locked = ("--identity", protected, "--identity-passphrase-file")
    assert pclo("vault", "recover", folder, *locked, wrong, *new) == 2
    assert str(identity) not in pclo.err + pclo.out
    told = pclo.json("vault", "recover", folder, *locked, pclo.file("right", "custodians' words"), *new)
    assert told["generation"] == 2 and told["folder"] == str(folder)
    assert pclo("vault", "slots", folder) == 3
    pclo.words = pclo.file("new", OTHER)
    assert pclo.json("vault", "slots", folder)[-1]["holder"] == "DI Sharma"
    assert pclo("verify", folder) == 0
