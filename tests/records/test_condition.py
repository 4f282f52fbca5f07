"""Conditions, the checks made of them, and the lines that both are in the chronology."""

from __future__ import annotations

import msgspec
import pytest

from pclo_app.records import describe, kinds
from pclo_app.records.as_entry import as_entry
from pclo_app.records.base import Named
from pclo_app.records.condition import Condition, ConditionCheck
from pclo_app.records.event_date import EventDate

MANAGER = Named(name="Imelda Crosbie", rank="Team Manager", agency="CSC")
WORKER = Named(name="Jonah Prideaux", rank="Social Worker", agency="CSC")
DOGS = Condition(
    text="The dogs must not be in the home.", attached_to="return", children=("child",), persons=("mother",),
    set_by=MANAGER, since=EventDate(edtf="2007-02-23"), who_checks=WORKER, check_by=("2007-03-01", "2007-03-09"),
)  # fmt: skip
SEEN = ConditionCheck(
    condition="c", text=DOGS.text, persons=("child", "mother"), on="2007-03-06T14:10", by=WORKER,
    kept="not kept", found="Three dogs were in the kitchen", followed="Manager told the same day",
)  # fmt: skip


def lacks(record: Condition | ConditionCheck, **change: object) -> list[str]:
    return [each.field for each in kinds.missing(msgspec.structs.replace(record, **change))]


def test_a_whole_condition_lacks_nothing_and_is_stored_in_one_form() -> None:
    for name, record in (("condition", DOGS), ("condition_check", SEEN)):
        assert kinds.missing(record) == []
        assert kinds.decode(name, kinds.encode(record)) == record
        assert kinds.kind_of(record) == name


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"text": " "}, "text"),
        ({"attached_to": ""}, "attached_to"),
        ({"attached_to": "other"}, "attached_words"),
        ({"persons": ()}, "persons"),
        ({"since": EventDate()}, "since"),
        ({"set_by": Named(name="Imelda Crosbie")}, "set_by"),
        ({"who_checks": Named()}, "who_checks"),
        ({"who_checks": Named(name="Jonah", agency="CSC")}, "who_checks"),
        ({"who_checks": Named(name="Jonah", rank="Social Worker")}, "who_checks"),
        ({"check_by": ()}, "check_by"),
        ({"ended_on": "2007-04-01"}, "ended_why"),
        ({"ended_why": "Child moved"}, "ended_on"),
    ],
)
def test_a_condition_asks_for_what_it_lacks(change: dict[str, object], field: str) -> None:
    assert lacks(DOGS, **change) == [field]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"condition": ""}, "condition"),
        ({"on": ""}, "on"),
        ({"by": Named(name="Jonah", rank="Social Worker")}, "by"),
        ({"kept": "", "found": ""}, "kept"),
        ({"found": " "}, "found"),
        ({"kept": "not known", "found": ""}, "found"),
    ],
)
def test_a_check_asks_for_what_it_lacks(change: dict[str, object], field: str) -> None:
    assert lacks(SEEN, **change) == [field]


def test_others_on_whom_it_is_may_stand_in_words_and_an_unknown_day_is_said_so() -> None:
    assert lacks(DOGS, persons=(), on_whom="Whoever stays at the address") == []
    assert lacks(DOGS, since=EventDate(as_given="?")) == []


def test_a_condition_is_a_line_on_the_day_it_was_set() -> None:
    line = as_entry(DOGS)
    assert line is not None
    assert line.fact == (
        "Condition set on return home: The dogs must not be in the home. Set by Imelda Crosbie, Team Manager. "
        "To be checked by Jonah Prideaux, Social Worker: by Thursday 1 March 2007; by Friday 9 March 2007."
    )
    assert (line.when.edtf, line.agency, line.persons) == ("2007-02-23", "CSC", ("child", "mother"))
    ended = as_entry(
        msgspec.structs.replace(
            DOGS, attached_to="other", attached_words="letter of expectations", on_whom="Any visitor",
            until="2007-06-30", ended_on="2007-04-02", ended_why="Replaced by an order",
        )
    )  # fmt: skip
    placed = as_entry(msgspec.structs.replace(DOGS, attached_words="4 Penshurst Road"))
    assert placed is not None and "in the home. Attached to: 4 Penshurst Road. Set by" in placed.fact
    assert ended is not None and ended.fact.startswith("Condition set on letter of expectations: The dogs")
    assert "To be kept by Any visitor." in ended.fact and "It holds until Saturday 30 June 2007." in ended.fact
    assert ended.fact.endswith("Ended Monday 2 April 2007: Replaced by an order.")


def test_each_check_is_a_line_of_its_own_day_until_it_is_withdrawn() -> None:
    line = as_entry(SEEN)
    assert line is not None and line.told_by == WORKER
    assert line.fact == (
        "Condition checked: not kept. The condition: The dogs must not be in the home. "
        "Found: Three dogs were in the kitchen."
    )
    assert (line.when, line.agency) == (EventDate(edtf="2007-03-06", time="14:10"), "CSC")
    assert line.action_taken == "Manager told the same day"
    assert as_entry(msgspec.structs.replace(SEEN, withdrawn=True)) is None


def test_both_are_named_and_found_by_their_words_and_never_by_ids() -> None:
    assert describe.title(DOGS) == DOGS.text
    assert describe.title(SEEN) == "Not kept: The dogs must not be in the home."
    words = describe.words(SEEN)
    assert "Three dogs were in the kitchen" in words and "Jonah Prideaux" in words
    assert "mother" not in words.split() and "c" not in words.split()
    assert describe.event_date(DOGS).edtf == "2007-02-23" and describe.event_date(SEEN).time == "14:10"
