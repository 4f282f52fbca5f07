"""T41: whatever is changed about a sealed record has another code, and the check names the part.

The alterations are those of somebody who has the keys of the case file and writes into it past
the app; each is made, checked for and taken back in one transaction of a real encrypted file.
"""

from __future__ import annotations

import hashlib
import os
import random
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import msgspec
import pytest

from pclo_app.casefile import integrity, meetings, sealed_check
from pclo_app.casefile.casefile import CaseFile
from pclo_app.journal.findings import Report
from pclo_app.records import kinds
from pclo_app.records.seal import Seal, code_of, seal_digest
from pclo_app.reports import strategy_record
from pclo_app.reports.strategy_view import MeetingView
from pclo_app.vault.keys import Cost
from tests.reports.conftest import ink_of, view

__all__ = ["view"]
ALTERATIONS = 10_000


@pytest.fixture(scope="module")
def cf(tmp_path_factory: pytest.TempPathFactory, view: MeetingView) -> Iterator[CaseFile]:
    """A case file with one sealed record of four pages, signed with a reservation."""
    opened = CaseFile.create(
        tmp_path_factory.mktemp("sealed") / "vault", "sampler orchard viaduct mitten", name="Dawn Pettifer",
        rank="PCLO (Band D)", role="PCLO", team="Team North", secrets=None, cost=Cost(m=8 * 1024, t=1, p=1),
        clock=lambda: datetime(2026, 11, 5, 15, 16, tzinfo=UTC),
    )  # fmt: skip
    case = opened.save(view.case, case="").id
    meeting = opened.save(msgspec.structs.replace(view.meeting, children=()), case=case).id
    shown = strategy_record.presented(opened, meeting)
    showing = meetings.present(opened, meeting, shown.pdf, shown.pages)
    answer = meetings.Answer(
        outcome="reserved", name="Imelda Crosbie", desig="Team Manager", agency="Kingsmere social care",
        reserve="Look again on Monday 9 November.", ink=ink_of(), seen=tuple(range(1, shown.pages + 1)),
    )  # fmt: skip
    meetings.seal(opened, showing, answer, text=shown.text(), template=shown.template)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def sealed(cf: CaseFile) -> meetings.Sealed:
    (found,) = meetings.seals(cf)
    return found


def changes(seal: Seal) -> dict[str, Seal]:
    """A seal with one thing changed, for each thing that it holds."""
    put = msgspec.structs.replace
    first, *others = seal.ink.strokes
    x, y, at, pressure = first[0]
    moved = put(seal.ink, strokes=((((x + 1, y, at, pressure)), *first[1:]), *others))
    harder = put(seal.ink, strokes=(((x, y, at, (pressure or 0) + 1), *first[1:]), *others))
    return {
        "pdf": put(seal, pdf=hashlib.sha256(b"another").hexdigest()),
        "pages": put(seal, pages=seal.pages + 1),
        "text": put(seal, txt=hashlib.sha256(b"another").hexdigest()),
        "record": put(seal, rec="0" * 64),
        "name": put(seal, by=put(seal.by, name="Imelda Crosby")),
        "role": put(seal, by=put(seal.by, desig="Team manager")),
        "agency": put(seal, by=put(seal.by, agency="Kingsmere Social Care")),
        "identity": put(seal, by=put(seal.by, idcheck="warrant/ID badge seen")),
        "outcome": put(seal, outcome="signed"),
        "reservation": put(seal, reserve=(seal.reserve or "") + " "),
        "no reservation": put(seal, reserve=None),
        "reason": put(seal, why="x"),
        "statement": put(seal, stmt=seal.stmt.replace("this", "the")),
        "ink point": put(seal, ink=moved),
        "pressure": put(seal, ink=harder),
        "device": put(seal, ink=put(seal.ink, dev="mouse")),
        "moment": put(seal, present=(seal.present[0], "2026-11-05T15:12:01Z")),
        "seen": put(seal, seen=seal.seen[:-1]),
        "read out": put(seal, aloud=True),
        "witness": put(seal, witness=("F Whitcombe",)),
        "template": put(seal, tpl="meeting/9"),
        "version of the app": put(seal, app="9.9"),
        "salt": put(seal, salt="f" * 32),
    }


