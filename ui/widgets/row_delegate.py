"""Table cells painted whole by one delegate: ground, line, shape, mark, chip, elided words.

Qt's own item painting leaves gaps beside icons and cannot tell a list that has the focus
from one that has not. Here a model hands out a `Cell` under `CELL_ROLE` and the delegate
paints all of it. With the focus in the table the selected row is blue and the current row
has a 2 px edge; without it the row is grey, so two blue rows never compete; either way a
4 px bar marks it.
"""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QFont, QFontMetricsF, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from ui.theme import Theme
from ui.theme.icons import draw_icon
from ui.widgets.agency import draw_agency_mark, draw_decision_mark
from ui.widgets.labels import STATES

from .cell import CELL_ROLE, Cell
from .cell_ink import Ink, Letters, Line

__all__ = ["CELL_ROLE", "Cell", "RowDelegate", "dress_table", "settle_focus"]

_Index = QModelIndex | QPersistentModelIndex
_CHIPS = {
    "plain": ("ink", "surface", "control"),
    "ok": ("ok", "ok_fill", "ok"),
    "warn": ("warn", "warn_fill", "warn_graphic"),
    "danger": ("danger", "danger_fill", "danger"),
    "info": ("primary", "info_fill", "primary"),
    "solid": ("surface", "ink", "ink"),
}
_TONES = frozenset({"danger", "warn", "ok", "opinion"})
_MARK_COLOURS = {"not-equal": "danger", "warning": "warn_graphic"}
_CHIP_SHARE = 0.62
_SELECTED = QStyle.StateFlag.State_Selected
_EMPTY = Cell()
_SECOND = Cell(small=True)
"""How the second line is written."""


