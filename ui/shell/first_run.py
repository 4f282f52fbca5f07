"""The set-up of a new case file: where, who, passphrase, what protects it, done.

Nothing is written until the fourth step is confirmed. Stopping half way keeps the answers,
never the passphrase.
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
from ui.widgets.error_box import ErrorBox
from ui.widgets.labels import ground, label
from ui.widgets.outline import Outline, Step

from .errors import parts
from .first_run_pages import Page, PassphrasePage, ProtectionPage, WherePage, WhoPage
from .opening import Opening

STEPS = ("Where the case file is kept", "Who you are", "Passphrase", "What protects it", "Done")
Create = Callable[[Path, dict[str, str], str, "DeviceSecrets | None"], CaseFile]
"""Folder, answers, passphrase and key ring to an open case file; runs on a thread of its own."""


class DonePage(Page):
    """5 Done."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Your case file is ready", "It is open, encrypted on this laptop, and empty.", parent)
        self.where = label("", wrap=True, parent=self)
        self.column.addWidget(self.where)


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
        self.done = DonePage()
        self.pages: list[Page] = [self.where, self.who, self.secret, self.protection, self.done]
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._steps())
        row.addWidget(self._right(), 1)
        self._go(0)

    def _steps(self) -> QWidget:
        left = ground(QWidget(self), "surface")
        left.setFixedWidth(250)
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 16, 0, 16)
        column.setSpacing(10)
        head = label("Set up this laptop", "section", parent=left)
        head.setContentsMargins(16, 0, 16, 0)
        column.addWidget(head)
        self.outline = Outline([], name="Steps of the set-up", parent=left)
        self.outline.chosen.connect(self._step_chosen)
        column.addWidget(self.outline, 1)
        foot = label("About 3 minutes. You can stop after any step.", "secondary", wrap=True, parent=left)
        foot.setContentsMargins(16, 0, 16, 0)
        column.addWidget(foot)
        return left

    def _right(self) -> QWidget:
        area = QScrollArea(self)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inside = ground(QWidget(), "window")
        column = QVBoxLayout(inside)
        column.setContentsMargins(40, 20, 40, 20)
        column.setSpacing(10)
        self.back_button = Button("Back", "back", kind="quiet", parent=inside)
        self.back_button.clicked.connect(self.back)
        column.addWidget(self.back_button, 0, Qt.AlignmentFlag.AlignLeft)
        for page in self.pages:
            page.setMaximumWidth(max(560, self.fontMetrics().horizontalAdvance("n") * 78))
            page.hide()
            column.addWidget(page)
        self.problem = ErrorBox(inside, closable=False)
        self.problem.setMaximumWidth(560)
        column.addWidget(self.problem)
        self._state = label("", "secondary", parent=inside)
        self._state.hide()
        column.addWidget(self._state)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        self.next_button = Button("Continue", kind="primary", parent=inside)
        self.next_button.clicked.connect(self.forward)
        self.practice_button = Button("Open the practice case (fictional)", parent=inside)
        self.practice_button.clicked.connect(self._practice)
        self.stop_button = Button("Stop here, go on later", kind="quiet", parent=inside)
        self.stop_button.clicked.connect(self._stop)
        for each in (self.next_button, self.practice_button, self.stop_button):
            buttons.addWidget(each)
        buttons.addStretch(1)
        column.addLayout(buttons)
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
        if self.step == 3:
            self._make()
        elif self.step == 4:
            if self._case_file is not None:
                self.created.emit(self._case_file)
        else:
            self._go(self.step + 1)

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
        for n, page in enumerate(self.pages):
            page.setVisible(n == step)
        states = ["done" if n < step else "half" if n == step else "empty" for n in range(len(STEPS))]
        self.outline.set_steps([Step(str(n), f"{n + 1} {words}", "", states[n]) for n, words in enumerate(STEPS)])
        self.outline.set_current(str(step))
        self.problem.clear()
        self.back_button.setVisible(0 < step < 4)
        self.stop_button.setVisible(step < 4)
        self.practice_button.setVisible(step in (0, 4))
        words = {3: "Make the case file", 4: "Start"}.get(step, "Continue")
        self.next_button.set_words(words)
        page = self.pages[step]
        first = page.first_field()
        QTimer.singleShot(0, self, (first or self.next_button).setFocus)
        announce(self, page.title)
        if step == 3:
            self._ask_key_ring()

    def _step_chosen(self, key: str) -> None:
        """Back to an answered step; never ahead."""
        wanted = int(key)
        if wanted < self.step and self.step < 4 and not self._opening.running:
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
        self.secret.forget()
        self.made.emit(case_file)
        self.done.where.setText(
            f"It is kept in {case_file.vault.folder}. Its holder is {case_file.officer}. Every record you make "
            "carries your name and rank, the time, and a signature that only this laptop can make."
        )
        self._go(4)

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
