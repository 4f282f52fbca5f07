from __future__ import annotations

import math
from itertools import pairwise

from pclo_app.reports.facts import header_block
from pclo_app.reports.flow import Flow
from pclo_app.reports.sheet import PORTRAIT
from pclo_app.reports.signature import smooth
from pclo_app.reports.styles import BODY_BOLD

CORNER = [(0.0, 0.0, 1.0), (30.0, 0.0, 2.0), (30.0, 30.0, 3.0)]


def test_a_mouse_moved_fast_still_draws_a_curve() -> None:
    drawn = smooth(CORNER)
    assert drawn[0] == CORNER[0]
    assert drawn[-1] == CORNER[-1]
    assert len(drawn) > 20
    before_the_end = drawn[:-1]
    assert all(math.dist(one[:2], other[:2]) < 4 for one, other in pairwise(before_the_end))
    widths = [width for _, _, width in drawn]
    assert widths == sorted(widths)


def test_a_curve_stays_inside_the_corners_it_was_drawn_with() -> None:
    for x, y, width in smooth(CORNER):
        assert 0 <= x <= 30
        assert 0 <= y <= 30
        assert 1 <= width <= 3


def test_points_of_a_pen_are_drawn_as_they_came() -> None:
    close = [(n * 0.1, 0.0, 1.0) for n in range(9)]
    assert len(smooth(close)) <= len(close)
    for few in ([(1.0, 2.0, 1.0)], [(1.0, 2.0, 1.0), (9.0, 9.0, 1.0)]):
        assert smooth(few) == few


def test_a_long_name_of_a_fact_does_not_run_into_the_fact() -> None:
    flow = Flow(PORTRAIT, 60.0)
    name = "Social worker and conference chair"
    header_block(flow, [("Case", "KM-0417", "", ""), (name, "Imelda Crosbie", "", "")])
    placed = {words.text: words for words in flow.sheet.words}
    end = placed[name].x + flow.setter.width(name, BODY_BOLD)
    assert placed["Imelda Crosbie"].x > end + 3
    assert placed["KM-0417"].x == placed["Imelda Crosbie"].x
