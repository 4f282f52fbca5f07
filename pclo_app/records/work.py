"""Things to be done and things checked: actions, and checks of systems."""

from __future__ import annotations

from typing import Literal

from .base import Missing, Named, Record, rank_missing


class Action(Record, frozen=True, kw_only=True):
    """ "What needs to be done, and by whom", and what became of it."""

    what: str
    why: str = ""
    who: Named = Named()
    by: str = ""
    """ISO date."""
    from_record: str = ""
    """Id of the meeting, plan or review that set it."""
    outcome: Literal["", "achieved", "partly", "not achieved", "overtaken"] = ""
    evidence: str = ""
    done_on: str = ""

    @property
    def is_open(self) -> bool:
        """Whether no outcome has been recorded."""
        return not self.outcome

    def missing(self) -> list[Missing]:
        """What an action cannot be saved without."""
        found = []
        if not self.what.strip():
            found.append(Missing("what", "Enter what is to be done."))
        return found + rank_missing("who", self.who)


class Check(Record, frozen=True, kw_only=True):
    """A search of a police system, recorded: the app never logs in to these systems."""

    system: str
    on_whom: str
    person: str = ""
    spelling: str = ""
    born_searched: str = ""
    result: Literal["", "trace", "no trace", "not done"] = ""
    found: str = ""
    not_done_reason: str = ""
    at: str = ""
    """Local date and time, YYYY-MM-DDTHH:MM."""
    by: Named = Named()
    reference: str = ""
    conference: str = ""
    """Id of the conference it prepares, where there is one."""

    def missing(self) -> list[Missing]:
        """What a check cannot be saved without."""
        found = []
        if not self.system.strip():
            found.append(Missing("system", "Choose the system."))
        if not self.on_whom.strip():
            found.append(Missing("on_whom", "Enter on whom the check was made."))
        if self.result in ("trace", "no trace") and not self.by.name.strip():
            found.append(Missing("by", "Enter who made the check."))
        return found + rank_missing("by", self.by)
