"""Conditions met when practice is asked something its tables cannot answer."""

from __future__ import annotations

from ..errors import BadInput


class OutsideCalendar(BadInput):
    """Working days were asked for in years whose bank holidays are not known."""

    code = "practice.outside-calendar"
    what = "Bank holidays are known from {first} to {last} only."
    safe = "Nothing was changed."
    do = "Check the year. If it is right, count the working days by hand."


class NoRulesYet(BadInput):
    """A date lies before the first rule set."""

    code = "practice.no-rules"
    what = "There are no rules for {subject} that were in force on {on}."
    safe = "Nothing was changed."
    do = "Check the date."
