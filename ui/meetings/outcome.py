"""After the answer: what was sealed, the code to take away, and the way back to the officer."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from pclo_app.casefile.model import SealedRecord
from pclo_app.records.meeting import StrategyMeeting
from pclo_app.records.seal import Seal, qr_text
from ui.shell.session import Session
from ui.theme import Theme, mark
from ui.widgets.announce import announce
from ui.widgets.buttons import Button
from ui.widgets.flow import FlowLayout
from ui.widgets.labels import STATES, IconLabel, divider, ground, label

from .ceremony import Returned
from .pictures import CodeSquare, InkView
from .pin import Pin, PinEntry
from .wording import said_by, sealed_when

HEADS = {
    "signed": ("Signed and sealed", "seal", "ok"),
    "reserved": ("Signed and sealed", "seal", "ok"),
    "refused": ("Not signed", "not-needed", "raised"),
    "unable": ("Not signed", "not-needed", "raised"),
    "wet-ink": ("Waiting for paper", "clock", "warn"),
}
_TOKENS = {"ok": "ok", "raised": "ink2", "warn": "warn_graphic"}


class OutcomePage(QWidget):
    """The last page that the chair sees."""

    left = Signal(object)
    """A `Returned`."""

    def __init__(self, session: Session, pin: Pin, record: StrategyMeeting) -> None:
        super().__init__()
        ground(self, "window")
        self._record = record
        self._officer = session.officer.name
        self._print = False
        self._slip = False
        self.entry = PinEntry(session, pin, "Open the case")
        self.print_button = Button("Print 2 copies", "printer", size="large")
        self.slip_button = Button("Print a slip with the code", size="large")
        self.slip_button.setAccessibleDescription("One page with the code and the square, and no word of the record.")
        self.slip_button.clicked.connect(self._want_slip)
        self.print_words = label("", "secondary", wrap=True)
        self._head = QWidget()
        self._icon = IconLabel("seal", "ok", 34)
        self._title = label("", "title")
        self._about = label("", "reading", wrap=True)
        self.code = label("", "code")
        self.code.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
        self.square = CodeSquare()
        self.ink = InkView()
        self._ink_title = label("Signature", "label")
        self._states = QVBoxLayout()
        self._lay_out()
        self.print_button.clicked.connect(self._want_print)
        self.entry.opened.connect(
            lambda: self.left.emit(Returned(sealed=True, print_copies=self._print, print_slip=self._slip))
        )

    def _lay_out(self) -> None:
        self._card = _Card()
        card = self._card
        card.setMaximumWidth(1010)
        column = QVBoxLayout(card)
        column.setContentsMargins(2, 2, 2, 2)
        column.setSpacing(0)
        head = QHBoxLayout(self._head)
        head.setContentsMargins(30, 14, 30, 14)
        head.setSpacing(22)
        head.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self._title)
        words.addWidget(self._about)
        head.addLayout(words, 1)
        column.addWidget(self._head)
        column.addWidget(divider())
        middle = QHBoxLayout()
        middle.setContentsMargins(26, 16, 26, 18)
        middle.setSpacing(28)
        middle.addLayout(self._left(), 46)
        middle.addLayout(self._right(), 54)
        column.addLayout(middle)
        foot = QWidget()
        ground(foot, "raised")
        row = QHBoxLayout(foot)
        row.setContentsMargins(26, 10, 26, 12)
        thanks = QVBoxLayout()
        thanks.setSpacing(1)
        thanks.addWidget(label(f"Thank you. Please hand the laptop back to {self._officer}.", "strong", wrap=True))
        thanks.addWidget(
            label("The officer’s passphrase or handover PIN is needed to open anything else.", "secondary", wrap=True)
        )
        row.addLayout(thanks, 1)
        row.addWidget(self.entry)
        column.addWidget(foot)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inside = QWidget()
        outer = QVBoxLayout(inside)
        outer.setContentsMargins(24, 48, 24, 24)
        outer.addWidget(card, 0, Qt.AlignmentFlag.AlignTop)
        outer.addStretch(1)
        holder = QHBoxLayout()
        holder.addStretch(1)
        holder.addWidget(card, 20)
        holder.addStretch(1)
        outer.insertLayout(0, holder)
        scroll.setWidget(inside)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(scroll)

    def _left(self) -> QVBoxLayout:
        left = QVBoxLayout()
        left.setSpacing(6)
        left.addWidget(label("Verification code", "label"))
        left.addWidget(self.code)
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.addWidget(self.square, 0, 0, Qt.AlignmentFlag.AlignTop)
        version = self._record.version
        words = label(
            "Write the code in your own notes, or keep the printed copy. It is worked out from every word of "
            f"version {version} and your answer. The square holds the same code and no names.\n\n"
            "If anybody changed a word, the code would no longer fit: it belongs to these pages only.",
            "small",
            wrap=True,
        )
        grid.addWidget(words, 0, 1, Qt.AlignmentFlag.AlignTop)
        grid.setColumnStretch(1, 1)
        left.addLayout(grid)
        left.addStretch(1)
        return left

    def _right(self) -> QVBoxLayout:
        right = QVBoxLayout()
        right.setSpacing(8)
        right.addWidget(self._ink_title)
        right.addWidget(self.ink)
        self._states.setSpacing(8)
        right.addLayout(self._states)
        holder = QWidget()
        row = FlowLayout(holder, spacing=8)
        row.addWidget(self.print_button)
        row.addWidget(self.slip_button)
        right.addWidget(holder)
        right.addWidget(self.print_words)
        right.addStretch(1)
        return right

    def show_outcome(self, sealed: SealedRecord, about: str) -> None:
        """Say what was sealed."""
        seal = sealed.seal.record
        assert isinstance(seal, Seal)
        title, icon, fill = HEADS[seal.outcome]
        self._title.setText(title)
        self._icon.set_icon(icon, _TOKENS[fill])
        ground(self._head, fill)
        self._card.set_token(_TOKENS[fill])
        self._about.setText(f"{sealed_when(sealed)}. {said_by(seal, about)}")
        groups = sealed.code.split("-")
        self.code.setText("-".join(groups[:4]) + "\n" + "-".join(groups[4:]))
        self.code.setAccessibleName(f"Verification code {' '.join(groups)}")
        self.square.set_text(qr_text(sealed.digest))
        self.ink.show_ink(seal)
        shown = seal.outcome in ("signed", "reserved")
        self.ink.setVisible(shown)
        self._ink_title.setVisible(shown)
        for state, words, second in _what_next(seal):
            self._states.addWidget(_state_line(state, words, second))
        if seal.outcome == "wet-ink":
            self._want_print()
        announce(self, f"{title}. {self._about.text()}")

    def begin(self) -> None:
        """The chair may want copies; then the officer takes over."""
        (self.entry if self._print else self.print_button).setFocus()

    def _want_print(self) -> None:
        """Printing is the officer's to do: the sheet opens as soon as the laptop is back."""
        self._print = not self._print
        mark(self.print_button, "primary", "true" if self._print else None)
        self._say_print()

    def _want_slip(self) -> None:
        """The code to take away, on one page without a word of the record."""
        self._slip = not self._slip
        mark(self.slip_button, "primary", "true" if self._slip else None)
        self._say_print()

    def _say_print(self) -> None:
        what = " and ".join(["2 copies"] * self._print + ["a slip with the code"] * self._slip)
        self.print_words.setText(
            f"{self._officer} prints {what} as soon as the PIN is entered." if what else "Nothing is printed."
        )
        announce(self.print_button, self.print_words.text())
        self.entry.setFocus()


