"""How a condition stands: whether it is kept, which check is due, and what practice asks about it. Pure.

One check answers every day that has come by then, however late it is; where none was left over,
it answers the next day ahead, so that looking early counts. "Not known" answers nothing: somebody
tried, and the condition is still not checked.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from ..records.condition import Condition, ConditionCheck
from ..records.work import Action
from .finding import Finding, Rulebook
from .phrases import counted, listed, read_day, short_day

State = Literal["not kept", "overdue", "not known", "due", "kept", "over"]
"""The gravest first: the order in which conditions are listed."""

_ORDER: tuple[State, ...] = ("not kept", "overdue", "not known", "due", "kept", "over")
_MOST_WORDS = 120


@dataclass(frozen=True)
class Standing:
    """A condition, the checks made of it, and what is still to be done."""

    id: str
    condition: Condition
    checks: tuple[tuple[str, ConditionCheck], ...]
    """By id, the oldest first; none that was withdrawn."""
    open_days: tuple[date, ...]
    """The days by which nobody has checked it yet, past and ahead."""
    today: date
    followed: bool
    """Whether something is recorded that followed from the latest check."""

    @property
    def latest(self) -> ConditionCheck | None:
        """The newest check."""
        return self.checks[-1][1] if self.checks else None

    @property
    def overdue(self) -> tuple[date, ...]:
        """The days that have passed without a check."""
        return tuple(day for day in self.open_days if day < self.today)

    @property
    def next_day(self) -> date | None:
        """The first day that is still to be answered: the one that is longest overdue, else the next ahead."""
        return self.open_days[0] if self.open_days else None

    @property
    def state(self) -> State:
        """How it stands, the gravest first."""
        latest = self.latest
        if not self.condition.stands:
            return "over"
        if latest is not None and latest.kept == "not kept":
            return "not kept"
        if self.overdue:
            return "overdue"
        if latest is not None and latest.kept == "not known":
            return "not known"
        if self.open_days:
            return "due"
        until = read_day(self.condition.until)
        if until is not None and until < self.today:
            return "over"
        return "kept" if latest is not None else "due"

    @property
    def short(self) -> str:
        """The condition, cut to a line."""
        return shortened(self.condition.text)


def shortened(text: str) -> str:
    """The first line of a text without its full stop, cut where it is very long: it is quoted in sentences."""
    line = text.strip().partition("\n")[0].rstrip(". ")
    return line if len(line) <= _MOST_WORDS else f"{line[: _MOST_WORDS - 1].rstrip()}…"


def open_days(days: Iterable[date], checked: Iterable[date]) -> tuple[date, ...]:
    """Of the days by which a check was to be made, those that no check answers, in order."""
    left = sorted(set(days))
    wanted = list(left)
    for day in sorted(set(checked)):
        come = [each for each in left if each <= day]
        if not come:
            # Early: for the next day of the plan, unless an earlier check has answered that already.
            come = [each for each in wanted if each >= day][:1]
        left = [each for each in left if each not in come]
    return tuple(left)


def standing(
    id: str,
    condition: Condition,
    checks: Iterable[tuple[str, ConditionCheck]],
    *,
    today: date,
    actions: Iterable[Action] = (),
) -> Standing:
    """How one condition stands. ``checks`` and ``actions`` may be those of the whole case."""
    own = [(each, check) for each, check in checks if check.condition == id and not check.withdrawn]
    own.sort(key=lambda each: (each[1].on, each[0]))
    end = min((day for day in (read_day(condition.until), read_day(condition.ended_on)) if day), default=None)
    days = [day for text in condition.check_by if (day := read_day(text)) and (end is None or day <= end)]
    checked = [day for _, check in own if check.answers and (day := read_day(check.on))]
    return Standing(
        id=id,
        condition=condition,
        checks=tuple(own),
        open_days=open_days(days, checked) if condition.stands else (),
        today=today,
        followed=_followed(own, {action.from_record for action in actions}),
    )


def _followed(checks: Sequence[tuple[str, ConditionCheck]], set_by: Collection[str]) -> bool:
    """Words in the latest check, or an action that was set because of it: one of before says nothing of it."""
    if not checks:
        return False
    latest, check = checks[-1]
    return bool(check.followed.strip()) or latest in set_by


def standings(
    conditions: Iterable[tuple[str, Condition]],
    checks: Iterable[tuple[str, ConditionCheck]],
    *,
    today: date,
    actions: Iterable[Action] = (),
) -> list[Standing]:
    """All conditions of a case: those not kept first, then what is longest overdue."""
    known, done = list(checks), list(actions)
    found = [standing(id, each, known, today=today, actions=done) for id, each in conditions]
    return sorted(found, key=lambda each: (_ORDER.index(each.state), each.next_day or date.max, each.id))


def findings(found: Iterable[Standing], rules: Rulebook) -> list[Finding]:
    """What the chronology is asked: a check that was due and not made, and a breach that nothing followed."""
    asked: list[Finding] = []
    for each in found:
        asked += _not_kept(each, rules) + _unchecked(each, rules)
    return asked


def _not_kept(each: Standing, rules: Rulebook) -> list[Finding]:
    latest = each.latest
    if each.state != "not kept" or latest is None or each.followed:
        return []
    return rules.finding(
        "chronology.condition-not-kept", record=each.id, where="checks", span=f"{latest.on[:10]}/{latest.on[:10]}",
        what=each.short, day=_day(latest.on), who=latest.by,
    )  # fmt: skip


def _unchecked(each: Standing, rules: Rulebook) -> list[Finding]:
    late = each.overdue
    if not late:
        return []
    latest = each.latest
    said = "Nobody has recorded a check of it."
    if latest is not None:
        said = f"The latest check is of {_day(latest.on)}: {latest.kept}."
    return rules.finding(
        "chronology.condition-unchecked", record=each.id, where="checks",
        span=f"{late[0].isoformat()}/{late[-1].isoformat()}",
        what=each.short, due=listed(short_day(day) for day in late), who=each.condition.who_checks, said=said,
    )  # fmt: skip


def before_conference(found: Sequence[Standing], rules: Rulebook, record: str) -> list[Finding]:
    """What is not ready for a conference: conditions not kept come first, whatever followed, then those unchecked."""
    broken = [each for each in found if each.state == "not kept"]
    late = [each for each in found if each.overdue]
    asked: list[Finding] = []
    if broken:
        number = counted(len(broken), "condition", "conditions")
        which = "; ".join(f"“{each.short}”, {_day(each.latest.on)}" for each in broken if each.latest)
        asked += rules.finding(
            "conference.condition-not-kept", record=broken[0].id, where="conditions", n=number, which=which
        )
    if late:
        number = counted(len(late), "condition", "conditions")
        which = "; ".join(f"“{each.short}”, due {short_day(each.overdue[0])}" for each in late)
        asked += rules.finding(
            "conference.condition-unchecked", record=late[0].id, where="conditions", n=number, which=which
        )
    kept = [each for each in found if each.state in ("kept", "due") and each.latest]
    if kept and not asked:
        number = counted(len(kept), "condition", "conditions")
        asked += rules.met("conference.condition-not-kept", record=record, n=number)
    return asked


def _day(on: str) -> str:
    day = read_day(on)
    return short_day(day) if day else on
