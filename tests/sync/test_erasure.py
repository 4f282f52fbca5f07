"""Erasure by law: gone from every place of every laptop, and no old bundle brings it back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from pclo_app.casefile import audit, chronology, erasure, integrity, meetings, purging, saved_filters, search
from pclo_app.casefile.casefile import CaseFile
from pclo_app.casefile.errors import CannotErase, ErasedRecord, NoSuchRecord, NotForThisRole
from pclo_app.casefile.model import ChronologyFilter
from pclo_app.journal.revision import make
from pclo_app.journal.store import Status
from pclo_app.records import kinds
from pclo_app.records.audit import Attachment, Erasure
from pclo_app.records.errors import IncompleteRecord
from pclo_app.sync.exchange import sync
from pclo_app.sync.introduce import enrol_directly
from pclo_app.vault.errors import WrongPassphrase
from tests.casefile.dumps import projected
from tests.sync.conftest import PASSPHRASE, Team, entry, forge
from tests.sync.test_the_way_to_the_office import _seal

CANARY = "zqxjwvcanary"
WHY = {"ground": "Right to erasure, DPA 2018 section 47", "authority": "DPU/2026/114, Insp. H Mercer"}
PAGE, RESERVED = 4096, 80


def pages(cf: CaseFile) -> bytes:
    """Every page of the database file and of its log, decrypted, those that are free included."""
    key = bytes.fromhex(cf.vault._database_key)

    def clear(page: bytes, number: int) -> bytes:
        body = page[16 if number == 1 else 0 : PAGE - RESERVED]
        cipher = Cipher(algorithms.AES(key), modes.CBC(page[PAGE - RESERVED : PAGE - RESERVED + 16])).decryptor()
        return cipher.update(body) + cipher.finalize()

    raw = cf.vault.database_path.read_bytes()
    found = [clear(raw[start : start + PAGE], start // PAGE + 1) for start in range(0, len(raw), PAGE)]
    log = cf.vault.database_path.with_name(cf.vault.database_path.name + "-wal")
    frames = log.read_bytes()[32:] if log.exists() else b""
    for start in range(0, len(frames), 24 + PAGE):
        number = int.from_bytes(frames[start : start + 4], "big")
        found.append(clear(frames[start + 24 : start + 24 + PAGE], number))
    assert b"CREATE TABLE" in b"".join(found)  # it is really in clear
    return b"".join(found)


def values(cf: CaseFile) -> bytes:
    """Every value of every table, the index's own tables included."""
    names = [row[0] for row in cf.db.execute("SELECT name FROM sqlite_schema WHERE type='table'")]
    assert {"words_data", "rev", "payload", "draft", "line"} <= set(names)
    found = []
    for name in names:
        if name != "words":
            for row in cf.db.execute(f'SELECT * FROM "{name}"'):
                found += [value if isinstance(value, bytes) else str(value).encode() for value in row]
    return b"\0".join(found)


def words_there(cf: CaseFile) -> list[str]:
    """Where the canary, or enough of it to be known, still is."""
    found: list[str] = []
    for name, data in (("pages", pages(cf)), ("values", values(cf))):
        for piece in (CANARY, CANARY[3:]):  # the index stores the beginning that two words share once
            found += [f"{name}: {piece}"] if piece.encode() in data else []
    blobs = b"".join(cf.blob(digest) for digest in _digests(cf))
    return found + (["documents"] if CANARY.encode() in blobs else [])


def _digests(cf: CaseFile) -> list[str]:
    named = {digest for stored in cf.store.since(0, -1) for digest in stored.revision.head.att}
    return [digest for digest in named if cf.has_blob(digest)]


@pytest.fixture
def full(team: Team) -> Team:
    """A case with the canary in an entry, its amendment, a document, a sealed record and a draft; at the office too."""
    cf = team.officer
    first = team.write(f"{CANARY} was seen", edtf="2026-10-01")
    cf.save(entry(f"{CANARY} was heard", change_reason=f"{CANARY} again"), case=team.case, id=first)
    digest = cf.put_blob(b"a letter about " + CANARY.encode() * 100)
    paper = Attachment(file_name=f"{CANARY}.txt", media_type="text/plain", size=1, digest=digest)
    cf.save(paper, case=team.case, attachments=(digest,))
    team.write("Nothing about anybody")
    cf.put_draft(f"entry/{team.case}/{first}", CANARY.encode())
    _seal(cf, team.case)
    for each in (cf, team.sergeant):
        saved_filters.keep(each, "About them", ChronologyFilter(words=f"agency:police -{CANARY[:6]}"))
        saved_filters.keep(each, CANARY.upper(), ChronologyFilter(decisions=True))
        saved_filters.keep(each, "Police only", ChronologyFilter(words="agency:police zzz"))
    team.there(), team.office(), team.there()
    return team