class _Card(QFrame):
    """The white card with an edge in the colour of the outcome."""

    def __init__(self) -> None:
        super().__init__()
        self._token = "ok"

    def set_token(self, token: str) -> None:
        """The colour of the edge."""
        self._token = token
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = Theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.qcolor(self._token), 2))
        painter.setBrush(theme.qcolor("surface"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 3, 3)
        painter.end()


def _state_line(state: str, words: str, second: str) -> QWidget:
    """Icon, sentence, and a grey line under it."""
    made = QWidget()
    row = QHBoxLayout(made)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(12)
    icon, token = STATES[state]
    row.addWidget(IconLabel(icon, token, 20))
    column = QVBoxLayout()
    column.setSpacing(0)
    column.addWidget(label(words, "strong", wrap=True))
    column.addWidget(label(second, "secondary", wrap=True))
    row.addLayout(column, 1)
    return made


def _what_next(seal: Seal) -> list[tuple[str, str, str]]:
    """State, what, and why or how."""
    kept = ("done", "The record is kept as you read it", "It can be read and printed. It cannot be edited")
    if seal.outcome == "wet-ink":
        return [("clock", "2 copies are to be printed and signed", "The code is on every page"), kept]
    if seal.outcome in ("refused", "unable"):
        return [kept, ("done", "The supervisor will be told at the next sync", "Because it was not signed")]
    states = [("done", "The record is sealed", "It can be read and printed. It cannot be edited")]
    if seal.outcome == "reserved":
        states.append(("done", "The supervisor will be told at the next sync", "Because there is a reservation"))
    return [*states, ("empty", "2 copies can be printed", "One for the chair, one for the police file")]
