"""Carrying less: a case leaves the laptop when the office has it, and comes back the same."""

from __future__ import annotations

import hashlib
from collections.abc import Callable

import msgspec
import pytest

from pclo_app.casefile import eviction, integrity, meetings, search
from pclo_app.casefile.casefile import CaseFile
from pclo_app.casefile.errors import CannotPutAway, NoSuchCase
from pclo_app.records.base import Named
from pclo_app.records.case import Case
from pclo_app.records.conference import Conference
from pclo_app.sync import bundle, membership
from pclo_app.sync.errors import BadContents
from pclo_app.sync.exchange import sync
from pclo_app.sync.introduce import enrol_directly
from pclo_app.vault.errors import WrongPassphrase
from tests.casefile.dumps import projected
from tests.sync.conftest import PASSPHRASE, Team, entry
from tests.sync.test_erasure import CANARY, words_there
from tests.sync.test_the_way_to_the_office import PDF, _seal


@pytest.fixture
def kept(team: Team) -> Team:
    """A case with amendments, a sealed record and a review, all of it at the office; nothing in hand."""
    first = team.write(f"{CANARY} was seen", edtf="2026-01-01")
    team.officer.save(entry(f"{CANARY} was heard", change_reason="clearer"), case=team.case, id=first)
    _seal(team.officer, team.case)
    team.there(), team.office()
    team.review(f"{CANARY} by whom?")
    team.officer.clock.time = team.officer.clock.time.replace(year=2027)  # type: ignore[attr-defined]
    team.office(), team.there(), team.office(), team.there()
    return team


def bodies(cf: CaseFile) -> dict[str, str]:
    """Every revision that is held with its words, by a hash of everything about it."""
    return {
        stored.revision.id: hashlib.sha256(
            stored.revision.header + stored.revision.sig + (stored.revision.nonce or b"") + stored.revision.payload
        ).hexdigest()
        for stored in cf.store.since(0, -1)
        if stored.revision.payload is not None
    }


def reasons(cf: CaseFile) -> str:
    (candidate,) = eviction.candidates(cf)
    return "; ".join(candidate.reasons)


def test_t35_a_case_that_was_put_away_comes_back_as_it_was(kept: Team) -> None:
    cf = kept.officer
    before, live = bodies(cf), projected(cf)
    with pytest.raises(WrongPassphrase):
        eviction.evict(cf, kept.case, "not this one")
    eviction.evict(cf, kept.case, PASSPHRASE)
    assert words_there(cf) == [] and search.find(cf, CANARY) == [] and cf.cases() == []
    assert meetings.seals(cf) == [] and not cf.has_blob(hashlib.sha256(PDF).hexdigest())
    assert [(each.reference, each.asked) for each in eviction.put_away(cf)] == [("KM-0417", "")]
    assert integrity.verify(cf).ok
    away = projected(cf)
    cf.rebuild()
    assert projected(cf) == away
    assert kept.there().returned == [] and kept.office().sent_bundles == 0  # nothing comes unasked
    eviction.fetch(cf, kept.case)
    kept.there()
    kept.office()
    back = kept.there()
    assert back.returned == [kept.case] and back.refused == [] and back.alarms == []
    assert bodies(cf) == before and projected(cf) == live and eviction.put_away(cf) == []
    assert meetings.presented_pdf(cf, meetings.seals(cf)[0]) == PDF and integrity.verify(cf).ok
    for _ in range(3):  # asked and answered once
        assert (kept.office().sent_bundles, kept.there().sent_bundles) == (0, 0)
    cf.save(entry("Work goes on"), case=kept.case)


def test_t35_only_what_a_receipt_covers(team: Team) -> None:
    cf = team.officer
    team.write("Not yet sent", edtf="2026-01-01")
    for act in (lambda: None, team.there, team.office):
        act()
        assert "not yet at the office" in reasons(cf)
        with pytest.raises(CannotPutAway):
            eviction.evict(cf, team.case, PASSPHRASE)
    team.there()
    assert reasons(cf) == ""
    team.write("One more", edtf="2026-01-02")
    assert reasons(cf) == "one of its revisions is not yet at the office"
    assert len(cf.entries(team.case)) == 2


