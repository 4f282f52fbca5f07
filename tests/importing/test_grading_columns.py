"""How intelligence is to be handled, in an imported row."""

from __future__ import annotations

from datetime import date

import pytest

from pclo_app.importing import plan_csv

HEADER = "date,event,source_agency,source_ref,disclosure,grading_scheme,grading_source,grading_information"
ROW = "3 Nov 2026,Seen at the flat,Police,INI 4,{answer},3x5x2,2,B,C,{met}"


@pytest.mark.parametrize(("answer", "met", "comes"), [("A", "", False), ("A", "Chair told", True), ("B", "", True)])
def test_a_row_marked_shareable_whose_handling_bars_it_is_refused_by_field(answer: str, met: str, comes: bool) -> None:
    text = f"{HEADER},grading_handling,grading_condition\n{ROW.format(answer=answer, met=met)}\n"
    plan = plan_csv(text.encode(), "a.csv", None, date(2026, 11, 18))
    if comes:
        assert len(plan.rows) == 1 and not plan.rejected
    else:
        (fault,) = plan.rejected
        assert (fault.row, fault.field, fault.code) == (2, "disclosure", "import.handling-bars")
