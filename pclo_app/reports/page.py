"""The frame of every page: marking top and bottom, running head, foot with copy, code and printer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from ..records.seal import qr_text
from . import words
from .document import Document
from .flow import Flow
from .paint import to_pdf
from .qr import draw_qr
from .sheet import Paper, Rule, Sheet, Words, content_digest
from .styles import INK, MARKING, SMALL, SMALL_BOLD, SMALL_MONO, SMALL_SOFT, Style
from .typeface import Line, Run, Typesetter

HANDLING = "Do not copy or pass on without asking the police."
DRAFT = "DRAFT, NOT SIGNED"

_MARK_BASE = 25.0
_FOOT_BASE = 38.5
_LETTER_SPACE = 1.0
_PAGE_ROOM = 64.0
_SQUARE = 60.0
"""The side of the square at a foot: 21 mm, so that a scan of 150 dots an inch has four to each of its modules."""
_SQUARE_TOP = 3.0
"""From the line above the foot down to the square."""
_SQUARE_ROOM = _SQUARE + 9.0
"""With the white margin that a reader of squares needs beside it."""


@dataclass(frozen=True)
class Room:
    """What a page's foot takes: its lines, and whether the square of the code stands at its right."""

    lines: int
    square: bool = False


RESERVED = {"meeting/1": Room(4), "meeting/2": Room(5, square=True), "meeting/3": Room(5, square=True)}
"""The foot that a record keeps free when it is shown to its chair, by its template; a sealed copy is stamped there."""


@dataclass(frozen=True)
class Imprint:
    """What the foot of a page says: which copy, for whom, of what, printed when and by whom."""

    by: str
    """Who printed it, with rank or designation."""
    at: datetime
    """When, with the offset of the laptop's clock."""
    recipient: str = ""
    copy: tuple[int, int] = (1, 1)
    handling: str = HANDLING
    marking: str = "OFFICIAL-SENSITIVE"
    head: str = ""
    """The fingerprint of this laptop's newest revision. Paper that has left the building pins the journal with it:
    a history signed again later has another (SECURITY.md 2.8, P4)."""

    @property
    def first_line(self) -> str:
        """``Copy 1 of 2, for Imelda Crosbie, Team Manager. Do not copy...``"""
        number, copies = self.copy
        reader = f", for {self.recipient}" if self.recipient else ""
        return f"{words.sentence(f'Copy {number} of {copies}{reader}')} {self.handling}"

    @property
    def last_line(self) -> str:
        """``Printed 5 November 2026, 15:16, by Dawn Pettifer, ...``"""
        return f"Printed {words.moment_plain(self.at)}, by {self.by}"

    @property
    def journal(self) -> str:
        """The first 16 digits of the fingerprint, in groups: ``3f2a-91bc-0d4e-7788``."""
        return "-".join(self.head[start : start + 4] for start in range(0, min(len(self.head), 16), 4))


@dataclass(frozen=True)
class Foot:
    """The lines at the foot of each page, set for one paper."""

    lines: tuple[Line, ...]

    @property
    def count(self) -> int:
        """How many lines there are."""
        return len(self.lines)


def foot(
    setter: Typesetter, paper: Paper, imprint: Imprint, about: str, code: str, *, draft: bool = False,
    square: bool = False,
) -> Foot:  # fmt: skip
    """The foot's lines: copy and reader; record and code; printed when and by whom."""
    width = paper.measure - (_SQUARE_ROOM if square else 0.0)
    first = [Run(f"{DRAFT}. ", SMALL_BOLD)] if draft else []
    lines = setter.lines([*first, Run(imprint.first_line, SMALL)], width - _PAGE_ROOM)
    what = words.sentence(about)
    pin = [Run(". Journal ", SMALL), Run(imprint.journal, SMALL_MONO)] if imprint.head else []
    if square:  # narrower, so the codes have a line of their own and are never broken
        middle = [*setter.lines([Run(what, SMALL)], width),
                  *setter.lines([Run("Check code ", SMALL), Run(code, SMALL_MONO), *pin], width)]  # fmt: skip
        pin = []
    else:
        middle = setter.lines([Run(f"{what} Check code ", SMALL), Run(code, SMALL_MONO)], width)
    last = setter.lines([Run(imprint.last_line, SMALL), *pin], width)
    return Foot((*lines, *middle, *last))


