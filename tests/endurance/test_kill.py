"""T17. Ended without warning at any moment: what was acknowledged is there, once, and everything fits."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from pclo_app.casefile import integrity
from pclo_app.casefile.casefile import CaseFile
from pclo_app.records.case import Case
from tests.endurance.kills import CHEAP, WORDS

ROOT = Path(__file__).parents[2]
KILLS = 300
STEPS = ("open", "add", "edit", "add_many", "admit", "merge", "seal", "repeat seal")


@pytest.mark.skipif(not hasattr(os, "fork"), reason="os.fork is missing: this system cannot copy a running process")
def test_t17_killed_at_300_random_moments(tmp_path: Path) -> None:
    """Appends, imports, drafts, merges, seals and opening itself; each kill is followed by a look at the file.

    Lost, doubled and half-written work makes `kills` end with an error.
    """
    command = [sys.executable, "-m", "tests.endurance.kills", str(tmp_path), str(KILLS)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    seen = json.loads(done.stdout)
    assert seen["kills"] == KILLS and seen["acknowledged revisions"] > KILLS
    assert seen["looked at closely"] >= KILLS // 10
    # The kills did hit the middle of things: each kind of step, and commits whose acknowledgement was cut off.
    missed = [step for step in STEPS if not seen.get(f"killed in {step}")]
    assert not missed, seen
    assert seen["kept without having been acknowledged"] > 0, seen


def test_t17_ended_by_the_system_as_on_every_platform(tmp_path: Path) -> None:
    """The same with whole processes, few times: TerminateProcess on Windows, kill -9 elsewhere."""
    folder = tmp_path / "vault"
    with CaseFile.create(
        folder, WORDS, name="D Pettifer", rank="PCLO", role="PCLO", team="North", secrets=None, cost=CHEAP
    ) as cf:
        case = cf.save(Case(reference="KM-1", family="ORRIN"), case="").id
    chance = random.Random(417)
    acknowledged: list[str] = []
    for _ in range(5):
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.endurance.writer", str(folder), WORDS],
            cwd=ROOT, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        assert process.stdout is not None
        first = process.stdout.readline()
        time.sleep(chance.uniform(0.0, 0.15))
        process.kill()
        told = [first.strip(), *process.stdout.read().split("\n")]
        process.wait()
        process.stdout.close()
        whole = [line for line in told if line.startswith(("rev ", "draft "))]
        revs = [line.split()[1] for line in whole if line.startswith("rev ") and len(line) == 68]
        drafts = [line for line in whole if line.startswith("draft ")]
        acknowledged += revs
        with CaseFile.open(folder, WORDS) as cf:
            assert [rev for rev in acknowledged if cf.store.get(rev) is None] == []
            draft = cf.draft("quick-entry/" + case)
            assert draft is not None and int(draft.split()[1]) >= int(drafts[-1].split()[1])
            assert cf.counts(case)["chronology_entry"] == cf.store.count() - 1
    with CaseFile.open(folder, WORDS) as cf:
        report = integrity.verify(cf)
    assert report.ok, report.problems
    assert len(acknowledged) > 5
