"""What a document is, told from its bytes and never from its name; and how large a picture says it is.

Only the kinds that the program can draw without running anything are shown: pages of a
PDF, pictures, text and tables. Everything else is kept, and can only be exported.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import Literal

from . import document_text

Shape = Literal["pages", "picture", "text", "table", ""]

MOST_PIXELS = 64_000_000
"""A picture with more is refused before it is decoded: at four bytes each this is 256 MB of memory."""
LONGEST_SIDE = 32_767
"""What Qt can scale and draw."""
MOST_PICTURES = 500
"""Pictures in one file (a long fax is a TIFF of many); the rest is not shown."""


@dataclass(frozen=True)
class DocumentKind:
    """A kind of document: its media type, the word for it, the endings that fit it, and how it is shown."""

    media: str
    words: str
    endings: tuple[str, ...] = ()
    shape: Shape = ""


PDF = DocumentKind("application/pdf", "PDF", (".pdf",), "pages")
PNG = DocumentKind("image/png", "Picture (PNG)", (".png",), "picture")
JPEG = DocumentKind("image/jpeg", "Picture (JPEG)", (".jpg", ".jpeg", ".jpe", ".jfif"), "picture")
GIF = DocumentKind("image/gif", "Picture (GIF)", (".gif",), "picture")
TIFF = DocumentKind("image/tiff", "Picture (TIFF)", (".tif", ".tiff"), "picture")
TEXT = DocumentKind("text/plain", "Text", (".txt", ".text", ".log", ".md"), "text")
CSV = DocumentKind("text/csv", "Table (CSV)", (".csv", ".tsv", ".txt"), "table")
PROGRAM = DocumentKind("application/x-msdownload", "Program")
ZIPPED = DocumentKind("application/zip", "Office document or zipped files")
OLE = DocumentKind("application/x-ole-storage", "Office document, old form")
OTHER = DocumentKind("application/octet-stream", "Other")

KINDS = (PDF, PNG, JPEG, GIF, TIFF, TEXT, CSV, PROGRAM, ZIPPED, OLE, OTHER)

_STARTS = (
    (b"\x89PNG\r\n\x1a\n", PNG),
    (b"\xff\xd8\xff", JPEG),
    (b"GIF87a", GIF),
    (b"GIF89a", GIF),
    (b"II*\x00", TIFF),
    (b"MM\x00*", TIFF),
    (b"MZ", PROGRAM),
    (b"\x7fELF", PROGRAM),
    (b"PK\x03\x04", ZIPPED),
    (b"PK\x05\x06", ZIPPED),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", OLE),
)
_PDF_WITHIN = 1024
_TEXT_MAY_BEGIN_SO = (PROGRAM,)
"""Two letters are a weak sign: “MZ” may begin a sentence."""


def recognise(data: bytes) -> DocumentKind:
    """The kind of document that these bytes are."""
    for start, kind in _STARTS:
        if data.startswith(start) and not (kind in _TEXT_MAY_BEGIN_SO and document_text.decode(data)):
            return kind
    if b"%PDF-" in data[:_PDF_WITHIN]:
        return PDF
    text = document_text.decode(data)
    if text is None:
        return OTHER
    return CSV if document_text.delimiter_of(text.words) else TEXT


def of_media(media: str) -> DocumentKind:
    """The kind that a record names; only good for lists, because a record may be mistaken."""
    return next((kind for kind in KINDS if kind.media == media), OTHER)


def picture_sizes(data: bytes) -> list[tuple[int, int]]:
    """Width and height, in pixels, of each picture in a file, from its headers alone; empty where they are broken."""
    kind = recognise(data)
    try:
        if kind is PNG:
            return [struct.unpack(">II", data[16:24])] if data[12:16] == b"IHDR" else []
        if kind is JPEG:
            return _jpeg_size(data)
        if kind is GIF:
            return [struct.unpack("<HH", data[6:10])]
        if kind is TIFF:
            return _tiff_sizes(data)
    except (struct.error, IndexError):
        pass
    return []


def too_large(sizes: list[tuple[int, int]]) -> bool:
    """Whether any of the pictures is larger than may be decoded, or says that it has no size at all."""
    return any(w < 1 or h < 1 or w * h > MOST_PIXELS or max(w, h) > LONGEST_SIDE for w, h in sizes)


def _jpeg_size(data: bytes) -> list[tuple[int, int]]:
    """The size in the frame header. A second one, which a decoder might take instead, counts as well."""
    found: list[tuple[int, int]] = []
    at = 2
    while at + 4 <= len(data):
        if data[at] != 0xFF:
            break
        marker = data[at + 1]
        if marker == 0xFF:  # a fill byte
            at += 1
            continue
        if marker == 0xDA:  # the picture itself: no header follows
            break
        length = int(struct.unpack(">H", data[at + 2 : at + 4])[0])
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack(">HH", data[at + 5 : at + 9])
            found.append((width, height))
        at += 2 + length
    return found


def _tiff_sizes(data: bytes) -> list[tuple[int, int]]:
    """The size of every picture in the chain of directories; a chain that bites its tail ends there."""
    order = "<" if data[:2] == b"II" else ">"
    at = struct.unpack(order + "I", data[4:8])[0]
    found: list[tuple[int, int]] = []
    seen: set[int] = set()
    while at and at not in seen and len(found) < MOST_PICTURES:
        seen.add(at)
        count = struct.unpack(order + "H", data[at : at + 2])[0]
        sides = {256: 0, 257: 0}
        for place in range(at + 2, at + 2 + 12 * count, 12):
            tag, form = struct.unpack(order + "HH", data[place : place + 4])
            if tag in sides:
                code = {1: "B", 3: "H", 4: "I"}.get(form)
                if code is None:
                    return []
                sides[tag] = struct.unpack_from(order + code, data, place + 8)[0]
        found.append((sides[256], sides[257]))
        at = struct.unpack(order + "I", data[at + 2 + 12 * count : at + 6 + 12 * count])[0]
    return found