def test_t27_a_case_is_erased_everywhere_and_stays_so(full: Team) -> None:
    ds, officer = full.sergeant, full.officer
    old = {lying: full.path(lying).read_bytes() for lying in full.up()}
    chains = {cf: cf.store.highest() for cf in (ds, officer)}
    assert words_there(ds) and words_there(officer) and search.find(officer, CANARY)
    plan = erasure.plan(ds, case=full.case)
    assert plan.whole_case and len(plan.documents) == 2 and len(plan.sealed) == 1
    assert plan.filters == ("About them", CANARY.upper())
    code = plan.sealed[0]
    with pytest.raises(WrongPassphrase):
        erasure.erase(ds, plan, **WHY, passphrase="not this one")
    assert search.find(ds, CANARY)
    erasure.erase(ds, plan, **WHY, passphrase=PASSPHRASE)
    full.office()
    assert words_there(officer)
    assert full.there().refused == []
    for cf in (ds, officer):
        assert words_there(cf) == []
        assert search.find(cf, CANARY) == [] and chronology.count(cf, full.case) == 0 and cf.cases() == []
        assert cf.drafts() == {} and meetings.seals(cf) == []
        assert [each.name for each in saved_filters.saved(cf)] == ["Police only"]
        report = integrity.verify(cf)
        assert report.ok, report.problems
        assert report.checked["contents_absent"] == len(plan.revs)
        for chain, (seq, rev) in chains[cf].items():  # not a row of any chain has gone
            assert cf.store.get(rev) is not None and cf.store.highest()[chain][0] >= seq
        told = erasure.of_record(cf, full.case)
        assert told is not None and told.by == "Farah Whitcombe, Detective Sergeant" and told.ground == WHY["ground"]
        assert erasure.of_code(cf, code) == told == erasure.of_rev(cf, plan.revs[0])
        with pytest.raises(ErasedRecord, match="2026-11-03 by Farah Whitcombe, Detective Sergeant"):
            meetings.by_code(cf, code)
        gone = [line for line in audit.every(cf) if line.remark == "contents erased"]
        assert {line.rev for line in gone} == set(plan.revs) and not any(CANARY in line.what for line in gone)
        live = projected(cf)
        cf.rebuild()
        assert projected(cf) == live and words_there(cf) == []
    # Old bundles come again, rows and documents; and a third laptop gets rows after their erasure.
    for cf in (ds, officer):
        with cf.store.transaction():
            cf.db.execute("DELETE FROM seen_bundle")
    for lying, data in old.items():
        full.path(lying).write_bytes(data)
    full.office(), full.there(), full.office()
    for cf in (ds, officer):
        assert words_there(cf) == [] and cf.cases() == []


def test_t27_a_row_that_comes_after_its_erasure_is_taken_in_without_its_words(full: Team) -> None:
    """Erased before it arrives, in the same lot, or as evidence of a second history: never stored."""
    ds, officer = full.sergeant, full.officer
    late = officer.store.get(officer.save(entry(f"{CANARY} late"), case=full.case).rev)
    assert late is not None
    gone = Erasure(revs=(late.id,), ground="g", authority="a")
    ds.save(gone, case=full.case)
    ds.admit([late])
    stored = ds.store.stored(late.id)
    assert stored is not None and stored.revision.payload is None and stored.status is Status.OK
    assert integrity.verify(ds).ok
    ds.admit([late])
    assert not ds.store.has_payload(late.id)
    third = next(iter(ds.store.rows(ds.vault.device, 1, ds.store.tip(ds.vault.device, 1).seq - 2)))
    officer.admit([third])
    assert not officer.store.has_payload(late.id)


def test_t27_a_second_history_is_erased_as_well(full: Team) -> None:
    """Evidence that a laptop signed two rows for one place keeps its contents; erased are both."""
    ds, officer = full.sergeant, full.officer
    place = officer.store.tip(officer.vault.device, 1)
    one = officer.store.get(officer.save(entry("One history"), case=full.case).rev)
    assert one is not None
    other = make(
        place, officer._author(), at=officer.now(), case=full.case, record=one.head.rec, kind="chronology_entry/1",
        payload=kinds.encode(entry(f"{CANARY} in another")), sign=officer.vault.signer.sign,
    )  # fmt: skip
    ds.admit([one])
    assert ds.admit([other])[0].forks and ds.store.has_payload(other.id)
    plan = erasure.plan(ds, records=[one.head.rec])
    assert set(plan.revs) == {one.id, other.id}
    erasure.erase(ds, plan, **WHY, passphrase=PASSPHRASE)
    assert not ds.store.has_payload(one.id) and not ds.store.has_payload(other.id)
    officer.admit(ds.store.rows(ds.vault.device, 1, ds.store.tip(ds.vault.device, 1).seq - 2))
    officer.admit([other])  # it comes after its erasure, and only as evidence
    assert len(officer.store.forks()) == 1 and not officer.store.has_payload(other.id)
    assert [problem.code for problem in integrity.verify(officer).problems] == ["fork"]


