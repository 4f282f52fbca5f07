"""How documents are put into words, the same on every screen."""

from __future__ import annotations

from pclo_app.casefile.attachments import Document
from pclo_app.casefile.document_kinds import DocumentKind


def size_words(size: int) -> str:
    """``812 bytes``, ``24 KB``, ``1.2 MB``."""
    if size < 1024:
        return f"{max(size, 0)} bytes"
    if size < 1024 * 1024:
        return f"{size / 1024:,.0f} KB"
    return f"{size / (1024 * 1024):,.1f} MB"


def kind_words(kind: DocumentKind, name: str) -> str:
    """``PDF``; for what cannot be shown the ending as well: ``Other (.docx)``."""
    from pclo_app.casefile.document_names import ending

    given = ending(name)
    return kind.words if kind.shape or not given else f"{kind.words} ({given})"


def entry_words(document: Document) -> str:
    """``Entry 12``, ``Entries 3, 12``; empty for none."""
    numbers = [f"{number:,}" for _, number in document.entries]
    if not numbers:
        return ""
    return f"Entry {numbers[0]}" if len(numbers) == 1 else f"Entries {', '.join(numbers)}"


def code_words(digest: str) -> str:
    """The file code in groups of eight, as it is compared with another copy."""
    return " ".join(digest[at : at + 8] for at in range(0, len(digest), 8))


def sentence(document: Document) -> str:
    """A document as a screen reader says its row."""
    parts = [
        document.name,
        kind_words(document.kind, document.name),
        size_words(document.size),
        f"from {document.source}" if document.source else "",
        document.shows,
        entry_words(document).lower(),
        "" if document.here else "not on this laptop yet",
        f"withdrawn: {document.withdrawn}" if document.withdrawn else "",
        f"added by {document.by}",
    ]
    return "Document " + ", ".join(part for part in parts if part)
