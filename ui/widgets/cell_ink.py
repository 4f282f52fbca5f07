"""What painting cells asks for again and again, made once: colours, pens, letters, laid-out words, small pictures.

A table of a hundred cells is painted sixty times a second while somebody scrolls. Laying out
a line of words costs three times what drawing it does, and reading an icon's shapes ten times.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from math import ceil
from typing import Generic, NamedTuple, TypeVar

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen, QPixmap, QStaticText

from ui.theme import Theme

from .cell import Cell

_MOST_LINES = 1500
_MOST_PICTURES = 200
K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class _Kept(Generic[K, V]):
    """The things made last; the one that was not wanted for longest goes first."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._kept: OrderedDict[K, V] = OrderedDict()

    def get(self, key: K, make: Callable[[], V]) -> V:
        found = self._kept.get(key)
        if found is None:
            found = self._kept[key] = make()
            if len(self._kept) > self._most:
                self._kept.popitem(last=False)
        else:
            self._kept.move_to_end(key)
        return found


class Letters(NamedTuple):
    """A font, what it measures, and what tells it from the others."""

    font: QFont
    metrics: QFontMetricsF
    key: tuple[object, ...]


class Line(NamedTuple):
    """A line of words, cut to a width and laid out."""

    words: str
    laid: QStaticText
    width: float
    height: float


class Ink:
    """For one theme; a delegate makes another where the theme is another."""

    def __init__(self, theme: Theme) -> None:
        self.theme = theme
        self._colours: dict[str, QColor] = {}
        self._pens: dict[str, QPen] = {}
        self._letters: dict[tuple[object, ...], Letters] = {}
        self._lines: _Kept[tuple[object, ...], Line] = _Kept(_MOST_LINES)
        self._pictures: _Kept[tuple[object, ...], QPixmap] = _Kept(_MOST_PICTURES)

    def colour(self, token: str) -> QColor:
        """A colour by its name. Not to be changed by who asks."""
        found = self._colours.get(token)
        if found is None:
            found = self._colours[token] = self.theme.qcolor(token)
        return found

    def pen(self, token: str) -> QPen:
        """A pen of one pixel. Not to be changed by who asks."""
        found = self._pens.get(token)
        if found is None:
            found = self._pens[token] = QPen(self.colour(token), 1)
        return found

    def letters(self, cell: Cell) -> Letters:
        """The font of a cell's words."""
        key = (cell.small, cell.mono, cell.bold, cell.italic, cell.struck)
        found = self._letters.get(key)
        if found is None:
            font = _font(cell, self.theme)
            found = self._letters[key] = Letters(font, QFontMetricsF(font), key)
        return found

    def chip_letters(self) -> Letters:
        """The font of a chip and of a gap's words."""
        found = self._letters.get(("chip",))
        if found is None:
            font = self.theme.font("secondary", QFont.Weight.DemiBold)
            found = self._letters[("chip",)] = Letters(font, QFontMetricsF(font), ("chip",))
        return found

    def count_letters(self) -> Letters:
        """The font of a number in a small mark."""
        found = self._letters.get(("count",))
        if found is None:
            font = self.theme.font("secondary", QFont.Weight.DemiBold)
            font.setPointSizeF(font.pointSizeF() * 0.9)
            found = self._letters[("count",)] = Letters(font, QFontMetricsF(font), ("count",))
        return found

    def line(self, words: str, letters: Letters, width: float) -> Line:
        """Words cut to the width with three dots, and laid out."""
        key = (words, int(width), letters.key)
        return self._lines.get(key, lambda: _laid(words, letters, width))

    def picture(
        self, painter: QPainter, key: tuple[object, ...], box: QRectF, draw: Callable[[QPainter, QRectF], None]
    ) -> None:
        """A small drawing, made once for its size and the density of the screen, and put on whole pixels."""
        ratio = painter.device().devicePixelRatio()
        side = max(1, ceil(box.width() * ratio))
        made = self._pictures.get((*key, side, ratio), lambda: _drawn(side, ratio, draw))
        place = QPointF(round(box.left() * ratio) / ratio, round(box.top() * ratio) / ratio)
        painter.drawPixmap(place, made)


def _font(cell: Cell, theme: Theme) -> QFont:
    size = "secondary" if cell.small else "body"
    font = theme.mono(size) if cell.mono else theme.font(size)
    if cell.bold:
        font.setWeight(QFont.Weight.DemiBold)
    font.setItalic(cell.italic)
    font.setStrikeOut(cell.struck)
    return font


def _laid(words: str, letters: Letters, width: float) -> Line:
    shown = _cut(words, letters.metrics, width)
    made = QStaticText(shown)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.prepare(font=letters.font)
    size = made.size()
    return Line(shown, made, size.width(), size.height())


def _cut(words: str, metrics: QFontMetricsF, width: float) -> str:
    """With three dots where the words are longer than the width. Measuring a whole page for one line is dear."""
    enough = int(width / (metrics.averageCharWidth() * 0.5)) + 8
    beginning = words[:enough].replace("\n", " ")
    shown = metrics.elidedText(beginning, Qt.TextElideMode.ElideRight, width)
    if shown == beginning and len(words) > enough:  # letters that take next to no room
        return metrics.elidedText(words.replace("\n", " "), Qt.TextElideMode.ElideRight, width)
    return shown


def _drawn(side: int, ratio: float, draw: Callable[[QPainter, QRectF], None]) -> QPixmap:
    """``side`` is in pixels of the screen, of which ``ratio`` stand side by side in one of ours."""
    made = QPixmap(side, side)
    made.setDevicePixelRatio(ratio)
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    draw(painter, QRectF(0, 0, side / ratio, side / ratio))
    painter.end()
    return made
