"""A text in which nobody can be found: names give way to roles, addresses and numbers to what they were. Pure.

Names of the case's people and of everybody whom an entry names are replaced by the same words
everywhere. Other capitalised words that are not ordinary English, nor words of this work, may
be names as well: in doubt they are removed, and counted, and an officer can say otherwise.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from . import private_numbers
from .accounts import Accounts
from .initials import Initials, end_with_initial, is_letter, unknown_initials
from .people_labels import Somebody
from .plain_words import CIVIL, FUNCTION, NAMES_TOO, PLACES, RELATIVES, TITLES, WORK, folded, is_english, is_plain

REMOVED = "[removed]"
FAMILY = "[family name]"
_TOKEN = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_RUN = re.compile(r"\w+")
_POSSESSIVE = re.compile(r"['’]s?$", re.IGNORECASE)
_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
"""Characters that are not printed, and would part a name in two."""
HYPHENS = ("-", "\u2010", "\u2011", "–")
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f\u1e00-\u1eff]")


@dataclass(frozen=True)
class Corrections:
    """What an officer said after looking through the lists."""

    keep: frozenset[str] = frozenset()
    """Words that were removed in doubt and may stay."""
    remove: frozenset[str] = frozenset()
    """Words that were left and have to go."""


AS_FOUND = Corrections()
"""No corrections."""


@dataclass
class Ledger:
    """What was replaced by what, and what was removed in doubt, each with how many times."""

    replaced: Counter[tuple[str, str]] = field(default_factory=Counter)
    doubtful: Counter[str] = field(default_factory=Counter)

    @property
    def removed(self) -> int:
        """How many words were removed in doubt."""
        return sum(self.doubtful.values())


@dataclass(frozen=True)
class _Token:
    start: int
    end: int
    word: str
    key: str


class _Phrases:
    """Many phrases, of which only those are looked for whose first word is in the text."""

    def __init__(self, parts: Sequence[tuple[str, str]]) -> None:
        self._by_word: dict[str, list[tuple[int, re.Pattern[str], str]]] = {}
        for place, (words, label) in enumerate(parts):
            first = _RUN.search(folded(unicodedata.normalize("NFC", words)))
            self._by_word.setdefault(first[0] if first else "", []).append((place, _phrase(words), label))

    def in_text(self, flat: str) -> list[tuple[re.Pattern[str], str]]:
        """Those that may stand in a folded text, the longest first."""
        here = {"", *_RUN.findall(flat)}
        found = [each for word in here for each in self._by_word.get(word, ())]
        return [(pattern, label) for _, pattern, label in sorted(found, key=lambda each: each[0])]


class Pseudonyms:
    """Reads texts and gives them back with nobody in them."""

    def __init__(
        self,
        people: Sequence[Somebody],
        *,
        secrets: Iterable[str] = (),
        family: str = "",
        births: Iterable[date] = (),
        corrections: Corrections = AS_FOUND,
    ) -> None:
        """``secrets``: addresses, references, contacts, organisations of the case, which go whole or in their parts."""
        self.ledger = Ledger()
        self._owners: dict[str, set[str]] = {}
        self._labels: dict[str, str] = {}
        for somebody in people:
            self._labels[somebody.id] = somebody.label
            for part in somebody.parts:
                self._owners.setdefault(part, set()).add(somebody.id)
        for token in _TOKEN.findall(family):
            part = folded(token).replace("'", "")
            if len(part) > 1:
                self._owners.setdefault(part, set()).add("")
        self._accounts = Accounts(self._owners)
        self._initials = Initials(people)
        self._births = tuple(dict.fromkeys(births))
        self._phrases = _Phrases(_parts_of(secrets))
        self._keep = frozenset(folded(word.strip()) for word in corrections.keep)
        self._also = [_phrase(word.strip()) for word in sorted(corrections.remove) if word.strip()]

    def text(self, text: str) -> str:
        """The text with nobody in it."""
        if not text.strip():
            return text
        text = unicodedata.normalize("NFC", _UNSEEN.sub("", text))
        taken: list[tuple[int, int, str, str]] = []
        free = bytearray(b"\1" * len(text))

        def take(start: int, end: int, label: str, sort: str) -> None:
            if start < end and all(free[start:end]):
                free[start:end] = bytes(end - start)
                taken.append((start, end, label, sort))

        flat = folded(text)
        for phrase in self._also:
            for found in phrase.finditer(flat):
                take(found.start(), found.end(), REMOVED, "asked")
        for start, end, label in private_numbers.days(text, self._births):
            take(start, end, label, "number")
        numbers = sorted(private_numbers.spans(text), key=lambda span: (span[0], -span[1]))
        for start, end, label in numbers:
            if label in private_numbers.WHOLE:
                take(start, end, label, "number")
        for phrase, label in self._phrases.in_text(flat):
            for found in phrase.finditer(flat):
                take(found.start(), found.end(), label, "number")
        for start, end, label in numbers:
            take(start, end, label, "number")
        for start, end in self._accounts.spans(flat):
            take(start, end, "[account]", "name")
        tokens = [token for token in _tokens(text, flat) if all(free[token.start : token.end])]
        for start, end, label in self._names(text, tokens):
            take(start, end, label, "name")
        for start, end, label in self._initials.spans(text):
            take(start, end, label, "name")
        for start, end in unknown_initials(text):
            take(start, end, REMOVED, "doubt")
        tokens = [token for token in tokens if all(free[token.start : token.end])]
        for start, end in self._doubts(text, tokens):
            take(start, end, REMOVED, "doubt")
        return self._written(text, sorted(taken))

    # names ----------------------------------------------------------------------------------------------------

    def _names(self, text: str, tokens: Sequence[_Token]) -> list[tuple[int, int, str]]:
        found: list[tuple[int, int, str]] = []
        place = 0
        while place < len(tokens):
            owners = self._owned(tokens[place])
            if not owners:
                place += 1
                continue
            first = last = place
            while last + 1 < len(tokens) and _joined(text, tokens[last], tokens[last + 1]):
                hyphened = text[tokens[last].end : tokens[last + 1].start].strip() in HYPHENS
                following = self._owned(tokens[last + 1], small=hyphened) & owners
                if not following and not (
                    len(tokens[last + 1].word) == 1
                    and last + 2 < len(tokens)
                    and _joined(text, tokens[last + 1], tokens[last + 2])
                    and self._owned(tokens[last + 2]) & owners
                ):
                    break
                owners = following or owners
                last += 1
            end = end_with_initial(text, tokens[last].end)
            found.append((_with_title(text, tokens, first), end, self._label(owners)))
            place = last + 1
        return found

    def _owned(self, token: _Token, *, small: bool = False) -> set[str]:
        """Whose name a word is, or whose names: “the Orrins”. ``small``: even where it is an English word."""
        key = next((key for key in (token.key, *_singular(token.key)) if key in self._owners), "")
        if not small and token.word.islower() and is_english(token.key):
            return set()  # "dale" written small is a valley, not a man
        return self._owners.get(key, set())

    def _label(self, owners: set[str]) -> str:
        if len(owners) == 1 and (label := self._labels.get(next(iter(owners)))):
            return label
        return FAMILY if "" in owners else "[name]"

    # doubts ---------------------------------------------------------------------------------------------------

    def _doubts(self, text: str, tokens: Sequence[_Token]) -> list[tuple[int, int]]:
        doubtful = [self._doubtful(text, tokens, n) for n in range(len(tokens))]
        for n, token in enumerate(tokens[1:], 1):  # "Dawn P."
            if doubtful[n - 1] and is_letter(token.word) and _spaced(text, tokens[n - 1], token):
                doubtful[n] = True
        for n, token in enumerate(tokens):  # "Jon Butcher": the butcher beside a removed name is a name
            if doubtful[n] or not _could_be_name(token):
                continue
            after = n > 0 and doubtful[n - 1] and _spaced(text, tokens[n - 1], token)
            before = n + 1 < len(tokens) and doubtful[n + 1] and text[token.end : tokens[n + 1].start] == "-"
            if after or before:
                doubtful[n] = not self._kept(token.word)
        return [(token.start, token.end) for token, bad in zip(tokens, doubtful, strict=True) if bad]

    def _doubtful(self, text: str, tokens: Sequence[_Token], n: int) -> bool:
        token = tokens[n]
        word = token.word
        if self._kept(word):
            return False
        if not _LATIN.match(word):
            return True  # another script knows no capitals
        if word.islower():
            return False
        if len(word) == 1:
            return _initial_of_a_name(text, tokens, n)
        if not is_plain(word):
            return not _plain_inside(word)
        small = word.casefold()
        before = tokens[n - 1] if n > 0 and _spaced(text, tokens[n - 1], token) else None
        if small in WORK or small in FUNCTION:
            return before is not None and _names_behind(before, small)
        if before is not None and before.key in TITLES and before.word[0].isupper():
            return True
        return small not in TITLES and _before_place(text, tokens, n)

    def _kept(self, word: str) -> bool:
        return folded(word) in self._keep

    # writing --------------------------------------------------------------------------------------------------

    def _written(self, text: str, taken: Sequence[tuple[int, int, str, str]]) -> str:
        parts: list[str] = []
        at = 0
        for start, end, label, sort in taken:
            words = text[start:end]
            if sort == "doubt":
                self.ledger.doubtful[words] += 1
            else:
                self.ledger.replaced[(" ".join(words.split()), label)] += 1
            between = text[at:start]
            if (
                label == REMOVED
                and parts
                and parts[-1] == REMOVED
                and not between.strip(" -\u2010\u2011–.")
                and "\n" not in between
            ):
                at = end
                continue
            parts += [between, label]
            at = end
        parts.append(text[at:])
        return "".join(parts)


def _singular(key: str) -> tuple[str, ...]:
    """What a name may be that has an s too many: “Orrins”, “Joneses”."""
    return tuple(key[: -len(end)] for end in ("s", "es") if key.endswith(end) and len(key) - len(end) > 2)


def _names_behind(before: _Token, small: str) -> bool:
    """Whether what stands before a word of this work makes it a name: “Mr Hall”, “DC May”, “grandad Will”."""
    if small in TITLES:
        return False
    if before.key in CIVIL and before.word[0].isupper():
        return True
    known = before.key in TITLES and before.word[0].isupper()
    return (known and (small in PLACES or small in NAMES_TOO)) or (before.key in RELATIVES and small in NAMES_TOO)


def _tokens(text: str, flat: str) -> list[_Token]:
    found = []
    for match in _TOKEN.finditer(text):
        word, start = match[0], match.start()
        ending = _POSSESSIVE.search(word)
        if ending:
            word = word[: ending.start()]
        end = start + len(word)
        if word:
            found.append(_Token(start, end, word, flat[start:end].replace("'", "")))
    return found


def _joined(text: str, one: _Token, other: _Token) -> bool:
    gap = text[one.end : other.start]
    return bool(re.fullmatch(r"\.?\s{0,3}|\s?[-\u2010\u2011–]\s?", gap)) and gap != "" and "\n\n" not in gap


def _with_title(text: str, tokens: Sequence[_Token], first: int) -> int:
    """Where a name begins with the title, the rank or the initials before it."""
    start = tokens[first].start
    while first > 0:
        before = tokens[first - 1]
        gap = text[before.end : tokens[first].start]
        initial = len(before.word) == 1 and before.word.isupper()
        titled = before.key in TITLES and before.word[0].isupper()
        if not re.fullmatch(r"\.?[^\S\n]{0,2}", gap) or not (initial or titled):
            break
        first -= 1
        start = before.start
    return start


def _initial_of_a_name(text: str, tokens: Sequence[_Token], n: int) -> bool:
    """“J Hartley”: the letter before a word that may be a name."""
    token = tokens[n]
    if n + 1 >= len(tokens) or not token.word.isupper():
        return False
    following = tokens[n + 1]
    gap = text[token.end : following.start]
    plain = is_plain(following.word) or not following.word[0].isupper() or len(following.word) == 1
    return not plain and (gap in (".", ". ") or (gap == " " and token.word not in "AI"))


def _spaced(text: str, one: _Token, other: _Token) -> bool:
    return text[one.end : other.start] in (" ", ". ", "-", "\u00a0")


def _could_be_name(token: _Token) -> bool:
    return (
        token.word[:1].isupper()
        and len(token.word) > 1
        and token.word.casefold() not in WORK
        and token.word.casefold() not in FUNCTION
    )


def _plain_inside(word: str) -> bool:
    """“Didn’t”, “Mum’ll”: the part before the apostrophe is ordinary, and what follows is a contraction."""
    head, mark, tail = folded(word).partition("'")
    return bool(mark) and is_plain(head) and tail in ("t", "ll", "re", "ve", "d", "m", "s")


def _before_place(text: str, tokens: Sequence[_Token], n: int) -> bool:
    """Whether a capitalised word is part of the name of a place: “Harbour Street Surgery”, “Oak Tree Nursery”."""
    for place in range(n, len(tokens) - 1):
        if text[tokens[place].end : tokens[place + 1].start] != " " or not tokens[place + 1].word[0].isupper():
            return False
        after = tokens[place + 1]
        if after.word.casefold() in PLACES:
            return True
        if after.word.casefold() in WORK or after.word.casefold() in FUNCTION:
            return False
    return False


def _parts_of(secrets: Iterable[str]) -> list[tuple[str, str]]:
    """The pieces of addresses and references that may not stand anywhere, longest first."""
    found: dict[str, str] = {}
    for secret in secrets:
        for part in (secret, *re.split(r"[,;:\n]|\.\s", secret)):
            part = part.strip(" .")
            words = _TOKEN.findall(part)
            digits = any(c.isdigit() for c in part)
            named = len(words) > 1 and any(word[0].isupper() for word in words)
            strange = any(word[0].isupper() and not is_plain(word) for word in words)
            if len(part) > 1 and ((digits and len(part) > 2) or named or strange):
                place = (named or strange or any(len(word) > 2 for word in words)) and not (digits and " " not in part)
                found[part] = "[address]" if place else "[reference]"
            found |= dict.fromkeys(_alone(part, words), "[address]")
            found |= dict.fromkeys(_numbers(part), "[reference]")
    return sorted(found.items(), key=lambda item: -len(item[0]))


def _alone(part: str, words: Sequence[str]) -> list[str]:
    """What of an address or an organisation leads there alone: its street without the number, its own name."""
    street = re.sub(r"^\d+\w?(?:\s*[-/]\s*\d+\w?)?,?\s+", "", part)
    named = [word for word in words if word[0].isupper() and len(word) > 3 and not is_english(word)]
    return [*([street] if street != part and named else []), *named]


def _numbers(part: str) -> list[str]:
    """Numbers of a reference that lead there without the letters; a year leads nowhere."""
    return [run for run in re.findall(r"\d{4,}", part) if not re.fullmatch(r"(?:19|20)\d\d", run)]


def _phrase(words: str) -> re.Pattern[str]:
    parts = [re.escape(part) for part in folded(unicodedata.normalize("NFC", words)).split()]
    numbered = any(character.isdigit() for character in words)
    further = r"(?:[/-]\w+)*" if numbered else ""
    before = r"(?:\d+[a-z]?/)?" if words[:1].isdigit() else ""
    return re.compile(r"(?<!\w)" + before + r"\s+".join(parts) + further + r"(?!\w)", re.IGNORECASE)


__all__ = ["AS_FOUND", "FAMILY", "REMOVED", "Corrections", "Ledger", "Pseudonyms"]
