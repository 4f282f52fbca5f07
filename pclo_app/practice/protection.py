"""The 72 hours of police protection (section 46(6), Children Act 1989). Pure.

They run from a time of day and are never extended; the designated officer ends them sooner
where there is no longer reasonable cause.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from ..records.safeguarding import PoliceProtection
from .clocks import Clock, State
from .phrases import counted, short_day

RULE = "police-protection"
HOURS = 72
SOURCE = "Children Act 1989, section 46(6)"
_SOON = timedelta(hours=24)


@dataclass(frozen=True)
class Protection:
    """How far the 72 hours have run."""

    start: datetime
    end: datetime
    """When they are over: local time, without a zone, as everything typed here."""
    left: timedelta
    """Negative once they have passed."""

    @property
    def state(self) -> State:
        """As for other clocks: the last day counts as near."""
        if self.left < timedelta(0):
            return "over"
        return "soon" if self.left <= _SOON else "running"

    @property
    def words(self) -> str:
        """``14 h 35 min left, until Thu 5 Nov 2026, 16:20``."""
        until = f"{short_day(self.end.date())}, {self.end:%H:%M}"
        minutes = abs(int(self.left.total_seconds() // 60))
        if self.state == "over":
            minutes = int(-self.left.total_seconds() // 60)
            days, hours = divmod(minutes // 60, 24)
            late = counted(days, "day", "days") if days else counted(hours, "hour", "hours")
            return f"72 hours passed {late} ago, {until}. Say how it ended"
        return f"{minutes // 60} h {minutes % 60} min left, until {until}"


def protection(record: PoliceProtection, now: datetime) -> Protection | None:
    """The clock of one record; None where no child is under protection as far as it says.

    ``now`` is local time; a zone it carries is left out, because the times typed carry none.
    """
    if not record.runs:
        return None
    try:
        start = datetime.fromisoformat(record.taken_at)
    except ValueError:
        return None
    end = start + timedelta(hours=HOURS)
    return Protection(start, end, end - now.replace(tzinfo=None))


def clock(id: str, record: PoliceProtection, now: datetime) -> Clock | None:
    """The same as one of the case's clocks."""
    found = protection(record, now)
    if found is None:
        return None
    today = now.date()
    over = found.left < timedelta(0)
    return Clock(
        rule=RULE,
        title="Police protection, 72 hours",
        record=id,
        start=found.start.date(),
        limit=found.end.date(),
        at=f"{found.end:%H:%M}",
        day=(today - found.start.date()).days,
        of=0,
        left=(found.end.date() - today).days,
        state="over" if over else "today" if found.end.date() == today else found.state,
        skipped=(),
        after="72 hours from the time of day at which the child was taken into protection, never extended",
        source=SOURCE,
    )
