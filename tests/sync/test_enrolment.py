"""Joining a team: who may do what, which words must match, which rosters are refused."""

from __future__ import annotations

import hashlib
from collections.abc import Callable

import msgspec
import pytest

from pclo_app.casefile import audit, rosters
from pclo_app.casefile.casefile import CaseFile
from pclo_app.casefile.errors import NotForThisRole, RosterRefused
from pclo_app.errors import KnownError
from pclo_app.journal.revision import NO_CASE, NO_REVISION, device_id
from pclo_app.records.roster import Roster
from pclo_app.sync import bundle, container, enrolment, fingerprint, membership
from pclo_app.sync.drop import Place, name_of
from pclo_app.sync.errors import (
    AlreadyEnrolled,
    BadContents,
    BundleAltered,
    FingerprintDiffers,
    NotAddressed,
    NotARequest,
    NotEnrolled,
    OnlyASergeant,
    OtherTeam,
    RosterExists,
)
from pclo_app.sync.exchange import sync
from pclo_app.sync.introduce import MemoryDrop, enrol_directly
from tests.sync.conftest import Team, dump, forge

Make = Callable[..., CaseFile]


def test_eight_words_of_a_key() -> None:
    words = fingerprint.of_key(bytes(range(32)))
    assert words == fingerprint.of_key(bytes(range(32))) and len(words.split()) == 8
    assert fingerprint.same(f"  {words.upper().replace(' ', '  ')} ", bytes(range(32)))
    assert fingerprint.same(words.replace(" ", "-"), bytes(range(32)))
    assert not fingerprint.same(" ".join(words.split()[:7]), bytes(range(32)))
    assert not fingerprint.same(" ".join(words.split()[::-1]), bytes(range(32)))
    assert not fingerprint.same("", bytes(range(32)))


def test_founding_and_joining(make_casefile: Make) -> None:
    sergeant, officer = make_casefile("sergeant", "DS"), make_casefile("officer")
    with pytest.raises(NotEnrolled):
        enrolment.show(officer)
    founded = enrolment.create(sergeant)
    assert (founded.n, founded.prev, founded.team_name) == (1, NO_REVISION, "Team North")
    assert founded.ds == (sergeant.vault.device,)
    with pytest.raises(RosterExists):
        enrolment.create(sergeant)
    asked = enrolment.request(officer)
    assert b"AGE-SECRET" not in asked
    welcome = enrolment.enrol(sergeant, asked, enrolment.own_fingerprint(officer))
    assert (welcome.roster.n, welcome.roster.prev) == (2, sergeant.history(membership.of(sergeant).record)[1].rev)
    again = enrolment.enrol(sergeant, asked, enrolment.own_fingerprint(officer))
    assert again.roster == welcome.roster and len(sergeant.history(membership.of(sergeant).record)) == 2
    roster = enrolment.accept(officer, welcome.file, enrolment.own_fingerprint(sergeant))
    assert roster == welcome.roster == officer.roster() == sergeant.roster()
    assert enrolment.accept(officer, welcome.file, enrolment.own_fingerprint(sergeant)) == roster
    _, lines = enrolment.show(officer)
    assert [(line.name, line.role, line.this_laptop) for line in lines] == [
        ("Farah Whitcombe", "DS", False), ("Dawn Pettifer", "PCLO", True),
    ]  # fmt: skip
    assert lines[1].fingerprint == enrolment.own_fingerprint(officer)


def test_only_a_sergeant_founds_and_enrols(team: Team, make_casefile: Make) -> None:
    third = make_casefile("third")
    with pytest.raises(OnlyASergeant):
        enrolment.create(third)
    with pytest.raises(OnlyASergeant):
        enrolment.enrol(team.officer, enrolment.request(third), enrolment.own_fingerprint(third))


@pytest.mark.parametrize("words", ["", "one two three four five six seven eight", "own of the sergeant"])
def test_the_words_must_match(make_casefile: Make, words: str) -> None:
    sergeant, officer = make_casefile("sergeant", "DS"), make_casefile("officer")
    enrolment.create(sergeant)
    typed = enrolment.own_fingerprint(sergeant) if words.startswith("own") else words
    before = dump(sergeant)
    with pytest.raises(FingerprintDiffers):
        enrolment.enrol(sergeant, enrolment.request(officer), typed)
    assert dump(sergeant) == before
    welcome = enrolment.enrol(sergeant, enrolment.request(officer), enrolment.own_fingerprint(officer))
    before = dump(officer)
    typed = enrolment.own_fingerprint(officer) if words.startswith("own") else words
    with pytest.raises(FingerprintDiffers):
        enrolment.accept(officer, welcome.file, typed)
    assert dump(officer) == before


