"""Parts of the chair's screen: the bar, the reading pane, and the pages that give the laptop back."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QBoxLayout, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from pclo_app.casefile.shown_again import Change
from ui.shell.session import Session
from ui.theme import mark
from ui.widgets.buttons import Button
from ui.widgets.growing_text import GrowingText
from ui.widgets.labels import divider, ground, label
from ui.widgets.page_boxes import PageBoxes
from ui.widgets.panel import Panel
from ui.widgets.pdf_view import PdfView
from ui.widgets.segmented import Segmented

from .ceremony import Returned
from .changes import ChangesBar
from .parts import centred, labelled
from .pin import Pin, PinEntry

NARROW = 1000
"""Pixels at normal text size, under which reading and answering do not fit side by side."""


class Steps(Segmented):
    """Reading, and answering: the two halves of the screen where there is room for one."""

    def __init__(self) -> None:
        super().__init__((("read", "1  Read the record"), ("answer", "2  Answer it")), "read", name="What to do now")
        self.hide()


class TopBar(QWidget):
    """What this is, the marking, the size of the words, and the way back."""

    def __init__(self, officer: str) -> None:
        super().__init__()
        ground(self, "rail")
        self.smaller = Button("A−")
        self.smaller.setAccessibleName("Smaller words")
        self.larger = Button("A+")
        self.larger.setAccessibleName("Larger words")
        self.back = Button(f"Give back to {officer}")
        grid = QGridLayout(self)
        grid.setContentsMargins(24, 8, 24, 8)
        words = QVBoxLayout()
        words.setSpacing(0)
        self._words = (
            label("Strategy meeting record, for the chair", "section"),
            label("Nothing else on this laptop can be opened from here", "onrail"),
        )
        for each in self._words:
            words.addWidget(each)
        self._buttons = QWidget()
        buttons = QHBoxLayout(self._buttons)
        buttons.setContentsMargins(0, 0, 0, 0)
        buttons.setSpacing(8)
        buttons.addStretch(1)
        for button in (self.smaller, self.larger, self.back):
            buttons.addWidget(button)
        grid.addLayout(words, 0, 0)
        self._marking = label("OFFICIAL-SENSITIVE", "marking")
        grid.addWidget(self._marking, 0, 1, Qt.AlignmentFlag.AlignCenter)
        grid.addWidget(self._buttons, 0, 2)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(2, 1)
        self._grid = grid

    def set_narrow(self, narrow: bool) -> None:
        """With little room the buttons stand under the words."""
        row, column, across = (1, 0, 3) if narrow else (0, 2, 1)
        self._grid.removeWidget(self._buttons)
        self._grid.addWidget(self._buttons, row, column, 1, across)
        self._grid.setColumnStretch(2, 0 if narrow else 1)
        for each in self._words:
            each.setWordWrap(narrow)


class ReadPane(QWidget):
    """Section 1: the exact print, page by page, and which pages have been seen."""

    seen_changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.view = PdfView(name="The record")
        self.boxes = PageBoxes()
        self.previous = Button("Previous page")
        self.next = Button("Next page", kind="primary")
        head = QWidget()
        ground(head, "raised")
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, head)
        self._row.setContentsMargins(24, 7, 24, 7)
        self._row.setSpacing(8)
        first = QHBoxLayout()
        first.setSpacing(12)
        self._head = label("1  Read the record", "section")
        first.addWidget(self._head)
        first.addStretch(1)
        first.addWidget(self.boxes)
        second = QHBoxLayout()
        second.setSpacing(12)
        second.addStretch(1)
        second.addWidget(self.previous)
        second.addWidget(self.next)
        self._row.addLayout(first, 1)
        self._row.addLayout(second)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(head)
        column.addWidget(divider())
        self.changes = ChangesBar()
        self.changes.page_wanted.connect(self._go)
        column.addWidget(self.changes)
        column.addWidget(self.view, 1)
        self.previous.clicked.connect(self.view.previous_page)
        self.next.clicked.connect(self.turn)
        self.view.page_changed.connect(lambda _page, _pages: self._show())
        self.view.seen_changed.connect(lambda _seen: self._seen())

    def load(self, pdf: bytes) -> bool:
        """Show the PDF from memory."""
        ready = self.view.load(pdf)
        self._show()
        return ready

    def set_narrow(self, narrow: bool) -> None:
        """With little room the pages stand over their buttons, and the steps above say what this is."""
        way = QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight
        self._row.setDirection(way)
        self._head.setVisible(not narrow)

    def show_changes(self, changes: Sequence[Change]) -> None:
        """What reads differently from the last time, and on which pages it stands."""
        if changes:
            self.changes.show_changes(changes, self.view.texts())
            self.boxes.set_marked(self.changes.pages)

    def _go(self, page: int) -> None:
        self.view.set_page(page)
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def unseen(self) -> list[int]:
        """Pages from 0 that have not been wholly on the screen."""
        return [page for page in range(self.view.page_count()) if page not in self.view.seen()]

    def turn(self) -> None:
        """Next page. A page taller than the screen is first read to its end."""
        bar = self.view.verticalScrollBar()
        if bar.value() < bar.maximum():
            bar.setValue(bar.value() + max(40, bar.pageStep() - 60))
        else:
            self.view.next_page()

    def _seen(self) -> None:
        self._show()
        self.seen_changed.emit()

    def _show(self) -> None:
        pages = self.view.page_count()
        self.boxes.set_seen(self.view.seen(), pages)
        self.previous.setEnabled(self.view.page() > 0)


class _BackPage(QWidget):
    """A page on which the officer takes the laptop back with the PIN."""

    stayed = Signal()
    left = Signal(object)
    """A `Returned`."""

    def __init__(self, session: Session, pin: Pin, title: str, words: str, button: str, stay: str) -> None:
        super().__init__()
        ground(self, "window")
        self.stay = Button(stay)
        self.entry = PinEntry(session, pin, button)
        self.panel = Panel(title, padded=True)
        self.panel.setMaximumWidth(620)
        self.panel.add(label(words, wrap=True))
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 40, 24, 24)
        column.addLayout(centred(self.panel))
        column.addStretch(1)
        self.stay.clicked.connect(self.stayed)

    def close_panel(self) -> None:
        """The PIN and the way back to reading come last."""
        self.panel.add(divider())
        self.panel.add(self.entry)
        self.panel.body.addWidget(self.stay, 0, Qt.AlignmentFlag.AlignLeft)


class GiveBackPage(_BackPage):
    """The chair leaves without an answer."""

    def __init__(self, session: Session, pin: Pin, officer: str) -> None:
        super().__init__(
            session,
            pin,
            f"Hand the laptop back to {officer}",
            "Nothing has been signed or sealed. The officer enters the handover PIN, or the passphrase.",
            "Take it back",
            "Go on reading",
        )
        self.reason = GrowingText(name="Why was it not signed?", least=2, most=5)
        self.panel.add(labelled("Why was it not signed? It is printed in the record.", self.reason))
        self.reason.setAccessibleName("Why was it not signed?")
        self.close_panel()
        self.entry.opened.connect(lambda: self.left.emit(Returned(reason=self._words())))

    def begin(self) -> None:
        """The officer's turn."""
        self.entry.setFocus()

    def _words(self) -> str:
        return self.reason.text().strip() or "no reason was given"


class CorrectionPage(_BackPage):
    """The chair asks for a fact to be put right before signing."""

    def __init__(self, session: Session, pin: Pin, officer: str) -> None:
        super().__init__(
            session,
            pin,
            f"Ask {officer} to correct it",
            "Say what is wrong. Nothing is sealed; you will be shown the record again before you sign.",
            "Take it back",
            "Go on reading",
        )
        self.note = GrowingText(name="What is wrong?", least=3, most=8)
        self.panel.add(labelled("What is wrong?", self.note))
        self._error = label("", "danger", wrap=True)
        self._error.hide()
        self.panel.add(self._error)
        then = f"Then hand the laptop to {officer}, who enters the handover PIN."
        self.panel.add(label(then, "secondary", wrap=True))
        self.close_panel()
        self.entry.opened.connect(self._leave)

    def begin(self) -> None:
        """The chair's words come first."""
        self.note.setFocus()

    def _leave(self) -> None:
        words = self.note.text().strip()
        self._error.setText("" if words else "Say what is wrong, in a few words.")
        self._error.setVisible(not words)
        mark(self.note, "error", None if words else "true")
        if words:
            self.left.emit(Returned(correction=words))
        else:
            self.note.setFocus()
