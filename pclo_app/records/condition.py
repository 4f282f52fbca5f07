"""What a placement, a return home or bail depends on, and whether it was kept.

"The family dogs remained in household in spite of decision to return the child being contingent
on alternative arrangements" (HMIC, 4 December 2008, of the visit of 6 March 2007): a condition
has somebody who checks it, days by which that is done, and an answer each time. A check is a
record of its own, so that each is signed by whoever wrote it down, stands in the chronology on
its own day, and two laptops that record two checks do not contradict each other.
"""

from __future__ import annotations

from typing import Literal

from .base import Missing, Named, Record, rank_missing
from .event_date import EventDate

AttachedTo = Literal["", "placement", "return", "bail", "other"]
Kept = Literal["", "kept", "not kept", "not known"]

ATTACHED_WORDS: dict[str, str] = {
    "placement": "placement",
    "return": "return home",
    "bail": "bail",
    "other": "another decision",
}
KEPT_WORDS: dict[str, str] = {"kept": "Kept", "not kept": "Not kept", "not known": "Not known"}


class Condition(Record, frozen=True, kw_only=True):
    """What somebody must do, or must not do, for a decision about a child to stand."""

    text: str
    """The condition in the words in which it was set."""
    attached_to: AttachedTo = ""
    attached_words: str = ""
    """Which placement, return, bail or other decision it is."""
    children: tuple[str, ...] = ()
    """Ids of the children whom it protects."""
    persons: tuple[str, ...] = ()
    """Ids of those who must keep it."""
    on_whom: str = ""
    """Others who must keep it, in words, where they are not among the people of the case."""
    set_by: Named = Named()
    from_record: str = ""
    """Id of the meeting, conference or other record that set it."""
    since: EventDate = EventDate()
    """When it was set."""
    until: str = ""
    """ISO date of the last day on which it holds, where one was set."""
    who_checks: Named = Named()
    check_by: tuple[str, ...] = ()
    """ISO dates by which it is to be checked."""
    ended_on: str = ""
    """ISO date from which it holds no more."""
    ended_why: str = ""

    @property
    def stands(self) -> bool:
        """Whether nobody has ended it."""
        return not self.ended_on

    @property
    def attached(self) -> str:
        """What it is attached to, in words: ``return home``."""
        words = ATTACHED_WORDS.get(self.attached_to, "")
        return (self.attached_words or words) if self.attached_to == "other" else words

    def missing(self) -> list[Missing]:
        """What a condition cannot be saved without."""
        found = []
        if not self.text.strip():
            found.append(Missing("text", "Enter the condition."))
        if not self.attached_to:
            found.append(Missing("attached_to", "Say what it is attached to."))
        if self.attached_to == "other" and not self.attached_words.strip():
            found.append(Missing("attached_words", "Say what it is attached to."))
        if not self.persons and not self.on_whom.strip():
            found.append(Missing("persons", "Say who must keep it."))
        if not self.since.known and not self.since.as_given:
            found.append(Missing("since", "Enter when it was set. If nobody knows, enter a question mark."))
        found += rank_missing("set_by", self.set_by) + whole("who_checks", self.who_checks, "Enter who checks it.")
        if not self.check_by:
            found.append(Missing("check_by", "Enter the days by which it is checked."))
        if self.ended_on and not self.ended_why.strip():
            found.append(Missing("ended_why", "Say why it ended."))
        if self.ended_why.strip() and not self.ended_on:
            found.append(Missing("ended_on", "Enter the day on which it ended."))
        return found


class ConditionCheck(Record, frozen=True, kw_only=True):
    """That somebody looked whether a condition is kept, and what was found."""

    condition: str
    """Id of the condition."""
    text: str = ""
    """The condition as it read when it was checked."""
    persons: tuple[str, ...] = ()
    """Ids of the people whom the condition is about."""
    on: str = ""
    """Local date, with the time of day where it is known: YYYY-MM-DD or YYYY-MM-DDTHH:MM."""
    by: Named = Named()
    """Who looked."""
    kept: Kept = ""
    found: str = ""
    """What was seen, or why it could not be seen."""
    followed: str = ""
    """What was done about it, where it was not kept."""
    withdrawn: bool = False
    """Taken back: it was entered by mistake. It stays in the history."""

    @property
    def answers(self) -> bool:
        """Whether it says that the condition is kept, or that it is not."""
        return self.kept in ("kept", "not kept") and not self.withdrawn

    def missing(self) -> list[Missing]:
        """What a check of a condition cannot be saved without."""
        found = []
        if not self.condition:
            found.append(Missing("condition", "Say which condition was checked."))
        if not self.on:
            found.append(Missing("on", "Enter the day on which it was checked."))
        found += whole("by", self.by, "Enter who checked it.")
        if not self.kept:
            found.append(Missing("kept", "Say whether it was kept, or that it is not known."))
        if self.kept == "not kept" and not self.found.strip():
            found.append(Missing("found", "Say what was found."))
        if self.kept == "not known" and not self.found.strip():
            found.append(Missing("found", "Say why it is not known."))
        return found


def whole(field: str, who: Named, asks: str) -> list[Missing]:
    """The demand for a name, a rank or designation, and an agency."""
    if not who.name.strip():
        return [Missing(field, asks)]
    found = rank_missing(field, who)
    if not who.agency:
        found.append(Missing(field, f"Choose the agency of {who.name}."))
    return found
