"""pclo import, imports, import-undo: a whole file in, listed, out and in again, each in one step."""

from __future__ import annotations

from pathlib import Path

from tests.ui.commands.test_cli import CASES, Pclo, folder, pclo

__all__ = ["folder", "pclo"]  # fixtures

BABY = CASES / "baby_peter_haringey.csv"


def facts(pclo: Pclo, folder: Path) -> int:
    return len(pclo.json("chronology", folder, "--case", "BP"))


def test_an_import_is_listed_taken_back_and_given_again(pclo: Pclo, folder: Path) -> None:
    made = pclo.json("import", folder, "--case", "BP", BABY)
    assert made["document"] == "" and len(made["id"]) == 64
    (line,) = pclo.json("imports", folder, "--case", "BP")
    assert (line["id"], line["file"], line["entries"], line["withdrawn"], line["kept"]) == (
        made["id"], BABY.name, 57, 0, False,
    )  # fmt: skip
    assert pclo("imports", folder, "--case", "BP") == 0
    assert made["id"][:12] in pclo.out and BABY.name in pclo.out
    done = pclo.json("import-undo", folder, made["id"][:8], "--case", "BP")
    assert (done["withdrawn"], done["restored"], done["left"], done["document"]) == (57, 0, [], "")
    assert facts(pclo, folder) == 0
    assert pclo.json("imports", folder, "--case", "BP")[0]["withdrawn"] == 57
    assert pclo.json("import-undo", folder, made["id"], "--case", "BP", "--again")["restored"] == 57
    assert facts(pclo, folder) == 57


def test_the_file_is_kept_where_asked(pclo: Pclo, folder: Path) -> None:
    made = pclo.json("import", folder, "--case", "BP", BABY, "--keep-file")
    (document,) = pclo.json("document", "list", folder, "--case", "BP")
    assert document["id"] == made["document"] and document["sha256"] == made["id"]
    assert pclo("import-undo", folder, made["id"], "--case", "BP") == 0
    assert "taken out of use" in pclo.out
    assert pclo.json("document", "list", folder, "--case", "BP") == []


def test_an_id_that_is_none_or_not_one_alone_is_refused(pclo: Pclo, folder: Path) -> None:
    assert pclo("imports", folder, "--case", "BP") == 0
    assert "No file was brought" in pclo.out
    pclo.json("import", folder, "--case", "BP", BABY)
    for id in ("zz", " "):
        assert pclo("import-undo", folder, id, "--case", "BP") == 2
        assert "No file brought into the case can be told by this id." in pclo.err
    assert facts(pclo, folder) == 57


def test_a_dry_run_keeps_nothing(pclo: Pclo, folder: Path) -> None:
    pclo.json("import", folder, "--case", "BP", BABY, "--keep-file", "--dry-run")
    assert pclo.json("document", "list", folder, "--case", "BP") == []
    assert pclo.json("imports", folder, "--case", "BP") == []
