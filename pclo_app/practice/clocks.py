"""Time limits that run for a case: which event started each, and by when it must be met."""

from __future__ import annotations

import calendar as months
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from ..records.conference import Conference
from ..records.meeting import StrategyMeeting
from .errors import NoRulesYet
from .phrases import read_day, short_day
from .tables import Limit, shipped_limits
from .working_days import Calendar

State = Literal["running", "soon", "today", "over"]
_SOON = 3
"""Working days before a limit from which it is shown as near."""


@dataclass(frozen=True)
class Clock:
    """One time limit at work, with all that “Why this date?” has to say."""

    rule: str
    title: str
    record: str
    """Id of the record that started it."""
    start: date
    limit: date
    at: str
    """Time of day on the last day, where there is one."""
    day: int
    """Today's place: working days since the start (days since it for limits in months)."""
    of: int
    """Working days in all; 0 for limits in months."""
    left: int
    """Working days left; negative when the limit has passed."""
    state: State
    skipped: tuple[tuple[date, str], ...]
    """Bank holidays that did not count."""
    after: str
    source: str
    check_locally: bool = False

    @property
    def why(self) -> str:
        """The sum behind the date, in words."""
        holidays = "".join(f" {short_day(day)} is {name}." for day, name in self.skipped)
        return f"{self.title}, counted from {short_day(self.start)}: {self.after}.{holidays} Source: {self.source}."


def limit_rule(rule: str, on: date, limits: Iterable[Limit] | None = None) -> Limit:
    """The time limit with this id that is in force on a day."""
    known = shipped_limits() if limits is None else limits
    rows = [each for each in known if each.id == rule and each.from_ <= on.isoformat()]
    if not rows:
        raise NoRulesYet(subject=rule, on=on.isoformat())
    return max(rows, key=lambda each: each.from_)


def add_months(start: date, count: int) -> date:
    """The same day so many months later; the last day of the month where there is no such day."""
    year, month = divmod(start.year * 12 + start.month - 1 + count, 12)
    return date(year, month + 1, min(start.day, months.monthrange(year, month + 1)[1]))


def limit_of(rule: str, start: date, days: Calendar, limits: Iterable[Limit] | None = None) -> date:
    """The last day of a time limit that starts on a day."""
    found = limit_rule(rule, start, limits)
    return add_months(start, found.amount) if found.unit == "months" else days.add(start, found.amount)


def clock(
    rule: str, start: date, *, today: date, days: Calendar, record: str = "", limits: Iterable[Limit] | None = None
) -> Clock:
    """A time limit as it stands today."""
    found = limit_rule(rule, start, limits)
    last = limit_of(rule, start, days, limits)
    in_months = found.unit == "months"
    left = days.count(today, last)
    return Clock(
        rule=rule,
        title=found.title,
        record=record,
        start=start,
        limit=last,
        at=found.at,
        day=(today - start).days if in_months else days.count(start, today),
        of=0 if in_months else abs(found.amount),
        left=left,
        state=_state(today, last, left),
        skipped=() if in_months else tuple(days.skipped(min(start, last), max(start, last))),
        after=found.after,
        source=found.source,
        check_locally=found.check_locally,
    )


def _state(today: date, last: date, left: int) -> State:
    if today > last:
        return "over"
    if today == last:
        return "today"
    return "soon" if left <= _SOON else "running"


def began_section_47(meetings: Iterable[tuple[str, StrategyMeeting]]) -> tuple[str, date] | None:
    """The strategy discussion that began the latest section 47 enquiry: its id and its day.

    Later discussions of the same enquiry do not start the clock again.
    """
    started = [
        (day, record)
        for record, meeting in meetings
        if meeting.began_section_47 == "yes" and (day := read_day(meeting.date))
    ]
    if not started:
        return None
    day, record = max(started)
    return record, day


def section_47(
    meetings: Iterable[tuple[str, StrategyMeeting]],
    *,
    today: date,
    days: Calendar,
    limits: Iterable[Limit] | None = None,
) -> Clock | None:
    """The 15 working days to the initial conference; None while no enquiry has begun."""
    began = began_section_47(meetings)
    if began is None:
        return None
    return clock("initial-conference", began[1], today=today, days=days, record=began[0], limits=limits)


def section_47_words(found: Clock) -> str:
    """The chip in the case's header: ``Section 47: working day 12 of 15``."""
    if found.state == "over":
        return f"Section 47: limit passed {short_day(found.limit)}"
    return f"Section 47: working day {found.day} of {found.of}"


def conference_words(conference_day: date, found: Clock, days: Calendar) -> str:
    """The chip of an initial conference: ``On working day 14 of 15. Limit Mon 23 Nov``."""
    number = days.count(found.start, conference_day)
    return f"On working day {number} of {found.of}. Limit {short_day(found.limit).rpartition(' ')[0]}"


_ENDED_BY = {
    "initial-conference": ("initial",),
    "first-core-group": ("core group",),
    "first-review": ("first review", "review"),
    "next-review": ("review",),
}
"""Which conferences a clock waits for."""


def booked_for(found: Clock, conferences: Iterable[Conference]) -> date | None:
    """The day of the first conference, held or booked, that a clock waits for; None where there is none."""
    wanted = _ENDED_BY.get(found.rule, ())
    days = [day for each in conferences if each.type in wanted and (day := read_day(each.date)) and day > found.start]
    return min(days, default=None)


def still_running(found: Clock, conferences: Iterable[Conference], today: date) -> bool:
    """Whether a clock still matters: the conference that it waits for has not been held yet."""
    day = booked_for(found, conferences)
    return day is None or day >= today


def booked_words(found: Clock, conferences: Iterable[Conference]) -> str:
    """What is booked against a clock: ``Booked Fri 20 Nov 2026, in time``."""
    if found.rule not in _ENDED_BY:
        return ""
    day = booked_for(found, conferences)
    if day is None:
        return "No date booked"
    return f"Booked {short_day(day)}, {'in time' if day <= found.limit else 'after the limit'}"


_REPORTED_TO: dict[str, str] = {
    "initial": "police-report",
    "pre-birth": "police-report",
    "transfer-in": "police-report",
    "first review": "police-report-review",
    "review": "police-report-review",
}


def conference_clocks(
    record: str, conference: Conference, *, today: date, days: Calendar, limits: Iterable[Limit] | None = None
) -> list[Clock]:
    """The limits that hang on one conference's date.

    Before it is held: the police report. From the day of an initial conference: the first
    core group and the first review. From a review: the next one.
    """
    held = read_day(conference.date)
    if held is None:
        return []
    if today < held:
        names = [_REPORTED_TO[conference.type]] if conference.type in _REPORTED_TO else []
    elif conference.type in ("initial", "transfer-in", "pre-birth"):
        names = ["first-core-group", "first-review"]
    elif conference.type in ("first review", "review"):
        names = ["next-review"]
    else:
        names = []
    return [clock(name, held, today=today, days=days, record=record, limits=limits) for name in names]
