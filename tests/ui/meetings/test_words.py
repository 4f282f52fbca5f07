"""Reading what is typed: notes, days ahead, times; findings as cards."""

from __future__ import annotations

from datetime import date

import pytest

from pclo_app.practice.finding import Finding
from pclo_app.records.event_date.typed import Ask, Read, Refuse
from pclo_app.records.meeting import StrategyMeeting
from ui.meetings.cards import cards, section_of, steps
from ui.meetings.due import day_of, iso_day, read_due, read_time
from ui.meetings.people import Known
from ui.meetings.pin import Pin, pin_problem
from ui.meetings.spoken import Spoken, parts, read_note

TODAY = date(2026, 11, 5)  # a Thursday


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("fri", "2026-11-06"), ("by fri", "2026-11-06"), ("next friday", "2026-11-06"), ("thu", "2026-11-12"),
        ("mon 9 nov", "2026-11-09"), ("9/11", "2026-11-09"), ("9/11/26", "2026-11-09"), ("today", "2026-11-05"),
        ("tomorrow", "2026-11-06"), ("4 nov", "2027-11-04"), ("9 nov 2026", "2026-11-09"), ("1/2/2027", "2027-02-01"),
    ],
)  # fmt: skip
def test_days_by_which_something_is_done_lie_ahead(words: str, day: str) -> None:
    reading = read_due(words, today=TODAY)
    assert isinstance(reading, Read)
    assert iso_day(reading.date) == day


def test_a_year_that_was_typed_is_not_changed_and_soon_is_not_a_date() -> None:
    past = read_due("9 nov 2025", today=TODAY)
    assert isinstance(past, Read)
    assert iso_day(past.date) == "2025-11-09"
    assert isinstance(read_due("as soon as possible", today=TODAY), Refuse)
    assert not isinstance(read_due("31/2/2027", today=TODAY), Read | Ask)
    assert iso_day(day_of("nonsense")) == ""


@pytest.mark.parametrize(
    ("words", "time"),
    [("1405", "14:05"), ("14.05", "14:05"), ("9:05", "09:05"), ("14", "14:00"), ("905", "09:05"), ("", ""),
     ("25:00", None), ("14:75", None), ("two", None), ("1:2:3", None), ("²:00", None)],
)  # fmt: skip
def test_times_of_day(words: str, time: str | None) -> None:
    assert read_time(words) == time


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("a Visit the flat", Spoken("action", "Visit the flat", 0)),
        ("A: Visit", Spoken("action", "Visit", 0)),
        ("i GP changed", Spoken("information", "GP changed", 0)),
        ("d5 Not used", Spoken("decision", "Not used", 5)),
        ("d 12 Told on Friday", Spoken("decision", "Told on Friday", 12)),
        ("d Not used", Spoken("decision", "Not used", 0)),
        ("Grandmother could have both", Spoken("", "Grandmother could have both", 0)),
        ("about the bruise", Spoken("", "about the bruise", 0)),
        ("a", Spoken("", "a", 0)),
    ],
)
def test_the_first_letter_says_what_a_note_is(typed: str, read: Spoken) -> None:
    assert read_note(typed) == read


def test_paths_lead_to_sections() -> None:
    paths = ("attendance.8.rank", "decisions.4.why", "end", "notes.0", "supervisor_decision")
    assert [section_of(path) for path in paths] == ["attendance", "decisions", "meeting", "notes", "closing"]


def test_the_first_thing_to_go_to_carries_the_key() -> None:
    def finding(rule: str, level: str, *answers: str) -> Finding:
        return Finding(rule, level, rule, "", "", answers=answers)  # type: ignore[arg-type]

    reason = finding("b", "reason", "Go to", "Record why")
    made = cards([finding("a", "must", "Go to first"), reason, finding("c", "met")])
    assert [card.actions for card in made] == [("Go to first (F7)",), ("Go to", "Record why (R)"), ()]
    assert [card.level for card in made] == ["danger", "warn", "met"]


def test_the_outline_counts_what_is_there() -> None:
    made = {step.key: step for step in steps(StrategyMeeting(), [])}
    assert made["attendance"].sub == "0 people"
    assert made["actions"].state == "empty"
    assert made["closing"].state == "done"


def test_a_pin_closes_after_three_wrong_tries() -> None:
    for bad in ("", "123", "123456789", "12a4", "\u0661\u0662\u0663\u0664"):
        assert pin_problem(bad)
    assert not pin_problem("1234")
    pin = Pin("1234")
    assert not pin.opens("0000") and not pin.opens("1111")
    assert pin.opens("1234")
    assert [pin.opens("9999") for _ in range(3)] == [False] * 3
    assert not pin.opens("1234")


PEOPLE = [
    Known("Jonah Prideaux", "Social Worker", "CSC", "", "p1"), Known("Joan Prior", "Health Visitor", "HEA"),
    Known("Dr Anil Marchetti", "Consultant", "HEA"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "words", "who", "by", "unread"),
    [
        ("a Get the written report @jonah / by fri", "Get the written report", "Jonah Prideaux", "2026-11-06", ""),
        ("i @marchetti the mark is not from a fall", "the mark is not from a fall", "Dr Anil Marchetti", "", ""),
        ("c @Jonah Prideaux: wants police protection", "wants police protection", "Jonah Prideaux", "", ""),
        ("a Ask @joan about the flat", "Ask Joan Prior about the flat", "Joan Prior", "", ""),
        ("a Ask @jo about the flat", "Ask @jo about the flat", "", "", "@jo"),
        ("a Ring @nobody / by soon", "Ring @nobody / by soon", "", "", "@nobody and “by soon”"),
        ("a Write to maisie@example.org", "Write to maisie@example.org", "", "", ""),
    ],
)
def test_people_and_days_in_a_note(typed: str, words: str, who: str, by: str, unread: str) -> None:
    said = read_note(typed, PEOPLE, TODAY)
    assert (said.words, said.who.name if said.who else "", said.by, said.unread) == (words, who, by, unread)


def test_what_was_understood_is_said_back() -> None:
    said = read_note("a Get the report @jonah / by fri", PEOPLE, TODAY)
    assert [each.words for each in parts(said)] == ["Action", "Jonah Prideaux, Social Worker", "By Fri 6 Nov 2026"]
    assert [each.kind for each in parts(read_note("c No @nobody", PEOPLE, TODAY))] == ["solid", "warn"]
    assert parts(read_note("Grandmother could have both", PEOPLE, TODAY)) == []
