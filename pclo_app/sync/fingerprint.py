"""Eight words that stand for a laptop's key, to be read out and compared in person.

Words from the EFF's list of 7,776 for dice, so eight of them carry 103 bits: somebody who
wants to put another key in place would have to make about 2^103 keys.
"""

from __future__ import annotations

import hashlib
import re
from functools import cache

from ..vault.passphrase import word_list

WORDS = 8
_PURPOSE = b"PCLO-FINGERPRINT-1\x00"


@cache
def _words() -> tuple[str, ...]:
    return tuple(word_list())


def of_key(public: bytes) -> str:
    """The eight words of a signing key."""
    number = int.from_bytes(hashlib.sha256(_PURPOSE + public).digest(), "big")
    words = _words()
    chosen = []
    for _ in range(WORDS):
        number, place = divmod(number, len(words))
        chosen.append(words[place])
    return " ".join(chosen)


def same(typed: str, public: bytes) -> bool:
    """Whether these are the key's words, whatever their capitals and spaces."""
    return _plain(typed) == _plain(of_key(public))


def _plain(text: str) -> str:
    """Without capitals, and with one space for whatever stood between words; some words have a hyphen of their own."""
    return re.sub(r"[\s,.\-\u2010\u2011]+", " ", text.casefold()).strip()
