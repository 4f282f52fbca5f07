"""The program's verifier and the independent one, which shares no line with it, come to the same judgement."""

from __future__ import annotations

import ast
import contextlib
import hashlib
import importlib.resources
import importlib.util
import io
import json
import random
import re
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

import pytest

from pclo_app.casefile import evidence
from pclo_app.journal import merge, receipt, verifier
from tests.journal import random_journals as ways
from tests.journal.random_journals import DAMAGES, Place, RandomJournal, place_of, rewrite_from

SOURCE = Path(str(importlib.resources.files("resources") / "independent_verifier" / "verify_journal.py"))
JOURNALS = 1000
NOT_FOR_THE_INDEPENDENT_ONE = {"head-missing", "head-extra"}  # its README says so

_OURS = re.compile(r"Revisions? (\d+)(?: to \d+)? of (?:this laptop|laptop ([0-9a-f]{8}))(?:, series (\d+))?")
_THEIRS = re.compile(r"Revision (\d+) of laptop ([0-9a-f]{32}), series (\d+): (.*)")


@dataclass
class Judgement:
    """What one verifier says: whole or not, and which places it names."""

    whole: bool
    places: set[Place]
    words: list[str]


def ours(journal: RandomJournal) -> Judgement:
    report = verifier.verify(journal.store, journal.key_of, this_device=journal.this_device)
    full = {laptop.device[:8]: laptop.device for laptop in journal.laptops}
    places = set()
    for problem in report.problems:
        found = _OURS.search(problem.where)
        if found and problem.code not in NOT_FOR_THE_INDEPENDENT_ONE:
            seq, short, epoch = found.groups()
            places.add((full[short] if short else journal.this_device, int(epoch or 1), int(seq)))
    return Judgement(report.ok, places, [f"{problem.where}: {problem.code}" for problem in report.problems])


@pytest.fixture(scope="module")
def program() -> ModuleType:
    spec = importlib.util.spec_from_file_location("verify_journal", SOURCE)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def theirs(program: ModuleType, journal: RandomJournal, folder: Path, *more: str) -> Judgement:
    rows, keys = folder / "journal.jsonl", folder / "keys.json"
    lines = list(evidence.lines(journal.db))
    journal.chance.shuffle(lines)
    rows.write_bytes(b"".join(line + b"\n" for line in lines))
    keys.write_bytes(evidence.with_keys(journal.db, journal.key_of, journal.this_device))
    return run(program, rows, keys, *more)


def run(program: ModuleType, *arguments: Path | str) -> Judgement:
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        code = program.main([str(argument) for argument in arguments])
    lines = printed.getvalue().splitlines()
    assert (code, lines[-1][:14]) in ((0, "Verdict: WHOLE"), (3, "Verdict: NOT W")), lines
    found = [_THEIRS.match(line) for line in lines]
    return Judgement(code == 0, {(f[2], int(f[3]), int(f[1])) for f in found if f}, lines)


