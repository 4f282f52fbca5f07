"""The chair's screen: a stranger reads all of it, decides freely and signs, in one sitting.

It shows the very PDF that is sealed. There is one path (read, choose, sign), five honest
answers of which none is chosen beforehand, and no way into the rest of the laptop. It is a
courtesy barrier and not an operating-system kiosk.
"""

from __future__ import annotations

from itertools import pairwise
from typing import cast

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent, QHideEvent, QResizeEvent
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLayout, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from pclo_app.casefile.meetings import Answer
from pclo_app.errors import KnownError
from pclo_app.records.meeting import StrategyMeeting
from pclo_app.records.seal import Outcome
from ui.shell.session import Session
from ui.theme import Theme
from ui.widgets.announce import announce
from ui.widgets.buttons import Button
from ui.widgets.error_box import ErrorBox
from ui.widgets.flow import FlowLayout
from ui.widgets.labels import IconLabel, divider, ground, label

from . import facts
from .ceremony import Returned
from .chair_pages import NARROW, CorrectionPage, GiveBackPage, ReadPane, Steps, TopBar
from .choices import LARGE, PAPER, REFUSED, RESERVED, SIGNED, UNABLE, Choices
from .drafts import ChairDraft
from .facts import SealedNow, Shown
from .outcome import OutcomePage
from .pin import Pin
from .signing import Signing

_BUTTONS = {
    SIGNED: "Sign and seal",
    RESERVED: "Sign and seal",
    REFUSED: "Record that I do not sign",
    UNABLE: "Record that I cannot sign",
    PAPER: "Print for signing",
}


