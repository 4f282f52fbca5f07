"""A chronology entry: one event, its source, and what it may mean.

Fact and opinion never share a field. The source is required: "police files do not
establish clear chronologies of events and it is difficult to decipher the key points
at which decisions are made" (HMIC, 4 December 2008).
"""

from __future__ import annotations

from typing import Literal

from .base import Missing, Named, Part, Record, rank_missing
from .event_date import EventDate
from .grading import HANDLING, SCHEMES, barred

Degree = Literal["", "first-hand", "second-hand", "more distant", "not known"]
Disclosure = Literal["", "A", "B"]
LinkKind = Literal["duplicate of", "conflicts with", "follows", "different from"]
"""“different from”: somebody has looked at both, and they are two events."""


class Source(Part, frozen=True, kw_only=True):
    """Where the entry's words come from: a system or document, and the place in it."""

    system: str = ""
    reference: str = ""
    document: str = ""
    page: str = ""

    def __str__(self) -> str:
        head = " ".join(part for part in (self.system, self.reference) if part)
        return ", ".join(part for part in (head, self.document, self.page) if part)


_NO_SOURCE = Source()


class Decision(Part, frozen=True, kw_only=True):
    """A key decision: what, why, on what information, by whom with rank, when."""

    decision: str
    why: str = ""
    options: str = ""
    information: str = ""
    by: Named = Named()
    with_whom: str = ""
    at: str = ""


class Grading(Part, frozen=True, kw_only=True):
    """Intelligence grading; the scheme stands beside the grade."""

    scheme: Literal["3x5x2", "5x5x5"]
    source: str
    information: str
    handling: str
    condition_met: str = ""

    @property
    def barred(self) -> bool:
        """Whether its handling keeps it out of a shareable copy."""
        return barred(self.scheme, self.handling, self.condition_met)


class Link(Part, frozen=True, kw_only=True):
    """A tie to another entry of the chronology."""

    kind: LinkKind
    entry: str
    words: str = ""


class Origin(Part, frozen=True, kw_only=True):
    """Which row of which imported file an entry came from, so that importing again changes nothing."""

    file: str
    digest: str
    """SHA-256 of the whole file, 64 hexadecimal digits."""
    row: int
    key: str
    """Digest of the row's own words: the same row has the same key in any file."""


class ChronologyEntry(Record, frozen=True, kw_only=True):
    """One line of the chronology."""

    when: EventDate = EventDate()
    sequence: int = 0
    """Order among entries of the same date and time."""
    known_to_police: EventDate = EventDate()
    type: str = ""
    agency: str = ""
    """Code of `agencies.AGENCIES`."""
    agency_as_given: str = ""
    source: Source = Source()
    told_by: Named | None = None
    degree: Degree = ""
    persons: tuple[str, ...] = ()
    fact: str
    child_seen: str = ""
    child_seen_by: str = ""
    child_seen_alone: Literal["", "yes", "no", "not known"] = ""
    child_words: str = ""
    action_taken: str = ""
    outcome: str = ""
    significance: str = ""
    significance_by: Named | None = None
    significance_on: str = ""
    decision: Decision | None = None
    disclosure: Disclosure = ""
    disclosure_reason: str = ""
    grading: Grading | None = None
    tags: tuple[str, ...] = ()
    attachments: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()
    note: str = ""
    """A remark that came with the entry, for example from an imported file."""
    origin: Origin | None = None
    withdrawn: bool = False
    """Taken out of the chronology, with the reason of the change; it stays in the history."""

    @property
    def may_be_shared(self) -> bool:
        """Whether it may stand in a shareable copy: somebody said so, and its handling allows it."""
        return self.disclosure == "A" and not (self.grading is not None and self.grading.barred)

    def missing(self) -> list[Missing]:
        """What an entry cannot be saved without."""
        found = []
        if not self.fact.strip():
            found.append(Missing("fact", "Enter what happened: the fact only."))
        if not self.agency:
            found.append(Missing("agency", "Choose the agency whose contact or decision this is."))
        if self.source == _NO_SOURCE:
            words = (
                "Enter the source: the system and reference, or the document. "
                "If there is none, choose “Said to me” and say who by."
            )
            found.append(Missing("source", words))
        found += rank_missing("told_by", self.told_by)
        if self.decision is not None:
            if not self.decision.why.strip():
                found.append(Missing("decision.why", "Enter why this was decided."))
            if not self.decision.by.name.strip():
                found.append(Missing("decision.by", "Enter who decided."))
            found += rank_missing("decision.by", self.decision.by)
        if self.significance.strip() and self.significance_by is None:
            found.append(Missing("significance_by", "Say whose opinion the significance is."))
        if self.disclosure == "A" and self.grading is not None and self.grading.barred:
            grade = self.grading
            words = (
                f"This intelligence is graded {grade.scheme} “{grade.handling}” "
                f"({SCHEMES[grade.scheme][HANDLING][grade.handling.strip().upper()].lower()}) and no condition is "
                "recorded as met, so it cannot go in Part A. Put it in Part B, or record how the condition is met."
            )
            found.append(Missing("disclosure", words))
        return found
