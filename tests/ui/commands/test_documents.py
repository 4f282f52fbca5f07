"""Documents from the command line: added, listed, exported with a reason, in words and as JSON."""

from __future__ import annotations

import hashlib
from pathlib import Path

from pclo_app.casefile.casefile import CaseFile
from tests.casefile.conftest import entry
from tests.casefile.document_samples import pdf, picture

from .test_cli import PASSPHRASE, Pclo, folder, pclo

__all__ = ["folder", "pclo"]


def test_added_listed_exported(pclo: Pclo, folder: Path, tmp_path: Path) -> None:
    letter, photo = tmp_path / "letter.pdf", tmp_path / "photo.exe"
    letter.write_bytes(pdf())
    photo.write_bytes(picture("PNG"))
    with CaseFile.open(folder, PASSPHRASE) as cf:
        visit = cf.save(entry("A visit"), case=cf.case_by_reference("BP").id).id
    words = ("--source", "R Ames, health visitor", "--shows", "Visit of 3 November")
    one, two = pclo.json("document", "add", folder, letter, photo, "--case", "bp", "--entry", visit, *words)
    assert (one["name"], one["kind"], one["again"]) == ("letter.pdf", "PDF", False)
    assert one["sha256"] == hashlib.sha256(pdf()).hexdigest() and two["kind"] == "Picture (PNG)"
    assert pclo("document", "add", folder, letter, "--case", "BP") == 0 and "in the case already" in pclo.out
    rows = pclo.json("document", "list", folder, "--case", "BP")
    assert {row["id"]: row["entries"] for row in rows} == {
        each["id"]: [{"id": visit, "number": 1}] for each in (one, two)
    }
    assert all(row["here"] and row["source"] == words[1] and row["shows"] == words[3] for row in rows)
    assert pclo("document", "list", folder, "--case", "BP") == 0 and "letter.pdf" in pclo.out

    out = tmp_path / "out"
    out.mkdir()
    assert pclo("document", "export", folder, two["id"], "-o", out) == 2 and "who will read it" in pclo.err
    assert list(out.iterdir()) == []
    reason = ("--for", "F Whitcombe, DS", "--why", "Advice")
    made = pclo.json("document", "export", folder, two["id"], "-o", out, *reason)
    assert made["file"] == str(out / "photo.exe.png") and (out / "photo.exe.png").read_bytes() == picture("PNG")
    assert pclo("document", "export", folder, two["id"], "-o", out, *reason) == 2 and "already a file" in pclo.err
    assert pclo("document", "export", folder, two["id"], "-o", out, "--replace", *reason) == 0
    lines = pclo.json("record", "list", folder, "--kind", "disclose")
    assert len(lines) == 2 and all("photo.exe, exported" in line["title"] for line in lines)


def test_what_cannot_be_added(pclo: Pclo, folder: Path, tmp_path: Path) -> None:
    (tmp_path / "empty").write_bytes(b"")
    assert pclo("document", "add", folder, tmp_path / "empty", "--case", "BP") == 2 and "empty" in pclo.err
    assert pclo("document", "add", folder, tmp_path / "gone", "--case", "BP") == 2 and "not there" in pclo.err
    assert pclo("document", "list", folder, "--case", "BP") == 0 and "no documents" in pclo.out
    assert pclo("document", "export", folder, "0" * 32, "-o", tmp_path / "x", "--for", "A, B", "--why", "C") == 2
