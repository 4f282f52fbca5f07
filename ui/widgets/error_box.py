"""Errors, said calmly: what happened, what is safe, what to do; and the list of what is missing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from pclo_app.errors import KnownError
from ui.theme import Theme
from ui.widgets.announce import announce
from ui.widgets.buttons import Button
from ui.widgets.labels import IconLabel, label


class _Box(QFrame):
    """A framed box with a coloured bar at the left; takes the focus as a whole so that it is read."""

    def __init__(self, token: str, fill: str, parent: QWidget | None) -> None:
        super().__init__(parent)
        self._token = token
        self._fill = fill
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(16, 10, 12, 11)
        self.column.setSpacing(4)

    def tint(self, token: str, fill: str) -> None:
        self._token, self._fill = token, fill
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = Theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        width = 2 if self.hasFocus() else 1
        edge = "focus_edge" if self.hasFocus() else self._token
        painter.setPen(QPen(theme.qcolor(edge), width))
        painter.setBrush(theme.qcolor(self._fill))
        inset = width / 2
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(inset, inset, -inset, -inset), 3, 3)
        painter.fillRect(QRectF(0, 0, 5, self.height()), theme.qcolor(self._token))
        painter.end()


class ErrorBox(_Box):
    """One known error in its place. Hidden until `show_error`."""

    closed = Signal()

    def __init__(self, parent: QWidget | None = None, *, closable: bool = True) -> None:
        super().__init__("danger", "danger_fill", parent)
        head = QHBoxLayout()
        head.setSpacing(7)
        self._icon = IconLabel("stop", "danger", parent=self)
        head.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        self._what = label("", "strong", wrap=True, parent=self)
        head.addWidget(self._what, 1)
        self.column.addLayout(head)
        self._safe = label("", "", wrap=True, parent=self)
        self._do = label("", "", wrap=True, parent=self)
        self.column.addWidget(self._safe)
        self.column.addWidget(self._do)
        self.code = ""
        self._row = QHBoxLayout()
        self._row.setSpacing(8)
        self._code = label("", "secondary", parent=self)
        close = Button("Close", size="small", parent=self)
        close.clicked.connect(self._close)
        close.setVisible(closable)
        self._row.addWidget(close)
        self._row.addWidget(self._code)
        self._row.addStretch(1)
        self.column.addLayout(self._row)
        self.hide()

    def show_error(self, error: KnownError, *, take_focus: bool = False) -> None:
        """Show the three parts and read them out."""
        self.show_parts(error.part("what"), error.part("safe"), error.part("do"), type(error).code)
        if take_focus:
            self.setFocus()

    def show_parts(self, what: str, safe: str = "", do: str = "", code: str = "") -> None:
        """Show three texts. For conditions that have no class, such as a bug caught at the edge."""
        self.code = code
        for part, text in ((self._what, what), (self._safe, safe), (self._do, do), (self._code, code)):
            part.setText(text)
            part.setVisible(bool(text))
        self.setAccessibleName(" ".join(t for t in (what, safe, do) if t))
        self.show()
        announce(self, self.accessibleName())

    def clear(self) -> None:
        self.hide()

    def _close(self) -> None:
        self.hide()
        self.closed.emit()


class Notice(_Box):
    """A tinted sentence with a bar: ``kind`` warn, info, ok or danger. As in Reports, before printing."""

    def __init__(self, text: str, kind: str = "warn", *, strong: str = "", parent: QWidget | None = None) -> None:
        super().__init__("warn_graphic", "warn_fill", parent)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._text = label("", "", wrap=True, parent=self)
        self._text.setTextFormat(Qt.TextFormat.RichText)
        self.column.setContentsMargins(14, 7, 10, 8)
        self.column.addWidget(self._text)
        self.set(text, kind, strong=strong)

    def set(self, text: str, kind: str = "warn", *, strong: str = "") -> None:
        token, fill = {
            "warn": ("warn_graphic", "warn_fill"),
            "info": ("primary", "info_fill"),
            "ok": ("ok", "ok_fill"),
            "danger": ("danger", "danger_fill"),
        }[kind]
        self.tint(token, fill)
        self._text.setText(_rich(text, strong) if text or strong else "")
        self.setAccessibleName(" ".join(t for t in (strong, text) if t))


def _rich(text: str, strong: str) -> str:
    from html import escape

    first = f'<span style="font-weight:600">{escape(strong)}</span> ' if strong else ""
    return first + escape(text)


@dataclass(frozen=True)
class Problem:
    """One thing to put right, in the same words as beside its field, and the way there."""

    words: str
    go: Callable[[], object]


class ProblemSummary(_Box):
    """ "There is a problem": every error of a finish, each a link to its field. Takes the focus when shown."""

    followed = Signal(int)

    def __init__(self, parent: QWidget | None = None, *, title: str = "There is a problem") -> None:
        super().__init__("danger", "surface", parent)
        self._title = title
        head = QHBoxLayout()
        head.setSpacing(7)
        head.addWidget(IconLabel("stop", "danger", parent=self), 0, Qt.AlignmentFlag.AlignVCenter)
        head.addWidget(label(title, "section", parent=self), 1)
        self.column.addLayout(head)
        self._list = QVBoxLayout()
        self._list.setSpacing(1)
        self.column.addLayout(self._list)
        self.problems: tuple[Problem, ...] = ()
        self.hide()

    def show_problems(self, problems: Sequence[Problem]) -> None:
        """List them and take the focus; with none, go away."""
        while self._list.count():
            item = self._list.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.hide()
                widget.setParent(None)
                widget.deleteLater()
        self.problems = tuple(problems)
        for n, problem in enumerate(self.problems):
            link = Button(problem.words, kind="quiet", parent=self)
            link.setProperty("tone", "danger")
            link.clicked.connect(lambda _on, i=n: self.follow(i))
            self._list.addWidget(link, 0, Qt.AlignmentFlag.AlignLeft)
        self.setVisible(bool(self.problems))
        count = len(self.problems)
        self.setAccessibleName(f"{self._title}. {count} {'thing' if count == 1 else 'things'} to put right.")
        self.setAccessibleDescription(" ".join(p.words for p in self.problems))
        if self.problems:
            self.setFocus(Qt.FocusReason.OtherFocusReason)

    def follow(self, number: int) -> None:
        """Go to the field of one problem."""
        self.problems[number].go()
        self.followed.emit(number)