def test_t22_both_verifiers_agree_on_a_thousand_random_journals(program: ModuleType, tmp_path: Path) -> None:
    """Every second one is damaged in one way: both say so, and name the very same rows, the damaged one among them."""
    seen: Counter[str] = Counter()
    for number in range(JOURNALS):
        journal = RandomJournal(random.Random(number), size=5 + number % 26)
        way = DAMAGES[number // 2 % len(DAMAGES)] if number % 2 else None
        struck = way(journal) if way else set()
        one, other = ours(journal), theirs(program, journal, tmp_path)
        journal.close()
        name = way.__name__ if way else "whole"
        assert one.whole == other.whole == (way is None), (number, name, one, other)
        assert one.places == other.places, (number, name, struck, one.words, other.words)
        assert struck <= one.places, (number, name, struck, one.words)
        seen[name] += 1
    assert seen["whole"] == JOURNALS // 2
    assert all(seen[way.__name__] >= JOURNALS // 2 // len(DAMAGES) for way in DAMAGES), seen


PARTS = (ways.payload, ways.header, ways.signature, ways.nonce, ways.prev, ways.seq, ways.parents)


@pytest.mark.parametrize("way", PARTS, ids=lambda way: way.__name__)
def test_t22_an_edited_part_is_named_by_both(
    program: ModuleType, tmp_path: Path, way: Callable[..., set[Place]]
) -> None:
    journal = RandomJournal(random.Random(22), size=14)
    assert ours(journal).whole and theirs(program, journal, tmp_path).whole
    for _ in range(25):
        journal.db.execute("BEGIN")
        struck = way(journal)
        one, other = ours(journal), theirs(program, journal, tmp_path)
        journal.db.execute("ROLLBACK")
        assert not one.whole and not other.whole
        assert struck <= one.places == other.places
    journal.close()


def _signed_for(seed: int) -> tuple[RandomJournal, str, int]:
    """A journal of one laptop with a receipt of the office; the laptop, and how far the receipt goes."""
    for number in range(seed, seed + 1000):
        journal = RandomJournal(random.Random(number), size=12)
        last = receipt.decode(journal.receipts[-1].body).got if journal.receipts else {}
        covered = last.get(f"{journal.this_device}.1", (0, ""))[0]
        one_chain = len(journal.laptops) == 1 and all(row.head.ep == 1 for row in journal.rows)
        if one_chain and 2 < covered < len(journal.rows) - 2:
            return journal, journal.this_device, covered
        journal.close()
    raise AssertionError("no such journal")


def test_t23_history_signed_again_forks_against_a_receipt(program: ModuleType, tmp_path: Path) -> None:
    """From whichever row on, as long as the receipt covers it. Behind it nothing is pinned: the stated limit."""
    journal, device, covered = _signed_for(2300)
    for first in range(1, len(journal.rows) + 1):
        journal.db.execute("BEGIN")
        rewrite_from(journal, device, 1, first)
        one, other = ours(journal), theirs(program, journal, tmp_path)
        journal.db.execute("ROLLBACK")
        assert one.whole == other.whole == (first > covered), (first, one, other)
        assert ((device, 1, covered) in one.places) == (first <= covered)
        assert one.places == other.places
    journal.close()


def test_t23_a_receipt_taken_out_of_the_file_is_still_at_the_office(program: ModuleType, tmp_path: Path) -> None:
    journal, device, covered = _signed_for(2350)
    office_keys = tmp_path / "office.json"
    office_keys.write_bytes(evidence.with_keys(journal.db, journal.key_of, journal.office.device))
    rewrite_from(journal, device, 1, covered)
    journal.db.execute("DELETE FROM receipt")
    assert theirs(program, journal, tmp_path).whole
    judged = theirs(program, journal, tmp_path, str(office_keys))
    assert not judged.whole and (device, 1, covered) in judged.places
    journal.close()


def test_t23_history_signed_again_is_a_fork_to_whoever_has_the_first(program: ModuleType, tmp_path: Path) -> None:
    journal, device, covered = _signed_for(2370)
    other_holder = RandomJournal(random.Random(0), size=0)
    other_holder.laptops = journal.laptops
    merge.admit(other_holder.store, journal.rows, journal.key_of, at="2026-11-03T16:31:00+00:00")
    again = rewrite_from(journal, device, 1, covered)
    merge.admit(other_holder.store, again, journal.key_of, at="2026-11-05T08:00:00+00:00")
    report = verifier.verify(other_holder.store, journal.key_of, this_device="")
    assert [problem.code for problem in report.problems] == ["fork"] * len(again)
    rows, keys = tmp_path / "journal.jsonl", tmp_path / "keys.json"
    rows.write_bytes(b"\n".join(evidence.lines(other_holder.db)))
    keys.write_bytes(evidence.with_keys(other_holder.db, journal.key_of, ""))
    judged = run(program, rows, keys)
    assert {place for place in judged.places if place[0] == device} == {place_of(row) for row in again}
    journal.close()
    other_holder.close()


def test_t23_history_signed_again_does_not_have_the_fingerprint_on_paper(program: ModuleType, tmp_path: Path) -> None:
    journal, device, covered = _signed_for(2390)
    journal.db.execute("DELETE FROM receipt")
    printed = max((row for row in journal.rows), key=place_of).id[:16]
    grouped = "-".join(printed[i : i + 4] for i in range(0, 16, 4)).upper()
    assert theirs(program, journal, tmp_path, "--code", grouped).whole
    rewrite_from(journal, device, 1, covered)
    judged = theirs(program, journal, tmp_path, "--code", grouped)
    assert not judged.whole and any("nothing in this journal has this code" in line for line in judged.words)
    journal.close()


@pytest.mark.parametrize("change", ["other body", "signature", "earlier receipt gone", "two of one number"])
def test_receipts_that_were_tampered_with_are_named(program: ModuleType, tmp_path: Path, change: str) -> None:
    journal = next(j for j in (RandomJournal(random.Random(n), size=30) for n in range(99)) if len(j.receipts) > 3)
    second = journal.receipts[1]
    if change == "other body":
        body = second.body.replace(b"2026-11-03", b"2026-11-02")
        journal.db.execute("UPDATE receipt SET body=? WHERE n=2", (body,))
    elif change == "signature":
        journal.db.execute("UPDATE receipt SET sig=zeroblob(64) WHERE n=2")
    elif change == "earlier receipt gone":
        journal.db.execute("DELETE FROM receipt WHERE n=2")
    else:
        body = second.body.replace(b"2026-11-03", b"2026-11-02")
        signature = journal.office.sign(receipt.signed_bytes(body))
        journal.db.execute("UPDATE receipt SET body=?, sig=? WHERE n=2", (body, signature))
    one, other = ours(journal), theirs(program, journal, tmp_path)
    blamed = "Receipt 2 of" if change in ("other body", "signature") else "Receipt 3 of"
    assert any(line.startswith(blamed) for line in one.words), one.words
    assert any(line.startswith(blamed) for line in other.words), other.words
    journal.close()


def test_it_stands_alone_in_an_empty_folder(tmp_path: Path) -> None:
    """Standard library and PyNaCl, nothing of ours; what it prints says exactly which files were judged."""
    imported = {
        name.split(".")[0]
        for node in ast.walk(ast.parse(SOURCE.read_text("utf-8")))
        for name in (
            [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else [node.module or "."]
            if isinstance(node, ast.ImportFrom)
            else []
        )
    }
    assert imported - set(sys.stdlib_module_names) == {"nacl"}
    journal = RandomJournal(random.Random(5), size=12)
    (tmp_path / "journal.jsonl").write_bytes(b"\n".join(evidence.lines(journal.db)))
    (tmp_path / "keys.json").write_bytes(evidence.with_keys(journal.db, journal.key_of, journal.this_device))
    journal.close()
    shutil.copy(SOURCE, tmp_path)
    command = [sys.executable, "-I", "verify_journal.py", "journal.jsonl", "keys.json"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done
    assert done.stdout.splitlines()[-1] == "Verdict: WHOLE"
    for name in ("verify_journal.py", "journal.jsonl", "keys.json"):
        assert f"SHA-256 {hashlib.sha256((tmp_path / name).read_bytes()).hexdigest()}  {name}" in done.stdout
    (tmp_path / "journal.jsonl").write_bytes(b"no journal")
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 2 and "cannot be read" in done.stdout


def test_a_key_that_is_not_its_laptops_own_is_refused(program: ModuleType, tmp_path: Path) -> None:
    journal = RandomJournal(random.Random(6), size=6)
    theirs(program, journal, tmp_path)
    keys = json.loads((tmp_path / "keys.json").read_bytes())
    keys["keys"][journal.this_device] = journal.office.public.hex()
    (tmp_path / "keys.json").write_text(json.dumps(keys))
    judged = run(program, tmp_path / "journal.jsonl", tmp_path / "keys.json")
    assert any("belongs to another one" in line for line in judged.words)
    assert {place for place in judged.places if place[0] == journal.this_device}
    journal.close()


def test_the_readable_copy_has_to_be_what_was_signed(program: ModuleType, tmp_path: Path) -> None:
    """A page printed from the readable part must not be able to say something else than the signed bytes."""
    journal = RandomJournal(random.Random(8), size=6)
    theirs(program, journal, tmp_path)
    path = tmp_path / "journal.jsonl"
    good = path.read_bytes()
    for old, new in ((b'"fact": "event 3', b'"fact": "event 9'), (b'"rank":"DC"', b'"rank":"DI"')):
        path.write_bytes(good.replace(old, new, 1))
        judged = run(program, path, tmp_path / "keys.json")
        assert not judged.whole and any("readable copy" in line for line in judged.words)
    journal.close()
