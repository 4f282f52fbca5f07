"""From bytes to text, without guessing at a letter.

A name with a wrong letter is not found by a search, so a file is read only where its
encoding is certain: by its byte order mark, as UTF-8 without a fault, or as Windows-1252
(what Excel in Britain saves as plain CSV) where every letter then makes sense.
"""

from __future__ import annotations

import codecs
import re

from .errors import NotACsv, NulBytes, UnknownEncoding, WrongEncoding

_KNOWN = {
    "utf-8": "utf-8-sig",
    "utf-16": "utf-16",
    "windows-1252": "cp1252",
    "iso-8859-1": "latin-1",
    "iso-8859-15": "iso8859-15",
    "mac-roman": "mac-roman",
    "cp437": "cp437",
    "cp850": "cp850",
}
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig", "UTF-8"),
    (codecs.BOM_UTF16_LE, "utf-16", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16", "UTF-16"),
)
_KINDS = (
    (b"PK\x03\x04", "a zipped file"),
    (b"PK\x05\x06", "an empty zipped file"),
    (b"\xd0\xcf\x11\xe0", "an old Excel or Word document, or one with a password"),
    (b"%PDF", "a PDF"),
    (b"{\\rtf", "a rich text document"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"\x1f\x8b", "a compressed file"),
    (b"7z\xbc\xaf", "a compressed file"),
    (b"SQLite format 3", "a database"),
    (b"MZ", "a program"),
    (b"\x7fELF", "a program"),
)
_MARKUP = re.compile(rb"\s*<(?:!doctype|html|\?xml|table|head|body)\b", re.IGNORECASE)
_UTF8_LETTER = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}")
# Low quotation marks, daggers, per mille, small accents, guillemets; then the signs of Latin-1.
_SYMBOLS = r"\u201a\u0192\u201e\u2020\u2021\u02c6\u2030\u2039\u02dc\u203a\u00a1-\u00bf\u00d7\u00f7"
_CAPITALS = "A-ZÀ-ÖØ-ÞŠŒŽŸ"
_ODD_IN_A_WORD = re.compile(rf"[^\W\d_][{_SYMBOLS}][^\W\d_]|[a-zß-öø-ÿ](?=[^\x00-\x7f])[{_CAPITALS}][a-zß-öø-ÿ]")


def decode(data: bytes, file: str, encoding: str = "") -> tuple[str, str]:
    """The text and the name of its encoding.

    Raises NotACsv for other kinds of file, NulBytes, WrongEncoding, UnknownEncoding.
    ``encoding`` is what a mapping file says; it is then taken at its word.
    """
    for magic, really in _KINDS:
        if data.startswith(magic):
            raise NotACsv(file=file, really=really)
    if _MARKUP.match(data):
        raise NotACsv(file=file, really="a web page or XML")
    if encoding:
        return _as_told(data, file, encoding)
    for mark, codec, name in _MARKS:
        if data.startswith(mark):
            return _strictly(data, file, codec), name
    wide = _unmarked_utf16(data)
    if wide:
        return _strictly(data, file, wide), "UTF-16"
    _require_no_nul(data, file)
    try:
        return data.decode("utf-8"), "UTF-8"
    except UnicodeDecodeError as fault:
        return _as_windows(data, file, fault.start), "Windows-1252"


def _unmarked_utf16(data: bytes) -> str:
    """The codec of UTF-16 without a byte order mark: in a table's text, every other byte is mostly zero."""
    if len(data) < 4 or len(data) % 2:
        return ""
    for codec, high, low in (("utf-16-le", 1, 0), ("utf-16-be", 0, 1)):
        if data[high::2].count(0) * 10 > len(data) * 3 and not data[low::2].count(0):
            return codec
    return ""


def _as_told(data: bytes, file: str, encoding: str) -> tuple[str, str]:
    codec = _KNOWN.get(encoding.strip().lower())
    if codec is None:
        raise UnknownEncoding(known=", ".join(_KNOWN))
    if codec != "utf-16":
        _require_no_nul(data, file)
    return _strictly(data, file, codec), encoding


def _strictly(data: bytes, file: str, codec: str) -> str:
    try:
        text = data.decode(codec)
    except UnicodeDecodeError as fault:
        raise WrongEncoding(file=file, row=_line(data, fault.start)) from None
    place = text.find("\0")
    if place >= 0:
        raise NulBytes(file=file, row=text.count("\n", 0, place) + 1)
    return text


def _as_windows(data: bytes, file: str, first: int) -> str:
    """Windows-1252, unless a part of the file is UTF-8 or a word then holds a sign that no word has."""
    mixed = _UTF8_LETTER.search(data)
    if mixed:
        raise WrongEncoding(file=file, row=_line(data, first))
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError as fault:
        raise WrongEncoding(file=file, row=_line(data, fault.start)) from None
    odd = _ODD_IN_A_WORD.search(text)
    if odd:
        raise WrongEncoding(file=file, row=text.count("\n", 0, odd.start()) + 1)
    return text


def _require_no_nul(data: bytes, file: str) -> None:
    place = data.find(b"\0")
    if place >= 0:
        raise NulBytes(file=file, row=_line(data, place))


def _line(data: bytes, place: int) -> int:
    return data.count(b"\n", 0, place) + 1
