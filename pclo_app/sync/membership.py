"""Where this laptop stands: the roster in force, the revision that holds it, and this laptop's own entry."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from ..casefile.casefile import CaseFile
from ..casefile.rosters import sergeants
from ..records.roster import Device, Roster
from .container import Sender
from .errors import LaptopOut, NotEnrolled


@dataclass(frozen=True)
class Membership:
    """This laptop as a member of its team."""

    roster: Roster
    rev: str
    """The revision that holds the roster."""
    record: str
    me: Device

    @property
    def is_office(self) -> bool:
        """Whether the holder acts as a detective sergeant, so that this laptop is an office."""
        return self.me.dev in self.roster.ds

    def others(self) -> list[Device]:
        """Every other laptop in use."""
        return [device for device in self.roster.devices if device.state == "active" and device.dev != self.me.dev]

    def offices(self) -> list[Device]:
        """Every other laptop of a detective sergeant."""
        return [device for device in sergeants(self.roster) if device.dev != self.me.dev]

    def holder(self, device: str) -> str:
        """Who holds a laptop, with rank."""
        entry = self.roster.device(device)
        member = self.roster.member(entry.person) if entry else None
        return f"{member.name}, {member.rank}" if member else f"laptop {device[:8]}"


def find(cf: CaseFile) -> tuple[Roster, str, str] | None:
    """The roster in force with its revision and its record, or None before enrolment."""
    newest = cf.authority.newest
    return (newest.roster, newest.rev, newest.record) if newest else None


def of(cf: CaseFile) -> Membership:
    """This laptop's membership. Raises NotEnrolled or LaptopOut."""
    found = find(cf)
    me = found[0].device(cf.vault.device) if found else None
    if found is None or me is None:
        raise NotEnrolled()
    if me.state != "active":
        raise LaptopOut(state=me.state)
    return Membership(*found, me)


def sender(cf: CaseFile) -> Sender:
    """This laptop as the sender of bundles."""
    return Sender(cf.vault.device, cf.epoch, cf.vault.signer.public, cf.vault.signer.sign)


def utc(moment: datetime) -> str:
    """A moment as bundles write it."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