def test_a_case_in_hand_stays(kept: Team) -> None:
    cf = kept.officer
    today = cf.now().date()
    conference = Conference(type="review", date=today.replace(day=today.day + 9).isoformat(), chair=Named())
    id = cf.save(conference, case=kept.case).id
    kept.there(), kept.office(), kept.there()
    assert reasons(cf) == "Review conference is within the next 10 days"
    later = Conference(type="review", date=today.replace(day=today.day + 11).isoformat(), change_reason="moved")
    cf.save(later, case=kept.case, id=id)
    kept.there(), kept.office(), kept.there()
    cf.put_draft(f"entry/{kept.case}", b"half a sen")
    assert reasons(cf) == "something typed for it is not saved yet"
    cf.drop_draft(f"entry/{kept.case}")
    entries = cf.entries(kept.case)
    cf.save(entry("Mine", change_reason="a"), case=kept.case, id=entries[0].id)
    kept.sergeant.save(entry("Theirs", change_reason="b"), case=kept.case, id=entries[0].id)
    for _ in range(2):
        kept.there(), kept.office()
    kept.there()
    assert reasons(cf) == "two versions of one of its records are not settled"
    with pytest.raises(NoSuchCase):
        eviction.evict(cf, "ab" * 16, PASSPHRASE)
    with pytest.raises(NoSuchCase):
        eviction.fetch(cf, kept.case)


def test_new_rows_of_a_case_that_is_away_are_taken_in(kept: Team) -> None:
    cf = kept.officer
    item = kept.sergeant.entries(kept.case)[0]
    eviction.evict(cf, kept.case, PASSPHRASE)
    kept.sergeant.save(entry("Later, by the office", change_reason="c"), case=kept.case, id=item.id)
    kept.office(), kept.there()
    assert cf.item(item.id).record.fact == "Later, by the office"
    eviction.fetch(cf, kept.case)
    kept.there(), kept.office(), kept.there()
    assert eviction.put_away(cf) == [] and len(cf.history(item.id)) == 3
    assert all(version.record is not None for version in cf.history(item.id))


def test_a_lost_question_and_a_lost_answer(kept: Team) -> None:
    cf = kept.officer
    before = bodies(cf)
    eviction.evict(cf, kept.case, PASSPHRASE)
    eviction.fetch(cf, kept.case)
    known = set(kept.up())
    kept.there()
    (question,) = set(kept.up()) - known
    kept.path(question).unlink()
    assert kept.office().sent_bundles == 0
    kept.there()  # its question is gone from the drop: it asks again
    known = set(kept.down())
    kept.office()
    answers = set(kept.down()) - known
    assert len(answers) == 2  # the PDF, and the rows
    for answer in answers:
        kept.path(answer).unlink()
    kept.there()
    assert bodies(cf) != before
    eviction.fetch(cf, kept.case)  # pressed once more
    kept.there(), kept.office()
    assert kept.there().returned == [kept.case] and bodies(cf) == before


def test_nobody_gets_words_by_asking_that_were_never_theirs(kept: Team, make_casefile: Callable[..., CaseFile]) -> None:
    other = make_casefile("other")
    enrol_directly(kept.sergeant, other)
    mine = other.save(Case(reference="KM-9", family="OTHER"), case="").id
    sync(other, kept.drop), kept.office(), sync(other, kept.drop)
    eviction.evict(other, mine, PASSPHRASE)
    (away,) = eviction.put_away(other)
    with other.store.transaction():  # a laptop with altered software asks for somebody else's case
        asked = [{"case": kept.case, "reference": "x", "at": "", "revisions": 1, "asked": "now"}]
        other.store.set_meta("put_away", msgspec.json.encode(asked).decode())
    sync(other, kept.drop), kept.office(), sync(other, kept.drop)
    assert (
        CANARY.encode() not in b"".join(stored.revision.payload or b"" for stored in other.store.since(0, -1))
        and away.case == mine
    )


def test_another_sergeants_laptop_gets_its_cases_back_as_well(
    kept: Team, make_casefile: Callable[..., CaseFile]
) -> None:
    second = make_casefile("second", "DS")
    enrol_directly(kept.sergeant, second)
    for _ in range(2):
        kept.office(), sync(second, kept.drop)
    kept.office(), sync(second, kept.drop)
    before = bodies(second)
    eviction.evict(second, kept.case, PASSPHRASE)
    assert words_there(second) == []
    eviction.fetch(second, kept.case)
    sync(second, kept.drop), kept.office()
    assert sync(second, kept.drop).returned == [kept.case]
    assert {rev: body for rev, body in bodies(second).items() if rev in before} == before


@pytest.mark.parametrize("cases", [[], ["x"], ["ab" * 16] * 300])
def test_a_question_that_breaks_a_rule(kept: Team, cases: list[str]) -> None:
    member = membership.of(kept.officer)
    manifest = bundle.Manifest(
        team=member.roster.team, sender=member.me.dev, to=(), created="", base={}, head={}, rows=0, blobs=0
    )
    good = bundle.write(manifest, [bundle.want_line([kept.case])])
    assert bundle.read(good).wants == (kept.case,)
    with pytest.raises(BadContents):
        bundle.read(bundle.write(manifest, [bundle.want_line(cases)]))
    with pytest.raises(BadContents):
        bundle.read(bundle.write(manifest, [bundle.want_line([kept.case])] * 2))