def fitted(setter: Typesetter, paper: Paper, imprint: Imprint, about: str, code: str, room: Room) -> Foot:
    """The foot in the room that a presented record reserved: a long reader's name is shortened, never the code."""
    made = foot(setter, paper, imprint, about, code, square=room.square)
    while made.count > room.lines and (imprint.recipient or imprint.handling):
        if len(imprint.recipient) > 40:
            imprint = replace(imprint, recipient=imprint.recipient[: len(imprint.recipient) * 4 // 5].rstrip() + "…")
        elif imprint.handling:
            imprint = replace(imprint, handling="")
        else:
            imprint = replace(imprint, recipient="")
        made = foot(setter, paper, imprint, about, code, square=room.square)
    return Foot(made.lines[: room.lines])


def body_bottom(foot_lines: int) -> float:
    """The height above the edge at which a page's text ends."""
    return _rule_height(foot_lines) + 9.0


def _rule_height(foot_lines: int) -> float:
    return _FOOT_BASE + SMALL.leading * (foot_lines - 1) + 11.5


def draw_foot(sheet: Sheet, paper: Paper, made: Foot, room: int, digest: bytes = b"") -> None:
    """The foot's lines in the room kept for them, and the square of a digest where there is one."""
    y = _FOOT_BASE + SMALL.leading * (room - 1)
    for line in made.lines:
        for dx, style, text in line:
            sheet.words.append(Words(paper.left + dx, y, style, text))
        y -= SMALL.leading
    if digest:
        left = paper.left + paper.measure - _SQUARE
        draw_qr(sheet, qr_text(digest), left, _rule_height(room) - _SQUARE_TOP, _SQUARE, error="m")


def draw_frame(
    sheet: Sheet, setter: Typesetter, paper: Paper, marking: str, room: int, page: str,
    running: tuple[str, str] | None, *, square: bool = False,
) -> None:  # fmt: skip
    """Marking, running head, the line above the foot, and the page number, left of the square where there is one."""
    spaced = setter.width(marking, MARKING) + _LETTER_SPACE * (len(marking) - 1)
    x = (paper.width - spaced) / 2
    text = setter.printable(marking, MARKING.face)
    sheet.words.append(Words(x, paper.height - 31.5, MARKING, text))
    sheet.words.append(Words(x, _MARK_BASE, MARKING, text))
    right = paper.left + paper.measure
    height = _rule_height(room)
    sheet.rules.append(Rule(paper.left, height, right, height, 0.8, INK))
    beside = right - (_SQUARE_ROOM if square else 0.0)
    _right(sheet, setter, page, SMALL_BOLD, beside, _FOOT_BASE + SMALL.leading * (room - 1))
    if running is not None:
        left_words, right_words = running
        space = paper.measure - setter.width(right_words, SMALL_SOFT) - 12
        line = setter.lines([Run(left_words, SMALL_SOFT)], space)[0]
        for dx, style, piece in line:
            sheet.words.append(Words(paper.left + dx, paper.height - 48.5, style, piece))
        _right(sheet, setter, right_words, SMALL_SOFT, right, paper.height - 48.5)


def _right(sheet: Sheet, setter: Typesetter, text: str, style: Style, right: float, y: float) -> None:
    printed = setter.printable(text, style.face)
    sheet.words.append(Words(right - setter.width(text, style), y, style, printed))


@dataclass(frozen=True)
class Finish:
    """What a report is called and how its pages are framed, beyond the imprint."""

    name: str
    title: str
    about: str
    """The record and its state, for the foot: ``KM-0417 SM-2 version 1``."""
    file_name: str
    running: tuple[str, str] | None = None
    draft: bool = False
    template: str = ""
    square: bool = False
    """Whether every page's foot has the square of the code, for a scanner."""


PLACE_FOR_CODE = "0000-0000-0000-0000-0000-0000-0000"
UNPRINTABLE = (
    "[U+...] gives the Unicode number of a character that cannot be seen, or that the printed typeface "
    "does not have. The case file shows it."
)


def room_for_foot(setter: Typesetter, paper: Paper, imprint: Imprint, finish: Finish) -> int:
    """How many lines the foot takes."""
    lines = foot(setter, paper, imprint, finish.about, PLACE_FOR_CODE, draft=finish.draft, square=finish.square).count
    return max(lines, RESERVED["meeting/3"].lines) if finish.square else lines


def start(paper: Paper, imprint: Imprint, finish: Finish) -> Flow:
    """An empty report, with room kept for its foot."""
    setter = Typesetter()
    return Flow(paper, body_bottom(room_for_foot(setter, paper, imprint, finish)), setter)


def end_note(flow: Flow) -> None:
    """Where characters were written as numbers, say so at the end."""
    if flow.setter.substituted:
        flow.need(30)
        flow.space(5)
        flow.text(UNPRINTABLE, style=SMALL_SOFT)


def finished(flow: Flow, imprint: Imprint, finish: Finish) -> Document:
    """The report as a document: code worked out from its words, frames drawn, painted."""
    from ..records.seal import code_of

    end_note(flow)
    code = code_of(content_digest(flow.sheets, finish.name, finish.about))
    frame_all(flow.sheets, flow, imprint, finish, code)
    return Document(
        pdf=to_pdf(flow.sheets, flow.paper, finish.title),
        pages=len(flow.sheets),
        title=finish.title,
        marking=imprint.marking,
        name=finish.name,
        code=code,
        template=finish.template,
        file_name=finish.file_name,
    )


def frame_all(
    sheets: Sequence[Sheet], flow: Flow, imprint: Imprint, finish: Finish, code: str, digest: bytes = b""
) -> None:
    """Frame and foot on every sheet, with the digest's square where the report has one."""
    made = foot(flow.setter, flow.paper, imprint, finish.about, code, draft=finish.draft, square=finish.square)
    room = max(made.count, RESERVED["meeting/3"].lines) if finish.square else made.count
    total = len(sheets)
    for number, sheet in enumerate(sheets, 1):
        running = finish.running if number > 1 else None
        page = f"Page {number} of {total}"
        draw_frame(sheet, flow.setter, flow.paper, imprint.marking, room, page, running, square=finish.square)
        draw_foot(sheet, flow.paper, made, room, digest if finish.square else b"")
