"""How good a passphrase is, in words, and a good one to offer.

No rules of composition: length and unguessability only. The times are for somebody who has
the file and the laptop's secret and a rack of a hundred graphics cards, some 100,000 guesses
a second at the cost this program sets.
"""

from __future__ import annotations

import math
import secrets
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files
from typing import Protocol

from pclo_app.vault.errors import PassphraseTooWeak

SHORTEST = 14
WORDS = 4
_ENOUGH = 14.0  # decimal digits of guesses: some thirty years; four of our own words never come out below 16
_GUESSES_PER_SECOND = 1e5
_LONGEST_JUDGED = 72  # the judge grows slow with length, and this much is beyond guessing if it is good at all

_DAY = 86400
_SPANS = (
    (3600, "Could be guessed in minutes"),
    (_DAY, "Could be guessed in hours"),
    (30 * _DAY, "Could be guessed in days"),
    (365 * _DAY, "Could be guessed in months"),
)
_SHORT_WORDS = "Too short: at least 14 characters"
_STRONG_WORDS = "Strong"
_WEAK_WORDS = "Could be guessed in a few years"


class Chooser(Protocol):
    """Something that picks one of a sequence at random: the `secrets` module."""

    def choice(self, seq: Sequence[str]) -> str: ...


@dataclass(frozen=True)
class Strength:
    """The verdict: words for the person, and whether the program accepts it."""

    words: str
    enough: bool


def strength(text: str) -> Strength:
    """Judge a passphrase as it is being typed."""
    text = unicodedata.normalize("NFKC", text)
    if len(text) < SHORTEST:
        return Strength(_SHORT_WORDS, False)
    from zxcvbn import zxcvbn

    digits = math.log10(max(1.0, float(zxcvbn(text[:_LONGEST_JUDGED])["guesses"])))
    if digits >= _ENOUGH:
        return Strength(_STRONG_WORDS, True)
    seconds = 10**digits / _GUESSES_PER_SECOND
    return Strength(next((words for limit, words in _SPANS if seconds < limit), _WEAK_WORDS), False)


def require(text: str) -> None:
    """Raise PassphraseTooWeak unless the passphrase is good enough to protect a new case file."""
    verdict = strength(text)
    if not verdict.enough:
        raise PassphraseTooWeak(why=verdict.words[0].lower() + verdict.words[1:])


def suggest(rng: Chooser = secrets) -> str:
    """Four words picked at random from 7,776, which nobody guesses in a lifetime."""
    words = word_list()
    return " ".join(rng.choice(words) for _ in range(WORDS))


def word_list() -> list[str]:
    """The EFF's long list of words for dice: easy to read, to type and to tell apart."""
    path = files("resources") / "words" / "eff_large_wordlist.txt"
    text = path.read_text(encoding="utf-8")
    return [line.split()[-1] for line in text.splitlines() if line.strip()]
