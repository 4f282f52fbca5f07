"""The head of a page or a card: one line while there is room, else what can be pressed goes under what it is about."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRect, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget

_GAP = 4
"""Between two lines of it."""


class HeadLayout(QLayout):
    """Parts at the beginning, words that take what room is left, and parts at the end, as buttons.

    Where a line cannot hold all of it, the last parts stay at its end as far as there is room (the
    main button is the last) and the others go under it: at 200 per cent and with large text nothing
    is cut off, and nothing asks for a wider window.
    """

    def __init__(self, parent: QWidget | None = None, *, spacing: int = 10) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self._words: QWidget | None = None
        self._end = 0
        """How many of the items stand at the end."""
        self.setSpacing(spacing)

    def add(self, widget: QWidget) -> None:
        """Put in a part behind those at the beginning."""
        self.addWidget(widget)
        self._items.insert(len(self._items) - 1 - self._end, self._items.pop())
        self.invalidate()

    def add_words(self, widget: QWidget) -> None:
        """The part that takes what room is left, and is content with its least width."""
        self._words = widget
        self.add(widget)

    def add_at_end(self, widget: QWidget, before: QWidget | None = None) -> None:
        """Put in a part at the end of the line."""
        at = self.indexOf(before) if before is not None else -1
        self.addWidget(widget)
        self._end += 1
        if at >= 0:
            self._items.insert(at, self._items.pop())
        self.invalidate()

    # QLayout --------------------------------------------------------------------------------------------------

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        if not 0 <= index < len(self._items):
            return None
        self._end -= index >= len(self._items) - self._end
        return self._items.pop(index)

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._arrange(QRect(0, 0, width, 0), move=False)

    def sizeHint(self) -> QSize:
        shown = self._shown()
        return self._framed(QSize(self._wide(shown), max((item.sizeHint().height() for item in shown), default=0)))

    def minimumSize(self) -> QSize:
        size = QSize(0, 0)
        for item in self._shown():
            size = size.expandedTo(item.minimumSize())
        return self._framed(size)

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        self._arrange(rect, move=True)

    # where what goes ------------------------------------------------------------------------------------------

    def _shown(self) -> list[QLayoutItem]:
        return [item for item in self._items if not item.isEmpty()]

    def _want(self, item: QLayoutItem) -> int:
        return item.minimumSize().width() if item.widget() is self._words else item.sizeHint().width()

    def _wide(self, line: list[QLayoutItem]) -> int:
        return sum(map(self._want, line)) + self.spacing() * max(0, len(line) - 1)

    def _framed(self, size: QSize) -> QSize:
        edges = self.contentsMargins()
        return size + QSize(edges.left() + edges.right(), edges.top() + edges.bottom())

    def _arrange(self, rect: QRect, *, move: bool) -> int:
        """Lay it out, where so wanted; answers the height."""
        edges = self.contentsMargins()
        area = rect.marginsRemoved(edges)
        y = area.y()
        for n, line in enumerate(self._lines(area.width())):
            y += _GAP if n else 0
            y += self._place(line, area.x(), y, area.width(), move)
        return y - rect.y() + edges.bottom()

    def _lines(self, width: int) -> list[list[QLayoutItem]]:
        """One line, or as many as it needs."""
        shown, ends = self._shown(), self._ends()
        if self._wide(shown) <= width:
            return [shown]
        lines = self._wrapped([item for item in shown if item not in ends], width)
        left = [item for item in shown if item in ends]
        beside: list[QLayoutItem] = []
        while len(lines) == 1 and left and self._wide([*lines[0], left[-1], *beside]) <= width:
            beside.insert(0, left.pop())
        return [[*line, *beside] for line in lines] + self._wrapped(left, width)

    def _wrapped(self, items: list[QLayoutItem], width: int) -> list[list[QLayoutItem]]:
        """As many to a line as it holds."""
        lines: list[list[QLayoutItem]] = []
        for item in items:
            if lines and self._wide([*lines[-1], item]) <= width:
                lines[-1].append(item)
            else:
                lines.append([item])
        return lines

    def _ends(self) -> list[QLayoutItem]:
        return self._items[len(self._items) - self._end :]

    def _place(self, line: list[QLayoutItem], x: int, y: int, width: int, move: bool) -> int:
        """One line; answers its height."""
        spare = max(0, width - self._wide(line))
        ends = self._ends()
        has_words = any(item.widget() is self._words for item in line) and self._words is not None
        places: list[tuple[QLayoutItem, int, int, int]] = []
        pushed = has_words or line[0] in ends
        for item in line:
            if not pushed and item in ends:
                x += spare
                pushed = True
            wide = min(width, self._want(item) + (spare if item.widget() is self._words and has_words else 0))
            high = item.heightForWidth(wide) if item.hasHeightForWidth() else item.sizeHint().height()
            places.append((item, x, wide, high))
            x += wide + self.spacing()
        tallest = max((high for *_, high in places), default=0)
        if move:
            for item, left, wide, high in places:
                item.setGeometry(QRect(left, y + (tallest - high) // 2, wide, high))
        return tallest


class Head(QWidget):
    """What holds such a row. It takes its height from its width by itself.

    A layout around it must not know: Qt takes what a table would like for what it must have, once
    anything beside it has a height for its width.
    """

    def __init__(self, parent: QWidget | None = None, *, spacing: int = 10) -> None:
        super().__init__(parent)
        self.row = HeadLayout(self, spacing=spacing)
        self._least = 0

    def set_least(self, height: int) -> None:
        """It is never lower than this."""
        self._least = height
        self._fit()

    def hasHeightForWidth(self) -> bool:
        return False

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def event(self, event: QEvent) -> bool:
        done = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest:
            self._fit()
        return done

    def _fit(self) -> None:
        high = max(self._least, self.row.heightForWidth(self.width()))
        if high != self.minimumHeight() or high != self.maximumHeight():
            self.setFixedHeight(high)
