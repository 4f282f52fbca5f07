"""What a check found: one block for each thing, with where it is and the three parts of its sentence."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen, QTextOption
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from pclo_app.journal.findings import Problem, Report
from ui.shell.words import counted
from ui.theme import Theme
from ui.theme.icons import draw_icon

_Index = QModelIndex | QPersistentModelIndex
_PAD = 10.0
_ICON = 26.0

CHECKED_WORDS = {
    "revisions": ("revision", "revisions"),
    "chains": ("chain", "chains"),
    "documents": ("document", "documents"),
    "sealed records": ("sealed record", "sealed records"),
    "receipts": ("receipt", "receipts"),
}


def checked_words(report: Report) -> str:
    """``18,402 revisions, 3 sealed records, 12 documents``."""
    parts = [
        counted(report.checked[key], one, many) for key, (one, many) in CHECKED_WORDS.items() if report.checked.get(key)
    ]
    return ", ".join(parts)


class _Model(QAbstractListModel):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.problems: list[Problem] = []

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.problems)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        problem = self.problems[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return f"{problem.where}. {problem.what} {problem.safe} {problem.do}"
        return problem if role == Qt.ItemDataRole.UserRole else None

    def show(self, problems: Sequence[Problem]) -> None:
        self.beginResetModel()
        self.problems = list(problems)
        self.endResetModel()


class _Delegate(QStyledItemDelegate):
    """Where in bold, what happened, what is safe in grey, what to do."""

    def __init__(self, view: QListView) -> None:
        super().__init__(view)
        self._view = view

    def _blocks(self, problem: Problem) -> list[tuple[str, str, str]]:
        """Words, font and colour, from the top down. What repeats the place is said once."""
        what = problem.what.removeprefix(f"{problem.where}: ")
        return [
            (problem.where, "strong", "ink"),
            (what[:1].upper() + what[1:], "body", "ink"),
            (problem.safe, "secondary", "ink2"),
            (problem.do, "body", "ink"),
        ]

    def _lay(self, problem: Problem, width: float) -> list[tuple[QRectF, str, str, str]]:
        theme = Theme.current()
        y, placed = _PAD, []
        for words, style, token in self._blocks(problem):
            font = theme.font("secondary" if style == "secondary" else "body")
            if style == "strong":
                font.setWeight(font.Weight.DemiBold)
            flags = int(Qt.TextFlag.TextWordWrap)
            high = QFontMetricsF(font).boundingRect(QRectF(0, 0, width, 10_000), flags, words).height()
            placed.append((QRectF(_ICON + _PAD, y, width, high), words, style, token))
            y += high + 2
        return placed

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        width = max(200.0, self._view.viewport().width() - _ICON - 2 * _PAD)
        placed = self._lay(index.data(Qt.ItemDataRole.UserRole), width)
        return QSize(200, round(placed[-1][0].bottom() + _PAD))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        theme = Theme.current()
        box = QRectF(option.rect)
        current = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.fillRect(box, theme.qcolor("surface"))
        if current and self._view.hasFocus():
            painter.fillRect(box, theme.qcolor("selected"))
            painter.setPen(QPen(theme.qcolor("focus_edge"), 2))
            painter.drawRect(box.adjusted(1, 1, -1, -2))
        painter.setPen(QPen(theme.qcolor("line"), 1))
        painter.drawLine(box.bottomLeft(), box.bottomRight())
        side = 16.0
        draw_icon(painter, QRectF(box.left() + _PAD, box.top() + _PAD, side, side), "stop",
                  theme.palette.colour("danger"))  # fmt: skip
        option_text = QTextOption()
        option_text.setWrapMode(QTextOption.WrapMode.WordWrap)
        for place, words, style, token in self._lay(index.data(Qt.ItemDataRole.UserRole),
                                                    max(200.0, box.width() - _ICON - 2 * _PAD)):  # fmt: skip
            font = theme.font("secondary" if style == "secondary" else "body")
            if style == "strong":
                font.setWeight(font.Weight.DemiBold)
            painter.setFont(font)
            painter.setPen(theme.qcolor(token))
            painter.drawText(place.translated(box.topLeft()), words, option_text)
        painter.restore()


class FindingsList(QListView):
    """The problems, each whole; Up and Down move."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("What does not check out")
        self._model = _Model(self)
        self.setModel(self._model)
        self.setItemDelegate(_Delegate(self))
        self.setWordWrap(True)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def show_problems(self, problems: Sequence[Problem]) -> None:
        """Others."""
        self._model.show(problems)
        if problems:
            self.setCurrentIndex(self._model.index(0))

    def problems(self) -> list[Problem]:
        """Those shown."""
        return self._model.problems
