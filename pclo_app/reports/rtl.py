"""Arabic and Hebrew words: letters joined, runs put into the order in which they are printed.

A print places characters from left to right. So words of a right-to-left script are joined and
turned round here, by the Unicode bidirectional algorithm (UAX #9) for a line whose own
direction is left to right, without the embedding controls: those are never printed as they
stand, they are written as numbers.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import NamedTuple

_RTL = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
_HEBREW = re.compile("[\u0590-\u05ff\ufb1d-\ufb4f]")


class Stretch(NamedTuple):
    """Characters of one script in the order in which they stand on the paper, from the left."""

    script: str
    """``arabic``, ``hebrew``, or empty for the line's own typeface."""
    text: str


def has(text: str) -> bool:
    """Whether any character of a text belongs to a right-to-left script."""
    return not text.isascii() and _RTL.search(text) is not None


def script_of(character: str) -> str:
    """``arabic``, ``hebrew`` or nothing."""
    if _RTL.match(character) is None:
        return ""
    return "hebrew" if _HEBREW.match(character) else "arabic"


def stretches(text: str) -> list[Stretch]:
    """A text as it stands on the paper, from left to right, letters joined."""
    placed = _in_order(joined(text))
    found: list[Stretch] = []
    for character in placed:
        script = script_of(character)
        if found and found[-1].script == script:
            found[-1] = Stretch(script, found[-1].text + character)
        else:
            found.append(Stretch(script, character))
    return found


# joining ------------------------------------------------------------------------------------------------------

_FORMS = {"<isolated>": 0, "<final>": 1, "<initial>": 2, "<medial>": 3}
_LAM = "\u0644"


@cache
def _forms() -> dict[str, list[str]]:
    """Letter (or lam with alef) to its forms alone, at an end, at a start, between; from Unicode's own table."""
    found: dict[str, list[str]] = {}
    for code in (*range(0xFB50, 0xFBB2), *range(0xFBD3, 0xFC00), *range(0xFE80, 0xFEFD)):
        kind, *letters = unicodedata.decomposition(chr(code)).split() or [""]
        place = _FORMS.get(kind)
        plain = "".join(chr(int(each, 16)) for each in letters)
        if place is not None and (len(plain) == 1 or (plain[0] == _LAM and len(plain) == 2)):
            forms = found.setdefault(plain, ["", "", "", ""])
            forms[place] = forms[place] or chr(code)
    return found


def joined(text: str) -> str:
    """A text with each Arabic letter in the form that its neighbours ask for; its order is unchanged."""
    if _RTL.search(text) is None:
        return text
    forms = _forms()
    letters = _with_ligatures(text, forms)
    done: list[str] = []
    for place, letter in enumerate(letters):
        mine = forms.get(letter)
        if mine is None:
            done.append(letter)
            continue
        before = _joins_on(_neighbour(letters, place, -1), forms) and bool(mine[1])
        after = _can_join(mine) and _takes(_neighbour(letters, place, 1), forms)
        form = mine[3 if before and after else 1 if before else 2 if after else 0]
        done.append(form or mine[0] or letter)
    return "".join(done)


def _with_ligatures(text: str, forms: dict[str, list[str]]) -> list[str]:
    letters: list[str] = []
    for character in text:
        if letters and letters[-1] == _LAM and _LAM + character in forms:
            letters[-1] = _LAM + character
        else:
            letters.append(character)
    return letters


def _neighbour(letters: list[str], place: int, step: int) -> str:
    """The next letter that is not a mark, which joining passes over."""
    place += step
    while 0 <= place < len(letters):
        if not unicodedata.combining(letters[place][0]):
            return letters[place]
        place += step
    return ""


def _can_join(forms: list[str]) -> bool:
    return bool(forms[2] or forms[3])


def _joins_on(letter: str, forms: dict[str, list[str]]) -> bool:
    """Whether a letter reaches out to the one after it."""
    return letter == "\u0640" or (letter in forms and _can_join(forms[letter]))


