"""The same from the command line, with its exit codes and its JSON."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pclo_app.casefile.casefile import CaseFile
from pclo_app.records.case import Case
from tests.sync.conftest import CHEAP, PASSPHRASE
from ui.cli import main

Captured = pytest.CaptureFixture[str]


class Line:
    """Runs verbs and keeps what they print."""

    def __init__(self, folder: Path, capsys: Captured) -> None:
        self.folder = folder
        self._capsys = capsys
        (folder / "passphrase").write_text(PASSPHRASE + "\n")

    def __call__(self, *words: object, code: int = 0) -> str:
        self._capsys.readouterr()
        assert main([*map(str, words), "--passphrase-file", str(self.folder / "passphrase")]) == code
        out, self.error = self._capsys.readouterr()
        return out

    def json(self, *words: object, code: int = 0) -> dict[str, object]:
        found: dict[str, object] = json.loads(self(*words, "--json", code=code))
        return found


@pytest.fixture
def pclo(tmp_path: Path, capsys: Captured) -> Line:
    for name, role in (("sergeant", "DS"), ("officer", "PCLO")):
        with CaseFile.create(
            tmp_path / name, PASSPHRASE, name=name.title(), rank=role, role=role, team="North", secrets=None, cost=CHEAP
        ) as cf:
            if role == "PCLO":
                cf.save(Case(reference="KM-1", family="ORRIN"), case="")
    return Line(tmp_path, capsys)


def _enrol(pclo: Line) -> None:
    f = pclo.folder
    sergeant = pclo.json("roster", "create", f / "sergeant")["fingerprint"]
    officer = pclo.json("roster", "request", f / "officer", "-o", f / "request.json")["fingerprint"]
    pclo("roster", "enrol", f / "sergeant", f / "request.json", "--fingerprint", officer, "-o", f / "welcome.pclo")
    pclo("roster", "accept", f / "officer", f / "welcome.pclo", "--fingerprint", sergeant)


def test_the_whole_way(pclo: Line) -> None:
    f = pclo.folder
    _enrol(pclo)
    rehearsal = pclo.json("sync", f / "officer", "--drop", f / "drop", "--dry-run")
    assert (rehearsal["sent_rows"], rehearsal["dry_run"], (f / "drop").exists()) == (1, True, False)
    assert pclo.json("sync", f / "officer", "--drop", f / "drop")["sent_rows"] == 1
    assert pclo.json("sync", f / "sergeant", "--drop", f"file://{f / 'drop'}")["received_rows"] == 1
    back = pclo.json("sync", f / "officer", "--drop", f / "drop")
    assert (back["receipts"], back["unsent"], back["ok"]) == (1, 0, True)
    status = pclo.json("sync", "status", f / "officer")
    assert (status["acked"], status["here_only"], len(status["receipts"])) == (1, 0, 1)  # type: ignore[arg-type]
    assert "Receipt 1 of" in pclo("sync", "status", f / "officer")
    assert "receipt for everything" in pclo("sync", f / "officer", "--drop", f / "drop")
    shown = pclo.json("roster", "show", f / "officer")
    assert [line["name"] for line in shown["laptops"]] == ["Sergeant", "Officer"]  # type: ignore[attr-defined]
    assert "Team North, roster 2" in pclo("roster", "show", f / "officer")


def test_before_enrolment(pclo: Line) -> None:
    f = pclo.folder
    pclo("sync", f / "officer", "--drop", f / "drop", code=3)
    assert "not enrolled" in pclo.error and "Nothing was sent" in pclo.error
    assert "in no team yet" in pclo("roster", "show", f / "officer")
    assert "in no team yet" in pclo("sync", "status", f / "officer")
    assert pclo.json("roster", "show", f / "officer")["team"] is None
    pclo("roster", "create", f / "officer", code=3)


def test_wrong_words(pclo: Line) -> None:
    f = pclo.folder
    pclo("roster", "create", f / "sergeant")
    pclo("roster", "request", f / "officer", "-o", f / "request.json")
    enrol = ("roster", "enrol", f / "sergeant", f / "request.json", "-o", f / "welcome.pclo", "--fingerprint")
    pclo(*enrol, "not the right words", code=3)
    assert "do not match" in pclo.error and not (f / "welcome.pclo").exists()


def test_an_altered_bundle_is_named(pclo: Line) -> None:
    f = pclo.folder
    _enrol(pclo)
    pclo("sync", f / "officer", "--drop", f / "drop")
    (bundle,) = (f / "drop" / "up").rglob("*.pclo")
    assert "Not checked: signature of the sender" in pclo("verify", bundle)
    assert "Not checked" not in pclo("verify", bundle, "--in", f / "sergeant")
    assert "Its contents are encrypted" in pclo("verify", bundle, "--in", f / "officer")
    whole = bundle.read_bytes()
    for place in (0, 10, 40, 250, 300, len(whole) - 1):
        altered = bytearray(whole)
        altered[place] ^= 1
        bundle.write_bytes(altered)
        assert bundle.name in pclo("verify", bundle, code=3)
        report = pclo.json("verify", bundle, "--in", f / "sergeant", code=3)
        assert report["problems"][0]["where"] == bundle.name  # type: ignore[index]
    told = pclo("sync", f / "sergeant", "--drop", f / "drop", code=3)
    assert bundle.name in told and "0 revisions taken in" in told


def test_bad_usage(pclo: Line) -> None:
    f = pclo.folder
    for words in (("sync", f / "officer"), ("sync", f / "officer", f / "sergeant"), ("sync", "status")):
        with pytest.raises(SystemExit):
            pclo(*words)
    _enrol(pclo)
    pclo("sync", f / "officer", "--drop", "sftp://office/drop", code=2)
    pclo("sync", f / "officer", "--drop", f / "no" / "such", code=2)
    pclo("sync", f / "officer", "--drop", f, code=3)
    assert "not an office folder" in pclo.error
