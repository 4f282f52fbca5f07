"""Showing a record to its chair and sealing the answer."""

from __future__ import annotations

import hashlib

import pytest

from pclo_app.casefile import integrity, meetings
from pclo_app.casefile.casefile import CaseFile
from pclo_app.casefile.errors import MistypedCode, NoSuchCode, NotAsPresented, PagesNotSeen, SealedRecord
from pclo_app.records.base import Named
from pclo_app.records.errors import IncompleteRecord
from pclo_app.records.meeting import Attendee, MeetingAction, StrategyMeeting
from pclo_app.records.seal import Ink, code_of
from pclo_app.records.work import Action

INK = Ink(dev="mouse", unit="0.01mm", strokes=(((1, 2, 3, None), (4, 5, 6, None)),))
PDF = b"%PDF the record"


def _meeting(**more: object) -> StrategyMeeting:
    chair = Attendee(name="Imelda Crosbie", rank="Team Manager", agency="CSC", chair=True, attendance="present")
    worker = Named(name="J Prideaux", rank="Social Worker")
    action = MeetingAction(what="Visit", why="To see", who=worker, by="2026-11-09")
    fields: dict[str, object] = {"number": "SM-2", "date": "2026-11-05", "attendance": (chair,), "actions": (action,)}
    return StrategyMeeting(**(fields | more))  # type: ignore[arg-type]


def _answer(**more: object) -> meetings.Answer:
    fields: dict[str, object] = {
        "outcome": "signed", "name": "Imelda Crosbie", "desig": "Team Manager", "agency": "Kingsmere social care",
        "ink": INK, "seen": (1, 2, 3),
    }  # fmt: skip
    return meetings.Answer(**(fields | more))  # type: ignore[arg-type]


def _seal(cf: CaseFile, id: str, **more: object) -> meetings.Sealed:
    shown = meetings.present(cf, id, PDF, 3)
    return meetings.seal(cf, shown, _answer(**more), text="the record", template="meeting/1")


def test_the_seal_binds_the_answer_to_the_pdf_and_enters_the_actions(cf: CaseFile, case: str) -> None:
    id = cf.save(_meeting(), case=case).id
    sealed = _seal(cf, id)
    assert sealed.seal.record is not None
    assert sealed.seal.record.pdf == hashlib.sha256(PDF).hexdigest()  # type: ignore[attr-defined]
    assert sealed.code == code_of(hashlib.sha256(b"PCLO-SEAL-1\0" + sealed.payload).digest())
    assert meetings.presented_pdf(cf, sealed) == PDF
    assert cf.item(id).sealed
    assert [a.record.what for a in cf.items(case, "action")] == ["Visit"]
    assert [d.record.act for d in cf.items(case, "disclose")] == ["shown to the chair"]
    assert meetings.by_code(cf, sealed.code.lower().replace("-", " ").replace("0", "o")).meeting == id
    assert integrity.verify(cf).ok


def test_an_action_that_was_entered_already_is_not_entered_twice(cf: CaseFile, case: str) -> None:
    id = cf.save(_meeting(), case=case).id
    cf.save(Action(what="Visit", from_record=id), case=case)
    _seal(cf, id)
    assert [a.record.what for a in cf.items(case, "action")] == ["Visit"]


def test_a_sealed_record_never_changes(cf: CaseFile, case: str) -> None:
    id = cf.save(_meeting(), case=case).id
    _seal(cf, id)
    with pytest.raises(SealedRecord):
        cf.save(_meeting(place="elsewhere", change_reason="x"), case=case, id=id)
    with pytest.raises(SealedRecord):
        meetings.present(cf, id, PDF, 3)


def test_a_change_after_the_showing_means_showing_again(cf: CaseFile, case: str) -> None:
    id = cf.save(_meeting(), case=case).id
    shown = meetings.present(cf, id, PDF, 3)
    cf.save(_meeting(place="Room 3", change_reason="the chair asked"), case=case, id=id)
    with pytest.raises(NotAsPresented):
        meetings.seal(cf, shown, _answer(), text="", template="meeting/1")
    assert not cf.item(id).sealed


def test_every_page_must_have_been_seen_or_read_aloud(cf: CaseFile, case: str) -> None:
    id = cf.save(_meeting(), case=case).id
    shown = meetings.present(cf, id, PDF, 3)
    with pytest.raises(PagesNotSeen) as raised:
        meetings.seal(cf, shown, _answer(seen=(1, 3)), text="", template="meeting/1")
    assert raised.value.values["page"] == 2
    assert meetings.seal(cf, shown, _answer(seen=(), read_aloud=True), text="", template="meeting/1").code


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"ink": Ink(dev="none", unit="0.01mm", strokes=())}, "ink"),
        ({"outcome": "reserved"}, "reserve"),
        ({"outcome": "refused"}, "why"),
        ({"outcome": "unable", "why": " "}, "why"),
        ({"name": ""}, "by.name"),
        ({"agency": ""}, "by.agency"),
    ],
)
def test_what_an_answer_needs(cf: CaseFile, case: str, change: dict[str, object], field: str) -> None:
    id = cf.save(_meeting(), case=case).id
    with pytest.raises(IncompleteRecord) as raised:
        _seal(cf, id, **change)
    assert raised.value.values["field"] == field
    assert not cf.item(id).sealed


@pytest.mark.parametrize("outcome", ["signed", "reserved", "refused", "unable", "wet-ink"])
def test_every_outcome_seals_and_is_found_by_its_code(cf: CaseFile, case: str, outcome: str) -> None:
    id = cf.save(_meeting(), case=case).id
    sealed = _seal(cf, id, outcome=outcome, reserve="Look again on Monday", why="No reason given")
    assert meetings.by_code(cf, sealed.code).seal.record.outcome == outcome  # type: ignore[union-attr]


def test_a_wrong_code_is_told_from_an_unknown_one(cf: CaseFile, case: str) -> None:
    id = cf.save(_meeting(), case=case).id
    code = _seal(cf, id).code
    other = "0" if code[0] != "0" else "1"
    with pytest.raises(MistypedCode):
        meetings.by_code(cf, other + code[1:])
    with pytest.raises(NoSuchCode):
        meetings.by_code(cf, code_of(bytes(32)))


def test_a_missing_or_altered_pdf_is_named(cf: CaseFile, case: str) -> None:
    id = cf.save(_meeting(), case=case).id
    sealed = _seal(cf, id)
    (blob,) = (cf.vault.folder / "blobs").rglob("*.blob")
    raw = bytearray(blob.read_bytes())
    raw[len(raw) // 2] ^= 1
    blob.write_bytes(bytes(raw))
    report = integrity.verify(cf)
    assert not report.ok and any(sealed.code in problem.where for problem in report.problems)
