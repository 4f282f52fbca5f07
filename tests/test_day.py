"""The whole day without a display, as one test: from the first record to the receipt, and no word left lying about.

This is half of T01; the other half, at the keyboard, is in `tests/ui/shell`.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

from pclo_app.casefile.demo import Demo
from pclo_app.records.seal import normal_code
from pclo_app.reports.document import page_texts
from tests import traced

ROOT = Path(__file__).parents[1]
CANARIES = ("trampoline", "Maisie", "ORRIN", "Orrin", "Pettifer", "kettle lantern")
ON_PURPOSE = (".pdf", ".csv", ".png")


def test_t01_the_day_without_a_display(tmp_path: Path, own_home: Path) -> None:
    scratch = tmp_path / "tmp"
    scratch.mkdir()
    none = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    environment = {name: value for name, value in os.environ.items() if name not in none} | {"TMPDIR": str(scratch)}
    trace = tmp_path / "trace"
    tracing = traced.can_trace()
    done = subprocess.run(
        [*(traced.command(trace) if tracing else []), sys.executable, "-m", "ui.cli", "--demo"],
        cwd=ROOT, env=environment, capture_output=True, text=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    found = re.search(r"1\. The sample case files are in (.*); the passphrase", done.stdout)
    assert found is not None
    day = Path(found.group(1)).parent
    assert day.is_relative_to(own_home)
    found = re.search(r"Its code: (\S+)", done.stdout)
    assert found is not None
    code = found.group(1)
    assert normal_code(code) == code
    pages = page_texts((day / "strategy-record.pdf").read_bytes())
    assert all(code in page and f"Page {n} of {len(pages)}" in page for n, page in enumerate(pages, 1))
    assert all(page.count("OFFICIAL-SENSITIVE") == 2 for page in pages)
    assert "0 rows are on this laptop only" in done.stdout
    pictures = sorted((day / "pictures").glob("*.png"))
    assert {path.stem for path in pictures} >= {"today", "chronology", "meeting", "countersign", "conference", "unlock"}
    assert all(path.stat().st_size > 5_000 for path in pictures)

    public = Demo.at(day / "case files").passphrase_file
    files = [path for root in (tmp_path, own_home) for path in root.rglob("*") if path.is_file() and path != trace]
    kept = [path for path in files if path.suffix not in ON_PURPOSE and path != public]
    assert len(kept) > 8
    leaks = {path.name: word for path in kept for word in CANARIES if word.encode() in path.read_bytes()}
    assert leaks == {}
    if tracing:
        written = traced.written(trace, CANARIES)
        csv = str(day / "chronology.csv")
        assert written.pop(csv) >= {"trampoline", "Maisie"}, "the search must be able to find"
        assert all(names == {"kettle lantern"} for names in written.values()), written  # the practice passphrase, told
        assert all(target.startswith("pipe:") or target.endswith("/passphrase.txt") for target in written), written
