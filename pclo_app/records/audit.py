"""The access log and the papers: attachments, and what was shown, printed or exported to whom.

The Data Protection Act 2018, section 62, asks for logs of consultation, disclosure and erasure.
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
    withdrawn: bool = False
    """Taken out of use; ``change_reason`` says why. The document itself stays."""

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


class Consult(Record, frozen=True, kw_only=True):
    """That somebody opened a case: once in each session, with the purpose (DPA 2018, section 62(1)(c) and (2))."""

    purpose: Literal["casework", "supervision", "meeting or conference", "disclosure", "audit", "administration"]

    def missing(self) -> list[Missing]:
        """A consultation is recorded by the app and is complete when made."""
        return []


class Erasure(Record, frozen=True, kw_only=True):
    """That contents were erased by law: which revisions, on what ground, by whose authority.

    The headers stay, so the chain still verifies and shows that something was there; the
    words, their nonce, their documents and their index go on every laptop that takes this in.
    """

    revs: tuple[str, ...]
    """Revisions whose contents are gone, 64 hexadecimal digits each."""
    ground: str
    """Such as: review under MoPI, retention ended; right to erasure, DPA 2018 section 47."""
    authority: str
    """Reference of the written authority, and who gave it with rank."""
    seals: tuple[str, ...] = ()
    """Codes of the chairs' answers among them, so that paper with such a code can still be told what became of it."""

    def missing(self) -> list[Missing]:
        """What an erasure cannot be carried out without."""
        found = []
        if not self.revs:
            found.append(Missing("revs", "Choose what is to be erased."))
        if not self.ground.strip():
            found.append(Missing("ground", "Enter the ground for erasing it."))
        if not self.authority.strip():
            found.append(Missing("authority", "Enter the reference of the authority, and who gave it, with rank."))
        return found
