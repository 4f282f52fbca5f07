"""What an examiner is given: the journal with its keys, judged by the independent verifier, and codes from paper."""

from __future__ import annotations

import importlib.resources
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pyrage
import pytest

from pclo_app.casefile import backups, custody, demo, evidence, integrity, meetings
from pclo_app.casefile.casefile import CaseFile
from pclo_app.casefile.errors import NoSuchCode
from pclo_app.casefile.recovering import recover
from pclo_app.journal.revision import Revision
from pclo_app.records.case import Case
from pclo_app.reports import catalogue
from pclo_app.sync.introduce import enrol_directly, exchange_directly
from tests.casefile.conftest import CHEAP, PASSPHRASE, TurnedClock, entry
from tests.casefile.test_meetings import _meeting, _seal
from tests.journal.random_journals import drop_guards, sign_again
from ui import cli

SOURCE = Path(str(importlib.resources.files("resources") / "independent_verifier" / "verify_journal.py"))


def judge(cf: CaseFile, folder: Path, *codes: str, keys: bytes | None = None) -> tuple[int, str]:
    """The independent program on what ``cf`` hands out, in a process of its own."""
    folder.mkdir(exist_ok=True)
    shutil.copy(SOURCE, folder)
    (folder / "journal.jsonl").write_bytes(b"".join(line + b"\n" for line in evidence.lines(cf.db)))
    (folder / "keys.json").write_bytes(keys or evidence.keys(cf))
    asked = [word for code in codes for word in ("--code", code)]
    done = subprocess.run(
        [sys.executable, "-I", "verify_journal.py", "journal.jsonl", "keys.json", *asked],
        cwd=folder, capture_output=True, check=False,
    )  # fmt: skip
    return done.returncode, done.stdout.decode()


def chain(cf: CaseFile, first: int) -> list[Revision]:
    return list(cf.store.rows(cf.vault.device, 1, first - 1))


@pytest.fixture
def sealed(cf: CaseFile, case: str) -> tuple[CaseFile, str]:
    """A case file with one sealed record, and the code on the slip that its chair took away."""
    cf.save(entry("A visit – ‘the flat’"), case=case)
    meeting = cf.save(_meeting(), case=case).id
    code = _seal(cf, meeting).code
    cf.save(entry("A second visit"), case=case)
    return cf, code


def test_a_whole_case_file_is_whole_to_both_and_knows_the_slip(sealed: tuple[CaseFile, str], tmp_path: Path) -> None:
    cf, code = sealed
    assert integrity.verify(cf).ok
    result, words = judge(cf, tmp_path / "court", code, code.lower().replace("-", " ").replace("0", "o"))
    assert result == 0, words
    seal = meetings.by_code(cf, code).seal.record
    assert words.count(f"PDF SHA-256 {seal.pdf}") == 2  # type: ignore[union-attr]
    wrong = code[:-1] + ("0" if code[-1] != "0" else "1")
    assert judge(cf, tmp_path / "court", wrong)[0] == 3


def test_t23_history_signed_again_leaves_the_chairs_slip_behind(sealed: tuple[CaseFile, str], tmp_path: Path) -> None:
    """From any row up to the seal, by the owner of the real key, with every index made to fit: the slip convicts."""
    cf, code = sealed
    seal = meetings.by_code(cf, code)
    shown = next(row.head.seq for row in chain(cf, 1) if row.id == seal.seal.record.rec)  # type: ignore[union-attr]

    def follow(row: Revision, new: dict[str, Revision]) -> bytes | None:
        """The seal made to name the record as it was rewritten."""
        if row.id != seal.seal.rev or row.payload is None:
            return row.payload
        said = json.loads(row.payload)
        return row.payload.replace(said["rec"].encode(), new[said["rec"]].id.encode())

    number = 0
    for first in range(1, shown + 1):
        for contents in (follow, lambda row, _: row.payload):
            number += 1
            cf.vault.backup(tmp_path / f"copy{number}")
            with CaseFile.open(tmp_path / f"copy{number}", PASSPHRASE) as copy:
                drop_guards(copy.db)
                sign_again(copy.db, chain(copy, first), copy.vault.signer.sign, contents)
                copy.rebuild()
                ours, (result, words) = integrity.verify(copy), judge(copy, tmp_path / "court", code)
                if contents is follow:
                    assert ours.ok, ours.problems  # whole in itself: only paper can tell
                    with pytest.raises(NoSuchCode):
                        meetings.by_code(copy, code)
                    assert "nothing in this journal has this code" in words
                else:
                    assert [problem.where for problem in ours.problems] == [f"Sealed record {code}"]
                    assert "the revision that was sealed is not here" in words
                assert result == 3


def test_the_practice_case_files_are_whole_to_both(tmp_path: Path) -> None:
    class Neighbours:
        def enrol(self, officer: CaseFile, sergeant: CaseFile) -> None:
            enrol_directly(sergeant, officer)

        def exchange(self, sender: CaseFile, receiver: CaseFile) -> None:
            exchange_directly(sender, receiver)

    made = demo.demo(tmp_path / "practice", team=Neighbours(), cost=CHEAP)
    for folder in (made.officer, made.sergeant):
        with demo.open_practice(folder, made.passphrase) as cf:
            report = integrity.verify(cf)
            result, words = judge(cf, tmp_path / folder.name)
            assert report.ok and result == 0, (report.problems, words)
            assert f"Checked: {report.checked['revisions']} revisions" in words
            assert report.checked["receipts"] > 0