def test_every_altered_byte_of_a_request_is_refused(make_casefile: Make) -> None:
    sergeant, officer = make_casefile("sergeant", "DS"), make_casefile("officer")
    enrolment.create(sergeant)
    asked, words = enrolment.request(officer), enrolment.own_fingerprint(officer)
    expected = msgspec.json.decode(asked)
    before = dump(sergeant)
    for place in range(len(asked)):
        altered = bytearray(asked)
        altered[place] ^= 1
        try:
            same = msgspec.json.decode(bytes(altered)) == expected  # a space that became another space
        except (msgspec.MsgspecError, UnicodeDecodeError):
            same = False
        if not same:
            with pytest.raises((NotARequest, FingerprintDiffers)):
                enrolment.enrol(sergeant, bytes(altered), words)
    assert dump(sergeant) == before
    for nonsense in (b"", b"[]", b"\xff" * 10, b"[" * 100_000, b"{}"):
        with pytest.raises(NotARequest):
            enrolment.read_request(nonsense)


SMALL_ORDER = "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05"


@pytest.mark.parametrize("key", [bytes(32), b"\x01" + bytes(31), bytes.fromhex(SMALL_ORDER)])
def test_t26_a_key_with_which_anybody_could_sign(make_casefile: Make, key: bytes) -> None:
    asked = msgspec.json.decode(enrolment.request(make_casefile("officer")))
    asked |= {"ed25519": key.hex(), "dev": device_id(key), "sig": bytes(64).hex()}
    with pytest.raises(NotARequest):
        enrolment.read_request(msgspec.json.encode(asked))


def test_every_altered_byte_of_a_welcome_is_refused(make_casefile: Make) -> None:
    sergeant, officer = make_casefile("sergeant", "DS"), make_casefile("officer")
    enrolment.create(sergeant)
    welcome = enrolment.enrol(sergeant, enrolment.request(officer), enrolment.own_fingerprint(officer)).file
    words, before = enrolment.own_fingerprint(sergeant), dump(officer)
    for place in range(0, len(welcome), 3):
        altered = bytearray(welcome)
        altered[place] ^= 4
        with pytest.raises(KnownError):
            enrolment.accept(officer, bytes(altered), words)
    for cut in (0, 10, 300, len(welcome) - 1):
        with pytest.raises(KnownError):
            enrolment.accept(officer, welcome[:cut], words)
    assert dump(officer) == before


def test_a_welcome_for_another_laptop_or_team(team: Team, make_casefile: Make) -> None:
    third, other = make_casefile("third"), make_casefile("other", "DS")
    words = enrolment.own_fingerprint(team.sergeant)
    for_third = enrolment.enrol(team.sergeant, enrolment.request(third), enrolment.own_fingerprint(third)).file
    with pytest.raises(NotAddressed):
        enrolment.accept(team.officer, for_third, words)
    enrolment.create(other)
    elsewhere = enrolment.enrol(other, enrolment.request(team.officer), enrolment.own_fingerprint(team.officer)).file
    with pytest.raises(OtherTeam):
        enrolment.accept(team.officer, elsewhere, enrolment.own_fingerprint(other))
    rows = team.path(team.up()[0]).read_bytes() if team.there() and team.up() else b""
    with pytest.raises(BadContents):
        enrolment.accept(third, rows, words)


def test_t26_a_signature_shifted_by_the_group_order(make_casefile: Make) -> None:
    asked = msgspec.json.decode(enrolment.request(make_casefile("officer")))
    sig = bytes.fromhex(asked["sig"])
    order = 2**252 + 27742317777372353535851937790883648493
    shifted = (int.from_bytes(sig[32:], "little") + order).to_bytes(32, "little")
    assert enrolment.read_request(msgspec.json.encode(asked)).sig == asked["sig"]
    with pytest.raises(NotARequest):
        enrolment.read_request(msgspec.json.encode(asked | {"sig": (sig[:32] + shifted).hex()}))


def test_t37_an_older_roster_is_refused(make_casefile: Make) -> None:
    sergeant, officer, third = make_casefile("sergeant", "DS"), make_casefile("officer"), make_casefile("third")
    enrolment.create(sergeant)
    old = enrolment.enrol(sergeant, enrolment.request(officer), enrolment.own_fingerprint(officer)).file
    enrolment.enrol(sergeant, enrolment.request(third), enrolment.own_fingerprint(third))
    new = enrolment.enrol(sergeant, enrolment.request(officer), enrolment.own_fingerprint(officer)).file
    words = enrolment.own_fingerprint(sergeant)
    assert enrolment.accept(officer, new, words).n == 3
    before = dump(officer)
    with pytest.raises(RosterRefused, match="older"):
        enrolment.accept(officer, old, words)
    assert dump(officer) == before


