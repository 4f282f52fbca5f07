"""What may still be said about a sealed record, which itself never changes.

An addendum is a later statement beside it. A signed page that comes back on paper is matched
to it by the code printed on every page.
"""

from __future__ import annotations

from typing import Literal

from .base import Missing, Named, Record, rank_missing


class Addendum(Record, frozen=True, kw_only=True):
    """A later statement on a sealed record."""

    meeting: str
    """Id of the sealed meeting's record."""
    code: str
    """The code of the seal that it speaks of."""
    about: str = ""
    """The section or heading it concerns, in words; empty for the whole record."""
    words: str = ""
    by: Named = Named()
    """Whose statement it is; who wrote it down stands in the header."""

    def missing(self) -> list[Missing]:
        """What an addendum cannot be saved without."""
        found = []
        if not self.words.strip():
            found.append(Missing("words", "Enter what is to be added."))
        if not self.by.name.strip():
            found.append(Missing("by", "Enter whose statement it is."))
        return found + rank_missing("by", self.by)


class PaperReturn(Record, frozen=True, kw_only=True):
    """That a page signed in ink has come back, and how it was matched to the sealed record."""

    meeting: str
    code: str
    attachment: str
    """Id of the document that holds the scan."""
    how: Literal["read from the page", "typed"]
    received_on: str
    """ISO date."""
    seen_by: Named = Named()
    """Who compared the signed page with the record."""
    says: Literal["", "signed", "signed with a reservation", "not signed"] = ""
    """What the chair ticked on the paper."""
    reservation: str = ""
    """The chair's own words on the paper, copied."""
    pages: int = 0

    def missing(self) -> list[Missing]:
        """What a return cannot be saved without."""
        found = []
        if not self.says:
            found.append(Missing("says", "Say what the chair ticked on the paper."))
        if self.says == "signed with a reservation" and not self.reservation.strip():
            found.append(Missing("reservation", "Copy the chair’s reservation from the paper."))
        if not self.seen_by.name.strip():
            found.append(Missing("seen_by", "Enter who compared the page with the record."))
        return found + rank_missing("seen_by", self.seen_by)
