"""Looking through what a chronology without names replaced and removed, before it is printed.

In doubt a word was removed. An officer who sees that it names nobody lets it stand, and takes
out what was missed. Nothing of this is kept when the case file is closed.
"""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from pclo_app.practice.plain_words import folded
from pclo_app.practice.pseudonyms import Corrections, Ledger
from ui.shell.rows_table import Column, Row, RowsTable
from ui.shell.words import counted
from ui.theme import Spacing
from ui.widgets.announce import announce
from ui.widgets.buttons import Button
from ui.widgets.emptied import empty
from ui.widgets.flow import FlowLayout
from ui.widgets.labels import field_label, label
from ui.widgets.row_delegate import Cell

LOOK_FIRST = "Look through what was replaced and removed first, and say that you have."


class WithoutNames(QWidget):
    """In the choices: how much was replaced and removed, the way to the lists, and that somebody has looked."""

    look_wanted = Signal()
    checked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        self.words = label("", "secondary", wrap=True)
        column.addWidget(self.words)
        self.look = Button("Look through them…", size="small")
        self.look.clicked.connect(lambda: self.look_wanted.emit())
        column.addWidget(self.look, 0, Qt.AlignmentFlag.AlignLeft)
        self.looked = QCheckBox("I have looked through them", self)
        self.looked.setAccessibleName("I have looked through what was replaced and removed")
        self.looked.clicked.connect(lambda _on: self.checked.emit())
        column.addWidget(self.looked)
        self.ledger: Ledger | None = None

    def show_ledger(self, ledger: Ledger) -> None:
        """What was done; other words than before have to be looked through again."""
        if self.ledger is not None and (self.ledger.replaced, self.ledger.doubtful) != (
            ledger.replaced,
            ledger.doubtful,
        ):
            self.looked.setChecked(False)
        self.ledger = ledger
        replaced = counted(len(ledger.replaced), "name or number", "names and numbers")
        doubt = counted(ledger.removed, "word")
        self.words.setText(f"{replaced} replaced, {doubt} removed in doubt.")


class LookThrough(QWidget):
    """The sheet with both lists."""

    corrected = Signal(object)
    """`Corrections`."""
    closed = Signal()

    def __init__(self, ledger: Ledger, corrections: Corrections, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._keep = set(corrections.keep)
        self._remove = set(corrections.remove)
        self.setAccessibleName("What was replaced and removed")
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(6)
        column.addWidget(label("Chronology without names", "section"))
        column.addWidget(label("Replaced", "label"))
        self.replaced = RowsTable(
            (Column("In the case"), Column("In the chronology", 34), Column("Times", 7)), name="Replaced by what"
        )
        self.replaced.setMinimumHeight(190)
        column.addWidget(self.replaced, 2)
        column.addWidget(
            label(
                "Removed in doubt: they may be names. Space or Enter lets a word that names nobody stand.",
                "label",
                wrap=True,
            )
        )
        self.doubtful = _Doubtful(
            (Column("Word"), Column("In the chronology", 34), Column("Times", 7)), name="Removed in doubt"
        )
        self.doubtful.setMinimumHeight(150)
        self.doubtful.opened.connect(self.turn)
        column.addWidget(self.doubtful, 2)
        row = QHBoxLayout()
        self.more = QLineEdit(self)
        self.more.setMinimumHeight(Spacing.TARGET)
        self.more.returnPressed.connect(self.take_out)
        column.addWidget(field_label("Take out a word or words that were left", self.more))
        row.addWidget(self.more, 1)
        self.add = Button("Take out", size="small")
        self.add.clicked.connect(self.take_out)
        row.addWidget(self.add)
        column.addLayout(row)
        holder = QWidget(self)
        self._taken = FlowLayout(holder, spacing=6)
        column.addWidget(holder)
        close = Button("Done", kind="primary")
        close.clicked.connect(lambda: self.closed.emit())
        column.addWidget(close, 0, Qt.AlignmentFlag.AlignLeft)
        self.setMinimumHeight(560)
        self.setFocusProxy(self.doubtful)
        self.show_ledger(ledger)
        self._show_taken()

    def corrections(self) -> Corrections:
        """What was said so far."""
        return Corrections(frozenset(self._keep), frozenset(self._remove))

    def show_ledger(self, ledger: Ledger) -> None:
        """The lists as they are now."""
        self.replaced.set_rows(
            [
                Row(f"{words}\0{by}", (Cell(words), Cell(by, bold=True), Cell(f"{count:,}", align_right=True)),
                    f"{words} became {by}, {counted(count, 'time')}")
                for (words, by), count in sorted(ledger.replaced.items(), key=lambda item: (item[0][1], item[0][0]))
            ]
        )  # fmt: skip
        counts = dict.fromkeys(self._keep, 0) | dict(ledger.doubtful)
        self.doubtful.set_rows([self._doubt(word, counts[word]) for word in sorted(counts, key=str.casefold)])

    def turn(self, word: str) -> None:
        """Let a word stand, or take it out again."""
        if word in self._keep:
            self._keep.remove(word)
        else:
            self._keep.add(word)
        announce(self.doubtful, f"{word}: {'stays' if word in self._keep else 'removed'}")
        self.corrected.emit(self.corrections())

    def take_out(self) -> None:
        """The words in the field go everywhere."""
        words = " ".join(self.more.text().split())
        if words:
            self._remove.add(words)
            self._keep -= {word for word in self._keep if folded(word) == folded(words)}
            self.more.clear()
            self._show_taken()
            self.corrected.emit(self.corrections())

    def _put_back(self, words: str) -> None:
        self._remove.discard(words)
        self._show_taken()
        self.more.setFocus()
        self.corrected.emit(self.corrections())

    def _show_taken(self) -> None:
        empty(self._taken)
        for words in sorted(self._remove):
            button = Button(words, "close", size="small")
            button.setAccessibleName(f"Put back: {words}")
            button.clicked.connect(lambda _on, words=words: self._put_back(words))
            self._taken.addWidget(button)

    def _doubt(self, word: str, count: int) -> Row:
        stays = word in self._keep
        by = "stays" if stays else "[removed]"
        times = f", {counted(count, 'time')}" if count else ""
        cells = (
            Cell(word),
            Cell(by, bold=not stays, state="done" if stays else ""),
            Cell(f"{count:,}" if count else "", align_right=True),
        )
        return Row(word, cells, f"{word}, {by}{times}")


class _Doubtful(RowsTable):
    """Space does what Enter does."""

    def keyPressEvent(self, event: QKeyEvent) -> None:

        if event.key() == Qt.Key.Key_Space:
            self.opened.emit(self.current())
        else:
            super().keyPressEvent(event)
