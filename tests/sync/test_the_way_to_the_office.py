"""Officer, office, review, receipt: the whole way, with a sealed record and its PDF."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from pclo_app.casefile import integrity, meetings
from pclo_app.casefile.casefile import CaseFile
from pclo_app.journal.store import Status
from pclo_app.records.base import Named
from pclo_app.records.meeting import Attendee, MeetingAction, StrategyMeeting
from pclo_app.records.review import Comment, Review
from pclo_app.records.seal import Ink
from pclo_app.sync import bundle, container, packing
from pclo_app.sync.exchange import sync
from pclo_app.sync.status import AT_OFFICE, HERE_ONLY, ON_ITS_WAY, status
from tests.sync.conftest import Team, dump, entry, forge, run_age

PDF = b"%PDF-1.7 the very pages that the chair saw" * 1000
INK = Ink(dev="pen", unit="0.01mm", strokes=(((1, 2, 3, 400), (4, 5, 6, 500)),))


def _meeting(**more: object) -> StrategyMeeting:
    chair = Attendee(name="Imelda Crosbie", rank="Team Manager", agency="CSC", chair=True, attendance="present")
    who = Named(name="J Prideaux", rank="Social Worker")
    action = MeetingAction(what="Visit", why="To see", who=who, by="2026-11-09")
    fields: dict[str, object] = {"number": "SM-2", "date": "2026-11-05", "attendance": (chair,), "actions": (action,)}
    return StrategyMeeting(**(fields | more))  # type: ignore[arg-type]


def _seal(cf: CaseFile, case: str) -> meetings.Sealed:
    id = cf.save(_meeting(), case=case).id
    shown = meetings.present(cf, id, PDF, 3)
    answer = meetings.Answer(
        outcome="signed", name="Imelda Crosbie", desig="Team Manager", agency="Kingsmere", ink=INK, seen=(1, 2, 3)
    )
    return meetings.seal(cf, shown, answer, text="the record", template="meeting/1")


def test_the_whole_way(team: Team) -> None:
    team.write("First"), team.write("Second", edtf="2026-10")
    sealed = _seal(team.officer, team.case)
    written = team.officer.unsent()

    sent = team.there()
    assert (sent.sent_rows, sent.sent_bundles, sent.unsent) == (written, 2, written)  # one with the PDF, one with rows
    assert [item.state for item in status(team.officer).items] == [ON_ITS_WAY] * len(status(team.officer).items)

    received = team.office()
    assert (received.received_rows, received.received_bundles, received.refused) == (written, 2, [])
    ours, theirs = (cf.entries(team.case) for cf in (team.officer, team.sergeant))
    assert [item.heads for item in theirs] == [item.heads for item in ours]
    found = meetings.by_code(team.sergeant, sealed.code)
    assert found.digest == sealed.digest and meetings.presented_pdf(team.sergeant, found) == PDF
    assert integrity.verify(team.sergeant).ok

    review = team.review("Who saw this, and was it first-hand?")
    assert team.office().sent_rows >= 1
    back = team.there()
    assert (back.reviews, back.refused, back.alarms, back.unsent) == (1, [], [], 0)
    assert back.receipts >= 1
    shown = team.officer.item(review)
    assert shown.record.comments[0].words == "Who saw this, and was it first-hand?"
    assert shown.heads[0].by == "Farah Whitcombe, Detective Sergeant"
    now = status(team.officer)
    assert now.receipts[0].office == "Farah Whitcombe, Detective Sergeant" and now.receipts[0].covers == written
    assert (now.acked, now.on_its_way, now.here_only, now.items) == (written, 0, 0, [])
    assert team.officer.store.outgoing() == []
    assert integrity.verify(team.officer).ok


def test_new_revisions_cite_the_newest_receipt(sent: Team) -> None:
    sent.office(), sent.there()
    saved = sent.officer.save(entry("Later"), case=sent.case)
    revision = sent.officer.store.get(saved.rev)
    assert revision is not None and revision.head.rcpt == status(sent.officer).receipts[0].name


def test_syncing_again_does_nothing(sent: Team) -> None:
    sent.office(), sent.review(), sent.office(), sent.there(), sent.office()
    before = [dump(cf, but=("meta",)) for cf in (sent.officer, sent.sergeant)]
    files = sorted(str(path) for path in sent.drop.root.rglob("*"))
    for _ in range(20):
        for report in (sent.there(), sent.office()):
            assert (report.sent_bundles, report.received_bundles, report.received_rows) == (0, 0, 0)
            assert (report.receipts, report.refused, report.alarms) == (0, [], [])
    assert [dump(cf, but=("meta",)) for cf in (sent.officer, sent.sergeant)] == before
    assert sorted(str(path) for path in sent.drop.root.rglob("*")) == files


def test_what_is_where_before_and_after(team: Team) -> None:
    team.write()
    first = status(team.officer)
    assert (first.here_only, first.on_its_way, first.acked) == (2, 0, 0)
    assert first.here_only_by_kind == {"case": 1, "chronology_entry": 1}
    assert [(item.title, item.state) for item in first.items] == [
        ("ORRIN-VALE KM-0417", HERE_ONLY), ("A visit took place", HERE_ONLY),
    ]  # fmt: skip
    team.there()
    team.write("Another")
    second = status(team.officer)
    assert (second.here_only, second.on_its_way) == (1, 2)
    assert second.items[-1].state == HERE_ONLY and AT_OFFICE not in [item.state for item in second.items]


def test_a_rehearsal_changes_nothing(team: Team) -> None:
    team.write()
    before = dump(team.officer)
    report = sync(team.officer, team.drop, dry_run=True)
    assert (report.sent_rows, report.sent_bundles, report.dry_run) == (2, 0, True)
    assert dump(team.officer) == before and not team.drop.root.exists()
    team.there()
    before = dump(team.sergeant)
    report = sync(team.sergeant, team.drop, dry_run=True)
    assert (report.received_rows, report.received_bundles) == (2, 1)
    assert dump(team.sergeant) == before and team.down() == []


def test_published_is_not_delivered(sent: Team) -> None:
    """A bundle that vanishes before the office reads it goes out again; one with a receipt does not."""
    sent.path(sent.up()[0]).unlink()
    again = sent.there()
    assert (again.sent_rows, again.sent_bundles, again.unsent) == (2, 1, 2)
    assert sent.office().received_rows == 2
    sent.there()
    sent.path(sent.up()[0]).unlink()
    assert sent.there().sent_bundles == 0


def test_only_the_missing_rows_go_again_when_the_office_names_a_gap(sent: Team) -> None:
    first = sent.path(sent.up()[0])
    kept = first.read_bytes()
    sent.write("Second"), sent.there()
    first.unlink()  # the office never sees it, though the officer's own look may still show it
    sent.office()
    first.write_bytes(kept)
    back = sent.there()
    assert back.receipts == 1 and back.unsent == 3 and back.sent_rows == 3
    first.unlink()
    assert sent.office().refused == []
    assert sent.there().unsent == 0
    assert integrity.verify(sent.sergeant).ok


def test_a_document_that_did_not_arrive_holds_the_receipt_back(team: Team) -> None:
    _seal(team.officer, team.case)
    team.there()
    blob = next(lying for lying in team.up() if _kind(team, lying.name) == "blob")
    team.path(blob).unlink()
    assert team.office().received_rows > 0
    back = team.there()
    assert back.unsent > 0
    assert back.sent_bundles >= 1
    assert team.office().refused == []
    assert team.there().unsent == 0
    assert team.sergeant.has_blob(meetings.seals(team.officer)[0].seal.record.pdf)  # type: ignore[union-attr]


def _kind(team: Team, name: str) -> str:
    data = next(team.path(lying) for lying in team.up() if lying.name == name).read_bytes()
    return container.read_outer(data).header.type


def test_a_large_document_travels_in_pieces(team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bundle, "PART_SIZE", 4096)
    monkeypatch.setattr(bundle, "ROWS_SIZE", 6000)
    monkeypatch.setattr(bundle.in_lots, "__defaults__", (6000,))
    _seal(team.officer, team.case)
    team.there()
    assert [_kind(team, lying.name) for lying in team.up()].count("blob") >= len(PDF) // 4096
    report = team.office()
    assert report.refused == [] and report.alarms == []
    assert meetings.presented_pdf(team.sergeant, meetings.seals(team.sergeant)[0]) == PDF
    assert len(team.sergeant.vault.blobs.names()) == 1
    assert team.there().unsent == 0


def test_many_rows_travel_in_several_bundles(team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bundle.in_lots, "__defaults__", (8000,))
    team.officer.save_many([(entry(f"Fact {number}"), team.case) for number in range(60)])
    sent = team.there()
    assert sent.sent_rows == 61 and sent.sent_bundles > 5
    assert team.office().received_rows == 61
    assert team.there().unsent == 0


@pytest.mark.skipif(shutil.which("age") is None, reason="needs the command age (Debian package age)")
def test_the_age_tool_opens_the_inner_part_for_the_sergeant_and_for_nobody_else(sent: Team, tmp_path: Path) -> None:
    outer = container.read_outer(sent.path(sent.up()[0]).read_bytes())
    keys = {}
    for name, cf in (("sergeant", sent.sergeant), ("officer", sent.officer)):
        keys[name] = tmp_path / f"{name}.key"
        keys[name].write_text(cf.vault.age_identity + "\n")
    opened = run_age("-d", "-i", str(keys["sergeant"]), data=outer.body)
    assert opened.returncode == 0
    lines = packing.unpack(opened.stdout)
    assert lines.startswith(b'{"manifest":{"team":') and b"ORRIN-VALE" in lines
    refused = run_age("-d", "-i", str(keys["officer"]), data=outer.body)
    assert refused.returncode != 0 and refused.stdout == b""


def test_no_word_of_a_case_is_in_the_drop(sent: Team) -> None:
    sent.office(), sent.review("Orangery"), sent.office()
    for path in sent.drop.root.rglob("*"):
        assert "KM-0417" not in str(path)
        if path.is_file():
            data = path.read_bytes()
            assert not any(word in data for word in (b"ORRIN", b"A visit", b"Orangery", b"Pettifer", b"KM-0417"))


def test_two_people_change_one_entry(sent: Team) -> None:
    id = sent.officer.entries(sent.case)[0].id
    sent.office()
    sent.officer.save(entry("Mine", change_reason="I was there"), case=sent.case, id=id)
    sent.sergeant.save(entry("Theirs", change_reason="I asked"), case=sent.case, id=id)
    sent.there()
    assert sent.office().conflicts == [id]
    assert sent.there().conflicts == [id]
    for cf in (sent.officer, sent.sergeant):
        assert {head.record.fact for head in cf.item(id).heads if head.record} == {"Mine", "Theirs"}
    heads = tuple(head.rev for head in sent.officer.item(id).heads)
    sent.officer.save(entry("Both", change_reason="Agreed"), case=sent.case, id=id, based_on=heads)
    sent.there()
    assert sent.office().conflicts == []
    assert [head.record.fact for head in sent.sergeant.item(id).heads if head.record] == ["Both"]


def test_a_review_by_somebody_who_is_no_sergeant_does_not_count(sent: Team) -> None:
    item = sent.officer.entries(sent.case)[0]
    review = Review(comments=(Comment(kind="comment", words="Signed off", record=item.id, rev=item.rev),))
    forged = forge(sent.officer, review, sent.case)
    sent.there()
    report = sent.office()
    assert report.received_rows == 3 and len(report.alarms) == 1 and "does not count" in report.alarms[0]
    stored = sent.sergeant.store.stored(forged.id)
    assert stored is not None and stored.status is Status.UNAUTHORISED
    assert sent.sergeant.items(kind="review") == []


def test_a_sealed_record_is_not_changed_by_a_bundle(team: Team) -> None:
    sealed = _seal(team.officer, team.case)
    team.officer.db.execute("DELETE FROM sealed")  # a laptop with altered software
    changed = team.officer.save(_meeting(place="elsewhere", change_reason="x"), case=team.case, id=sealed.meeting)
    team.there()
    report = team.office()
    stored = team.sergeant.store.stored(changed.rev)
    assert stored is not None and stored.status is Status.UNAUTHORISED and report.alarms
    assert team.sergeant.item(sealed.meeting).record.place == "" and team.sergeant.item(sealed.meeting).sealed


def test_words_of_other_peoples_cases_stay_at_the_office(team: Team) -> None:
    from pclo_app.records.case import Case

    team.write(), team.there(), team.office()
    secret = team.sergeant.save(Case(reference="KM-9", family="OTHER"), case="")
    team.office(), team.there()
    stored = team.officer.store.stored(secret.rev)
    assert stored is not None and stored.revision.payload is None
    assert [item.record.reference for item in team.officer.cases()] == ["KM-0417"]
    report = integrity.verify(team.officer)
    assert report.ok and report.checked["contents_absent"] == 1