class RowDelegate(QStyledItemDelegate):
    """Paints `Cell`s; falls back on the display text where a model has none."""

    def __init__(self, view: QAbstractItemView, *, two_lines: bool = False) -> None:
        super().__init__(view)
        self._view = view
        self.two_lines = two_lines
        self.keys_from: QWidget | None = None
        """Where keys are pressed that move in the view without its having the focus."""
        self._made: Ink | None = None

    def row_height(self) -> int:
        """The height that a row needs for one line, or for two."""
        theme = Theme.current()
        body = QFontMetricsF(theme.font("body")).height()
        extra = 12 if theme.comfortable else 8
        if self.two_lines:
            return round(body + QFontMetricsF(theme.font("secondary")).height() + extra)
        return round(max(25.0, body + extra))

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        cell = self.cell(index)
        width = self._ink().letters(cell).metrics.horizontalAdvance(cell.text)
        width += (22 if cell.agency else 0) + (22 if cell.state else 0) + (22 if cell.mark or cell.mark_space else 0)
        if cell.chip:
            width += QFontMetricsF(Theme.current().font("secondary")).horizontalAdvance(cell.chip) + 18
        return QSize(round(width) + 16, self.row_height())

    def cell(self, index: _Index) -> Cell:
        """The cell of an index."""
        found = index.data(CELL_ROLE)
        if isinstance(found, Cell):
            return found
        text = index.data(Qt.ItemDataRole.DisplayRole)
        return Cell(text="" if text is None else str(text))

    def font(self, cell: Cell) -> QFont:
        """The font of a cell's words."""
        return self._ink().letters(cell).font

    def _ink(self) -> Ink:
        theme = Theme.current()
        if self._made is None or self._made.theme is not theme:
            self._made = Ink(theme)
        return self._made

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        ink = self._ink()
        cell = self.cell(index)
        place = option.rect
        painter.save()
        self._ground(painter, place, bool(option.state & _SELECTED), index, cell, ink)
        box = QRectF(place)
        if cell.gap:
            painter.setClipRect(box)
            self._gap(painter, box, cell, ink)
        elif cell.plain:
            if cell.text:
                letters = ink.letters(cell)
                self._line(painter, ink, letters, cell, box.left() + (12 if cell.bar else 8), box.right() - 6, box)
        elif cell != _EMPTY:
            painter.setClipRect(box)
            self._words(painter, box, cell, ink)
        painter.restore()

    def _ground(self, painter: QPainter, box: QRect, selected: bool, index: _Index, cell: Cell, ink: Ink) -> None:
        left, top, wide, high = box.left(), box.top(), box.width(), box.height()
        focused = selected and (self._view.hasFocus() or (self.keys_from is not None and self.keys_from.hasFocus()))
        if selected:
            token = "selected" if focused else "selected_idle"
        else:
            token = "raised" if cell.band else "surface"
        painter.fillRect(left, top, wide, high - 1, ink.colour(token))
        painter.fillRect(left, top + high - 1, wide, 1, ink.colour("line"))
        if cell.bar:
            painter.fillRect(left, top, 5, high - 1, ink.colour(cell.bar))
        if not selected:
            return
        first, last = self._ends(index)
        if first:
            painter.fillRect(left, top, 4, high, ink.colour("primary"))
        if focused and index.row() == self._view.currentIndex().row():
            edge = ink.colour("focus_edge")
            painter.fillRect(left, top, wide, 2, edge)
            painter.fillRect(left, top + high - 2, wide, 2, edge)
            if first:
                painter.fillRect(left, top, 2, high, edge)
            if last:
                painter.fillRect(left + wide - 2, top, 2, high, edge)

    def _ends(self, index: _Index) -> tuple[bool, bool]:
        """Whether a cell is the first and the last in sight of its row."""
        view = self._view
        if not isinstance(view, QTableView):
            return True, True
        header = view.horizontalHeader()
        shown = [i for i in range(header.count()) if not header.isSectionHidden(header.logicalIndex(i))]
        if not shown:
            return True, True
        place = header.visualIndex(index.column())
        return place == shown[0], place == shown[-1] or view.columnSpan(index.row(), index.column()) >= len(shown)

    def _words(self, painter: QPainter, box: QRectF, cell: Cell, ink: Ink) -> None:
        letters, below = ink.letters(cell), ink.letters(_SECOND)
        x = box.left() + (12 if cell.bar else 8)
        right = box.right() - 6
        high = letters.metrics.height()
        second_high = below.metrics.height() if cell.second else 0.0
        top = box.center().y() - (high + second_high) / 2
        middle = top + high / 2 if cell.second else box.center().y()
        side = max(14.0, high * 0.85)
        theme = ink.theme

        def square(scale: float = 1.0) -> QRectF:
            s = side * scale
            return QRectF(x, middle - s / 2, s, s)

        if cell.agency:
            drawn = partial(_agency, cell.agency, theme, cell.hollow)
            ink.picture(painter, ("agency", cell.agency, cell.hollow), square(0.78), drawn)
            x += side + 3
        if cell.state:
            icon, token = STATES[cell.state]
            self._icon(painter, ink, square(), icon, token)
            x += side + 5
        if cell.mark or cell.mark_space:
            if cell.mark.startswith("decision"):
                hollow = cell.mark == "decision-booked"
                ink.picture(painter, ("decision", hollow), square(0.82), partial(_decision, theme, hollow))
            elif cell.mark:
                self._icon(painter, ink, square(), cell.mark, _MARK_COLOURS.get(cell.mark, "ink"))
            x += side + 6
        if cell.chip:
            x = self._chip(painter, QPointF(x, middle), right - x, cell, ink) + 6
        upper = QRectF(x, top, max(0.0, right - x), high)
        line = self._line(painter, ink, letters, cell, x, right, upper)
        if cell.hits:
            self._hit_words(painter, upper, cell, line.words, letters.metrics, ink)
        if cell.second:
            painter.setPen(ink.pen("ink2"))
            lower = QRectF(x, top + high, max(0.0, right - x), second_high)
            self._laid(painter, ink, below, cell.second, cell, lower)

    def _line(
        self, painter: QPainter, ink: Ink, letters: Letters, cell: Cell, x: float, right: float, box: QRectF
    ) -> Line:
        """The cell's words between two places of a box."""
        painter.setPen(ink.pen(cell.tone if cell.tone in _TONES else ("ink2" if cell.grey else "ink")))
        wide = max(0.0, right - x)
        return self._laid(painter, ink, letters, cell.text, cell, QRectF(x, box.top(), wide, box.height()))

    @staticmethod
    def _laid(painter: QPainter, ink: Ink, letters: Letters, words: str, cell: Cell, box: QRectF) -> Line:
        """Words in a box, in its middle from top to bottom, where the cell wants them from side to side."""
        line = ink.line(words, letters, box.width())
        x = box.left()
        if cell.align_right:
            x = box.right() - line.width
        elif cell.centre:
            x += (box.width() - line.width) / 2
        painter.setFont(letters.font)
        painter.drawStaticText(QPointF(x, box.top() + (box.height() - line.height) / 2), line.laid)
        return line

    @staticmethod
    def _icon(painter: QPainter, ink: Ink, box: QRectF, name: str, token: str) -> None:
        ink.picture(painter, ("icon", name, token), box, partial(_icon, name, ink.theme.palette.colour(token)))

    def _hit_words(
        self, painter: QPainter, line: QRectF, cell: Cell, shown: str, metrics: QFontMetricsF, ink: Ink
    ) -> None:
        for start, length in cell.hits:
            if cell.text[start : start + length] != shown[start : start + length]:
                continue
            left = line.left() + metrics.horizontalAdvance(shown[:start])
            wide = metrics.horizontalAdvance(shown[start : start + length])
            painter.fillRect(QRectF(left, line.top(), wide, line.height()), ink.colour("hit"))
            painter.setPen(ink.pen("on_hit"))
            words = shown[start : start + length]
            painter.drawText(QRectF(left, line.top(), wide + 1, line.height()), Qt.AlignmentFlag.AlignVCenter, words)

    def _chip(self, painter: QPainter, at: QPointF, room: float, cell: Cell, ink: Ink) -> float:
        """From a place to its right; where that ends. A long one leaves something of the room to the words."""
        x, middle = at.x(), at.y()
        colour, fill, edge = _CHIPS[cell.chip_kind]
        letters = ink.chip_letters()
        high = letters.metrics.height()
        side = high * 0.85 if cell.chip_icon else 0.0
        gap = 4.0 if cell.chip_icon else 0.0
        most = max(room * _CHIP_SHARE, letters.metrics.horizontalAdvance("n") * 6) if cell.text else room
        line = ink.line(cell.chip, letters, max(0.0, most - side - gap - 12))
        width = line.width + side + gap + 12
        box = QRectF(x, middle - high / 2 - 1, width, high + 2)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(ink.pen(edge))
        painter.setBrush(ink.colour(fill))
        painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 3, 3)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        if cell.chip_icon:
            self._icon(painter, ink, QRectF(x + 5, middle - side / 2, side, side), cell.chip_icon, colour)
        painter.setPen(ink.pen(colour))
        painter.setFont(letters.font)
        painter.drawStaticText(QPointF(x + 6 + side + gap, box.center().y() - line.height / 2), line.laid)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        return x + width

    def _gap(self, painter: QPainter, box: QRectF, cell: Cell, ink: Ink) -> None:
        letters = ink.chip_letters()
        metrics = letters.metrics
        side = metrics.height() * 0.9
        link = metrics.horizontalAdvance(cell.link) + 8 if cell.link else 0.0
        line = ink.line(cell.text, letters, box.width() - link - side - 36)
        total = line.width + link + side + 6
        left = box.center().x() - total / 2
        hatch = QBrush(ink.colour("hatch"), Qt.BrushStyle.BDiagPattern)
        inner = box.adjusted(8, 4, -8, -5)
        if left - 10 > inner.left():
            painter.fillRect(QRectF(inner.left(), inner.top(), left - 10 - inner.left(), inner.height()), hatch)
            end = left + total + 10
            painter.fillRect(QRectF(end, inner.top(), inner.right() - end, inner.height()), hatch)
        self._icon(painter, ink, QRectF(left, box.center().y() - side / 2, side, side), "gap", "ink")
        painter.setFont(letters.font)
        painter.setPen(ink.pen("ink"))
        at = left + side + 6
        painter.drawStaticText(QPointF(at, box.center().y() - line.height / 2), line.laid)
        if cell.link:
            font = QFont(letters.font)
            font.setUnderline(True)
            painter.setFont(font)
            painter.setPen(ink.pen("primary"))
            place = QRectF(at + line.width + 8, box.top(), link, box.height())
            painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, cell.link)


