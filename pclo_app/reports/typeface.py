"""The printed typefaces, and the setting of words into lines.

Widths come from the font files themselves. The width of a word is worked out once for
each report and forgotten with it, so no word of a case stays in memory after a lock.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from functools import cache
from io import BytesIO
from typing import Any, NamedTuple

from ..records.text import hidden
from . import rtl
from .styles import Style

FILES = {
    "regular": "IBMPlexSans-Regular.ttf",
    "medium": "IBMPlexSans-Medium.ttf",
    "semibold": "IBMPlexSans-SemiBold.ttf",
    "bold": "IBMPlexSans-Bold.ttf",
    "italic": "IBMPlexSans-Italic.ttf",
    "mono": "IBMPlexMono-Regular.ttf",
    "mono-medium": "IBMPlexMono-Medium.ttf",
    "arabic": "right_to_left/IBMPlexSansArabic-Regular.ttf",
    "arabic-heavy": "right_to_left/IBMPlexSansArabic-SemiBold.ttf",
    "hebrew": "right_to_left/IBMPlexSansHebrew-Regular.ttf",
    "hebrew-heavy": "right_to_left/IBMPlexSansHebrew-SemiBold.ttf",
}
_MARK_CENTRE = {"arabic": 0.125, "hebrew": 0.0}
"""Where a vowel mark's middle lies, right of the pen, at a size of one point."""


def face_of(script: str, face: str) -> str:
    """The face in which a script is printed among words of another face."""
    if not script:
        return face
    return f"{script}-heavy" if face in ("semibold", "bold") else script


_BREAK_AFTER = "-/–—_@,;:.)"


def _within_a_number(word: str, place: int) -> bool:
    """Whether the mark before a place stands between two digits, as in 15:12 or 1.5."""
    return word[place - 1] in ":.," and word[place - 2].isdigit() and word[place].isdigit()


class Run(NamedTuple):
    """A stretch of words in one style."""

    text: str
    style: Style


class Piece(NamedTuple):
    """Words placed on a line, ``dx`` from its left end."""

    dx: float
    style: Style
    text: str


Line = list[Piece]


@cache
def font(face: str) -> Any:
    """The font behind a face, read from the shipped files."""
    from reportlab.pdfbase.ttfonts import TTFont

    from resources import resource

    *folder, name = FILES[face].split("/")
    source = BytesIO(resource("fonts", *folder, name).read_bytes())
    return TTFont(name.removesuffix(".ttf"), source, asciiReadable=1, shapable=False)


class Widths:
    """Widths of characters and words of one face, at a size of one point."""

    def __init__(self, face: str) -> None:
        metrics = font(face).face
        self._face = face
        self._characters: dict[int, float] = metrics.charWidths
        self._default: float = metrics.defaultWidth
        self._has: dict[int, int] = metrics.charToGlyph
        self._words: dict[str, float] = {}
        self.space = self.of(" ")

    def of(self, word: str) -> float:
        """The width of a word."""
        width = self._words.get(word)
        if width is None:
            width = self._words[word] = self._measured(word) if not rtl.has(word) else self._turned(word)
        return width

    def _measured(self, word: str) -> float:
        get, default = self._characters.get, self._default
        return sum(get(ord(c), default) for c in word) / 1000

    def _turned(self, word: str) -> float:
        """The width of a word with letters of another script, joined as they are printed."""
        return sum(self.of_script(script)._measured(text) for script, text in rtl.stretches(word))

    def of_script(self, script: str) -> Widths:
        """The widths of the face in which a script is printed beside this one."""
        return _widths(face_of(script, self._face)) if script else self

    def lacks(self, character: str) -> bool:
        """Whether neither the face nor the one for the character's script has a picture for it."""
        if ord(character) in self._has:
            return False
        script = rtl.script_of(character)
        return not script or ord(character) not in self.of_script(script)._has


@cache
def _widths(face: str) -> Widths:
    """Widths of a face for another script: of its characters, no words are kept."""
    return Widths(face)


def placed(text: str, style: Style) -> list[Piece]:
    """Words with Arabic or Hebrew among them as they stand on the paper, each stretch in its own face."""
    own = Widths(style.face)
    done: list[Piece] = []
    used = 0.0
    for script, characters in rtl.stretches(text):
        widths = own.of_script(script)
        face = style._replace(face=face_of(script, style.face))
        letters = "".join(c for c in characters if not (script and unicodedata.combining(c)))
        if letters:
            done.append(Piece(used, face, letters))
        marks: list[str] = []
        for character in characters:
            if script and unicodedata.combining(character):
                marks.append(character)
                continue
            wide = widths._measured(character) * style.size
            for mark in marks:  # a mark stands before its letter here: the order is the paper's
                done.append(Piece(used + wide / 2 - _MARK_CENTRE[script] * style.size, face, mark))
            marks.clear()
            used += wide
    return done


