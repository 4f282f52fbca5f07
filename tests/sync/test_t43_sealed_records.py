"""T43: a record changed after it was shown is shown again; a sealed one is never changed, by nobody."""

from __future__ import annotations

import pytest

from pclo_app.casefile import after_sealing, integrity, meetings
from pclo_app.casefile.errors import NotAsPresented, SealedRecord
from pclo_app.journal.store import Status
from pclo_app.records.base import Named
from pclo_app.records.meeting import StrategyMeeting
from pclo_app.records.seal import Ink
from tests.sync.conftest import Team, forge

PDF = b"%PDF-1.7 what the chair saw"
CHAIR = Named(name="Imelda Crosbie", rank="Team Manager", agency="CSC")
ANSWER = meetings.Answer("signed", CHAIR.name, CHAIR.rank, "Social care", Ink(dev="typed", unit="0.01mm", strokes=()),
                         seen=(1,))  # fmt: skip


def meeting(place: str, why: str = "") -> StrategyMeeting:
    return StrategyMeeting(number="SM-2", date="2026-11-05", place=place, change_reason=why)


def test_t43_a_record_changed_after_it_was_shown_is_shown_again(team: Team) -> None:
    cf = team.officer
    id = cf.save(meeting("Room 3"), case=team.case).id
    first = meetings.present(cf, id, PDF, 1)
    cf.save(meeting("Room 4", "The chair asked"), case=team.case, id=id)
    with pytest.raises(NotAsPresented):
        meetings.seal(cf, first, ANSWER, text="", template="meeting/2")
    assert not cf.item(id).sealed and meetings.seals(cf) == []
    again = meetings.present(cf, id, PDF + b" again", 1)
    sealed = meetings.seal(cf, again, ANSWER, text="", template="meeting/2")
    assert meetings.presented_version(cf, sealed).record.place == "Room 4"  # type: ignore[union-attr]
    shown = [item.record.digest for item in cf.items(team.case, "disclose") if item.record.act == "shown to the chair"]
    assert len(shown) == 2, "the earlier showing stays in the log"


def test_t43_a_sealed_record_is_changed_by_no_form_and_by_no_crafted_bundle(team: Team) -> None:
    officer, sergeant = team.officer, team.sergeant
    id = officer.save(meeting("Room 3"), case=team.case).id
    sealed = meetings.seal(officer, meetings.present(officer, id, PDF, 1), ANSWER, text="", template="meeting/2")
    with pytest.raises(SealedRecord):
        officer.save(meeting("Room 4", "I know better"), case=team.case, id=id)
    team.there(), team.office()
    # A laptop with altered software signs a change of the sealed record all the same, and sends it.
    forged = forge(officer, meeting("Room 4", "Forged"), team.case, id=id, parents=(sealed.seal.record.rec,))  # type: ignore[union-attr]
    team.there(), team.office()
    stored = sergeant.store.stored(forged.id)
    assert stored is not None and stored.status is Status.UNAUTHORISED
    item = sergeant.item(id)
    assert (item.record.place, item.sealed, len(item.heads)) == ("Room 3", True, 1)
    (theirs,) = meetings.seals(sergeant)
    assert theirs.code == sealed.code
    # What may still be said is said beside it.
    after_sealing.add_statement(sergeant, id, "The room was 4.", CHAIR)
    assert [each.record.words for each in after_sealing.statements(sergeant, id)] == ["The room was 4."]
    assert not [each for each in integrity.verify(sergeant).problems if each.code == "seal"]
