"""The two steps after the case file is made: the emergency kit on paper, and recovery by the office.

Either can be done later; it then stays a task on Today and in Settings.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from pclo_app.casefile import custody
from pclo_app.errors import KnownError
from ui.keys.kit_sheet import HolderField, MadeKit, made_kit
from ui.keys.kit_view import PROMISE as KIT_PROMISE
from ui.keys.kit_view import KitView
from ui.keys.recovery_form import RecoveryForm, promise
from ui.reports.aside import Aside
from ui.widgets.announce import announce
from ui.widgets.error_box import ErrorBox, Notice, Problem
from ui.widgets.labels import label

from .errors import parts
from .first_run_pages import Page

if TYPE_CHECKING:
    from pclo_app.casefile.casefile import CaseFile

NO_RING = (
    "This laptop has no key ring that takes part, so there is nothing that a kit could take the place of: your "
    "passphrase alone opens this case file, here or anywhere."
)


class KeysPage(Page):
    """A step that works on the case file, away from the window."""

    done = Signal()
    """The step is done: go on."""
    busy = Signal(str)
    """What it is doing; "" for nothing."""

    def __init__(self, title: str, hint: str, parent: QWidget | None = None) -> None:
        super().__init__(title, hint, parent)
        self._cf: CaseFile | None = None
        self._words: Callable[[], str] = str
        self.running = False
        self.problem = ErrorBox(self, closable=False)

    def begin(self, case_file: CaseFile, words: Callable[[], str]) -> None:
        """The case file that was made, and its passphrase while the set-up goes on."""
        self._cf, self._words = case_file, words

    @property
    def next_words(self) -> str:
        """What the main button says."""
        return "Continue"

    @property
    def can_wait(self) -> bool:
        """Whether “Do this later” is offered."""
        return True

    def advance(self) -> None:
        """The main button."""

    def leave(self) -> None:
        """The step is left: nothing secret stays on it."""

    def _run(self, words: str, work: Callable[[CaseFile, str], Any], done: Callable[[Any], object]) -> None:
        cf = self._cf
        if cf is None or self.running:
            return
        self.running = True
        self.problem.clear()
        self.busy.emit(words)
        passphrase = self._words()
        aside = Aside(self)

        def ended(result: Any, error: Exception | None) -> None:
            self.running = False
            self.busy.emit("")
            if error is None:
                done(result)
            elif isinstance(error, KnownError):
                self._failed(error)
            else:
                self.problem.show_parts(*parts(error))

        aside.ended.connect(ended)
        aside.start(lambda: work(cf, passphrase))

    def _failed(self, error: KnownError) -> None:
        self.problem.show_error(error)


class KitPage(KeysPage):
    """5 Emergency kit."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Your emergency kit", "One sheet of paper, to be kept away from the laptop.", parent)
        self._made: MadeKit | None = None
        self._nothing_to_do = False
        self._promise = label(KIT_PROMISE, wrap=True, parent=self)
        self.column.addWidget(self._promise)
        self._without = Notice("", "info", parent=self)
        self._without.hide()
        self.column.addWidget(self._without)
        self.holder = HolderField(self)
        self.column.addWidget(self.holder)
        self.view = KitView(self)
        self.view.entered.connect(self.advance)
        self.view.hide()
        self.column.addWidget(self.view)
        self.column.addWidget(self.problem)

    def begin(self, case_file: CaseFile, words: Callable[[], str]) -> None:
        super().begin(case_file, words)
        self._nothing_to_do = case_file.vault.protection.value == "pass"
        if self._nothing_to_do:
            self._without.set(NO_RING, "info", strong="No kit is needed.")
            self._without.show()
            self._promise.hide()
            self.holder.hide()

    @property
    def next_words(self) -> str:
        if self._nothing_to_do:
            return "Continue"
        return "Make the emergency kit" if self._made is None else "Check, and continue"

    @property
    def can_wait(self) -> bool:
        return not self._nothing_to_do

    def first_field(self) -> QWidget | None:
        if self._nothing_to_do:
            return None
        return self.holder if self._made is None else self.view

    def problems(self) -> list[Problem]:
        """The groups say beside themselves what is wrong."""
        return []

    def advance(self) -> None:
        """Make it; when it is made, check what was typed back."""
        if self._nothing_to_do:
            self.done.emit()
        elif self._made is None:
            holder = self.holder.text()
            self._run("Making the kit. This takes a second or two on purpose.",
                      lambda cf, words: made_kit(cf, words, holder), self._show)  # fmt: skip
        elif not self.view.problem():
            slot = self._made.kit.slot
            self._run("", lambda cf, _: custody.kit_tested(cf, slot), lambda _none: self.done.emit())

    def leave(self) -> None:
        self.view.forget()
        self.view.hide()

    def _show(self, made: MadeKit) -> None:
        self._made = made
        self.holder.hide()
        self.view.show_kit(made.kit.code, made.sheet)
        self.view.show()
        self.view.setFocus()
        self.busy.emit("")
        announce(self, "The kit is made. Print it, then type groups 2 and 6.")


class RecoveryPage(KeysPage):
    """6 Office recovery."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(
            "Recovery by your office",
            "Your supervisor gives you one or two public keys for this. Have you none yet? Do it later, in Settings.",
            parent,
        )
        self.column.addWidget(promise(self))
        self.form = RecoveryForm(self)
        self.column.addWidget(self.form)
        self.column.addWidget(self.problem)

    @property
    def next_words(self) -> str:
        return "Set it up, and continue"

    def first_field(self) -> QWidget:
        return self.form

    def problems(self) -> list[Problem]:
        return self.form.problems()

    def advance(self) -> None:
        recipients, holder = self.form.value()
        self._run(
            "Setting up office recovery. This takes a second or two on purpose.",
            lambda cf, words: custody.set_recovery(cf, words, recipients, holder),
            lambda _slot: self.done.emit(),
        )

    def _failed(self, error: KnownError) -> None:
        if not self.form.failed(error):
            super()._failed(error)
