"""Dates as officers say and type them: read rightly, asked about or refused in words, never misread."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from pclo_app.records.event_date import Ask, EventDate, Read, Refuse, parse, parse_day, parse_precise
from pclo_app.records.event_date.feasts import easter
from pclo_app.records.event_date.reading import echo

TODAY = date(2026, 11, 18)  # a Wednesday


def read(words: str, today: date = TODAY) -> EventDate:
    reading = parse(words, today=today)
    assert isinstance(reading, Read), (words, reading)
    return reading.date


@pytest.mark.parametrize(
    ("words", "edtf", "time"),
    [
        ("the 3rd", "2026-11-03", ""),
        ("3rd", "2026-11-03", ""),
        ("the 30th", "2026-10-30", ""),
        ("Tuesday the 3rd", "2026-11-03", ""),
        ("3rd of last month", "2026-10-03", ""),
        ("before the 3rd", "[..2026-11-02]", ""),
        ("the 3rd at 2pm", "2026-11-03", "14:00"),
        ("Nov 5", "2026-11-05", ""),
        ("Nov 26th", "2025-11-26", ""),
        ("November 5th, 2026", "2026-11-05", ""),
        ("may 5", "2026-05-05", ""),
        ("3/11 tue", "2026-11-03", ""),
        ("3 Nov (Tues)", "2026-11-03", ""),
        ("5 / 11 / 2026", "2026-11-05", ""),
        ("05112026", "2026-11-05", ""),
        ("20261105", "2026-11-05", ""),
        ("2026/11/05", "2026-11-05", ""),
        ("2026-11-5", "2026-11-05", ""),
        ("last Friday", "2026-11-13", ""),
        ("this Friday", "2026-11-20", ""),
        ("on Friday", "2026-11-13", ""),
        ("Monday gone", "2026-11-16", ""),
        ("day before yesterday", "2026-11-16", ""),
        ("3 days ago", "2026-11-15", ""),
        ("about 2 weeks ago", "2026-11-04~", ""),
        ("last month", "2026-10", ""),
        ("last year", "2025", ""),
        ("sometime in June 2025", "2025-06", ""),
        ("during 2025", "2025", ""),
        ("the summer of 2025", "2025-22", ""),
        ("winter 2025/6", "2025-24", ""),
        ("autumn", "2026-23", ""),
        ("winter", "2025-24", ""),
        ("Christmas Eve", "2025-12-24", ""),
        ("Boxing Day 2025", "2025-12-26", ""),
        ("Good Friday", "2026-04-03", ""),
        ("New Year's Day 2026", "2026-01-01", ""),
        ("before Xmas", "[..2025-12-24]", ""),
        ("c Xmas 2025", "2025-12-25~", ""),
        ("prior to 5/11", "[..2026-11-04]", ""),
        ("no later than 5/11", "[..2026-11-05]", ""),
        ("not before 5/11", "[2026-11-05..]", ""),
        ("between 3-5 Nov", "[2026-11-03..2026-11-05]", ""),
        ("3 and 4 Nov", "2026-11-03/2026-11-04", ""),
        ("14.20", "2026-11-18", "14:20"),
        ("2pm 5/11", "2026-11-05", "14:00"),
        ("1420 on 5 Nov", "2026-11-05", "14:20"),
        ("14:20, 5 November 2026", "2026-11-05", "14:20"),
        ("5/11 noon", "2026-11-05", "12:00"),
        ("Thursday 5 November 2026, 14:32, exact", "2026-11-05", "14:32"),
        ("c 2010", "2010~", ""),
        ("unk", "", ""),
    ],
)
def test_said_in_a_form_that_is_as_exact(words: str, edtf: str, time: str) -> None:
    assert read(words) == EventDate(edtf, time)


@pytest.mark.parametrize(
    ("words", "edtf", "time"),
    [
        ("w/c 2/11", "[2026-11-02..2026-11-08]", ""),
        ("wk of 2/11", "[2026-11-02..2026-11-08]", ""),
        ("w/e 8/11", "[2026-11-02..2026-11-08]", ""),
        ("last week", "[2026-11-09..2026-11-15]", ""),
        ("this week", "[2026-11-16..2026-11-22]", ""),
        ("last weekend", "[2026-11-14..2026-11-15]", ""),
        ("weekend of 7/11", "[2026-11-07..2026-11-08]", ""),
        ("early Nov 2026", "2026-11", ""),
        ("mid-November 2026", "2026-11", ""),
        ("end of Nov", "2026-11", ""),
        ("2nd week of Nov", "2026-11", ""),
        ("late 2025", "2025", ""),
        ("autumn term 2025", "2025", ""),
        ("late 1990s", "[1990..1999]", ""),
        ("night of 3/4 Nov", "[2026-11-03..2026-11-04]", ""),
        ("night of 3/11", "[2026-11-03..2026-11-04]", ""),
        ("last night", "[2026-11-17..2026-11-18]", ""),
        ("5/11 evening", "2026-11-05", ""),
        ("early hours of 5/11", "2026-11-05", ""),
        ("this morning", "2026-11-18", ""),
        ("3 or 4 Nov", "[2026-11-03..2026-11-04]", ""),
        ("Nov or Dec 2026", "[2026-11..2026-12]", ""),
        ("until 5/11", "[..2026-11-05]", ""),
        ("5/11 onwards", "[2026-11-05..]", ""),
        ("3/11 to date", "2026-11-03/2026-11-18", ""),
        ("shortly before 5/11", "[..2026-11-04]", ""),
        ("5/11 1400-1500", "2026-11-05", "14:00"),
        ("5/11 between 2pm and 3pm", "2026-11-05", ""),
        ("5/11 just after 2pm", "2026-11-05", ""),
        ("3/11 1400 to 4/11 0900", "2026-11-03/2026-11-04", ""),
    ],
)
def test_what_the_date_cannot_hold_stays_in_the_words(words: str, edtf: str, time: str) -> None:
    assert read(words) == EventDate(edtf, time, words)


@pytest.mark.parametrize(
    "words", ["3", "3-11", "5//11", "now", "at birth", "Monday 3/11", "24:00", "mon tue wed", "#3 #4"]
)
def test_what_cannot_be_told_is_refused(words: str) -> None:
    assert isinstance(parse(words, today=TODAY), Refuse)


@pytest.mark.parametrize("words", ["the 3rd", "last Friday", "3 weeks ago", "last week", "tonight", "early Nov 2026"])
def test_nothing_told_from_today_is_read_for_another_day(words: str) -> None:
    assert isinstance(parse(words, today=TODAY, spoken=False), Refuse)


def test_a_field_that_keeps_no_words_refuses_what_would_need_them() -> None:
    for words in ("5/11 evening", "early Nov 2026", "5/11 about 2pm", "w/c 2/11"):
        assert isinstance(parse_day(words, today=TODAY), Refuse)
    for words in ("last Friday", "the 3rd", "5/11 14:30", "2026-11-05 14:32:10"):
        assert isinstance(parse_day(words, today=TODAY), Read)
    assert isinstance(parse_day("5/11/26", today=TODAY), Ask)


def test_a_table_reads_what_is_the_same_on_any_day() -> None:
    early = parse_precise("early Nov 2026", "", today=TODAY)
    assert isinstance(early, Read) and early.date == EventDate("2026-11", "", "early Nov 2026")
    for words in ("last week", "3rd", "Xmas", "2023-24", "3/4 Nov 2026"):
        assert isinstance(parse_precise(words, "", today=TODAY), Refuse)
    assert isinstance(parse_precise("2023-24", "season", today=TODAY), Read)
    clock = parse_precise("5/11/2026 9.30", "", today=TODAY)
    assert isinstance(clock, Read) and clock.date.time == "09:30"


_DAYS = (
    "5/11",
    "5 Nov 2026",
    "the 5th",
    "last Friday",
    "Christmas Day 2025",
    "Nov 2026",
    "2025",
    "3/4 Nov",
    "yesterday",
)
_AROUND = (
    "{}", "{} 2pm", "2.20 {}", "about {}", "night of {}", "{} evening", "early {}", "w/c {}", "before {}", "{} onwards",
    "{} or 6/11", "{} to 6/11", "{} c 1420", "{} 1400-1500", "until {}", "in {}", "{}?", "weekend of {}",
)  # fmt: skip


@given(
    st.sampled_from(_DAYS), st.lists(st.sampled_from(_AROUND), max_size=3), st.dates(date(2026, 1, 1), date(2028, 1, 1))
)
@example("5/11", ["night of {}", "{} 2pm"], TODAY)
def test_what_is_echoed_is_what_is_stored(day: str, around: list[str], today: date) -> None:
    words = day
    for form in around:
        words = form.format(words)
    reading = parse(words, today=today)
    dates = (reading.date,) if isinstance(reading, Read) else reading.choices if isinstance(reading, Ask) else ()
    for when in dates:
        said = echo(when)
        assert when.in_words() in said
        assert when.as_given in ("", words) and when.as_given in said
        assert not isinstance(reading, Read) or reading.words == said
    if isinstance(reading, Ask):
        assert len({echo(when) for when in dates}) == len(dates) > 1, "choices must look different"


@given(st.dates(date(1950, 1, 1), date(2050, 1, 1)))
def test_a_week_holds_its_days_and_a_part_its_whole(day: date) -> None:
    monday = day - timedelta(days=day.weekday())
    week = read(f"w/c {monday.day}/{monday.month}/{monday.year}", date(2060, 1, 1))
    assert week.lower and week.upper and week.lower <= day <= week.upper and (week.upper - week.lower).days == 6
    night = read(f"night of {day.day}/{day.month}/{day.year}", date(2060, 1, 1))
    assert (night.lower, night.upper) == (day, day + timedelta(days=1))
    early = read(f"early {day:%B %Y}", date(2060, 1, 1))
    assert early.lower and early.upper and early.lower <= day <= early.upper


@given(st.dates(date(2020, 1, 1), date(2035, 1, 1)), st.integers(0, 6))
def test_last_weekday_is_before_today_and_asked_about_where_two_are_meant(today: date, weekday: int) -> None:
    name = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")[weekday]
    reading = parse(f"last {name}", today=today)
    dates = (reading.date,) if isinstance(reading, Read) else reading.choices if isinstance(reading, Ask) else ()
    days = [when.lower for when in dates]
    assert days and all(day and day < today and day.weekday() == weekday for day in days)
    this_week = today - timedelta(days=today.weekday())
    assert (len(days) == 2) == any(day and day >= this_week for day in days)


@given(st.integers(1800, 2199))
def test_easter(year: int) -> None:
    judge = pytest.importorskip("dateutil.easter")
    assert easter(year) == judge.easter(year)


_SPOKEN = (
    "3rd 5/11 nov 2026 last friday between and or to - early night of w/c 2pm 14.20 about before until xmas the week 3 "
    "evening ? & ago from , 1400 midnight"
)


@given(st.lists(st.sampled_from(_SPOKEN.split()), max_size=9))
def test_any_spoken_words_have_an_answer_soon(words: list[str]) -> None:
    assert parse(" ".join(words), today=TODAY)