def _takes(letter: str, forms: dict[str, list[str]]) -> bool:
    """Whether a letter lets the one before it join on."""
    return letter == "\u0640" or (letter in forms and bool(forms[letter][1]))


# order --------------------------------------------------------------------------------------------------------


def _in_order(text: str) -> str:
    """The characters from left to right (rules W1 to W7, N0 to N2, I1, I2, L2, L4 for a paragraph of level 0)."""
    levels = _levels(text)
    highest = max(levels, default=0)
    places = list(range(len(text)))
    for level in range(highest, 0, -1):
        start = None
        for place in range(len(places) + 1):
            inside = place < len(places) and levels[places[place]] >= level
            if inside and start is None:
                start = place
            elif not inside and start is not None:
                places[start:place] = places[start:place][::-1]
                start = None
    return "".join(_mirrored(text[place]) if levels[place] % 2 else text[place] for place in places)


_MIRRORED = str.maketrans("()[]{}<>«»", ")(][}{><»«")


def _mirrored(character: str) -> str:
    return character.translate(_MIRRORED)


def _levels(text: str) -> list[int]:
    kinds = [unicodedata.bidirectional(character) or "L" for character in text]
    _weak(kinds)
    _brackets(text, kinds)
    _neutral(kinds)
    return [{"R": 1, "EN": 2, "AN": 2}.get(kind, 0) for kind in kinds]


def _weak(kinds: list[str]) -> None:
    """Marks, numbers and the signs between numbers."""
    strong, before = "L", "L"
    for place, kind in enumerate(kinds):
        if kind == "NSM":
            kind = before
        if kind in ("L", "R", "AL"):
            strong = kind
        elif kind == "EN" and strong == "AL":
            kind = "AN"
        kinds[place] = before = kind
    for place in range(1, len(kinds) - 1):
        around = {kinds[place - 1], kinds[place + 1]}
        if (kinds[place] in ("ES", "CS") and around == {"EN"}) or (kinds[place] == "CS" and around == {"AN"}):
            kinds[place] = around.pop()
    strong = "L"
    for place, kind in enumerate(kinds):
        if kind in ("L", "R", "AL"):
            strong = kind
        elif kind == "EN" and strong == "L":
            kinds[place] = "L"
        if kind == "AL":
            kinds[place] = "R"


_PAIRS = {")": "(", "]": "[", "}": "{"}


def _brackets(text: str, kinds: list[str]) -> None:
    """Two brackets of a pair take one direction: the line's where such words stand between them, else by rule N0."""
    open_: list[int] = []
    for place, character in enumerate(text):
        if kinds[place] != "ON":
            continue
        if character in _PAIRS.values():
            open_.append(place)
        elif character in _PAIRS and any(text[each] == _PAIRS[character] for each in open_):
            while text[start := open_.pop()] != _PAIRS[character]:
                pass
            inside = {_side(kind) for kind in kinds[start + 1 : place] if kind in _STRONG}
            if inside:
                before = next((_side(kind) for kind in reversed(kinds[:start]) if kind in _STRONG), "L")
                kinds[start] = kinds[place] = "R" if inside == {"R"} and before == "R" else "L"


_STRONG = ("L", "R", "EN", "AN")


def _neutral(kinds: list[str]) -> None:
    """What has no direction of its own takes that of its neighbours where they agree, else the line's."""
    place = 0
    while place < len(kinds):
        if kinds[place] in _STRONG:
            place += 1
            continue
        end = place
        while end < len(kinds) and kinds[end] not in _STRONG:
            end += 1
        before = _side(kinds[place - 1]) if place else "L"
        after = _side(kinds[end]) if end < len(kinds) else "L"
        kinds[place:end] = [before if before == after else "L"] * (end - place)
        place = end


def _side(kind: str) -> str:
    return "L" if kind == "L" else "R"
