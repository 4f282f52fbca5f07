"""What the record of a strategy meeting is printed from: plain values, gathered beforehand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from ..records.case import Case
from ..records.meeting import Attendee, StrategyMeeting
from ..records.person import Person
from ..records.seal import Seal
from .words import moment_plain


@dataclass(frozen=True)
class Writer:
    """The police officer or member of staff who made the record."""

    name: str
    rank: str
    team: str = ""

    @property
    def line(self) -> str:
        """Name, rank or designation, team."""
        return ", ".join(part for part in (self.name, self.rank, self.team) if part)


@dataclass(frozen=True)
class Check:
    """One line of section 7: what was asked, whether it is met, and in what words."""

    question: str
    met: bool
    answer: str


@dataclass(frozen=True)
class OtherVersion:
    """Another sealed version of the same record."""

    number: int
    sealed_at: datetime
    code: str
    outcome: str
    """How its chair answered it, in words."""
    why: str = ""
    """Why the later of the two versions was made."""

    @property
    def sentence(self) -> str:
        """``Sealed 5 November 2026, 15:12: signed.``"""
        answered = self.outcome[:1].lower() + self.outcome[1:]
        return f"Sealed {moment_plain(self.sealed_at)}: {answered}."


@dataclass(frozen=True)
class MeetingView:
    """A strategy meeting with the words around it that its record prints."""

    meeting: StrategyMeeting
    case: Case
    children: tuple[Person, ...]
    writer: Writer
    findings: tuple[Check, ...] = ()
    """Findings of the practice rules that still stand when the record is printed, each with its answer."""
    limits: tuple[str, ...] = ()
    """Sentences on time limits that this meeting starts or meets."""
    replaces: OtherVersion | None = None
    """The sealed version whose place this one takes: it was changed after signing."""

    @property
    def number(self) -> str:
        """The record's short name: SM-2."""
        return self.meeting.number or "Record"

    @property
    def label(self) -> str:
        """``Record SM-2``."""
        return f"Record {self.meeting.number}".strip()

    @property
    def about(self) -> str:
        """``KM-0417 SM-2 version 1``."""
        return f"{self.case.reference} {self.number} version {self.meeting.version}"

    @property
    def chair(self) -> Attendee | None:
        """Who chaired, where that is recorded."""
        return self.meeting.chair


@dataclass(frozen=True)
class SealView:
    """A chair's answer with what the signature page says about it."""

    seal: Seal
    code: str
    digest: bytes
    sealed_at: datetime
    """With the laptop's offset."""
    began: datetime
    officer: Writer
    """Who sealed it: their key signed the seal."""
    fingerprint: str
    """Of the officer's signing key: 32 hexadecimal digits."""

    @property
    def minutes(self) -> int:
        """How long the record was before the chair, in whole minutes, at least one."""
        return max(1, round((self.sealed_at - self.began).total_seconds() / 60))
