"""Event dates: as precise as they are known, read day first, never guessed."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from typing import Any

import msgspec
import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from pclo_app.records.event_date import (
    Ask,
    DateError,
    EventDate,
    Read,
    Refuse,
    certain,
    parse,
    parse_day,
    parse_precise,
    warnings,
)

TODAY = date(2026, 11, 16)  # a Monday


def read(words: str, today: date = TODAY) -> EventDate:
    reading = parse(words, today=today)
    assert isinstance(reading, Read), reading
    return reading.date


# --- what is typed -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "edtf"),
    [
        ("5/11", "2026-11-05"),
        ("5.1", "2026-01-05"),
        ("17/11", "2025-11-17"),
        ("29/2", "2024-02-29"),
        ("5/11/2026", "2026-11-05"),
        ("05/11/2026", "2026-11-05"),
        ("5.11.2026", "2026-11-05"),
        ("5-11-2026", "2026-11-05"),
        ("5 nov", "2026-11-05"),
        ("5nov2026", "2026-11-05"),
        ("5th of November, 2026", "2026-11-05"),
        ("Thursday 5 November 2026", "2026-11-05"),
        ("thu 5/11/26", "2026-11-05"),
        ("November 5, 2026", "2026-11-05"),
        ("today", "2026-11-16"),
        ("yesterday", "2026-11-15"),
        ("mon", "2026-11-16"),
        ("tue", "2026-11-10"),
        ("2026-11-05", "2026-11-05"),
        ("2026-11", "2026-11"),
        ("nov 2026", "2026-11"),
        ("11/2026", "2026-11"),
        ("dec", "2025-12"),
        ("2026", "2026"),
        ("5/11/75", "1975-11-05"),
        ("29/2/00", "2000-02-29"),
        ("1950 (year only)", "1950"),
        ("c 12/1/98", "1998-01-12~"),
        ("c12/1/1998", "1998-01-12~"),
        ("about 12 Jan 2025", "2025-01-12~"),
        ("circa 2006", "2006~"),
        ("~nov 2026", "2026-11~"),
        ("by 5/11/2026", "[..2026-11-05]"),
        ("on or before 5/11/2026", "[..2026-11-05]"),
        ("before 5/11/2026", "[..2026-11-04]"),
        ("before 2010", "[..2009-12-31]"),
        ("after nov 2026", "[2026-12-01..]"),
        ("since 2010", "[2010-01-01..]"),
        ("between 3/11 and 5/11", "[2026-11-03..2026-11-05]"),
        ("between 2010 and 3 May 2011", "[2010-01-01..2011-05-03]"),
        ("between nov and dec 2006", "[2006-11..2006-12]"),
        ("3/11-5/11", "2026-11-03/2026-11-05"),
        ("3-5 nov 2026", "2026-11-03/2026-11-05"),
        ("20/12 - 4/1", "2025-12-20/2026-01-04"),
        ("5-11-2026-7-11-2026", "2026-11-05/2026-11-07"),
        ("from 3 November to 5 November 2026", "2026-11-03/2026-11-05"),
        ("2010-2011", "2010/2011"),
        ("3/11-3/11", "2026-11-03"),
        ("summer 2026", "2026-22"),
        ("winter 2026/27", "2026-24"),
        ("?", ""),
        ("unknown", ""),
    ],
)
def test_typed_forms(words: str, edtf: str) -> None:
    when = read(words)
    assert (when.edtf, when.time) == (edtf, "")


@pytest.mark.parametrize(
    ("words", "day", "time"),
    [
        ("1432", "2026-11-16", "14:32"),
        ("14:32", "2026-11-16", "14:32"),
        ("2.05pm", "2026-11-16", "14:05"),
        ("12am", "2026-11-16", "00:00"),
        ("0930hrs", "2026-11-16", "09:30"),
        ("mon 1432", "2026-11-16", "14:32"),
        ("16/11 1720", "2026-11-16", "17:20"),
        ("16/11/2026 17:20", "2026-11-16", "17:20"),
        ("5 nov 1432", "2026-11-05", "14:32"),
        ("2026-11-05T14:32", "2026-11-05", "14:32"),
        ("2026-11-05T14:32:00", "2026-11-05", "14:32"),
        ("about 31 October 2026, 14:30", "2026-10-31~", "14:30"),
    ],
)
def test_typed_times(words: str, day: str, time: str) -> None:
    when = read(words)
    assert (when.edtf, when.time, when.as_given) == (day, time, "")


def test_seconds_are_kept_in_the_words() -> None:
    assert read("2026-11-05 14:32:10") == EventDate("2026-11-05", "14:32", "2026-11-05 14:32:10")


@pytest.mark.parametrize(
    ("words", "choices"),
    [
        ("5/11/26", ["2026-11-05", "1926-11-05"]),
        ("12/1/25", ["2025-01-12", "1925-01-12"]),
        ("c 12/1/25", ["2025-01-12~", "1925-01-12~"]),
        ("3/11/25-5/11/25", ["2025-11-03/2025-11-05", "1925-11-03/1925-11-05"]),
        ("nov 26", ["2025-11-26", "2026-11", "1926-11"]),
        ("nov '26", ["2026-11", "1926-11"]),
        ("1950", ["1950", "2026-11-16"]),
        ("16/11 2015", ["2015-11-16", "2026-11-16"]),
        ("winter 2026", ["2025-24", "2026-24"]),
        ("5/11/2026?", ["2026-11-05~", "2026-11-05"]),
        ("5.11", ["2026-11-05", "2026-11-16", "2026-11-16"]),
        ("5/11 2.20", ["2026-11-05", "2026-11-05"]),
        ("2023-24", ["[2023..2024]", "2023/2024", "2023-24"]),
        ("2024/25", ["[2024..2025]", "2024/2025"]),
        ("3/4 Nov", ["[2026-11-03..2026-11-04]", "2026-11-03/2026-11-04"]),
        ("w/c 3/11", ["[2026-11-03..2026-11-09]", "[2026-11-02..2026-11-08]"]),
        ("3/11/26 or 4/11/26", ["[2026-11-03..2026-11-04]", "[1926-11-03..1926-11-04]"]),
        ("Xmas 2025", ["2025-12-25~", "2025-12-25"]),
        ("3 weeks ago", ["2026-10-26~", "2026-10-26"]),
        ("next Friday", ["2026-11-20", "2026-11-27"]),
        ("5/11 midnight", ["2026-11-05", "2026-11-06"]),
        ("5/11 about 2pm", ["2026-11-05", "2026-11-05"]),
        ("winter 26", ["2025-24", "2026-24", "1925-24", "1926-24"]),
        ("051126", ["2026-11-05", "1926-11-05"]),
    ],
)
def test_two_meanings_are_asked_about(words: str, choices: list[str]) -> None:
    reading = parse(words, today=TODAY)
    assert isinstance(reading, Ask)
    assert [choice.edtf for choice in reading.choices] == choices
    assert reading.question.endswith("?")


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (
            "29 February 2025",
            (
                "29 February 2025 is not a real date. February 2025 had 28 days. "
                "Check the source, or keep the words as written (F6)."
            ),
        ),
        (
            "29/2/2009",
            (
                "29 February 2009 is not a real date. February 2009 had 28 days. "
                "Check the source, or keep the words as written (F6)."
            ),
        ),
        (
            "31/11",
            (
                "31 November is not a real date. November has 30 days. "
                "Check the source, or keep the words as written (F6)."
            ),
        ),
        ("11/13/2026", "There is no month 13. Enter the day first, for example 5/11/2026."),
        ("2026-13-01", "There is no month 13. Enter the day first, for example 5/11/2026."),
        (
            "Friday 5 November 2026",
            "5 November 2026 was a Thursday, not a Friday. Check the source, or keep the words as written (F6).",
        ),
        ("25:00", "There is no time 25:00. Enter the time on the 24-hour clock, for example 14:32."),
        ("5/11/0206", "The year 0206 cannot be right. Enter the year in four figures, for example 5/11/2026."),
        (
            "nov 2026 14:32",
            "A time can stand only beside one day. Enter the day with the time, for example 5/11/2026 14:32.",
        ),
        ("5/11-3/11", "The second date is before the first. Enter the earlier date first, with the year of both."),
        ("", "There is no date. Enter a date, or ? if it is not known."),
    ],
)
def test_refusals_say_what_to_do(words: str, sentence: str) -> None:
    reading = parse(words, today=TODAY)
    assert isinstance(reading, Refuse)
    assert reading.words == sentence
    assert reading.error.code
    assert reading.error.part("safe")


def test_what_is_not_a_date_is_not_repeated() -> None:
    reading = parse("mum rang Kayleigh", today=TODAY)
    assert isinstance(reading, Refuse)
    assert "kayleigh" not in str(reading.error).lower()


@given(st.integers(0, 99), st.dates(date(2000, 1, 1), date(2080, 1, 1)))
def test_two_digit_years_are_read_only_when_one_century_is_possible(figures: int, today: date) -> None:
    possible = [y for y in range(1800, 2200) if y % 100 == figures and today.year - 120 <= y <= today.year + 10]
    reading = parse(f"5/11/{figures:02}", today=today)
    if len(possible) == 1:
        assert isinstance(reading, Read)
        assert reading.date.edtf == f"{possible[0]}-11-05"
    else:
        assert isinstance(reading, Ask)
        assert {choice.edtf for choice in reading.choices} == {f"{year}-11-05" for year in possible}


# --- every form ----------------------------------------------------------------------------

days = st.dates(date(1800, 1, 2), date(2199, 12, 30))
units = st.sampled_from([10, 7, 4])


@st.composite
def points(draw: st.DrawFn) -> str:
    return draw(days).isoformat()[: draw(units)]


@st.composite
def times(draw: st.DrawFn) -> str:
    return f"{draw(st.integers(0, 23)):02}:{draw(st.integers(0, 59)):02}"


@st.composite
def pairs(draw: st.DrawFn, *, mixed: bool) -> tuple[str, str]:
    first, second = sorted(draw(st.tuples(days, days)))
    assume(second.year - first.year <= 50)
    unit = draw(units)
    left, right = first.isoformat()[:unit], second.isoformat()[: draw(units) if mixed else unit]
    low, high = EventDate(left), EventDate(right)
    assert low.lower
    assert high.lower
    assert low.upper
    assert high.upper
    assume(low.lower < high.lower and low.upper < high.upper)
    return left, right


event_dates = st.one_of(
    points().map(EventDate),
    points().map(lambda point: EventDate(point + "~")),
    st.builds(lambda day, time: EventDate(day.isoformat(), time), days, times()),
    st.builds(lambda day, time: EventDate(f"{day}~", time), days, times()),
    st.builds(lambda year, season: EventDate(f"{year}-{season}"), st.integers(1800, 2198), st.integers(21, 24)),
    days.map(lambda day: EventDate(f"[..{day}]")),
    days.map(lambda day: EventDate(f"[{day}..]")),
    pairs(mixed=False).map(lambda ends: EventDate(f"[{ends[0]}..{ends[1]}]")),
    pairs(mixed=True).map(lambda ends: EventDate(f"{ends[0]}/{ends[1]}")),
    st.just(EventDate()),
)


@given(event_dates, days)
@example(EventDate("2010/2011-03-05"), TODAY)
@example(EventDate("2026-05"), TODAY)
def test_reading_the_words_gives_the_date_back(when: EventDate, today: date) -> None:
    assert read(when.in_words(), today) == when


@given(event_dates, days)
@example(EventDate("2023-24"), TODAY)
@example(EventDate("2010-11"), TODAY)
def test_reading_the_edtf_gives_the_date_back(when: EventDate, today: date) -> None:
    assume(when.edtf and not (len(when.edtf) == 4 and when.precision == "year"))
    reading = parse(when.edtf, today=today)
    if isinstance(reading, Ask):  # 2023-24 is a winter for EDTF, and two years for anybody else
        assert when.edtf[5:] == f"{int(when.edtf[:4]) + 1}"[2:]
        assert EventDate(when.edtf) in reading.choices
    else:
        assert isinstance(reading, Read) and reading.date == EventDate(when.edtf)


@given(event_dates)
def test_storing_gives_the_date_back(when: EventDate) -> None:
    stored = msgspec.json.encode(when)
    assert msgspec.json.decode(stored, type=EventDate) == when
    assert msgspec.json.encode(msgspec.json.decode(stored, type=EventDate)) == stored


@given(st.lists(event_dates, max_size=8))
def test_the_order_is_total_and_stable(dates: list[EventDate]) -> None:
    ordered = sorted(dates, key=lambda when: when.sort_key)
    assert sorted(ordered, key=lambda when: when.sort_key) == ordered
    keys = [when.sort_key for when in ordered]
    assert keys == sorted(keys)
    known = [when.known for when in ordered]
    assert known == sorted(known, reverse=True), "undated entries come last"


@given(event_dates)
def test_bounds_hold_what_the_words_say(when: EventDate) -> None:
    if when.lower and when.upper:
        assert when.lower <= when.upper
    assert (when.lower is None) == (when.precision in ("before", "unknown"))
    assert (when.upper is None) == (when.precision in ("after", "unknown"))
    point = when.point
    if point and point.day and when.precision in ("day", "about"):
        assert when.lower == when.upper == point.first
    if when.precision == "month" and point:
        assert when.upper
        assert when.upper.day == monthrange(point.year, point.month)[1]
    if when.exact:
        assert when.lower
        assert when.in_words().startswith(f"{when.lower:%A} {when.lower.day} ")


@given(event_dates)
def test_the_edtf_package_agrees(when: EventDate) -> None:
    judge = pytest.importorskip("edtf")
    if not when.edtf:
        return
    parsed: Any = judge.parse_edtf(when.edtf_full)
    if when.precision in ("before", "after"):
        (ends,) = parsed.objects
        assert [str(ends.lower), str(ends.upper)] == [
            str(when.lower or ".."),
            str(when.upper or ".."),
        ]
        return
    lower, upper = date(*parsed.lower_strict()[:3]), date(*parsed.upper_strict()[:3])
    assert lower == when.lower
    if when.edtf.endswith("-24"):
        assert when.upper, "the package ends winter with the year"
        assert upper <= when.upper
    else:
        assert upper == when.upper


# --- what cannot be stored -----------------------------------------------------------------


@pytest.mark.parametrize(
    "fields",
    [
        {"edtf": "2009-02-29"},
        {"edtf": "2026-13"},
        {"edtf": "2026-00"},
        {"edtf": "2026-1-5"},
        {"edtf": "0000"},
        {"edtf": "\uff12\uff10\uff12\uff16"},
        {"edtf": "2026-11-05T14:32:00"},
        {"edtf": "2026-11-05?"},
        {"edtf": "2026-22~"},
        {"edtf": "[..2026-11]"},
        {"edtf": "[..]"},
        {"edtf": "[2026-11-05..2026-11-05]"},
        {"edtf": "[2026-11-05..2026-11-03]"},
        {"edtf": "[2026-11..2026-12-03]"},
        {"edtf": "2026-11-05/2026-11-03"},
        {"edtf": "2026/2026-11-03"},
        {"edtf": "2026-11-05/.."},
        {"edtf": "2026-11-05 "},
        {"edtf": "9999-24"},
        {"edtf": "2026-11", "time": "14:32"},
        {"edtf": "", "time": "14:32"},
        {"edtf": "2026-11-03/2026-11-05", "time": "14:32"},
        {"edtf": "2026-11-05", "time": "24:00"},
        {"edtf": "2026-11-05", "time": "2:32"},
        {"as_given": "a\x00b"},
        {"as_given": "Zoe\u0308"},
        {"when": "2026"},
    ],
)
def test_only_the_permitted_forms_are_decoded(fields: dict[str, str]) -> None:
    with pytest.raises(msgspec.ValidationError) as refused:
        msgspec.convert(fields, EventDate)
    assert all(value not in str(refused.value) for value in fields.values() if value and "when" not in fields)


@given(st.text(max_size=30), st.text(max_size=6))
def test_any_text_is_a_permitted_form_or_a_value_error(edtf: str, time: str) -> None:
    try:
        when = EventDate(edtf, time)
    except ValueError:
        return
    assert when.in_words()
    assert when.in_table()
    assert when.sort_key


@given(st.one_of(st.text(max_size=40), st.text("0123456789 /.-:~?[]acmntobewy'", max_size=24)), days)
def test_any_words_are_read_asked_about_or_refused(words: str, today: date) -> None:
    reading = parse(words, today=today)
    assert reading.words if isinstance(reading, Read | Refuse) else len(reading.choices) > 1


@given(st.integers(1, 12), st.integers(1800, 2199), st.integers(29, 99))
def test_impossible_days_are_refused(month: int, year: int, day: int) -> None:
    assume(day > monthrange(year, month)[1])
    for words in (f"{day}/{month}/{year}", f"{year}-{month:02}-{day:02}"):
        reading = parse(words, today=TODAY)
        assert isinstance(reading, Refuse)
        assert reading.error.code == "date.impossible"


# --- words for tables ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("when", "words", "table", "time"),
    [
        (EventDate("2026-11-05", "14:32"), "Thursday 5 November 2026, 14:32", "Thu 5 Nov 2026", "14:32"),
        (EventDate("2026-11-05"), "Thursday 5 November 2026", "Thu 5 Nov 2026", ""),
        (EventDate("2026-10-31~"), "about 31 October 2026", "31 Oct 2026", "about"),
        (EventDate("2026-10-31~", "14:30"), "about 31 October 2026, 14:30", "31 Oct 2026", "about 14:30"),
        (EventDate("2026-11"), "November 2026 (month only)", "Nov 2026", "month only"),
        (EventDate("2026"), "2026 (year only)", "2026", "year only"),
        (EventDate("2026-22"), "Summer 2026 (season only)", "Summer 2026", "season only"),
        (EventDate("[..2026-11-05]"), "on or before 5 November 2026", "5 Nov 2026", "or before"),
        (EventDate("[2026-11-05..]"), "on or after 5 November 2026", "5 Nov 2026", "or after"),
        (EventDate("[2026-11-03..2026-11-05]"), "between 3 and 5 November 2026", "3 to 5 Nov 2026", "between"),
        (EventDate("2026-11-03/2026-11-05"), "3 to 5 November 2026", "3 to 5 Nov 2026", ""),
        (EventDate("2026-12-28/2027-01-03"), "28 December 2026 to 3 January 2027", "28 Dec 2026 to 3 Jan 2027", ""),
        (EventDate(as_given="29 February 2009"), "Date not known", "Not known", ""),
    ],
)
def test_words(when: EventDate, words: str, table: str, time: str) -> None:
    assert (when.in_words(), when.in_table(), when.time_in_table()) == (words, table, time)


def test_the_reading_line() -> None:
    assert parse("5/11/2026 1432", today=TODAY).words == "Thursday 5 November 2026, 14:32, exact"  # type: ignore[union-attr]
    assert parse("c 12/1/2025", today=TODAY).words == "about 12 January 2025"  # type: ignore[union-attr]


def test_full_edtf_has_the_time_of_an_exact_day_only() -> None:
    assert EventDate("2026-11-05", "14:32").edtf_full == "2026-11-05T14:32:00"
    assert EventDate("2026-11-05~", "14:32").edtf_full == "2026-11-05~"


# --- two columns ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "precision", "when"),
    [
        ("2006-03-01", "day", EventDate("2006-03-01")),
        ("2006-06", "month", EventDate("2006-06")),
        ("2005", "year", EventDate("2005")),
        ("1950", "", EventDate("1950")),
        ("2006-06-01", "month", EventDate("2006-06", as_given="2006-06-01")),
        ("2006-06-01", "Year", EventDate("2006", as_given="2006-06-01")),
        ("2006-06-01", "about", EventDate("2006-06-01~", as_given="2006-06-01")),
        ("1/3/2006", "", EventDate("2006-03-01", as_given="1/3/2006")),
        ("summer 2006", "season", EventDate("2006-22", as_given="summer 2006")),
        ("no idea", "unknown", EventDate(as_given="no idea")),
        ("5 November 2006 at 2pm", "day", EventDate("2006-11-05", "14:00", "5 November 2006 at 2pm")),
        ("2006-03-01 00:00:00", "", EventDate("2006-03-01", as_given="2006-03-01 00:00:00")),
        ("2006-03-01 00:00", "", EventDate("2006-03-01", "00:00", "2006-03-01 00:00")),
        ("[..2006-11-05]", "before", EventDate("[..2006-11-05]")),
        ("", "", EventDate()),
        ("?", "", EventDate(as_given="?")),
    ],
)
def test_precision_in_a_column(value: str, precision: str, when: EventDate) -> None:
    reading = parse_precise(value, precision, today=TODAY)
    assert isinstance(reading, Read)
    assert reading.date == when


@pytest.mark.parametrize(
    ("value", "precision", "code"),
    [
        ("2006-06", "day", "date.precision-disagrees"),
        ("2006", "month", "date.precision-disagrees"),
        ("3/11/2006-5/11/2006", "day", "date.precision-disagrees"),
        ("2006-06-01", "week", "date.unknown-precision"),
        ("2009-02-29", "day", "date.impossible"),
        ("2009-02-29", "month", "date.impossible"),
        ("5/11/26", "day", "date.ambiguous"),
        ("5/11", "day", "date.ambiguous"),
        ("5 nov", "", "date.ambiguous"),
        ("mon", "", "date.ambiguous"),
        ("yesterday", "day", "date.ambiguous"),
        ("14:32", "", "date.ambiguous"),
        ("soon", "", "date.not-understood"),
    ],
)
def test_columns_that_disagree_are_refused(value: str, precision: str, code: str) -> None:
    reading = parse_precise(value, precision, today=TODAY)
    assert isinstance(reading, Refuse)
    assert reading.error.code == code


def test_words_that_cannot_be_kept_are_refused() -> None:
    for words in ("2026-11-05 14:32:10\x0c", "5/11/2026\x00", "\x1b"):
        assert isinstance(parse(words, today=TODAY), Refuse)
        assert isinstance(parse_precise(words, "unknown", today=TODAY), Refuse)
    reading = parse_precise("Zoe\u0308’s birthday", "unknown", today=TODAY)
    assert isinstance(reading, Read)
    assert reading.date.as_given == "Zoë’s birthday"


def test_certain_raises_for_questions_and_refusals() -> None:
    assert certain("5/11/2026", today=TODAY) == EventDate.on(date(2026, 11, 5))
    for words in ("5/11/26", "29/2/2009"):
        with pytest.raises(DateError):
            certain(words, today=TODAY)


# --- doubts --------------------------------------------------------------------------------


def test_doubts_in_the_designed_words() -> None:
    assert warnings(EventDate("2026-12-05"), today=TODAY) == [
        (
            "5 December 2026 is in the future. A chronology records what has happened. "
            "If this is a booking, add it to Conferences."
        )
    ]
    births = [("Maisie", EventDate("2022-02-14"))]
    assert warnings(EventDate("2022-02-13"), today=TODAY, births=births) == [
        "This is before Maisie was born (14 February 2022). Keep it if it is about the pregnancy or the family."
    ]
    deaths = [("Maisie", EventDate("2026-08-03"))]
    assert warnings(EventDate("2026-08-04"), today=TODAY, births=births, deaths=deaths) == [
        "This is after Maisie died (3 August 2026). Keep it if it is about the family or what was done afterwards."
    ]


def test_only_certain_doubts_are_raised() -> None:
    births, deaths = [("Maisie", EventDate("2022-02-14"))], [("Maisie", EventDate("2026-08"))]
    for when in (
        EventDate("2022"),
        EventDate("2026-08-20"),
        EventDate(),
        EventDate("2026"),
        EventDate("[2020-01-01..]"),
    ):
        assert warnings(when, today=TODAY, births=births, deaths=deaths) == []
    assert warnings(EventDate("2026-11-16"), today=TODAY) == []
    assert len(warnings(EventDate.on(TODAY + timedelta(days=1)), today=TODAY)) == 1


@pytest.mark.parametrize("words", ["5/11 23:00-01:00", "5/11 2300-0100", "5/11 10pm to 2am"])
def test_a_time_alone_is_never_the_end_of_another_day(words: str) -> None:
    reading = parse(words, today=date(2026, 11, 22))
    assert not isinstance(reading, Read) or "2026-11-22" not in reading.date.edtf


def test_a_field_for_a_day_never_offers_a_time_of_today() -> None:
    reading = parse_day("5.11", today=date(2026, 11, 22))
    assert isinstance(reading, Read) and reading.date.edtf == "2026-11-05"
