"""Handing the laptop to the chair and taking it back: the officer's sheet, and the ceremony as a whole."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QLineEdit, QScrollArea, QVBoxLayout, QWidget

from pclo_app.records.agencies import AGENCIES
from pclo_app.records.meeting import Attendee, StrategyMeeting
from ui.shell.session import Session
from ui.theme import mark
from ui.widgets.buttons import Button
from ui.widgets.error_box import Notice
from ui.widgets.flow import FlowLayout
from ui.widgets.labels import field_label, ground, label
from ui.widgets.panel import Panel
from ui.widgets.segmented import Segmented

from . import facts
from .battery import battery
from .ceremony import Agreed, Returned
from .chair import ChairScreen
from .drafts import ChairDraft
from .facts import Facts, MeetingReports, Shown
from .parts import centred
from .pin import Pin, pin_problem

_CHECKS = (
    ("known to officer", "Known to me"),
    ("warrant/ID badge seen", "Badge or ID seen"),
    ("none", "Not checked"),
)


class HandoverSheet(QWidget):
    """Who will sign, the PIN to come back with, and how the officer knows who it is."""

    ready = Signal()
    cancelled = Signal()

    def __init__(self, officer: str, parent: QWidget | None = None, *, supplies: Path | None = None) -> None:
        """``supplies``: where the batteries are told of, where that is not the system's own place."""
        super().__init__(parent)
        ground(self, "window")
        self._supplies = supplies
        self._officer = officer
        self._who = label("", "section", wrap=True)
        self._about = label("", "", wrap=True)
        self.idcheck = Segmented(_CHECKS, name="How do you know who this is?")
        self.pin = QLineEdit()
        self.pin.setEchoMode(QLineEdit.EchoMode.Password)
        self.pin.setMaximumWidth(160)
        self.pin.setMaxLength(8)
        self._pin_error = label("", "danger", wrap=True)
        self._id_error = label("", "danger", wrap=True)
        self._pin_error.hide()
        self._id_error.hide()
        self.power = Notice("", "warn")
        self.power.hide()
        self.turn_button = Button("Turn the laptop to the chair", "forward", kind="primary")
        self.back_button = Button("Back to the record")
        panel = Panel("Ask the chair to sign", "The laptop shows this record and nothing else", padded=True)
        panel.setMaximumWidth(620)
        for part in (
            self._who,
            self._about,
            self.power,
            field_label("How do you know who this is?", self.idcheck),
            self.idcheck,
            self._id_error,
            field_label("Handover PIN, 4 to 8 digits, for this time only", self.pin),
            self.pin,
            self._pin_error,
            label(
                "You need it to take the laptop back. After three wrong tries only your passphrase works. "
                "Do not tell it to the chair.",
                "secondary",
                wrap=True,
            ),
        ):
            panel.add(part)
        buttons = QWidget()
        flow = FlowLayout(buttons, spacing=8)
        flow.addWidget(self.turn_button)
        flow.addWidget(self.back_button)
        panel.add(buttons)
        scroll = QScrollArea(self)
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(24, 40, 24, 24)
        column.addLayout(centred(panel))
        column.addStretch(1)
        scroll.setWidget(inside)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scroll)
        self.turn_button.clicked.connect(self._turn)
        self.back_button.clicked.connect(self.cancelled)
        self.pin.returnPressed.connect(self._turn)

    def show_chair(self, chair: Attendee | None) -> None:
        """Say who will sign, as the attendance has it."""
        if chair is None or not chair.name.strip():
            self._who.setText("Nobody is marked as the chair")
            self._about.setText("The chair can enter name, role and agency on the next screen.")
            return
        agency = chair.organisation or AGENCIES.get(chair.agency, "")
        self._who.setText(", ".join(part for part in (chair.name, chair.rank, agency) if part))
        self._about.setText("reads the whole record and answers it: signs, signs with a reservation, or does not sign.")

    def begin(self) -> None:
        """A new PIN each time; nothing is chosen beforehand."""
        self.pin.clear()
        self.idcheck.set_value("")
        self._pin_error.hide()
        self._id_error.hide()
        self._look_at_power()
        self.idcheck.setFocus()

    def _look_at_power(self) -> None:
        """A laptop that goes out in front of the chair loses the signature: the officer hears of it, not the chair."""
        left = battery(self._supplies) if self._supplies is not None else battery()
        if left is not None and left.is_low:
            self.power.set(
                f"The battery is at {left.percent}%. Plug the laptop in first: if it goes out, nothing is sealed and "
                "the chair has to sign again."
            )
        self.power.setVisible(left is not None and left.is_low)

    def agreed(self) -> Agreed:
        """What was settled. The PIN leaves the field with it."""
        made = Agreed(Pin(self.pin.text()), self.idcheck.value() or "none")
        self.pin.clear()
        return made

    def keyPressEvent(self, event: object) -> None:
        if event.key() == Qt.Key.Key_Escape:  # type: ignore[attr-defined]
            self.cancelled.emit()
        else:
            super().keyPressEvent(event)  # type: ignore[arg-type]

    def _turn(self) -> None:
        wrong = pin_problem(self.pin.text())
        unasked = "" if self.idcheck.value() else "Say how you know who this is."
        for words, shown, field in ((wrong, self._pin_error, self.pin), (unasked, self._id_error, None)):
            shown.setText(words)
            shown.setVisible(bool(words))
            if field is not None:
                mark(field, "error", "true" if words else None)
                field.setAccessibleDescription(f"Error: {words}" if words else "")
        self.idcheck.set_error(unasked)
        if unasked:
            self.idcheck.setFocus()
        elif wrong:
            self.pin.setFocus()
        else:
            self.ready.emit()


class Handover(QObject):
    """One ceremony: render, show, answer, seal, and back."""

    returned = Signal(object)
    """A `Returned`."""
    failed = Signal(object)
    """The record could not be shown: the exception."""

    def __init__(
        self,
        session: Session,
        reports: MeetingReports,
        known: Facts,
        record: StrategyMeeting,
        agreed: Agreed,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._reports = reports
        self._facts = known
        self._record = record
        self._agreed = agreed
        self._restored: ChairDraft | None = None
        self.screen: ChairScreen | None = None

    def begin(self, restored: ChairDraft | None) -> None:
        """Render the record once, note the showing, and give the screen away."""
        self._restored = restored
        meeting, reports = self._facts.id, self._reports
        self._session.operations.submit(
            lambda cf, _: facts.show(cf, reports, meeting), self._show, self.failed.emit, owner=self
        )

    def draft(self) -> ChairDraft | None:
        """What survives a lock: choice, words and pages. The strokes are thrown away."""
        if self.screen is None:
            return self._restored
        return self.screen.interrupted()

    def _show(self, shown: Shown) -> None:
        screen = ChairScreen(self._session, shown, self._record, self._agreed.pin, idcheck=self._agreed.idcheck)
        screen.finished.connect(self._finished)
        self.screen = screen
        if self._restored is not None and self._restored.rev == shown.presentation.rev:
            screen.restore(self._restored)
        self._session.own_the_screen(screen)
        screen.begin()

    def _finished(self, how: Returned) -> None:
        screen, self.screen = self.screen, None
        self._session.own_the_screen(None)
        if screen is not None:
            screen.hide()
            screen.deleteLater()
        self.returned.emit(how)
