"""What Today shows, read from the case file in one go. Findings of a conference are asked for one by one, later."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta

from pclo_app.casefile import findings
from pclo_app.casefile.casefile import CaseFile
from pclo_app.casefile.model import Item
from pclo_app.practice.clocks import Clock
from pclo_app.practice.conditions import Standing
from pclo_app.practice.errors import NoRulesYet, OutsideCalendar
from pclo_app.practice.finding import Finding
from pclo_app.records.case import Case
from pclo_app.records.conference import Conference
from pclo_app.records.describe import KIND_NAMES
from pclo_app.records.review import Comment, Review
from pclo_app.records.work import Action, Check

SOON = timedelta(days=10)


@dataclass(frozen=True)
class Coming:
    """A conference ahead."""

    item: Item[Conference]
    case: Item[Case]
    checks: tuple[Check, ...]


@dataclass(frozen=True)
class Running:
    """A clock of a case; or an action or the check of a condition that is late or due today."""

    case: Item[Case]
    kind: str
    """Kind of the record it hangs on."""
    record: str
    title: str
    second: str
    limit: str
    """ISO date, for the order."""
    left: str
    state: str
    """over, today, soon or running."""
    why: str = ""


@dataclass(frozen=True)
class Asked:
    """A question or an instruction of the supervisor."""

    comment: Comment
    case: Item[Case]
    name: str
    rank: str
    at: str
    offset: str
    review: str
    kind: str
    """Kind of the record it is about, "" for the case as a whole."""
    changed_since: bool


@dataclass(frozen=True)
class Day:
    """Everything on the page."""

    today: date
    coming: tuple[Coming, ...]
    running: tuple[Running, ...]
    asked: tuple[Asked, ...]
    unsent: int
    by_kind: tuple[tuple[str, int], ...]
    cases: tuple[Item[Case], ...]
    enrolled: bool

    @property
    def pressing(self) -> int:
        """How many things are overdue or end today."""
        return sum(1 for each in self.running if each.state in ("over", "today"))


def gather(cf: CaseFile) -> Day:
    """Read it."""
    today = cf.now().date()
    cases = [item for item in cf.cases() if item.record.status == "open"]
    by_id = {item.id: item for item in cases}
    coming = [
        Coming(item, by_id[item.case], tuple(check.record for check in findings.checks_for(cf, item)))
        for item in cf.items(kind="conference")
        if item.case in by_id and item.record.date >= today.isoformat()
    ]
    coming.sort(key=lambda each: (each.item.record.date, each.item.record.time))
    unsent = cf.unsent(casework=True)
    return Day(
        today=today,
        coming=tuple(coming),
        running=tuple(_running(cf, cases, today)),
        asked=tuple(_asked(cf, by_id)),
        unsent=unsent,
        by_kind=tuple(_kinds(cf, unsent)),
        cases=tuple(cases),
        enrolled=cf.roster() is not None,
    )


def things_to_do(cf: CaseFile, conference: str) -> list[Finding]:
    """What is not ready for a conference, the gravest first."""
    found = findings.of_conference(cf, cf.item(conference))
    return [finding for finding in found if finding.level != "met"]


def _running(cf: CaseFile, cases: list[Item[Case]], today: date) -> list[Running]:
    found: list[Running] = []
    for case in cases:
        try:
            clocks = findings.clocks_of(cf, case.id)
        except (NoRulesYet, OutsideCalendar):
            clocks = []
        found += [_clock(cf, case, each, today) for each in clocks]
        for item in cf.items(case.id, "action"):
            late = _late(case, item, today)
            if late is not None:
                found.append(late)
        found += [due for each in findings.conditions_of(cf, case.id) if (due := _condition(case, each)) is not None]
    return sorted(found, key=lambda each: each.limit)


def _clock(cf: CaseFile, case: Item[Case], clock: Clock, today: date) -> Running:
    from ui.shell.words import counted, day_short

    by = f"By {day_short(clock.limit, year=False)}" + (f", {clock.at}" if clock.at else "")
    if clock.state == "over":
        left = f"{counted((today - clock.limit).days, 'day')} overdue"
        by = f"Was due {day_short(clock.limit, year=False)}"
    elif clock.state == "today":
        left = f"Today by {clock.at}" if clock.at else "Ends today"
    elif clock.of:
        left = f"{counted(clock.left, 'day')} left"
        by += " (working days)"
    else:
        left = f"{counted((clock.limit - today).days, 'day')} left"
    return Running(
        case=case,
        kind=cf.item(clock.record).kind if clock.record else "",
        record=clock.record,
        title=clock.title,
        second=f"{by}. {clock.after[:1].upper()}{clock.after[1:]}",
        limit=clock.limit.isoformat(),
        left=left,
        state=clock.state,
        why=clock.why,
    )


def _late(case: Item[Case], item: Item[Action], today: date) -> Running | None:
    from ui.shell.words import counted, iso_short

    action = item.record
    if not action.is_open or not action.by or action.by > today.isoformat():
        return None
    first_line = action.what.partition("\n")[0]
    who = str(action.who) or "nobody named"
    days = (today - date.fromisoformat(action.by[:10])).days
    return Running(
        case=case,
        kind="action",
        record=item.id,
        title=first_line,
        second=f"Action of {who}, by {iso_short(action.by, year=False)}",
        limit=action.by,
        left=f"{counted(days, 'day')} overdue" if days else "Today",
        state="over" if days else "today",
    )


def _condition(case: Item[Case], each: Standing) -> Running | None:
    """A condition that is not kept and nothing followed, or whose check is late or due today."""
    from ui.shell.words import counted, day_short, iso_short

    day, latest = each.next_day, each.latest
    if each.state == "not kept" and latest is not None and not each.followed:
        second = f"Not kept, seen {iso_short(latest.on[:10], year=False)}. Nothing followed"
        limit, left, state = latest.on[:10], "Not kept", "over"
    elif day is not None and day <= each.today and each.state != "over":
        days = (each.today - day).days
        second = f"To be checked by {day_short(day, year=False)}, {each.condition.who_checks}"
        limit, left = day.isoformat(), f"{counted(days, 'day')} overdue" if days else "Today"
        state = "over" if days else "today"
    else:
        return None
    return Running(
        case=case, kind="condition", record=each.id, title=f"Condition: {each.short}", second=second, limit=limit,
        left=left, state=state,
    )  # fmt: skip


def _asked(cf: CaseFile, cases: dict[str, Item[Case]]) -> list[Asked]:
    found: list[Asked] = []
    for item in cf.items(kind="review"):
        head = item.heads[0]
        review = item.record
        if not isinstance(review, Review) or item.case not in cases or head.device == cf.vault.device:
            continue
        for comment in review.comments:
            if comment.kind == "comment":
                continue
            kind, changed = "", False
            if comment.record:
                about = cf.history(comment.record) if _here(cf, comment.record) else []
                kind = about[0].kind if about else ""
                changed = bool(about) and bool(comment.rev) and about[0].rev != comment.rev
            found.append(
                Asked(comment, cases[item.case], head.name, head.rank, head.at, head.offset, item.id, kind, changed)
            )
    return sorted(found, key=lambda each: each.at, reverse=True)


def _here(cf: CaseFile, record: str) -> bool:
    """Whether a record has come to this laptop."""
    return bool(cf.store.heads(record))


def _kinds(cf: CaseFile, unsent: int) -> list[tuple[str, int]]:
    """The newest rows by kind: what would be lost with the laptop."""
    if not unsent:
        return []
    newest = cf.recent(limit=min(unsent, 500))
    counts = Counter(KIND_NAMES.get(version.kind, version.kind) for version in newest)
    return counts.most_common(5)
