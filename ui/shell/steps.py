"""What was done in a case and can be taken back on its chronology, wherever in the program it was done."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from pclo_app.casefile import undoing
from pclo_app.casefile.model import Saved
from pclo_app.casefile.undoing import Step, Steps

from .session import Session


def steps_of(session: Session, case: str) -> Steps:
    """What can be undone and done again in a case."""
    steps: Steps = session.steps.setdefault(case, Steps())
    return steps


def add(session: Session, case: str, step: Step | None) -> None:
    """Something was done that can be taken back."""
    steps_of(session, case).add(step)
    session.stepped.emit(case)


def remember(session: Session, case: str, words: str, saved: Sequence[Saved]) -> None:
    """The same for what was just saved; ``words`` say what it was, for the button."""
    session.operations.submit(lambda cf, _: undoing.step(cf, case, words, saved), partial(add, session, case))
