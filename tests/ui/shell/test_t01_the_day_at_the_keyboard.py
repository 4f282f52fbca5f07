"""T01: a day at the keyboard under strace. What is typed reaches no file, pipe or socket but the ones chosen for it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from pclo_app.casefile.casefile import CaseFile
from pclo_app.records.case import Case
from pclo_app.vault.keys import FLOOR
from tests import traced
from tests.ui.shell.driven import Driven

PASSPHRASE = "gravel anthem periscope lattice"
SAVED, DRAFT, FAMILY = "trampoline behind the chapel", "whistle under floorboards", "Quillfeather"
WORDS = (PASSPHRASE, SAVED, DRAFT, FAMILY, FAMILY.upper())


@pytest.mark.skipif(not traced.can_trace(), reason="strace is missing, or may not look into processes")
def test_t01_what_is_typed_is_written_only_where_it_was_sent(
    tmp_path: Path, own_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scratch, out = tmp_path / "tmp", tmp_path / "chosen"
    scratch.mkdir()
    out.mkdir()
    monkeypatch.setenv("TMPDIR", str(scratch))
    folder, trace = tmp_path / "case file", tmp_path / "trace"
    with CaseFile.create(
        folder, PASSPHRASE, name="Dawn Pettifer", rank="PCLO", role="PCLO", team="North", secrets=None, cost=FLOOR
    ) as cf:
        cf.save(Case(reference="KM-0417", family=FAMILY, opened="2026-11-02"), case="")
    running = Driven(folder, under=traced.command(trace))
    try:
        running.do("unlock", PASSPHRASE)
        running.do("chronology")
        running.do("write", SAVED)
        running.do("save")
        running.do("write", DRAFT)
        for page in ("today", "cases", "reports", "settings"):
            running.do("page", page)
        running.do("run", f"demo._export(cf, case, Path({str(out)!r}))")
        pdf = str(out / "chronology.pdf")
        running.do("run", f"Path({pdf!r}).write_bytes(catalogue.render(cf, 'chronology', case=case).pdf)")
        running.do("chronology")
        running.do("lock")
        running.successor()
    finally:
        running.end()
    written = traced.written(trace, WORDS)
    assert written.pop(str(out / "chronology.csv")) >= {SAVED}, "the search must be able to find"
    assert written == {}
    files = [path for root in (tmp_path, own_home) for path in root.rglob("*") if path.is_file()]
    kept = [path for path in files if path != trace and path.parent != out]
    assert os.path.getsize(trace) > 100_000 and len(kept) > 4
    leaks = {path.name: word for path in kept for word in WORDS for form in ("utf-8", "utf-16-le")
             if word.encode(form) in path.read_bytes()}  # fmt: skip
    assert leaks == {}
    own = [path for path in own_home.rglob("*") if path.is_file()]
    assert [path.name for path in own] == ["state.json"], "what the program keeps outside the case file"
    assert b"KM-0417" not in own[0].read_bytes()