class ChairScreen(QWidget):
    """Full screen while the chair has the laptop."""

    finished = Signal(object)
    """A `Returned`: the officer has the laptop again."""

    def __init__(
        self,
        session: Session,
        shown: Shown,
        record: StrategyMeeting,
        pin: Pin,
        *,
        idcheck: str = "none",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        ground(self, "window")
        self.setWindowTitle("Strategy meeting record, for the chair")
        self._session = session
        self._shown = shown
        self._record = record
        self._idcheck = idcheck
        self._sealing = False
        self._done = False
        officer = session.officer.name
        self.bar = TopBar(officer)
        self.read = ReadPane()
        self.steps = Steps()
        self.choices = Choices(record)
        self.signing = Signing(record.chair, record.version)
        self.aloud = QCheckBox("The whole record was read out to me")
        self.explain = label("", "warn", wrap=True)
        self.go_button = Button("Sign and seal", kind="primary", size="large")
        self.correct = Button(f"Ask {officer} to correct it", kind="quiet")
        self.error = ErrorBox()
        self.give_back = GiveBackPage(session, pin, officer)
        self.correction = CorrectionPage(session, pin, officer)
        self.outcome = OutcomePage(session, pin, record)
        self.pages = QStackedWidget()
        self._lay_out()
        self._wire()
        self.loaded = self.read.load(shown.presentation.pdf)
        self.read.show_changes(shown.changes)

    def _lay_out(self) -> None:
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.steps)
        row = QHBoxLayout()
        row.setSpacing(0)
        row.addWidget(self.read, 62)
        self._side = self._right()
        row.addWidget(self._side, 38)
        column.addLayout(row, 1)
        for page in (body, self.give_back, self.correction, self.outcome):
            self.pages.addWidget(page)
        self._body = body
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        outer.addWidget(self.bar)
        outer.addWidget(self.pages, 1)

    def _right(self) -> QWidget:
        side = QWidget()
        ground(side, "window")
        outer = QVBoxLayout(side)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        inside = QWidget()
        ground(inside, "window")
        column = QVBoxLayout(inside)
        column.setContentsMargins(22, 12, 22, 8)
        column.setSpacing(8)
        column.addWidget(self.error)
        column.addWidget(label("2  Say what you want to do", "section"))
        column.addWidget(self.choices)
        wrong = QWidget()
        flow = FlowLayout(wrong, spacing=5)
        for part in (
            IconLabel("pencil", "ink2"),
            label("Is a fact wrong?", "small"),
            self.correct,
            label("before you sign.", "small"),
        ):
            flow.addWidget(part)
        column.addWidget(wrong)
        self._line = divider()
        column.addWidget(self._line)
        column.addWidget(self.signing)
        column.addStretch(1)
        scroll.setWidget(inside)
        outer.addWidget(scroll, 1)
        self._scroll = scroll
        foot = QWidget()
        ground(foot, "window")
        large = Theme.current().text_scale > LARGE
        row = QVBoxLayout(foot) if large else QHBoxLayout(foot)
        row.setContentsMargins(22, 6, 22, 14)
        row.setSpacing(10)
        words = QVBoxLayout()
        words.setSpacing(4)
        first = QHBoxLayout()
        first.setSpacing(6)
        self._icon = IconLabel("warning", "warn_graphic")
        first.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        first.addWidget(self.explain, 1)
        words.addLayout(first)
        words.addWidget(self.aloud)
        row.addLayout(words, 1)
        end = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignBottom
        row.addWidget(self.go_button, 0, end)
        outer.addWidget(foot)
        self.signing.hide()
        self._line.hide()
        return side

    def _wire(self) -> None:
        self.bar.smaller.clicked.connect(self.read.view.zoom_out)
        self.bar.larger.clicked.connect(self.read.view.zoom_in)
        self.bar.back.clicked.connect(self._ask_back)
        self.choices.chosen.connect(self._chosen)
        for signal in (self.choices.edited, self.signing.changed, self.read.seen_changed):
            signal.connect(self._say_early)
        self.aloud.clicked.connect(lambda _on: self._say_early())
        self.go_button.clicked.connect(self.answer)
        self.steps.changed.connect(lambda _key: self._show_half())
        self.correct.clicked.connect(self._ask_correction)
        for page in (self.give_back, self.correction):
            page.stayed.connect(self._to_body)
            page.left.connect(self._leave)
        self.outcome.left.connect(self._leave)
        order = [self.read.view, self.read.previous, self.read.next, *self.choices.boxes.values()]
        for before, after in pairwise(order):
            QWidget.setTabOrder(before, after)
        self._say("")

    # opening, locking -----------------------------------------------------------------------------------------

    def begin(self) -> None:
        """The chair has the laptop: reading comes first."""
        self.read.view.setFocus(Qt.FocusReason.OtherFocusReason)
        if not self.loaded:
            self.error.show_parts("This record could not be shown.", "Nothing was sealed.", "Give the laptop back.")

    def interrupted(self) -> ChairDraft | None:
        """What is kept when a lock may come: never the strokes. Nothing once the record is sealed.

        Drafts are kept for other reasons too (a message of the shell, say), so nothing on the
        screen changes here; the strokes go when the screen is covered.
        """
        if self._done or self._sealing:
            return None
        return ChairDraft(
            rev=self._shown.presentation.rev,
            choice=self.choices.value(),
            fields={**self.choices.state(), **self.signing.state(), "aloud": self.aloud.isChecked()},
            seen=tuple(sorted(self.read.view.seen())),
        )

    def restore(self, draft: ChairDraft) -> None:
        """What the chair had chosen and read before a lock. The signature must be made again."""
        self.choices.choose(draft.choice)
        self.choices.restore(draft.fields)
        self.signing.restore(draft.fields)
        self.aloud.setChecked(bool(draft.fields.get("aloud")))
        self.read.view.set_seen(set(draft.seen))

    # answering ------------------------------------------------------------------------------------------------

    def _signs(self) -> bool:
        return self.choices.value() in (SIGNED, RESERVED)

    def _chosen(self, value: str) -> None:
        self.signing.show()
        self._line.show()
        self.signing.set_signing(self._signs())
        self.go_button.set_words(_BUTTONS[value])
        self._say("")

    def problem(self) -> tuple[str, QWidget | None]:
        """Why the button cannot do its work yet, and where to go."""
        value = self.choices.value()
        if not value:
            return "Choose what you want to do first.", self.choices.boxes[SIGNED]
        unseen = self.read.unseen()
        if self._signs() and unseen and not self.aloud.isChecked():
            return f"Page {unseen[0] + 1} has not been on the screen yet. Press Next page.", self.read.next
        if value == RESERVED and not self.choices.reservation.words():
            return "Say what you disagree with.", self.choices.reservation.points[0][1]
        if value == UNABLE and not self.choices.why.text().strip():
            return "Say why you cannot sign.", self.choices.why
        return self.signing.problem(signing=self._signs())

    def answer(self) -> None:
        """The main button: explains when it is too early, else seals."""
        if self._sealing or self._done:
            return
        words, where = self.problem()
        self._say(words)
        if words:
            announce(self.go_button, words)
            if where is not None:
                self.steps.set_value("read" if self.read.isAncestorOf(where) else "answer")
                self._show_half()
                where.setFocus(Qt.FocusReason.OtherFocusReason)
                self._scroll.ensureWidgetVisible(where)
            return
        self._sealing = True
        self.error.clear()
        shown, given = self._shown, self._answer()
        self._session.operations.submit(
            lambda cf, _: facts.seal(cf, shown, given), self._sealed, self._refused, owner=self
        )

    def _answer(self) -> Answer:
        value = self.choices.value()
        why = None
        if value in (REFUSED, UNABLE):
            why = self.choices.why.text().strip() or "No reason given"
        witness = self.choices.witness.text().strip() if value in (REFUSED, UNABLE) else ""
        return Answer(
            outcome=cast(Outcome, value),
            name=self.signing.name.text().strip(),
            desig=self.signing.role.text().strip(),
            agency=self.signing.agency.text().strip(),
            ink=self.signing.ink(signing=self._signs()),
            idcheck=self._idcheck,
            reserve=self.choices.reservation.words() if value == RESERVED else None,
            why=why,
            seen=tuple(page + 1 for page in sorted(self.read.view.seen())),
            read_aloud=self.aloud.isChecked(),
            witness=(witness,) if witness else (),
        )

    def _sealed(self, done: SealedNow) -> None:
        self._sealing = False
        self._done = True
        about = self.choices.reservation.about() if self.choices.value() == RESERVED else ""
        self.outcome.show_outcome(done.sealed, about)
        self.signing.throw_away()
        self.read.view.unload()
        self.bar.back.hide()
        self.bar.larger.hide()
        self.bar.smaller.hide()
        self.pages.setCurrentWidget(self.outcome)
        self.outcome.begin()

    def _refused(self, error: Exception) -> None:
        self._sealing = False
        if isinstance(error, KnownError):
            self.error.show_error(error, take_focus=True)
        else:
            self._session.show_error(error)

    def _say_early(self) -> None:
        """Once something was explained, the words follow what is still missing."""
        if self.explain.text():
            self._say(self.problem()[0])

    def _say(self, words: str) -> None:
        self.explain.setText(words)
        self._icon.setVisible(bool(words))
        self.go_button.setAccessibleDescription(words)

    # leaving --------------------------------------------------------------------------------------------------

    def _ask_back(self) -> None:
        self.pages.setCurrentWidget(self.give_back)
        self.give_back.begin()

    def _ask_correction(self) -> None:
        self.pages.setCurrentWidget(self.correction)
        self.correction.begin()

    def _to_body(self) -> None:
        self.pages.setCurrentWidget(self._body)
        self.read.view.setFocus()

    def _leave(self, how: Returned) -> None:
        self._done = True
        self.signing.throw_away()
        self.finished.emit(how)

    def minimumSizeHint(self) -> QSize:
        """The window may be smaller than both halves together: then each is a page."""
        return QSize(320, 320)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._show_half()

    def _show_half(self) -> None:
        """With little room, reading and answering are pages of their own; nothing else changes."""
        narrow = self.width() / Theme.current().text_scale < NARROW
        self.steps.setVisible(narrow)
        reading = self.steps.value() == "read"
        self.read.setVisible(not narrow or reading)
        self._side.setVisible(not narrow or not reading)
        self.bar.set_narrow(narrow)
        self.read.set_narrow(narrow)

    def hideEvent(self, event: QHideEvent) -> None:
        """The cover of a lock, or the end: a signature is always made afresh."""
        super().hideEvent(event)
        if not event.spontaneous():
            self.signing.throw_away()

    def closeEvent(self, event: QCloseEvent) -> None:
        """As a window of its own it stays until the officer has the laptop."""
        if not self._done:
            event.ignore()