def test_t41_every_part_of_an_answer_makes_another_digest_and_another_code(sealed: meetings.Sealed) -> None:
    seal = sealed.seal.record
    assert isinstance(seal, Seal)
    altered = changes(seal)
    assert set(Seal.__struct_fields__) - {"change_reason", "v"} <= {
        "rec", "pdf", "pages", "txt", "tpl", "app", "outcome", "by", "stmt", "reserve", "why", "ink", "present", "seen",
        "aloud", "witness", "salt",
    }, "a new part of the seal is not among the changes"  # fmt: skip
    digests = {sealed.digest}
    for name, changed in altered.items():
        digest = seal_digest(kinds.encode(changed))
        assert digest not in digests, name
        assert code_of(digest) != sealed.code, name
        digests.add(digest)
    assert len({code_of(digest) for digest in digests}) == len(altered) + 1


class Undone:
    """Writes past the app into the open case file, and takes it back."""

    def __init__(self, cf: CaseFile) -> None:
        self.cf = cf
        self.triggers = [sql for (sql,) in cf.db.execute("SELECT sql FROM sqlite_master WHERE type='trigger'")]
        self.names = [name for (name,) in cf.db.execute("SELECT name FROM sqlite_master WHERE type='trigger'")]

    def __enter__(self) -> Undone:
        self.cf.db.execute("BEGIN")
        for name in self.names:
            self.cf.db.execute(f"DROP TRIGGER {name}")
        return self

    def __exit__(self, *_: object) -> None:
        self.cf.db.execute("ROLLBACK")

    def found(self, change: Callable[[Any], object], check: Callable[[CaseFile], Any]) -> Any:
        """What the check says after one change."""
        self.cf.db.execute("SAVEPOINT altered")
        try:
            change(self.cf.db)
            return check(self.cf)
        finally:
            self.cf.db.execute("ROLLBACK TO altered")
            self.cf.db.execute("RELEASE altered")


def test_t41_the_check_names_the_part(cf: CaseFile, sealed: meetings.Sealed) -> None:
    assert integrity.verify(cf).ok and integrity.signed(cf).ok
    rev, rec = bytes.fromhex(sealed.seal.rev), bytes.fromhex(sealed.seal.record.rec)  # type: ignore[union-attr]
    seal = sealed.seal.record
    assert isinstance(seal, Seal)

    def words(change: Callable[[Any], object]) -> str:
        report = undone.found(change, integrity.signed)
        assert not report.ok
        return " ".join(each.what for each in report.problems if each.code == "seal")

    with Undone(cf) as undone:
        for name, changed in changes(seal).items():
            body = kinds.encode(changed)
            said = words(lambda db, body=body: db.execute("UPDATE payload SET body=? WHERE rev=?", (body, rev)))
            assert sealed_check.ANSWER in said and sealed_check.CODE in said, name
            if name == "pages":
                assert "the PDF has 4 pages, and the chair’s answer says 5" in said
            if name == "pdf":
                assert sealed_check.MISSING_PDF in said
            if name == "record":
                assert sealed_check.NO_RECORD in said
        assert sealed_check.RECORD in words(
            lambda db: db.execute(
                "UPDATE payload SET body=CAST(replace(CAST(body AS TEXT), 'Room 3', 'Room 4') AS BLOB) WHERE rev=?",
                (rec,),
            )
        )
        assert sealed_check.CODE in words(lambda db: db.execute("UPDATE sealed SET meeting=?", (os.urandom(16),)))
        assert sealed_check.UNLISTED in words(lambda db: db.execute("DELETE FROM sealed"))
        assert sealed_check.LIST in words(
            lambda db: db.execute(
                "INSERT INTO sealed(code, digest, rev, presented, meeting) VALUES(?,?,?,?,?)",
                (code_of(bytes(32)), bytes(32), os.urandom(32), rec, os.urandom(16)),
            )
        )
        (sig,) = cf.db.execute("SELECT sig FROM rev WHERE rev=?", (rev,)).fetchone()
        other = bytes([sig[0] ^ 1, *sig[1:]])
        assert sealed_check.HEADER in words(lambda db: db.execute("UPDATE rev SET sig=? WHERE rev=?", (other, rev)))
    assert integrity.signed(cf).ok


