"""What a supervisor is told of: refusal, reservation, unable, and a medical without a doctor, until it is read."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from pclo_app.casefile import told
from pclo_app.casefile.casefile import CaseFile
from pclo_app.casefile.errors import NotForThisRole
from pclo_app.records.case import Case
from pclo_app.records.meeting import FindingReason
from pclo_app.records.seal import Ink
from tests.casefile.test_meetings import _meeting, _seal

NO_INK = Ink(dev="none", unit="0.01mm", strokes=())


def test_the_supervisor_is_told_until_a_review_says_it_was_read(cf: CaseFile, case: str, make_casefile: Any) -> None:
    reason = FindingReason(finding="meeting.doctor", words="No doctor present", reason="He was in clinic.")
    for more, answer in (
        ({}, {}),
        ({}, {"outcome": "reserved", "reserve": "Decision 5: too early"}),
        ({}, {"outcome": "refused", "why": "It leaves out what I said", "ink": NO_INK}),
        ({"medical": "indicated"}, {"outcome": "unable", "why": "Hand injured", "ink": NO_INK}),
        ({"medical": "held", "finding_reasons": (reason,)}, {}),
    ):
        _seal(cf, cf.save(_meeting(**more), case=case).id, **answer)
    found = told.for_supervisor(cf)
    assert [each.why for each in found] == ["no doctor", "no doctor", "unable", "refused", "reserved"]
    words = [each.words for each in found]
    assert words[0] == "A medical was held and no doctor was there. Reason recorded: He was in clinic."
    assert words[1] == "A medical is indicated and no doctor was there. No reason is recorded."
    assert words[3].startswith("Imelda Crosbie, Team Manager") and words[3].endswith("It leaves out what I said")
    with pytest.raises(NotForThisRole):
        told.mark_read(cf, found[0])
    assert told.for_supervisor(cf, case) == found

    ds = make_casefile("sergeant", "DS")
    there = ds.save(Case(reference="KM-0001", family="Orrin-Vale"), case="").id
    _seal(ds, ds.save(_meeting(medical="held"), case=there).id, outcome="refused", why="No reason given", ink=NO_INK)
    first, second = told.for_supervisor(ds)
    told.mark_read(ds, first)
    assert told.for_supervisor(ds) == [second]
    told.mark_read(ds, second)
    assert told.for_supervisor(ds) == []


def test_with_a_doctor_there_is_nothing_to_tell(cf: CaseFile, case: str) -> None:
    meeting = _meeting(medical="held")
    doctor = msgspec.structs.replace(
        meeting.attendance[0], name="A Marchetti", rank="Consultant", agency="HEA", chair=False
    )
    with_doctor = msgspec.structs.replace(meeting, attendance=(*meeting.attendance, doctor))
    assert told.without_doctor(meeting) and not told.without_doctor(with_doctor)
    _seal(cf, cf.save(with_doctor, case=case).id)
    assert told.for_supervisor(cf) == []
