"""Kill -9 at any moment: what was acknowledged is there, the draft is back, everything is whole."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from pclo_app.casefile import integrity
from pclo_app.casefile.casefile import CaseFile
from pclo_app.records.case import Case
from pclo_app.vault.keys import Cost

ROOT = Path(__file__).parents[2]
PASSPHRASE = "sampler orchard viaduct mitten"
KILLS = 12


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="this system has no signal that ends a process at once")
def test_nothing_acknowledged_is_lost(tmp_path: Path) -> None:
    folder = tmp_path / "vault"
    with CaseFile.create(
        folder, PASSPHRASE, name="D Pettifer", rank="PCLO", role="PCLO", team="North", secrets=None,
        cost=Cost(m=8192, t=1, p=1),
    ) as cf:  # fmt: skip
        case = cf.save(Case(reference="KM-1", family="ORRIN"), case="").id
    chance = random.Random(417)
    acknowledged: list[str] = []
    for _ in range(KILLS):
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.endurance.writer", str(folder), PASSPHRASE],
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
        with CaseFile.open(folder, PASSPHRASE) as cf:
            assert [rev for rev in acknowledged if cf.store.get(rev) is None] == []
            draft = cf.draft("quick-entry/" + case)
            assert draft is not None and int(draft.split()[1]) >= int(drafts[-1].split()[1])
            assert cf.counts(case)["chronology_entry"] == cf.store.count() - 1
    with CaseFile.open(folder, PASSPHRASE) as cf:
        report = integrity.verify(cf)
    assert report.ok, report.problems
    assert len(acknowledged) > KILLS
