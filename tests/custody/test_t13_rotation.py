"""SECURITY.md T13: rotation to a new generation, killed at each step and at any moment."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest

from pclo_app.casefile import custody
from pclo_app.casefile.casefile import CaseFile
from pclo_app.vault import errors, generations, keyslots
from pclo_app.vault.device_secret import MemoryDeviceSecrets, device_secret_name
from pclo_app.vault.rotation import STEPS
from tests.custody.custody_parts import (
    DIGEST,
    OTHER,
    WORDS,
    Clock,
    add_entry,
    files_of,
    new_case_file,
    revisions,
    sound,
)

ROOT = Path(__file__).resolve().parents[2]
TRIALS = 50


def generation_files(folder: Path) -> set[str]:
    """What generations have left in the folder."""
    return {path.name for path in folder.iterdir() if path.name.startswith(("case.", "blobs", generations.MARKER))}


def test_t13_rotation(cf: CaseFile, secrets: MemoryDeviceSecrets, clock: Clock) -> None:
    """New master key, database and attachments; same laptop, kit, office, rows. The old generation goes at the next
    opening, and neither its keys nor its key slots open the new one."""
    kit = custody.make_kit(cf, WORDS, "safe")
    folder, device, rows = cf.vault.folder, cf.vault.device, revisions(cf)
    old_key, old_slots = cf.vault._database_key, (folder / keyslots.NAME).read_bytes()
    steps: list[tuple[int, int]] = []
    custody.rotate(cf, WORDS, lambda done, total: steps.append((done, total)))
    assert steps == [(number, 5) for number in range(1, 6)]
    assert cf.vault.closed, "nothing more is written in the old generation"
    assert generations.on_disk(folder) == [1, 2] and generations.current(folder) == 2
    with CaseFile.open(folder, WORDS, secrets=secrets, clock=clock) as new:
        assert sound(new) and rows < revisions(new)
        assert (new.vault.device, new.vault.generation) == (device, 2)
        assert custody.events(new)[-1][1].act == "keys rotated" and custody.events(new)[-1][1].generation == 2
        assert new.read_only is None
        assert new.vault._database_key != old_key
        assert {line.id for line in custody.slots(new)} == {"s1", "k1"}
    assert generation_files(folder) == {"case.g2.db", "blobs.g2"}
    CaseFile.open(folder, WORDS, secrets=None, clock=clock, kit=kit.code).close()
    for name in (keyslots.NAME, keyslots.BACKUP_NAME):
        (folder / name).write_bytes(old_slots)
    with pytest.raises(errors.GenerationMissing):
        CaseFile.open(folder, WORDS, secrets=secrets, clock=clock)


def test_t13_documents_of_a_generation_that_was_restored_away_are_not_taken_over(
    cf: CaseFile, secrets: MemoryDeviceSecrets, clock: Clock
) -> None:
    """After a backup of older keys was put back, a folder of documents under newer keys lies there still."""
    folder = cf.vault.folder
    left = folder / "blobs.g2" / "ab" / ("ab" * 32 + ".blob")
    left.parent.mkdir(parents=True)
    left.write_bytes(b"under keys that are no more")
    custody.rotate(cf, WORDS)
    with CaseFile.open(folder, WORDS, secrets=secrets, clock=clock) as new:
        assert new.vault.generation == 3 and sound(new)


def test_t13_a_copy_that_is_not_sound_is_not_switched_to(
    cf: CaseFile, secrets: MemoryDeviceSecrets, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A page damaged after copying, and a row written to the case file meanwhile: both are found before the switch."""
    case = cf.cases()[0].id
    before = files_of(cf.vault.folder)["keyslots.json"]

    def damage(step: str) -> None:
        if step == "prepared":
            path = cf.vault.folder / "case.g2.db"
            data = bytearray(path.read_bytes())
            data[len(data) // 2] ^= 1
            path.write_bytes(bytes(data))

    def write(step: str) -> None:
        if step == "copied":
            add_entry(cf, case, "Typed while it was being copied.")

    for spoil, why in ((damage, "integrity_check"), (write, "last rows")):
        monkeypatch.setattr(custody, "reached", spoil)
        with pytest.raises(errors.CopyNotSound, match=why):
            custody.rotate(cf, WORDS)
        assert not cf.vault.closed
        assert files_of(cf.vault.folder)["keyslots.json"] == before
        assert generation_files(cf.vault.folder) <= {"case.g1.db", "case.g1.db-wal", "case.g1.db-shm", "blobs"}
    monkeypatch.setattr(custody, "reached", lambda step: None)
    custody.rotate(cf, WORDS)
    with CaseFile.open(cf.vault.folder, WORDS, secrets=secrets, clock=clock) as new:
        assert sound(new)


def test_t13_an_error_after_the_switch_still_closes_the_old_generation(
    cf: CaseFile, secrets: MemoryDeviceSecrets, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(step: str) -> None:
        if step == "switched":
            raise OSError("the disk has gone")

    monkeypatch.setattr(custody, "reached", fail)
    with pytest.raises(OSError, match="gone"):
        custody.rotate(cf, WORDS)
    assert cf.vault.closed
    with CaseFile.open(cf.vault.folder, WORDS, secrets=secrets, clock=clock) as new:
        assert new.vault.generation == 2 and sound(new)


def test_t13_a_damaged_attachment_is_kept_as_it_is(cf: CaseFile, secrets: MemoryDeviceSecrets, clock: Clock) -> None:
    """It cannot be read to be copied, so its file is set aside and not deleted with the old generation."""
    name = cf.put_blob(b"another")
    path = cf.vault.blobs._path(cf.vault.blobs.name_for(bytes.fromhex(name)))
    bad = bytearray(path.read_bytes())
    bad[-1] ^= 1
    path.write_bytes(bytes(bad))
    custody.rotate(cf, WORDS)
    with CaseFile.open(cf.vault.folder, WORDS, secrets=secrets, clock=clock) as new:
        assert new.vault.blobs.names() == [new.vault.blobs.name_for(bytes.fromhex(DIGEST))]
    assert (cf.vault.folder / "quarantine" / path.name).read_bytes() == bytes(bad)


# killed -----------------------------------------------------------------------------------------------------------


def rotate_and_die(folder: Path, secrets: MemoryDeviceSecrets, step: str) -> None:
    """In a child process: rotate, and end without a word when a step is reached."""

    def die(reached: str) -> None:
        if reached == step:
            os.kill(os.getpid(), signal.SIGKILL)

    custody.reached = die
    custody.rotate(CaseFile.open(folder, WORDS, secrets=secrets, clock=Clock()), WORDS)


def killed(folder: Path, secrets: MemoryDeviceSecrets, step: str, after: float | None) -> None:
    """A child that rotates is killed at a step, or by us after some seconds."""
    child = os.fork()
    if child == 0:
        try:
            rotate_and_die(folder, secrets, step)
        finally:
            os._exit(0)
    if after is not None:
        time.sleep(after)
        os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    assert after is not None or os.WIFSIGNALED(status), f"it never reached {step}"


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork; the test after this one runs everywhere")
def test_t13_killed_fifty_times(tmp_path: Path, secrets: MemoryDeviceSecrets, clock: Clock) -> None:
    """Whatever the moment: one generation is referenced and opens, every row and attachment is there, the leftovers
    go, and each rotation that was committed has its row."""
    folder = tmp_path / "case"
    with new_case_file(folder, secrets, clock) as cf:
        custody.make_kit(cf, WORDS, "safe")
        rows = revisions(cf)
    CaseFile.open(folder, WORDS, secrets=secrets, clock=clock).close()
    start = time.monotonic()
    child = os.fork()
    if child == 0:
        try:
            custody.rotate(CaseFile.open(folder, WORDS, secrets=secrets, clock=clock), WORDS)
        finally:
            os._exit(0)
    os.waitpid(child, 0)
    takes = time.monotonic() - start
    committed, dice = 1, random.Random(13)
    for trial in range(TRIALS):
        referenced = generations.current(folder)
        step = STEPS[trial % len(STEPS)] if trial < 4 * len(STEPS) else ""
        killed(folder, secrets, step, None if step else dice.uniform(0, takes))
        if step:
            assert (generations.current(folder) > referenced) == (step in ("switched", "ended")), step
        committed += generations.current(folder) > referenced
        with CaseFile.open(folder, WORDS, secrets=secrets, clock=clock) as cf:
            now = revisions(cf)
            assert rows <= now and sound(cf), (trial, step)
            rows = now
            rotations = [event for _, event in custody.events(cf) if event.act == "keys rotated"]
            assert len(rotations) == committed, (trial, step)
            generation = cf.vault.generation
        assert generation_files(folder) == {f"case.g{generation}.db", generations.blobs_name(generation)}, (trial, step)
    assert committed >= 9


CHILD = """
import os, signal, sys
from pathlib import Path
from pclo_app.casefile import custody
from pclo_app.casefile.casefile import CaseFile
from pclo_app.vault.device_secret import MemoryDeviceSecrets
folder, name, secret, step = Path(sys.argv[1]), sys.argv[2], bytes.fromhex(sys.argv[3]), sys.argv[4]
ring = MemoryDeviceSecrets()
ring.put(name, secret)
def die(reached):
    if reached == step:
        os.kill(os.getpid(), getattr(signal, "SIGKILL", signal.SIGTERM))  # on Windows this ends it as hard
custody.reached = die
custody.rotate(CaseFile.open(folder, "sampler orchard viaduct mitten", secrets=ring), "sampler orchard viaduct mitten")
"""


@pytest.mark.parametrize("step", ["copied", "checked", "switched"])
def test_t13_killed_in_a_process_of_its_own(
    step: str, cf: CaseFile, secrets: MemoryDeviceSecrets, clock: Clock
) -> None:
    rows = revisions(cf)
    name = device_secret_name(cf.vault.vault_id)
    secret = secrets.get(name)
    assert secret is not None
    cf.close()
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(CHILD), str(cf.vault.folder), name, secret.hex(), step],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode != 0 and done.stderr == ""
    assert generations.current(cf.vault.folder) == (2 if step == "switched" else 1)
    with CaseFile.open(cf.vault.folder, WORDS, secrets=secrets, clock=clock) as again:
        assert rows <= revisions(again) and sound(again)
    with pytest.raises(errors.WrongPassphrase):
        CaseFile.open(cf.vault.folder, OTHER, secrets=secrets, clock=clock)
