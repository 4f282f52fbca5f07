"""The shipped rule tables themselves."""

from __future__ import annotations

import string
from datetime import date

import pytest

from pclo_app.practice import headings, tables
from pclo_app.practice.errors import NoRulesYet
from pclo_app.practice.finding import Rulebook


def test_every_rule_can_be_read_and_has_a_source() -> None:
    rules = tables.shipped_rules()
    assert len({rule.id for rule in rules}) == len(rules)
    for rule in rules:
        assert rule.level in ("must", "reason", "check")
        assert rule.source
        assert rule.answers
        if rule.level == "reason":
            assert "Record why" in rule.answers or not rule.id.startswith("meeting.")
        for text in (rule.title, rule.words, rule.met):
            assert all(name != "" for _, name, _, _ in string.Formatter().parse(text) if name is not None)


def test_a_rule_holds_only_in_its_time() -> None:
    rule = tables.Rule(
        id="x", from_="2020-01-01", to="2020-12-31", level="must", title="T", words="W", source="S", answers=("Go to",)
    )
    assert Rulebook(date(2020, 6, 1), [rule]).finding("x")
    assert Rulebook(date(2019, 6, 1), [rule]).finding("x") == []
    assert Rulebook(date(2021, 6, 1), [rule]).finding("x") == []


def test_headings_of_a_day() -> None:
    assert len(headings.rule_set(date(2026, 11, 5)).headings) == 14
    with pytest.raises(NoRulesYet):
        headings.rule_set(date(1999, 1, 1))


def test_holidays_are_weekdays_of_all_years() -> None:
    table = tables.shipped_holidays()
    for nation in table.nations.values():
        days = [date.fromisoformat(day) for day in nation.days]
        assert {day.year for day in days} == set(range(table.first_year, table.last_year + 1))
        assert all(day.weekday() < 5 for day in days)
