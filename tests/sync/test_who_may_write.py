"""Rosters, roles and lost laptops in the exchange: what counts, what is kept and does not, and what is judged again."""

from __future__ import annotations

from collections.abc import Callable

import msgspec
import pytest

from pclo_app.casefile import audit, backups, custody, integrity
from pclo_app.casefile.casefile import CaseFile
from pclo_app.casefile.errors import LaptopNotInUse, NotForThisRole, RosterRefused
from pclo_app.journal.errors import BadRevision
from pclo_app.journal.revision import NO_CASE, Revision
from pclo_app.journal.store import Status
from pclo_app.records.case import Case
from pclo_app.records.describe import KIND_NAMES
from pclo_app.records.review import Comment, Review
from pclo_app.records.roster import Cut, Roster
from pclo_app.sync import chains, membership
from pclo_app.sync.exchange import sync
from pclo_app.sync.introduce import MemoryDrop, enrol_directly
from tests.casefile.conftest import PASSPHRASE
from tests.casefile.dumps import projected
from tests.sync.conftest import Team, dump, entry, forge

REVIEW = Review(comments=(Comment(kind="comment", words="Read"),))


def change(cf: CaseFile, device: str, *, ds: bool | None = None, **fields: object) -> Roster:
    """The sergeant changes one laptop's entry."""
    member = membership.of(cf)
    old = member.roster
    devices = tuple(msgspec.structs.replace(each, **fields) if each.dev == device else each for each in old.devices)
    sergeants = old.ds
    if ds is not None:
        sergeants = tuple(dev for dev in old.ds if dev != device) + ((device,) if ds else ())
    roster = msgspec.structs.replace(
        old, n=old.n + 1, prev=member.rev, devices=devices, ds=sergeants, change_reason="Changed"
    )
    cf.save(roster, case=NO_CASE, id=member.record)
    return roster


def status_of(cf: CaseFile, rev: str) -> Status:
    stored = cf.store.stored(rev)
    assert stored is not None
    return stored.status


def all_rows(cf: CaseFile) -> list[Revision]:
    return [stored.revision for stored in cf.store.since(0, -1)]


class TestT32:
    """Bundles of others: refused, or kept and not counting, and always listed."""

    def test_t32_another_team(self, team: Team, make_casefile: Callable[..., CaseFile]) -> None:
        stranger, theirs = make_casefile("stranger", "DS"), make_casefile("theirs")
        enrol_directly(stranger, theirs)
        theirs.save(Case(reference="X", family="Y"), case="")
        team.office()
        elsewhere = MemoryDrop()
        sync(theirs, elsewhere)
        for lying, data in elsewhere.files.items():
            team.drop.publish(lying.place, lying.name, data)
        before = dump(team.sergeant, but=("meta",))
        report = team.office()
        assert report.received_rows == 0 and len(report.refused) == 1 and "has not enrolled" in report.refused[0][1]
        assert dump(team.sergeant, but=("meta", "receipt", "outbox"))["rev"] == before["rev"]

    def test_t32_a_retired_laptop(self, team: Team) -> None:
        team.there()
        change(team.sergeant, team.officer.vault.device, state="retired")
        report = team.office()
        assert report.received_rows == 0 and any("retired" in reason for _, reason in report.refused)

    def test_t32_a_lost_laptop_behind_its_cut(self, sent: Team) -> None:
        """What the office had counts; what the thief writes is kept, listed, and no part of the record."""
        device, chain = sent.officer.vault.device, chains.own(sent.officer)[0]
        seq = chains.last(sent.officer, chain)
        cut = Cut(epoch=1, seq=seq, rev=chains.rev_at(sent.officer, chain, seq))
        change(sent.sergeant, device, state="lost", cut=cut)
        late = sent.officer.save(entry("Written by the thief"), case=sent.case)
        sent.there()
        report = sent.office()
        assert report.received_rows == seq + 1 and status_of(sent.sergeant, late.rev) is Status.REVOKED
        assert any("was out of use" in alarm for alarm in report.alarms)
        assert [item.record.fact for item in sent.sergeant.entries(sent.case)] == ["A visit took place"]
        (line,) = audit.not_counted(sent.sergeant)
        assert line.rev == late.rev and line.remark == "Does not count: the laptop was out of use"
        assert integrity.verify(sent.sergeant).ok

    def test_t32_an_epoch_behind_the_cut(self, sent: Team) -> None:
        """A cut is a place in an epoch: a new chain of the lost laptop lies behind it, whatever its numbers."""
        sent.office()
        cut = Cut(epoch=1, seq=2, rev=chains.rev_at(sent.officer, chains.own(sent.officer)[0], 2))
        change(sent.sergeant, sent.officer.vault.device, state="lost", cut=cut)
        sent.officer.epoch = 2
        late = sent.officer.save(entry("In a new chain"), case=sent.case)
        sent.sergeant.admit(sent.officer.store.rows(sent.officer.vault.device, 2))
        assert status_of(sent.sergeant, late.rev) is Status.REVOKED


