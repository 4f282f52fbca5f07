"""The steps of a record at its left: title, one line under it, and an icon for how far it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from ui.theme import Theme
from ui.theme.icons import draw_icon
from ui.widgets.labels import STATE_WORDS, STATES

_Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True)
class Step:
    """One step. ``state``: done, half, empty, stop, warning, not-needed, clock; "" shows no icon."""

    key: str
    title: str
    sub: str = ""
    state: str = ""


class _Model(QAbstractListModel):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.steps: list[Step] = []

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.steps)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        step = self.steps[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return step.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return ", ".join(t for t in (step.title, step.sub, STATE_WORDS.get(step.state, "")) if t)
        if role == Qt.ItemDataRole.UserRole:
            return step
        return None

    def show(self, steps: Sequence[Step]) -> None:
        if len(steps) == len(self.steps):
            self.steps = list(steps)
            self.dataChanged.emit(self.index(0), self.index(len(steps) - 1))
            return
        self.beginResetModel()
        self.steps = list(steps)
        self.endResetModel()


class _Delegate(QStyledItemDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        theme = Theme.current()
        step = index.data(Qt.ItemDataRole.UserRole)
        high = QFontMetrics(theme.font("body")).height() + 14
        if step.sub:
            high += QFontMetrics(theme.font("secondary")).height() + 1
        return QSize(120, max(34, high))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        theme = Theme.current()
        step: Step = index.data(Qt.ItemDataRole.UserRole)
        box = QRectF(option.rect)
        state = option.state
        view = option.widget
        current = bool(state & QStyle.StateFlag.State_Selected)
        focused = current and view is not None and view.hasFocus()
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if current:
            painter.fillRect(box, theme.qcolor("selected"))
            painter.fillRect(QRectF(box.left(), box.top(), 4, box.height()), theme.qcolor("primary"))
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(box, theme.qcolor("raised"))
        if focused:
            painter.setPen(QPen(theme.qcolor("focus_edge"), 2))
            painter.drawRect(box.adjusted(1, 1, -1, -1))
        title_font = theme.font("body", theme.font().Weight.DemiBold if current else theme.font().Weight.Normal)
        sub_font = theme.font("secondary")
        title_high = QFontMetrics(title_font).height()
        sub_high = QFontMetrics(sub_font).height() if step.sub else 0
        side = max(16.0, title_high * 0.9)
        left = box.left() + 12
        if step.state:
            icon, token = STATES[step.state]
            draw_icon(
                painter,
                QRectF(left, box.center().y() - side / 2, side, side),
                icon,
                theme.palette.colour(token),
            )
            left += side + 9
        top = box.center().y() - (title_high + sub_high) / 2
        width = box.right() - left - 6
        for font, high, text, token in (
            (title_font, title_high, step.title, "ink"),
            (sub_font, sub_high, step.sub, "ink2"),
        ):
            if not text:
                continue
            painter.setFont(font)
            painter.setPen(theme.qcolor(token))
            shown = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, int(width))
            painter.drawText(QRectF(left, top, width, high), Qt.AlignmentFlag.AlignVCenter, shown)
            top += high
        painter.restore()


class Outline(QListView):
    """A list of steps of which one is current. One Tab stop; Up and Down move."""

    chosen = Signal(str)
    """The key of the step the user moved to."""

    def __init__(self, steps: Sequence[Step] = (), *, name: str = "Sections", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self._model = _Model(self)
        self._quiet = False
        self.setModel(self._model)
        self.setItemDelegate(_Delegate(self))
        self.setMouseTracking(True)
        self.setUniformItemSizes(False)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.selectionModel().currentChanged.connect(self._moved)
        self.set_steps(steps)

    def sizeHint(self) -> QSize:
        return QSize(round(186 * Theme.current().text_scale), super().sizeHint().height())

    def set_steps(self, steps: Sequence[Step]) -> None:
        """Show these steps; the current one stays current."""
        key = self.current()
        self._quiet = True
        self._model.show(steps)
        self._quiet = False
        self.set_current(key or (steps[0].key if steps else ""))
        self.scheduleDelayedItemsLayout()

    def current(self) -> str:
        index = self.currentIndex()
        return self._model.steps[index.row()].key if index.isValid() else ""

    def set_current(self, key: str) -> None:
        """Mark a step without telling anybody."""
        self._quiet = True
        for row, step in enumerate(self._model.steps):
            if step.key == key:
                self.setCurrentIndex(self._model.index(row))
        self._quiet = False

    def _moved(self, index: QModelIndex, _before: QModelIndex) -> None:
        if index.isValid() and not self._quiet:
            self.chosen.emit(self._model.steps[index.row()].key)
