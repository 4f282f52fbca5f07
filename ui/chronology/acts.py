"""What is done to an entry without a form: A/B, order, withdrawing, bringing back, restoring, reasons; and undo."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from pclo_app.casefile import undoing
from pclo_app.casefile.casefile import CaseFile
from pclo_app.casefile.errors import AloneInTime, ChangedMeanwhile, NoRoomBetween
from pclo_app.casefile.model import Gap
from pclo_app.casefile.undoing import Step
from pclo_app.practice.finding import Finding
from pclo_app.records.reason import GAP
from ui.shell import steps
from ui.shell.kept_reason import KeptReason, forget
from ui.shell.session import Session
from ui.shell.steps import steps_of

from . import acting, words
from .acting import Done
from .foot_bar import FootBar
from .queries import Details

_TOLD = (AloneInTime, NoRoomBetween)
"""Conditions that a sentence in the status bar is enough for."""


class Acts(QObject):
    """Between the buttons and the worker."""

    written = Signal(str)
    """The id of what was written; empty where nothing of it is an entry."""

    def __init__(self, session: Session, case: str, foot: FootBar, over: QWidget) -> None:
        super().__init__(over)
        self._session = session
        self._case = case
        self._foot = foot
        self._over = over
        self._busy = False
        self._before_import = -1
        self._steps = steps_of(session, case)
        session.stepped.connect(self._stepped)
        foot.undo.clicked.connect(self.undo)
        foot.redo.clicked.connect(self.redo)
        self._show_steps()

    # single acts ----------------------------------------------------------------------------------------------

    def ask_disclosure(self, details: Details, value: str, otherwise: Callable[[], None]) -> None:
        """A or B, with the reason; ``otherwise`` puts the buttons back."""
        title = "Why is it restricted?" if value == "B" else "Why may it be shared?"
        then = partial(self.change_disclosure, details.item.id, value)
        self._ask(_disclosing(details.item.id, value), title, then, otherwise=otherwise)

    def change_disclosure(self, id: str, value: str, reason: str) -> None:
        """A or B as a revision of its own."""
        self.run(lambda cf, _: acting.save_disclosure(cf, self._case, id, value, reason), asked=_disclosing(id, value))

    def move(self, details: Details | None, by: int) -> None:
        """Alt+Up, Alt+Down."""
        if details is None or not details.own or details.withdrawn:
            return
        id, where = details.item.id, "up" if by < 0 else "down"
        self.run(lambda cf, _: acting.move(cf, self._case, id, by), said=f"Moved {where}")

    def ask_withdraw(self, details: Details | None) -> None:
        """Out of the chronology, with a reason."""
        if details is None:
            return
        id = details.item.id
        asked = f"withdraw/{id}"
        self._ask(
            asked,
            f"Withdraw entry {details.number}?",
            lambda reason: self.run(
                lambda cf, _: acting.withdraw(cf, self._case, id, reason), said="Withdrawn", asked=asked
            ),
            words="It is taken out of the chronology and out of every report. It stays in the history, and can be "
            "brought back.",
            field="Why it is withdrawn",
            button="Withdraw",
        )

    def ask_bring_back(self, details: Details | None) -> None:
        """Into the chronology again."""
        if details is None:
            return
        id = details.item.id
        asked = f"bring-back/{id}"
        self._ask(
            asked,
            "Bring the entry back?",
            lambda reason: self.run(
                lambda cf, _: acting.bring_back(cf, self._case, id, reason), said="Brought back", asked=asked
            ),
            field="Why it is brought back",
            button="Bring back",
        )

    def ask_restore(self, details: Details | None, rev: str) -> None:
        """The words of an earlier version."""
        if details is None:
            return
        id = details.item.id
        at = next((words.written_at(version) for version in details.history if version.rev == rev), "")
        asked = f"restore/{id}/{rev}"
        self._ask(
            asked,
            f"Restore the version of {at}?",
            lambda reason: self.run(
                lambda cf, _: acting.restore(cf, self._case, id, rev, reason), said="Restored", asked=asked
            ),
            words="Its words stand again as a new revision. What stands now stays in the history.",
            field="Why it is restored",
            button="Restore",
        )

    def ask_gap(self, gap: Gap) -> None:
        """Why nothing stands in a stretch of time."""
        self._ask(
            self._gap_key(gap),
            f"Why is there no entry for {words.gap_span(gap)}?",
            lambda reason: self.record_gap(gap, reason),
            words="Who was asked, and what they said. It is printed in the chronology, at the gap.",
            field="Why",
            text=gap.why,
        )

    def record_gap(self, gap: Gap, reason: str) -> None:
        """The reason for a gap, as a record."""
        self.run(
            lambda cf, _: acting.gap_reason(cf, self._case, gap, reason),
            said="Reason recorded",
            asked=self._gap_key(gap),
        )

    def _gap_key(self, gap: Gap) -> str:
        return f"gap/{self._case}/{gap.start}/{gap.end}"

    def record_why(self, finding: Finding, reason: str) -> None:
        """The reason for what a finding says."""
        if finding.rule == GAP:
            start, _, end = finding.span.partition("/")
            self.record_gap(Gap(0, words.days_between(start, end), start, end), reason)
            return
        self.run(
            lambda cf, _: acting.finding_reason(
                cf, self._case, finding.rule, finding.record, finding.title, reason, finding.span
            ),
            said="Reason recorded",
        )  # fmt: skip

    # a whole import -------------------------------------------------------------------------------------------

    def begin_import(self) -> None:
        """A file may be brought in now: what it brings is one step."""
        self._session.operations.submit(lambda cf, _: undoing.place(cf), self._import_began, owner=self)

    def _import_began(self, place: int) -> None:
        self._before_import = place

    def end_import(self) -> None:
        """Back from the file: all that came of it can be undone here."""
        place, case = self._before_import, self._case
        if place >= 0:
            self._before_import = -1
            work = partial(undoing.since, case=case, n=place, words="import of {count} entries")
            self._session.operations.submit(lambda cf, _: work(cf), self.add, owner=self)

    # taking back ----------------------------------------------------------------------------------------------

    def add(self, step: Step | None) -> None:
        """Something was written that can be taken back."""
        steps.add(self._session, self._case, step)

    def _stepped(self, case: str) -> None:
        if case == self._case:
            self._show_steps()

    def undo(self) -> None:
        """Ctrl+Z outside of a text field."""
        self._back(self._steps.done, self._steps.taken_back, again=False)

    def redo(self) -> None:
        """Ctrl+Shift+Z outside of a text field."""
        self._back(self._steps.undone, self._steps.done_again, again=True)

    def _back(self, way: list[Step], moved: Callable[[Step, Step], None], *, again: bool) -> None:
        if not way or self._busy:
            return
        step = way[-1]
        self._busy = True

        def came(back: Step) -> None:
            self._busy = False
            moved(step, back)
            self._show_steps()
            said = (acting.DONE_AGAIN if again else acting.UNDONE).format(what=step.words)
            self._session.saved(f"Saved {self._session.clock():%H:%M:%S}")
            self._session.say(said)
            shown = back.entry
            self.written.emit(shown)

        def failed(error: Exception) -> None:
            self._busy = False
            if isinstance(error, ChangedMeanwhile):
                way.remove(step)
                self._show_steps()
            self._failed(error)

        self._session.operations.submit(acting.take_back(step, again=again), came, failed, owner=self)

    def _show_steps(self) -> None:
        self._foot.show_steps(
            self._steps.done[-1].words if self._steps.done else "",
            self._steps.undone[-1].words if self._steps.undone else "",
        )

    # inside ---------------------------------------------------------------------------------------------------

    def _ask(
        self,
        key: str,
        title: str,
        then: Callable[[str], None],
        *,
        otherwise: Callable[[], None] | None = None,
        **more: Any,
    ) -> None:
        asked = KeptReason(self._session, key, title, parent=self._over, **more)
        asked.accepted.connect(lambda: then(asked.text()))
        if otherwise is not None:
            asked.rejected.connect(otherwise)
        asked.open()

    def run(self, work: Callable[[CaseFile, object], Done], said: str = "", asked: str = "") -> None:
        """Write something that can be taken back. ``asked`` is the key of its reason, whose draft goes then."""
        self._session.operations.submit(work, partial(self._came, said, asked), self._failed, owner=self)

    def _came(self, said: str, asked: str, done: Done) -> None:
        if asked:
            forget(self._session, asked)
        self.add(done.step)
        self._session.saved(f"Saved {self._session.clock():%H:%M:%S}")
        if said:
            self._session.say(said)
        self.written.emit(done.id)

    def _failed(self, error: Exception) -> None:
        if isinstance(error, _TOLD):
            self._session.say(error.part("what"))
        else:
            self._session.show_error(error)


def _disclosing(id: str, value: str) -> str:
    return f"disclosure/{value}/{id}"
