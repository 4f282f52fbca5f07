"""The access log and the papers: attachments, and what was shown, printed or exported to whom.

The Data Protection Act 2018, section 62, asks for logs of consultation and disclosure.
"""

from __future__ import annotations

from typing import Literal

from .base import Missing, Record


class Attachment(Record, frozen=True, kw_only=True):
    """A document kept encrypted beside the journal and viewed in the app from memory."""

    file_name: str
    media_type: str
    size: int
    digest: str
    """SHA-256 of the plain bytes, 64 hexadecimal digits; the header's ``att`` names it too."""
    source: str = ""
    shows: str = ""

    def missing(self) -> list[Missing]:
        """An attachment is made by the app and is complete when made."""
        return []


class Disclose(Record, frozen=True, kw_only=True):
    """That something left the vault on purpose, or was shown to somebody outside the police."""

    act: Literal["printed", "saved as PDF", "exported", "shown to the chair", "sent"]
    what: str
    """The report's or bundle's name. Never its words."""
    record: str = ""
    recipient: str = ""
    why: str = ""
    copies: int = 1
    pages: int = 0
    digest: str = ""
    """SHA-256 of the document that left."""
    code: str = ""

    def missing(self) -> list[Missing]:
        """A disclosure is recorded by the app and is complete when made."""
        return []
