"""The clocks of the sample case and of a real one."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pclo_app.practice import clocks
from pclo_app.practice.errors import NoRulesYet
from pclo_app.practice.working_days import calendar
from pclo_app.records.conference import Conference
from pclo_app.records.meeting import StrategyMeeting

ENG = calendar()
BEGAN = ("sm1", StrategyMeeting(date="2026-11-02", began_section_47="yes"))
AGAIN = ("sm2", StrategyMeeting(date="2026-11-05", began_section_47="no"))


def test_section_47_on_a_day_in_between() -> None:
    clock = clocks.section_47([AGAIN, BEGAN], today=date(2026, 11, 18), days=ENG)
    assert clock is not None
    assert (clock.record, clock.limit, clock.day, clock.of) == ("sm1", date(2026, 11, 23), 12, 15)
    assert clocks.section_47_words(clock) == "Section 47: working day 12 of 15"
    assert clocks.conference_words(date(2026, 11, 20), clock, ENG) == "On working day 14 of 15. Limit Mon 23 Nov"
    assert clock.state == "soon"
    assert clock.left == 3


@pytest.mark.parametrize(
    ("today", "state"),
    [(date(2026, 11, 3), "running"), (date(2026, 11, 23), "today"), (date(2026, 11, 24), "over")],
)
def test_states(today: date, state: str) -> None:
    clock = clocks.section_47([BEGAN], today=today, days=ENG)
    assert clock is not None
    assert clock.state == state


def test_no_enquiry_no_clock() -> None:
    assert clocks.section_47([AGAIN], today=date(2026, 11, 18), days=ENG) is None


def test_the_limits_of_a_real_case() -> None:
    assert clocks.limit_of("initial-conference", date(2006, 12, 12), ENG) == date(2007, 1, 5)
    assert clocks.limit_of("first-core-group", date(2006, 12, 22), ENG) == date(2007, 1, 10)
    assert clocks.limit_of("first-review", date(2006, 12, 22), ENG) == date(2007, 3, 22)
    clock = clocks.clock("initial-conference", date(2006, 12, 12), today=date(2006, 12, 22), days=ENG)
    assert "Christmas Day" in clock.why


def test_before_the_conference_the_report_after_it_the_core_group_and_the_review() -> None:
    conference = Conference(type="initial", date="2026-11-20")
    (report,) = clocks.conference_clocks("c", conference, today=date(2026, 11, 16), days=ENG)
    assert (report.limit, report.at) == (date(2026, 11, 18), "17:00")
    core, review = clocks.conference_clocks("c", conference, today=date(2026, 11, 23), days=ENG)
    assert core.limit == date(2026, 12, 4)
    assert review.limit == date(2027, 2, 20)


def test_rules_begin_on_a_day() -> None:
    with pytest.raises(NoRulesYet):
        clocks.limit_rule("initial-conference", date(1999, 12, 31))


def test_months_end_where_the_month_ends() -> None:
    assert clocks.add_months(date(2026, 11, 30), 3) == date(2027, 2, 28)
    assert clocks.add_months(date(2026, 1, 31), 1) == date(2026, 2, 28)


@given(st.dates(date(2000, 1, 1), date(2030, 1, 1)), st.integers(0, 60))
def test_months_move_the_month(start: date, count: int) -> None:
    end = clocks.add_months(start, count)
    assert (end.year - start.year) * 12 + end.month - start.month == count
    assert end.day <= start.day


def test_a_clock_ends_with_the_conference_it_waits_for() -> None:
    clock = clocks.section_47([BEGAN], today=date(2026, 11, 23), days=ENG)
    assert clock is not None
    held = [Conference(type="initial", date="2026-11-20")]
    assert clocks.booked_words(clock, held) == "Booked Fri 20 Nov 2026, in time"
    assert clocks.still_running(clock, held, date(2026, 11, 20))
    assert not clocks.still_running(clock, held, date(2026, 11, 21))
    assert clocks.booked_words(clock, []) == "No date booked"
    late = [Conference(type="initial", date="2026-11-24"), Conference(type="initial", date="2026-10-01")]
    assert clocks.booked_words(clock, late) == "Booked Tue 24 Nov 2026, after the limit"


def test_a_review_is_reported_earlier() -> None:
    (report,) = clocks.conference_clocks(
        "c", Conference(type="review", date="2026-11-24"), today=date(2026, 11, 16), days=ENG
    )
    assert report.limit == date(2026, 11, 17)
