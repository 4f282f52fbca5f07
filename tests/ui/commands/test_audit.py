"""pclo audit, erase, evict, fetch: as a script uses them, on real case files of one team."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from pclo_app.casefile.casefile import CaseFile
from pclo_app.records.case import Case
from pclo_app.sync.drop import FolderDrop
from pclo_app.sync.exchange import sync
from pclo_app.sync.introduce import enrol_directly
from tests.casefile.conftest import CHEAP, PASSPHRASE, entry
from tests.ui.commands.test_cli import Pclo, pclo

__all__ = ["pclo"]


@pytest.fixture
def team(tmp_path: Path) -> tuple[Path, Path]:
    """The folders of an officer and a sergeant; all that the officer wrote is at the office."""
    made = []
    for folder, name, rank, role in (("o", "Dawn Pettifer", "PCLO", "PCLO"), ("s", "Farah Whitcombe", "DS", "DS")):
        made.append(
            CaseFile.create(tmp_path / folder, PASSPHRASE, name=name, rank=rank, role=role, team="North", secrets=None,
                            cost=CHEAP)
        )  # fmt: skip
    officer, sergeant = made
    with officer, sergeant:
        enrol_directly(sergeant, officer)
        case = officer.save(Case(reference="KM-0417", family="ORRIN-VALE"), case="").id
        officer.save(entry("A visit took place"), case=case)
        for cf in (officer, sergeant, officer):
            sync(cf, FolderDrop(tmp_path / "drop"))
    return tmp_path / "o", tmp_path / "s"


def test_the_log_is_printed_and_that_it_was_read_is_in_it(pclo: Pclo, team: tuple[Path, Path]) -> None:
    officer, _ = team
    lines = pclo.json("audit", officer)
    assert [line["what"] for line in lines][:3] == ["Access log read", "Chronology entry written", "Case written"]
    assert lines[1]["who"] == "Dawn Pettifer" and lines[1]["reference"] == "KM-0417"
    assert [line["act"] for line in pclo.json("audit", officer, "--what", "opened")] == ["opened", "opened"]
    assert pclo.json("audit", officer, "--case", "km-0417", "--words", "visit") == []
    assert len(pclo.json("audit", officer, "--case", "km-0417", "--words", "written", "--limit", "1")) == 1
    assert pclo.json("audit", officer, "--until", "2001-01-01") == []
    assert {line["who"] for line in pclo.json("audit", officer, "--who", "whitcombe")} == {"Farah Whitcombe"}
    assert pclo.json("audit", officer, "--not-counted") == []
    assert pclo("audit", officer) == 0 and "Dawn Pettifer, PCLO" in pclo.out and "Access log read" in pclo.out
    assert pclo("audit", officer, "--csv") == 0
    assert next(iter(csv.reader(io.StringIO(pclo.out))))[:3] == ["When (UTC)", "Offset", "Who"]
    assert pclo("audit", officer, "--case", "KM-9") == 2


def test_erasing(pclo: Pclo, team: tuple[Path, Path]) -> None:
    officer, sergeant = team
    why = ("--ground", "Retention ended", "--authority", "DPU/1, Insp. Mercer")
    assert pclo("erase", sergeant, *why) == 2 and "either records or one case" in pclo.err
    plan = pclo.json("erase", sergeant, "--case", "KM-0417", *why, "--plan")
    assert (plan["erased"], plan["revisions"]) == (False, 2)
    assert pclo("erase", officer, "--case", "KM-0417", *why) == 3 and "detective sergeant" in pclo.err
    (row,) = pclo.json("chronology", sergeant, "--case", "KM-0417")
    assert (
        pclo("erase", sergeant, "--record", row["id"], *why) == 0 and "1 record in 1 revision, 0 documents" in pclo.out
    )
    assert pclo.json("chronology", sergeant, "--case", "KM-0417") == []
    assert pclo.json("erase", sergeant, "--case", "KM-0417", *why)["erased"] is True
    assert pclo.json("case", "list", sergeant) == []
    assert pclo("audit", sergeant, "--what", "erased") == 0
    assert pclo.out.count("Erased 1 revision: Retention ended") == 2
    assert pclo("verify", sergeant) == 0


def test_carrying_less_and_fetching_it_again(pclo: Pclo, team: tuple[Path, Path]) -> None:
    officer, sergeant = team
    drop = ("--drop", officer.parent / "drop")
    listed = pclo.json("evict", officer)
    assert listed["here"][0]["reference"] == "KM-0417" and listed["here"][0]["reasons"] == []
    assert pclo("evict", officer) == 0 and "may go" in pclo.out
    assert pclo("fetch", officer, "--case", "KM-0417") == 2
    assert pclo("evict", officer, "--case", "KM-0417") == 0
    assert pclo.json("case", "list", officer) == [] and "at the office only" in (pclo("evict", officer), pclo.out)[1]
    assert pclo("fetch", officer, "--case", "km-0417") == 0
    for folder in (officer, sergeant, officer):
        assert pclo("sync", folder, *drop) == 0, pclo.err
    assert [row["fact"] for row in pclo.json("chronology", officer, "--case", "KM-0417")] == ["A visit took place"]
    assert pclo("case", "add", officer, "--reference", "KM-9", "--family", "X") == 0
    assert pclo("evict", officer, "--case", "KM-9") == 3 and "not yet at the office" in pclo.err
