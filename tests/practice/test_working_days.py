"""Working days, against a real case, against published holidays, and against their own laws."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pclo_app.practice.errors import OutsideCalendar
from pclo_app.practice.working_days import calendar

ENG = calendar("ENG")
DAYS = st.dates(date(2001, 1, 1), date(2033, 12, 31))


def test_a_real_case() -> None:
    strategy_discussion, conference = date(2006, 12, 12), date(2006, 12, 22)
    assert ENG.add(strategy_discussion, 15) == date(2007, 1, 5)
    assert ENG.count(strategy_discussion, conference) == 8
    assert ENG.add(conference, 10) == date(2007, 1, 10)
    assert [name for _, name in ENG.skipped(strategy_discussion, date(2007, 1, 5))] == [
        "Christmas Day",
        "Boxing Day",
        "New Year's Day",
    ]


@pytest.mark.parametrize(
    "day",
    ["2011-04-29", "2012-06-04", "2012-06-05", "2020-05-08", "2022-06-02", "2022-06-03", "2022-09-19", "2023-05-08"],
)
def test_holidays_proclaimed_once(day: str) -> None:
    assert not ENG.is_working(date.fromisoformat(day))


def test_moved_holidays_left_their_usual_day() -> None:
    assert ENG.is_working(date(2020, 5, 4))
    assert ENG.is_working(date(2022, 5, 30))


def test_nations_differ() -> None:
    second_of_january, st_patrick = date(2026, 1, 2), date(2026, 3, 17)
    assert ENG.is_working(second_of_january)
    assert not calendar("SCT").is_working(second_of_january)
    assert ENG.is_working(st_patrick)
    assert not calendar("NIR").is_working(st_patrick)


def test_a_day_off_says_which() -> None:
    assert ENG.day_off(date(2026, 11, 21)) == "a Saturday"
    assert ENG.day_off(date(2026, 12, 25)) == "a bank holiday (Christmas Day)"
    assert ENG.day_off(date(2026, 11, 20)) == ""


def test_years_that_are_not_known_are_refused() -> None:
    with pytest.raises(OutsideCalendar):
        ENG.is_working(date(2036, 1, 1))
    with pytest.raises(OutsideCalendar):
        ENG.add(date(2035, 12, 31), 5)


@given(DAYS, st.integers(1, 60))
def test_adding_lands_on_a_working_day_and_counts_back(start: date, number: int) -> None:
    end = ENG.add(start, number)
    assert ENG.is_working(end)
    assert ENG.count(start, end) == number
    assert ENG.count(start, end - timedelta(days=1)) == number - 1


@given(DAYS, st.integers(1, 30), st.integers(1, 30))
def test_adding_twice_is_adding_the_sum(start: date, one: int, two: int) -> None:
    assert ENG.add(ENG.add(start, one), two) == ENG.add(start, one + two)


@given(DAYS.filter(ENG.is_working), st.integers(1, 60))
def test_going_back_undoes_going_on(start: date, number: int) -> None:
    assert ENG.add(ENG.add(start, number), -number) == start


@given(DAYS, st.integers(0, 200))
def test_counting_is_the_same_both_ways(start: date, length: int) -> None:
    end = start + timedelta(days=length)
    assert ENG.count(start, end) == -ENG.count(end, start)
    assert ENG.count(start, end) <= length
