"""The whole day without a display, as one test: from the first record to the receipt, and no word left lying about."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from pclo_app.casefile.demo import Demo
from pclo_app.records.seal import normal_code
from pclo_app.reports.document import page_texts
from ui.commands import demo

CANARIES = (b"trampoline", b"Maisie", b"ORRIN", b"Pettifer", b"kettle lantern")
ON_PURPOSE = (".pdf", ".csv", ".png")


def test_the_day_without_a_display(
    tmp_path: Path, own_home: Path, monkeypatch: pytest.MonkeyPatch, qapp: object
) -> None:
    scratch = tmp_path / "tmp"
    scratch.mkdir()
    monkeypatch.setenv("TMPDIR", str(scratch))
    monkeypatch.setattr("tempfile.tempdir", None)
    said: list[str] = []
    assert demo.headless_day(tmp_path / "day", said.append) == 0
    told = "\n".join(said)
    found = re.search(r"Its code: (\S+)", told)
    assert found is not None
    code = found.group(1)
    assert normal_code(code) == code
    pages = page_texts((tmp_path / "day" / "strategy-record.pdf").read_bytes())
    assert all(code in page and f"Page {n} of {len(pages)}" in page for n, page in enumerate(pages, 1))
    assert all(page.count("OFFICIAL-SENSITIVE") == 2 for page in pages)
    assert "0 rows are on this laptop only" in told
    pictures = sorted((tmp_path / "day" / "pictures").glob("*.png"))
    assert {path.stem for path in pictures} >= {"today", "chronology", "meeting", "countersign", "conference", "unlock"}
    assert all(path.stat().st_size > 5_000 for path in pictures)
    files = [path for root in (tmp_path, own_home) for path in root.rglob("*") if path.is_file()]
    kept = [path for path in files if path.suffix not in ON_PURPOSE]
    public = Demo.at(tmp_path / "day" / "case files").passphrase_file
    assert len(kept) > 8
    leaks = {path.name: word for path in kept for word in CANARIES if path != public and word in path.read_bytes()}
    assert leaks == {}
