"""You, the look, the lock, and the program: every change counts at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from PySide6.QtWidgets import QApplication, QFormLayout, QSpinBox, QWidget

from pclo_app import __version__
from pclo_app.casefile.casefile import CaseFile
from ui.shell.look import dress
from ui.shell.session import Place, Session
from ui.widgets.labels import label
from ui.widgets.panel import Panel
from ui.widgets.segmented import Segmented
from ui.widgets.still import StillSpin

from .section import SettingsSection


@dataclass(frozen=True)
class About:
    """What the case file says of itself."""

    folder: str
    vault: str


def about(cf: CaseFile) -> About:
    """Read it."""
    return About(str(cf.vault.folder), cf.vault.vault_id)


class GeneralSection(SettingsSection):
    """Who, how it looks, when it locks."""

    def __init__(self, session: Session, place: Place, parent: QWidget | None = None) -> None:
        super().__init__(session, place, "You, look and lock", parent=parent)
        for card in (self._you(), self._look(), self._lock(), self._program()):
            self.add_card(card)
        self.column.addStretch(1)
        session.operations.submit(lambda cf, _: about(cf), self._about_known, owner=self)

    def shown(self) -> None:
        self.look.setFocus()

    def _you(self) -> Panel:
        card = Panel("You", padded=True)
        officer = self.session.officer
        card.add(label(f"{officer.name}, {officer.rank}", "strong", wrap=True))
        role = (
            "Supervisor: reviews other people’s cases" if officer.role == "DS" else "Police conference liaison officer"
        )
        card.add(label(f"{officer.team}. {role}.", "", wrap=True))
        return card

    def _look(self) -> Panel:
        card = Panel("Look", padded=True)
        now = self.session.memory.now
        form = _form(card)
        self.look = Segmented(
            [("system", "Same as the system"), ("light", "Light"), ("dark", "Dark")], now.look, name="Colours"
        )
        self.look.changed.connect(lambda value: self._keep(look=value))
        form.addRow(label("Colours", "label"), self.look)
        self.text = StillSpin(card)
        self.text.setRange(90, 200)
        self.text.setSingleStep(10)
        self.text.setSuffix(" %")
        self.text.setValue(now.text)
        self.text.setKeyboardTracking(False)
        self.text.setAccessibleName("Text size")
        self.text.valueChanged.connect(lambda value: self._keep(text=value))
        form.addRow(label("Text size", "label"), self.text)
        self.rows = Segmented(
            [("compact", "Compact"), ("comfortable", "Comfortable")],
            "comfortable" if now.comfortable else "compact",
            name="Rows",
        )
        self.rows.changed.connect(lambda value: self._keep(comfortable=value == "comfortable"))
        form.addRow(label("Rows", "label"), self.rows)
        return card

    def _lock(self) -> Panel:
        card = Panel("Lock", padded=True)
        now = self.session.memory.now
        form = _form(card)
        self.idle = _minutes(card, "Minutes without a key or the mouse", 1, 15, now.idle)
        self.idle.valueChanged.connect(lambda value: self._keep(idle=value))
        form.addRow(label("Lock after", "label"), self.idle)
        self.meeting = _minutes(card, "Minutes while a meeting is in progress", 5, 30, now.meeting_idle)
        self.meeting.valueChanged.connect(lambda value: self._keep(meeting_idle=value))
        form.addRow(label("In a meeting", "label"), self.meeting)
        words = "Ctrl+L locks at once. What you are typing is kept, encrypted, and opens where you left it."
        card.add(label(words, "secondary", wrap=True))
        return card

    def _program(self) -> Panel:
        card = Panel("About", padded=True)
        card.add(label(f"PCLO Case File {__version__}", "strong"))
        self._where = label("", "secondary", wrap=True)
        card.add(self._where)
        card.add(label("It works without a network and sends nothing anywhere by itself.", "secondary", wrap=True))
        return card

    # what is done ---------------------------------------------------------------------------------------------

    def _keep(self, **values: Any) -> None:
        self.session.memory.change(**values)
        application = QApplication.instance()
        if values.keys() & {"look", "text", "comfortable"} and isinstance(application, QApplication):
            dress(application, self.session.memory.now)
        self.session.memory_changed.emit()
        self.session.say("Setting kept")

    def _about_known(self, found: About) -> None:
        self._where.setText(f"The case file is kept in {found.folder}. Its number: {found.vault}.")


def _form(card: Panel) -> QFormLayout:
    form = QFormLayout()
    form.setHorizontalSpacing(16)
    form.setVerticalSpacing(8)
    card.body.addLayout(form)
    return form


def _minutes(parent: QWidget, name: str, least: int, most: int, value: int) -> QSpinBox:
    made = StillSpin(parent)
    made.setRange(least, most)
    made.setSuffix(" min")
    made.setValue(value)
    made.setAccessibleName(name)
    return made
