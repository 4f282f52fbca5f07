"""Which check of a condition is due, how it stands, and what is asked about it."""

from __future__ import annotations

from datetime import date, timedelta

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pclo_app.practice import conditions
from pclo_app.practice.conditions import open_days
from pclo_app.practice.finding import Finding, Rulebook
from pclo_app.records.condition import ConditionCheck
from pclo_app.records.work import Action
from tests.records.test_condition import DOGS, SEEN, WORKER

START = date(2007, 3, 1)
DAYS = st.dates(START, START + timedelta(days=40))
TODAY = date(2007, 3, 12)
BOOK = Rulebook(date(2026, 11, 22))


def day(number: int) -> date:
    return date(2007, 3, number)


def kept(on: str, answer: str = "kept", **more: object) -> ConditionCheck:
    given = {"condition": "c", "on": on, "kept": answer, "by": WORKER, "found": "x", **more}
    return msgspec.convert(msgspec.to_builtins(given), ConditionCheck)


def stands(*checks: ConditionCheck, today: date = TODAY, actions: list[Action] | None = None, **change: object):  # type: ignore[no-untyped-def]
    numbered = [(f"k{n}", check) for n, check in enumerate(checks)]
    condition = msgspec.structs.replace(DOGS, **change)
    return conditions.standing("c", condition, numbered, today=today, actions=actions or [])


@pytest.mark.parametrize(
    ("days", "checked", "left"),
    [
        ([9, 16], [], [9, 16]),
        ([9, 16], [9], [16]),
        ([9, 16], [6], [16]),  # early counts for the next day
        ([9, 16], [5, 6, 7], [16]),  # and looking three times early is still the same day
        ([9, 16], [12], [16]),  # late: answers the day that has passed, not the next as well
        ([9, 16], [12, 13], []),
        ([9, 16, 23], [17], [23]),  # one look answers all that has passed
        ([9, 16], [20], []),
        ([9], [9, 9], []),
        ([16, 9, 9], [], [9, 16]),
    ],
)
def test_the_days_that_no_check_answers(days: list[int], checked: list[int], left: list[int]) -> None:
    assert open_days(map(day, days), map(day, checked)) == tuple(map(day, left))


@given(st.lists(DAYS, max_size=8), st.lists(DAYS, max_size=8), DAYS, st.randoms())
def test_which_check_is_due_holds_for_any_days(days: list[date], checked: list[date], more: date, mix: object) -> None:
    left = open_days(days, checked)
    assert list(left) == sorted(set(left)) and set(left) <= set(days)
    assert all(each > max(checked) for each in left if checked), "a check answers all that has come by then"
    assert len(set(days)) - len(left) <= len(set(checked)) or any(
        sum(each <= at for each in set(days)) > 1 for at in checked
    ), "only a late check answers more than one day"
    turned = list(checked)
    mix.shuffle(turned)  # type: ignore[attr-defined]
    assert open_days(reversed(days), turned) == left
    assert open_days(days, [*checked, more, *checked]) == open_days(days, [*checked, more])
    last = max(checked, default=START)
    after = open_days(days, [*checked, max(more, last)])
    assert set(after) <= set(left), "another check later on never brings a day back"
    if days and not checked:
        assert left[0] == min(days)


def test_the_dogs_of_6_march_2007() -> None:
    """Due on the first, seen on the sixth, and nothing followed: both are asked until they are answered."""
    before = stands(today=day(5))
    assert before.state == "overdue" and before.overdue == (day(1),)
    seen = stands(msgspec.structs.replace(SEEN, followed=""))
    assert seen.state == "not kept" and seen.open_days == (day(9),) and not seen.followed
    asked = conditions.findings([seen], BOOK)
    assert [each.rule for each in asked] == ["chronology.condition-not-kept", "chronology.condition-unchecked"]
    assert "Tue 6 Mar 2007" in asked[0].words and "“The dogs must not be in the home” was not kept on" in asked[0].words
    assert asked[1].span == "2007-03-09/2007-03-09" and "not kept" in asked[1].words
    assert all(each.record == "c" and "Record why" in each.answers for each in asked)


def rules(*checks: ConditionCheck, **change: object) -> list[str]:
    found: list[Finding] = conditions.findings([stands(*checks, **change)], BOOK)  # type: ignore[arg-type]
    return [each.rule.removeprefix("chronology.condition-") for each in found]


def test_what_followed_answers_a_breach() -> None:
    broken = kept("2007-03-09", "not kept")
    assert rules(broken) == ["not-kept"]
    assert rules(msgspec.structs.replace(broken, followed="Child moved to foster care")) == []
    assert rules(broken, actions=[Action(what="Visit again", from_record="k0")]) == []
    for earlier in ("another", "c"):  # of another check, or set with the condition, before it was broken
        assert rules(broken, actions=[Action(what="Visit again", from_record=earlier)]) == ["not-kept"]
    assert rules(broken, kept("2007-03-10")) == []
    assert rules(broken, ended_on="2007-03-11", ended_why="Child moved") == []


def test_not_known_is_no_check_and_a_withdrawn_one_never_was() -> None:
    assert rules(kept("2007-03-09", "not known")) == ["unchecked"]
    assert stands(kept("2007-03-09", "not known"), today=day(1)).state == "not known"
    assert rules(kept("2007-03-09", withdrawn=True)) == ["unchecked"]
    assert rules(kept("2007-03-09", condition="another")) == ["unchecked"]


def test_what_has_ended_or_run_out_is_asked_no_more() -> None:
    assert stands(ended_on="2007-03-08", ended_why="Order made").state == "over"
    assert rules(ended_on="2007-03-08", ended_why="Order made") == []
    assert stands(kept("2007-03-01"), until="2007-03-05").state == "over"
    assert stands(until="2007-03-05").overdue == (day(1),), "a day that passed while it held is still asked for"


def test_the_gravest_stand_first() -> None:
    given = {
        "kept": (DOGS, [kept("2007-03-09", condition="kept")]),
        "over": (msgspec.structs.replace(DOGS, ended_on="2007-03-02", ended_why="x"), []),
        "late": (DOGS, []),
        "broken": (DOGS, [kept("2007-03-09", "not kept", condition="broken")]),
        "ahead": (msgspec.structs.replace(DOGS, check_by=("2007-03-20",)), []),
    }
    checks = [(f"{id}-k", check) for id, (_, made) in given.items() for check in made]
    found = conditions.standings([(id, each) for id, (each, _) in given.items()], checks, today=TODAY)
    assert [(each.id, each.state) for each in found] == [
        ("broken", "not kept"), ("late", "overdue"), ("ahead", "due"), ("kept", "kept"), ("over", "over"),
    ]  # fmt: skip


def test_a_conference_is_told_of_conditions_not_kept_first_whatever_followed() -> None:
    broken = stands(msgspec.structs.replace(SEEN, followed="Manager told"))
    asked = conditions.before_conference([broken], BOOK, "conf")
    assert [each.title for each in asked] == ["1 condition not kept", "1 condition not checked"]
    fine = conditions.before_conference([stands(kept("2007-03-09"))], BOOK, "conf")
    assert [(each.level, each.title) for each in fine] == [("met", "1 condition checked, kept when last seen")]
    assert conditions.before_conference([], BOOK, "conf") == []


def test_a_long_condition_is_cut_to_a_line() -> None:
    assert conditions.shortened("No contact.\nMore words") == "No contact"
    assert len(conditions.shortened("word " * 60)) <= 120 and conditions.shortened("word " * 60).endswith("…")