def test_rows_taken_in_before_are_judged_again_when_a_laptop_is_cut(sent: Team) -> None:
    sent.write("Second"), sent.there(), sent.office()
    ds, device = sent.sergeant, sent.officer.vault.device
    assert len(ds.entries(sent.case)) == 2
    change(ds, device, state="lost", cut=Cut(epoch=1, seq=2, rev=chains.rev_at(ds, f"{device}.1", 2)))
    assert [item.record.fact for item in ds.entries(sent.case)] == ["A visit took place"]
    live = projected(ds)
    ds.rebuild()
    assert projected(ds) == live and len(audit.not_counted(ds)) == 1
    change(ds, device, state="active", cut=None)  # it was found
    assert len(ds.entries(sent.case)) == 2 and audit.not_counted(ds) == []


def test_nothing_typed_on_a_laptop_that_is_out_is_taken_as_saved(sent: Team) -> None:
    sent.office()
    change(sent.sergeant, sent.officer.vault.device, state="retired")
    sent.officer.admit(all_rows(sent.sergeant))
    newest = sent.sergeant.store.newest_receipt()
    assert newest is not None
    before = sent.officer.store.count()
    with sent.officer.store.transaction():  # it cites a receipt that covers the roster
        sent.officer.store.set_meta("newest_receipt", "b" * 64)
    sent.officer.save(entry("Not known to be behind it"), case=sent.case)
    sent.office()
    later = sent.sergeant.store.newest_receipt()
    assert later is not None and later.n > newest.n
    with sent.officer.store.transaction():
        sent.officer.store.add_receipt(later)
        from pclo_app.journal.receipt import name_of

        sent.officer.store.set_meta("newest_receipt", name_of(later.body))
    sent.officer.judge_again()
    with pytest.raises(LaptopNotInUse):
        sent.officer.save(entry("Lost words"), case=sent.case)
    assert sent.officer.store.count() == before + 1


def test_a_laptop_put_out_of_use_is_read_rotated_and_restored_and_nothing_of_it_counts(sent: Team) -> None:
    """A sergeant retires the laptop that she sits at. Her keys can change; her words would not count."""
    sent.there(), sent.office(), sent.there()
    cf, folder = sent.sergeant, sent.sergeant.vault.folder
    change(cf, sent.officer.vault.device, ds=True)
    change(cf, cf.vault.device, ds=False, state="retired")
    before = cf.store.count()
    for save in (lambda: cf.save(entry("Lost words"), case=sent.case), lambda: cf.save_many([(entry("x"), sent.case)])):
        with pytest.raises(LaptopNotInUse):
            save()
    assert cf.store.count() == before
    consulted = audit.consult(cf, sent.case, "casework")
    assert consulted is not None and status_of(cf, consulted.rev) is Status.REVOKED
    backup = backups.run(cf)
    cf.close()
    backups.restore(backup.path, folder, PASSPHRASE, secrets=None, clock=cf.clock).close()
    with CaseFile.open(folder, PASSPHRASE, secrets=None, clock=cf.clock) as cf:
        custody.rotate(cf, PASSPHRASE)
    with CaseFile.open(folder, PASSPHRASE, secrets=None, clock=cf.clock) as cf:
        assert cf.vault.generation == 2 and integrity.verify(cf).ok
        kept = {line.kind for line in audit.not_counted(cf)}
        assert kept == {KIND_NAMES[kind] for kind in ("consult", "epoch", "key_event")}
        live = projected(cf)
        cf.rebuild()
        assert projected(cf) == live


def test_a_promoted_officer_reviews_from_then_on_and_what_was_before_does_not_count(sent: Team) -> None:
    officer, ds = sent.officer, sent.sergeant
    early = forge(officer, REVIEW, sent.case)
    with pytest.raises(NotForThisRole):
        officer.save(REVIEW, case=sent.case)
    sent.there(), sent.office(), sent.there()
    change(ds, officer.vault.device, ds=True)
    sent.office()
    assert sent.there().refused == [] and officer.role == "DS"
    later = officer.save(REVIEW, case=sent.case)
    ds.admit(officer.store.rows(officer.vault.device, 1))
    officer.rebuild()
    for cf in (officer, ds):
        assert status_of(cf, later.rev) is Status.OK and status_of(cf, early.id) is Status.UNAUTHORISED
    change(ds, officer.vault.device, ds=False)
    assert status_of(ds, later.rev) is Status.OK  # it was right when it was written


def test_a_sergeant_no_more_reviews_no_more(team: Team, make_casefile: Callable[..., CaseFile]) -> None:
    second = make_casefile("second", "DS")
    enrol_directly(team.sergeant, second)
    team.write(), team.there(), team.office(), sync(second, team.drop), team.office(), sync(second, team.drop)
    assert second.save(REVIEW, case=team.case).fresh
    change(team.sergeant, second.vault.device, ds=False)
    second.admit(all_rows(team.sergeant))
    assert second.role == "PCLO"
    with pytest.raises(NotForThisRole):
        second.save(REVIEW, case=team.case)
    saved = second.save(entry("Casework goes on"), case=team.case)
    assert second.version(saved.rev).role == "PCLO" and status_of(second, saved.rev) is Status.OK


