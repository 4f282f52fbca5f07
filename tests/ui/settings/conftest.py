"""The parts of Settings in the whole program, on a real, cheap vault."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication

from pclo_app.casefile.casefile import CaseFile
from tests.ui.shell.conftest import PASSPHRASE, Life, clock, life, theme  # noqa: F401

Section = Callable[[str], Any]


class Desk:
    """An unlocked program, its Settings, and the case file behind them."""

    def __init__(self, around: Life) -> None:
        self.life = around
        self.program = around.unlocked()
        self.window = self.program.window
        assert self.program.session is not None
        self.session = self.program.session

    def part(self, name: str) -> Any:
        """Go to a part of Settings and wait until it has read."""
        from ui.shell.session import Place

        self.window.open(Place("settings", section=name))
        self.life.settle(self.program)
        assert not self.window.error.isVisible(), self.window.error.accessibleName()
        page: Any = self.window._stack.front  # type: ignore[union-attr]
        return page.front

    def sheet(self) -> Any:
        """What the sheet in front holds."""
        return self.window._sheets[-1].content

    def no_sheet(self) -> bool:
        """Whether every sheet has gone."""
        return not self.window._sheets

    def confirm(self, passphrase: str = PASSPHRASE) -> Any:
        """Type the passphrase into the sheet in front, and Enter; wait for what comes of it."""
        content = self.sheet()
        content.field.edit.setText(passphrase)
        content.go()
        self.life.qtbot.waitUntil(lambda: content not in [s.content for s in self.window._sheets]
                                  or content._running is None, timeout=30_000)  # fmt: skip
        self.life.settle(self.program)
        return content

    def ask(self, work: Callable[[CaseFile], Any]) -> Any:
        """What the case file says."""
        found: list[Any] = []
        failed: list[Exception] = []
        self.session.operations.submit(lambda cf, _: found.append(work(cf)), None, failed.append)
        self.life.settle(self.program)
        if failed:
            raise failed[0]
        return found[0]


@pytest.fixture
def desk(life: Life) -> Desk:  # noqa: F811
    life.make()
    return Desk(life)


@pytest.fixture
def sergeant(life: Life) -> Desk:  # noqa: F811
    """The same of a detective sergeant."""
    life.make(role="DS")
    return Desk(life)


def focus() -> Any:
    """What has the keyboard."""
    return QApplication.focusWidget()
