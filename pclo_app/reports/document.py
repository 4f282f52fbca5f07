"""A finished report: its bytes, and what is written in the log when it leaves."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Document:
    """A PDF with the facts that screens, the command line and the disclosure log need."""

    pdf: bytes = field(repr=False)
    pages: int
    title: str
    marking: str
    name: str = ""
    """The report's name in the catalogue."""
    code: str = ""
    """The check code at the foot of its pages: a seal's, or one worked out from its words."""
    template: str = ""
    file_name: str = "report.pdf"
    """A name for saving: reference and report, never a family name."""

    @property
    def digest(self) -> str:
        """SHA-256 of the bytes, hexadecimal."""
        return hashlib.sha256(self.pdf).hexdigest()

    def page_texts(self) -> list[str]:
        """The words of each page, read back from the PDF."""
        return page_texts(self.pdf)

    def text(self) -> str:
        """The words of all pages, read back from the PDF; pages are parted by form feeds."""
        return "\f".join(self.page_texts())


def page_texts(pdf: bytes) -> list[str]:
    """The words of each page of a PDF."""
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf)
    try:
        texts = []
        for number in range(len(document)):
            page = document[number]
            words = page.get_textpage()
            texts.append(words.get_text_range().replace("\r\n", "\n"))
            words.close()
            page.close()
        return texts
    finally:
        document.close()