def test_t27_only_a_sergeant_erases(full: Team) -> None:
    officer = full.officer
    item = officer.entries(full.case)[0]
    with pytest.raises(NotForThisRole):
        erasure.erase(officer, erasure.plan(officer, records=[item.id]), **WHY, passphrase=PASSPHRASE)
    forged = forge(officer, Erasure(revs=(item.rev,), ground="g", authority="a"), full.case)
    full.there()
    assert any("does not count" in alarm for alarm in full.office().alarms)
    assert full.sergeant.store.has_payload(item.rev) and not erasure.listed(full.sergeant)
    assert full.sergeant.store.stored(forged.id).status is Status.UNAUTHORISED  # type: ignore[union-attr]


def test_t27_one_record_goes_with_all_its_revisions_and_nothing_else(full: Team) -> None:
    ds = full.sergeant
    about = [item for item in ds.entries(full.case) if CANARY in item.record.fact]
    plan = erasure.plan(ds, records=[about[0].id])
    assert len(plan.revs) == 2 and plan.documents == () and not plan.whole_case
    assert plan.filters == () and len(saved_filters.saved(ds)) == 3  # the words stand in other records still
    with pytest.raises(IncompleteRecord):
        erasure.erase(ds, plan, ground=" ", authority="a", passphrase=PASSPHRASE)
    erasure.erase(ds, plan, **WHY, passphrase=PASSPHRASE)
    with pytest.raises(NoSuchRecord):
        ds.item(about[0].id)
    assert [version.record for version in ds.history(about[0].id)] == [None, None]
    assert len(ds.entries(full.case)) == 1 and len(_digests(ds)) == 2


def test_a_sealed_record_takes_its_answer_and_its_pdf_along(full: Team) -> None:
    ds = full.sergeant
    sealed = meetings.seals(ds)[0]
    plan = erasure.plan(ds, records=[sealed.meeting])
    assert plan.sealed == (sealed.code,) and len(plan.documents) == 1 and len(plan.records) == 2
    erasure.erase(ds, plan, **WHY, passphrase=PASSPHRASE)
    assert meetings.seals(ds) == [] and not ds.has_blob(plan.documents[0])
    assert erasure.of_code(ds, sealed.code) is not None and integrity.verify(ds).ok


def test_a_document_that_another_record_names_stays(full: Team) -> None:
    ds = full.sergeant
    paper = ds.items(full.case, "attachment")[0]
    digest = paper.record.digest
    ds.save(paper.record, case=full.case, attachments=(digest,))
    plan = erasure.plan(ds, records=[paper.id])
    assert plan.documents == ()
    erasure.erase(ds, plan, **WHY, passphrase=PASSPHRASE)
    assert ds.has_blob(digest)


def test_what_cannot_be_erased(full: Team) -> None:
    ds = full.sergeant
    roster = ds.authority.newest
    assert roster is not None
    for record in (roster.record, ds.items(kind="disclose")[0].id):
        with pytest.raises(CannotErase):
            erasure.plan(ds, records=[record])
    with pytest.raises(NoSuchRecord):
        erasure.plan(ds, records=["ab" * 16])
    with pytest.raises(CannotErase):
        erasure.plan(ds, case="ab" * 16)
    ds.save(Erasure(revs=(roster.rev,), ground="g", authority="a"), case=full.case)  # by other means
    assert ds.store.has_payload(roster.rev) and ds.roster() is not None
    ds.rebuild()
    assert ds.store.has_payload(roster.rev)


def test_a_crash_between_the_tables_and_the_files_is_made_good(full: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    ds = full.sergeant
    plan = erasure.plan(ds, case=full.case)
    with monkeypatch.context() as patch:
        patch.setattr(purging, "finish", lambda cf: None)
        erasure.erase(ds, plan, **WHY, passphrase=PASSPHRASE)
        assert all(ds.has_blob(document) for document in plan.documents)
        ds.close()
    with CaseFile.open(ds.vault.folder, PASSPHRASE, clock=ds.clock) as again:
        assert not any(again.has_blob(document) for document in plan.documents)
        assert words_there(again) == []


def test_all_or_nothing(full: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    ds = full.sergeant
    before = projected(ds)
    calls: list[str] = []

    def full_disk(*_: object) -> None:
        calls.append("asked")
        raise OSError("no space")

    with monkeypatch.context() as patch:
        patch.setattr("pclo_app.casefile.projection.refresh", full_disk)
        with pytest.raises(OSError, match="no space"):
            erasure.erase(ds, erasure.plan(ds, case=full.case), **WHY, passphrase=PASSPHRASE)
    assert calls and projected(ds) == before and ds.store.meta("purging") is None


def test_t27_a_third_laptop_applies_it_too(full: Team, make_casefile: Callable[..., CaseFile], tmp_path: Path) -> None:
    second = make_casefile("second", "DS")
    enrol_directly(full.sergeant, second)
    full.office(), sync(second, full.drop)
    full.office(), sync(second, full.drop)
    assert words_there(second)
    erasure.erase(full.sergeant, erasure.plan(full.sergeant, case=full.case), **WHY, passphrase=PASSPHRASE)
    full.office(), sync(second, full.drop)
    assert words_there(second) == [] and erasure.listed(second)