def test_t37_one_key_in_two_places_is_refused(team: Team) -> None:
    asked = msgspec.json.decode(enrolment.request(team.officer), type=enrolment.Request)
    member = membership.of(team.sergeant)
    taken = msgspec.structs.replace(member.roster.devices[1], age=member.roster.devices[0].age)
    with pytest.raises(RosterRefused, match="twice"):
        rosters.check_roster(msgspec.structs.replace(member.roster, devices=(member.roster.devices[0], taken)))
    with pytest.raises(AlreadyEnrolled):
        enrolment._grown(member, asked, taken)


def _next(team: Team, **change: object) -> tuple[Roster, tuple[Roster, str]]:
    member = membership.of(team.sergeant)
    following = msgspec.structs.replace(member.roster, n=member.roster.n + 1, prev=member.rev, **change)
    return following, (member.roster, member.rev)


def test_t37_which_roster_may_follow(team: Team) -> None:
    sergeant, officer = team.sergeant.vault.device, team.officer.vault.device
    good, before = _next(team)
    rosters.check_follows(good, sergeant, before)
    old = before[0]
    wrong = [
        (good, officer),  # by somebody who is no sergeant
        (msgspec.structs.replace(good, n=old.n), sergeant),
        (msgspec.structs.replace(good, n=old.n - 1), sergeant),
        (msgspec.structs.replace(good, n=old.n + 2), sergeant),
        (msgspec.structs.replace(good, prev="0" * 64), sergeant),
        (msgspec.structs.replace(good, team="f" * 16), sergeant),
        (msgspec.structs.replace(good, ds=()), sergeant),
        (msgspec.structs.replace(good, ds=("0" * 32,)), sergeant),
        (msgspec.structs.replace(good, devices=good.devices[:1]), sergeant),
        (msgspec.structs.replace(good, devices=(*good.devices, good.devices[0])), sergeant),
        (msgspec.structs.replace(good, persons=good.persons[:1]), sergeant),
    ]
    for roster, author in wrong:
        with pytest.raises(RosterRefused):
            rosters.check_follows(roster, author, before)
    with pytest.raises(RosterRefused):
        rosters.check_follows(good, sergeant, None)


def test_t37_a_roster_by_an_officer_does_not_come_into_force(team: Team) -> None:
    mine, _ = _next(team, ds=(team.sergeant.vault.device, team.officer.vault.device), change_reason="promoted")
    with pytest.raises(NotForThisRole):
        team.officer.save(mine, case="", id=membership.of(team.officer).record)
    member = membership.of(team.officer)
    forged = forge(team.officer, mine, NO_CASE, id=member.record, parents=(member.rev,))
    before = membership.of(team.sergeant).roster
    rows = list(team.officer.store.rows(team.officer.vault.device, 1))
    manifest = bundle.Manifest(
        team=before.team, sender=team.officer.vault.device, to=(team.sergeant.vault.age_recipient,), created="",
        base={}, head={}, rows=len(rows), blobs=0,
    )  # fmt: skip
    lines = bundle.write(manifest, [bundle.row_line(row, with_payload=True) for row in rows])
    data = container.seal(membership.sender(team.officer), 50, "rows", lines, manifest.to)
    drop = MemoryDrop()
    drop.publish(Place("up", team.officer.vault.device[:16]), name_of(50, data), data)
    report = sync(team.sergeant, drop)
    assert report.received_rows == len(rows) and len(report.alarms) == 2  # for the row and for the roster
    assert membership.of(team.sergeant).roster == before
    assert [line.rev for line in audit.not_counted(team.sergeant)] == [forged.id]
    team.officer.rebuild()
    assert membership.of(team.officer).roster == before  # nor where it was written


def test_a_new_roster_comes_with_the_exchange(team: Team, make_casefile: Make) -> None:
    third = make_casefile("third")
    enrol_directly(team.sergeant, third)
    team.office()
    report = team.there()
    assert report.refused == [] and report.alarms == []
    roster = team.officer.roster()
    assert roster is not None and roster.n == 3 and roster.device(third.vault.device) is not None


def test_a_retired_laptop_is_told(team: Team) -> None:
    member = membership.of(team.sergeant)
    devices = tuple(
        msgspec.structs.replace(device, state="retired") if device.dev == team.officer.vault.device else device
        for device in member.roster.devices
    )
    team.there()
    roster, _ = _next(team, devices=devices, change_reason="Retired")
    team.sergeant.save(roster, case="", id=member.record)
    assert any("retired" in reason for _, reason in team.office().refused)


def test_the_request_names_its_key(make_casefile: Make) -> None:
    asked = msgspec.json.decode(enrolment.request(cf := make_casefile("officer")))
    assert list(asked) == ["v", "person", "name", "rank", "role", "team", "dev", "ep", "ed25519", "age", "at", "sig"]
    assert asked["dev"] == hashlib.sha256(cf.vault.signer.public).hexdigest()[:32]
    assert BundleAltered.exit_code == 3
