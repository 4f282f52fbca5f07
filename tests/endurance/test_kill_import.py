"""T17 for imports. Ended without warning while a file is brought in or taken back: all of it, or nothing."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from pathlib import Path

from pclo_app.casefile import attachments, integrity
from pclo_app.casefile.casefile import CaseFile
from pclo_app.records.case import Case
from tests.endurance.kills import CHEAP, WORDS

ROOT = Path(__file__).parents[2]
ROWS = 2000


def killed(folder: Path, file: Path, act: str, after: int, wait: float) -> bool:
    """Begin, and kill after so many steps were told and a moment more; whether it had said that it was done."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.endurance.importing", str(folder), WORDS, str(file), act],
        cwd=ROOT, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert process.stdout is not None
    for _ in range(after):
        process.stdout.readline()
    time.sleep(wait)
    process.kill()
    said = process.stdout.read()
    process.wait()
    process.stdout.close()
    return "done" in said


def test_an_import_killed_at_any_step_is_there_whole_or_not_at_all(tmp_path: Path) -> None:
    chance = random.Random(417)
    folder, file = tmp_path / "vault", tmp_path / "partner.csv"
    rows = "".join(f"2026-11-{n % 28 + 1:02},event {n},GP,{n}\n" for n in range(ROWS))
    file.write_text("date,event,source_agency,source_ref\n" + rows)
    with CaseFile.create(
        folder, WORDS, name="D Pettifer", rank="PCLO", role="PCLO", team="North", secrets=None, cost=CHEAP
    ) as cf:
        case = cf.save(Case(reference="KM-1", family="ORRIN"), case="").id
    outcomes = set()
    there = 0
    for act, after in (("in", 1), ("in", 2), ("in", 3), ("in", 5), ("in", 6), ("in", 99), ("undo", 1), ("undo", 9),
                       ("undo", 21), ("undo", 99), ("in", 4), ("in", 99)):  # fmt: skip
        wanted = ROWS if act == "in" else 0
        done = killed(folder, file, act, after, chance.uniform(0.0, 0.05))
        with CaseFile.open(folder, WORDS) as cf:
            found = cf.counts(case).get("chronology_entry", 0)
            kept = [each for each in attachments.listed(cf, case) if each.in_use]
        assert found in (there, wanted), "none or all"
        assert len(kept) == (1 if found else 0), "the file with its rows, in the same step"
        if done or after == 99:
            assert found == wanted, "what was acknowledged is there"
        outcomes.add((act, found == wanted))
        there = found
    assert outcomes == {("in", True), ("in", False), ("undo", True), ("undo", False)}, "the kills hit the middle"
    with CaseFile.open(folder, WORDS) as cf:
        report = integrity.verify(cf)
    assert report.ok, report.problems