def test_a_row_that_came_before_the_roster_that_permits_it_is_judged_again(
    team: Team, make_casefile: Callable[..., CaseFile]
) -> None:
    second = make_casefile("second", "DS")
    enrol_directly(team.sergeant, second)
    second.admit(all_rows(team.officer))
    review = second.save(REVIEW, case=team.case)
    rows = list(second.store.rows(second.vault.device, 1))
    officer = team.officer
    assert officer.roster() is not None and officer.roster().device(second.vault.device) is None  # type: ignore[union-attr]
    keys = {second.vault.device: second.vault.signer.public}
    officer.admit(rows, keys=lambda dev: keys.get(dev) or officer.key_of(dev))
    assert status_of(officer, review.rev) is Status.REVOKED and officer.items(kind="review") == []
    team.office()
    report = team.there()
    assert report.refused == [] and status_of(officer, review.rev) is Status.OK
    assert len(officer.items(kind="review")) == 1


def test_two_sergeants_change_the_roster_at_once(team: Team, make_casefile: Callable[..., CaseFile]) -> None:
    """Everybody comes to the same roster, whichever came first; the other is named, to be done again."""
    second = make_casefile("second", "DS")
    enrol_directly(team.sergeant, second)
    third, fourth = make_casefile("third"), make_casefile("fourth")
    enrol_directly(second, fourth)
    enrol_directly(team.sergeant, third)
    people = (team.sergeant, second)
    rows = {cf: all_rows(cf) for cf in people}
    first_known = second.authority.newest
    second.admit(rows[team.sergeant]), team.sergeant.admit(rows[second])
    assert {cf.authority.newest.rev for cf in people} == {team.sergeant.authority.newest.rev}  # type: ignore[union-attr]
    assert second.authority.newest != first_known
    roster = second.roster()
    assert roster is not None and roster.device(third.vault.device) and not roster.device(fourth.vault.device)
    assert len(second.authority.refused) == len(team.sergeant.authority.refused) == 1
    enrol_directly(second, fourth)
    team.sergeant.admit(all_rows(second))
    assert team.sergeant.roster() == second.roster()
    assert team.sergeant.roster().device(fourth.vault.device)  # type: ignore[union-attr]


def test_nobody_who_was_put_out_undoes_it(team: Team, make_casefile: Callable[..., CaseFile]) -> None:
    second = make_casefile("second", "DS")
    enrol_directly(team.sergeant, second)
    member = membership.of(second)
    change(team.sergeant, second.vault.device, ds=False)
    mine = msgspec.structs.replace(member.roster, n=member.roster.n + 1, prev=member.rev, change_reason="I stay")
    for _ in range(2):  # a longer line of rosters changes nothing either
        revision = forge(second, mine, NO_CASE, id=member.record, parents=(mine.prev,), role="DS")
        mine = msgspec.structs.replace(mine, n=mine.n + 1, prev=revision.id)
    before = team.sergeant.authority.newest
    assert before is not None
    team.sergeant.admit(second.store.rows(second.vault.device, 1))
    assert team.sergeant.authority.newest == before and len(team.sergeant.authority.refused) == 2
    second.admit(all_rows(team.sergeant))
    assert second.roster() == before.roster


def test_t37_a_roster_that_is_not_signed_or_leaves_nobody(team: Team) -> None:
    ds = team.sergeant
    member = membership.of(ds)
    alone = msgspec.structs.replace(member.roster, n=member.roster.n + 1, prev=member.rev, ds=(), change_reason="r")
    with pytest.raises(RosterRefused):
        ds.save(alone, case=NO_CASE, id=member.record)
    twice = msgspec.structs.replace(alone, ds=member.roster.ds, devices=(*alone.devices, alone.devices[1]))
    with pytest.raises(RosterRefused):
        ds.save(twice, case=NO_CASE, id=member.record)
    before = member.roster
    forged = forge(ds, alone, NO_CASE, id=member.record, parents=(member.rev,))
    team.officer.admit(ds.store.rows(ds.vault.device, 1))
    assert team.officer.roster() == before and status_of(team.officer, forged.id) is Status.UNAUTHORISED
    unsigned = Revision(forged.header, bytes(64), forged.nonce, forged.payload)
    with pytest.raises(BadRevision):
        team.officer.admit([unsigned])


def test_words_in_somebody_elses_name_do_not_count(sent: Team) -> None:
    officer = sent.officer
    other = forge(officer, entry("In the sergeant’s name"), sent.case, role="DS")
    sent.there(), sent.office()
    assert status_of(sent.sergeant, other.id) is Status.UNAUTHORISED
    assert audit.not_counted(sent.sergeant)[0].remark == "Does not count: its writer’s role does not allow it"
