"""Two small pictures: the square with the code, and the signature drawn from its strokes."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from pclo_app.records.seal import Seal
from ui.theme import Theme
from ui.widgets import ink


class CodeSquare(QWidget):
    """The square that a telephone reads: the code, and no name. Black on white in every theme."""

    def __init__(self, side: int = 132, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._side = side
        self._rows: list[bytes] = []
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("Square with the same code, for scanning")

    def set_text(self, text: str) -> None:
        """Show the square for these words."""
        import segno

        code = segno.make(text, error="m", boost_error=False, micro=False)
        self._rows = [bytes(row) for row in code.matrix]
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self._side, self._side)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = Theme.current()
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.qcolor("paper"))
        painter.setPen(QPen(theme.qcolor("line"), 1))
        painter.drawRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5))
        if self._rows:
            quiet = 4
            module = self.width() / (len(self._rows) + 2 * quiet)
            dark = theme.qcolor("on_paper")
            for y, row in enumerate(self._rows):
                for x, on in enumerate(row):
                    if on:
                        box = QRectF((x + quiet) * module, (y + quiet) * module, module + 0.05, module + 0.05)
                        painter.fillRect(box, dark)
        painter.end()


class InkView(QWidget):
    """A signature, drawn from its strokes and fitted to the box; or the words that it was typed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._strokes: list[list[ink.Point]] = []
        self._typed = ""
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_ink(self, seal: Seal) -> None:
        """Draw the signature of a seal."""
        self._strokes = [list(stroke) for stroke in seal.ink.strokes]
        self._typed = f"{seal.by.name}\nSigned by typing" if seal.ink.dev == "typed" else ""
        self.setAccessibleName(self._typed.replace("\n", ". ") or f"Signature of {seal.by.name}")
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(230, 76)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = Theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), theme.qcolor("surface"))
        painter.setPen(QPen(theme.qcolor("line"), 1))
        painter.drawRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5))
        box = ink.bounds(self._strokes)
        if self._typed:
            painter.setPen(theme.qcolor("ink"))
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self._typed)
        elif box is not None:
            left, top, right, bottom = box
            scale = min((self.width() - 24) / max(1, right - left), (self.height() - 20) / max(1, bottom - top))
            painter.translate(12 - left * scale, (self.height() - (bottom - top) * scale) / 2 - top * scale)
            pen = QPen(theme.qcolor("ink"), 1.6)
            pen.setCapStyle(Qt.PenCapStyle.RoundCap)
            painter.setPen(pen)
            painter.drawPath(ink.path(self._strokes, scale))
        painter.end()
