"""What somebody sees who is in no team yet: the three steps, and the eight words."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.widgets.buttons import Button
from ui.widgets.flow import FlowLayout
from ui.widgets.labels import label
from ui.widgets.panel import Panel

from .joining import Joining

OFFICER_STEPS = (
    ("1  Save the request file",
     "It holds your name, your rank and this laptop’s public keys: no case words, no secrets. "
     "Carry it to your detective sergeant on a stick or a shared drive."),
    ("2  Read out your eight words",
     "The sergeant types the eight words below, as you read them out in person from this "
     "screen. They prove that the request was not swapped on its way."),
    ("3  Accept the welcome file", "The sergeant hands back a welcome file. You type the sergeant’s own eight words, "
     "read out in person, and this laptop is in the team."),
)  # fmt: skip

SERGEANT_STEPS = (
    ("1  Make the roster",
     "It founds your team with this laptop in it. You can sign off, review and enrol from then on."),
    ("2  Enrol each laptop",
     "An officer brings a request file. You type the eight words that the officer reads out from "
     "that laptop’s screen."),
    ("3  Hand over the welcome file", "Read out your own eight words, which are below. From then on everything comes "
     "and goes through the office folder."),
)  # fmt: skip


class FingerprintLabel(QWidget):
    """The eight words, large enough to be read out."""

    def __init__(self, parent: QWidget | None = None, *, large: bool = False) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 4)
        column.setSpacing(2)
        column.addWidget(label("The eight words of this laptop", "label", parent=self))
        self.words = label("", "code" if large else "mono", wrap=True, parent=self)
        self.words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByKeyboard)
        column.addWidget(self.words)

    def show_words(self, words: str) -> None:
        """The words of this laptop."""
        self.words.setText(words)
        self.words.setAccessibleName(f"The eight words of this laptop: {words}")


class JoinPanel(Panel):
    """The steps with their buttons."""

    def __init__(self, joining: Joining, role: str, parent: QWidget | None = None) -> None:
        hint = "Nothing can be sent until it is."
        super().__init__("This laptop is in no team yet", hint, padded=True, parent=parent)
        sergeant = role == "DS"
        for title, words in SERGEANT_STEPS if sergeant else OFFICER_STEPS:
            self.add(label(title, "strong"))
            self.add(label(words, wrap=True))
        self.fingerprint = FingerprintLabel(self, large=True)
        self.add(self.fingerprint)
        holder = QWidget(self)
        row = FlowLayout(holder, spacing=8)
        if sergeant:
            first = Button("Make the roster", kind="primary", parent=holder)
            first.clicked.connect(joining.make_roster)
            second = Button("Join another sergeant’s team…", parent=holder)
            second.clicked.connect(joining.ask_for_welcome)
            third = Button("Save the request file…", parent=holder)
            third.clicked.connect(joining.ask_where_to_save_request)
            self.buttons = [first, third, second]
        else:
            first = Button("Save the request file…", kind="primary", parent=holder)
            first.clicked.connect(joining.ask_where_to_save_request)
            second = Button("Accept the welcome file…", parent=holder)
            second.clicked.connect(joining.ask_for_welcome)
            self.buttons = [first, second]
        for button in self.buttons:
            row.addWidget(button)
        self.add(holder)
        self.body.addStretch(1)
