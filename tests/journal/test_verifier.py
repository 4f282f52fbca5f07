"""Whatever is changed in a journal behind its back, the verifier names it."""

from __future__ import annotations

import random
from collections.abc import Iterator

import pytest
from nacl.signing import SigningKey

from pclo_app.journal import verifier
from pclo_app.journal.errors import RULES
from pclo_app.journal.findings import TEXTS, Problem, Report
from pclo_app.journal.revision import rev_id, signed_bytes
from tests.journal.journal_people import Laptop, keys_of, open_store

SECRET = b"the child said"
GUARDS = ("rev_fixed", "rev_status", "rev_kept", "payload_fixed", "fork_fixed", "fork_kept")


class Journal:
    """Eight revisions of two laptops; the third is edited once and the edit is edited twice, which is a conflict."""

    def __init__(self) -> None:
        self.mine = Laptop("A", SigningKey(b"a" * 32))
        self.theirs = Laptop("B", SigningKey(b"b" * 32))
        self.store = open_store(":memory:")
        record = ["a" * 32, "b" * 32, "d" * 32]
        write = self.mine.write
        self.rows = [write(record[0], SECRET), write(record[1], SECRET), write(record[2], SECRET)]
        self.rows.append(write(record[2], SECRET, (self.rows[2].id,)))
        self.rows.append(write(record[2], SECRET, (self.rows[3].id,)))
        self.rows.append(self.theirs.write(record[2], SECRET, (self.rows[3].id,)))
        self.rows += [self.theirs.write(record[0], SECRET, (self.rows[0].id,)), write(record[1], SECRET)]
        with self.store.transaction():
            for row in self.rows:
                self.store.append(row)
        for name in GUARDS:
            self.run(f"DROP TRIGGER {name}")
        self.db = self.store._db

    def run(self, sql: str, *values: object) -> None:
        """Something done to the file by somebody who has its key."""
        self.store._db.execute(sql, values)

    def verify(self) -> Report:
        """The check, as this laptop makes it."""
        report = verifier.verify(self.store, keys_of(self.mine, self.theirs), this_device=self.mine.device)
        for problem in report.problems:
            words = " ".join((problem.where, problem.what, problem.safe, problem.do))
            assert SECRET.decode() not in words
            assert "{" not in words
        return report

    def codes(self) -> list[str]:
        """What was found, in short."""
        return [problem.code for problem in self.verify().problems]


@pytest.fixture
def journal() -> Iterator[Journal]:
    made = Journal()
    assert made.verify().ok
    made.run("BEGIN")
    yield made
    made.run("ROLLBACK")
    made.store._db.close()  # type: ignore[attr-defined]


def test_what_a_good_journal_counts(journal: Journal) -> None:
    assert journal.verify().checked == {
        "revisions": 8,
        "chains": 2,
        "unknown_kind": 0,
        "unauthorised": 0,
        "revoked": 0,
        "waiting": 0,
        "forks": 0,
        "contents": 8,
        "contents_absent": 0,
        "links": 4,
        "heads": 5,
        "receipts": 0,
    }


def flips(size: int) -> list[tuple[int, int]]:
    chance = random.Random(20261103)
    return [(place, 1 << chance.randrange(8)) for place in range(size)]


@pytest.mark.parametrize("column", ["header", "sig", "rev", "device", "case_id", "record", "nonce", "body"])
@pytest.mark.parametrize("number", [3, 6])
def test_every_single_byte_flipped_is_named(journal: Journal, column: str, number: int) -> None:
    table, key = ("payload", "rev") if column in ("nonce", "body") else ("rev", "rev")
    rev = bytes.fromhex(journal.rows[number - 1].id)
    good: bytes = journal.db.execute(f"SELECT {column} FROM {table} WHERE {key}=?", (rev,)).fetchone()[0]
    seq = journal.rows[number - 1].head.seq
    for place, bit in flips(len(good)):
        bad = bytearray(good)
        bad[place] ^= bit
        journal.run("SAVEPOINT flip")
        journal.run(f"UPDATE {table} SET {column}=? WHERE {key}=?", bytes(bad), rev)
        problems = journal.verify().problems
        journal.run("ROLLBACK TO flip")
        assert problems, (column, place)
        laptop = "this laptop" if number == 3 else f"laptop {journal.theirs.device[:8]}"
        named = [problem.where for problem in problems]
        if column == "device":  # the row then stands in another chain, which is named by the altered number
            assert any(problem.code == "column" for problem in problems)
        else:
            assert any(where.startswith(f"Revision {seq} of {laptop}") for where in named), (place, named)
        if column in ("header", "sig", "nonce", "body"):
            assert len(problems) == 1, problems


def test_the_sentence_names_number_laptop_kind_and_time(journal: Journal) -> None:
    journal.run("UPDATE payload SET body=x'00' WHERE rev=?", bytes.fromhex(journal.rows[2].id))
    assert journal.verify().problems == [
        Problem(
            where="Revision 3 of this laptop (chronology entry, 3 Nov 2026 16:31)",
            what="Its contents are not those that were signed.",
            safe="Every revision that is not listed here is as it was signed.",
            do="Do not work on in this case file. Keep it as it is, tell your supervisor, and restore a backup into a"
            " new folder: what the office has received can be fetched again.",
            code="payload",
            rev=journal.rows[2].id,
        )
    ]


