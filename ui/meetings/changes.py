"""What changed since the chair read it: each changed part, word by word, with the page on which it stands."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from pclo_app.casefile.shown_again import Change
from ui.chronology.differences import as_html, differences, shortened, spoken
from ui.theme import Theme
from ui.widgets.buttons import Button
from ui.widgets.labels import ground, label

_HEIGHT = 168
_ENOUGH = 18
"""Letters by which words are found again on a page."""


class ChangesBar(QWidget):
    """Under the head of the reading pane. Hidden where nothing was shown before, or nothing changed."""

    page_wanted = Signal(int)
    """From 0."""

    def __init__(self) -> None:
        super().__init__()
        ground(self, "warn")
        self.buttons: list[Button] = []
        self.pages: set[int] = set()
        self.words: list[str] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 6, 24, 6)
        column.setSpacing(4)
        head = QHBoxLayout()
        self._title = label("", "strong")
        self.toggle = Button("Hide", kind="quiet", size="small")
        self.toggle.clicked.connect(self._toggle)
        head.addWidget(self._title, 1)
        head.addWidget(self.toggle)
        column.addLayout(head)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        inside = QWidget()
        ground(inside, "warn")
        self._lines = QVBoxLayout(inside)
        self._lines.setContentsMargins(0, 0, 0, 0)
        self._lines.setSpacing(5)
        self._scroll.setWidget(inside)
        column.addWidget(self._scroll)
        self.hide()

    def show_changes(self, changes: Sequence[Change], pages: Sequence[str]) -> None:
        """These, with the texts of the pages to find them on."""
        for change in changes:
            page = page_of(change, pages)
            if page >= 0:
                self.pages.add(page)
            self._lines.addWidget(self._line(change, page))
        self._lines.addStretch(1)
        number = "One part" if len(changes) == 1 else f"{len(changes)} parts"
        self._title.setText(f"What changed since you read it: {number}")
        self.setAccessibleName(f"{self._title.text()}. {'. '.join(self.words)}")
        self._scroll.setFixedHeight(round(min(_HEIGHT, 46 * len(changes)) * Theme.current().text_scale))
        self.setVisible(bool(changes))

    def _line(self, change: Change, page: int) -> QWidget:
        made = QWidget()
        row = QHBoxLayout(made)
        row.setContentsMargins(0, 0, 6, 0)
        row.setSpacing(10)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(label(change.where, "strong"))
        pieces = differences(change.before, change.after)
        text = QLabel()
        text.setTextFormat(Qt.TextFormat.RichText)
        text.setWordWrap(True)
        text.setText(as_html(shortened(pieces)))
        text.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
        text.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        said = spoken([each for each in pieces if each.sort != "same"])
        text.setAccessibleName(said)
        self.words.append(f"{change.where}: {said}")
        words.addWidget(text)
        row.addLayout(words, 1)
        if page >= 0:
            button = Button(f"Page {page + 1}", size="small")
            button.setAccessibleName(f"Go to page {page + 1}: {change.where}")
            button.clicked.connect(partial(self._go, page))
            self.buttons.append(button)
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        return made

    def _go(self, page: int, _on: bool = False) -> None:
        self.page_wanted.emit(page)

    def _toggle(self) -> None:
        shown = self._scroll.isHidden()
        self._scroll.setVisible(shown)
        self.toggle.set_words("Hide" if shown else "Show")


def page_of(change: Change, pages: Sequence[str]) -> int:
    """The page (from 0) that has the new words, -1 where they stand on none.

    Words may be broken over lines in the print: only letters and digits are compared.
    """
    texts = [_plain(page) for page in pages]
    new = [piece.text for piece in differences(change.before, change.after) if piece.sort == "new"]
    heading = re.sub(r"^(Attendance|Decision \d+), ", "", change.where)
    for words in (*sorted(new, key=len, reverse=True), change.after, heading):
        wanted = _plain(words)[:60]
        if len(wanted) < 3:
            continue
        for length in (len(wanted), _ENOUGH):
            found = [number for number, text in enumerate(texts) if wanted[:length] in text]
            if found and (len(wanted) >= _ENOUGH or len(found) == 1):
                return found[0]
    return -1


def _plain(words: str) -> str:
    return "".join(each for each in words.casefold() if each.isalnum())