def _flipped(raw: bytes, chance: random.Random) -> bytes:
    """The bytes with one to three bits turned, some left out or some put in."""
    changed = bytearray(raw)
    kind = chance.random()
    place = chance.randrange(len(changed))
    if kind < 0.7:
        for _ in range(chance.randint(1, 3)):
            changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
    elif kind < 0.85:
        del changed[place : place + chance.randint(1, 9)]
    else:
        changed[place:place] = chance.randbytes(chance.randint(1, 9))
    return bytes(changed) if bytes(changed) != raw else raw + b"\0"


def _other_answer(seal: Seal, chance: random.Random) -> bytes:
    """A well-formed answer with one thing changed: what a careful forger writes."""
    put = msgspec.structs.replace
    if chance.random() < 0.5:
        return kinds.encode(chance.choice(list(changes(seal).values())))
    strokes = [list(stroke) for stroke in seal.ink.strokes]
    stroke = chance.choice(strokes)
    place = chance.randrange(len(stroke))
    x, y, at, pressure = stroke[place]
    stroke[place] = (x + chance.choice((-1, 1)) * chance.randint(1, 40), y, at, pressure)
    return kinds.encode(put(seal, ink=put(seal.ink, strokes=tuple(map(tuple, strokes)))))


def test_ten_thousand_alterations_of_a_sealed_record_its_ink_its_pdf_and_its_seal_are_all_named(
    cf: CaseFile, sealed: meetings.Sealed
) -> None:
    chance = random.Random(20261105)
    seal = sealed.seal.record
    assert isinstance(seal, Seal)
    rev, rec = bytes.fromhex(sealed.seal.rev), bytes.fromhex(seal.rec)
    path = cf.vault.blobs.path_of(cf.vault.blobs.name_for(bytes.fromhex(seal.pdf)))
    file = path.read_bytes()

    def column(table: str, name: str, of: bytes) -> bytes:
        (value,) = cf.db.execute(f"SELECT {name} FROM {table} WHERE rev=?", (of,)).fetchone()
        return bytes(value)

    parts: dict[str, tuple[str, str, bytes]] = {
        "answer": ("payload", "body", rev), "salt of the answer": ("payload", "nonce", rev),
        "header": ("rev", "header", rev), "signature": ("rev", "sig", rev), "record": ("payload", "body", rec),
        "record's header": ("rev", "header", rec), "digest": ("sealed", "digest", rev),
        "presented": ("sealed", "presented", rev), "meeting": ("sealed", "meeting", rev),
    }  # fmt: skip
    values = {name: column(*place) for name, place in parts.items()}
    choices = ["pdf"] * 4 + ["ink and words"] * 4 + list(parts)
    unnamed: Counter[str] = Counter()
    told: Counter[str] = Counter()

    def caught(part: str) -> bool:
        # The sealed records' own check; the journal's is asked where that finds nothing.
        report = Report()
        sealed_check.seals(cf, report)
        return bool(report.problems) or not integrity.signed(cf).ok

    try:
        with Undone(cf) as undone:
            assert not undone.found(lambda db: None, lambda _: caught("nothing")), "the check finds what is not there"
            for _ in range(ALTERATIONS):
                part = chance.choice(choices)
                if part == "pdf":
                    path.write_bytes(_flipped(file, chance))
                    named = caught(part)
                    path.write_bytes(file)
                else:
                    table, name, of = parts["answer" if part == "ink and words" else part]
                    value = _other_answer(seal, chance) if part == "ink and words" else _flipped(values[part], chance)
                    sql = f"UPDATE {table} SET {name}=? WHERE rev=?"
                    named = undone.found(
                        lambda db, sql=sql, value=value, of=of: db.execute(sql, (value, of)), lambda _: caught("row")
                    )
                told[part] += 1
                unnamed[part] += not named
    finally:
        path.write_bytes(file)
    assert not +unnamed, f"not noticed: {dict(+unnamed)}"
    assert min(told.values()) > 300 and sum(told.values()) == ALTERATIONS
    assert integrity.verify(cf).ok
