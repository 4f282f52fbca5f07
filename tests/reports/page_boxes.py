"""Where characters stand on the pages of a PDF, read back by an independent library."""

from __future__ import annotations

from typing import Any, NamedTuple

import pypdfium2


class Character(NamedTuple):
    """One visible character: page from 1, place in points from the lower left corner."""

    page: int
    text: str
    left: float
    bottom: float
    right: float
    top: float


class Size(NamedTuple):
    """A page's size in points."""

    width: float
    height: float


def characters(pdf: bytes) -> tuple[list[Character], Size]:
    """Every visible character, and the size of the pages."""
    found: list[Character] = []
    document = pypdfium2.PdfDocument(pdf)
    size = Size(*document[0].get_size())
    for number in range(len(document)):
        words = document[number].get_textpage()
        for place in range(words.count_chars()):
            text = words.get_text_range(place, 1)
            if text.strip():
                found.append(Character(number + 1, text, *words.get_charbox(place)))
    document.close()
    return found, size


def picture(pdf: bytes, page: int, dpi: int) -> Any:
    """A page as a grey picture."""
    document = pypdfium2.PdfDocument(pdf)
    image = document[page - 1].render(scale=dpi / 72, grayscale=True).to_pil()
    document.close()
    return image
