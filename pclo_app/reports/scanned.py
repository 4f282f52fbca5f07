"""Reading the code off a signed page that has come back: a scan or a photograph, PDF or picture.

Nothing is written to the disk, and a picture is looked at before it is unpacked: a small file
can hold a picture too large for any laptop.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from ..records.seal import code_of, digest_of_qr, normal_code
from .errors import NotAScan

MOST_PAGES = 60
MOST_PIXELS = 120_000_000
_DPI = (150, 250)
"""Coarse first; what is not found is looked for again more finely."""
_POINTS = 72


@dataclass(frozen=True)
class Found:
    """A code read off a page."""

    page: int
    """From 1."""
    code: str
    """As printed: seven groups of four."""
    digest: bytes
    """The 32 bytes in the square; empty where only a short text was read."""


def codes(data: bytes) -> list[Found]:
    """Every code of ours on the pages, each once, in order. Raises NotAScan for what is no PDF or picture."""
    found: dict[str, Found] = {}
    for page, picture in _pictures(data):
        for text in picture:
            digest = digest_of_qr(text)
            code = code_of(digest) if digest else normal_code(text)
            if code and code not in found:
                found[code] = Found(page, code, digest or b"")
    return list(found.values())


def pages_of(data: bytes) -> int:
    """How many pages a scan has. Raises NotAScan."""
    if data[:5] != b"%PDF-":
        _open(data)
        return 1
    document = _document(data)
    try:
        return len(document)
    finally:
        document.close()


def _pictures(data: bytes) -> Iterator[tuple[int, list[str]]]:
    if data[:5] != b"%PDF-":
        yield 1, _texts(_open(data).convert("L"))
        return
    document = _document(data)
    try:
        for number in range(len(document)):
            page = document[number]
            texts: list[str] = []
            for dpi in _DPI:
                width, height = page.get_size()
                if width * height * (dpi / _POINTS) ** 2 > MOST_PIXELS:
                    raise NotAScan(why="a page of it is too large")
                texts = _texts(page.render(scale=dpi / _POINTS, grayscale=True).to_pil())
                if texts:
                    break
            page.close()
            yield number + 1, texts
    finally:
        document.close()


def _document(data: bytes) -> Any:
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError:
        raise NotAScan(why="it is a PDF that cannot be read") from None
    if len(document) > MOST_PAGES:
        document.close()
        raise NotAScan(why=f"it has more than {MOST_PAGES} pages")
    return document


def _open(data: bytes) -> Any:
    from PIL import Image, UnidentifiedImageError

    try:
        picture = Image.open(BytesIO(data))
        width, height = picture.size
        if width * height > MOST_PIXELS:
            raise NotAScan(why="the picture is too large")
        picture.load()
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        raise NotAScan(why="it is neither a PDF nor a picture that can be read") from None
    return picture


def _texts(picture: Any) -> list[str]:
    import zxingcpp

    return [
        barcode.text
        for barcode in zxingcpp.read_barcodes(picture, formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode))
    ]
