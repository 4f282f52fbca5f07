"""The command line as a script uses it: verbs, JSON, exit codes, plain sentences."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from pclo_app.casefile.casefile import CaseFile
from pclo_app.casefile.demo import Demo
from pclo_app.vault.keys import Cost
from ui import cli

CASES = Path(__file__).parents[2] / "data" / "cases"
PASSPHRASE = "sampler orchard viaduct mitten"


class Pclo:
    """Runs the command and keeps what it printed."""

    def __init__(self, capsys: pytest.CaptureFixture[str], passphrase_file: Path) -> None:
        self._capsys = capsys
        self._passphrase_file = passphrase_file
        self.out = self.err = ""

    def __call__(self, *words: object) -> int:
        code = cli.main([*map(str, words), "--passphrase-file", str(self._passphrase_file)])
        self.out, self.err = self._capsys.readouterr()
        return code

    def json(self, *words: object) -> Any:
        assert self(*words, "--json") == 0, self.err
        return json.loads(self.out)


@pytest.fixture
def pclo(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Pclo:
    path = tmp_path / "passphrase.txt"
    path.write_text(PASSPHRASE + "\n")
    return Pclo(capsys, path)


@pytest.fixture
def folder(pclo: Pclo, tmp_path: Path) -> Path:
    folder = tmp_path / "vault"
    cheap = Cost(m=8192, t=1, p=1)
    CaseFile.create(
        folder, PASSPHRASE, name="Dawn Pettifer", rank="PCLO", role="PCLO", team="North", secrets=None, cost=cheap
    ).close()
    pclo.json("case", "add", folder, "--reference", "BP", "--family", "HARINGEY")
    return folder


def test_a_case_file_is_made_and_says_what_protects_it(pclo: Pclo, tmp_path: Path) -> None:
    words = ("--name", "Dawn Pettifer", "--rank", "PCLO", "--team", "North")
    made = pclo.json("vault", "create", tmp_path / "new", *words)
    assert made["protection"] == "pass" and made["role"] == "PCLO"
    assert pclo("vault", "create", tmp_path / "new", *words) == 2
    assert pclo("vault", "slots", tmp_path / "new") == 0 and "passphrase alone" in pclo.out
    assert pclo("vault", "create", tmp_path / "other", "--name", "D", "--rank", " ", "--team", "North") == 2
    assert not (tmp_path / "other").exists()


def test_both_published_cases_come_in_whole_and_again_changes_nothing(pclo: Pclo, folder: Path) -> None:
    pclo.json("case", "add", folder, "--reference", "DP", "--family", "COVENTRY")
    for reference, name, rows in (("BP", "baby_peter_haringey.csv", 57), ("DP", "daniel_pelka_coventry.csv", 32)):
        first = pclo.json("import", folder, CASES / name, "--case", reference)
        assert (first["imported"], first["unchanged"], first["rejected"]) == (rows, 0, [])
        again = pclo.json("import", folder, CASES / name, "--case", reference)
        assert (again["imported"], again["unchanged"]) == (0, rows)
        assert pclo("import", folder, CASES / name, "--case", reference) == 0
        assert "nothing was changed" in pclo.out
    listed = pclo.json("chronology", folder, "--case", "BP")
    assert [row["number"] for row in listed] == list(range(1, 58))
    assert {row["when"] for row in listed} >= {"2006-06", "2006-03-01", "2009-02"}
    found = pclo.json("findings", folder, "--case", "BP")
    assert sum("disagree" in finding["title"] for finding in found) == 3
    assert any("29 February 2009" in finding["words"] for finding in found)
    assert pclo.json("verify", folder)["ok"] is True


def test_a_condition_and_its_check_without_a_screen(pclo: Pclo, folder: Path, tmp_path: Path) -> None:
    who = {"name": "Jonah Prideaux", "rank": "Social Worker", "agency": "CSC"}
    path = tmp_path / "condition.json"
    path.write_text(
        json.dumps(
            {
                "text": "The dogs must not be in the home.", "attached_to": "return", "on_whom": "The mother",
                "since": {"edtf": "2007-02-23"}, "who_checks": who, "check_by": ["2007-03-01"],
            }
        )
    )  # fmt: skip
    made = pclo.json("record", "add", folder, "--case", "BP", "condition", path)["id"]
    asked = pclo.json("findings", folder, "--case", "BP")
    assert [each["rule"] for each in asked if each["record"] == made] == ["chronology.condition-unchecked"]
    path.write_text(json.dumps({"condition": made, "on": "2007-03-06", "by": who, "kept": "not kept"}))
    assert pclo("record", "add", folder, "--case", "BP", "condition_check", path) == 2
    assert "what was found" in pclo.err
    path.write_text(
        json.dumps({"condition": made, "on": "2007-03-06", "by": who, "kept": "not kept", "found": "Three dogs"})
    )
    pclo.json("record", "add", folder, "--case", "BP", "condition_check", path)
    asked = pclo.json("findings", folder, "--case", "BP")
    assert [each["rule"] for each in asked if each["record"] == made] == ["chronology.condition-not-kept"]
    kinds = [row["kind"] for row in pclo.json("chronology", folder, "--case", "BP")]
    assert kinds == ["condition", "condition_check"]
    assert len(pclo.json("record", "list", folder, "--kind", "condition")) == 1
    assert pclo("record", "schema", "condition_check") == 0 and '"kept"' in pclo.out
    assert [hit["kind"] for hit in pclo.json("search", folder, "dogs")] == ["condition_check", "condition"]


def test_a_bad_row_refuses_the_whole_file_and_names_row_and_field(pclo: Pclo, folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "bad.csv"
    heads = "date,precision,event,source_agency,source_ref,note\n"
    path.write_text(heads + "2009-02-29,day,x,Police,A,\n2009-03-01,day,y,Police,A,\n")
    assert pclo("import", folder, path, "--case", "BP") == 2
    assert "row 2" in pclo.err.lower() and "date" in pclo.err
    assert pclo.json("chronology", folder, "--case", "BP") == []
    rejects = tmp_path / "rejects.csv"
    result = pclo.json("import", folder, path, "--case", "BP", "--accept-good-rows", rejects)
    assert result["imported"] == 1 and [r["row"] for r in result["rejected"]] == [2]
    assert "2009-02-29" in rejects.read_text(encoding="utf-8-sig")


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b"PK\x03\x04" + b"0" * 200, "excel"),
        (b"date,precision,event,source_agency,source_ref\n2009-01-01,day,a\x00b,Police,A\n", "line 2"),
        (b"date,precision,source_agency,source_ref\n2009-01-01,day,Police,A\n", "column"),
        (b"date,precision,event,source_agency,source_ref\n2009-01-01,day," + b"x" * 10_000_000 + b",Police,A\n", "row"),
        (b"\x81\x8d\x8f\x90\x9d" * 40, ""),
        (b"", ""),
    ],
)
def test_what_is_no_table_is_refused_and_changes_nothing(
    pclo: Pclo, folder: Path, tmp_path: Path, data: bytes, word: str
) -> None:
    path = tmp_path / "strange.csv"
    path.write_bytes(data)
    assert pclo("import", folder, path, "--case", "BP") == 2
    assert word in pclo.err.lower() and len(pclo.err) < 1000
    assert pclo.json("chronology", folder, "--case", "BP") == []


def test_wrong_passphrase_no_such_case_and_no_such_file(pclo: Pclo, folder: Path, tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.txt"
    wrong.write_text("not the passphrase at all\n")
    assert cli.main(["case", "list", str(folder), "--passphrase-file", str(wrong)]) == 3
    assert pclo("case", "show", folder, "--case", "ZZ") == 2
    assert pclo("import", folder, tmp_path / "nothing.csv", "--case", "BP") == 2
    assert pclo("record", "show", folder, "00") == 2


def test_records_by_file_schema_and_history(pclo: Pclo, folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "person.json"
    path.write_text(json.dumps({"name": "Imelda Crosbie", "roles": ["professional"], "agency": "CSC"}))
    assert pclo("record", "add", folder, "--case", "BP", "person", path) == 2
    assert "rank or designation of Imelda Crosbie" in pclo.err
    crosbie = {"name": "Imelda Crosbie", "roles": ["professional"], "agency": "CSC"}
    path.write_text(json.dumps(crosbie | {"rank": "Team Manager"}))
    saved = pclo.json("record", "add", folder, "--case", "BP", "person", path)
    path.write_text(json.dumps(crosbie | {"rank": "Service Manager", "change_reason": "promoted"}))
    pclo.json("record", "add", folder, "--case", "BP", "person", path, "--id", saved["id"])
    history = pclo.json("record", "history", folder, saved["id"])
    assert [h["record"]["rank"] for h in history] == ["Service Manager", "Team Manager"]
    assert history[0]["record"]["change_reason"] == "promoted" and history[0]["rank"] == "PCLO"
    assert pclo("record", "schema", "person") == 0 and "rank" in pclo.out
    dump = pclo("journal", "dump", folder)
    assert dump == 0 and all(json.loads(line)["header"]["v"] == 1 for line in pclo.out.splitlines())


def test_a_file_that_is_no_record_is_named_by_field_and_never_by_its_words(
    pclo: Pclo, folder: Path, tmp_path: Path
) -> None:
    path = tmp_path / "entry.json"
    path.write_text(json.dumps({"fact": "Canaryword", "agency": 3}))
    assert pclo("record", "add", folder, "--case", "BP", "chronology_entry", path) == 2
    assert "agency" in pclo.err and "Canaryword" not in pclo.err
    path.write_text(json.dumps({"name": "x", "roles": ["Canaryword"]}))
    assert pclo("record", "add", folder, "--case", "BP", "person", path) == 2
    assert "Canaryword" not in pclo.err


def test_one_changed_byte_in_the_file_is_named(pclo: Pclo, folder: Path) -> None:
    pclo.json("import", folder, CASES / "baby_peter_haringey.csv", "--case", "BP")
    database = folder / "case.g1.db"
    raw = bytearray(database.read_bytes())
    raw[len(raw) // 2] ^= 1
    database.write_bytes(bytes(raw))
    assert pclo("verify", folder) == 3
    assert pclo.out or pclo.err


def test_the_demo_and_every_verb_on_it(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert cli.main(["demo", str(tmp_path / "demo"), "--json"]) == 0
    made = json.loads(capsys.readouterr().out)
    assert Demo.at(tmp_path / "demo").complete and set(made) == {"officer", "sergeant", "passphrase_file"}
    pclo = Pclo(capsys, Path(made["passphrase_file"]))
    officer, sergeant = made["officer"], made["sergeant"]
    assert len(pclo.json("chronology", officer, "--case", "KM-0417")) == 64
    assert len(pclo.json("chronology", officer, "--case", "KM-0417", "--decisions")) == 9
    assert pclo.json("search", officer, "trampoline")
    meetings = pclo.json("record", "list", officer, "--case", "KM-0417", "--kind", "strategy_meeting")
    assert [m["sealed"] for m in meetings] == [True, False]
    open_one = next(m for m in meetings if not m["sealed"])
    ink = tmp_path / "ink.json"
    ink.write_text(json.dumps({"dev": "pen", "unit": "0.01mm", "strokes": [[[0, 0, 0, 400], [900, 300, 80, 512]]]}))
    sealed = pclo.json("meeting", "seal", officer, open_one["id"], "--outcome", "signed", "--ink", ink)
    checked = pclo.json("code", "check", officer, sealed["code"])
    assert checked["meeting"] == open_one["id"] and checked["outcome"] == "signed"
    assert pclo("code", "check", officer, sealed["code"][:-1] + ("0" if sealed["code"][-1] != "0" else "1")) == 2
    assert pclo("meeting", "seal", officer, open_one["id"], "--outcome", "signed", "--ink", ink) == 3
    out = tmp_path / "record.pdf"
    reader = "I Crosbie, Team Manager"
    pclo.json("report", officer, "strategy-record", "--record", open_one["id"], "--recipient", reader, "-o", out)
    assert out.read_bytes().startswith(b"%PDF")
    (read,) = pclo.json("code", "check", officer, "--scan", out)
    assert read["code"] == sealed["code"] and read["page_of_scan"] >= 1
    assert pclo("code", "check", officer, "--scan", ink) == 2 and pclo("code", "check", officer) == 2
    drop = tmp_path / "drop"
    assert pclo.json("sync", officer, "--drop", drop)["sent_rows"] > 0
    assert pclo.json("sync", sergeant, "--drop", drop)["received_rows"] > 0
    assert pclo.json("code", "check", sergeant, sealed["code"])["pdf"] == checked["pdf"]
    assert pclo.json("sync", officer, "--drop", drop)["receipts"] == 1
    for vault in (officer, sergeant):
        assert pclo.json("verify", vault)["ok"]
