"""The headings of a strategy meeting. Each must be answered; none stays blank by accident."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from ..records.meeting import HeadingAnswer
from .errors import NoRulesYet
from .tables import Heading, HeadingSet, shipped_heading_sets


def rule_set(on: date, sets: Iterable[HeadingSet] | None = None) -> HeadingSet:
    """The headings in force on a day. Raises NoRulesYet before the first set."""
    known = shipped_heading_sets() if sets is None else tuple(sets)
    in_force = [each for each in known if each.from_ <= on.isoformat()]
    if not in_force:
        raise NoRulesYet(subject="headings", on=on.isoformat())
    return max(in_force, key=lambda each: each.from_)


def rule_set_named(name: str, sets: Iterable[HeadingSet] | None = None) -> HeadingSet | None:
    """The headings a record says it was made with, or None for a set that is not known here."""
    known = shipped_heading_sets() if sets is None else sets
    return next((each for each in known if each.id == name), None)


def blank_answers(rules: HeadingSet) -> tuple[HeadingAnswer, ...]:
    """One unanswered row for each heading, with the wording that the record will keep."""
    return tuple(HeadingAnswer(number=each.number, heading=each.heading) for each in rules.headings)


def heading_for(answer: HeadingAnswer, rules: HeadingSet | None) -> Heading:
    """What the rule set says about an answered heading; a record's own wording where it says nothing."""
    for each in rules.headings if rules else ():
        if each.number == answer.number:
            return each
    return Heading(id="", number=answer.number, heading=answer.heading, short=answer.heading.lower(), hint="")
