"""Table cells painted whole by one delegate: ground, line, shape, mark, chip, elided words.

Qt's own item painting leaves gaps beside icons and cannot tell a list that has the focus
from one that has not. Here a model hands out a `Cell` under `CELL_ROLE` and the delegate
paints all of it. With the focus in the table the selected row is blue and the current row
has a 2 px edge; without it the row is grey, so two blue rows never compete; either way a
4 px bar marks it.
"""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QFont, QFontMetricsF, QPainter, QPen
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

_PLACE = Qt.AlignmentFlag.AlignVCenter
CELL_ROLE = int(Qt.ItemDataRole.UserRole) + 1
_Index = QModelIndex | QPersistentModelIndex
_MOST_ELIDED = 1000
_CHIPS = {
    "plain": ("ink", "surface", "control"),
    "ok": ("ok", "ok_fill", "ok"),
    "warn": ("warn", "warn_fill", "warn_graphic"),
    "danger": ("danger", "danger_fill", "danger"),
    "info": ("primary", "info_fill", "primary"),
    "solid": ("surface", "ink", "ink"),
}


@dataclass(frozen=True)
class Cell:
    """What one cell shows. Everything is optional; the order on the screen is
    agency mark, state icon, mark, chip, words."""

    text: str = ""
    second: str = ""
    """A second, grey line."""
    bold: bool = False
    italic: bool = False
    grey: bool = False
    small: bool = False
    mono: bool = False
    struck: bool = False
    tone: str = ""
    """danger, warn, ok, opinion: the colour of the words."""
    agency: str = ""
    hollow: bool = False
    """The agency mark hollow: date uncertain."""
    state: str = ""
    """A state icon from `ui.widgets.labels.STATES`."""
    mark: str = ""
    """decision, decision-booked, or an icon name."""
    mark_space: bool = False
    """Keep the room of a mark free, so that words line up down the column."""
    chip: str = ""
    chip_kind: str = "info"
    chip_icon: str = ""
    align_right: bool = False
    centre: bool = False
    gap: bool = False
    """A hatched band across (first column of a spanned row)."""
    band: bool = False
    """A heading over the rows that follow: a raised ground."""
    link: str = ""
    """Words after a gap's text that look like a link."""
    bar: str = ""
    """A 5 px bar at the left edge in a token's colour (first column)."""
    hits: tuple[tuple[int, int], ...] = ()
    """(start, length) of search hits in `text`."""


_EMPTY = Cell()
_SECOND = Cell(small=True)
"""How the second line is written."""


