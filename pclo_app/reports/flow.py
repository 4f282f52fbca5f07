"""The flow of a report down its pages: headings, paragraphs, tables and boxes.

A small layout engine of our own: a report is a few kinds of block, and drawing two
thousand table rows must not take longer than drawing their words.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from .blocks import BAR_WIDTH, SHADE_GREY, Block, Content, Opinion, Para, SetLine, set_content
from .sheet import Fill, Heading, Mark, Paper, Rule, Sheet, Words
from .styles import BODY, BODY_SOFT, CELL, CELL_HEAD, HEADING, INK, LINE, MARK, Style
from .typeface import Run, Typesetter

_WHOLE = 3
"""A row is split only where at least this many lines stay on either page."""
_KEEP_AFTER_HEADING = 46.0


class Column(NamedTuple):
    """A table column: its heading, its width in points (0 takes what is left), and its mark if any."""

    title: str
    width: float = 0.0
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One row: a content for each column. ``whole`` rows have one content across all columns."""

    cells: Sequence[Content]
    whole: bool = False
    shade: bool = False
    again: Sequence[Content] = ()
    """What the first columns say where the row goes on on the next page."""
    badge: str = ""
    """A boxed letter under the first column's first line."""
    begins: str = ""
    """What begins with this row, for the file's list of contents: a year."""


class Header(NamedTuple):
    """A table's column headings, set once and drawn on every page."""

    cells: list[list[SetLine]]
    height: float


