"""A person in a case: family or professional."""

from __future__ import annotations

from typing import Literal

from .base import Missing, Record
from .event_date import EventDate

PersonRole = Literal["subject child", "sibling", "parent", "carer", "partner", "other adult", "professional"]


class Person(Record, frozen=True, kw_only=True):
    """Somebody named in a case. A professional never stands here without agency and rank or designation."""

    name: str
    known_as: str = ""
    born: EventDate = EventDate()
    died: EventDate = EventDate()
    roles: tuple[PersonRole, ...] = ()
    relationship: str = ""
    agency: str = ""
    organisation: str = ""
    rank: str = ""
    contact: str = ""
    language: str = ""
    interpreter: str = ""
    disability: str = ""
    address: str = ""
    same_as: str = ""
    """Id of the same person's record in another case."""

    @property
    def is_child(self) -> bool:
        """Whether this is a child whom the case is about."""
        return "subject child" in self.roles or "sibling" in self.roles

    @property
    def is_professional(self) -> bool:
        """Whether this person acts for an agency."""
        return "professional" in self.roles

    def missing(self) -> list[Missing]:
        """What a person cannot be saved without."""
        found = []
        if not self.name.strip():
            found.append(Missing("name", "Enter the person’s name."))
        if self.is_professional and not self.agency:
            found.append(Missing("agency", f"Enter the agency of {self.name}."))
        if self.is_professional and not self.rank:
            words = f"Enter the rank or designation of {self.name}. If you cannot find out, write “not known” and why."
            found.append(Missing("rank", words))
        return found
