"""Sheets into a PDF. The only module that writes PDF operators.

The same sheets give the same bytes in any process, locale and time zone: nothing here
reads a clock, a setting or the environment.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from io import BytesIO
from itertools import pairwise
from typing import Any

from . import rtl
from .shapes import CIRCLE, HOLLOW, KAPPA, OUTLINES
from .sheet import Answer, Mark, Paper, Rule, Sheet, Stroke, Words
from .styles import MARK
from .typeface import font, placed

ANSWER = "CaseFileAnswer"
"""How the part of a page that is to be answered is named in the file."""


class _Coder(dict[int, str]):
    """Unicode character to its byte in the first subset of a font, written as a PDF string has it.

    A font goes into the PDF with only the characters that are used, in subsets of 256.
    Nearly all texts need one subset; what does not fit is listed in ``beyond``.
    """

    def __init__(self, face: str, document: Any) -> None:
        super().__init__({ord("("): "\\(", ord(")"): "\\)", ord("\\"): "\\\\"})
        self._font = font(face)
        self._document = document
        self.beyond: set[str] = set()
        self.name = ""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        if 32 <= code < 127:
            coded = character
        else:
            [(subset, raw)] = self._font.splitString(character, self._document)
            if subset:
                self.beyond.add(character)
            coded = f"\\{raw[0]:03o}"
        self[code] = coded
        return coded

    def show(self, text: str, size: str) -> str:
        """The operators that show a text in this font, starting from its first subset."""
        coded = text.translate(self)
        if not self.name:
            self._font.splitString(text or " ", self._document)
            self.name = self._subset(0)
        if not self.beyond or self.beyond.isdisjoint(text):
            return f"({coded}) Tj"
        parts = []
        for subset, raw in self._font.splitString(text, self._document):
            escaped = "".join(f"\\{byte:03o}" for byte in raw)
            parts.append(f"{self._subset(subset)} {size} Tf ({escaped}) Tj")
        return " ".join(parts) + f" {self.name} {size} Tf"

    def _subset(self, number: int) -> str:
        name: str = self._font.getSubsetInternalName(number, self._document)
        return name


def _canvas(buffer: BytesIO, paper: Paper, title: str) -> Any:
    from reportlab import rl_config
    from reportlab.pdfgen.canvas import Canvas

    # The library reads settings from the environment and from the user's folder; bytes must not depend on them.
    rl_config.useA85 = 0
    rl_config.ttfAsciiReadable = 1
    canvas = Canvas(
        buffer, pagesize=(paper.width, paper.height), invariant=1, pageCompression=1, lang="en-GB", pdfVersion=(1, 5)
    )
    canvas.setTitle(title)
    canvas.setAuthor("")
    canvas.setSubject("")
    canvas.setCreator("PCLO Case File")
    canvas.setViewerPreference("DisplayDocTitle", "true")  # the window shows the title, not the name of a file
    return canvas


def to_pdf(sheets: Sequence[Sheet], paper: Paper, title: str) -> bytes:
    """The PDF of some sheets."""
    buffer = BytesIO()
    canvas = _canvas(buffer, paper, title)
    coders: dict[str, _Coder] = {}
    for number, sheet in enumerate(sheets):
        _headings(canvas, sheet, number)
        before = sheet.words if sheet.answer is None else sheet.words[: sheet.answer.after]
        canvas.addLiteral("\n".join(_page(sheet, before, coders, canvas._doc)))
        if sheet.answer is not None:
            _answer(canvas, sheet, sheet.answer, number, paper, coders)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def _headings(canvas: Any, sheet: Sheet, number: int) -> None:
    """The page's part of the file's list of contents."""
    for place, heading in enumerate(sheet.headings):
        key = f"{number}-{place}"
        canvas.bookmarkPage(key, fit="XYZ", left=0, top=round(heading.y + 6, 2))
        canvas.addOutlineEntry(heading.title, key)


def _answer(
    canvas: Any, sheet: Sheet, answer: Answer, number: int, paper: Paper, coders: dict[str, _Coder]
) -> None:  # fmt: skip
    """What is to be answered as an object of its own, and the frame of the page behind it."""
    name = f"{ANSWER}{number}"
    canvas.beginForm(name, 0, 0, paper.width, round(answer.top, 3))
    canvas.addLiteral("\n".join(_page(answer.sheet, answer.sheet.words, coders, canvas._doc)))
    canvas.endForm()
    canvas.doForm(name)
    out: list[str] = []
    _words(sheet.words[answer.after :], out, coders, canvas._doc)
    canvas.addLiteral("\n".join(out))


def _page(sheet: Sheet, words: Sequence[Words], coders: dict[str, _Coder], document: Any) -> list[str]:
    out: list[str] = []
    add = out.append
    for x, y, width, height, grey in sheet.fills:
        add(f"{grey:.3g} g {x:.2f} {y:.2f} {width:.2f} {height:.2f} re f")
    out += map(_rule, sheet.rules)
    for x, y, width, height, grey in sheet.masks:
        add(f"{grey:.3g} g {x:.2f} {y:.2f} {width:.2f} {height:.2f} re f")
    out += map(_rule, sheet.over)
    if sheet.marks:
        add(f"{MARK:.3g} g {MARK:.3g} G 0.9 w")
        out += map(_mark, sheet.marks)
    if sheet.strokes:
        add("0.07 G 1 J 1 j")
        for stroke in sheet.strokes:
            out += _stroke(stroke)
        add("0 J 0 j")
    _words(words, out, coders, document)
    return out


def _words(words: Sequence[Words], out: list[str], coders: dict[str, _Coder], document: Any) -> None:
    add = out.append
    add("BT")
    last: Any = None
    coder: _Coder | None = None
    size = ""
    last_x = last_y = 0.0
    for x, y, style, text in _turned(words):
        if style is not last or coder is None:
            coder = coders.get(style.face)
            if coder is None:
                coder = coders[style.face] = _Coder(style.face, document)
            size = f"{style.size:.4g}"
            shown = coder.show(text, size)
            spacing = "1 Tc" if style.face == "bold" else "0 Tc"
            add(f"{coder.name} {size} Tf {style.grey:.3g} g {spacing}")
            last = style
        else:
            shown = coder.show(text, size)
        x, y = round(x, 2), round(y, 2)
        add(f"{x - last_x:.2f} {y - last_y:.2f} Td {shown}")
        last_x, last_y = x, y
    add("ET")


def _rule(rule: Rule) -> str:
    x1, y1, x2, y2, width, grey = rule
    return f"{grey:.3g} G {width:.2f} w {x1:.2f} {y1:.2f} m {x2:.2f} {y2:.2f} l S"


def _turned(words: Sequence[Words]) -> Iterator[Words]:
    """Words with right-to-left scripts among them in the order and the faces in which they are printed."""
    for each in words:
        if not rtl.has(each.text):
            yield each
            continue
        for dx, style, text in placed(each.text, each.style):
            yield Words(each.x + dx, each.y, style, text)


def _mark(mark: Mark) -> str:
    name, x, y, size, hollow = mark
    if name in HOLLOW:
        half = HOLLOW[name] * size
        return f"{x - half:.2f} {y - half:.2f} {2 * half:.2f} {2 * half:.2f} re S"
    if name in CIRCLE:
        path = _circle(x, y, CIRCLE[name] * size)
    else:
        points = [f"{x + dx * size:.2f} {y + dy * size:.2f}" for dx, dy in OUTLINES[name]]
        path = f"{points[0]} m " + " ".join(f"{point} l" for point in points[1:]) + " h"
    return f"1 g {MARK:.3g} G 1.1 w {path} b {MARK:.3g} g 0.9 w" if hollow else f"{path} f"


def _circle(x: float, y: float, r: float) -> str:
    k = r * KAPPA
    return (
        f"{x + r:.2f} {y:.2f} m "
        f"{x + r:.2f} {y + k:.2f} {x + k:.2f} {y + r:.2f} {x:.2f} {y + r:.2f} c "
        f"{x - k:.2f} {y + r:.2f} {x - r:.2f} {y + k:.2f} {x - r:.2f} {y:.2f} c "
        f"{x - r:.2f} {y - k:.2f} {x - k:.2f} {y - r:.2f} {x:.2f} {y - r:.2f} c "
        f"{x + k:.2f} {y - r:.2f} {x + r:.2f} {y - k:.2f} {x + r:.2f} {y:.2f} c h"
    )


def _stroke(stroke: Stroke) -> list[str]:
    points = stroke.points
    if len(points) == 1:
        x, y, width = points[0]
        return [f"{width:.2f} w {x:.2f} {y:.2f} m {x + 0.01:.2f} {y:.2f} l S"]
    out: list[str] = []
    for (x1, y1, w1), (x2, y2, w2) in pairwise(points):
        out.append(f"{(w1 + w2) / 2:.2f} w {x1:.2f} {y1:.2f} m {x2:.2f} {y2:.2f} l S")
    return out