class Typesetter:
    """Breaks words into lines. One for each report."""

    def __init__(self) -> None:
        self._faces: dict[str, Widths] = {}
        self.substituted = False
        """Whether a character without a picture in the typeface was met and written as its number."""

    def face(self, name: str) -> Widths:
        """The widths of a face."""
        found = self._faces.get(name)
        if found is None:
            found = self._faces[name] = Widths(name)
        return found

    def printable(self, text: str, face: str) -> str:
        """The text with what cannot be seen, or has no picture, written as Unicode numbers."""
        if text.isascii():
            return text.replace("\t", " ")
        widths = self.face(face)
        unseen = {text[place] for place, _ in hidden(text)}
        bad = {c for c in set(text) if c in unseen or (c not in "\n\t" and widths.lacks(c))}
        if not bad:
            return text.replace("\t", " ")
        self.substituted = True
        parts: list[str] = []
        numbers: list[str] = []
        for character in text.replace("\t", " ") + "\n":
            if character in bad:
                numbers.append(f"U+{ord(character):04X}")
                continue
            if numbers:
                parts.append("[" + " ".join(numbers) + "]")
                numbers.clear()
            parts.append(character)
        return "".join(parts)[:-1]

    def width(self, text: str, style: Style) -> float:
        """The width of a text on one line."""
        widths = self.face(style.face)
        words = self.printable(text, style.face).split(" ")
        return (sum(map(widths.of, words)) + widths.space * (len(words) - 1)) * style.size

    def lines(self, runs: Sequence[Run], width: float, first: float = 0.0) -> list[Line]:
        """The runs broken into lines no wider than ``width``; the first one is indented by ``first``."""
        if len(runs) == 1 and not first:
            return self._plain(runs[0].text, runs[0].style, width)
        return self._mixed(runs, width, first)

    def _plain(self, text: str, style: Style, width: float) -> list[Line]:
        widths = self.face(style.face)
        known = widths._words
        measure = widths.of
        room = width / style.size + 1e-6
        space = widths.space
        done: list[Line] = []
        for paragraph in self.printable(text, style.face).split("\n"):
            current: list[str] = []
            used = -space
            for word in paragraph.split(" "):
                if not word:
                    continue
                wide = known.get(word)
                if wide is None:
                    wide = measure(word)
                if used + space + wide <= room:
                    current.append(word)
                    used += space + wide
                    continue
                fits, word = self._fitting(word, room - used - space, room, measure)
                if fits:
                    current.append(fits)
                if current:
                    done.append([Piece(0.0, style, " ".join(current))])
                while True:
                    wide = measure(word)
                    if wide <= room:
                        break
                    fits, word = self._fitting(word, room, room, measure)
                    done.append([Piece(0.0, style, fits)])
                current = [word] if word else []
                used = wide if word else -space
            done.append([Piece(0.0, style, " ".join(current))] if current else [])
        return done

    @staticmethod
    def _fitting(word: str, room: float, whole: float, measure: Any) -> tuple[str, str]:
        """The start of a word that fits in ``room``, and the rest. Breaks where words may be broken;
        inside a word only where it is wider than a whole line."""
        best = 0
        for place, character in enumerate(word[:-1], 1):
            if character in _BREAK_AFTER and place > 1 and not _within_a_number(word, place):
                if measure(word[:place]) > room:
                    break
                best = place
        if best and (best > 2 or room == whole):
            return word[:best], word[best:]
        if room < whole or measure(word) <= whole:
            return "", word
        best = 1
        while best < len(word) and measure(word[: best + 1]) <= room:
            best += 1
        return word[:best], word[best:]

    def _mixed(self, runs: Sequence[Run], width: float, first: float) -> list[Line]:
        done: list[Line] = []
        line: list[Piece] = []
        used = first
        gap = 0.0
        """Width of the space due before the next word; 0 where it joins the last one."""
        for text, style in runs:
            if not text:
                continue
            widths = self.face(style.face)
            size = style.size
            for number, paragraph in enumerate(self.printable(text, style.face).split("\n")):
                if number:
                    done.append(line)
                    line, used, gap = [], 0.0, 0.0
                for place, word in enumerate(paragraph.split(" ")):
                    if place:
                        gap = widths.space * size if line else 0.0
                    if not word:
                        continue
                    wide = widths.of(word) * size
                    if used + gap + wide > width + 1e-6 and line:
                        fits, rest = self._fitting(word, (width - used - gap) / size, width / size, widths.of)
                        if fits:
                            line.append(Piece(used + gap, style, fits))
                        elif gap == 0.0:
                            line, carried = self._unglued(line)
                            done.append(line)
                            line, used = self._moved(carried)
                            line.append(Piece(used, style, word))
                            used += wide
                            continue
                        done.append(line)
                        line, used, gap, word = [], 0.0, 0.0, rest
                        wide = widths.of(word) * size
                    while wide > width + 1e-6:
                        fits, word = self._fitting(word, width / size, width / size, widths.of)
                        done.append([*line, Piece(used, style, fits)])
                        line, used, gap = [], 0.0, 0.0
                        wide = widths.of(word) * size
                    if not word:
                        continue
                    line.append(Piece(used + gap, style, word))
                    used += gap + wide
                    gap = 0.0
        done.append(line)
        return [self._joined(pieces) for pieces in done]

    def _unglued(self, line: list[Piece]) -> tuple[list[Piece], list[Piece]]:
        """A line without the words at its end that the next word joins, and those words."""
        place = len(line) - 1
        while place > 0:
            before = line[place - 1]
            if line[place].dx - before.dx - self.width(before.text, before.style) > 0.01:
                break
            place -= 1
        if place == 0:
            return line, []
        return line[:place], line[place:]

    def _moved(self, pieces: list[Piece]) -> tuple[list[Piece], float]:
        """Words carried to the start of a line, and where they end."""
        if not pieces:
            return [], 0.0
        start = pieces[0].dx
        last = pieces[-1]
        end = last.dx - start + self.width(last.text, last.style)
        return [Piece(dx - start, style, text) for dx, style, text in pieces], end

    def _joined(self, pieces: list[Piece]) -> Line:
        """Neighbouring words of one style as one piece."""
        joined: Line = []
        end = 0.0
        for dx, style, text in pieces:
            wide = self.face(style.face).of(text) * style.size
            if joined and joined[-1].style is style:
                last = joined[-1]
                glue = " " if dx - end > 0.01 else ""
                joined[-1] = Piece(last.dx, style, f"{last.text}{glue}{text}")
            else:
                joined.append(Piece(dx, style, text))
            end = dx + wide
        return joined
