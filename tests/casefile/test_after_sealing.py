"""Statements beside a sealed record, new versions, and paper that comes back."""

from __future__ import annotations

from datetime import timedelta

import pytest

from pclo_app.casefile import after_sealing, meetings
from pclo_app.casefile.casefile import CaseFile
from pclo_app.casefile.errors import AmendmentOpen, NotSealed, SealedRecord
from pclo_app.casefile.meetings import Answer
from pclo_app.records.after_sealing import PaperReturn
from pclo_app.records.base import Named
from pclo_app.records.errors import IncompleteRecord
from pclo_app.records.meeting import StrategyMeeting
from pclo_app.records.seal import Ink
from tests.casefile.conftest import TurnedClock

CHAIR = Named(name="Ines Corrigan", rank="Team Manager", agency="CSC")
PDF = b"%PDF-1.7 what the chair saw"
INK = Ink(dev="typed", unit="0.01mm", strokes=())


def sealed(cf: CaseFile, case: str, outcome: str = "signed", number: str = "SM-1") -> str:
    meeting = cf.save(StrategyMeeting(number=number, date="2026-11-03"), case=case).id
    answer_it(cf, meeting, outcome)
    return meeting


def answer_it(cf: CaseFile, meeting: str, outcome: str = "signed") -> None:
    shown = meetings.present(cf, meeting, PDF + meeting.encode(), 1)
    answer = Answer(outcome, CHAIR.name, CHAIR.rank, "Social care", INK, seen=(1,))  # type: ignore[arg-type]
    meetings.seal(cf, shown, answer, text="words", template="t")


def test_a_statement_stands_beside_and_the_record_stays(cf: CaseFile, case: str) -> None:
    meeting = sealed(cf, case)
    before = cf.item(meeting).rev, meetings.seal_of(cf, meeting)
    after_sealing.add_statement(cf, meeting, "The medical was at 15:00, not 14:00.", CHAIR, about="Medical assessment")
    after_sealing.add_statement(cf, meeting, "Heard from the school since.", CHAIR)
    assert [item.record.words for item in after_sealing.statements(cf, meeting)] == [
        "The medical was at 15:00, not 14:00.", "Heard from the school since.",
    ]  # fmt: skip
    assert (cf.item(meeting).rev, meetings.seal_of(cf, meeting)) == before
    with pytest.raises(IncompleteRecord):
        after_sealing.add_statement(cf, meeting, "By nobody", Named(name="Somebody"))


def test_only_a_sealed_record_has_statements_and_versions(cf: CaseFile, case: str) -> None:
    meeting = cf.save(StrategyMeeting(number="SM-1"), case=case).id
    with pytest.raises(NotSealed):
        after_sealing.add_statement(cf, meeting, "x", CHAIR)
    with pytest.raises(NotSealed):
        after_sealing.amend(cf, meeting, "x")


def test_a_new_version_takes_the_place_only_by_its_own_seal(cf: CaseFile, case: str) -> None:
    meeting = sealed(cf, case)
    code = meetings.seal_of(cf, meeting)
    with pytest.raises(IncompleteRecord):
        after_sealing.amend(cf, meeting, " ")
    second = after_sealing.amend(cf, meeting, "The chair remembered a decision").id
    record = cf.item(second).record
    assert (record.number, record.version, record.amends) == ("SM-1", 2, meeting)
    assert after_sealing.taken_over_by(cf, meeting) is None
    with pytest.raises(AmendmentOpen):
        after_sealing.amend(cf, meeting, "Again")
    answer_it(cf, second)
    over = after_sealing.taken_over_by(cf, meeting)
    assert over is not None and over.id == second and meetings.seal_of(cf, meeting) == code
    third = after_sealing.amend(cf, meeting, "Once more").id
    assert cf.item(third).record.version == 3
    with pytest.raises(SealedRecord):
        cf.save(StrategyMeeting(number="SM-1", change_reason="x"), case=case, id=meeting)


def test_paper_is_waited_for_until_it_comes_back(cf: CaseFile, case: str, clock: TurnedClock) -> None:
    meeting = sealed(cf, case, "wet-ink")
    (out,) = after_sealing.waiting(cf)
    assert (out.meeting, out.number, (out.due - out.since).days, out.overdue) == (meeting, "SM-1", 14, False)
    clock.time += timedelta(days=15)
    assert after_sealing.waiting(cf)[0].overdue
    record = meetings.seal_of(cf, meeting)
    assert record is not None
    said = PaperReturn(meeting="", code="", attachment="", how="typed", received_on="", says="signed", seen_by=CHAIR)
    after_sealing.paper_came_back(cf, record, "scan.pdf", b"%PDF-1.4 scan", said)
    assert after_sealing.waiting(cf) == []
    back = after_sealing.paper_of(cf, meeting)
    assert back is not None and back.record.code == record.code
    assert back.record.received_on == cf.now().date().isoformat()
    assert cf.item(back.record.attachment).record.file_name == "scan.pdf"


def test_a_return_that_is_not_whole_links_nothing(cf: CaseFile, case: str) -> None:
    meeting = sealed(cf, case, "wet-ink")
    record = meetings.seal_of(cf, meeting)
    assert record is not None
    said = PaperReturn(meeting="", code="", attachment="", how="typed", received_on="", seen_by=CHAIR)
    with pytest.raises(IncompleteRecord):
        after_sealing.paper_came_back(cf, record, "scan.pdf", b"%PDF-1.4 scan", said)
    assert cf.items(case, "attachment") == [] and len(after_sealing.waiting(cf)) == 1


def test_a_page_without_a_code_is_kept_as_a_task(cf: CaseFile, case: str) -> None:
    after_sealing.keep_unmatched(cf, case, "page.png", b"\x89PNG\r\n\x1a\n")
    (item,) = after_sealing.unmatched(cf, case)
    assert item.record.file_name == "page.png"
