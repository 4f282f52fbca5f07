"""What is asked of the case file when something of a conference is saved or printed. No Qt."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import msgspec

from pclo_app.casefile.casefile import CaseFile
from pclo_app.casefile.model import Saved
from pclo_app.records.conference import Conference, ConferenceOutcome
from pclo_app.records.work import Check

Work = Callable[[CaseFile, Any], Saved]


def conference(record: Conference, reason: str, case: str, id: str, based_on: Sequence[str]) -> Work:
    """Save the words of a conference over the revisions that they were written on."""
    whole = msgspec.structs.replace(record, change_reason=reason)
    return lambda cf, _progress: cf.save(whole, case=case, id=id, based_on=tuple(based_on) or None)


def check(record: Check, case: str, id: str) -> Work:
    """Save a check; over what was recorded of it where it has an id."""
    if not id:
        return lambda cf, _progress: cf.save(record, case=case)
    whole = msgspec.structs.replace(record, change_reason="Check recorded")
    return lambda cf, _progress: cf.save(whole, case=case, id=id)


def outcome(record: ConferenceOutcome, case: str, id: str | None, based_on: Sequence[str]) -> Work:
    """Save what came of a conference."""
    return lambda cf, _progress: cf.save(record, case=case, id=id, based_on=tuple(based_on) or None)


def document(report: str, record: str) -> Callable[[CaseFile, Any], object]:
    """One of the conference's reports as a document."""

    def work(cf: CaseFile, _progress: Any) -> object:
        from pclo_app.reports import catalogue

        return catalogue.render(cf, report, record=record)

    return work


def things(number: int) -> str:
    """``5 things to do``."""
    return f"{number} {'thing' if number == 1 else 'things'} to do" if number else "Ready"
