"""What was done for a child's body and safety: medical examinations and police protection.

Inspectors asked who decides on a medical, whether police attended it and if not why, and
whether police protection was considered at all (HMIC and the Serious Case Review, 2008 and
2009). Police protection is section 46 of the Children Act 1989: at most 72 hours from a time
of day, never extended.
"""

from __future__ import annotations

from typing import Literal

from .base import Missing, Named, Part, Record, rank_missing
from .event_date import EventDate

YesNo = Literal["", "yes", "no", "not known"]


class Medical(Record, frozen=True, kw_only=True):
    """One medical examination of a child: whether it is needed, what it found, whether police were there."""

    child: str = ""
    """Id of the child's person record."""
    needed: Literal["", "yes", "no", "to be decided"] = ""
    decided_by: Named = Named()
    needed_why: str = ""
    when: EventDate = EventDate()
    """When it was held, or is booked."""
    place: str = ""
    examiner: Named = Named()
    consent: str = ""
    """By whom consent was given, or the order relied on."""
    police_attended: Literal["", "yes", "no"] = ""
    police_by: Named = Named()
    police_not_why: str = ""
    first_account: str = ""
    photographs: str = ""
    """Whether photographs were taken, and their exhibit references."""
    opinion: str = ""
    """The examiner's opinion in the examiner's words."""
    report_due: str = ""
    """ISO date."""
    report_received: str = ""
    """ISO date."""

    @property
    def was_held(self) -> bool:
        """Whether somebody examined the child."""
        return self.needed == "yes" and self.when.known and bool(self.examiner.name)

    def missing(self) -> list[Missing]:
        """What a medical cannot be saved without."""
        found = []
        if not self.child:
            found.append(Missing("child", "Choose the child."))
        if not self.needed:
            found.append(Missing("needed", "Say whether a medical is needed, or that it is to be decided."))
        if self.needed in ("yes", "no") and not self.decided_by.name.strip():
            found.append(Missing("decided_by", "Enter who decided it."))
        if self.needed == "no" and not self.needed_why.strip():
            found.append(Missing("needed_why", "Say why no medical is needed."))
        if self.police_attended == "no" and not self.police_not_why.strip():
            found.append(Missing("police_not_why", "Say why police did not attend."))
        return (
            found
            + rank_missing("decided_by", self.decided_by)
            + rank_missing("examiner", self.examiner)
            + rank_missing("police_by", self.police_by)
        )


class ProtectionReview(Part, frozen=True, kw_only=True):
    """A look by the designated officer at whether protection is still needed."""

    at: str
    """Local date and time, YYYY-MM-DDTHH:MM."""
    by: Named
    words: str


class PoliceProtection(Record, frozen=True, kw_only=True):
    """That police protection was considered: used or not, and why."""

    children: tuple[str, ...] = ()
    answer: Literal["", "used", "considered and not used"] = ""
    why: str = ""
    considered_at: str = ""
    """Local date and time, YYYY-MM-DDTHH:MM."""
    by: Named = Named()
    """The constable who took the child into protection, or who decided against it."""
    taken_at: str = ""
    """Local date and time, YYYY-MM-DDTHH:MM: the 72 hours run from here."""
    place: str = ""
    """Where the child was taken to."""
    designated_officer: Named = Named()
    social_care_told_at: str = ""
    """Local date and time, YYYY-MM-DDTHH:MM."""
    social_care_told: Named = Named()
    reviews: tuple[ProtectionReview, ...] = ()
    ended_at: str = ""
    """Local date and time, YYYY-MM-DDTHH:MM."""
    ended_how: str = ""

    @property
    def runs(self) -> bool:
        """Whether a child is under protection as far as this record says."""
        return self.answer == "used" and bool(self.taken_at) and not self.ended_at

    def missing(self) -> list[Missing]:
        """What it cannot be saved without."""
        found = []
        if not self.children:
            found.append(Missing("children", "Choose the children."))
        if not self.answer:
            found.append(Missing("answer", "Say whether police protection was used."))
        if not self.why.strip():
            found.append(Missing("why", "Say why."))
        if not self.by.name.strip():
            found.append(Missing("by", "Enter who decided it."))
        if self.answer == "used" and not self.taken_at:
            found.append(Missing("taken_at", "Enter the date and time from which the 72 hours run."))
        if self.answer == "considered and not used" and not self.considered_at:
            found.append(Missing("considered_at", "Enter when it was considered."))
        if self.answer == "used" and not self.designated_officer.name.strip():
            found.append(Missing("designated_officer", "Enter the designated officer."))
        if self.ended_at and not self.ended_how.strip():
            found.append(Missing("ended_how", "Say how it ended."))
        return (
            found
            + rank_missing("by", self.by)
            + rank_missing("designated_officer", self.designated_officer)
            + rank_missing("social_care_told", self.social_care_told)
        )
