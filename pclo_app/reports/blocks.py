"""What goes into a column: paragraphs and shaded opinions, set into lines that tables can split."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from .styles import SHADE, Style
from .typeface import Line, Run, Typesetter

MARK_ROOM = 11.5
_BAR = 3.0
_SHADE_INSET = 9.5
_SHADE_PAD = 3.0


@dataclass(frozen=True, slots=True)
class Para:
    """Words of one or more styles, wrapped. ``mark`` draws a shape before the first line."""

    runs: tuple[Run, ...]
    mark: str = ""
    before: float = 0.0
    """Space above."""
    centred: bool = False


@dataclass(frozen=True, slots=True)
class Opinion:
    """Words that are somebody's opinion: on grey, with a bar, and always with the author."""

    runs: tuple[Run, ...]
    before: float = 0.0


Block = Para | Opinion
Content = str | Run | Block | Sequence[Block]


class SetLine(NamedTuple):
    """One line of a column: its height, its pieces, and what stands behind and before it."""

    height: float
    pieces: Line
    baseline: float
    shade: bool = False
    mark: str = ""


def para(text: str, style: Style, *, mark: str = "", before: float = 0.0) -> Para:
    """A paragraph in one style."""
    return Para((Run(text, style),), mark, before)


def blocks_of(content: Content, style: Style) -> Sequence[Block]:
    """Any content as blocks; plain text takes the given style."""
    if isinstance(content, str):
        return (Para((Run(content, style),)),) if content else ()
    if isinstance(content, Run):
        return (Para((content,)),) if content.text else ()
    if isinstance(content, Para | Opinion):
        return (content,)
    return content


def set_content(setter: Typesetter, content: Content, style: Style, width: float) -> list[SetLine]:
    """The lines of a column."""
    if isinstance(content, str):
        if not content:
            return []
        leading, baseline = style.leading, style.baseline
        return [SetLine(leading, line, baseline) for line in setter.lines((Run(content, style),), width)]
    lines: list[SetLine] = []
    for block in blocks_of(content, style):
        lines += _set_opinion(setter, block, width) if isinstance(block, Opinion) else _set_para(setter, block, width)
    return lines


def _set_para(setter: Typesetter, block: Para, width: float) -> list[SetLine]:
    style = block.runs[0].style
    leading, baseline = style.leading, style.baseline
    indent = MARK_ROOM if block.mark else 0.0
    lines: list[SetLine] = []
    for place, line in enumerate(setter.lines(block.runs, width, indent)):
        if block.centred and line:
            last = line[-1]
            shift = (width - last.dx - setter.width(last.text, last.style)) / 2
            line = [piece._replace(dx=piece.dx + shift) for piece in line]
        lines.append(SetLine(leading, line, baseline, mark="" if place else block.mark))
    if block.before:
        lines.insert(0, SetLine(block.before, [], 0.0))
    return lines


def _set_opinion(setter: Typesetter, block: Opinion, width: float) -> list[SetLine]:
    style = block.runs[0].style
    lines = [
        SetLine(style.leading, [p._replace(dx=p.dx + _SHADE_INSET) for p in line], style.baseline, shade=True)
        for line in setter.lines(block.runs, width - _SHADE_INSET - _SHADE_PAD)
    ]
    pad = SetLine(_SHADE_PAD, [], 0.0, shade=True)
    above = [SetLine(block.before, [], 0.0)] if block.before else []
    return [*above, pad, *lines, pad]


SHADE_GREY = SHADE
BAR_WIDTH = _BAR
