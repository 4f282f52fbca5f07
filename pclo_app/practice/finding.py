"""A finding: something that a rule of practice asks about a record."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal, cast

from ..records.meeting import FindingReason
from .tables import Rule, shipped_rules

Level = Literal["must", "reason", "check", "met"]


@dataclass(frozen=True)
class Finding:
    """One question or one tick beside a record. A finding never blocks typing."""

    rule: str
    """Id of the rule: ``meeting.doctor``."""
    level: Level
    """``must`` be answered, needs a ``reason``, worth a ``check``, or ``met``."""
    title: str
    words: str
    source: str
    record: str = ""
    """Id of the record it is about, where the caller knows it."""
    where: str = ""
    """The field: ``attendance.8.rank``; for a list of rows, the row's number from 0."""
    span: str = ""
    """The days that it is about, ``2026-09-23/2026-10-31``, for a gap."""
    answers: tuple[str, ...] = ()
    """The actions to offer, as on the buttons."""
    blocks: bool = False
    """Whether it stands in the way of sealing or of sign-off until it is answered."""
    check_locally: bool = False
    """The rule is usual, and the force has not confirmed it."""


class Rulebook:
    """The rules in force on a day, which turn an observation into a finding with its words."""

    def __init__(self, on: date, rules: Iterable[Rule] | None = None) -> None:
        day = on.isoformat()
        known = shipped_rules() if rules is None else rules
        in_force = [rule for rule in known if rule.from_ <= day and (not rule.to or day <= rule.to)]
        self._rules = {rule.id: rule for rule in in_force}
        self._order = {rule.id: place for place, rule in enumerate(in_force)}

    def has(self, rule: str) -> bool:
        """Whether the rule is in force."""
        return rule in self._rules

    def finding(
        self, rule: str, *, record: str = "", where: str = "", span: str = "", **values: object
    ) -> list[Finding]:
        """The finding of a rule with its words filled, or nothing where the rule is not in force."""
        found = self._rules.get(rule)
        if found is None:
            return []
        return [
            Finding(
                rule=rule,
                level=cast(Level, found.level),
                title=_filled(found.title, values),
                words=_filled(found.words, values),
                source=found.source,
                record=record,
                where=where,
                span=span,
                answers=found.answers,
                blocks=found.blocks,
                check_locally=found.check_locally,
            )
        ]

    def met(self, rule: str, *, record: str = "", **values: object) -> list[Finding]:
        """The line that says a rule is met, or nothing where there is no such line."""
        found = self._rules.get(rule)
        if found is None or not found.met:
            return []
        title = _filled(found.met, values)
        return [Finding(rule=rule, level="met", title=title, words="", source=found.source, record=record)]

    def ordered(self, findings: Iterable[Finding]) -> list[Finding]:
        """What is to answer first, in the table's order; then what is worth a look; then what is met."""
        groups = {"must": 0, "reason": 0, "check": 1, "met": 2}
        return sorted(findings, key=lambda each: (groups[each.level], self._order.get(each.rule, 0)))


def record_why(finding: Finding, reason: str, *, by: str, at: str) -> FindingReason:
    """The answer to “Record why”, tied to what was found at the time."""
    return FindingReason(finding=finding.rule, words=finding.title, reason=reason, by=by, at=at)


def with_reasons(findings: Iterable[Finding], reasons: Iterable[FindingReason]) -> list[Finding]:
    """The findings, of which those with a recorded reason count as met.

    Only a finding that asks for a reason is answered by one, and only while it says what it
    said when the reason was given: “Health is not present” does not answer “Police are not present”.
    """
    known = [each for each in reasons if each.reason.strip()]
    return [_answered(finding, known) for finding in findings]


def blocking(findings: Iterable[Finding]) -> list[Finding]:
    """The findings that stand in the way of sealing or sign-off."""
    return [each for each in findings if each.blocks and each.level != "met"]


def _answered(finding: Finding, reasons: list[FindingReason]) -> Finding:
    if finding.level != "reason":
        return finding
    for reason in reasons:
        if reason.finding == finding.rule and (not reason.words or reason.words.startswith(finding.title)):
            at = f" {_clock(reason.at)}" if reason.at else ""
            title = f"{finding.title}: reason recorded{at}"
            return replace(finding, level="met", title=title, words=reason.reason, answers=(), blocks=False)
    return finding


def _clock(at: str) -> str:
    """``14:41`` from a time of day or a date and time."""
    return at[11:16] if len(at) >= 16 and at[10] in "T " else at


def _filled(text: str, values: dict[str, object]) -> str:
    """The text with its fields filled; ``{Who}`` is ``who`` with a capital."""
    more = {name[:1].upper() + name[1:]: str(value)[:1].upper() + str(value)[1:] for name, value in values.items()}
    return text.format(**{**more, **values})