def test_the_offices_keys_judge_the_officers_journal(make_casefile: Callable[..., CaseFile], tmp_path: Path) -> None:
    """The receipts and keys may come from the other side: then no file of the officer's is taken on trust."""
    sergeant, officer = make_casefile("sergeant", "DS"), make_casefile("officer", "PCLO")
    enrol_directly(sergeant, officer)
    officer.save(Case(reference="KM-1", family="ORRIN"), case="")
    exchange_directly(officer, sergeant)
    assert judge(officer, tmp_path / "court", keys=evidence.keys(sergeant))[0] == 0
    drop_guards(officer.db)
    sign_again(officer.db, chain(officer, 1), officer.vault.signer.sign)
    result, words = judge(officer, tmp_path / "court", keys=evidence.keys(sergeant))
    assert result == 3 and "of the office names another revision for this place" in words
    assert "receipt-other" in [problem.code for problem in integrity.verify(officer).problems]


def test_a_recovered_laptop_and_a_restored_backup_are_whole_to_both(
    make_casefile: Callable[..., CaseFile], clock: TurnedClock, tmp_path: Path
) -> None:
    """Rows of two series and of two laptops of one officer, each judged by the key that signed it."""
    cf = make_casefile()
    case = cf.save(Case(reference="KM-1", family="ORRIN"), case="").id
    identity = pyrage.x25519.Identity.generate()
    custody.set_recovery(cf, PASSPHRASE, [str(identity.to_public())], "DS F Whitcombe")
    backups.run(cf)
    cf.save(entry("After the backup"), case=case)
    first = cf.vault.device
    cf.close()
    newest = backups.listed(tmp_path / "officer")[0]
    with backups.restore(newest.path, tmp_path / "officer", PASSPHRASE, secrets=None, clock=clock) as restored:
        restored.save(entry("In the new series"), case=case)
        assert integrity.verify(restored).ok
        assert judge(restored, tmp_path / "court")[0] == 0
    new = "plunder zestfully immobile oyster"
    with recover(
        tmp_path / "officer", str(identity), new_passphrase=new, secrets=None, clock=clock, cost=CHEAP
    ) as recovered:
        recovered.save(entry("On the recovered laptop"), case=case)
        assert recovered.vault.device != first
        report = integrity.verify(recovered)
        result, words = judge(recovered, tmp_path / "court")
        assert report.ok and result == 0, (report.problems, words)
        assert report.checked["chains"] == 3
        assert {first, recovered.vault.device} <= set(json.loads(evidence.keys(recovered))["keys"])
        drop_guards(recovered.db)
        recovered.db.execute("UPDATE rev SET sig=zeroblob(64) WHERE n=(SELECT max(n) FROM rev WHERE seq=1)")
        assert [problem.code for problem in integrity.verify(recovered).problems] == ["signature"]
        assert judge(recovered, tmp_path / "court")[0] == 3


def test_t23_history_signed_again_does_not_have_the_code_on_a_printed_page(
    cf: CaseFile, case: str, tmp_path: Path
) -> None:
    """Every printed page carries the fingerprint of the newest row: paper outside the building pins the journal."""
    cf.save(entry("A visit"), case=case)
    pages = catalogue.render(cf, "chronology", case=case).page_texts()
    printed = {re.search(r"Journal ([0-9a-f]{4}(?:-[0-9a-f]{4}){3})", page)[1] for page in pages}  # type: ignore[index]
    assert len(printed) == 1
    code = printed.pop()
    assert code.replace("-", "") == cf.store.tip(cf.vault.device, 1).prev[:16]
    cf.save(entry("Another visit"), case=case)
    assert judge(cf, tmp_path / "court", code)[0] == 0
    drop_guards(cf.db)
    rows = chain(cf, 1)
    for first in range(1, len(rows) + 1):
        cf.db.execute("BEGIN")
        sign_again(cf.db, rows[first - 1 :], cf.vault.signer.sign)
        result, words = judge(cf, tmp_path / "court", code)
        cf.db.execute("ROLLBACK")
        if first < len(rows):
            assert result == 3 and "nothing in this journal has this code" in words
        else:  # only the row written after the printing: nothing has pinned it, which is the stated limit
            assert result == 0


def test_the_two_commands_give_just_what_the_program_reads(
    sealed: tuple[CaseFile, str], tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    cf, _ = sealed
    whole = [*evidence.lines(cf.db)], evidence.keys(cf)
    cf.close()
    (tmp_path / "words.txt").write_text(PASSPHRASE)
    printed = []
    for verb in ("dump", "keys"):
        folder, words = str(cf.vault.folder), str(tmp_path / "words.txt")
        assert cli.main(["journal", verb, folder, "--passphrase-file", words]) == 0
        printed.append(capfdbinary.readouterr().out)
    assert printed[0].startswith(b"".join(line + b"\n" for line in whole[0]))
    assert printed[1] == whole[1] + b"\n"
    line = json.loads(printed[0].split(b"\n")[0])
    assert {"rev", "header", "sig", "nonce", "payload", "status"} <= set(line)
