"""The reasons that somebody recorded for what practice asks about a case."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import msgspec

from ..practice.finding import Finding
from ..practice.phrases import short_day
from ..records.reason import GAP, RecordedReason
from .casefile import CaseFile
from .model import Gap, Item, Saved
from .placing import local_time

Reason = Item[RecordedReason]


def of_case(cf: CaseFile, case: str) -> list[Reason]:
    """Every reason that stands, the newest first."""
    found = [item for item in cf.items(case, "recorded_reason") if not item.record.withdrawn]
    return sorted(found, key=lambda item: item.heads[0].at, reverse=True)


def record(cf: CaseFile, case: str, reason: RecordedReason) -> Saved:
    """Record a reason; one for the very same question is revised, so that there is always one answer."""
    for item in of_case(cf, case):
        old = item.record
        if (old.finding, old.about, old.start, old.end) == (reason.finding, reason.about, reason.start, reason.end):
            again = msgspec.structs.replace(reason, change_reason="Another reason")
            return cf.save(again, case=case, id=item.id, based_on=tuple(head.rev for head in item.heads))
    return cf.save(reason, case=case)


def author(item: Reason) -> str:
    """``Dawn Pettifer, PCLO, 18 Nov 2026``: who recorded it, and when."""
    version = item.heads[0]
    day = date.fromisoformat(local_time(version.at, version.offset)[:10])
    return f"{version.by}, {short_day(day).partition(' ')[2]}"


def explained(before: int, start: date, end: date, known: Sequence[Reason]) -> Gap:
    """A gap, with the reason for it where there is one."""
    gap = Gap(before, (end - start).days, start.isoformat(), end.isoformat())
    found = next((each for each in known if each.record.answers_gap(gap.start, gap.end)), None)
    return gap if found is None else replace(gap, why=found.record.reason, by=author(found), reason=found.id)


def answered(findings: Sequence[Finding], known: Sequence[Reason]) -> list[Finding]:
    """The findings, of which those with a recorded reason count as met.

    A gap is answered by its days, anything else by the record that it is about; a check of a
    condition by the days too: a reason for one day is no reason for the next.
    """
    return [_answered(finding, known) for finding in findings]


def _answered(finding: Finding, known: Sequence[Reason]) -> Finding:
    if "Record why" not in finding.answers:
        return finding
    for each in known:
        reason = each.record
        if reason.finding == finding.rule and _same(finding, reason):
            words = f"{reason.reason} ({author(each)})"
            return replace(finding, level="met", title=f"{finding.title}: reason recorded", words=words, blocks=False)
    return finding


def _same(finding: Finding, reason: RecordedReason) -> bool:
    if finding.rule == GAP:
        start, _, end = finding.span.partition("/")
        return reason.answers_gap(start, end)
    return reason.about == finding.record and f"{reason.start}/{reason.end}".strip("/") == finding.span
