"""Making an emergency kit from Settings: where it will be kept, then the sheet itself until it is typed back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from pclo_app.casefile import custody
from pclo_app.casefile.casefile import CaseFile
from pclo_app.casefile.custody import Kit
from pclo_app.reports.document import Document
from ui.shell.session import Session
from ui.theme import Spacing
from ui.widgets.buttons import Button
from ui.widgets.labels import field_label, label
from ui.widgets.still import StillCombo

from .again import Part
from .kit_view import PROMISE, KitView

PLACES = (
    "Sealed envelope in the office safe",
    "Sealed envelope with my detective inspector",
    "Sealed envelope in the force’s property store",
)


@dataclass(frozen=True)
class MadeKit:
    """A kit and its sheet."""

    kit: Kit
    sheet: Document


def made_kit(cf: CaseFile, words: str, holder: str) -> MadeKit:
    """Make it, with its sheet. For the worker."""
    from pclo_app.reports import kit as sheet

    kit = custody.make_kit(cf, words, holder)
    paper = sheet.sheet(
        kit.code, officer=cf.officer, vault_id=cf.vault.vault_id, slot=kit.slot, holder=holder, made=cf.now()
    )
    return MadeKit(kit, paper)


class HolderField(QWidget):
    """Where the paper will be kept: one of the usual places, or another."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        self.combo = StillCombo(self)
        self.combo.setEditable(True)
        self.combo.addItems(PLACES)
        self.combo.setMinimumHeight(Spacing.TARGET + 4)
        line = self.combo.lineEdit()
        if line is not None:
            line.setAccessibleName("Where it will be kept")
        column.addWidget(field_label("Where it will be kept", self.combo, parent=self))
        hint = "Printed on the sheet, shown in Settings. Choose one, or type your own."
        column.addWidget(label(hint, "secondary", wrap=True, parent=self))
        column.addWidget(self.combo)
        self.setFocusProxy(self.combo)

    def text(self) -> str:
        """The place."""
        return self.combo.currentText().strip() or PLACES[0]


class MakeKitPart(Part):
    """Where it will be kept."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        self.holder = HolderField(self)
        column.addWidget(self.holder)
        self.setFocusProxy(self.holder)

    def value(self) -> str:
        """The place."""
        return self.holder.text()


class KitSheet(QWidget):
    """The kit over the window. Closing it without typing the groups back leaves it untested."""

    closed = Signal()

    def __init__(self, owner: QWidget, session: Session, made: MadeKit, done: Callable[[bool], object]) -> None:
        """``done`` hears whether the groups were typed back; ``owner`` is whose worker's answers are heard."""
        super().__init__()
        self._owner, self._session, self._done = owner, session, done
        self._slot = made.kit.slot
        self._told = False
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(10)
        column.addWidget(label("Your emergency kit", "section", parent=self))
        column.addWidget(label(PROMISE, wrap=True, parent=self))
        self.view = KitView(self)
        self.view.entered.connect(self.check)
        column.addWidget(self.view, 1)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addStretch(1)
        self.later_button = Button("Do this later", parent=self)
        self.later_button.clicked.connect(self.later)
        self.button = Button("Check what I typed", kind="primary", parent=self)
        self.button.clicked.connect(self.check)
        row.addWidget(self.later_button)
        row.addWidget(self.button)
        column.addLayout(row)
        self.setAccessibleName("Your emergency kit")
        self.setFocusProxy(self.view)
        self.view.show_kit(made.kit.code, made.sheet)

    def check(self) -> None:
        """Both groups right: write down that it was tested, and close."""
        if self.view.problem():
            return
        slot, done = self._slot, self._done

        def told(_none: None) -> None:
            done(True)

        self._session.operations.submit(lambda cf, _: custody.kit_tested(cf, slot), told, owner=self._owner)
        self._close()

    def later(self) -> None:
        """The code goes away now; the task stays."""
        self._close()
        self._done(False)

    def save_draft(self) -> None:
        """Called when the sheet goes away by itself, as with Esc: nothing of a kit is kept, and that it was not
        tested is told."""
        if not self._told:
            self._told = True
            self.view.forget()
            self._done(False)

    def _close(self) -> None:
        self._told = True
        self.view.forget()
        self.closed.emit()


def show_kit(owner: QWidget, session: Session, made: MadeKit, done: Callable[[bool], object]) -> KitSheet:
    """Show a kit made just now over the window."""
    content = KitSheet(owner, session, made, done)
    sheet = session.show_sheet(content, width=940)
    if sheet is not None:
        content.closed.connect(sheet.close_sheet)
    return content
