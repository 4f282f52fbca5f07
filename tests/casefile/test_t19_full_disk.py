"""T19: the disk full at the n-th write, for every n; full or read-only from the start. On a real small disk."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

PARTS = """
    import json, os, subprocess, sys
    from pathlib import Path
    from pclo_app.casefile import backups, checkup, integrity
    from pclo_app.casefile.casefile import CaseFile
    from pclo_app.casefile.errors import CaseFileReadOnly
    from pclo_app.errors import KnownError
    from pclo_app.records.case import Case
    from pclo_app.vault import ballast
    from pclo_app.vault.device_secret import MemoryDeviceSecrets
    from pclo_app.vault.errors import DiskFull
    from tests.casefile.conftest import CHEAP, PASSPHRASE, TurnedClock, entry

    disk, told = Path(sys.argv[1]), {}
    folder, fill, clock, secrets = disk / "case", disk / "fill", TurnedClock(), MemoryDeviceSecrets()
    ballast.SIZE, ballast._LEAVE_FREE = 512 * 1024, 1024 * 1024

    def leave(pages):
        "Fill the disk until so many blocks are free."
        fill.unlink(missing_ok=True)
        free = os.statvfs(disk).f_bavail - pages
        with fill.open("wb", buffering=0) as file:
            for _ in range(free):
                file.write(b"x" * 4096)

    def unlocked():
        return CaseFile.open(folder, PASSPHRASE, secrets=secrets, clock=clock)

    with CaseFile.create(folder, PASSPHRASE, name="Dawn Pettifer", rank="PCLO", role="PCLO", team="Team North",
                         secrets=secrets, cost=CHEAP, clock=clock) as cf:
        case = cf.save(Case(reference="KM-0417", family="ORRIN-VALE"), case="").id
        cf.save(entry("before"), case=case)
"""

NTH_WRITE = """
    def acts(cf, tag):
        "What an officer does in a minute: each is acknowledged by returning."
        yield "draft", lambda: cf.put_draft("quick-entry", tag.encode() * 2000)
        yield "entry", lambda: cf.save(entry(tag + " " + "words " * 300), case=case)
        yield "letter", lambda: cf.put_blob(tag.encode() * 3000)
        yield "many", lambda: cf.save_many([(entry(f"{tag} {n}"), case) for n in range(20)])

    refused = {"draft": 0, "entry": 0, "letter": 0, "many": 0}
    reserve = again = kept = 0
    n = 0
    while True:
        tag, acknowledged, letters, draft, failed = f"try {n}", [], [], None, False
        fill.unlink(missing_ok=True)
        with unlocked() as cf:
            if n % 2:
                assert cf.vault.keep_reserve()
            else:
                cf.vault.release_reserve()
            leave(n)
            for name, act in acts(cf, tag):
                try:
                    result = act()
                except DiskFull as problem:
                    assert "Not saved" in problem.sentence and "Free some space" in problem.sentence
                    refused[name] += 1
                    failed = True
                    assert not (folder / ballast.NAME).exists()  # it was given up before anything was refused
                else:
                    if name == "entry":
                        acknowledged.append(result.id)
                    if name == "many":
                        acknowledged += [saved.id for saved in result]
                    if name == "letter":
                        letters.append(result)
                    if name == "draft":
                        draft = tag.encode() * 2000
            reserve += cf.vault.notices[-1:] != () and "kept in reserve" in cf.vault.notices[-1]
            if failed:  # some room is made: what was refused is done by the same person in the same session
                leave(400)
                cf.save(entry(tag + " again"), case=case)
                cf.put_draft("quick-entry", draft := b"typed again")
                again += 1
        fill.unlink(missing_ok=True)
        with unlocked() as cf:
            assert cf.read_only is None, cf.read_only
            for id in acknowledged:
                assert cf.item(id).record.fact.startswith(tag)
                kept += 1
            for digest in letters:
                assert cf.blob(digest) == tag.encode() * 3000
            assert cf.draft("quick-entry") == draft or draft is None
            report = integrity.verify(cf) if n % 10 == 0 else checkup.run(cf)
            assert report.ok, report.problems
        n += 1
        if not failed and not n % 2 and n > 40:
            break
    told |= {"tries": n, "refused": refused, "on the reserve": reserve, "again": again, "kept": kept}
    print(json.dumps(told))
