"""The timeline on paper: where things lie, before and after painting."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pclo_app.records.event_date import EventDate
from pclo_app.reports import timeline_picture
from pclo_app.reports.chronology import ChronologyInput, render
from pclo_app.reports.flow import Flow
from pclo_app.reports.gather_timelines import with_picture
from pclo_app.reports.page import Imprint
from pclo_app.reports.paint import to_pdf
from pclo_app.reports.sheet import LANDSCAPE, Mark, Sheet
from pclo_app.reports.styles import SMALL_BOLD
from pclo_app.reports.timeline_picture import Event, Picture, Stretch, dashed, hatching

CODES = ("POL", "CSC", "HEA", "EDU", "PRB", "HOU", "LEG", "OTH", "")
TODAY = date(2026, 11, 18)


def drawn(picture: Picture) -> tuple[Flow, list[Sheet]]:
    flow = Flow(LANDSCAPE, 90.0)
    timeline_picture.draw(flow, picture)
    return flow, flow.sheets


def event(id: str, day: str, agency: str = "POL", *, days: int = 0, decision: bool = False) -> Event:
    lo = date.fromisoformat(day)
    return Event(id, lo, lo + timedelta(days=days), agency, decision)


def marks(sheets: list[Sheet], name: str) -> list[Mark]:
    """The marks of a lane, without the one beside its name."""
    return [mark for sheet in sheets for mark in sheet.marks if mark.name == name and mark.x > 150]


def words(sheets: list[Sheet]) -> list[str]:
    return [each.text for sheet in sheets for each in sheet.words]


def test_each_agency_has_a_lane_and_decisions_have_their_own() -> None:
    picture = Picture(
        (event("a", "2026-01-05"), event("b", "2026-03-05", "CSC", decision=True), event("c", "2026-06-05", "HEA")),
        (), (), TODAY,
    )  # fmt: skip
    _, sheets = drawn(picture)
    lanes = ("Key decisions", "Police", "Social care", "Health", "Housing")
    assert [text for text in words(sheets) if text in lanes] == list(lanes[:4])
    decision, social = marks(sheets, "diamond")[0], marks(sheets, "CSC")[0]
    assert decision.x == social.x
    assert decision.y > marks(sheets, "POL")[0].y > social.y
    assert marks(sheets, "POL")[0].x < social.x < marks(sheets, "HEA")[0].x


def test_a_day_that_is_not_certain_is_hollow_with_its_bounds() -> None:
    picture = Picture((event("a", "2026-01-05"), event("b", "2026-03-01", "CSC", days=30)), (), (), TODAY)
    _, sheets = drawn(picture)
    assert not marks(sheets, "POL")[0].hollow
    hollow = marks(sheets, "CSC")[0]
    assert hollow.hollow
    [line] = [rule for rule in sheets[0].rules if rule.y1 == rule.y2 == hollow.y and rule.x1 < hollow.x < rule.x2]
    assert line.x2 - line.x1 > 20


def test_what_is_booked_is_hollow() -> None:
    ahead = replace(event("a", "2026-11-20", "CSC"), ahead=True)
    _, sheets = drawn(Picture((event("b", "2026-10-01"), ahead), (), (), TODAY))
    assert marks(sheets, "CSC")[0].hollow


def test_marks_in_one_place_become_their_number() -> None:
    close = tuple(event(f"e{n}", f"2024-05-{n + 1:02d}") for n in range(7))
    _, sheets = drawn(Picture((*close, event("z", "2020-01-01")), (), (), TODAY))
    assert len(marks(sheets, "POL")) == 1
    assert [each.text for each in sheets[0].words if each.style == SMALL_BOLD and each.text.isdigit()] == ["7"]


def test_gaps_are_hatched_conflicts_are_joined_and_today_is_marked() -> None:
    picture = Picture(
        (event("a", "2026-01-05"), event("b", "2026-04-01", "CSC"), event("c", "2026-04-03", "HEA")),
        (Stretch(date(2026, 1, 5), date(2026, 4, 1)),), (("b", "c"),), date(2026, 5, 20),
    )  # fmt: skip
    _, sheets = drawn(picture)
    said = words(sheets)
    assert {"86 days", "≠", "Today"} <= set(said)
    slanted = [rule for rule in sheets[0].rules if abs(rule.x2 - rule.x1) > 1 and abs(rule.y2 - rule.y1) > 1]
    assert len(slanted) > 20
    dashes = [rule for rule in sheets[0].rules if rule.width == 0.9 and rule.grey == 0.2]
    one, other = marks(sheets, "CSC")[0], marks(sheets, "HEA")[0]
    assert (dashes[0].x1, dashes[0].y1) == (one.x, one.y)
    assert (dashes[-1].x2, dashes[-1].y2) == pytest.approx((other.x, other.y), abs=2.1)


def test_an_entry_whose_own_remark_says_that_sources_disagree_is_marked(
    chronology: ChronologyInput, row_of: Callable[..., Any]
) -> None:
    rows = (
        *chronology.rows,
        row_of(60, when=EventDate("2026-11-04"), agency="POL", fact="Arrested.", note="CONFLICT: D gives 11 December"),
    )
    picture = with_picture(replace(chronology, rows=rows)).picture
    assert picture is not None
    assert (f"{60:032x}", f"{60:032x}") in picture.conflicts
    assert "2 conflicts" in picture.sentence
    _, sheets = drawn(Picture((event("a", "2026-01-05"), event("b", "2026-04-01", "CSC")), (), (("b", "b"),), TODAY))
    (sign,) = [each for sheet in sheets for each in sheet.words if each.text == "≠"]
    mark = marks(sheets, "CSC")[0]
    assert abs(sign.x - mark.x) < 5 and 0 < sign.y - mark.y < 9


def test_many_entries_are_shown_again_in_parts_that_hold_every_one() -> None:
    events = tuple(
        event(f"{n:04d}", (date(2024, 1, 1) + timedelta(days=n * 3)).isoformat(), CODES[n % 8]) for n in range(300)
    )
    _, sheets = drawn(Picture(events, (), (), TODAY))
    said = words(sheets)
    assert "Whole time" in said
    assert {f"Part {n} of 6" for n in range(1, 7)} <= set(said)
    single = sum(len(marks(sheets, code)) for code in CODES[:8])
    together = sum(
        int(each.text) for s in sheets for each in s.words if each.style == SMALL_BOLD and each.text.isdigit()
    )
    assert single + together == 2 * 300, "each stands in the whole and in one part"


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(1, 3_652_000), st.sampled_from((0, 0, 0, 5, 364, 4000)), st.sampled_from(CODES),
                  st.booleans()),
        min_size=1, max_size=90,
    ),
    st.integers(700_000, 760_000),
)  # fmt: skip
def test_nothing_is_drawn_outside_the_text(given_events: list[Any], today: int) -> None:
    events = tuple(
        Event(f"{n}", date.fromordinal(min(day, 3_652_000)), date.fromordinal(min(day + days, 3_652_000)), code, yes)
        for n, (day, days, code, yes) in enumerate(given_events)
    )
    ends = sorted(events, key=lambda e: e.lo)
    gaps = tuple(Stretch(a.hi, b.lo) for a, b in pairwise(ends) if (b.lo - a.hi).days > 28)
    pairs = tuple((events[n].id, events[n + n % 2].id) for n in range(0, len(events) - 1, 5))
    flow, sheets = drawn(Picture(events, gaps, pairs, date.fromordinal(today)))
    left, right = LANDSCAPE.left - 0.01, LANDSCAPE.left + LANDSCAPE.measure + 7
    for sheet in sheets:
        for rule in (*sheet.rules, *sheet.over):
            assert left <= min(rule.x1, rule.x2) <= max(rule.x1, rule.x2) <= right, rule
            assert flow.bottom - 20 <= min(rule.y1, rule.y2) <= max(rule.y1, rule.y2) <= LANDSCAPE.height, rule
        for mark in sheet.marks:
            assert left <= mark.x <= right, mark
        for each in sheet.words:
            assert left <= each.x <= each.x + flow.setter.width(each.text, each.style) <= right + 1, each
    assert to_pdf(sheets, LANDSCAPE, "Timeline").startswith(b"%PDF")


def test_today_is_left_out_where_the_case_ended_long_ago() -> None:
    old = (event("a", "2006-03-01"), event("b", "2007-08-03", "HEA"))
    _, sheets = drawn(Picture(old, (), (), TODAY))
    assert "Today" not in words(sheets)
    assert marks(sheets, "HEA")[0].x - marks(sheets, "POL")[0].x > 500


def test_hatching_and_dashes_stay_between_their_ends() -> None:
    for rule in hatching(100, 50, 180, 150):
        assert 99.9 <= rule.x1 < rule.x2 <= 180.1
        assert 49.9 <= rule.y1 < rule.y2 <= 150.1
    found = dashed(0, 0, 30, 40)
    assert len(found) == 10
    assert (found[0].x1, found[-1].x2 <= 30) == (0, True)


def test_the_picture_stands_in_front_and_says_what_it_shows(
    chronology: ChronologyInput, imprint: Imprint, row_of: Callable[..., Any]
) -> None:
    document = render(with_picture(chronology), imprint)
    first, *others = document.page_texts()
    assert "5 dated entries" in first
    assert "1 gap, 1 conflict" in first
    assert "What happened (fact)" not in first
    assert "What happened (fact)" in " ".join(others[0].split())


def test_a_case_without_dates_says_so(chronology: ChronologyInput, imprint: Imprint) -> None:
    undated = replace(chronology, rows=chronology.rows[-1:], gaps=())
    assert "No entry has a date." in render(with_picture(undated), imprint).text()