@pytest.mark.parametrize(
    ("sql", "codes"),
    [
        ("UPDATE rev SET epoch=7 WHERE n=3", ["gap", "column", "gap"]),
        ("UPDATE rev SET seq=70 WHERE n=3", ["gap", "column", "gap"]),
        ("UPDATE rev SET kind='note/1' WHERE n=3", ["column"]),
        ("DELETE FROM rev WHERE n=1", ["gap", "contents-lost", "parent"]),
        ("DELETE FROM rev WHERE n=2", ["gap", "contents-lost", "index-lost"]),
        ("DELETE FROM parent WHERE rev=(SELECT rev FROM rev WHERE n=4)", ["link"]),
        ("INSERT INTO parent SELECT rev, x'11' FROM rev WHERE n=2", ["link"]),
        ("INSERT INTO parent VALUES(x'11', x'22')", ["index-lost"]),
        ("DELETE FROM head WHERE rev=(SELECT rev FROM rev WHERE n=5)", ["head-missing"]),
        ("INSERT INTO head SELECT record, rev FROM rev WHERE n=4", ["head-extra"]),
        ("UPDATE head SET record=x'11' WHERE rev=(SELECT rev FROM rev WHERE n=5)", ["head-extra", "head-missing"]),
        ("INSERT INTO payload VALUES(x'11', x'22', x'33')", ["contents-lost"]),
        ("UPDATE rev SET status=4 WHERE n=5", ["waiting", "head-extra"]),
        ("UPDATE rev SET status=2 WHERE n=5", ["head-extra"]),
    ],
)
def test_tables_that_do_not_agree_with_the_headers(journal: Journal, sql: str, codes: list[str]) -> None:
    journal.run(sql)
    found = journal.codes()
    assert sorted(set(found)) == sorted(set(codes)), found


def test_the_last_row_cut_off_is_for_the_pins_to_find(journal: Journal) -> None:
    """Documented limit: a chain that was shortened at its end is still a chain."""
    journal.run("DELETE FROM head WHERE rev=(SELECT rev FROM rev WHERE n=8)")
    journal.run("DELETE FROM payload WHERE rev=(SELECT rev FROM rev WHERE n=8)")
    journal.run("DELETE FROM rev WHERE n=8")
    assert journal.verify().ok


def test_history_signed_again_from_one_row_on_breaks_the_chain(journal: Journal) -> None:
    old = journal.rows[1]
    header = old.header.replace(b"DC 1234", b"DC 9999")
    journal.run(
        "UPDATE rev SET header=?, sig=?, rev=? WHERE n=2",
        header,
        journal.mine.sign(signed_bytes(header)),
        bytes.fromhex(rev_id(header)),
    )
    problems = journal.verify().problems
    assert ("chain", "Revision 3 of this laptop (chronology entry, 3 Nov 2026 16:31)") in [
        (problem.code, problem.where) for problem in problems
    ]


def test_two_rows_exchanged(journal: Journal) -> None:
    journal.run("UPDATE rev SET seq=99 WHERE n=1")
    journal.run("UPDATE rev SET seq=1 WHERE n=2")
    journal.run("UPDATE rev SET seq=2 WHERE n=1")
    assert "column" in journal.codes()


def test_a_laptop_that_is_not_enrolled(journal: Journal) -> None:
    report = verifier.verify(journal.store, keys_of(journal.mine), this_device=journal.mine.device)
    assert [problem.code for problem in report.problems] == ["unknown-device"] * 2
    assert not report.ok
    assert report.as_dict()["ok"] is False
    wrong = {journal.mine.device: journal.mine.public, journal.theirs.device: journal.mine.public}
    report = verifier.verify(journal.store, wrong.get)
    assert [problem.code for problem in report.problems] == ["unknown-device"] * 2


def test_evidence_of_a_fork_that_was_altered(journal: Journal) -> None:
    two = journal.mine.write(payload=b"two", position=journal.mine.position)
    one = journal.mine.write(payload=b"one")
    journal.store.append(one)
    journal.store.add_fork(two, "2026-11-03")
    assert journal.codes() == ["fork"]
    journal.run("UPDATE fork SET sig=zeroblob(64)")
    assert journal.codes() == ["fork", "signature", "contents-lost"]


def test_progress_and_stopping(journal: Journal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verifier, "_PAGE", 3)
    told: list[tuple[int, int]] = []
    verifier.verify(journal.store, keys_of(journal.mine, journal.theirs), lambda *step: told.append(step))
    assert told == [(3, 8), (6, 8), (8, 8)]

    class Stopped(Exception):
        """The officer pressed Cancel."""

    def stop(done: int, total: int) -> None:
        raise Stopped

    with pytest.raises(Stopped):
        verifier.verify(journal.store, keys_of(journal.mine, journal.theirs), stop)
    assert journal.verify().ok


def test_chains_are_followed_across_pages(journal: Journal, monkeypatch: pytest.MonkeyPatch) -> None:
    for size in (1, 2, 3, 5):
        monkeypatch.setattr(verifier, "_PAGE", size)
        assert journal.verify().checked["chains"] == 2
        assert journal.verify().ok
    monkeypatch.setattr(verifier, "_PAGE", 1)
    journal.run("UPDATE rev SET header=x'00' WHERE n=2")
    assert journal.codes() == ["header-form"]


def test_every_finding_has_its_three_sentences() -> None:
    assert set(RULES) <= set(TEXTS)
    for code, texts in TEXTS.items():
        assert len(texts) == 3, code
        assert all(text[0].isupper() and text.rstrip().endswith(".") for text in texts), code
