"""Conditions on the way between laptops: two checks recorded apart both stand, and nobody has to settle anything."""

from __future__ import annotations

import msgspec

from pclo_app.casefile import chronology, findings
from pclo_app.records.event_date import EventDate
from tests.records.test_condition import DOGS, SEEN
from tests.sync.conftest import Team

HERE = msgspec.structs.replace(DOGS, since=EventDate(edtf="2026-10-20"), check_by=("2026-10-27",))


def test_two_checks_made_apart_both_arrive_and_do_not_contradict_each_other(team: Team) -> None:
    made = team.officer.save(HERE, case=team.case).id
    team.there()
    team.office()
    one = msgspec.structs.replace(SEEN, condition=made, on="2026-10-27", kept="kept")
    other = msgspec.structs.replace(SEEN, condition=made, on="2026-10-30", kept="not kept", followed="")
    team.officer.save(one, case=team.case)
    team.sergeant.save(other, case=team.case)
    for _ in range(2):
        team.there()
        team.office()
    team.there()
    for cf in (team.officer, team.sergeant):
        assert not any(item.in_conflict for item in cf.items(team.case))
        assert [row.kind for row in chronology.every(cf, team.case)] == ["condition", *["condition_check"] * 2]
        standing = findings.conditions_of(cf, team.case)[0]
        assert (standing.state, len(standing.checks), standing.open_days) == ("not kept", 2, ())
