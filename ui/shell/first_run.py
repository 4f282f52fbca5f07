"""The set-up of a new case file: where, who, passphrase, what protects it, kit, office recovery, done.

Nothing is written until the fourth step is confirmed. Stopping before that keeps the answers,
never the passphrase; after it the case file is there, and what was left out can be done in Settings.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from pclo_app.casefile.casefile import CaseFile
from pclo_app.errors import KnownError
from pclo_app.vault.device_secret import DeviceSecrets
from ui.widgets.announce import announce
from ui.widgets.buttons import Button
from ui.widgets.error_box import ErrorBox, Notice
from ui.widgets.flow import FlowLayout
from ui.widgets.labels import ground, label
from ui.widgets.outline import Outline, Step
from ui.widgets.tall import Tall

from .errors import parts
from .first_run_keys import KeysPage, KitPage, RecoveryPage
from .first_run_pages import Page, PassphrasePage, ProtectionPage, WherePage, WhoPage
from .opening import Opening

STEPS = (
    "Where the case file is kept",
    "Who you are",
    "Passphrase",
    "What protects it",
    "Emergency kit",
    "Office recovery",
    "Done",
)
MAKE, KIT, RECOVERY, DONE = 3, 4, 5, 6
Create = Callable[[Path, dict[str, str], str, "DeviceSecrets | None"], CaseFile]
"""Folder, answers, passphrase and key ring to an open case file; runs on a thread of its own."""


class DonePage(Page):
    """7 Done."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Your case file is ready", "It is open, encrypted on this laptop, and empty.", parent)
        self.where = label("", wrap=True, parent=self)
        self.column.addWidget(self.where)
        self.later = Notice("", "warn", parent=self)
        self.later.hide()
        self.column.addWidget(self.later)

    def set_left_out(self, steps: list[str]) -> None:
        """What was put off: it stays on Today and in Settings until it is done."""
        if steps:
            words = " and ".join(steps)
            verb = "is" if len(steps) == 1 else "are"
            self.later.set(
                f"{words[:1].upper()}{words[1:]} {verb} still to be done. Today and Settings say so until then.",
                "warn",
            )
        self.later.setVisible(bool(steps))


