"""A page with a real case file behind it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from pclo_app.casefile.casefile import CaseFile
from pclo_app.casefile.demo import Demo
from pclo_app.casefile.demo import demo as build
from pclo_app.reports.strategy_record import presented
from pclo_app.vault.keys import Cost
from ui.shell.operations import Operations
from ui.shell.session import Session
from ui.theme import Theme

NOW = datetime(2026, 11, 18, 16, 31, tzinfo=UTC)


@pytest.fixture
def sample(tmp_path: Path) -> Demo:
    return build(tmp_path / "practice", presented=presented, cost=Cost(8192, 1, 1))


@pytest.fixture
def session(sample: Demo, qapp: QApplication) -> Iterator[Session]:
    Theme.light().apply(qapp)
    cf = CaseFile.open(sample.officer, sample.passphrase, clock=lambda: NOW)
    operations = Operations(cf)
    made = Session(operations, cf.officer, clock=lambda: NOW)
    yield made
    operations.close()


@pytest.fixture
def ask(session: Session, qtbot: QtBot) -> Callable[[Callable[[CaseFile], object]], object]:
    """A question to the case file, answered."""

    def ask(question: Callable[[CaseFile], object]) -> object:
        answers: list[object] = []
        session.operations.submit(lambda cf, _: answers.append(question(cf)))
        qtbot.waitUntil(lambda: bool(answers), timeout=10_000)
        return answers[0]

    return ask


@pytest.fixture
def show(qtbot: QtBot) -> Callable[[QWidget], None]:
    def show(page: QWidget) -> None:
        qtbot.addWidget(page)
        page.resize(1292, 640)
        page.show()
        page.activateWindow()
        qtbot.waitUntil(page.isActiveWindow)

    return show
