"""Settings: who, how it looks, when it locks, what protects it, whether it is whole."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from PySide6.QtWidgets import (
    QApplication,
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from pclo_app import __version__
from pclo_app.casefile import integrity
from pclo_app.casefile.casefile import CaseFile
from pclo_app.journal.findings import Report
from ui.shell.look import dress
from ui.shell.session import Place, Screen, Session
from ui.widgets.buttons import Button
from ui.widgets.error_box import Notice
from ui.widgets.labels import label
from ui.widgets.panel import Panel, page_title
from ui.widgets.segmented import Segmented

PASSPHRASE_AND_RING = (
    "Your passphrase and the secret in this laptop’s key ring together: a copy of the folder is no use elsewhere."
)
PASSPHRASE_ALONE = (
    "Your passphrase alone: no key ring takes part. Anybody who copies the folder can try passphrases on it."
)


@dataclass(frozen=True)
class About:
    """What the case file says of itself."""

    folder: str
    protection: str
    vault: str


def about(cf: CaseFile) -> About:
    """Read it."""
    alone = cf.vault.protection.value == "pass"
    return About(str(cf.vault.folder), PASSPHRASE_ALONE if alone else PASSPHRASE_AND_RING, cf.vault.vault_id)


class SettingsPage(Screen):
    """One column of cards. Every change counts at once."""

    def __init__(self, session: Session, place: Place, parent: QWidget | None = None) -> None:
        super().__init__(session, place, parent)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        area = QScrollArea(self)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        inside = QWidget()
        self._column = QVBoxLayout(inside)
        self._column.setContentsMargins(14, 12, 14, 12)
        self._column.setSpacing(12)
        self._column.addWidget(page_title("Settings"))
        for card in (self._you(), self._look(), self._lock(), self._check(), self._program()):
            card.setMaximumWidth(760)
            self._column.addWidget(card)
        self._column.addStretch(1)
        area.setWidget(inside)
        outer.addWidget(area)
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
        self.text = QSpinBox(card)
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
        self._protection = label("", "secondary", wrap=True)
        card.add(self._protection)
        return card

    def _check(self) -> Panel:
        card = Panel("Is the case file whole?", padded=True)
        words = "Checks every page, revision, signature, seal and document. It changes nothing."
        card.add(label(words, "secondary", wrap=True))
        row = QHBoxLayout()
        self.check_button = Button("Check it now", "scales", parent=card)
        self.check_button.clicked.connect(self._check_now)
        row.addWidget(self.check_button)
        row.addStretch(1)
        card.body.addLayout(row)
        self.result = Notice("", "ok", parent=card)
        self.result.hide()
        card.add(self.result)
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
        self._protection.setText(f"What opens it: {found.protection}")
        self._where.setText(f"The case file is kept in {found.folder}")

    def _check_now(self) -> None:
        self.result.set("The check is running. You can go on working in the meantime.", "info")
        self.result.show()
        self.session.operations.submit(
            lambda cf, progress: integrity.verify(cf, progress), self._checked, label="Checking the case file"
        )

    def _checked(self, report: Report) -> None:
        if report.ok:
            count = report.checked.get("revisions", 0)
            self.result.set(f"{count:,} revisions, every seal, document and page.", "ok", strong="It is whole.")
        else:
            first = report.problems[0]
            more = f" And {len(report.problems) - 1} more." if len(report.problems) > 1 else ""
            self.result.set(f"{first.what} {first.safe} {first.do}{more}", "danger", strong="It does not check out.")
        self.session.say("The check has ended")


def _form(card: Panel) -> QFormLayout:
    form = QFormLayout()
    form.setHorizontalSpacing(16)
    form.setVerticalSpacing(8)
    card.body.addLayout(form)
    return form


def _minutes(parent: QWidget, name: str, least: int, most: int, value: int) -> QSpinBox:
    made = QSpinBox(parent)
    made.setRange(least, most)
    made.setSuffix(" min")
    made.setValue(value)
    made.setAccessibleName(name)
    return made