@dataclass
class Flow:
    """Where the next block goes. ``bottom`` is the height above the edge at which text ends."""

    paper: Paper
    bottom: float
    setter: Typesetter = field(default_factory=Typesetter)
    sheets: list[Sheet] = field(default_factory=list)
    head: Callable[[Flow], None] | None = None
    """Draws what stands at the top of each page after the first."""
    y: float = 0.0
    first: int = 1
    """The number of its first page."""
    last: int = 0
    """The number of the last page that has one, where later ones only go on with it."""

    def __post_init__(self) -> None:
        self.page()

    @property
    def sheet(self) -> Sheet:
        """The page being filled."""
        return self.sheets[-1]

    @property
    def x(self) -> float:
        """The left edge of the text."""
        return self.paper.left

    @property
    def measure(self) -> float:
        """The width of the text."""
        return self.paper.measure

    @property
    def left(self) -> float:
        """How much height is left on this page."""
        return self.y - self.bottom

    def page(self) -> None:
        """Go on on a new page."""
        first = not self.sheets
        self.sheets.append(Sheet())
        self.y = self.paper.height - (self.paper.top if first else self.paper.top_later)
        if not first and self.head is not None:
            self.head(self)

    def need(self, height: float) -> bool:
        """Go to a new page where less than ``height`` is left; whether that was done."""
        if self.left >= height - 1e-6:
            return False
        self.page()
        return True

    def space(self, height: float) -> None:
        """Leave some height free."""
        self.y = max(self.y - height, self.bottom)

    # words ----------------------------------------------------------------------------------------------------

    def put(self, lines: Iterable[SetLine], x: float, y: float, width: float) -> float:
        """Draw set lines downwards from ``y``; answers where they end."""
        sheet = self.sheet
        add = sheet.words.append
        shade_top: float | None = None
        for height, pieces, baseline, shade, mark in lines:
            if shade and shade_top is None:
                shade_top = y
            elif shade_top is not None and not shade:
                self._shade(x, shade_top, width, shade_top - y)
                shade_top = None
            if mark:
                sheet.marks.append(Mark(mark, x + 3.8, y - baseline + 3.0, 6.9))
            for dx, style, text in pieces:
                add(Words(x + dx, y - baseline, style, text))
            y -= height
        if shade_top is not None:
            self._shade(x, shade_top, width, shade_top - y)
        return y

    def _shade(self, x: float, top: float, width: float, height: float) -> None:
        self.sheet.fills.append(Fill(x, top - height, width, height, SHADE_GREY))
        self.sheet.fills.append(Fill(x, top - height, BAR_WIDTH, height, 0.31))

    def line(self, text: str, style: Style, x: float, baseline: float, *, right: bool = False) -> None:
        """Words on one baseline, from ``x`` on or up to it."""
        if right:
            x -= self.setter.width(text, style)
        self.sheet.words.append(Words(x, baseline, style, self.setter.printable(text, style.face)))

    def text(self, *contents: str | Run | Block, style: Style = BODY) -> None:
        """Paragraphs over the whole width, split over pages as they come."""
        for content in contents:
            self._spill(set_content(self.setter, content, style, self.measure))

    def _spill(self, lines: Sequence[SetLine]) -> None:
        rest = list(lines)
        while rest:
            fits = _count(rest, self.left)
            if fits < len(rest) and (fits < min(_WHOLE, len(rest)) or len(rest) - fits < 2):
                fits = max(fits - 2, 0) if fits >= _WHOLE + 2 else 0
            if fits == 0:
                if self.y >= self._top() - 1e-6:
                    fits = max(1, _count(rest, self.left))
                else:
                    self.page()
                    continue
            self.y = self.put(rest[:fits], self.x, self.y, self.measure)
            rest = rest[fits:]
            if rest:
                self.page()

    def _top(self) -> float:
        return self.paper.height - (self.paper.top if len(self.sheets) == 1 else self.paper.top_later)

    def rule(self, width: float = 1.0, grey: float = INK, *, x: float | None = None, length: float = 0.0) -> None:
        """A line across the text at the present height."""
        start = self.x if x is None else x
        y = self.y - width / 2
        self.sheet.rules.append(Rule(start, y, start + (length or self.measure), y, width, grey))

    def heading(self, number: int | None, title: str, *, keep: float = _KEEP_AFTER_HEADING) -> None:
        """A numbered section heading with a rule, never alone at the foot of a page."""
        words = f"{number}  {title}" if number is not None else title
        top = self.y >= self._top() - 1e-6
        if not top and self.left < 11 + HEADING.leading + 3 + keep:
            self._announce(f"{number} {title}" if number is not None else title)
            self.page()
            top = True
        if not top:
            self.space(11)
        self.sheet.headings.append(Heading(words, self.y))
        self.line(words, HEADING, self.x, self.y - HEADING.baseline)
        self.space(HEADING.leading + 1.2)
        self.rule(1.1)
        self.space(3.6)

    def _announce(self, title: str) -> None:
        """Where room is left, say that a section begins overleaf, so that nobody thinks the record ends here."""
        if self.left >= BODY_SOFT.leading + 6:
            following = self.first + len(self.sheets)
            place = f"on page {following}" if not self.last or following <= self.last else "overleaf"
            words = f"{title} begins {place}"
            self.line(words, BODY_SOFT, self.x + self.measure, self.y - 6 - BODY_SOFT.baseline, right=True)

    def lines_to_write_on(self, count: int, pitch: float = 21.0, *, x: float | None = None, length: float = 0) -> None:
        """Ruled lines for handwriting."""
        for _ in range(count):
            self.space(pitch)
            self.rule(0.6, 0.2, x=x, length=length)

    # boxes ----------------------------------------------------------------------------------------------------

    def boxed(self, contents: Sequence[Content], *, style: Style = BODY, pad: float = 7.0) -> None:
        """Blocks inside an outline; a box longer than the page goes on in a second one."""
        lines: list[SetLine] = []
        for content in contents:
            lines += set_content(self.setter, content, style, self.measure - 2 * pad - 2)
        if _height(lines) + 2 * pad > self.left and self.left < 90:
            self.page()
        while lines:
            fits = max(1, _count(lines, self.left - 2 * pad))
            height = _height(lines[:fits]) + 2 * pad - 2
            self.sheet.box(self.x, self.y, self.measure, height)
            self.put(lines[:fits], self.x + pad + 1, self.y - pad + 1, self.measure - 2 * pad - 2)
            self.y -= height
            lines = lines[fits:]
            if lines:
                self.page()

    # tables ---------------------------------------------------------------------------------------------------

    def table(
        self,
        columns: Sequence[Column],
        rows: Iterable[Row],
        *,
        style: Style = CELL,
        pad: float = 2.7,
        gap: float = 7.0,
        headed: bool = True,
    ) -> None:
        """A table whose headings are repeated on every page it reaches."""
        widths = self._widths(columns, gap)
        places = [self.x + sum(widths[:n]) + gap * n for n in range(len(widths))]
        head = self._header(columns, widths) if headed else Header([], 0.0)
        if self.left < head.height + 2 * style.leading + 2 * pad:
            self.page()
        self._draw_head(head, places, widths)
        set_one, setter = set_content, self.setter
        for row in rows:
            if row.whole:
                whole = self.measure - 12
                self._row(row, [set_one(setter, row.cells[0], style, whole)], [self.x + 6], [whole], pad, head, places,
                          widths)  # fmt: skip
            else:
                cells = [set_one(setter, cell, style, w) for cell, w in zip(row.cells, widths, strict=True)]
                self._row(row, cells, places, widths, pad, head, places, widths)

    def _widths(self, columns: Sequence[Column], gap: float) -> list[float]:
        fixed = sum(c.width for c in columns) + gap * (len(columns) - 1)
        open_ = [c for c in columns if not c.width]
        share = (self.measure - fixed) / len(open_) if open_ else 0.0
        return [c.width or share for c in columns]

    def _header(self, columns: Sequence[Column], widths: Sequence[float]) -> Header:
        cells = [
            set_content(self.setter, Para((Run(c.title, CELL_HEAD),), c.mark), CELL_HEAD, w)
            for c, w in zip(columns, widths, strict=True)
        ]
        return Header(cells, max(map(_height, cells)) + 5.5)

    def _draw_head(self, head: Header, places: Sequence[float], widths: Sequence[float]) -> None:
        if not head.height:
            return
        for lines, x, width in zip(head.cells, places, widths, strict=True):
            self.put(lines, x, self.y - (head.height - 3.5 - _height(lines)), width)
        self.space(head.height)
        self.rule(0.9)
        self.space(0.9)

    def _row(
        self,
        row: Row,
        cells: list[list[SetLine]],
        places: Sequence[float],
        widths: Sequence[float],
        pad: float,
        head: Header,
        all_places: Sequence[float],
        all_widths: Sequence[float],
    ) -> None:
        """One row, on this page, the next, or both."""
        badge, begins = row.badge, row.begins
        while True:
            height = max(map(_height, cells), default=0.0) + 2 * pad
            if badge:
                height = max(height, 2 * pad + 25)
            if height <= self.left + 1e-6:
                self._begin(begins)
                self._draw_row(row, cells, places, widths, pad, height, badge)
                return
            fits = self._split(cells, pad)
            if fits is not None:
                top = [lines[:n] for lines, n in zip(cells, fits, strict=True)]
                cells = [lines[n:] for lines, n in zip(cells, fits, strict=True)]
                self._begin(begins)
                begins = ""
                tall = max(max(map(_height, top)) + 2 * pad, 2 * pad + 25 if badge else 0.0)
                self._draw_row(row, top, places, widths, pad, tall, badge)
                badge = ""
                for place, content in enumerate(row.again):
                    cells[place] = set_content(self.setter, content, CELL, widths[place]) + cells[place]
            self.page()
            self._draw_head(head, all_places, all_widths)

    def _begin(self, title: str) -> None:
        if title:
            self.sheet.headings.append(Heading(title, self.y))

    def _split(self, cells: list[list[SetLine]], pad: float) -> list[int] | None:
        """How many lines of each cell stay on this page, or None where the row should move whole."""
        room = self.left - 2 * pad
        fits = [_leaving_enough(lines, _count(lines, room)) for lines in cells]
        tallest = max(range(len(cells)), key=lambda n: _height(cells[n]))
        if _said(cells[tallest][: fits[tallest]]) < _WHOLE:
            whole_page = self._top() - self.bottom - 80
            return [max(1, _count(lines, room)) for lines in cells] if room > whole_page else None
        return fits

    def _draw_row(
        self,
        row: Row,
        cells: list[list[SetLine]],
        places: Sequence[float],
        widths: Sequence[float],
        pad: float,
        height: float,
        badge: str,
    ) -> None:
        if row.shade:
            self.sheet.fills.append(Fill(self.x, self.y - height, self.measure, height, SHADE_GREY))
        top = self.y - pad
        for lines, x, width in zip(cells, places, widths, strict=True):
            if lines:
                self.put(lines, x, top, width)
        if badge:
            self._badge(badge, places[0], top - CELL.leading - 0.5)
        self.y -= height
        self.sheet.rules.append(Rule(self.x, self.y, self.x + self.measure, self.y, 0.55, LINE))

    def _badge(self, letter: str, x: float, top: float) -> None:
        """A letter in a box: the row is restricted."""
        wide = self.setter.width(letter, CELL_HEAD) + 6
        self.sheet.box(x, top, wide, 11.5, 0.8, MARK)
        self.line(letter, CELL_HEAD, x + 3, top - 8.7)


def _height(lines: Sequence[SetLine]) -> float:
    return sum([line[0] for line in lines])


def _said(lines: Sequence[SetLine]) -> int:
    """How many lines hold words; the others are space."""
    return sum(1 for line in lines if line.pieces)


def _leaving_enough(lines: Sequence[SetLine], fits: int) -> int:
    """How many lines stay where ``fits`` would: fewer, if too few words would go over the page."""
    while 0 < fits < len(lines) and _said(lines[fits:]) < _WHOLE:
        fits -= 1
    return fits


def _count(lines: Sequence[SetLine], room: float) -> int:
    """How many lines fit in a height."""
    used = 1e-6
    for count, line in enumerate(lines):
        used += line[0]
        if used > room + 2e-6:
            return count
    return len(lines)


__all__ = ["Block", "Column", "Content", "Flow", "Opinion", "Para", "Row", "Run"]
