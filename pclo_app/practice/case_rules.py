"""What practice asks of a case as a whole."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from ..records.case import Case
from ..records.chronology import ChronologyEntry
from ..records.work import Action
from .conference_rules import overdue
from .finding import Finding, Rulebook
from .gaps import GAP_DAYS
from .phrases import counted, short_day


def findings(
    record: str,
    case: Case,
    *,
    actions: Sequence[tuple[str, Action]],
    entries: Iterable[ChronologyEntry],
    today: date,
    quiet_days: int = GAP_DAYS,
    book: Rulebook | None = None,
) -> list[Finding]:
    """Overdue actions, silence, ranks left out, and a case closed too early."""
    rules = book or Rulebook(today)
    found = [
        *_overdue(actions, today, rules),
        *_closed(record, case, actions, rules),
        *_ranks(record, case, rules),
    ]
    if case.status == "open":
        found += _quiet(record, entries, today, quiet_days, rules)
    return rules.ordered(found)


def _overdue(actions: Sequence[tuple[str, Action]], today: date, rules: Rulebook) -> list[Finding]:
    found: list[Finding] = []
    for action_id, action, due in overdue(actions, today):
        who = str(action.who) or "nobody named"
        found += rules.finding(
            "case.action-overdue", record=action_id, where="by", what=action.what, who=who, due=short_day(due)
        )
    return found


def _closed(record: str, case: Case, actions: Sequence[tuple[str, Action]], rules: Rulebook) -> list[Finding]:
    still_open = sum(1 for _, action in actions if action.is_open)
    if case.status != "closed" or not still_open or case.closing_plan.strip():
        return []
    number = counted(still_open, "action is", "actions are")
    return rules.finding("case.closed-open", record=record, where="closing_plan", n=number)


def _ranks(record: str, case: Case, rules: Rulebook) -> list[Finding]:
    named = {
        "pclo": case.pclo,
        "investigating_officer": case.investigating_officer,
        "supervisor": case.supervisor,
        "social_worker": case.social_worker,
    }
    lacking = [(where, who.name) for where, who in named.items() if who and who.name.strip() and not who.rank.strip()]
    if not lacking:
        return []
    number = counted(len(lacking), "person has", "people have")
    which = "; ".join(name for _, name in lacking)
    return rules.finding("case.rank", record=record, where=f"{lacking[0][0]}.rank", n=number, which=which)


def _quiet(
    record: str, entries: Iterable[ChronologyEntry], today: date, quiet_days: int, rules: Rulebook
) -> list[Finding]:
    days = [day for entry in entries if (day := entry.when.upper or entry.when.lower) and day <= today]
    last = max(days, default=None)
    if last is None or (today - last).days <= quiet_days:
        return []
    return rules.finding(
        "case.quiet", record=record, where="chronology", days=(today - last).days, last=short_day(last)
    )
