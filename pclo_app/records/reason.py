"""Why something that practice asks about is as it is: the answer to “Record why”.

A gap in a chronology may have a good reason: the family was abroad, or an agency was asked
and holds nothing. The reason is a record of its own, so that it travels, is signed with a
name and rank, and is printed where the gap is.
"""

from __future__ import annotations

from .base import Missing, Record

GAP = "chronology.gap"
"""The rule about a stretch in which no agency says anything."""


class RecordedReason(Record, frozen=True, kw_only=True):
    """The reason given for one finding of a case."""

    finding: str
    """Id of the rule: ``chronology.gap``."""
    about: str = ""
    """Id of the record that the finding is about; empty for a gap, which has its days."""
    start: str = ""
    """ISO date on which a gap starts."""
    end: str = ""
    """ISO date on which it ends."""
    words: str = ""
    """What the finding said when the reason was given."""
    reason: str = ""
    withdrawn: bool = False
    """Taken back; it stays in the history."""

    def missing(self) -> list[Missing]:
        """What a reason cannot be saved without."""
        found = []
        if not self.reason.strip():
            found.append(Missing("reason", "Enter the reason."))
        if self.finding == GAP and not (self.start and self.end):
            found.append(Missing("start", "Say from which day to which day."))
        return found

    def answers_gap(self, start: str, end: str) -> bool:
        """Whether a gap lies within the days that this reason is about."""
        return not self.withdrawn and self.finding == GAP and self.start <= start and end <= self.end
