"""What text may hold, and what of it a reader cannot see.

Words are kept in Unicode's composed form (NFC), so that the same word typed on two
laptops is the same bytes, is found by one search and gives one digest.

Control characters are refused: a terminal or a printer obeys them instead of showing them.
Characters that are legal but invisible are kept, because some languages need them, and
are *shown*: a right-to-left override can make a printed name read backwards, and a
zero-width space hides a word from a search.
"""

from __future__ import annotations

import unicodedata

from .errors import ControlCharacter

_INVISIBLE = frozenset(
    chr(code)
    for first, last in (
        (0x00AD, 0x00AD),  # soft hyphen
        (0x034F, 0x034F),  # combining grapheme joiner
        (0x061C, 0x061C),  # Arabic letter mark
        (0x115F, 0x1160),  # Hangul fillers
        (0x17B4, 0x17B5),  # Khmer inherent vowels
        (0x180E, 0x180E),  # Mongolian vowel separator
        (0x200B, 0x200F),  # zero-width space, joiners, left-to-right and right-to-left marks
        (0x2028, 0x202E),  # line and paragraph separators, bidirectional embeddings and overrides
        (0x2060, 0x206F),  # word joiner, invisible operators, isolates
        (0x3164, 0x3164),  # Hangul filler
        (0xFEFF, 0xFEFF),  # zero-width no-break space (byte order mark)
        (0xFFA0, 0xFFA0),  # halfwidth Hangul filler
        (0xFFF9, 0xFFFB),  # interlinear annotation
        (0xE0000, 0xE007F),  # tags
    )
    for code in range(first, last + 1)
)


def clean(text: str) -> str:
    """The text in the one form in which it is kept: NFC, lines ended by a single new line.

    Raises ControlCharacter for control characters other than new line and tab, and for
    halves of characters (lone surrogates), which cannot be written down as bytes.
    """
    if text.isascii() and text.isprintable():
        return text
    joined = text.replace("\r\n", "\n").replace("\r", "\n")
    for place, character in enumerate(joined, start=1):
        if _is_forbidden(character):
            raise ControlCharacter(position=place)
    return unicodedata.normalize("NFC", joined)


def is_clean(text: str) -> bool:
    """Whether the text is already in its clean form."""
    try:
        return clean(text) == text
    except ControlCharacter:
        return False


def hidden(text: str) -> tuple[tuple[int, str], ...]:
    """Position (from 0) and Unicode name of each character that is there but cannot be seen."""
    if text.isascii():
        return ()
    return tuple(
        (place, unicodedata.name(character, f"U+{ord(character):04X}"))
        for place, character in enumerate(text)
        if character in _INVISIBLE
    )


def made_visible(text: str) -> str:
    """The text with each invisible character written out, for example ``⟦U+202E⟧``."""
    if text.isascii():
        return text
    return "".join(f"⟦U+{ord(character):04X}⟧" if character in _INVISIBLE else character for character in text)


def _is_forbidden(character: str) -> bool:
    code = ord(character)
    if code < 0x20:
        return character not in "\n\t"
    return 0x7F <= code <= 0x9F or 0xD800 <= code <= 0xDFFF