"""

FROM_THE_START = """
    def look(cf):
        return [len(cf.entries(case)), cf.read_only.code if cf.read_only else None]

    def tries(cf, act):
        try:
            act()
        except KnownError as problem:
            return [problem.code, problem.exit_code]
        return "done"

    with unlocked() as cf:
        digest = cf.put_blob(b"a letter")
    leave(0)
    with unlocked() as cf:
        told["full"] = look(cf)
        told["why"] = cf.read_only.why
        told["refusals"] = [
            tries(cf, lambda: cf.save(entry("no"), case=case)), tries(cf, lambda: cf.put_draft("k", b"no")),
            tries(cf, lambda: cf.put_blob(b"no")), tries(cf, lambda: backups.run(cf)),
        ]
        told["letter"] = cf.blob(digest).decode()
        told["checks out"] = [checkup.run(cf).ok, integrity.verify(cf).ok]
        out = Path(sys.argv[2]) / "copy"
        cf.vault.backup(out)
    fill.unlink()
    with CaseFile.open(out, PASSPHRASE, secrets=secrets, clock=clock) as cf:
        told["the copy on another disk"] = look(cf)
    with unlocked() as cf:
        told["with room again"] = look(cf)
        cf.save(entry("after"), case=case)
    # Killed with rows in the log, and the disk goes read-only, as it does after an error: the log is read all the same.
    pid = os.fork()
    if pid == 0:
        cf = unlocked()
        cf.save(entry("in the log"), case=case)
        os._exit(0)
    os.waitpid(pid, 0)
    subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
    with unlocked() as cf:
        told["read-only after a kill"] = look(cf)
        told["checks out after a kill"] = checkup.run(cf).ok
        told["not written"] = tries(cf, lambda: cf.save(entry("no"), case=case))
    subprocess.run(["mount", "-o", "remount,rw", str(disk)], check=True)
    with unlocked() as cf:
        told["after it"] = look(cf)
    subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
    with unlocked() as cf:
        told["read-only"] = look(cf)
        told["why not"] = cf.read_only.why
        told["whole"] = integrity.verify(cf).ok
    try:
        CaseFile.open(folder, "not these words", secrets=secrets, clock=clock)
    except KnownError as problem:
        told["wrong passphrase"] = problem.code
    print(json.dumps(told))
"""


def on_a_small_disk(tmp_path: Path, script: str, megabytes: int) -> dict[str, object]:
    """Run a script with a disk of its own."""
    if shutil.which("unshare") is None:
        pytest.skip("a small disk of our own needs the program unshare (package util-linux)")
    disk, other = tmp_path / "disk", tmp_path / "other"
    disk.mkdir()
    other.mkdir()
    command = ["unshare", "--user", "--map-root-user", "--mount", "sh", "-c"]
    if subprocess.run([*command, 'mount -t tmpfs tmpfs "$0"', str(disk)], check=False, capture_output=True).returncode:
        pytest.skip("this system does not let us mount a small disk of our own")
    mount = f'mount -t tmpfs -o size={megabytes}m tmpfs "$0" && exec "$1" -c "$2" "$0" "$3"'
    program = textwrap.dedent(PARTS) + textwrap.dedent(script)
    done = subprocess.run(
        [*command, mount, str(disk), sys.executable, program, str(other)],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-3000:]
    told: dict[str, object] = json.loads(done.stdout)
    return told


def test_t19_the_disk_is_full_at_the_nth_write_for_every_n(tmp_path: Path) -> None:
    told = on_a_small_disk(tmp_path, NTH_WRITE, 16)
    refused = told["refused"]
    assert isinstance(refused, dict)
    assert all(count > 0 for count in refused.values()), told
    assert isinstance(told["on the reserve"], int) and told["on the reserve"] > 5, told
    assert isinstance(told["kept"], int) and told["kept"] > 100, told


def test_t19_a_disk_that_is_full_or_read_only_from_the_start_is_read(tmp_path: Path) -> None:
    told = on_a_small_disk(tmp_path, FROM_THE_START, 8)
    read_only = ["casefile.read-only", 3]
    assert told == {
        "full": [1, "disk full"],
        "why": "The disk is full.",
        "refusals": [read_only] * 4,
        "letter": "a letter",
        "checks out": [True, True],
        "the copy on another disk": [1, None],
        "with room again": [1, None],
        "read-only after a kill": [3, "disk read-only"],
        "checks out after a kill": True,
        "not written": read_only,
        "after it": [3, None],
        "read-only": [3, "disk read-only"],
        "why not": "Nothing can be written in its folder.",
        "whole": True,
        "wrong passphrase": "vault.wrong-passphrase",
    }