def _agency(code: str, theme: Theme, hollow: bool, painter: QPainter, box: QRectF) -> None:
    draw_agency_mark(painter, box, code, theme, hollow)


def _decision(theme: Theme, hollow: bool, painter: QPainter, box: QRectF) -> None:
    draw_decision_mark(painter, box, theme, hollow)


def _icon(name: str, colour: str, painter: QPainter, box: QRectF) -> None:
    draw_icon(painter, box, name, colour)


def dress_table(view: QTableView, *, name: str, two_lines: bool = False) -> RowDelegate:
    """Give a table the house look and manners: whole rows, no grid, one line (or two), Tab leaves it."""
    delegate = RowDelegate(view, two_lines=two_lines)
    view.setItemDelegate(delegate)
    view.setAccessibleName(name)
    view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    view.setShowGrid(False)
    view.setTabKeyNavigation(False)
    view.setWordWrap(False)
    view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    view.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    rows = view.verticalHeader()
    rows.hide()
    rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
    rows.setMinimumSectionSize(delegate.row_height())
    rows.setDefaultSectionSize(delegate.row_height())
    head = view.horizontalHeader()
    head.setHighlightSections(False)
    head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    head.setStretchLastSection(True)
    return delegate


def settle_focus(view: QWidget) -> None:
    """Make the first row current before the table first gets the focus, so that a reader says something on Tab."""
    if not isinstance(view, QAbstractItemView) or view.currentIndex().isValid():
        return
    if view.model() is not None and view.model().rowCount():
        view.setCurrentIndex(view.model().index(0, 0))
