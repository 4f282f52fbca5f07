"""The file that rows came from, kept among the case's documents.

It is tied to the import by its digest, which every row's entry has. Undoing the import takes
it out of use as well, unless entries refer to it by then: like the entries, it is withdrawn
and never deleted.
"""

from __future__ import annotations

from hashlib import sha256
from typing import Literal

from ..casefile import attachments
from ..casefile.attachments import Document
from ..casefile.casefile import CaseFile

SHOWS = "The file itself, whose rows were brought into the chronology"
Became = Literal["", "withdrawn", "stays", "back"]
"""What undoing an import, or doing it again, made of the kept file; empty where none was kept."""


def keep(cf: CaseFile, case: str, file: str, digest: str, data: bytes) -> str:
    """Keep the file an import came from; answers its record. Nothing where the bytes are of another file."""
    if sha256(data).hexdigest() != digest:
        return ""
    found = _kept(cf, case, digest)
    if found is not None and not found.in_use:
        return attachments.put_back(cf, found.id, f"{file} brought in again").id
    return attachments.add(cf, case, file, data, shows=SHOWS).saved.id


def digests(cf: CaseFile, case: str) -> frozenset[str]:
    """The files whose rows are in the case and that are kept, and in use, by their digests."""
    return frozenset(item.record.digest for item in cf.items(case, "attachment") if not item.record.withdrawn)


def undone(cf: CaseFile, case: str, digest: str, reason: str) -> Became:
    """Take the kept file out of use with the import it belongs to, unless somebody refers to it."""
    found = _kept(cf, case, digest)
    if found is None or not found.in_use:
        return ""
    if found.entries:
        return "stays"
    attachments.withdraw(cf, found.id, reason)
    return "withdrawn"


def redone(cf: CaseFile, case: str, digest: str, reason: str) -> Became:
    """Take it into use again."""
    found = _kept(cf, case, digest)
    if found is None or found.in_use:
        return ""
    attachments.put_back(cf, found.id, reason)
    return "back"


def _kept(cf: CaseFile, case: str, digest: str) -> Document | None:
    """The document that an import left: not one that an officer added by hand, and described."""
    for item in attachments.same(cf, case, digest):
        if item.record.shows == SHOWS:
            return attachments.document(cf, item.id)
    return None