class RowDelegate(QStyledItemDelegate):
    """Paints `Cell`s; falls back on the display text where a model has none."""

    def __init__(self, view: QAbstractItemView, *, two_lines: bool = False) -> None:
        super().__init__(view)
        self._view = view
        self.two_lines = two_lines
        self._fonts_of: Theme | None = None
        self._fonts: dict[tuple[bool, ...], tuple[QFont, QFontMetricsF]] = {}
        self._elided: dict[tuple[str, int, bool, bool, bool, bool], str] = {}

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
        width = QFontMetricsF(self.font(cell)).horizontalAdvance(cell.text)
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
        return self._font(cell)[0]

    def _font(self, cell: Cell, theme: Theme | None = None) -> tuple[QFont, QFontMetricsF]:
        """Made once for each sort of cell: a table paints a hundred of them in a frame."""
        theme = theme or Theme.current()
        if self._fonts_of is not theme:
            self._fonts_of, self._fonts, self._elided = theme, {}, {}
        key = (cell.small, cell.mono, cell.bold, cell.italic, cell.struck)
        if key not in self._fonts:
            made = self._made_font(cell, theme)
            self._fonts[key] = made, QFontMetricsF(made)
        return self._fonts[key]

    def _short(self, cell: Cell, metrics: QFontMetricsF, width: float) -> str:
        """The words, cut to the width with three dots."""
        key = (cell.text, round(width), cell.small, cell.mono, cell.bold, cell.italic)
        if key not in self._elided:
            if len(self._elided) > _MOST_ELIDED:
                self._elided.clear()
            words = cell.text.replace("\n", " ")
            self._elided[key] = metrics.elidedText(words, Qt.TextElideMode.ElideRight, width)
        return self._elided[key]

    @staticmethod
    def _made_font(cell: Cell, theme: Theme) -> QFont:
        size = "secondary" if cell.small else "body"
        font = theme.mono(size) if cell.mono else theme.font(size)
        if cell.bold:
            font.setWeight(QFont.Weight.DemiBold)
        font.setItalic(cell.italic)
        font.setStrikeOut(cell.struck)
        return font

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        theme = Theme.current()
        cell = self.cell(index)
        box = QRectF(option.rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setClipRect(box)
        self._ground(painter, box, option, index, cell, theme)
        if cell.gap:
            self._gap(painter, box, cell, theme)
        elif cell != _EMPTY:
            self._words(painter, box, cell, theme)
        painter.restore()

    def _ground(
        self,
        painter: QPainter,
        box: QRectF,
        option: QStyleOptionViewItem,
        index: _Index,
        cell: Cell,
        theme: Theme,
    ) -> None:
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        focused = self._view.hasFocus()
        if selected:
            painter.fillRect(box, theme.qcolor("selected" if focused else "selected_idle"))
        else:
            painter.fillRect(box, theme.qcolor("raised" if cell.band else "surface"))
        painter.setPen(QPen(theme.qcolor("line"), 1))
        y = box.bottom() - 0.5
        painter.drawLine(QPointF(box.left(), y), QPointF(box.right(), y))
        if cell.bar:
            painter.fillRect(QRectF(box.left(), box.top(), 5, box.height() - 1), theme.qcolor(cell.bar))
        if not selected:
            return
        first, last = self._ends(index)
        if selected and first:
            painter.fillRect(QRectF(box.left(), box.top(), 4, box.height()), theme.qcolor("primary"))
        if selected and focused and index.row() == self._view.currentIndex().row():
            edge = theme.qcolor("focus_edge")
            painter.fillRect(QRectF(box.left(), box.top(), box.width(), 2), edge)
            painter.fillRect(QRectF(box.left(), box.bottom() - 2, box.width(), 2), edge)
            if first:
                painter.fillRect(QRectF(box.left(), box.top(), 2, box.height()), edge)
            if last:
                painter.fillRect(QRectF(box.right() - 2, box.top(), 2, box.height()), edge)

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

    def _words(self, painter: QPainter, box: QRectF, cell: Cell, theme: Theme) -> None:
        font, metrics = self._font(cell, theme)
        x = box.left() + (12 if cell.bar else 8)
        right = box.right() - 6
        second_font, second_metrics = self._font(_SECOND, theme)
        second_high = second_metrics.height() if cell.second else 0.0
        top = box.center().y() - (metrics.height() + second_high) / 2
        middle = top + metrics.height() / 2 if cell.second else box.center().y()
        side = max(14.0, metrics.height() * 0.85)

        def square(scale: float = 1.0) -> QRectF:
            s = side * scale
            return QRectF(x, middle - s / 2, s, s)

        if cell.agency:
            draw_agency_mark(painter, square(0.78), cell.agency, theme, cell.hollow)
            x += side + 3
        if cell.state:
            icon, token = STATES[cell.state]
            draw_icon(painter, square(), icon, theme.palette.colour(token))
            x += side + 5
        if cell.mark or cell.mark_space:
            if cell.mark.startswith("decision"):
                draw_decision_mark(painter, square(0.82), theme, hollow=cell.mark == "decision-booked")
            elif cell.mark:
                token = "danger" if cell.mark == "not-equal" else "ink"
                draw_icon(painter, square(), cell.mark, theme.palette.colour(token))
            x += side + 6
        if cell.chip:
            x = self._chip(painter, x, middle, cell, theme) + 6
        token = {"danger": "danger", "warn": "warn", "ok": "ok", "opinion": "opinion"}.get(cell.tone, "")
        painter.setPen(theme.qcolor(token or ("ink2" if cell.grey else "ink")))
        painter.setFont(font)
        width = max(0.0, right - x)
        shown = self._short(cell, metrics, width)
        flags = Qt.AlignmentFlag.AlignVCenter | (
            Qt.AlignmentFlag.AlignRight
            if cell.align_right
            else Qt.AlignmentFlag.AlignHCenter
            if cell.centre
            else Qt.AlignmentFlag.AlignLeft
        )
        line = QRectF(x, top, width, metrics.height())
        painter.drawText(line, flags, shown)
        self._hit_words(painter, line, cell, shown, metrics, theme)
        if cell.second:
            painter.setFont(second_font)
            painter.setPen(theme.qcolor("ink2"))
            below = second_metrics.elidedText(cell.second, Qt.TextElideMode.ElideRight, width)
            painter.drawText(QRectF(x, top + metrics.height(), width, second_high), flags, below)

    def _hit_words(
        self, painter: QPainter, line: QRectF, cell: Cell, shown: str, metrics: QFontMetricsF, theme: Theme
    ) -> None:
        for start, length in cell.hits:
            if cell.text[start : start + length] != shown[start : start + length]:
                continue
            left = line.left() + metrics.horizontalAdvance(shown[:start])
            wide = metrics.horizontalAdvance(shown[start : start + length])
            painter.fillRect(QRectF(left, line.top(), wide, line.height()), theme.qcolor("hit"))
            painter.setPen(theme.qcolor("on_hit"))
            painter.drawText(QRectF(left, line.top(), wide + 1, line.height()), _PLACE, shown[start : start + length])

    def _chip(self, painter: QPainter, x: float, middle: float, cell: Cell, theme: Theme) -> float:
        ink, fill, edge = _CHIPS[cell.chip_kind]
        font = theme.font("secondary", QFont.Weight.DemiBold)
        metrics = QFontMetricsF(font)
        side = metrics.height() * 0.85 if cell.chip_icon else 0.0
        gap = 4.0 if cell.chip_icon else 0.0
        width = metrics.horizontalAdvance(cell.chip) + side + gap + 12
        box = QRectF(x, middle - metrics.height() / 2 - 1, width, metrics.height() + 2)
        painter.setPen(QPen(theme.qcolor(edge), 1))
        painter.setBrush(theme.qcolor(fill))
        painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 3, 3)
        if cell.chip_icon:
            icon = QRectF(x + 5, middle - side / 2, side, side)
            draw_icon(painter, icon, cell.chip_icon, theme.palette.colour(ink))
        painter.setPen(theme.qcolor(ink))
        painter.setFont(font)
        words = QRectF(x + 6 + side + gap, box.top(), width, box.height())
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, cell.chip)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        return x + width

    def _gap(self, painter: QPainter, box: QRectF, cell: Cell, theme: Theme) -> None:
        font = theme.font("secondary", QFont.Weight.DemiBold)
        metrics = QFontMetricsF(font)
        side = metrics.height() * 0.9
        link = metrics.horizontalAdvance(cell.link) + 8 if cell.link else 0.0
        text = metrics.elidedText(cell.text, Qt.TextElideMode.ElideRight, box.width() - link - side - 36)
        words = metrics.horizontalAdvance(text)
        total = words + link + side + 6
        left = box.center().x() - total / 2
        hatch = QBrush(theme.qcolor("hatch"), Qt.BrushStyle.BDiagPattern)
        inner = box.adjusted(8, 4, -8, -5)
        if left - 10 > inner.left():
            painter.fillRect(QRectF(inner.left(), inner.top(), left - 10 - inner.left(), inner.height()), hatch)
            end = left + total + 10
            painter.fillRect(QRectF(end, inner.top(), inner.right() - end, inner.height()), hatch)
        draw_icon(painter, QRectF(left, box.center().y() - side / 2, side, side), "gap", theme.palette.ink)
        painter.setFont(font)
        painter.setPen(theme.qcolor("ink"))
        at = left + side + 6
        painter.drawText(QRectF(at, box.top(), words + 2, box.height()), Qt.AlignmentFlag.AlignVCenter, text)
        if cell.link:
            font.setUnderline(True)
            painter.setFont(font)
            painter.setPen(theme.qcolor("primary"))
            line = QRectF(at + words + 8, box.top(), link, box.height())
            painter.drawText(line, Qt.AlignmentFlag.AlignVCenter, cell.link)


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
