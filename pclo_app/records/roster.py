"""The roster: who is in the team, with which laptops and keys. Signed by a detective sergeant."""

from __future__ import annotations

from typing import Literal

from .base import Missing, Part, Record


class Member(Part, frozen=True, kw_only=True):
    """A person of the team."""

    id: str
    name: str
    rank: str
    role: Literal["PCLO", "DS"]


class Cut(Part, frozen=True, kw_only=True):
    """The last row of a lost laptop that still counts."""

    epoch: int
    seq: int
    rev: str


class Device(Part, frozen=True, kw_only=True):
    """One officer's case file on one laptop."""

    dev: str
    person: str
    epoch: int
    ed25519: str
    age: str
    state: Literal["active", "retired", "lost"]
    cut: Cut | None = None


class Roster(Record, frozen=True, kw_only=True):
    """One version of the team's roster. Versions are chained by ``prev``."""

    n: int
    prev: str
    team: str
    """16 hexadecimal digits."""
    team_name: str
    persons: tuple[Member, ...]
    devices: tuple[Device, ...]
    ds: tuple[str, ...]
    """Devices whose holder acts as a detective sergeant."""
    recovery: tuple[str, ...] = ()

    def missing(self) -> list[Missing]:
        """A roster is made by the app and is complete when made."""
        return []

    def device(self, dev: str) -> Device | None:
        """The entry of one laptop, by its id."""
        return next((d for d in self.devices if d.dev == dev), None)

    def member(self, person: str) -> Member | None:
        """The entry of one person, by id."""
        return next((m for m in self.persons if m.id == person), None)