class FirstRun(QWidget):
    """Steps at the left, one question at the right."""

    created = Signal(object)
    """The new `CaseFile`, open: somebody pressed Start."""
    made = Signal(object)
    """It was made just now: remember where it is."""
    practice_wanted = Signal()
    """Open the practice case instead; a new case file, if made, stays where it is."""
    leave = Signal(dict)
    """Stop here: the answers so far."""

    def __init__(
        self,
        create: Create,
        key_ring: Callable[[], DeviceSecrets | None],
        folder: Path,
        answers: dict[str, str] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        answers = answers or {}
        self._create = create
        self._secrets: DeviceSecrets | None = None
        self._asked = False
        self._step = 0
        self._key_ring = key_ring
        self._case_file: CaseFile | None = None
        self._opening = Opening(self)
        self._opening.opened.connect(self._made)
        self._opening.failed.connect(self._failed)
        self._ring = Opening(self)
        self._ring.opened.connect(self._ring_known)
        self._ring.failed.connect(lambda _error: self._ring_known(None))
        self.where = WherePage(Path(answers.get("folder") or folder))
        self.who = WhoPage(answers)
        self.secret = PassphrasePage()
        self.protection = ProtectionPage()
        self.kit = KitPage()
        self.recovery = RecoveryPage()
        self.done = DonePage()
        self._left_out: list[str] = []
        self._entered = False
        keys_pages: list[KeysPage] = [self.kit, self.recovery]
        for page in keys_pages:
            page.done.connect(self._step_done)
            page.busy.connect(self._busy)
        self.pages: list[Page] = [self.where, self.who, self.secret, self.protection, *keys_pages, self.done]
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._steps())
        row.addWidget(self._right(), 1)
        self._go(0)

    def _steps(self) -> QWidget:
        left = ground(QWidget(self), "surface")
        left.setFixedWidth(max(250, self.fontMetrics().horizontalAdvance("n") * 30))
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 16, 0, 16)
        column.setSpacing(10)
        head = label("Set up this laptop", "section", parent=left)
        head.setContentsMargins(16, 0, 16, 0)
        column.addWidget(head)
        self.outline = Outline([], name="Steps of the set-up", parent=left)
        self.outline.chosen.connect(self._step_chosen)
        column.addWidget(self.outline, 1)
        foot = label("About 5 minutes. You can stop after any step.", "secondary", wrap=True, parent=left)
        foot.setContentsMargins(16, 0, 16, 0)
        column.addWidget(foot)
        return left

    def _right(self) -> QWidget:
        area = QScrollArea(self)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inside = Tall()
        ground(inside, "window")
        column = QVBoxLayout(inside)
        column.setContentsMargins(40, 20, 40, 20)
        column.setSpacing(10)
        self.back_button = Button("Back", "back", kind="quiet", parent=inside)
        self.back_button.clicked.connect(self.back)
        column.addWidget(self.back_button, 0, Qt.AlignmentFlag.AlignLeft)
        self._inside = inside
        for page in self.pages:
            page.hide()
            column.addWidget(page)
        self.problem = ErrorBox(inside, closable=False)
        column.addWidget(self.problem)
        self._state = label("", "secondary", parent=inside)
        self._state.hide()
        column.addWidget(self._state)
        holder = QWidget(inside)
        buttons = FlowLayout(holder, spacing=8)
        self.next_button = Button("Continue", kind="primary", parent=inside)
        self.next_button.clicked.connect(self.forward)
        self.practice_button = Button("Open the practice case (fictional)", parent=inside)
        self.practice_button.clicked.connect(self._practice)
        self.stop_button = Button("Stop here, go on later", kind="quiet", parent=inside)
        self.stop_button.clicked.connect(self._stop)
        self.later_button = Button("Do this later", parent=inside)
        self.later_button.clicked.connect(self.later)
        for each in (self.next_button, self.later_button, self.practice_button, self.stop_button):
            buttons.addWidget(each)
        column.addWidget(holder)
        column.addStretch(1)
        area.setWidget(inside)
        return area

    # going through --------------------------------------------------------------------------------------------

    @property
    def step(self) -> int:
        """Which step is in front, from 0."""
        return self._step

    def forward(self) -> None:
        """Continue, if the question is answered."""
        if self._opening.running:
            return
        page = self.pages[self.step]
        problems = page.problems()
        page.summary.show_problems(problems)
        if problems:
            problems[0].go()
            return
        if self.step == MAKE:
            self._make()
        elif isinstance(page, KeysPage):
            page.advance()
        elif self.step == DONE:
            if self._case_file is not None:
                self._entered = True
                self.created.emit(self._case_file)
        else:
            self._go(self.step + 1)

    def later(self) -> None:
        """Put the kit or office recovery off; it stays a task."""
        page = self.pages[self.step]
        if isinstance(page, KeysPage) and not page.running:
            self._left_out.append({KIT: "the emergency kit", RECOVERY: "office recovery"}[self.step])
            self._step_done()

    @property
    def busy(self) -> bool:
        """Whether something is being made in the new case file."""
        return any(isinstance(page, KeysPage) and page.running for page in self.pages)

    def let_go(self) -> None:
        """The window is closing: the case file, if it is made, is closed in good order."""
        if self._case_file is not None and not self._entered:
            self.secret.forget()
            self._case_file.close()
            self._case_file = None

    def _step_done(self) -> None:
        page = self.pages[self.step]
        if isinstance(page, KeysPage):
            page.leave()
        if self.step == RECOVERY:
            self.secret.forget()
            self.done.set_left_out(self._left_out)
        self._go(self.step + 1)

    def _busy(self, words: str) -> None:
        self._say(words)
        self._name_buttons()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter in a field goes on, as the main button does."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.forward()
        else:
            super().keyPressEvent(event)

    def back(self) -> None:
        """The question before."""
        if self.step and not self._opening.running and self._case_file is None:
            self._go(self.step - 1)

    def answers(self) -> dict[str, str]:
        """Everything answered so far but the passphrase."""
        return {"folder": self.where.edit.text().strip(), **self.who.answers()}

    def _go(self, step: int) -> None:
        self._step = step
        letters = 130 if self.pages[step] is self.kit else 78
        self._inside.set_measure(max(560, self.fontMetrics().horizontalAdvance("n") * letters))
        for n, page in enumerate(self.pages):
            page.setVisible(n == step)
        states = ["done" if n < step else "half" if n == step else "empty" for n in range(len(STEPS))]
        self.outline.set_steps([Step(str(n), f"{n + 1} {words}", "", states[n]) for n, words in enumerate(STEPS)])
        self.outline.set_current(str(step))
        self.problem.clear()
        self.back_button.setVisible(0 < step <= MAKE)
        self.stop_button.setVisible(step <= MAKE)
        self.practice_button.setVisible(step in (0, DONE))
        self._name_buttons()
        page = self.pages[step]
        first = page.first_field()
        QTimer.singleShot(0, self, (first or self.next_button).setFocus)
        announce(self, page.title)
        if step == MAKE:
            self._ask_key_ring()

    def _name_buttons(self) -> None:
        page = self.pages[self.step]
        words = {MAKE: "Make the case file", DONE: "Start"}.get(self.step, "Continue")
        self.later_button.setVisible(isinstance(page, KeysPage) and page.can_wait)
        self.next_button.set_words(page.next_words if isinstance(page, KeysPage) else words)

    def _step_chosen(self, key: str) -> None:
        """Back to an answered step; never ahead."""
        wanted = int(key)
        if wanted < self.step <= MAKE and not self._opening.running:
            self._go(wanted)
        else:
            self.outline.set_current(str(self.step))

    def _ask_key_ring(self) -> None:
        given = self.who.answers()
        self.protection.summary_words.setText(
            f"The case file of {given['name']}, {given['rank']}, {given['team']}, will be made in "
            f"{self.where.folder()}."
        )
        if not self._asked:
            self._asked = True
            self._ring.start(self._key_ring)  # type: ignore[arg-type]

    def _ring_known(self, secrets: DeviceSecrets | None) -> None:
        self._secrets = secrets
        self.protection.set_key_ring(secrets is not None)

    # making ---------------------------------------------------------------------------------------------------

    def _make(self) -> None:
        if self._ring.running:
            self._say("Still looking for this laptop’s key ring. It may be asking you something in another window.")
            return
        folder, answers, words = self.where.folder(), self.who.answers(), self.secret.text()
        create, secrets = self._create, self._secrets
        self._say("Making the case file. This takes a few seconds on purpose.")
        self._opening.start(lambda: create(folder, answers, words, secrets))

    def _made(self, case_file: CaseFile) -> None:
        self._say("")
        self._case_file = case_file
        self.kit.begin(case_file, self.secret.text)
        self.recovery.begin(case_file, self.secret.text)
        self.made.emit(case_file)
        self.done.where.setText(
            f"It is kept in {case_file.vault.folder}. Its holder is {case_file.officer}. Every record you make "
            "carries your name and rank, the time, and a signature that only this laptop can make."
        )
        self._go(KIT)

    def _failed(self, error: Exception) -> None:
        self._say("")
        if isinstance(error, KnownError):
            self.problem.show_error(error)
        else:
            self.problem.show_parts(*parts(error))

    def _say(self, words: str) -> None:
        self._state.setText(words)
        self._state.setVisible(bool(words))
        announce(self._state, words)

    def _practice(self) -> None:
        if self._case_file is not None:
            self._case_file.close()
            self._case_file = None
        self.practice_wanted.emit()

    def _stop(self) -> None:
        self.leave.emit(self.answers())
